//! Test executions in a folder of the program's own, a file a project (spec: domain §1, §5). A file that cannot be read is no reason
//! to bother anybody: it is set aside, and the list begins anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::model::{Execution, VersionId};

use super::disk::Machine;
use super::disk_error::DiskError;
use super::limits::MAX_FILE_BYTES;
use super::{atomic, replace_file};

/// Most executions kept of a version.
pub const MAX_KEPT: usize = 50;

/// The executions of each version, newest first.
pub type Executions = BTreeMap<VersionId, Vec<Execution>>;

/// The uid comes from a file that anybody may have written, so it is no name of a file.
fn file(folder: &Path, uid: &str) -> PathBuf {
    folder.join(format!("{}.ron", super::short_key(uid.as_bytes())))
}

/// The executions of a project; none where nothing can be read.
#[must_use]
pub fn load(folder: &Path, uid: &str) -> Executions {
    read(&file(folder, uid)).unwrap_or_default()
}

fn read(path: &Path) -> Result<Executions, DiskError> {
    if !path.exists() {
        return Ok(Executions::new());
    }
    let bytes = atomic::read_file(&Machine, path, MAX_FILE_BYTES)?.bytes;
    let read = ron::de::from_bytes::<Executions>(&bytes);
    Ok(read.unwrap_or_else(|_| {
        let _ = fs::rename(path, path.with_extension("unreadable"));
        Executions::new()
    }))
}

/// Puts an execution first in the list of its version; the oldest beyond fifty go.
pub fn insert(all: &mut Executions, version: VersionId, execution: Execution) {
    let list = all.entry(version).or_default();
    list.insert(0, execution);
    list.truncate(MAX_KEPT);
}

/// Keeps an execution, beside those that other windows have kept meanwhile. All that are kept now.
///
/// # Errors
/// Why the disk refuses; then they are kept until the window closes.
pub fn keep(folder: &Path, uid: &str, version: VersionId, execution: Execution) -> Result<Executions, DiskError> {
    let failed = |error| DiskError::os("kept", error);
    let path = file(folder, uid);
    let mut all = read(&path)?;
    insert(&mut all, version, execution);
    fs::create_dir_all(folder).map_err(failed)?;
    let text = ron::to_string(&all).map_err(|error| failed(std::io::Error::other(error)))?;
    replace_file(&path, text.as_bytes())?;
    Ok(all)
}
