//! What the program keeps of a project outside its file: a small file a project in a folder of the user's, named by the project's uid
//! (spec: domain §1). One that cannot be read is no reason to bother anybody: it is set aside, and what it held begins anew.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::disk::Machine;
use super::disk_error::DiskError;
use super::limits::MAX_FILE_BYTES;
use super::lock::{self, Turn};
use super::{atomic, private};

/// The uid comes from a file that anybody may have written, so it is no name of a file.
fn file(folder: &Path, uid: &str) -> PathBuf {
    folder.join(format!("{}.ron", super::short_key(uid.as_bytes())))
}

/// What is kept of a project; the default where nothing is, or nothing can be read.
#[must_use]
pub fn load<T: DeserializeOwned + Default>(folder: &Path, uid: &str) -> T {
    read(folder, uid).unwrap_or_default()
}

/// The same, apart from a disk that refuses.
///
/// # Errors
/// Why it does.
pub(super) fn read<T: DeserializeOwned + Default>(folder: &Path, uid: &str) -> Result<T, DiskError> {
    let path = file(folder, uid);
    if !path.exists() {
        return Ok(T::default());
    }
    let bytes = atomic::read_file(&Machine, &path, MAX_FILE_BYTES)?.bytes;
    if bytes.len() > MAX_FILE_BYTES {
        return Err(DiskError::KeptTooLarge(path)); // It may well be whole.
    }
    Ok(ron::de::from_bytes(&bytes).unwrap_or_else(|_| {
        let _ = fs::rename(&path, path.with_extension("unreadable"));
        T::default()
    }))
}

/// Waits for a turn to read, change and keep what is kept of a project; none where there are no locks, or nobody gives way.
pub(super) fn turn(folder: &Path, uid: &str) -> Option<Turn> {
    private::create_folder(folder).ok()?;
    lock::wait_for_turn(file(folder, uid).with_extension("lock"))
}

/// Keeps something of a project, in the place of what was kept before.
///
/// # Errors
/// Why the disk refuses.
pub fn keep<T: Serialize>(folder: &Path, uid: &str, it: &T) -> Result<(), DiskError> {
    let failed = |error| DiskError::os("kept", error);
    private::create_folder(folder).map_err(failed)?;
    let text = ron::to_string(it).map_err(|error| failed(std::io::Error::other(error)))?;
    atomic::overwrite_private(&Machine, &file(folder, uid), text.as_bytes())
}
