//! One contact of a load run: a silent run of the engine, what it waits for, and what it answers.

use std::collections::BTreeMap;

use crate::catalog::question::Actor;
use crate::catalog::{Answer, Question, Request, WaitFor};
use crate::model::{ActionRef, Channel, ResourceId};
use crate::sim::SilentRun;

use super::draws::{self, For, Key};
use super::stage::Stage;
use super::sums::{Assumed, POOL};

/// A contact.
pub(super) struct Contact {
    pub key: Key,
    /// The place of its entry point.
    pub entry: usize,
    pub channel: Channel,
    /// When it arrived, in milliseconds since the start of the scenario.
    pub start_ms: u64,
    pub seed: u64,
    pub run: SilentRun,
    /// Whether it arrived after the warm-up.
    pub is_counted: bool,
    /// How often it has waited for people.
    pub waits: u32,
    /// How many questions were answered for it.
    pub answers: u32,
    /// How many inputs it has had.
    pub inputs: u32,
    /// How many of the actions that it has left were looked at.
    pub seen: usize,
    pub wait: Option<Wait>,
    pub has_given_up: bool,
    /// Who served it last.
    pub served_by: Option<ResourceId>,
}

/// A wait for people.
pub(super) struct Wait {
    /// The queue; none where one person is rung, or somebody takes the conversation.
    pub queue: Option<ResourceId>,
    pub priority: i64,
    /// Since when, in milliseconds since the start of the scenario.
    pub since_ms: u64,
    /// Who talks with the customer, since when and until when.
    pub talk: Option<(ResourceId, u64, u64)>,
    /// Whether nobody was free at once.
    pub has_waited: bool,
    pub by: By,
    /// Whether the flow goes on only after the talk.
    pub talks: bool,
    /// How long who served works afterwards.
    pub wrap_up_ms: u64,
}

impl Wait {
    /// The queue in which the wait is counted, or the pool.
    pub fn counted(&self) -> Option<ResourceId> {
        self.queue.or((self.by == By::Taking).then_some(POOL))
    }
}

/// How somebody gets a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// `dist` says who of a queue is rung.
    Queue,
    /// One person is rung.
    Ring,
    /// Whoever is free takes it.
    Taking,
}

/// What an interaction waits for, as the floor needs it.
pub(super) struct Asked {
    pub by: By,
    pub queue: Option<ResourceId>,
    pub priority: i64,
    pub since_ms: u64,
    pub rung: Option<ResourceId>,
    pub longest_ms: Option<u64>,
    pub ring_ms: u64,
    pub talks: bool,
    pub wrap_up_ms: u64,
}

impl Contact {
    /// The moment it has come to, in milliseconds since the start of the scenario.
    pub fn at_ms(&self) -> u64 {
        self.start_ms.saturating_add(self.run.state().interaction.at_ms)
    }

    /// A moment of the scenario, in milliseconds since the contact arrived.
    pub fn own_ms(&self, at_ms: u64) -> u64 {
        at_ms.saturating_sub(self.start_ms)
    }

    /// Where it is.
    pub fn place(&self) -> Option<ActionRef> {
        self.run.state().at
    }

    /// What it waits for; none where that is something that the floor of a load run does not know.
    pub fn asked(&self) -> Option<Asked> {
        let floor = self.run.state().floor.as_ref()?;
        let (by, queue, priority) = match &floor.wait.wait_for {
            WaitFor::Queue { request: Request::Queue { queue, priority, .. }, .. } => {
                (By::Queue, Some(*queue), *priority)
            }
            WaitFor::User(_) => (By::Ring, None, 0),
            WaitFor::Join { .. } | WaitFor::Pool(_) | WaitFor::Delay(_) => (By::Taking, None, 0),
            WaitFor::Queue { .. } => return None,
        };
        Some(Asked {
            by,
            queue,
            priority,
            since_ms: self.start_ms.saturating_add(floor.since_ms),
            rung: floor.ringing.map(|(who, _)| who),
            longest_ms: floor.wait.longest_ms,
            ring_ms: floor.wait.ring_ms,
            talks: floor.wait.talk_ms.is_some(),
            wrap_up_ms: floor.wait.wrap_up_ms,
        })
    }

