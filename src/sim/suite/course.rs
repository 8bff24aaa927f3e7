//! The course of a run, as expectations ask for it: the actions that were left, who served, what was heard, and when.

use crate::actions;
use crate::catalog::Effect;
use crate::model::{ActionRef, ResourceId};

use super::super::run::Run;
use super::super::trace::What;
use super::play::{Asked, asked};

/// An action that was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    /// The version and the action.
    pub at: ActionRef,
    /// The routing and the action.
    pub asked: Asked,
    /// The key of the branch whose link was followed; empty when it was left without a branch.
    pub branch: String,
    /// The label of the branch.
    pub label: String,
    /// When the action was entered, in milliseconds.
    pub since_ms: u64,
    /// When the action was left, in milliseconds.
    pub at_ms: u64,
}

/// The course of a run.
#[derive(Clone, Debug, Default)]
pub struct Course {
    /// The actions that were left, in the order of entering, those of the end routing included.
    pub passed: Vec<Passed>,
    /// How many of them were entered before the interaction ended.
    pub before_end: usize,
    /// Users and queues that served the customer, with the moment, in order.
    pub served: Vec<(ResourceId, u64)>,
    /// What the customer heard or read.
    pub heard: Vec<String>,
    /// Ledger entries: the system, and what.
    pub ledger: Vec<(String, String)>,
    /// Recorded passages: the action, and the words of the event.
    pub passages: Vec<(Asked, String)>,
}

impl Course {
    /// Reads the course off a run.
    #[must_use]
    pub fn of(run: &Run) -> Self {
        let mut course = Self::default();
        let mut last_ms = 0;
        // Actions from which another routing runs, by their places in the list.
        let mut open: Vec<usize> = Vec::new();
        let mut is_ended = false;
        for beat in run.beats() {
            let left = match &beat.what {
                What::Left { branch, label, .. } => Some((branch.clone(), label.clone())),
                What::Jumped(_) | What::CameBack(_) | What::Stopped(_) | What::Called(_) => Some(Default::default()),
                What::Ended(..) => {
                    is_ended = true;
                    None
                }
                What::Effect(effect) => {
                    course.add(run, beat.place, beat.at_ms, effect);
                    None
                }
                _ => None,
            };
            let place = left.and_then(|left| Some((left, beat.place?, asked(run, beat.place?)?)));
            if let Some(((branch, label), at, asked)) = place {
                let since_ms = std::mem::replace(&mut last_ms, beat.at_ms);
                let is_that = |place: &&usize| course.passed.get(**place).is_some_and(|passed| passed.at == at);
                let returns = open.last().filter(is_that).copied().filter(|_| !matches!(beat.what, What::Called(_)));
                if let Some(passed) = returns.and_then(|place| course.passed.get_mut(place)) {
                    (passed.branch, passed.label, passed.at_ms) = (branch, label, beat.at_ms);
                    open.pop();
                    continue;
                }
                if matches!(beat.what, What::Called(_)) {
                    open.push(course.passed.len());
                }
                course.passed.push(Passed { at, asked, branch, label, since_ms, at_ms: beat.at_ms });
                course.before_end += usize::from(!is_ended);
            }
        }
        let talks = run.states().filter_map(|state| {
            let floor = state.floor.as_ref()?;
            let (_, since_ms) = floor.talk?;
            Some((floor.queue()?.0, since_ms))
        });
        for served in talks {
            if course.served.last() != Some(&served) && !course.served.contains(&served) {
                course.served.push(served);
            }
        }
        course
    }

    fn add(&mut self, run: &Run, place: Option<ActionRef>, at_ms: u64, effect: &Effect) {
        match effect {
            Effect::Heard(text) => self.heard.push(text.clone()),
            Effect::Offered(words) => self.heard.extend(words.iter().cloned()),
            Effect::Mailed(mail) => self.heard.push(mail.text.clone()),
            Effect::Ledger { system, what } => self.ledger.push((system.clone(), what.clone())),
            Effect::ServedBy(user) => self.served.push((*user, at_ms)),
            Effect::Passage { branch, .. } => {
                let asked = place.and_then(|at| asked(run, at));
                self.passages.extend(asked.map(|asked| (asked, branch.clone())));
            }
            Effect::Did(_)
            | Effect::OthersDid(_)
            | Effect::Whispered { .. }
            | Effect::Wrote(_)
            | Effect::Note(_)
            | Effect::Assigned { .. } => {}
        }
    }

    /// When the first person served the customer, in milliseconds.
    #[must_use]
    pub fn person_ms(&self) -> Option<u64> {
        self.served.iter().map(|(_, at_ms)| *at_ms).min()
    }

    /// How long the customer waited in queues before somebody answered or the queue was left, in milliseconds.
    #[must_use]
    pub fn queue_ms(&self, run: &Run) -> u64 {
        let waits = self.passed.iter().filter(|passed| kind(run, passed.at) == "to_queue").map(|passed| {
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
        before.filter(|passed| is_menu(run, passed.at)).count()
    }
}

fn kind(run: &Run, at: ActionRef) -> &str {
    let action = run.scene.version(at.version).and_then(|version| version.flow.actions.get(&at.action));
    action.map_or("", |action| action.kind.as_str())
}

fn is_menu(run: &Run, at: ActionRef) -> bool {
    let action = run.scene.version(at.version).and_then(|version| version.flow.actions.get(&at.action));
    action.is_some_and(|action| actions::is_menu(action))
}
