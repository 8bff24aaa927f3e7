//! What egui reports about the pointer and the widgets of the canvas in one frame, as plain data. Decides nothing:
//! `gesture` and `drag` turn it into events.

use std::collections::BTreeSet;

use egui::{Id, Key, Modifiers, PointerButton, Pos2, Response, Ui, Vec2};

use super::event::CanvasEvent;
use super::scene::CardId;
use super::state::{Drag, Focus};

/// What egui reports about all widgets of the canvas in this frame.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says whether egui reported something")]
pub(super) struct Gesture {
    focused: Option<Id>,
    /// The focused item.
    pub focus: Focus,
    /// The item to focus.
    pub wants_focus: Option<Focus>,
    /// A drag that ended in this frame and is drawn for the last time.
    pub finished: Option<Drag>,
    pub over: bool,
    pub clicked: bool,
    pub double_clicked: bool,
    pub secondary_clicked: bool,
    pub drag_started: bool,
    pub activated: Option<Focus>,
}

impl Gesture {
    /// Starts with only the focused widget.
    pub fn new(focused: Option<Id>) -> Self {
        Self { focused, ..Self::default() }
    }

    /// Adds the response of one widget.
    pub fn add(&mut self, response: &Response, what: Focus) {
        if self.focused == Some(response.id) {
            self.focus = what.clone();
        }
        self.over |= response.contains_pointer();
        self.drag_started |= response.drag_started();
        self.secondary_clicked |= response.secondary_clicked();
        if response.clicked() {
            if response.clicked_by(PointerButton::Primary) {
                self.clicked = true;
                self.double_clicked |= response.double_clicked_by(PointerButton::Primary);
            } else {
                self.activated = Some(what);
            }
        }
    }
}

/// The pointer in this frame.
#[expect(clippy::struct_excessive_bools, reason = "buttons and keys are up or down")]
pub(super) struct Pointer {
    pub screen: Option<Pos2>,
    pub press: Option<Pos2>,
    pub released: bool,
    pub middle: bool,
    pub primary: bool,
    pub modifiers: Modifiers,
    pub space_down: bool,
    pub dt: f32,
}

impl Pointer {
    /// Reads the pointer. The space key counts only when `space_armed` says that it was pressed over the canvas.
    pub fn read(ui: &Ui, space_armed: bool) -> Self {
        ui.input(|i| Self {
            screen: i.pointer.interact_pos(),
            press: i.pointer.press_origin(),
            released: i.pointer.any_released() || !i.pointer.any_down(),
            middle: i.pointer.button_down(PointerButton::Middle),
            primary: i.pointer.primary_down(),
            modifiers: i.modifiers,
            space_down: i.key_down(Key::Space) && space_armed,
            dt: i.stable_dt.min(0.1),
        })
    }

    /// The way from the press to here, in screen points.
    pub fn travelled(&self) -> Vec2 {
        self.screen.zip(self.press).map_or(Vec2::ZERO, |(screen, press)| screen - press)
    }
}

/// Sends a selection event, unless the selection is the present one.
pub(super) fn select(present: &BTreeSet<CardId>, wanted: BTreeSet<CardId>, events: &mut Vec<CanvasEvent>) {
    if *present != wanted {
        events.push(CanvasEvent::SelectionChanged(wanted));
    }
}
