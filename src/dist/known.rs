//! A person as the project, the world and the run know them now. This is the one place of `dist` that reads what the world says of people.

use chrono::{DateTime, Utc};

use crate::catalog::interaction::zone;
use crate::catalog::skills::{Terms, lacked};
use crate::catalog::{Interaction, calendar};
use crate::model::resource::{User, Week};
use crate::model::{Channel, Resource, ResourceData, ResourceId};

use super::Around;
use super::person::{Allow, No, Person, Presence, may_be_given};

/// A user who exists.
pub(super) struct Known<'a> {
    /// Who.
    pub id: ResourceId,
    /// The name.
    pub name: &'a str,
    /// The user.
    pub user: &'a User,
    /// What is known of them now.
    pub person: Person,
}

impl<'a> Known<'a> {
    /// The current facts about a user; none when there is no such user.
    pub fn of(around: &Around<'a>, interaction: &Interaction, id: ResourceId) -> Option<Self> {
        Self::at(around, interaction, around.project.resources.get(&id)?)
    }

    /// The current facts about the user that a resource is; none when it is something else.
    pub fn at(around: &Around<'a>, interaction: &Interaction, resource: &'a Resource) -> Option<Self> {
        let ResourceData::User(user) = &resource.data else { return None };
        let (person, _) = person(around, interaction, resource.id, &Terms::of(user), || Some(user));
        Some(Self { id: resource.id, name: &resource.name, user, person })
    }

    /// Whether the user may be given an interaction of the channel.
    pub fn may_be_given(&self, channel: Channel, allow: Allow) -> Result<(), No> {
        may_be_given(&self.person, channel, allow)
    }

    /// The first skill that the user lacks.
    pub fn lacks<'s>(&self, skills: impl Iterator<Item = (&'s str, i64)>) -> Option<No> {
        let (skill, least) = lacked(self.user, skills)?;
        Some(No::lacks(self.user, skill, least))
    }

    /// *1 of 3 open*.
    pub fn open_words(&self, channel: Channel) -> String {
        match channel {
            Channel::Voice => format!("{} open", self.person.sessions),
            Channel::Email | Channel::Messaging => format!("{} of {} open", self.person.sessions, self.person.capacity),
        }
    }
}

/// What is known now of a user with these terms, and how long they have been free, in seconds.
#[inline]
pub(super) fn person<'u>(
    around: &Around<'_>,
    interaction: &Interaction,
    id: ResourceId,
    terms: &Terms,
    user: impl FnOnce() -> Option<&'u User>,
) -> (Person, u32) {
    let (state, load) = around.door.person(id);
    let now = interaction.people.get(&id).copied().unwrap_or_default();
    // The work schedule counts only where nobody says the state, so the clock is not read elsewhere.
    let by_schedule = || {
        let moment = terms.has_schedule.then(|| around.door.now(interaction.at_ms))?;
        Some(is_in_schedule(&user()?.schedule, moment, &around.project.settings.time_zone))
    };
    let is_in_schedule = if state.is_none() { by_schedule() } else { None };
    let (may_receive, capacity) = terms.on(around.channel);
    let person = Person {
        may_receive,
        presence: Presence::at(interaction.at_ms, state, is_in_schedule, now.hold),
        sessions: load.sessions,
        capacity,
        calls_beside_chats: terms.calls_beside_chats,
        received: load.received_today,
        daily_limit: terms.daily_limit,
    };
    (person, load.idle_s)
}

/// Whether it is within a work schedule, in the project's time zone. It is read as the hours of a calendar are.
fn is_in_schedule(week: &Week, moment: DateTime<Utc>, time_zone: &str) -> bool {
    calendar::is_within(week, moment.with_timezone(&zone(time_zone, "UTC")).naive_local())
}
