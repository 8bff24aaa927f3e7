//! A menu at a point of the screen.

use egui::containers::menu::menu_style;
use egui::{EventFilter, Id, Key, Modifiers, Popup, PopupCloseBehavior, PopupKind, Pos2, Response, ScrollArea, Ui};

use super::focus;

/// A menu that is open.
#[derive(Clone, Copy, Debug)]
struct Opened {
    /// What had the keyboard focus when the menu opened.
    before: Option<Id>,
    /// Whether the menu still has to take the keyboard focus: in its first pass, it only measures its items.
    must_take: bool,
    /// The frame in which the menu was last drawn.
    frame: u64,
}

/// Draws a menu whose top left corner is at a point. Returns whether the menu stays open: a click closes it. A menu that a key has opened gets
/// the keyboard focus, which returns to where it was.
pub fn popup_menu_ui(ui: &Ui, id: &str, at: Pos2, width: f32, items: impl FnOnce(&mut Ui)) -> bool {
    let key = Id::unique(("menu", id));
    let frame = ui.ctx().cumulative_frame_nr();
    let known = ui.data(|data| data.get_temp::<Opened>(key)).filter(|known| known.frame + 1 >= frame);
    let mut opened = known.unwrap_or_else(|| Opened {
        before: ui.memory(egui::Memory::focused),
        must_take: focus::is_by_key(ui.ctx()),
        frame,
    });
    opened.frame = frame;
    let mut is_open = true;
    let popup = Popup::new(Id::unique(id), ui.ctx().clone(), at, ui.layer_id())
        .kind(PopupKind::Menu)
        .layout(egui::Layout::top_down_justified(egui::Align::Min))
        .width(width)
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .open_bool(&mut is_open);
    popup.show(|ui| {
        menu_style(ui.style_mut());
        whole_ui(ui, |ui| {
            items(ui);
            keys(ui, &mut opened.must_take);
        });
    });
    if is_open {
        ui.data_mut(|data| data.insert_temp(key, opened));
    } else {
        ui.data_mut(|data| data.remove::<Opened>(key));
        if let Some(before) = opened.before {
            ui.memory_mut(|memory| memory.request_focus(before));
        }
    }
    is_open
}

/// From this height of the window on, in points, it has room for every menu.
const HIGH: f32 = 720.0;
/// The space above and below a menu in a lower window, with its frame.
const AROUND: f32 = 60.0;

/// Draws the items of a menu. They scroll in a window that is too low for them, as a large text makes it.
pub fn whole_ui(ui: &mut Ui, items: impl FnOnce(&mut Ui)) {
    let height = ui.ctx().content_rect().height();
    if height >= HIGH {
        return items(ui);
    }
    ScrollArea::vertical().max_height(height - AROUND).show(ui, items);
}

/// Up and down move the keyboard focus among the items, and *Enter* or *Space* chooses one and closes the menu. A menu that must take the
/// focus begins with the first item.
fn keys(ui: &Ui, must_take: &mut bool) {
    let items = focus::stops(ui.ctx(), ui.layer_id(), 0);
    let focused = ui.memory(egui::Memory::focused);
    let Some(here) = items.iter().position(|item| Some(*item) == focused) else {
        if let Some(first) = items.first().filter(|_| *must_take) {
            *must_take = false;
            ui.memory_mut(|memory| memory.request_focus(*first));
            ui.ctx().request_repaint();
        }
        return;
    };
    // A key that chooses an item is no click of the pointer, after which egui would close the menu. *Enter* in a search field chooses nothing.
    if !ui.ctx().text_edit_focused() && ui.input(|input| input.key_pressed(Key::Enter) || input.key_pressed(Key::Space))
    {
        ui.close();
    }
    let [up, down] =
        [Key::ArrowUp, Key::ArrowDown].map(|key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)));
    let step = usize::from(down) + usize::from(up) * (items.len() - 1);
    let Some(there) = items.get((here + step) % items.len()).copied() else { return };
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| {
        memory.request_focus(there);
        memory.set_focus_lock_filter(there, filter);
    });
}

/// The keys of the open list of a drop-down, by the id of the drop-down: as in a menu. Call it in the list, after the options.
pub fn list_keys(ui: &Ui, drop_down: Id) {
    let known = ui.data(|data| data.get_temp::<bool>(drop_down));
    let mut must_take = known.unwrap_or_else(|| focus::is_by_key(ui.ctx()) && !ui.ctx().text_edit_focused());
    keys(ui, &mut must_take);
    ui.data_mut(|data| data.insert_temp(drop_down, must_take));
}

/// Returns the keyboard focus to a drop-down whose list has closed. Call it after the drop-down was drawn.
pub fn list_drawn(response: &Response, drop_down: Id, is_open: bool) {
    let was_open = !is_open && response.ctx.data_mut(|data| data.remove_temp::<bool>(drop_down)).is_some();
    if was_open && focus::is_by_key(&response.ctx) {
        response.request_focus();
    }
}
