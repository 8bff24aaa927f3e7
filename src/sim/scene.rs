//! A scene: everything that a run is made of, fixed before it begins (spec: simulation §1).

use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::actions;
use crate::catalog::interaction::{moment, zone};
use crate::catalog::{Door, Fact, FactValue, Outside, Preset, reserved};
use crate::model::{
    Action, ActionRef, Caller, Channel, EntryPoint, EntryPointId, EntryPointKind, Project, ReachedStatus, RoutingId,
    Version, VersionId, World,
};

use super::basis::Basis;
use super::state::CallState;

/// When a run begins whose world names no time: a Monday morning at ten. A run never reads the real clock.
const DEFAULT_START: &str = "2026-11-23T10:00:00";

/// An id that no entry point has.
pub const NO_ENTRY_POINT: EntryPointId = EntryPointId(0);

/// What to run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SceneRequest {
    /// The version under test.
    pub version: VersionId,
    /// Where the call arrives; none means the first entry point that leads to the version's routing, and [`NO_ENTRY_POINT`] that it
    /// arrives at none.
    pub entry_point: Option<EntryPointId>,
    /// Who calls.
    pub caller: Caller,
    /// Everything outside the flow.
    pub world: World,
    /// The seed of chance.
    pub seed: u64,
}

/// Everything that a run is made of.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The project as it was when the run began: that of `basis`. Another one needs another scene: [`Scene::over`].
    pub project: Arc<Project>,
    /// What all scenes of the project share.
    pub(super) basis: Arc<Basis>,
    /// The version under test.
    pub version: Arc<Version>,
    /// Where the call arrives.
    pub entry_point: Option<Arc<EntryPoint>>,
    /// Who calls.
    pub caller: Arc<Caller>,
    /// Everything outside the flow.
    pub world: Arc<World>,
    /// When the call begins.
    pub started: DateTime<Utc>,
    /// The seed of chance.
    pub seed: u64,
    /// What answers for everything outside the flow: the caller and the world, unless somebody puts another in.
    pub outside: Arc<dyn Outside>,
}

impl Scene {
    /// Makes the scene of a request.
    ///
    /// # Errors
    /// A sentence, when the version does not exist.
    pub fn new(project: Arc<Project>, request: SceneRequest) -> Result<Self, String> {
        Self::on(&Basis::of(project), request)
    }

    /// Makes the scene of a request on a basis that other scenes share.
    ///
    /// # Errors
    /// A sentence, when the version does not exist.
    pub fn on(basis: &Arc<Basis>, request: SceneRequest) -> Result<Self, String> {
        let SceneRequest { version, entry_point, caller, world, seed } = request;
        Self::sharing(basis, (version, entry_point), (Arc::new(caller), Arc::new(world)), seed)
    }

    /// The same, of a version and of where the call arrives, with a caller and a world that others share.
    pub(super) fn sharing(
        basis: &Arc<Basis>,
        (version, entry_point): (VersionId, Option<EntryPointId>),
        (caller, world): (Arc<Caller>, Arc<World>),
        seed: u64,
    ) -> Result<Self, String> {
        let (basis, project) = (basis.clone(), basis.project().clone());
        let version =
            project.versions.get(&version).cloned().ok_or_else(|| "This version no longer exists.".to_owned())?;
        let entry_point = match entry_point {
            Some(id) => project.entry_points.get(&id).cloned(),
            None => entry_points_of(&project, &version).next().cloned(),
        };
        let at = |local: NaiveDateTime| moment(local, zone(&project.settings.time_zone, "UTC"));
        let usual = || *basis.usual_start.get_or_init(|| at(DEFAULT_START.parse().unwrap_or_default()));
        let started = world.start.map_or_else(usual, at);
        let outside = Arc::new(Preset::new(started, &caller, &world));
        Ok(Self { project, basis, version, entry_point, caller, world, started, seed, outside })
    }

    /// The scene of another interaction that arrives at another moment in the same way, with an outside of its own. The world goes on to say
    /// when the first one began.
    #[must_use]
    pub fn arriving(&self, started: DateTime<Utc>, seed: u64, outside: Arc<dyn Outside>) -> Self {
        Self { started, seed, outside, ..self.clone() }
    }

