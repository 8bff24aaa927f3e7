//! The comparison of two versions: both named at the top, one canvas or two, and the list of what differs to walk along
//! (spec: domain §5, Compare). What differs is decided in `diff`; nothing here changes the project.

mod canvases;
pub mod entry;
mod head;
mod list;
pub mod menu;
#[cfg(test)]
#[cfg(feature = "pictures")]
mod pictures;
pub mod scenes;

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use super::super::command::Command;
use super::super::comparison::Pair;
use super::super::state::State;
use super::super::theme;

/// Draws it.
pub fn compare_ui(ui: &mut Ui, state: &mut State, pair: Pair, commands: &mut Vec<Command>) {
    let project = state.project().clone();
    let palette = theme::of(ui);
    let comparing = &mut state.comparing;
    comparing.refresh(&project, pair, palette, ui.ctx());
    let bar = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(12, 8));
    Panel::top("compare header")
        .frame(bar)
        .resizable(false)
        .show(ui, |ui| head::head_ui(ui, comparing, &project, pair, commands));
    let Some(comparison) = comparing.open.get_mut(&pair) else { return };
    let side = Frame::new().fill(palette.panel);
    Panel::right("differences")
        .default_size(320.0)
        .size_range(240.0..=560.0)
        .frame(side)
        .show(ui, |ui| list::list_ui(ui, comparison, comparing.shows_moved, commands));
    CentralPanel::no_frame().show(ui, |ui| {
        if comparing.is_side_by_side {
            canvases::sides_ui(ui, comparison, &project, pair);
        } else {
            canvases::one_ui(ui, comparison);
        }
    });
}
