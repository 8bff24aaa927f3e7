//! A version: header, palette, canvas, and the form of the selected action (spec: designer §1, §2).

use egui::{Frame, Margin, Panel, Ui};

use crate::edit::{Edit, Spot};
use crate::lifecycle::plan::plan_words;
use crate::lifecycle::{Act, may, offered};
use crate::lint::Subject;
use crate::model::{Plan, Project, Version, VersionId};

use super::super::command::{Command, SimCommand};
use super::super::dispatch::after;
use super::super::focus::{self, Zone};
use super::super::form::{FormCx, form_ui};
use super::super::simulation::words;
use super::super::state::State;
use super::super::theme;
use super::super::view::Pane;
use super::compare;
use super::executions;
use super::palette::palette_ui;
use super::version_acts::{accept, command_of};
use super::version_canvas::canvas;
use super::version_card::{entry_points, is_changed_outside, problem_chips};

/// Draws it.
pub fn version_ui(ui: &mut Ui, state: &mut State, id: VersionId, commands: &mut Vec<Command>) {
    let project = state.project().clone();
    let Some(version) = project.versions.get(&id).cloned() else { return };
    let is_read_only = may(&version, Act::Edit).is_err();
    Panel::top("version header")
        .frame(bar_frame(ui))
        .resizable(false)
        .show(ui, |ui| header(ui, state, &project, &version, commands));
    if is_read_only {
        Panel::top("read-only")
            .frame(banner_frame(ui))
            .resizable(false)
            .show(ui, |ui| banner(ui, state, &project, &version, commands));
    }
    if executions::tabs_ui(ui, state, &version, commands) {
        executions::history_ui(ui, state, &version, commands);
        return;
    }
    if !is_read_only {
        let size = state.panels.size(Pane::Palette, 200.0);
        let panel = Panel::left("palette").default_size(size).size_range(150.0..=280.0).frame(side_frame(ui));
        let shown = panel.show(ui, |ui| {
            let chosen = palette_ui(ui, &mut state.palette_search, project.channel_of(id));
            if let Some(kind) = chosen {
                commands.push(add_after_selection(state, &project, &version, kind));
            }
        });
        state.panels.note(Pane::Palette, shown.response.rect.width());
    }
    let ctx = ui.ctx().clone();
    let selected = state.view(id).only_selected();
    let action = selected.and_then(|action| version.flow.actions.get(&action)).cloned();
    if let Some(action) = action {
        let form = |ui: &mut Ui| {
            let place = crate::model::walk::Place { version: id, action: action.id };
            let problems: Vec<_> = state
                .problems
                .all()
                .iter()
                .filter(|problem| problem.subject == Subject::Action(place))
                .cloned()
                .collect();
            form_ui(
                ui,
                &FormCx { project: &project, version: &version, action: &action, problems: &problems, is_read_only },
                commands,
            );
        };
        let size = state.panels.size(Pane::Form, 320.0);
        let panel = Panel::right("form").default_size(size).size_range(260.0..=520.0).frame(side_frame(ui));
        let shown = focus::zone(&ctx, Zone::Right, || panel.show(ui, form));
        state.panels.note(Pane::Form, shown.response.rect.width());
    }
    egui::CentralPanel::no_frame().show(ui, |ui| canvas(ui, state, &project, &version, is_read_only, commands));
}

fn bar_frame(ui: &Ui) -> Frame {
    Frame::new().fill(theme::of(ui).panel).inner_margin(Margin::symmetric(12, 8))
}

fn banner_frame(ui: &Ui) -> Frame {
    Frame::new().fill(theme::of(ui).selected).inner_margin(Margin::symmetric(12, 6))
}

fn side_frame(ui: &Ui) -> Frame {
    Frame::new().fill(theme::of(ui).panel).inner_margin(Margin::symmetric(10, 10))
}

