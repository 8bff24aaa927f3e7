//! The arrangement of the open project in the window: captured for the layout store, and restored when the project is opened again.

use crate::model::VersionId;
use crate::sim::breakpoints::Breakpoints;

use crate::app::command::Tab;
use crate::app::cx::exists;
use crate::app::kit::scene::{action_id, card_id};
use crate::app::services::layout::{Captured, ProjectView};
use crate::app::shell::state::State;

/// The arrangement of the open project now.
#[must_use]
pub fn capture(state: &State) -> ProjectView {
    let is_kept = |id: &VersionId| state.project().versions.contains_key(id);
    let placed = state.parts.versions.views.iter().filter(|(id, view)| view.was_placed && is_kept(id));
    let canvases = placed.map(|(id, view)| (*id, view.canvas.viewport().into())).collect();
    let breakpoints = existing(state, &state.parts.simulation.breakpoints);
    let (tabs, shown, pinned) =
        (state.session.tabs.clone(), Some(state.session.tab), state.parts.simulation.pinned.clone());
    let collapsed = state.parts.versions.views.iter().filter(|(id, view)| is_kept(id) && !view.collapsed.is_empty());
    let collapsed =
        collapsed.map(|(id, view)| (*id, view.collapsed.iter().copied().map(action_id).collect())).collect();
    ProjectView { tabs, shown, canvases, collapsed, breakpoints, pinned }
}

/// The breakpoints of actions that exist.
fn existing(state: &State, breakpoints: &Breakpoints) -> Breakpoints {
    let versions = &state.project().versions;
    breakpoints.retained(|it| versions.get(&it.version).is_some_and(|of| of.flow.actions.contains_key(&it.action)))
}

/// The arrangement of the open project, if it is saved. A project without a file is excluded: examples share their uid with each copy.
#[must_use]
pub fn captured(state: &State) -> Captured {
    state.session.file.path.as_ref().map(|_| (state.project().uid.clone(), capture(state)))
}

/// Restores an arrangement; objects that no longer exist are left out.
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
    state.parts.simulation.breakpoints = existing(state, &view.breakpoints);
    state.parts.simulation.pinned = view.pinned;
    for (id, actions) in view.collapsed {
        if let Some(version) = state.project().versions.get(&id).cloned() {
            let known = actions.into_iter().filter(|action| version.flow.actions.contains_key(action));
            state.view(id).collapsed = known.map(card_id).collect();
        }
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

/// Marks the arrangement as saved until it changes.
pub fn mark_clean(state: &mut State) {
    let (uid, view) = (state.project().uid.clone(), capture(state));
    state.services.layout.mark_clean(&uid, view);
}

/// Saves changes of the arrangement, once a frame.
pub fn follow(state: &mut State, ctx: &egui::Context) {
    if state.services.layout.has_written() && state.window.open_on_start.is_some() {
        ctx.request_repaint();
    }
    // The first project of the window was drawn, so it does not crash the program.
    let is_read = state.window.open_on_start.is_none() && !state.services.files.is_at_disk();
    let is_drawn = state.session.problems.is_fresh(state.session.document.revision());
    if is_read && state.services.keeper.panics == 0 && is_drawn {
        let _ = state.window.preferences.take_mark();
    }
    let captured = captured(state);
    state.services.layout.follow(captured, &state.window.panes, &mut state.window.preferences, ctx);
}

/// Saves the arrangement before the window closes.
pub fn close(state: &mut State) {
    let captured = captured(state);
    state.services.layout.close(captured, &state.window.panes, &mut state.window.preferences);
}
