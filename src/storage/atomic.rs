//! Reads files, and replaces files atomically: readers see the old file or the new file, even after a power failure,
//! and never a part of one.

use std::ffi::{OsStr, OsString};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use super::disk::{About, Disk, Nature};
use super::disk_error::DiskError;
use super::ui_thread;
use super::{SavedFile, hash_of};

/// Ensures that two saves of this process never use the same temporary file.
static SAVING: Mutex<()> = Mutex::new(());

/// A part of the names of temporary files, to recognise leftovers of a killed process.
const MARK: &str = ".signalbox-";

/// The bytes and the modification time of a file.
pub(super) struct Contents {
    pub bytes: Vec<u8>,
    pub modified: Option<SystemTime>,
}

impl Contents {
    /// The state of the file when it was read.
    pub fn file(&self) -> SavedFile {
        SavedFile { hash: hash_of(&self.bytes), modified: self.modified, warnings: Vec::new() }
    }
}

/// Reads a file, up to one byte over the limit.
pub(super) fn read_file(disk: &dyn Disk, path: &Path, limit: usize) -> Result<Contents, DiskError> {
    // Checked before opening, because opening a pipe waits for its other end.
    let about = disk.about(path).map_err(|error| DiskError::os("opened", error))?;
    refuse_non_file(&about)?;
    let limit = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let bytes = disk.read(path, limit).map_err(|error| DiskError::os("read", error))?;
    Ok(Contents { bytes, modified: about.modified })
}

/// The result of a replacement.
pub(super) struct Replaced {
    pub modified: Option<SystemTime>,
    pub warnings: Vec<String>,
}

/// Creates or replaces a file. After an error the old file is unchanged.
/// `expected` is the hash of the file to replace, as it was read: a file with another hash is not overwritten.
pub(super) fn replace(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    expected: Option<&str>,
) -> Result<Replaced, DiskError> {
    let _alone = SAVING.lock().unwrap_or_else(PoisonError::into_inner);
    let target = Target::find(disk, path)?;
    let with_room = |error| with_room(disk, &target, bytes, error);
    let temporary = Temporary::write(disk, &target, bytes, Mode::OfOld).map_err(with_room)?;
    if let Some(expected) = expected {
        refuse_change(disk, &target, expected)?;
    }
    let mut warnings = Vec::new();
    if target.old.is_some()
        && let Err(error) = keep_backup(disk, &target)
    {
        warnings.push(format!("Saved, but the previous file could not be kept as a copy ({error})."));
    }
    temporary.move_to(&target).map_err(with_room)?;
    if let Err(error) = disk.sync_folder(&target.folder) {
        warnings.push(format!("Saved, but the disk did not confirm it ({error}). Save again before you switch off."));
    }
    Ok(Replaced { modified: disk.about(&target.path).ok().and_then(|about| about.modified), warnings })
}

/// Replaces a small file of the program, without a copy of the old file.
pub(super) fn overwrite(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    overwrite_as(disk, path, bytes, Mode::OfOld)
}

/// Replaces a private file: it can contain project data that only its user may read.
pub(super) fn overwrite_private(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    overwrite_as(disk, path, bytes, Mode::Private)
}

fn overwrite_as(disk: &dyn Disk, path: &Path, bytes: &[u8], mode: Mode) -> Result<(), DiskError> {
    ui_thread::assert_elsewhere();
    let _alone = SAVING.lock().unwrap_or_else(PoisonError::into_inner);
    let target = Target::find(disk, path)?;
    let written = Temporary::write(disk, &target, bytes, mode).and_then(|temporary| temporary.move_to(&target));
    written.map_err(|error| with_room(disk, &target, bytes, error))?;
    let _ = disk.sync_folder(&target.folder); // The file is written again soon.
    Ok(())
}

/// Adds the free space to a disk-full error. The partly written file has already been removed.
fn with_room(disk: &dyn Disk, target: &Target, bytes: &[u8], error: DiskError) -> DiskError {
    match error {
        DiskError::Os { source, .. } if source.kind() == ErrorKind::StorageFull => {
            DiskError::Full { needed: bytes.len() as u64, free: disk.free(&target.folder) }
        }
        other => other,
    }
}

/// Refuses to replace a file whose content differs from what was read; time and length can be the same.
fn refuse_change(disk: &dyn Disk, target: &Target, expected: &str) -> Result<(), DiskError> {
    let Some(old) = &target.old else { return Err(DiskError::Gone) };
    let now = disk.read(&target.path, old.length.saturating_add(1)).map_err(|error| DiskError::os("read", error))?;
    if hash_of(&now) == expected { Ok(()) } else { Err(DiskError::ChangedOutside) }
}

/// Removes leftovers of killed saves. Only the holder of the file's lock may call this.
pub(super) fn sweep(disk: &dyn Disk, path: &Path) {
    let Ok(target) = Target::find(disk, path) else { return };
    let start = format!(".{}{MARK}", target.name.to_string_lossy());
    for name in disk.names(&target.folder).unwrap_or_default() {
        let words = name.to_string_lossy();
        let is_rubbish = words.strip_prefix(&start).is_some_and(|rest| {
            rest.split_once('.').is_some_and(|(process, ending)| {
                process.bytes().all(|it| it.is_ascii_digit()) && ["tmp", "bak"].contains(&ending)
            })
        });
        if is_rubbish {
            let _ = disk.remove(&target.folder.join(&name)); // A leftover file does no harm.
        }
    }
}

