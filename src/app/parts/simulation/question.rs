//! The question of the current action, with one button per answer; or, when there is none, the next action or the end of the run.

use egui::text::{LayoutJob, TextFormat};
use egui::{Button, Event, FontId, Id, Key, Label, Layout, RichText, ScrollArea, Stroke, Ui, Vec2};

use crate::catalog::field::KEYPAD;
use crate::catalog::text::{clock_words, duration_words};
use crate::catalog::{Actor, AnswerInput, Question, QuestionChoice, Tone};
use crate::model::Channel;
use crate::sim::breakpoints::Stopped;
use crate::sim::{Run, What};

use super::composer::{is_reply, is_written};
use super::controls::stop_ui;
use super::{outcome_color, title_at};
use crate::app::command::{Command, PageCommand, SimCommand};
use crate::app::kit::channel_words::words;
use crate::app::kit::focus;
use crate::app::kit::text_input::{MAX_TEXT, one_line};
use crate::app::kit::theme;

/// The least width of the field of an answer that is typed.
const NARROWEST_FIELD: f32 = 40.0;
/// The width of the name of a group of answers.
const GROUP: f32 = 62.0;

/// Draws the question into the space that the controls leave, and `below` it what scrolls with it.
pub(super) fn question_ui(
    ui: &mut Ui,
    run: &Run,
    stopped: Option<Stopped>,
    commands: &mut Vec<Command>,
    below: impl FnOnce(&mut Ui, &mut Vec<Command>),
) {
    ScrollArea::vertical().id_salt("question").auto_shrink(false).show(ui, |ui| {
        stop_ui(ui, run, stopped);
        ui.scope(|ui| step_ui(ui, run, commands));
        below(ui, commands);
    });
}

/// Draws the question of the current action, the next action, or the end.
fn step_ui(ui: &mut Ui, run: &Run, commands: &mut Vec<Command>) {
    ui.spacing_mut().item_spacing = Vec2::new(8.0, 8.0);
    if run.is_over() {
        return over_ui(ui, run, commands);
    }
    let title = run.state().at.and_then(|place| title_at(run, place)).unwrap_or("The flow");
    if let Some(question) = &run.state().question {
        asked_ui(ui, run, title, question, commands);
    } else {
        heading_ui(ui, &format!("Next: {title}"), "");
        outside_ui(ui, run, commands);
    }
    if let Some(outcome) = run.outcome() {
        let noun = words(run.scene.channel()).noun;
        let words = format!("The {noun} is over ({}). This action follows it.", outcome.words());
        ui.add(Label::new(theme::weak(ui, words, theme::SMALL)).wrap());
    }
}

fn heading_ui(ui: &mut Ui, title: &str, detail: &str) {
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 20.0;
        ui.horizontal_wrapped(|ui| {
            ui.add(Label::new(theme::strong(title, theme::BODY)).wrap());
            if !detail.is_empty() {
                ui.label(theme::weak(ui, detail, theme::SMALL));
            }
        });
    });
}

fn asked_ui(ui: &mut Ui, run: &Run, title: &str, question: &Question, commands: &mut Vec<Command>) {
    heading_ui(ui, &format!("{title} {}", question.prompt), &question.detail);
    commands.extend(pressed_key(ui, question).map(|answer| Command::Sim(SimCommand::Answer(answer))));
    let channel = run.scene.channel();
    let mut asked = Asked { run, question, answers: Vec::new() };
    if channel == Channel::Voice {
        // In a call one hears and speaks at the same time: all answers are in one group, with what happens automatically first.
        let first = question.passes_by.into_iter();
        let others = (0..question.choices.len()).filter(|place| Some(*place) != question.passes_by);
        ui.horizontal_wrapped(|ui| first.chain(others).for_each(|place| asked.choice_ui(ui, place)));
    } else {
        let groups: [(&[Actor], &str); 3] =
            [(&[Actor::Customer], "Customer"), (&[Actor::Others, Actor::System], "Others"), (&[Actor::Time], "Time")];
        for (actors, name) in groups {
            asked.group_ui(ui, actors, name, channel == Channel::Messaging);
        }
    }
    commands.extend(asked.answers.into_iter().map(|answer| Command::Sim(SimCommand::Answer(answer))));
    outside_ui(ui, run, commands);
}

