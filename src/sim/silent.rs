//! A run of which nobody reads the words: it passes the same states as [`super::Run`], and keeps neither the states before nor what was said
//! (spec: testing §8). Load runs and proofs play many calls in this way.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::Answer;
use crate::model::ResourceId;

use super::engine::{Input, begin_silently, go_on_silently, run_on_silently};
use super::scene::Scene;
use super::state::CallState;
use super::trace::Left;

/// How many actions a call is expected to leave.
const EXPECTED: usize = 32;

/// A run of which nobody reads the words.
#[derive(Clone, Debug)]
pub struct SilentRun {
    scene: Arc<Scene>,
    state: CallState,
    left: Vec<Left>,
}

impl SilentRun {
    /// Begins a run.
    #[must_use]
    pub fn new(scene: Arc<Scene>) -> Self {
        let state = begin_silently(&scene);
        Self { scene, state, left: Vec::with_capacity(EXPECTED) }
    }

    /// The scene.
    #[must_use]
    pub fn scene(&self) -> &Scene {
        &self.scene
    }

    /// Where the call is.
    #[must_use]
    pub fn state(&self) -> &CallState {
        &self.state
    }

    /// The actions that were left, in order.
    #[must_use]
    pub fn left(&self) -> &[Left] {
        &self.left
    }

    /// Whether the call waits for an answer that does not come by itself, or for people on a floor.
    #[must_use]
    pub fn waits(&self) -> bool {
        let waits_on_floor = || self.state.floor.is_some() && self.scene.outside.is_floor();
        self.state.question.as_ref().map_or_else(waits_on_floor, |question| question.passes_by.is_none())
    }

    /// Takes a step by an input. An input that does not fit changes nothing.
    pub fn take(&mut self, input: Input) {
        go_on_silently(&self.scene, &mut self.state, input, &mut self.left);
    }

    /// Goes on to the next question, or to the end.
    pub fn run_on(&mut self) {
        run_on_silently(&self.scene, &mut self.state, &mut self.left);
    }

    /// What people are, and whose turn it is, is the outside's from now on: what the call has noted of it since is returned, and the call
    /// asks the outside again (spec: load §2).
    pub fn hand_over(&mut self) -> BTreeMap<ResourceId, u32> {
        self.state.hand_over()
    }

    /// Gives an answer to the open question.
    pub fn give(&mut self, answer: Answer) {
        self.take(Input::Answer { answer, at_ms: None });
    }
}
