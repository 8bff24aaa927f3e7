//! Edits of the project: applied, followed by the window, or refused with what to do.

use crate::edit::{Applied, Edit, Refusal};
use crate::lifecycle::{Act, may};
use crate::model::{ActionId, Version, VersionId};
use crate::uses::{self, Site, Target};

use super::super::command::{Command, Tab};
use super::super::dialogs::{Button, Confirm, Dialog, Places, Replace, Weight};
use super::super::panels::version_acts::{command_of, put_in_production};
use super::super::scene::{action_id, card_id};
use super::super::state::State;
use super::show::open_tab;

/// Applies an edit; a refusal is shown with what to do.
pub fn edit_document(state: &mut State, edit: &Edit, tag: Option<u64>) -> Option<Applied> {
    let mut edit = edit.clone();
    if let Edit::PutInProduction { version, gate } = &mut edit {
        // The gate is made here, on the state that the edit is applied to.
        *gate = crate::release::gate(&state.document, *version);
    }
    let context = state.context();
    match state.document.apply_tagged(&edit, &context, tag) {
        Ok(applied) => {
            follow(state, &edit, &applied);
            if let Some(notice) = &applied.notice {
                state.notices.say(notice.clone());
            }
            if matches!(edit, Edit::ReplaceEverywhere { .. }) && !applied.left.is_empty() {
                tell_what_is_left(state, applied.left.clone());
            }
            forget_what_is_gone(state);
            Some(applied)
        }
        Err(refusal) => {
            refuse(state, &edit, &refusal);
            None
        }
    }
}

/// Names the places where something could not be replaced.
fn tell_what_is_left(state: &mut State, places: Vec<(Site, String)>) {
    let lines = vec!["Replaced in all that may be edited. It stays here:".to_owned()];
    let title = "Replaced, but not everywhere".to_owned();
    let question = Confirm { title, lines, buttons: vec![Button::close("Close")] };
    state.dialog = Some(Dialog::Places(Box::new(Places { question, places, replace: None })));
}

/// Shows what an edit made.
pub(super) fn follow(state: &mut State, edit: &Edit, applied: &Applied) {
    if let Some(version) = edit.changes_version()
        && !applied.actions.is_empty()
    {
        let view = state.view(version);
        view.selection = applied.actions.iter().map(|id| card_id(*id)).collect();
        // The keyboard goes on from what was added.
        if let Some(first) = applied.actions.first() {
            view.canvas.focus_card(card_id(*first));
        }
    }
    let pages = [
        applied.version.map(Tab::Version).filter(|_| applied.routing.is_none()),
        applied.routing.map(Tab::Routing),
        applied.resource.map(Tab::Resource),
        applied.entry_point.map(Tab::EntryPoint),
        applied.caller.map(Tab::Caller),
        applied.world.map(Tab::World),
    ];
    for tab in pages.into_iter().flatten() {
        open_tab(state, tab);
    }
}

pub(super) fn refuse(state: &mut State, edit: &Edit, refusal: &Refusal) {
    if let (Refusal::WhichWayOn(title), Edit::RemoveActions { version, actions }) = (refusal, edit) {
        return ask_how_to_remove(state, *version, actions, title);
    }
    if let (Refusal::HeldBack { .. }, Edit::PutInProduction { version, .. }) = (refusal, edit)
        && let Some(version) = state.project().versions.get(version)
    {
        // It lists the reasons, each with its place.
        state.dialog = Some(put_in_production(state.project(), version));
        return;
    }
    if let Some(version) = read_only(state, edit) {
        let why = refusal.to_string();
        let copy = command_of(state.project(), version, Act::Duplicate);
        state.dialog = Some(Dialog::Confirm(Confirm {
            title: format!("\"{}\" cannot be changed", version.info.name),
            lines: vec![why],
            buttons: vec![Button::close("Close"), Button::new("Duplicate to edit", copy, Weight::Primary)],
        }));
        return;
    }
    let title = format!("{}: not done", edit.words());
    let (lines, jump): (Vec<String>, Option<Command>) = match refusal {
        Refusal::Used { what, why, target, places } => {
            let stuck = uses::of(state.project(), *target).iter().any(|it| it.is_read_only(state.project()));
            let replace = match (target, edit) {
                (
                    Target::Resource(_) | Target::EntryPoint(_),
                    Edit::DeleteResource { .. } | Edit::DeleteEntryPoint { .. },
                ) => Replace::new(state.project(), *target, stuck),
                _ => None,
            };
            let lines = vec![format!("{what} {why}:")];
            let question = Confirm { title, lines, buttons: vec![Button::close("Close")] };
            let dialog = Places { question, places: places.clone(), replace };
            state.dialog = Some(Dialog::Places(Box::new(dialog)));
            return;
        }
        other => (vec![other.to_string()], None),
    };
    let mut buttons = vec![Button::close("Close")];
    buttons.extend(jump.map(|jump| Button::new("Show it", jump, Weight::Primary)));
    state.dialog = Some(Dialog::Confirm(Confirm { title, lines, buttons }));
}

/// The version whose tree or words an edit would change though they may not be.
fn read_only<'a>(state: &'a State, edit: &Edit) -> Option<&'a Version> {
    let version = state.project().versions.get(&edit.changes_version()?)?;
    may(version, Act::Edit).is_err().then_some(version)
}

/// It is not clear which branch goes on: to cut some first, or to remove it with all below.
pub(super) fn ask_how_to_remove(state: &mut State, version: VersionId, actions: &[ActionId], title: &str) {
    let mut lines = vec![
        "It leads to several actions, so it is not clear what shall follow in its place.".to_owned(),
        "Cut the branches that shall not go on first, or remove it with all that only it leads to.".to_owned(),
    ];
    let mut buttons = vec![Button::close("Cancel")];
    if let [action] = actions {
        let edit = Edit::RemoveBelow { version, action: *action };
        buttons.push(Button::new("Remove with all below", Command::edit(edit), Weight::Danger));
    } else {
        lines.push("Nothing of what is selected was removed.".to_owned());
    }
    state.dialog = Some(Dialog::Confirm(Confirm { title: format!("Remove \"{title}\"?"), lines, buttons }));
}

/// After an edit or an undo: pages and selections of what is gone go too.
pub(super) fn forget_what_is_gone(state: &mut State) {
    let project = state.project().clone();
    let shown: Vec<Tab> = state.tabs.iter().copied().filter(|tab| state.exists(*tab)).collect();
    state.tabs = shown;
    if !state.tabs.contains(&state.tab) {
        state.tab = state.tabs.last().copied().unwrap_or(Tab::Start);
        if state.tabs.is_empty() {
            state.tabs.push(Tab::Start);
        }
    }
    let tabs = &state.tabs;
    state.comparing.open.retain(|(before, after), _| tabs.contains(&Tab::Compare(*before, *after)));
    state.views.retain(|id, _| project.versions.contains_key(id));
    for (id, view) in &mut state.views {
        let actions = project.versions.get(id).map(|version| &version.flow.actions);
        view.selection.retain(|card| actions.is_some_and(|actions| actions.contains_key(&action_id(*card))));
    }
}
