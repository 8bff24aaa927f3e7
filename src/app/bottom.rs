//! The panel at the bottom, or the simulation at the right: the names of the panes, and the one that is shown.

use egui::{Frame, Margin, Ui};

use super::command::{BottomPanel, Command};
use super::keeper::View;
use super::{App, panels};

impl App {
    /// Whether the bottom shows a simulation that has nothing to go through.
    pub(in crate::app) fn is_bottom_idle(&self) -> bool {
        let is_simulation = self.state.panels.bottom_panel == BottomPanel::Simulation;
        is_simulation && self.state.version_shown().is_none() && self.state.simulation.run().is_none()
    }

    /// The names of the panes, and what can be done with the panel.
    pub(in crate::app) fn strip_ui(&mut self, ui: &mut Ui, is_at_right: bool, commands: &mut Vec<Command>) {
        let strip = Frame::new().inner_margin(Margin { left: 12, right: 12, top: 6, bottom: 4 });
        strip.show(ui, |ui| {
            ui.horizontal(|ui| {
                for (panel, name) in [
                    (BottomPanel::Simulation, "Simulation"),
                    (BottomPanel::Problems, "Problems"),
                    (BottomPanel::History, "History"),
                ] {
                    let is_current = self.state.panels.bottom && self.state.panels.bottom_panel == panel;
                    if ui.selectable_label(is_current, name).clicked() {
                        commands.push(Command::ShowBottom(panel));
                    }
                }
                if !self.state.panels.bottom {
                    return;
                }
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if ui.button("Hide").on_hover_text("Hide this panel").clicked() {
                        commands.push(Command::ToggleBottom);
                    }
                    let words = if is_at_right { "Dock below" } else { "Dock right" };
                    if self.state.panels.bottom_panel == BottomPanel::Simulation && ui.button(words).clicked() {
                        commands.push(Command::DockSimulation);
                    }
                });
            });
        });
    }

    /// The pane that is chosen, below its strip.
    pub(in crate::app) fn bottom_ui(&mut self, ui: &mut Ui, is_at_right: bool, commands: &mut Vec<Command>) {
        self.state.keeper.draws(View::Bottom);
        self.strip_ui(ui, is_at_right, commands);
        let shown = self.state.version_shown();
        let project = self.state.project().clone();
        match self.state.panels.bottom_panel {
            BottomPanel::Simulation => {
                self.state.keeper.draws(View::Simulation);
                panels::simulation::simulation_ui(
                    ui,
                    &mut self.state.simulation,
                    &project,
                    shown,
                    is_at_right,
                    commands,
                );
            }
            BottomPanel::History => {
                self.state.keeper.draws(View::History);
                panels::history::history_ui(ui, &project);
            }
            BottomPanel::Problems => {
                self.state.keeper.draws(View::Problems);
                panels::problems::problems_ui(ui, &self.state.problems, &project, shown, commands);
            }
        }
    }
}
