//! The keys of the outline, as in other trees: up and down move, left closes or goes up, right opens or goes down, and letters go to the next row
//! that begins with them.

use egui::{Event, Key, Modifiers, Ui};

use super::rows::Row;

/// What a key or a click asks of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Make the row at an index the current one, and select its card, or add it to the selection.
    Go(usize, Adds),
    /// Go to the card at an index of the scene.
    GoToCard(usize),
    /// Open or close the row at an index.
    Turn(usize),
    /// Show the form of the row at an index, and move the keyboard focus there.
    Form(usize),
    /// Ask which action to add at the row at an index.
    Add(usize),
    /// Open the context menu of the row at an index.
    Menu(usize),
    /// Go to the next row that begins with a typed text.
    Find(String),
}

/// What happens to the cards that are selected already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adds {
    /// They are no longer selected.
    Nothing,
    /// They stay selected.
    Card,
    /// They stay selected, and the card of the row is no longer selected where it was.
    Turns,
}

/// Takes the keys of this frame, while a row has the keyboard focus.
pub fn pressed(ui: &Ui, rows: &[Row], here: usize) -> Option<Act> {
    let last = rows.len().checked_sub(1)?;
    let row = rows.get(here)?;
    let is_pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let adds = [(Modifiers::SHIFT, Adds::Card), (Modifiers::NONE, Adds::Nothing)];
    for (modifiers, adds) in adds {
        let moves = [
            (Key::ArrowDown, (here + 1).min(last)),
            (Key::ArrowUp, here.saturating_sub(1)),
            (Key::Home, 0),
            (Key::End, last),
        ];
        if let Some((_, to)) = moves.into_iter().find(|(key, _)| is_pressed(modifiers, *key)) {
            return Some(Act::Go(to, adds));
        }
    }
    if is_pressed(Modifiers::NONE, Key::ArrowRight) {
        return right(rows, row, here);
    }
    if is_pressed(Modifiers::NONE, Key::ArrowLeft) {
        return match (row.is_open, row.parent) {
            (Some(true), _) => Some(Act::Turn(here)),
            (_, parent) => parent.map(|parent| Act::Go(parent, Adds::Nothing)),
        };
    }
    if is_pressed(Modifiers::NONE, Key::Enter) {
        return Some(match (row.port, row.to) {
            (None, _) => Act::Form(here),
            (Some(_), Some(to)) => Act::GoToCard(to),
            (Some(_), None) => Act::Add(here),
        });
    }
    if is_pressed(Modifiers::NONE, Key::Space) || is_pressed(Modifiers::NONE, Key::Insert) {
        return Some(Act::Add(here));
    }
    if is_pressed(Modifiers::SHIFT, Key::F10) {
        return Some(Act::Menu(here));
    }
    ui.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::Text(text) if !text.trim().is_empty() => Some(Act::Find(text.clone())),
            _ => None,
        })
    })
}

fn right(rows: &[Row], row: &Row, here: usize) -> Option<Act> {
    match row.is_open {
        Some(false) => Some(Act::Turn(here)),
        Some(true) => {
            let below = rows.get(here + 1).filter(|below| below.parent == Some(here));
            below.map(|_| Act::Go(here + 1, Adds::Nothing))
        }
        None => row.to.map(Act::GoToCard),
    }
}
