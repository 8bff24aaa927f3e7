//! The header of a version page: name, status and problems at the left, buttons at the right; and the banner of a read-only version.

use egui::Ui;

use crate::lifecycle::plan::plan_words;
use crate::lifecycle::{Act, offered};
use crate::model::{Plan, Project, Version};

use super::Page;
use crate::app::command::{BottomPane, Command, PaneCommand, SimCommand};
use crate::app::kit::channel_words::words;
use crate::app::kit::theme;
use crate::app::kit::verdict::color_of;
use crate::app::kit::version_marks::{entry_points, is_changed_outside, problem_chips};
use crate::app::parts::compare;
use crate::app::services::paths;
use crate::app::services::test_calls;
use crate::sim::suite::Verdict;

/// Draws name and state at the left, buttons at the right. Where there is no room for all of it, the tags of what was found get a row of their own,
/// and then the buttons.
pub(super) fn header_ui(ui: &mut Ui, page: &Page<'_>, commands: &mut Vec<Command>) {
    let version = page.version;
    let right_to_left = egui::Layout::right_to_left(egui::Align::Center);
    // The last width of the buttons, which depends on the status.
    let drawn = ui.scope_id().with(("buttons", version.id));
    let known = ui.data(|data| data.get_temp::<f32>(drawn));
    let buttons = known.unwrap_or(USUAL_BUTTONS);
    let note = |ui: &Ui| {
        let width = ui.min_rect().width();
        ui.data_mut(|data| data.insert_temp(drawn, width));
        // The buttons may be at the wrong position in this pass, so it is discarded.
        if known.is_none_or(|known| (known - width).abs() > 1.0) {
            ui.ctx().request_discard("the buttons of the page are measured");
        }
    };
    let name = ui.painter().layout_no_wrap(
        version.info.name.clone(),
        egui::FontId::new(theme::TITLE, theme::semibold()),
        theme::of(ui).text,
    );
    let (status, findings) = (room_for_status(ui, page), room_for_findings(ui, page));
    let left = ui.available_width() - name.size().x.min(MOST_NAME) - buttons - 16.0 - status;
    let is_one_row = left >= findings;
    let room = if is_one_row { status + findings + (left - findings).min(PROBLEMS) } else { status };
    let name = |ui: &mut Ui, commands: &mut Vec<Command>| {
        name_ui(ui, page, room);
        if is_one_row {
            findings_ui(ui, page, commands);
        }
    };
    if left >= 0.0 {
        ui.horizontal(|ui| {
            // The buttons come first, so that a long name leaves room for them.
            ui.with_layout(right_to_left, |ui| {
                buttons_ui(ui, page, commands);
                note(ui);
                let left_to_right = egui::Layout::left_to_right(egui::Align::Center);
                ui.with_layout(left_to_right, |ui| name(ui, commands));
            });
        });
    } else {
        ui.horizontal(|ui| name(ui, commands));
        ui.horizontal_wrapped(|ui| buttons_ui(ui, page, commands));
    }
    if !is_one_row {
        ui.horizontal_wrapped(|ui| findings_ui(ui, page, commands));
    }
}

/// The assumed width of the buttons before they are measured, and the most width of the name.
const USUAL_BUTTONS: f32 = 340.0;
const MOST_NAME: f32 = 280.0;

/// The width of the tags for status and plan.
fn room_for_status(ui: &Ui, page: &Page<'_>) -> f32 {
    let info = &page.version.info;
    let status = if info.in_test { IN_TEST } else { info.status.words() };
    let plan = info.planned.as_ref().map(|plan| theme::tag_width(ui, &plan_chip(plan, theme::of(ui)).0));
    theme::tag_width(ui, status) + plan.unwrap_or_default()
}

/// The width of the tags for test calls, coverage and paths, with the widest words that each may get.
fn room_for_findings(ui: &Ui, page: &Page<'_>) -> f32 {
    let count = test_call_count(page.project, page.version);
    let calls = count.map_or(0.0, |count| calls_width(ui, count) + coverage_width(ui, page.version));
    calls + paths_width(ui)
}

/// The most room for the tag of the problems.
const PROBLEMS: f32 = 160.0;

/// The width of the tag of the test calls, whatever passes.
fn calls_width(ui: &Ui, count: usize) -> f32 {
    theme::tag_width(ui, &format!("{count} of {count} test calls pass"))
}

