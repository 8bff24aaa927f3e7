//! The frame of every dialog and its keyboard behaviour: on opening, the first field or the main button gets the focus; *Enter* presses the
//! main button; *Esc* cancels; on closing, the focus returns to where it was before.

use egui::{Frame, Id, Key, Modifiers, Ui};

use super::theme;

/// What a click outside a dialog does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClickOutside {
    /// Closes the dialog: nothing is lost.
    Closes,
    /// Nothing: the dialog asks a question or holds typed text.
    Ignored,
}

/// The open dialog.
#[derive(Clone, Copy, Debug)]
struct Opened {
    dialog: Id,
    frame: u64,
    /// Whether no widget of the dialog has received the focus yet.
    is_new: bool,
    /// The focused widget before the dialog opened.
    before: Option<Id>,
}

fn key() -> Id {
    Id::unique("open dialog")
}

/// The least space between a dialog and the edges of the window, in points, with the frame of the dialog.
const AROUND: f32 = 24.0;
/// The least height of a list in a dialog, in points.
const LOWEST: f32 = 72.0;

/// The width of a dialog that usually has a width, in a window that may be narrower, in points.
#[must_use]
pub fn width_in(ctx: &egui::Context, usual: f32) -> f32 {
    usual.min(ctx.content_rect().width() - 2.0 * AROUND)
}

/// The height of a list that usually has a height, in a dialog with a `rest` besides it, so that the buttons below the list stay in the
/// window, in points.
#[must_use]
pub fn height_in(ctx: &egui::Context, usual: f32, rest: f32) -> f32 {
    usual.min(ctx.content_rect().height() - 2.0 * AROUND - rest).max(LOWEST)
}

/// Draws a modal of a width, less in a narrow window, with a title. Returns whether it stays open: *Esc* closes it, and so may a click outside.
pub fn modal(
    ui: &Ui,
    name: &str,
    title: &str,
    width: f32,
    click_outside: ClickOutside,
    content: impl FnOnce(&mut Ui),
) -> bool {
    note(ui, Id::unique((name, title)));
    let field = ui.memory(egui::Memory::focused);
    let frame = Frame::popup(ui.style()).inner_margin(ui.spacing().window_margin);
    let shown = egui::Modal::new(Id::unique(name)).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(width_in(ui.ctx(), width));
        if !title.is_empty() {
            ui.label(theme::strong(title, theme::TITLE));
            ui.add_space(6.0);
        }
        content(ui);
    });
    if let Some(field) = field.filter(|_| is_entered(ui)) {
        // While *Enter* can do nothing yet, the field keeps the focus.
        ui.memory_mut(|memory| memory.request_focus(field));
    }
    let is_left = click_outside == ClickOutside::Closes && shown.backdrop_response.clicked();
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
        // After a chain of dialogs, the focus returns to where it was before the first one.
        Some(last) => Opened { dialog, frame, is_new: true, before: last.before },
        None => Opened { dialog, frame, is_new: true, before: ui.memory(egui::Memory::focused) },
    };
    ui.data_mut(|data| data.insert_temp(key(), opened));
}

/// Whether the next widget should take the focus because the dialog has just opened. Only the widget that should get the focus asks.
pub fn takes_first_focus(ui: &Ui) -> bool {
    let opened = ui.data(|data| data.get_temp::<Opened>(key()));
    let Some(opened) = opened.filter(|opened| opened.is_new && ui.is_enabled() && !ui.is_sizing_pass()) else {
        return false;
    };
    ui.data_mut(|data| data.insert_temp(key(), Opened { is_new: false, ..opened }));
    true
}

/// Whether *Enter* is meant for the main button: no other widget had the focus. A one-line field gives up the focus on *Enter*, so ask after
/// the fields.
pub fn is_entered(ui: &Ui) -> bool {
    let is_pressed = ui.input(|input| input.key_pressed(Key::Enter));
    is_pressed && ui.memory(egui::Memory::focused).is_none() && !egui::Popup::is_any_open(ui.ctx())
}

/// Returns the focus to the widget that had it before the first dialog, once no dialog is open.
pub fn restore_focus(ui: &Ui) {
    let Some(opened) = ui.data(|data| data.get_temp::<Opened>(key())) else { return };
    ui.data_mut(|data| data.remove::<Opened>(key()));
    // A field of the dialog may have the focus until the end of this pass.
    let focused = ui.memory(egui::Memory::focused);
    let is_there = |id: Id| ui.ctx().viewport(|viewport| viewport.this_pass.widgets.get(id).is_some());
    if let Some(before) = opened.before
        && !focused.is_some_and(is_there)
    {
        ui.memory_mut(|memory| memory.request_focus(before));
    }
}
