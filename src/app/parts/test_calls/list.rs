//! The test calls of the routing of the version shown, and beside them the one that is chosen.

use egui::{Pos2, Rect, ScrollArea, Ui, UiBuilder, Vec2};

use crate::model::{TestCall, TestCallId};
use crate::sim::suite::{self, CallResult};

use super::shown::Detail;
use super::{TestCallsPane, detail, mark};
use crate::app::command::Command;
use crate::app::cx::Cx;
use crate::app::kit::channel_words::words;
use crate::app::kit::row::{Cell, row_ui};
use crate::app::kit::theme;

/// The height of a row.
pub(super) const ROW: f32 = 26.0;
/// The gap between the list and the detail.
const GAP: f32 = 16.0;

/// Draws the list and the detail.
pub(super) fn version_ui(ui: &mut Ui, cx: &Cx<'_>, own: &mut TestCallsPane, commands: &mut Vec<Command>) {
    let Some(version) = cx.version_shown() else {
        ui.label(theme::weak(ui, "Open a version to see its test calls.", theme::BODY));
        return;
    };
    let project = cx.project();
    let Some(routing) = project.versions.get(&version).map(|version| version.info.routing) else { return };
    let calls = suite::of_routing(project, routing);
    let results = cx.test_calls.of(cx.document.revision(), version);
    if calls.is_empty() {
        let try_out = words(project.channel_of(version)).try_out;
        let text = format!(
            "No test calls yet. Choose {try_out}, and then Save as a test call: it is checked after every change."
        );
        ui.label(theme::weak(ui, text, theme::BODY));
        return;
    }
    let result_of = |id| results.and_then(|results| results.iter().find(|result| result.test_call == id));
    let filter = own.filter();
    // Another filter leaves out the chosen test call, too. One that is being changed stays in the list.
    if std::mem::take(&mut own.is_filtered_anew) {
        let fits = |id: &TestCallId| calls.iter().any(|call| call.id == *id && filter.fits(call, result_of(call.id)));
        own.chosen = own.chosen.filter(fits);
    }
    let is_chosen = |call: &TestCall| own.chosen == Some(call.id);
    let is_listed = |call: &TestCall| filter.fits(call, result_of(call.id)) || is_chosen(call);
    let found: Vec<&TestCall> = calls.iter().map(|call| &**call).filter(|call| is_listed(call)).collect();
    let chosen = found.iter().find(|call| is_chosen(call)).copied();
    let room = ui.available_rect_before_wrap();
    let width = if chosen.is_some() { (room.width() - GAP) * 0.4 } else { room.width() };
    let left = Rect::from_min_size(room.min, Vec2::new(width, room.height()));
    let mut list = ui.new_child(UiBuilder::new().id_salt("list").max_rect(left));
    list_ui(&mut list, &found, result_of, own);
    if let Some(call) = chosen {
        let right = Rect::from_min_max(Pos2::new(left.right() + GAP, room.top()), room.max);
        let mut area = ui.new_child(UiBuilder::new().id_salt(("detail", call.id)).max_rect(right));
        let look = cx.test_calls.look(cx.document.revision(), version, call.id).map(|look| &**look);
        let shown = Detail { cx, version, call, result: result_of(call.id), look };
        let mut editing = own.editing.filter(|(id, _)| *id == call.id).map(|(_, editing)| editing);
        detail::detail_ui(&mut area, &shown, &mut editing, commands);
        own.editing = editing.map(|editing| (call.id, editing));
    }
    ui.advance_cursor_after_rect(room);
}

fn list_ui<'r>(
    ui: &mut Ui,
    found: &[&TestCall],
    result_of: impl Fn(TestCallId) -> Option<&'r CallResult>,
    own: &mut TestCallsPane,
) {
    if found.is_empty() {
        ui.label(theme::weak(ui, "No test call is like this.", theme::BODY));
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let scroll = ScrollArea::vertical().id_salt("list").auto_shrink(false);
    scroll.show_rows(ui, ROW, found.len(), |ui, shown| {
        for call in found.iter().take(shown.end).skip(shown.start) {
            ui.push_id(call.id, |ui| row(ui, call, result_of(call.id), own));
        }
    });
}

fn row(ui: &mut Ui, call: &TestCall, result: Option<&CallResult>, own: &mut TestCallsPane) {
    let palette = theme::of(ui);
    let is_chosen = own.chosen == Some(call.id);
    let width = ui.available_width() - 8.0;
    let (mark, word, color) = mark::of(palette, result);
    let trouble = result.map(CallResult::trouble).unwrap_or_default();
    let name_width = if trouble.is_empty() { width - 28.0 } else { (width - 28.0) * 0.5 };
    let rect = Rect::from_min_size(ui.cursor().min, Vec2::new(ui.available_width(), ROW));
    if is_chosen {
        ui.painter().rect_filled(rect, 4, palette.selected);
    }
    let cells = [
        Cell { text: &call.name, color: palette.text, left: 28.0, width: name_width - 12.0 },
        Cell { text: &trouble, color: palette.weak, left: 28.0 + name_width, width: width - 28.0 - name_width },
    ];
    let name = format!("{word}: {} {trouble}", call.name);
    let row = row_ui(ui, name.trim_end(), ROW, true, &cells);
    mark::paint(ui, mark, color, Pos2::new(row.rect.left() + 13.0, row.rect.center().y));
    if row.clicked() {
        own.chosen = (!is_chosen).then_some(call.id);
    }
}
