//! The definition of a kind of action. One static value of [`ActionSpec`] a kind; forms, ports, card text, checks, simulation
//! and documentation are made from it and from nothing else.

use crate::model::{Action, ActionId, Caller, Channel, Params, Project, TreeType, Value, World};

use super::branch::{Branch, BranchPart, WayOn, branches};
use super::channels::Channels;
use super::check::{CheckCx, Finding};
use super::cx::Cx;
use super::field::{FieldKind, FieldSpec};
use super::icon::Icon;
use super::step::Step;

/// Where a kind stands in the palette (spec: actions §1–§4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// Actions and action tree.
    Flow,
    /// Voice.
    Voice,
    /// Sending.
    Sending,
    /// Distribution.
    Distribution,
    /// Cases & CRM.
    Crm,
    /// Data.
    Data,
    /// Time and dates.
    Time,
    /// Interconnection.
    Connection,
    /// Campaigns.
    Campaigns,
    /// Survey.
    Survey,
    /// Payment and billing.
    Payment,
    /// Routing rules.
    Rules,
    /// Email.
    Email,
    /// Messaging.
    Messaging,
}

impl Category {
    /// The vendor's title.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Flow => "Actions and action tree",
            Self::Voice => "Voice",
            Self::Sending => "Sending",
            Self::Distribution => "Distribution",
            Self::Crm => "Cases & CRM",
            Self::Data => "Data",
            Self::Time => "Time and dates",
            Self::Connection => "Interconnection",
            Self::Campaigns => "Campaigns",
            Self::Survey => "Survey",
            Self::Payment => "Payment and billing",
            Self::Rules => "Routing rules",
            Self::Email => "Email",
            Self::Messaging => "Messaging",
        }
    }
}

/// Everything around an example that can be set up: the sample project, who calls, and the world.
#[derive(Clone, Debug, Default)]
pub struct Stage {
    /// A copy of the sample project.
    pub project: Project,
    /// Who calls.
    pub caller: Caller,
    /// Everything outside the flow.
    pub world: World,
    /// The channel of the routing that the example runs in; without one, the first channel of the kind.
    pub channel: Option<Channel>,
    /// What the interaction passes before it comes to the action.
    pub before: Vec<Action>,
}

impl Stage {
    /// Lets the interaction pass another action before, where everything goes as it goes by itself.
    pub fn passes_before<const N: usize>(&mut self, kind: &str, params: [(&str, Value); N]) {
        let params = Params(params.into_iter().map(|(key, value)| (key.to_owned(), value)).collect());
        self.before.push(Action { params, ..Action::new(ActionId::default(), kind) });
    }
}

/// An example: it is shown in the documentation and runs as a test.
#[derive(Clone, Copy)]
pub struct Example {
    /// What it shows, such as *Caller presses a key in use*.
    pub title: &'static str,
    /// What is different from the sample project.
    pub given: Option<fn(&mut Stage)>,
    /// The channel of the routing that it runs in; without one, the first channel of the kind.
    pub over: Option<Channel>,
    /// The parameters, as in the file.
    pub params: &'static str,
    /// The answers, separated by `;`.
    pub answers: &'static str,
    /// The key of the branch by which it leaves; empty where control goes elsewhere.
    pub takes: &'static str,
    /// The virtual clock when it leaves, in milliseconds since the interaction began.
    pub after_ms: u64,
    /// What it writes to the ledger, in order, each as *System: what*; nothing else is written.
    pub ledger: &'static [&'static str],
}

impl Example {
    /// An example over the sample project as it is, in which no time passes and nothing is written to the ledger.
    #[must_use]
    pub const fn new(title: &'static str, params: &'static str, answers: &'static str, takes: &'static str) -> Self {
        Self { title, given: None, over: None, params, answers, takes, after_ms: 0, ledger: &[] }
    }

    /// That leaves when the virtual clock is at so many milliseconds.
    #[must_use]
    pub const fn after_ms(mut self, after_ms: u64) -> Self {
        self.after_ms = after_ms;
        self
    }

    /// That writes this to the ledger, each as *System: what*.
    #[must_use]
    pub const fn ledger(mut self, ledger: &'static [&'static str]) -> Self {
        self.ledger = ledger;
        self
    }

    /// The channel of the routing that the example of a kind runs in.
    #[must_use]
    pub fn channel(&self, spec: &ActionSpec) -> Channel {
        self.over.or(spec.channels.0.first().copied()).unwrap_or_default()
    }

    /// In a routing of this channel.
    #[must_use]
    pub const fn over(mut self, channel: Channel) -> Self {
        self.over = Some(channel);
        self
    }

    /// With something different from the sample project.
    #[must_use]
    pub const fn given(mut self, given: fn(&mut Stage)) -> Self {
        self.given = Some(given);
        self
    }
}

