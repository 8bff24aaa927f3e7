//! Tests in which every call of a save that changes something fails, once or permanently, with typical disk errors.

#![allow(clippy::disallowed_methods, reason = "tests lay out files as other programs would")]

use std::cell::Cell;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::rc::Rc;

use super::*;
use crate::storage::disk::{About, OpenFile};

/// `ENOSPC`, `EIO`, `EACCES`, `EROFS`, `EDQUOT`, `EXDEV`, `EINTR`, `EMFILE`.
const ERRORS: [i32; 8] = [28, 5, 13, 30, 122, 18, 4, 24];

#[derive(Clone, Default)]
struct Faulty {
    calls: Rc<Cell<usize>>,
    fails_at: usize,
    is_for_ever: bool,
    error: i32,
    /// Whether the disk supports hard links.
    has_links: bool,
    /// The index of a byte that the disk stores wrongly.
    keeps_other: Option<usize>,
}

impl Faulty {
    fn call(&self) -> io::Result<()> {
        let number = self.calls.get();
        self.calls.set(number + 1);
        let fails = number == self.fails_at || (self.is_for_ever && number > self.fails_at);
        if fails { Err(io::Error::from_raw_os_error(self.error)) } else { Ok(()) }
    }
}

struct FaultyFile(Faulty, Box<dyn OpenFile>);

impl OpenFile for FaultyFile {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let done = self.0.call();
        // A full disk writes a part.
        let mut kept = bytes[..if done.is_ok() { bytes.len() } else { bytes.len() / 2 }].to_vec();
        if let Some(byte) = self.0.keeps_other.and_then(|at| kept.get_mut(at)) {
            *byte ^= 1;
        }
        self.1.write_all(&kept)?;
        done
    }

    fn take_over(&mut self, old: &About) -> io::Result<()> {
        self.0.call()?;
        self.1.take_over(old)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.call()?;
        self.1.sync()
    }

    fn read_back(&mut self, limit: u64) -> io::Result<Vec<u8>> {
        self.0.call()?;
        self.1.read_back(limit)
    }
}

impl Disk for Faulty {
    fn about(&self, path: &Path) -> io::Result<About> {
        Machine.about(path)
    }

    fn is_link(&self, path: &Path) -> bool {
        Machine.is_link(path)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        Machine.canonical(path)
    }

    fn probe_writing(&self, path: &Path) -> io::Result<()> {
        self.call()?;
        Machine.probe_writing(path)
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        Machine.read(path, limit)
    }

    fn create(&self, path: &Path, is_private: bool) -> io::Result<Box<dyn OpenFile>> {
        self.call()?;
        Ok(Box::new(FaultyFile(self.clone(), Machine.create(path, is_private)?)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call()?;
        Machine.rename(from, to)
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call()?;
        if self.has_links { Machine.hard_link(from, to) } else { Err(io::ErrorKind::Unsupported.into()) }
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        let done = self.call();
        if done.is_err() {
            let bytes = fs::read(from)?;
            fs::write(to, &bytes[..bytes.len() / 2])?;
        }
        done.and_then(|()| Machine.copy(from, to))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call()?;
        Machine.remove(path)
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        Machine.names(folder)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.call()?;
        Machine.sync_folder(folder)
    }

    fn free(&self, folder: &Path) -> Option<u64> {
        Machine.free(folder)
    }
}

fn is_rubbish(name: &str) -> bool {
    name.contains(".signalbox-")
}

#[test]
fn after_any_error_the_old_file_is_intact_and_no_save_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("project.ron");
    let mut points = 0;
    for (is_new, has_links) in [(false, true), (false, false), (true, true)] {
        for is_for_ever in [false, true] {
            for error in ERRORS {
                for fails_at in 0.. {
                    let _ = fs::remove_file(&path);
                    let _ = fs::remove_file(folder.path().join("project.ron~"));
                    if !is_new {
                        fs::write(&path, "old").unwrap();
                    }
                    let disk = Faulty { fails_at, is_for_ever, error, has_links, ..Faulty::default() };
                    let done = atomic::replace(&disk, &path, b"the new one", None);
                    let now = fs::read_to_string(&path).ok();
                    let what = format!(
                        "call {fails_at}, error {error}, for ever {is_for_ever}, new {is_new}, links {has_links}"
                    );
                    match &done {
                        Ok(_) => assert_eq!(now.as_deref(), Some("the new one"), "{what}"),
                        Err(why) => {
                            assert_eq!(now.as_deref(), (!is_new).then_some("old"), "{what}: {why}");
                            let words = why.to_string();
                            assert!(words.starts_with("The file could not be "), "{what}: {words}");
                            // Calls before the first written byte can fail too, but need no space.
                            let says_room = words.contains("the disk is full. The file takes 11 bytes, and ");
                            assert_eq!(says_room, error == ERRORS[0] && (is_new || fails_at > 0), "{what}: {words}");
                        }
                    }
                    let was_reached = disk.calls.get() > fails_at;
                    if is_for_ever && was_reached {
                        atomic::sweep(&Machine, &path);
                    }
                    assert!(!names(folder.path()).iter().any(|name| is_rubbish(name)), "{what}");
                    points += 1;
                    if !was_reached {
                        assert!(done.is_ok_and(|done| done.warnings.is_empty()), "{what}");
                        break;
                    }
                }
            }
        }
    }
    assert!(points > 200, "{points}");
}

#[test]
fn a_disk_that_stores_other_bytes_is_detected_before_the_old_file_is_touched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("project.ron");
    for at in [0, 5, 10] {
        for is_new in [true, false] {
            let _ = fs::remove_file(&path);
            if !is_new {
                fs::write(&path, "old").unwrap();
            }
            let disk = Faulty { fails_at: usize::MAX, has_links: true, keeps_other: Some(at), ..Faulty::default() };
            let saves = [
                atomic::replace(&disk, &path, b"the new one", None).map(drop),
                atomic::overwrite(&disk, &path, b"the new one"),
            ];
            for saved in saves {
                let words = saved.unwrap_err().to_string();
                assert!(words.contains("other bytes than were written") && words.contains("another disk"), "{words}");
            }
            assert_eq!(fs::read_to_string(&path).ok().as_deref(), (!is_new).then_some("old"));
            assert_eq!(names(folder.path()).len(), usize::from(!is_new), "{:?}", names(folder.path()));
        }
    }
}

#[test]
fn a_file_changed_outside_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("project.ron");
    let first = save(&path, &small()).unwrap();
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    // With the same length and the old modification time.
    let text = fs::read_to_string(&path).unwrap().replace("bakery", "BAKERY");
    fs::write(&path, &text).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
    let why = save_over(&path, &small(), Some(&first.hash)).unwrap_err();
    assert!(matches!(why.error, SaveError::Disk(DiskError::ChangedOutside)), "{why}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    fs::remove_file(&path).unwrap();
    let why = save_over(&path, &small(), Some(&first.hash)).unwrap_err();
    assert!(matches!(why.error, SaveError::Disk(DiskError::Gone)), "{why}");
    assert_eq!(names(folder.path()), [""; 0]);
    save_over(&path, &small(), None).unwrap();
}
