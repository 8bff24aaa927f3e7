//! The test call that is chosen, with everything that can be changed in it: its name, what is expected of it with a verdict on each line, who
//! calls where and when, what is answered, and what was said (spec: testing §1).

use egui::{Button, Layout, RichText, ScrollArea, Ui};

use crate::catalog::text::clock_words;
use crate::edit::Edit;
use crate::model::{ActionRef, TestCall};
use crate::sim::suite::Verdict;

use super::Editing;
use super::shown::Detail;
use super::{answers, lines, setup};
use crate::app::command::{Command, PageCommand, TestCallCommand};
use crate::app::kit::{read, theme};
use crate::app::parts::pages::changes::Changes;
use crate::app::parts::pages::input::Input;

/// The most lines of a call that are shown as what was said.
const MOST_SAID: usize = 200;

/// Draws the test call. What is changed is sent as one edit.
pub(super) fn detail_ui(ui: &mut Ui, it: &Detail<'_>, own: &mut Option<Editing>, commands: &mut Vec<Command>) {
    let mut changes = Changes::default();
    let mut copy = it.call.clone();
    if let Some(of) = own.filter(|of| matches!(of, Editing::Caller | Editing::World)) {
        let is_back = ui.button("Back to the test call").clicked();
        let mut is_there = false;
        ScrollArea::both().id_salt("own").auto_shrink(false).show(ui, |ui| {
            ui.set_min_width(560.0);
            is_there = setup::own_ui(ui, it, &mut changes, &mut copy, of);
        });
        if is_back || !is_there {
            *own = None;
        }
    } else {
        let shown = Input::named("Name of the test call").short();
        let name = shown.checked(ui, &mut changes, &it.call.name, read::name);
        copy.name = name.unwrap_or(copy.name);
        ui.horizontal_wrapped(|ui| buttons_ui(ui, it, &mut changes, &mut copy, commands));
        ui.add_space(4.0);
        ScrollArea::vertical().id_salt("lines").auto_shrink(false).show(ui, |ui| {
            body_ui(ui, it, (&mut changes, &mut copy), own, commands);
        });
    }
    changes.send(|| Edit::StoreTestCall { test_call: Box::new(copy) }, commands);
}

fn buttons_ui(ui: &mut Ui, it: &Detail<'_>, changes: &mut Changes, copy: &mut TestCall, commands: &mut Vec<Command>) {
    let Detail { call, result, .. } = *it;
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
    let required = ui.checkbox(&mut copy.is_required, "Required");
    if required.on_hover_text("A version is not put in production while this test call fails.").changed() {
        changes.step();
    }
    let mut rare = |ui: &mut Ui| {
        let words = RichText::new("Delete").color(theme::of(ui).error);
        if ui.add(Button::new(words).frame_when_inactive(false)).clicked() {
            commands.push(Command::edit(Edit::DeleteTestCall { test_call: call.id }));
        }
        if ui.add(Button::new("Duplicate").frame_when_inactive(false)).clicked() {
            commands.push(Command::TestCall(TestCallCommand::Duplicate(call.id)));
        }
    };
    // In little space they go on in the next row.
    if ui.max_rect().width() < ONE_ROW {
        rare(ui);
    } else {
        ui.with_layout(Layout::right_to_left(egui::Align::Center), rare);
    }
}

/// The least width of a row with all buttons, in points.
const ONE_ROW: f32 = 470.0;

fn body_ui(
    ui: &mut Ui,
    it: &Detail<'_>,
    (changes, copy): (&mut Changes, &mut TestCall),
    own: &mut Option<Editing>,
    commands: &mut Vec<Command>,
) {
    difference_ui(ui, it, commands);
    lines::stale_ui(ui, it);
    lines::lines_ui(ui, it, (&mut *changes, &mut *copy), own, commands);
    lines::proposals_ui(ui, it, changes, copy);
    heading(ui, "The call");
    setup::setup_ui(ui, it, (&mut *changes, &mut *copy), own, commands);
    heading(ui, "Answers");
    answers::answers_ui(ui, it, changes, copy, commands);
    heading(ui, "Note");
    Input::named("Note of the test call").lines(2).text(ui, changes, &mut copy.note);
    said_ui(ui, it);
}

fn heading(ui: &mut Ui, words: &str) {
    ui.add_space(8.0);
    ui.label(theme::strong(words, theme::BODY));
}

/// Draws where the call first differs from the run that last passed.
fn difference_ui(ui: &mut Ui, it: &Detail<'_>, commands: &mut Vec<Command>) {
    let Some(difference) = it.look.and_then(|look| look.difference.as_ref()) else { return };
    ui.horizontal_wrapped(|ui| {
        ui.add(egui::Label::new(theme::for_display(difference.words())).wrap());
        if ui.button("Show").on_hover_text("Shows this action on the canvas.").clicked() {
            let at: ActionRef = difference.at;
            commands.push(Command::Page(PageCommand::Reveal(at)));
        }
    });
    ui.add_space(4.0);
}

/// Draws what was said, written and done.
fn said_ui(ui: &mut Ui, it: &Detail<'_>) {
    let Some(look) = it.look.filter(|look| !look.transcript.is_empty()) else { return };
    heading(ui, "What happens");
    for line in look.transcript.iter().take(MOST_SAID) {
        let by = match line.by {
            "system" => "",
            "customer" => "Customer: ",
            _ => "Others: ",
        };
        let words = format!("{}  {by}{}", clock_words(line.at_ms), line.what);
        ui.add(egui::Label::new(theme::weak(ui, theme::for_display(words), theme::SMALL)).wrap());
    }
    if look.transcript.len() > MOST_SAID {
        ui.label(theme::weak(ui, "There is more. Choose Play to see all.", theme::SMALL));
    }
}
