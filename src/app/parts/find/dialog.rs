//! The search box for actions and resources, and stepping through the places found after it is closed (spec: designer §2, `Ctrl F`).

use std::sync::Arc;

use egui::{Key, Modifiers, Ui};

use crate::actions;
use crate::model::VersionId;

use super::{Hit, find};
use crate::app::command::Command;
use crate::app::cx::Cx;
use crate::app::kit::icon::KindIcon;
use crate::app::kit::search_list::{Found, SearchBox, list_ui};
use crate::app::kit::theme;

/// The inputs of a list of places.
type MadeOf = (String, Option<VersionId>, bool, u64);

/// The search and its result.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceFinder {
    /// The typed text.
    pub text: String,
    /// The current row, which Enter chooses.
    pub line: usize,
    /// Whether all versions and resources are searched.
    pub is_everywhere: bool,
    /// The version shown when the box opened: the places found keep their order while the user steps through them.
    version: Option<VersionId>,
    /// The index of the place shown last.
    shown: Option<usize>,
    /// Whether the box has just opened: its text is selected then, so that typing replaces it.
    is_new: bool,
    known: Option<(MadeOf, Arc<Vec<Hit>>)>,
}

impl PlaceFinder {
    /// Opens the box again, at the place after the one shown last.
    #[must_use]
    pub fn again(mut self, cx: &Cx<'_>) -> Self {
        self.version = cx.version_shown();
        let count = self.hits(cx).len();
        self.line = self.shown.map_or(self.line, |line| if line + 1 < count { line + 1 } else { 0 });
        self.is_new = true;
        self
    }

    /// Steps to the next place, or the previous one. Returns a message and the command that shows the place; `None` without a search.
    pub fn walk(&mut self, cx: &Cx<'_>, is_forwards: bool) -> Option<(String, Option<Command>)> {
        let hits = self.hits(cx);
        if self.text.trim().is_empty() {
            return None;
        }
        let count = hits.len();
        let next = match self.shown {
            _ if count == 0 => 0,
            None => 0,
            Some(line) if is_forwards => (line + 1) % count,
            Some(line) => (line + count - 1) % count,
        };
        let hit = hits.get(next);
        let said = match hit {
            Some(hit) => format!("{} of {count}: {}, {}.", next + 1, hit.name, hit.place),
            None => format!("\"{}\" no longer occurs.", self.text.trim()),
        };
        self.shown = hit.map(|_| next);
        Some((said, hit.map(|hit| hit.command.clone())))
    }

    fn hits(&mut self, cx: &Cx<'_>) -> Arc<Vec<Hit>> {
        let version = self.version;
        let is_everywhere = self.is_everywhere || version.is_none();
        let key = (self.text.clone(), version, is_everywhere, cx.document.revision());
        if let Some((of, hits)) = &self.known
            && *of == key
        {
            return hits.clone();
        }
        let hits = Arc::new(find(cx.project(), &self.text, version, is_everywhere));
        self.known = Some((key, hits.clone()));
        hits
    }
}

/// Draws the search box. Returns whether it stays open.
pub fn place_ui(ui: &Ui, finder: &mut PlaceFinder, cx: &Cx<'_>, commands: &mut Vec<Command>) -> bool {
    let has_version = finder.version.is_some();
    if has_version && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::F)) {
        finder.is_everywhere = !finder.is_everywhere;
        finder.line = 0;
    }
    let hits = finder.hits(cx);
    let found: Vec<Found> = hits
        .iter()
        .map(|hit| {
            let spec = hit.kind.as_deref().and_then(actions::spec);
            Found {
                icon: spec.map(KindIcon::of),
                what: hit.what.clone(),
                ..Found::spoken(&hit.name, hit.place.as_str(), hit.command.clone())
            }
        })
        .collect();
    let nothing = if finder.text.trim().is_empty() {
        "Type a word from an action, or the name of a resource or a test call."
    } else if finder.is_everywhere || !has_version {
        "No matches"
    } else {
        "No matches in this version. Press Ctrl F to search everywhere."
    };
    let search = SearchBox {
        width: 620.0,
        nothing,
        selects_all: std::mem::take(&mut finder.is_new),
        ..SearchBox::new("find-place", "Find actions and resources")
    };
    let sent = commands.len();
    let is_everywhere = &mut finder.is_everywhere;
    let switch = |ui: &mut Ui| {
        ui.horizontal(|ui| {
            ui.add_enabled_ui(has_version, |ui| {
                for (everywhere, words) in [(false, "In this version"), (true, "Everywhere")] {
                    let is_current = (*is_everywhere || !has_version) == everywhere;
                    if ui.selectable_label(is_current, words).clicked() {
                        *is_everywhere = everywhere;
                    }
                }
            });
            let count = if found.len() == 1 { "1 place".to_owned() } else { format!("{} places", found.len()) };
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.label(theme::weak(ui, count, theme::SMALL));
            });
        });
    };
    let stays = list_ui(ui, &search, (&mut finder.text, &mut finder.line), &found, switch, commands);
    finder.shown = if commands.len() > sent { Some(finder.line) } else { finder.shown };
    stays
}
