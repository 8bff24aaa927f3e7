//! Commands about load runs.

use std::sync::Arc;

use crate::load::{ContactId, watch};
use crate::model::ScenarioId;
use crate::sim::Run;

use super::show::{open_tab, show_call};
use crate::app::command::{LoadCommand, Tab, Way};
use crate::app::services::loads::OnCanvas;
use crate::app::shell::state::State;

pub(super) fn on_load(state: &mut State, command: LoadCommand, ctx: &egui::Context) {
    match command {
        LoadCommand::Run(id, what_if) => {
            let project = state.project().clone();
            let Some(scenario) = project.scenarios.get(&id) else { return };
            let revision = state.session.document.revision();
            state.session.loads.start(&project, revision, scenario, &what_if, ctx);
        }
        LoadCommand::FindStaff(id) => {
            let project = state.project().clone();
            let Some(scenario) = project.scenarios.get(&id) else { return };
            let revision = state.session.document.revision();
            state.session.load_checks.find_staff(&project, revision, scenario, ctx);
        }
        LoadCommand::FindShares(id, of) => {
            let project = state.project().clone();
            let revision = state.session.document.revision();
            state.session.load_checks.find_shares(&project, revision, (id, of), ctx);
        }
        LoadCommand::Stop => state.session.loads.stop(),
        LoadCommand::Play(id, way, contact) => play(state, id, way, contact),
        LoadCommand::ShowOnCanvas(on) => show_on_canvas(state, on.map(|(scenario, half)| OnCanvas { scenario, half })),
    }
}

/// Shows a load run on the canvas; without a version on the screen, on that to which its first entry point leads.
fn show_on_canvas(state: &mut State, on: Option<OnCanvas>) {
    state.session.loads.on_canvas = on;
    let Some(on) = on.filter(|_| state.version_shown().is_none()) else { return };
    let Some(played) = state.session.loads.of(on.scenario) else { return };
    let passages = played.load.total.passages.iter().max_by_key(|(_, it)| it.count);
    if let Some(version) = passages.map(|((at, _), _)| at.version) {
        open_tab(state, Tab::Version(version));
    }
}

/// Shows a contact of the last run in the simulation, as it was in that run.
fn play(state: &mut State, id: ScenarioId, way: Way, contact: ContactId) {
    let Some(played) = state.session.loads.of(id) else { return };
    let project = played.project.clone();
    let Some(scenario) = project.scenarios.get(&id) else { return };
    let what =
        played.what_if.as_ref().map(|(what, _)| what).filter(|_| way == Way::WhatIf).cloned().unwrap_or_default();
    let played = watch(&project, &what.over(&project, scenario), what.version, contact);
    let run = played.and_then(|watched| {
        let scene = watched.scene.ok_or_else(|| "The contact did not come to its end.".to_owned())?;
        let mut run = Run::new(Arc::new(scene));
        watched.inputs.into_iter().for_each(|input| run.take(input));
        Ok(run)
    });
    let version = run.as_ref().map_or_else(|_| state.version_shown().unwrap_or_default(), |run| run.scene.version.id);
    if show_call(state, version, run) {
        open_tab(state, Tab::Version(version));
        state.say("This is the very customer of the load run, with the people who were there then.".to_owned());
    }
}
