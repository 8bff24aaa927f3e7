//! Whether a person may be given an interaction of a channel: one function, which queues, *Distribution to a user*, teams,
//! rules, policies, groups and handing over all ask (spec: meaning §8). It sees plain data, and every no is a reason.

use crate::catalog::Hold;
use crate::model::resource::User;
use crate::model::{Channel, UserState};

/// Where a person is, as far as it matters for being given something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Connected and free.
    Available,
    /// Connected, at capacity.
    Busy,
    /// Connected, on a break.
    Away,
    /// Not connected.
    Offline,
    /// Not connected, because it is outside the work schedule.
    OutsideSchedule,
    /// Connected, and rung until then.
    Ringing(u64),
    /// Connected, in the work after a talk until then.
    WrapUp(u64),
}

impl Presence {
    /// Where a person is at a moment, from what the world or the run says (none goes by the work schedule), from whether the
    /// moment is within the work schedule (none without one), and from what keeps the person until when.
    #[must_use]
    #[inline]
    pub fn at(at_ms: u64, state: Option<UserState>, is_in_schedule: Option<bool>, hold: Option<(Hold, u64)>) -> Self {
        match (state, is_in_schedule) {
            (Some(UserState::Offline), _) => return Self::Offline,
            (Some(UserState::Away), _) => return Self::Away,
            (None, Some(false)) => return Self::OutsideSchedule,
            _ => {}
        }
        match hold.filter(|(_, until_ms)| at_ms < *until_ms) {
            Some((Hold::Ringing, until_ms)) => Self::Ringing(until_ms),
            Some((Hold::WrapUp, until_ms)) => Self::WrapUp(until_ms),
            None if state == Some(UserState::Busy) => Self::Busy,
            None => Self::Available,
        }
    }

    /// Whether the person is connected.
    #[must_use]
    pub fn is_connected(self) -> bool {
        !matches!(self, Self::Offline | Self::OutsideSchedule)
    }

    /// The words a supervisor reads inside a sentence.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Busy => "busy",
            Self::Away => "away",
            Self::Offline => "offline",
            Self::OutsideSchedule => "outside the work schedule",
            Self::Ringing(_) => "already ringing",
            Self::WrapUp(_) => "in wrap-up",
        }
    }
}

/// What is known of a person at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// Whether the person may receive the channel.
    pub may_receive: bool,
    /// Where the person is.
    pub presence: Presence,
    /// Open emails and messages.
    pub sessions: u32,
    /// Most of them at once, on this channel; a call counts otherwise.
    pub capacity: u32,
    /// Whether calls are offered beside chats, and chats beside a call.
    pub calls_beside_chats: bool,
    /// Interactions received today.
    pub received: u32,
    /// Most of them a day.
    pub daily_limit: Option<u32>,
}

impl Person {
    /// Whether the daily limit leaves room for one more interaction.
    #[must_use]
    pub fn has_day_left(&self) -> bool {
        self.daily_limit.is_none_or(|limit| self.received < limit)
    }
}

/// What may be overlooked, where an action or a policy says so.
#[allow(clippy::struct_excessive_bools, reason = "four independent exceptions, each by its name")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allow {
    /// That the person is busy, ringing or in wrap-up.
    pub busy: bool,
    /// That the person is away.
    pub away: bool,
    /// That the person is not connected.
    pub offline: bool,
    /// That the person has no room for one more.
    pub full: bool,
}

/// Why a person may not be given an interaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum No {
    /// No right to the channel.
    MayNotReceive(Channel),
    /// The state, or the work schedule.
    Presence(Presence),
    /// A call is offered only to who has no open session.
    HasSessions(u32),
    /// As many sessions as the channel allows.
    Full {
        /// Open now.
        sessions: u32,
        /// Most at once.
        capacity: u32,
    },
    /// The daily limit is reached.
    DayIsFull(u32),
    /// A skill that is asked for.
    Lacks {
        /// The skill.
        skill: String,
        /// The person's level.
        level: u8,
        /// The level asked for.
        least: i64,
    },
}

impl No {
    /// A user lacks a skill that is asked for at a level.
    #[must_use]
    pub fn lacks(user: &User, skill: &str, least: i64) -> Self {
        Self::Lacks { skill: skill.trim().to_owned(), level: user.level(skill), least }
    }

    /// The reason in words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::MayNotReceive(channel) => format!("may not receive {}", channel.words().to_lowercase()),
            Self::Presence(presence) => presence.words().to_owned(),
            Self::HasSessions(sessions) => format!("busy, {sessions} open and a call takes the whole capacity"),
            Self::Full { sessions, capacity } => format!("busy, {sessions} of {capacity}"),
            Self::DayIsFull(received) => format!("{received} received today, the daily limit"),
            Self::Lacks { skill, level, least } => format!("{skill} level {level} < {least}"),
        }
    }
}

/// Whether a person may be given an interaction of a channel now.
///
/// # Errors
/// The first reason why not: the right to the channel, the state, the work schedule, the capacity, the daily limit.
#[inline]
pub fn may_be_given(person: &Person, channel: Channel, allow: Allow) -> Result<(), No> {
    if !person.may_receive {
        return Err(No::MayNotReceive(channel));
    }
    let is_allowed = match person.presence {
        Presence::Available => true,
        Presence::Busy | Presence::Ringing(_) | Presence::WrapUp(_) => allow.busy,
        Presence::Away => allow.away,
        Presence::Offline | Presence::OutsideSchedule => allow.offline,
    };
    if !is_allowed {
        return Err(No::Presence(person.presence));
    }
    if !allow.full {
        room(person, channel)?;
    }
    if person.has_day_left() { Ok(()) } else { Err(No::DayIsFull(person.received)) }
}

/// Whether a person has room for one more interaction of a channel, whatever the state.
///
/// # Errors
/// Why not.
#[inline]
pub fn room(person: &Person, channel: Channel) -> Result<(), No> {
    let Person { sessions, capacity, calls_beside_chats, .. } = *person;
    match channel {
        Channel::Voice if sessions > 0 && !calls_beside_chats => Err(No::HasSessions(sessions)),
        Channel::Email | Channel::Messaging if sessions >= capacity => Err(No::Full { sessions, capacity }),
        Channel::Voice | Channel::Email | Channel::Messaging => Ok(()),
    }
}

/// Whether somebody who is connected counts as a user of a queue that asks for room: neither occupied nor full, with a day that is not full.
/// Who is on a break has the room that is left.
#[must_use]
#[inline]
pub fn has_room(person: &Person, channel: Channel) -> bool {
    let is_occupied = matches!(person.presence, Presence::Busy | Presence::Ringing(_) | Presence::WrapUp(_));
    !is_occupied && person.has_day_left() && room(person, channel).is_ok()
}