/// The target path of a file, with all symbolic links resolved.
struct Target {
    folder: PathBuf,
    name: OsString,
    path: PathBuf,
    old: Option<About>,
}

impl Target {
    fn find(disk: &dyn Disk, path: &Path) -> Result<Self, DiskError> {
        let path = match disk.canonical(path) {
            Ok(path) => path,
            Err(error) if error.kind() == ErrorKind::NotFound && disk.is_link(path) => {
                return Err(DiskError::DanglingLink);
            }
            Err(error) if error.kind() == ErrorKind::NotFound => new_path(disk, path)?,
            Err(error) => return Err(DiskError::os("saved", error)),
        };
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Err(DiskError::NoName) };
        let old = match disk.about(&path) {
            Ok(about) => Some(about),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(DiskError::os("saved", error)),
        };
        if let Some(about) = &old {
            refuse_non_file(about)?;
            // A rename would bypass the write protection of the file.
            if about.is_read_only {
                return Err(DiskError::ReadOnly);
            }
            disk.probe_writing(&path).map_err(|error| match error.kind() {
                ErrorKind::PermissionDenied => DiskError::NoRightToFile,
                _ => DiskError::os("saved", error),
            })?;
        }
        Ok(Self { folder: folder.to_owned(), name: name.to_owned(), old, path })
    }

    /// A hidden name in the same folder that identifies leftovers of a killed process.
    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(format!("{MARK}{}.{ending}", std::process::id()));
        self.folder.join(name)
    }

    fn backup(&self) -> PathBuf {
        let mut name = self.name.clone();
        name.push("~");
        self.folder.join(name)
    }
}

fn new_path(disk: &dyn Disk, path: &Path) -> Result<PathBuf, DiskError> {
    let name = path.file_name().ok_or(DiskError::NoName)?;
    let folder = path.parent().filter(|folder| *folder != OsStr::new("")).unwrap_or(Path::new("."));
    let folder = disk.canonical(folder).map_err(|error| match error.kind() {
        ErrorKind::NotFound => DiskError::NoFolder,
        _ => DiskError::os("saved", error),
    })?;
    Ok(folder.join(name))
}

/// The permissions of a written file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// The permissions of the replaced file, or the system default for new files.
    OfOld,
    /// Private to the user.
    Private,
}

/// A temporary file that is removed on drop unless it was moved.
struct Temporary<'a> {
    disk: &'a dyn Disk,
    path: PathBuf,
    is_moved: bool,
}

impl<'a> Temporary<'a> {
    fn write(disk: &'a dyn Disk, target: &Target, bytes: &[u8], mode: Mode) -> Result<Self, DiskError> {
        let path = target.beside("tmp");
        let failed = |error| DiskError::os("written", error);
        let old = target.old.as_ref().filter(|_| mode == Mode::OfOld);
        let is_private = old.is_some() || mode == Mode::Private;
        let mut file = match disk.create(&path, is_private) {
            // A leftover of a killed process with the same number.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                disk.remove(&path).and_then(|()| disk.create(&path, is_private)).map_err(failed)?
            }
            Err(error) if error.kind() == ErrorKind::PermissionDenied => return Err(DiskError::NoRightToFolder),
            created => created.map_err(failed)?,
        };
        let temporary = Self { disk, path, is_moved: false };
        file.write_all(bytes).map_err(failed)?;
        if let Some(old) = old {
            file.take_over(old).map_err(failed)?;
        }
        file.sync().map_err(failed)?;
        let kept = file.read_back(bytes.len() as u64 + 1).map_err(failed)?;
        if kept == bytes { Ok(temporary) } else { Err(DiskError::OtherBytes) }
    }

    fn move_to(mut self, target: &Target) -> Result<(), DiskError> {
        self.disk.rename(&self.path, &target.path).map_err(|error| DiskError::os("replaced", error))?;
        self.is_moved = true;
        Ok(())
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if !self.is_moved {
            let _ = self.disk.remove(&self.path); // The caller reports the original error.
        }
    }
}

/// Keeps the old file under its name followed by `~`: as a hard link, or as a copy if the file
/// system has no hard links. The old `~` file stays until the new one is complete.
fn keep_backup(disk: &dyn Disk, target: &Target) -> io::Result<()> {
    let step = target.beside("bak");
    let _ = disk.remove(&step); // A possible leftover of a killed process.
    if disk.hard_link(&target.path, &step).is_err()
        && let Err(error) = disk.copy(&target.path, &step)
    {
        let _ = disk.remove(&step); // On a full disk a part of the copy can exist.
        return Err(error);
    }
    let moved = disk.rename(&step, &target.backup());
    let _ = disk.remove(&step); // The name still exists if both names already are the same file.
    moved
}

fn refuse_non_file(about: &About) -> Result<(), DiskError> {
    match about.nature {
        Nature::File => Ok(()),
        Nature::Folder => Err(DiskError::Folder),
        Nature::Other => Err(DiskError::Device),
    }
}
