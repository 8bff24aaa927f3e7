//! A run: a scene, the answers given so far, and every state on the way, so that it can be stepped, taken back, taken forward
//! again and restarted (spec: testing §2, simulation §2).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::{Answer, Fact, FactValue, Outcome, Question};
use crate::model::ResourceId;

use super::changes;
use super::comes_back;
use super::engine::{Input, begin, go_on, step};
use super::scene::Scene;
use super::state::CallState;
use super::trace::Beat;

/// The refusal of an answer where nothing is asked.
const NO_QUESTION: &str = "No question is open here.";

/// A run.
#[derive(Clone, Debug)]
pub struct Run {
    /// What it is made of.
    pub scene: Arc<Scene>,
    /// The states that the call was in, oldest first. Those after `taken` steps were taken back, and are kept until another input is given.
    frames: Vec<Frame>,
    /// How many steps are taken.
    taken: usize,
    /// The beats, the answers and the talks with queues of all frames, those taken back included.
    beats: Vec<Beat>,
    answers: Vec<String>,
    talks: Vec<(ResourceId, u64)>,
    /// Whether every state is kept, so that steps can be taken back.
    has_history: bool,
}

/// A state, and how many beats, answers and talks there were.
#[derive(Clone, Debug, Default)]
struct Frame {
    state: CallState,
    beats: usize,
    answers: usize,
    talks: usize,
    /// The input that led here; none at the beginning.
    input: Option<Input>,
}

impl Run {
    /// Begins a run.
    #[must_use]
    pub fn new(scene: Arc<Scene>) -> Self {
        let (state, beats) = begin(&scene);
        let frames = vec![Frame { state, beats: beats.len(), ..Frame::default() }];
        Self { scene, frames, taken: 0, beats, answers: Vec::new(), talks: Vec::new(), has_history: true }
    }

    /// Begins a run of which only the present state is kept: it is several times as fast, no step can be taken back, and its former states
    /// cannot be asked for.
    #[must_use]
    pub fn without_history(scene: Arc<Scene>) -> Self {
        Self { has_history: false, ..Self::new(scene) }
    }

    /// The frames up to now.
    fn frames(&self) -> &[Frame] {
        self.frames.get(..=self.taken).unwrap_or_default()
    }

    /// Where the call stands.
    #[must_use]
    pub fn state(&self) -> &CallState {
        // There is always a frame: `new` makes one and `back` keeps the first.
        static NOWHERE: std::sync::OnceLock<CallState> = std::sync::OnceLock::new();
        self.frames().last().map_or_else(|| NOWHERE.get_or_init(CallState::default), |frame| &frame.state)
    }

    /// The state after so many steps; none after more steps than are taken.
    #[must_use]
    pub fn state_after(&self, steps: usize) -> Option<&CallState> {
        self.frames().get(steps).map(|frame| &frame.state)
    }

    /// What happened so far.
    #[must_use]
    pub fn beats(&self) -> &[Beat] {
        let count = self.frames().last().map_or(0, |frame| frame.beats);
        self.beats.get(..count).unwrap_or_default()
    }

    /// What happened in the last step; at the beginning, how the call began.
    #[must_use]
    pub fn last_beats(&self) -> &[Beat] {
        let before = self.taken.checked_sub(1).and_then(|place| self.frames.get(place));
        self.beats().get(before.map_or(0, |frame| frame.beats)..).unwrap_or_default()
    }

    /// How many steps were taken when a beat happened, by its place in [`Run::beats`].
    #[must_use]
    pub fn steps_at_beat(&self, place: usize) -> usize {
        self.frames().partition_point(|frame| frame.beats <= place).min(self.taken)
    }

    /// The answers given so far, those that happened by themselves left out.
    #[must_use]
    pub fn answers(&self) -> &[String] {
        let count = self.frames().last().map_or(0, |frame| frame.answers);
        self.answers.get(..count).unwrap_or_default()
    }

    /// The queues in which somebody has answered, each with the moment in milliseconds since the call began, in order.
    #[must_use]
    pub fn talks(&self) -> &[(ResourceId, u64)] {
        let count = self.frames().last().map_or(0, |frame| frame.talks);
        self.talks.get(..count).unwrap_or_default()
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
        let own = self.state().interaction.variables.iter();
        own.map(|(path, value)| (path.to_owned(), value.to_owned())).chain(self.scene.read_only(self.state())).collect()
    }

    /// Changes a fact about the outside, from now on.
    pub fn set(&mut self, fact: Fact, value: FactValue) {
        self.push(Input::Set(fact, value), None);
    }

    /// Takes a step by an input from somewhere else, such as the floor of a load run.
    pub fn take(&mut self, input: Input) {
        let answer = input.answer().map(|answer| answer.text.to_string());
        self.push(input, answer);
    }

