//! A whole number of a scenario with its label.

use egui::Ui;

use crate::app::kit::read;
use crate::app::parts::pages::changes::Changes;
use crate::app::parts::pages::input::Input;
use crate::app::parts::pages::widgets::row;

/// A labelled whole number.
pub(super) fn number_ui(
    ui: &mut Ui,
    changes: &mut Changes,
    label: &str,
    bounds: std::ops::RangeInclusive<u32>,
    value: &mut u32,
) {
    row(ui, label, |ui, id| {
        let shown = value.to_string();
        let read = |text: &str| read::number(text, &bounds);
        if let Some(number) = Input::of(id).width(72.0).checked(ui, changes, &shown, read) {
            *value = number;
        }
    });
}
