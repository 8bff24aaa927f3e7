//! Several processes on one file: nothing is lost, everybody is told, and what was killed leaves nothing behind.

#![allow(clippy::disallowed_methods, reason = "tests lay out files as other programs would")]

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::*;
use crate::storage::lock::{Holder, Lock, NoLock, acquire};

/// Tells a child of these tests which file to work on.
const FILE: &str = "SIGNALBOX_TEST_FILE";

fn me() -> Holder {
    Holder { user: "lea".to_owned(), host: "desk-7".to_owned(), process: std::process::id(), ..Holder::default() }
}

fn file() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bakery.ron");
    save(&path, &small()).unwrap();
    (folder, path)
}

/// Runs one of the ignored tests below in a process of its own.
fn child(test: &str, path: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([&format!("storage::tests::together::{test}"), "--exact", "--ignored"]);
    command.env(FILE, path).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn a_second_one_is_told_who_has_it_and_gets_it_when_it_is_closed() {
    let (folder, path) = file();
    let lock = acquire(&path, &me(), false).unwrap();
    let refused = acquire(&path, &Holder::default(), true).unwrap_err();
    assert_eq!(refused, NoLock::Held(Some(me())));
    assert_eq!(me().words(), "lea on desk-7, since 00:00 UTC on 1 January");
    drop(lock);
    assert_eq!(names(folder.path()), ["bakery.ron"]);
    drop(acquire(&path, &me(), false).unwrap());
}

#[test]
fn the_lock_of_another_computer_needs_a_click_and_that_of_this_one_none() {
    let (folder, path) = file();
    let holder = folder.path().join(".bakery.ron.lock-holder");
    let other = Holder { host: "laptop".to_owned(), ..me() };
    fs::write(&holder, serde_json::to_string(&other).unwrap()).unwrap();
    assert_eq!(acquire(&path, &me(), false).unwrap_err(), NoLock::Doubtful(other));
    drop(acquire(&path, &me(), true).unwrap());
    fs::write(&holder, serde_json::to_string(&me()).unwrap()).unwrap();
    drop(acquire(&path, &me(), false).unwrap());
    fs::write(&holder, "not a holder").unwrap();
    drop(acquire(&path, &me(), false).unwrap());
    assert_eq!(names(folder.path()), ["bakery.ron"]);
}

#[test]
fn where_no_lock_can_be_made_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let refused = acquire(&folder.path().join("nowhere").join("a.ron"), &me(), false).unwrap_err();
    assert!(matches!(refused, NoLock::Impossible(_)), "{refused:?}");
}

#[test]
fn a_lock_sweeps_up_after_killed_saves_and_leaves_other_files_alone() {
    let (folder, path) = file();
    let rubbish = [".bakery.ron.signalbox-99.tmp", ".bakery.ron.signalbox-12345.bak"];
    let others = [".bakery.ron.signalbox-x.tmp", ".bakery.ron.signalbox-99.txt", ".other.ron.signalbox-99.tmp"];
    for name in rubbish.iter().chain(&others) {
        fs::write(folder.path().join(name), "x").unwrap();
    }
    drop(acquire(&path, &me(), false).unwrap());
    let left = names(folder.path());
    assert!(rubbish.iter().all(|name| !left.contains(&(*name).to_owned())), "{left:?}");
    assert!(others.iter().all(|name| left.contains(&(*name).to_owned())), "{left:?}");
}

const EDITS: usize = 15;

#[test]
fn three_processes_that_edit_one_file_lose_nothing() {
    let (folder, path) = file();
    let before = small().activity.len();
    let children: Vec<Child> = (0..3).map(|_| child("edits_of_a_child", &path)).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let (loaded, _) = load(&path).unwrap();
    let edits = usize::try_from(cases(EDITS as u64)).unwrap();
    assert_eq!(loaded.project.activity.len() - before, 3 * edits);
    assert_eq!(names(folder.path()), ["bakery.ron", "bakery.ron~"]);
}

/// Opens, edits and saves, again and again. Run by the test above.
#[test]
#[ignore = "run by another test, in a process of its own"]
fn edits_of_a_child() {
    let Some(path) = std::env::var_os(FILE).map(PathBuf::from) else { return };
    for _ in 0..cases(EDITS as u64) {
        let _lock = wait_for(&path);
        let (loaded, file) = load(&path).unwrap();
        let mut project = loaded.project;
        project.activity.push(crate::model::Activity {
            at: chrono::DateTime::default(),
            who: "child".to_owned(),
            what: "Edited.".to_owned(),
        });
        save_over(&path, &project, Some(&file.hash)).unwrap();
    }
}

fn wait_for(path: &Path) -> Lock {
    loop {
        match acquire(path, &me(), false) {
            Ok(lock) => return lock,
            Err(NoLock::Held(_)) => std::thread::sleep(Duration::from_millis(1)),
            Err(other) => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_process_that_is_killed_while_it_saves_leaves_the_old_file_or_the_new_one() {
    let (folder, path) = file();
    let (one, other) = (small(), large(300));
    for round in 0..cases(8) {
        let mut child = child("saves_of_a_child", &path);
        std::thread::sleep(Duration::from_millis(40 + round * 7 % 60));
        child.kill().unwrap();
        child.wait().unwrap();
        let found = load(&path).unwrap_or_else(|error| panic!("{error}")).0.project;
        assert!(found == one || found == other, "it is neither of the two");
        drop(acquire(&path, &me(), false).unwrap());
        let left = names(folder.path());
        assert!(left.iter().all(|name| ["bakery.ron", "bakery.ron~"].contains(&name.as_str())), "{left:?}");
    }
}

/// Saves two projects in turn until it is killed. Run by the test above.
#[test]
#[ignore = "run by another test, in a process of its own"]
fn saves_of_a_child() {
    let Some(path) = std::env::var_os(FILE).map(PathBuf::from) else { return };
    let _lock = wait_for(&path);
    let projects = [small(), large(300)];
    for project in projects.iter().cycle().take(100_000) {
        save(&path, project).unwrap();
    }
}
