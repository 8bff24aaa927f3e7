//! The course of a run, as expectations ask for it: the actions that were left, who served, what was heard, and when.

use std::collections::BTreeSet;

use crate::actions;
use crate::catalog::Effect;
use crate::model::{ActionId, ActionRef, ResourceId, RoutingId, TestedAction, Until};

use super::super::run::Run;
use super::super::trace::What;
use super::passes::branches_of;

/// An action, whatever the version of its routing.
pub(super) type RoutingAction = (RoutingId, ActionId);

/// The routing and the action of a place.
pub(super) fn routing_action(run: &Run, at: ActionRef) -> Option<RoutingAction> {
    Some((run.scene.version(at.version)?.info.routing, at.action))
}

/// An action that was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    /// The version and the action.
    pub at: ActionRef,
    /// The routing and the action.
    pub action: RoutingAction,
    /// The key of the branch whose link was followed; empty when it was left without a branch.
    pub branch: String,
    /// The label of the branch.
    pub label: String,
    /// When the action was entered, in milliseconds.
    pub since_ms: u64,
    /// When the action was left, in milliseconds.
    pub at_ms: u64,
}

impl Passed {
    /// The action as a test call names it.
    #[must_use]
    pub fn tested(&self, run: &Run) -> TestedAction {
        let (routing, action) = self.action;
        TestedAction { routing, action, title: run.scene.title(self.at).to_owned() }
    }
}

/// Milliseconds as seconds, rounded up.
pub(super) fn whole_seconds(ms: u64) -> u32 {
    u32::try_from(ms.div_ceil(1_000)).unwrap_or(u32::MAX)
}

/// The course of a run.
#[derive(Clone, Debug, Default)]
pub struct Course {
    /// The actions that were left, in the order of entering, those of the end routing included.
    pub passed: Vec<Passed>,
    /// How many of them were entered before the interaction ended.
    pub before_end: usize,
    /// Starts whose *If something fails* was followed by a branch of another action.
    pub nets: BTreeSet<RoutingAction>,
    /// Users and queues that served the customer, with the moment, in order.
    pub served: Vec<(ResourceId, u64)>,
    /// What the customer heard or read.
    pub heard: Vec<String>,
    /// Ledger entries: the system, and what.
    pub ledger: Vec<(String, String)>,
    /// Recorded passages: the action, and the words of the event.
    pub passages: Vec<(RoutingAction, String)>,
}

impl Course {
    /// Reads the course off a run.
    #[must_use]
    pub fn of(run: &Run) -> Self {
        let mut course = Self::default();
        // Actions from which another routing runs, by their places in the list, and when the last action was left.
        let (mut open, mut last_ms) = (Vec::new(), 0);
        let mut is_ended = false;
        for beat in run.beats() {
            let nets = branches_of(&run.scene, beat).filter(|(at, _)| Some(*at) != beat.place);
            course.nets.extend(nets.filter_map(|(start, _)| routing_action(run, start)));
            let (branch, label) = match &beat.what {
                What::Left { branch, label, .. } => (branch.as_str(), label.as_str()),
                What::Jumped(_) | What::CameBack(_) | What::Stopped(_) | What::Called(_) => ("", ""),
                What::Effect(effect) => {
                    course.add(run, beat.place, beat.at_ms, effect);
                    continue;
                }
                What::Ended(..) => {
                    is_ended = true;
                    continue;
                }
                What::Began(_) | What::Set(..) | What::SetVariable(_) | What::Returned(_) | What::EndRoutingOver(_) => {
                    continue;
                }
            };
            let Some((at, action)) = beat.place.and_then(|at| Some((at, routing_action(run, at)?))) else { continue };
            let since_ms = std::mem::replace(&mut last_ms, beat.at_ms);
            let is_called = matches!(beat.what, What::Called(_));
            let (branch, label) = (branch.to_owned(), label.to_owned());
            let waiting = open.last().and_then(|place: &usize| course.passed.get_mut(*place));
            if let Some(passed) = waiting.filter(|passed| passed.at == at && !is_called) {
                (passed.branch, passed.label, passed.at_ms) = (branch, label, beat.at_ms);
                open.pop();
                continue;
            }
            if is_called {
                open.push(course.passed.len());
            }
            course.passed.push(Passed { at, action, branch, label, since_ms, at_ms: beat.at_ms });
            course.before_end += usize::from(!is_ended);
        }
        for talk in run.talks() {
            if !course.served.contains(talk) {
                course.served.push(*talk);
            }
        }
        course
    }

    /// The last action that was entered before the interaction ended.
    #[must_use]
    pub fn last(&self) -> Option<&Passed> {
        self.passed.get(..self.before_end)?.last()
    }

    fn add(&mut self, run: &Run, place: Option<ActionRef>, at_ms: u64, effect: &Effect) {
        match effect {
            Effect::Heard(text) => self.heard.push(text.clone()),
            Effect::Offered(words) => self.heard.extend(words.iter().cloned()),
            Effect::Mailed(mail) => self.heard.push(mail.text.clone()),
            Effect::Ledger { system, what } => self.ledger.push((system.clone(), what.clone())),
            Effect::ServedBy(user) => self.served.push((*user, at_ms)),
            Effect::Passage { branch, .. } => {
                let action = place.and_then(|at| routing_action(run, at));
                self.passages.extend(action.map(|action| (action, branch.clone())));
            }
            Effect::Did(_)
            | Effect::OthersDid(_)
            | Effect::Whispered { .. }
            | Effect::Wrote(_)
            | Effect::Note(_)
            | Effect::Decided { .. }
            | Effect::Assigned { .. } => {}
        }
    }

    /// A time that can be limited, in milliseconds; none before a person where nobody served the customer.
    #[must_use]
    pub fn ms(&self, run: &Run, until: Until) -> Option<u64> {
        match until {
            Until::End => Some(run.state().interaction.at_ms),
            Until::Person => self.person_ms(),
            Until::Queue => Some(self.queue_ms(run)),
        }
    }

    /// When the first person served the customer, in milliseconds.
    #[must_use]
    pub fn person_ms(&self) -> Option<u64> {
        self.served.iter().map(|(_, at_ms)| *at_ms).min()
    }

    /// How long the customer waited in queues before somebody answered or the queue was left, in milliseconds.
    fn queue_ms(&self, run: &Run) -> u64 {
        let waits = self
            .passed
            .iter()
            .filter(|passed| run.scene.action(passed.at).is_some_and(|action| action.kind == "to_queue"))
            .map(|passed| {
                let in_it = |(_, at_ms): &&(ResourceId, u64)| (passed.since_ms..=passed.at_ms).contains(at_ms);
                let until_ms = self.served.iter().find(in_it).map_or(passed.at_ms, |(_, at_ms)| *at_ms);
                until_ms.saturating_sub(passed.since_ms)
            });
        waits.sum()
    }

    /// How many menus the customer met before a person: announcements that ask for keys, speech recognition, and buttons in a chat.
    #[must_use]
    pub fn menus(&self, run: &Run) -> usize {
        let until_ms = self.person_ms().unwrap_or(u64::MAX);
        let before = self.passed.iter().take_while(|passed| passed.since_ms < until_ms);
        before.filter(|passed| run.scene.action(passed.at).is_some_and(actions::is_menu)).count()
    }
}
