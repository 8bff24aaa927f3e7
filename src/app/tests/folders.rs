//! The path dialog with disks that answer slowly, with an error, or never.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use egui::{Event, Key, Modifiers, PointerButton};

use super::files::folder;
use super::support::{Desk, small};
use crate::app::command::{Ask, Command, Purpose};
use crate::app::parts::files::path_picker::PathPicker;
use crate::app::services::folders::{Disk, Entry, PathKind, RealDisk};
use crate::app::shell::dialog::Dialog;

/// A disk that answers questions about one folder only when a test allows it.
struct SlowDisk {
    slow: PathBuf,
    lets: Mutex<Receiver<()>>,
    kinds_asked: AtomicUsize,
}

impl SlowDisk {
    fn wait(&self, path: &Path) {
        if path.starts_with(&self.slow) {
            // At the end of the test the sender is dropped, and the thread ends.
            let _ = self.lets.lock().unwrap().recv();
        }
    }
}

impl Disk for SlowDisk {
    fn list(&self, folder: &Path) -> std::io::Result<Vec<Entry>> {
        self.wait(folder);
        RealDisk.list(folder)
    }

    fn kind(&self, path: &Path) -> PathKind {
        self.kinds_asked.fetch_add(1, Ordering::SeqCst);
        self.wait(path);
        RealDisk.kind(path)
    }
}

/// A folder with `first.ron` and the folder `slow`, which contains `second.ron`; and a window with a dialog there.
struct Scene {
    desk: Desk,
    folder: tempfile::TempDir,
    disk: Arc<SlowDisk>,
    lets: Sender<()>,
}

impl Scene {
    fn new(purpose: Purpose) -> Self {
        let folder = folder();
        std::fs::create_dir(folder.path().join("slow")).unwrap();
        for name in ["first.ron", "slow/second.ron"] {
            crate::storage::save(&folder.path().join(name), &small()).unwrap();
        }
        let (lets, receiver) = channel();
        let slow = folder.path().join("slow");
        let slow_disk = Arc::new(SlowDisk { slow, lets: Mutex::new(receiver), kinds_asked: AtomicUsize::new(0) });
        let mut desk = Desk::on(small());
        desk.state_mut().parts.folders.disk = slow_disk.clone();
        desk.command(Command::ask(Ask::ChoosePath { purpose, suggestion: folder.path().join("x.ron") }));
        Self { desk, folder, disk: slow_disk, lets }
    }

    fn picker(&self) -> &PathPicker {
        match &self.desk.state().session.dialog {
            Some(Dialog::Path(picker)) => picker,
            other => panic!("no path dialog, but {other:?}"),
        }
    }

    /// Presses a button without waiting for the disk.
    fn press(&mut self, name: &str) {
        let pos = self.desk.rect(name).center();
        let press =
            |pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
        for event in [Event::PointerMoved(pos), press(true), press(false)] {
            self.desk.frame([event]);
        }
    }

    fn type_at_once(&mut self, text: &str) {
        self.desk.frame([Event::Text(text.to_owned())]);
    }

    fn enter(&mut self) {
        let key = |pressed| Event::Key {
            key: Key::Enter,
            pressed,
            modifiers: Modifiers::NONE,
            repeat: false,
            physical_key: None,
        };
        self.desk.frame([key(true)]);
        self.desk.frame([key(false)]);
    }

    /// Lets the disk answer this many questions, and waits until the window has received the answers.
    fn answer(&mut self, questions: usize) {
        (0..questions).for_each(|_| self.lets.send(()).unwrap());
        self.desk.settle();
    }

    fn frames(&mut self) {
        (0..5).for_each(|_| self.desk.empty_frame());
    }
}

#[test]
fn a_hanging_folder_blocks_no_frame_and_the_list_stays() {
    let mut scene = Scene::new(Purpose::Open);
    assert!(scene.desk.has("first.ron") && scene.desk.has("slow/"));
    scene.press("slow/");
    scene.frames();
    scene.desk.assert_says("Reading the folder…");
    assert!(scene.desk.has("first.ron"), "what was listed before");
    assert_eq!(scene.picker().folder, scene.folder.path());
    // Text typed meanwhile belongs to the folder that is being read.
    scene.press("File name");
    scene.type_at_once("second");
    scene.type_at_once(".ron");
    assert_eq!(scene.picker().name, "second.ron");
    scene.answer(10);
    assert_eq!((scene.picker().folder.clone(), scene.picker().name.as_str()), (scene.disk.slow.clone(), "second.ron"));
    assert!(scene.desk.has("second.ron") && !scene.desk.has("first.ron"));
    assert!(!scene.desk.text().contains("Reading the folder…"));
    assert!(scene.desk.is_enabled("Open"));
}

