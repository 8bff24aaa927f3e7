//! The marks of severities in lists.

use egui::{Pos2, Stroke, Ui, Vec2};

use super::theme;
use crate::catalog::Severity;

/// The mark of a severity: a disc, a triangle or a ring, so that colour is not the only difference.
pub fn mark(ui: &Ui, center: Pos2, severity: Severity) {
    let color = theme::of(ui).severity(severity);
    match severity {
        Severity::Error => {
            ui.painter().circle_filled(center, 4.5, color);
        }
        Severity::Warning => {
            let corners = [Vec2::new(0.0, -5.0), Vec2::new(5.0, 4.0), Vec2::new(-5.0, 4.0)];
            let corners = corners.iter().map(|corner| center + *corner).collect();
            ui.painter().add(egui::Shape::convex_polygon(corners, color, Stroke::NONE));
        }
        Severity::Hint => {
            ui.painter().circle_stroke(center, 4.0, Stroke::new(1.5, color));
        }
    }
}
