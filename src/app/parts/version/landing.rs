//! What happens when something is released that the pointer carries over the canvas: where its card goes, which branches there are to choose
//! from, or why nothing happens (spec: ease §2). The places are those of the edit, so the card goes where its mark was.

use std::sync::Arc;

use egui::{Area, Frame, Id, Margin, Order, Pos2, RichText, Stroke, Ui, Vec2};

use crate::actions;
use crate::canvas::{Carried, Landing, Target};
use crate::edit::{Edit, Spot, follows};
use crate::layout::metrics::card_height;
use crate::layout::room::{Ground, Newcomer};
use crate::layout::tree::{ground, row};
use crate::lifecycle::{Act, may};
use crate::model::{Action, ActionId, Pos, Project, Version};
use crate::palette::Offer;

use super::Page;
use super::plan::{Choice, Plan, Release};
use super::state::{Versions, kept};
use crate::app::command::Command;
use crate::app::kit::popup_menu::popup_menu_ui;
use crate::app::kit::scene::{action_id, scene_pos};
use crate::app::kit::theme;

/// The place of a refusal beside the pointer, below the name of what is dragged.
const BESIDE: Vec2 = Vec2::new(12.0, 40.0);
/// The greatest width of a refusal.
const WIDTH: f32 = 320.0;

/// What a release does. Nothing here depends on positions.
#[must_use]
pub fn release(page: &Page<'_>, carried: &Carried, target: &Target) -> Release {
    let (project, version) = (page.project, page.version);
    if let Err(why) = may(version, Act::Edit) {
        return Release::Refuse(why);
    }
    let action = |card: u64| version.flow.actions.get(&action_id(card)).map(Arc::as_ref);
    let refusal = match (carried, target) {
        (Carried::Palette(id), _) => refused_offer(page, id),
        (Carried::Card(card), _) | (Carried::Wire(..), Target::Card(card)) => {
            action(*card).and_then(|action| follows(action).err()).map(|why| why.to_string())
        }
        (Carried::Wire(..) | Carried::Held, _) => None,
    };
    if let Some(refusal) = refusal {
        return Release::Refuse(refusal);
    }
    match (carried, target) {
        (Carried::Wire(..) | Carried::Held, _) | (_, Target::Canvas | Target::Annotation(_)) => Release::Plain,
        (_, Target::Port(card, port) | Target::Wire(card, port)) => {
            Release::Insert(Spot::After(action_id(*card), port.to_string()))
        }
        (_, Target::Card(card)) => action(*card).map_or(Release::Plain, |action| on_card(project, version, action)),
    }
}

/// Why something of the palette cannot be added; none where it can.
fn refused_offer(page: &Page<'_>, id: &str) -> Option<String> {
    match Offer::of(id, page.cx.presets) {
        Some(offer) => offer.check(page.project, page.version.id).err(),
        None => Some(format!("This version of Signalbox does not know the kind \"{id}\".")),
    }
}

/// What a release on a card does: its way on, else its free branch; several of these are offered.
fn on_card(project: &Project, version: &Version, action: &Action) -> Release {
    let tree = project.tree_type_of(version.id);
    let after = |branch: String| Release::Insert(Spot::After(action.id, branch));
    if let Some(branch) = actions::sole_way_on(action, tree) {
        return after(branch);
    }
    let open = actions::open_branches(&version.flow, action, tree);
    match open.as_slice() {
        [] => Release::Refuse(format!("\"{}\" has no free branch.", actions::title(action))),
        [only] => after(only.key.to_string()),
        several => {
            let branches = several.iter().map(|branch| (branch.key.to_string(), branch.label.clone())).collect();
            Release::Choose(action.id, branches)
        }
    }
}

/// The edit that inserts what is carried.
#[must_use]
pub fn insert(page: &Page<'_>, carried: &Carried, spot: Spot) -> Option<Command> {
    let version = page.version.id;
    let edit = match carried {
        Carried::Palette(id) => Offer::of(id, page.cx.presets)?.edit(version, spot, None),
        Carried::Card(card) => Edit::Reposition { version, action: action_id(*card), spot },
        Carried::Wire(..) | Carried::Held => return None,
    };
    Some(Command::edit(edit))
}