/// The answer for a key of the telephone that was typed.
fn pressed_key(ui: &Ui, question: &Question) -> Option<String> {
    let is_of = |choice: &&QuestionChoice, key: &str| choice.input.is_none() && *choice.value == *key;
    take_key(ui, |key| question.choices.iter().find(|choice| is_of(choice, key)).map(|it| it.text.to_string()))
}

/// Takes the first key of the telephone that was typed in this frame and that has a meaning, unless a text, the form of an action or a dialog
/// has the keyboard focus (spec: ease §1).
fn take_key<T>(ui: &Ui, meaning: impl Fn(&str) -> Option<T>) -> Option<T> {
    let ctx = ui.ctx();
    if ctx.text_edit_focused() || focus::is_in_form(ctx) || focus::has_dialog(ctx) {
        return None;
    }
    ui.input_mut(|input| {
        let keys = input.events.iter().enumerate().filter_map(|(place, event)| match event {
            Event::Text(key) if is_key(key) => Some((place, meaning(key)?)),
            _ => None,
        });
        let (place, found) = keys.collect::<Vec<_>>().into_iter().next()?;
        input.events.remove(place);
        Some(found)
    })
}

/// Whether a text is keys of a telephone, and not empty.
fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|key| KEYPAD.contains(key))
}

/// Draws the changes of the outside that make a difference now.
fn outside_ui(ui: &mut Ui, run: &Run, commands: &mut Vec<Command>) {
    let offered = run.changes_offered();
    if offered.is_empty() {
        return;
    }
    ui.menu_button("Change what is outside", |ui| {
        for text in offered {
            let words = text.trim_start_matches("set ");
            if ui.button(words).on_hover_text("It is so from now on, and is kept among the answers.").clicked() {
                commands.push(Command::Sim(SimCommand::Answer(text)));
            }
        }
    });
}

/// The open question, and the answers given in this frame.
struct Asked<'a> {
    run: &'a Run,
    question: &'a Question,
    answers: Vec<String>,
}

impl Asked<'_> {
    /// Draws the answers of some actors in a row. In a chat, quick replies and the text field are drawn in the conversation instead.
    fn group_ui(&mut self, ui: &mut Ui, actors: &[Actor], name: &str, is_chat: bool) {
        let is_elsewhere =
            |choice: &QuestionChoice| is_chat && (is_reply(self.question, choice) || is_written(self.question, choice));
        let choices = self.question.choices.iter().enumerate();
        let places: Vec<usize> = choices
            .filter(|(_, choice)| actors.contains(&choice.by) && !is_elsewhere(choice))
            .map(|(place, _)| place)
            .collect();
        if places.is_empty() {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            let start = ui.cursor().left();
            ui.label(theme::weak(ui, name, theme::SMALL));
            ui.add_space((start + GROUP - ui.cursor().left()).max(0.0));
            for place in places {
                if actors.contains(&Actor::Time) {
                    self.spans_ui(ui, place);
                }
                self.choice_ui(ui, place);
            }
        });
    }

    /// Draws buttons for common waiting times.
    fn spans_ui(&mut self, ui: &mut Ui, place: usize) {
        let waits = |it: &&QuestionChoice| matches!(it.input, Some(AnswerInput::Duration(_)));
        let Some(choice) = self.question.choices.get(place).filter(waits) else { return };
        for (label, span) in [("1 min", "1min"), ("10 min", "10min"), ("1 h", "1h")] {
            if ui.button(label).on_hover_text("Lets this much time pass.").clicked() {
                self.answers.push(format!("{} {span}", choice.text));
            }
        }
    }

    fn choice_ui(&mut self, ui: &mut Ui, place: usize) {
        let Some(choice) = self.question.choices.get(place) else { return };
        if let Some(input) = choice.input {
            let id = ui.make_persistent_id(("answer", place));
            let key = format!("{} {} {}", self.run.steps_taken(), self.question.prompt, choice.text);
            self.answers.extend(typed_ui(ui, self.question, choice, input, (id, key)));
            return;
        }
        let (button, hover) = if self.question.passes_by == Some(place) {
            let palette = theme::of(ui);
            let button = Button::new(
                RichText::new(theme::for_display(&*choice.label)).font(FontId::new(theme::BODY, theme::medium())),
            );
            let button = button.fill(palette.selected).stroke(Stroke::new(1.0, palette.accent));
            (button, "Happens automatically when nobody acts.".to_owned())
        } else {
            (choice_button(ui, choice), format!("Written as: {}", choice.text))
        };
        if ui.add(button).on_hover_text(hover).clicked() {
            self.answers.push(choice.text.to_string());
        }
    }
}

