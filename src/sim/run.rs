//! A run: a scene, the answers given so far, and every state on the way, so that it can be stepped, taken back and
//! restarted (spec: simulation §2).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::text::without_cards;
use crate::catalog::{Actor, Answer, Fact, FactValue, Outcome, Question, QuestionChoice, Tone};

use super::changes;
use super::comes_back;
use super::engine::{Input, begin, step};
use super::scene::Scene;
use super::state::CallState;
use super::trace::Beat;

/// Most steps of *run to the end*. Both phases together run at most twice [`crate::model::limits::MAX_STEP_LIMIT`] actions, so that
/// only an action that asks for ever comes here.
const MAX_STEPS: usize = 200_000;

/// The refusal of an answer where nothing is asked.
const NO_QUESTION: &str = "No question is open here.";

/// A run.
#[derive(Clone, Debug)]
pub struct Run {
    /// What it is made of.
    pub scene: Arc<Scene>,
    /// Where the call stands, and before that where it stood, oldest first; with how many beats and answers there were.
    frames: Vec<Frame>,
    beats: Vec<Beat>,
    answers: Vec<String>,
}

#[derive(Clone, Debug)]
struct Frame {
    state: CallState,
    beats: usize,
    answers: usize,
}

impl Run {
    /// Begins a run.
    #[must_use]
    pub fn new(scene: Arc<Scene>) -> Self {
        let (state, beats) = begin(&scene);
        let frames = vec![Frame { state, beats: beats.len(), answers: 0 }];
        Self { scene, frames, beats, answers: Vec::new() }
    }

    /// Where the call stands.
    #[must_use]
    pub fn state(&self) -> &CallState {
        // There is always a frame: `new` makes one and `back` keeps the first.
        static NOWHERE: std::sync::OnceLock<CallState> = std::sync::OnceLock::new();
        self.frames.last().map_or_else(|| NOWHERE.get_or_init(CallState::default), |frame| &frame.state)
    }

    /// The state after so many steps.
    #[must_use]
    pub fn state_after(&self, steps: usize) -> Option<&CallState> {
        self.frames.get(steps).map(|frame| &frame.state)
    }

    /// What happened so far.
    #[must_use]
    pub fn beats(&self) -> &[Beat] {
        &self.beats
    }

    /// The answers given so far, those that happened by themselves left out.
    #[must_use]
    pub fn answers(&self) -> &[String] {
        &self.answers
    }

    /// The same with the time of each, in milliseconds since the call began.
    pub fn timed_answers(&self) -> impl Iterator<Item = (u64, &str)> {
        self.answered().map(|(state, answer)| (state.interaction.at_ms, answer))
    }

