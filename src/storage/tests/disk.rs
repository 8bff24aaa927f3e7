//! Tests of saves on a real disk: the file, its mode, its links, its copy, and no leftovers.

#![allow(clippy::disallowed_methods, reason = "tests lay out files as other programs would")]

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::model::Project;

/// A temporary folder for a test, and a path in it.
fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bakery.ron");
    (folder, path)
}

fn renamed(name: &str) -> Project {
    let mut project = small();
    project.settings.name = name.to_owned();
    project
}

#[test]
fn a_saved_project_loads_and_the_previous_file_is_kept() {
    let (folder, path) = folder();
    let first = save(&path, &small()).unwrap();
    assert_eq!(names(folder.path()), ["bakery.ron"]);
    let (loaded, file) = load(&path).unwrap();
    assert_eq!(loaded.project, small());
    assert_eq!(file, first);
    assert!(file.modified.is_some());
    for (name, former) in [("Second", "Léonie's bakery"), ("Third", "Second")] {
        let saved = save(&path, &renamed(name)).unwrap();
        assert_ne!(saved.hash, first.hash);
        assert_eq!(saved.warnings, [""; 0]);
        assert_eq!(load(&path).unwrap().0.project.settings.name, name);
        assert_eq!(load(&folder.path().join("bakery.ron~")).unwrap().0.project.settings.name, former);
        assert_eq!(names(folder.path()), ["bakery.ron", "bakery.ron~"]);
    }
}

