//! What keys and the clipboard ask of a sheet. Keys that a sheet knows are taken, so that nothing else acts on them.

use egui::{Event, InputState, Key, Modifiers};

use super::area::Step;

/// Rows of a page.
const PAGE: isize = 16;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// The cursor goes; or the selection grows.
    Go(Step, bool),
    /// All cells are selected.
    All,
    /// The cell is edited, as it is.
    Edit,
    /// The cell is written anew.
    Write(String),
    /// The selected cells are emptied.
    Clear,
    /// The selected cells are copied.
    Copy,
    /// They are copied and emptied.
    Cut,
    /// Cells are put in from the cursor on.
    Paste(String),
}

/// What ends the editing of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The text is kept, and the cursor goes on.
    Keep(Step),
    /// The cell stays what it was.
    Cancel,
}

/// What is asked while no cell is edited.
pub fn asked(input: &mut InputState) -> Vec<Ask> {
    let mut found = Vec::new();
    input.events.retain(|event| {
        let ask = ask(event);
        let is_taken = ask.is_some();
        found.extend(ask);
        !is_taken
    });
    found
}

fn ask(event: &Event) -> Option<Ask> {
    match event {
        Event::Copy => Some(Ask::Copy),
        Event::Cut => Some(Ask::Cut),
        Event::Paste(text) => Some(Ask::Paste(text.clone())),
        Event::Text(text) if !text.chars().any(char::is_control) => Some(Ask::Write(text.clone())),
        Event::Key { key, pressed: true, modifiers, .. } => pressed(*key, *modifiers),
        _ => None,
    }
}

fn pressed(key: Key, modifiers: Modifiers) -> Option<Ask> {
    let (far, extend) = (modifiers.command, modifiers.shift);
    let go = |down, right| Some(Ask::Go(if far { Step::Edge(down, right) } else { Step::By(down, right) }, extend));
    match key {
        Key::ArrowUp => go(-1, 0),
        Key::ArrowDown => go(1, 0),
        Key::ArrowLeft => go(0, -1),
        Key::ArrowRight => go(0, 1),
        Key::PageUp => Some(Ask::Go(Step::By(-PAGE, 0), extend)),
        Key::PageDown => Some(Ask::Go(Step::By(PAGE, 0), extend)),
        Key::Home => Some(Ask::Go(Step::Edge(if far { -1 } else { 0 }, -1), extend)),
        Key::End => Some(Ask::Go(Step::Edge(isize::from(far), 1), extend)),
        Key::Tab if !modifiers.any() => Some(Ask::Go(Step::Next, false)),
        Key::Tab if modifiers.shift_only() => Some(Ask::Go(Step::Previous, false)),
        Key::Enter | Key::F2 if !modifiers.any() => Some(Ask::Edit),
        Key::Delete | Key::Backspace if !modifiers.any() => Some(Ask::Clear),
        Key::A if modifiers.command => Some(Ask::All),
        _ => None,
    }
}

/// What ends the editing of a cell. `Alt Enter` begins a line in it and is left to the text.
pub fn ended(input: &mut InputState) -> Option<End> {
    let mut end = None;
    input.events.retain(|event| {
        let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
        let (plain, shifted) = (modifiers.is_none(), modifiers.shift_only());
        let asked = match key {
            Key::Enter if plain => End::Keep(Step::By(1, 0)),
            Key::Enter if shifted => End::Keep(Step::By(-1, 0)),
            Key::Tab if plain => End::Keep(Step::Next),
            Key::Tab if shifted => End::Keep(Step::Previous),
            Key::Escape if plain => End::Cancel,
            _ => return true,
        };
        end = end.or(Some(asked));
        false
    });
    end
}
