//! The lists next to the conversation: variables with their last changes, recorded passages, and the ledger of data that would have been sent
//! to external systems.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use egui::{Button, FontId, Pos2, RichText, Role, ScrollArea, Shape, Stroke, Ui, Vec2, WidgetInfo};

use crate::catalog::Effect;
use crate::catalog::text::clock_words;
use crate::sim::{Beat, CallState, Run, What};

use super::{header_row, title_at, variable};
use crate::app::command::{Command, PageCommand};
use crate::app::kit::row::{Cell, row_ui};
use crate::app::kit::theme;
use crate::app::services::simulation::Side;

/// Narrower lists have their tabs in two rows, in points.
const NARROW: f32 = 210.0;
/// The height of a line of a list.
const ROW: f32 = 20.0;
/// The clock among the read-only variables, which changes at every step.
const CLOCK: &str = "call.now";
/// The left edges of the second and third columns of events and ledger.
const AFTER_TIME: f32 = 48.0;
const AFTER_SYSTEM: f32 = 160.0;

/// Draws the lists.
pub(super) fn side_ui(
    ui: &mut Ui,
    run: &Run,
    (before, pinned): (Option<&CallState>, &BTreeSet<String>),
    shown: &mut Side,
    commands: &mut Vec<Command>,
) {
    let is_event = |beat: &&Beat| matches!(beat.what, What::Effect(Effect::Passage { .. }));
    let is_ledger = |beat: &&Beat| matches!(beat.what, What::Effect(Effect::Ledger { .. }));
    let events: Vec<&Beat> = run.beats().iter().filter(is_event).collect();
    let ledger: Vec<&Beat> = run.beats().iter().filter(is_ledger).collect();
    ui.spacing_mut().item_spacing.y = 4.0;
    let is_narrow = ui.available_width() < NARROW;
    let tabs = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.x = if is_narrow { 10.0 } else { 16.0 };
        ui.spacing_mut().button_padding = Vec2::ZERO;
        tab_ui(ui, shown, Side::Variables, "Variables");
        tab_ui(ui, shown, Side::Events, &format!("Events {}", events.len()));
        tab_ui(ui, shown, Side::Ledger, &format!("Ledger {}", ledger.len()));
    };
    if is_narrow {
        ui.horizontal_wrapped(tabs);
    } else {
        header_row(ui, tabs);
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    match shown {
        Side::Variables => variables_ui(ui, run, before, pinned, commands),
        Side::Events if events.is_empty() => {
            nothing_ui(ui, "No passages recorded yet. Turn on recording in the form of an action.");
        }
        Side::Events => beats_ui(ui, run, &events, commands),
        Side::Ledger if ledger.is_empty() => nothing_ui(ui, "Nothing was sent to an external system yet."),
        Side::Ledger => beats_ui(ui, run, &ledger, commands),
    }
}

fn tab_ui(ui: &mut Ui, shown: &mut Side, side: Side, words: &str) {
    let is_shown = *shown == side;
    let text = if is_shown {
        theme::strong(words, theme::BODY)
    } else {
        RichText::new(words).font(FontId::proportional(theme::BODY)).color(theme::of(ui).weak)
    };
    let tab = ui.add(Button::new(text).frame_when_inactive(false));
    tab.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_shown, words));
    if tab.clicked() {
        *shown = side;
    }
}

fn nothing_ui(ui: &mut Ui, words: &str) {
    ui.add_space(4.0);
    ui.add(egui::Label::new(theme::weak(ui, words, theme::SMALL)).wrap());
}

/// A row of the list of variables.
enum VariableRow<'a> {
    Variable { path: Cow<'a, str>, value: Cow<'a, str>, before: Option<Cow<'a, str>>, is_pinned: bool },
    CallGroup(usize),
}

fn variables_ui(
    ui: &mut Ui,
    run: &Run,
    before: Option<&CallState>,
    pinned: &BTreeSet<String>,
    commands: &mut Vec<Command>,
) {
    let chosen = variable::chosen_ui(ui, run, pinned, commands);
    let open_id = ui.make_persistent_id("call group");
    let is_open = ui.ctx().data(|data| data.get_temp::<bool>(open_id)).unwrap_or(true);
    let rows = variable_rows(run, before, is_open, pinned);
    let palette = theme::of(ui);
    let width = ui.available_width() - 8.0;
    let paths = rows.iter().map(|row| match row {
        VariableRow::Variable { path, .. } => path.len().min(64),
        VariableRow::CallGroup(_) => 0,
    });
    // The approximate width of a letter; longer text is shortened, with the full text on hover.
    let longest = f32::from(u8::try_from(paths.max().unwrap_or(0)).unwrap_or(64)) * 6.6;
    let least = 96.0_f32.min(width * 0.6);
    let after_path = (longest + 12.0).clamp(least, (width * 0.45).max(least));
    let scroll = ScrollArea::vertical().id_salt("variables").auto_shrink(false);
    scroll.show_rows(ui, ROW, rows.len(), |ui, shown| {
        for row in rows.get(shown).unwrap_or_default() {
            match row {
                VariableRow::Variable { path, value, before, is_pinned } => {
                    let words = |value: &str| if value.is_empty() { "not set".to_owned() } else { value.to_owned() };
                    let (text, color) = match before {
                        Some(before) => (format!("{} → {}", words(before), words(value)), palette.warning),
                        None if value.is_empty() => (words(value), palette.weak),
                        None => (words(value), palette.text),
                    };
                    let shown = if *is_pinned { Cow::Owned(format!("↑ {path}")) } else { Cow::Borrowed(&**path) };
                    let path_cell = Cell { text: &shown, color: palette.weak, left: 0.0, width: after_path - 12.0 };
                    let value_cell = Cell { text: &text, color, left: after_path, width: width - after_path };
                    let pinned = if *is_pinned { "Pinned: " } else { "" };
                    let name = format!("{pinned}{path}: {text}");
                    let row = row_ui(ui, &name, ROW, true, &[path_cell, value_cell]);
                    if row.on_hover_text("Click to pin or change it.").clicked() {
                        variable::choose(ui.ctx(), chosen, path);
                    }
                }
                VariableRow::CallGroup(count) => {
                    if group_ui(ui, *count, is_open) {
                        ui.ctx().data_mut(|data| data.insert_temp(open_id, !is_open));
                    }
                }
            }
        }
    });
}

