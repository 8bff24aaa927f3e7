//! Changes to a file and to recovered work since a crash: whatever they are, nothing is overwritten or removed without a click.

#![allow(clippy::disallowed_methods, reason = "tests lay out files as other programs would")]

use std::collections::BTreeMap;

use egui::Key;
use strum::IntoEnumIterator as _;

use super::*;
use crate::app::command::FileCommand;

/// What happened between the crash and the next start.
#[derive(Clone, Copy, Debug, PartialEq, strum::EnumIter)]
enum Since {
    Nothing,
    Changed,
    Deleted,
    Renamed,
    /// The work was opened and edited, and the window crashed again.
    CrashedAgain,
    /// The recovery file is truncated.
    KeptCutOff,
    /// Only the last line is missing, which names the file.
    KeptWithoutEnd,
    KeptEmpty,
    KeptNonsense,
}

impl Since {
    fn happens(self, place: &Place) {
        let kept = place.kept().remove(0);
        let bytes = std::fs::read(&kept).unwrap();
        match self {
            Self::Nothing => {}
            Self::Changed => place.save_outside("Theirs"),
            Self::Deleted => std::fs::remove_file(place.file()).unwrap(),
            Self::Renamed => std::fs::rename(place.file(), place.file().with_file_name("other.ron")).unwrap(),
            Self::CrashedAgain => {
                let mut desk = place.desk();
                desk.click("Open");
                rename(&mut desk, "Mine again");
                pause(&mut desk);
                crash(desk, place);
            }
            Self::KeptCutOff => std::fs::write(kept, &bytes[..bytes.len() / 2]).unwrap(),
            Self::KeptWithoutEnd => {
                let text = String::from_utf8(bytes).unwrap();
                std::fs::write(kept, &text[..text.trim_end().rfind('\n').unwrap()]).unwrap();
            }
            Self::KeptEmpty => std::fs::write(kept, "").unwrap(),
            Self::KeptNonsense => std::fs::write(kept, [0, 159, 146, 150]).unwrap(),
        }
    }

    /// A part of the text in the list.
    fn words(self) -> &'static str {
        match self {
            Self::Nothing | Self::CrashedAgain => "The file on disk is as it was.",
            Self::Changed => "The file on disk has been changed since.",
            Self::Deleted | Self::Renamed => "The file on disk is gone.",
            Self::KeptCutOff | Self::KeptWithoutEnd | Self::KeptEmpty | Self::KeptNonsense => "A damaged recovery file",
        }
    }

    /// Whether the recovery file can still be opened.
    fn opens(self) -> bool {
        !matches!(self, Self::KeptCutOff | Self::KeptEmpty | Self::KeptNonsense)
    }

    /// The question before saving, if there is one.
    fn question(self) -> Option<&'static str> {
        match self {
            Self::Changed => Some("hotel.ron was changed by somebody else"),
            Self::Deleted | Self::Renamed => Some("hotel.ron no longer exists"),
            _ => None,
        }
    }

    /// The name of the version in the recovery file.
    fn name(self) -> &'static str {
        if self == Self::CrashedAgain { "Mine again" } else { "Mine" }
    }
}

/// Every file of a folder, except for the locks of open windows.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_kept = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        path.is_file() && !name.contains(".lock") && !name.contains(".alive")
    };
    let read =
        |path: PathBuf| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap());
    entries.filter(is_kept).map(read).collect()
}

fn crashed(since: Since) -> Place {
    let place = Place::new();
    let mut desk = place.saved();
    rename(&mut desk, "Mine");
    pause(&mut desk);
    crash(desk, &place);
    since.happens(&place);
    place
}

#[test]
fn nothing_is_written_or_removed_without_a_click() {
    for since in Since::iter() {
        let place = crashed(since);
        let work = || files(&place.folder.path().join("work"));
        let (before, kept) = (work(), files(&place.state()));
        assert_eq!(kept.len(), 1, "{since:?}");

        // Started, viewed, postponed, left open for a while, closed.
        let mut desk = place.desk();
        let row = &listing(&desk).rows[0];
        assert!(
            row.title.contains(since.words()) || row.lines.iter().any(|line| line.contains(since.words())),
            "{row:?}"
        );
        desk.click("Later");
        for _ in 0..60 {
            desk.empty_frame();
        }
        pause(&mut desk);
        desk.exit();
        assert!(work() == before && files(&place.state()) == kept, "{since:?}: looking touches nothing");

        // Opened, as far as possible, and left alone.
        let mut desk = place.desk();
        desk.click(if since.words().starts_with("A damaged") { "Try to open" } else { "Open" });
        if !since.opens() {
            assert_eq!(desk.question().title, "This file cannot be opened", "{since:?}");
            desk.click("Close");
            pause(&mut desk);
            desk.exit();
            assert!(work() == before && files(&place.state()) == kept, "{since:?}: it stays as it is");
            continue;
        }
        assert_eq!(desk.version(VERSION).info.name, since.name(), "{since:?}");
        assert!(desk.state().session.must_ask());
        pause(&mut desk);
        assert!(work() == before, "{since:?}: opening touches nothing");
        assert_eq!(place.kept_names(), [since.name()], "{since:?}");
        crash(desk, &place);
        assert_eq!((work() == before, place.kept_names()), (true, vec![since.name().to_owned()]), "{since:?}");

        // Saved: over an unchanged file, and over any other file only after a second click.
        let mut desk = place.desk();
        if since == Since::KeptWithoutEnd {
            // The name of the file was lost, so the project has no file.
            desk.click(if desk.has("Open") { "Open" } else { "Try to open" });
            desk.ctrl(Key::S);
            assert!(matches!(desk.state().session.dialog, Some(Dialog::Path(_))), "{since:?}");
            assert!(work() == before, "{since:?}");
            continue;
        }
        desk.click("Open");
        desk.ctrl(Key::S);
        if let Some(question) = since.question() {
            assert_eq!(desk.question().title, question, "{since:?}");
            desk.click("Cancel");
            pause(&mut desk);
            assert!(work() == before, "{since:?}: asked is not done");
            assert_eq!(place.kept_names(), [since.name()], "{since:?}");
        } else {
            assert_eq!(place.name_on_disk(), since.name(), "{since:?}");
            assert_eq!(work()["hotel.ron~"], before["hotel.ron"], "{since:?}: the former file is beside it");
            pause(&mut desk);
            assert!(place.kept().is_empty(), "{since:?}: it is saved");
        }
    }
}

#[test]
fn discarded_work_is_removed_after_two_clicks_and_nothing_else_is() {
    for since in Since::iter() {
        let place = crashed(since);
        let work = files(&place.folder.path().join("work"));
        let mut desk = place.desk();
        desk.click("Discard…");
        pause(&mut desk);
        assert_eq!(place.kept().len(), 1, "{since:?}");
        desk.click("Keep it");
        desk.command(Command::File(FileCommand::ListFound));
        desk.click("Discard…");
        desk.click("Discard");
        pause(&mut desk);
        assert!(place.kept().is_empty(), "{since:?}");
        assert!(files(&place.folder.path().join("work")) == work, "{since:?}");
    }
}
