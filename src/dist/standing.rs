//! How a user stands: the state, what they have on their hands, and what they may receive, for one channel (spec:
//! distribution §1).

use crate::model::resource::User;
use crate::model::{Channel, ResourceData, ResourceId, UserState};

use super::{Around, name_of};

/// A user who exists, as they stand.
pub(super) struct Standing<'a> {
    /// Who.
    pub id: ResourceId,
    /// The name.
    pub name: String,
    /// The user.
    pub user: &'a User,
    /// The state that the world gives.
    pub state: UserState,
    /// Sessions open now.
    pub sessions: u32,
    /// Most sessions open at once on this channel.
    pub capacity: u32,
    /// Interactions received today.
    pub received: u32,
    /// Whether the user may receive the channel.
    pub may_receive: bool,
}

impl<'a> Standing<'a> {
    /// How a user stands; none when there is no such user.
    pub fn of(around: &Around<'a>, id: ResourceId) -> Option<Self> {
        let ResourceData::User(user) = &around.project.resources.get(&id)?.data else { return None };
        let load = around.door.load(id);
        Some(Self {
            id,
            name: name_of(around.project, id),
            user,
            state: around.door.state(id),
            sessions: load.sessions,
            capacity: match around.channel {
                // A call takes the whole of a person.
                Channel::Voice => 1,
                Channel::Email => user.capacity.email,
                Channel::Messaging => user.capacity.messaging,
            },
            received: load.received_today,
            may_receive: !user.closed_channels.contains(&around.channel),
        })
    }

    /// Whether there is room for one more session.
    pub fn has_room(&self) -> bool {
        self.sessions < self.capacity
    }

    /// Whether the daily limit leaves room for one more interaction.
    pub fn has_day_left(&self) -> bool {
        self.user.daily_limit.is_none_or(|limit| self.received < limit)
    }

    /// Why the user cannot take an interaction of this channel now by a routing rule; none when they can.
    pub fn hindrance(&self, channel: Channel) -> Option<String> {
        if !self.may_receive {
            return Some(format!("may not receive {}", channel.words().to_lowercase()));
        }
        if self.state != UserState::Available {
            return Some(self.state.words().to_lowercase());
        }
        if !self.has_room() {
            return Some(self.full());
        }
        None
    }

    /// *busy, 2 of 2*.
    pub fn full(&self) -> String {
        format!("busy, {} of {}", self.sessions, self.capacity)
    }
}
