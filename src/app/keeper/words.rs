//! What the window asks and tells when work is at stake.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::clock;
use crate::storage::lock::{Holder, NoLock};
use crate::storage::recovery::Found;

use super::super::command::Command;
use super::super::dialogs::{Button, Confirm, Dialog, Listing, ListingRow, Weight};
use super::super::files::AfterSave;
use super::jobs::Rescue;
use super::{How, KeeperCommand, Replaces};

fn keeper(command: KeeperCommand) -> Command {
    Command::Keeper(command)
}

fn open(path: &Path, how: How) -> Command {
    keeper(KeeperCommand::Open(path.to_owned(), how))
}

/// Another question, behind a button.
fn next(confirm: Confirm) -> Command {
    Command::Dialog(Box::new(Dialog::Confirm(confirm)))
}

/// The name of a file.
#[must_use]
pub fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// With a capital, as a sentence begins.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

/// Without one, as in the middle of a sentence.
#[must_use]
pub fn small(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_lowercase().chain(rest).collect()).unwrap_or_default()
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
        NoLock::Doubtful(holder) => format!(
            "This project was opened by {}, and never closed there: the program may have crashed, or be still at work.",
            since(holder)
        ),
        NoLock::Impossible(why) => {
            format!(
                "This folder takes no locks ({why}), so changes by others are noticed late: at the latest when you save."
            )
        }
    }
}

/// Somebody else has the file open.
#[must_use]
pub fn taken(path: &Path, why: &NoLock) -> Confirm {
    let said = who(why);
    let mut buttons = vec![Button::close("Cancel")];
    if let NoLock::Doubtful(_) = why {
        buttons.push(Button::new("Take over…", next(take_over(path, open(path, How::TakeOver))), Weight::Plain));
    }
    buttons.push(Button::new("Open a copy", open(path, How::Copy), Weight::Plain));
    buttons.push(Button::new("Open read-only", open(path, How::ReadOnly(said.clone())), Weight::Primary));
    Confirm { title: format!("{} is open elsewhere", name(path)), lines: vec![said], buttons }
}

/// The lock of a computer that may have crashed is taken only after a second question.
#[must_use]
pub fn take_over(path: &Path, command: Command) -> Confirm {
    Confirm {
        title: format!("Take over {}?", name(path)),
        lines: vec![
            "Ask there first, if you can. If somebody is still at work on it, the one who saves last has to decide whose changes stay."
                .to_owned(),
        ],
        buttons: vec![Button::close("Cancel"), Button::new("Take over", command, Weight::Danger)],
    }
}

/// Somebody else has the file open that was to be replaced.
#[must_use]
pub fn save_taken(path: &Path, why: &NoLock, after: AfterSave) -> Confirm {
    let mut buttons = vec![Button::close("Cancel")];
    if let NoLock::Doubtful(_) = why {
        let save = keeper(KeeperCommand::Save(path.to_owned(), Replaces::TakeOver, after.clone()));
        buttons.push(Button::new("Take over…", next(take_over(path, save)), Weight::Plain));
    }
    buttons.push(Button::new("Save under another name", keeper(KeeperCommand::SaveElsewhere(after)), Weight::Primary));
    Confirm { title: "Not saved".to_owned(), lines: vec![who(why), format!("File: {}", path.display())], buttons }
}

/// The file on disk is not the one that was opened.
#[must_use]
pub fn conflict(path: &Path, hash: String, after: AfterSave) -> Confirm {
    let save = keeper(KeeperCommand::Save(path.to_owned(), Replaces::This(hash), after.clone()));
    let overwrite = Confirm {
        title: format!("Overwrite {}?", name(path)),
        lines: vec![
            "What somebody else, or another program, has saved there since you opened it is replaced. Their version stays beside it, under the same name followed by ~, until the next save."
                .to_owned(),
        ],
        buttons: vec![Button::close("Cancel"), Button::new("Overwrite", save, Weight::Danger)],
    };
    Confirm {
        title: format!("{} was changed by somebody else", name(path)),
        lines: vec![
            "Since you opened it, another person or program has saved it. Nothing was saved over it.".to_owned(),
        ],
        buttons: vec![
            Button::close("Cancel"),
            Button::new("Overwrite…", next(overwrite), Weight::Danger),
            Button::new("Show differences", keeper(KeeperCommand::Differences), Weight::Plain),
            Button::new("Reload", keeper(KeeperCommand::Reload), Weight::Plain),
            Button::new("Save under another name", keeper(KeeperCommand::SaveElsewhere(after)), Weight::Primary),
        ],
    }
}

