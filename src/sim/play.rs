//! A step while it is played: the state that it changes, what has happened in it, how it ends, and what the pool does beside the flow. Which action
//! runs next is decided in `engine.rs`.

use std::cell::Cell;
use std::sync::Arc;

use crate::catalog::assign::assign;
use crate::catalog::{
    ActionSpec, Branch, Door, Effect, Fact, FactValue, Lead, Once, Outcome, Question, ResultKind, Seen,
};
use crate::model::{Action, ActionRef, Channel, ResourceId, Routing, Version, VersionId};

use super::basis::{Exit, PreparedAction, PreparedFlow};
use super::entered::Entered;
use super::pool::{self, PoolAnswer};
use super::scene::Scene;
use super::state::{CallState, Ending, Phase};
use super::trace::{Beat, Left, Stop, What};

/// The action that a call is in, with what belongs to it.
pub(super) struct Here<'a> {
    pub(super) place: ActionRef,
    pub(super) version: &'a Arc<Version>,
    pub(super) routing: &'a Arc<Routing>,
    pub(super) action: &'a Arc<Action>,
    pub(super) spec: Option<&'static ActionSpec>,
    prepared: &'a PreparedAction,
}

impl<'a> Here<'a> {
    /// The branches that the action has.
    pub(super) fn branches(&self) -> &'a [Branch] {
        self.prepared.branches(self.version, self.routing)
    }

    /// Where the action leads by the branch at a place among its branches.
    pub(super) fn lead(&self, place: usize) -> Option<&'a Lead> {
        self.prepared.lead(self.version, self.routing, place)
    }

    /// The place of a branch among those of the action, and where a call goes on that leaves by it.
    pub(super) fn exit(&self, key: &str) -> Option<(usize, Exit)> {
        self.prepared.exit(self.version, self.routing, key)
    }

    /// Whether a call that has entered the action may enter it again.
    pub(super) fn may_come_again(&self) -> bool {
        self.prepared.may_come_again
    }

    /// What the kind reads from the parameters once.
    pub(super) fn once(&self) -> &'a Once {
        &self.prepared.once
    }
}

/// A step under way.
pub(super) struct Play<'a> {
    pub(super) scene: &'a Scene,
    pub(super) state: &'a mut CallState,
    pub(super) door: Door<'a>,
    pub(super) beats: Vec<Beat>,
    /// Whether anybody reads what happens. Where nobody does, there are no beats, and `left` is filled instead.
    pub(super) is_told: bool,
    pub(super) left: Vec<Left>,
    /// The queue that has refused the interaction, until the action is left.
    pub(super) refused: Option<ResourceId>,
    /// Nothing follows the answer of this step before this moment, in milliseconds since the interaction began.
    pub(super) not_before_ms: u64,
    /// The version that was looked up last: most actions are followed by one of the same version.
    near: Cell<Option<(VersionId, &'a PreparedFlow)>>,
}

impl<'a> Play<'a> {
    /// A step of a call in a state.
    pub(super) fn new(scene: &'a Scene, state: &'a mut CallState) -> Self {
        let door = Self::door(scene, state);
        Self::of(scene, state, door, true, Vec::new())
    }

    /// The same, of which nobody reads the words. `left` gets the actions that it leaves.
    #[inline]
    pub(super) fn silent(scene: &'a Scene, state: &'a mut CallState, left: &mut Vec<Left>) -> Self {
        let (door, left) = (Self::door(scene, state), std::mem::take(left));
        Self::of(scene, state, door, false, left)
    }

    /// The same, which also notes what it reads.
    pub(super) fn noting(scene: &'a Scene, state: &'a mut CallState) -> Self {
        let door = Self::door(scene, state).noting();
        Self::of(scene, state, door, true, Vec::new())
    }

    #[inline]
    fn of(scene: &'a Scene, state: &'a mut CallState, door: Door<'a>, is_told: bool, left: Vec<Left>) -> Self {
        Self {
            scene,
            state,
            door,
            beats: Vec::new(),
            is_told,
            left,
            refused: None,
            not_before_ms: 0,
            near: Cell::new(None),
        }
    }

    /// Another step of the same call, of which nobody reads the words either.
    #[inline]
    pub(super) fn begin_again(&mut self) {
        self.beats.clear();
        (self.not_before_ms, self.refused) = (0, None);
        self.door.turn_to(self.state.interaction.at_ms);
    }

