//! The docks: the bottom pane, or the simulation at the right, each with a strip of pane names.

use egui::{Frame, Margin, Panel, Ui};

use super::state::State;
use crate::app::command::{BottomPane, Command, Pane, PaneCommand};
use crate::app::kit::focus::{self, Zone};
use crate::app::kit::theme;
use crate::app::parts::{coverage, failures, history, paths, problems, simulation, test_calls, time};
use crate::app::services::area::Area;
use crate::app::services::panes::{Panes, is_narrow};

/// Draws the bottom pane, or only its strip while it is hidden or idle; and the simulation at the right, if it is docked there.
pub(super) fn docks_ui(ui: &mut Ui, state: &mut State, commands: &mut Vec<Command>) {
    let ctx = ui.ctx().clone();
    // The panes reach the edges and have margins of their own.
    let frame = Frame::new().fill(theme::of(ui).panel);
    let panes = &state.window.panes;
    let is_right = panes.is_simulation_right(ctx.content_rect().width())
        && panes.bottom
        && panes.bottom_panel == BottomPane::Simulation;
    let resized = if is_right {
        let size = panes.size(Pane::Simulation, 380.0);
        let dock = Panel::right("simulation").default_size(size).size_range(320.0..=620.0).frame(frame);
        let shown = focus::zone(&ctx, Zone::Bottom, || dock.show(ui, |ui| bottom_ui(ui, state, true, commands)));
        state.cx().resized(Pane::Simulation, shown.response.rect.width())
    } else if !panes.bottom || is_idle(state) {
        // A hidden or idle pane leaves its room to the page.
        let dock = Panel::bottom("idle bottom").resizable(false).frame(frame);
        focus::zone(&ctx, Zone::Bottom, || dock.show(ui, |ui| strip_ui(ui, state, false, commands)));
        None
    } else {
        let height = (ctx.content_rect().height() * 0.3).clamp(160.0, 300.0);
        let size = panes.size(Pane::Bottom, height);
        let dock = Panel::bottom("bottom").default_size(size).size_range(140.0..=620.0).frame(frame);
        let shown = focus::zone(&ctx, Zone::Bottom, || dock.show(ui, |ui| bottom_ui(ui, state, false, commands)));
        state.cx().resized(Pane::Bottom, shown.response.rect.height())
    };
    commands.extend(resized);
}

/// Whether the bottom pane shows a simulation without a run.
fn is_idle(state: &State) -> bool {
    let is_simulation = state.window.panes.bottom_panel == BottomPane::Simulation;
    is_simulation && state.version_shown().is_none() && state.parts.simulation.run().is_none()
}

/// The room that the buttons of the strip need, and that of the menu of other panes.
const STRIP_BUTTONS: f32 = 170.0;
const OTHERS: f32 = 106.0;
/// The room of the button that hides the pane.
const HIDE: f32 = 64.0;

/// Draws the names of the panes in one row. Where there is no room for all of them, the last ones are in a menu.
fn names_ui(ui: &mut Ui, panes: &Panes, room: f32, commands: &mut Vec<Command>) {
    let is_current = |pane: BottomPane| panes.bottom && panes.bottom_panel == pane;
    let widths = BottomPane::ALL.map(|(_, name)| width_of(ui, name));
    let mut count = fitting(&widths, room, OTHERS);
    let is_cut = count < BottomPane::ALL.len();
    let current = BottomPane::ALL.iter().skip(count).find(|(pane, _)| is_current(*pane));
    if let (true, Some((_, name))) = (is_cut, current) {
        // The one shown is never in the menu.
        count = fitting(widths.get(..count).unwrap_or_default(), room - OTHERS - width_of(ui, name), 0.0);
    }
    let (first, rest) = BottomPane::ALL.split_at(count);
    for (pane, name) in first.iter().chain(current) {
        if ui.selectable_label(is_current(*pane), *name).clicked() {
            commands.push(Command::Pane(PaneCommand::ShowBottom(*pane)));
        }
    }
    if is_cut {
        others_ui(ui, rest.iter().filter(|(pane, _)| !is_current(*pane)), commands);
    }
}

/// The width of a name in the strip, with the space after it.
fn width_of(ui: &Ui, name: &str) -> f32 {
    let font = egui::TextStyle::Button.resolve(ui.style());
    let text = ui.painter().layout_no_wrap(name.to_owned(), font, egui::Color32::PLACEHOLDER);
    text.size().x + 2.0 * ui.spacing().button_padding.x + ui.spacing().item_spacing.x
}

