//! The box that finds actions and resources, and going on from one to the next when it is closed (spec: designer §2, `Ctrl F`).

use std::sync::Arc;

use egui::{Key, Modifiers, Ui};

use crate::actions;
use crate::model::VersionId;

use super::{Hit, find};
use crate::app::command::Command;
use crate::app::cx::Cx;
use crate::app::kit::search_list::{Found, SearchBox, list_ui};
use crate::app::kit::theme;

/// What a list of places was made of.
type MadeOf = (String, Option<VersionId>, bool, u64);

/// What is searched for, and what was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceFinder {
    /// What is typed.
    pub text: String,
    /// The line that Enter takes.
    pub line: usize,
    /// Whether all versions and resources are searched.
    pub is_everywhere: bool,
    /// The version that was shown when the box opened: what is found stays in its order while its places are walked along.
    version: Option<VersionId>,
    /// The line that was shown last.
    shown: Option<usize>,
    /// Whether the box has just opened: what it holds is selected, so that typing replaces it.
    is_new: bool,
    known: Option<(MadeOf, Arc<Vec<Hit>>)>,
}

impl PlaceFinder {
    /// The box once more, at the place after the one shown last.
    #[must_use]
    pub fn again(mut self, cx: &Cx<'_>) -> Self {
        self.version = cx.version_shown();
        let count = self.hits(cx).len();
        self.line = self.shown.map_or(self.line, |line| if line + 1 < count { line + 1 } else { 0 });
        self.is_new = true;
        self
    }

    /// Goes to the next place, or the previous one: what to say of it, and what shows it. `None` while nothing is searched for.
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
            None => format!("Nothing says \"{}\" any more.", self.text.trim()),
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

/// Whether it stays open.
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
                hue: spec.map(|spec| theme::hue(spec.category)),
                what: hit.what.clone(),
                ..Found::spoken(&hit.name, hit.place.as_str(), hit.command.clone())
            }
        })
        .collect();
    let nothing = if finder.text.trim().is_empty() {
        "Type what an action is called, says or names; or the name of a resource."
    } else if finder.is_everywhere || !has_version {
        "Nothing says so."
    } else {
        "Nothing in this version says so. Search everywhere with Ctrl F."
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
