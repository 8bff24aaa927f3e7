//! Questions and messages about files and unsaved work.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::clock;
use crate::storage::lock::{Holder, NoLock};
use crate::storage::recovery::Found;

use crate::app::command::{
    Ask, Button, Command, Emphasis, FileCommand, Listing, ListingRow, Next, OpenMode, Overwrite, Question,
};
use crate::app::kit::question::CANCEL;
use crate::app::services::area::Area;
use crate::app::services::files::events::Rescue;

fn file(command: FileCommand) -> Command {
    Command::File(command)
}

fn open(path: &Path, mode: OpenMode) -> Command {
    file(FileCommand::Open(path.to_owned(), mode))
}

/// A button's command that asks another question.
fn next(confirm: Question) -> Command {
    Command::ask(Ask::Question(confirm))
}

/// The name of a file.
#[must_use]
pub fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Who has a file open, as a sentence.
#[must_use]
pub fn who(why: &NoLock) -> String {
    let since = |holder: &Holder| format!("{} since {}", holder.who(), clock::on_the_wall(holder.since));
    match why {
        NoLock::Held(Some(holder)) => {
            format!("{} has had this project open since {}.", holder.who(), clock::on_the_wall(holder.since))
        }
        NoLock::Held(None) => "Somebody else has this project open.".to_owned(),
        NoLock::MaybeStale(holder) => format!(
            "This project was opened by {}, and never closed there: the program may have crashed or may still be running.",
            since(holder)
        ),
        NoLock::Impossible(why) => {
            format!(
                "Files in this folder cannot be locked ({why}), so you may learn about changes by others only when you save."
            )
        }
    }
}

/// The file to open is open elsewhere.
#[must_use]
pub fn taken(path: &Path, why: &NoLock) -> Question {
    let said = who(why);
    let mut buttons = vec![Button::close("Cancel")];
    if let NoLock::MaybeStale(_) = why {
        buttons.push(Button::new("Take over…", next(take_over(path, open(path, OpenMode::TakeOver))), Emphasis::Plain));
    }
    buttons.push(Button::new("Open a copy", open(path, OpenMode::Copy), Emphasis::Plain));
    buttons.push(Button::new("Open read-only", open(path, OpenMode::ReadOnly(said.clone())), Emphasis::Primary));
    Question { title: format!("{} is open elsewhere", name(path)), lines: vec![said], buttons }
}

/// Asks before taking the lock of a computer that may have crashed.
#[must_use]
pub fn take_over(path: &Path, command: Command) -> Question {
    Question {
        title: format!("Take over {}?", name(path)),
        lines: vec![
            "Ask there first, if you can. If somebody is still working on it, whoever saves last must decide whose changes to keep."
                .to_owned(),
        ],
        buttons: vec![Button::close("Cancel"), Button::new("Take over", command, Emphasis::Danger)],
    }
}

/// The file to overwrite is open elsewhere.
#[must_use]
pub fn save_taken(path: &Path, why: &NoLock, next_command: Next) -> Question {
    let mut buttons = vec![Button::close("Cancel")];
    if let NoLock::MaybeStale(_) = why {
        let save = file(FileCommand::SaveTo(path.to_owned(), Overwrite::TakeOver, next_command.clone()));
        buttons.push(Button::new("Take over…", next(take_over(path, save)), Emphasis::Plain));
    }
    buttons.push(Button::new("Save under another name", file(FileCommand::SaveAs(next_command)), Emphasis::Primary));
    Question { title: "Not saved".to_owned(), lines: vec![who(why), format!("File: {}", path.display())], buttons }
}

/// The file on disk is not the one that was opened.
#[must_use]
pub fn conflict(path: &Path, hash: String, next_command: Next) -> Question {
    let save = file(FileCommand::SaveTo(path.to_owned(), Overwrite::IfHash(hash), next_command.clone()));
    let overwrite = Question {
        title: format!("Overwrite {}?", name(path)),
        lines: vec![
            "This replaces what somebody else or another program has saved there since you opened it. Their version stays next to it, under the same name followed by ~, until the next save."
                .to_owned(),
        ],
        buttons: vec![Button::close("Cancel"), Button::new("Overwrite", save, Emphasis::Danger)],
    };
    Question {
        title: format!("{} was changed by somebody else", name(path)),
        lines: vec![
            "Another person or program has saved it since you opened it. Your changes were not saved.".to_owned(),
        ],
        buttons: vec![
            Button::close("Cancel"),
            Button::new("Overwrite…", next(overwrite), Emphasis::Danger),
            Button::new("Show differences", file(FileCommand::Differences), Emphasis::Plain),
            Button::new("Reload", file(FileCommand::Reload), Emphasis::Plain),
            Button::new("Save under another name", file(FileCommand::SaveAs(next_command)), Emphasis::Primary),
        ],
    }
}

