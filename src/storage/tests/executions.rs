//! Tests of stored executions: none is lost because of another window, the size limit, or a file that is too large.

use std::fs;
use std::path::PathBuf;

use chrono::{DateTime, TimeDelta};

use super::*;
use crate::model::{Execution, VersionId};
use crate::storage::executions::{Executions, keep, keep_below, load as load_all};

const VERSION: VersionId = VersionId(7);

fn execution(minute: i64, trace: &str) -> Execution {
    let at = DateTime::default() + TimeDelta::minutes(minute);
    Execution { at, trace: trace.to_owned(), ..Execution::default() }
}

/// The only file of a folder.
fn only_file(folder: &Path) -> PathBuf {
    let [name] = names(folder).try_into().unwrap();
    folder.join::<String>(name)
}

#[test]
fn windows_that_store_at_the_same_time_lose_no_execution() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for window in 0..4 {
            let folder = folder.path();
            scope.spawn(move || {
                for number in 0..10 {
                    keep(folder, "uid", VERSION, execution(window * 100 + number, "")).unwrap();
                }
            });
        }
    });
    assert_eq!(load_all(folder.path(), "uid")[&VERSION].len(), 40);
    only_file(folder.path());
}

#[test]
fn the_oldest_of_any_version_make_room_for_the_newest() {
    let folder = tempfile::tempdir().unwrap();
    let text = "x".repeat(10_000);
    let keep = |version, minute| {
        keep_below(45_000, folder.path(), "uid", VersionId(version), execution(minute, &text)).unwrap()
    };
    for (version, minute) in [(3, 0), (1, 1), (2, 2), (1, 3), (1, 4)] {
        keep(version, minute);
    }
    let all = keep(2, 5);
    let minutes = |all: &Executions| -> Vec<(u32, i64)> {
        all.iter().flat_map(|(id, list)| list.iter().map(|it| (id.0, it.at.timestamp() / 60))).collect()
    };
    assert_eq!(minutes(&all), [(1, 4), (1, 3), (2, 5), (2, 2)]);
    assert_eq!(load_all(folder.path(), "uid"), all);
    assert!(fs::metadata(only_file(folder.path())).unwrap().len() < 45_000);
    // An execution over the limit does not displace others.
    let why = keep_below(9_000, folder.path(), "uid", VERSION, execution(6, &text)).unwrap_err().to_string();
    assert!(why.contains("larger than the limit for all data kept"), "{why}");
    assert_eq!(load_all(folder.path(), "uid"), all);
}

#[test]
fn a_file_that_is_too_large_is_left_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    keep(folder.path(), "uid", VERSION, execution(0, "")).unwrap();
    let path = only_file(folder.path());
    let length = limits::MAX_FILE_BYTES as u64 + 1;
    fs::File::options().write(true).open(&path).unwrap().set_len(length).unwrap();
    assert_eq!(load_all(folder.path(), "uid"), Executions::new());
    let why = keep(folder.path(), "uid", VERSION, execution(1, "")).unwrap_err().to_string();
    assert!(why.contains("larger than 64 MiB") && why.ends_with(&format!("File: {}", path.display())), "{why}");
    assert_eq!(only_file(folder.path()), path);
    assert_eq!(fs::metadata(&path).unwrap().len(), length);
}
