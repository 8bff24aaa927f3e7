//! A version: header, palette, canvas, and the form of the selected action (spec: designer §1, §2).

pub mod acts;
pub mod add_action;
pub mod annotations;
pub mod breadcrumbs;
pub mod canvas;
pub mod context_menu;
pub mod draft;
pub mod executions;
pub mod folding;
pub mod header;
mod heat;
pub mod landing;
pub mod link_to;
pub mod loose_ends;
pub mod outline;
pub mod palette;
pub mod plan;
pub mod preset;
mod room;
pub mod schedule;
pub mod spot;
pub mod state;
mod strips;
mod toolbar;
mod typing;

use std::sync::Arc;

use egui::{Frame, Margin, Panel, Ui};

use crate::edit::Spot;
use crate::lifecycle::{Act, may};
use crate::lint::Diagnostic;
use crate::model::{ActionRef, Place, Project, Version};
use crate::palette::Offer;

use crate::app::command::{Command, Pane, PaneCommand};
use crate::app::cx::Cx;
use crate::app::kit::focus::{self, Zone};
use crate::app::kit::theme;
use crate::app::parts::form::cx::{FormCx, FormFocus};
use crate::app::parts::form::form_ui;
use crate::app::services::simulation::PathShown;
use palette::palette_ui;
use room::{FORM, Folded, PALETTE, STRIP};
use spot::after;
use state::Versions;

/// The data of a version page.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// The view of the state that every part may read.
    pub cx: &'a Cx<'a>,
    /// The project.
    pub project: &'a Arc<Project>,
    /// The version.
    pub version: &'a Arc<Version>,
    /// Whether the version is read-only.
    pub is_read_only: bool,
}

/// Draws the page of the version shown, with the path of a run through it.
pub fn version_ui(ui: &mut Ui, cx: &Cx<'_>, own: &mut Versions, path: &PathShown, commands: &mut Vec<Command>) {
    let project = cx.project();
    let Some(version) = cx.version_shown().and_then(|id| project.versions.get(&id)) else { return };
    let page = Page { cx, project, version, is_read_only: may(version, Act::Edit).is_err() };
    Panel::top("version header")
        .frame(bar_frame(ui))
        .resizable(false)
        .show(ui, |ui| header::header_ui(ui, &page, commands));
    if page.is_read_only {
        let panel = Panel::top("read-only").frame(banner_frame(ui)).resizable(false);
        panel.show(ui, |ui| header::banner_ui(ui, &page, commands));
    }
    if executions::tabs_ui(ui, &page, own, commands) {
        executions::history_ui(ui, &page, own, commands);
        return;
    }
    let folded = Folded::on(ui.available_width(), cx.panes, own.view(version.id).only_selected().is_some());
    left_pane_ui(ui, &page, own, (path, folded), commands);
    form_pane_ui(ui, &page, own, folded, commands);
    if let Some(shown) = heat::shown(cx, version.id) {
        let panel = Panel::top("load run").frame(toolbar_frame(ui)).resizable(false);
        panel.show(ui, |ui| heat::strip_ui(ui, &page, &shown, commands));
    }
    Panel::bottom("canvas bar")
        .frame(toolbar_frame(ui))
        .resizable(false)
        .show(ui, |ui| toolbar::toolbar_ui(ui, &page, own, commands));
    egui::CentralPanel::no_frame().show(ui, |ui| canvas::canvas(ui, &page, own, path, commands));
}

/// Draws the actions that can be added, or the outline, at the left. A read-only version has only the outline.
fn left_pane_ui(
    ui: &mut Ui,
    page: &Page<'_>,
    own: &mut Versions,
    (path, folded): (&PathShown, Folded),
    commands: &mut Vec<Command>,
) {
    let shows_outline = page.cx.panes.outline;
    if page.is_read_only && !shows_outline {
        own.view(page.version.id).outline.is_in_use = false;
        return;
    }
    if folded.palette && !shows_outline {
        icons_pane_ui(ui, page, own, commands);
        return;
    }
    let (shown_as, name, usual, sizes) = if shows_outline {
        (Pane::Outline, "outline", 300.0, 180.0..=560.0)
    } else {
        (Pane::Palette, "palette", PALETTE.0, PALETTE.1..=280.0)
    };
    let size = page.cx.panes.size(shown_as, usual);
    let panel = Panel::left(name).default_size(size).size_range(sizes).frame(side_frame(ui));
    let shown = panel.show(ui, |ui| {
        left_tabs_ui(ui, page, shows_outline, commands);
        if shows_outline {
            let palette = theme::of(ui);
            if let Some(scene) = canvas::scene_shown(page, own, palette, &path.breakpoints) {
                outline::outline_ui(ui, page, own, &scene, commands);
            }
            return;
        }
        own.view(page.version.id).outline.is_in_use = false;
        let channel = page.project.channel_of(page.version.id);
        let search = &mut own.view(page.version.id).palette_search;
        if let Some(offer) = palette_ui(ui, search, channel, page.cx.presets, commands) {
            commands.push(add_after_selection(page, own, &offer));
        }
    });
    commands.extend(page.cx.resized(shown_as, shown.response.rect.width()));
}

