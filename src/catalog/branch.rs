//! Branches: the ways out of an action. They come from the action's own parameters only, so no edit of a resource
//! adds or removes one (spec: actions §1), and their keys are stable.

use std::borrow::Cow;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::model::{Action, Params, RoutingType, Row, RowId, TreeType};

use super::channels::Channels;

/// A good ending that a branch can declare, best first (spec: simulation §3, Outcome).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ResultKind {
    /// A person of the company served the customer.
    Person,
    /// The customer was put through to somewhere outside.
    TransferredOut,
    /// The customer left a message.
    Voicemail,
    /// The customer will be called back.
    CallBack,
    /// The customer got it done without a person.
    SelfService,
}

/// How an interaction turned out (spec: simulation §3). The best result reached, or else why there was none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// A result was reached.
    Reached(ResultKind),
    /// Left in the unassigned pool.
    Waiting,
    /// An ending marked on purpose.
    Goodbye,
    /// The customer left.
    Abandoned,
    /// A campaign called, and nobody answered.
    NotReached,
    /// A branch led nowhere.
    Dropped,
    /// The flow cannot go on, such as routings nested too deep.
    Error,
    /// Too many actions ran.
    StepLimit,
}

impl Outcome {
    /// Every outcome, the good ones first.
    pub const ALL: [Self; 12] = [
        Self::Reached(ResultKind::Person),
        Self::Reached(ResultKind::TransferredOut),
        Self::Reached(ResultKind::Voicemail),
        Self::Reached(ResultKind::CallBack),
        Self::Reached(ResultKind::SelfService),
        Self::Waiting,
        Self::Goodbye,
        Self::Abandoned,
        Self::NotReached,
        Self::Dropped,
        Self::Error,
        Self::StepLimit,
    ];

    /// The words a supervisor reads.
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self {
            Self::Reached(ResultKind::Person) => "Person",
            Self::Reached(ResultKind::TransferredOut) => "Transferred out",
            Self::Reached(ResultKind::Voicemail) => "Voicemail",
            Self::Reached(ResultKind::CallBack) => "Call-back",
            Self::Reached(ResultKind::SelfService) => "Self-service",
            Self::Waiting => "Waiting",
            Self::Goodbye => "Goodbye",
            Self::Abandoned => "Abandoned",
            Self::NotReached => "Not reached",
            Self::Dropped => "Dropped",
            Self::Error => "Error",
            Self::StepLimit => "Step limit",
        }
    }

    /// Whether the flow is at fault.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        matches!(self, Self::Dropped | Self::Error | Self::StepLimit)
    }

    /// Whether the interaction ended as a company would want it to.
    #[must_use]
    pub fn is_good(&self) -> bool {
        matches!(self, Self::Reached(_) | Self::Waiting | Self::Goodbye)
    }
}

/// The branches that are followed instead of one without a link (spec: meaning §6, Branches).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fallbacks {
    /// None.
    #[default]
    None,
    /// The first of these with a link.
    InOrder(&'static [&'static str]),
    /// One of these, which the action picks when it leaves.
    OneOf(&'static [&'static str]),
}

impl Fallbacks {
    /// The keys of the branches.
    #[must_use]
    pub const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::None => &[],
            Self::InOrder(keys) | Self::OneOf(keys) => keys,
        }
    }
}

/// A branch that a kind always has, or has while its parameters and the channel say so.
#[derive(Clone, Copy)]
pub struct BranchSpec {
    /// Stable key.
    pub key: &'static str,
    /// The vendor's label, where known.
    pub label: &'static str,
    /// The result that leaving by it stands for.
    pub result: Option<ResultKind>,
    /// Whether the interaction may end here without a link and without a result, as in the pool or at *If something fails*: this is no drop.
    pub may_rest: bool,
    /// Whether something technical has failed; such a branch falls back on *If something fails* of Start.
    pub is_technical: bool,
    /// What is followed where it has no link.
    pub fallbacks: Fallbacks,
    /// The channels of the routings in which it exists.
    pub channels: Channels,
    /// Whether the parameters switch it on; without a rule it always is.
    pub shown_if: Option<fn(&Params) -> bool>,
}

impl BranchSpec {
    /// A branch that is always there.
    #[must_use]
    pub const fn new(key: &'static str, label: &'static str) -> Self {
        Self {
            key,
            label,
            result: None,
            may_rest: false,
            is_technical: false,
            fallbacks: Fallbacks::None,
            channels: Channels::ALL,
            shown_if: None,
        }
    }

    /// With the result that it stands for.
    #[must_use]
    pub const fn result(mut self, result: ResultKind) -> Self {
        self.result = Some(result);
        self
    }

    /// As one that may lead nowhere: the interaction rests in the pool (spec: distribution §2).
    #[must_use]
    pub const fn may_rest(mut self) -> Self {
        self.may_rest = true;
        self
    }

    /// As one by which something technical fails.
    #[must_use]
    pub const fn technical(mut self) -> Self {
        self.is_technical = true;
        self
    }

