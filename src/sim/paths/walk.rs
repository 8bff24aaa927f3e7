//! The search: from the arrival, every state that a call can come to, the nearest first. A step is tried with every answer, and with every
//! value of the facts that it asks for; states that look the same are one (spec: testing §4).

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use crate::catalog::{Answer, Fact, FactValue, Seen};
use crate::model::ActionRef;

use super::super::engine::{Input, begin, step_noting};
use super::super::entered::Entered;
use super::super::scene::Scene;
use super::super::state::CallState;
use super::super::suite::passes::branches_of;
use super::super::trace::{Beat, What};
use super::atoms::FEW_PEOPLE;
use super::clock::Clock;
use super::constants::Constants;
use super::known::{Decided, Known};
use super::look::{Live, Spot, include, look, spot};
use super::trial::Trial;
use super::tries::answers;

/// What a call is called whose *interaction end* routing fails. The outcome of the call is another one, and may be good.
const FAILS_AT_END: &str = "Failure after the end";

/// Most ways in which the facts that one step asks for can be decided.
const MOST_FORKS: usize = 4_096;

/// A step from a state.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// The state before.
    pub from: usize,
    /// The answer; none where the call simply goes on.
    pub answer: Option<Answer>,
    /// Facts that are decided in the step, in the order of asking.
    pub decided: Vec<(Fact, FactValue)>,
}

/// A state that a call can come to.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The step by which it is reached first; none for the arrival.
    pub step: Option<Step>,
    /// How many steps that takes.
    pub depth: usize,
    /// The action it is at.
    pub place: Option<ActionRef>,
    /// Whether the call is over.
    pub is_over: bool,
}

/// The first of the shortest ways to something.
#[derive(Clone, Debug)]
pub(super) struct First {
    /// The last step.
    pub step: Step,
    /// How many steps it takes.
    pub depth: usize,
}

/// A way to end badly: the last action, and the outcome in words.
pub(super) type Bad = (Option<ActionRef>, String);

/// Everything that is found from one arrival.
#[derive(Debug)]
pub(super) struct Graph {
    /// Where the call arrives.
    pub scene: Arc<Scene>,
    /// The states, the nearest first.
    pub nodes: Vec<Node>,
    /// Steps from state to state.
    pub steps: Vec<(usize, usize)>,
    /// The first step through each branch that can be taken.
    pub branches: BTreeMap<(ActionRef, String), First>,
    /// The first step to each bad end, with how the call ends, as a sentence.
    pub bad: BTreeMap<Bad, (First, String)>,
    /// Actions that are entered.
    pub entered: BTreeSet<ActionRef>,
    /// What is assumed: the clause, and the action where it matters first.
    pub assumed: BTreeMap<String, Option<ActionRef>>,
    /// What was met that stopped the search.
    pub limit: Option<String>,
}

/// What is needed for a search.
pub(super) struct Search<'a> {
    /// The arrival; its outside is `trial`.
    pub scene: Arc<Scene>,
    /// The outside.
    pub trial: Arc<Trial>,
    /// The constants of the flow.
    pub constants: &'a Constants,
    /// Its hours and dates.
    pub clock: &'a Clock,
    /// Most states.
    pub most: usize,
}

/// A step that can be taken.
struct Taken {
    known: Known,
    decided: Vec<(Fact, FactValue)>,
    state: CallState,
    beats: Vec<Beat>,
}

struct Walk<'a> {
    search: &'a Search<'a>,
    live: &'a Live,
    graph: Graph,
    at: BTreeMap<u128, usize>,
    next: VecDeque<(usize, CallState, Known)>,
    seen: BTreeMap<Spot, Seen>,
    ways: BTreeSet<(Spot, Spot)>,
    over: Option<usize>,
}

