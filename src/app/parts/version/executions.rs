//! The test history of a version: its test executions, newest first, and for the chosen one a comparison of the original run with a replay
//! (spec: domain §5).

use chrono_tz::Tz;
use egui::{CentralPanel, Frame, Label, Margin, Panel, RichText, Role, ScrollArea, Ui, WidgetInfo};

use crate::catalog::interaction::zone;
use crate::catalog::text::clock_words;
use crate::model::Execution;
use crate::sim::execution::may_replay;

use super::Page;
use super::state::{Replay, Versions};
use crate::app::command::{Command, ExecutionsCommand};
use crate::app::kit::row::{Cell, row_ui};
use crate::app::kit::theme;

/// The height of a row of the list, and of a line of a trace.
const ROW: f32 = 26.0;
const LINE: f32 = 18.0;
/// The left edge of the text of a trace.
const AFTER_TIME: f32 = 64.0;
/// The columns: heading, width, and share of the remaining width.
const COLUMNS: [(&str, f32, f32); 6] = [
    ("When", 128.0, 0.0),
    ("Who", 60.0, 0.3),
    ("Outcome", 70.0, 0.2),
    ("Duration", 64.0, 0.0),
    ("Passages", 68.0, 0.0),
    ("Path", 60.0, 0.5),
];

/// Draws *Tree* and *Test history*, where a version is or was in test. Returns whether the history is shown.
pub(super) fn tabs_ui(ui: &mut Ui, page: &Page<'_>, own: &Versions, commands: &mut Vec<Command>) -> bool {
    let Page { cx, version, .. } = *page;
    let count = cx.executions.of(version.id).len();
    if count == 0 && !version.info.in_test {
        return false;
    }
    let is_history = own.histories.contains_key(&version.id);
    let frame = Frame::new().fill(theme::of(ui).panel).inner_margin(Margin { left: 12, right: 12, top: 0, bottom: 6 });
    Panel::top("tree or history").frame(frame).resizable(false).show(ui, |ui| {
        ui.horizontal(|ui| {
            let history = if count == 0 { "Test history".to_owned() } else { format!("Test history {count}") };
            let tabs = [
                ("Tree".to_owned(), !is_history, ExecutionsCommand::ShowTree, "The action tree"),
                (history, is_history, ExecutionsCommand::ShowHistory, "The test executions of this version"),
            ];
            for (words, is_shown, command, hover) in tabs {
                let tab = ui.selectable_label(is_shown, words.as_str());
                tab.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_shown, words.as_str()));
                if tab.on_hover_text(hover).clicked() {
                    commands.push(Command::Executions(version.id, command));
                }
            }
        });
    });
    is_history
}

/// Draws the list and the chosen execution.
pub(super) fn history_ui(ui: &mut Ui, page: &Page<'_>, own: &mut Versions, commands: &mut Vec<Command>) {
    let Page { cx, version, .. } = *page;
    let revision = cx.document.revision();
    let shown = own.histories.entry(version.id).or_default();
    let zone = zone(&cx.project().settings.time_zone, "UTC");
    let chosen = shown.chosen;
    let all = cx.executions.of(version.id);
    let looked_at = all.iter().find(|execution| Some(execution.at) == chosen);
    let is_unchanged = looked_at.is_some_and(|it| shown.is_unchanged(version, revision, &it.digest));
    let replay = shown.replay.as_ref().filter(|replay| replay.revision == revision);
    let palette = theme::of(ui);
    let margin = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(16, 12));
    if let Some(execution) = looked_at {
        let width = ui.available_width() * 0.5;
        let panel = Panel::right("execution").default_size(width).size_range(280.0..=900.0).frame(margin);
        panel.show(ui, |ui| {
            let commands = &mut |command| commands.push(Command::Executions(version.id, command));
            execution_ui(ui, execution, is_unchanged, replay, zone, commands);
        });
    }
    CentralPanel::no_frame().frame(Frame::new().inner_margin(Margin::symmetric(16, 12))).show(ui, |ui| {
        if all.is_empty() {
            let words =
                "No test executions yet. Try a call while this version is in test: each call that ends is recorded here.";
            ui.add(Label::new(theme::weak(ui, words, theme::BODY)).wrap());
            return;
        }
        list_ui(ui, all, chosen, zone, &mut |command| commands.push(Command::Executions(version.id, command)));
    });
}

/// Cells with the widths of their columns.
fn cells(texts: [&str; 6], colors: [egui::Color32; 6], width: f32) -> Vec<Cell<'_>> {
    let least: f32 = COLUMNS.iter().map(|(_, least, _)| least).sum();
    let spare = (width - least - 8.0).max(0.0);
    let mut left = 8.0;
    let mut cells = Vec::new();
    for (((_, least, share), text), color) in COLUMNS.iter().zip(texts).zip(colors) {
        let width = least + share * spare;
        cells.push(Cell { text, color, left, width: width - 8.0 });
        left += width;
    }
    cells
}

