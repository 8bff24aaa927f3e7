//! The header of a comparison: the two versions, how they are shown, and the number of differences.

use egui::{Align, Button, Layout, RichText, Ui};

use crate::canvas::sign_ui;
use crate::diff::{Difference, VersionDiff};
use crate::model::{Project, VersionId};

use super::comparison::{Comparing, Pair};
use super::menu::{self, words};
use super::scenes::standing;
use crate::app::command::{Command, PageCommand, Tab, Zoom};
use crate::app::kit::name::Name;
use crate::app::kit::pick::Pick;
use crate::app::kit::scene::canvas_style;
use crate::app::kit::theme;

/// Draws the header.
pub(super) fn head_ui(
    ui: &mut Ui,
    comparing: &mut Comparing,
    project: &Project,
    pair: Pair,
    commands: &mut Vec<Command>,
) {
    ui.horizontal(|ui| versions_ui(ui, project, pair, commands));
    ui.add_space(2.0);
    let counts = comparing.open.get(&pair).and_then(|it| it.made.as_ref()).map_or(0.0, |it| counts_width(ui, &it.diff));
    if ui.available_width() < WHAT + counts + VIEW {
        ui.horizontal_wrapped(|ui| shown_ui(ui, comparing, pair));
        if !comparing.shows_behaviour {
            ui.horizontal_wrapped(|ui| view_ui(ui, comparing, pair, commands));
        }
        return;
    }
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if !comparing.shows_behaviour {
                view_ui(ui, comparing, pair, commands);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| shown_ui(ui, comparing, pair));
        });
    });
}

/// The width of the choice of what is compared, and of the controls of the canvas, in points.
const WHAT: f32 = 180.0;
const VIEW: f32 = 380.0;
/// The width of the sign of a number of differences, with the spaces around it.
const SIGN: f32 = 36.0;

/// Draws what is compared, and the number of differences.
fn shown_ui(ui: &mut Ui, comparing: &mut Comparing, pair: Pair) {
    what_ui(ui, comparing);
    if comparing.shows_behaviour {
        return;
    }
    if let Some(result) = comparing.open.get(&pair).and_then(|it| it.made.as_ref()) {
        counts_ui(ui, &result.diff);
    }
}

/// The width of the numbers of differences.
fn counts_width(ui: &Ui, diff: &VersionDiff) -> f32 {
    let font = egui::FontId::new(theme::BODY, theme::medium());
    let width =
        |part: &str| ui.painter().layout_no_wrap(part.to_owned(), font.clone(), theme::of(ui).text).size().x + SIGN;
    diff.words().split(", ").map(width).sum()
}

/// Draws the choice between the trees and the behaviour.
fn what_ui(ui: &mut Ui, comparing: &mut Comparing) {
    for (shows_behaviour, words, hint) in [
        (false, "Trees", "What differs in the two trees"),
        (true, "Behaviour", "Which calls end differently with the two versions"),
    ] {
        if ui.selectable_label(comparing.shows_behaviour == shows_behaviour, words).on_hover_text(hint).clicked() {
            comparing.shows_behaviour = shows_behaviour;
        }
    }
    ui.add_space(8.0);
}

/// Draws a choice of each version, and a button between them that swaps them.
fn versions_ui(ui: &mut Ui, project: &Project, (before, after): Pair, commands: &mut Vec<Command>) {
    const AROUND: f32 = 210.0;
    let width = ((ui.available_width() - AROUND) / 2.0).clamp(120.0, 380.0);
    let turn = |to: Pair| Command::Page(PageCommand::TurnTo(Tab::Compare(before, after), Tab::Compare(to.0, to.1)));
    if let Some(chosen) = version_ui(ui, "Before", project, before, after, width) {
        commands.push(turn((chosen, after)));
    }
    if ui.button("Swap").on_hover_text("Before becomes after, and after becomes before").clicked() {
        commands.push(turn((after, before)));
    }
    if let Some(chosen) = version_ui(ui, "After", project, after, before, width) {
        commands.push(turn((before, chosen)));
    }
}

fn version_ui(
    ui: &mut Ui,
    name: &'static str,
    project: &Project,
    shown: VersionId,
    other: VersionId,
    width: f32,
) -> Option<VersionId> {
    let label = ui.label(theme::weak(ui, name, theme::SMALL));
    let current = words(project, shown, other).unwrap_or_default();
    let pick = Pick {
        salt: name,
        name: &Name::by(&label, name, ""),
        current: RichText::new(theme::for_display(&current)).font(egui::FontId::new(theme::BODY, theme::medium())),
        width,
        is_enabled: true,
    };
    pick.show(ui, || {
        let choices = menu::choices(project, other);
        choices.into_iter().map(|(id, words)| (id, words, id == shown)).collect()
    })
}

/// Draws the controls from right to left: one canvas or two, the zoom, and whether moves are shown.
fn view_ui(ui: &mut Ui, comparing: &mut Comparing, pair: Pair, commands: &mut Vec<Command>) {
    for (is_side_by_side, words) in [(true, "Side by side"), (false, "One canvas")] {
        if ui.selectable_label(comparing.is_side_by_side == is_side_by_side, words).clicked() {
            comparing.is_side_by_side = is_side_by_side;
        }
    }
    ui.add_space(4.0);
    let zoom = comparing.open.get(&pair).map_or(1.0, |it| {
        let [_, right] = &it.sides;
        if comparing.is_side_by_side { right.zoom() } else { it.one.zoom() }
    });
    if ui.add(Button::new(format!("{:.0} %", zoom * 100.0))).on_hover_text("Zoom to 100 %").clicked() {
        commands.push(Command::Zoom(Zoom::Reset));
    }
    if ui.button("Fit").on_hover_text("Show the whole tree").clicked() {
        commands.push(Command::Zoom(Zoom::Fit));
    }
    ui.add_space(4.0);
    ui.checkbox(&mut comparing.shows_moved, "Also moved")
        .on_hover_text("Also show actions that only moved on the canvas");
}

/// Draws the number of differences of each kind, with the signs that mark them on the canvas.
fn counts_ui(ui: &mut Ui, diff: &VersionDiff) {
    let style = canvas_style(theme::of(ui));
    let words = diff.words();
    for part in words.split(", ") {
        let found = Difference::ALL.into_iter().find(|it| part.ends_with(&it.words().to_lowercase()));
        if let Some(difference) = found {
            let (area, _) = ui.allocate_exact_size(egui::vec2(16.0, 16.0), egui::Sense::hover());
            sign_ui(ui.painter(), &style, standing(difference, true), area.center(), 7.0);
            ui.add_space(-2.0);
        }
        ui.label(RichText::new(part).font(egui::FontId::new(theme::BODY, theme::medium())));
        ui.add_space(6.0);
    }
}
