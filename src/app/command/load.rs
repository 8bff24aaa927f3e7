//! Commands about load runs.

use crate::load::{ContactId, WhatIf};
use crate::model::{ResourceId, ScenarioId};

/// How a scenario was played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As it says.
    Planned,
    /// With what is different.
    WhatIf,
}

/// Commands about load runs.
#[derive(Clone, Debug, PartialEq)]
pub enum LoadCommand {
    /// Play a scenario, and the same with what is different.
    Run(ScenarioId, Box<WhatIf>),
    /// Stop the run under way.
    Stop,
    /// Work out how many people a scenario needs.
    FindStaff(ScenarioId),
    /// Work out who gets how many contacts by a policy, a rule, a queue, a team or a group.
    FindShares(ScenarioId, ResourceId),
    /// Play a contact of the last run in the simulation, of one of the ways in which the scenario was played.
    Play(ScenarioId, Way, ContactId),
    /// Show the last run of a scenario on the canvas, or one of its half hours; or no run.
    ShowOnCanvas(Option<(ScenarioId, Option<u32>)>),
}
