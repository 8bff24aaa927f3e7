//! Safety of work: after a crash, with two users of one file, when a file changes outside, and when the program fails.

mod aside;
mod bases;
mod desktops;
mod dialogs;
mod exports;
mod formats;
mod outside;
mod panics;
mod recovery;
mod rescue;
mod sharing;

#[cfg(feature = "pictures")]
mod pictures;

use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};
use std::time::{Duration, Instant};

use egui::{Event, Modifiers, PointerButton};

use crate::model::Project;

use crate::app::command::{Command, Listing, PageCommand, Tab};
use crate::app::shell::dialog::Dialog;
use crate::app::tests::files::{choose, folder, rename};
use crate::app::tests::support::{Desk, VERSION, small};

/// The environment variable with the folder for a child process.
const FOLDER: &str = "SIGNALBOX_TEST_FOLDER";

/// A folder with a project file and the recovery folder, each in a folder of its own.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: folder() };
        std::fs::create_dir(place.folder.path().join("work")).unwrap();
        place
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("work").join("hotel.ron")
    }

    fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    /// A window that keeps its work here.
    fn desk(&self) -> Desk {
        let mut desk = Desk::on(small());
        start(&mut desk, &self.state());
        desk
    }

    /// A window with the small project in its file.
    fn saved(&self) -> Desk {
        let mut desk = self.desk();
        desk.command(Command::save_as());
        choose(&mut desk, &self.file(), "Save");
        desk.command(Command::Page(PageCommand::Open(Tab::Version(VERSION))));
        desk
    }

    /// A window on the file if it exists, else on the small project; found work is left for later.
    fn saved_or_opened(&self) -> Desk {
        if !self.file().exists() {
            return self.saved();
        }
        let mut desk = self.desk();
        desk.key(Modifiers::NONE, egui::Key::Escape);
        desk.command(Command::open(self.file()));
        desk
    }

    /// A window that opened the file, as by another user.
    fn opened(&self) -> Desk {
        let mut desk = self.desk();
        desk.command(Command::open(self.file()));
        desk
    }

    fn on_disk(&self) -> Project {
        crate::storage::load(&self.file()).unwrap().0.project
    }

    fn name_on_disk(&self) -> String {
        self.on_disk().versions[&VERSION].info.name.clone()
    }

    /// A save by another user.
    fn save_outside(&self, name: &str) {
        let mut project = self.on_disk();
        std::sync::Arc::make_mut(project.versions.get_mut(&VERSION).unwrap()).info.name = name.to_owned();
        crate::storage::save(&self.file(), &project).unwrap();
    }

    /// The recovery file of the unsaved work.
    fn kept(&self) -> Vec<PathBuf> {
        let names = std::fs::read_dir(self.state()).into_iter().flatten().map(|entry| entry.unwrap().path());
        names.filter(|path| path.extension().is_some_and(|ending| ending == "ron")).collect()
    }

    /// The names of the version in the recovery file.
    fn kept_names(&self) -> Vec<String> {
        let name = |path: PathBuf| {
            let project = crate::storage::load(&path).unwrap().0.project;
            project.versions[&VERSION].info.name.clone()
        };
        let mut names: Vec<String> = self.kept().into_iter().map(name).collect();
        names.sort();
        names
    }
}

fn start(desk: &mut Desk, state: &Path) {
    let ctx = desk.ctx().clone();
    let keeper = &mut desk.state_mut().services.keeper;
    keeper.look_every = Duration::from_millis(10);
    keeper.start(Some(state.to_owned()), &ctx);
    assert!(keeper.finish());
    desk.settle();
}

/// Waits a second without input; returns the recovery files.
fn pause(desk: &mut Desk) {
    for _ in 0..6 {
        desk.empty_frame();
    }
    assert!(desk.state().services.keeper.finish());
}

/// Ends the process without closing the window.
fn crash(desk: Desk, place: &Place) {
    assert!(desk.state().services.keeper.finish());
    drop(desk);
    let is_alive = || {
        let names = std::fs::read_dir(place.state()).unwrap().map(|entry| entry.unwrap().path());
        names.into_iter().any(|path| path.extension().is_some_and(|ending| ending == "alive"))
    };
    wait_for((), |()| !is_alive());
}

/// Waits for background work.
#[track_caller]
fn wait_for<T>(mut it: T, mut is_so: impl FnMut(&mut T) -> bool) -> T {
    let begun = Instant::now();
    while !is_so(&mut it) {
        assert!(begun.elapsed() < Duration::from_mins(1), "it never comes");
        std::thread::sleep(Duration::from_millis(5));
    }
    it
}

/// Waits for background work while frames are drawn.
#[track_caller]
fn until(desk: &mut Desk, mut is_so: impl FnMut(&Desk) -> bool) {
    wait_for(&mut *desk, |desk| {
        desk.empty_frame();
        is_so(desk)
    });
    desk.settle();
}

#[track_caller]
fn listing(desk: &Desk) -> &Listing {
    match &desk.state().session.dialog {
        Some(Dialog::Listing(listing)) => listing,
        other => panic!("no list, but {other:?}"),
    }
}

/// Presses a button without waiting for background work.
fn press(desk: &mut Desk, name: &str) {
    let pos = desk.rect(name).center();
    let button =
        |pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
    for event in [Event::PointerMoved(pos), button(true), button(false)] {
        desk.frame([event]);
    }
}

/// Runs one of the ignored tests of a module here in a child process.
fn child(test: &str, folder: &Path) -> Child {
    let mut command = Process::new(std::env::current_exe().unwrap());
    command.args([&format!("app::tests::keeper::{test}"), "--exact", "--ignored", "--nocapture"]);
    command.env(FOLDER, folder).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}