/// A button for an answer; the key of the keypad is emphasised before its meaning.
fn choice_button(ui: &Ui, choice: &QuestionChoice) -> Button<'static> {
    let palette = theme::of(ui);
    let color = if choice.tone == Tone::Danger { palette.error } else { palette.text };
    let meaning = choice.label.strip_prefix(&*choice.value).filter(|_| is_key(&choice.value));
    let regular = TextFormat::simple(FontId::proportional(theme::BODY), color);
    let mut job = LayoutJob::default();
    match meaning {
        Some(meaning) => {
            job.append(&choice.value, 0.0, TextFormat::simple(FontId::new(theme::BODY, theme::semibold()), color));
            job.append(meaning, 2.0, regular);
        }
        None => job.append(&choice.label, 0.0, regular),
    }
    Button::new(job)
}

/// Draws a field and the button that sends its text. Returns the answer, when it is given.
fn typed_ui(
    ui: &mut Ui,
    question: &Question,
    choice: &QuestionChoice,
    input: AnswerInput,
    (id, key): (Id, String),
) -> Option<String> {
    let (field_width, hint, what) = match input {
        AnswerInput::Keys => (64.0, "Keys", "keys"),
        AnswerInput::Duration(_) => (72.0, "40 s", "how long"),
        AnswerInput::After(_) => (72.0, "5 s", "when"),
        AnswerInput::Talk { .. } => (144.0, "after 5 s for 90 s", "when and how long"),
        AnswerInput::Text => (144.0, "Text", "words"),
    };
    // Typed text belongs to one question; the field of the next question starts empty.
    let kept = ui.ctx().data(|data| data.get_temp::<(String, String)>(id));
    let mut typed = match kept {
        Some((of, typed)) if of == key => typed,
        _ => first_typed(input),
    };
    let begun = (input == AnswerInput::Keys).then(|| take_key(ui, |key| Some(key.to_owned()))).flatten();
    if let Some(keys) = &begun {
        typed.push_str(keys);
    }
    let font = FontId::proportional(theme::BODY);
    let label_width = ui.painter().layout_no_wrap(choice.label.to_string(), font, theme::of(ui).text).size().x;
    let spacing = ui.spacing();
    let beside = 4.0 + label_width + 2.0 * spacing.button_padding.x + 2.0;
    let width = (field_width + beside).min(ui.max_rect().width());
    let field_width = (width - beside).max(NARROWEST_FIELD);
    let size = Vec2::new(width, spacing.interact_size.y);
    let answer = ui.allocate_ui_with_layout(size, Layout::left_to_right(egui::Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let edit = one_line(&mut typed, MAX_TEXT).desired_width(field_width).hint_text(hint).id(id.with("field"));
        let edit = ui.add(edit).accessible_name(format!("{}: {what}", choice.label));
        if begun.is_some() {
            edit.request_focus();
        }
        let text = format!("{} {}", choice.text, typed.trim());
        let text = text.trim().to_owned();
        let is_ready = question.read(&text).is_ok();
        let is_entered = edit.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let button = ui.add_enabled(is_ready, choice_button(ui, choice));
        let button = button.on_hover_text(format!("Written as: {text}")).on_disabled_hover_text(refusal(input));
        (is_ready && (button.clicked() || is_entered)).then_some(text)
    });
    ui.ctx().data_mut(|data| data.insert_temp(id, (key, typed)));
    answer.inner
}

