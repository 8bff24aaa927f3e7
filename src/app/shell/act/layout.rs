//! How the open project is arranged in the window: captured for the layout store, and restored when the project is opened again.

use crate::model::VersionId;

use crate::app::command::Tab;
use crate::app::cx::exists;
use crate::app::services::layout::{Captured, ProjectView};
use crate::app::shell::state::State;

/// How the open project is arranged now.
#[must_use]
pub fn capture(state: &State) -> ProjectView {
    let is_kept = |id: &VersionId| state.project().versions.contains_key(id);
    let placed = state.parts.versions.views.iter().filter(|(id, view)| view.was_placed && is_kept(id));
    let canvases = placed.map(|(id, view)| (*id, view.canvas.viewport().into())).collect();
    ProjectView { tabs: state.session.tabs.clone(), shown: Some(state.session.tab), canvases }
}

/// The arrangement of the open project, where it is kept. That of a project in no file is not: examples share their uid with each copy.
#[must_use]
pub fn captured(state: &State) -> Captured {
    state.session.file.path.as_ref().map(|_| (state.project().uid.clone(), capture(state)))
}

/// Arranges the open project so; what does not exist any more is left out.
pub fn restore(state: &mut State, view: ProjectView) {
    let mut tabs: Vec<Tab> = Vec::new();
    for tab in view.tabs {
        if exists(tab, state.project()) && !tabs.contains(&tab) {
            tabs.push(tab);
        }
    }
    if let Some(first) = tabs.first() {
        state.session.tab = view.shown.filter(|shown| tabs.contains(shown)).unwrap_or(*first);
        state.session.tabs = tabs;
    }
    for (id, place) in view.canvases {
        if state.project().versions.contains_key(&id)
            && let Some(viewport) = place.viewport()
        {
            let view = state.view(id);
            view.canvas.set_viewport(viewport);
            view.was_placed = true;
        }
    }
}

/// Nothing of the arrangement is to be written until it changes.
pub fn mark_clean(state: &mut State) {
    let (uid, view) = (state.project().uid.clone(), capture(state));
    state.services.layout.mark_clean(&uid, view);
}

/// Follows the arrangement, once a frame.
pub fn follow(state: &mut State, ctx: &egui::Context) {
    if state.services.layout.has_written() && state.window.open_on_start.is_some() {
        ctx.request_repaint();
    }
    // The project that the window began with is drawn, so it does not crash the program.
    let is_read = state.window.open_on_start.is_none() && !state.services.files.is_at_disk();
    let is_drawn = state.session.problems.is_fresh(state.session.document.revision());
    if is_read && state.services.keeper.panics == 0 && is_drawn {
        let _ = state.window.preferences.take_mark();
    }
    let captured = captured(state);
    state.services.layout.follow(captured, &state.window.panes, &mut state.window.preferences, ctx);
}

/// The window closes.
pub fn close(state: &mut State) {
    let captured = captured(state);
    state.services.layout.close(captured, &state.window.panes, &mut state.window.preferences);
}
