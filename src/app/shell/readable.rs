//! What parts may read of the state.

use super::state::{Parts, Services, Session, State, Window};
use crate::app::cx::{Cx, Selected, place_exists};
use crate::app::services::simulation::RunShown;

impl State {
    /// The progress of the run, and what is selected on the page shown.
    fn shown(&self) -> (Option<RunShown>, Selected) {
        let version = self.version_shown().and_then(|id| self.project().versions.get(&id));
        let shown = version.and_then(|version| Some((version, self.parts.versions.views.get(&version.id)?)));
        let revision = self.session.document.revision();
        let tree = |version| self.project().tree_type_of(version);
        let selected = shown.map(|(version, view)| view.selected_of(version, tree(version.id), revision));
        (self.parts.simulation.run().map(RunShown::of), selected.unwrap_or_default())
    }

    /// The view of the state that parts may read.
    #[must_use]
    pub fn cx(&self) -> Cx<'_> {
        cx(&self.window, &self.session, &self.services, self.shown())
    }

    /// The view of the state that parts may read, and the own state of the parts.
    pub fn split(&mut self) -> (Cx<'_>, &mut Parts) {
        let shown = self.shown();
        (cx(&self.window, &self.session, &self.services, shown), &mut self.parts)
    }
}

/// The view of the state that parts may read, with the progress of the run and what is selected.
fn cx<'a>(
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
        loads: &session.loads,
        load_checks: &session.load_checks,
        time: &session.time,
        suites: &session.suites,
        coverage: &session.coverage,
        tabs: &session.tabs,
        tab: session.tab,
        preview: session.preview.map(|(tab, _)| tab),
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
        presets: services.own_presets.all(),
        can_save_presets: services.own_presets.folder.is_some(),
        now: (window.now)(),
    }
}
