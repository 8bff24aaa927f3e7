//! The values of each fact that the explorer tries: one for each class that the flow can tell apart (spec: testing §4). Where a class may
//! be missing, the explorer says what it assumes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use strum::IntoEnumIterator;

use crate::catalog::compare::compare;
use crate::catalog::fold::Fold;
use crate::catalog::value::{Locale, Value};
use crate::catalog::{Fact, FactValue, yes_no};
use crate::model::resource::{MaxEstimatedWait, MaxWaiting, WebService};
use crate::model::{
    Caller, Channel, Contact, Email, Operator, OutsideSystem, Project, ResourceData, ResourceId, ServiceState,
    UserLoad, UserState,
};

use super::clock::Clock;
use super::constants::{Constants, listed};
use super::known::Known;

/// Most values of a text that are tried.
const MOST: usize = 24;
/// Most constants that are compared with something else, and tried all the same.
const MOST_OTHER: usize = 8;
/// How many people vary for themselves at one moment; the others are in the state of the last of these.
const PEOPLE: usize = 2;
/// What is assumed of the others, as a clause.
pub(super) const FEW_PEOPLE: &str = "of all people who are asked at one moment, all but one are in the same state";
/// A text that equals nothing in a flow.
pub(super) const OTHER: &str = "something else";
/// The number of a caller whom nobody knows; drama numbers of Ofcom.
const UNKNOWN_NUMBER: &str = "+442079460018";

/// The values that are tried.
#[derive(Clone, Debug)]
pub(super) struct Atoms {
    values: BTreeMap<Fact, Arc<[FactValue]>>,
    assumed: BTreeMap<Fact, String>,
}

impl Atoms {
    /// The values for a flow of a channel.
    pub(super) fn new(project: &Project, constants: &Constants, clock: &Clock, channel: Channel) -> Self {
        let mut atoms = Self { values: BTreeMap::new(), assumed: BTreeMap::new() };
        let moments: Vec<FactValue> = clock.starts().iter().map(|start| FactValue::Moment(*start)).collect();
        atoms.tries(Fact::Start, moments);
        atoms.assumed.insert(Fact::Start, clock.assumed());
        atoms.tries(Fact::IsHidden, vec![FactValue::Yes(false), FactValue::Yes(true)]);
        for (fact, path, of_caller) in TEXTS {
            atoms.text(project, constants, *fact, path, *of_caller);
        }
        atoms.customer(project, constants, channel);
        for resource in project.resources.values() {
            atoms.resource(constants, resource.id, &resource.data);
        }
        for system in OutsideSystem::iter() {
            atoms.tries(Fact::System(system), vec![FactValue::Yes(true), FactValue::Yes(false)]);
        }
        atoms
    }

    /// People, queues, systems and services are as a world says, and nothing else of them is tried.
    pub(super) fn hold_the_world(&mut self) {
        self.values.retain(|fact, _| !fact.may_change());
    }

    fn tries(&mut self, fact: Fact, values: Vec<FactValue>) {
        let mut different: Vec<FactValue> = Vec::new();
        for value in values {
            if !different.contains(&value) {
                different.push(value);
            }
        }
        self.values.insert(fact, different.into());
    }

    /// Whether more than one value is tried.
    pub(super) fn is_tried(&self, fact: Fact) -> bool {
        self.values.get(&fact).is_some_and(|values| values.len() > 1)
    }

    /// The values of a fact that are tried, each with its place, where others are decided.
    pub(super) fn of(&self, fact: Fact, known: &Known) -> Vec<(usize, FactValue)> {
        let all = self.values.get(&fact).map_or(&[][..], |values| values);
        let all = all.iter().cloned().enumerate();
        if let Fact::State(_) = fact {
            let mut people = known.iter().filter(|(fact, _)| matches!(fact, Fact::State(_)));
            let count = people.clone().count();
            if let Some((_, last)) = people.next_back().filter(|_| count >= PEOPLE) {
                return all.filter(|(place, _)| *place == last.choice).collect();
            }
        }
        all.collect()
    }

    /// What is assumed of a fact, as a clause; none where every class is tried.
    pub(super) fn assumed(&self, fact: Fact) -> Option<&str> {
        self.assumed.get(&fact).map(String::as_str)
    }

