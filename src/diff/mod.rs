//! The differences between two versions, by action, field, link, note and frame, and between two projects (spec: domain §5,
//! Compare). Pure functions; the window draws the result on the canvas, and `signalbox diff` prints it.

mod action;
mod annotation;
mod pair;
mod project;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::actions;
use crate::model::{ActionId, Link, Plan, Project, TreeType, Version};

pub use annotation::AnnotationDiff;
pub use project::{ObjectDiff, ProjectDiff, projects};

use pair::Pairs;

/// A version with its project.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The project.
    pub project: &'a Project,
    /// The version.
    pub version: &'a Version,
}

impl Side<'_> {
    fn tree_type(&self) -> TreeType {
        self.project.routings.get(&self.version.info.routing).map_or_else(TreeType::default, |it| it.tree_type())
    }
}

/// How an object, an action or a link differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// Added: only in the version after.
    Added,
    /// Removed: only in the version before.
    Removed,
    /// Changed: in both, with different content.
    Changed,
    /// Moved: in both, at another position on the canvas without other differences.
    Moved,
}

impl Difference {
    /// Every kind of difference, in the order of the summary.
    pub const ALL: [Self; 4] = [Self::Added, Self::Removed, Self::Changed, Self::Moved];

    /// The word for users.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Removed => "Removed",
            Self::Changed => "Changed",
            Self::Moved => "Moved",
        }
    }

    /// The sign used in place of the word in narrow spaces.
    #[must_use]
    pub fn sign(self) -> char {
        match self {
            Self::Added => '+',
            Self::Removed => '-',
            Self::Changed => '~',
            Self::Moved => '>',
        }
    }
}

/// One value that differs, as texts. An empty text means no value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The name of the value, such as the label of a field.
    pub label: String,
    /// Before.
    pub before: String,
    /// After.
    pub after: String,
}

/// A branch with another follower.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkChange {
    /// The key of the branch before, unless the branch is new.
    #[serde(skip)]
    pub key_before: Option<String>,
    /// The key of the branch after, unless the branch was removed.
    #[serde(skip)]
    pub key_after: Option<String>,
    /// The link before, with ids of the version before.
    #[serde(skip)]
    pub before: Option<Link>,
    /// The link after, with ids of the version after.
    #[serde(skip)]
    pub after: Option<Link>,
    /// The links as text.
    #[serde(flatten)]
    pub words: Change,
}

/// An action that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActionDiff {
    /// The id before, unless the action was added.
    pub before: Option<ActionId>,
    /// The id after, unless the action was removed.
    pub after: Option<ActionId>,
    /// The title after, or the title before if the action was removed.
    pub title: String,
    /// How it differs.
    pub difference: Difference,
    /// The texts that differ: title, comment, parameters. Empty for an added or removed action.
    pub fields: Vec<Change>,
    /// The branches with another follower. For an added or removed action, all branches with a follower.
    pub links: Vec<LinkChange>,
    /// Whether the position on the canvas differs.
    pub is_moved: bool,
}

impl ActionDiff {
    /// All differences: fields, then branches.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.fields.iter().chain(self.links.iter().map(|link| &link.words))
    }
}

/// The differences between two versions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct VersionDiff {
    /// Name, description and planned production.
    pub texts: Vec<Change>,
    /// The actions that differ, in reading order; a removed action comes after the action before it.
    pub actions: Vec<ActionDiff>,
    /// The notes and frames that differ.
    pub annotations: Vec<AnnotationDiff>,
    /// The actions in both versions: the id after by the id before.
    #[serde(skip)]
    pub twins: BTreeMap<ActionId, ActionId>,
}

impl VersionDiff {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.actions.is_empty() && self.annotations.is_empty()
    }

    /// The number of actions with a kind of difference.
    #[must_use]
    pub fn count(&self, difference: Difference) -> usize {
        self.actions.iter().filter(|action| action.difference == difference).count()
    }

    /// Whether the trees behave the same: only positions on the canvas differ.
    #[must_use]
    pub fn is_same_flow(&self) -> bool {
        self.actions.iter().all(|action| action.difference == Difference::Moved)
    }

    /// A summary such as *2 added, 1 changed, 5 moved*.
    #[must_use]
    pub fn words(&self) -> String {
        let counted = Difference::ALL.into_iter().filter(|it| self.count(*it) > 0);
        let words: Vec<String> =
            counted.map(|it| format!("{} {}", self.count(it), it.words().to_lowercase())).collect();
        if words.is_empty() { "No action differs".to_owned() } else { words.join(", ") }
    }
}

/// Compares two versions. Within a routing, actions are matched by id (spec: domain §1); otherwise actions match
/// if they have the same kind and the same place in the tree.
#[must_use]
pub fn versions(before: Side<'_>, after: Side<'_>) -> VersionDiff {
    let pairs = Pairs::find(before, after);
    let mut found: Vec<((usize, usize), ActionDiff)> = Vec::new();
    let orders = [before, after].map(|side| actions::shape(&side.version.flow, side.tree_type()).order);
    let places: BTreeMap<ActionId, usize> = orders[1].iter().zip(0..).map(|(id, place)| (*id, place)).collect();
    let mut last = 0;
    for (number, id) in orders[0].iter().enumerate() {
        match pairs.after(*id) {
            Some(twin) => {
                last = places.get(&twin).copied().unwrap_or(last);
                found.extend(action::changed(before, after, &pairs, *id, twin).map(|diff| ((last, 0), diff)));
            }
            None => found.extend(action::removed(before, *id).map(|diff| ((last, number + 1), diff))),
        }
    }
    for (number, id) in orders[1].iter().enumerate().filter(|(_, id)| pairs.before(**id).is_none()) {
        found.extend(action::added(after, *id).map(|diff| ((number, 0), diff)));
    }
    found.sort_by_key(|(place, _)| *place);
    let (from, to) = (&before.version.info, &after.version.info);
    let [plan_before, plan_after] = [from, to].map(|info| info.planned.as_ref().map_or_else(String::new, plan_words));
    let texts = [
        change("Name", &from.name, &to.name),
        change("Description", &from.description, &to.description),
        change("Planned production", &plan_before, &plan_after),
    ];
    VersionDiff {
        texts: texts.into_iter().flatten().collect(),
        actions: found.into_iter().map(|(_, diff)| diff).collect(),
        annotations: annotation::changed(before, after, pairs.is_one_routing()),
        twins: pairs.into_twins(),
    }
}

fn plan_words(plan: &Plan) -> String {
    let at = plan.at.format("%-d %B %Y, %H:%M");
    plan.missed.as_ref().map_or_else(|| at.to_string(), |why| format!("{at}, missed: {why}"))
}

/// A change, if the two values differ.
fn change(label: impl Into<String>, before: &str, after: &str) -> Option<Change> {
    (before != after).then(|| Change { label: label.into(), before: before.to_owned(), after: after.to_owned() })
}
