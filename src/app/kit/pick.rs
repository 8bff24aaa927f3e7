//! Drop-down lists. The list is built only while it is open; a long list has a search field.

use egui::{ComboBox, PopupCloseBehavior, Response, RichText, Ui};

use super::name::Name;
use super::popup_menu;
use super::search_list::matches;
use super::text_input::{MAX_NAME, one_line, take_typed};
use super::theme;

/// From this many options on there is a search field.
const SEARCHED: usize = 12;
/// The most options shown at once.
const MOST: usize = 200;

/// An option: its value, its label, and whether it is the current one.
pub type Choice<T> = (T, String, bool);

/// A drop-down.
pub struct Pick<'a> {
    /// Distinguishes drop-downs of the same field.
    pub salt: &'static str,
    /// The accessible name.
    pub name: &'a Name,
    /// The text of the closed drop-down.
    pub current: RichText,
    /// The width.
    pub width: f32,
    /// Whether the drop-down can be opened.
    pub is_enabled: bool,
}

impl Pick<'_> {
    /// Draws the drop-down. Returns the chosen value.
    pub fn show<T>(self, ui: &mut Ui, options: impl FnOnce() -> Vec<Choice<T>>) -> Option<T> {
        self.show_with(ui, options, None)
    }

    /// Draws the drop-down with an option at the end that every search finds, such as *New queue…*. Returns the chosen value.
    pub fn show_with<T>(
        self,
        ui: &mut Ui,
        options: impl FnOnce() -> Vec<Choice<T>>,
        last: Option<(T, String)>,
    ) -> Option<T> {
        let search = ui.scope_id().with(("search", self.salt));
        let combo = |ui: &mut Ui| {
            let combo = ComboBox::from_id_salt(self.salt)
                .width(self.width)
                .truncate()
                .height(320.0)
                .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
                .selected_text(self.current);
            // A disabled drop-down has no arrow.
            let combo = if self.is_enabled { combo } else { combo.icon(|_, _, _, _| {}) };
            combo.show_ui(ui, |ui| list_with_ui(ui, search, options(), last))
        };
        let shown = ui.add_enabled_ui(self.is_enabled, combo).inner;
        self.name.give(&shown.response);
        list_drawn(&shown.response, search, shown.inner.is_some());
        if shown.inner.is_none() {
            open_by_typing(ui, &shown.response, search);
        }
        shown.inner.flatten()
    }
}

/// Forgets what was typed into a list that has closed, and returns the keyboard focus to its button. Call it after the button was drawn.
pub fn list_drawn(button: &Response, search: egui::Id, is_open: bool) {
    popup_menu::list_drawn(button, search, is_open);
    if !is_open {
        button.ctx.data_mut(|data| data.remove::<String>(search));
    }
}

/// Typing while the closed drop-down has the keyboard focus opens the list and searches it.
fn open_by_typing(ui: &Ui, drop_down: &Response, search: egui::Id) {
    if !drop_down.has_focus() || !drop_down.enabled() {
        return;
    }
    let typed = take_typed(ui, false);
    if !typed.is_empty() {
        ui.data_mut(|data| data.insert_temp(search, typed));
        // The id that `ComboBox` gives its list.
        egui::Popup::open_id(ui.ctx(), drop_down.id.with("popup"));
        ui.request_repaint();
    }
}

/// Draws the options as a column, with a search field where there are many. Returns the chosen value.
pub fn list_ui<T>(ui: &mut Ui, search: egui::Id, options: Vec<Choice<T>>) -> Option<T> {
    list_with_ui(ui, search, options, None)
}

fn list_with_ui<T>(ui: &mut Ui, search: egui::Id, options: Vec<Choice<T>>, last: Option<(T, String)>) -> Option<T> {
    let mut typed = ui.data(|data| data.get_temp::<String>(search));
    let mut is_entered = false;
    if options.len() > SEARCHED || typed.is_some() {
        let field = search.with("field");
        // The frame in which the field was last drawn tells whether the list was just opened.
        let frame = ui.ctx().cumulative_frame_nr();
        let drawn = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or(field, 0), frame));
        let is_first = drawn + 1 < frame;
        let text = typed.get_or_insert_default();
        if is_first {
            // Typed before the field can have the focus.
            text.push_str(&take_typed(ui, !text.is_empty()));
        }
        let edit = ui.add(one_line(text, MAX_NAME).hint_text("Search").desired_width(f32::INFINITY));
        Name::plain("Search", "").give(&edit);
        if is_first {
            edit.request_focus();
        }
        is_entered = edit.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        ui.data_mut(|data| data.insert_temp(search, text.clone()));
    }
    let typed = typed.unwrap_or_default();
    let mut chosen = None;
    let mut count = 0;
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.visuals_mut().selection.bg_fill = theme::of(ui).selected;
    for (option, words, is_current) in options {
        if !matches(&typed, &words) {
            continue;
        }
        count += 1;
        if count > MOST {
            ui.label(theme::weak(ui, "There are more. Type to search.", theme::SMALL));
            break;
        }
        let row = ui.selectable_label(is_current, crate::catalog::text::shorten(&words, 60));
        // *Enter* in the search field chooses the first match.
        if row.clicked() || std::mem::take(&mut is_entered) {
            chosen = Some(option);
            ui.close();
        }
    }
    if count == 0 {
        ui.label(theme::weak(ui, "No options", theme::SMALL));
    }
    if let Some((option, words)) = last {
        ui.separator();
        if ui.selectable_label(false, words).clicked() {
            chosen = Some(option);
            ui.close();
        }
    }
    popup_menu::list_keys(ui, search);
    chosen
}
