//! Every file-system call of the project file, and nothing else: reading a file whole, and replacing one so that
//! whoever looks, whenever the power fails, finds the old file or the new one and never a part.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use super::disk_error::DiskError;

/// Two saves of this process never meet at the same temporary file.
static SAVING: Mutex<()> = Mutex::new(());

/// The bytes of a file and when it was last changed.
pub(super) struct Contents {
    pub bytes: Vec<u8>,
    pub modified: Option<SystemTime>,
}

/// Reads a file whole, but never more than one byte over the limit.
pub(super) fn read_file(path: &Path, limit: usize) -> Result<Contents, DiskError> {
    // Asked before opening, since opening a pipe waits for its other end.
    refuse_non_file(&fs::metadata(path).map_err(|error| DiskError::os("opened", error))?)?;
    let file = File::open(path).map_err(|error| DiskError::os("opened", error))?;
    let about = file.metadata().map_err(|error| DiskError::os("opened", error))?;
    refuse_non_file(&about)?;
    let mut bytes = Vec::new();
    let limit = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    file.take(limit).read_to_end(&mut bytes).map_err(|error| DiskError::os("read", error))?;
    Ok(Contents { bytes, modified: about.modified().ok() })
}

/// What a replacement leaves to be said.
pub(super) struct Replaced {
    pub modified: Option<SystemTime>,
    pub warnings: Vec<String>,
}

/// Puts a file with these bytes in the place of another, or where none was. After an error the old file is as it was.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<Replaced, DiskError> {
    let _alone = SAVING.lock().unwrap_or_else(PoisonError::into_inner);
    let target = Target::find(path)?;
    let temporary = Temporary::write(&target, bytes)?;
    let mut warnings = Vec::new();
    if target.old.is_some()
        && let Err(error) = keep_backup(&target)
    {
        warnings.push(format!("Saved, but the former file could not be kept as a copy ({error})."));
    }
    temporary.move_to(&target)?;
    if let Err(error) = confirm_folder(&target.folder) {
        warnings.push(format!("Saved, but the disk did not confirm it ({error}). Save again before you switch off."));
    }
    Ok(Replaced { modified: fs::metadata(&target.path).and_then(|about| about.modified()).ok(), warnings })
}

/// Where a file goes, behind all symbolic links.
struct Target {
    folder: PathBuf,
    name: OsString,
    path: PathBuf,
    old: Option<fs::Metadata>,
}

impl Target {
    fn find(path: &Path) -> Result<Self, DiskError> {
        let is_link = fs::symlink_metadata(path).is_ok_and(|about| about.file_type().is_symlink());
        let path = match fs::canonicalize(path) {
            Ok(path) => path,
            Err(error) if error.kind() == ErrorKind::NotFound && is_link => return Err(DiskError::DanglingLink),
            Err(error) if error.kind() == ErrorKind::NotFound => new_path(path)?,
            Err(error) => return Err(DiskError::os("saved", error)),
        };
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Err(DiskError::NoName) };
        let old = match fs::metadata(&path) {
            Ok(about) => Some(about),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(DiskError::os("saved", error)),
        };
        if let Some(about) = &old {
            refuse_non_file(about)?;
            // A rename would go straight through the protection of the file.
            if about.permissions().readonly() {
                return Err(DiskError::ReadOnly);
            }
            OpenOptions::new().write(true).open(&path).map_err(|error| DiskError::os("saved", error))?;
        }
        Ok(Self { folder: folder.to_owned(), name: name.to_owned(), old, path })
    }

    /// A hidden name beside the file, by which rubbish of a killed process can be recognised.
    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(format!(".signalbox-{}.{ending}", std::process::id()));
        self.folder.join(name)
    }

    fn backup(&self) -> PathBuf {
        let mut name = self.name.clone();
        name.push("~");
        self.folder.join(name)
    }
}

fn new_path(path: &Path) -> Result<PathBuf, DiskError> {
    let name = path.file_name().ok_or(DiskError::NoName)?;
    let folder = path.parent().filter(|folder| *folder != OsStr::new("")).unwrap_or(Path::new("."));
    let folder = fs::canonicalize(folder).map_err(|error| match error.kind() {
        ErrorKind::NotFound => DiskError::NoFolder,
        _ => DiskError::os("saved", error),
    })?;
    Ok(folder.join(name))
}

/// A temporary file, removed when it is dropped before it was moved.
struct Temporary {
    path: PathBuf,
    is_moved: bool,
}

impl Temporary {
    fn write(target: &Target, bytes: &[u8]) -> Result<Self, DiskError> {
        let path = target.beside("tmp");
        let failed = |error| DiskError::os("written", error);
        let mut file = match create(&path, target.old.as_ref()) {
            // Rubbish of a killed process that had the same number.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                fs::remove_file(&path).and_then(|()| create(&path, target.old.as_ref())).map_err(failed)?
            }
            created => created.map_err(failed)?,
        };
        let temporary = Self { path, is_moved: false };
        file.write_all(bytes).map_err(failed)?;
        if let Some(old) = &target.old {
            keep_owner(&file, old);
            file.set_permissions(old.permissions()).map_err(failed)?;
        }
        file.sync_all().map_err(failed)?;
        Ok(temporary)
    }

    fn move_to(mut self, target: &Target) -> Result<(), DiskError> {
        fs::rename(&self.path, &target.path).map_err(|error| DiskError::os("replaced", error))?;
        self.is_moved = true;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.is_moved {
            let _ = fs::remove_file(&self.path); // The error that led here is the one to tell.
        }
    }
}

/// Creates a file that only its owner may read until it gets the mode of the old one. Where there is no old one, the
/// mode is what the system gives to new files.
fn create(path: &Path, old: Option<&fs::Metadata>) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if old.is_some() {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = old;
    options.open(path)
}

/// Gives the file the owner and the group of the old one, as far as the system lets this user.
fn keep_owner(file: &File, old: &fs::Metadata) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let is_same = file.metadata().is_ok_and(|new| (new.uid(), new.gid()) == (old.uid(), old.gid()));
        if !is_same && fchown(file, Some(old.uid()), Some(old.gid())).is_err() {
            let _ = fchown(file, None, Some(old.gid())); // Only members of the group may; others keep their own.
        }
    }
    #[cfg(not(unix))]
    let _ = (file, old);
}

/// Keeps the old file under its name followed by `~`: the same file under a second name, or a copy where the file
/// system knows no such thing. The old `~` stays until the new one is complete.
fn keep_backup(target: &Target) -> io::Result<()> {
    let step = target.beside("bak");
    let _ = fs::remove_file(&step); // Rubbish of a killed process, if there is any.
    if fs::hard_link(&target.path, &step).is_err() {
        fs::copy(&target.path, &step)?;
    }
    let moved = fs::rename(&step, target.backup());
    let _ = fs::remove_file(&step); // Still there when both names are the same file already.
    moved
}

/// Asks the disk to keep the new name of the file. Some network and foreign file systems cannot be asked.
fn confirm_folder(folder: &Path) -> io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        Err(error)
            if !matches!(
                error.kind(),
                ErrorKind::InvalidInput | ErrorKind::Unsupported | ErrorKind::PermissionDenied
            ) =>
        {
            Err(error)
        }
        _ => Ok(()),
    }
}

fn refuse_non_file(about: &fs::Metadata) -> Result<(), DiskError> {
    if about.is_dir() {
        return Err(DiskError::Folder);
    }
    if about.is_file() { Ok(()) } else { Err(DiskError::Device) }
}
