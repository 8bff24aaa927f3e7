//! Edits of the project: an edit is applied and its result shown, or it is refused with a message that says what to do.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::edit::{Applied, Edit, Refusal};
use crate::lifecycle::{Act, may};
use crate::model::{ActionId, Place, ResourceKind, Version, VersionId};
use crate::sim::paths::Proof;
use crate::uses::{self, ItemId};

use super::show::open_new_tab;
use super::{Queue, announce};
use crate::app::command::{Ask, Button, Command, Emphasis, Places, Question, Replacement, Tab};
use crate::app::cx::exists;
use crate::app::kit::in_place;
use crate::app::kit::scene::{action_id, annotation_card, annotation_id, card_id};
use crate::app::parts::edit_questions;
use crate::app::parts::pages::new_resource;
use crate::app::parts::version::acts::put_in_production;
use crate::app::shell::state::State;

/// Applies an edit; shows the refusal, if there is one.
pub fn edit_document(state: &mut State, edit: &Edit, tag: Option<u64>) -> Option<Applied> {
    let mut edit = edit.clone();
    if let Edit::PutInProduction { version, gate } = &mut edit {
        // The gate is made here, on the state that the edit is applied to.
        *gate =
            crate::release::gate(&state.session.document, *version, today(state), known(state, *version).as_deref());
    }
    let context = state.context();
    match state.session.document.apply_tagged(&edit, &context, tag) {
        Ok(applied) => {
            follow(state, &edit, &applied);
            announce::edit(state, &edit, &applied, tag);
            if let Some(notice) = &applied.notice {
                state.say(notice.clone());
            }
            if matches!(edit, Edit::ReplaceEverywhere { .. }) && !applied.left.is_empty() {
                list_unreplaced(state, applied.left.clone());
            }
            drop_missing_objects(state);
            Some(applied)
        }
        Err(refusal) => {
            refuse(state, &edit, &refusal);
            None
        }
    }
}

/// Lists the places where an item could not be replaced.
fn list_unreplaced(state: &mut State, places: Vec<(Place, String)>) {
    let lines = vec!["Replaced wherever editing is allowed. These places remain:".to_owned()];
    let title = "Not replaced everywhere".to_owned();
    let question = Question { title, lines, buttons: vec![Button::close("Close")] };
    state.ask(Ask::Places(Box::new(Places { question, list: places, replace: None })));
}

/// Shows the result of an edit.
pub(super) fn follow(state: &mut State, edit: &Edit, applied: &Applied) {
    if let Some(version) = edit.changes_version()
        && !applied.actions.is_empty()
    {
        let view = state.view(version);
        view.selection = applied.actions.iter().map(|id| card_id(*id)).collect();
        view.new = view.only_selected();
        // The keyboard continues from the new action, on the canvas or in the outline.
        if let Some(first) = applied.actions.first() {
            if view.outline.is_in_use {
                view.outline.take_focus();
                view.canvas.reveal(card_id(*first));
            } else {
                view.canvas.focus_card(card_id(*first));
            }
        }
    }
    if let (Some(version), Some(new)) = (edit.changes_version(), applied.annotations.first()) {
        let view = state.view(version);
        let cards = applied.annotations.iter().map(|id| annotation_card(*id));
        if applied.actions.is_empty() {
            view.selection = cards.collect();
            view.canvas.focus_card(annotation_card(*new));
        } else {
            view.selection.extend(cards);
        }
    }
    let pages = [
        applied.version.map(Tab::Version).filter(|_| applied.routing.is_none()),
        applied.routing.map(Tab::Routing),
        applied.resource.map(Tab::Resource),
        applied.entry_point.map(Tab::EntryPoint),
        applied.caller.map(Tab::Caller),
        applied.world.map(Tab::World),
        applied.scenario.map(Tab::Scenario),
    ];
    for tab in pages.into_iter().flatten() {
        open_new_tab(state, tab);
    }
}

/// Creates a resource for a drop-down list and opens it in place.
pub(super) fn create_for(state: &mut State, kind: ResourceKind, list: egui::Id, ctx: &egui::Context) {
    let edit = Edit::StoreResource { resource: Box::new(new_resource(state.project(), kind)) };
    let context = state.context();
    match state.session.document.apply(&edit, &context) {
        Ok(applied) => {
            announce::edit(state, &edit, &applied, None);
            let Some(resource) = applied.resource else { return };
            in_place::note_created(ctx, list, resource);
            state.ask(Ask::EditItem(Tab::Resource(resource)));
        }
        Err(refusal) => refuse(state, &edit, &refusal),
    }
}

/// The day on which an edit is made.
pub(super) fn today(state: &State) -> NaiveDate {
    (state.window.now)().date_naive()
}

/// What exploring every path of a version has found in the present state of the project, where that is known.
pub(super) fn known(state: &State, version: VersionId) -> Option<Arc<Proof>> {
    state.session.paths.of(state.session.document.revision(), version).cloned()
}

