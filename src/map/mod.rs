//! The map of a project (spec: ease §2): entry points, smart routings, and the queues, people and mailboxes to which they lead, as one
//! graph, with what looks wrong in it. A pure function of the project; the order of ids makes no difference.

mod build;
mod findings;
mod graph;
pub mod places;
#[cfg(test)]
mod tests;

use crate::actions;
use crate::catalog::{ItemKind, Severity};
use crate::model::{ActionRef, Project, ReachedStatus, RoutingId, Status, Version, VersionId};
use crate::uses::ItemId;

/// Which version of each routing the map shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// The one in production.
    #[default]
    Production,
    /// The one in test, else the newest in development, else the one in production.
    Development,
}

impl Shown {
    /// The words of the choice.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Production => "In production",
            Self::Development => "In development",
        }
    }

    /// The version of a routing that is shown.
    #[must_use]
    pub fn version_of(self, project: &Project, routing: RoutingId) -> Option<&Version> {
        let production = || project.in_production(routing);
        let newest =
            || project.versions_of(routing).filter(|version| version.info.status == Status::InDevelopment).last();
        let found = match self {
            Self::Production => production(),
            Self::Development => project.in_test(routing).or_else(newest).or_else(production),
        };
        found.map(|version| &**version)
    }
}

/// A map. Nodes are in an order that depends only on what they are called: entry points, routings, then where contacts go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The arrows, in the order of the nodes that they leave.
    pub edges: Vec<Edge>,
    /// The exits of which no target is known.
    pub loose: Vec<Loose>,
    /// What looks wrong, the worst first.
    pub findings: Vec<Finding>,
}

/// An entry point, a routing, or a place to which contacts go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The item.
    pub item: ItemId,
    /// What it is.
    pub kind: ItemKind,
    /// Its name.
    pub name: String,
    /// Its reference.
    pub reference: String,
    /// The version of a routing that is shown, if it has one.
    pub version: Option<VersionId>,
    /// Whether that version comes back to a routing that runs it.
    pub comes_back: bool,
    /// Whether an entry point leads here, directly or through others.
    pub is_reached: bool,
}

/// An arrow: all actions of one kind that lead from one node to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The place of the node that it leaves.
    pub from: usize,
    /// The place of the node that it enters.
    pub to: usize,
    /// What leads there.
    pub how: How,
    /// The actions that do it; none where an entry point or a group does.
    pub actions: Vec<ActionRef>,
}

/// An exit of a routing without a known target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loose {
    /// The place of the node that it leaves.
    pub from: usize,
    /// What leads away.
    pub how: How,
    /// What would be there.
    pub kind: ItemKind,
    /// Why no target is known.
    pub why: Why,
    /// The actions.
    pub actions: Vec<ActionRef>,
}

/// Why the target of an exit is not known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// A variable decides while a call runs; its path.
    Variable(String),
    /// The project has nothing of this name.
    Missing,
}

/// What leads from one node to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// An entry point leads to a version of this status.
    Arrives(ReachedStatus),
    /// An entry point names what runs when the interaction ends.
    AtEnd,
    /// A queue of a distribution group.
    Member,
    /// Actions of the kind with this id.
    Action(&'static str),
}

impl How {
    /// The words at an arrow.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Arrives(ReachedStatus::InProduction) => "In production",
            Self::Arrives(ReachedStatus::InTest) => "In test",
            Self::AtEnd => "At the end",
            Self::Member => "One of its queues",
            Self::Action(id) => actions::spec(id).map_or(id, |spec| spec.short()),
        }
    }
}

/// Something that looks wrong in the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// A stable code, such as `dead-end`.
    pub code: &'static str,
    /// How bad it is: a warning where callers may hear nothing, else a hint.
    pub severity: Severity,
    /// What it is, in a sentence.
    pub text: String,
    /// The places of the nodes that it is about, the first one to show first.
    pub nodes: Vec<usize>,
}

impl Map {
    /// The map of a project.
    #[must_use]
    pub fn of(project: &Project, shown: Shown) -> Self {
        let mut map = build::map(project, shown);
        let reached = graph::reached(map.nodes.len(), &map.arrows(), map.entry_points());
        for (node, is_reached) in map.nodes.iter_mut().zip(reached) {
            node.is_reached = is_reached;
        }
        map.findings = findings::findings(project, &map);
        map
    }

    /// The node at a place.
    #[must_use]
    pub fn node(&self, place: usize) -> Option<&Node> {
        self.nodes.get(place)
    }

    /// The place of an item.
    #[must_use]
    pub fn place(&self, item: ItemId) -> Option<usize> {
        self.nodes.iter().position(|node| node.item == item)
    }

    /// The edges that leave a node.
    pub fn leaving(&self, place: usize) -> impl Iterator<Item = &Edge> {
        self.edges.iter().filter(move |edge| edge.from == place)
    }

    /// The edges that enter a node.
    pub fn entering(&self, place: usize) -> impl Iterator<Item = &Edge> {
        self.edges.iter().filter(move |edge| edge.to == place)
    }

    /// Whether there is neither an entry point nor a routing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.nodes.iter().any(|node| node.kind == ItemKind::Routing || matches!(node.item, ItemId::EntryPoint(_)))
    }

    /// How many nodes of each column there are, in words: *2 entry points, 3 smart routings, 5 destinations*.
    #[must_use]
    pub fn counted(&self) -> String {
        let count = |wanted: fn(&ItemId) -> bool| self.nodes.iter().filter(|node| wanted(&node.item)).count();
        let words =
            |count: usize, one: &str, several: &str| format!("{count} {}", if count == 1 { one } else { several });
        let entry_points = count(|item| matches!(item, ItemId::EntryPoint(_)));
        let routings = count(|item| matches!(item, ItemId::Routing(_)));
        let others = count(|item| matches!(item, ItemId::Resource(_)));
        [
            words(entry_points, "entry point", "entry points"),
            words(routings, "smart routing", "smart routings"),
            words(others, "destination", "destinations"),
        ]
        .join(", ")
    }

    /// The ends of all edges.
    fn arrows(&self) -> Vec<(usize, usize)> {
        self.edges.iter().map(|edge| (edge.from, edge.to)).collect()
    }

    fn entry_points(&self) -> impl Iterator<Item = usize> {
        let is_entry_point = |(_, node): &(usize, &Node)| matches!(node.item, ItemId::EntryPoint(_));
        self.nodes.iter().enumerate().filter(is_entry_point).map(|(place, _)| place)
    }
}
