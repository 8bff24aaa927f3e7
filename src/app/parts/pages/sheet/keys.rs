//! The keyboard and clipboard requests of a sheet. The sheet consumes the keys that it knows.

use egui::{Event, InputState, Key, Modifiers};

use super::area::Step;

/// Rows per page.
const PAGE: isize = 16;

/// A request.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Move the cursor, or extend the selection.
    Go(Step, bool),
    /// Select all cells.
    All,
    /// Edit the cell with its text.
    Edit,
    /// Edit the cell with a new text.
    Write(String),
    /// Clear the selected cells.
    Clear,
    /// Copy the selected cells.
    Copy,
    /// Cut the selected cells.
    Cut,
    /// Paste cells at the cursor.
    Paste(String),
}

/// How the editing of a cell ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Keep the text and move the cursor.
    Keep(Step),
    /// Discard the text.
    Cancel,
}

/// The requests while no cell is edited.
pub fn requests(input: &mut InputState) -> Vec<Request> {
    let mut found = Vec::new();
    input.events.retain(|event| {
        let request = request(event);
        let is_taken = request.is_some();
        found.extend(request);
        !is_taken
    });
    found
}

fn request(event: &Event) -> Option<Request> {
    match event {
        Event::Copy => Some(Request::Copy),
        Event::Cut => Some(Request::Cut),
        Event::Paste(text) => Some(Request::Paste(text.clone())),
        Event::Text(text) if !text.chars().any(char::is_control) => Some(Request::Write(text.clone())),
        Event::Key { key, pressed: true, modifiers, .. } => pressed(*key, *modifiers),
        _ => None,
    }
}

fn pressed(key: Key, modifiers: Modifiers) -> Option<Request> {
    let (far, extend) = (modifiers.command, modifiers.shift);
    let go = |down, right| Some(Request::Go(if far { Step::Edge(down, right) } else { Step::By(down, right) }, extend));
    match key {
        Key::ArrowUp => go(-1, 0),
        Key::ArrowDown => go(1, 0),
        Key::ArrowLeft => go(0, -1),
        Key::ArrowRight => go(0, 1),
        Key::PageUp => Some(Request::Go(Step::By(-PAGE, 0), extend)),
        Key::PageDown => Some(Request::Go(Step::By(PAGE, 0), extend)),
        Key::Home => Some(Request::Go(Step::Edge(if far { -1 } else { 0 }, -1), extend)),
        Key::End => Some(Request::Go(Step::Edge(isize::from(far), 1), extend)),
        Key::Tab if !modifiers.any() => Some(Request::Go(Step::Next, false)),
        Key::Tab if modifiers.shift_only() => Some(Request::Go(Step::Previous, false)),
        Key::Enter | Key::F2 if !modifiers.any() => Some(Request::Edit),
        Key::Delete | Key::Backspace if !modifiers.any() => Some(Request::Clear),
        Key::A if modifiers.command => Some(Request::All),
        _ => None,
    }
}

/// How the editing of a cell ends, if it does. `Alt Enter` inserts a line break and is left to the text input.
pub fn ended(input: &mut InputState) -> Option<End> {
    let mut end = None;
    input.events.retain(|event| {
        let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
        let (plain, shifted) = (modifiers.is_none(), modifiers.shift_only());
        let ending = match key {
            Key::Enter if plain => End::Keep(Step::By(1, 0)),
            Key::Enter if shifted => End::Keep(Step::By(-1, 0)),
            Key::Tab if plain => End::Keep(Step::Next),
            Key::Tab if shifted => End::Keep(Step::Previous),
            Key::Escape if plain => End::Cancel,
            _ => return true,
        };
        end = end.or(Some(ending));
        false
    });
    end
}