    #[inline]
    fn door(scene: &'a Scene, state: &mut CallState) -> Door<'a> {
        let door = Door::new(&*scene.outside, std::mem::take(&mut state.facts));
        door.turn_to(state.interaction.at_ms);
        door
    }

    /// Ends the step: what has happened in it, and what it has read.
    #[inline]
    pub(super) fn done(self) -> (Vec<Beat>, Option<Seen>) {
        let (facts, seen) = self.door.close();
        self.state.facts = facts;
        if self.scene.outside.owns_people() {
            self.state.hand_over();
        }
        (self.beats, seen)
    }

    /// What the answer that is heard takes at least, in milliseconds: a person needs a second. It is taken once.
    pub(super) fn least_ms(&mut self) -> u64 {
        std::mem::take(&mut self.not_before_ms).saturating_sub(self.now_ms())
    }

    /// Lets pass what an answer of a person takes at least.
    pub(super) fn take_time(&mut self) {
        self.state.interaction.at_ms = self.state.interaction.at_ms.max(self.not_before_ms);
        self.door.turn_to(self.state.interaction.at_ms);
    }

    /// Notes that an action is left: its counter, and the event where passages are recorded.
    pub(super) fn record(&mut self, here: &Here<'_>, how: &str) {
        self.count(here, None);
        if here.action.record_passage {
            let passage = Effect::Passage { action: here.action.id, branch: how.to_owned() };
            self.beat(Some(here.place), What::Effect(passage));
        }
    }

    /// Counts that an action is left, by the branch at a place among its branches, or without one.
    pub(super) fn count(&mut self, here: &Here<'_>, branch: Option<usize>) {
        self.state.interaction.passages.count((here.routing.id, here.place.action));
        if !self.is_told {
            let branch = branch.and_then(|place| u16::try_from(place).ok());
            let refused = self.refused.take();
            self.left.push(Left { at: here.place, branch, at_ms: self.now_ms(), refused });
        }
    }

    /// Leaves the action without a branch, and ends the phase.
    pub(super) fn stop(&mut self, here: &Here<'_>, stop: Stop, ending: &Ending) {
        self.beat(Some(here.place), What::Stopped(stop));
        self.record(here, stop.words());
        self.end(ending, None);
    }

    /// Somebody changes a fact about the outside.
    pub(super) fn set(&mut self, fact: Fact, value: FactValue) {
        self.state.interaction.answers += 1;
        self.beat(None, What::Set(fact, value.clone()));
        self.door.know(|facts| facts.set(fact, value));
    }

    /// Somebody changes a variable. A value that does not fit changes nothing.
    pub(super) fn set_variable(&mut self, path: &str, value: &str) {
        let project = (&*self.scene.project, &self.scene.basis.lookups);
        if let Ok(assigned) = assign(project, &mut self.state.interaction, path, value.to_owned()) {
            self.state.interaction.answers += 1;
            self.beat(None, What::SetVariable(assigned));
        }
    }

    /// Notes something that happened now.
    pub(super) fn beat(&mut self, place: Option<ActionRef>, what: What) {
        if self.is_told {
            self.beats.push(Beat { at_ms: self.state.interaction.at_ms, place, what });
        }
    }

    /// The action that the call is in; none when it does not exist.
    pub(super) fn here(&self) -> Option<Here<'a>> {
        self.find(self.state.at?)
    }

