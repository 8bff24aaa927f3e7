//! Test calls with several versions: a table of the test calls of a routing by its versions, and the test calls of all routings with the
//! versions on which they are usually played. They are played in the background while they are shown.

use std::sync::Arc;

use egui::{Pos2, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo};

use crate::catalog::text::shorten;
use crate::model::{TestCall, Version};
use crate::sim::suite::{self, CallResult};

use super::list::ROW;
use super::{TestCallsPane, mark, routing_shown};
use crate::app::command::{Command, TestCallCommand};
use crate::app::cx::Cx;
use crate::app::kit::row::{Cell, row_ui};
use crate::app::kit::theme;

/// The width of the names of test calls, and of a version.
const NAMES: f32 = 320.0;
const VERSION: f32 = 128.0;
/// The most characters of the name of a version above its column.
const MOST_CHARS: usize = 18;

/// Draws the table: a row for each test call, a column for each version.
pub(super) fn versions_ui(ui: &mut Ui, cx: &Cx<'_>, own: &TestCallsPane, commands: &mut Vec<Command>) {
    let project = cx.project();
    let Some(routing) = routing_shown(cx) else {
        ui.label(theme::weak(ui, "Open a smart routing or a version of it.", theme::BODY));
        return;
    };
    let versions: Vec<&Arc<Version>> = project.versions_of(routing).collect();
    let (calls, filter) = (suite::of_routing(project, routing), own.filter());
    let result_of = |version: &Version, call: &TestCall| cx.suites.of(cx.document.revision(), version.id, call.id);
    let is_listed =
        |call: &&Arc<TestCall>| filter.fits_any(call, versions.iter().filter_map(|version| result_of(version, call)));
    let found: Vec<&Arc<TestCall>> = calls.iter().filter(is_listed).collect();
    if found.is_empty() {
        ui.label(theme::weak(ui, "No test call is like this.", theme::BODY));
        return;
    }
    ScrollArea::horizontal().id_salt("versions").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        ui.horizontal(|ui| {
            ui.add_space(NAMES);
            for version in &versions {
                let (rect, response) = ui.allocate_exact_size(Vec2::new(VERSION, ROW), Sense::hover());
                let name = theme::weak(ui, shorten(&version.info.name, MOST_CHARS), theme::SMALL);
                ui.put(rect, egui::Label::new(name).truncate());
                response.on_hover_text(theme::for_display(version.info.name.as_str()));
            }
        });
        let scroll = ScrollArea::vertical().id_salt("calls").auto_shrink(false);
        scroll.show_rows(ui, ROW, found.len(), |ui, shown| {
            for call in found.iter().take(shown.end).skip(shown.start) {
                ui.horizontal(|ui| {
                    let (rect, _) = ui.allocate_exact_size(Vec2::new(NAMES, ROW), Sense::hover());
                    let name = egui::Label::new(theme::for_display(call.name.as_str())).truncate();
                    ui.put(rect.shrink2(Vec2::new(4.0, 0.0)), name)
                        .on_hover_text(theme::for_display(call.name.as_str()));
                    for version in &versions {
                        cell_ui(ui, call, version, result_of(version, call), commands);
                    }
                });
            }
        });
    });
}

/// Draws a cell: a sign and a word. A click opens the test call with this version.
fn cell_ui(ui: &mut Ui, call: &TestCall, version: &Version, result: Option<&CallResult>, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    let (mark, word, color) = mark::of(palette, result);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(VERSION, ROW), Sense::click());
    let name = format!("{word}: {} with version {}", call.name, version.info.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 4, palette.selected);
    }
    mark::paint(ui, mark, color, Pos2::new(rect.left() + 13.0, rect.center().y));
    let font = egui::FontId::proportional(theme::SMALL);
    let at = Pos2::new(rect.left() + 26.0, rect.center().y);
    ui.painter().text(at, egui::Align2::LEFT_CENTER, word, font, color);
    let trouble = result.map(CallResult::trouble).unwrap_or_default();
    let response = if trouble.is_empty() { response } else { response.on_hover_text(theme::for_display(trouble)) };
    if response.clicked() {
        commands.push(Command::TestCall(TestCallCommand::Open(call.id, version.id)));
    }
}

/// A row of the list of all routings.
enum Entry<'a> {
    /// A routing and a version on which its test calls are played, with how many of them pass.
    Version(String),
    /// A test call.
    Call(Arc<TestCall>, &'a Arc<Version>, Option<&'a CallResult>),
}

/// Draws the test calls of all routings, each routing with the versions on which its test calls are usually played.
pub(super) fn routings_ui(ui: &mut Ui, cx: &Cx<'_>, own: &TestCallsPane, commands: &mut Vec<Command>) {
    let entries = entries(cx, own);
    if entries.is_empty() {
        ui.label(theme::weak(ui, "No test call is like this.", theme::BODY));
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let scroll = ScrollArea::vertical().id_salt("routings").auto_shrink(false);
    scroll.show_rows(ui, ROW, entries.len(), |ui, shown| {
        for (place, entry) in entries.iter().enumerate().take(shown.end).skip(shown.start) {
            ui.push_id(place, |ui| entry_ui(ui, entry, commands));
        }
    });
}

fn entries<'a>(cx: &Cx<'a>, own: &TestCallsPane) -> Vec<Entry<'a>> {
    let (project, filter) = (cx.project(), own.filter());
    let mut entries = Vec::new();
    for version in own.versions_played(cx).unwrap_or_default() {
        let Some(version) = project.versions.get(&version) else { continue };
        let routing = version.info.routing;
        let calls = suite::of_routing(project, routing);
        let result_of = |call: &TestCall| cx.suites.of(cx.document.revision(), version.id, call.id);
        let found: Vec<_> = calls.into_iter().filter(|call| filter.fits(call, result_of(call))).collect();
        if found.is_empty() {
            continue;
        }
        let name = project.routings.get(&routing).map_or("", |routing| routing.name.as_str());
        entries.push(Entry::Version(format!("{name} · {}", version.info.name)));
        entries.extend(found.into_iter().map(|call| {
            let result = result_of(&call);
            Entry::Call(call, version, result)
        }));
    }
    entries
}

fn entry_ui(ui: &mut Ui, entry: &Entry<'_>, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    let width = ui.available_width() - 8.0;
    let (call, version, result) = match entry {
        Entry::Version(words) => {
            row_ui(ui, words, ROW, false, &[Cell { text: words, color: palette.weak, left: 4.0, width }]);
            return;
        }
        Entry::Call(call, version, result) => (call, version, *result),
    };
    let (mark, word, color) = mark::of(palette, result);
    let trouble = result.map(CallResult::trouble).unwrap_or_default();
    let half = (width - 28.0) * 0.5;
    let cells = [
        Cell { text: &call.name, color: palette.text, left: 28.0, width: half - 12.0 },
        Cell { text: &trouble, color: palette.weak, left: 28.0 + half, width: half },
    ];
    let name = format!("{word}: {} with version {} {trouble}", call.name, version.info.name);
    let row = row_ui(ui, name.trim_end(), ROW, true, &cells);
    mark::paint(ui, mark, color, Pos2::new(row.rect.left() + 13.0, row.rect.center().y));
    if row.clicked() {
        commands.push(Command::TestCall(TestCallCommand::Open(call.id, version.id)));
    }
}
