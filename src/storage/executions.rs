//! Test executions of a project, kept outside its file (spec: domain §1, §5).

use std::collections::BTreeMap;
use std::path::Path;

use crate::model::{Execution, VersionId};

use super::disk_error::DiskError;
use super::limits::MAX_EXECUTION_BYTES;
use super::user_state;

/// Maximum number of executions kept per version.
pub const MAX_KEPT: usize = 50;

/// The executions of each version, newest first.
pub type Executions = BTreeMap<VersionId, Vec<Execution>>;

/// The executions of a project; empty if they cannot be read.
#[must_use]
pub fn load(folder: &Path, uid: &str) -> Executions {
    user_state::load(folder, uid)
}

/// Puts an execution first in the list of its version; the oldest beyond fifty are dropped.
pub fn insert(all: &mut Executions, version: VersionId, execution: Execution) {
    let list = all.entry(version).or_default();
    list.insert(0, execution);
    list.truncate(MAX_KEPT);
}

/// Stores an execution together with executions that other windows have stored meanwhile. Returns all stored executions.
///
/// # Errors
/// The disk error; the executions are then kept until the window closes.
pub fn keep(folder: &Path, uid: &str, version: VersionId, execution: Execution) -> Result<Executions, DiskError> {
    keep_below(MAX_EXECUTION_BYTES, folder, uid, version, execution)
}

/// The same with another limit on their total size.
pub(super) fn keep_below(
    most: usize,
    folder: &Path,
    uid: &str,
    version: VersionId,
    execution: Execution,
) -> Result<Executions, DiskError> {
    if size(&execution) > most {
        return Err(DiskError::TooLargeToKeep(most));
    }
    let _turn = user_state::turn(folder, uid);
    let mut all: Executions = user_state::read(folder, uid)?;
    insert(&mut all, version, execution);
    drop_oldest(&mut all, most);
    user_state::keep(folder, uid, &all)?;
    Ok(all)
}

/// Drops the oldest executions of any version until the others fit the size limit.
fn drop_oldest(all: &mut Executions, most: usize) {
    let mut total: usize = all.values().flatten().map(size).sum();
    while total > most {
        // Lists are newest first, so the last entry is the oldest.
        let oldest = all.iter().filter_map(|(version, list)| Some((list.last()?.at, *version))).min();
        let dropped = oldest.and_then(|(_, version)| all.get_mut(&version)?.pop());
        let Some(dropped) = dropped else { return };
        total -= size(&dropped);
    }
    all.retain(|_, list| !list.is_empty());
}

/// The size in bytes, including the separator.
fn size(execution: &Execution) -> usize {
    ron::to_string(execution).map_or(0, |text| text.len() + 16)
}
