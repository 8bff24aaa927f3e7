//! Pictures and call sheets of versions, pictures of the map, and reports on load runs: the suggested file, and writing it.

use std::path::{Path, PathBuf};

use crate::app::command::{Export, Purpose, Tab};
use crate::app::services::files::exports::{ExportRequest, Exported};
use crate::app::shell::state::State;
use crate::map::Shown;
use crate::model::project::reference_from_name;
use crate::model::{ScenarioId, VersionId};

/// Writes a picture or the call sheet of a version, by default of the page shown; asks for the file where no path is given.
pub(super) fn export(
    state: &mut State,
    what: Export,
    of: Option<VersionId>,
    path: Option<PathBuf>,
    ctx: &egui::Context,
) {
    if of.is_none() && what == Export::Picture && state.session.tab == Tab::Map {
        return export_map(state, state.parts.map.shown, path, ctx);
    }
    let Some(version) = of.or_else(|| state.version_shown()) else { return };
    let purpose = Purpose::Export(what, version);
    let project = state.project();
    let routing = project.routing_of(version).map_or("", |routing| routing.reference.as_str());
    let name = project.versions.get(&version).map_or("", |version| version.info.name.as_str());
    let name = format!("{routing}_{}", reference_from_name(name));
    start(state, (Exported::Version(what, version), purpose), &name, path, ctx);
}

/// Writes a picture of the map; asks for the file where no path is given.
pub(super) fn export_map(state: &mut State, shown: Shown, path: Option<PathBuf>, ctx: &egui::Context) {
    let name = format!("map_of_{}", reference_from_name(&state.project().settings.name));
    start(state, (Exported::Map(shown), Purpose::ExportMap(shown)), &name, path, ctx);
}

/// Writes a report on the last load run of a scenario; asks for the file where no path is given.
pub(super) fn export_report(state: &mut State, id: ScenarioId, path: Option<PathBuf>, ctx: &egui::Context) {
    let name = state.project().scenarios.get(&id).map_or("scenario", |it| it.name.as_str());
    let name = reference_from_name(name);
    start(state, (Exported::Report(id), Purpose::ExportReport(id)), &name, path, ctx);
}

/// Writes the file; where there is no path, asks for one and suggests a name beside the project.
fn start(
    state: &mut State,
    (of, purpose): (Exported, Purpose),
    name: &str,
    path: Option<PathBuf>,
    ctx: &egui::Context,
) {
    if let Some(path) = path {
        let played = match of {
            Exported::Report(scenario) => state.session.loads.of(scenario),
            Exported::Version(..) | Exported::Map(_) => None,
        };
        // A report is on the project that was played.
        let project = played.map_or_else(|| state.project().clone(), |played| played.project.clone());
        let (load, made) = (played.map(|played| played.load.clone()), (state.window.now)());
        state.services.files.export(ExportRequest { of, project, load, path, made }, ctx);
        return;
    }
    let folder = state.session.file.path.as_ref().and_then(|path| path.parent());
    let suggestion = purpose.with_ending(folder.unwrap_or(Path::new("")).join(name));
    state.services.files.choose(purpose, &suggestion, ctx);
}
