//! The frame of every dialog, and what the keyboard does there: the first field or the main button has the focus when it opens, *Enter*
//! presses the main button, *Esc* cancels, and when it has closed, the focus is where it was before.

use egui::{Frame, Id, Key, Modifiers, Ui};

use super::theme;

/// Whether a click beside a dialog closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Nothing is lost by that.
    Closes,
    /// It asks something, or holds what was typed.
    Stays,
}

/// The dialog that is open.
#[derive(Clone, Copy, Debug)]
struct Opened {
    dialog: Id,
    frame: u64,
    /// Whether nothing in it was given the focus yet.
    is_new: bool,
    /// What had the focus before.
    before: Option<Id>,
}

fn key() -> Id {
    Id::unique("dialog that is open")
}

/// A modal of a width, with a title. Whether it stays open: *Esc* closes it, and so may a click beside it.
pub fn modal(ui: &Ui, name: &str, title: &str, width: f32, beside: Beside, content: impl FnOnce(&mut Ui)) -> bool {
    note(ui, Id::unique((name, title)));
    let field = ui.memory(egui::Memory::focused);
    let frame = Frame::popup(ui.style()).inner_margin(ui.spacing().window_margin);
    let shown = egui::Modal::new(Id::unique(name)).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(width);
        if !title.is_empty() {
            ui.label(theme::strong(title, theme::TITLE));
            ui.add_space(6.0);
        }
        content(ui);
    });
    if let Some(field) = field.filter(|_| is_entered(ui)) {
        // Where *Enter* could do nothing yet, typing goes on.
        ui.memory_mut(|memory| memory.request_focus(field));
    }
    let is_left = beside == Beside::Closes && shown.backdrop_response.clicked();
    let is_escaped = shown.is_top_modal
        && !shown.any_popup_open
        && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    !(is_left || is_escaped || shown.response.should_close())
}

fn note(ui: &Ui, dialog: Id) {
    let frame = ui.ctx().cumulative_frame_nr();
    let last = ui.data(|data| data.get_temp::<Opened>(key())).filter(|last| last.frame + 1 >= frame);
    let opened = match last {
        Some(last) if last.dialog == dialog => Opened { frame, ..last },
        // One dialog after the other: what was before the first counts.
        Some(last) => Opened { dialog, frame, is_new: true, before: last.before },
        None => Opened { dialog, frame, is_new: true, before: ui.memory(egui::Memory::focused) },
    };
    ui.data_mut(|data| data.insert_temp(key(), opened));
}

/// Whether the widget drawn next is to have the focus, since the dialog has just opened; asked by the one that is meant.
pub fn begins(ui: &Ui) -> bool {
    let opened = ui.data(|data| data.get_temp::<Opened>(key()));
    let Some(opened) = opened.filter(|opened| opened.is_new && ui.is_enabled() && !ui.is_sizing_pass()) else {
        return false;
    };
    ui.data_mut(|data| data.insert_temp(key(), Opened { is_new: false, ..opened }));
    true
}

/// Whether *Enter* is for the main button: no other widget had it. A field of one line lets the focus go then; asked below the fields.
pub fn is_entered(ui: &Ui) -> bool {
    let is_pressed = ui.input(|input| input.key_pressed(Key::Enter));
    is_pressed && ui.memory(egui::Memory::focused).is_none() && !egui::Popup::is_any_open(ui.ctx())
}

/// When no dialog is open any more, what had the focus before the first gets it back.
pub fn give_back(ui: &Ui) {
    let Some(opened) = ui.data(|data| data.get_temp::<Opened>(key())) else { return };
    ui.data_mut(|data| data.remove::<Opened>(key()));
    if let Some(before) = opened.before
        && ui.memory(egui::Memory::focused).is_none()
    {
        ui.memory_mut(|memory| memory.request_focus(before));
    }
}