/// The file on disk no longer exists.
#[must_use]
pub fn gone(path: &Path, next_command: Next) -> Question {
    let again = file(FileCommand::SaveTo(path.to_owned(), Overwrite::Nothing, next_command.clone()));
    Question {
        title: format!("{} no longer exists", name(path)),
        lines: vec![
            "It was removed, moved or renamed since you opened it. Your work is still in this window.".to_owned(),
            format!("File: {}", path.display()),
        ],
        buttons: vec![
            Button::close("Cancel"),
            Button::new("Save under another name", file(FileCommand::SaveAs(next_command)), Emphasis::Plain),
            Button::new("Create again", again, Emphasis::Primary),
        ],
    }
}

/// Asks before reading the file again, which discards the changes in the window.
#[must_use]
pub fn reload(path: &Path, mode: OpenMode) -> Question {
    let open = Command::Discard(Box::new(open(path, mode)));
    Question {
        title: format!("Reload {} and lose your changes?", name(path)),
        lines: vec![
            "Your changes since the last save are removed. Undo restores them until the project is closed.".to_owned(),
        ],
        buttons: vec![
            Button::close("Cancel"),
            Button::new("Show differences", file(FileCommand::Differences), Emphasis::Plain),
            Button::new("Reload", open, Emphasis::Danger),
        ],
    }
}

/// Asks before reverting to the file, which discards the changes in the window except for *Undo*.
#[must_use]
pub fn revert(path: &Path, mode: OpenMode) -> Question {
    let open = Command::Discard(Box::new(open(path, mode)));
    Question {
        title: format!("Revert {} to its last save?", name(path)),
        lines: vec!["Your changes since then are removed. Undo restores them until the project is closed.".to_owned()],
        buttons: vec![
            Button::close("Cancel"),
            Button::new("Show differences", file(FileCommand::Differences), Emphasis::Plain),
            Button::new("Revert", open, Emphasis::Danger),
        ],
    }
}

/// Saving has failed; offers other ways.
#[must_use]
pub fn not_saved(why: &str, next_command: Next) -> Question {
    Question {
        title: "Not saved".to_owned(),
        lines: why.lines().map(str::to_owned).collect(),
        buttons: vec![
            Button::close("Close"),
            Button::new("Save as…", file(FileCommand::SaveAs(next_command)), Emphasis::Primary),
        ],
    }
}

/// The message for a write-protected file.
#[must_use]
pub fn protected(path: &Path) -> String {
    format!("{} is write-protected: changes can only be saved under another name.", name(path))
}

/// The differences between the window and the file.
#[must_use]
pub fn differences(path: &Path, lines: Vec<String>) -> Question {
    Question {
        title: format!("This window and {} on disk", name(path)),
        lines,
        buttons: vec![
            Button::new("Reload", file(FileCommand::Reload), Emphasis::Plain),
            Button::new("Save under another name", file(FileCommand::SaveAs(None)), Emphasis::Plain),
            Button::close("Close"),
        ],
    }
}

/// The repairs made when the file was read.
#[must_use]
pub fn repaired(path: &Path, repairs: &[String]) -> Question {
    let intro = "Its content was inconsistent, as after a manual merge. The file stays unchanged until you save.";
    Question {
        title: format!("{} was repaired", name(path)),
        lines: std::iter::once(intro.to_owned()).chain(repairs.iter().map(|it| format!("– {it}"))).collect(),
        buttons: vec![Button::close("Close")],
    }
}

/// A file cannot be opened; lists what can be opened instead.
#[must_use]
pub fn not_opened(why: &str, rescues: Vec<Rescue>) -> Ask {
    let title = "This file cannot be opened".to_owned();
    if rescues.is_empty() {
        return Ask::Question(Question::message(title, why));
    }
    let row = |rescue: Rescue| ListingRow {
        lines: vec![rescue.path.to_string_lossy().into_owned()],
        buttons: vec![Button::new("Open", open(&rescue.path, rescue.mode), Emphasis::Plain)],
        title: rescue.title,
    };
    let mut lines: Vec<String> = why.lines().map(str::to_owned).collect();
    lines.push("You can open one of these instead. Nothing is overwritten:".to_owned());
    Ask::Listing(Listing {
        title,
        lines,
        rows: rescues.into_iter().map(row).collect(),
        buttons: vec![Button::close("Close")],
    })
}

/// Lists the earlier saves.
#[must_use]
pub fn earlier_saves(path: &Path, saves: Vec<(String, std::path::PathBuf)>) -> Ask {
    let title = format!("Earlier saves of {}", name(path));
    if saves.is_empty() {
        let text = "There are none yet. From the next save on, the last ten are kept here.";
        return Ask::Question(Question::message(title, text));
    }
    let row = |(at, path): (String, std::path::PathBuf)| ListingRow {
        title: at,
        lines: Vec::new(),
        buttons: vec![Button::new("Open a copy", open(&path, OpenMode::Copy), Emphasis::Plain)],
    };
    Ask::Listing(Listing {
        title,
        lines: vec!["Each opens as an untitled copy; the file stays unchanged.".to_owned()],
        rows: saves.into_iter().map(row).collect(),
        buttons: vec![Button::close("Close")],
    })
}

