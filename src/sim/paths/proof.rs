//! What an exploration has found, and the verdict on it (spec: testing §4).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::actions;
use crate::catalog::text::quoted_list;
use crate::catalog::{Fact, Outcome};
use crate::model::{ActionRef, RoutingRules, VersionId};

use super::super::coverage::CountedBranch;
use super::flow::{Bad, Event, Why};
use super::followed::Followed;
use super::parts::Values;
use super::search::{First, Graph, UnsetRead};
use super::too_far::{TooFar, too_far_of};
use super::witness::Witness;

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
    /// Whether the conversation rests in the pool, which only a rule of the routing makes a bad end.
    #[must_use]
    pub fn is_rest(&self) -> bool {
        self.outcome == Outcome::Waiting.words()
    }

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
    pub not_taken: Vec<NotTaken>,
    /// Variables that a call reads before it has given them a value, the nearest first.
    pub unset: Vec<Unset>,
    /// Branches through which the way to a person is longer than the routing allows, the longest first.
    pub too_far: Vec<TooFar>,
    /// Rounds that a customer may leave: the actions of each. They are no bad ends.
    pub repeats: Vec<Vec<ActionRef>>,
    /// The facts about people, queues, systems and services that calls ask for.
    pub touched: BTreeSet<Fact>,
    taken: BTreeMap<(ActionRef, String), (usize, First)>,
    pub(super) version: VersionId,
    pub(super) graphs: Vec<Graph>,
}

/// A branch that no call was found to take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotTaken {
    /// The branch.
    #[serde(flatten)]
    pub branch: CountedBranch,
    /// Why no call takes the branch, as a clause, where that is proven: *shadowed by row 2*.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl NotTaken {
    /// The action, the branch and the reason: *"By tier" → Gold: shadowed by row 2*.
    #[must_use]
    pub fn words(&self) -> String {
        let why = self.why.as_ref().map_or_else(String::new, |why| format!(": {why}"));
        format!("{}{why}", self.branch.words())
    }
}

/// A variable that a call reads before it has given the variable a value.
#[derive(Clone, Debug)]
pub struct Unset {
    /// The action that reads the variable.
    pub at: ActionRef,
    /// The variable, by its path.
    pub path: String,
    /// How many steps lead there, the reading one included.
    pub steps: usize,
    /// The shortest call that does so.
    pub witness: Witness,
}

/// What an endless call is called.
pub const ENDLESS: &str = "Endless";