/// The initial text of the field.
fn first_typed(input: AnswerInput) -> String {
    match input {
        AnswerInput::Duration(ms) | AnswerInput::After(ms) if ms % 1000 != 0 => format!("{ms} ms"),
        AnswerInput::Duration(ms) | AnswerInput::After(ms) => {
            duration_words(i64::try_from(ms / 1000).unwrap_or(i64::MAX))
        }
        AnswerInput::Talk { after_ms, talk_ms } => {
            let words = |ms: u64| duration_words(i64::try_from(ms / 1000).unwrap_or(i64::MAX));
            format!("after {} for {}", words(after_ms), words(talk_ms))
        }
        AnswerInput::Keys | AnswerInput::Text => String::new(),
    }
}

fn refusal(input: AnswerInput) -> &'static str {
    match input {
        AnswerInput::Keys => "Type telephone keys first: 0 to 9, * and #.",
        AnswerInput::Duration(_) => "Type how long, such as 40 s or 1 min 30 s.",
        AnswerInput::After(_) => "Type after how long, such as 5 s or 1 min 30 s.",
        AnswerInput::Talk { .. } => "Type when they answer and how long they talk, such as after 5 s for 90 s.",
        AnswerInput::Text => "Type the words first.",
    }
}

/// Draws how and where the run ended.
fn over_ui(ui: &mut Ui, run: &Run, commands: &mut Vec<Command>) {
    let state = run.state();
    if let Some(outcome) = &state.outcome {
        let color = outcome_color(theme::of(ui), outcome);
        super::header_row(ui, |ui| ui.label(theme::strong(outcome.words(), theme::TITLE).color(color)));
    }
    let place = run.beats().iter().rev().find(|beat| matches!(beat.what, What::Ended(..))).and_then(|beat| beat.place);
    let how = if state.ending.is_empty() { words(run.scene.channel()).is_over } else { &*state.ending };
    ui.add(Label::new(how).wrap());
    let ended_by = state.interaction.ended_by;
    let answers = run.answers().len();
    let plural = if answers == 1 { "" } else { "s" };
    let words = format!(
        "Ended by the {ended_by} after {}, with {answers} answer{plural}.",
        clock_words(state.interaction.at_ms)
    );
    ui.add(Label::new(theme::weak(ui, words, theme::SMALL)).wrap());
    if let Some(question) = run.comes_back() {
        ui.horizontal_wrapped(|ui| {
            for choice in question.choices.iter().filter(|choice| choice.input.is_none()) {
                let hover = format!("Written as: {}", choice.text);
                if ui.button(&*choice.label).on_hover_text(hover).clicked() {
                    commands.push(Command::Sim(SimCommand::Answer(choice.text.to_string())));
                }
            }
        });
    }
    ui.horizontal_wrapped(|ui| {
        if ui
            .add(theme::primary_button(ui, "Restart"))
            .on_hover_text("Restarts with the same caller and world.")
            .clicked()
        {
            commands.push(Command::Sim(SimCommand::Restart));
        }
        if let Some((place, title)) = place.and_then(|place| Some((place, title_at(run, place)?))) {
            let button = Button::new(format!("Show “{}”", crate::catalog::text::shorten(title, 32)));
            if ui.add(button).on_hover_text(format!("Shows where it ended: {title}")).clicked() {
                commands.push(Command::Page(PageCommand::Reveal(place)));
            }
        }
    });
}
