//! The test call that is chosen: its name, what is expected of it with a verdict on each line, and what can be done with it.

use egui::{Button, Layout, RichText, ScrollArea, Ui};

use crate::edit::Edit;
use crate::model::TestCall;
use crate::sim::suite::{CallResult, Verdict};

use super::mark::{Mark, mark_ui};
use crate::app::command::{Command, TestCallCommand};
use crate::app::kit::text_input::{MAX_NAME, one_line};
use crate::app::kit::theme;

/// Draws the test call.
pub(super) fn detail_ui(ui: &mut Ui, call: &TestCall, result: Option<&CallResult>, commands: &mut Vec<Command>) {
    name_ui(ui, call, commands);
    ui.horizontal_wrapped(|ui| {
        // A call that could not begin has no outcome.
        let has_run = result.is_some_and(|result| !result.outcome.is_empty());
        let play = ui.add_enabled(has_run, theme::primary_button(ui, "Play"));
        if play.on_hover_text("Shows this call in the simulation, to step through it.").clicked() {
            commands.push(Command::TestCall(TestCallCommand::Play(call.id)));
        }
        let fails = result.is_some_and(|result| result.verdict == Verdict::Fails);
        let accept = ui.add_enabled(fails, Button::new("Accept what happens now"));
        let accept = accept
            .on_hover_text("Replaces each line that does not hold by what happens now. You can undo this in one step.");
        if accept.on_disabled_hover_text("Every line holds, or the call is stale.").clicked() {
            commands.push(Command::TestCall(TestCallCommand::Accept(call.id)));
        }
        let mut is_required = call.is_required;
        if ui
            .checkbox(&mut is_required, "Required")
            .on_hover_text("A version is not put in production while this test call fails.")
            .changed()
        {
            commands.push(store(TestCall { is_required, ..call.clone() }, None));
        }
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let words = RichText::new("Delete").color(theme::of(ui).error);
            if ui.add(Button::new(words).frame_when_inactive(false)).clicked() {
                commands.push(Command::edit(Edit::DeleteTestCall { test_call: call.id }));
            }
        });
    });
    ui.add_space(4.0);
    ScrollArea::vertical().id_salt("lines").auto_shrink(false).show(ui, |ui| lines_ui(ui, call, result, commands));
}

fn name_ui(ui: &mut Ui, call: &TestCall, commands: &mut Vec<Command>) {
    let mut name = call.name.clone();
    let edit = ui.add(one_line(&mut name, MAX_NAME).desired_width(f32::INFINITY));
    edit.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Name of the test call"));
    if name != call.name {
        commands.push(store(TestCall { name, ..call.clone() }, Some(u64::from(call.id.0))));
    }
}

fn store(call: TestCall, tag: Option<u64>) -> Command {
    Command::Edit(Box::new(Edit::StoreTestCall { test_call: Box::new(call) }), tag)
}

fn lines_ui(ui: &mut Ui, call: &TestCall, result: Option<&CallResult>, commands: &mut Vec<Command>) {
    let Some(result) = result else {
        ui.label(theme::weak(ui, "Playing…", theme::BODY));
        return;
    };
    for why in &result.stale {
        ui.horizontal(|ui| {
            mark_ui(ui, Mark::Ring);
            ui.add(egui::Label::new(why).wrap());
        });
    }
    for moved in &result.moved {
        ui.label(theme::weak(ui, format!("Moved: {moved}"), theme::SMALL));
    }
    for (place, line) in result.lines.iter().enumerate() {
        ui.horizontal(|ui| {
            mark_ui(ui, if line.holds { Mark::Check } else { Mark::Cross });
            ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
                let remove = ui.add(Button::new("×").frame_when_inactive(false));
                remove.widget_info(|| {
                    egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Remove the line {}", place + 1))
                });
                if remove.on_hover_text("Remove this line").clicked() {
                    let mut changed = call.clone();
                    changed.expectations.remove(place);
                    commands.push(store(changed, None));
                }
                ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.add(egui::Label::new(line.words()).truncate()).on_hover_text(line.words());
                });
            });
        });
    }
    if result.lines.is_empty() {
        ui.label(theme::weak(ui, "Nothing is expected of this call, so it passes whatever happens.", theme::BODY));
    }
}
