//! The Test calls pane: the test calls of the routing of the version shown, each with its verdict, and the test call that is chosen (spec:
//! testing §1).

mod answers;
mod detail;
mod expectation;
mod kinds;
mod lines;
mod mark;
mod setup;

use std::sync::Arc;

use egui::{Pos2, Rect, ScrollArea, Ui, UiBuilder, Vec2};

use crate::catalog::fold::Fold;
use crate::model::{ActionRef, TestCall, TestCallId, VersionId};
use crate::sim::suite::way::Leg;
use crate::sim::suite::{self, CallResult, Verdict};
use crate::sim::{Run, Scene};

use crate::app::command::{BottomPane, Command, TestCallCommand};
use crate::app::cx::Cx;
use crate::app::kit::channel_words::words;
use crate::app::kit::row::{Cell, row_ui};
use crate::app::kit::scene::Parting;
use crate::app::kit::text_input::{MAX_NAME, one_line};
use crate::app::kit::theme;
use crate::app::services::test_calls;

/// The height of a row.
const ROW: f32 = 26.0;
/// The gap between the list and the detail.
const GAP: f32 = 16.0;

/// The own state of the pane.
#[derive(Clone, Debug, Default)]
pub struct TestCallsPane {
    /// The text in the search field.
    pub search: String,
    /// The test call that is chosen.
    pub chosen: Option<TestCallId>,
    /// What of the chosen test call is being changed.
    editing: Option<(TestCallId, Editing)>,
    /// The test call that was last played in the simulation.
    pub played: Option<PlayedCall>,
}

/// A test call that was played in the simulation.
#[derive(Clone, Debug)]
pub struct PlayedCall {
    /// The test call.
    pub test_call: TestCallId,
    /// The scene of the run.
    scene: Arc<Scene>,
}

impl PlayedCall {
    /// The run of a test call.
    #[must_use]
    pub fn of(test_call: TestCallId, run: &Run) -> Self {
        Self { test_call, scene: run.scene.clone() }
    }

    /// Whether a run, whatever its answers, is still that of the test call: the same caller, world, place and moment.
    #[must_use]
    pub fn is_run_by(&self, run: &Run) -> bool {
        let (one, other) = (&self.scene, &run.scene);
        let place = |scene: &Scene| (scene.version.id, scene.entry_point.as_ref().map(|it| it.id));
        place(one) == place(other)
            && (&one.caller, &one.world, one.started, one.seed)
                == (&other.caller, &other.world, other.started, other.seed)
    }
}

impl TestCallsPane {
    /// The two ways of the chosen test call, where it differs from the run that last passed, while the pane is shown.
    #[must_use]
    pub fn parting(&self, cx: &Cx<'_>, version: VersionId) -> Option<Parting> {
        let is_shown = cx.panes.bottom && cx.panes.bottom_panel == BottomPane::TestCalls;
        let look = cx.test_calls.look(cx.document.revision(), version, self.chosen.filter(|_| is_shown)?)?;
        let difference = look.difference.as_ref().filter(|it| it.at.version == version)?;
        let routing = |version| cx.project().versions.get(&version).map(|version| version.info.routing);
        let is_here = |to: &ActionRef| routing(to.version) == routing(version);
        let leg = |leg: &Leg| leg.to.filter(is_here).map(|to| (leg.branch.clone(), to.action));
        Some(Parting { from: difference.at.action, now: leg(&difference.now), before: leg(&difference.before) })
    }
}

/// What of a test call is being changed with inputs of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Editing {
    /// An expectation, by its place.
    Line(usize),
    /// The caller that only this test call has.
    Caller,
    /// The world that only this test call has.
    World,
}