/// The width of the tag of the coverage, whatever is passed. An action has a few branches.
fn coverage_width(ui: &Ui, version: &Version) -> f32 {
    let is_small = version.flow.actions.len() < 20;
    theme::tag_width(ui, if is_small { "00 of 00 branches" } else { "0000 of 0000 branches" })
}

/// Draws a tag with a width that does not depend on its words, so that nothing moves when the words arrive.
fn tag_ui(ui: &mut Ui, words: &str, color: egui::Color32, width: f32) -> egui::Response {
    let text = egui::RichText::new(words).size(theme::SMALL).color(color);
    let width = width - ui.spacing().item_spacing.x;
    if ui.layout().main_wrap() && width > ui.available_size_before_wrap().x {
        ui.end_row();
    }
    ui.add(egui::Button::new(text).corner_radius(10).min_size(egui::vec2(width, 0.0)))
}

/// The width of the tag of the paths, whatever is proven.
fn paths_width(ui: &Ui) -> f32 {
    theme::tag_width(ui, paths::words(crate::sim::paths::Verdict::ProvenIf))
}

/// The status of a version that is in test, which is always one in development.
const IN_TEST: &str = "In test";

/// Draws the status, and where a version in test is reached.
fn status_chip(ui: &mut Ui, page: &Page<'_>) {
    let Page { project, version, .. } = *page;
    let palette = theme::of(ui);
    if !version.info.in_test {
        theme::chip(ui, version.info.status.words(), palette.weak);
        return;
    }
    let numbers = entry_points(project, version);
    let at = if numbers.is_empty() { "no entry point yet".to_owned() } else { numbers.join(", ") };
    let words = format!("In development, and in test at {at}");
    theme::chip(ui, IN_TEST, palette.ok).on_hover_text(theme::for_display(words));
}

fn plan_chip(plan: &Plan, palette: &theme::Palette) -> (String, egui::Color32) {
    let at = plan.at.format("%-d %b, %H:%M");
    match plan.missed {
        None => (format!("Planned · {at}"), palette.accent),
        Some(_) => (format!("Missed · {at}"), palette.warning),
    }
}

/// Draws the name, which leaves `room` for what follows it.
fn name_ui(ui: &mut Ui, page: &Page<'_>, room: f32) {
    let version = page.version;
    let palette = theme::of(ui);
    theme::name_before(ui, theme::strong(&version.info.name, theme::TITLE), room);
    status_chip(ui, page);
    if let Some(plan) = &version.info.planned {
        let (words, color) = plan_chip(plan, palette);
        theme::chip(ui, words, color).on_hover_text(plan_words(plan));
    }
}

/// Draws what is known of the version: problems, test calls, coverage and paths.
fn findings_ui(ui: &mut Ui, page: &Page<'_>, commands: &mut Vec<Command>) {
    test_call_chip(ui, page, commands);
    coverage_chip(ui, page, commands);
    paths_chip(ui, page, commands);
    // Last, since a version without problems has no such tag.
    problem_chips(ui, page.cx.problems.all(), page.version.id, commands);
}

fn buttons_ui(ui: &mut Ui, page: &Page<'_>, commands: &mut Vec<Command>) {
    let Page { project, version, .. } = *page;
    // The other acts are on the page of the routing.
    let is_here = |act: &Act| matches!(act, Act::PutInProduction | Act::PutBack | Act::PutInTest);
    for act in offered(version).into_iter().filter(is_here) {
        let is_promotion = matches!(act, Act::PutInProduction | Act::PutBack);
        let button = if is_promotion { theme::primary_button(ui, act.words()) } else { egui::Button::new(act.words()) };
        if ui.add(button).clicked() {
            commands.push(Command::OfVersion(version.id, act));
        }
    }
    let try_out = words(project.channel_of(version.id)).try_out;
    if ui.button(try_out).on_hover_text("Step a simulated customer through this version").clicked() {
        commands.push(Command::Sim(SimCommand::Start(version.id)));
    }
    compare::menu::button_ui(ui, egui::Button::new("Compare…"), project, version, commands);
}