/// Draws the icons of the actions that can be added.
fn icons_pane_ui(ui: &mut Ui, page: &Page<'_>, own: &mut Versions, commands: &mut Vec<Command>) {
    own.view(page.version.id).outline.is_in_use = false;
    let frame = Frame::new().fill(theme::of(ui).panel).inner_margin(Margin::symmetric(8, 10));
    let panel = Panel::left("folded palette").exact_size(STRIP).resizable(false).frame(frame);
    let channel = page.project.channel_of(page.version.id);
    let chosen = panel.show(ui, |ui| strips::icons_ui(ui, channel, page.cx, commands)).inner;
    commands.extend(chosen.map(|offer| add_after_selection(page, own, &offer)));
}

/// Draws *Actions* and *Outline*, the tabs of the left pane.
fn left_tabs_ui(ui: &mut Ui, page: &Page<'_>, shows_outline: bool, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        let tabs = [
            ("Actions", !shows_outline, PaneCommand::ShowActions, "The actions that can be added"),
            ("Outline", shows_outline, PaneCommand::GoToOutline, "The tree as an indented list"),
        ];
        for (words, is_shown, command, hover) in tabs {
            if page.is_read_only && !is_shown {
                continue;
            }
            let tab = ui.selectable_label(is_shown, words);
            tab.widget_info(|| egui::WidgetInfo::selected(egui::Role::Tab, true, is_shown, words));
            if tab.on_hover_text(hover).clicked() && !is_shown {
                commands.push(Command::Pane(command));
            }
        }
        if !page.is_read_only && !shows_outline {
            let fold = egui::Layout::right_to_left(egui::Align::Center);
            ui.with_layout(fold, |ui| {
                let button = ui.small_button("«").on_hover_text("Show the actions as icons");
                button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Show the actions as icons"));
                if button.clicked() {
                    commands.push(Command::Pane(PaneCommand::FoldPalette));
                }
            });
        }
        if page.is_read_only && ui.small_button("Hide").clicked() {
            commands.push(Command::Pane(PaneCommand::ShowActions));
        }
    });
    ui.add_space(4.0);
}

/// Draws the form of the selected action, at the right, while exactly one is selected.
fn form_pane_ui(ui: &mut Ui, page: &Page<'_>, own: &mut Versions, folded: Folded, commands: &mut Vec<Command>) {
    let Page { cx, project, version, is_read_only } = *page;
    let selected = own.view(version.id).only_selected();
    let Some(action) = selected.and_then(|action| version.flow.actions.get(&action)) else { return };
    let ctx = ui.ctx().clone();
    let view = own.view(version.id);
    let is_wanted = view.form_takes_focus || view.typed.is_some() || view.unfolded_form == Some(action.id);
    if folded.form && !is_wanted {
        let frame = Frame::new().fill(theme::of(ui).panel).inner_margin(Margin::symmetric(8, 10));
        let panel = Panel::right("folded form").exact_size(STRIP).resizable(false).frame(frame);
        if focus::zone(&ctx, Zone::Right, || panel.show(ui, strips::form_strip_ui)).inner {
            own.view(version.id).unfolded_form = Some(action.id);
        }
        return;
    }
    view.unfolded_form = Some(action.id).filter(|_| folded.form);
    let place = ActionRef { version: version.id, action: action.id };
    let is_here = |problem: &&Diagnostic| problem.place == Place::Action(place);
    let problems: Vec<_> = cx.problems.all().iter().filter(is_here).cloned().collect();
    let size = cx.panes.size(Pane::Form, FORM.0);
    let panel = Panel::right("form").default_size(size).size_range(FORM.1..=520.0).frame(side_frame(ui));
    let view = own.view(version.id);
    let (is_title, typed) = (std::mem::take(&mut view.form_takes_focus), view.typed.take());
    let focus = match &typed {
        Some(typed) => FormFocus::Needed(typed),
        None if is_title => FormFocus::Title,
        None => FormFocus::Stays,
    };
    let form = FormCx { project, version, action, problems: &problems, is_read_only, focus };
    let shown = focus::zone(&ctx, Zone::Right, || panel.show(ui, |ui| form_ui(ui, &form, commands)));
    commands.extend(cx.resized(Pane::Form, shown.response.rect.width()));
}

fn bar_frame(ui: &Ui) -> Frame {
    Frame::new().fill(theme::of(ui).panel).inner_margin(Margin::symmetric(12, 8))
}

fn toolbar_frame(ui: &Ui) -> Frame {
    Frame::new().fill(theme::of(ui).panel).inner_margin(Margin::symmetric(8, 3))
}

fn banner_frame(ui: &Ui) -> Frame {
    Frame::new().fill(theme::of(ui).selected).inner_margin(Margin::symmetric(12, 6))
}

fn side_frame(ui: &Ui) -> Frame {
    Frame::new().fill(theme::of(ui).panel).inner_margin(Margin::symmetric(10, 10))
}

/// Adds something after the selected action, else after Start.
fn add_after_selection(page: &Page<'_>, own: &mut Versions, offer: &Offer) -> Command {
    let version = page.version;
    let selected = own.view(version.id).only_selected().and_then(|id| version.flow.actions.get(&id));
    let spot = selected.or(version.flow.start()).and_then(|action| after(page.project, version.id, action.id));
    Command::edit(offer.edit(version.id, spot.unwrap_or(Spot::Free), None))
}