    /// Whether the call waits for a real answer: one that does not happen by itself.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.state().question.as_ref().is_some_and(|question| question.passes_by.is_none())
    }

    /// Takes a step by an input, and notes the text of an answer. What was taken back is kept where the input is the one that was
    /// given there before, and is dropped where it is another one.
    fn push(&mut self, input: Input, answer: Option<String>) {
        if self.frames.get(self.taken + 1).is_some_and(|next| next.input.as_ref() == Some(&input)) {
            self.note_again(answer);
            self.taken += 1;
            return;
        }
        self.forget_later();
        let (state, beats) = match self.frames.last_mut().filter(|_| !self.has_history) {
            Some(last) => {
                let mut state = std::mem::take(&mut last.state);
                let beats = go_on(&self.scene, &mut state, &input);
                (state, beats)
            }
            None => step(&self.scene, self.state(), &input),
        };
        self.beats.extend(beats);
        self.answers.extend(answer);
        let talk = state.floor.as_ref().and_then(|floor| Some((floor.queue()?.0, floor.talk?.1)));
        self.talks.extend(talk.filter(|talk| !self.talks.contains(talk)));
        let (beats, answers, talks) = (self.beats.len(), self.answers.len(), self.talks.len());
        let frame = Frame { state, beats, answers, talks, input: Some(input) };
        if self.has_history {
            self.frames.push(frame);
            self.taken += 1;
        } else {
            self.frames = vec![frame];
        }
    }

    /// The next step is taken again by the same input. What passes by itself may be given as an answer at one time and not at another.
    fn note_again(&mut self, answer: Option<String>) {
        let place = self.answers().len();
        let Some(later) = self.frames.get_mut(self.taken + 1..) else { return };
        let known = usize::from(later.first().is_some_and(|next| next.answers > place));
        let given = usize::from(answer.is_some());
        self.answers.splice(place..place + known, answer);
        for frame in later.iter_mut() {
            frame.answers = frame.answers + given - known;
        }
    }

    /// Drops what was taken back.
    fn forget_later(&mut self) {
        let (beats, answers, talks) = (self.beats().len(), self.answers().len(), self.talks().len());
        self.frames.truncate(self.taken + 1);
        self.beats.truncate(beats);
        self.answers.truncate(answers);
        self.talks.truncate(talks);
    }

    /// Runs one action, asks its question, or lets pass what happens by itself. Whether anything was done: not while a real question
    /// waits, and not when the call is over.
    pub fn step(&mut self) -> bool {
        if self.is_over() || self.waits() {
            return false;
        }
        let passing = self.state().question.as_ref().and_then(Question::passing_answer);
        let input = passing.map_or(Input::Go, |answer| Input::Answer { answer, at_ms: None });
        self.push(input, None);
        true
    }

    /// How the customer may come back to a conversation that has ended; none after a call, and none while it goes on.
    #[must_use]
    pub fn comes_back(&self) -> Option<Question> {
        comes_back::question(&self.scene, self.state())
    }

    /// Whether a text can be said now: it answers the open question, or it is a change that belongs to this moment.
    #[must_use]
    pub fn fits(&self, text: &str) -> bool {
        let question = self.state().question.as_ref();
        question.is_some_and(|question| question.read(text).is_ok()) || changes::fits(&self.scene, self.state(), text)
    }

    /// Whether a text is a change, which answers nothing.
    #[must_use]
    pub fn is_change(&self, text: &str) -> bool {
        changes::read(&self.scene, self.state(), text).is_some()
    }

    /// What was read at an earlier moment and may have changed since, each as it can be written among the answers.
    #[must_use]
    pub fn changes_offered(&self) -> Vec<String> {
        changes::offered(&self.scene, self.state())
    }

    /// Gives an answer to the open question, or changes something: `set Ana busy`, `set contract.number to 12`.
    ///
    /// # Errors
    /// A sentence with what can be answered, when there is no question or the answer does not fit.
    pub fn answer(&mut self, text: &str) -> Result<(), String> {
        if let Some(question) = self.comes_back() {
            return self.give(question.read(text)?);
        }
        if let Some(change) = changes::read_now(&self.scene, self.state(), text).filter(|_| !self.is_over()) {
            let (change, text) = change?;
            self.push(change.input(), Some(text));
            return Ok(());
        }
        let question = self.state().question.as_ref().ok_or_else(|| NO_QUESTION.to_owned())?;
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
        let text = answer.text.clone().into_owned();
        let input = if self.is_over() {
            Input::ComesBack { after_ms: answer.ms() }
        } else {
            Input::Answer { answer, at_ms: None }
        };
        self.push(input, Some(text));
        Ok(())
    }

    /// The answers that were given, each with the state in which it was given, in order.
    pub fn answered(&self) -> impl Iterator<Item = (&CallState, &str)> {
        let pairs = self.frames().iter().zip(self.frames().iter().skip(1));
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
        self.frames().iter().map(|frame| &frame.state)
    }

    /// Goes one step back, to the exact state before it. What is taken back is kept for [`Run::forward`]. Whether there was a step.
    pub fn back(&mut self) -> bool {
        let can = self.taken > 0;
        self.taken -= usize::from(can);
        can
    }

    /// Goes one step forward again, to the exact state that was taken back. Whether there was one.
    pub fn forward(&mut self) -> bool {
        let can = self.steps_ahead() > 0;
        self.taken += usize::from(can);
        can
    }

    /// Goes back or forward to the state after so many steps, at most to the last one that is kept.
    pub fn go_to(&mut self, steps: usize) {
        self.taken = steps.min(self.frames.len().saturating_sub(1));
    }

    /// How many steps are taken.
    #[must_use]
    pub fn steps_taken(&self) -> usize {
        self.taken
    }

    /// How many steps were taken back and can be taken forward again.
    #[must_use]
    pub fn steps_ahead(&self) -> usize {
        self.frames.len().saturating_sub(self.taken + 1)
    }

    /// Whether an answer is meant for a later question: leaving fits also while something passes by itself, but in a list it is for the
    /// next real question, unless none comes at which the customer can leave. `hang up during it` is for what passes now.
    pub(super) fn comes_later(&self, answer: &str) -> bool {
        let passing = self.state().question.as_ref().filter(|question| question.passes_by.is_some());
        if !passing.is_some_and(|question| question.is_any_leaving(answer)) {
            return false;
        }
        let frame = Frame { state: self.state().clone(), ..Frame::default() };
        let mut probe = Self {
            scene: self.scene.clone(),
            frames: vec![frame],
            taken: 0,
            beats: Vec::new(),
            answers: Vec::new(),
            talks: Vec::new(),
            has_history: false,
        };
        probe.to_next_question();
        probe.waits() && probe.fits(answer)
    }
}
