//! Every path of a call: whether any caller, in any world, at any time and with any answers, can end badly, with the shortest call that
//! shows it (spec: testing §4). States are explored, not paths; what the outside says is decided when somebody asks.

mod atoms;
mod clock;
mod constants;
pub mod cover;
mod known;
mod look;
mod trial;
mod tries;
mod walk;
mod witness;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use crate::actions;
use crate::catalog::Preset;
use crate::model::{ActionRef, Caller, EntryPointId, Project, RoutingId, RoutingType, Version, VersionId, World};

use super::coverage::{CountedBranch, Coverage, Unreachable};
use super::play::start_of;
use super::scene::{NO_ENTRY_POINT, Scene, SceneRequest, entry_points_of};
use atoms::Atoms;
use clock::Clock;
use constants::Constants;
use trial::Trial;
use walk::{Bad, First, Graph, Search};
pub use witness::Witness;

/// Most states, where nobody says another number.
pub const MOST_STATES: usize = 200_000;
/// Most arrivals that are explored.
const MOST_ARRIVALS: usize = 6;

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

/// The answer to the question whether a caller can get stuck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// No caller can end badly.
    Proven,
    /// No caller can end badly, if what is assumed holds.
    ProvenIf,
    /// A caller can end badly.
    Refuted,
    /// The search met a limit before it was through.
    NotDecided,
}

impl Verdict {
    /// The sentence that a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Proven => "Nobody gets stuck",
            Self::ProvenIf => "Nobody gets stuck, as far as what is assumed holds",
            Self::Refuted => "A caller can get stuck",
            Self::NotDecided => "Too large to be sure",
        }
    }
}

/// A way in which a call can end badly.
#[derive(Clone, Debug)]
pub struct BadEnd {
    /// The action at which it happens.
    pub at: Option<ActionRef>,
    /// The outcome: *Dropped*, *Error*, or *Endless*.
    pub outcome: String,
    /// How it ends, as a sentence.
    pub how: String,
    /// How many steps lead there.
    pub steps: usize,
    /// The shortest call that ends so.
    pub witness: Witness,
}

impl BadEnd {
    /// Whether the call goes round for ever, and the engine stops it at last.
    #[must_use]
    pub fn is_endless(&self) -> bool {
        self.outcome == ENDLESS
    }
}

/// What an exploration has found.
#[derive(Debug)]
pub struct Proof {
    /// The answer.
    pub verdict: Verdict,
    /// Every way to end badly, the shortest first.
    pub bad: Vec<BadEnd>,
    /// What is assumed: a clause each, with the title of the action where it matters first.
    pub assumed: Vec<(String, String)>,
    /// The limit that was met.
    pub limit: Option<String>,
    /// How many states there are.
    pub states: usize,
    /// The branches that count and that no call was found to take, in the order of the tree.
    pub not_taken: Vec<CountedBranch>,
    version: VersionId,
    graphs: Vec<Graph>,
}

/// What an endless call is called.
const ENDLESS: &str = "Endless";

/// Explores every path of a version.
///
/// # Errors
/// A sentence, where there is no such version.
pub fn explore(project: &Arc<Project>, request: &Request) -> Result<Proof, String> {
    let version = project.versions.get(&request.version).ok_or("This version no longer exists.")?;
    let arrivals = arrivals(project, version);
    let of_arrivals = arrivals.iter().filter_map(|id| project.entry_points.get(id)?.end_routing);
    let end_routings: BTreeSet<RoutingId> = of_arrivals.collect();
    let constants = Constants::of(project, version, &end_routings.into_iter().collect::<Vec<_>>());
    let clock = Clock::new(project, &constants, request.from);
    let atoms = Atoms::new(project, &constants, &clock, project.channel_of(version.id));
    let mut graphs = Vec::new();
    for entry_point in arrivals {
        let asked = SceneRequest { version: version.id, entry_point: Some(entry_point), ..SceneRequest::default() };
        let mut scene = Scene::new(project.clone(), asked)?;
        let started = clock.starts().first().copied().unwrap_or(scene.started);
        let base = Preset::new(started, &Caller::default(), &World::default());
        let trial = Arc::new(Trial::new(atoms.clone(), base));
        scene.outside = trial.clone();
        let (constants, clock) = (&constants, &clock);
        let search = Search { scene: Arc::new(scene), trial, constants, clock, most: request.most_states };
        let mut graph = search.run();
        if project.routings.get(&version.info.routing).is_some_and(|it| it.kind == RoutingType::InteractionEnd) {
            let clause = "the customer is still there when the routing begins".to_owned();
            graph.assumed.insert(clause, start_of(version));
        }
        graphs.push(graph);
    }
    let mut proof = Proof::new(version.id, graphs);
    proof.not_taken = Coverage::of(project, version, [], &Unreachable::new()).branches;
    let taken = proof.branches();
    let place = |action| ActionRef { version: version.id, action };
    proof.not_taken.retain(|branch| !taken.contains(&(place(branch.action), branch.branch.clone())));
    Ok(proof)
}

/// Where calls arrive: at every kind of entry point that leads to the version, and at none.
fn arrivals(project: &Project, version: &Version) -> Vec<EntryPointId> {
    let mut kinds = BTreeSet::new();
    let of_kind = entry_points_of(project, version).filter(|it| {
        let own_source = it.own_source().map(str::to_owned);
        kinds.insert((it.kind as u8, it.end_routing, own_source))
    });
    let mut found: Vec<EntryPointId> = of_kind.map(|it| it.id).take(MOST_ARRIVALS).collect();
    found.push(NO_ENTRY_POINT);
    found
}

