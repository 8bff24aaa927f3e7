//! The pages and panes of the window, by the ids of what they show.

use serde::{Deserialize, Serialize};

use crate::model::{CallerId, EntryPointId, ResourceId, RoutingId, ScenarioId, VersionId, WorldId};

/// A page in the centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Tab {
    /// The start page: recent projects and examples.
    Start,
    /// A smart routing and its versions.
    Routing(RoutingId),
    /// A version: palette, canvas, form.
    Version(VersionId),
    /// A resource.
    Resource(ResourceId),
    /// An entry point.
    EntryPoint(EntryPointId),
    /// A caller.
    Caller(CallerId),
    /// A world.
    World(WorldId),
    /// A scenario of load runs, with what came of the last run.
    Scenario(ScenarioId),
    /// The project's settings.
    Settings,
    /// The sentences that the system says.
    Phrases,
    /// The map of the project.
    Map,
    /// A comparison of two versions: before and after.
    Compare(VersionId, VersionId),
}

/// Payload of `egui::DragAndDrop` for a resource dragged from the project tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResourceDrag(pub ResourceId);

/// A pane at the bottom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum BottomPane {
    /// The simulation.
    #[default]
    Simulation,
    /// Errors and warnings.
    Problems,
    /// The test calls of the version shown.
    TestCalls,
    /// What exploring every path of the version shown has found.
    Paths,
    /// Who is dropped in the version shown while one thing outside fails.
    Failures,
    /// When each schedule of the version shown is open.
    Time,
    /// What the test calls pass of the version shown.
    Coverage,
    /// The History pane.
    History,
}

impl BottomPane {
    /// All panes in the order of the strip, with their names.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Simulation, "Simulation"),
        (Self::Problems, "Problems"),
        (Self::TestCalls, "Test calls"),
        (Self::Paths, "Paths"),
        (Self::Failures, "Failures"),
        (Self::Time, "Time"),
        (Self::Coverage, "Coverage"),
        (Self::History, "History"),
    ];
}

/// A pane with a size of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Pane {
    /// The project tree, at the left.
    Tree,
    /// The bottom pane.
    Bottom,
    /// The simulation, docked at the right.
    Simulation,
    /// The actions that can be added.
    Palette,
    /// The outline of a version, where the actions that can be added are otherwise.
    Outline,
    /// The form of an action.
    Form,
    /// The help.
    Help,
}
