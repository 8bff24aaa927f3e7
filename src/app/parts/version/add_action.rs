//! The search box that adds an action to a tree.

use egui::Ui;

use crate::actions;
use crate::edit::{Edit, Spot};
use crate::model::{Pos, VersionId};

use crate::app::command::Command;
use crate::app::cx::Cx;
use crate::app::kit::search_list::{Found, SearchBox, list_ui, matches};
use crate::app::kit::theme;

/// The search for a kind of action to add.
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
    let channel = cx.project().channel_of(finder.version);
    let found: Vec<Found> = actions::ALL
        .iter()
        .filter(|spec| spec.channels.has(channel) && spec.id != crate::model::flow::START)
        .filter(|spec| matches(&finder.text, &format!("{} {} {}", spec.title, spec.short(), spec.category.words())))
        .map(|spec| {
            let add = Edit::AddAction {
                version: finder.version,
                kind: spec.id.to_owned(),
                spot: finder.spot.clone(),
                pos: finder.pos,
            };
            let hue = Some(theme::hue(spec.category));
            Found { hue, ..Found::new(spec.short(), spec.category.words(), Command::edit(add)) }
        })
        .collect();
    let search = SearchBox::new("find-kind", "Add an action");
    list_ui(ui, &search, (&mut finder.text, &mut finder.line), &found, |_| {}, commands)
}
