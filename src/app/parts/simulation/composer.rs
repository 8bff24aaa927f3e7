//! The customer's side of a chat: quick replies under the last message, and a text field. The text becomes the answer to the open question.

use egui::{Button, Frame, Key, Label, Margin, RichText, Stroke, Ui, Vec2};

use crate::catalog::question::HANG_UP;
use crate::catalog::{Actor, AnswerInput, Question, QuestionChoice, Tone};
use crate::sim::Run;

use crate::app::command::{Command, SimCommand};
use crate::app::kit::text_input::{MAX_TEXT, one_line};
use crate::app::kit::theme;

/// Whether an answer is a quick reply under the last message, rather than an answer of free text.
pub(super) fn is_reply(question: &Question, choice: &QuestionChoice) -> bool {
    let is_for_words = question.choices.iter().any(|it| it.text == choice.text && is_written(question, it));
    !is_for_words
        && choice.by == Actor::Customer
        && choice.input.is_none()
        && choice.tone == Tone::Normal
        && choice.key != HANG_UP
}

/// Whether an answer is the one that the text field writes.
pub(super) fn is_written(question: &Question, choice: &QuestionChoice) -> bool {
    let writes = |it: &QuestionChoice| it.by == Actor::Customer && it.input == Some(AnswerInput::Text);
    writes(choice) && question.choices.iter().find(|it| writes(it)).is_some_and(|first| first == choice)
}

/// Draws the quick replies at the right, like messages of the customer.
pub(super) fn replies_ui(ui: &mut Ui, run: &Run, commands: &mut Vec<Command>) {
    let Some(question) = &run.state().question else { return };
    let replies: Vec<&QuestionChoice> = question.choices.iter().filter(|choice| is_reply(question, choice)).collect();
    if replies.is_empty() {
        return;
    }
    let accent = theme::of(ui).accent;
    ui.add_space(2.0);
    let layout = egui::Layout::right_to_left(egui::Align::Min).with_main_wrap(true);
    let size = Vec2::new(ui.available_width(), 0.0);
    ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(6.0);
        // The layout runs from the right, so the replies are drawn in reverse order.
        for choice in replies.into_iter().rev() {
            let text = RichText::new(theme::for_display(&*choice.label)).size(theme::BODY).color(accent);
            let button = Button::new(text).stroke(Stroke::new(1.0, accent)).corner_radius(13).fill(theme::of(ui).panel);
            if ui.add(button).on_hover_text(format!("Written as: {}", choice.text)).clicked() {
                commands.push(Command::Sim(SimCommand::Answer(choice.text.to_string())));
            }
        }
    });
    ui.add_space(8.0);
}

/// The typed text, and why it could not be sent.
#[derive(Clone, Debug, Default)]
struct Draft {
    text: String,
    complaint: String,
    /// The steps of the run when the complaint was made: it does not apply to a later question.
    steps: usize,
}

/// Draws the field in which the customer writes; `Enter` sends the text.
pub(super) fn composer_ui(ui: &mut Ui, run: &Run, commands: &mut Vec<Command>) {
    let id = ui.make_persistent_id("composer");
    let mut draft = ui.ctx().data(|data| data.get_temp::<Draft>(id)).unwrap_or_default();
    let question = run.state().question.as_ref();
    let is_open = question.is_some() && !run.is_over();
    let mut is_sent = false;
    let frame = Frame::new().inner_margin(Margin { top: 6, ..Margin::ZERO });
    frame.show(ui, |ui| {
        if !draft.complaint.is_empty() && draft.steps == run.steps_taken() {
            let text = RichText::new(&draft.complaint).size(theme::SMALL).color(theme::of(ui).warning);
            ui.add(Label::new(text).wrap());
        }
        ui.horizontal(|ui| {
            let hint = match (run.is_over(), is_open) {
                (true, _) => "The conversation is over",
                (false, false) => "The customer cannot write now: press Step",
                (false, true) => "Write as the customer",
            };
            let width = (ui.available_width() - 64.0).max(60.0);
            let edit = one_line(&mut draft.text, MAX_TEXT).id(id.with("field")).hint_text(hint).desired_width(width);
            let edit = ui.add_enabled(is_open, edit).accessible_name("Write as the customer");
            let is_entered = edit.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            let is_ready = is_open && !draft.text.trim().is_empty();
            let send = ui.add_enabled(is_ready, Button::new("Send")).on_disabled_hover_text("Write something first.");
            is_sent = is_ready && (is_entered || send.clicked());
            if is_entered {
                // The next message is written in the same field.
                edit.request_focus();
            }
        });
    });
    if let Some(question) = question.filter(|_| is_sent) {
        match question.written(&draft.text) {
            Ok(answer) => {
                commands.push(Command::Sim(SimCommand::Answer(answer)));
                draft = Draft::default();
            }
            Err(why) => (draft.complaint, draft.steps) = (why, run.steps_taken()),
        }
    }
    ui.ctx().data_mut(|data| data.insert_temp(id, draft));
}
