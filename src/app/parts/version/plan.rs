//! What a release of something that is carried over the canvas does, as data. Made in `landing.rs`.

use egui::Pos2;

use crate::canvas::{Carried, Landing};
use crate::edit::Spot;
use crate::model::ActionId;

/// What a release does.
#[derive(Clone, Debug, PartialEq)]
pub enum Release {
    /// It inserts at a spot.
    Insert(Spot),
    /// It offers the free branches of an action: keys and labels.
    Choose(ActionId, Vec<(String, String)>),
    /// It does what the canvas does with it anywhere else.
    Plain,
    /// It does nothing, for this reason.
    Refuse(String),
}

/// What a release would do, and what it was made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The revision of the document.
    pub revision: u64,
    /// What the canvas shows, with what is carried and over what.
    pub landing: Landing,
    /// What a release would do.
    pub release: Release,
}

/// The branches that are offered after a release on a card, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What was carried.
    pub carried: Carried,
    /// The action.
    pub from: ActionId,
    /// The keys and labels of its free branches.
    pub branches: Vec<(String, String)>,
    /// The place of the release on the screen.
    pub screen: Pos2,
}