/// The file on disk is not there any more.
#[must_use]
pub fn gone(path: &Path, after: AfterSave) -> Confirm {
    let again = keeper(KeeperCommand::Save(path.to_owned(), Replaces::Nothing, after.clone()));
    Confirm {
        title: format!("{} is gone", name(path)),
        lines: vec![
            "It was removed, moved or renamed since you opened it. Your work is still in this window.".to_owned(),
            format!("File: {}", path.display()),
        ],
        buttons: vec![
            Button::close("Cancel"),
            Button::new("Save under another name", keeper(KeeperCommand::SaveElsewhere(after)), Weight::Plain),
            Button::new("Create it again", again, Weight::Primary),
        ],
    }
}

/// Reading the file again loses what is in the window.
#[must_use]
pub fn reload(path: &Path, how: How) -> Confirm {
    let open = Command::Discard(Box::new(open(path, how)));
    Confirm {
        title: format!("Reload {} and lose your changes?", name(path)),
        lines: vec![
            "What you have changed since you saved last is taken away; Undo brings it back until the project is closed."
                .to_owned(),
        ],
        buttons: vec![
            Button::close("Cancel"),
            Button::new("Show differences", keeper(KeeperCommand::Differences), Weight::Plain),
            Button::new("Reload", open, Weight::Danger),
        ],
    }
}

/// Going back to the file takes what is in the window away, but for *Undo*.
#[must_use]
pub fn revert(path: &Path, how: How) -> Confirm {
    let open = Command::Discard(Box::new(open(path, how)));
    Confirm {
        title: format!("Go back to {} as it was saved?", name(path)),
        lines: vec![
            "What you have changed since is taken away. Undo brings it back until the project is closed.".to_owned(),
        ],
        buttons: vec![
            Button::close("Cancel"),
            Button::new("Show differences", keeper(KeeperCommand::Differences), Weight::Plain),
            Button::new("Revert", open, Weight::Danger),
        ],
    }
}

/// Saving has failed, and what can be done instead.
#[must_use]
pub fn not_saved(why: &str, after: AfterSave) -> Confirm {
    Confirm {
        title: "Not saved".to_owned(),
        lines: why.lines().map(str::to_owned).collect(),
        buttons: vec![
            Button::close("Close"),
            Button::new("Save as…", keeper(KeeperCommand::SaveElsewhere(after)), Weight::Primary),
        ],
    }
}

/// A file does not allow writing to it.
#[must_use]
pub fn protected(path: &Path) -> String {
    format!("{} is write-protected: what you change can only be saved under another name.", name(path))
}

/// What differs between the window and the file.
#[must_use]
pub fn differences(path: &Path, lines: Vec<String>) -> Confirm {
    Confirm {
        title: format!("This window and {} on disk", name(path)),
        lines,
        buttons: vec![
            Button::new("Reload", keeper(KeeperCommand::Reload), Weight::Plain),
            Button::new(
                "Save under another name",
                keeper(KeeperCommand::SaveElsewhere(AfterSave::Nothing)),
                Weight::Plain,
            ),
            Button::close("Close"),
        ],
    }
}

/// What was mended when the file was read.
#[must_use]
pub fn repaired(path: &Path, repairs: &[String]) -> Confirm {
    let intro = "What it says did not fit together, as after a merge by hand. The file is as it was until you save.";
    Confirm {
        title: format!("{} was repaired", name(path)),
        lines: std::iter::once(intro.to_owned()).chain(repairs.iter().map(|it| format!("– {it}"))).collect(),
        buttons: vec![Button::close("Close")],
    }
}

