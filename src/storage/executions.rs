//! Test executions, kept of a project outside its file (spec: domain §1, §5).

use std::collections::BTreeMap;
use std::path::Path;

use crate::model::{Execution, VersionId};

use super::disk_error::DiskError;
use super::of_project;

/// Most executions kept of a version.
pub const MAX_KEPT: usize = 50;

/// The executions of each version, newest first.
pub type Executions = BTreeMap<VersionId, Vec<Execution>>;

/// The executions of a project; none where nothing can be read.
#[must_use]
pub fn load(folder: &Path, uid: &str) -> Executions {
    of_project::load(folder, uid)
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
    let mut all: Executions = of_project::read(folder, uid)?;
    insert(&mut all, version, execution);
    of_project::keep(folder, uid, &all)?;
    Ok(all)
}