    fn text(&mut self, project: &Project, constants: &Constants, fact: Fact, path: &str, of: fn(&Caller) -> &str) {
        let mut found: Vec<String> = match fact {
            Fact::Number => vec![UNKNOWN_NUMBER.to_owned()],
            _ => vec![String::new(), OTHER.to_owned()],
        };
        found.extend(constants.around(path));
        found.extend(project.callers.values().map(|caller| of(caller).to_owned()).filter(|it| !it.is_empty()));
        // Where a variable is only compared, values of which all comparisons say the same are one class.
        if ![Fact::Number, Fact::FirstMessage].contains(&fact) && !constants.is_used(path) {
            let mut classes = BTreeSet::new();
            found.retain(|text| classes.insert(said(project, constants, path, text)));
            return self.tries(fact, found.into_iter().map(FactValue::Text).collect());
        }
        let elsewhere: BTreeSet<String> = constants.compared.keys().flat_map(|other| constants.around(other)).collect();
        let (rows, is_all) = listed(project, MOST_OTHER);
        let is_cut = elsewhere.len() > MOST_OTHER || !is_all || found.len() > MOST;
        found.extend(elsewhere.into_iter().chain(rows).take(MOST_OTHER));
        found.truncate(MOST);
        if is_cut || constants.open.contains(path) {
            self.assumed.insert(fact, format!("{path} is like one of {} values that were tried", found.len()));
        }
        self.tries(fact, found.into_iter().map(FactValue::Text).collect());
    }

    /// What is known of the customer beside texts.
    fn customer(&mut self, project: &Project, constants: &Constants, channel: Channel) {
        let numbers = constants.around("call.score").filter_map(|score| score.parse().ok());
        self.tries(Fact::Score, std::iter::once(FactValue::Nothing).chain(numbers.map(FactValue::Number)).collect());
        let users = || project.resources.values().filter(|it| matches!(it.data, ResourceData::User(_)));
        let contact = |served_by| Contact { hours_ago: 1, channel, served_by };
        let contacts = |all: Vec<Contact>| FactValue::Contacts(Arc::new(all));
        let served = users().take(1).map(|user| contacts(vec![contact(Some(user.id))]));
        let counts = constants.around("call.contacts").filter_map(|count| count.parse::<usize>().ok());
        let many = counts.filter(|count| *count <= MOST).map(|count| contacts(vec![contact(None); count]));
        let none = [contacts(Vec::new()), contacts(vec![contact(None)])];
        self.tries(Fact::Contacts, none.into_iter().chain(many).chain(served).collect());
        if users().count() > 1 {
            let first = "who served the customer before is the first user of the project, or nobody";
            self.assumed.insert(Fact::Contacts, first.to_owned());
        }
        let owners = users().take(2).map(|user| FactValue::Item(user.id));
        self.tries(Fact::LeadOwner, std::iter::once(FactValue::Nothing).chain(owners).collect());
        let opportunities = project.callers.values().map(|it| Arc::new(it.opportunities.clone()));
        let opportunities = std::iter::once(Arc::default()).chain(opportunities);
        self.tries(Fact::Opportunities, opportunities.map(FactValue::Opportunities).take(MOST).collect());
        if channel == Channel::Email {
            self.emails(project, constants);
        }
        for (fact, what) in
            [(Fact::Cases, "cases"), (Fact::Cards, "CRM cards"), (Fact::Targets, "targets of campaigns")]
        {
            self.assumed.insert(fact, format!("there are the {what} of the worlds of the project, or none"));
        }
        let worlds = || project.worlds.values();
        let cases = worlds().map(|world| FactValue::Cases(Arc::new(world.cases.clone())));
        self.tries(Fact::Cases, std::iter::once(FactValue::Cases(Arc::default())).chain(cases).collect());
        let cards = worlds().map(|world| FactValue::Cards(Arc::new(world.cards.clone())));
        self.tries(Fact::Cards, std::iter::once(FactValue::Cards(Arc::default())).chain(cards).collect());
        let targets = worlds().map(|world| FactValue::Targets(Arc::new(world.targets.clone())));
        self.tries(Fact::Targets, std::iter::once(FactValue::Targets(Arc::default())).chain(targets).collect());
    }

    fn emails(&mut self, project: &Project, constants: &Constants) {
        let plain = Email { subject: OTHER.to_owned(), body: OTHER.to_owned(), ..Email::default() };
        let mut emails: Vec<Email> = project.callers.values().filter_map(|caller| caller.email.clone()).collect();
        emails.push(Email { is_reply: true, ..plain.clone() });
        emails.push(Email { is_automatic: true, ..plain.clone() });
        emails.extend(constants.around("email.subject").map(|subject| Email { subject, ..plain.clone() }));
        let bodies = constants.around("email.body").chain(constants.around("email.text"));
        emails.extend(bodies.map(|body| Email { body, ..plain.clone() }));
        emails.push(plain);
        emails.truncate(MOST);
        self.assumed.insert(Fact::Email, format!("the email is like one of {} that were tried", emails.len()));
        self.tries(Fact::Email, emails.into_iter().map(|email| FactValue::Email(Arc::new(email))).collect());
    }

