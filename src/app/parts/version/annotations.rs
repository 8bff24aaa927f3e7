//! Notes and frames of a version in the window: what gestures on them change, the dialog for their texts, and where a new one goes.

use egui::{RichText, Ui, Vec2};
use strum::IntoEnumIterator as _;

use crate::canvas::CardId;
use crate::edit::Edit;
use crate::layout::annotations::{Cards, cards};
use crate::model::{
    ActionId, Annotation, AnnotationColor, AnnotationId, AnnotationKind, Area, Flow, Pos, Size, TreeType, Version,
    VersionId,
};

use super::state::VersionView;
use crate::app::command::{Ask, Command};
use crate::app::kit::modal::{ClickOutside, modal, takes_first_focus};
use crate::app::kit::question::{buttons, field};
use crate::app::kit::scene::{action_id, annotation_color, annotation_id, model_pos};
use crate::app::kit::text_input::{self, MAX_NAME, MAX_TEXT};
use crate::app::kit::theme;

/// The width of a new note, and its least height.
const NOTE: Size = Size(208, 64);
/// About so many characters of a note have room on a line.
const LINE: usize = 30;
/// The height of a line, and of the space above and below the text.
const ROW: i32 = 17;
const SPACE: i32 = 16;
/// The space in a new frame around what it holds, and above it for the title.
const AROUND: i32 = 24;
const ABOVE: i32 = 56;
/// The lines of the text field for a note.
const ROWS: usize = 6;

/// The edits for things that were moved on the canvas; what moved together is one undo step.
pub(super) fn moved(
    version: &Version,
    view: &VersionView,
    things: Vec<(CardId, egui::Pos2)>,
    revision: u64,
) -> Vec<Command> {
    let (mut actions, mut areas) = (Vec::new(), Vec::new());
    for (id, to) in things {
        match annotation_id(id) {
            None => actions.push((action_id(id), model_pos(to))),
            Some(id) => {
                let size = version.flow.annotations.get(&id).map(|it| it.size);
                areas.extend(size.map(|size| (id, Area { at: model_pos(to), size })));
            }
        }
    }
    let tag = (!actions.is_empty() && !areas.is_empty()).then(|| joined(revision));
    let mut commands = Vec::new();
    if !actions.is_empty() {
        let cards = view.with_hidden(&version.flow, actions);
        commands.push(Command::Edit(Box::new(Edit::MoveCards { version: version.id, cards }), tag));
    }
    if !areas.is_empty() {
        commands.push(Command::Edit(Box::new(Edit::MoveAnnotations { version: version.id, areas }), tag));
    }
    commands
}

/// The tag of edits that are one undo step, which no other edit has.
#[must_use]
pub fn joined(revision: u64) -> u64 {
    u64::MAX - revision
}

/// The edit for a note or a frame that was resized.
pub(super) fn resized(version: VersionId, card: CardId, size: Vec2) -> Option<Command> {
    let Pos(width, height) = model_pos(size.to_pos2());
    let size = Size(width, height);
    Some(Command::edit(Edit::ResizeAnnotation { version, annotation: annotation_id(card)?, size }))
}

/// Asks for the text of a new note.
#[must_use]
pub fn new_note(version: VersionId, at: Pos) -> Ask {
    let annotation = Annotation { kind: AnnotationKind::Note, text: String::new(), at, size: NOTE, color: None };
    Ask::NewAnnotation { version, annotation: Box::new(annotation) }
}

/// Asks for the title of a new frame around actions, notes and frames; none where there are none.
#[must_use]
pub fn new_frame(version: &Version, tree: TreeType, actions: &[ActionId], others: &[AnnotationId]) -> Option<Ask> {
    let flow = &version.flow;
    let known: Cards = cards(flow, tree);
    let areas = actions.iter().filter_map(|id| known.get(id).copied());
    let areas = areas.chain(others.iter().filter_map(|id| Some(flow.annotations.get(id)?.area())));
    let held = areas.reduce(Area::with)?;
    let end = held.end();
    let at = Pos(held.at.0 - AROUND, held.at.1 - ABOVE);
    let Area { at, size } = Area::between(at, Pos(end.0 + AROUND, end.1 + AROUND));
    let annotation = Annotation { kind: AnnotationKind::Frame, text: String::new(), at, size, color: None };
    Some(Ask::NewAnnotation { version: version.id, annotation: Box::new(annotation) })
}