/// Carries out a release over a card, a port or an arrow.
pub fn drop(
    page: &Page<'_>,
    own: &mut Versions,
    (carried, target): (&Carried, &Target),
    screen: Pos2,
) -> Option<Command> {
    match release(page, carried, target) {
        Release::Insert(spot) => insert(page, carried, spot),
        Release::Choose(from, branches) => {
            let choice = Choice { carried: carried.clone(), from, branches, screen };
            own.view(page.version.id).choice = Some(choice);
            None
        }
        Release::Plain | Release::Refuse(_) => None,
    }
}

/// Plans the release of what the canvas carries, and says at the pointer why it is refused. A plan is kept until something else is carried, or
/// over something else, or the project changes.
pub fn plan_ui(ui: &Ui, page: &Page<'_>, own: &mut Versions) {
    let revision = page.cx.document.revision();
    let view = own.view(page.version.id);
    let Some((carried, target)) = view.canvas.carried().cloned() else {
        view.plan = None;
        return;
    };
    let is_made_from = |plan: &Arc<Plan>| {
        plan.revision == revision && plan.landing.carried == carried && plan.landing.target == target
    };
    let known = view.plan.clone().filter(is_made_from);
    let plan = known.unwrap_or_else(|| {
        // The canvas shows the plan in the next frame.
        ui.ctx().request_repaint();
        let release = release(page, &carried, &target);
        let ghost = ghost(page, own, &carried, &release);
        let is_refused = matches!(release, Release::Refuse(_));
        Arc::new(Plan { revision, landing: Landing { carried, target, ghost, is_refused }, release })
    });
    if let Release::Refuse(why) = &plan.release {
        refusal_ui(ui, why);
    }
    own.view(page.version.id).plan = Some(plan);
}

/// Where the card goes, and how many branches it has.
fn ghost(page: &Page<'_>, own: &mut Versions, carried: &Carried, release: &Release) -> Option<(Pos2, usize)> {
    let Release::Insert(Spot::After(parent, branch)) = release else { return None };
    let (project, version) = (page.project, page.version);
    let tree = project.tree_type_of(version.id);
    let (id, ports) = match carried {
        Carried::Palette(id) => {
            let first = Offer::of(id, page.cx.presets)?.first()?;
            (ActionId(0), actions::branch_keys(&first, tree).len())
        }
        Carried::Card(card) => {
            let id = action_id(*card);
            (id, actions::branch_keys(version.flow.actions.get(&id)?, tree).len())
        }
        Carried::Wire(..) | Carried::Held => return None,
    };
    let row = row(version.flow.actions.get(parent)?, tree, branch);
    let new = Newcomer { id, offset: Pos(0, 0), height: card_height(ports) };
    Some((scene_pos(cards(page, own).corner((*parent, row), &[new])), ports))
}

/// The cards of the tree, kept until the project changes.
fn cards(page: &Page<'_>, own: &mut Versions) -> Arc<Ground> {
    let revision = page.cx.document.revision();
    let view = own.view(page.version.id);
    kept(&mut view.ground, revision, || ground(&page.version.flow, page.project.tree_type_of(page.version.id)))
}

/// Says at the pointer why a release does nothing.
fn refusal_ui(ui: &Ui, why: &str) {
    let Some(pointer) = ui.input(|input| input.pointer.interact_pos()) else { return };
    let palette = theme::of(ui);
    let area = Area::new(Id::unique("refusal")).order(Order::Tooltip).interactable(false);
    area.fixed_pos(pointer + BESIDE).show(ui.ctx(), |ui| {
        let frame = Frame::new().fill(palette.card).stroke(Stroke::new(1.0, palette.error)).corner_radius(6);
        frame.inner_margin(Margin::symmetric(8, 5)).show(ui, |ui| {
            ui.set_max_width(WIDTH);
            let words = RichText::new(theme::for_display(why)).size(theme::SMALL).color(palette.text);
            ui.add(egui::Label::new(words).wrap().selectable(false));
        });
    });
}

/// Draws the open choice of a branch.
pub fn choice_ui(ui: &Ui, page: &Page<'_>, own: &mut Versions, commands: &mut Vec<Command>) {
    let Some(choice) = own.view(page.version.id).choice.clone() else { return };
    let is_open = popup_menu_ui(ui, "branch to insert in", choice.screen, 180.0, |ui| {
        ui.label(theme::weak(ui, "Add in the branch", theme::SMALL));
        for (key, label) in &choice.branches {
            if ui.button(theme::for_display(label)).clicked() {
                let spot = Spot::After(choice.from, key.clone());
                commands.extend(insert(page, &choice.carried, spot));
            }
        }
    });
    if !is_open {
        own.view(page.version.id).choice = None;
    }
}
