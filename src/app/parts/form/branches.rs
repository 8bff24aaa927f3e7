//! The follower of each branch: nothing, the end on purpose, or an action.

use egui::{Align, Layout, RichText, Ui, vec2};

use crate::actions;
use crate::catalog::lead::{self, Lead};
use crate::catalog::{ActionSpec, Branch};
use crate::edit::Edit;
use crate::model::{Action, Link, TreeType};

use super::basic::{action_words, actions_of};
use super::cx::FormCx;
use super::outbox::Outbox;
use super::widgets::heading;
use crate::app::kit::name::Name;
use crate::app::kit::pick::Pick;
use crate::app::kit::theme;

/// Width of the label of a branch.
const LABEL: f32 = 104.0;

/// The branches of an action. For an unknown kind, every stored link counts as a branch.
pub(super) fn branches_of(action: &Action, spec: Option<&ActionSpec>, tree: TreeType) -> Vec<Branch> {
    if let Some(spec) = spec {
        return spec.branches(action, tree);
    }
    let keys = action.links.keys();
    keys.map(|key| Branch::plain(key.clone(), key.clone())).collect()
}

/// The branches with their followers.
pub(super) fn branches_ui(ui: &mut Ui, cx: &FormCx<'_>, spec: Option<&ActionSpec>, out: &mut Outbox<'_>) {
    let branches = branches_of(cx.action, spec, cx.tree_type());
    // A single branch is already shown as *Following action*.
    if branches.len() < 2 {
        return;
    }
    heading(ui, "Branches");
    for branch in &branches {
        ui.push_id(("branch", &branch.key), |ui| {
            ui.horizontal(|ui| {
                let left = Layout::left_to_right(Align::Center);
                ui.allocate_ui_with_layout(vec2(LABEL, 26.0), left, |ui| {
                    ui.set_min_width(LABEL);
                    let text = RichText::new(theme::for_display(&branch.label)).size(theme::SMALL);
                    ui.add(egui::Label::new(text).truncate()).on_hover_text(theme::for_display(&branch.label));
                });
                let name = Name::plain(format!("What follows in {}", branch.label), "");
                follower_ui(ui, cx, (&branches, branch), &name, out);
            });
        });
    }
}

/// The follower of a branch of an action with these branches.
pub(super) fn follower_ui(
    ui: &mut Ui,
    cx: &FormCx<'_>,
    (branches, branch): (&[Branch], &Branch),
    name: &Name,
    out: &mut Outbox<'_>,
) {
    let link = cx.action.links.get(branch.key.as_ref()).copied();
    let current = match link {
        Some(Link::To(id)) => match cx.version.flow.actions.get(&id) {
            Some(action) => RichText::new(theme::for_display(actions::title(action))),
            None => RichText::new("Unknown action").color(theme::of(ui).error),
        },
        Some(Link::EndsHere) => theme::weak(ui, "Ends here on purpose", theme::BODY),
        None => match unlinked_words(cx, branches, branch) {
            Some(words) => theme::weak(ui, &words, theme::BODY),
            None => RichText::new("Drops the customer").color(theme::of(ui).warning),
        },
    };
    let width = ui.available_width();
    let pick = Pick { salt: "follower", name, current, width, is_enabled: !cx.is_read_only };
    let chosen = pick.show(ui, || {
        let words = unlinked_words(cx, branches, branch).unwrap_or_else(|| "Nothing: drops the customer".to_owned());
        let nothing = (None, words, link.is_none());
        let end = (Some(Link::EndsHere), "Ends here on purpose".to_owned(), link == Some(Link::EndsHere));
        let target = link.and_then(Link::target);
        let others = actions_of(cx.version, target, |id| Some(Link::To(id)), |action| !action.is_start());
        [nothing, end].into_iter().chain(others).collect()
    });
    if let Some(link) = chosen.filter(|chosen| *chosen != link) {
        let branch = branch.key.to_string();
        out.edit(Edit::SetLink { version: cx.version.id, from: cx.action.id, branch, link });
    }
}

/// What happens at a branch without a link; none where the customer is dropped.
fn unlinked_words(cx: &FormCx<'_>, branches: &[Branch], branch: &Branch) -> Option<String> {
    let mut links = cx.action.links.clone();
    links.remove(branch.key.as_ref());
    let unlinked = Action { id: cx.action.id, links, ..Action::default() };
    let leads = lead::leads(&cx.version.flow, &unlinked, branches, branch);
    let by: Vec<&str> = leads.iter().filter_map(|lead| lead.by_words(branches)).collect();
    if !by.is_empty() {
        return Some(format!("As {}", by.join(" or ")));
    }
    if leads.iter().any(Lead::drops) { None } else { Some("Nothing".to_owned()) }
}

/// The name of the action that leads here, for lists.
pub(super) fn parent_words(action: Option<&Action>) -> String {
    action.map_or_else(|| "Nothing leads here".to_owned(), action_words)
}
