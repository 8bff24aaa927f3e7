//! The card of the test calls of a routing: how many there are, and how many pass with the version on which they are usually played.

use egui::{Align, Layout, Ui};

use crate::model::Routing;
use crate::sim::suite::{self, Verdict};

use super::Page;
use crate::app::command::{Command, TestCallCommand};
use crate::app::kit::theme;
use crate::app::services::test_calls;

/// Draws the card; nothing where the routing has no version.
pub(super) fn test_calls_ui(ui: &mut Ui, page: &Page<'_>, routing: &Routing, commands: &mut Vec<Command>) {
    let project = page.project;
    let Some(version) = suite::usual_version(project, routing.id) else { return };
    let count = project.test_calls.values().filter(|call| call.routing == routing.id).count();
    let palette = theme::of(ui);
    ui.add_space(24.0);
    ui.label(theme::strong("Test calls", theme::TITLE));
    ui.add_space(6.0);
    let (words, color) = match page.cx.test_calls.of(page.cx.document.revision(), version.id) {
        _ if count == 0 => ("No test calls yet.".to_owned(), palette.weak),
        None => (format!("{count} test call{}", if count == 1 { "" } else { "s" }), palette.weak),
        Some(results) => {
            let is_good = results.iter().all(|result| result.verdict == Verdict::Passes);
            let words = format!("{} with version \"{}\"", test_calls::words(results), version.info.name);
            (words, if is_good { palette.ok } else { palette.error })
        }
    };
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.button("Show the test calls").clicked() {
                commands.push(Command::TestCall(TestCallCommand::ShowOf(routing.id)));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let text = egui::RichText::new(theme::for_display(words)).color(color);
                ui.add(egui::Label::new(text).truncate());
            });
        });
    });
}
