//! The unsaved work that a file replaced, so that a revert can be undone.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::edit::Document;
use crate::model::{Project, Status, Version, VersionId};

use super::keeper::Keeper;

/// The name of the step.
const WORDS: &str = "Revert to the saved file";

/// The unsaved work that a file replaced, or the file again after *Undo*; kept until the project closes.
#[derive(Debug)]
pub struct Reverted {
    other: Document,
    /// The hash of the file that the other document is based on: saving it over another file asks.
    base: String,
    is_undone: bool,
    /// The versions in production and in backup when the present document was put into the window: undo never crosses a promotion.
    promoted: BTreeMap<VersionId, Status>,
}

fn promoted(project: &Project) -> BTreeMap<VersionId, Status> {
    let status = project.versions.values().map(|version| (version.id, version.info.status));
    status.filter(|(_, status)| status.is_read_only()).collect()
}

impl Reverted {
    /// The replaced work, and the hash of the file that it was based on.
    #[must_use]
    pub fn new(other: Document, base: String, now: &Project) -> Self {
        Self { other, base, is_undone: false, promoted: promoted(now) }
    }

    /// The file with the hash `over` was overwritten, and now has the hash `hash`. The other document has seen that save only where it was
    /// based on `over`.
    pub fn is_saved(&mut self, over: &str, hash: &str) {
        self.other.mark_unsaved();
        if self.base == over {
            hash.clone_into(&mut self.base);
        }
    }

    /// The name of the step that *Undo* (`is_undone` false) or *Redo* would take, where the revert can be undone or redone.
    #[must_use]
    pub fn words(&self, project: &Project, is_undone: bool) -> Option<&'static str> {
        (self.is_undone == is_undone && self.promoted == promoted(project)).then_some(WORDS)
    }

    /// Undoes the revert, or redoes it, by exchanging the two documents. Returns what was done, in words.
    pub fn turn(
        &mut self,
        is_undo: bool,
        document: &mut Document,
        file: Option<&std::path::Path>,
        keeper: &mut Keeper,
    ) -> String {
        let is_changed = self.other.is_changed();
        // Results computed from a document carry its revision, so the other document needs a revision that was never used.
        while self.other.revision() <= document.revision() {
            self.other.mark_unsaved();
        }
        if !is_changed {
            let saved = Arc::clone(self.other.project());
            self.other.mark_saved(&saved);
            keeper.forget();
        }
        std::mem::swap(document, &mut self.other);
        if let Some(path) = file {
            keeper.replace_work(path, &mut self.base);
        }
        self.is_undone = is_undo;
        self.promoted = promoted(document.project());
        let has_more = has_other_marks(document.project(), self.other.project());
        let more = if has_more { " Plans, the test mode and the history are reverted too." } else { "" };
        format!("{}.{more}", WORDS.to_lowercase())
    }
}

/// Whether two states of a project differ in something that an exchange of the documents reverts but no undo step does.
fn has_other_marks(one: &Project, other: &Project) -> bool {
    let marks = |version: &Version| (version.info.in_test, version.info.planned.clone());
    one.versions.values().any(|it| other.versions.get(&it.id).is_some_and(|that| marks(it) != marks(that)))
}
