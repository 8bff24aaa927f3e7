//! The first row of the pane: which test calls are shown, how many pass, and the filter of the list.

use egui::{Ui, WidgetInfo};

use crate::catalog::fold::Fold;
use crate::model::TestCall;
use crate::sim::suite::{self, CallResult, Verdict};

use super::{TestCallsPane, View};
use crate::app::command::{Command, TestCallCommand};
use crate::app::cx::Cx;
use crate::app::kit::text_input::{MAX_NAME, one_line};
use crate::app::kit::theme;
use crate::app::parts::pages::widgets::option_button;
use crate::app::services::test_calls;

/// Which test calls are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Show {
    /// All.
    #[default]
    All,
    /// Those that do not pass.
    Failing,
    /// Those that are required.
    Required,
}

/// The filter of the list.
pub(super) struct Filter {
    search: String,
    show: Show,
}

impl Filter {
    /// The filter of a typed text and a choice.
    pub fn new(search: &str, show: Show) -> Self {
        Self { search: Fold::USUAL.text(search.trim()), show }
    }

    /// Whether a test call is listed. While its result is under way, it does not count as failing.
    pub fn fits(&self, call: &TestCall, result: Option<&CallResult>) -> bool {
        self.fits_any(call, result.into_iter())
    }

    /// Whether a test call is listed that has several results.
    pub fn fits_any<'r>(&self, call: &TestCall, mut results: impl Iterator<Item = &'r CallResult>) -> bool {
        let is_shown = match self.show {
            Show::All => true,
            Show::Failing => results.any(|result| result.verdict != Verdict::Passes),
            Show::Required => call.is_required,
        };
        is_shown && Fold::USUAL.text(&call.name).contains(&self.search)
    }
}

/// Draws the row.
pub(super) fn head_ui(ui: &mut Ui, cx: &Cx<'_>, own: &mut TestCallsPane, commands: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        for (view, words) in
            [(View::Version, "This version"), (View::Versions, "All versions"), (View::Routings, "All smart routings")]
        {
            if option_button(ui, own.view == view, words, words) {
                own.view = view;
            }
        }
        ui.add_space(8.0);
        if own.view == View::Version {
            chip_ui(ui, cx);
        } else {
            progress_ui(ui, cx, commands);
        }
        let name = "Find a test call";
        let edit = ui.add(one_line(&mut own.search, MAX_NAME).hint_text(name).desired_width(160.0));
        edit.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, name));
        own.is_filtered_anew |= edit.changed();
        for (show, words) in [(Show::All, "All"), (Show::Failing, "Failing"), (Show::Required, "Required only")] {
            if option_button(ui, own.show == show, words, &format!("List: {words}")) {
                (own.show, own.is_filtered_anew) = (show, true);
            }
        }
        if cx.version_shown().is_some() {
            let new = ui.button("New test call");
            if new.on_hover_text("A test call without answers and expectations, to be filled in.").clicked() {
                commands.push(Command::TestCall(TestCallCommand::New));
            }
        }
    });
}

/// Draws how many test calls of the version pass.
fn chip_ui(ui: &mut Ui, cx: &Cx<'_>) {
    let Some(version) = cx.version_shown() else { return };
    let palette = theme::of(ui);
    let Some(routing) = cx.project().routing_of(version) else { return };
    let count = suite::of_routing(cx.project(), routing.id).len();
    if count == 0 {
        return;
    }
    let widest = format!("{count} of {count} test calls pass");
    match cx.test_calls.of(cx.document.revision(), version) {
        Some(results) if results.is_empty() => {}
        Some(results) => {
            let is_good = results.iter().all(|result| result.verdict == Verdict::Passes);
            let color = if is_good { palette.ok } else { palette.error };
            theme::chip_for(ui, test_calls::words(results), color, &widest);
        }
        None => _ = theme::chip_for(ui, "Playing…", palette.weak, &widest),
    }
}

/// Draws how far playing is, with a button that stops it or begins again.
fn progress_ui(ui: &mut Ui, cx: &Cx<'_>, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    if let Some((done, total)) = cx.suites.progress() {
        theme::chip(ui, format!("Played {done} of {total}"), palette.weak);
        if ui.button("Cancel").clicked() {
            commands.push(Command::TestCall(TestCallCommand::Cancel));
        }
    } else if cx.suites.was_cancelled() {
        theme::chip(ui, "Cancelled", palette.warning);
        if ui.button("Play again").clicked() {
            commands.push(Command::TestCall(TestCallCommand::Again));
        }
    }
}
