//! The disk as storage sees it: the few calls that reading and replacing a file take. Behind a trait, so that tests can let any
//! call fail, or cut the power after it.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    File,
    Folder,
    /// A pipe, a device or the like.
    Other,
}

/// What the disk says of a file, behind all symbolic links.
#[derive(Clone, Debug)]
pub(super) struct About {
    pub nature: Nature,
    pub is_read_only: bool,
    pub modified: Option<SystemTime>,
    pub length: u64,
    /// The machine's own words, by which a new file takes over owner and mode of an old one.
    pub metadata: Option<fs::Metadata>,
}

/// The disk.
pub(super) trait Disk {
    /// What stands at a path, behind all links.
    fn about(&self, path: &Path) -> io::Result<About>;
    /// Whether the path itself is a symbolic link.
    fn is_link(&self, path: &Path) -> bool;
    /// The path without links.
    fn canonical(&self, path: &Path) -> io::Result<PathBuf>;
    /// Asks whether the file could be written to.
    fn probe_writing(&self, path: &Path) -> io::Result<()>;
    /// Reads a file, up to a number of bytes.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;
    /// Creates a file that is not there yet. One that will take over the mode of another is its owner's alone until then.
    fn create(&self, path: &Path, is_private: bool) -> io::Result<Box<dyn OpenFile>>;
    /// Gives a file another name; a file of that name is replaced.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file a second name.
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Copies a file.
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// The names in a folder.
    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>>;
    /// Asks the disk to keep the names in a folder.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// How many bytes are free for this user on the disk of a folder, where it says.
    fn free(&self, folder: &Path) -> Option<u64>;
}

/// A file that was just created.
pub(super) trait OpenFile {
    /// Writes all bytes.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Takes over owner, group and mode of another file.
    fn take_over(&mut self, old: &About) -> io::Result<()>;
    /// Asks the disk to keep what was written.
    fn sync(&mut self) -> io::Result<()>;
    /// What the disk holds of it by now, up to a number of bytes.
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

    /// Some network and foreign file systems cannot be asked.
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
        // From the disk, not from the memory that the system still has of it; where that cannot be asked, from there.
        #[cfg(target_os = "linux")]
        let _ = rustix::fs::fadvise(&self.0, 0, None, rustix::fs::Advice::DontNeed);
        self.0.rewind()?;
        let mut bytes = Vec::new();
        (&self.0).take(limit).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Gives the file the owner and the group of the old one, as far as the system lets this user.
pub(super) fn keep_owner(file: &File, old: &fs::Metadata) {
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
