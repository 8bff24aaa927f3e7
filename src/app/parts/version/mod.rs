//! A version: header, palette, canvas, and the form of the selected action (spec: designer §1, §2).

pub mod acts;
pub mod add_action;
pub mod canvas;
pub mod context_menu;
pub mod draft;
pub mod executions;
pub mod header;
pub mod landing;
pub mod palette;
pub mod plan;
pub mod schedule;
pub mod spot;
pub mod state;

use std::sync::Arc;

use egui::{Frame, Margin, Panel, Ui};

use crate::edit::{Edit, Spot};
use crate::lifecycle::{Act, may};
use crate::lint::Diagnostic;
use crate::model::{ActionRef, Place, Project, Version};

use crate::app::command::{Command, Pane};
use crate::app::cx::Cx;
use crate::app::kit::focus::{self, Zone};
use crate::app::kit::theme;
use crate::app::parts::form::cx::FormCx;
use crate::app::parts::form::form_ui;
use crate::app::services::simulation::PathShown;
use palette::palette_ui;
use spot::after;
use state::Versions;

/// The data of a version page.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// The view of the state that every part may read.
    pub cx: &'a Cx<'a>,
    /// The project.
    pub project: &'a Arc<Project>,
    /// The version.
    pub version: &'a Arc<Version>,
    /// Whether the version is read-only.
    pub is_read_only: bool,
}

/// Draws the page of the version shown, with the path of a run through it.
pub fn version_ui(ui: &mut Ui, cx: &Cx<'_>, own: &mut Versions, path: &PathShown, commands: &mut Vec<Command>) {
    let project = cx.project();
    let Some(version) = cx.version_shown().and_then(|id| project.versions.get(&id)) else { return };
    let page = Page { cx, project, version, is_read_only: may(version, Act::Edit).is_err() };
    Panel::top("version header")
        .frame(bar_frame(ui))
        .resizable(false)
        .show(ui, |ui| header::header_ui(ui, &page, own, commands));
    if page.is_read_only {
        let panel = Panel::top("read-only").frame(banner_frame(ui)).resizable(false);
        panel.show(ui, |ui| header::banner_ui(ui, &page, commands));
    }
    if executions::tabs_ui(ui, &page, own, commands) {
        executions::history_ui(ui, &page, own, commands);
        return;
    }
    if !page.is_read_only {
        palette_pane_ui(ui, &page, own, commands);
    }
    form_pane_ui(ui, &page, own, commands);
    egui::CentralPanel::no_frame().show(ui, |ui| canvas::canvas(ui, &page, own, path, commands));
}

/// Draws the actions that can be added, at the left.
fn palette_pane_ui(ui: &mut Ui, page: &Page<'_>, own: &mut Versions, commands: &mut Vec<Command>) {
    let size = page.cx.panes.size(Pane::Palette, 200.0);
    let panel = Panel::left("palette").default_size(size).size_range(150.0..=280.0).frame(side_frame(ui));
    let shown = panel.show(ui, |ui| {
        let channel = page.project.channel_of(page.version.id);
        if let Some(kind) = palette_ui(ui, &mut own.palette_search, channel) {
            commands.push(add_after_selection(page, own, kind));
        }
    });
    commands.extend(page.cx.resized(Pane::Palette, shown.response.rect.width()));
}

/// Draws the form of the selected action, at the right, while exactly one is selected.
fn form_pane_ui(ui: &mut Ui, page: &Page<'_>, own: &mut Versions, commands: &mut Vec<Command>) {
    let Page { cx, project, version, is_read_only } = *page;
    let selected = own.view(version.id).only_selected();
    let Some(action) = selected.and_then(|action| version.flow.actions.get(&action)) else { return };
    let ctx = ui.ctx().clone();
    let place = ActionRef { version: version.id, action: action.id };
    let is_here = |problem: &&Diagnostic| problem.place == Place::Action(place);
    let problems: Vec<_> = cx.problems.all().iter().filter(is_here).cloned().collect();
    let size = cx.panes.size(Pane::Form, 320.0);
    let panel = Panel::right("form").default_size(size).size_range(260.0..=520.0).frame(side_frame(ui));
    let form = FormCx { project, version, action, problems: &problems, is_read_only };
    let shown = focus::zone(&ctx, Zone::Right, || panel.show(ui, |ui| form_ui(ui, &form, commands)));
    commands.extend(cx.resized(Pane::Form, shown.response.rect.width()));
}

fn bar_frame(ui: &Ui) -> Frame {
    Frame::new().fill(theme::of(ui).panel).inner_margin(Margin::symmetric(12, 8))
}

fn banner_frame(ui: &Ui) -> Frame {
    Frame::new().fill(theme::of(ui).selected).inner_margin(Margin::symmetric(12, 6))
}

fn side_frame(ui: &Ui) -> Frame {
    Frame::new().fill(theme::of(ui).panel).inner_margin(Margin::symmetric(10, 10))
}

/// Adds an action after the selected one, else after Start.
fn add_after_selection(page: &Page<'_>, own: &mut Versions, kind: &str) -> Command {
    let version = page.version;
    let selected = own.view(version.id).only_selected().and_then(|id| version.flow.actions.get(&id));
    let spot = selected.or(version.flow.start()).and_then(|action| after(page.project, version.id, action.id));
    Command::edit(Edit::AddAction {
        version: version.id,
        kind: kind.to_owned(),
        spot: spot.unwrap_or(Spot::Free),
        pos: None,
    })
}
