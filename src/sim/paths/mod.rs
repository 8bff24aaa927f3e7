//! Every path of a call: whether any caller, in any world, at any time and with any answers, can end badly, with the shortest call that
//! shows it (spec: testing §4). States are explored, not paths; what the outside says is decided when somebody asks.

mod atoms;
mod back;
mod clock;
mod compile;
mod compiler;
mod constants;
pub mod cover;
pub mod demand;
mod edges;
mod ended;
mod far;
mod flow;
mod followed;
mod frames;
mod held;
mod known;
mod look;
mod parts;
mod proof;
mod repeats;
mod rounds;
mod row;
pub mod rules;
mod search;
mod steps;
mod too_far;
mod trial;
mod tries;
mod unset;
mod why;
mod witness;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::catalog::Preset;
use crate::model::{
    Action, Caller, EntryPointId, Project, ReachedStatus, RoutingId, RoutingType, Version, VersionId, World,
};

use super::basis::Basis;
use super::coverage::{Coverage, Unreachable};
use super::play::start_of;
use super::scene::{NO_ENTRY_POINT, Scene, SceneRequest, entry_points_of};
use atoms::Atoms;
use back::Back;
use clock::Clock;
use constants::Constants;
pub use ended::Ended;
use followed::Followed;
pub use held::{Choices, End, Held};
pub use proof::{BadEnd, ENDLESS, NotTaken, Proof, Unset, Verdict};
use search::{Graph, Walk};
pub use too_far::{Measured, TooFar};
use trial::Trial;
pub use witness::{Witness, given_words};

/// Most states, where nobody says another number.
pub const MOST_STATES: usize = 20_000;
/// Most arrivals that are explored.
const MOST_ARRIVALS: usize = 12;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// The version.
    pub version: VersionId,
    /// The first day on which a call may come.
    pub from: NaiveDate,
    /// Most states of each arrival.
    pub most_states: usize,
}

impl Request {
    /// The usual question about a version.
    #[must_use]
    pub fn of(version: VersionId, from: NaiveDate) -> Self {
        Self { version, from, most_states: MOST_STATES }
    }
}

/// Explores every path of a version.
///
/// # Errors
/// A sentence, where there is no such version.
pub fn explore(project: &Arc<Project>, request: &Request) -> Result<Proof, String> {
    explore_in(project, request, None)
}

/// Explores every path of a version while people, queues, systems and services are the same for the whole call.
///
/// # Errors
/// A sentence, where there is no such version.
pub fn explore_held(project: &Arc<Project>, request: &Request, held: &Held<'_>) -> Result<Proof, String> {
    explore_in(project, request, Some(held))
}

fn explore_in(project: &Arc<Project>, request: &Request, held: Option<&Held<'_>>) -> Result<Proof, String> {
    let version = project.versions.get(&request.version).ok_or("This version no longer exists.")?;
    let (arrivals, is_all) = arrivals(project, version);
    let of_arrivals = arrivals.iter().filter_map(|id| project.entry_points.get(id)?.end_routing);
    let end_routings: BTreeSet<RoutingId> = of_arrivals.collect();
    let constants = Constants::of(project, version, &end_routings.into_iter().collect::<Vec<_>>());
    let clock = Clock::new(project, &constants, request.from);
    let mut atoms = Atoms::new(project, &constants, &clock, project.channel_of(version.id));
    let world = held.map_or_else(World::default, |held| held.world.clone());
    if held.is_some() {
        atoms.hold_the_world();
    }
    let rules = project.routings.get(&version.info.routing).map(|it| it.rules.clone()).unwrap_or_default();
    let is_measured = rules.menus.is_some() || rules.seconds.is_some();
    let (mut graphs, mut touched) = (Vec::new(), BTreeSet::new());
    let basis = Basis::of(project.clone());
    for entry_point in arrivals {
        let (entry_point, world) = (Some(entry_point), world.clone());
        let asked = SceneRequest { version: version.id, entry_point, world, ..SceneRequest::default() };
        let mut scene = Scene::on(&basis, asked)?;
        let started = clock.starts().first().copied().unwrap_or(scene.started);
        let base = Preset::new(started, &Caller::default(), &scene.world);
        let trial = Arc::new(Trial::new(atoms.clone(), base));
        scene.outside = trial.clone();
        let (constants, clock) = (&constants, &clock);
        let search = Search {
            scene: Arc::new(scene),
            trial: trial.clone(),
            constants,
            clock,
            held,
            most: request.most_states,
            nobody_rests: rules.nobody_rests,
            is_measured,
        };
        let mut graph = search.run();
        touched.extend(trial.touched());
        if project.routings.get(&version.info.routing).is_some_and(|it| it.kind == RoutingType::InteractionEnd) {
            let clause = "the customer is still there when the routing begins".to_owned();
            graph.flow.assumed.insert(clause, start_of(version));
        }
        if !is_all {
            let clause = format!("calls come by one of the first {MOST_ARRIVALS} kinds of entry points");
            graph.flow.assumed.insert(clause, start_of(version));
        }
        graphs.push(graph);
    }
    let mut proof = Proof::new(version.id, graphs, &rules);
    proof.touched = touched;
    let counted = Coverage::of(project, version, [], &Unreachable::new()).branches;
    proof.not_taken = counted.into_iter().filter_map(|branch| proof.not_taken(branch)).collect();
    Ok(proof)
}

