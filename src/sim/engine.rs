//! The engine: a pure function from a scene, a state and an input to the next state and what happened. It does not
//! know who answers: a mock caller, a list of answers, a load run or a live call (architecture §2). Its steps are
//! bounded by counts, never by wall time.

use crate::catalog::branch::CALLER_GONE;
use crate::catalog::question::{HANG_UP, LEAST_MS};
use crate::catalog::{ActionSpec, Answer, Effect, Event, Fact, FactValue, FloorEvent, Question, Seen, Visit};
use crate::model::limits::MAX_STEP_LIMIT;
use crate::model::{Channel, RoutingType};

use super::arrival::fresh;
use super::play::{Here, Play};
use super::pool;
use super::round::{is_round, remember, round_words};
use super::scene::Scene;
use super::state::{CallState, Ending, Phase};
use super::trace::{Beat, Left, Stop, What};

/// What drives the engine on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Run the current action, up to its question.
    Go,
    /// Answer the open question.
    Answer {
        /// The answer, read against the question.
        answer: Answer,
        /// When it came, in milliseconds since the call began, where somebody measured it (a live call); otherwise the actions say how
        /// long things take.
        at_ms: Option<u64>,
    },
    /// The customer comes back to a conversation that has ended, so many milliseconds later.
    ComesBack {
        /// How long after the end.
        after_ms: u64,
    },
    /// A fact about the outside is another one from now on.
    Set(Fact, FactValue),
    /// A variable, by its path, has another value from now on.
    SetVariable(String, String),
    /// Something happens between the interaction and the people for whom it waits.
    Floor {
        /// When, in milliseconds since the interaction began.
        at_ms: u64,
        /// What.
        event: FloorEvent,
    },
    /// Somebody has become free, as the outside says: `dist` is asked again who is rung for the interaction that waits.
    AskAgain {
        /// When, in milliseconds since the interaction began.
        at_ms: u64,
    },
}

impl Input {
    /// The answer, where it is one.
    #[must_use]
    pub fn answer(&self) -> Option<&Answer> {
        match self {
            Self::Answer { answer, .. } => Some(answer),
            _ => None,
        }
    }
}

/// The state in which a call arrives.
#[must_use]
pub fn begin(scene: &Scene) -> (CallState, Vec<Beat>) {
    let mut state = fresh(scene);
    let mut play = Play::new(scene, &mut state);
    let sentence = scene.arrival_words();
    play.beat(None, What::Began(sentence));
    play.arrive();
    let (beats, _) = play.done();
    (state, beats)
}

/// The state in which a call arrives, where nobody reads words.
pub(super) fn begin_silently(scene: &Scene) -> CallState {
    let mut state = fresh(scene);
    let mut play = Play::silent(scene, &mut state, &mut Vec::new());
    play.arrive();
    play.done();
    state
}

/// One step. An input that does not fit (an answer without a question, a call that is over) changes nothing.
#[must_use]
pub fn step(scene: &Scene, state: &CallState, input: &Input) -> (CallState, Vec<Beat>) {
    let mut state = state.clone();
    let beats = go_on(scene, &mut state, input);
    (state, beats)
}

/// One step of a state that nobody needs afterwards.
pub fn go_on(scene: &Scene, state: &mut CallState, input: &Input) -> Vec<Beat> {
    let mut step = Play::new(scene, state);
    play(&mut step, input.clone());
    step.done().0
}

/// One step of which nobody reads the words: the same state without beats. The actions that it leaves are added to `left`.
pub(super) fn go_on_silently(scene: &Scene, state: &mut CallState, input: Input, left: &mut Vec<Left>) {
    let mut step = Play::silent(scene, state, left);
    play(&mut step, input);
    *left = std::mem::take(&mut step.left);
    step.done();
}

