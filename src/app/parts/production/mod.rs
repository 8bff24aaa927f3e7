//! Planned productions: what became of them, until the user has read it. Only what is due now counts, whatever the clock said before.

pub mod banner;

use crate::lifecycle::plan;
use crate::model::VersionId;

use crate::app::cx::Cx;

/// What became of a planned production.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseNotice {
    /// The version.
    pub version: VersionId,
    /// What happened, as a sentence.
    pub words: String,
    /// Whether the production was missed.
    pub is_missed: bool,
}

/// What became of planned productions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Production {
    /// What the user has not read yet, oldest first.
    pub notices: Vec<ReleaseNotice>,
    /// The revision at which something stayed due although it was tried.
    pub in_vain_at: Option<u64>,
}

/// Whether something is due and can be put in production now: nothing is unsaved, and the file may be written.
#[must_use]
pub fn is_at_hand(cx: &Cx<'_>, production: &Production) -> bool {
    let is_free = !cx.files.is_at_disk() && production.in_vain_at != Some(cx.document.revision());
    cx.is_saved() && is_free && cx.may_promote() && !plan::due(cx.project(), cx.now).is_empty()
}

/// Whether something is due that waits until the user saves.
#[must_use]
pub fn waits_for_saving(cx: &Cx<'_>) -> bool {
    cx.may_promote() && !cx.is_saved()
}
