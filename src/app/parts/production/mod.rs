//! Planned productions: their results, until the user has read them. Only the current time counts for what is due, even if the clock was set.

pub mod banner;

use crate::lifecycle::plan;
use crate::model::VersionId;

use crate::app::cx::Cx;

/// The result of a planned production.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseNotice {
    /// The version.
    pub version: VersionId,
    /// What happened, as a sentence.
    pub words: String,
    /// Whether the production was missed.
    pub is_missed: bool,
}

/// The results of planned productions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Production {
    /// The results that the user has not read yet, oldest first.
    pub notices: Vec<ReleaseNotice>,
    /// The revision at which a due production was tried without success.
    pub failed_at: Option<u64>,
}

/// Whether a due version can be put in production now: nothing is unsaved, and this window may write the file.
#[must_use]
pub fn is_ready(cx: &Cx<'_>, production: &Production) -> bool {
    let is_free = !cx.files.is_at_disk() && production.failed_at != Some(cx.document.revision());
    cx.is_saved() && is_free && cx.may_promote() && !plan::due(cx.project(), cx.now).is_empty()
}

/// Whether a due production waits until the user saves.
#[must_use]
pub fn waits_for_saving(cx: &Cx<'_>) -> bool {
    cx.may_promote() && !cx.is_saved()
}