/// Lists the work found after a crash.
#[must_use]
pub fn found(all: &[Found], summaries: &BTreeMap<PathBuf, String>) -> Ask {
    Ask::Listing(Listing {
        title: "Unsaved work".to_owned(),
        lines: vec![
            "Signalbox ended without saving this work. It is kept here until you open or discard it.".to_owned(),
        ],
        rows: all.iter().map(|found| found_row(found, summaries.get(&found.path))).collect(),
        buttons: vec![Button::close("Later")],
    })
}

fn found_row(found: &Found, summary: Option<&String>) -> ListingRow {
    let discard = Question {
        title: "Discard this work?".to_owned(),
        lines: vec!["This is the only copy. You cannot undo this.".to_owned()],
        buttons: vec![
            Button::new("Keep it", file(FileCommand::ListFound), Emphasis::Plain),
            Button::new("Discard", file(FileCommand::DiscardFound(Box::new(found.clone()))), Emphasis::Danger),
        ],
    };
    let discard = Button::new("Discard…", next(discard), Emphasis::Plain);
    let mode = OpenMode::Recovered(Box::new(found.clone()));
    let Some(unsaved) = &found.unsaved else {
        let folder = found.path.parent().unwrap_or(&found.path).to_owned();
        return ListingRow {
            title: "A damaged recovery file".to_owned(),
            lines: vec![
                "It may be readable in part: try to open it, or look at it in a text editor.".to_owned(),
                found.path.to_string_lossy().into_owned(),
            ],
            buttons: vec![
                Button::new("Try to open", open(&found.path, mode), Emphasis::Plain),
                Button::new("Show in folder", file(FileCommand::ShowFolder(folder)), Emphasis::Plain),
                discard,
            ],
        };
    };
    let file = unsaved.document.as_ref().map(|path| path.to_string_lossy().into_owned());
    let at = format!("Kept at {}. {}", clock::to_the_second(unsaved.at), found.base.words());
    ListingRow {
        title: unsaved.document.as_deref().map_or_else(|| unsaved.name.clone(), name),
        lines: file.into_iter().chain([at]).chain(summary.cloned()).collect(),
        buttons: vec![Button::new("Open", open(&found.path, mode), Emphasis::Primary), discard],
    }
}

/// An area of the window has panicked.
#[must_use]
pub fn panicked(area: Area, said: &str) -> Question {
    let what = match area {
        Area::Frame | Area::Notices | Area::Commands => {
            "Signalbox made a mistake, and your last change may be missing."
        }
        Area::MenuBar | Area::Banners | Area::Tabs => "Signalbox made a mistake in the bars at the top.",
        Area::Help => "Signalbox made a mistake in the help, so it is hidden. F1 shows it again.",
        Area::Tree => "Signalbox made a mistake in the project tree, so it is hidden. The View menu shows it again.",
        Area::Bottom | Area::Failures | Area::Time => {
            "Signalbox made a mistake in the bottom pane, so the pane is hidden. The View menu shows it again."
        }
        Area::Simulation => {
            "Signalbox made a mistake in the simulation, so it is hidden. The View menu shows it again."
        }
        Area::Problems => "Signalbox made a mistake in the problems, so they are hidden. View shows them again.",
        Area::TestCalls => {
            "Signalbox made a mistake in the test calls, so they are hidden. The View menu shows them again."
        }
        Area::Paths => "Signalbox made a mistake in the paths, so they are hidden. The View menu shows them again.",
        Area::History => "Signalbox made a mistake in the history, so it is hidden. The View menu shows it again.",
        Area::Page => "Signalbox made a mistake on this page, so it was closed.",
        Area::Dialog => "Signalbox made a mistake in a dialog, so it was closed.",
    };
    Question {
        title: "Something went wrong".to_owned(),
        lines: vec![
            what.to_owned(),
            "Your project is still here, and unsaved work is kept in case of a crash. Save it under another name to be safe, and please report this:"
                .to_owned(),
            format!("  {said}"),
        ],
        buttons: vec![Button::close("Continue"), Button::new("Save as…", Command::save_as(), Emphasis::Primary)],
    }
}

/// A project has crashed the program, so it is not opened automatically again.
#[must_use]
pub fn left_closed(path: &Path) -> Question {
    let text = "Signalbox ended while it was opening or showing this project last time, so it was not opened again. You still find it in your recent projects.";
    Question::message(format!("{} was not opened", name(path)), text)
}

/// Asks whether a file may be replaced; *Cancel* goes back.
#[must_use]
pub fn replaces_file(path: &Path, back: Command, write: Command) -> Question {
    Question {
        title: "Replace this file?".to_owned(),
        lines: vec![format!("{} already exists.", path.display())],
        buttons: vec![Button::new(CANCEL, back, Emphasis::Plain), Button::new("Replace", write, Emphasis::Danger)],
    }
}
