//! The runs that are open, each in a tab, and where a run parts from the one that it came from (spec: testing §2).

use std::collections::BTreeSet;

use crate::model::VersionId;
use crate::sim::report::line;
use crate::sim::trace::first_difference;
use crate::sim::{CallState, Run};

/// The most runs that are open at once: each keeps every state on its way.
pub const MOST_RUNS: usize = 12;

/// A run in a tab.
pub struct OpenRun {
    /// The number of the tab.
    pub number: u32,
    /// The version that the run was started at.
    pub version: VersionId,
    /// The run.
    pub run: Run,
    /// What the run came from.
    pub origin: Origin,
    /// The number of steps before the last command: later changes are marked.
    pub steps_before: usize,
    /// The answers with which the run has ended so far: a run may be taken back and end again.
    ended_with: BTreeSet<Vec<String>>,
}

/// What a run came from.
#[derive(Clone, Debug, Default)]
pub enum Origin {
    /// Nothing: a run of its own.
    #[default]
    Own,
    /// The run with this number, of which it is a fork.
    Fork(u32),
    /// The same answers in the tree as it was before.
    Earlier(Box<Run>),
}

/// Where a run parts from the one that it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parting {
    /// The first beat that is different.
    pub beat: usize,
    /// A sentence about the other run: which it is, and what happens there instead.
    pub words: String,
}

impl OpenRun {
    /// The state before the last command.
    #[must_use]
    pub fn before(&self) -> Option<&CallState> {
        self.run.state_after(self.steps_before)
    }

    /// Notes that the run has ended with its answers. Whether it had not ended with them before.
    pub fn note_end(&mut self) -> bool {
        self.ended_with.insert(self.run.answers().to_vec())
    }
}

/// The runs that are open.
#[derive(Default)]
pub struct OpenRuns {
    runs: Vec<OpenRun>,
    shown: usize,
    last_number: u32,
}

impl OpenRuns {
    /// The runs, in order of their tabs.
    #[must_use]
    pub fn all(&self) -> &[OpenRun] {
        &self.runs
    }

    /// The run shown, if there is one.
    #[must_use]
    pub fn shown(&self) -> Option<&OpenRun> {
        self.runs.get(self.shown)
    }

    /// The run shown, for changes.
    pub fn shown_mut(&mut self) -> Option<&mut OpenRun> {
        self.runs.get_mut(self.shown)
    }

    /// Shows a run in place of the one shown, or in the first tab.
    pub fn replace(&mut self, version: VersionId, run: Run, origin: Origin) {
        match self.runs.get_mut(self.shown) {
            Some(open) => {
                let number = open.number;
                *open = OpenRun { number, version, run, origin, steps_before: 0, ended_with: BTreeSet::new() };
            }
            None => drop(self.add(version, run, origin)),
        }
    }

    /// Shows a run in a new tab.
    ///
    /// # Errors
    /// A sentence, where too many runs are open.
    pub fn add(&mut self, version: VersionId, run: Run, origin: Origin) -> Result<(), String> {
        if self.runs.len() >= MOST_RUNS {
            return Err(format!("{MOST_RUNS} runs are open. Close one of them first."));
        }
        self.last_number = if self.runs.is_empty() { 1 } else { self.last_number + 1 };
        let number = self.last_number;
        self.runs.push(OpenRun { number, version, run, origin, steps_before: 0, ended_with: BTreeSet::new() });
        self.shown = self.runs.len() - 1;
        Ok(())
    }

    /// Forks the run shown at a step: a copy that goes on from there, in a new tab. The run itself remains as it is.
    ///
    /// # Errors
    /// A sentence, where too many runs are open.
    pub fn fork(&mut self, steps: usize) -> Result<(), String> {
        let Some(open) = self.shown() else { return Ok(()) };
        let (number, version, ended_with) = (open.number, open.version, open.ended_with.clone());
        let mut run = open.run.clone();
        run.go_to(steps);
        let steps_before = run.steps_taken();
        self.add(version, run, Origin::Fork(number))?;
        if let Some(fork) = self.shown_mut() {
            (fork.ended_with, fork.steps_before) = (ended_with, steps_before);
        }
        Ok(())
    }

    /// Shows the run with a number.
    pub fn show(&mut self, number: u32) {
        self.shown = self.runs.iter().position(|open| open.number == number).unwrap_or(self.shown);
    }

    /// Closes the run with a number; its neighbour is shown instead.
    pub fn close(&mut self, number: u32) {
        let Some(place) = self.runs.iter().position(|open| open.number == number) else { return };
        self.runs.remove(place);
        if self.shown > place || self.shown == self.runs.len() {
            self.shown = self.shown.saturating_sub(1);
        }
    }

    /// Where the run shown parts from the one that it came from; none where both have been the same so far.
    #[must_use]
    pub fn parting(&self) -> Option<Parting> {
        let shown = self.shown()?;
        let (other, name) = match &shown.origin {
            Origin::Own => return None,
            Origin::Fork(number) => {
                let origin = self.runs.iter().find(|open| open.number == *number)?;
                (&origin.run, format!("In run {number}"))
            }
            Origin::Earlier(run) => (&**run, "Before the edit".to_owned()),
        };
        let beat = first_difference(shown.run.beats(), other.beats())?;
        let instead = other.beats().get(beat..).unwrap_or_default().iter().find_map(|beat| line(other, beat));
        let words = format!("{name}: {}", instead.unwrap_or_default().trim().trim_start_matches("> "));
        Some(Parting { beat, words })
    }
}
