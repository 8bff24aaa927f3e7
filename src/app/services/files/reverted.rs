//! The unsaved work that a file replaced, so that a revert can be undone.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::edit::Document;
use crate::model::{Project, Status, Version, VersionId};

use super::keeper::Keeper;

/// What the step is called.
const WORDS: &str = "Revert to the saved file";

/// The unsaved work that a file replaced, or the file again after *Undo*; until the project closes.
#[derive(Debug)]
pub struct Reverted {
    other: Document,
    /// The hash of the file that the other document was made of: saving it over another file asks.
    base: String,
    is_undone: bool,
    /// What was in production and in backup when the window turned to the present document: undo never crosses a promotion.
    promoted: BTreeMap<VersionId, Status>,
}

fn promoted(project: &Project) -> BTreeMap<VersionId, Status> {
    let status = project.versions.values().map(|version| (version.id, version.info.status));
    status.filter(|(_, status)| status.is_read_only()).collect()
}

impl Reverted {
    /// The work that was replaced, and the hash of the file that it was made of.
    #[must_use]
    pub fn new(other: Document, base: String, now: &Project) -> Self {
        Self { other, base, is_undone: false, promoted: promoted(now) }
    }

    /// The file was saved with the hash `hash` over one with the hash `over`. Work that was made of something else has not seen what
    /// came between.
    pub fn is_saved(&mut self, over: &str, hash: &str) {
        self.other.mark_unsaved();
        if self.base == over {
            hash.clone_into(&mut self.base);
        }
    }

    /// What *Undo* (`is_undone` false) or *Redo* would do with the revert, where it can.
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
        // What is computed of a document carries its revision: never a revision that the other document has had.
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
            keeper.turns_to(path, &mut self.base);
        }
        self.is_undone = is_undo;
        self.promoted = promoted(document.project());
        let has_more = has_other_marks(document.project(), self.other.project());
        let more = if has_more { " Plans, the test mode and the history are those of then, too." } else { "" };
        format!("{}.{more}", WORDS.to_lowercase())
    }
}

/// Whether two states of a project differ in what no step of a document takes back, but an exchange of the documents does.
fn has_other_marks(one: &Project, other: &Project) -> bool {
    let marks = |version: &Version| (version.info.in_test, version.info.planned.clone());
    one.versions.values().any(|it| other.versions.get(&it.id).is_some_and(|that| marks(it) != marks(that)))
}
