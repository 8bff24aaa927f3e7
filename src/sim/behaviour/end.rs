//! How a call ends with a version, and what of it differs from another end.

use std::sync::Arc;

use serde::Serialize;

use crate::catalog::text::shorten;
use crate::model::named::NamedId as _;
use crate::model::{TestCall, VersionId};

use super::super::basis::Basis;
use super::super::suite::course::Course;
use super::super::suite::way::{self, WayPoint};
use super::super::suite::{judge, play};

/// The most letters of what is heard, in a comparison.
const MOST_LETTERS: usize = 80;

/// How a call ends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct End {
    /// The outcome, or where the call still waits.
    pub outcome: String,
    /// Who served the customer: users and queues, by name, in order.
    pub served: Vec<String>,
    /// What the customer heard or read, in order.
    pub heard: Vec<String>,
    /// Why the answers do not fit the version; empty where they do.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub stuck: String,
    /// The way that the call takes.
    #[serde(skip)]
    pub way: Vec<WayPoint>,
}

impl End {
    /// Plays a call to a version.
    pub(super) fn of(basis: &Arc<Basis>, call: &TestCall, version: VersionId) -> Self {
        let scene = match play::scene_on(basis, call, version) {
            Ok(scene) => scene,
            Err(why) => return Self { outcome: "Not played".to_owned(), stuck: why, ..Self::default() },
        };
        let played = play::play_fast(scene, call);
        let course = Course::of(&played.run);
        let names = course.served.iter().filter_map(|(who, _)| who.name_in(basis.project())).map(str::to_owned);
        Self {
            outcome: judge::outcome(&played.run),
            served: names.collect(),
            heard: course.heard,
            stuck: played.stale.into_iter().next().unwrap_or_default(),
            way: way::way(&played.run),
        }
    }

    /// Whether a customer notices no difference: the outcome, who serves, what is said, and whether the answers fit.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let of = |end: &Self| (end.result(), end.heard.clone(), end.stuck.is_empty());
        of(self) == of(other)
    }

    fn result(&self) -> String {
        let by = if self.served.is_empty() { String::new() } else { format!(" ({})", self.served.join(", ")) };
        format!("{}{by}", self.outcome)
    }

    /// Both ends in words, as far as they differ: that the answers do not fit, else the results, else the first text that differs.
    #[must_use]
    pub fn words_beside(&self, other: &Self) -> (String, String) {
        if self.stuck.is_empty() != other.stuck.is_empty() {
            return (self.stuck_or_result(), other.stuck_or_result());
        }
        if self.result() != other.result() {
            return (self.result(), other.result());
        }
        let most = self.heard.len().max(other.heard.len());
        let place = (0..most).find(|place| self.heard.get(*place) != other.heard.get(*place)).unwrap_or(most);
        let said = |end: &Self| match end.heard.get(place) {
            Some(text) => format!("says “{}”", shorten(text, MOST_LETTERS)),
            None => "says nothing more".to_owned(),
        };
        (said(self), said(other))
    }

    fn stuck_or_result(&self) -> String {
        if self.stuck.is_empty() { self.result() } else { self.stuck.clone() }
    }
}
