//! The Failures pane: one thing outside after the other fails, and the pane lists who is dropped then, what else changes, and a call that shows
//! it (spec: testing §5).

use egui::{Color32, Role, ScrollArea, Ui, UiBuilder, Vec2, WidgetInfo};

use crate::catalog::text::capitalised;
use crate::model::{ActionRef, VersionId};
use crate::sim::failures::{BranchOf, Report, Row, Verdict};

use crate::app::command::{Command, FailuresCommand, PageCommand, PaneCommand};
use crate::app::cx::Cx;
use crate::app::kit::row::{Cell, row_ui};
use crate::app::kit::theme;

/// The height of a row.
const ROW: f32 = 26.0;
/// The room for the button that plays a call.
const PLAY: f32 = 64.0;
/// The width of the word at the right of a row that shows an action.
const SHOW: f32 = 48.0;
/// The most names in one cell.
const MOST_NAMES: usize = 4;

/// Draws the pane. The pane fills its space up to the edges, so the panel around it needs no margin.
pub fn failures_ui(ui: &mut Ui, cx: &Cx<'_>, commands: &mut Vec<Command>) {
    let whole = ui.available_rect_before_wrap();
    let mut area = ui.new_child(UiBuilder::new().id_salt("failures").max_rect(whole.shrink2(Vec2::new(12.0, 8.0))));
    if let Some(version) = cx.version_shown() {
        version_ui(&mut area, cx, version, commands);
    } else {
        let words = "Open a version to see who is dropped when something fails.";
        area.label(theme::weak(&area, words, theme::BODY));
    }
    ui.advance_cursor_after_rect(whole);
}

fn version_ui(ui: &mut Ui, cx: &Cx<'_>, version: VersionId, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    let report = cx.failures.of(cx.document.revision(), version);
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::strong("Failure check", theme::BODY));
        ui.add_space(4.0);
        let mut is_on = cx.panes.failures;
        if ui.checkbox(&mut is_on, "Marks on the canvas").changed() {
            commands.push(Command::Pane(PaneCommand::ToggleFailures));
        }
        if let Some(report) = report {
            theme::chip(ui, report.verdict.words(), color_of(palette, report.verdict));
            ui.label(theme::weak(ui, report.counted(), theme::SMALL));
        } else {
            let words = match cx.failures.progress() {
                (_, 0) => "Looking at what can fail…".to_owned(),
                (done, all) => format!("Trying failures: {done} of {all}…"),
            };
            theme::chip(ui, words, palette.weak);
        }
    });
    let Some(report) = report else { return };
    ui.add_space(4.0);
    let columns = Columns::of(ui);
    columns.heading_ui(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt("list").auto_shrink(false).show(ui, |ui| {
        let baseline = [(None, &report.baseline)].into_iter().filter(|(_, row)| !row.dropped.is_empty());
        let rows = report.rows.iter().enumerate().map(|(place, row)| (Some(place), row));
        for (place, row) in baseline.chain(rows) {
            ui.push_id(("row", place), |ui| line_ui(ui, (version, place), row, &columns, commands));
        }
        notes_ui(ui, report);
    });
}

fn color_of(palette: &theme::Palette, verdict: Verdict) -> Color32 {
    match verdict {
        Verdict::NobodyDropped => palette.ok,
        Verdict::SomebodyDropped => palette.error,
        Verdict::NotDecided => palette.weak,
    }
}

/// Where the columns begin, and how wide the last one may be.
struct Columns {
    places: [f32; 3],
    widths: [f32; 3],
}

impl Columns {
    fn of(ui: &Ui) -> Self {
        let width = ui.available_width() - PLAY - SHOW - 16.0;
        let widths = [0.30, 0.28, 0.42].map(|share| width * share);
        Self { places: [8.0, 8.0 + widths[0], 8.0 + widths[0] + widths[1]], widths }
    }

    fn cell<'t>(&self, column: usize, text: &'t str, color: Color32) -> Cell<'t> {
        let place = self.places.get(column).copied().unwrap_or(0.0);
        let width = self.widths.get(column).copied().unwrap_or(0.0) - 12.0;
        Cell { text, color, left: place, width }
    }

    fn heading_ui(&self, ui: &mut Ui) {
        let weak = theme::of(ui).weak;
        let titles = [(0, "What fails"), (1, "Who is dropped"), (2, "What else changes")];
        let cells = titles.map(|(column, title)| self.cell(column, title, weak));
        row_ui(ui, "What fails, who is dropped, what else changes", ROW, false, &cells);
    }
}