/// Goes on to the next question that does not pass by itself, or to the end: the steps that [`go_on_silently`] takes one by one, in one go.
pub(super) fn run_on_silently(scene: &Scene, state: &mut CallState, left: &mut Vec<Left>) {
    let mut step = Play::silent(scene, state, left);
    while !step.state.is_over() {
        match step.state.question.as_ref().map(|question| question.passes_by.is_some()) {
            Some(false) => break,
            Some(true) if !step.pass_by() => break,
            Some(true) => {}
            None if step.waits_on_floor() => break,
            None => step.enter(),
        }
        step.begin_again();
    }
    *left = std::mem::take(&mut step.left);
    step.done();
}

/// One step, with what it reads of the outside, of variables and of counters.
pub(super) fn step_noting(scene: &Scene, mut state: CallState, input: &Input) -> (CallState, Vec<Beat>, Seen) {
    let mut step = Play::noting(scene, &mut state);
    play(&mut step, input.clone());
    let (beats, seen) = step.done();
    let seen = seen.unwrap_or_default();
    (state, beats, seen)
}

fn play(play: &mut Play<'_>, input: Input) {
    let scene = play.scene;
    match input {
        Input::Set(fact, value) if !play.state.is_over() => play.set(fact, value),
        Input::SetVariable(path, value) if !play.state.is_over() => play.set_variable(&path, &value),
        Input::Go if play.state.question.is_none() && !play.state.is_over() && !play.waits_on_floor() => play.enter(),
        Input::Answer { answer, at_ms } if play.state.question.is_some() && !play.state.is_over() => {
            play.answer(answer, at_ms);
        }
        Input::ComesBack { after_ms } if play.state.is_over() && scene.channel() != Channel::Voice => {
            play.comes_back(after_ms);
        }
        Input::Floor { at_ms, event } if play.state.floor.is_some() && !play.state.is_over() => {
            play.floor(at_ms, event);
        }
        Input::AskAgain { at_ms } if play.state.floor.is_some() && !play.state.is_over() => play.people_changed(at_ms),
        _ => {}
    }
}

