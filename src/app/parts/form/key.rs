//! One key of the telephone keypad, chosen on a keypad or typed.

use egui::{Button, ComboBox, Event, Grid, RichText, Ui, vec2};

use crate::catalog::field::is_key;
use crate::model::Value;

use super::cx::Editor;
use super::outbox::{Change, ParamChange};
use super::widgets::SHORT;
use crate::app::kit::name::Name;
use crate::app::kit::theme;

/// The keys in the layout of a telephone.
const KEYS: [[&str; 3]; 4] = [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"], ["*", "0", "#"]];

/// A key, or none.
pub(super) fn key_ui(ui: &mut Ui, editor: &Editor<'_>, name: &Name) -> Option<ParamChange> {
    let stored = editor.text();
    let shown = match stored {
        "" => theme::weak(ui, "none", theme::BODY),
        key if is_key(key) => RichText::new(key),
        other => RichText::new(other).color(theme::of(ui).error),
    };
    let width = ui.available_width().min(SHORT);
    let combo = |ui: &mut Ui| {
        ComboBox::from_id_salt("key").width(width).selected_text(shown).show_ui(ui, |ui| keypad(ui, stored))
    };
    let shown = ui.add_enabled_ui(editor.is_enabled(), combo).inner;
    name.give(&shown.response);
    let typed = Some(&shown.response).filter(|it| it.has_focus() && editor.is_enabled()).and_then(|_| typed_key(ui));
    let key = shown.inner.flatten().or(typed).filter(|key| *key != stored)?;
    Some(Change::at_once(Some(Value::Text(key.to_owned()))))
}

/// The key of the keypad that was typed in this frame.
fn typed_key(ui: &Ui) -> Option<&'static str> {
    let typed = ui.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::Text(text) => Some(text.clone()),
            _ => None,
        })
    });
    KEYS.iter().flatten().copied().find(|key| typed.as_deref() == Some(*key))
}

fn keypad(ui: &mut Ui, current: &str) -> Option<&'static str> {
    let mut chosen = None;
    ui.visuals_mut().selection.bg_fill = theme::of(ui).selected;
    Grid::new("keypad").spacing(vec2(4.0, 4.0)).show(ui, |ui| {
        for row in KEYS {
            for key in row {
                if ui.add(Button::new(key).selected(key == current).min_size(vec2(36.0, 28.0))).clicked() {
                    chosen = Some(key);
                }
            }
            ui.end_row();
        }
    });
    if ui.add(Button::new("No key").selected(current.is_empty()).min_size(vec2(116.0, 26.0))).clicked() {
        chosen = Some("");
    }
    chosen
}
