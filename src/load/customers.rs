//! Who the customers are: callers of the project, or unknown ones with a number, a language and a history of their own (spec: load §1).

use crate::model::caller::{Contact as PastContact, Email};
use crate::model::scenario::Customers;
use crate::model::{Caller, Channel, ResourceId};
use crate::sim::Scene;

use super::draws::{self, For, Key};
use super::earlier::Earlier;
use super::replication::Replication;

/// Most earlier customers who may come again: the latest ones.
const MOST_EARLIER: usize = 10_000;

/// Which draw about a customer is for what.
mod nth {
    pub const SAVED: u32 = 0;
    pub const RETURNS: u32 = 1;
    pub const WHO: u32 = 2;
    pub const LANGUAGE: u32 = 3;
    pub const HIDDEN: u32 = 4;
}

impl Replication<'_> {
    /// The scene with the customer of a contact; none where the scenario says nothing of customers and the channel needs nothing.
    pub(super) fn scene_for(&mut self, entry: usize, seed: u64, key: Key) -> Option<Scene> {
        let customers = &self.stage.customers;
        let entry = self.stage.entries.get(entry)?;
        if *customers == Customers::default() && entry.channel == Channel::Voice {
            return None;
        }
        let caller = self.customer(customers, entry.channel, seed, key);
        let request = crate::sim::SceneRequest { caller, ..entry.request.clone() };
        Scene::on(&self.stage.basis, request).ok()
    }

    fn customer(&self, customers: &Customers, channel: Channel, seed: u64, key: Key) -> Caller {
        let drawn = u32::try_from(draws::below(seed, For::Customer, nth::SAVED, 100)).unwrap_or(0);
        if let Some(named) = at_share(customers.saved.iter().map(|(named, percent)| (named, *percent)), drawn) {
            let found = self.stage.project.callers.get(&named.id);
            let caller = found.map_or_else(Caller::default, |found| (**found).clone());
            return with_message(caller, channel);
        }
        if !self.earlier.is_empty() && draws::happens(seed, For::Customer, nth::RETURNS, customers.returning) {
            let count = u64::try_from(self.earlier.len()).unwrap_or(0);
            let place = usize::try_from(draws::below(seed, For::Customer, nth::WHO, count)).unwrap_or(0);
            if let Some(earlier) = self.earlier.get(place) {
                return with_message(self.again(earlier), channel);
            }
        }
        let all = customers.languages.iter().map(|(_, share)| u64::from(*share)).sum();
        let drawn = u32::try_from(draws::below(seed, For::Customer, nth::LANGUAGE, all)).unwrap_or(u32::MAX);
        let language = at_share(customers.languages.iter().map(|(language, share)| (language, *share)), drawn);
        let caller = Caller {
            number: own_number(channel, key),
            is_hidden: draws::happens(seed, For::Customer, nth::HIDDEN, customers.hidden),
            language: language.cloned().unwrap_or_default(),
            ..Caller::default()
        };
        with_message(caller, channel)
    }

    /// An earlier customer who comes again: the last contact is part of the history.
    fn again(&self, earlier: &Earlier) -> Caller {
        let hours_ago = u32::try_from(self.at_ms.saturating_sub(earlier.at_ms) / 3_600_000).unwrap_or(u32::MAX);
        let last = PastContact { hours_ago, channel: earlier.channel, served_by: earlier.served_by };
        let mut caller = earlier.caller.clone();
        for contact in &mut caller.contacts {
            contact.hours_ago = contact.hours_ago.saturating_add(hours_ago);
        }
        caller.contacts.insert(0, last);
        caller
    }

    /// Remembers the customer of a contact that has ended.
    pub(super) fn remember(&mut self, caller: Caller, channel: Channel, served_by: Option<ResourceId>) {
        if self.stage.customers.returning == 0 || caller.is_hidden {
            return;
        }
        let new = Earlier { caller, at_ms: self.at_ms, channel, served_by };
        if self.earlier.len() < MOST_EARLIER {
            self.earlier.push(new);
        } else if let Some(oldest) = self.earlier.get_mut(self.oldest) {
            *oldest = new;
            self.oldest = (self.oldest + 1) % MOST_EARLIER;
        }
    }
}

/// What is at a place of things with their shares; none beyond them all.
fn at_share<T>(all: impl IntoIterator<Item = (T, u32)>, drawn: u32) -> Option<T> {
    let mut end = 0_u64;
    let mut all = all.into_iter();
    let found = all.find(|(_, share)| {
        end += u64::from(*share);
        u64::from(drawn) < end
    });
    found.map(|(found, _)| found)
}

/// The number or address of a customer: nobody has one under the country code 999.
fn own_number(channel: Channel, (entry, half_hour, index, _): Key) -> String {
    let number = u64::from(half_hour) * 100_000 + u64::from(index % 100_000);
    match channel {
        Channel::Email => format!("customer{}.{number}@example.com", entry % 100),
        Channel::Voice | Channel::Messaging => format!("+999{:02}{number:09}", entry % 100),
    }
}

/// An email flow receives an email, and a chat begins with a message.
fn with_message(mut caller: Caller, channel: Channel) -> Caller {
    match channel {
        Channel::Email if caller.email.is_none() => {
            caller.email = Some(Email { subject: "A question".to_owned(), ..Email::default() });
        }
        Channel::Messaging if caller.first_message.is_empty() => "Hello".clone_into(&mut caller.first_message),
        Channel::Voice | Channel::Email | Channel::Messaging => {}
    }
    caller
}
