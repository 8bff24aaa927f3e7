//! The comparison of two versions: both named at the top, one canvas or two, and the list of differences to step through (spec: domain §5,
//! Compare). `diff` finds the differences; nothing here changes the project.

pub mod behaviour;
pub mod canvases;
pub mod comparison;
pub mod entry;
pub mod head;
pub mod list;
pub mod menu;
pub mod scenes;

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use crate::app::command::Command;
use crate::app::cx::Cx;
use crate::app::kit::theme;
use comparison::{Comparing, Pair};

/// Draws the comparison.
pub fn compare_ui(ui: &mut Ui, cx: &Cx<'_>, comparing: &mut Comparing, pair: Pair, commands: &mut Vec<Command>) {
    let project = cx.project().clone();
    let palette = theme::of(ui);
    comparing.refresh(&project, pair, palette, ui.ctx());
    let bar = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(12, 8));
    Panel::top("compare header")
        .frame(bar)
        .resizable(false)
        .show(ui, |ui| head::head_ui(ui, comparing, &project, pair, commands));
    if comparing.shows_behaviour {
        CentralPanel::no_frame().show(ui, |ui| behaviour::behaviour_ui(ui, cx, pair, commands));
        return;
    }
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
