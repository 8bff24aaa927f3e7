//! stub
use crate::app::{command::Command, simulation::Simulation};
use crate::model::*;
/// x
pub fn simulation_ui(
    _: &mut egui::Ui,
    _: &mut Simulation,
    _: &std::sync::Arc<Project>,
    _: Option<VersionId>,
    _: bool,
    _: &mut Vec<Command>,
) {
}