#[test]
fn the_user_can_stop_waiting_for_a_folder_and_stay_in_the_old_one() {
    let mut scene = Scene::new(Purpose::Open);
    scene.press("slow/");
    scene.frames();
    scene.press("first.ron");
    scene.desk.settle();
    assert!(!scene.desk.text().contains("Reading the folder…"));
    let first = scene.folder.path().join("first.ron");
    scene.press("Open");
    scene.desk.settle();
    assert_eq!(scene.desk.state().session.file.path, Some(first));
    // Esc closes the dialog, also while the disk hangs.
    let mut scene = Scene::new(Purpose::Open);
    scene.press("slow/");
    scene.frames();
    scene.desk.key(Modifiers::NONE, Key::Escape);
    assert!(scene.desk.state().session.dialog.is_none() && !scene.desk.state().parts.folders.is_asking());
}

#[test]
fn enter_waits_until_a_name_has_been_looked_up() {
    let mut scene = Scene::new(Purpose::Open);
    scene.press("File name");
    scene.type_at_once("slow");
    scene.frames();
    assert_eq!(scene.picker().name, "slow");
    scene.enter();
    scene.frames();
    scene.desk.assert_says("Looking for \"slow\"…");
    assert_eq!(scene.picker().folder, scene.folder.path(), "nothing is done yet");
    // Typed into the folder that the name may be, and submitted as well.
    scene.type_at_once("second.ron");
    scene.enter();
    scene.frames();
    assert!(scene.desk.state().session.file.path.is_none());
    scene.answer(10);
    assert_eq!(scene.desk.state().session.file.path, Some(scene.disk.slow.join("second.ron")));
    assert!(scene.desk.state().session.dialog.is_none());
}

#[test]
fn a_name_that_refers_to_nothing_returns_to_the_field() {
    let mut scene = Scene::new(Purpose::Open);
    scene.press("File name");
    scene.type_at_once("slow/third");
    scene.enter();
    scene.type_at_once(".ron");
    scene.answer(10);
    assert_eq!(scene.picker().name, "slow/third.ron");
    scene.desk.assert_says("There is no such file.");
    assert!(!scene.desk.is_enabled("Open"));
}

#[test]
fn a_hanging_disk_gets_one_question_at_a_time() {
    let mut scene = Scene::new(Purpose::Open);
    scene.press("File name");
    scene.type_at_once("slow/");
    scene.frames();
    let before = scene.disk.kinds_asked.load(Ordering::SeqCst);
    for letter in "abcdefghijklmnopqrst".chars() {
        scene.type_at_once(&letter.to_string());
    }
    scene.frames();
    assert!(scene.disk.kinds_asked.load(Ordering::SeqCst) <= before + 1, "a thread for each letter");
    assert_eq!(scene.picker().name, "slow/abcdefghijklmnopqrst");
    scene.answer(30);
    scene.desk.assert_says("There is no such file.");
}

#[test]
fn a_folder_that_cannot_be_read_says_why_and_what_to_do() {
    let mut scene = Scene::new(Purpose::Open);
    std::fs::remove_dir_all(scene.folder.path().join("slow")).unwrap();
    scene.press("slow/");
    scene.answer(10);
    scene.desk.assert_says("This folder no longer exists. Choose another one.");
    assert!(scene.desk.has("first.ron"), "what was listed before");
    assert_eq!(scene.picker().folder, scene.folder.path());
    // The message disappears with the next action.
    scene.press("first.ron");
    scene.desk.settle();
    assert!(!scene.desk.text().contains("This folder no longer exists."));
}

#[test]
fn a_file_created_meanwhile_is_not_replaced_without_a_question() {
    let mut scene = Scene::new(Purpose::Save(None));
    assert_eq!(scene.picker().name, "x.ron");
    assert!(scene.desk.is_enabled("Save"));
    let path = scene.folder.path().join("x.ron");
    crate::storage::replace_file(&path, b"theirs").unwrap();
    scene.desk.click("Save");
    assert_eq!(scene.desk.question().title, "Replace this file?");
    scene.desk.key(Modifiers::NONE, Key::Escape);
    assert_eq!((scene.picker().name.as_str(), std::fs::read(&path).unwrap()), ("x.ron", b"theirs".to_vec()));
}

#[test]
fn a_suggested_folder_that_is_gone_gives_way_to_the_current_one() {
    let gone = folder();
    let suggestion = gone.path().join("gone/x.ron");
    let mut desk = Desk::on(small());
    desk.command(Command::ask(Ask::ChoosePath { purpose: Purpose::Open, suggestion }));
    let Some(Dialog::Path(picker)) = &desk.state().session.dialog else { panic!("no path dialog") };
    assert_eq!(picker.folder, std::env::current_dir().unwrap());
}
