//! The interface to the desktop: the window title, the program's folders, dropped files, and text fields that are left before an action.

use std::path::PathBuf;

use super::state::State;
use crate::app::command::files::EMAIL_ENDING;
use crate::app::command::{Command, FileCommand};

/// Shows in the window title which file is open, and whether it is saved.
pub(super) fn show_title(state: &State, shown: &mut String, ctx: &egui::Context) {
    let cx = state.cx();
    let mark = if cx.document.is_changed() { "• " } else { "" };
    let protection = match (cx.read_only_because().is_some(), cx.file.is_protected) {
        (true, _) => Some("read-only".to_owned()),
        (false, true) => Some("write-protected".to_owned()),
        (false, false) => None,
    };
    let format = cx.file.older_format.map(|number| format!("format {number}, converted by the first save"));
    let remarks: Vec<String> = protection.into_iter().chain(format).collect();
    let remarks = if remarks.is_empty() { String::new() } else { format!(" ({})", remarks.join(", ")) };
    let title = format!("{mark}{}{remarks} – Signalbox", cx.file_name());
    if title != *shown {
        ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
        *shown = title;
    }
}

/// The folder in which the program keeps its own data for this user, apart from the files of projects.
pub(in crate::app) fn state_folder(of: &str) -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "signalbox")?;
    Some(folders.state_dir().unwrap_or_else(|| folders.data_local_dir()).join(of))
}

/// A folder of the user for what the user has configured.
pub(in crate::app) fn config_folder(of: &str) -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "signalbox").map(|folders| folders.config_dir().join(of))
}

/// The command for a file dropped on the window.
pub(super) fn dropped(path: PathBuf) -> Command {
    let is_email = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(EMAIL_ENDING));
    if is_email { FileCommand::ReadEmail(Some(path)).into() } else { Command::open(path) }
}

/// Some text fields send their text only when they lose the focus. Before a file is written, the page changes, a planned production takes
/// place or the window closes, the focused field loses the focus for one frame; then it gets the focus back, so that typing can continue.
/// Returns the field, if there is one.
pub(super) fn leave_text_field(ctx: &egui::Context, is_left: bool) -> Option<egui::Id> {
    let is_wanted = is_left || ctx.input(|input| input.viewport().close_requested());
    let field = ctx.memory(egui::Memory::focused).filter(|_| is_wanted && ctx.text_edit_focused())?;
    ctx.memory_mut(|memory| memory.surrender_focus(field));
    Some(field)
}
