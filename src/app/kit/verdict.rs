//! The look of a verdict about every path of a version.

use crate::sim::paths::Verdict;

use super::theme::Palette;

/// The colour of a verdict.
#[must_use]
pub fn color_of(palette: &Palette, verdict: Verdict) -> egui::Color32 {
    match verdict {
        Verdict::Proven | Verdict::ProvenIf => palette.ok,
        Verdict::Refuted => palette.error,
        Verdict::NotDecided => palette.weak,
    }
}
