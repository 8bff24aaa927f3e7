//! What a search has left open because there are too many states: each event that it has not met is looked for backwards, from the event to a
//! state that is known. Going back, only what the way needs matters, and not all that a call has decided, so that few steps say whether
//! there is a way (spec: testing §4).

use std::collections::{BTreeMap, VecDeque};

use super::flow::{ARRIVAL, Event, Flow};
use super::followed::Followed;
use super::parts::Values;
use super::search::{First, State, Walk};

/// How many states of a frame are followed beyond the limit of the search.
const FOLLOWED: usize = 3;
/// How many states of a frame are tried as the beginning of a way.
const MOST_KNOWN: usize = 8;
/// Most places that are looked at for one event, and for all of them.
const MOST_PLACES: usize = 2_000;
const MOST_PLACES_IN_ALL: usize = 200_000;
/// The same for bad ends, and for rounds without a way out.
const MOST_PLACES_OF_BAD: usize = 50_000;
const MOST_PLACES_OF_ALL_BAD: usize = 1_000_000;

/// Where looking back begins: a frame, what is needed there, and the edge that follows.
pub(super) type Begin = (usize, Values, Option<usize>);

/// Where a way may begin that is looked for backwards.
#[derive(Clone, Copy, Debug)]
pub(super) enum WayFrom {
    /// At any known state.
    Known,
    /// At the arrival alone, by these steps.
    Arrival(Followed),
}

/// What is needed at a frame, and the way from there.
#[derive(Debug)]
struct Place {
    frame: usize,
    needs: Values,
    /// The edge from here, and the place after it.
    way: Option<(usize, Option<usize>)>,
}

/// What looking back has found.
#[derive(Debug)]
pub(super) enum Looked {
    /// A way: a known state, and the edges from there.
    Way(State, Vec<usize>),
    /// There is no way.
    Never,
    /// A limit was met.
    Unknown,
}

/// States that are known, by their frames, and how many places may still be looked at.
#[derive(Debug)]
pub(super) struct Back {
    known: Vec<Vec<State>>,
    left: usize,
}

/// Decides whether a call can end badly, after a search that met its limit.
pub(super) fn bad_ends(walk: &mut Walk, back: &mut Back) {
    back.spread(walk);
    let bad: BTreeMap<usize, Vec<usize>> =
        edges_of(&walk.graph.flow).into_iter().filter(|(event, _)| is_bad(&walk.graph.flow, *event)).collect();
    let is_found = |event: &usize| walk.graph.first.get(*event).is_some_and(Option::is_some);
    let open: Vec<usize> = bad.keys().copied().filter(|event| !is_found(event)).collect();
    for (event, edges) in &bad {
        if !back.decide(walk, *event, edges, MOST_PLACES_OF_BAD) {
            let limit = "whether a call can end badly was not found out within the limit".to_owned();
            walk.graph.limit.get_or_insert(limit);
        }
    }
    for event in open {
        let edges = bad.get(&event).map(Vec::as_slice).unwrap_or_default();
        back.shorten(walk, event, edges);
    }
}

/// Decides what else can happen.
pub(super) fn others(walk: &mut Walk, back: &mut Back) {
    back.left = MOST_PLACES_IN_ALL;
    for (event, edges) in edges_of(&walk.graph.flow) {
        if !is_bad(&walk.graph.flow, event) {
            back.decide(walk, event, &edges, MOST_PLACES);
        }
    }
}

fn is_bad(flow: &Flow, event: usize) -> bool {
    matches!(flow.events.get(event), Some(Event::EndsBadly(..)))
}

/// The edges on which each event happens.
fn edges_of(flow: &Flow) -> BTreeMap<usize, Vec<usize>> {
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, edge) in flow.edges.iter().enumerate() {
        for event in flow.effects.get(edge.effect).into_iter().flat_map(|effect| &effect.events) {
            found.entry(*event).or_default().push(place);
        }
    }
    found
}

/// The places before edges.
fn starts(flow: &Flow, edges: &[usize]) -> Vec<Begin> {
    let before = |place: &usize| {
        let (edge, _) = flow.edge(*place)?;
        Some((edge.from, flow.reduced(edge.from, edge.needs.clone())?, Some(*place)))
    };
    edges.iter().filter_map(before).collect()
}

impl Back {
    /// The states that a search has found.
    pub(super) fn new(walk: &Walk) -> Self {
        let mut known: Vec<Vec<State>> = vec![Vec::new(); walk.graph.flow.frames.len()];
        for ((frame, values), node) in &walk.at {
            if let Some(of_frame) = known.get_mut(*frame).filter(|of_frame| of_frame.len() < MOST_KNOWN) {
                of_frame.push(State { node: *node, frame: *frame, values: values.clone() });
            }
        }
        Self { known, left: MOST_PLACES_OF_ALL_BAD }
    }

