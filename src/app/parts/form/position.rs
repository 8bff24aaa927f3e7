//! The position of the action in the tree: after which action, in which branch, and the action that follows in the usual branch.

use std::sync::Arc;

use egui::{Id, RichText, Ui};

use crate::actions;
use crate::catalog::{ActionSpec, Branch};
use crate::edit::{Edit, Spot};
use crate::model::walk::{Arrow, Shape};
use crate::model::{Action, ActionId, TreeType, Version};

use super::basic::actions_of;
use super::branches::{branches_of, follower_ui, parent_words};
use super::cx::FormCx;
use super::outbox::Outbox;
use super::widgets::{heading, label};
use crate::app::kit::pick::Pick;
use crate::app::kit::theme;

/// *After the action*, *In the branch*, *Following action*.
pub(super) fn position_ui(ui: &mut Ui, cx: &FormCx<'_>, spec: Option<&ActionSpec>, out: &mut Outbox<'_>) {
    let tree = cx.tree_type();
    heading(ui, "Position");
    if !cx.action.is_start() {
        let home = home(ui, cx, tree);
        let parent = home.as_ref().and_then(|arrow| cx.version.flow.actions.get(&arrow.from));
        ui.push_id("parent", |ui| parent_ui(ui, cx, tree, home.as_ref(), out));
        ui.add_space(2.0);
        if let (Some(home), Some(parent)) = (&home, parent) {
            ui.push_id("branch", |ui| branch_ui(ui, cx, tree, home, parent, out));
            ui.add_space(2.0);
        }
    }
    let branches = branches_of(cx.action, spec, tree);
    let way_on = spec.and_then(|spec| spec.way_on(cx.action, tree));
    let own = branches.iter().find(|branch| Some(branch.key.as_ref()) == way_on.as_deref()).or(branches.first());
    if let Some(branch) = own {
        ui.push_id("follower", |ui| {
            let name = label(
                ui,
                "Following action",
                "The action in the branch to continue by, which is the usual branch.",
                false,
            );
            follower_ui(ui, cx, (&branches, branch), &name, out);
        });
    }
}

fn parent_ui(ui: &mut Ui, cx: &FormCx<'_>, tree: TreeType, home: Option<&Arrow>, out: &mut Outbox<'_>) {
    let name = label(
        ui,
        "After the action",
        "The first action that leads here. Choose another action to move this one.",
        false,
    );
    let parent = home.map(|arrow| arrow.from);
    let current = match home {
        Some(arrow) => {
            RichText::new(theme::for_display(parent_words(cx.version.flow.actions.get(&arrow.from).map(Arc::as_ref))))
        }
        None => theme::weak(ui, parent_words(None), theme::BODY),
    };
    let pick = Pick { salt: "parent", name: &name, current, width: ui.available_width(), is_enabled: !cx.is_read_only };
    let chosen = pick.show(ui, || {
        let leads_on = |action: &Action| action.id != cx.action.id && !actions::branch_keys(action, tree).is_empty();
        let free = (None, "Not connected".to_owned(), parent.is_none());
        std::iter::once(free).chain(actions_of(cx.version, parent, Some, leads_on)).collect()
    });
    if let Some(chosen) = chosen.filter(|chosen| *chosen != parent) {
        let spot = chosen.and_then(|id| spot_after(cx, tree, id)).unwrap_or(Spot::Free);
        reposition(cx, spot, out);
    }
}

/// The spot after an action: the branch to continue by if it is free, else the first open branch, else the branch to continue by.
fn spot_after(cx: &FormCx<'_>, tree: TreeType, parent: ActionId) -> Option<Spot> {
    let action = cx.version.flow.actions.get(&parent)?;
    let way_on = actions::spec_of(action).and_then(|spec| spec.way_on(action, tree));
    let free = way_on.clone().filter(|key| !action.links.contains_key(key));
    let open = free.or_else(|| actions::open_branch(&cx.version.flow, action, tree));
    let first = || actions::branch_keys(action, tree).into_iter().next();
    Some(Spot::After(parent, open.or(way_on).or_else(first)?))
}

fn branch_ui(ui: &mut Ui, cx: &FormCx<'_>, tree: TreeType, home: &Arrow, parent: &Action, out: &mut Outbox<'_>) {
    let name = label(ui, "In the branch", "The branch that leads here.", false);
    let branches = branches_of(parent, actions::spec_of(parent), tree);
    let words = |branch: &Branch| if branch.label.is_empty() { branch.key.to_string() } else { branch.label.clone() };
    let current = branches.iter().find(|branch| branch.key == home.branch).map_or(home.branch.clone(), words);
    let width = ui.available_width();
    let current = RichText::new(theme::for_display(current));
    let pick = Pick { salt: "branch", name: &name, current, width, is_enabled: !cx.is_read_only };
    let chosen = pick.show(ui, || {
        branches.iter().map(|branch| (branch.key.to_string(), words(branch), branch.key == home.branch)).collect()
    });
    if let Some(branch) = chosen.filter(|branch| *branch != home.branch) {
        reposition(cx, Spot::After(parent.id, branch), out);
    }
}

fn reposition(cx: &FormCx<'_>, spot: Spot, out: &mut Outbox<'_>) {
    out.edit(Edit::Reposition { version: cx.version.id, action: cx.action.id, spot });
}

/// The shape of a version's tree, and the version that it was computed from.
type Known = Arc<(Arc<Version>, Shape)>;

/// The arrow that the action is placed under. The shape of a large tree takes milliseconds, so it is cached until the version
/// changes.
fn home(ui: &Ui, cx: &FormCx<'_>, tree: TreeType) -> Option<Arrow> {
    let id = Id::unique("form shape");
    let known =
        ui.data(|data| data.get_temp::<Known>(id)).filter(|known| std::ptr::eq(&raw const *known.0, cx.version));
    if let Some(known) = known {
        return known.1.home.get(&cx.action.id).cloned();
    }
    let shape = actions::shape(&cx.version.flow, tree);
    let home = shape.home.get(&cx.action.id).cloned();
    // Holding the version keeps its address from being reused by another version.
    let shared =
        cx.project.versions.get(&cx.version.id).filter(|shared| std::ptr::eq(&raw const ***shared, cx.version));
    if let Some(shared) = shared {
        ui.data_mut(|data| data.insert_temp::<Known>(id, Arc::new((Arc::clone(shared), shape))));
    }
    home
}
