//! A scene: everything that a run is made of, fixed before it begins (spec: simulation §1).

use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::catalog::Interaction;
use crate::catalog::interaction::{moment, zone};
use crate::model::{
    Caller, Channel, EntryPoint, EntryPointId, EntryPointKind, Project, ReachedStatus, RoutingId, Version, VersionId,
    World,
};

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
    /// The project as it was when the run began.
    pub project: Arc<Project>,
    /// The version under test.
    pub version: Arc<Version>,
    /// Where the call arrives.
    pub entry_point: Option<Arc<EntryPoint>>,
    /// Who calls.
    pub caller: Caller,
    /// Everything outside the flow.
    pub world: World,
    /// When the call begins.
    pub started: DateTime<Utc>,
    /// The seed of chance.
    pub seed: u64,
    counts_passages: bool,
}

impl Scene {
    /// Makes the scene of a request.
    ///
    /// # Errors
    /// A sentence, when the version does not exist.
    pub fn new(project: Arc<Project>, request: SceneRequest) -> Result<Self, String> {
        let version = project
            .versions
            .get(&request.version)
            .cloned()
            .ok_or_else(|| "This version does not exist any more.".to_owned())?;
        let entry_point = match request.entry_point {
            Some(id) => project.entry_points.get(&id).cloned(),
            None => entry_points_of(&project, &version).next().cloned(),
        };
        let local = request.world.start.or_else(|| DEFAULT_START.parse::<NaiveDateTime>().ok()).unwrap_or_default();
        let started = moment(local, zone(&project.settings.time_zone, "UTC"));
        let SceneRequest { caller, world, seed, .. } = request;
        let counts_passages = project
            .versions
            .values()
            .flat_map(|version| version.flow.actions.values())
            .any(|action| action.kind == "check_passages");
        Ok(Self { project, version, entry_point, caller, world, started, seed, counts_passages })
    }

    /// Whether a campaign calls the customer, rather than the other way round.
    #[must_use]
    pub fn is_campaign(&self) -> bool {
        self.entry_point.as_ref().is_some_and(|it| it.kind == EntryPointKind::VoiceCampaign)
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

    /// The local time of an interaction in the project's zone, as variables hold it.
    #[must_use]
    pub fn local_now(&self, interaction: &Interaction) -> String {
        let zone = zone(&self.project.settings.time_zone, "UTC");
        interaction.now().with_timezone(&zone).format("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// Whether a flow of the scene asks how often an action was passed; then the counters make a difference.
    #[must_use]
    pub fn counts_passages(&self) -> bool {
        self.counts_passages
    }

    /// A version by its id; the one under test is at hand.
    #[must_use]
    pub fn version(&self, id: VersionId) -> Option<&Arc<Version>> {
        if id == self.version.id { Some(&self.version) } else { self.project.versions.get(&id) }
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
