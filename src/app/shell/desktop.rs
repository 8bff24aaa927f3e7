//! Where the window meets the desktop: its title, its folders, files that are dropped on it, and texts that are left before it acts.

use std::path::PathBuf;

use super::state::State;
use crate::app::command::files::EMAIL_ENDING;
use crate::app::command::{Command, FileCommand};

/// Shows what is open, and whether it is saved, in the title of the window.
pub(super) fn show_title(state: &State, shown: &mut String, ctx: &egui::Context) {
    let cx = state.cx();
    let mark = if cx.document.is_changed() { "• " } else { "" };
    let read_only = match (cx.read_only_because().is_some(), cx.file.is_protected) {
        (true, _) => " (read-only)",
        (false, true) => " (write-protected)",
        (false, false) => "",
    };
    let title = format!("{mark}{}{read_only} – Signalbox", cx.file_name());
    if title != *shown {
        ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
        *shown = title;
    }
}

/// The folder in which the program keeps something of its own for this user, beside the files of projects.
pub(in crate::app) fn state_folder(of: &str) -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "signalbox")?;
    Some(folders.state_dir().unwrap_or_else(|| folders.data_local_dir()).join(of))
}

/// What a file that is dropped onto the window is for.
pub(super) fn dropped(path: PathBuf) -> Command {
    let is_email = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(EMAIL_ENDING));
    if is_email { FileCommand::ReadEmail(Some(path)).into() } else { Command::open(path) }
}

/// Some texts are sent when their field is left. Before a file is written, another page comes, something planned happens or the
/// window closes, the field that is typed into is left for one frame; it gets the focus back, so that typing goes on. The field,
/// if there is one.
pub(super) fn leave_text(ctx: &egui::Context, is_left: bool) -> Option<egui::Id> {
    let is_wanted = is_left || ctx.input(|input| input.viewport().close_requested());
    let field = ctx.memory(egui::Memory::focused).filter(|_| is_wanted && ctx.text_edit_focused())?;
    ctx.memory_mut(|memory| memory.surrender_focus(field));
    Some(field)
}
