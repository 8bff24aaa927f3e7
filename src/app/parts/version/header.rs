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

/// Draws name and state at the left, buttons at the right; where there is no room for both, the buttons get a row of their own.
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
    let room = room_for_chips(ui, page);
    if ui.available_width() < name.size().x.min(MOST_NAME) + room + buttons + 16.0 {
        ui.horizontal(|ui| name_ui(ui, page, room, commands));
        ui.horizontal(|ui| {
            ui.with_layout(right_to_left, |ui| {
                buttons_ui(ui, page, commands);
                note(ui);
            });
        });
        return;
    }
    ui.horizontal(|ui| {
        // The buttons come first, so that a long name leaves room for them.
        ui.with_layout(right_to_left, |ui| {
            buttons_ui(ui, page, commands);
            note(ui);
            let left_to_right = egui::Layout::left_to_right(egui::Align::Center);
            ui.with_layout(left_to_right, |ui| name_ui(ui, page, room, commands));
        });
    });
}

/// The assumed width of the buttons before they are measured, and the most width of the name.
const USUAL_BUTTONS: f32 = 420.0;
const MOST_NAME: f32 = 280.0;

/// The width of the tags for status, test, plan and problems.
fn room_for_chips(ui: &Ui, page: &Page<'_>) -> f32 {
    const AROUND: f32 = 26.0;
    const PROBLEMS: f32 = 150.0;
    let Page { cx, project, version, .. } = *page;
    let palette = theme::of(ui);
    let status = Some(if version.info.in_test { IN_TEST } else { version.info.status.words() }.to_owned());
    let plan = version.info.planned.as_ref().map(|plan| plan_chip(plan, palette).0);
    // The widest words, whatever passes.
    let calls = test_call_count(project, version).map(|count| format!("{count} of {count} test calls pass"));
    let coverage = calls.is_some().then(|| "000 of 000 branches".to_owned());
    let font = egui::FontId::proportional(theme::SMALL);
    let width = |words: String| ui.painter().layout_no_wrap(words, font.clone(), palette.text).size().x + AROUND;
    let paths = Some(paths::words(crate::sim::paths::Verdict::ProvenIf).to_owned());
    let chips: f32 = [status, plan, calls, coverage, paths].into_iter().flatten().map(width).sum();
    let has_problems = cx.problems_of(version.id).next().is_some();
    chips + if has_problems { PROBLEMS } else { 0.0 }
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
fn name_ui(ui: &mut Ui, page: &Page<'_>, room: f32, commands: &mut Vec<Command>) {
    let Page { cx, version, .. } = *page;
    let palette = theme::of(ui);
    theme::name_before(ui, theme::strong(&version.info.name, theme::TITLE), room);
    status_chip(ui, page);
    if let Some(plan) = &version.info.planned {
        let (words, color) = plan_chip(plan, palette);
        theme::chip(ui, words, color).on_hover_text(plan_words(plan));
    }
    problem_chips(ui, cx.problems.all(), version.id, commands);
    test_call_chip(ui, page, commands);
    coverage_chip(ui, page, commands);
    paths_chip(ui, page, commands);
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
    let text = egui::RichText::new(words).size(theme::SMALL).color(color);
    if ui.add(egui::Button::new(text).corner_radius(10)).on_hover_text("Show whether a caller can get stuck").clicked()
    {
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
    let text = egui::RichText::new(words).size(theme::SMALL).color(color);
    if ui.add(egui::Button::new(text).corner_radius(10)).on_hover_text("Show the test calls").clicked() {
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
    let text = egui::RichText::new(words).size(theme::SMALL).color(if known.is_some() { color } else { palette.weak });
    let hover = "What the test calls pass. Click to list it.";
    let chip = ui.add(egui::Button::new(text).corner_radius(10)).on_hover_text(hover);
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
