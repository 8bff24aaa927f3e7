//! Test executions, kept of a project outside its file (spec: domain §1, §5).

use std::collections::BTreeMap;
use std::path::Path;

use crate::model::{Execution, VersionId};

use super::disk_error::DiskError;
use super::limits::MAX_EXECUTION_BYTES;
use super::user_state;

/// Most executions kept of a version.
pub const MAX_KEPT: usize = 50;

/// The executions of each version, newest first.
pub type Executions = BTreeMap<VersionId, Vec<Execution>>;

/// The executions of a project; none where nothing can be read.
#[must_use]
pub fn load(folder: &Path, uid: &str) -> Executions {
    user_state::load(folder, uid)
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
    keep_below(MAX_EXECUTION_BYTES, folder, uid, version, execution)
}

/// The same with another limit to what all of them take.
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

/// Drops the oldest ones, of whatever version, until the others take no more than so many bytes.
fn drop_oldest(all: &mut Executions, most: usize) {
    let mut total: usize = all.values().flatten().map(size).sum();
    while total > most {
        // Newest first, so the last of a list is its oldest.
        let oldest = all.iter().filter_map(|(version, list)| Some((list.last()?.at, *version))).min();
        let dropped = oldest.and_then(|(_, version)| all.get_mut(&version)?.pop());
        let Some(dropped) = dropped else { return };
        total -= size(&dropped);
    }
    all.retain(|_, list| !list.is_empty());
}

/// How many bytes it takes, with what stands between two.
fn size(execution: &Execution) -> usize {
    ron::to_string(execution).map_or(0, |text| text.len() + 16)
}
