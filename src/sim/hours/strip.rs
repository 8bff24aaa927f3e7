//! The lines of a strip over a time: for each schedule of a version when each branch is taken, when one of several schedules is open but an
//! earlier one is taken (an overlap), and when none is open (a gap) (spec: testing §6).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::timetable::{Taken, Timetable};
use crate::actions;
use crate::catalog::Branch;
use crate::model::{ActionId, TreeType};

/// How a branch is during a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// The branch is taken.
    Taken,
    /// The hours of the schedule hold, but an earlier schedule is taken: the key and the label of its branch.
    Covered(String, String),
}

/// A time during which a branch is taken, or covered by an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first moment.
    pub from: DateTime<Utc>,
    /// The end, which does not belong to the span.
    pub until: DateTime<Utc>,
    /// How the branch is.
    pub how: How,
}

/// What a line of the strip shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shows {
    /// When a branch is taken, by its key.
    Branch(String),
    /// When none of several schedules is open, by the key of the branch that is taken then.
    Gap(String),
    /// When something else than the clock decides.
    Unknown,
}

impl Shows {
    /// The key of the branch.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Branch(key) | Self::Gap(key) => Some(key),
            Self::Unknown => None,
        }
    }
}

/// A line of the strip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What the line shows.
    pub shows: Shows,
    /// The label of the branch, or what decides.
    pub label: String,
    /// Whether the branch goes on as a matter of course, or has a name of its own: a schedule or an exception.
    pub is_usual: bool,
    /// The times, in order; neighbours differ or have time between them.
    pub spans: Vec<Span>,
}

impl Line {
    fn add(&mut self, span: Span) {
        match self.spans.last_mut() {
            Some(last) if last.until == span.from && last.how == span.how => last.until = span.until,
            _ => self.spans.push(span),
        }
    }

    /// The span at a moment.
    #[must_use]
    pub fn at(&self, moment: DateTime<Utc>) -> Option<&Span> {
        let next = self.spans.partition_point(|span| span.until <= moment);
        self.spans.get(next).filter(|span| span.from <= moment)
    }
}

/// The lines of a schedule action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The action.
    pub action: ActionId,
    /// Its title.
    pub title: String,
    /// Its lines: the branches in order, then when something else decides.
    pub lines: Vec<Line>,
}

impl Schedule {
    /// The lines of a schedule over a time. Technical branches are left out as long as they are not taken.
    pub(super) fn of(table: &Timetable, tree: TreeType, from: DateTime<Utc>, until: DateTime<Utc>) -> Self {
        let action = table.action();
        let branches = actions::spec_of(action).map(|spec| spec.branches(action, tree)).unwrap_or_default();
        let mut lines: Vec<Line> = branches.iter().map(|branch| line_of(table, branch, tree)).collect();
        let decides = match table.depends_on() {
            [] => "Something else than the clock decides".to_owned(),
            known => format!("Depends on {}", known.join(", ")),
        };
        let mut unknown = Line { shows: Shows::Unknown, label: decides, is_usual: false, spans: Vec::new() };
        let labels: BTreeMap<&str, &str> = branches.iter().map(|it| (it.key.as_ref(), it.label.as_str())).collect();
        for (from, until) in table.pieces(from, until) {
            let span = |how: How| Span { from, until, how };
            let Taken::Branch(taken) = table.taken_at(from) else {
                unknown.add(span(How::Taken));
                continue;
            };
            for line in lines.iter_mut().filter(|line| line.shows.key() == Some(&taken)) {
                line.add(span(How::Taken));
            }
            for (place, (key, _)) in table.alone.iter().enumerate() {
                if *key != taken && table.is_open_alone(place, from) {
                    let label = labels.get(taken.as_str()).copied().unwrap_or_default();
                    for line in lines.iter_mut().filter(|line| line.shows.key() == Some(key)) {
                        line.add(span(How::Covered(taken.clone(), label.to_owned())));
                    }
                }
            }
        }
        let is_technical =
            |line: &Line| branches.iter().any(|it| it.is_technical && line.shows.key() == Some(it.key.as_ref()));
        lines.push(unknown);
        lines.retain(|line| !line.spans.is_empty() || !(line.shows == Shows::Unknown || is_technical(line)));
        Self { action: action.id, title: actions::title(action).to_owned(), lines }
    }
}

fn line_of(table: &Timetable, branch: &Branch, tree: TreeType) -> Line {
    let action = table.action();
    let key = branch.key.to_string();
    let is_usual = actions::spec_of(action).is_some_and(|spec| {
        let rows = spec.branches_per_row().map(|field| action.params.rows(field)).unwrap_or_default();
        rows.iter().any(|row| row.id.branch_key() == key)
            || spec.way_on(action, tree).is_some_and(|way_on| way_on == key)
    });
    let is_one_of_several = table.alone.iter().any(|(alone, _)| *alone == key);
    let is_gap = !table.alone.is_empty() && !is_one_of_several && !branch.is_technical;
    let shows = if is_gap { Shows::Gap(key) } else { Shows::Branch(key) };
    Line { shows, label: branch.label.clone(), is_usual, spans: Vec::new() }
}
