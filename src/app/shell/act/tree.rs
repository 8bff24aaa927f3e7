//! Commands about the tree shown: the clipboard, removing, tidying, zooming.

use std::collections::BTreeSet;

use crate::actions;
use crate::edit::{Edit, Spot};
use crate::layout::annotations::with_cards;
use crate::layout::arrange::{Arrangement, arranged};
use crate::layout::tree::{placed, tidy, tidy_some};
use crate::model::{ActionId, Flow, VersionId};

use super::clipboard;
use super::edits::edit_document;
use crate::app::command::{Ask, PaneCommand, Tab, TreeCommand, Zoom};
use crate::app::kit::scene::{action_id, annotation_card, card_id, model_pos};
use crate::app::parts::version::annotations::{joined, new_frame, new_note};
use crate::app::parts::version::spot::after;
use crate::app::shell::state::State;
use crate::canvas::{CardId, to_grid};

pub(super) fn zoom(state: &mut State, zoom: Zoom) {
    let is_side_by_side = state.parts.comparing.is_side_by_side;
    let canvas = if let Some(version) = state.version_shown() {
        &mut state.view(version).canvas
    } else if let Some(comparison) = state.comparison_shown() {
        // Of two canvases, the other one follows.
        let [_, after] = &mut comparison.sides;
        if is_side_by_side { after } else { &mut comparison.one }
    } else if state.session.tab == Tab::Map {
        &mut state.parts.map.canvas
    } else {
        return;
    };
    match zoom {
        Zoom::Fit => canvas.request_fit(),
        Zoom::Reset => canvas.zoom_to(1.0, None),
        Zoom::In => canvas.zoom_to(canvas.zoom() * 1.25, None),
        Zoom::Out => canvas.zoom_to(canvas.zoom() / 1.25, None),
    }
}

/// Moves the keyboard focus to a part of the page of the version shown.
pub(super) fn move_focus(state: &mut State, to: PaneCommand, ctx: &egui::Context) {
    let Some(version) = state.version_shown() else { return };
    let view = state.view(version);
    match to {
        PaneCommand::GoToOutline => {
            view.outline.take_focus();
            state.window.panes.outline = true;
        }
        PaneCommand::GoToForm => view.form_takes_focus = true,
        _ => match view.selection.first().copied() {
            Some(card) => view.canvas.focus_card(card),
            None => view.canvas.take_focus(),
        },
    }
    ctx.request_repaint();
}

pub(super) fn on_tree(state: &mut State, command: TreeCommand, ctx: &egui::Context) {
    let Some(version) = state.version_shown() else { return };
    let selected: Vec<ActionId> = state.view(version).selected().collect();
    match command {
        TreeCommand::SelectAll => select_all(state, version),
        TreeCommand::Copy => drop(clipboard::copy(state, version, &selected, ctx)),
        TreeCommand::Cut => {
            if clipboard::copy(state, version, &selected, ctx) {
                remove(state, version, selected, false);
            }
        }
        TreeCommand::Paste => clipboard::ask(state, (Spot::Free, None), ctx),
        TreeCommand::Duplicate => {
            let clip = clipboard::selection(state, version, &selected);
            if !clip.is_empty() {
                let edit = Edit::Paste { version, clip: Box::new(clip), spot: Spot::Free, pos: None };
                edit_document(state, &edit, None);
            }
        }
        TreeCommand::SavePreset => {
            let clip = clipboard::selection(state, version, &selected);
            if !clip.is_empty() {
                state.ask(Ask::NewPreset(Box::new(clip)));
            }
        }
        TreeCommand::Remove => remove(state, version, selected, false),
        TreeCommand::RemoveBelow => remove(state, version, selected, true),
        TreeCommand::Tidy => tidy_up(state, version, &selected),
        TreeCommand::Arrange(how) => arrange(state, version, &selected, how),
        TreeCommand::Collapse => collapse(state, version, true),
        TreeCommand::Expand => collapse(state, version, false),
        TreeCommand::ExpandAll => state.view(version).collapsed.clear(),
        TreeCommand::AddAction => add_action(state, version, &selected),
        TreeCommand::LooseEnds => state.ask(Ask::LooseEnds(version)),
        TreeCommand::AddNote => {
            let at = model_pos(to_grid(state.view(version).canvas.centre()));
            state.ask(new_note(version, at));
        }
        TreeCommand::FrameSelection => {
            let others: Vec<_> = state.view(version).selected_annotations().collect();
            let tree = state.project().tree_type_of(version);
            let found = state.project().versions.get(&version);
            if let Some(ask) = found.and_then(|found| new_frame(found, tree, &selected, &others)) {
                state.ask(ask);
            }
        }
        TreeCommand::HighlightWay => {
            let view = state.view(version);
            view.way_to = view.only_selected().filter(|to| view.way_to != Some(*to));
        }
    }
}

fn is_start(state: &State, version: VersionId, id: ActionId) -> bool {
    let version = state.project().versions.get(&version);
    version.and_then(|it| it.flow.actions.get(&id)).is_some_and(|it| it.is_start())
}

