//! What parts may read of the state.

use super::state::{Services, Session, Window};
use crate::app::cx::{Cx, Selected, place_exists};
use crate::app::services::simulation::RunShown;

/// The view of the state that parts may read, with the progress of the run and what is selected.
pub(super) fn cx<'a>(
    window: &'a Window,
    session: &'a Session,
    services: &'a Services,
    (run, selected): (Option<RunShown>, Selected),
) -> Cx<'a> {
    Cx {
        session: session.number,
        document: &session.document,
        file: &session.file,
        conversion: session.conversion.as_ref(),
        problems: &session.problems,
        test_calls: &session.test_calls,
        paths: &session.paths,
        behaviours: &session.behaviours,
        failures: &session.failures,
        time: &session.time,
        suites: &session.suites,
        coverage: &session.coverage,
        tabs: &session.tabs,
        tab: session.tab,
        run,
        selected,
        undo_words: session.undo_words(),
        can_go: [true, false].map(|is_back| {
            session.visited.next(is_back, |seen| place_exists(*seen, session.document.project())).is_some()
        }),
        panes: &window.panes,
        preferences: &window.preferences,
        files: &services.files,
        keeper: &services.keeper,
        executions: &services.executions,
        now: (window.now)(),
    }
}
