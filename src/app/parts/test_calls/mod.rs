//! The Test calls pane (spec: testing §1): the test calls of the routing of the version shown, each with its verdict, and the test call that is
//! chosen; or the test calls of a routing with all of its versions; or those of all routings.

mod answers;
mod detail;
mod expectation;
mod filter;
mod kinds;
mod lines;
mod list;
mod mark;
mod setup;
mod several;
mod shown;

use std::sync::Arc;

use egui::{Ui, UiBuilder, Vec2};

use crate::model::{ActionRef, RoutingId, TestCallId, VersionId};
use crate::sim::suite;
use crate::sim::suite::way::Leg;
use crate::sim::{Run, Scene};

use crate::app::command::{BottomPane, Command, Tab};
use crate::app::cx::Cx;
use crate::app::kit::scene::TwoWays;
use filter::{Filter, Show};

/// The own state of the pane.
#[derive(Clone, Debug, Default)]
pub struct TestCallsPane {
    /// Which test calls are shown.
    pub view: View,
    /// The text in the search field.
    pub search: String,
    /// Which test calls are listed, by their verdict.
    show: Show,
    /// The test call that is chosen.
    pub chosen: Option<TestCallId>,
    /// Whether another filter was chosen in this frame.
    is_filtered_anew: bool,
    /// What of the chosen test call is being changed.
    editing: Option<(TestCallId, Editing)>,
    /// The test call that was last played in the simulation.
    pub played: Option<PlayedCall>,
}

/// Which test calls the pane shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// Those of the version shown.
    #[default]
    Version,
    /// Those of its routing, with each version.
    Versions,
    /// Those of all routings, each with its usual versions.
    Routings,
}

/// What of a test call is being changed with inputs of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Editing {
    /// An expectation, by its place.
    Line(usize),
    /// The caller that only this test call has.
    Caller,
    /// The world that only this test call has.
    World,
}

/// A test call that was played in the simulation.
#[derive(Clone, Debug)]
pub struct PlayedCall {
    /// The test call.
    pub test_call: TestCallId,
    /// The scene of the run.
    scene: Arc<Scene>,
}

impl PlayedCall {
    /// The run of a test call.
    #[must_use]
    pub fn of(test_call: TestCallId, run: &Run) -> Self {
        Self { test_call, scene: run.scene.clone() }
    }

    /// Whether a run, whatever its answers, is still that of the test call: the same caller, world, place and moment.
    #[must_use]
    pub fn is_run_by(&self, run: &Run) -> bool {
        let (one, other) = (&self.scene, &run.scene);
        let place = |scene: &Scene| (scene.version.id, scene.entry_point.as_ref().map(|it| it.id));
        place(one) == place(other)
            && (&one.caller, &one.world, one.started, one.seed)
                == (&other.caller, &other.world, other.started, other.seed)
    }
}

impl TestCallsPane {
    /// Whether the pane is shown.
    fn is_shown(cx: &Cx<'_>) -> bool {
        cx.panes.bottom && cx.panes.bottom_panel == BottomPane::TestCalls
    }

    /// Shows the list of the version, with every test call in it.
    pub fn show_whole_version(&mut self) {
        (self.view, self.show) = (View::Version, Show::All);
        self.search.clear();
    }

    /// The two ways of the chosen test call, where it differs from the run that last passed, while the pane is shown.
    #[must_use]
    pub fn two_ways(&self, cx: &Cx<'_>, version: VersionId) -> Option<TwoWays> {
        let look = cx.test_calls.look(cx.document.revision(), version, self.chosen.filter(|_| Self::is_shown(cx))?)?;
        let difference = look.difference.as_ref().filter(|it| it.at.version == version)?;
        let routing = |version| cx.project().versions.get(&version).map(|version| version.info.routing);
        let is_here = |to: &ActionRef| routing(to.version) == routing(version);
        let leg = |leg: &Leg| leg.to.filter(is_here).map(|to| (leg.branch.clone(), to.action));
        Some(TwoWays { from: difference.at.action, now: leg(&difference.now), before: leg(&difference.before) })
    }

    /// The versions on which the test calls are to be played while several are shown.
    #[must_use]
    pub fn versions_played(&self, cx: &Cx<'_>) -> Option<Vec<VersionId>> {
        let project = cx.project();
        let view = Some(self.view).filter(|_| Self::is_shown(cx))?;
        match view {
            View::Version => None,
            View::Versions => Some(project.versions_of(routing_shown(cx)?).map(|version| version.id).collect()),
            View::Routings => {
                let usual = |routing: &RoutingId| {
                    let versions = suite::usual_versions(project, *routing);
                    let usual = versions.into_iter().map(|version| version.id);
                    let ids: Vec<VersionId> = usual.collect();
                    let newest = || suite::usual_version(project, *routing).map(|version| vec![version.id]);
                    if ids.is_empty() { newest().unwrap_or_default() } else { ids }
                };
                Some(project.routings.keys().flat_map(usual).collect())
            }
        }
    }

    fn filter(&self) -> Filter {
        Filter::new(&self.search, self.show)
    }
}

/// The routing of the page shown.
fn routing_shown(cx: &Cx<'_>) -> Option<RoutingId> {
    match cx.tab {
        Tab::Routing(id) if cx.project().routings.contains_key(&id) => Some(id),
        _ => Some(cx.project().versions.get(&cx.version_shown()?)?.info.routing),
    }
}

/// Draws the pane. The pane fills its space up to the edges, so the panel around it needs no margin.
pub fn test_calls_ui(ui: &mut Ui, cx: &Cx<'_>, own: &mut TestCallsPane, commands: &mut Vec<Command>) {
    let whole = ui.available_rect_before_wrap();
    let mut area = ui.new_child(UiBuilder::new().id_salt("test calls").max_rect(whole.shrink2(Vec2::new(12.0, 8.0))));
    filter::head_ui(&mut area, cx, own, commands);
    area.add_space(4.0);
    match own.view {
        View::Version => list::version_ui(&mut area, cx, own, commands),
        View::Versions => several::versions_ui(&mut area, cx, own, commands),
        View::Routings => several::routings_ui(&mut area, cx, own, commands),
    }
    ui.advance_cursor_after_rect(whole);
}

/// The words of every kind of expectation, as the menu says them.
#[cfg(test)]
pub(crate) fn words_of_kinds() -> Vec<String> {
    kinds::Kind::options().into_iter().map(|(_, words)| words).collect()
}