/// The text of a note or the title of a frame and the colour, while they are chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct AnnotationDraft {
    version: VersionId,
    /// The note or frame whose text is changed; none for a new one.
    known: Option<AnnotationId>,
    annotation: Annotation,
}

impl AnnotationDraft {
    /// A new note or frame.
    #[must_use]
    pub fn new(version: VersionId, annotation: Annotation) -> Self {
        Self { version, known: None, annotation }
    }

    /// Another text or colour for a note or a frame; none where it no longer exists.
    #[must_use]
    pub fn changing(version: VersionId, flow: &Flow, id: AnnotationId) -> Option<Self> {
        let annotation = (**flow.annotations.get(&id)?).clone();
        Some(Self { version, known: Some(id), annotation })
    }

    fn edit(&self) -> Edit {
        let (version, mut annotation) = (self.version, self.annotation.clone());
        if let Some(id) = self.known {
            return Edit::SetAnnotation { version, annotation: id, text: annotation.text, color: annotation.color };
        }
        if annotation.kind == AnnotationKind::Note {
            annotation.size = fitting(&annotation.text);
        }
        Edit::AddAnnotation { version, annotation: Box::new(annotation) }
    }
}

/// The size of a new note that shows its whole text, or most of a long one.
fn fitting(text: &str) -> Size {
    const MOST_ROWS: usize = 30;
    let rows: usize = text.trim_end().lines().map(|line| line.chars().count().div_ceil(LINE).max(1)).sum();
    let rows = i32::try_from(rows.min(MOST_ROWS)).unwrap_or_default();
    Size(NOTE.0, (rows * ROW + SPACE).max(NOTE.1))
}

/// Draws the dialog. Returns whether it stays open.
pub fn annotation_ui(ui: &Ui, draft: &mut AnnotationDraft, commands: &mut Vec<Command>) -> bool {
    let mut pressed = (false, false);
    let is_note = draft.annotation.kind == AnnotationKind::Note;
    let (title, do_it) = match (is_note, draft.known) {
        (true, None) => ("Add a note", "Add the note"),
        (true, Some(_)) => ("Change the note", "Apply"),
        (false, None) => ("Frame the selection", "Add the frame"),
        (false, Some(_)) => ("Change the frame", "Apply"),
    };
    let stays = modal(ui, "annotation", title, 420.0, ClickOutside::Ignored, |ui| {
        let (label, limit, rows) = if is_note { ("Text", MAX_TEXT, ROWS) } else { ("Title", MAX_NAME, 1) };
        field(ui, label, |ui, label| {
            let edit = text_input::show(ui, &mut draft.annotation.text, limit, rows).labelled_by(label);
            if takes_first_focus(ui) {
                edit.request_focus();
            }
        });
        color_ui(ui, &mut draft.annotation.color);
        pressed = buttons(ui, do_it, !draft.annotation.text.trim().is_empty());
    });
    if pressed.1 {
        commands.push(Command::edit(draft.edit()));
    }
    stays && !pressed.0
}

/// Draws the choice of a colour.
fn color_ui(ui: &mut Ui, chosen: &mut Option<AnnotationColor>) {
    let palette = theme::of(ui);
    field(ui, "Colour", |ui, _| {
        ui.horizontal_wrapped(|ui| {
            for color in std::iter::once(None).chain(AnnotationColor::iter().map(Some)) {
                let words = color.map_or("Usual", AnnotationColor::words);
                let words =
                    RichText::new(words).color(color.map_or(palette.text, |color| annotation_color(palette, color)));
                if ui.selectable_label(*chosen == color, words).clicked() {
                    *chosen = color;
                }
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_note_is_as_high_as_its_text() {
        assert_eq!(fitting("Short"), Size(208, 64));
        assert_eq!(fitting("One\n\nThree\nFour\n\n"), Size(208, 4 * 17 + 16));
        assert_eq!(fitting(&"x".repeat(150)), Size(208, 5 * 17 + 16));
        assert_eq!(fitting(&"x\n".repeat(5_000)), Size(208, 30 * 17 + 16));
    }
}
