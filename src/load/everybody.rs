//! The people of a floor: what each has on their hands, and everybody, found by their ids at once.

use crate::model::resource::Capacity;
use crate::model::{Channel, ResourceId, UserState};

/// Most ids between the first and the last person that have a place of their own; beyond, people are searched.
const MOST_PLACES: usize = 100_000;

/// A person.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Person {
    pub who: ResourceId,
    /// Whether calls are offered beside chats, and chats beside a call.
    pub beside: bool,
    pub capacity: Capacity,
    pub is_there: bool,
    /// Calls under way.
    pub calls: u32,
    /// Emails and messages open.
    pub sessions: u32,
    /// Works after a talk that are under way.
    pub wrap_ups: u32,
    /// Since when the person has had something on their hands.
    pub busy_since_ms: Option<u64>,
    pub idle_since_ms: u64,
    /// How many contacts on the day `day`.
    pub received: u32,
    pub day: usize,
}

impl Person {
    /// Whether the person has room for one more contact of a channel. Whether they may be given it is for `dist` to say.
    pub fn has_room(&self, channel: Channel) -> bool {
        let is_off_the_phone = self.calls == 0 || self.beside;
        self.is_there
            && self.wrap_ups == 0
            && match channel {
                Channel::Voice => self.calls == 0 && (self.sessions == 0 || self.beside),
                Channel::Email => is_off_the_phone && self.sessions < self.capacity.email,
                Channel::Messaging => is_off_the_phone && self.sessions < self.capacity.messaging,
            }
    }

    pub fn state(&self, channel: Channel) -> UserState {
        let is_on_the_phone = self.calls > 0 && (channel == Channel::Voice || !self.beside);
        match self {
            Self { is_there: false, .. } => UserState::Offline,
            Self { wrap_ups: 1.., .. } => UserState::Busy,
            _ if is_on_the_phone => UserState::Busy,
            _ => UserState::Available,
        }
    }
}

/// Everybody, in order of their ids.
#[derive(Debug, Default)]
pub(super) struct Everybody {
    people: Vec<Person>,
    /// The place of each id from the first person's on, counted from 1; 0 where nobody has the id.
    places: Vec<u32>,
}

impl Everybody {
    /// Adds a person, whose id is higher than those of all before.
    pub fn push(&mut self, person: Person) {
        let first = self.people.first().map_or(person.who.0, |first| first.who.0);
        self.people.push(person);
        let at = usize::try_from(person.who.0.saturating_sub(first)).unwrap_or(usize::MAX);
        if at < MOST_PLACES {
            self.places.resize(at, 0);
            self.places.push(u32::try_from(self.people.len()).unwrap_or(0));
        }
    }

    /// A person.
    pub fn get(&self, who: ResourceId) -> Option<&Person> {
        self.people.get(self.place(who)?)
    }

    /// A person, to change them.
    pub fn get_mut(&mut self, who: ResourceId) -> Option<&mut Person> {
        let place = self.place(who)?;
        self.people.get_mut(place)
    }

    /// All of them.
    #[cfg(test)]
    pub fn iter(&self) -> impl Iterator<Item = &Person> {
        self.people.iter()
    }

    #[inline]
    fn place(&self, who: ResourceId) -> Option<usize> {
        let first = self.people.first()?.who.0;
        match self.places.get(usize::try_from(who.0.checked_sub(first)?).ok()?) {
            Some(place) => usize::try_from(*place).ok()?.checked_sub(1),
            None => self.people.binary_search_by_key(&who, |person| person.who).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_found_and_nobody_else() {
        let mut everybody = Everybody::default();
        let ids = [7, 8, 12, 90_000, 100_006, 100_007, 4_000_000_000];
        for id in ids {
            everybody.push(Person { who: ResourceId(id), ..Person::default() });
        }
        for id in (0..200_000).chain([3_999_999_999, 4_000_000_000, 4_000_000_001]) {
            let who = ResourceId(id);
            assert_eq!(everybody.get(who).map(|it| it.who), ids.contains(&id).then_some(who), "{id}");
            assert_eq!(everybody.get_mut(who).is_some(), ids.contains(&id), "{id}");
        }
        assert!(Everybody::default().get(ResourceId(1)).is_none());
    }
}