    /// An action, with what it is in; none when it does not exist.
    pub(super) fn find(&self, place: ActionRef) -> Option<Here<'a>> {
        let flow = match self.near.get() {
            Some((version, flow)) if version == place.version => flow,
            _ => self.scene.basis.flow(place.version)?,
        };
        self.near.set(Some((place.version, flow)));
        let prepared = flow.action(place.action)?;
        let (action, spec) = (&prepared.action, prepared.spec);
        Some(Here { place, version: &flow.version, routing: &flow.routing, action, spec, prepared })
    }

    /// Something happens in the pool while the flow goes on. Unless somebody takes the conversation, the action's question stays open.
    pub(super) fn hear_pool(&mut self, here: &Here<'_>, heard: PoolAnswer, question: Option<Question>) {
        match heard {
            PoolAnswer::Taken(user) => {
                let name = pool::name(&self.scene.project, user);
                self.others_did(here, format!("{name} joins and replies"));
                self.taken(here, user);
            }
            PoolAnswer::Available(who) => {
                self.others_did(here, pool::available_words(&self.scene.project, who));
                if let Some(pool) = &mut self.state.interaction.pool
                    && let Some(found) = who.or_else(|| pool.next())
                {
                    pool.becomes_available(found);
                }
                match pool::given(&self.state.interaction, here.routing.channel, false) {
                    Some(user) => self.taken(here, user),
                    None if self.state.floor.is_some() => self.ask_floor(),
                    None => self.ask(question),
                }
            }
        }
    }

    /// A person has it, so the flow ends.
    pub(super) fn taken(&mut self, here: &Here<'_>, user: ResourceId) {
        let name = pool::name(&self.scene.project, user);
        self.others_did(here, format!("{name} gets the conversation"));
        self.beat(Some(here.place), What::Effect(Effect::ServedBy(user)));
        self.state.served_by = Some(user);
        self.keep(Some(ResultKind::Person));
        self.beat(Some(here.place), What::Stopped(Stop::Taken));
        self.record(here, Stop::Taken.words());
        self.end(&Ending::TakenFromPool, Some(ResultKind::Person));
    }

    /// Asks, with what may happen in the pool beside it.
    pub(super) fn ask(&mut self, question: Option<Question>) {
        // A question that can be heard before it is asked has taken the keys by now; at any other they are lost.
        if !self.state.interaction.keys_ahead.is_empty() && question.as_ref().is_some_and(Question::takes_keys) {
            self.state.interaction.keys_ahead.clear();
        }
        self.state.question = match question {
            Some(question) if self.state.interaction.pool.is_some() => {
                Some(pool::offer(&self.scene.project, &self.state.interaction, question))
            }
            question => question,
        };
    }

    /// Notes a result of the main phase; the best one counts.
    pub(super) fn keep(&mut self, result: Option<ResultKind>) {
        if self.state.phase == Phase::Main
            && let Some(result) = result
        {
            self.state.best = Some(self.state.best.map_or(result, |best| best.min(result)));
        }
    }

    /// Ends the phase: after the main one the outcome is fixed and the *interaction end* routing runs once.
    pub(super) fn end(&mut self, ending: &Ending, result: Option<ResultKind>) {
        self.state.question = None;
        self.state.drawing = None;
        self.state.floor = None;
        self.drop_calls();
        let channel = self.here().map_or_else(Channel::default, |here| here.routing.channel);
        let ending = pool::left_in(&mut self.state.interaction, channel, ending);
        let words = ending.words();
        if self.state.phase == Phase::End {
            self.state.phase = Phase::Over;
            self.state.fails_at_end = ending.is_failure();
            self.beat(self.state.at, What::EndRoutingOver(words.into_owned()));
            return;
        }
        let outcome = match (self.state.best, &ending) {
            (Some(best), _) => Outcome::Reached(best),
            (None, Ending::OnPurpose | Ending::ResultReached | Ending::TakenFromPool) => Outcome::Goodbye,
            (None, Ending::LedNowhere) => Outcome::Dropped,
            (None, Ending::InPool) => Outcome::Waiting,
            (None, Ending::CustomerLeft) => Outcome::Abandoned,
            (None, Ending::NotReached(_)) => Outcome::NotReached,
            (None, Ending::StepLimit(_)) => Outcome::StepLimit,
            (None, Ending::GoesRound(_) | Ending::Failed(_)) => Outcome::Error,
        };
        let ended_by = match ending {
            Ending::CustomerLeft => "customer",
            Ending::ResultReached | Ending::TakenFromPool => match result {
                Some(ResultKind::Person) => "agent",
                Some(ResultKind::TransferredOut) => "callee",
                _ => "flow",
            },
            _ => "flow",
        };
        self.state.interaction.outcome = outcome.words();
        self.state.interaction.ended_by = ended_by;
        if self.is_told {
            self.beat(self.state.at, What::Ended(outcome.clone(), words.clone().into_owned()));
        }
        self.state.outcome = Some(outcome);
        self.state.ending = words;
        self.begin_end_routing();
    }

    fn begin_end_routing(&mut self) {
        self.state.phase = Phase::Over;
        let Some(id) = self.scene.entry_point.as_ref().and_then(|entry_point| entry_point.end_routing) else { return };
        let Some(routing) = self.scene.project.routings.get(&id) else { return };
        // Callers who reach a version in test get one of the end routing, too, as long as none is in production.
        let in_test = || self.scene.version_of(id, true).filter(|_| self.scene.is_in_test());
        let Some(version) = self.scene.version_of(id, false).or_else(in_test) else {
            let sentence = format!("The interaction end routing \"{}\" has no version in production.", routing.name);
            return self.beat(None, What::EndRoutingOver(sentence));
        };
        self.state.phase = Phase::End;
        self.state.at = start_of(version);
        self.state.is_entered = false;
        self.state.steps = 0;
        self.state.nesting = 0;
        self.state.entered = Entered::default();
        self.state.recent.clear();
        self.state.interaction.routing.clone_from(&routing.name);
        self.beat(None, What::Began(format!("The interaction end routing \"{}\" runs.", routing.name)));
    }
}

/// Where a version starts.
pub(super) fn start_of(version: &Version) -> Option<ActionRef> {
    version.flow.start().map(|start| ActionRef { version: version.id, action: start.id })
}
