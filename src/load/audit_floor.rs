//! The contacts of a fair-share audit and who gets them: `dist` decides one after the other, over people who talk as long as their talks last
//! (spec: load §5). There is no flow and no line: a contact for which nobody is free goes elsewhere.

use std::collections::BTreeMap;

use crate::catalog::value::Lookups;
use crate::catalog::{Decision, Door, Fact, FactValue, Facts, Interaction, Outside, Preset, Request};
use crate::dist::who::request_of;
use crate::dist::{self, Around, Odds};
use crate::model::caller::Contact as PastContact;
use crate::model::resource::DistributionGroup;
use crate::model::{Caller, Channel, ResourceData, ResourceId, UserLoad, UserState, World};

use super::audit_setting::Setting;
use super::draws::{self, For};

/// A day, in milliseconds.
const DAY_MS: u64 = 86_400_000;

/// What is left out to see its effect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Without {
    pub returning: bool,
    /// Talks take no time and days have no limit, so that everybody there has room.
    pub capacities: bool,
    pub absences: bool,
}

/// What came of an audit.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// Who got the contacts, in order; none where nobody was free.
    pub got: Vec<Option<ResourceId>>,
    /// The shares of contacts: where chance decided, each has the share of its odds.
    pub shares: BTreeMap<ResourceId, f64>,
    /// Why somebody was chosen, with how often.
    pub reasons: BTreeMap<(ResourceId, String), u64>,
    /// Why somebody was not, with how often.
    pub hindered: BTreeMap<(ResourceId, String), u64>,
}

/// What a person has on their hands.
#[derive(Clone, Debug, Default)]
struct Hands {
    /// When the talks end.
    ends_ms: Vec<u64>,
    idle_since_ms: u64,
    received: u32,
    day: u64,
}

/// The outside of one contact.
#[derive(Debug)]
struct View {
    states: BTreeMap<ResourceId, (UserState, UserLoad)>,
    cursors: BTreeMap<ResourceId, u32>,
    base: Preset,
}

impl Outside for View {
    fn read(&self, fact: Fact) -> FactValue {
        match fact {
            Fact::State(who) => self.states.get(&who).map_or(FactValue::Nothing, |it| FactValue::State(it.0)),
            Fact::Load(who) => FactValue::Load(self.states.get(&who).map_or_else(UserLoad::default, |it| it.1)),
            Fact::Cursor(of) => FactValue::Number(self.cursors.get(&of).copied().unwrap_or(0).into()),
            Fact::Waiting(_) => FactValue::Number(0),
            Fact::Connected(_) | Fact::EstimatedWait(_) => FactValue::Nothing,
            other => self.base.read(other),
        }
    }
}

/// The floor of an audit.
struct AuditFloor<'a> {
    setting: &'a Setting,
    of: ResourceId,
    without: Without,
    hands: BTreeMap<ResourceId, Hands>,
    cursors: BTreeMap<ResourceId, u32>,
    tally: Tally,
    lookups: Lookups,
}

/// Gives the contacts of a setting to whom `dist` says.
pub(super) fn play(setting: &Setting, of: ResourceId, without: Without) -> Tally {
    let mut floor = AuditFloor {
        setting,
        of,
        without,
        hands: BTreeMap::new(),
        cursors: BTreeMap::new(),
        tally: Tally::default(),
        lookups: Lookups::default(),
    };
    let mut at = 0;
    for replication in 0..setting.replications {
        floor.hands = setting.people.iter().map(|who| (*who, Hands::default())).collect();
        for time_ms in &setting.times {
            floor.contact(at, replication, *time_ms);
            at += 1;
        }
    }
    floor.tally
}