/// What an action does to the call.
impl Play<'_> {
    /// A campaign calls first; without Start nothing runs.
    fn arrive(&mut self) {
        if self.state.at.is_none() {
            self.end(&Ending::Failed("The version has no Start action.".to_owned()), None);
        } else if self.scene.is_campaign() {
            super::dialling::begin(self.state);
        }
    }

    /// Whether people are waited for who are a floor that says itself what happens.
    fn waits_on_floor(&self) -> bool {
        self.state.floor.is_some() && self.scene.outside.is_floor()
    }

    fn enter(&mut self) {
        let Some(here) = self.here() else {
            return self.end(&Ending::Failed("The action no longer exists.".to_owned()), None);
        };
        self.state.steps += 1;
        if self.state.steps > self.scene.project.settings.step_limit.clamp(1, MAX_STEP_LIMIT) {
            let round = round_words(self.scene, self.state, here.place);
            return self.end(&Ending::StepLimit(round), None);
        }
        remember(self.state, here.place);
        if here.may_come_again() && is_round(self.state) {
            let round = round_words(self.scene, self.state, here.place);
            return self.stop(&here, Stop::Error, &Ending::GoesRound(round));
        }
        self.state.interaction.entries.count((here.routing.id, here.place.action));
        self.state.drawn.clear();
        self.state.is_entered = true;
        self.state.visit = Visit { since_ms: 0, ..Visit::default() };
        let Some(spec) = here.spec else {
            let why = format!("This program does not know the kind \"{}\".", here.action.kind);
            return self.stop(&here, Stop::Error, &Ending::Failed(why));
        };
        if spec.caller_may_leave && self.state.interaction.is_customer_gone {
            // A jump can lead out of the end tree, and only that has the branch.
            return match here.routing.kind {
                RoutingType::InteractionEnd => self.leave(&here, &[CALLER_GONE.key.into()]),
                RoutingType::InteractionStart => self.stop(&here, Stop::CustomerLeft, &Ending::CustomerLeft),
            };
        }
        self.run(&here, spec, Event::Enter, false);
    }

    fn answer(&mut self, answer: Answer, at_ms: Option<u64>) {
        let Some((here, spec)) = self.here().and_then(|here| here.spec.map(|spec| (here, spec))) else { return };
        if let Some(at_ms) = at_ms {
            self.state.interaction.at_ms = self.state.interaction.at_ms.max(at_ms);
            self.door.turn_to(self.state.interaction.at_ms);
        }
        let question = self.state.question.take();
        if !question.as_ref().is_some_and(|question| question.passes_with(&answer)) {
            self.state.interaction.answers += 1;
            let is_of_person = question.as_ref().is_some_and(|question| question.is_of_person(&answer));
            if is_of_person && at_ms.is_none() {
                self.not_before_ms = self.state.interaction.at_ms.saturating_add(LEAST_MS);
            }
        }
        self.hear(&here, spec, answer, question, at_ms);
    }

    /// What passes by itself at the open question happens. Whether there is such a thing.
    fn pass_by(&mut self) -> bool {
        let Some((here, spec)) = self.here().and_then(|here| here.spec.map(|spec| (here, spec))) else { return false };
        let Some(answer) = self.state.question.as_ref().and_then(Question::passing_answer) else { return false };
        let question = self.state.question.take();
        self.hear(&here, spec, answer, question, None);
        true
    }

    /// An answer is heard where it belongs: by the action, by those who are waited for, or by nobody since the customer leaves.
    fn hear(
        &mut self,
        here: &Here<'_>,
        spec: &'static ActionSpec,
        answer: Answer,
        question: Option<Question>,
        at_ms: Option<u64>,
    ) {
        if self.state.phase == Phase::Dialling {
            return self.dialled(&answer, at_ms.is_some());
        }
        if let Some(heard) = pool::heard(&self.state.interaction, &answer) {
            self.take_time();
            return self.hear_pool(here, heard, question);
        }
        if answer.key == HANG_UP && self.state.floor.is_some() {
            let at_ms = self.now_ms().saturating_add(self.least_ms());
            self.happens(here, at_ms, FloorEvent::GaveUp);
            return;
        }
        if answer.key == HANG_UP {
            self.take_time();
            return self.customer_leaves(here);
        }
        if self.state.floor.is_some() {
            return self.hear_floor(here, &answer, at_ms.is_some());
        }
        if let Some(drawing) = self.state.drawing.take() {
            return match self.hear_draw(here, drawing, &answer) {
                Ok(event) => self.run(here, spec, event, at_ms.is_some()),
                Err(request) => match self.decide(here, &request) {
                    Ok(decision) => self.run(here, spec, Event::Decided(decision), at_ms.is_some()),
                    Err(odds) => self.ask_draw(self.draw_of(odds), Some(request)),
                },
            };
        }
        self.run(here, spec, Event::Answer(answer), at_ms.is_some());
    }

    /// An event of a floor that is somebody else's: a load run, or a live call.
    fn floor(&mut self, at_ms: u64, event: FloorEvent) {
        let Some(here) = self.here() else { return };
        self.state.question = None;
        if self.happens(&here, at_ms, event) {
            self.ask_floor();
        }
    }

    /// The customer hangs up or leaves, so the flow ends.
    pub(super) fn customer_leaves(&mut self, here: &Here<'_>) {
        let does = if here.routing.channel == Channel::Voice { "hangs up" } else { "leaves" };
        self.beat(Some(here.place), What::Effect(Effect::Did(does.to_owned())));
        self.state.interaction.is_customer_gone = true;
        self.stop(here, Stop::CustomerLeft, &Ending::CustomerLeft);
    }

    /// The routing of a campaign runs when its target answers (spec: domain §3).
    fn dialled(&mut self, answer: &Answer, is_clock_outside: bool) {
        let rang = super::dialling::hear(self.state, answer, is_clock_outside);
        self.door.turn_to(self.state.interaction.at_ms);
        self.beat(None, What::Effect(Effect::OthersDid(rang.words.to_owned())));
        rang.ends_because.into_iter().for_each(|why| self.end(&Ending::NotReached(why), None));
    }
}
