//! The timetable of one schedule action: the branch that it takes at each moment (spec: testing §6).

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::moments::{Breaks, MOST_DAYS};
use crate::actions;
use crate::catalog::value::Lookups;
use crate::catalog::{Cx, CxParts, Door, Event, Fact, FactValue, Facts, Interaction, Once, Outside, Step, Visit};
use crate::model::{Action, ItemRef, Operand, Project, RoutingId, Value};

/// What a schedule does at a moment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Taken {
    /// It takes the branch of this key.
    Branch(String),
    /// Something else than the clock decides.
    Depends,
}

impl Taken {
    /// Whether the branch of a key is taken, whatever else decides.
    #[must_use]
    pub fn is(&self, key: &str) -> bool {
        matches!(self, Self::Branch(taken) if taken == key)
    }
}

/// A time during which a schedule does the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// The first moment.
    pub from: DateTime<Utc>,
    /// The end, which does not belong to the band.
    pub until: DateTime<Utc>,
    /// What the schedule does.
    pub taken: Taken,
}

/// A schedule action, ready to be asked for many moments.
#[derive(Clone, Debug)]
pub struct Timetable {
    project: Arc<Project>,
    routing: RoutingId,
    action: Arc<Action>,
    /// Each of several schedules by itself: the key of its branch, and an action that has only this schedule.
    pub(super) alone: Vec<(String, Action)>,
    breaks: Breaks,
    /// Whether the moment that is tested comes from elsewhere than the clock, or is calculated.
    is_moment_given: bool,
    depends_on: Vec<String>,
    lookups: Arc<Lookups>,
}

impl Timetable {
    /// The timetable of an action; none of a kind that does not ask the clock for its branch.
    #[must_use]
    pub fn of(project: &Arc<Project>, routing: RoutingId, action: &Arc<Action>) -> Option<Self> {
        if !actions::is_schedule(action) {
            return None;
        }
        let (mut is_moment_given, mut depends_on) = (false, Vec::new());
        action.params.visit(&mut |_, value| match value {
            Value::Item(ItemRef::Variable(path)) => depends_on.push(path.clone()),
            Value::Operand(operand) if !operand.is_blank() => match operand {
                Operand::Text(text) if !text.contains("{{") => {}
                Operand::Text(words) | Operand::Variable(words) | Operand::Expression(words) => {
                    is_moment_given = true;
                    depends_on.push(words.trim().to_owned());
                }
            },
            Value::Text(text) if text.contains("{{") => depends_on.push(text.trim().to_owned()),
            _ => {}
        });
        depends_on.sort();
        depends_on.dedup();
        Some(Self {
            project: project.clone(),
            routing,
            action: action.clone(),
            alone: actions::schedules_alone(action),
            breaks: Breaks::of(project, action),
            is_moment_given,
            depends_on,
            lookups: Arc::default(),
        })
    }

    /// The action.
    #[must_use]
    pub fn action(&self) -> &Arc<Action> {
        &self.action
    }

    /// What decides beside the clock: variables, texts with placeholders and expressions, as the action names them.
    #[must_use]
    pub fn depends_on(&self) -> &[String] {
        &self.depends_on
    }

    /// What the schedule does at a moment.
    #[must_use]
    pub fn taken_at(&self, moment: DateTime<Utc>) -> Taken {
        self.asked(&self.action, moment)
    }

    /// Whether one of several schedules, by its place, would take its branch at a moment if it were the only one.
    pub(super) fn is_open_alone(&self, place: usize, moment: DateTime<Utc>) -> bool {
        self.alone.get(place).is_some_and(|(key, action)| self.asked(action, moment).is(key))
    }

    /// Asks an action, as the engine does when a call comes to it, and looks whether it reads anything but the clock.
    fn asked(&self, action: &Action, moment: DateTime<Utc>) -> Taken {
        let Some(spec) = actions::spec_of(action).filter(|_| !self.is_moment_given) else { return Taken::Depends };
        let outside = ClockAlone(moment);
        let door = Door::new(&outside, Facts::default()).noting();
        let (mut interaction, mut visit) = (Interaction::default(), Visit::default());
        let (once, mut effects) = (Once::default(), Vec::new());
        let parts = CxParts {
            project: &self.project,
            door: &door,
            interaction: &mut interaction,
            own_routing: self.project.routings.get(&self.routing),
            is_live: false,
            lookups: &self.lookups,
            once: &once,
            effects: &mut effects,
            is_told: false,
            is_clock_outside: false,
        };
        let step = (spec.run)(&mut Cx::new(self.routing, action, &Event::Enter, &mut visit, parts));
        let seen = door.close().1.unwrap_or_default();
        let is_clock_alone = seen.facts.iter().all(|fact| *fact == Fact::Start)
            && seen.cells.is_empty()
            && seen.variables.is_empty()
            && seen.counters.is_empty();
        match step {
            Step::Go(branch) if is_clock_alone => Taken::Branch(branch.into_owned()),
            _ => Taken::Depends,
        }
    }

    /// The bands over a time, one after the other without gaps. At most [`MOST_DAYS`] days are looked at.
    #[must_use]
    pub fn bands(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<Band> {
        let mut found: Vec<Band> = Vec::new();
        for (from, until) in self.pieces(from, until) {
            let taken = self.taken_at(from);
            match found.last_mut() {
                Some(last) if last.taken == taken => last.until = until,
                _ => found.push(Band { from, until, taken }),
            }
        }
        found
    }

    /// The pieces of a time in each of which nothing changes, one after the other.
    pub(super) fn pieces(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
        let until = until.min(from + TimeDelta::days(MOST_DAYS));
        if until <= from {
            return Vec::new();
        }
        let begins = self.breaks.within(from, until);
        let ends = begins.iter().skip(1).copied().chain([until]);
        begins.iter().copied().zip(ends).collect()
    }
}

/// An outside that knows what time it is, and nothing else.
#[derive(Debug)]
struct ClockAlone(DateTime<Utc>);

impl Outside for ClockAlone {
    fn read(&self, fact: Fact) -> FactValue {
        match fact {
            Fact::Start => FactValue::Moment(self.0),
            _ => FactValue::Nothing,
        }
    }
}