/// Draws the line of a failure; a click shows the action at which callers are dropped, or where a new branch begins.
fn line_ui(
    ui: &mut Ui,
    (version, place): (VersionId, Option<usize>),
    row: &Row,
    columns: &Columns,
    commands: &mut Vec<Command>,
) {
    let palette = theme::of(ui);
    let (dropped, changes) = (dropped_words(row), changes_words(row));
    let color = if row.dropped.is_empty() { palette.weak } else { palette.error };
    let text = if row.is_noticed() || row.failure.is_none() { palette.text } else { palette.weak };
    let at = place_of(row).filter(|at| at.version == version);
    let room = Vec2::new(ui.available_width() - PLAY, ROW);
    ui.horizontal(|ui| {
        ui.allocate_ui(room, |ui| {
            let show = if at.is_some() { "Show" } else { "" };
            let right =
                Cell { text: show, color: palette.accent, left: ui.available_width() - SHOW - 8.0, width: SHOW };
            let words = theme::for_display(&row.words);
            let cells = [
                columns.cell(0, &words, text),
                columns.cell(1, &dropped, color),
                columns.cell(2, &changes, palette.weak),
                right,
            ];
            let name = format!("{words}: {dropped}{}{changes}", if changes.is_empty() { "" } else { "; " });
            let line = row_ui(ui, &name, ROW, at.is_some(), &cells);
            if line.on_hover_text(whole_words(row)).clicked()
                && let Some(at) = at
            {
                commands.push(Command::Page(PageCommand::Reveal(at)));
            }
        });
        if row.call().is_some() {
            let play = ui.button("Play");
            let name = format!("Play {}", row.words);
            play.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
            if play.on_hover_text("Plays the shortest call that shows it in the simulation.").clicked() {
                commands.push(Command::Failures(FailuresCommand::Play(place)));
            }
        }
    });
}

/// The action that a click shows.
fn place_of(row: &Row) -> Option<ActionRef> {
    let reached = row.reached.first().map(|branch| ActionRef { version: branch.version, action: branch.action });
    row.dropped.iter().find_map(|ended| ended.end.at).or(reached)
}

/// *Dropped at "Main menu", "Claims desk"*, or that nobody is.
fn dropped_words(row: &Row) -> String {
    let mut found: Vec<String> = Vec::new();
    for ended in &row.dropped {
        let at = ended.end.at.map_or_else(String::new, |at| format!(" at \"{}\"", row.title(at)));
        let words = format!("{}{at}", ended.end.outcome);
        if !found.contains(&words) {
            found.push(words);
        }
    }
    match (found.is_empty(), &row.limit) {
        (true, Some(_)) => "not decided".to_owned(),
        (true, None) => "nobody".to_owned(),
        (false, _) => listed(&found),
    }
}

/// What else is different.
fn changes_words(row: &Row) -> String {
    let mut parts: Vec<String> = Vec::new();
    let appear: Vec<String> = row.appear.iter().filter(|outcome| *outcome != "Dropped").cloned().collect();
    if !appear.is_empty() {
        parts.push(format!("now also {}", listed(&appear)));
    }
    if !row.vanish.is_empty() {
        parts.push(format!("never {}", listed(&row.vanish)));
    }
    if !row.reached.is_empty() {
        let labels: Vec<String> = row.reached.iter().map(BranchOf::words).collect();
        parts.push(format!("takes {}", listed(&labels)));
    }
    if parts.is_empty() && !row.lost.is_empty() {
        let labels: Vec<String> = row.lost.iter().map(BranchOf::words).collect();
        parts.push(format!("never takes {}", listed(&labels)));
    }
    match (parts.is_empty(), row.failure.is_some() && row.limit.is_none() && !row.is_noticed()) {
        (true, true) => "no caller notices".to_owned(),
        _ => capitalised(&parts.join("; ")),
    }
}

fn listed(names: &[String]) -> String {
    let mut words = names.iter().take(MOST_NAMES).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > MOST_NAMES {
        words = format!("{words} and {} more", names.len() - MOST_NAMES);
    }
    words
}

/// Everything about a row, a line each.
fn whole_words(row: &Row) -> String {
    let mut lines = vec![row.words.clone()];
    for ended in &row.dropped {
        let at = ended.end.at.map_or_else(String::new, |at| format!(" at \"{}\"", row.title(at)));
        lines.push(format!("{}{at}: {}", ended.end.outcome, ended.how));
        let given = ended.witness.given(row.project());
        if !given.is_empty() {
            lines.push(format!("   when {}", given.join(", ")));
        }
    }
    let branches = |all: &[BranchOf], words: &str| {
        let labels: Vec<String> = all.iter().map(BranchOf::words).collect();
        (!labels.is_empty()).then(|| format!("{words}: {}", labels.join(", ")))
    };
    lines.extend(branches(&row.reached, "Branches that are taken only then"));
    lines.extend(branches(&row.lost, "Branches that are not taken then"));
    lines.extend(row.limit.as_ref().map(|limit| format!("The search stopped: {limit}.")));
    lines.iter().take(14).map(theme::for_display).collect::<Vec<_>>().join("\n")
}

/// What was not tried, and what is assumed.
fn notes_ui(ui: &mut Ui, report: &Report) {
    ui.add_space(6.0);
    if let Some(limit) = &report.baseline.limit {
        ui.label(format!("While everything works, the search stopped: {limit}. What can fail beyond is not listed."));
    }
    for left in &report.left_out {
        ui.label(format!("Not tried: {left}"));
    }
    if report.assumed.is_empty() {
        return;
    }
    ui.label(theme::strong("What is assumed", theme::BODY));
    for (clause, title) in &report.assumed {
        let at = if title.is_empty() { String::new() } else { format!(", at \"{title}\"") };
        ui.label(theme::weak(ui, theme::for_display(capitalised(&format!("{clause}{at}."))), theme::BODY));
    }
}
