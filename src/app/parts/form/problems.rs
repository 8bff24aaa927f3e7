//! The problems of the action, with their quick fixes.

use egui::{RichText, Sense, Ui, vec2};

use crate::lint::Diagnostic;

use super::cx::FormCx;
use super::outbox::Outbox;
use super::widgets::heading;
use crate::app::kit::name::Name;
use crate::app::kit::theme;

/// The problems, if there are any.
pub(super) fn problems_ui(ui: &mut Ui, cx: &FormCx<'_>, out: &mut Outbox<'_>) {
    if cx.problems.is_empty() {
        return;
    }
    heading(ui, "Problems");
    for (place, problem) in cx.problems.iter().enumerate() {
        ui.push_id(("problem", place), |ui| problem_ui(ui, cx, problem, out));
        ui.add_space(4.0);
    }
}

fn problem_ui(ui: &mut Ui, cx: &FormCx<'_>, problem: &Diagnostic, out: &mut Outbox<'_>) {
    let color = theme::of(ui).severity(problem.severity);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let (mark, response) = ui.allocate_exact_size(vec2(6.0, 18.0), Sense::hover());
        ui.painter().circle_filled(mark.center() + vec2(0.0, 1.0), 3.0, color);
        response.on_hover_text(problem.severity.words());
        ui.vertical(|ui| {
            ui.add(
                egui::Label::new(RichText::new(theme::for_display(problem.message.as_str())).size(theme::SMALL)).wrap(),
            );
            if let Some((words, edits)) = problem.fix.as_ref().filter(|_| !cx.is_read_only) {
                let response = ui.button(RichText::new(*words).size(theme::SMALL));
                Name::plain(format!("{words}: {}", problem.message), "").give(&response);
                if response.clicked() {
                    out.edits(ui, edits.clone());
                }
            }
        });
    });
}
