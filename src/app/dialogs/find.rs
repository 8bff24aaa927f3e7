//! The box that finds actions and resources, and going on from one to the next when it is closed (spec: designer §2, `Ctrl F`).

use std::sync::Arc;

use egui::{Key, Modifiers, Ui};

use crate::actions;
use crate::model::VersionId;

use super::super::command::Command;
use super::super::find::{Hit, find};
use super::super::state::State;
use super::super::theme;
use super::Dialog;
use super::finder::{Found, SearchBox, list_ui};

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
    pub fn again(mut self, state: &State) -> Self {
        self.version = state.version_shown();
        let count = self.hits(state).len();
        self.line = self.shown.map_or(self.line, |line| if line + 1 < count { line + 1 } else { 0 });
        self.is_new = true;
        self
    }

    fn hits(&mut self, state: &State) -> Arc<Vec<Hit>> {
        let version = self.version;
        let is_everywhere = self.is_everywhere || version.is_none();
        let key = (self.text.clone(), version, is_everywhere, state.document.revision());
        if let Some((of, hits)) = &self.known
            && *of == key
        {
            return hits.clone();
        }
        let hits = Arc::new(find(state.project(), &self.text, version, is_everywhere));
        self.known = Some((key, hits.clone()));
        hits
    }
}

/// Shows the next place, or the one before; opens the box where nothing was searched for yet.
pub fn find_next(state: &mut State, is_forwards: bool) -> Option<Command> {
    let mut finder = state.search.take().unwrap_or_default();
    let hits = finder.hits(state);
    if finder.text.trim().is_empty() {
        state.dialog = Some(Dialog::FindPlace(finder.again(state)));
        return None;
    }
    let count = hits.len();
    let next = match finder.shown {
        _ if count == 0 => 0,
        None => 0,
        Some(line) if is_forwards => (line + 1) % count,
        Some(line) => (line + count - 1) % count,
    };
    let hit = hits.get(next);
    let said = match hit {
        Some(hit) => format!("{} of {count}: {}, {}.", next + 1, hit.name, hit.place),
        None => format!("Nothing says \"{}\" any more.", finder.text.trim()),
    };
    state.notices.say(said);
    finder.shown = hit.map(|_| next);
    state.search = Some(finder);
    hit.map(|hit| hit.command.clone())
}

/// Whether it stays open.
pub(super) fn place_ui(ui: &Ui, finder: &mut PlaceFinder, state: &mut State, commands: &mut Vec<Command>) -> bool {
    let has_version = finder.version.is_some();
    if has_version && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::F)) {
        finder.is_everywhere = !finder.is_everywhere;
        finder.line = 0;
    }
    let hits = finder.hits(state);
    let palette = theme::of(ui);
    let found: Vec<Found> = hits
        .iter()
        .map(|hit| {
            let spec = hit.kind.as_deref().and_then(actions::spec);
            Found {
                hue: spec.map(|spec| palette.hue(spec.category)),
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
    state.search = Some(finder.clone());
    stays
}