/// Where calls arrive: at every kind of entry point that leads to the version, and at none; and whether that is all.
fn arrivals(project: &Project, version: &Version) -> (Vec<EntryPointId>, bool) {
    let mut kinds = BTreeSet::new();
    let reads_reference = version.flow.actions.values().any(|action| reads(action, "call.entry_point"));
    let of_kind = entry_points_of(project, version).filter(|it| {
        let own_source = it.own_source().map(str::to_owned);
        let is_in_test = it.assigned.is_some_and(|(_, status)| status == ReachedStatus::InTest);
        let reference = reads_reference.then(|| it.reference.clone());
        kinds.insert((it.kind as u8, it.end_routing, own_source, is_in_test, reference))
    });
    let mut found: Vec<EntryPointId> = of_kind.map(|it| it.id).collect();
    let is_all = found.len() <= MOST_ARRIVALS;
    found.truncate(MOST_ARRIVALS);
    found.push(NO_ENTRY_POINT);
    (found, is_all)
}

/// Whether a parameter of an action may read a path.
fn reads(action: &Action, path: &str) -> bool {
    let mut is_read = false;
    action.params.visit(&mut |_, value| is_read |= format!("{value:?}").contains(path));
    is_read
}

/// What is needed for a search.
#[derive(Debug)]
struct Search<'a> {
    /// The arrival; its outside is `trial`.
    scene: Arc<Scene>,
    /// The outside.
    trial: Arc<Trial>,
    /// The constants of the flow.
    constants: &'a Constants,
    /// Its hours and dates.
    clock: &'a Clock,
    /// What holds for the whole call; none where everything outside is tried.
    held: Option<&'a Held<'a>>,
    /// Most states.
    most: usize,
    /// Whether no conversation may rest in the pool.
    nobody_rests: bool,
    /// Whether the way to a person is measured.
    is_measured: bool,
}

impl Search<'_> {
    fn run(&self) -> Graph {
        let mut walk = Walk::new(self.scene.clone(), compile::compile(self));
        let is_all = walk.go(self.most);
        // Where what is outside is held, a failure may be what is looked at, so no step is left out.
        let rounds: &[Followed] =
            if self.held.is_some() { &[Followed::All] } else { &[Followed::All, Followed::Undisturbed] };
        if walk.graph.limit.is_none() {
            let mut back = Back::new(&walk);
            if is_all {
                for followed in rounds {
                    walk.find_endless(*followed);
                }
                walk.graph.far = self.is_measured.then(|| far::find(&walk));
            } else {
                back::bad_ends(&mut walk, &mut back);
                for followed in rounds {
                    rounds::find(&mut walk, &mut back, *followed);
                }
                back::others(&mut walk, &mut back);
            }
            unset::find(&mut walk, &mut back);
            if self.held.is_none() {
                walk.graph.repeats = repeats::find(&walk.graph);
            }
        }
        walk.graph
    }
}
