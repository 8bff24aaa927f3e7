//! The engine: a pure function from a scene, a state and an input to the next state and what happened. It does not
//! know who answers: a mock caller, a list of answers, a load run or a live call (architecture §2). Its steps are
//! bounded by counts, never by wall time.

use crate::catalog::branch::CALLER_GONE;
use crate::catalog::question::{HANG_UP, LEAST_MS};
use crate::catalog::{
    ActionSpec, Answer, Cell, Cx, CxParts, Decision, Effect, Event, Fact, FactValue, FloorEvent, Request, ResultKind,
    Seen, Step, Visit,
};
use crate::dist;
use crate::model::limits::MAX_STEP_LIMIT;
use crate::model::{Channel, RoutingType};

use super::arrival::fresh;
use super::play::{Here, Play};
use super::pool;
use super::round::{is_round, remember, round_words};
use super::scene::Scene;
use super::state::{CallState, Ending, Phase};
use super::trace::{Beat, Left, Stop, What};

/// How many decisions one action may ask for at one event; more is a defect of the action.
const MAX_DECISIONS: u32 = 4;

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
        Input::Go if play.state.question.is_none() && !play.state.is_over() => play.enter(),
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
        if self.state.phase == Phase::Dialling {
            return self.dialled(&answer, at_ms.is_some());
        }
        if let Some(heard) = pool::heard(&self.state.interaction, &answer) {
            self.take_time();
            return self.hear_pool(&here, heard, question);
        }
        if answer.key == HANG_UP && self.state.floor.is_some() {
            let at_ms = self.now_ms().saturating_add(self.least_ms());
            self.happens(&here, at_ms, FloorEvent::GaveUp);
            return;
        }
        if answer.key == HANG_UP {
            self.take_time();
            return self.customer_leaves(&here);
        }
        if self.state.floor.is_some() {
            return self.hear_floor(&here, &answer, at_ms.is_some());
        }
        if let Some(drawing) = self.state.drawing.take() {
            return match self.hear_draw(&here, drawing, &answer) {
                Ok(event) => self.run(&here, spec, event, at_ms.is_some()),
                Err(request) => match self.decide(&here, &request) {
                    Ok(decision) => self.run(&here, spec, Event::Decided(decision), at_ms.is_some()),
                    Err(odds) => self.ask_draw(self.draw_of(odds), Some(request)),
                },
            };
        }
        self.run(&here, spec, Event::Answer(answer), at_ms.is_some());
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

    /// What a decision looks at.
    pub(super) fn around(&self, here: &Here<'_>) -> dist::Around<'_> {
        self.door.sees(Cell::People);
        dist::Around {
            project: &self.scene.project,
            door: &self.door,
            channel: here.routing.channel,
            served_by: self.state.served_by,
            is_told: self.is_told,
        }
    }

    /// The routing of a campaign runs when its target answers (spec: domain §3).
    fn dialled(&mut self, answer: &Answer, is_clock_outside: bool) {
        let rang = super::dialling::hear(self.state, answer, is_clock_outside);
        self.door.turn_to(self.state.interaction.at_ms);
        self.beat(None, What::Effect(Effect::OthersDid(rang.words.to_owned())));
        rang.ends_because.into_iter().for_each(|why| self.end(&Ending::NotReached(why), None));
    }

    /// Calls the action, and again with each decision that it asks for.
    pub(super) fn run(&mut self, here: &Here<'_>, spec: &'static ActionSpec, mut event: Event, is_clock_outside: bool) {
        let before = pool::written(&self.state.interaction);
        for _ in 0..MAX_DECISIONS {
            let mut effects = Vec::new();
            let parts = CxParts {
                project: &self.scene.project,
                door: &self.door,
                interaction: &mut self.state.interaction,
                own_routing: Some(here.routing),
                is_live: here.version.info.status.is_read_only(),
                lookups: &self.scene.basis.lookups,
                once: here.once(),
                effects: &mut effects,
                is_told: self.is_told,
                is_clock_outside,
            };
            let step = (spec.run)(&mut Cx::new(here.routing.id, here.action, &event, &mut self.state.visit, parts));
            for (at_ms, effect) in effects {
                if let Effect::ServedBy(user) = effect {
                    self.state.served_by = Some(user);
                }
                self.beats.push(Beat { at_ms, place: Some(here.place), what: What::Effect(effect) });
            }
            self.take_time();
            let has_written = before != pool::written(&self.state.interaction);
            if let Some(user) = pool::given(&self.state.interaction, here.routing.channel, has_written) {
                return self.taken(here, user);
            }
            match step {
                Step::Decide(request) => {
                    self.state.floor = None;
                    match self.decide(here, &request) {
                        Ok(decision) => event = Event::Decided(decision),
                        Err(odds) => return self.ask_draw(self.draw_of(odds), Some(request)),
                    }
                }
                Step::Draw(draw) => match Self::only_lot(&draw) {
                    Some(value) => event = Event::Drawn { value, is_forced: false },
                    None => return self.ask_draw(draw, None),
                },
                Step::Wait(wait) => return self.begin_wait(here, *wait),
                Step::Stay if self.state.floor.is_some() => return,
                Step::Stay => break,
                Step::Ask(mut question) => {
                    self.state.floor = None;
                    if here.routing.channel != Channel::Voice {
                        question.nobody_hangs_up();
                    }
                    return self.ask(Some(question));
                }
                Step::Go(branch) => return self.leave(here, &[branch]),
                Step::GoFirst(branches) => return self.leave(here, &branches),
                Step::Jump { routing, in_test } => return self.jump(here, routing, in_test),
                Step::Call(call) => return self.call(here, *call),
                Step::ComeBack(name) => return self.come_back(here, &name),
                Step::LeftBy(branch) => {
                    self.state.interaction.is_customer_gone = true;
                    self.pass(here, &[branch]);
                    return self.end(&Ending::CustomerLeft, None);
                }
                Step::HungUp => {
                    self.state.interaction.is_customer_gone = true;
                    return self.stop(here, Stop::CustomerLeft, &Ending::CustomerLeft);
                }
                Step::Rest => return self.stop(here, Stop::Waiting, &Ending::InPool),
                Step::End => {
                    self.keep(Some(ResultKind::SelfService));
                    return self.stop(here, Stop::Closed, &Ending::OnPurpose);
                }
            }
        }
        let why = "The action neither goes on nor waits for anything.".to_owned();
        self.stop(here, Stop::Error, &Ending::Failed(why));
    }

    /// Who gets it, or the odds of a draw that decides.
    fn decide(&mut self, here: &Here<'_>, request: &Request) -> Result<Decision, dist::Odds> {
        self.door.sees(Cell::People);
        let around = dist::Around {
            project: &self.scene.project,
            door: &self.door,
            channel: here.routing.channel,
            served_by: self.state.served_by,
            is_told: self.is_told,
        };
        let decided = dist::decide(&around, &mut self.state.interaction, request);
        if let (Ok(Decision::Refused { .. }), Request::Queue { queue, .. }) = (&decided, request) {
            self.refused = Some(*queue);
        }
        // What was drawn is drawn for this decision alone.
        self.door.know(|facts| facts.read.retain(|fact, _| !matches!(fact, Fact::Draw(_))));
        decided
    }
}