impl AuditFloor<'_> {
    fn contact(&mut self, number: u32, replication: u32, at_ms: u64) {
        let setting = self.setting;
        let seed = draws::seed(setting.seed, 0, (0, 0, number, 0));
        self.hands.values_mut().for_each(|hands| hands.turn_to(at_ms));
        let view = View {
            states: setting.people.iter().map(|who| (*who, self.state(*who, replication, at_ms))).collect(),
            cursors: self.cursors.clone(),
            base: Preset::new(setting.start, &self.caller(seed), &World::default()),
        };
        let got = self.decide(&view, seed);
        self.tally.got.push(got);
        let Some(hands) = got.and_then(|who| self.hands.get_mut(&who)) else { return };
        hands.received += 1;
        // Without capacities, a contact still ends the time for which its person was free.
        let lasts_ms = draws::time_ms(seed, For::Handling, 0, setting.handling).max(1);
        let ends_ms = if self.without.capacities { at_ms } else { at_ms + lasts_ms };
        hands.ends_ms.push(ends_ms);
    }

    /// Who calls: somebody new, or the customer of an earlier contact.
    fn caller(&self, seed: u64) -> Caller {
        let setting = self.setting;
        let returns = !self.without.returning
            && !self.tally.got.is_empty()
            && draws::happens(seed, For::Customer, 0, setting.returning);
        let mut caller = Caller::default();
        if returns || setting.is_for_returning {
            let count = u64::try_from(self.tally.got.len()).unwrap_or(0);
            let place = usize::try_from(draws::below(seed, For::Customer, 1, count)).unwrap_or(0);
            let served_by = self.tally.got.get(place).copied().flatten().filter(|_| returns);
            caller.contacts.push(PastContact { hours_ago: 1, channel: setting.channel, served_by });
        }
        caller
    }

    fn state(&self, who: ResourceId, replication: u32, at_ms: u64) -> (UserState, UserLoad) {
        let setting = self.setting;
        let is_there = || {
            let there = setting.there.get(&who);
            let is_in = there.is_none_or(|there| there.iter().any(|(from, until)| (*from..*until).contains(&at_ms)));
            let day = u32::try_from(at_ms / DAY_MS).unwrap_or(u32::MAX);
            let seed = draws::seed(setting.seed, replication, (who.0, day, 0, 0));
            is_in && !draws::happens(seed, For::Absence, 0, setting.absence)
        };
        let hands = self.hands.get(&who).cloned().unwrap_or_default();
        let open = u32::try_from(hands.ends_ms.len()).unwrap_or(u32::MAX);
        let state = match setting.channel {
            _ if !self.without.absences && !is_there() => UserState::Offline,
            Channel::Voice if open > 0 => UserState::Busy,
            Channel::Voice | Channel::Email | Channel::Messaging => UserState::Available,
        };
        let sessions = if setting.channel == Channel::Voice { 0 } else { open };
        let idle_ms = if open > 0 { 0 } else { at_ms.saturating_sub(hands.idle_since_ms) };
        let received_today = if self.without.capacities { 0 } else { hands.received };
        (state, UserLoad { sessions, received_today, idle_s: u32::try_from(idle_ms / 1_000).unwrap_or(u32::MAX) })
    }

    /// Who gets it, drawn where chance decides.
    fn decide(&mut self, view: &View, seed: u64) -> Option<ResourceId> {
        let project = &self.setting.project;
        let door = Door::new(view, Facts::default());
        let (lookups, channel) = (&self.lookups, self.setting.channel);
        let around = Around { project, lookups, door: &door, channel, served_by: None, is_told: true };
        let request = self.request(seed)?;
        let mut interaction = Interaction::default();
        let mut odds: Option<Odds> = None;
        let decision = match dist::decide(&around, &mut interaction, &request) {
            Ok(decision) => decision,
            Err(found) => {
                let drawn = drawn(&found, seed)?;
                door.know(|facts| {
                    facts.decide(Fact::Draw(found.purpose), FactValue::Drawn(drawn.to_string()));
                });
                odds = Some(found);
                interaction = Interaction::default();
                dist::decide(&around, &mut interaction, &request).ok()?
            }
        };
        let (got, reasons) = match decision {
            Decision::Assigned { user, reasons, .. } => (Some(user), reasons),
            Decision::Admitted { offers, reasons, rings, .. } => (offers.first().copied().filter(|_| rings), reasons),
            Decision::Refused { reasons, .. } | Decision::Unassigned { reasons, .. } => (None, reasons),
            _ => (None, Vec::new()),
        };
        self.cursors.append(&mut interaction.cursors);
        self.tell(got, &reasons);
        match (odds, got) {
            (Some(odds), Some(_)) => {
                let all: u64 = odds.weights.iter().map(|(_, weight)| *weight).sum();
                for (who, weight) in odds.weights {
                    let share = super::sums::share(weight, all).unwrap_or(0.0);
                    *self.tally.shares.entry(who).or_default() += share;
                }
            }
            (_, Some(who)) => *self.tally.shares.entry(who).or_default() += 1.0,
            _ => {}
        }
        got
    }

    /// What is asked of `dist`. A queue of a group is drawn first.
    fn request(&self, seed: u64) -> Option<Request> {
        let of = match &self.setting.project.resources.get(&self.of)?.data {
            ResourceData::DistributionGroup(group) => drawn_queue(group, seed)?,
            _ => self.of,
        };
        request_of(&self.setting.project, of)
    }

    /// Counts why somebody was chosen, and why others were not.
    fn tell(&mut self, got: Option<ResourceId>, reasons: &[String]) {
        let chosen = reasons.iter().rev().find_map(|reason| reason.split_once(" → ").map(|(why, _)| why));
        if let (Some(who), Some(why)) = (got, chosen) {
            // How long somebody was free differs each time.
            let why = why.split_once(", free for ").map_or(why, |(why, _)| why);
            *self.tally.reasons.entry((who, why.to_owned())).or_default() += 1;
        }
        for who in self.setting.people.iter().filter(|who| Some(**who) != got) {
            let Some(name) = self.setting.project.resources.get(who).map(|it| &it.name) else { continue };
            let why = reasons.iter().find_map(|reason| {
                let (before, why) = reason.split_once(": ")?;
                (before == name || before.ends_with(&format!(" {name}"))).then_some(why)
            });
            if let Some(why) = why.filter(|why| !why.starts_with("available")) {
                *self.tally.hindered.entry((*who, without_numbers(why))).or_default() += 1;
            }
        }
    }
}

