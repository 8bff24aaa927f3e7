//! What an action does when a call is in it: it gets an event and answers with a step. Both are closed sets, so
//! that the same engine can drive a mock caller, a load run, or a live call (architecture §2).

use std::borrow::Cow;

use crate::model::{ActionId, ItemRef, ResourceId, RoutingId};

use super::chance::Draw;
use super::decision::{Decision, Request};
use super::floor::{FloorEvent, FloorWait};
use super::fold;
use super::question::{Answer, Question};

/// Why an action is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The call enters it.
    Enter,
    /// Its question is answered.
    Answer(Answer),
    /// What it asked to be decided is decided.
    Decided(Decision),
    /// What it asked to be drawn is drawn: the value of the lot.
    Drawn {
        /// The value of the lot.
        value: String,
        /// Whether an answer forced it.
        is_forced: bool,
    },
    /// Something happened between the interaction and people, for whom the action waits.
    Floor(FloorEvent),
}

/// What happens next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Leaves by a branch.
    Go(Cow<'static, str>),
    /// Leaves by the first of these branches; the others are fallbacks, of which the first with a link is followed (see [`super::lead`]).
    GoFirst(Vec<Cow<'static, str>>),
    /// Waits for an answer.
    Ask(Question),
    /// Asks who gets the interaction.
    Decide(Request),
    /// Lets chance decide; where more than one result is possible, an answer may force one.
    Draw(Draw),
    /// Waits for people; what happens comes as [`Event::Floor`].
    Wait(Box<FloorWait>),
    /// Goes on waiting for people as before.
    Stay,
    /// Control moves to another routing and does not come back.
    Jump {
        /// The other routing.
        routing: RoutingId,
        /// Its version in test instead of the one in production.
        in_test: bool,
    },
    /// Another routing runs and comes back to this action, which is then left by one of its branches.
    Call(Box<Call>),
    /// This routing is over: the action that called it goes on by the ending of this name. Where none has called it, the interaction ends
    /// as a goodbye.
    ComeBack(String),
    /// The customer leaves while the action is in use, and what was reached by then counts: the result of this branch.
    LeftBy(Cow<'static, str>),
    /// The customer leaves while the action is in use, and nothing was reached.
    HungUp,
    /// The interaction rests in the pool of unassigned ones, and nothing more happens (spec: distribution §2).
    Rest,
    /// The interaction ends here on purpose: what the customer wanted is done.
    End,
}

/// Another routing that runs and comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The other routing.
    pub routing: RoutingId,
    /// Its version in test instead of the one in production.
    pub in_test: bool,
    /// How the action is left when the routing comes back.
    pub endings: Endings,
}

/// The branches by which an action is left when the routing that it called comes back.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Endings {
    /// Names of endings, with the keys of their branches.
    pub named: Vec<(String, Cow<'static, str>)>,
    /// The branch for an ending without a name, and for a name that is not among them.
    pub other: Cow<'static, str>,
    /// The branch for a routing that ends on purpose, or with a result, and does not come back by itself.
    pub ended: Cow<'static, str>,
}

impl Endings {
    /// The branch of an ending. Names are compared as texts are (spec: meaning §2).
    #[must_use]
    pub fn branch(&self, name: &str) -> &Cow<'static, str> {
        let is_named = |(known, _): &&(String, Cow<'static, str>)| !fold::is_blank(name) && fold::same(known, name);
        self.named.iter().find(is_named).map_or(&self.other, |(_, key)| key)
    }
}

impl Step {
    /// Leaves by a declared branch.
    #[must_use]
    pub fn go(branch: &super::branch::BranchSpec) -> Self {
        Self::Go(Cow::Borrowed(branch.key))
    }

    /// Leaves by a declared branch that falls back on another one, which the action picks. The result of the first counts in any case.
    #[must_use]
    pub fn go_or(branch: &super::branch::BranchSpec, other: &super::branch::BranchSpec) -> Self {
        Self::GoFirst(vec![Cow::Borrowed(branch.key), Cow::Borrowed(other.key)])
    }

    /// Leaves by the branch of a row.
    #[must_use]
    pub fn go_row(row: &crate::model::Row) -> Self {
        Self::Go(super::branch::row_key(row.id))
    }
}

/// What an action makes happen. A mock caller reads it, a live call performs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The customer hears or reads this.
    Heard(String),
    /// Buttons with these words are offered with what was said last.
    Offered(Vec<String>),
    /// The customer does this.
    Did(String),
    /// The customer writes this.
    Wrote(String),
    /// An agent, somebody who is called or an outside system does this.
    OthersDid(String),
    /// Who answered hears this, and the customer does not.
    Whispered {
        /// Who: a name, or *the callee*.
        who: String,
        /// The words.
        text: String,
    },
    /// Something worth knowing happened.
    Note(String),
    /// Something goes to an outside system: the ledger (spec: simulation).
    Ledger {
        /// The system, such as *Web service*.
        system: String,
        /// What is sent or asked.
        what: String,
    },
    /// An email goes out; the ledger entry before it says the same in words.
    Mailed(Box<Mail>),
    /// A variable changed.
    Assigned {
        /// Its path.
        path: String,
        /// The value before.
        before: String,
        /// The value after.
        after: String,
    },
    /// A person took the interaction.
    ServedBy(ResourceId),
    /// The passage through an action was recorded (spec: domain §7).
    Passage {
        /// The action.
        action: ActionId,
        /// The branch taken.
        branch: String,
    },
    /// A row of a table, or an exception of a calendar, decides what follows. Nobody hears of it; coverage counts it (spec: testing §3).
    Decided {
        /// The table or the calendar.
        by: ResourceId,
        /// The keys of the row, or the name of the exception.
        row: Vec<String>,
    },
}

/// An email that goes out, as its receiver sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mail {
    /// Whom it is for.
    pub to: Vec<String>,
    /// Who gets a copy.
    pub copy: Vec<String>,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The names of attached files.
    pub attachments: Vec<String>,
}

/// Why an item resolves to nothing, in words.
#[must_use]
pub fn not_found_words(item: Option<&ItemRef>, value: &str) -> String {
    match item {
        None => "Nothing is chosen.".to_owned(),
        Some(ItemRef::Item(id)) => format!("Item {id} no longer exists."),
        Some(ItemRef::Reference(reference)) => format!("No item has the reference \"{reference}\"."),
        Some(ItemRef::Variable(path)) if value.is_empty() => format!("Variable {path} is empty."),
        Some(ItemRef::Variable(path)) => format!("No item has the reference \"{value}\", read from {path}."),
    }
}
