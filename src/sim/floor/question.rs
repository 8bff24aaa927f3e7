//! The question while an interaction waits for people: what may happen there, a button each.

use std::borrow::Cow;

use crate::catalog::kept;
use crate::catalog::question::{HANG_UP, LEAVES_TALK};
use crate::catalog::text::duration_words;
use crate::catalog::{AnswerInput, Pool, Question, QuestionChoice, WaitFor};
use crate::model::{Channel, ResourceId};

use super::super::comes_back;
use super::super::pool::{PoolChoices, name};
use super::super::scene::Scene;
use super::super::state::CallState;
use super::wait::Floor;

/// The keys of the answers.
pub(in crate::sim) mod key {
    pub(in crate::sim) const SOMEBODY: &str = "agent";
    pub(in crate::sim) const ANSWERS: &str = "candidate";
    pub(in crate::sim) const REJECTS: &str = "rejects";
    pub(in crate::sim) const NO_ANSWER: &str = "no_answer";
    pub(in crate::sim) const EVERYONE_REJECTS: &str = "reject";
    pub(in crate::sim) const BECOMES_FREE: &str = "free";
    pub(in crate::sim) const WAIT: &str = "wait";
    pub(in crate::sim) const WAIT_OUT: &str = "out";
    pub(in crate::sim) const DISCONNECT: &str = "disconnect";
    pub(in crate::sim) const EXIT: &str = "exit";
    pub(in crate::sim) const TALK_ENDS: &str = "talk_ends";
    pub(in crate::sim) const JOINS: &str = "joins";
    pub(in crate::sim) const AVAILABLE: &str = "available";
    pub(in crate::sim) const WRITES: &str = "writes";
    pub(in crate::sim) const ATTACHES: &str = "attaches";
    pub(in crate::sim) const REST: &str = "rest";
}

/// Most people who get buttons of their own.
const MAX_BUTTONS: usize = 8;
/// When a mock person answers by default: in a queue, and when called directly.
const ANSWERS_AFTER_MS: u64 = 20_000;
const USER_ANSWERS_AFTER_MS: u64 = 5_000;
/// When a mock person rejects.
const REJECTS_AFTER_MS: u64 = 5_000;
/// When a mock person joins a chat.
pub(super) const JOINS_AFTER_MS: u64 = 20_000;
/// How long one waits where nobody says so: in a queue, and in the pool.
const WAIT_MS: u64 = 30_000;
const POOL_WAIT_MS: u64 = 60_000;
const EMAIL_WAIT_MS: u64 = 3_600_000;

/// What may happen in a wait for people.
pub(in super::super) fn question(scene: &Scene, state: &CallState, floor: &Floor, is_told: bool) -> Question {
    let channel = state.at.map_or_else(Channel::default, |place| scene.project.channel_of(place.version));
    // Choices of the pool are compared by their words.
    let is_told = is_told || state.interaction.pool.is_some();
    let asks = Asks { scene, floor, now_ms: state.interaction.at_ms, channel, is_told };
    if let Some((who, _)) = floor.talk {
        return asks.talk(who);
    }
    match &floor.wait.wait_for {
        WaitFor::Queue { members, exit_key, .. } => asks.queue(members, exit_key.as_deref()),
        WaitFor::User(user) => asks.user(*user),
        WaitFor::Join { offers, later } => asks.join(offers, later),
        WaitFor::Pool(pool) => asks.pool(pool),
        WaitFor::Delay(pool) => asks.delay(pool),
    }
}

struct Asks<'a> {
    scene: &'a Scene,
    floor: &'a Floor,
    now_ms: u64,
    channel: Channel,
    /// Whether anybody reads the words.
    is_told: bool,
}

