//! Commands about what exploring every path has found.

use std::sync::Arc;

use crate::edit::Edit;
use crate::model::{ActionId, TestCall, TestCallId};
use crate::sim::coverage::Coverage;
use crate::sim::paths::{Proof, Witness, cover as covering};

use super::edits::edit_document;
use super::show::{show_call, show_test_call};
use crate::app::command::PathsCommand;
use crate::app::shell::state::State;

/// The tag that joins the test calls of one command into one step of undo. No field and no gesture has the tag.
const ALL_MISSING: u64 = u64::MAX;

pub(super) fn on_paths(state: &mut State, command: PathsCommand) {
    match command {
        PathsCommand::PlayBad(place) => play(state, |proof| {
            let bad = proof.bad.get(place)?;
            Some((bad.witness.clone(), bad.is_endless()))
        }),
        PathsCommand::PlayUnset(place) => play(state, |proof| Some((proof.unset.get(place)?.witness.clone(), false))),
        PathsCommand::Cover(action, branch) => cover(state, action, &branch),
        PathsCommand::CoverAll => cover_all(state),
    }
}

/// Shows a call that the proof has found in the simulation, up to its end, or on until the engine stops it.
fn play(state: &mut State, found: impl FnOnce(&Proof) -> Option<(Witness, bool)>) {
    let Some(version) = state.version_shown() else { return };
    let Some(proof) = state.session.paths.of(state.session.document.revision(), version).cloned() else { return };
    let Some((witness, is_endless)) = found(&proof) else { return };
    let project = state.project().clone();
    let played = if is_endless { witness.play_on(&project) } else { witness.play(&project) };
    show_call(state, version, played);
}

/// The proof and the coverage of the version shown; a message says so where one of them is not ready.
fn found(state: &mut State) -> Option<(Arc<Proof>, Arc<Coverage>)> {
    let version = state.version_shown()?;
    let revision = state.session.document.revision();
    let proof = state.session.paths.of(revision, version).cloned();
    let coverage = state.session.coverage.of(revision, version).cloned();
    let both = proof.zip(coverage);
    if both.is_none() {
        state.say("Every path of this version is still being explored. Try again in a moment.");
    }
    both
}

/// Makes a test call that takes a branch, which is then chosen in the pane.
fn cover(state: &mut State, action: ActionId, branch: &str) {
    let Some((proof, coverage)) = found(state) else { return };
    let Some(counted) = coverage.branches.iter().find(|it| it.action == action && it.branch == branch) else { return };
    match covering::test_call(&state.project().clone(), &proof, counted) {
        Ok(call) => {
            let words = format!("Made test call \"{}\".", call.name);
            if let Some(stored) = store(state, call, None) {
                show_test_call(state, stored);
                state.say(words);
            }
        }
        Err(why) => state.say(why),
    }
}

/// Makes test calls for all branches that no test call passes, as one step of undo.
fn cover_all(state: &mut State) {
    let Some((proof, coverage)) = found(state) else { return };
    let made = covering::missing(&state.project().clone(), &proof, &coverage);
    let (count, left) = (made.calls.len(), made.left.len());
    for call in made.calls {
        if store(state, call, Some(ALL_MISSING)).is_none() {
            return;
        }
    }
    let calls = format!("Made {count} test call{}.", if count == 1 { "" } else { "s" });
    let left = match left {
        0 => String::new(),
        1 => " No call was found for 1 branch.".to_owned(),
        many => format!(" No call was found for {many} branches."),
    };
    state.say(format!("{calls}{left}"));
}

fn store(state: &mut State, call: TestCall, tag: Option<u64>) -> Option<TestCallId> {
    let edit = Edit::StoreTestCall { test_call: Box::new(call) };
    edit_document(state, &edit, tag)?.test_call
}