pub(super) fn refuse(state: &mut State, edit: &Edit, refusal: &Refusal) {
    if let (Refusal::WhichWayOn(title), Edit::RemoveActions { version, actions }) = (refusal, edit) {
        return ask_how_to_remove(state, *version, actions, title);
    }
    if let (Refusal::HeldBack { .. }, Edit::PutInProduction { version, .. }) = (refusal, edit)
        && let Some(version) = state.project().versions.get(version)
    {
        // The dialog lists the reasons, each with its place.
        let ask = put_in_production(state.project(), version, today(state), known(state, version.id).as_deref());
        return state.ask(ask);
    }
    if let Some(version) = read_only(state, edit) {
        let why = refusal.to_string();
        let copy = Command::OfVersion(version.id, Act::Duplicate);
        let title = format!("\"{}\" cannot be changed", version.info.name);
        let buttons = vec![Button::close("Close"), Button::new("Duplicate to edit", copy, Emphasis::Primary)];
        return state.ask_question(Question { title, lines: vec![why], buttons });
    }
    let title = format!("{}: not done", edit.words());
    if let Refusal::Used { what, why, item, places } = refusal {
        let stuck = uses::of(state.project(), *item).iter().any(|it| it.is_read_only(state.project()));
        let replace = match (item, edit) {
            (
                ItemId::Resource(_) | ItemId::EntryPoint(_),
                Edit::DeleteResource { .. } | Edit::DeleteEntryPoint { .. },
            ) => Replacement::new(state.project(), *item, stuck),
            _ => None,
        };
        let lines = vec![format!("{what} {why}:")];
        let question = Question { title, lines, buttons: vec![Button::close("Close")] };
        let dialog = Places { question, list: places.clone(), replace };
        return state.ask(Ask::Places(Box::new(dialog)));
    }
    state.ask_question(Question { title, lines: vec![refusal.to_string()], buttons: vec![Button::close("Close")] });
}

/// The version whose tree or texts an edit would change although it is read-only.
fn read_only<'a>(state: &'a State, edit: &Edit) -> Option<&'a Version> {
    let version = state.project().versions.get(&edit.changes_version()?)?;
    may(version, Act::Edit).is_err().then_some(version)
}

/// It is not clear which branch continues: the user can cut the others first, or remove the action with all below.
pub(super) fn ask_how_to_remove(state: &mut State, version: VersionId, actions: &[ActionId], title: &str) {
    let mut lines = vec![
        "The action leads to several others, so it is not clear which one should follow instead.".to_owned(),
        "Cut the branches that should not continue first, or remove the action with everything that only it leads to."
            .to_owned(),
    ];
    let mut buttons = vec![Button::close("Cancel")];
    if let [action] = actions {
        let edit = Edit::RemoveBelow { version, action: *action };
        buttons.push(Button::new("Remove with all below", Command::edit(edit), Emphasis::Danger));
    } else {
        lines.push("None of the selected actions was removed.".to_owned());
    }
    state.ask_question(Question { title: format!("Remove \"{title}\"?"), lines, buttons });
}

/// Closes the pages and clears the selections of objects that no longer exist, after an edit or an undo.
pub(super) fn drop_missing_objects(state: &mut State) {
    let project = state.project().clone();
    let shown: Vec<Tab> = state.session.tabs.iter().copied().filter(|tab| exists(*tab, &project)).collect();
    state.session.tabs = shown;
    if !state.session.tabs.contains(&state.session.tab) {
        state.session.tab = state.session.tabs.last().copied().unwrap_or(Tab::Start);
        if state.session.tabs.is_empty() {
            state.session.tabs.push(Tab::Start);
        }
    }
    let tabs = &state.session.tabs;
    state.parts.comparing.open.retain(|(before, after), _| tabs.contains(&Tab::Compare(*before, *after)));
    state.parts.versions.views.retain(|id, _| project.versions.contains_key(id));
    for (id, view) in &mut state.parts.versions.views {
        let Some(flow) = project.versions.get(id).map(|version| &version.flow) else { continue };
        view.selection.retain(|card| match annotation_id(*card) {
            Some(annotation) => flow.annotations.contains_key(&annotation),
            None => flow.actions.contains_key(&action_id(*card)),
        });
    }
}

/// Applies an edit, or asks first.
pub(super) fn edit_or_ask(state: &mut State, edit: Edit, tag: Option<u64>) {
    if let Some(ask) = edit_questions::question(state.project(), &state.session.confirmed_live_edits, &edit, tag) {
        return state.ask(ask);
    }
    let edit = edit_questions::with_rename_edit(state.project(), edit);
    let _ = edit_document(state, &edit, tag);
}

/// Putting a version in production is meant to last, so the project is saved at once, as after a planned production. Where there are other
/// unsaved changes, the user decides when to save.
pub(super) fn promote(state: &mut State, edit: &Edit, queue: &mut Queue) {
    let cx = state.cx();
    let saves = cx.is_saved() && cx.may_promote();
    if edit_document(state, edit, None).is_none() {
        return;
    }
    if saves && !state.services.files.is_at_disk() {
        queue.push_front(Command::save());
    } else {
        state.say("Save the project to keep the change of production.");
    }
}
