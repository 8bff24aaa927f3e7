//! The one door to the outside. What a flow knows of it lies over it: facts that were set in mid-run, and facts that were read at
//! this moment, which stay as they were read (spec: meaning §0). The door decides nothing.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::model::caller::{Email, Opportunity};
use crate::model::{
    ActionId, CampaignTarget, Case, Contact, CrmCard, OutsideSystem, ResourceId, RoutingId, ServiceState, UserLoad,
    UserState,
};

use super::chance::Purpose;
use super::facts::Facts;
use super::outside::{Fact, FactValue, Outside};

/// Something that an interaction holds itself, beside variables and counters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, strum::EnumIter)]
pub enum Cell {
    /// What decides who gets it: what keeps people, who served before, and whose turn it is.
    People,
    /// Its tags.
    Tags,
    /// Whether a recording runs.
    Recording,
    /// The number that is shown to those who are called.
    CallerId,
    /// The numbers outside that answered.
    Answered,
    /// The language that the flow has set.
    Language,
    /// What the customer wrote last, and when.
    LastMessage,
    /// The routing that runs.
    Routing,
    /// The outcome.
    Outcome,
    /// Who ended it.
    EndedBy,
    /// Its case, and the cases that it has written.
    Cases,
    /// Its CRM card, and those that it has made.
    Cards,
    /// The targets of campaigns that it has written.
    Targets,
    /// The rows of databases that it has written.
    Rows,
    /// The invoices that it has paid.
    Paid,
}

/// What a step of a call has read. Who explores every path keeps apart only what a later step reads (spec: testing §4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Facts about the outside.
    pub facts: BTreeSet<Fact>,
    /// What the interaction holds itself.
    pub cells: BTreeSet<Cell>,
    /// Variables, by their path of today.
    pub variables: BTreeSet<String>,
    /// Counters of passages.
    pub counters: BTreeSet<(RoutingId, ActionId)>,
}

/// The door, while a step of a call is under way.
#[derive(Debug)]
pub struct Door<'a> {
    outside: &'a dyn Outside,
    facts: RefCell<Facts>,
    /// Whether the outside is a floor, of which nothing is kept.
    is_floor: bool,
    /// In a box, since few steps note what they read.
    seen: Option<Box<RefCell<Seen>>>,
}

impl<'a> Door<'a> {
    /// Opens the door.
    #[must_use]
    #[inline]
    pub fn new(outside: &'a dyn Outside, facts: Facts) -> Self {
        Self { outside, facts: RefCell::new(facts), is_floor: outside.is_floor(), seen: None }
    }

    /// The same door, which also notes what is read.
    #[must_use]
    pub fn noting(mut self) -> Self {
        self.seen = Some(Box::default());
        self
    }

    /// Whether what is read is noted.
    #[must_use]
    pub fn is_noting(&self) -> bool {
        self.seen.is_some()
    }

    /// Closes it, with what is known now, and with what was read where that is noted.
    #[must_use]
    #[inline]
    pub fn close(self) -> (Facts, Option<Seen>) {
        (self.facts.into_inner(), self.seen.map(|seen| seen.into_inner()))
    }

    /// Notes that a variable is read: its path of today.
    pub fn sees_variable(&self, path: &str) {
        if let Some(seen) = &self.seen
            && !seen.borrow().variables.contains(path)
        {
            seen.borrow_mut().variables.insert(path.to_owned());
        }
    }

    /// Notes that something is read that the interaction holds itself.
    pub fn sees(&self, cell: Cell) {
        if let Some(seen) = &self.seen {
            seen.borrow_mut().cells.insert(cell);
        }
    }

    /// Notes that the counter of passages of an action is read.
    pub fn sees_counter(&self, action: (RoutingId, ActionId)) {
        if let Some(seen) = &self.seen {
            seen.borrow_mut().counters.insert(action);
        }
    }

    /// The clock has come to a moment, in milliseconds since the interaction began.
    #[inline]
    pub fn turn_to(&self, at_ms: u64) {
        self.facts.borrow_mut().turn_to(at_ms);
    }

    /// Changes what is known.
    pub fn know(&self, change: impl FnOnce(&mut Facts)) {
        change(&mut self.facts.borrow_mut());
    }

    /// The value of a fact at this moment. Read twice at one moment it is the same.
    #[must_use]
    pub fn read(&self, fact: Fact) -> FactValue {
        if let Some(seen) = &self.seen {
            seen.borrow_mut().facts.insert(fact);
        }
        let facts = self.facts.borrow();
        if let Some(known) = facts.set.get(&fact).or_else(|| facts.read.get(&fact)) {
            return known.clone();
        }
        let steps = facts.steps;
        drop(facts);
        let value = self.outside.read_after(fact, steps);
        if !self.is_floor && !matches!(fact, Fact::Draw(_)) {
            self.facts.borrow_mut().read.insert(fact, value.clone());
        }
        value
    }

    /// A fact that is a text.
    #[must_use]
    pub fn text(&self, fact: Fact) -> String {
        match self.read(fact) {
            FactValue::Text(text) => text,
            _ => String::new(),
        }
    }