/// How many of the first widths fit in a room: all of them, or so many that a menu fits too.
fn fitting(widths: &[f32], room: f32, menu: f32) -> usize {
    if widths.iter().sum::<f32>() <= room {
        return widths.len();
    }
    let mut left = room - menu;
    widths
        .iter()
        .take_while(|width| {
            left -= *width;
            left >= 0.0
        })
        .count()
}

/// Draws panes as a menu.
fn others_ui<'a>(
    ui: &mut Ui,
    panes: impl Iterator<Item = &'a (BottomPane, &'static str)>,
    commands: &mut Vec<Command>,
) {
    ui.menu_button("Other panes", |ui| {
        for (pane, name) in panes {
            if ui.button(*name).clicked() {
                commands.push(Command::Pane(PaneCommand::ShowBottom(*pane)));
                ui.close();
            }
        }
    });
}

/// Draws the name of the pane at the right, and the others as a menu: a narrow pane has no room for their names.
fn names_menu_ui(ui: &mut Ui, panes: &Panes, commands: &mut Vec<Command>) {
    let is_shown = |pane: BottomPane| panes.bottom_panel == pane;
    if let Some((_, name)) = BottomPane::ALL.iter().find(|(pane, _)| is_shown(*pane)) {
        ui.label(theme::strong(*name, theme::BODY));
    }
    others_ui(ui, BottomPane::ALL.iter().filter(|(pane, _)| !is_shown(*pane)), commands);
}

/// Draws the names of the panes, and the buttons of the pane shown.
fn strip_ui(ui: &mut Ui, state: &State, is_at_right: bool, commands: &mut Vec<Command>) {
    let panes = &state.window.panes;
    let strip = Frame::new().inner_margin(Margin { left: 12, right: 12, top: 6, bottom: 4 });
    strip.show(ui, |ui| {
        ui.horizontal_top(|ui| {
            let is_simulation = panes.bottom_panel == BottomPane::Simulation;
            let can_dock = is_simulation && !is_narrow(ui.ctx().content_rect().width());
            let buttons = match (panes.bottom, can_dock) {
                (false, _) => 0.0,
                (true, false) => HIDE,
                (true, true) => STRIP_BUTTONS,
            };
            let room = ui.available_width() - buttons;
            if is_at_right {
                names_menu_ui(ui, panes, commands);
            } else {
                names_ui(ui, panes, room, commands);
            }
            if !panes.bottom {
                return;
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
                if ui.button("Hide").on_hover_text("Hide this pane").clicked() {
                    commands.push(Command::Pane(PaneCommand::ToggleBottom));
                }
                let words = if is_at_right { "Dock below" } else { "Dock right" };
                if can_dock && ui.button(words).clicked() {
                    commands.push(Command::Pane(PaneCommand::DockSimulation));
                }
            });
        });
    });
}

/// Draws the chosen pane below the strip.
fn bottom_ui(ui: &mut Ui, state: &mut State, is_at_right: bool, commands: &mut Vec<Command>) {
    state.services.keeper.draws(Area::Bottom);
    strip_ui(ui, state, is_at_right, commands);
    let (shown, project) = (state.version_shown(), state.project().clone());
    let session = state.session.number;
    ui.push_id(session, |ui| match state.window.panes.bottom_panel {
        BottomPane::Simulation => {
            state.services.keeper.draws(Area::Simulation);
            let own = &mut state.parts.simulation;
            simulation::simulation_ui(ui, own, &project, shown, is_at_right, commands);
        }
        BottomPane::History => {
            state.services.keeper.draws(Area::History);
            history::history_ui(ui, &project, &mut state.parts.history);
        }
        BottomPane::TestCalls => {
            state.services.keeper.draws(Area::TestCalls);
            let (cx, parts) = state.split();
            test_calls::test_calls_ui(ui, &cx, &mut parts.test_calls, commands);
        }
        BottomPane::Paths => {
            state.services.keeper.draws(Area::Paths);
            paths::paths_ui(ui, &state.cx(), commands);
        }
        BottomPane::Failures => {
            state.services.keeper.draws(Area::Failures);
            failures::failures_ui(ui, &state.cx(), commands);
        }
        BottomPane::Time => {
            state.services.keeper.draws(Area::Time);
            let (cx, parts) = state.split();
            time::time_ui(ui, &cx, &mut parts.time, commands);
        }
        BottomPane::Coverage => {
            state.services.keeper.draws(Area::TestCalls);
            coverage::coverage_ui(ui, &state.cx(), commands);
        }
        BottomPane::Problems => {
            state.services.keeper.draws(Area::Problems);
            problems::problems_ui(ui, &state.session.problems, &project, shown, commands);
        }
    });
}