impl Search<'_> {
    /// Searches until what is read nowhere is known for certain: what a search finds to be read tells states apart in the next one.
    pub(super) fn run(&self) -> Graph {
        let (mut seen, mut ways) = (BTreeMap::new(), BTreeSet::new());
        loop {
            let live = Live::new(&seen, &ways);
            let walk = Walk::new(self, &live).go();
            let mut has_grown = false;
            for (place, more) in &walk.seen {
                has_grown |= include(seen.entry(*place).or_default(), more);
            }
            let count = ways.len();
            ways.extend(walk.ways);
            has_grown |= ways.len() > count;
            if !has_grown || walk.graph.limit.is_some() {
                return walk.graph;
            }
        }
    }
}

impl<'a> Walk<'a> {
    fn new(search: &'a Search<'a>, live: &'a Live) -> Self {
        let graph = Graph {
            scene: search.scene.clone(),
            nodes: Vec::new(),
            steps: Vec::new(),
            branches: BTreeMap::new(),
            bad: BTreeMap::new(),
            entered: BTreeSet::new(),
            assumed: BTreeMap::new(),
            limit: None,
        };
        let (at, next) = (BTreeMap::new(), VecDeque::new());
        Self { search, live, graph, at, next, seen: BTreeMap::new(), ways: BTreeSet::new(), over: None }
    }

    fn go(mut self) -> Self {
        self.search.trial.begin(&Known::new());
        let (state, _) = begin(&self.search.scene);
        let node = Node { step: None, depth: 0, place: state.at, is_over: state.is_over() };
        self.graph.nodes.push(node);
        self.next.push_back((0, clean(state, self.search.constants), Known::new()));
        while let Some((from, state, known)) = self.next.pop_front() {
            if self.graph.limit.is_some() {
                break;
            }
            self.expand(from, &state, &known);
        }
        self
    }

    /// Takes every step that can follow a state.
    fn expand(&mut self, from: usize, state: &CallState, known: &Known) {
        if state.is_over() {
            return;
        }
        let Some(question) = &state.question else { return self.take(from, state, known, None) };
        let (answers, is_assumed) = answers(state, question, self.search.constants);
        if is_assumed {
            let clause = "what is typed is like one of the texts and numbers that were tried".to_owned();
            self.graph.assumed.entry(clause).or_insert(state.at);
        }
        for answer in answers {
            self.take(from, state, known, Some(&answer));
        }
    }

    fn take(&mut self, from: usize, state: &CallState, known: &Known, answer: Option<&Answer>) {
        let input = match answer {
            Some(answer) => Input::Answer { answer: answer.clone(), at_ms: None },
            None => Input::Go,
        };
        for taken in self.tried(state, known, &input) {
            self.arrive(from, state, taken, answer.cloned());
        }
    }

    /// The step, once for every way in which the facts that it asks for can be decided.
    fn tried(&mut self, state: &CallState, known: &Known, input: &Input) -> Vec<Taken> {
        let trial = &self.search.trial;
        let mut open = vec![(known.clone(), Vec::new())];
        let mut found = Vec::new();
        while let Some((known, decided)) = open.pop() {
            if found.len() + open.len() > MOST_FORKS {
                self.graph.limit = Some("one step asks for too many facts at once".to_owned());
                break;
            }
            trial.begin(&known);
            let (after, beats, seen) = step_noting(&self.search.scene, state.clone(), input);
            include(self.seen.entry(spot(state)).or_default(), &seen);
            let Some(fact) = trial.undecided() else {
                found.push(Taken { known, decided, state: after, beats });
                continue;
            };
            if let Some(clause) = trial.atoms().assumed(fact) {
                self.graph.assumed.entry(clause.to_owned()).or_insert(state.at);
            }
            let tried = trial.atoms().of(fact, &known);
            // A fact is asked only where more than one value is possible.
            if tried.len() == 1 {
                self.graph.assumed.entry(FEW_PEOPLE.to_owned()).or_insert(state.at);
            }
            for (choice, value) in tried.into_iter().rev() {
                let (mut known, mut decided) = (known.clone(), decided.clone());
                decided.push((fact, value.clone()));
                known.insert(fact, Decided { choice, value, since_ms: after.interaction.at_ms });
                open.push((known, decided));
            }
        }
        found
    }

