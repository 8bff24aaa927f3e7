//! Commands about the tree that is shown: the clipboard, removing, the view.

use crate::actions;
use crate::canvas::CardId;
use crate::edit::{Clip, Edit, Spot};
use crate::model::{ActionId, Pos, Project, VersionId};

use super::super::command::Command;
use super::super::dialogs::{Dialog, KindFinder};
use super::super::scene::card_id;
use super::super::state::State;
use super::edits::edit_document;

pub(super) fn zoom(state: &mut State, command: &Command) {
    let is_side_by_side = state.comparing.is_side_by_side;
    let canvas = if let Some(version) = state.version_shown() {
        &mut state.view(version).canvas
    } else if let Some(comparison) = state.comparison_shown() {
        // Of two canvases the other one follows.
        let [_, after] = &mut comparison.sides;
        if is_side_by_side { after } else { &mut comparison.one }
    } else {
        return;
    };
    match command {
        Command::Fit => canvas.request_fit(),
        Command::ZoomReset => canvas.zoom_to(1.0, None),
        Command::ZoomIn => canvas.zoom_to(canvas.zoom() * 1.25, None),
        _ => canvas.zoom_to(canvas.zoom() / 1.25, None),
    }
}

pub(super) fn on_tree(state: &mut State, command: &Command, ctx: &egui::Context) {
    let Some(version) = state.version_shown() else { return };
    let project = state.project().clone();
    let selected: Vec<ActionId> = state.view(version).selected().collect();
    let is_start = |id: &ActionId| {
        project.versions.get(&version).and_then(|it| it.flow.actions.get(id)).is_some_and(|it| it.is_start())
    };
    match command {
        Command::SelectAll => {
            let all: std::collections::BTreeSet<CardId> = project
                .versions
                .get(&version)
                .map(|it| it.flow.actions.keys().map(|id| card_id(*id)).collect())
                .unwrap_or_default();
            state.view(version).selection = all;
        }
        Command::Copy | Command::Cut => {
            let clip = Clip::copy(&project, version, &selected.iter().copied().collect());
            if clip.is_empty() {
                return;
            }
            state.notices.say(format!(
                "{} copied.",
                if clip.len() == 1 { "One action".to_owned() } else { format!("{} actions", clip.len()) }
            ));
            // The desktop's clipboard must not stay empty: then the window system would send no *paste* at all.
            ctx.copy_text(clip.titles().join("\n"));
            state.clip = clip;
            if *command == Command::Cut {
                edit_document(state, &Edit::RemoveActions { version, actions: selected }, None);
            }
        }
        Command::Paste if !state.clip.is_empty() => {
            let centre = super::super::scene::model_pos(state.view(version).canvas.centre());
            let clip = Box::new(state.clip.clone());
            edit_document(state, &Edit::Paste { version, clip, spot: Spot::Free, pos: Some(centre) }, None);
        }
        Command::DuplicateSelection => {
            let clip = Clip::copy(&project, version, &selected.into_iter().collect());
            if !clip.is_empty() {
                let edit = Edit::Paste { version, clip: Box::new(clip), spot: Spot::Free, pos: None };
                edit_document(state, &edit, None);
            }
        }
        Command::Remove | Command::RemoveBelow if !selected.is_empty() && selected.iter().all(is_start) => {
            state.notices.say("Start stays: every tree begins with it.");
        }
        Command::Remove if !selected.is_empty() => {
            edit_document(state, &Edit::RemoveActions { version, actions: selected }, None);
        }
        Command::RemoveBelow => {
            let tops: Vec<ActionId> = selected.into_iter().filter(|id| !is_start(id)).collect();
            if tops.is_empty() {
                return;
            }
            // All of them are one step; what was below another is gone with it.
            let tag = Some(u64::MAX - state.document.revision());
            for action in tops {
                if state.project().versions.get(&version).is_some_and(|it| it.flow.actions.contains_key(&action)) {
                    edit_document(state, &Edit::RemoveBelow { version, action }, tag);
                }
            }
        }
        Command::Tidy => {
            let Some(found) = project.versions.get(&version) else { return };
            let kind = project.routing_of(version).map(|routing| routing.kind).unwrap_or_default();
            let cards: Vec<(ActionId, Pos)> = crate::layout::tree::tidy(&found.flow, kind).into_iter().collect();
            if edit_document(state, &Edit::MoveCards { version, cards }, None).is_some() {
                state.view(version).canvas.request_fit();
            }
        }
        Command::FindAction => {
            let spot = match selected.as_slice() {
                [only] => after(&project, version, *only).unwrap_or(Spot::Free),
                _ => Spot::Free,
            };
            let pos = (spot == Spot::Free).then(|| super::super::scene::model_pos(state.view(version).canvas.centre()));
            state.dialog = Some(Dialog::FindKind(KindFinder { version, spot, pos, text: String::new(), line: 0 }));
        }
        _ => {}
    }
}

/// After an action by its way on, else by its first branch.
#[must_use]
pub fn after(project: &Project, version: VersionId, id: ActionId) -> Option<Spot> {
    let action = project.versions.get(&version)?.flow.actions.get(&id)?;
    let kind = project.routing_of(version)?.kind;
    let way_on = actions::spec_of(action)?.way_on(action, kind);
    let branch = way_on.or_else(|| actions::branch_keys(action, kind).into_iter().next())?;
    Some(Spot::After(id, branch))
}