/// The definition of a kind of action.
pub struct ActionSpec {
    /// Stable id, as in the file.
    pub id: &'static str,
    /// The vendor's title.
    pub title: &'static str,
    /// A shorter title for palette and cards; empty means the title.
    pub short_title: &'static str,
    /// Where it stands in the palette.
    pub category: Category,
    /// Its icon.
    pub icon: Icon,
    /// What people call it who do not know its title: everyday words in English with commas between them, by which it is found (spec: ease §1).
    pub words: &'static str,
    /// Where it is offered.
    pub channels: Channels,
    /// What it does, for supervisors, in one to four sentences.
    pub doc: &'static str,
    /// The card's one line of summary: text with `{field key}`; a part between ` · ` whose fields are all empty is left out.
    pub card: &'static str,
    /// The fields, in the order of the form.
    pub fields: &'static [&'static FieldSpec],
    /// The branches, in order.
    pub branches: &'static [BranchPart],
    /// The branch that goes on as a matter of course.
    pub way_on: WayOn,
    /// Whether the interaction can also end here because the customer leaves (`¤`).
    pub caller_may_leave: bool,
    /// What it does.
    pub run: fn(&mut Cx<'_>) -> Step,
    /// What can be wrong with it, beyond what holds for every kind.
    pub check: fn(&CheckCx<'_>) -> Vec<Finding>,
    /// Examples that together take every branch.
    pub examples: &'static [Example],
}

impl ActionSpec {
    /// The title on cards and in the palette.
    #[must_use]
    pub fn short(&self) -> &'static str {
        if self.short_title.is_empty() { self.title } else { self.short_title }
    }

    /// The branches of one action as it stands in a tree.
    #[must_use]
    pub fn branches(&self, action: &Action, tree: TreeType) -> Vec<Branch> {
        branches(self.branches, self.caller_may_leave, action, tree)
    }

    /// The label of a branch, whether or not it is switched on; none where the action cannot have such a branch.
    #[must_use]
    pub fn label_of(&self, action: &Action, key: &str) -> Option<String> {
        self.branches.iter().find_map(|part| match part {
            BranchPart::One(spec) => (spec.key == key).then(|| spec.label.to_owned()),
            BranchPart::PerRow { field, label, .. } => {
                action.params.rows(field).iter().find(|row| row.id.branch_key() == key).map(label)
            }
        })
    }

    /// The branch that goes on as a matter of course, if the action has it now.
    #[must_use]
    pub fn way_on(&self, action: &Action, tree: TreeType) -> Option<String> {
        let now = self.branches(action, tree);
        let wanted = match self.way_on {
            WayOn::Key(key) => now.iter().find(|branch| branch.key == key),
            WayOn::FirstRow => now.iter().find(|branch| branch.key.starts_with("row:")).or(now.first()),
            WayOn::None => None,
        };
        wanted.map(|branch| branch.key.to_string())
    }

    /// The field of a key.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&'static FieldSpec> {
        self.fields.iter().copied().find(|field| field.key == key)
    }

    /// The parameters of a new action: fields whose default is kept for older trees have another value in it.
    #[must_use]
    pub fn initial(&self) -> Params {
        let values = self.fields.iter().filter_map(|field| Some((field.key.to_owned(), field.initial.value()?)));
        Params(values.collect())
    }

    /// The fields that the form shows beside these parameters in a routing of a channel.
    pub fn shown_fields<'a>(
        &'a self,
        action: &'a Action,
        channel: Channel,
    ) -> impl Iterator<Item = &'static FieldSpec> + 'a {
        let fields = self.fields.iter().copied().filter(move |field| field.channels.has(channel));
        fields.filter(|field| field.is_shown(&action.params, self.fields))
    }

    /// The rows field whose rows make branches, if one does.
    #[must_use]
    pub fn branches_per_row(&self) -> Option<&'static str> {
        self.branches.iter().find_map(|part| match part {
            BranchPart::PerRow { field, .. } => Some(*field),
            BranchPart::One(_) => None,
        })
    }

    /// Every field and, below it, every column of rows.
    pub fn all_fields(&self) -> impl Iterator<Item = &'static FieldSpec> {
        self.fields.iter().copied().flat_map(|field| {
            let columns: &'static [&'static FieldSpec] = match field.kind {
                FieldKind::Rows { columns, .. } => columns,
                _ => &[],
            };
            std::iter::once(field).chain(columns.iter().copied())
        })
    }
}

/// For kinds that cannot be wrong in a way of their own.
#[must_use]
pub fn nothing_to_check(_: &CheckCx<'_>) -> Vec<Finding> {
    Vec::new()
}
