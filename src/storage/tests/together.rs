//! Several processes on one file: nothing is lost, conflicts are reported, and killed processes leave nothing behind.

#![allow(clippy::disallowed_methods, reason = "tests lay out files as other programs would")]

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::*;
use crate::storage::lock::{Holder, Lock, NoLock, acquire};

/// Names the file for the child processes of these tests.
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

/// Runs one of the ignored tests below in a separate process.
fn child(test: &str, path: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([&format!("storage::tests::together::{test}"), "--exact", "--ignored"]);
    command.env(FILE, path).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn a_second_user_sees_the_holder_and_gets_the_lock_after_a_close() {
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
fn only_the_lock_of_another_computer_needs_a_click() {
    let (folder, path) = file();
    let holder = folder.path().join(".bakery.ron.lock-holder");
    let other = Holder { host: "laptop".to_owned(), ..me() };
    fs::write(&holder, serde_json::to_string(&other).unwrap()).unwrap();
    assert_eq!(acquire(&path, &me(), false).unwrap_err(), NoLock::MaybeStale(other));
    drop(acquire(&path, &me(), true).unwrap());
    fs::write(&holder, serde_json::to_string(&me()).unwrap()).unwrap();
    drop(acquire(&path, &me(), false).unwrap());
    fs::write(&holder, "not a holder").unwrap();
    drop(acquire(&path, &me(), false).unwrap());
    assert_eq!(names(folder.path()), ["bakery.ron"]);
}

#[test]
fn computers_without_a_name_are_not_taken_for_the_same() {
    let (folder, path) = file();
    let nameless = Holder { host: String::new(), ..me() };
    fs::write(folder.path().join(".bakery.ron.lock-holder"), serde_json::to_string(&nameless).unwrap()).unwrap();
    assert_eq!(acquire(&path, &nameless, false).unwrap_err(), NoLock::MaybeStale(nameless.clone()));
    drop(acquire(&path, &nameless, true).unwrap());
    assert_eq!(names(folder.path()), ["bakery.ron"]);
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
}

/// Root can write the file anyway, so the test shows less as root; `.ci/reliability` tests this with two users.
#[cfg(unix)]
#[test]
fn a_read_only_lock_file_still_locks() {
    let (folder, path) = file();
    let lock = folder.path().join(".bakery.ron.lock");
    fs::write(&lock, "").unwrap();
    set_mode(&lock, 0o444);
    fs::write(folder.path().join(".bakery.ron.lock-holder"), serde_json::to_string(&me()).unwrap()).unwrap();
    set_mode(&folder.path().join(".bakery.ron.lock-holder"), 0o444);
    let other = fs::File::open(&lock).unwrap();
    other.try_lock().unwrap();
    let max = Holder { user: "max".to_owned(), ..me() };
    assert_eq!(acquire(&path, &max, true).unwrap_err(), NoLock::Held(Some(me())));
    drop(other);
    // The holder has crashed.
    let held = acquire(&path, &max, false).unwrap();
    assert_eq!(acquire(&path, &me(), true).unwrap_err(), NoLock::Held(Some(max)));
    drop(held);
    assert_eq!(names(folder.path()), ["bakery.ron"]);
}

#[cfg(unix)]
#[test]
fn whoever_may_write_the_project_may_write_its_lock() {
    use std::os::unix::fs::PermissionsExt as _;
    for mode in [0o600, 0o640, 0o664, 0o666] {
        let (folder, path) = file();
        set_mode(&path, mode);
        let _lock = acquire(&path, &me(), false).unwrap();
        for name in [".bakery.ron.lock", ".bakery.ron.lock-holder"] {
            let now = fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o7777;
            assert_eq!(now, mode, "{name}: {now:o} beside {mode:o}");
        }
    }
}

#[test]
fn a_disk_without_locks_is_reported() {
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

/// Waits until a condition holds.
fn until(what: &str, mut is_there: impl FnMut() -> bool) {
    let since = Instant::now();
    while !is_there() {
        assert!(since.elapsed() < Duration::from_mins(2), "{what} never came");
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn another_process_sees_the_holder_and_a_killed_process_holds_no_lock() {
    let (folder, path) = file();
    let mut first = child("holds_of_a_child", &path);
    let mut refused = None;
    until("the lock of the child", || {
        refused = acquire(&path, &Holder { user: "max".to_owned(), ..me() }, false).err();
        matches!(refused, Some(NoLock::Held(Some(_))))
    });
    let Some(NoLock::Held(Some(holder))) = refused else { panic!("{refused:?}") };
    assert_eq!((holder.user.as_str(), holder.host.as_str(), holder.process), ("lea", "desk-7", first.id()));
    assert_eq!(holder.who(), "lea on desk-7");
    // A click changes nothing while the holder is alive.
    assert_eq!(acquire(&path, &me(), true).unwrap_err(), NoLock::Held(Some(holder)));
    first.kill().unwrap();
    first.wait().unwrap();
    assert!(names(folder.path()).contains(&".bakery.ron.lock-holder".to_owned()), "it could not clean up");
    let lock = acquire(&path, &me(), false).unwrap();
    let now = fs::read_to_string(folder.path().join(".bakery.ron.lock-holder")).unwrap();
    assert_eq!(serde_json::from_str::<Holder>(&now).unwrap(), me());
    drop(lock);
    assert_eq!(names(folder.path()), ["bakery.ron"]);
}

/// Holds the lock until it is killed. Run by the test above.
#[test]
#[ignore = "run by another test, in a process of its own"]
fn holds_of_a_child() {
    let Some(path) = std::env::var_os(FILE).map(PathBuf::from) else { return };
    let _lock = wait_for(&path);
    std::thread::sleep(Duration::from_mins(10));
}

const EDITS: u64 = 6;

fn edit_of_a_child(project: &mut crate::model::Project) {
    let (at, who) = (chrono::DateTime::default(), std::process::id().to_string());
    project.activity.push(crate::model::Activity { at, who, what: "Edited.".to_owned() });
}

#[test]
fn three_processes_that_edit_one_file_lose_nothing() {
    let (folder, path) = file();
    let before = small().activity.len();
    let children: Vec<Child> = (0..3).map(|_| child("edits_of_a_child", &path)).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let (loaded, _) = load(&path).unwrap();
    let edits = usize::try_from(cases(EDITS)).unwrap();
    assert_eq!(loaded.project.activity.len() - before, 3 * edits);
    assert_eq!(names(folder.path()), ["bakery.ron", "bakery.ron~"]);
}

/// Opens, edits and saves, again and again. Run by the test above.
#[test]
#[ignore = "run by another test, in a process of its own"]
fn edits_of_a_child() {
    let Some(path) = std::env::var_os(FILE).map(PathBuf::from) else { return };
    for _ in 0..cases(EDITS) {
        let _lock = wait_for(&path);
        let (loaded, file) = load(&path).unwrap();
        let mut project = loaded.project;
        edit_of_a_child(&mut project);
        save_over(&path, &project, Some(&file.hash)).unwrap();
    }
}

/// The parent folder of the file's folder, where child processes leave notes.
fn notes(path: &Path) -> PathBuf {
    path.ancestors().nth(2).unwrap().to_owned()
}

#[test]
fn three_processes_that_lock_only_to_save_see_every_conflict() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("work").join("bakery.ron");
    fs::create_dir(path.parent().unwrap()).unwrap();
    save(&path, &small()).unwrap();
    // All three processes have read the same file before the first save, so there are certainly conflicts.
    let lock = acquire(&path, &me(), false).unwrap();
    let children: Vec<Child> = (0..3).map(|_| child("conflicts_of_a_child", &path)).collect();
    until("three children", || names(folder.path()).iter().filter(|it| it.starts_with("read-")).count() == 3);
    drop(lock);
    let mut conflicts = 0;
    for mut child in children {
        let id = child.id();
        assert!(child.wait().unwrap().success());
        let told = fs::read_to_string(folder.path().join(format!("told-{id}"))).unwrap();
        conflicts += told.parse::<u64>().unwrap();
        let (loaded, _) = load(&path).unwrap();
        let own = loaded.project.activity.iter().filter(|it| it.who == id.to_string()).count();
        assert_eq!(own as u64, cases(EDITS), "edits of one of them are lost; {told} conflicts were reported");
    }
    assert!(conflicts >= 2, "{conflicts} conflicts");
    println!("{conflicts} conflicts were reported");
    assert_eq!(names(path.parent().unwrap()), ["bakery.ron", "bakery.ron~"]);
}

/// Opens and edits without the lock, as on a disk without locks, and starts over after a conflict.
/// Run by the test above.
#[test]
#[ignore = "run by another test, in a process of its own"]
fn conflicts_of_a_child() {
    let Some(path) = std::env::var_os(FILE).map(PathBuf::from) else { return };
    let note = |name: &str, text: String| fs::write(notes(&path).join(format!("{name}-{}", std::process::id())), text);
    let mut conflicts = 0;
    for _ in 0..cases(EDITS) {
        loop {
            let (loaded, file) = load(&path).unwrap();
            note("read", String::new()).unwrap();
            let mut project = loaded.project;
            edit_of_a_child(&mut project);
            let _lock = wait_for(&path);
            match save_over(&path, &project, Some(&file.hash)) {
                Ok(_) => break,
                Err(AtPath { error: SaveError::Disk(DiskError::ChangedOutside), .. }) => conflicts += 1,
                Err(other) => panic!("{other}"),
            }
        }
    }
    note("told", conflicts.to_string()).unwrap();
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

/// Repeatedly kills a process at random times of its saves, and checks the files.
fn kill_while_saving(bytes: usize, test: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("work").join("bakery.ron");
    fs::create_dir(path.parent().unwrap()).unwrap();
    let (one, other) = sides(bytes);
    assert!(one.len() > bytes * 9 / 10 && one.len() < bytes * 11 / 10, "{} bytes", one.len());
    fs::write(folder.path().join("one"), &one).unwrap();
    fs::write(folder.path().join("other"), &other).unwrap();
    let project = opened(&one).project;
    let since = Instant::now();
    match test {
        "saves_of_a_child" => drop(save(&path, &project).unwrap()),
        _ => drop(atomic::replace(&Machine, &path, one.as_bytes(), None).unwrap()),
    }
    let span = usize::try_from(since.elapsed().as_micros()).unwrap() * 3 + 2_000;
    let (mut dice, mut in_the_middle, mut new, mut round) = (Dice::new(bytes as u64), 0, 0, 0);
    // Writing a small file is a small part of its save on a fast disk: every other kill waits for the temporary file
    // first, and the test continues until a kill came during a write.
    while round < cases(20) || (in_the_middle == 0 && round < cases(20) + 1_000) {
        round += 1;
        let mut child = child(test, &path);
        let holder = path.with_file_name(".bakery.ron.lock-holder");
        let is_of_the_child = || fs::read_to_string(&holder).is_ok_and(|it| it.contains(&child.id().to_string()));
        until("the lock of the child", is_of_the_child);
        let writes = || names(path.parent().unwrap()).iter().any(|it| it.contains(".signalbox-"));
        std::thread::sleep(Duration::from_micros(dice.below(span) as u64));
        let aimed = Instant::now();
        while round % 2 == 0 && !writes() && aimed.elapsed() < Duration::from_secs(5) {}
        child.kill().unwrap();
        child.wait().unwrap();
        let found = fs::read(&path).unwrap();
        assert!(found == one.as_bytes() || found == other.as_bytes(), "round {round}: neither of the two");
        new += usize::from(found == other.as_bytes());
        if let Ok(former) = fs::read(path.with_file_name("bakery.ron~")) {
            assert!(former == one.as_bytes() || former == other.as_bytes(), "round {round}: the former one");
        }
        in_the_middle += usize::from(writes());
        drop(acquire(&path, &me(), false).unwrap());
        let left = names(path.parent().unwrap());
        assert!(left.iter().all(|name| ["bakery.ron", "bakery.ron~"].contains(&name.as_str())), "{left:?}");
    }
    println!("{round} kills at {bytes} bytes: {in_the_middle} left something, {new} left the other text");
    assert!(in_the_middle > 0, "no kill came during a write");
}

/// Two texts of a project with about the given number of bytes.
fn sides(bytes: usize) -> (String, String) {
    let each = (write(&large(200)).unwrap().len() - write(&large(100)).unwrap().len()) / 100;
    let one = write(&large(u32::try_from(bytes / each).unwrap())).unwrap();
    let other = one.replace("Menu number 4", "Another menu 4");
    assert_ne!(one, other);
    (one, other)
}

#[test]
fn killed_while_it_saves_50_kilobytes() {
    kill_while_saving(50_000, "saves_of_a_child");
}

#[test]
fn killed_while_it_saves_2_and_a_half_megabytes() {
    kill_while_saving(2_500_000, "replaces_of_a_child");
}

#[test]
fn killed_while_it_saves_25_megabytes() {
    kill_while_saving(25_000_000, "replaces_of_a_child");
}

/// Saves two projects in turn until it is killed. Run by the tests above.
#[test]
#[ignore = "run by another test, in a process of its own"]
fn saves_of_a_child() {
    let Some(path) = std::env::var_os(FILE).map(PathBuf::from) else { return };
    let projects = ["one", "other"].map(|side| load(&notes(&path).join(side)).unwrap().0.project);
    let _lock = wait_for(&path);
    for project in projects.iter().cycle().take(100_000) {
        save(&path, project).unwrap();
    }
}

/// The same, starting where a save first touches the disk: for a large project most of the time is spent before. Run by the tests above.
#[test]
#[ignore = "run by another test, in a process of its own"]
fn replaces_of_a_child() {
    let Some(path) = std::env::var_os(FILE).map(PathBuf::from) else { return };
    let texts = ["one", "other"].map(|side| fs::read(notes(&path).join(side)).unwrap());
    let _lock = wait_for(&path);
    for text in texts.iter().cycle().take(100_000) {
        atomic::replace(&Machine, &path, text, None).unwrap();
    }
}
