//! The Coverage pane: the branches of the version shown, those that no test call passes first, the rows of tables and calendars that have no
//! branch, and what does not count, with the reason (spec: testing §3).

use std::borrow::Cow;

use egui::{Button, Color32, Pos2, Role, ScrollArea, Ui, UiBuilder, Vec2, WidgetInfo};

use crate::canvas::{PortMark, port_mark_ui};
use crate::model::{ActionId, ActionRef, VersionId};
use crate::sim::coverage::{CountedRows, Coverage};

use crate::app::command::{Command, PageCommand, PaneCommand, PathsCommand};
use crate::app::cx::Cx;
use crate::app::kit::row::{Cell, row_ui};
use crate::app::kit::scene::canvas_style;
use crate::app::kit::theme;

/// The height of a row.
const ROW: f32 = 26.0;
/// The width of the word at the right of a row.
const SHOW: f32 = 48.0;
/// The room for the button that makes a test call.
const MAKE: f32 = 132.0;
/// The button that makes all test calls that are missing.
const WRITE_ALL: &str = "Write all that are missing";

/// Draws the pane. The pane fills its space up to the edges, so the panel around it needs no margin.
pub fn coverage_ui(ui: &mut Ui, cx: &Cx<'_>, commands: &mut Vec<Command>) {
    let whole = ui.available_rect_before_wrap();
    let mut area = ui.new_child(UiBuilder::new().id_salt("coverage").max_rect(whole.shrink2(Vec2::new(12.0, 8.0))));
    let words = match cx.version_shown() {
        None => "Open a version to see what its test calls pass.",
        Some(_) if cx.project().test_calls.is_empty() => {
            "No test calls yet. Save a simulated call as a test call; what it passes is listed here."
        }
        Some(version) => match cx.coverage.of(cx.document.revision(), version) {
            None => "Counting…",
            Some(coverage) => {
                version_ui(&mut area, cx, version, coverage, commands);
                ""
            }
        },
    };
    if !words.is_empty() {
        area.label(theme::weak(&area, words, theme::BODY));
    }
    ui.advance_cursor_after_rect(whole);
}

fn version_ui(ui: &mut Ui, cx: &Cx<'_>, version: VersionId, coverage: &Coverage, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::strong("Coverage", theme::BODY));
        ui.add_space(4.0);
        let is_whole = coverage.missing_branches().next().is_none();
        theme::chip(ui, coverage.words(), if is_whole { palette.ok } else { palette.warning });
        if !is_whole {
            let is_ready = cx.paths.of(cx.document.revision(), version).is_some();
            let write = ui.add_enabled(is_ready, Button::new(WRITE_ALL));
            let write = write.on_disabled_hover_text("Every path is still being explored.");
            if write
                .on_hover_text("Makes as few test calls as pass these branches. You can undo this in one step.")
                .clicked()
            {
                commands.push(Command::Paths(PathsCommand::CoverAll));
            }
        }
        let mut is_on = cx.panes.coverage;
        if ui.checkbox(&mut is_on, "Marks on the canvas").changed() {
            commands.push(Command::Pane(PaneCommand::ToggleCoverage));
        }
    });
    ui.add_space(4.0);
    let rows = rows(coverage, palette);
    let can_make = cx.paths.of(cx.document.revision(), version).is_some();
    ui.spacing_mut().item_spacing.y = 0.0;
    let scroll = ScrollArea::vertical().id_salt("list").auto_shrink(false);
    // Every line keeps the room for the button where one has it, so that the columns are straight.
    let make_width = if rows.iter().any(Row::is_missing) { MAKE } else { 0.0 };
    scroll.show_rows(ui, ROW, rows.len(), |ui, shown| {
        for (place, row) in rows.iter().enumerate().take(shown.end).skip(shown.start) {
            ui.push_id(place, |ui| row.ui(ui, version, (can_make, make_width), commands));
        }
    });
}

/// A line of the table.
struct Row<'a> {
    action: ActionId,
    branch: &'a str,
    mark: Option<PortMark>,
    title: &'a str,
    label: Cow<'a, str>,
    says: String,
    color: Color32,
}