/// Name and state at the left, buttons at the right; where there is no room for both, the buttons have a row of their own.
fn header(ui: &mut Ui, state: &State, project: &Project, version: &Version, commands: &mut Vec<Command>) {
    let right_to_left = egui::Layout::right_to_left(egui::Align::Center);
    // How wide the buttons were when they were drawn last: they change with the status.
    let drawn = ui.scope_id().with(("buttons", version.id));
    let known = ui.data(|data| data.get_temp::<f32>(drawn));
    let buttons = known.unwrap_or(USUAL_BUTTONS);
    let note = |ui: &Ui| {
        let width = ui.min_rect().width();
        ui.data_mut(|data| data.insert_temp(drawn, width));
        // They may have been given the wrong place: nobody need see that.
        if known.is_none_or(|known| (known - width).abs() > 1.0) {
            ui.ctx().request_discard("the buttons of the page are measured");
        }
    };
    let name = ui.painter().layout_no_wrap(
        version.info.name.clone(),
        egui::FontId::new(theme::TITLE, theme::semibold()),
        theme::of(ui).text,
    );
    let room = room_for_chips(ui, state, project, version);
    if ui.available_width() < name.size().x.min(MOST_NAME) + room + buttons + 16.0 {
        ui.horizontal(|ui| name_ui(ui, state, project, (version, room), commands));
        ui.horizontal(|ui| {
            ui.with_layout(right_to_left, |ui| {
                buttons_ui(ui, state, project, version, commands);
                note(ui);
            });
        });
        return;
    }
    ui.horizontal(|ui| {
        // The buttons come first, so that a long name leaves room for them.
        ui.with_layout(right_to_left, |ui| {
            buttons_ui(ui, state, project, version, commands);
            note(ui);
            let left_to_right = egui::Layout::left_to_right(egui::Align::Center);
            ui.with_layout(left_to_right, |ui| name_ui(ui, state, project, (version, room), commands));
        });
    });
}

/// The room of the buttons until it is known, and the widest name that the buttons leave room for.
const USUAL_BUTTONS: f32 = 640.0;
const MOST_NAME: f32 = 280.0;

/// The room for status, test, plan and problems beside the name.
fn room_for_chips(ui: &Ui, state: &State, project: &Project, version: &Version) -> f32 {
    const AROUND: f32 = 26.0;
    const PROBLEMS: f32 = 150.0;
    let palette = theme::of(ui);
    let status = Some(version.info.status.words().to_owned());
    let test = version.info.in_test.then(|| test_chip(project, version));
    let plan = version.info.planned.as_ref().map(|plan| plan_chip(plan, palette).0);
    let font = egui::FontId::proportional(theme::SMALL);
    let width = |words: String| ui.painter().layout_no_wrap(words, font.clone(), palette.text).size().x + AROUND;
    let chips: f32 = [status, test, plan].into_iter().flatten().map(width).sum();
    let has_problems = state.problems.all().iter().any(|problem| problem.version() == Some(version.id));
    chips + if has_problems { PROBLEMS } else { 0.0 }
}

fn test_chip(project: &Project, version: &Version) -> String {
    let numbers = entry_points(project, version);
    numbers.first().map_or_else(|| "In test".to_owned(), |number| format!("In test · {number}"))
}

fn plan_chip(plan: &Plan, palette: &theme::Palette) -> (String, egui::Color32) {
    let at = plan.at.format("%-d %b, %H:%M");
    match plan.missed {
        None => (format!("Planned · {at}"), palette.accent),
        Some(_) => (format!("Missed · {at}"), palette.warning),
    }
}

