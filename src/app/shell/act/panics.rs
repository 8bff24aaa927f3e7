//! Recovery from a panic in a frame: the area that panicked is closed, and the user gets a message.

use std::any::Any;

use super::show;
use crate::app::command::Tab;
use crate::app::parts::files::questions;
use crate::app::services::area::Area;
use crate::app::services::files::panic;
use crate::app::shell::state::State;

/// Continues after a panic in a frame.
pub fn recover_from_panic(state: &mut State, payload: &(dyn Any + Send), ctx: &egui::Context) {
    let said = panic::describe(state.services.keeper.snapshot_of_panic(), payload);
    let area = state.services.keeper.drawing;
    state.services.keeper.panics += 1;
    match area {
        Area::Page => leave_page(state),
        Area::Tree => state.window.panes.tree = false,
        Area::Help => state.window.panes.help = false,
        Area::Bottom
        | Area::Simulation
        | Area::Problems
        | Area::TestCalls
        | Area::Paths
        | Area::Failures
        | Area::Time
        | Area::History => state.window.panes.bottom = false,
        Area::Dialog | Area::Frame | Area::MenuBar | Area::Banners | Area::Tabs | Area::Notices | Area::Commands => {}
    }
    state.session.discard_agreed_at = None;
    state.ask_question(questions::panicked(area, &said));
    ctx.request_repaint();
}

/// Closes the page shown and returns to the page from which it was opened.
fn leave_page(state: &mut State) {
    let page = state.session.tab;
    let routing = match page {
        Tab::Version(id) => {
            state.parts.versions.views.remove(&id);
            state.project().versions.get(&id).map(|version| Tab::Routing(version.info.routing))
        }
        _ => None,
    };
    show::close_tab(state, page);
    show::open_tab(state, routing.unwrap_or(Tab::Start));
}
