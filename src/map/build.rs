//! The nodes and edges of a map.

use std::collections::{BTreeMap, BTreeSet};

use crate::actions;
use crate::model::resource::ResourceData;
use crate::model::{Action, ActionRef, ItemRef, Project, ResourceId, ResourceKind, TreeType, Version};
use crate::uses::{self, ItemId};

use super::{Edge, How, Loose, Map, Node, Shown, Why};

/// The kind that ends a routing which another one runs.
const COME_BACK: &str = "come_back";

/// An exit while the nodes have no places yet.
#[derive(Default)]
struct Exits {
    edges: BTreeMap<(ItemId, How, ItemId), Vec<ActionRef>>,
    /// The exits without a known target, each with the item that it leaves.
    loose: Vec<(ItemId, Loose)>,
}

/// The map of a project without its findings.
pub(super) fn map(project: &Project, shown: Shown) -> Map {
    let exits = exits(project, shown);
    let mut items: BTreeSet<ItemId> = project.entry_points.keys().map(|id| ItemId::EntryPoint(*id)).collect();
    items.extend(project.routings.keys().map(|id| ItemId::Routing(*id)));
    let is_listed = |kind: ResourceKind| {
        matches!(
            kind,
            ResourceKind::Queue
                | ResourceKind::DistributionGroup
                | ResourceKind::DistributionPolicy
                | ResourceKind::RoutingRule
        )
    };
    items.extend(project.resources.values().filter(|it| is_listed(it.data.kind())).map(|it| ItemId::Resource(it.id)));
    items.extend(exits.edges.keys().map(|(_, _, to)| *to));

    let mut nodes: Vec<Node> = items.into_iter().filter_map(|item| node(project, shown, item)).collect();
    nodes.sort_by(|a, b| key(a).cmp(&key(b)));
    let places: BTreeMap<ItemId, usize> = nodes.iter().enumerate().map(|(place, node)| (node.item, place)).collect();
    let place = |item: &ItemId| places.get(item).copied();
    let edges = exits
        .edges
        .into_iter()
        .filter_map(|((from, how, to), actions)| Some(Edge { from: place(&from)?, to: place(&to)?, how, actions }));
    let mut edges: Vec<Edge> = edges.collect();
    edges.sort_by_key(|edge| (edge.from, edge.how, edge.to));
    let loose = exits.loose.into_iter().filter_map(|(from, loose)| Some(Loose { from: place(&from)?, ..loose }));
    let mut loose: Vec<Loose> = loose.collect();
    loose.sort_by(|a, b| (a.from, a.how, &a.why, a.kind.words()).cmp(&(b.from, b.how, &b.why, b.kind.words())));
    Map { nodes, edges, loose, findings: Vec::new() }
}

/// What orders nodes: ids count only where everything else is the same.
fn key(node: &Node) -> (usize, &str, &str, ItemId) {
    let rank = match node.item {
        ItemId::EntryPoint(_) => 0,
        ItemId::Routing(_) => 1,
        ItemId::Resource(_) => 2,
    };
    (rank, &node.name, &node.reference, node.item)
}

fn node(project: &Project, shown: Shown, item: ItemId) -> Option<Node> {
    let known = item.known(project)?;
    let version = match item {
        ItemId::Routing(id) => shown.version_of(project, id),
        _ => None,
    };
    let comes_back = |version: &Version| {
        reached_actions(version, project.tree_type_of(version.id)).any(|action| action.kind == COME_BACK)
    };
    Some(Node {
        item,
        kind: known.kind,
        name: known.name.to_owned(),
        reference: known.reference.to_owned(),
        version: version.map(|version| version.id),
        comes_back: version.is_some_and(comes_back),
        is_reached: false,
    })
}

fn exits(project: &Project, shown: Shown) -> Exits {
    let mut exits = Exits::default();
    for entry_point in project.entry_points.values() {
        let from = ItemId::EntryPoint(entry_point.id);
        if let Some((routing, status)) = entry_point.assigned {
            exits.edges.entry((from, How::Arrives(status), routing.into())).or_default();
        }
        if let Some(routing) = entry_point.end_routing {
            exits.edges.entry((from, How::AtEnd, routing.into())).or_default();
        }
    }
    for version in project.routings.keys().filter_map(|id| shown.version_of(project, *id)) {
        for action in reached_actions(version, project.tree_type_of(version.id)) {
            exits.add(project, version, action);
        }
    }
    for group in project.resources.values() {
        if let ResourceData::DistributionGroup(data) = &group.data {
            for queue in data.queues.iter().filter(|it| is_queue(project, it.queue)) {
                exits.edges.entry((group.id.into(), How::Member, queue.queue.into())).or_default();
            }
        }
    }
    exits
}

/// The actions to which Start leads, in order of their ids.
pub(super) fn reached_actions(version: &Version, tree: TreeType) -> impl Iterator<Item = &Action> {
    let flow = &version.flow;
    let reached = flow.start().map(|start| actions::reachable(flow, tree, start.id)).unwrap_or_default();
    reached.into_iter().filter_map(|id| flow.actions.get(&id)).map(|action| &**action)
}

fn is_queue(project: &Project, id: ResourceId) -> bool {
    project.resources.get(&id).is_some_and(|it| it.data.kind() == ResourceKind::Queue)
}

impl Exits {
    /// Adds what an action of a version leads to.
    fn add(&mut self, project: &Project, version: &Version, action: &Action) {
        let Some(spec) = actions::spec_of(action) else { return };
        let (from, how) = (ItemId::Routing(version.info.routing), How::Action(spec.id));
        let at = ActionRef { version: version.id, action: action.id };
        for lead in uses::leads_of(action, project.tree_type_of(version.id)) {
            let found = ItemId::resolved(project, lead.kind, lead.item);
            if let Some(to) = found {
                self.edges.entry((from, how, to)).or_default().push(at);
                continue;
            }
            let why = match lead.item {
                ItemRef::Variable(path) => Why::Variable(path.clone()),
                ItemRef::Item(_) | ItemRef::Reference(_) => Why::Missing,
            };
            let kind = lead.kind;
            let is_it =
                |(of, it): &&mut (ItemId, Loose)| *of == from && (it.how, it.kind) == (how, kind) && it.why == why;
            match self.loose.iter_mut().find(is_it) {
                Some((_, loose)) => loose.actions.push(at),
                None => self.loose.push((from, Loose { from: 0, how, kind, why, actions: vec![at] })),
            }
        }
    }
}