    /// A fact that is a number, where the outside says one.
    #[must_use]
    pub fn number(&self, fact: Fact) -> Option<i64> {
        match self.read(fact) {
            FactValue::Number(number) => Some(number),
            _ => None,
        }
    }

    /// A fact that is a count, where the outside says one.
    #[must_use]
    pub fn count(&self, fact: Fact) -> Option<u32> {
        self.number(fact).map(|number| u32::try_from(number.max(0)).unwrap_or(u32::MAX))
    }

    /// The moment it is, so long after the interaction began.
    #[must_use]
    pub fn now(&self, at_ms: u64) -> DateTime<Utc> {
        let start = match self.read(Fact::Start) {
            FactValue::Moment(start) => start,
            _ => DateTime::default(),
        };
        let elapsed = TimeDelta::try_milliseconds(i64::try_from(at_ms).unwrap_or(i64::MAX));
        elapsed.and_then(|delta| start.checked_add_signed(delta)).unwrap_or(start)
    }

    /// Whether the caller's number is withheld.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.read(Fact::IsHidden) == FactValue::Yes(true)
    }

    /// The past contacts, newest first.
    #[must_use]
    pub fn contacts(&self) -> Arc<Vec<Contact>> {
        match self.read(Fact::Contacts) {
            FactValue::Contacts(contacts) => contacts,
            _ => Arc::default(),
        }
    }

    /// Who owns the customer's lead.
    #[must_use]
    pub fn lead_owner(&self) -> Option<ResourceId> {
        match self.read(Fact::LeadOwner) {
            FactValue::Item(user) => Some(user),
            _ => None,
        }
    }

    /// The customer's opportunities.
    #[must_use]
    pub fn opportunities(&self) -> Arc<Vec<Opportunity>> {
        match self.read(Fact::Opportunities) {
            FactValue::Opportunities(opportunities) => opportunities,
            _ => Arc::default(),
        }
    }

    /// The email that came in, if one did.
    #[must_use]
    pub fn email(&self) -> Option<Arc<Email>> {
        match self.read(Fact::Email) {
            FactValue::Email(email) => Some(email),
            _ => None,
        }
    }

    /// The state of a person; none when it is not said, and the work schedule decides.
    #[must_use]
    pub fn state(&self, user: ResourceId) -> Option<UserState> {
        match self.read(Fact::State(user)) {
            FactValue::State(state) => Some(state),
            _ => None,
        }
    }

    /// What a person has on their hands.
    #[must_use]
    pub fn load(&self, user: ResourceId) -> UserLoad {
        match self.read(Fact::Load(user)) {
            FactValue::Load(load) => load,
            _ => UserLoad::default(),
        }
    }

    /// The state of a person and what they have on their hands.
    #[must_use]
    #[inline]
    pub fn person(&self, user: ResourceId) -> (Option<UserState>, UserLoad) {
        let is_plain = self.is_floor && self.seen.is_none() && self.facts.borrow().set.is_empty();
        if is_plain {
            return self.outside.person(user);
        }
        let load = self.load(user);
        (self.state(user), load)
    }

    /// Whether an outside system can be reached.
    #[must_use]
    pub fn is_up(&self, system: OutsideSystem) -> bool {
        self.read(Fact::System(system)) != FactValue::Yes(false)
    }

    /// The state of a web service.
    #[must_use]
    pub fn service(&self, service: ResourceId) -> ServiceState {
        match self.read(Fact::Service(service)) {
            FactValue::Service(state) => state,
            _ => ServiceState::default(),
        }
    }

    /// The rows of a database, where they are not those of the resource.
    #[must_use]
    pub fn rows(&self, database: ResourceId) -> Option<Arc<Vec<Vec<String>>>> {
        match self.read(Fact::Rows(database)) {
            FactValue::Rows(rows) => Some(rows),
            _ => None,
        }
    }

    /// The cases that exist outside.
    #[must_use]
    pub fn cases(&self) -> Arc<Vec<Case>> {
        match self.read(Fact::Cases) {
            FactValue::Cases(cases) => cases,
            _ => Arc::default(),
        }
    }

    /// The CRM cards that exist outside.
    #[must_use]
    pub fn cards(&self) -> Arc<Vec<CrmCard>> {
        match self.read(Fact::Cards) {
            FactValue::Cards(cards) => cards,
            _ => Arc::default(),
        }
    }

    /// The targets of campaigns that exist outside.
    #[must_use]
    pub fn targets(&self) -> Arc<Vec<CampaignTarget>> {
        match self.read(Fact::Targets) {
            FactValue::Targets(targets) => targets,
            _ => Arc::default(),
        }
    }

    /// What chance gave for a purpose, once it is drawn or forced.
    #[must_use]
    pub fn drawn(&self, purpose: Purpose) -> Option<String> {
        match self.read(Fact::Draw(purpose)) {
            FactValue::Drawn(value) => Some(value),
            _ => None,
        }
    }
}