/// The name, which leaves that much room for what stands beside it.
fn name_ui(
    ui: &mut Ui,
    state: &State,
    project: &Project,
    (version, room): (&Version, f32),
    commands: &mut Vec<Command>,
) {
    let palette = theme::of(ui);
    theme::name_before(ui, theme::strong(&version.info.name, theme::TITLE), room);
    theme::chip(ui, version.info.status.words(), palette.weak);
    if version.info.in_test {
        theme::chip(ui, test_chip(project, version), palette.ok);
    }
    if let Some(plan) = &version.info.planned {
        let (words, color) = plan_chip(plan, palette);
        theme::chip(ui, words, color).on_hover_text(plan_words(plan));
    }
    problem_chips(ui, &state.problems, version.id, commands);
}

fn buttons_ui(ui: &mut Ui, state: &State, project: &Project, version: &Version, commands: &mut Vec<Command>) {
    // The others stand on the page of the routing.
    let is_here = |act: &Act| matches!(act, Act::PutInProduction | Act::PutBack | Act::PutInTest | Act::RemoveFromTest);
    for act in offered(version).into_iter().filter(is_here) {
        let is_promotion = matches!(act, Act::PutInProduction | Act::PutBack);
        let button = if is_promotion { theme::primary_button(ui, act.words()) } else { egui::Button::new(act.words()) };
        if ui.add(button).clicked() {
            commands.push(command_of(project, version, act));
        }
    }
    let try_out = words(project.channel_of(version.id)).try_out;
    if ui.button(try_out).on_hover_text("Step a mock customer through this version").clicked() {
        commands.push(Command::Sim(SimCommand::Start(version.id)));
    }
    compare::menu::button_ui(ui, egui::Button::new("Compare…"), project, version, commands);
    ui.add_space(8.0);
    let zoom = state.views.get(&version.id).map_or(1.0, |view| view.canvas.zoom());
    if ui.button(format!("{:.0} %", zoom * 100.0)).on_hover_text("Zoom to 100 %").clicked() {
        commands.push(Command::ZoomReset);
    }
    if ui.button("Fit").on_hover_text("Show the whole tree").clicked() {
        commands.push(Command::Fit);
    }
    let is_editable = may(version, Act::Edit).is_ok();
    if ui.add_enabled(is_editable, egui::Button::new("Tidy")).on_hover_text("Lay the tree out").clicked() {
        commands.push(Command::Tidy);
    }
    let undo = state.undo_words();
    let hover = undo.map_or_else(|| "Nothing to undo".to_owned(), |words| format!("Undo: {}", words.to_lowercase()));
    if ui.add_enabled(undo.is_some(), egui::Button::new("Undo")).on_hover_text(hover).clicked() {
        commands.push(Command::Undo);
    }
}

/// That it is read-only, and where its file was changed outside, what can be done about that.
fn banner(ui: &mut Ui, state: &State, project: &Project, version: &Version, commands: &mut Vec<Command>) {
    let duplicate = || command_of(project, version, Act::Duplicate);
    ui.horizontal_wrapped(|ui| {
        ui.label(format!("This version is {} and read-only.", version.info.status.words().to_lowercase()));
        if ui.button("Duplicate to edit").clicked() {
            commands.push(duplicate());
        }
    });
    if is_changed_outside(&state.problems, version.id) {
        let warning = theme::of(ui).warning;
        ui.horizontal_wrapped(|ui| {
            let words = "It was changed outside of Signalbox after it became read-only.";
            ui.label(egui::RichText::new(words).color(warning));
            if ui.button("Copy into development").clicked() {
                commands.push(duplicate());
            }
            if ui.button(Act::Accept.words()).clicked() {
                commands.push(accept(version));
            }
        });
    }
}

fn add_after_selection(state: &mut State, project: &Project, version: &Version, kind: &str) -> Command {
    let selected = state.view(version.id).only_selected().and_then(|id| version.flow.actions.get(&id));
    let spot = selected.or(version.flow.start()).and_then(|action| after(project, version.id, action.id));
    Command::edit(Edit::AddAction {
        version: version.id,
        kind: kind.to_owned(),
        spot: spot.unwrap_or(Spot::Free),
        pos: None,
    })
}
