//! The search box that adds to a tree.

use egui::Ui;

use crate::catalog::ActionSpec;
use crate::edit::Spot;
use crate::model::{Pos, VersionId};
use crate::palette::{Offer, offers, often_used, recent};

use crate::app::command::Command;
use crate::app::cx::Cx;
use crate::app::kit::icon::KindIcon;
use crate::app::kit::search_list::{Found, SearchBox, list_ui};

/// The search for something to add.
#[derive(Clone, Debug, PartialEq)]
pub struct KindFinder {
    /// The version.
    pub version: VersionId,
    /// The position in the tree.
    pub spot: Spot,
    /// The position on the canvas.
    pub pos: Option<Pos>,
    /// The typed text.
    pub text: String,
    /// The current row, which Enter chooses.
    pub line: usize,
}

impl KindFinder {
    /// A search for a position in a tree.
    #[must_use]
    pub fn new(version: VersionId, spot: Spot, pos: Option<Pos>) -> Self {
        Self { version, spot, pos, text: String::new(), line: 0 }
    }
}

/// Draws the search box. Returns whether it stays open.
pub fn kind_ui(ui: &Ui, finder: &mut KindFinder, cx: &Cx<'_>, commands: &mut Vec<Command>) -> bool {
    let row = |offer: &Offer, detail: &str| {
        let add = offer.edit(finder.version, finder.spot.clone(), finder.pos);
        Found { icon: Some(KindIcon::of_offer(offer)), ..Found::new(offer.title(), detail, Command::edit(add)) }
    };
    let mut found: Vec<Found> = Vec::new();
    let channel = cx.project().channel_of(finder.version);
    // What was added last is likely to be added again, and so is what the project uses often.
    if let Some(version) = cx.project().versions.get(&finder.version).filter(|_| finder.text.trim().is_empty()) {
        let recent = recent(version);
        let is_new = |spec: &&ActionSpec| recent.iter().all(|known| known.id != spec.id);
        let often = often_used(cx.project(), channel).into_iter().filter(is_new);
        found.extend(recent.iter().map(|spec| row(&Offer::Kind(spec), "Recent")));
        found.extend(often.map(|spec| row(&Offer::Kind(spec), "Often used")));
    }
    let all = offers(&finder.text, channel, cx.presets);
    found.extend(all.iter().map(|offer| row(offer, offer.group())));
    let search = SearchBox::new("find-kind", "Add an action");
    list_ui(ui, &search, (&mut finder.text, &mut finder.line), &found, |_| {}, commands)
}