    /// The same scene over another project; none where that project does not have the version.
    #[must_use]
    pub fn over(&self, project: Project) -> Option<Self> {
        let project = Arc::new(project);
        let version = project.versions.get(&self.version.id)?.clone();
        Some(Self { basis: Basis::of(project.clone()), project, version, ..self.clone() })
    }

    /// Lets the call begin at a moment, whatever the world says.
    pub fn begin_at(&mut self, moment: DateTime<Utc>) {
        self.started = moment;
        Arc::make_mut(&mut self.world).start =
            Some(moment.with_timezone(&zone(&self.project.settings.time_zone, "UTC")).naive_local());
        self.outside = Arc::new(Preset::new(moment, &self.caller, &self.world));
    }

    /// Whether a campaign calls the customer, rather than the other way round.
    #[must_use]
    pub fn is_campaign(&self) -> bool {
        self.entry_point.as_ref().is_some_and(|it| it.kind == EntryPointKind::VoiceCampaign)
    }

    /// Whether the interaction arrives at an entry point that leads to versions in test.
    #[must_use]
    pub fn is_in_test(&self) -> bool {
        let assigned = self.entry_point.as_ref().and_then(|entry_point| entry_point.assigned);
        assigned.is_some_and(|(_, status)| status == ReachedStatus::InTest)
    }

    /// The channel of the routing under test.
    #[must_use]
    pub fn channel(&self) -> Channel {
        self.project.channel_of(self.version.id)
    }

    /// The version that runs when a call reaches a routing: the one in production, or in test.
    #[must_use]
    pub fn version_of(&self, routing: RoutingId, in_test: bool) -> Option<&Arc<Version>> {
        if in_test { self.project.in_test(routing) } else { self.project.in_production(routing) }
    }

    /// The door to the outside, as a call in a state sees it.
    fn door(&self, state: &CallState) -> Door<'_> {
        let door = Door::new(&*self.outside, state.facts.clone());
        door.turn_to(state.interaction.at_ms);
        door
    }

    /// The value of a fact about the outside in a state of a call.
    #[must_use]
    pub fn fact(&self, state: &CallState, fact: Fact) -> FactValue {
        self.door(state).read(fact)
    }

    /// The moment it is in a state of a call.
    #[must_use]
    pub fn now(&self, state: &CallState) -> DateTime<Utc> {
        self.door(state).now(state.interaction.at_ms)
    }

    /// The fields of the read-only groups in a state of a call, with their values, by path.
    #[must_use]
    pub fn read_only(&self, state: &CallState) -> Vec<(String, String)> {
        reserved::values(&self.project, &self.door(state), &state.interaction)
    }

    /// The value of a variable, or of a field of a read-only group, in a state of a call; empty when there is none.
    #[must_use]
    pub fn read(&self, state: &CallState, path: &str) -> String {
        let today = state.interaction.path_today(path);
        let value = reserved::value(&self.project, &self.door(state), &state.interaction, &today);
        value.unwrap_or_else(|| state.interaction.variable(path).to_owned())
    }

    /// A version by its id; the one under test is at hand.
    #[must_use]
    pub fn version(&self, id: VersionId) -> Option<&Arc<Version>> {
        if id == self.version.id { Some(&self.version) } else { self.project.versions.get(&id) }
    }

    /// The action at a place.
    #[must_use]
    pub fn action(&self, at: ActionRef) -> Option<&Action> {
        self.version(at.version)?.flow.actions.get(&at.action).map(|action| &**action)
    }

    /// The title of the action at a place; empty where there is no action.
    #[must_use]
    pub fn title(&self, at: ActionRef) -> &str {
        self.action(at).map_or("", actions::title)
    }
}

/// The entry points that lead to a version: those of its own status first, then any of its routing.
pub fn entry_points_of<'a>(project: &'a Project, version: &'a Version) -> impl Iterator<Item = &'a Arc<EntryPoint>> {
    let wanted = if version.info.in_test { ReachedStatus::InTest } else { ReachedStatus::InProduction };
    let of_status = move |exact: bool| {
        project.entry_points.values().filter(move |entry_point| {
            entry_point
                .assigned
                .is_some_and(|(routing, status)| routing == version.info.routing && (status == wanted) == exact)
        })
    };
    of_status(true).chain(of_status(false))
}