impl Hands {
    fn turn_to(&mut self, at_ms: u64) {
        let last_ms = self.ends_ms.iter().copied().max();
        self.ends_ms.retain(|ends_ms| *ends_ms > at_ms);
        if let Some(last_ms) = last_ms.filter(|_| self.ends_ms.is_empty()) {
            self.idle_since_ms = last_ms;
        }
        let day = at_ms / DAY_MS;
        if day != self.day {
            (self.day, self.received) = (day, 0);
        }
    }
}

/// Who of the odds is drawn.
fn drawn(odds: &Odds, seed: u64) -> Option<ResourceId> {
    let all = odds.weights.iter().map(|(_, weight)| *weight).sum();
    at_weight(odds.weights.iter().copied(), draws::below(seed, For::Flow, 0, all))
}

fn drawn_queue(group: &DistributionGroup, seed: u64) -> Option<ResourceId> {
    let weights = || group.queues.iter().map(|it| (it.queue, u64::from(it.weight)));
    at_weight(weights(), draws::below(seed, For::Flow, 1, weights().map(|(_, weight)| weight).sum()))
}

fn at_weight(weights: impl Iterator<Item = (ResourceId, u64)>, drawn: u64) -> Option<ResourceId> {
    let mut left = drawn;
    for (who, weight) in weights {
        match left.checked_sub(weight) {
            Some(rest) => left = rest,
            None => return Some(who),
        }
    }
    None
}

/// A reason in which each number is an ellipsis, so that reasons of one kind are counted together.
fn without_numbers(why: &str) -> String {
    let mut told = String::new();
    for letter in why.chars() {
        match letter {
            '0'..='9' if told.ends_with('…') => {}
            '0'..='9' => told.push('…'),
            other => told.push(other),
        }
    }
    told
}