/// A file that cannot be opened, and what can be in its place.
#[must_use]
pub fn not_opened(why: &str, rescues: Vec<Rescue>) -> Dialog {
    let title = "This file cannot be opened".to_owned();
    if rescues.is_empty() {
        return Dialog::Confirm(Confirm::message(title, why));
    }
    let row = |rescue: Rescue| ListingRow {
        lines: vec![rescue.path.to_string_lossy().into_owned()],
        buttons: vec![Button::new("Open", open(&rescue.path, rescue.how), Weight::Plain)],
        title: rescue.title,
    };
    let mut lines: Vec<String> = why.lines().map(str::to_owned).collect();
    lines.push("You can open one of these instead. Nothing is overwritten:".to_owned());
    Dialog::Listing(Listing {
        title,
        lines,
        rows: rescues.into_iter().map(row).collect(),
        buttons: vec![Button::close("Close")],
    })
}

/// What was saved before.
#[must_use]
pub fn earlier_saves(path: &Path, saves: Vec<(String, std::path::PathBuf)>) -> Dialog {
    let title = format!("Earlier saves of {}", name(path));
    if saves.is_empty() {
        let text = "There are none yet. From the next save on, the last ten are kept here.";
        return Dialog::Confirm(Confirm::message(title, text));
    }
    let row = |(at, path): (String, std::path::PathBuf)| ListingRow {
        title: at,
        lines: Vec::new(),
        buttons: vec![Button::new("Open a copy", open(&path, How::Copy), Weight::Plain)],
    };
    Dialog::Listing(Listing {
        title,
        lines: vec!["Each opens as an untitled copy; the file stays as it is.".to_owned()],
        rows: saves.into_iter().map(row).collect(),
        buttons: vec![Button::close("Close")],
    })
}

/// Two windows list the same recovered work, and the other one was first.
pub const TAKEN_MEANWHILE: &str = "Another window of Signalbox has opened or discarded this recovered work meanwhile. If it is open there, go on in one of them only.";

/// What was found after a crash.
#[must_use]
pub fn found(all: &[Found], summaries: &BTreeMap<PathBuf, String>) -> Dialog {
    Dialog::Listing(Listing {
        title: "Work that was not saved".to_owned(),
        lines: vec!["Signalbox ended without saving this. It stays here until you open or discard it.".to_owned()],
        rows: all.iter().map(|found| found_row(found, summaries.get(&found.path))).collect(),
        buttons: vec![Button::close("Later")],
    })
}

fn found_row(found: &Found, summary: Option<&String>) -> ListingRow {
    let discard = Confirm {
        title: "Discard this work?".to_owned(),
        lines: vec!["It is in no other place, and cannot be brought back.".to_owned()],
        buttons: vec![
            Button::new("Keep it", keeper(KeeperCommand::ListFound), Weight::Plain),
            Button::new("Discard", keeper(KeeperCommand::DiscardFound(Box::new(found.clone()))), Weight::Danger),
        ],
    };
    let discard = Button::new("Discard…", next(discard), Weight::Plain);
    let how = How::Recovered(Box::new(found.clone()));
    let Some(unsaved) = &found.unsaved else {
        let folder = found.path.parent().unwrap_or(&found.path).to_owned();
        return ListingRow {
            title: "A damaged recovery file".to_owned(),
            lines: vec![
                "It may be readable in part: try to open it, or look at it in a text editor.".to_owned(),
                found.path.to_string_lossy().into_owned(),
            ],
            buttons: vec![
                Button::new("Try to open", open(&found.path, how), Weight::Plain),
                Button::new("Show in folder", keeper(KeeperCommand::ShowFolder(folder)), Weight::Plain),
                discard,
            ],
        };
    };
    let file = unsaved.document.as_ref().map(|path| path.to_string_lossy().into_owned());
    let at = format!("Kept at {}. {}", clock::to_the_second(unsaved.at), found.base.words());
    ListingRow {
        title: unsaved.document.as_deref().map_or_else(|| unsaved.name.clone(), name),
        lines: file.into_iter().chain([at]).chain(summary.cloned()).collect(),
        buttons: vec![Button::new("Open", open(&found.path, how), Weight::Primary), discard],
    }
}
