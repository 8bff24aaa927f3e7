//! A flow while it is taken apart: what is known of its frames and of what their steps read and do.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::catalog::variables::Variables;
use crate::catalog::{Fact, Seen};
use crate::model::{ActionId, RoutingId};

use super::super::state::CallState;
use super::Search;
use super::flow::{Event, Flow};
use super::known::{Decided, Known};
use super::look::{Aspects, Live, Spot};
use super::parts::Mask;

/// What follows in a step once something is known.
#[derive(Debug)]
pub(super) enum Node {
    /// The step reads a part: what follows for each value of it.
    Reads(usize, BTreeMap<usize, usize>),
    /// The step reads a fact that may change: what follows for each value of it.
    Forks(Fact, Vec<(Decided, Option<usize>)>),
    /// Nothing more is read: what the step does.
    Does(usize),
}

/// A frame while a flow is taken apart.
#[derive(Debug)]
pub(super) struct Open {
    /// A call in the frame, without variables and counters.
    pub state: CallState,
    /// The facts that may change, as far as they are decided.
    pub known: Known,
    /// What follows, for each input.
    pub roots: Vec<Option<usize>>,
    /// What is different in states that look the same.
    pub aspects: Aspects,
    /// What its steps do.
    pub effects: Vec<usize>,
    /// The parts that its steps read, with the values for which the steps were run.
    pub grown: BTreeMap<usize, Mask>,
}

/// What is decided on a way through a step.
#[derive(Debug)]
pub(super) struct Way {
    pub frame: usize,
    pub input: usize,
    pub fixed: Vec<(usize, usize)>,
    pub decided: Vec<(Fact, Decided)>,
}

/// What a step needs and writes, before it is known which parts are read.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub from: usize,
    pub input: usize,
    pub fixed: Vec<(usize, usize)>,
    pub writes: Vec<(String, String)>,
    pub passes: Vec<((RoutingId, ActionId), usize)>,
}

/// A flow that is taken apart.
#[derive(Debug)]
pub(super) struct Compiler<'a> {
    pub search: &'a Search<'a>,
    pub flow: Flow,
    pub open: Vec<Open>,
    pub nodes: Vec<Node>,
    pub live: &'a Live,
    pub start: Variables,
    pub raw: Vec<Raw>,
    pub at: BTreeMap<u128, usize>,
    pub events: BTreeMap<Event, usize>,
    pub over: Option<usize>,
    pub seen: BTreeMap<Spot, Seen>,
    pub ways: BTreeSet<(Spot, Spot)>,
    pub merged: Vec<(usize, Aspects)>,
    pub timed: Vec<Spot>,
    pub fresh: VecDeque<usize>,
    pub waiting: VecDeque<usize>,
    pub is_waiting: Vec<bool>,
    pub steps: usize,
}

impl<'a> Compiler<'a> {
    /// A compiler that has not begun.
    pub(super) fn new(search: &'a Search<'a>, live: &'a Live) -> Self {
        Self {
            search,
            live,
            flow: Flow::default(),
            open: Vec::new(),
            nodes: Vec::new(),
            start: Variables::default(),
            raw: Vec::new(),
            at: BTreeMap::new(),
            events: BTreeMap::new(),
            over: None,
            seen: BTreeMap::new(),
            ways: BTreeSet::new(),
            merged: Vec::new(),
            timed: Vec::new(),
            fresh: VecDeque::new(),
            waiting: VecDeque::new(),
            is_waiting: Vec::new(),
            steps: 0,
        }
    }
}