impl Proof {
    pub(super) fn new(version: VersionId, graphs: Vec<Graph>, rules: &RoutingRules) -> Self {
        let limit = graphs.iter().find_map(|graph| graph.limit.clone());
        let mut bad: BTreeMap<Bad, BadEnd> = BTreeMap::new();
        for graph in &graphs {
            for (key, first, how, needs) in bad_ends(graph) {
                if bad.get(&key).is_none_or(|known| known.steps > first.depth) {
                    let witness = Witness::to(graph, version, first.step, &needs);
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
            for (clause, at) in &graph.flow.assumed {
                assumed.entry(clause.clone()).or_insert_with(|| title(graph, *at));
            }
        }
        let is_measured = rules.menus.is_some() || rules.seconds.is_some();
        if is_measured && graphs.iter().any(|graph| graph.far.is_none()) {
            let clause = "the way to a person is short enough, which was not measured since there are too many states";
            assumed.insert(clause.to_owned(), String::new());
        }
        let verdict = match (bad.is_empty(), &limit, assumed.is_empty()) {
            (false, ..) => Verdict::Refuted,
            (true, Some(_), _) => Verdict::NotDecided,
            (true, None, true) => Verdict::Proven,
            (true, None, false) => Verdict::ProvenIf,
        };
        let states = graphs.iter().map(|graph| graph.nodes.len()).sum();
        let assumed = assumed.into_iter().collect();
        let unset = unset_of(&graphs, version);
        let too_far = too_far_of(&graphs, rules);
        let repeats = graphs.iter().flat_map(|graph| &graph.repeats).cloned().collect::<BTreeSet<_>>();
        let mut proof = Self {
            verdict,
            bad,
            assumed,
            limit,
            states,
            not_taken: Vec::new(),
            unset,
            too_far,
            repeats: repeats.into_iter().collect(),
            touched: BTreeSet::new(),
            taken: BTreeMap::new(),
            version,
            graphs,
        };
        proof.taken = proof.find_taken();
        proof
    }

    /// A branch, where no call was found to take it.
    pub(super) fn not_taken(&self, branch: CountedBranch) -> Option<NotTaken> {
        let at = ActionRef { version: self.version, action: branch.action };
        let key = (at, branch.branch.clone());
        if self.taken.contains_key(&key) {
            return None;
        }
        let is_entered = |graph: &&Graph| graph.flow.events.contains(&Event::Enters(at));
        let entered: Vec<&Graph> = self.graphs.iter().filter(is_entered).collect();
        let why = if self.limit.is_some() {
            None
        } else if entered.is_empty() {
            Some("no call comes to the action".to_owned())
        } else {
            // A row that is shadowed for some arrivals holds for none of the others.
            let reasons = entered.iter().map(|graph| graph.flow.reasons.get(&key)).collect::<Option<Vec<&Why>>>();
            reasons.and_then(|reasons| reasons.into_iter().min().map(Why::words))
        };
        Some(NotTaken { branch, why })
    }

    /// The branches that can be taken, each with the arrival by which the way is the shortest, and the last step.
    fn find_taken(&self) -> BTreeMap<(ActionRef, String), (usize, First)> {
        let mut found: BTreeMap<(ActionRef, String), (usize, First)> = BTreeMap::new();
        for (place, graph) in self.graphs.iter().enumerate() {
            for (event, first) in graph.happens() {
                let Event::Takes(action, branch) = event else { continue };
                let known = found.entry((*action, branch.clone())).or_insert((place, first));
                if known.1.depth > first.depth {
                    *known = (place, first);
                }
            }
        }
        found
    }

    /// The branches that can be taken, each with its action.
    #[must_use]
    pub fn branches(&self) -> BTreeSet<(ActionRef, String)> {
        self.taken.keys().cloned().collect()
    }

    /// The branches that can be taken, each with how many steps the shortest call takes to it. Where the states are too many to look at all
    /// of them, a call may be longer than the shortest one.
    #[must_use]
    pub fn depths(&self) -> BTreeMap<(ActionRef, String), usize> {
        self.taken.iter().map(|(branch, (_, first))| (branch.clone(), first.depth)).collect()
    }

    /// The actions that can be entered.
    #[must_use]
    pub fn entered(&self) -> BTreeSet<ActionRef> {
        let events = self.graphs.iter().flat_map(Graph::happens);
        let entered = events.filter_map(|(event, _)| if let Event::Enters(at) = event { Some(*at) } else { None });
        entered.collect()
    }

    /// Whether what was not found cannot happen: nothing is assumed, no limit was met, and no call goes round for ever, which the engine
    /// stops at last.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        let is_endless = self.bad.iter().any(BadEnd::is_endless);
        let is_open = self.graphs.iter().any(|graph| graph.open > 0);
        self.limit.is_none() && self.assumed.is_empty() && !is_endless && !is_open
    }

    /// The shortest call that takes a branch.
    #[must_use]
    pub fn witness(&self, at: ActionRef, branch: &str) -> Option<Witness> {
        let (place, first) = self.taken.get(&(at, branch.to_owned()))?;
        Some(Witness::to(self.graphs.get(*place)?, self.version, first.step, &Values::new()))
    }

    /// A round that a customer may leave, as a sentence without its full stop: *"Main menu" and "Opening hours" may come round again*.
    #[must_use]
    pub fn words_of_round(&self, round: &[ActionRef]) -> String {
        let titles: Vec<String> = round.iter().map(|at| self.title(*at)).collect();
        format!("{} may come round again", quoted_list(&titles))
    }

    /// The title of an action.
    #[must_use]
    pub fn title(&self, at: ActionRef) -> String {
        let scene = self.graphs.first().map(|graph| &graph.scene);
        scene.and_then(|scene| scene.action(at)).map_or_else(String::new, |action| actions::title(action).to_owned())
    }
}

/// The reads of variables without a value, each by the arrival with the shortest call.
fn unset_of(graphs: &[Graph], version: VersionId) -> Vec<Unset> {
    let mut found: BTreeMap<(ActionRef, String), Unset> = BTreeMap::new();
    for graph in graphs {
        for UnsetRead { at, path, first } in &graph.unset {
            let key = (*at, path.clone());
            if found.get(&key).is_none_or(|known| known.steps > first.depth) {
                let witness = Witness::to(graph, version, first.step, &Values::new());
                found.insert(key, Unset { at: *at, path: path.clone(), steps: first.depth, witness });
            }
        }
    }
    let mut found: Vec<Unset> = found.into_values().collect();
    found.sort_by_key(|unset| unset.steps);
    found
}

/// The bad ends that were met, and the first state of a round that has no way out.
fn bad_ends(graph: &Graph) -> impl Iterator<Item = (Bad, First, String, Values)> {
    let met = graph.bad().map(|(bad, first, how)| (bad.clone(), first, how.clone(), Values::new()));
    let endless = graph.endless.as_ref().map(|endless| {
        let how = match endless.followed {
            Followed::All => "The call goes round for ever, and nothing that anybody does leads out.",
            Followed::Undisturbed => "The call goes round for ever, unless the customer hangs up or something fails.",
        };
        ((endless.place, ENDLESS.to_owned()), endless.first, how.to_owned(), endless.needs.clone())
    });
    met.chain(endless)
}
