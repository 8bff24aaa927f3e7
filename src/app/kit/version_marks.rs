//! Marks of a version: its problems, whether it was changed outside, and its entry points.

use egui::{Button, RichText, Ui};

use crate::catalog::Severity;
use crate::lint::Diagnostic;
use crate::model::{Project, Version, VersionId};

use super::theme;
use crate::app::command::{BottomPane, Command, PaneCommand, Tab};

/// Whether Problems reports that a read-only version was changed outside.
#[must_use]
pub fn is_changed_outside(problems: &[Diagnostic], version: VersionId) -> bool {
    problems.iter().any(|problem| problem.version() == Some(version) && problem.code == "changed-outside")
}

/// Draws the number of errors and warnings of a version, or the worse ones alone in little space; a click lists them.
pub fn problem_chips(ui: &mut Ui, problems: &[Diagnostic], version: VersionId, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    let count = |severity| {
        let is_it = |it: &&Diagnostic| it.version() == Some(version) && it.severity == severity;
        problems.iter().filter(is_it).count()
    };
    let plural = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    let (words, color) = match (count(Severity::Error), count(Severity::Warning)) {
        (0, 0) => return,
        (0, warnings) => (plural(warnings, "warning"), palette.warning),
        (errors, 0) => (plural(errors, "error"), palette.error),
        (errors, warnings) => {
            let (worse, all) =
                (plural(errors, "error"), format!("{}, {}", plural(errors, "error"), plural(warnings, "warning")));
            let room = ui.available_size_before_wrap().x;
            (if ui.layout().main_wrap() || theme::tag_width(ui, &all) <= room { all } else { worse }, palette.error)
        }
    };
    theme::keep_whole(ui, &words, theme::SMALL);
    let text = RichText::new(words).size(theme::SMALL).color(color);
    if ui.add(Button::new(text).corner_radius(10)).on_hover_text("Show the problems").clicked() {
        commands.push(Command::open_tab(Tab::Version(version)));
        commands.push(Command::Pane(PaneCommand::ShowBottom(BottomPane::Problems)));
    }
}

/// The entry points that reach a version, by their addresses.
#[must_use]
pub fn entry_points(project: &Project, version: &Version) -> Vec<String> {
    project.reaching(version.id).map(|entry_point| entry_point.address.clone()).collect()
}