fn list_ui(
    ui: &mut Ui,
    all: &[Execution],
    chosen: Option<chrono::DateTime<chrono::Utc>>,
    zone: Tz,
    send: &mut dyn FnMut(ExecutionsCommand),
) {
    let palette = theme::of(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    let width = ui.available_width() - 16.0;
    row_ui(ui, "Columns", ROW, false, &cells(COLUMNS.map(|(words, ..)| words), [palette.weak; 6], width));
    ScrollArea::vertical().id_salt("executions").auto_shrink(false).show_rows(ui, ROW, all.len(), |ui, shown| {
        for execution in all.get(shown).unwrap_or_default() {
            let when = when_words(execution, zone);
            let duration = clock_words(execution.duration_ms);
            let passages = execution.passages.len().to_string();
            let path = execution.path.join(" → ");
            let is_chosen = chosen == Some(execution.at);
            let first = if is_chosen { palette.accent } else { palette.text };
            let colors = [first, palette.text, palette.text, palette.weak, palette.weak, palette.weak];
            let who = execution.caller_words();
            let texts = [when.as_str(), who, &execution.outcome, &duration, &passages, &path];
            let name = format!("{when} {who}: {}, {path}", execution.outcome);
            let row = ui.push_id(execution.at, |ui| row_ui(ui, &name, ROW, true, &cells(texts, colors, width))).inner;
            if row.clicked() {
                send(ExecutionsCommand::Look(execution.at));
            }
        }
    });
}

fn when_words(execution: &Execution, zone: Tz) -> String {
    execution.at.with_timezone(&zone).format("%-d %b %Y, %H:%M").to_string()
}

fn execution_ui(
    ui: &mut Ui,
    execution: &Execution,
    is_unchanged: bool,
    replay: Option<&Replay>,
    zone: Tz,
    send: &mut dyn FnMut(ExecutionsCommand),
) {
    let palette = theme::of(ui);
    let title = format!("{} · {}", execution.caller_words(), when_words(execution, zone));
    ui.add(Label::new(theme::strong(title, theme::BODY)).truncate());
    let facts = format!("{} · {}", execution.outcome, clock_words(execution.duration_ms));
    ui.label(theme::weak(ui, facts, theme::SMALL));
    let may_replay = may_replay(execution);
    let (words, color) = match may_replay {
        Err(why) => (why, palette.weak),
        Ok(()) => match verdict(is_unchanged, replay) {
            (words, true) => (words, palette.ok),
            (words, false) => (words, palette.warning),
        },
    };
    ui.add(Label::new(RichText::new(words).color(color)).wrap());
    if let Some(why) = replay.and_then(|replay| replay.stale.as_ref()) {
        ui.add(Label::new(theme::weak(ui, format!("The replay stops here: {why}"), theme::SMALL)).wrap());
    }
    if may_replay.is_ok() && replay.is_none() && ui.button("Replay on the current tree").clicked() {
        send(ExecutionsCommand::Replay(execution.at));
    }
    if !execution.passages.is_empty() {
        let passages = format!("Recorded passages: {}", execution.passages.join("; "));
        ui.add(Label::new(theme::weak(ui, passages, theme::SMALL)).wrap());
    }
    ui.add_space(6.0);
    ui.label(theme::strong("What happened then", theme::SMALL));
    trace_ui(ui, &execution.trace, replay.and_then(|replay| replay.differs_at));
}

/// The result of the replay, and whether it is the same as the original run.
fn verdict(is_unchanged: bool, replay: Option<&Replay>) -> (&'static str, bool) {
    match (is_unchanged, replay.map(|replay| replay.differs_at.is_none())) {
        (true, Some(true)) => ("The replay takes the same path.", true),
        (true, Some(false)) => (
            "The tree is unchanged, but its surroundings have changed: the replay differs from the marked line on.",
            false,
        ),
        (true, None) => ("The tree is unchanged.", true),
        (false, None) => ("The tree has changed since.", false),
        (false, Some(true)) => ("The tree has changed since, but the replay takes the same path.", true),
        (false, Some(false)) => ("The tree has changed since: the replay differs from the marked line on.", false),
    }
}

fn trace_ui(ui: &mut Ui, trace: &str, differs_at: Option<usize>) {
    let palette = theme::of(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    let lines: Vec<&str> = trace.lines().collect();
    let width = ui.available_width() - 16.0;
    ScrollArea::vertical().id_salt("trace").auto_shrink(false).show_rows(ui, LINE, lines.len(), |ui, shown| {
        for (place, line) in lines.iter().enumerate().take(shown.end).skip(shown.start) {
            let is_other = differs_at.is_some_and(|first| place >= first);
            let color = if is_other { palette.warning } else { palette.text };
            let mark = if differs_at == Some(place) { "→" } else { "" };
            let (time, text) = line.trim_start().split_once("  ").unwrap_or_default();
            let indent = if text.starts_with(' ') { 12.0 } else { 0.0 };
            let text_left = AFTER_TIME + indent;
            let cells = [
                Cell { text: mark, color, left: 0.0, width: 16.0 },
                Cell { text: time, color: palette.weak, left: 18.0, width: AFTER_TIME - 22.0 },
                Cell { text: text.trim_start(), color, left: text_left, width: width - text_left },
            ];
            ui.push_id(place, |ui| row_ui(ui, line.trim_start(), LINE, false, &cells));
        }
    });
}