/// Draws the pane. The pane fills its space up to the edges, so the panel around it needs no margin.
pub fn test_calls_ui(ui: &mut Ui, cx: &Cx<'_>, own: &mut TestCallsPane, commands: &mut Vec<Command>) {
    let whole = ui.available_rect_before_wrap();
    let mut area = ui.new_child(UiBuilder::new().id_salt("test calls").max_rect(whole.shrink2(Vec2::new(12.0, 8.0))));
    if let Some(version) = cx.version_shown() {
        version_ui(&mut area, cx, version, own, commands);
    } else {
        let words = "Open a version to see its test calls.";
        area.label(theme::weak(&area, words, theme::BODY));
    }
    ui.advance_cursor_after_rect(whole);
}

fn version_ui(ui: &mut Ui, cx: &Cx<'_>, version: VersionId, own: &mut TestCallsPane, commands: &mut Vec<Command>) {
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
        new_ui(ui, commands);
        return;
    }
    ui.horizontal(|ui| {
        ui.label(theme::strong("Test calls", theme::BODY));
        ui.add_space(4.0);
        let palette = theme::of(ui);
        match results {
            Some(results) => {
                let is_good = results.iter().all(|result| result.verdict == Verdict::Passes);
                let color = if is_good { palette.ok } else { palette.error };
                theme::chip(ui, test_calls::words(results), color);
            }
            None => _ = theme::chip(ui, "Playing…", palette.weak),
        }
        let name = "Find a test call";
        let edit = ui.add(one_line(&mut own.search, MAX_NAME).hint_text(name).desired_width(200.0));
        edit.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, name));
        new_ui(ui, commands);
    });
    ui.add_space(4.0);
    let search = Fold::USUAL.text(own.search.trim());
    let found: Vec<&TestCall> =
        calls.iter().map(|call| &**call).filter(|call| Fold::USUAL.text(&call.name).contains(&search)).collect();
    let chosen = own.chosen.and_then(|id| found.iter().find(|call| call.id == id)).copied();
    let room = ui.available_rect_before_wrap();
    let width = if chosen.is_some() { (room.width() - GAP) * 0.45 } else { room.width() };
    let left = Rect::from_min_size(room.min, Vec2::new(width, room.height()));
    let mut list = ui.new_child(UiBuilder::new().id_salt("list").max_rect(left));
    let result_of = |id| results.and_then(|results| results.iter().find(|result| result.test_call == id));
    list_ui(&mut list, &found, result_of, own);
    if let Some(call) = chosen {
        let right = Rect::from_min_max(Pos2::new(left.right() + GAP, room.top()), room.max);
        let mut area = ui.new_child(UiBuilder::new().id_salt(("detail", call.id)).max_rect(right));
        let look = cx.test_calls.look(cx.document.revision(), version, call.id).map(|look| &**look);
        let shown = detail::Detail { cx, version, call, result: result_of(call.id), look };
        let mut editing = own.editing.filter(|(id, _)| *id == call.id).map(|(_, editing)| editing);
        detail::detail_ui(&mut area, &shown, &mut editing, commands);
        own.editing = editing.map(|editing| (call.id, editing));
    }
    ui.advance_cursor_after_rect(room);
}

/// Draws the button that creates a test call.
fn new_ui(ui: &mut Ui, commands: &mut Vec<Command>) {
    let new =
        ui.button("New test call").on_hover_text("A test call without answers and expectations, to be filled in.");
    if new.clicked() {
        commands.push(Command::TestCall(TestCallCommand::New));
    }
}

fn list_ui<'r>(
    ui: &mut Ui,
    found: &[&TestCall],
    result_of: impl Fn(TestCallId) -> Option<&'r CallResult>,
    own: &mut TestCallsPane,
) {
    if found.is_empty() {
        ui.label(theme::weak(ui, "No test call has this in its name.", theme::BODY));
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

/// The words of every kind of expectation, as the menu says them.
#[cfg(test)]
pub(crate) fn words_of_kinds() -> Vec<String> {
    kinds::Kind::options().into_iter().map(|(_, words)| words).collect()
}