impl Asks<'_> {
    fn name(&self, who: ResourceId) -> &str {
        name(&self.scene.project, who)
    }

    /// Words that are written where anybody reads them.
    fn told(&self, words: impl FnOnce() -> String) -> Cow<'static, str> {
        if self.is_told { words().into() } else { "".into() }
    }

    /// How a person is asked: a chat and an email do not ring.
    fn rings(&self) -> &'static str {
        if self.channel == Channel::Voice { "rings at" } else { "is offered to" }
    }

    /// *waited 40 s of 5 min*, and at whom it rings.
    fn waited(&self) -> String {
        let waited = words(self.now_ms.saturating_sub(self.floor.since_ms));
        let longest = self.floor.wait.longest_ms.map_or_else(String::new, |ms| format!(" of {}", words(ms)));
        let rings = |(who, _)| format!(", {} {}", self.rings(), self.name(who));
        let rings = self.floor.ringing.map_or_else(String::new, rings);
        format!("waited {waited}{longest}{rings}")
    }

    /// What is left of a time that begins now, before the wait is over.
    fn at_most(&self, ms: u64) -> u64 {
        self.floor.ends_ms().map_or(ms, |ends_ms| ms.min(ends_ms.saturating_sub(self.now_ms)))
    }

    fn talk(&self, who: ResourceId) -> Question {
        let talk_ms = self.floor.wait.talk_ms.unwrap_or(0);
        let (talks, text, label) = match self.channel {
            Channel::Voice => ("talks with", "talk ends", "The talk ends"),
            Channel::Messaging => ("chats with", "chat ends", "The chat ends"),
            Channel::Email => ("exchanges emails with", "exchange ends", "The exchange ends"),
        };
        let ends = QuestionChoice::new(key::TALK_ENDS, text, label).also("talk ends").value(kept::number(talk_ms));
        let label = if self.channel == Channel::Voice { "Hang up" } else { "Customer leaves" };
        let leaves = QuestionChoice::new(LEAVES_TALK, "hang up during it", label);
        Question::new(self.told(|| format!("{talks} {}", self.name(who))))
            .passing(ends.input(AnswerInput::After(talk_ms)).time())
            .choice(leaves.input(AnswerInput::After(talk_ms / 2)).danger())
    }

    fn queue(&self, members: &[ResourceId], exit_key: Option<&str>) -> Question {
        let offers = if self.floor.is_deserted { Vec::new() } else { self.floor.offers() };
        let room = 8 + offers.len().min(MAX_BUTTONS) + members.len().min(MAX_BUTTONS);
        let mut choices = Vec::with_capacity(room);
        if !self.floor.is_deserted && !members.is_empty() {
            let answers = QuestionChoice::new(key::SOMEBODY, "agent answers", "Agent answers").others();
            choices.push(answers.input(self.answers_after(ANSWERS_AFTER_MS)));
        }
        let mut rung_ms = 0;
        for who in offers.iter().take(MAX_BUTTONS) {
            choices.push(self.answers(*who, rung_ms + ANSWERS_AFTER_MS.min(self.floor.wait.ring_ms)));
            if let Some((rung, since_ms)) = self.floor.ringing {
                let rings_for_ms = self.now_ms.saturating_sub(since_ms);
                let left_ms = self.floor.wait.ring_ms.saturating_sub(if rung == *who { rings_for_ms } else { 0 });
                rung_ms += left_ms;
            }
        }
        if let Some((who, _)) = self.floor.ringing {
            choices.push(self.rejects(who, REJECTS_AFTER_MS.min(self.floor.wait.ring_ms)));
        }
        if !self.floor.is_deserted {
            let busy = members.iter().filter(|who| !offers.contains(who)).take(MAX_BUTTONS);
            choices.extend(busy.map(|who| self.becomes_free(*who)));
            choices.push(QuestionChoice::new(key::EVERYONE_REJECTS, "everyone rejects", "Everyone rejects").others());
        }
        let wait_ms = if self.channel == Channel::Email { EMAIL_WAIT_MS } else { WAIT_MS };
        let wait = QuestionChoice::new(key::WAIT, "wait", "Wait").input(AnswerInput::Duration(wait_ms)).time();
        choices.push(wait);
        choices.push(QuestionChoice::new(key::WAIT_OUT, "wait out", "Wait until the longest wait is over").time());
        if !self.floor.is_deserted {
            let all = QuestionChoice::new(key::DISCONNECT, "everyone disconnects", "Everyone disconnects");
            choices.push(all.danger().system());
        }
        if let Some(exit) = exit_key {
            choices.push(QuestionChoice::new(key::EXIT, format!("press {exit}"), self.told(|| format!("{exit} Exit"))));
        }
        choices.push(QuestionChoice::hanging_up());
        Question::of("waits in the queue", choices.into()).detail(self.told(|| self.waited()))
    }

    fn user(&self, user: ResourceId) -> Question {
        let ring_ms = self.floor.wait.ring_ms;
        let answers = self.answers(user, USER_ANSWERS_AFTER_MS.min(ring_ms)).also("user answers");
        Question::new(self.told(|| format!("{} {}", self.rings(), self.name(user))))
            .detail(self.told(|| format!("for {}", words(ring_ms))))
            .choice(answers)
            .choice(QuestionChoice::new(key::NO_ANSWER, "no answer", "No answer").system())
            .choice(self.rejects(user, REJECTS_AFTER_MS.min(ring_ms)).also("user rejects"))
            .hang_up()
    }

    fn join(&self, offers: &[ResourceId], later: &[ResourceId]) -> Question {
        let longest = self.floor.wait.longest_ms.unwrap_or(0);
        let mut question = Question::new("waits for somebody to join").detail(format!("for {}", words(longest)));
        question = self.joining(question, offers);
        question = later.iter().take(MAX_BUTTONS).fold(question, |it, who| it.choice(self.becomes_free(*who)));
        question.choice(QuestionChoice::new(key::WAIT_OUT, "nobody joins", "Nobody joins").time()).hang_up()
    }

    fn pool(&self, pool: &Pool) -> Question {
        let is_given = !pool.eligible.is_empty();
        let mut question = Question::new("waits in the pool");
        if !pool.available.is_empty() {
            let names: Vec<&str> = pool.available.iter().map(|who| self.name(*who)).collect();
            question = question.detail(format!("available: {}", names.join(", ")));
        }
        let choices = PoolChoices { project: &self.scene.project, when: "" };
        question = choices.somebody(key::AVAILABLE, pool).into_iter().fold(question, Question::choice);
        let rest = QuestionChoice::new(key::REST, "leave it in the pool", "Leave it in the pool").system();
        let writes = QuestionChoice::new(key::WRITES, "customer writes", "Customer writes");
        // The first choice is the one that a run to the end takes, so it must lead on.
        question = if is_given {
            self.joining(question.choice(writes), &pool.people).choice(rest)
        } else {
            self.joining(question, &pool.people).choice(rest).choice(writes)
        };
        question = choices.each_available(key::AVAILABLE, pool).into_iter().fold(question, Question::choice);
        if self.channel == Channel::Messaging {
            let writes = QuestionChoice::new(key::WRITES, "customer writes", "Customer writes…");
            question = question.choice(writes.input(AnswerInput::Text));
        }
        if self.channel != Channel::Voice {
            question = comes_back::choices().fold(question, Question::choice);
        }
        let wait_ms = if self.channel == Channel::Email { EMAIL_WAIT_MS } else { POOL_WAIT_MS };
        let wait = QuestionChoice::new(key::WAIT, "wait", "Wait").input(AnswerInput::Duration(wait_ms)).time();
        question = question.choice(wait).choice(leaves("customer leaves"));
        if self.channel == Channel::Messaging {
            let attaches = QuestionChoice::new(key::ATTACHES, "customer attaches", "Attach a file");
            question = question.choice(attaches.input(AnswerInput::Text));
        }
        question
    }

    fn delay(&self, pool: &Pool) -> Question {
        let longest = self.floor.wait.longest_ms.unwrap_or(0);
        let question = Question::new("waits in the pool first")
            .detail(format!("for {}", words(longest)))
            .passing(QuestionChoice::new(key::WAIT_OUT, "delay passes", "The delay passes").time());
        self.joining(question, &pool.people).choice(leaves("customer leaves during it"))
    }

    fn answers(&self, who: ResourceId, after_ms: u64) -> QuestionChoice {
        let words = self.told(|| format!("{} answers", self.name(who)));
        let choice = QuestionChoice::new(key::ANSWERS, words.clone(), words).value(kept::number(who.0.into()));
        choice.input(self.answers_after(after_ms)).others()
    }

    /// When somebody answers, and how long they talk where a talk is played.
    fn answers_after(&self, after_ms: u64) -> AnswerInput {
        let after_ms = self.at_most(after_ms);
        match self.floor.wait.talk_ms {
            Some(talk_ms) => AnswerInput::Talk { after_ms, talk_ms },
            None => AnswerInput::After(after_ms),
        }
    }

    fn rejects(&self, who: ResourceId, after_ms: u64) -> QuestionChoice {
        let words = self.told(|| format!("{} rejects", self.name(who)));
        let choice = QuestionChoice::new(key::REJECTS, words.clone(), words).value(kept::number(who.0.into()));
        choice.input(AnswerInput::After(self.at_most(after_ms))).others()
    }

    fn becomes_free(&self, who: ResourceId) -> QuestionChoice {
        let words = self.told(|| format!("{} becomes free", self.name(who)));
        QuestionChoice::new(key::BECOMES_FREE, words.clone(), words).value(kept::number(who.0.into())).others()
    }

    /// A choice for each person who may join.
    fn joining(&self, question: Question, people: &[ResourceId]) -> Question {
        let choices = PoolChoices { project: &self.scene.project, when: "" };
        choices.each_joins(key::JOINS, people).into_iter().fold(question, Question::choice)
    }
}

/// *Customer leaves*, written as it suits the question.
fn leaves(text: &'static str) -> QuestionChoice {
    QuestionChoice::new(HANG_UP, text, "Customer leaves").danger()
}

fn words(ms: u64) -> String {
    duration_words(i64::try_from(ms / 1_000).unwrap_or(i64::MAX))
}
