//! Data of a project outside its file: one small file per project in a folder of the user, named by the project's uid
//! (spec: domain §1). An unreadable file is silently moved aside, and the data starts empty.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::disk::Machine;
use super::disk_error::DiskError;
use super::limits::MAX_FILE_BYTES;
use super::lock::{self, Turn};
use super::{atomic, private};

/// The uid comes from an untrusted file, so it is hashed for the file name.
fn file(folder: &Path, uid: &str) -> PathBuf {
    folder.join(format!("{}.ron", super::short_key(uid.as_bytes())))
}

/// The data of a project; the default if there is none or it cannot be read.
#[must_use]
pub fn load<T: DeserializeOwned + Default>(folder: &Path, uid: &str) -> T {
    read(folder, uid).unwrap_or_default()
}

/// The same, but reports disk errors.
///
/// # Errors
/// The disk error.
pub(super) fn read<T: DeserializeOwned + Default>(folder: &Path, uid: &str) -> Result<T, DiskError> {
    let path = file(folder, uid);
    if !path.exists() {
        return Ok(T::default());
    }
    let bytes = atomic::read_file(&Machine, &path, MAX_FILE_BYTES)?.bytes;
    if bytes.len() > MAX_FILE_BYTES {
        return Err(DiskError::KeptTooLarge(path)); // The file may well be intact.
    }
    Ok(ron::de::from_bytes(&bytes).unwrap_or_else(|_| {
        let _ = fs::rename(&path, path.with_extension("unreadable"));
        T::default()
    }))
}

/// Waits for the lock to read, change and write the data of a project; `None` without locks, or if the lock is never released.
pub(super) fn turn(folder: &Path, uid: &str) -> Option<Turn> {
    private::create_folder(folder).ok()?;
    lock::wait_for_turn(file(folder, uid).with_extension("lock"))
}

/// Writes the data of a project, replacing the previous data.
///
/// # Errors
/// The disk error.
pub fn keep<T: Serialize>(folder: &Path, uid: &str, it: &T) -> Result<(), DiskError> {
    let failed = |error| DiskError::os("kept", error);
    private::create_folder(folder).map_err(failed)?;
    let text = ron::to_string(it).map_err(|error| failed(std::io::Error::other(error)))?;
    atomic::overwrite_private(&Machine, &file(folder, uid), text.as_bytes())
}