/// Draws the read-only banner, and the choices where the version was changed outside.
pub(super) fn banner_ui(ui: &mut Ui, page: &Page<'_>, commands: &mut Vec<Command>) {
    let Page { cx, version, .. } = *page;
    let duplicate = || Command::OfVersion(version.id, Act::Duplicate);
    ui.horizontal_wrapped(|ui| {
        ui.label(format!("This version is {} and read-only.", version.info.status.words().to_lowercase()));
        if ui.button("Duplicate to edit").clicked() {
            commands.push(duplicate());
        }
    });
    if is_changed_outside(cx.problems.all(), version.id) {
        let warning = theme::of(ui).warning;
        ui.horizontal_wrapped(|ui| {
            let words = "It was changed outside of Signalbox after it became read-only.";
            ui.label(egui::RichText::new(words).color(warning));
            if ui.button("Copy into development").clicked() {
                commands.push(duplicate());
            }
            if ui.button(Act::Accept.words()).clicked() {
                commands.push(Command::OfVersion(version.id, Act::Accept));
            }
        });
    }
}

/// Draws whether a caller can get stuck; a click shows why. While that is not known, the tag names only the pane.
fn paths_chip(ui: &mut Ui, page: &Page<'_>, commands: &mut Vec<Command>) {
    let Page { cx, version, .. } = *page;
    let palette = theme::of(ui);
    let (words, color) = match cx.paths.of(cx.document.revision(), version.id) {
        None => ("Every path", palette.weak),
        Some(proof) => (paths::words(proof.verdict), color_of(palette, proof.verdict)),
    };
    let width = paths_width(ui);
    if tag_ui(ui, words, color, width).on_hover_text("Show whether a caller can get stuck").clicked() {
        commands.push(Command::Pane(PaneCommand::ShowBottom(BottomPane::Paths)));
    }
}

/// How many test calls the page says something of: those of a version that can still be changed.
fn test_call_count(project: &Project, version: &Version) -> Option<usize> {
    let count = project.test_calls.values().filter(|call| call.routing == version.info.routing).count();
    (count > 0 && !version.info.status.is_read_only()).then_some(count)
}

/// Draws how many test calls pass; a click lists them. While they are being played, the tag says how many there are, so that nothing
/// moves when the results arrive.
fn test_call_chip(ui: &mut Ui, page: &Page<'_>, commands: &mut Vec<Command>) {
    let Page { cx, project, version, .. } = *page;
    let Some(count) = test_call_count(project, version) else { return };
    let palette = theme::of(ui);
    let (words, color) = match cx.test_calls.of(cx.document.revision(), version.id) {
        None => (format!("{count} test call{}", if count == 1 { "" } else { "s" }), palette.weak),
        Some(results) => {
            let is_good = results.iter().all(|result| result.verdict == Verdict::Passes);
            (test_calls::words(results), if is_good { palette.ok } else { palette.error })
        }
    };
    let width = calls_width(ui, count);
    if tag_ui(ui, &words, color, width).on_hover_text("Show the test calls").clicked() {
        commands.push(Command::Pane(PaneCommand::ShowBottom(BottomPane::TestCalls)));
    }
}

/// Draws how many branches the test calls pass, with a bar; a click lists them. While they are being counted, the tag says so.
fn coverage_chip(ui: &mut Ui, page: &Page<'_>, commands: &mut Vec<Command>) {
    let Page { cx, project, version, .. } = *page;
    if test_call_count(project, version).is_none() {
        return;
    }
    let palette = theme::of(ui);
    let known = cx.coverage.of(cx.document.revision(), version.id);
    let is_whole = known.is_some_and(|coverage| coverage.missing_branches().next().is_none());
    let color = if is_whole { palette.ok } else { palette.warning };
    let words = known.map_or_else(|| "Coverage".to_owned(), |coverage| coverage.branches_words());
    let hover = "What the test calls pass. Click to list it.";
    let (width, ink) = (coverage_width(ui, version), if known.is_some() { color } else { palette.weak });
    let chip = tag_ui(ui, &words, ink, width).on_hover_text(hover);
    if let Some(coverage) = known {
        let whole = chip.rect.shrink2(egui::vec2(8.0, 0.0));
        let share = f32::from(u8::try_from(coverage.percent()).unwrap_or(100)) / 100.0;
        let bar = |width| {
            let corner = egui::pos2(whole.left(), whole.bottom() - 3.0);
            egui::Rect::from_min_size(corner, egui::vec2(width, 2.0))
        };
        ui.painter().rect_filled(bar(whole.width()), 1, palette.line);
        ui.painter().rect_filled(bar(whole.width() * share), 1, color);
    }
    if chip.clicked() {
        commands.push(Command::Pane(PaneCommand::ShowBottom(BottomPane::Coverage)));
    }
}
