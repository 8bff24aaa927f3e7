//! What looks wrong in a map: entry points and actions that lead nowhere, what nothing leads to, dead ends, loops, and what is decided only
//! while a call runs.

use std::collections::BTreeSet;

use crate::actions;
use crate::catalog::{ItemKind, Severity};
use crate::model::{ActionRef, Project, RoutingType, Version};
use crate::uses::ItemId;

use super::{Edge, Finding, Loose, Map, Node, Why, graph};

/// The most names in a sentence.
const MOST_NAMES: usize = 6;

/// The findings of a map, the worst first.
pub(super) fn findings(project: &Project, map: &Map) -> Vec<Finding> {
    let mut all = Findings { project, map, found: Vec::new() };
    all.entry_points();
    all.without_version();
    all.loose();
    all.dead_ends();
    all.loops();
    all.unused();
    all.found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    all.found
}

struct Findings<'a> {
    project: &'a Project,
    map: &'a Map,
    found: Vec<Finding>,
}

impl<'a> Findings<'a> {
    fn warn(&mut self, code: &'static str, text: String, nodes: Vec<usize>) {
        self.found.push(Finding { code, severity: Severity::Warning, text, nodes });
    }

    fn hint(&mut self, code: &'static str, text: String, nodes: Vec<usize>) {
        self.found.push(Finding { code, severity: Severity::Hint, text, nodes });
    }

