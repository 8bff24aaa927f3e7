//! The map of the project: entry points, smart routings and destinations on one read-only canvas, with what looks wrong beside it (spec:
//! ease §2). `crate::map` finds all of it; nothing here changes the project.

mod side;

use std::collections::BTreeSet;

use egui::{Button, CentralPanel, Frame, Layout, Margin, Panel, Ui};

use crate::app::command::{Command, Export, FileCommand, New, Tab, Zoom};
use crate::app::cx::Cx;
use crate::app::kit::focus::{self, Zone};
use crate::app::kit::scene::canvas_style;
use crate::app::kit::theme;
use crate::canvas::{CanvasEvent, CanvasScene, CanvasState, CardId, Overlay, canvas_ui};
use crate::map::{Map, Shown};
use crate::picture::map::{card_id, scene};
use crate::uses::ItemId;

/// The own state of the map.
#[derive(Default)]
pub struct MapPane {
    /// Which versions are shown.
    pub shown: Shown,
    /// The canvas.
    pub canvas: CanvasState,
    /// The chosen node.
    pub chosen: Option<ItemId>,
    made: Option<Made>,
    /// How many scenes were made.
    scenes: u64,
}

/// The map of a revision of the project.
struct Made {
    revision: u64,
    shown: Shown,
    map: Map,
    scene: CanvasScene,
}

impl MapPane {
    /// Makes the map again where the project or the choice of versions has changed.
    fn refresh(&mut self, cx: &Cx<'_>) {
        let revision = cx.document.revision();
        if self.made.as_ref().is_some_and(|made| made.revision == revision && made.shown == self.shown) {
            return;
        }
        if self.made.as_ref().is_some_and(|made| made.shown != self.shown) {
            self.canvas.request_fit();
        }
        self.scenes += 1;
        let map = Map::of(cx.project(), self.shown);
        let scene = scene(cx.project(), &map, self.scenes);
        self.chosen = self.chosen.filter(|item| map.place(*item).is_some());
        self.made = Some(Made { revision, shown: self.shown, map, scene });
    }

    /// Chooses a node and brings it into view.
    fn reveal(&mut self, item: ItemId) {
        self.chosen = Some(item);
        self.canvas.reveal(card_id(item));
    }
}

/// The page of an item.
fn tab_of(item: ItemId) -> Tab {
    match item {
        ItemId::EntryPoint(id) => Tab::EntryPoint(id),
        ItemId::Routing(id) => Tab::Routing(id),
        ItemId::Resource(id) => Tab::Resource(id),
    }
}

/// Draws the page.
pub fn map_ui(ui: &mut Ui, cx: &Cx<'_>, own: &mut MapPane, commands: &mut Vec<Command>) {
    own.refresh(cx);
    let Some(made) = own.made.take() else { return };
    if made.map.is_empty() {
        empty_ui(ui, commands);
    } else {
        let palette = theme::of(ui);
        let bar = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(12, 8));
        Panel::top("map header").frame(bar).resizable(false).show(ui, |ui| head_ui(ui, own, &made.map, commands));
        let dock = Panel::right("map findings").default_size(280.0).size_range(220.0..=480.0);
        dock.frame(Frame::new().fill(palette.panel)).show(ui, |ui| side::side_ui(ui, cx, own, &made.map, commands));
        CentralPanel::no_frame().show(ui, |ui| drawn_ui(ui, own, &made, commands));
    }
    own.made = Some(made);
}

fn empty_ui(ui: &mut Ui, commands: &mut Vec<Command>) {
    Frame::new().inner_margin(Margin::same(24)).show(ui, |ui| {
        let words = "The map shows where contacts arrive, which smart routings they pass and where they go. There is no smart routing yet: create one, then an entry point that leads to it.";
        ui.set_max_width(460.0);
        ui.label(theme::weak(ui, words, theme::BODY));
        ui.add_space(8.0);
        if ui.add(theme::primary_button(ui, &New::Routing.words())).clicked() {
            commands.push(Command::New(New::Routing));
        }
    });
}

/// Draws the choice of versions, how much there is, and the zoom.
fn head_ui(ui: &mut Ui, own: &mut MapPane, map: &Map, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        for (shown, hint) in [
            (Shown::Production, "What callers meet now"),
            (Shown::Development, "The versions in test, else the newest in development"),
        ] {
            if ui.selectable_label(own.shown == shown, shown.words()).on_hover_text(hint).clicked() {
                own.shown = shown;
            }
        }
        ui.add_space(8.0);
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            if ui
                .add(Button::new(format!("{:.0} %", own.canvas.zoom() * 100.0)))
                .on_hover_text("Zoom to 100 %")
                .clicked()
            {
                commands.push(Command::Zoom(Zoom::Reset));
            }
            if ui.button("Export picture…").on_hover_text("As PDF, SVG or PNG").clicked() {
                commands.push(FileCommand::Export(Export::Picture, None, None).into());
            }
            if ui.button("Fit").on_hover_text("Show the whole map").clicked() {
                commands.push(Command::Zoom(Zoom::Fit));
            }
            ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add(egui::Label::new(theme::weak(ui, map.counted(), theme::SMALL)).truncate());
            });
        });
    });
}

/// Draws the canvas. A click chooses a node; a double click or *Enter* opens its page.
fn drawn_ui(ui: &mut Ui, own: &mut MapPane, made: &Made, commands: &mut Vec<Command>) {
    let selection: BTreeSet<CardId> = own.chosen.into_iter().map(card_id).collect();
    let overlay = Overlay { read_only: true, ..Overlay::with_selection(&selection) };
    let style = canvas_style(theme::of(ui));
    let ctx = ui.ctx().clone();
    let item = |card: CardId| made.map.nodes.iter().map(|node| node.item).find(|item| card_id(*item) == card);
    let events = focus::zone(&ctx, Zone::Own, || canvas_ui(ui, &made.scene, &overlay, &style, &mut own.canvas));
    for event in events {
        match event {
            CanvasEvent::SelectionChanged(cards) if cards.len() < 2 => {
                own.chosen = cards.first().copied().and_then(item);
            }
            CanvasEvent::Open(card) => commands.extend(item(card).map(|item| Command::open_tab(tab_of(item)))),
            _ => {}
        }
    }
}