    /// With the branches that are followed, the first with a link, where this one has none.
    #[must_use]
    pub const fn else_by(mut self, keys: &'static [&'static str]) -> Self {
        self.fallbacks = Fallbacks::InOrder(keys);
        self
    }

    /// With the branches of which the action picks one where this one has no link.
    #[must_use]
    pub const fn else_by_one_of(mut self, keys: &'static [&'static str]) -> Self {
        self.fallbacks = Fallbacks::OneOf(keys);
        self
    }

    /// In routings of these channels alone.
    #[must_use]
    pub const fn only(mut self, channels: Channels) -> Self {
        self.channels = channels;
        self
    }

    /// There only while the rule holds.
    #[must_use]
    pub const fn shown_if(mut self, rule: fn(&Params) -> bool) -> Self {
        self.shown_if = Some(rule);
        self
    }
}

/// A part of a kind's branches, in order.
#[derive(Clone, Copy)]
pub enum BranchPart {
    /// One branch.
    One(&'static BranchSpec),
    /// A branch for each row of a field, key `row:<id>`.
    PerRow {
        /// The key of the rows field.
        field: &'static str,
        /// The label of a row's branch.
        label: fn(&Row) -> String,
        /// Whether the parameters switch these branches on.
        shown_if: Option<fn(&Params) -> bool>,
    },
}

/// A branch of one action as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Branch {
    /// Stable key.
    pub key: Cow<'static, str>,
    /// The label at the port.
    pub label: String,
    /// The result that leaving by it stands for.
    pub result: Option<ResultKind>,
    /// Whether it may lead nowhere although it declares no result.
    pub may_rest: bool,
    /// Whether something technical has failed.
    pub is_technical: bool,
    /// What is followed where it has no link.
    pub fallbacks: Fallbacks,
}

impl Branch {
    /// A branch of which nothing is known beside its label.
    #[must_use]
    pub fn plain(key: impl Into<Cow<'static, str>>, label: impl Into<String>) -> Self {
        Self { key: key.into(), label: label.into(), ..Self::default() }
    }
}

/// The branch that goes on as a matter of course: what *add between* links onward and *remove and heal* follows
/// (spec: domain §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayOn {
    /// The branch of this key.
    Key(&'static str),
    /// The branch of the first row.
    FirstRow,
    /// None: the flow never goes on here.
    None,
}

/// The usual way on.
pub const OK: BranchSpec = BranchSpec::new("ok", "OK");
/// Something outside failed.
pub const ERROR: BranchSpec = BranchSpec::new("error", "Error").technical();
/// No row applies.
pub const BY_DEFAULT: BranchSpec = BranchSpec::new("default", "By default");
/// An item resolves to nothing (spec: domain §1).
pub const REFERENCE_NOT_FOUND: BranchSpec = BranchSpec::new("reference_not_found", "Reference not found").technical();
/// The branch of Start on which every technical branch of the version falls back; no interaction leaves Start by it (spec: meaning §6).
pub const IF_SOMETHING_FAILS: BranchSpec = BranchSpec::new("if_something_fails", "If something fails").may_rest();
/// The customer has left already. Only in *interaction end* trees, on kinds the customer could leave (spec: simulation §3).
pub const CALLER_GONE: BranchSpec = BranchSpec::new("caller_gone", "Caller gone");

/// How many keys of rows are kept, so that leaving by a row makes no text.
const KEPT_KEYS: u32 = 256;

/// The key of the branch of a row.
#[must_use]
pub fn row_key(id: RowId) -> Cow<'static, str> {
    static KEYS: OnceLock<Vec<String>> = OnceLock::new();
    let keys = KEYS.get_or_init(|| (0..KEPT_KEYS).map(|number| RowId(number).branch_key()).collect());
    let known = usize::try_from(id.0).ok().and_then(|place| keys.get(place));
    known.map_or_else(|| Cow::Owned(id.branch_key()), |key| Cow::Borrowed(key.as_str()))
}

/// The branches of an action of a kind with these parts, in a tree of a type.
#[must_use]
pub fn branches(parts: &[BranchPart], caller_may_leave: bool, action: &Action, tree: TreeType) -> Vec<Branch> {
    let params = &action.params;
    let is_on = |rule: Option<fn(&Params) -> bool>| rule.is_none_or(|rule| rule(params));
    let fixed = |spec: &BranchSpec| Branch {
        key: Cow::Borrowed(spec.key),
        label: spec.label.to_owned(),
        result: spec.result,
        may_rest: spec.may_rest,
        is_technical: spec.is_technical,
        fallbacks: spec.fallbacks,
    };
    let mut found = Vec::new();
    for part in parts {
        match part {
            BranchPart::One(spec) if spec.channels.has(tree.channel) && is_on(spec.shown_if) => found.push(fixed(spec)),
            BranchPart::PerRow { field, label, shown_if } if is_on(*shown_if) => {
                found.extend(params.rows(field).iter().map(|row| Branch::plain(row_key(row.id), label(row))));
            }
            _ => {}
        }
    }
    if caller_may_leave && tree.kind == RoutingType::InteractionEnd {
        found.push(fixed(&CALLER_GONE));
    }
    found
}
