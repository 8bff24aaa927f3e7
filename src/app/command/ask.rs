//! Which dialog to open. A dialog that has drafts of its own is named by ids; the shell makes the draft when it opens the dialog.

use std::path::PathBuf;

use crate::edit::Spot;
use crate::model::{Pos, RoutingId, VersionId};

use super::files::Purpose;
use super::{Findings, Listing, Places, Question};

/// A dialog to open.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// A question with one button per answer.
    Question(Question),
    /// A question with findings.
    Findings(Findings),
    /// A list of things, each with buttons of its own.
    Listing(Listing),
    /// A question about places.
    Places(Box<Places>),
    /// Name and description of a new version.
    NewVersion(RoutingId),
    /// Name and description of a version.
    DescribeVersion(VersionId),
    /// When to put a version in production.
    Schedule(VersionId),
    /// Name, channel and type of a new routing.
    NewRouting,
    /// Name of a copy of a routing.
    CopyRouting(RoutingId),
    /// Settings of a routing.
    RoutingSettings(RoutingId),
    /// A path, in the built-in dialog, which begins at the suggestion.
    ChoosePath {
        /// What the path is for.
        purpose: Purpose,
        /// Where to begin: a folder and a name.
        suggestion: PathBuf,
    },
    /// Which kind of action to add.
    AddAction {
        /// The version.
        version: VersionId,
        /// Where in the tree.
        spot: Spot,
        /// Where on the canvas.
        pos: Option<Pos>,
    },
}
