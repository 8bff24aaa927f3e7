//! The pages and panes of the window, by the ids of what they show.

use serde::{Deserialize, Serialize};

use crate::model::{CallerId, EntryPointId, ResourceId, RoutingId, VersionId, WorldId};

/// A page of the centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Tab {
    /// Recent projects and examples.
    Start,
    /// A smart routing with its versions.
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
    /// The project's settings.
    Settings,
    /// Two versions against each other: before and after.
    Compare(VersionId, VersionId),
}

/// Payload of `egui::DragAndDrop` for a resource that is dragged from the project tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResourceDrag(pub ResourceId);

/// A pane at the bottom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum BottomPane {
    /// Stepping a call through.
    #[default]
    Simulation,
    /// What is wrong.
    Problems,
    /// What was done in the project.
    History,
}

/// A pane with a size of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Pane {
    /// The project tree, at the left.
    Tree,
    /// The bottom pane.
    Bottom,
    /// The simulation, where it is docked at the right.
    Simulation,
    /// The actions that can be added.
    Palette,
    /// The form of an action.
    Form,
}