#[test]
fn a_writer_that_changes_something_is_refused_with_the_old_file_intact() {
    let (folder, path) = folder();
    save(&path, &small()).unwrap();
    let before = fs::read(&path).unwrap();
    let planted = |project: &Project| Ok(write(project)?.replace("To(3)", "To(2)"));
    let error = save_with(&Machine, &path, &small(), None, planted).unwrap_err();
    assert!(error.to_string().contains("reads back differently (in its versions)"), "{error}");
    let planted = |project: &Project| Ok(write(project)?.replace("last_id", "lost_id"));
    let error = save_with(&Machine, &path, &small(), None, planted).unwrap_err();
    assert!(error.to_string().contains("could not be opened again"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(names(folder.path()), ["bakery.ron"]);
}

#[test]
fn a_project_that_would_not_open_again_is_refused() {
    use crate::model::{Action, ActionId, Params, Row, RowId, Value, VersionId};
    let (folder, path) = folder();
    let mut project = small();
    let mut action = Action::new(ActionId(3), "queue");
    for id in (1..=60).rev() {
        let row = Row { id: RowId(id), cells: std::mem::take(&mut action.params) };
        action.params = Params([("a".to_owned(), Value::Rows(vec![row]))].into());
    }
    action.last_row = RowId(60);
    let version = std::sync::Arc::make_mut(project.versions.get_mut(&VersionId(7)).unwrap());
    version.flow.actions.insert(action.id, action.into());
    let message = save(&path, &project).unwrap_err().to_string();
    assert!(message.ends_with(&format!("File: {}", path.display())), "{message}");
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn a_project_that_breaks_a_rule_is_refused_with_the_rule() {
    let (folder, path) = folder();
    let message = save(&path, &Project { last_id: 1, ..small() }).unwrap_err().to_string();
    assert!(message.starts_with("The project was not saved, because its parts are inconsistent:\n- Id"), "{message}");
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn loading_refuses_paths_that_are_not_files() {
    let (folder, path) = folder();
    let says = |path: &Path, part: &str| {
        let message = load(path).unwrap_err().to_string();
        assert!(message.contains(part) && message.ends_with(&format!("\nFile: {}", path.display())), "{message}");
    };
    says(&path, "it does not exist");
    says(folder.path(), "This is a folder");
    fs::write(&path, "{}").unwrap();
    says(&path, "a JSON file");
    says(&path.join("inner.ron"), "a part of the path is a file");
    #[cfg(unix)]
    says(Path::new("/dev/null"), "a device or a pipe");
}

#[test]
fn saving_refuses_paths_that_are_not_files() {
    let (folder, path) = folder();
    let says = |path: &Path, part: &str| {
        let message = save(path, &small()).unwrap_err().to_string();
        assert!(message.contains(part), "{message}");
    };
    says(folder.path(), "This is a folder");
    says(&folder.path().join("nowhere").join("a.ron"), "The folder does not exist");
    says(&folder.path().join("x".repeat(300)), "the disk does not allow this name");
    fs::write(&path, "").unwrap();
    says(&path.join("a.ron"), "a part of the path is a file");
    #[cfg(unix)]
    says(Path::new("/dev/null"), "a device or a pipe");
    assert_eq!(names(folder.path()), ["bakery.ron"]);
}

#[test]
fn a_read_only_file_is_refused() {
    let (folder, path) = folder();
    save(&path, &small()).unwrap();
    let before = fs::read(&path).unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions.clone()).unwrap();
    let message = save(&path, &renamed("Second")).unwrap_err().to_string();
    assert!(message.contains("The file is read-only, so it was not saved."), "{message}");
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(fs::metadata(&path).unwrap().permissions(), permissions, "0444 stays 0444");
    assert_eq!(names(folder.path()), ["bakery.ron"]);
}

#[test]
fn a_missing_folder_or_a_file_in_its_place_is_reported() {
    let (folder, _) = folder();
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    let path = inner.join("bakery.ron");
    let hash = save(&path, &small()).unwrap().hash;
    let says = |part: &str| {
        for expected in [None, Some(hash.as_str())] {
            let message = save_over(&path, &renamed("Second"), expected).unwrap_err().to_string();
            assert!(message.contains(part) && message.contains("bakery.ron"), "{message}");
        }
    };
    fs::remove_dir_all(&inner).unwrap();
    says("The folder does not exist. Create it, or choose another one.");
    assert_eq!(names(folder.path()), [""; 0]);
    fs::write(&inner, "somebody's notes").unwrap();
    let mode = fs::metadata(&inner).unwrap().permissions();
    says("a part of the path is a file, not a folder");
    assert_eq!(fs::read(&inner).unwrap(), b"somebody's notes");
    assert_eq!(fs::metadata(&inner).unwrap().permissions(), mode);
    assert_eq!(names(folder.path()), ["inner"]);
}

#[test]
fn a_backup_that_cannot_be_kept_is_a_warning() {
    let (folder, path) = folder();
    save(&path, &small()).unwrap();
    fs::create_dir(folder.path().join("bakery.ron~")).unwrap();
    let saved = save(&path, &renamed("Second")).unwrap();
    assert!(saved.warnings[0].contains("could not be kept as a copy"), "{:?}", saved.warnings);
    assert_eq!(load(&path).unwrap().0.project.settings.name, "Second");
    assert_eq!(names(folder.path()), ["bakery.ron", "bakery.ron~"]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn a_link_stays_a_link_and_the_mode_of_its_file_is_kept() {
        let (folder, link) = folder();
        let inner = folder.path().join("inner");
        fs::create_dir(&inner).unwrap();
        let real = inner.join("real.ron");
        save(&real, &small()).unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("inner/real.ron", &link).unwrap();
        save(&link, &renamed("Second")).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().file_type().is_symlink());
        assert!(!fs::symlink_metadata(&real).unwrap().file_type().is_symlink());
        assert_eq!(mode(&real), 0o640);
        assert_eq!(load(&real).unwrap().0.project.settings.name, "Second");
        assert_eq!(names(folder.path()), ["bakery.ron", "inner"]);
        assert_eq!(mode(&inner.join("real.ron~")), 0o640);
    }

    #[test]
    fn the_mode_of_a_file_is_kept() {
        let (folder, path) = folder();
        save(&path, &small()).unwrap();
        for wanted in [0o640, 0o664, 0o600, 0o666, 0o755] {
            fs::set_permissions(&path, fs::Permissions::from_mode(wanted)).unwrap();
            for name in ["Second", "Third"] {
                save(&path, &renamed(name)).unwrap();
                assert_eq!(mode(&path), wanted, "{:o} became {:o}", wanted, mode(&path));
                assert_eq!(mode(&folder.path().join("bakery.ron~")), wanted);
            }
        }
    }

    #[test]
    fn a_link_to_nothing_is_refused() {
        let (folder, link) = folder();
        symlink("gone.ron", &link).unwrap();
        let message = save(&link, &small()).unwrap_err().to_string();
        assert!(message.contains("a link to a file that does not exist"), "{message}");
        assert_eq!(names(folder.path()), ["bakery.ron"]);
    }

    #[test]
    fn a_new_file_gets_the_mode_that_the_system_gives_to_new_files() {
        let (folder, path) = folder();
        let other = folder.path().join("other");
        fs::write(&other, "").unwrap();
        save(&path, &small()).unwrap();
        assert_eq!(mode(&path), mode(&other));
        assert_eq!(mode(&path) & !0o666, 0, "and no more than 0666");
    }

    #[test]
    fn leftovers_of_a_killed_save_are_harmless() {
        let (folder, path) = folder();
        save(&path, &small()).unwrap();
        for ending in ["tmp", "bak"] {
            fs::write(folder.path().join(format!(".bakery.ron.signalbox-{}.{ending}", std::process::id())), "x")
                .unwrap();
        }
        save(&path, &renamed("Second")).unwrap();
        assert_eq!(names(folder.path()), ["bakery.ron", "bakery.ron~"]);
        // Killed between the copy and the rename: both names are the same file.
        fs::remove_file(folder.path().join("bakery.ron~")).unwrap();
        fs::hard_link(&path, folder.path().join("bakery.ron~")).unwrap();
        save(&path, &renamed("Third")).unwrap();
        assert_eq!(names(folder.path()), ["bakery.ron", "bakery.ron~"]);
        assert_eq!(load(&folder.path().join("bakery.ron~")).unwrap().0.project.settings.name, "Second");
    }
}

#[test]
fn an_email_path_that_is_not_a_file_or_too_large_is_refused_at_once() {
    let (_keep, path) = folder();
    let path = path.with_extension("eml");
    let says = |path: &Path, part: &str| {
        let message = load_email(path).unwrap_err();
        assert!(message.contains(part) && message.contains(&path.display().to_string()), "{message}");
    };
    says(&path, "it does not exist");
    says(path.parent().unwrap(), "folder");
    if cfg!(unix) {
        says(Path::new("/dev/zero"), "a device or a pipe");
    }
    fs::File::create(&path).unwrap().set_len(1 << 30).unwrap();
    says(&path, "larger than 50 MB");
    fs::write(&path, "From: Noor <noor@customer.example>\r\nSubject: Late\r\n\r\nWhere is it?\r\n").unwrap();
    assert_eq!(load_email(&path).unwrap().from, "noor@customer.example");
}
