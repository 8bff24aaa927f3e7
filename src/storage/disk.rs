//! The file-system calls that storage needs, behind a trait, so that tests can let any
//! call fail, or cut the power after it.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The kind of object at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    File,
    Folder,
    /// A pipe, a device or the like.
    Other,
}

/// Metadata of a file, with symbolic links resolved.
#[derive(Clone, Debug)]
pub(super) struct About {
    pub nature: Nature,
    pub is_read_only: bool,
    pub modified: Option<SystemTime>,
    pub length: u64,
    /// The system's metadata, for copying owner and mode to a new file.
    pub metadata: Option<fs::Metadata>,
}

/// The disk.
pub(super) trait Disk {
    /// The metadata at a path, with symbolic links resolved.
    fn about(&self, path: &Path) -> io::Result<About>;
    /// Whether the path itself is a symbolic link.
    fn is_link(&self, path: &Path) -> bool;
    /// The canonical path.
    fn canonical(&self, path: &Path) -> io::Result<PathBuf>;
    /// Checks whether the file is writable.
    fn probe_writing(&self, path: &Path) -> io::Result<()>;
    /// Reads a file, up to a number of bytes.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;
    /// Creates a new file. A file that will get the mode of another file is private to its owner until then.
    fn create(&self, path: &Path, is_private: bool) -> io::Result<Box<dyn OpenFile>>;
    /// Renames a file; an existing file with that name is replaced.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Creates a hard link.
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Copies a file.
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// The names in a folder.
    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>>;
    /// Flushes a folder to the disk.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// The free bytes for this user on the disk of a folder, if known.
    fn free(&self, folder: &Path) -> Option<u64>;
}

/// A newly created file.
pub(super) trait OpenFile {
    /// Writes all bytes.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Copies owner, group and mode from another file.
    fn take_over(&mut self, old: &About) -> io::Result<()>;
    /// Flushes the file to the disk.
    fn sync(&mut self) -> io::Result<()>;
    /// The current content on the disk, up to a number of bytes.
    fn read_back(&mut self, limit: u64) -> io::Result<Vec<u8>>;
}

/// The disk of this machine.
pub(super) struct Machine;

impl Disk for Machine {
    fn about(&self, path: &Path) -> io::Result<About> {
        let metadata = fs::metadata(path)?;
        let nature = match &metadata {
            it if it.is_dir() => Nature::Folder,
            it if it.is_file() => Nature::File,
            _ => Nature::Other,
        };
        Ok(About {
            nature,
            is_read_only: metadata.permissions().readonly(),
            modified: metadata.modified().ok(),
            length: metadata.len(),
            metadata: Some(metadata),
        })
    }

    fn is_link(&self, path: &Path) -> bool {
        fs::symlink_metadata(path).is_ok_and(|about| about.file_type().is_symlink())
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn probe_writing(&self, path: &Path) -> io::Result<()> {
        OpenOptions::new().write(true).open(path).map(drop)
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?.take(limit).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn create(&self, path: &Path, is_private: bool) -> io::Result<Box<dyn OpenFile>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        if is_private {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        #[cfg(not(unix))]
        let _ = is_private;
        Ok(Box::new(MachineFile(options.open(path)?)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::copy(from, to).map(drop)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect()
    }

    /// Some network and foreign file systems do not support this call.
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
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

    fn free(&self, folder: &Path) -> Option<u64> {
        free_bytes(folder)
    }
}

#[cfg(unix)]
fn free_bytes(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn free_bytes(_: &Path) -> Option<u64> {
    None
}

struct MachineFile(File);

impl OpenFile for MachineFile {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    fn take_over(&mut self, old: &About) -> io::Result<()> {
        let Some(old) = &old.metadata else { return Ok(()) };
        keep_owner(&self.0, old);
        self.0.set_permissions(old.permissions())
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_all()
    }

    fn read_back(&mut self, limit: u64) -> io::Result<Vec<u8>> {
        // From the disk instead of the system's cache; if that is not supported, from the cache.
        #[cfg(target_os = "linux")]
        let _ = rustix::fs::fadvise(&self.0, 0, None, rustix::fs::Advice::DontNeed);
        self.0.rewind()?;
        let mut bytes = Vec::new();
        (&self.0).take(limit).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Copies owner and group from the old file, as far as this user is allowed to.
pub(super) fn keep_owner(file: &File, old: &fs::Metadata) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let is_same = file.metadata().is_ok_and(|new| (new.uid(), new.gid()) == (old.uid(), old.gid()));
        if !is_same && fchown(file, Some(old.uid()), Some(old.gid())).is_err() {
            let _ = fchown(file, None, Some(old.gid())); // Only members of the group may do this; for others the group stays their own.
        }
    }
    #[cfg(not(unix))]
    let _ = (file, old);
}
