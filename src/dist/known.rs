//! A person as the project, the world and the run know them now. This is the one place of `dist` that reads what the world says of people.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use crate::catalog::interaction::zone;
use crate::catalog::skills::lacked;
use crate::catalog::{Interaction, calendar};
use crate::model::resource::{User, Week};
use crate::model::{Channel, ResourceData, ResourceId};

use super::person::{Allow, No, Person, Presence, may_be_given};
use super::{Around, name_of};

/// A user who exists.
pub(super) struct Known<'a> {
    /// Who.
    pub id: ResourceId,
    /// The name.
    pub name: Cow<'a, str>,
    /// The user.
    pub user: &'a User,
    /// What is known of them now.
    pub person: Person,
    /// How long they have been free, in seconds.
    pub idle_s: u32,
}

impl<'a> Known<'a> {
    /// The current facts about a user; none when there is no such user.
    pub fn of(around: &Around<'a>, interaction: &Interaction, id: ResourceId) -> Option<Self> {
        let ResourceData::User(user) = &around.project.resources.get(&id)?.data else { return None };
        let load = around.door.load(id);
        let now = interaction.people.get(&id).copied().unwrap_or_default();
        let state = around.door.state(id);
        // The work schedule counts only where nobody says the state, so the clock is not read elsewhere.
        let by_schedule = || {
            let is_without = user.schedule.iter().all(Vec::is_empty);
            let moment = (!is_without).then(|| around.door.now(interaction.at_ms))?;
            Some(is_in_schedule(&user.schedule, moment, &around.project.settings.time_zone))
        };
        let is_in_schedule = if state.is_none() { by_schedule() } else { None };
        let person = Person {
            may_receive: !user.closed_channels.contains(&around.channel),
            presence: Presence::at(interaction.at_ms, state, is_in_schedule, now.hold),
            sessions: load.sessions,
            capacity: match around.channel {
                // A call takes the whole of a person.
                Channel::Voice => 1,
                Channel::Email => user.capacity.email,
                Channel::Messaging => user.capacity.messaging,
            },
            calls_beside_chats: user.calls_beside_chats,
            received: load.received_today,
            daily_limit: user.daily_limit,
        };
        Some(Self { id, name: name_of(around.project, id), user, person, idle_s: load.idle_s })
    }

    /// Whether the user may be given an interaction of the channel.
    pub fn may_be_given(&self, channel: Channel, allow: Allow) -> Result<(), No> {
        may_be_given(&self.person, channel, allow)
    }

    /// The first skill that the user lacks.
    pub fn lacks<'s>(&self, skills: impl Iterator<Item = (&'s str, i64)>) -> Option<No> {
        let (skill, least) = lacked(self.user, skills)?;
        Some(No::Lacks { skill: skill.trim().to_owned(), level: self.user.level(skill), least })
    }

    /// *1 of 3 open*.
    pub fn open_words(&self, channel: Channel) -> String {
        match channel {
            Channel::Voice => format!("{} open", self.person.sessions),
            Channel::Email | Channel::Messaging => format!("{} of {} open", self.person.sessions, self.person.capacity),
        }
    }
}

/// Whether it is within a work schedule, in the project's time zone. It is read as the hours of a calendar are.
fn is_in_schedule(week: &Week, moment: DateTime<Utc>, time_zone: &str) -> bool {
    calendar::is_within(week, moment.with_timezone(&zone(time_zone, "UTC")).naive_local())
}
