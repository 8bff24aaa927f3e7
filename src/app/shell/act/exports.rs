//! Pictures and call sheets of versions: the suggested file, and writing it.

use std::path::{Path, PathBuf};

use crate::app::command::{Export, Purpose};
use crate::app::services::files::exports::ExportRequest;
use crate::app::shell::state::State;
use crate::model::VersionId;
use crate::model::project::reference_from_name;

/// Writes a picture or the call sheet of a version, by default of the one shown; asks for the file where no path is given.
pub(super) fn export(
    state: &mut State,
    what: Export,
    of: Option<VersionId>,
    path: Option<PathBuf>,
    ctx: &egui::Context,
) {
    let Some(version) = of.or_else(|| state.version_shown()) else { return };
    let purpose = Purpose::Export(what, version);
    match path {
        None => {
            let suggestion = suggestion(state, &purpose, version);
            state.services.files.choose(purpose, &suggestion, ctx);
        }
        Some(path) => {
            let (project, made) = (state.project().clone(), (state.window.now)());
            state.services.files.export(ExportRequest { what, project, version, path, made }, ctx);
        }
    }
}

/// A name made of those of the routing and the version, beside the project.
fn suggestion(state: &State, purpose: &Purpose, version: VersionId) -> PathBuf {
    let project = state.project();
    let routing = project.routing_of(version).map_or("", |routing| routing.reference.as_str());
    let version = project.versions.get(&version).map_or("", |version| version.info.name.as_str());
    let folder = state.session.file.path.as_ref().and_then(|path| path.parent());
    purpose.with_ending(folder.unwrap_or(Path::new("")).join(format!("{routing}_{}", reference_from_name(version))))
}
