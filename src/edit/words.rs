//! The names of edits in the undo menu.

use crate::model::{AnnotationKind, Link};

use super::command::Edit;

impl Edit {
    /// The name of the edit in the undo menu.
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self {
            Self::AddAction { .. } => "Add action",
            Self::RemoveActions { .. } => "Remove",
            Self::RemoveBelow { .. } => "Remove with all below",
            Self::Reposition { .. } => "Move in the tree",
            Self::MoveCards { .. } | Self::MoveAnnotations { .. } => "Move on the canvas",
            Self::SetLink { link: Some(Link::To(_)), .. } => "Link",
            Self::SetLink { link: Some(Link::EndsHere), .. } => "End here",
            Self::SetLink { link: None, .. } => "Cut link",
            Self::SetParam { .. } => "Change parameter",
            Self::SetCaption { .. } => "Change title or comment",
            Self::Paste { .. } => "Paste",
            Self::AddAnnotation { annotation, .. } if annotation.kind == AnnotationKind::Note => "Add note",
            Self::AddAnnotation { .. } => "Add frame",
            Self::SetAnnotation { .. } => "Change on the canvas",
            Self::ResizeAnnotation { .. } => "Resize",
            Self::RemoveAnnotations { .. } => "Remove from the canvas",
            Self::ReplaceText { .. } => "Replace text",
            Self::DescribeVersion { .. } => "Rename version",
            Self::CreateVersion { .. } => "Create version",
            Self::DeleteVersion { .. } => "Delete version",
            Self::RestoreVersion { .. } => "Restore version",
            Self::PutInTest { .. } => "Put in test",
            Self::RemoveFromTest { .. } => "Remove from test",
            Self::PutInProduction { .. } => "Put in production",
            Self::PutBack { .. } => "Put back into production",
            Self::Schedule { .. } => "Schedule the production",
            Self::RemoveFromSchedule { .. } => "Remove from the schedule",
            Self::PutDueInProduction { .. } => "Planned production",
            Self::AcceptChange { .. } => "Accept a change made outside",
            Self::StoreRouting { routing } if routing.id.0 == 0 => "Create smart routing",
            Self::StoreRouting { .. } => "Change smart routing",
            Self::CopyRouting { .. } => "Copy smart routing",
            Self::DeleteRouting { .. } => "Delete smart routing",
            Self::RenameRouting { .. } | Self::RenameResource { .. } => "Rename everywhere",
            Self::StoreResource { resource } if resource.id.0 == 0 => "Create resource",
            Self::StoreResource { .. } => "Change resource",
            Self::ReplaceEverywhere { .. } => "Replace everywhere",
            Self::DeleteResource { .. } => "Delete resource",
            Self::StoreEntryPoint { entry_point } if entry_point.id.0 == 0 => "Create entry point",
            Self::StoreEntryPoint { .. } | Self::RenameEntryPoint { .. } => "Change entry point",
            Self::DeleteEntryPoint { .. } => "Delete entry point",
            Self::StoreCaller { caller } if caller.id.0 == 0 => "Create caller",
            Self::StoreCaller { .. } => "Change caller",
            Self::DeleteCaller { .. } => "Delete caller",
            Self::StoreWorld { world } if world.id.0 == 0 => "Create world",
            Self::StoreWorld { .. } => "Change world",
            Self::DeleteWorld { .. } => "Delete world",
            Self::StoreTestCall { test_call } if test_call.id.0 == 0 => "Create test call",
            Self::StoreTestCall { .. } => "Change test call",
            Self::DeleteTestCall { .. } => "Delete test call",
            Self::StoreScenario { scenario } if scenario.id.0 == 0 => "Create scenario",
            Self::StoreScenario { .. } => "Change scenario",
            Self::DeleteScenario { .. } => "Delete scenario",
            Self::SetSettings { .. } => "Change settings",
            Self::SetPhrase(text) => text.words(),
        }
    }
}
