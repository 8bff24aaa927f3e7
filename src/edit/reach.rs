//! How far an edit reaches: which version it changes, whether cards make room, whether it puts a version in production.

use crate::model::VersionId;

use super::command::{Edit, Spot};

impl Edit {
    /// The version whose tree, layout, name or description the edit changes. Such an edit needs a version in development.
    #[must_use]
    pub fn changes_version(&self) -> Option<VersionId> {
        match self {
            Self::AddAction { version, .. }
            | Self::RemoveActions { version, .. }
            | Self::RemoveBelow { version, .. }
            | Self::Reposition { version, .. }
            | Self::MoveCards { version, .. }
            | Self::SetLink { version, .. }
            | Self::SetParam { version, .. }
            | Self::SetCaption { version, .. }
            | Self::Paste { version, .. }
            | Self::AddAnnotation { version, .. }
            | Self::SetAnnotation { version, .. }
            | Self::MoveAnnotations { version, .. }
            | Self::ResizeAnnotation { version, .. }
            | Self::RemoveAnnotations { version, .. }
            | Self::DescribeVersion { version, .. } => Some(*version),
            _ => None,
        }
    }

    /// Whether cards may move to make room, or to close a gap.
    pub(super) fn makes_room(&self) -> bool {
        matches!(
            self,
            Self::AddAction { .. }
                | Self::RemoveActions { .. }
                | Self::RemoveBelow { .. }
                | Self::Reposition { .. }
                | Self::SetParam { .. }
                | Self::Paste { .. }
        )
    }

    /// Where the edit lets actions come into the tree, if the program chooses their places.
    pub(super) fn arrives(&self) -> Option<&Spot> {
        match self {
            Self::AddAction { spot, pos: None, .. } | Self::Paste { spot, pos: None, .. } => Some(spot),
            _ => None,
        }
    }

    /// Whether the edit puts a version in production, or back into production.
    #[must_use]
    pub fn promotes(&self) -> bool {
        matches!(self, Self::PutInProduction { .. } | Self::PutBack { .. })
    }
}