    /// Whether somebody may serve it once they are free.
    pub fn may_be_served_by(&self, who: ResourceId) -> bool {
        self.members().any(|member| member == who)
    }

    /// Who may serve it once they are free, first first.
    pub fn members(&self) -> impl Iterator<Item = ResourceId> + '_ {
        let (first, then): (&[ResourceId], &[ResourceId]) =
            match self.run.state().floor.as_ref().map(|floor| &floor.wait.wait_for) {
                Some(WaitFor::Queue { members, .. }) => (members, &[]),
                Some(WaitFor::Join { offers, later }) => (offers, later),
                Some(WaitFor::Pool(pool) | WaitFor::Delay(pool)) => (&pool.people, &[]),
                Some(WaitFor::User(_)) | None => (&[], &[]),
            };
        first.iter().chain(then).copied()
    }

    /// What is answered to the open question, with what is assumed for that; none where nothing can be.
    pub fn answer(&mut self, stage: &Stage) -> (Option<Answer>, Option<Assumed>) {
        let Some(question) = &self.run.state().question else { return (None, None) };
        if let Some(passing) = question.passing_answer() {
            return (Some(passing), None);
        }
        let count = self.answers;
        self.answers += 1;
        let mut assumed = Assumed::AnswersEvenly;
        let mix = self.place().and_then(|place| {
            let routing = stage.project.versions.get(&place.version)?.info.routing;
            stage.answers.get(&(routing, place.action))
        });
        if let Some(mix) = mix {
            let all = mix.iter().map(|(_, share)| *share).sum();
            let drawn = draws::below(self.seed, For::Answer, count, all);
            if let Some(answer) = chosen(mix, drawn).and_then(|text| question.read(text).ok()) {
                return (Some(answer), None);
            }
            assumed = Assumed::AnswerDoesNotFit;
        }
        let evenly: Vec<Answer> = complete(question, |by| by == Actor::Customer).collect();
        let drawn = draws::below(self.seed, For::Answer, count, u64::try_from(evenly.len()).unwrap_or(0));
        let answer = usize::try_from(drawn).ok().and_then(|place| evenly.into_iter().nth(place));
        if answer.is_some() {
            return (answer, Some(assumed));
        }
        let usual = complete(question, |by| by != Actor::Customer).next();
        let typed = || {
            let of_others = question.choices.iter().filter(|choice| choice.by != Actor::Customer);
            of_others.filter(|choice| !choice.is_leaving()).find_map(|choice| question.read(&choice.text).ok())
        };
        (usual.or_else(typed), Some(Assumed::OthersAsUsual))
    }

    /// What people and cursors are is the floor's from now on.
    pub fn hand_over(&mut self) -> BTreeMap<ResourceId, u32> {
        self.run.hand_over()
    }
}

/// The text at a place of a mix by weight.
fn chosen(mix: &[(String, u64)], drawn: u64) -> Option<&str> {
    let mut left = drawn;
    for (text, share) in mix {
        match left.checked_sub(*share) {
            Some(rest) => left = rest,
            None => return Some(text),
        }
    }
    None
}

/// The answers for which nothing is typed and by which nobody leaves.
fn complete(question: &Question, is_by: impl Fn(Actor) -> bool) -> impl Iterator<Item = Answer> {
    let choices = question.choices.iter().filter(move |choice| is_by(choice.by) && !choice.is_leaving());
    choices.filter(|choice| choice.input.is_none()).map(|choice| Answer {
        key: choice.key,
        value: choice.value.clone(),
        text: choice.text.clone(),
    })
}
