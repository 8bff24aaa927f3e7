//! Commands about test calls, about what exploring every path and letting things fail has found, and about the time machine.

use chrono::{DateTime, Utc};

use crate::model::{ActionId, ActionRef, RoutingId, TestCallId, VersionId};

/// Commands about test calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestCallCommand {
    /// Create a test call for the version shown.
    New,
    /// Save the run in the simulation as a test call; asks first where the run is that of a test call.
    Save,
    /// Save the run in the simulation as a new test call.
    SaveNew,
    /// Replace the answers of a test call by those of the run in the simulation.
    SaveOver(TestCallId),
    /// Create a copy of a test call.
    Duplicate(TestCallId),
    /// Give the answer at a place in other words; without a place, add an answer where the call stops.
    Answer(TestCallId, Option<usize>, String),
    /// Show a test call with a version of its routing.
    Open(TestCallId, VersionId),
    /// Show the test calls of a routing.
    ShowOf(RoutingId),
    /// Stop playing the test calls of several versions.
    Cancel,
    /// Play the test calls of several versions again.
    Again,
    /// Show a test call in the simulation.
    Play(TestCallId),
    /// Replace the lines of a test call that do not hold by what happens now.
    Accept(TestCallId),
}

/// Commands about the behaviour of two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareCommand {
    /// Play a call with both versions, by the versions, the place of its group in the list, and its own place in the group.
    PlayBoth((VersionId, VersionId), usize, usize),
    /// Leave the past contacts, and go back to the test calls and the calls for branches.
    LeaveLog,
}

/// Commands about what happens while one thing outside fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailuresCommand {
    /// Play the call that shows what a failure does, by the place of the failure in the list; without one, the call that is dropped while
    /// everything works.
    Play(Option<usize>),
}

/// How much time the time machine shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeSpan {
    /// A day.
    Day,
    /// Seven days from a Monday on.
    #[default]
    Week,
    /// A year from 1 January on.
    Year,
}

/// Commands of the time machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimeCommand {
    /// Show a day, a week or a year around the moment shown.
    Span(TimeSpan),
    /// Go on by so many days, weeks or years; back where the number is negative.
    Turn(i32),
    /// Show a moment; none means now.
    Go(Option<DateTime<Utc>>),
    /// Show when a branch of a schedule is open.
    Ask(ActionRef, String),
    /// The same for the branch with the focus of the one selected action, else for its first branch.
    AskSelected,
    /// Start a call of the version shown at a moment.
    Start(DateTime<Utc>),
}

/// Commands about what exploring every path has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathsCommand {
    /// Make a test call that takes a branch of the version shown, by its action and its key.
    Cover(ActionId, String),
    /// Make test calls that together take every branch that no test call takes.
    CoverAll,
    /// Play the shortest call to a bad end, by its place in the list.
    PlayBad(usize),
    /// Play the shortest call that reads a variable without a value, by its place in the list.
    PlayUnset(usize),
}
