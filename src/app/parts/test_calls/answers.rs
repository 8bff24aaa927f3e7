//! The answers of a test call as texts, and where the call stops (spec: testing §1). A text is read against the question that is open in the
//! call, so a change is a command, which plays the call.

use egui::{Key, Label, Ui};

use crate::model::TestCall;

use super::lines::quiet_button;
use super::shown::Detail;
use crate::app::command::{Command, TestCallCommand};
use crate::app::kit::theme;
use crate::app::parts::pages::changes::Changes;
use crate::app::parts::pages::input::Input;
use crate::app::parts::pages::widgets::sign_button;

/// The width of an answer.
const ANSWER: f32 = 260.0;
/// The most answers that are offered as buttons.
const MOST_OFFERED: usize = 8;

/// Draws the answers.
pub(super) fn answers_ui(
    ui: &mut Ui,
    it: &Detail<'_>,
    changes: &mut Changes,
    copy: &mut TestCall,
    commands: &mut Vec<Command>,
) {
    let mut removed = None;
    for (place, answer) in copy.answers.iter().enumerate() {
        ui.push_id(("answer", place), |ui| {
            ui.horizontal(|ui| {
                let name = format!("Answer {}", place + 1);
                // The text is read by the command; the changes of a page are not made here.
                let mut none = Changes::default();
                let input = Input::named(&name).width(ANSWER).send_on_leave();
                let typed = input.checked(ui, &mut none, &answer.text, |text| Ok(text.trim().to_owned()));
                if let Some(text) = typed.filter(|text| !text.is_empty()) {
                    let place = Some(place);
                    commands.push(Command::TestCall(TestCallCommand::Answer(it.call.id, place, text)));
                }
                if sign_button(ui, "×", &format!("Remove the answer {}", place + 1), true) {
                    removed = Some(place);
                }
                let tested =
                    crate::model::TestedAction { routing: answer.routing, action: answer.action, title: String::new() };
                if answer.action.0 != 0 {
                    let asked = format!("to \"{}\"", tested.words(it.project()));
                    ui.add(Label::new(theme::weak(ui, asked, theme::SMALL)).truncate());
                }
            });
        });
    }
    if let Some(place) = removed {
        copy.answers.remove(place);
        changes.step();
    }
    stop_ui(ui, it, commands);
    if let Some(text) = add_ui(ui) {
        commands.push(Command::TestCall(TestCallCommand::Answer(it.call.id, None, text)));
    }
}

/// Draws where the call waits, with a button for each answer that can be given there.
fn stop_ui(ui: &mut Ui, it: &Detail<'_>, commands: &mut Vec<Command>) {
    let Some(waits) = it.look.and_then(|look| look.waits.as_ref()) else { return };
    let words = format!("\"{}\" {}.", waits.title, waits.prompt);
    ui.add(Label::new(theme::weak(ui, theme::for_display(words), theme::SMALL)).wrap());
    ui.horizontal_wrapped(|ui| {
        for answer in waits.answers.iter().take(MOST_OFFERED) {
            let words = crate::catalog::text::shorten(answer, 40);
            if ui.add(quiet_button(&words)).clicked() {
                commands.push(Command::TestCall(TestCallCommand::Answer(it.call.id, None, answer.clone())));
            }
        }
    });
}

/// Draws the input of another answer. Returns the text once it is entered.
fn add_ui(ui: &mut Ui) -> Option<String> {
    let draft = ui.make_persistent_id("another answer");
    let mut text = ui.data(|data| data.get_temp::<String>(draft)).unwrap_or_default();
    let is_added = ui
        .horizontal(|ui| {
            let input = Input::named("Another answer").hint("press 1").width(ANSWER).show(ui, &mut text);
            let is_entered = input.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            let is_empty = text.trim().is_empty();
            let button = ui.add_enabled(!is_empty, egui::Button::new("Add the answer"));
            !is_empty && (is_entered || button.clicked())
        })
        .inner;
    let added = is_added.then(|| text.trim().to_owned());
    if is_added {
        text.clear();
    }
    ui.data_mut(|data| data.insert_temp(draft, text));
    added
}