fn select_all(state: &mut State, version: VersionId) {
    let found = state.project().versions.get(&version);
    let all: Vec<CardId> = found.map(|it| all_of(&it.flow)).unwrap_or_default();
    let view = state.view(version);
    // What is hidden would be shown if it were selected.
    view.selection = all.into_iter().filter(|card| !view.hidden.contains_key(card)).collect();
}

/// Everything on the canvas of a tree.
fn all_of(flow: &Flow) -> Vec<CardId> {
    let cards = flow.actions.keys().map(|id| card_id(*id));
    cards.chain(flow.annotations.keys().map(|id| annotation_card(*id))).collect()
}

/// Removes the selected actions, also with everything below them, and the selected notes and frames, in one undo step.
fn remove(state: &mut State, version: VersionId, mut actions: Vec<ActionId>, is_with_below: bool) {
    let annotations: Vec<_> = state.view(version).selected_annotations().collect();
    let has_start = actions.iter().any(|id| is_start(state, version, *id));
    actions.retain(|id| !is_start(state, version, *id));
    if actions.is_empty() && annotations.is_empty() {
        if has_start {
            state.say("Start cannot be removed: every tree begins with it.");
        }
        return;
    }
    let is_joined = is_with_below || (!actions.is_empty() && !annotations.is_empty());
    let tag = is_joined.then(|| joined(state.session.document.revision()));
    if is_with_below {
        remove_below(state, version, actions, tag);
    } else if !actions.is_empty() && edit_document(state, &Edit::RemoveActions { version, actions }, tag).is_none() {
        return;
    }
    if !annotations.is_empty() {
        edit_document(state, &Edit::RemoveAnnotations { version, annotations }, tag);
    }
}

/// Removes each action with everything below it.
fn remove_below(state: &mut State, version: VersionId, actions: Vec<ActionId>, tag: Option<u64>) {
    for action in actions {
        // An action below another selected one has been removed already.
        let is_there = state.project().versions.get(&version).is_some_and(|it| it.flow.actions.contains_key(&action));
        if is_there {
            edit_document(state, &Edit::RemoveBelow { version, action }, tag);
        }
    }
}

/// Lays the tree out; where several actions are selected, but not all, only these.
fn tidy_up(state: &mut State, version: VersionId, selected: &[ActionId]) {
    let project = state.project();
    let Some(found) = project.versions.get(&version) else { return };
    let tree = project.tree_type_of(version);
    let hidden = state.parts.versions.views.get(&version).map(|view| view.hidden.clone()).unwrap_or_default();
    let is_selected = |by: &CardId| selected.contains(&action_id(*by));
    let below = hidden.iter().filter(|(_, by)| is_selected(by)).map(|(card, _)| action_id(*card));
    let ids: BTreeSet<ActionId> = selected.iter().copied().chain(below).collect();
    let is_whole = selected.len() < 2 || ids.len() == found.flow.actions.len();
    let laid_out = if is_whole { tidy(&found.flow, tree) } else { tidy_some(&found.flow, tree, &ids) };
    let cards: Vec<_> = laid_out.into_iter().collect();
    let areas = with_cards(&found.flow, tree, &cards);
    let tag = (!areas.is_empty()).then(|| joined(state.session.document.revision()));
    if edit_document(state, &Edit::MoveCards { version, cards }, tag).is_none() {
        return;
    }
    if !areas.is_empty() {
        edit_document(state, &Edit::MoveAnnotations { version, areas }, tag);
    }
    if is_whole {
        state.view(version).canvas.request_fit();
    }
}

/// Aligns the selected cards, or spreads them evenly.
fn arrange(state: &mut State, version: VersionId, selected: &[ActionId], how: Arrangement) {
    let project = state.project();
    let Some(found) = project.versions.get(&version) else { return };
    let cards = arranged(&placed(&found.flow, project.tree_type_of(version), selected), how);
    if !cards.is_empty() {
        let cards = match state.parts.versions.views.get(&version) {
            Some(view) => view.with_hidden(&found.flow, cards),
            None => cards,
        };
        edit_document(state, &Edit::MoveCards { version, cards }, None);
    }
}

/// Collapses what is below the selected cards, or shows it.
fn collapse(state: &mut State, version: VersionId, collapses: bool) {
    let project = state.project().clone();
    let Some(found) = project.versions.get(&version) else { return };
    let shape = actions::shape(&found.flow, project.tree_type_of(version));
    let tree = shape.home.iter().map(|(id, home)| (*id, home.from)).collect();
    let view = state.view(version);
    let selected = view.selection.clone();
    if !view.collapse(&tree, collapses) && collapses {
        state.say("There is nothing to collapse: the actions that follow have their places below other actions.");
    } else if let Some(first) = selected.first() {
        state.view(version).canvas.reveal(*first);
    }
}

/// Asks for the kind of an action to add: after the selected action, else in the middle of the canvas.
fn add_action(state: &mut State, version: VersionId, selected: &[ActionId]) {
    let spot = match selected {
        [only] => after(state.project(), version, *only).unwrap_or(Spot::Free),
        _ => Spot::Free,
    };
    let pos = (spot == Spot::Free).then(|| model_pos(state.view(version).canvas.centre()));
    state.ask(Ask::AddAction { version, spot, pos });
}