    fn arrive(&mut self, from: usize, before: &CallState, taken: Taken, answer: Option<Answer>) {
        let Taken { mut known, decided, state, beats } = taken;
        let (place, is_over) = (state.at, state.is_over());
        self.ways.insert((spot(before), spot(&state)));
        let step = Step { from, answer, decided };
        let depth = self.graph.nodes.get(from).map_or(0, |node| node.depth) + 1;
        self.note(&step, depth, &state, &beats);
        let state = clean(state, self.search.constants);
        // Once time has passed, people, queues and systems may be in another state.
        if state.question.is_none() {
            known.retain(|fact, decided| !fact.may_change() || decided.since_ms >= state.interaction.at_ms);
        }
        let key = (!is_over).then(|| self.key(&state, &known));
        // Every call that is over is the same.
        let over = self.over.filter(|_| is_over);
        if let Some(node) = over.or_else(|| key.and_then(|key| self.at.get(&key).copied())) {
            self.graph.steps.push((from, node));
            return;
        }
        let node = self.graph.nodes.len();
        self.graph.nodes.push(Node { step: Some(step), depth, place, is_over });
        self.graph.steps.push((from, node));
        if let Some(key) = key {
            self.at.insert(key, node);
        }
        if is_over {
            self.over = Some(node);
        } else {
            self.next.push_back((node, state, known));
        }
        if self.graph.nodes.len() > self.search.most {
            self.graph.limit = Some(format!("more than {} states", self.search.most));
        }
    }

    fn key(&self, state: &CallState, known: &Known) -> u128 {
        let live = self.live.at(spot(state));
        let reads_clock = live.is_some_and(|seen| seen.facts.contains(&Fact::Start));
        let clock = if reads_clock {
            self.search.trial.begin(known);
            self.search.clock.class(self.search.scene.now(state))
        } else {
            0
        };
        look(state, known, live, clock)
    }

    /// Notes the branches that are taken and the bad ends that are reached for the first time.
    fn note(&mut self, step: &Step, depth: usize, state: &CallState, beats: &[Beat]) {
        let first = || First { step: step.clone(), depth };
        let mut at = None;
        for beat in beats {
            at = beat.place.or(at);
            match &beat.what {
                What::Left { .. } => {
                    self.graph.entered.extend(beat.place);
                    for branch in branches_of(&self.search.scene, beat) {
                        self.graph.branches.entry(branch).or_insert_with(first);
                    }
                }
                What::Ended(outcome, how) if outcome.is_failure() => {
                    let bad = (at, outcome.words().to_owned());
                    self.graph.bad.entry(bad).or_insert_with(|| (first(), how.clone()));
                }
                What::EndRoutingOver(how) if state.fails_at_end => {
                    let how = format!("In the interaction end routing: {how}");
                    self.graph.bad.entry((at, FAILS_AT_END.to_owned())).or_insert_with(|| (first(), how));
                }
                _ => self.graph.entered.extend(beat.place),
            }
        }
    }
}

/// A state without what the explorer counts itself: rounds, steps, draws.
fn clean(mut state: CallState, constants: &Constants) -> CallState {
    state.steps = 0;
    state.entered = Entered::default();
    state.recent.clear();
    state.drawn.clear();
    state.facts.read.clear();
    state.facts.earlier.clear();
    let interaction = &mut state.interaction;
    (interaction.draws, interaction.answers, interaction.counter_reads) = (0, 0, 0);
    interaction.entries.clear();
    // Beyond the highest number that is asked for, a counter makes no difference.
    let most = constants.most_passages.saturating_add(1);
    for count in interaction.passages.values_mut() {
        *count = (*count).min(most);
    }
    state
}