/// Draws the heading of the variables of the call. Returns whether it was clicked.
fn group_ui(ui: &mut Ui, count: usize, is_open: bool) -> bool {
    let color = theme::of(ui).weak;
    let words = format!("The call itself ({count})");
    let cell = Cell { text: &words, color, left: 12.0, width: ui.available_width() - 20.0 };
    let name = if is_open { "Hide the variables of the call" } else { "Show the variables of the call" };
    let row = row_ui(ui, name, ROW, true, &[cell]);
    let center = Pos2::new(row.rect.left() + 4.0, row.rect.center().y);
    let corners = if is_open {
        [Vec2::new(-4.0, -2.0), Vec2::new(4.0, -2.0), Vec2::new(0.0, 3.0)]
    } else {
        [Vec2::new(-2.0, -4.0), Vec2::new(3.0, 0.0), Vec2::new(-2.0, 4.0)]
    };
    let corners = corners.iter().map(|corner| center + *corner).collect();
    ui.painter().add(Shape::convex_polygon(corners, color, Stroke::NONE));
    row.clicked()
}

/// The pinned variables, the variables of the flow, then those of the call; in all, those with a value or a recent change come first.
fn variable_rows<'a>(
    run: &'a Run,
    before: Option<&'a CallState>,
    is_call_open: bool,
    pinned: &BTreeSet<String>,
) -> Vec<VariableRow<'a>> {
    let of_call_before: BTreeMap<String, String> =
        before.map(|before| run.scene.read_only(before).into_iter().collect()).unwrap_or_default();
    let before_of = |path: &str, value: &str| {
        let before = match of_call_before.get(path) {
            Some(before) => Cow::Owned(before.clone()),
            None => Cow::Borrowed(before?.interaction.variable(path)),
        };
        (before != value && path != CLOCK).then_some(before)
    };
    let mut on_top = Vec::new();
    let mut rows = Vec::new();
    let mut empty = Vec::new();
    let mut of_call = Vec::new();
    let mut empty_of_call = Vec::new();
    let own = run.state().interaction.variables.iter();
    let own = own.map(|(path, value)| (false, Cow::Borrowed(path), Cow::Borrowed(value)));
    let call = run.scene.read_only(run.state()).into_iter();
    for (is_call, path, value) in own.chain(call.map(|(path, value)| (true, Cow::Owned(path), Cow::Owned(value)))) {
        let before = before_of(&path, &value);
        let is_empty = value.is_empty() && before.is_none();
        let is_pinned = pinned.contains(&*path);
        let row = VariableRow::Variable { path, value, before, is_pinned };
        match (is_call, is_empty) {
            _ if is_pinned => on_top.push(row),
            (false, false) => rows.push(row),
            (false, true) => empty.push(row),
            (true, false) => of_call.push(row),
            (true, true) => empty_of_call.push(row),
        }
    }
    on_top.append(&mut rows);
    let mut rows = on_top;
    rows.extend(empty);
    rows.push(VariableRow::CallGroup(of_call.len() + empty_of_call.len()));
    if is_call_open {
        rows.extend(of_call);
        rows.extend(empty_of_call);
    }
    rows
}

/// Draws events or ledger entries with their times; a click shows the action.
fn beats_ui(ui: &mut Ui, run: &Run, beats: &[&Beat], commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    let width = ui.available_width() - 8.0;
    let scroll = ScrollArea::vertical().id_salt("beats").auto_shrink(false).stick_to_bottom(true);
    scroll.show_rows(ui, ROW, beats.len(), |ui, shown| {
        for beat in beats.get(shown).unwrap_or_default() {
            let time = clock_words(beat.at_ms);
            let time_cell = Cell { text: &time, color: palette.weak, left: 4.0, width: AFTER_TIME - 8.0 };
            let cell = |text, left: f32, right: f32| Cell { text, color: palette.text, left, width: right - left };
            let title = beat.place.and_then(|place| title_at(run, place)).unwrap_or_default();
            let response = match &beat.what {
                What::Effect(Effect::Passage { branch, .. }) => {
                    let words = format!("{title} → {branch}");
                    let cells = [time_cell, cell(&words, AFTER_TIME, width)];
                    row_ui(ui, &format!("{time} {words}"), ROW, true, &cells)
                }
                What::Effect(Effect::Ledger { system, what }) => {
                    let after_system = AFTER_SYSTEM.min(width * 0.45);
                    let system_cell =
                        Cell { color: palette.weak, ..cell(system.as_str(), AFTER_TIME, after_system - 8.0) };
                    let cells = [time_cell, system_cell, cell(what.as_str(), after_system, width)];
                    row_ui(ui, &format!("{time} {system}: {what}"), ROW, true, &cells)
                }
                _ => continue,
            };
            if response.clicked()
                && let Some(place) = beat.place
            {
                commands.push(Command::Page(PageCommand::Reveal(place)));
            }
        }
    });
}
