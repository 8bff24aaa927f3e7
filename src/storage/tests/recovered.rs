//! Tests of recovery data, and of finding it after a crash.

#![allow(clippy::disallowed_methods, reason = "tests lay out files as other programs would")]

use std::fs;
use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};

use super::*;
use crate::storage::recovery::{Base, Found, Recovery, Unsaved};

fn unsaved(document: Option<&Path>, base: Option<&str>) -> Unsaved {
    Unsaved {
        document: document.map(Path::to_owned),
        base: base.map(str::to_owned),
        name: "Bakery".to_owned(),
        program: "0.1.0".to_owned(),
        ..Unsaved::default()
    }
}

/// The data of an ended process: the data of this process, renamed to another process id.
fn leave(recovery: &Recovery, folder: &Path, key: &str, unsaved: &Unsaved) -> PathBuf {
    recovery.keep(key, &small(), unsaved).unwrap();
    let mine = folder.join(format!("{}-{key}.ron", std::process::id()));
    let theirs = folder.join(format!("4000000000-{key}.ron"));
    fs::rename(mine, &theirs).unwrap();
    theirs
}

#[test]
fn the_data_of_an_ended_process_is_found_with_the_state_of_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("state");
    let recovery = Recovery::open(&kept).unwrap();
    let path = folder.path().join("bakery.ron");
    let saved = save(&path, &small()).unwrap();
    assert_eq!(recovery.found(), []);
    leave(&recovery, &kept, "a", &unsaved(Some(&path), Some(&saved.hash)));
    leave(&recovery, &kept, "b", &unsaved(Some(&path), Some("another hash")));
    leave(&recovery, &kept, "c", &unsaved(Some(&folder.path().join("gone.ron")), Some(&saved.hash)));
    leave(&recovery, &kept, "d", &unsaved(None, None));
    let broken = leave(&recovery, &kept, "e", &unsaved(None, None));
    let text = fs::read_to_string(&broken).unwrap();
    fs::write(&broken, &text[..text.len() / 2]).unwrap();
    // The process's own data, of an open project, is not found.
    recovery.keep("mine", &small(), &unsaved(None, None)).unwrap();
    let found = recovery.found();
    let bases: Vec<Base> = found.iter().map(|it| it.base).collect();
    assert_eq!(bases, [Base::Unchanged, Base::Changed, Base::Missing, Base::NeverSaved, Base::NeverSaved]);
    assert_eq!(found[4].unsaved, None, "the damaged data is listed anyway");
    assert!(read(&fs::read(&found[4].path).unwrap()).is_err());
    // Each opens as its project.
    assert_eq!(load(&found[0].path).unwrap().0.project, small());
    assert_eq!(recovery.found(), found, "looking removes nothing");
    recovery.discard(&found[4]).unwrap();
    recovery.adopt(&found[0], "again").unwrap();
    assert_eq!(recovery.found().len(), 3);
    recovery.forget("again");
    assert_eq!(load(&path).unwrap().0.project, small(), "the file itself was never touched");
}

#[test]
fn the_data_of_a_running_process_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let recovery = Recovery::open(folder.path()).unwrap();
    let theirs = leave(&recovery, folder.path(), "a", &unsaved(None, None));
    let alive = fs::File::create(folder.path().join("4000000000.alive")).unwrap();
    alive.try_lock().unwrap();
    assert_eq!(recovery.found(), []);
    // A mark without a process is ignored.
    drop(alive);
    assert_eq!(recovery.found().into_iter().map(|it| it.path).collect::<Vec<_>>(), [theirs]);
}

#[test]
fn the_newest_comes_first_and_keeping_again_replaces() {
    let folder = tempfile::tempdir().unwrap();
    let recovery = Recovery::open(folder.path()).unwrap();
    for (key, hours) in [("a", 1), ("b", 3), ("c", 2), ("b", 4)] {
        let at = DateTime::<Utc>::default() + TimeDelta::hours(hours);
        leave(&recovery, folder.path(), key, &Unsaved { at, name: key.to_owned(), ..unsaved(None, None) });
    }
    let names: Vec<String> = recovery.found().into_iter().map(|it: Found| it.unsaved.unwrap().name).collect();
    assert_eq!(names, ["b", "c", "a"]);
}

#[test]
fn the_last_ten_saved_versions_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let recovery = Recovery::open(&folder.path().join("state")).unwrap();
    let path = folder.path().join("bakery.ron");
    for minute in 0..12 {
        let mut project = small();
        project.settings.name = format!("Save {minute}");
        save(&path, &project).unwrap();
        recovery.keep_saved(&path, DateTime::<Utc>::default() + TimeDelta::minutes(minute)).unwrap();
    }
    let kept = recovery.saved(&path);
    assert_eq!(kept.len(), 10);
    let name = |at: usize| load(&kept[at].1).unwrap().0.project.settings.name;
    assert_eq!((name(0).as_str(), name(9).as_str()), ("Save 11", "Save 2"));
    assert_eq!(recovery.saved(&folder.path().join("other.ron")), []);
}

