//! Problems of a tree as a whole: branches that drop the customer, inactive links, actions that are not reachable, and cycles without a wait.

use std::collections::{BTreeMap, BTreeSet};

use crate::actions;
use crate::catalog::lead::{self, By, Lead};
use crate::catalog::text::quoted_list;
use crate::catalog::{Branch, Finding};
use crate::edit::Edit;
use crate::model::{Action, ActionId, ActionRef, Link, Place, Project, Routing, Status, Version};

use super::{Diagnostic, quoted};

pub(super) fn check(project: &Project, routing: &Routing, version: &Version, found: &mut Vec<Diagnostic>) {
    let start = version.flow.start().map(|start| start.id);
    let reached = start.map(|start| actions::reachable(&version.flow, routing.tree_type(), start)).unwrap_or_default();
    for action in version.flow.actions.values() {
        let place = Place::Action(ActionRef { version: version.id, action: action.id });
        if reached.contains(&action.id) {
            check_branches(routing, version, action, place, found);
        } else {
            let message = format!("Nothing leads to {}. Link it, or remove it.", quoted(action));
            found.push(Diagnostic::new(place, Finding::warning("unreachable", message)));
        }
        check_inactive_links(routing, version, action, place, found);
        check_jump(project, version, action, place, found);
    }
    check_cycles(routing, version, &reached, found);
}

/// A branch drops the customer that has no link, no declared result and no fallback with a link (spec: domain §6; meaning §6).
/// Each drop is reported once, at the branch that other branches fall back on.
fn check_branches(routing: &Routing, version: &Version, action: &Action, place: Place, found: &mut Vec<Diagnostic>) {
    let Some(spec) = actions::spec_of(action) else { return };
    let branches = spec.branches(action, routing.tree_type());
    let mut instead: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut dropped: Vec<&Branch> = Vec::new();
    for branch in branches.iter().filter(|branch| !action.links.contains_key(branch.key.as_ref())) {
        let leads = lead::leads(&version.flow, action, &branches, branch);
        if let Some(By::Branch(by)) = leads.first().filter(|it| it.falls_through()).and_then(Lead::by) {
            let label = branches.iter().find(|it| it.key == *by).map_or("", |it| it.label.as_str());
            instead.entry(label).or_default().push(&branch.label);
        }
        if leads.iter().any(Lead::drops) {
            dropped.push(branch);
        }
    }
    let last_of = |branch: &Branch| {
        let keys = branch.fallbacks.keys().iter().rev();
        keys.into_iter().find_map(|key| dropped.iter().map(|it| &it.key).find(|known| *known == key))
    };
    for branch in dropped.iter().filter(|branch| last_of(branch).is_none()) {
        let others = dropped.iter().filter(|it| last_of(it) == Some(&branch.key));
        let others: Vec<&str> = others.map(|it| it.label.as_str()).collect();
        found.push(dropped_branch(version, action, place, branch, &others));
    }
    for (by, labels) in instead {
        let verb = if labels.len() == 1 { "has no link and goes" } else { "have no links and go" };
        let message = format!("{}: {} {verb} on by \"{by}\".", quoted(action), quoted_list(&labels));
        found.push(Diagnostic::new(place, Finding::hint("branch-falls-back", message)));
    }
}

fn dropped_branch(version: &Version, action: &Action, place: Place, branch: &Branch, others: &[&str]) -> Diagnostic {
    let others = match others {
        [] => String::new(),
        [one] => format!(" The branch \"{one}\" falls back on it."),
        more => format!(" The branches {} fall back on it.", quoted_list(more)),
    };
    let message = format!(
        "{}: the branch \"{}\" leads nowhere, so the customer is dropped. Link the branch, or end it on purpose.{others}",
        quoted(action),
        branch.label
    );
    let finding = Finding { blocks: true, ..Finding::warning("dropped-branch", message) };
    let edit = Edit::SetLink {
        version: version.id,
        from: action.id,
        branch: branch.key.to_string(),
        link: Some(Link::EndsHere),
    };
    Diagnostic::new(place, finding).fix("End here on purpose", edit)
}

/// A link is inactive while the parameters switch its branch off. The link is kept and becomes active again with the branch.
fn check_inactive_links(
    routing: &Routing,
    version: &Version,
    action: &Action,
    place: Place,
    found: &mut Vec<Diagnostic>,
) {
    let active = actions::branch_keys(action, routing.tree_type());
    for branch in action.links.keys().filter(|key| !active.contains(key)) {
        let message = format!("{} keeps a link of a branch that is switched off ({branch}).", quoted(action));
        let edit = Edit::SetLink { version: version.id, from: action.id, branch: branch.clone(), link: None };
        found.push(Diagnostic::new(place, Finding::hint("link-asleep", message)).fix("Remove the link", edit));
    }
}

/// A version that handles live interactions jumps to a routing without such a version.
fn check_jump(project: &Project, version: &Version, action: &Action, place: Place, found: &mut Vec<Diagnostic>) {
    if action.kind != "to_routing" || version.info.status == Status::InBackup {
        return;
    }
    for (_, item) in crate::model::walk::items(action) {
        if let Some(target) = project.resolve_routing(item)
            && project.in_production(target.id).is_none()
        {
            let message =
                format!("{} leads to \"{}\", which has no version in production.", quoted(action), target.name);
            found.push(Diagnostic::new(place, Finding::warning("routing-without-production", message)));
        }
    }
}

/// Cycles of actions that never wait: only the step limit ends them.
fn check_cycles(routing: &Routing, version: &Version, reached: &BTreeSet<ActionId>, found: &mut Vec<Diagnostic>) {
    let waits = |action: &Action| actions::spec_of(action).is_none_or(|spec| spec.caller_may_leave);
    let mut next: BTreeMap<ActionId, Vec<ActionId>> = BTreeMap::new();
    for action in version.flow.actions.values().filter(|action| reached.contains(&action.id) && !waits(action)) {
        next.insert(action.id, actions::followers(&version.flow, action, routing.tree_type()));
    }
    // Actions that lead to none of the others are removed until nothing changes: the remaining actions are on a cycle or lead to one.
    loop {
        let left: BTreeSet<ActionId> = next.keys().copied().collect();
        let before = next.len();
        next.retain(|_, targets| targets.iter().any(|to| left.contains(to)));
        if next.len() == before {
            break;
        }
    }
    let left: BTreeSet<ActionId> = next.keys().copied().collect();
    let is_entered = |id: &ActionId| next.values().any(|targets| targets.contains(id));
    if let Some(first) = left.iter().find(|id| is_entered(id)).and_then(|id| version.flow.actions.get(id)) {
        let place = Place::Action(ActionRef { version: version.id, action: first.id });
        let message =
            format!("From {} the flow can loop without waiting for anyone. Add a pause or an exit.", quoted(first));
        found.push(Diagnostic::new(place, Finding::warning("round-without-wait", message)));
    }
}