    fn resource(&mut self, constants: &Constants, id: ResourceId, data: &ResourceData) {
        match data {
            ResourceData::User(user) => {
                self.tries(Fact::State(id), UserState::ALL.into_iter().map(FactValue::State).collect());
                // Who has too many open sessions counts as busy, so only a full day is another class.
                let full = user.daily_limit.map(|limit| UserLoad { received_today: limit, ..UserLoad::default() });
                let loads = [Some(UserLoad::default()), full].into_iter().flatten();
                self.tries(Fact::Load(id), loads.map(FactValue::Load).collect());
            }
            ResourceData::Queue(queue) => {
                let most = match queue.max_waiting {
                    MaxWaiting::Count(count) => Some(count),
                    MaxWaiting::PercentOfConnected(_) => Some(100),
                    MaxWaiting::NoLimit => None,
                };
                let asked = || constants.queue_numbers.iter().flat_map(|it| [it.saturating_sub(1).max(0), *it, it + 1]);
                let waiting = [0, 1].into_iter().chain(most.map(i64::from)).chain(asked());
                self.tries(Fact::Waiting(id), waiting.map(FactValue::Number).collect());
                let pinned = |own: Option<i64>| -> Vec<FactValue> {
                    let numbers = own.into_iter().chain(asked()).map(FactValue::Number);
                    std::iter::once(FactValue::Nothing).chain(numbers).collect()
                };
                // How many are connected follows from the people.
                self.tries(Fact::Connected(id), pinned(None));
                let longest = match queue.max_estimated_wait {
                    MaxEstimatedWait::AsLongestWait => Some(queue.max_wait_s),
                    MaxEstimatedWait::Seconds(seconds) => Some(seconds),
                    MaxEstimatedWait::NoLimit => None,
                };
                self.tries(Fact::EstimatedWait(id), pinned(longest.map(|seconds| i64::from(seconds) + 1)));
            }
            ResourceData::WebService(service) => self.service(id, service),
            _ => {}
        }
    }

    fn service(&mut self, id: ResourceId, service: &WebService) {
        let canned = service.canned.iter().map(|canned| ServiceState::Answers(canned.name.clone()));
        let states = [ServiceState::Up, ServiceState::Down].into_iter().chain(canned);
        self.tries(Fact::Service(id), states.map(FactValue::Service).collect());
        self.assumed.insert(Fact::Service(id), "a web service answers as one of its examples, or fails".to_owned());
    }
}

/// A text of the caller: the fact, the variable that shows it, and where a caller of the project has it.
type CallerText = (Fact, &'static str, fn(&Caller) -> &str);

const TEXTS: &[CallerText] = &[
    (Fact::Number, "call.number", |caller| &caller.number),
    (Fact::Name, "call.name", |caller| &caller.display_name),
    (Fact::Language, "call.language", |caller| &caller.language),
    (Fact::Source, "call.source", |caller| &caller.source),
    (Fact::Keyword, "call.keyword", |caller| &caller.keyword),
    (Fact::ActivePage, "call.active_page", |caller| &caller.active_page),
    (Fact::LandingPage, "call.landing_page", |caller| &caller.landing_page),
    (Fact::Campaign, "call.campaign", |caller| &caller.campaign),
    (Fact::Referrer, "call.referrer", |caller| &caller.referrer),
    (Fact::Opportunity, "call.opportunity", |caller| &caller.opportunity),
    (Fact::FirstMessage, "message.text", |caller| &caller.first_message),
];

/// What each comparison of a variable says of a value.
fn said(project: &Project, constants: &Constants, path: &str, text: &str) -> Vec<bool> {
    let compared = constants.compared.get(path).into_iter().flatten();
    let says = |(op, right): &(Operator, String)| {
        let (left, right) = (Value::untyped(text.to_owned()), Value::untyped(right.clone()));
        compare(&left, *op, &right, Fold::USUAL, Locale::of(project)).holds
    };
    compared.map(says).collect()
}

/// Words for yes and no, for questions whose answer is a text.
pub(super) fn yes_and_no() -> [String; 2] {
    [true, false].map(|is_yes| yes_no::words(is_yes).to_owned())
}