#[test]
fn an_inconsistent_file_is_repaired_and_reported() {
    let text = write(&small()).unwrap().replace("To(3)", "To(77)");
    let refused = read(text.as_bytes()).unwrap_err().to_string();
    assert!(refused.contains("77"), "{refused}");
    let repaired = read_repaired(text.as_bytes()).unwrap();
    assert!(repaired.repairs.iter().any(|it| it.contains("the link is cut")), "{:?}", repaired.repairs);
    assert_eq!(crate::model::invariants::check(&repaired.project), Vec::<String>::new());
    assert!(read_repaired(write(&small()).unwrap().as_bytes()).unwrap().repairs.is_empty());
}

#[test]
fn a_process_with_a_reused_id_finds_the_data_of_the_first_process() {
    let folder = tempfile::tempdir().unwrap();
    let first = Recovery::open(folder.path()).unwrap();
    first.keep("a", &small(), &unsaved(None, None)).unwrap();
    // While the first process runs, and after its end.
    let beside = Recovery::open(folder.path()).unwrap();
    assert_eq!(beside.found(), []);
    beside.keep("a", &small(), &unsaved(None, None)).unwrap();
    beside.forget("a");
    drop(first);
    assert_eq!(beside.found().len(), 1);
    let after = Recovery::open(folder.path()).unwrap();
    after.keep("a", &small(), &unsaved(None, None)).unwrap();
    assert_eq!(after.found().len(), 1, "a process does not find its own data");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4, "two kept, two marks");
}

#[test]
fn marks_of_killed_processes_go_and_those_of_others_stay() {
    let folder = tempfile::tempdir().unwrap();
    let killed = folder.path().join("4000000000.alive");
    let other = folder.path().join("4000000001.alive");
    fs::write(&killed, "").unwrap();
    let alive = fs::File::create(&other).unwrap();
    alive.try_lock().unwrap();
    let recovery = Recovery::open(folder.path()).unwrap();
    assert!(!killed.exists() && other.exists());
    drop(recovery);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn data_kept_during_a_panic_replaces_earlier_data() {
    let folder = tempfile::tempdir().unwrap();
    let recovery = Recovery::open(folder.path()).unwrap();
    recovery.keep("a", &small(), &unsaved(None, None)).unwrap();
    let mut project = small();
    project.settings.name = "Last words".to_owned();
    recovery.keep_in_panic("a", &project, &unsaved(None, None)).unwrap();
    let kept = folder.path().join(format!("{}-a.ron", std::process::id()));
    assert_eq!(load(&kept).unwrap().0.project.settings.name, "Last words");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "the data and the mark");
}

/// Every file and folder below a folder, with the permissions of other users.
#[cfg(unix)]
fn open_to_others(folder: &Path) -> Vec<PathBuf> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    let mut found: Vec<PathBuf> = [folder.to_owned()].into_iter().filter(|it| mode(it) & 0o077 != 0).collect();
    for path in fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()) {
        if path.is_dir() {
            found.extend(open_to_others(&path));
        } else if mode(&path) & 0o077 != 0 {
            found.push(path);
        }
    }
    found
}

#[cfg(unix)]
#[test]
fn kept_data_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("state").join("recovery");
    // As an earlier version of Signalbox left the folder.
    fs::create_dir_all(&kept).unwrap();
    fs::set_permissions(&kept, fs::Permissions::from_mode(0o755)).unwrap();
    let recovery = Recovery::open(&kept).unwrap();
    let path = folder.path().join("bakery.ron");
    save(&path, &small()).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let old = kept.join(format!("{}-old.ron", std::process::id()));
    fs::write(&old, "").unwrap();
    fs::set_permissions(&old, fs::Permissions::from_mode(0o644)).unwrap();
    for key in ["old", "new"] {
        recovery.keep(key, &small(), &unsaved(None, None)).unwrap();
    }
    recovery.keep_in_panic("panic", &small(), &unsaved(None, None)).unwrap();
    recovery.keep_saved(&path, DateTime::default()).unwrap();
    let of_projects = folder.path().join("state").join("views");
    user_state::keep(&of_projects, "uid", &7).unwrap();
    assert_eq!(recovery.saved(&path).len(), 1);
    let open = [open_to_others(&kept), open_to_others(&of_projects)].concat();
    assert!(open.is_empty(), "{open:?}");
}
