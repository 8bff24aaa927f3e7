//! Saving the project: to its file, or to one that is asked for.

use std::path::{Path, PathBuf};

use crate::catalog::text::name_of_copy;
use crate::model::project::reference_from_name;

use crate::app::command::{Next, Overwrite, Purpose};
use crate::app::services::files::jobs::SaveRequest;
use crate::app::shell::state::State;

/// Saves to the project's file, or asks for one.
pub(super) fn save(state: &mut State, next: Next, ctx: &egui::Context) {
    match state.session.file.path.clone() {
        Some(path) => save_to(state, path, Overwrite::AsOpened, next, ctx),
        None => choose_where(state, next, ctx),
    }
}

/// Asks for a file and saves there.
pub(super) fn choose_where(state: &mut State, next: Next, ctx: &egui::Context) {
    let suggestion = match (state.cx().read_only_because(), &state.session.file.path) {
        // The dialog would only refuse the file's own name.
        (Some(_), Some(path)) => copy_beside(path),
        _ => project_path(state),
    };
    state.services.files.choose(Purpose::Save(next), &suggestion, ctx);
}

/// A name next to a file: *claims (copy).ron*. The dialog asks before it replaces a file, so the disk is not read here.
fn copy_beside(path: &Path) -> PathBuf {
    let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    path.with_file_name(format!("{}.ron", name_of_copy(&stem, |_| false)))
}

/// Copies the file of the project as it is, or asks where to.
pub(super) fn copy_file(state: &mut State, to: Option<PathBuf>, ctx: &egui::Context) {
    let Some(from) = state.session.file.path.clone() else { return };
    if let Some(to) = to {
        return state.services.files.copy(from, to, ctx);
    }
    state.services.files.choose(Purpose::CopyFile, &copy_beside(&from), ctx);
}

/// The path of the project, or a path suggested by its name.
pub(super) fn project_path(state: &State) -> PathBuf {
    let name = reference_from_name(&state.project().settings.name);
    state.session.file.path.clone().unwrap_or_else(|| PathBuf::from(format!("{name}.ron")))
}

/// Saves to a file, in the background.
pub(super) fn save_to(state: &mut State, path: PathBuf, over: Overwrite, next: Next, ctx: &egui::Context) {
    let project = state.project().clone();
    let read_only_because = state.cx().read_only_because().cloned();
    let file = &state.session.file;
    let converts = file.older_format.is_some() && file.path.as_ref() == Some(&path);
    let request = SaveRequest { path, over, project, read_only_because, converts, next };
    let context = state.job_context();
    state.services.files.save(request, context, ctx);
}