    /// Whether nothing more happens.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.state().is_over()
    }

    /// The outcome, once it is fixed.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        self.state().outcome.as_ref()
    }

    /// The value of a variable, or of a field of a read-only group; empty when there is none.
    #[must_use]
    pub fn read(&self, path: &str) -> String {
        self.scene.read(self.state(), path)
    }

    /// The variables by path, with the read-only groups.
    #[must_use]
    pub fn variables(&self) -> BTreeMap<String, String> {
        let own = self.state().interaction.variables.clone();
        own.into_iter().chain(self.scene.read_only(self.state())).collect()
    }

    /// Changes a fact about the outside, from now on.
    pub fn set(&mut self, fact: Fact, value: FactValue) {
        self.push(&Input::Set(fact, value));
    }

    /// Whether the call waits for a real answer: one that does not happen by itself.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.state().question.as_ref().is_some_and(|question| question.passes_by.is_none())
    }

    fn push(&mut self, input: &Input) {
        let (state, beats) = step(&self.scene, self.state(), input);
        self.beats.extend(beats);
        self.frames.push(Frame { state, beats: self.beats.len(), answers: self.answers.len() });
    }

    /// Runs one action, asks its question, or lets pass what happens by itself. Whether anything was done: not while a real question
    /// waits, and not when the call is over.
    pub fn step(&mut self) -> bool {
        if self.is_over() || self.waits() {
            return false;
        }
        let passing = self.state().question.as_ref().and_then(Question::passing_answer);
        self.push(&match passing {
            Some(answer) => Input::Answer { answer, at_ms: None },
            None => Input::Go,
        });
        true
    }

    /// How the customer may come back to a conversation that has ended; none after a call, and none while it goes on.
    #[must_use]
    pub fn comes_back(&self) -> Option<Question> {
        comes_back::question(&self.scene, self.state())
    }

    /// Whether a text can be said now: it answers the open question, or it changes the outside while one is open.
    #[must_use]
    pub fn fits(&self, text: &str) -> bool {
        let is_change = || changes::read(&self.scene, self.state(), text).is_some();
        self.state().question.as_ref().is_some_and(|question| question.read(text).is_ok() || is_change())
    }

    /// What was read at an earlier moment and may have changed since, each as it can be written among the answers.
    #[must_use]
    pub fn changes_offered(&self) -> Vec<String> {
        changes::offered(&self.scene, self.state())
    }

    /// Gives an answer to the open question, or changes the outside while it is open: `set Ana busy`.
    ///
    /// # Errors
    /// A sentence with what can be answered, when there is no question or the answer does not fit.
    pub fn answer(&mut self, text: &str) -> Result<(), String> {
        if let Some(question) = self.comes_back() {
            return self.give(question.read(text)?);
        }
        let question = self.state().question.as_ref().ok_or_else(|| NO_QUESTION.to_owned())?;
        if let Some(change) = changes::read(&self.scene, self.state(), text) {
            let (fact, value) = change?;
            self.answers.push(text.trim().to_owned());
            self.push(&Input::Set(fact, value));
            return Ok(());
        }
        let answer = question.read(text)?;
        self.give(answer)
    }

    /// Gives an answer that was read, or chosen, for the open question; after the end, the customer comes back by it.
    ///
    /// # Errors
    /// A sentence, when there is no question.
    pub fn give(&mut self, answer: Answer) -> Result<(), String> {
        if self.state().question.is_none() && self.comes_back().is_none() {
            return Err(NO_QUESTION.to_owned());
        }
        let input = if self.is_over() {
            Input::ComesBack { after_ms: answer.ms() }
        } else {
            Input::Answer { answer: answer.clone(), at_ms: None }
        };
        self.answers.push(answer.text);
        self.push(&input);
        Ok(())
    }

    /// The answers that were given, each with the state in which it was given, in order.
    pub fn answered(&self) -> impl Iterator<Item = (&CallState, &str)> {
        let pairs = self.frames.iter().zip(self.frames.iter().skip(1));
        let answered = pairs.filter(|(before, after)| after.answers > before.answers);
        answered.zip(&self.answers).map(|((before, _), answer)| (&before.state, answer.as_str()))
    }

    /// The answer by which the customer came back in a state, from its text.
    #[must_use]
    pub fn came_back_by(&self, state: &CallState, text: &str) -> Option<Answer> {
        comes_back::question(&self.scene, state)?.read(text).ok()
    }

    /// The states that the call was in, in order.
    pub fn states(&self) -> impl Iterator<Item = &CallState> {
        self.frames.iter().map(|frame| &frame.state)
    }

    /// Runs on until somebody must answer or the call is over.
    pub fn to_next_question(&mut self) {
        for _ in 0..MAX_STEPS {
            if !self.step() {
                return;
            }
        }
    }

    /// Runs on until somebody must answer, or time passes in which somebody may act: where a chat rests.
    pub fn to_next_wait(&mut self) {
        let rests = |question: &Question| {
            let passing = question.passes_by.and_then(|place| question.choices.get(place));
            let may_act = |choice: &QuestionChoice| choice.by != Actor::Time && choice.tone == Tone::Normal;
            passing.is_some_and(|choice| choice.by == Actor::Time) && question.choices.iter().any(may_act)
        };
        for _ in 0..MAX_STEPS {
            if self.state().question.as_ref().is_some_and(rests) || !self.step() {
                return;
            }
        }
    }

    /// Runs to the end with the first answer of every question. A question that comes back unchanged too often is ended by hanging up.
    pub fn to_end(&mut self) {
        for _ in 0..MAX_STEPS {
            self.to_next_question();
            let Some(question) = self.state().question.as_ref() else { return };
            let first = question.choices.iter().find(|choice| {
                !matches!(choice.input, Some(crate::catalog::AnswerInput::Keys | crate::catalog::AnswerInput::Text))
            });
            let text = first.map_or_else(|| "hang up".to_owned(), |choice| choice.text.clone());
            if self.answer(&text).is_err() {
                return;
            }
        }
    }

    /// Goes one step back, to the exact state before it. Whether there was one.
    pub fn back(&mut self) -> bool {
        if self.frames.len() < 2 {
            return false;
        }
        self.frames.pop();
        if let Some(frame) = self.frames.last() {
            self.beats.truncate(frame.beats);
            self.answers.truncate(frame.answers);
        }
        true
    }

    /// How many steps were taken.
    #[must_use]
    pub fn steps_taken(&self) -> usize {
        self.frames.len().saturating_sub(1)
    }

    /// Gives the answers in order; what happens by itself passes unless the next answer fits it.
    ///
    /// # Errors
    /// The first answer that does not fit, with its place (from 1) and what could have been answered.
    pub fn play(&mut self, answers: &[String]) -> Result<(), String> {
        for (place, answer) in answers.iter().enumerate() {
            loop {
                if (self.fits(answer) && !self.comes_later(answer)) || !self.step() {
                    break;
                }
            }
            if self.is_over() && self.comes_back().is_none_or(|question| question.read(answer).is_err()) {
                return Err(format!(
                    "Answer {} (\"{}\") comes after the call is over.",
                    place + 1,
                    without_cards(answer)
                ));
            }
            self.answer(answer).map_err(|why| format!("Answer {}: {why}", place + 1))?;
        }
        self.to_next_question();
        Ok(())
    }

    /// Whether an answer is meant for a later question: leaving fits also while something passes by itself, but in a list it is for the
    /// next real question, unless none comes at which the customer can leave. `hang up during it` is for what passes now.
    fn comes_later(&self, answer: &str) -> bool {
        let passing = self.state().question.as_ref().filter(|question| question.passes_by.is_some());
        if !passing.is_some_and(|question| question.is_any_leaving(answer)) {
            return false;
        }
        let frames = self.frames.last().cloned().into_iter().collect();
        let mut probe = Self { scene: self.scene.clone(), frames, beats: Vec::new(), answers: Vec::new() };
        probe.to_next_question();
        probe.waits() && probe.fits(answer)
    }

    /// The same answers over another scene, as far as they fit: for starting again after the tree was edited.
    #[must_use]
    pub fn replayed(&self, scene: Arc<Scene>) -> (Self, Option<String>) {
        let mut run = Self::new(scene);
        let stale = run.play(&self.answers).err();
        (run, stale)
    }
}
