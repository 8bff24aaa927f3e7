//! What is expected of a test call, a line each with its verdict; what else happens, to be ticked; and a menu that adds a line.

use egui::{Button, Label, Layout, Ui};

use crate::model::{Expectation, TestCall};
use crate::sim::suite::judge;

use super::Editing;
use super::expectation::LineInputs;
use super::kinds::Kind;
use super::mark::{Mark, mark_ui};
use super::shown::Detail;
use crate::app::command::Command;
use crate::app::kit::theme;
use crate::app::parts::pages::changes::Changes;
use crate::app::parts::pages::widgets::sign_button;

/// Draws the lines, and the menu below them.
pub(super) fn lines_ui(
    ui: &mut Ui,
    it: &Detail<'_>,
    (changes, copy): (&mut Changes, &mut TestCall),
    own: &mut Option<Editing>,
    commands: &mut Vec<Command>,
) {
    let mut removed = None;
    for (place, expectation) in copy.expectations.iter_mut().enumerate() {
        ui.push_id(("line", place), |ui| {
            if line_ui(ui, it, place, expectation, own) {
                removed = Some(place);
            }
            if *own == Some(Editing::Line(place)) {
                ui.horizontal_wrapped(|ui| {
                    ui.add_space(24.0);
                    LineInputs { it, number: place + 1 }.ui(ui, changes, expectation);
                });
            }
        });
    }
    if let Some(place) = removed {
        copy.expectations.remove(place);
        changes.step();
        *own = None;
    }
    if copy.expectations.is_empty() {
        ui.label(theme::weak(ui, "Nothing is expected of this call, so it passes whatever happens.", theme::BODY));
    }
    let mut added = None;
    ui.menu_button("Add an expectation", |ui| {
        for (kind, words) in Kind::options() {
            if ui.button(words).clicked() {
                added = Some(kind);
                ui.close();
            }
        }
    });
    if let Some(kind) = added {
        match kind.first(it) {
            Ok(expectation) => {
                *own = Some(Editing::Line(copy.expectations.len()));
                copy.expectations.push(expectation);
                changes.step();
            }
            Err(why) => commands.push(Command::Notice(why.to_owned())),
        }
    }
}

/// Draws a line. Whether it is to be removed.
fn line_ui(ui: &mut Ui, it: &Detail<'_>, place: usize, expectation: &Expectation, own: &mut Option<Editing>) -> bool {
    let verdict = it.result.and_then(|result| result.lines.get(place));
    let mark = verdict.map_or(Mark::Dot, |line| if line.holds { Mark::Check } else { Mark::Cross });
    let words = verdict.map_or_else(|| judge::words(it.project(), expectation), judge::Line::words);
    let words = theme::for_display(words);
    let is_open = *own == Some(Editing::Line(place));
    ui.horizontal(|ui| {
        mark_ui(ui, mark);
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let is_removed = sign_button(ui, "×", &format!("Remove the line {}", place + 1), true);
            let name = format!("Change the line {}", place + 1);
            let change = ui.add(quiet_button(if is_open { "Done" } else { "Change" }));
            if change.accessible_name(name.as_str()).clicked() {
                *own = (!is_open).then_some(Editing::Line(place));
            }
            ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add(Label::new(words.as_str()).truncate()).on_hover_text(words.as_str());
            });
            is_removed
        })
        .inner
    })
    .inner
}

/// Draws what happens and is not expected, each with a box to tick.
pub(super) fn proposals_ui(ui: &mut Ui, it: &Detail<'_>, changes: &mut Changes, copy: &mut TestCall) {
    let Some(look) = it.look.filter(|look| !look.proposed.is_empty()) else { return };
    ui.add_space(6.0);
    ui.label(theme::weak(ui, "Also happens in this call: tick what must stay so", theme::SMALL));
    for expectation in &look.proposed {
        let words = theme::for_display(judge::words(it.project(), expectation));
        let mut is_ticked = false;
        let text = crate::catalog::text::shorten(&words, 120);
        if ui.checkbox(&mut is_ticked, text).on_hover_text(words.as_str()).changed() {
            copy.expectations.push(expectation.clone());
            changes.step();
        }
    }
}

/// Draws why a call is stale, and what was moved.
pub(super) fn stale_ui(ui: &mut Ui, it: &Detail<'_>) {
    let Some(result) = it.result else { return };
    for why in &result.stale {
        ui.horizontal(|ui| {
            mark_ui(ui, Mark::Ring);
            ui.add(Label::new(theme::for_display(why)).wrap());
        });
    }
    for moved in &result.moved {
        ui.label(theme::weak(ui, format!("Moved: {moved}"), theme::SMALL));
    }
}

/// A small button without a frame.
pub(super) fn quiet_button(words: &str) -> Button<'static> {
    Button::new(egui::RichText::new(words).size(theme::SMALL)).frame_when_inactive(false)
}
