//! Commands about load runs.

use crate::load::{ContactId, WhatIf};
use crate::model::ScenarioId;

/// Commands about load runs.
#[derive(Clone, Debug, PartialEq)]
pub enum LoadCommand {
    /// Play a scenario, and the same with what is different.
    Run(ScenarioId, Box<WhatIf>),
    /// Stop the run under way.
    Stop,
    /// Play a contact of the last run in the simulation.
    Play(ScenarioId, ContactId),
    /// Show the last run of a scenario on the canvas, or one of its half hours; or no run.
    ShowOnCanvas(Option<(ScenarioId, Option<u32>)>),
}
