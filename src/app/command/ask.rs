//! The dialogs that can be opened. Where a dialog has a draft of its own, `Ask` holds only ids; the shell makes the draft when it
//! opens the dialog.

use std::path::PathBuf;

use crate::edit::Spot;
use crate::model::{ActionId, Annotation, AnnotationId, Clip, Pos, RoutingId, VersionId};

use super::files::Purpose;
use super::{Findings, Listing, Places, Question, Tab};

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
    /// Which template a new project is made from, and the five questions.
    FromTemplate(Option<&'static str>),
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
    /// The page of a resource or an entry point, over what is shown.
    EditItem(Tab),
    /// The built-in path dialog, which starts at the suggestion.
    ChoosePath {
        /// What the path is for.
        purpose: Purpose,
        /// The folder and the name to start with.
        suggestion: PathBuf,
    },
    /// The kind of action to add.
    AddAction {
        /// The version.
        version: VersionId,
        /// The position in the tree.
        spot: Spot,
        /// The position on the canvas.
        pos: Option<Pos>,
    },
    /// The name of a preset of copied actions.
    NewPreset(Box<Clip>),
    /// The text of a new note, or the title of a new frame.
    NewAnnotation {
        /// The version.
        version: VersionId,
        /// The note or the frame, without its text.
        annotation: Box<Annotation>,
    },
    /// The text of a note, or the title of a frame.
    Annotation {
        /// The version.
        version: VersionId,
        /// The note or the frame.
        annotation: AnnotationId,
    },
    /// What becomes of the branches that lead nowhere.
    LooseEnds(VersionId),
    /// The action to which a branch leads.
    LinkTo {
        /// The version.
        version: VersionId,
        /// The action with the branch.
        from: ActionId,
        /// The branch.
        branch: String,
    },
}
