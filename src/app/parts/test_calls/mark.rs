//! The marks of verdicts: a check mark, a cross, a ring or a dot, so that colour is not the only difference.

use egui::{Color32, Pos2, Stroke, Ui, Vec2};

use crate::sim::suite::{CallResult, Verdict};

use crate::app::kit::theme::{self, Palette};

/// A mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// It passes, or holds.
    Check,
    /// It fails, or does not hold.
    Cross,
    /// It is stale.
    Ring,
    /// It is under way.
    Dot,
}

/// The mark, the word and the colour of a result; none is under way.
pub(super) fn of(palette: &Palette, result: Option<&CallResult>) -> (Mark, &'static str, Color32) {
    match result {
        None => (Mark::Dot, "under way", palette.weak),
        Some(result) => match (result.verdict, result.moved.is_empty()) {
            (Verdict::Passes, true) => (Mark::Check, "passes", palette.ok),
            (Verdict::Passes, false) => (Mark::Check, "passes, moved", palette.warning),
            (Verdict::Fails, _) => (Mark::Cross, "fails", palette.error),
            (Verdict::Stale, _) => (Mark::Ring, "stale", palette.warning),
        },
    }
}

/// Draws a mark around a point.
pub(super) fn paint(ui: &Ui, mark: Mark, color: Color32, at: Pos2) {
    let stroke = Stroke::new(1.6, color);
    let point = |x: f32, y: f32| at + Vec2::new(x, y);
    let painter = ui.painter();
    match mark {
        Mark::Check => {
            painter.line(vec![point(-4.5, 0.0), point(-1.5, 3.5), point(4.5, -3.5)], stroke);
        }
        Mark::Cross => {
            painter.line_segment([point(-3.5, -3.5), point(3.5, 3.5)], stroke);
            painter.line_segment([point(-3.5, 3.5), point(3.5, -3.5)], stroke);
        }
        Mark::Ring => {
            painter.circle_stroke(at, 4.0, stroke);
        }
        Mark::Dot => {
            painter.circle_filled(at, 2.0, color);
        }
    }
}

/// Draws the mark of a line, and takes room for it.
pub(super) fn mark_ui(ui: &mut Ui, mark: Mark) {
    let palette = theme::of(ui);
    let color = match mark {
        Mark::Check => palette.ok,
        Mark::Cross => palette.error,
        Mark::Ring => palette.warning,
        Mark::Dot => palette.weak,
    };
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(16.0), egui::Sense::hover());
    paint(ui, mark, color, rect.center());
}