/// The lines, sorted by what is missing: branches that no test call passes, those that few pass, rows without a branch, and what does not
/// count.
fn rows<'a>(coverage: &'a Coverage, palette: &theme::Palette) -> Vec<Row<'a>> {
    let mut counted: Vec<_> = coverage.branches.iter().collect();
    counted.sort_by_key(|branch| branch.test_calls);
    let counted = counted.into_iter().map(|branch| {
        let (mark, says, color) = match branch.test_calls {
            0 => (PortMark::Missing, "no test call passes".to_owned(), palette.warning),
            1 => (PortMark::Passed, "1 test call".to_owned(), palette.weak),
            many => (PortMark::Passed, format!("{many} test calls"), palette.weak),
        };
        let (title, label) = (branch.title.as_str(), Cow::from(branch.label.as_str()));
        Row { action: branch.action, branch: &branch.branch, mark: Some(mark), title, label, says, color }
    });
    let left_out = coverage.left_out.iter().map(|left| Row {
        action: left.action,
        branch: &left.branch,
        mark: None,
        title: &left.title,
        label: Cow::from(left.label.as_str()),
        says: format!("not counted: {}", left.why.words()),
        color: palette.weak,
    });
    let of_tables = coverage.rows.iter().flat_map(|counted| rows_of(counted, palette));
    counted.chain(of_tables).chain(left_out).collect()
}

/// The lines of a table or a calendar: how many of its rows are passed, and those that are not.
fn rows_of<'a>(counted: &'a CountedRows, palette: &theme::Palette) -> Vec<Row<'a>> {
    let row = |label: Cow<'a, str>, says: String, color: Color32| Row {
        action: counted.action,
        branch: "",
        mark: None,
        title: &counted.title,
        label,
        says,
        color,
    };
    let is_whole = counted.passed == counted.rows;
    let color = if is_whole { palette.weak } else { palette.warning };
    let mut rows = vec![row(counted.label().into(), format!("{} passed", counted.words()), color)];
    let missing = counted.missing.iter();
    rows.extend(
        missing
            .map(|it| row(format!("{}: {it}", counted.of).into(), "no test call passes".to_owned(), palette.warning)),
    );
    let more = counted.unlisted();
    if more > 0 {
        rows.push(row(counted.of.as_str().into(), format!("and {more} more"), palette.weak));
    }
    rows
}

impl Row<'_> {
    /// Whether no test call passes the branch.
    fn is_missing(&self) -> bool {
        matches!(self.mark, Some(PortMark::Missing))
    }

    /// Draws the line, with a button that makes a test call where none passes the branch.
    fn ui(&self, ui: &mut Ui, version: VersionId, (can_make, make_width): (bool, f32), commands: &mut Vec<Command>) {
        let room = Vec2::new(ui.available_width() - make_width, ROW);
        ui.horizontal(|ui| {
            ui.allocate_ui(room, |ui| self.line_ui(ui, version, commands));
            if !self.is_missing() {
                return;
            }
            let make = ui.add_enabled(can_make, Button::new("Make a test call"));
            let name = format!("Make a test call for {} → {}", self.title, self.label);
            make.widget_info(|| WidgetInfo::labeled(Role::Button, can_make, &name));
            if make.on_disabled_hover_text("Every path is still being explored.").clicked() {
                commands.push(Command::Paths(PathsCommand::Cover(self.action, self.branch.to_owned())));
            }
        });
    }

    /// Draws the line itself; a click shows the card.
    fn line_ui(&self, ui: &mut Ui, version: VersionId, commands: &mut Vec<Command>) {
        let palette = theme::of(ui);
        let width = ui.available_width() - 8.0 - SHOW;
        let column = (width - 28.0) / 3.0;
        let text = if self.mark.is_some() { palette.text } else { palette.weak };
        let cell = |text, color, place: f32| Cell { text, color, left: 28.0 + place * column, width: column - 12.0 };
        let show = Cell { text: "Show", color: palette.accent, left: width, width: SHOW };
        let cells =
            [cell(self.title, text, 0.0), cell(&self.label, text, 1.0), cell(&self.says, self.color, 2.0), show];
        let branch = if self.label.is_empty() { String::new() } else { format!(" → {}", self.label) };
        let name = format!("{}{branch}: {}", self.title, self.says);
        let row = row_ui(ui, &name, ROW, true, &cells);
        if let Some(mark) = self.mark {
            let centre = Pos2::new(row.rect.left() + 13.0, row.rect.center().y);
            port_mark_ui(ui.painter(), &canvas_style(palette), mark, centre);
        }
        if row.on_hover_text("Click to show it.").clicked() {
            commands.push(Command::Page(PageCommand::Reveal(ActionRef { version, action: self.action })));
        }
    }
}