    /// Follows the states that are left, a few of each frame, and wherever something happens for the first time.
    fn spread(&mut self, walk: &mut Walk) {
        while let Some(state) = walk.next.pop_front() {
            let edges: Vec<usize> = walk.graph.flow.edges_of(state.frame).map(|(place, ..)| place).collect();
            for place in edges {
                let Some((_, effect)) = walk.graph.flow.edge(place) else { continue };
                let has_room = self.known.get(effect.to).is_some_and(|of_frame| of_frame.len() < FOLLOWED);
                let is_new = |event: &usize| walk.graph.first.get(*event).is_some_and(Option::is_none);
                if !has_room && !effect.events.iter().any(is_new) {
                    continue;
                }
                if let Some((after, true)) = walk.follow(&state, place) {
                    self.knows(after.clone());
                    walk.next.push_back(after);
                }
            }
        }
    }

    /// Finds out whether an event can happen. Whether that was found out.
    fn decide(&mut self, walk: &mut Walk, event: usize, edges: &[usize], most: usize) -> bool {
        if walk.graph.first.get(event).is_some_and(Option::is_some) {
            return true;
        }
        let starts = starts(&walk.graph.flow, edges);
        match self.look(&walk.graph.flow, &starts, most, WayFrom::Known) {
            Looked::Way(state, way) => _ = self.take(walk, state, &way),
            Looked::Never => {}
            Looked::Unknown => {
                walk.graph.open += 1;
                return false;
            }
        }
        true
    }

    fn knows(&mut self, state: State) {
        if let Some(of_frame) = self.known.get_mut(state.frame).filter(|of_frame| of_frame.len() < MOST_KNOWN) {
            of_frame.push(state);
        }
    }

    /// Looks back from some places for where a way may begin, the nearest first.
    pub(super) fn look(&mut self, flow: &Flow, starts: &[Begin], most: usize, from: WayFrom) -> Looked {
        let mut places: Vec<Place> = Vec::new();
        let mut at: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let first = starts.iter().map(|(frame, needs, edge)| Place {
            frame: *frame,
            needs: needs.clone(),
            way: edge.map(|edge| (edge, None)),
        });
        let mut open: VecDeque<Place> = first.collect();
        let arrival = State { node: 0, frame: ARRIVAL, values: Values::new() };
        while let Some(place) = open.pop_front() {
            let of_frame = at.entry(place.frame).or_default();
            if of_frame.iter().filter_map(|known| places.get(*known)).any(|known| covers(&known.needs, &place.needs)) {
                continue;
            }
            let number = places.len();
            of_frame.push(number);
            let known = match from {
                WayFrom::Arrival(_) if place.frame == ARRIVAL => std::slice::from_ref(&arrival),
                WayFrom::Arrival(_) => &[],
                WayFrom::Known => self.known.get(place.frame).map(Vec::as_slice).unwrap_or_default(),
            };
            let found = known.iter().find(|state| flow.holds(&state.values, &place.needs)).cloned();
            let (frame, needs) = (place.frame, place.needs.clone());
            places.push(place);
            if let Some(state) = found {
                return Looked::Way(state, way(&places, number));
            }
            if number > most || self.left == 0 {
                return Looked::Unknown;
            }
            self.left -= 1;
            for edge_place in flow.edges_into(frame) {
                let Some((edge, effect)) = flow.edge(edge_place) else { continue };
                if matches!(from, WayFrom::Arrival(followed) if !followed.takes(flow, edge, effect)) {
                    continue;
                }
                if let Some(needs) = flow.before(&needs, edge, effect) {
                    open.push_back(Place { frame: edge.from, needs, way: Some((edge_place, Some(number))) });
                }
            }
        }
        Looked::Never
    }

    /// Takes a way that was found, and follows what is new from there. The state at its end.
    pub(super) fn take(&mut self, walk: &mut Walk, from: State, way: &[usize]) -> Option<State> {
        let mut state = from;
        for place in way {
            let (after, is_new) = walk.follow(&state, *place)?;
            if is_new {
                self.knows(after.clone());
                walk.next.push_back(after.clone());
            }
            state = after;
        }
        self.spread(walk);
        Some(state)
    }

    /// The shortest call to a bad end, where it is found within the limit.
    fn shorten(&mut self, walk: &mut Walk, event: usize, ends: &[usize]) {
        let Some(known) = walk.graph.first.get(event).copied().flatten() else { return };
        let starts = starts(&walk.graph.flow, ends);
        let from = WayFrom::Arrival(Followed::All);
        let Looked::Way(arrival, way) = self.look(&walk.graph.flow, &starts, MOST_PLACES_OF_BAD, from) else { return };
        if way.len() >= known.depth {
            return;
        }
        let Some(step) = walk.chain(&arrival, &way) else { return };
        if let Some(first) = walk.graph.first.get_mut(event) {
            *first = Some(First { step, depth: way.len() });
        }
    }
}

/// Whether all that some needs allow is allowed by others.
fn covers(wider: &Values, needs: &Values) -> bool {
    wider.iter().all(|(part, mask)| needs.iter().any(|(other, own)| other == part && own & !mask == 0))
}

fn way(places: &[Place], from: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = places.get(from);
    while let Some((edge, next)) = at.and_then(|place| place.way) {
        found.push(edge);
        at = next.and_then(|next| places.get(next));
    }
    found
}
