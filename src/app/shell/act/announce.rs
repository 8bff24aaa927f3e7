//! What is announced to screen readers: each edit of a tree in words, and what happens in the run shown (spec: ease §2).

use crate::actions;
use crate::edit::{Applied, Edit};
use crate::model::{ActionId, Flow, Link, TreeType};

use crate::app::parts::simulation::spoken::spoken;
use crate::app::shell::state::State;

/// Announces an edit. What is typed is not announced: screen readers read the text field.
pub(super) fn edit(state: &mut State, edit: &Edit, applied: &Applied, tag: Option<u64>) {
    if tag.is_none() {
        let said = words(state, edit, applied);
        state.window.notices.announcer.say(&said);
    }
}

fn words(state: &State, edit: &Edit, applied: &Applied) -> String {
    let name = edit.words();
    let Some(version) = edit.changes_version().and_then(|id| state.project().versions.get(&id)) else {
        return format!("{name}.");
    };
    let (flow, tree) = (&version.flow, state.project().tree_type_of(version.id));
    match edit {
        Edit::SetLink { from, branch, link, .. } => {
            let branch = branch_words(flow, *from, branch);
            match link.and_then(Link::target) {
                Some(to) => format!("{name}: {branch} goes to {}.", title(flow, to)),
                None => format!("{name}: {branch}."),
            }
        }
        Edit::AddAnnotation { annotation, .. } => format!("{name}: {}.", annotation.text.trim()),
        _ => match applied.actions.as_slice() {
            [] => format!("{name}."),
            [one] => format!("{name}: {}{}.", title(flow, *one), home_words(flow, tree, *one)),
            [first, ..] => {
                format!("{name}: {} actions{}.", applied.actions.len(), home_words(flow, tree, *first))
            }
        },
    }
}

fn title(flow: &Flow, id: ActionId) -> &str {
    flow.actions.get(&id).map_or("an action", |action| actions::title(action))
}

/// A branch with its action: *Press 1 of Main menu*.
fn branch_words(flow: &Flow, from: ActionId, branch: &str) -> String {
    let label = flow.actions.get(&from).and_then(|action| actions::spec_of(action)?.label_of(action, branch));
    format!("{} of {}", label.as_deref().unwrap_or(branch), title(flow, from))
}

/// Where an action is in the tree: after which branch.
fn home_words(flow: &Flow, tree: TreeType, id: ActionId) -> String {
    let shape = actions::shape(flow, tree);
    let home = shape.home.get(&id).map(|arrow| branch_words(flow, arrow.from, &arrow.branch));
    home.map_or_else(|| ", connected to nothing".to_owned(), |branch| format!(", after {branch}"))
}

/// Announces what is new in the run shown.
pub fn run(state: &mut State) {
    let Some(open) = state.parts.simulation.runs.shown() else { return };
    let now = (open.number, open.run.beats().len());
    let before = state.parts.simulation.announced.filter(|(number, _)| *number == now.0);
    if before == Some(now) {
        return;
    }
    let earlier = before.map_or(0, |(_, beats)| beats);
    // After a step back, only what is open now is read.
    let said = spoken(&open.run, earlier.min(now.1));
    state.parts.simulation.announced = Some(now);
    state.window.notices.announcer.say(&said);
}
