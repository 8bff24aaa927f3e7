//! The own state of an outline: its current row, and which rows are turned.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::canvas::{CanvasScene, CardId};
use crate::model::walk::Shape;

use super::rows::{Key, Row, above, rows};

/// Letters that are typed within so many seconds belong together.
const TYPING_S: f64 = 1.0;

/// The rows of an outline, and the number of each card in the call sheet.
#[derive(Debug, Default)]
pub struct Listed {
    /// The rows.
    pub rows: Vec<Row>,
    /// The number of each card of the scene.
    pub numbers: Vec<String>,
}

/// The own state of the outline of a version.
#[derive(Debug, Default)]
pub struct Outline {
    /// The rows that are turned, and how often that has changed.
    turned: (BTreeSet<Key>, u64),
    listed: Option<((u64, u64), Arc<Listed>)>,
    /// The current row: the one that keys are about.
    pub current: Option<Key>,
    /// The index of the current row when it was last there.
    place: usize,
    /// The selection when the outline last followed it.
    followed: BTreeSet<CardId>,
    /// Whether the current row has to scroll into view.
    pub must_show: bool,
    /// In how many frames from now the outline still asks for the keyboard focus: while a dialog closes, it cannot get it yet.
    asks_for_focus: u8,
    /// The letters typed one soon after the other, and when the last one was typed, in seconds.
    typed: (String, f64),
    /// Whether the outline, rather than the canvas, had the keyboard focus last.
    pub is_in_use: bool,
}

impl Outline {
    /// The rows of a scene, listed again when the scene has changed or a row was turned.
    pub fn listed(&mut self, scene: &CanvasScene, shape: impl FnOnce() -> Shape) -> Arc<Listed> {
        let key = (scene.revision, self.turned.1);
        if let Some((_, listed)) = self.listed.as_ref().filter(|(known, _)| *known == key) {
            return listed.clone();
        }
        let listed = Arc::new(Listed { rows: rows(scene, &self.turned.0), numbers: shape().numbers() });
        self.listed = Some((key, listed.clone()));
        listed
    }

    /// Follows a selection that was made elsewhere: its card becomes the current row, and what hides the card is opened.
    pub fn follow(&mut self, selection: &BTreeSet<CardId>, scene: &CanvasScene) {
        if self.followed == *selection {
            return;
        }
        self.followed.clone_from(selection);
        let card = selection.first().copied().filter(|_| selection.len() == 1);
        let Some(card) = card.filter(|card| self.current.as_ref().is_none_or(|key| key.card() != *card)) else {
            return;
        };
        self.go_to(Key::of(scene, card), scene);
    }

    /// Makes a row the current one, and opens what hides it.
    pub fn go_to(&mut self, key: Key, scene: &CanvasScene) {
        let shown = rows(scene, &self.turned.0);
        let is_closed = |above: &Key| shown.iter().all(|row| row.key != *above || row.is_open == Some(false));
        if shown.iter().all(|row| row.key != key) {
            for above in above(scene, key.card()).into_iter().filter(is_closed) {
                self.open_in(above, scene);
            }
        }
        self.current = Some(key);
        self.must_show = true;
    }

    /// Opens a row that may itself be hidden.
    fn open_in(&mut self, key: Key, scene: &CanvasScene) {
        let is_open = |row: &Row| row.key == key && row.is_open == Some(true);
        if !rows(scene, &self.turned.0).iter().any(is_open) {
            self.turn(key);
        }
    }

    /// Opens a row that is closed, and closes one that is open.
    pub fn turn(&mut self, key: Key) {
        if !self.turned.0.remove(&key) {
            self.turned.0.insert(key);
        }
        self.turned.1 += 1;
    }

    /// The index of the current row. Where the row is gone, the one at its place is the current one, and where there was none, the first.
    pub fn place(&mut self, rows: &[Row]) -> usize {
        let found = self.current.as_ref().and_then(|key| rows.iter().position(|row| row.key == *key));
        self.place = found.unwrap_or_else(|| self.place.min(rows.len().saturating_sub(1)));
        self.current = rows.get(self.place).map(|row| row.key.clone());
        self.place
    }

    /// Adds letters to those typed just before. Returns them together.
    pub fn type_letters(&mut self, letters: &str, now_s: f64) -> String {
        if now_s - self.typed.1 > TYPING_S {
            self.typed.0.clear();
        }
        self.typed.0.push_str(&letters.to_lowercase());
        self.typed.1 = now_s;
        self.typed.0.clone()
    }

    /// Asks for the keyboard focus.
    pub fn take_focus(&mut self) {
        self.asks_for_focus = 3;
        self.must_show = true;
    }

    /// Whether to ask for the keyboard focus in this frame.
    pub fn asks_for_focus(&mut self, has_focus: bool) -> bool {
        let asks = self.asks_for_focus > 0 && !has_focus;
        self.asks_for_focus = if has_focus { 0 } else { self.asks_for_focus.saturating_sub(1) };
        asks
    }

    /// Notes a selection that the outline itself has made.
    pub fn has_selected(&mut self, selection: &BTreeSet<CardId>) {
        self.followed.clone_from(selection);
    }
}