    fn name(&self, place: usize) -> &'a str {
        self.map.node(place).map_or("", |node| node.name.as_str())
    }

    fn version(&self, node: &Node) -> Option<&'a Version> {
        self.project.versions.get(&node.version?).map(|version| &**version)
    }

    /// Entry points that reach no version.
    fn entry_points(&mut self) {
        let project = self.project;
        for (place, node) in self.map.nodes.iter().enumerate() {
            let ItemId::EntryPoint(id) = node.item else { continue };
            let Some(entry_point) = project.entry_points.get(&id) else { continue };
            match project.reached(entry_point) {
                Err(why) if entry_point.assigned.is_none() => self.hint("leads-nowhere", why, vec![place]),
                Err(why) => self.warn("dead-entry-point", why, vec![place]),
                Ok(_) => {}
            }
            if let Some(end) = entry_point.end_routing.filter(|end| project.in_production(*end).is_none()) {
                let end = self.map.place(end.into());
                let name = end.map_or("", |end| self.name(end));
                let text =
                    format!("\"{}\" ends with \"{name}\", which has no version in production.", entry_point.name);
                self.warn("dead-end-routing", text, [place].into_iter().chain(end).collect());
            }
        }
    }

    /// Actions that lead to a routing of which the version that they name does not exist.
    fn without_version(&mut self) {
        let is_dead = |at: &ActionRef| {
            self.project.action(*at).is_some_and(|action| actions::routing_target(self.project, action).is_none())
        };
        let to_routing = |edge: &&Edge| self.map.node(edge.to).is_some_and(|node| node.kind == ItemKind::Routing);
        let dead = self.map.edges.iter().filter(to_routing).filter(|edge| edge.actions.iter().any(is_dead));
        let pairs: BTreeSet<(usize, usize)> = dead.map(|edge| (edge.from, edge.to)).collect();
        for (from, to) in pairs {
            let text =
                format!("\"{}\" leads to \"{}\", which has no version that could run.", self.name(from), self.name(to));
            self.warn("no-version", text, vec![from, to]);
        }
    }

    /// Exits without a known target.
    fn loose(&mut self) {
        for Loose { from, kind, why, actions, .. } in &self.map.loose {
            let (name, kind) = (self.name(*from), kind.in_sentence());
            match why {
                Why::Variable(path) => {
                    let text =
                        format!("In \"{name}\", the variable {path} decides at run time to which {kind} contacts go.");
                    self.hint("at-run-time", text, vec![*from]);
                }
                Why::Missing => {
                    let text = match actions.len() {
                        1 => format!("In \"{name}\", an action leads to a {kind} that does not exist."),
                        several => format!("In \"{name}\", {several} actions lead to a {kind} that does not exist."),
                    };
                    self.warn("missing", text, vec![*from]);
                }
            }
        }
    }

    /// Routings that a contact cannot leave for anything better than the end.
    fn dead_ends(&mut self) {
        let leads_somewhere = |(place, node): &(usize, &Node)| match node.item {
            ItemId::Resource(_) => true,
            ItemId::EntryPoint(_) => false,
            ItemId::Routing(_) => {
                let is_open = |it: &Loose| it.from == *place && it.why != Why::Missing;
                node.comes_back
                    || self.map.loose.iter().any(is_open)
                    || self.version(node).is_some_and(|it| ends_well(self.project, it))
            }
        };
        let good: Vec<usize> =
            self.map.nodes.iter().enumerate().filter(leads_somewhere).map(|(place, _)| place).collect();
        let backwards: Vec<(usize, usize)> = self.map.edges.iter().map(|edge| (edge.to, edge.from)).collect();
        let gets_there = graph::reached(self.map.nodes.len(), &backwards, good.into_iter());
        for ((place, node), _) in self.map.nodes.iter().enumerate().zip(gets_there).filter(|(_, gets)| !gets) {
            let starts = |it: &Version| self.project.tree_type_of(it.id).kind == RoutingType::InteractionStart;
            if self.version(node).is_some_and(starts) {
                let text = format!(
                    "\"{}\" is a dead end: whoever comes there reaches no person, queue or mailbox.",
                    node.name
                );
                self.hint("dead-end", text, vec![place]);
            }
        }
    }

    /// Routings that lead to one another, and those that lead to themselves.
    fn loops(&mut self) {
        for members in graph::loops(self.map.nodes.len(), &self.map.arrows()) {
            let text = match members.as_slice() {
                [one] => format!("\"{}\" leads to itself.", self.name(*one)),
                [one, other] => {
                    format!("A loop: \"{}\" leads to \"{}\" and back.", self.name(*one), self.name(*other))
                }
                several => format!("A loop: {} lead to one another.", self.names(several)),
            };
            self.hint("loop", text, members);
        }
    }

    /// Routings that no entry point leads to, and destinations that nothing leads to.
    fn unused(&mut self) {
        let entered: BTreeSet<usize> =
            self.map.edges.iter().filter(|edge| edge.from != edge.to).map(|edge| edge.to).collect();
        for (place, node) in self.map.nodes.iter().enumerate() {
            let is_open = |it: &&Loose| it.kind == node.kind && it.why != Why::Missing;
            let unless = if self.map.loose.iter().any(|it| is_open(&it)) { ", unless a variable names it" } else { "" };
            match node.item {
                ItemId::Routing(_) if !node.is_reached => {
                    let text = format!("No entry point leads to \"{}\"{unless}.", node.name);
                    self.hint("unused-routing", text, vec![place]);
                }
                ItemId::Resource(_) if !entered.contains(&place) => {
                    let text = format!("Nothing leads to the {} \"{}\"{unless}.", node.kind.in_sentence(), node.name);
                    self.hint("unused-destination", text, vec![place]);
                }
                _ => {}
            }
        }
    }

    /// *"A", "B" and 3 more*.
    fn names(&self, places: &[usize]) -> String {
        let quoted = |place: &usize| format!("\"{}\"", self.name(*place));
        let more = places.len().saturating_sub(MOST_NAMES);
        let mut names: Vec<String> = places.iter().take(MOST_NAMES).map(quoted).collect();
        let last = if more > 0 { format!("{more} more") } else { names.pop().unwrap_or_default() };
        format!("{} and {last}", names.join(", "))
    }
}

/// Whether an action of a version, as far as Start leads there, reaches a result or lets the contact rest on purpose.
fn ends_well(project: &Project, version: &Version) -> bool {
    let tree = project.tree_type_of(version.id);
    let mut reached = super::build::reached_actions(version, tree);
    reached.any(|action| {
        let branches = actions::spec_of(action).map(|spec| spec.branches(action, tree)).unwrap_or_default();
        let ends = branches.iter().any(|branch| branch.result.is_some() || branch.may_rest);
        // What fails may end at Start: that is no good end.
        ends && !action.is_start()
    })
}