impl Proof {
    fn new(version: VersionId, graphs: Vec<Graph>) -> Self {
        let limit = graphs.iter().find_map(|graph| graph.limit.clone());
        let mut bad: BTreeMap<Bad, BadEnd> = BTreeMap::new();
        for graph in &graphs {
            for (key, first, how) in bad_ends(graph) {
                if bad.get(&key).is_none_or(|known| known.steps > first.depth) {
                    let witness = Witness::to(graph, version, &first.step);
                    let (at, outcome) = key.clone();
                    bad.insert(key, BadEnd { at, outcome, how, steps: first.depth, witness });
                }
            }
        }
        let mut bad: Vec<BadEnd> = bad.into_values().collect();
        bad.sort_by_key(|end| end.steps);
        let title =
            |graph: &Graph, at: Option<ActionRef>| at.map_or_else(String::new, |at| graph.scene.title(at).to_owned());
        let mut assumed: BTreeMap<String, String> = BTreeMap::new();
        for graph in &graphs {
            for (clause, at) in &graph.assumed {
                assumed.entry(clause.clone()).or_insert_with(|| title(graph, *at));
            }
        }
        let verdict = match (bad.is_empty(), &limit, assumed.is_empty()) {
            (false, ..) => Verdict::Refuted,
            (true, Some(_), _) => Verdict::NotDecided,
            (true, None, true) => Verdict::Proven,
            (true, None, false) => Verdict::ProvenIf,
        };
        let states = graphs.iter().map(|graph| graph.nodes.len()).sum();
        let (assumed, not_taken) = (assumed.into_iter().collect(), Vec::new());
        Self { verdict, bad, assumed, limit, states, not_taken, version, graphs }
    }

    /// The branches that can be taken, each with its action.
    #[must_use]
    pub fn branches(&self) -> BTreeSet<(ActionRef, String)> {
        self.graphs.iter().flat_map(|graph| graph.branches.keys().cloned()).collect()
    }

    /// The branches that can be taken, each with how many steps the shortest call takes to it.
    #[must_use]
    pub fn depths(&self) -> BTreeMap<(ActionRef, String), usize> {
        let mut found: BTreeMap<(ActionRef, String), usize> = BTreeMap::new();
        for (key, first) in self.graphs.iter().flat_map(|graph| &graph.branches) {
            let depth = found.entry(key.clone()).or_insert(first.depth);
            *depth = first.depth.min(*depth);
        }
        found
    }

    /// The actions that can be entered.
    #[must_use]
    pub fn entered(&self) -> BTreeSet<ActionRef> {
        self.graphs.iter().flat_map(|graph| graph.entered.iter().copied()).collect()
    }

    /// Whether what was not found cannot happen: nothing is assumed, no limit was met, and no call goes round for ever, which the engine
    /// stops at last.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        let is_endless = self.bad.iter().any(BadEnd::is_endless);
        self.limit.is_none() && self.assumed.is_empty() && !is_endless
    }

    /// The shortest call that takes a branch.
    #[must_use]
    pub fn witness(&self, at: ActionRef, branch: &str) -> Option<Witness> {
        let key = (at, branch.to_owned());
        let found = self.graphs.iter().filter_map(|graph| Some((graph, graph.branches.get(&key)?)));
        let (graph, first) = found.min_by_key(|(_, first)| first.depth)?;
        Some(Witness::to(graph, self.version, &first.step))
    }

    /// The title of an action.
    #[must_use]
    pub fn title(&self, at: ActionRef) -> String {
        let scene = self.graphs.first().map(|graph| &graph.scene);
        scene.and_then(|scene| scene.action(at)).map_or_else(String::new, |action| actions::title(action).to_owned())
    }
}

/// The bad ends that were met, and the first state of a round that has no way out.
fn bad_ends(graph: &Graph) -> Vec<(Bad, First, String)> {
    let met = graph.bad.iter().map(|(bad, (first, how))| (bad.clone(), first.clone(), how.clone()));
    met.chain(endless(graph)).collect()
}

/// The nearest state from which no end can be reached.
fn endless(graph: &Graph) -> Option<(Bad, First, String)> {
    if graph.limit.is_some() {
        return None;
    }
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); graph.nodes.len()];
    for (from, to) in &graph.steps {
        before.get_mut(*to).into_iter().for_each(|all| all.push(*from));
    }
    let mut ends: Vec<bool> = graph.nodes.iter().map(|node| node.is_over).collect();
    let mut open: Vec<usize> = (0..ends.len()).filter(|node| ends.get(*node) == Some(&true)).collect();
    while let Some(node) = open.pop() {
        for earlier in before.get(node).into_iter().flatten() {
            if let Some(ends) = ends.get_mut(*earlier).filter(|ends| !**ends) {
                *ends = true;
                open.push(*earlier);
            }
        }
    }
    let mut stuck = ends.iter().zip(&graph.nodes).filter(|(ends, _)| !**ends).map(|(_, node)| node);
    let first = stuck.find_map(|node| Some((node.place, node.step.clone()?, node.depth)));
    first.map(|(at, step, depth)| {
        let how = "The call goes round for ever, and nothing that anybody does leads out.".to_owned();
        ((at, ENDLESS.to_owned()), First { step, depth }, how)
    })
}
