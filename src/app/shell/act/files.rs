//! Commands about files: opening, saving and closing the project, recovery, and other files.

use std::path::{Path, PathBuf};

use super::{Queue, exports, opening, project, rows, saving};
use crate::app::command::{Ask, FileCommand, Purpose};
use crate::app::parts::files::questions;
use crate::app::services::files::jobs;
use crate::app::shell::state::State;

pub(super) fn on_files(state: &mut State, command: FileCommand, queue: &mut Queue, ctx: &egui::Context) {
    match command {
        FileCommand::New => opening::replace(state, opening::new_project(), None),
        FileCommand::AskTemplate(id) => state.ask(Ask::FromTemplate(id)),
        FileCommand::FromTemplate(id, answers) => opening::open_template(state, id, &answers),
        FileCommand::ChooseProject => {
            let suggestion = state.session.file.path.clone().unwrap_or_else(|| PathBuf::from("project.ron"));
            state.services.files.choose(Purpose::Open, &suggestion, ctx);
        }
        FileCommand::Open(path, mode) => opening::open(state, path, mode, ctx),
        FileCommand::OpenExample(name) => opening::open_example(state, name),
        FileCommand::Save(next) => saving::save(state, next, ctx),
        FileCommand::SaveAs(next) => saving::choose_where(state, next, ctx),
        FileCommand::SaveTo(path, over, next) => saving::save_to(state, path, over, next, ctx),
        FileCommand::Revert => project::revert(state, queue),
        FileCommand::Reload => project::reload(state, queue),
        FileCommand::Duplicate => project::duplicate(state),
        FileCommand::Close => project::close(state),
        FileCommand::ListFound => list_found(state),
        FileCommand::DiscardFound(found) => {
            state.services.keeper.discard(&found);
            list_found(state);
        }
        FileCommand::ShowFolder(folder) => show_folder(state, &folder),
        FileCommand::EarlierSaves => earlier_saves(state, ctx),
        FileCommand::CopyFile(path) => saving::copy_file(state, path, ctx),
        FileCommand::FormatReport => opening::report_format(state, &[]),
        FileCommand::AskForLock { may_take_over } => ask_for_lock(state, may_take_over, ctx),
        FileCommand::Differences => differences(state, ctx),
        FileCommand::KeepMine => state.services.keeper.outside = None,
        FileCommand::OwnDialog => {
            if let Some((purpose, suggestion)) = state.services.files.abandon_dialog() {
                state.ask(Ask::ChoosePath { purpose, suggestion });
            }
        }
        FileCommand::ReadEmail(path) => read_email(state, path, ctx),
        FileCommand::ImportRows(of, None) => {
            let path = rows::path(state, of);
            state.services.files.choose(Purpose::ImportRows(of), &path, ctx);
        }
        FileCommand::ImportRows(of, Some(path)) => rows::read(state, of, path, ctx),
        FileCommand::ExportRows(of, None) => {
            let path = rows::path(state, of);
            state.services.files.choose(Purpose::ExportRows(of), &path, ctx);
        }
        FileCommand::ExportRows(of, Some(path)) => rows::write(state, of, path, ctx),
        FileCommand::ReplayLog(Some(path)) => state.services.files.read_log(path, ctx),
        FileCommand::LearnScenario(Some(path)) => {
            let project = state.project().clone();
            state.services.files.learn(path, project, ctx);
        }
        FileCommand::Export(what, of, path) => exports::export(state, what, of, path, ctx),
        FileCommand::ExportMap(shown, path) => exports::export_map(state, shown, path, ctx),
        FileCommand::ExportReport(scenario, path) => exports::export_report(state, scenario, path, ctx),
        FileCommand::ReplayLog(None) => choose_beside(state, Purpose::ReplayLog, ctx),
        FileCommand::LearnScenario(None) => choose_beside(state, Purpose::LearnScenario, ctx),
    }
}

fn earlier_saves(state: &mut State, ctx: &egui::Context) {
    let Some(path) = state.session.file.path.clone() else { return };
    let shelf = state.job_context().shelf;
    state.services.files.work(ctx, move || jobs::earlier_saves(&path, &shelf));
}

fn ask_for_lock(state: &mut State, may_take_over: bool, ctx: &egui::Context) {
    let Some(path) = state.session.file.path.clone() else { return };
    let context = state.job_context();
    state.services.files.work(ctx, move || jobs::ask_for_lock(&path, may_take_over, &context));
}

fn differences(state: &mut State, ctx: &egui::Context) {
    let Some(path) = state.session.file.path.clone() else { return };
    let mine = state.project().clone();
    state.services.files.work(ctx, move || jobs::differences(&path, &mine));
}

/// Lists the work found after a crash, if there is any.
pub(super) fn list_found(state: &mut State) {
    let keeper = &state.services.keeper;
    let list = (!keeper.found.is_empty()).then(|| questions::found(&keeper.found, &keeper.summaries));
    state.session.dialog = None;
    if let Some(list) = list {
        state.ask(list);
    }
}

/// Shows a folder in the desktop's file manager.
fn show_folder(state: &mut State, folder: &Path) {
    let program = match () {
        () if cfg!(target_os = "windows") => "explorer",
        () if cfg!(target_os = "macos") => "open",
        () => "xdg-open",
    };
    let shown = std::process::Command::new(program).arg(folder).spawn();
    if shown.is_err() {
        state.say(format!("The desktop cannot open the folder. Its path is {}.", folder.display()));
    }
    list_found(state);
}

fn read_email(state: &mut State, path: Option<PathBuf>, ctx: &egui::Context) {
    if let Some(path) = path {
        return state.services.files.read_email(path, ctx);
    }
    choose_beside(state, Purpose::Email, ctx);
}

/// Asks for a file to read, beginning in the folder of the project.
fn choose_beside(state: &mut State, purpose: Purpose, ctx: &egui::Context) {
    let path = saving::project_path(state);
    state.services.files.choose(purpose, &path, ctx);
}
