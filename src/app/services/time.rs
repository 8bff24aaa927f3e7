//! The time machine of the version shown: the moment that the canvas shows, and when each schedule takes which branch over a day, a week or a
//! year (spec: testing §6). Lines are found in the background; they belong to a known revision and are never shown as those of another one.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc, Weekday};
use chrono_tz::Tz;

use crate::catalog::interaction::{moment, zone};
use crate::model::{ActionId, ActionRef, Project, VersionId};
use crate::sim::hours::{How, Line, OpenNow, Schedules, Taken, by_day, span_words};

use super::latest::Latest;
use crate::app::command::TimeSpan;

/// A version in a revision of the document.
type Of = (u64, VersionId);
/// Lines of a version, from one moment to another.
type StripKey = (Of, DateTime<Utc>, DateTime<Utc>);

/// The time machine.
#[derive(Default)]
pub struct TimeMachine {
    span: TimeSpan,
    at: Option<DateTime<Utc>>,
    zone: Option<Tz>,
    asked: Option<(ActionRef, String)>,
    /// How often somebody asked.
    questions: u64,
    schedules: Latest<Of, Schedules>,
    strip: Latest<StripKey, Strip>,
    open: Option<Open>,
}

/// What is open, and for which state of all schedules.
struct Open {
    of: Of,
    taken: BTreeMap<ActionId, Taken>,
    now: Arc<OpenNow>,
}

/// The lines over a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strip {
    /// The lines of all schedules, in the order of the tree.
    pub lines: Vec<StripLine>,
}

/// A line with what is drawn of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StripLine {
    /// The schedule action.
    pub action: ActionId,
    /// Its title.
    pub title: String,
    /// Whether this is the first line of the schedule.
    pub is_first: bool,
    /// The line.
    pub line: Line,
    /// What is drawn.
    pub bands: Vec<StripBand>,
}

/// A band: a time of a branch, or, in a year, successive days with the same hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StripBand {
    /// The first moment.
    pub from: DateTime<Utc>,
    /// The end.
    pub until: DateTime<Utc>,
    /// The moment at which the branch is first taken in the band.
    pub begins: DateTime<Utc>,
    /// Of each day of the band, how many thousandths the branch is taken.
    pub share: u32,
    /// The label of the branch that is taken instead, where this is an overlap.
    pub covered_by: Option<String>,
    /// The times in words.
    pub words: String,
}

impl TimeMachine {
    /// How much time is shown.
    #[must_use]
    pub fn span(&self) -> TimeSpan {
        self.span
    }

    /// Shows more or less time around the moment.
    pub fn set_span(&mut self, span: TimeSpan) {
        self.span = span;
    }

    /// The moment shown; none means the time of the machine.
    #[must_use]
    pub fn chosen(&self) -> Option<DateTime<Utc>> {
        self.at
    }

    /// Shows a moment; none means the time of the machine.
    pub fn go(&mut self, at: Option<DateTime<Utc>>) {
        self.at = at;
    }

    /// Keeps the branch of which somebody asks when it is open.
    pub fn ask(&mut self, action: ActionRef, branch: String) {
        self.asked = Some((action, branch));
        self.questions += 1;
    }

    /// The branch of which somebody asked last when it is open.
    #[must_use]
    pub fn asked(&self) -> Option<(ActionRef, &str)> {
        self.asked.as_ref().map(|(action, branch)| (*action, branch.as_str()))
    }

    /// How often somebody asked, so that each question is answered once.
    #[must_use]
    pub fn questions(&self) -> u64 {
        self.questions
    }

    /// The moment shown, where it is now so late.
    #[must_use]
    pub fn at(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let whole = |at: DateTime<Utc>| at.with_second(0).and_then(|at| at.with_nanosecond(0)).unwrap_or(at);
        self.at.unwrap_or_else(|| whole(now))
    }

    /// The time zone of the project.
    #[must_use]
    pub fn zone(&self) -> Tz {
        self.zone.unwrap_or(Tz::UTC)
    }

    /// Goes on by so many days, weeks or years, or back.
    pub fn turn(&mut self, by: i32, now: DateTime<Utc>) {
        let local = self.at(now).with_timezone(&self.zone()).naive_local();
        if let Some(day) = turned(self.span, local.date(), by) {
            self.at = Some(moment(day.and_time(local.time()), self.zone()));
        }
    }

    /// The first moment shown, and the end.
    #[must_use]
    pub fn bounds(&self, now: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
        let zone = self.zone();
        let day = self.at(now).with_timezone(&zone).date_naive();
        let first = match self.span {
            TimeSpan::Day => day,
            TimeSpan::Week => day.week(Weekday::Mon).checked_first_day().unwrap_or(day),
            TimeSpan::Year => NaiveDate::from_yo_opt(day.year(), 1).unwrap_or(day),
        };
        let after = turned(self.span, first, 1).unwrap_or(first);
        (midnight(first, zone), midnight(after, zone))
    }

    /// The lines of a version in a revision over the time shown; none while they are looked for.
    #[must_use]
    pub fn strip(&self, of: (u64, VersionId), now: DateTime<Utc>) -> Option<&Arc<Strip>> {
        let (from, until) = self.bounds(now);
        self.strip.of((of, from, until))
    }

    /// What is open in a version in a revision at the moment shown, while the time machine is shown.
    #[must_use]
    pub fn open(&self, revision: u64, version: VersionId) -> Option<&Arc<OpenNow>> {
        self.open.as_ref().filter(|open| open.of == (revision, version)).map(|open| &open.now)
    }

    /// What a schedule does at the moment shown.
    #[must_use]
    pub fn taken(&self, action: ActionId) -> Option<&Taken> {
        self.open.as_ref()?.taken.get(&action)
    }

    /// Takes the results of background jobs, and finds what is open at the moment shown in the version that somebody looks at, if anybody does.
    pub fn update(&mut self, project: &Arc<Project>, of: Option<Of>, now: DateTime<Utc>, ctx: &egui::Context) {
        self.zone = Some(zone(&project.settings.time_zone, "UTC"));
        let (is_ready, is_strip_ready) = (self.schedules.take(), self.strip.take());
        let Some((of, version)) = of.and_then(|of| Some((of, project.versions.get(&of.1)?.clone()))) else {
            self.open = None;
            return;
        };
        if is_ready && !self.schedules.is_known(of) {
            let project = project.clone();
            self.schedules.start("schedules", of, ctx, move || Some(Schedules::of(&project, &version)));
        }
        let Some(schedules) = self.schedules.of(of).cloned() else { return };
        let taken = schedules.taken_at(self.at(now));
        if self.open.as_ref().is_none_or(|open| open.of != of || open.taken != taken) {
            let now = Arc::new(schedules.open(&taken));
            self.open = Some(Open { of, taken, now });
        }
        let (from, until) = self.bounds(now);
        let (key, is_year, zone) = ((of, from, until), self.span == TimeSpan::Year, self.zone());
        if is_strip_ready && !self.strip.is_known(key) {
            let work = move || Some(Strip::of(&schedules, (from, until), is_year, zone));
            self.strip.start("hours", key, ctx, work);
        }
    }

    /// Whether a job is under way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.schedules.running().is_some() || self.strip.running().is_some()
    }
}

impl Strip {
    fn of(schedules: &Schedules, (from, until): (DateTime<Utc>, DateTime<Utc>), is_year: bool, zone: Tz) -> Self {
        let mut lines = Vec::new();
        for schedule in schedules.strip(from, until) {
            for (place, line) in schedule.lines.into_iter().enumerate() {
                let bands = if is_year { days_of(&line, zone) } else { bands_of(&line, zone) };
                let (action, title) = (schedule.action, schedule.title.clone());
                lines.push(StripLine { action, title, is_first: place == 0, line, bands });
            }
        }
        Self { lines }
    }
}

fn bands_of(line: &Line, zone: Tz) -> Vec<StripBand> {
    let band = |span: &crate::sim::hours::Span| StripBand {
        from: span.from,
        until: span.until,
        begins: span.from,
        share: 1_000,
        covered_by: match &span.how {
            How::Taken => None,
            How::Covered(_, label) => Some(label.clone()),
        },
        words: span_words(span.from, span.until, zone),
    };
    line.spans.iter().map(band).collect()
}

/// The bands of a year: successive days with the same hours. Overlaps lie behind what is taken.
fn days_of(line: &Line, zone: Tz) -> Vec<StripBand> {
    let labels = line.spans.iter().filter_map(|span| match &span.how {
        How::Covered(_, label) => Some(Some(label.clone())),
        How::Taken => None,
    });
    let mut kinds: Vec<Option<String>> = labels.collect();
    kinds.sort();
    kinds.dedup();
    kinds.push(None);
    let mut bands = Vec::new();
    for covered_by in kinds {
        let is_it = |how: &How| match (how, &covered_by) {
            (How::Taken, None) => true,
            (How::Covered(_, label), Some(wanted)) => label == wanted,
            _ => false,
        };
        let of_kind = line.spans.iter().filter(|span| is_it(&span.how));
        let spans: Vec<(DateTime<Utc>, DateTime<Utc>)> = of_kind.map(|span| (span.from, span.until)).collect();
        bands.extend(by_day(&spans, zone).into_iter().map(|days| {
            let from = midnight(days.first, zone);
            let until = days.last.succ_opt().map_or(from, |next| midnight(next, zone));
            let share = u32::try_from(days.open.num_seconds() * 1_000 / 86_400).unwrap_or(0).clamp(1, 1_000);
            let words = format!("{}, {}", days.words(), days.hours);
            StripBand { from, until, begins: days.begins, share, covered_by: covered_by.clone(), words }
        }));
    }
    bands
}

/// The day so many days, weeks or years later.
fn turned(span: TimeSpan, day: NaiveDate, by: i32) -> Option<NaiveDate> {
    let count = by.unsigned_abs();
    match span {
        TimeSpan::Day | TimeSpan::Week => {
            let days = Days::new(u64::from(count) * if span == TimeSpan::Day { 1 } else { 7 });
            if by >= 0 { day.checked_add_days(days) } else { day.checked_sub_days(days) }
        }
        TimeSpan::Year => {
            let months = Months::new(count.saturating_mul(12));
            if by >= 0 { day.checked_add_months(months) } else { day.checked_sub_months(months) }
        }
    }
}

/// The moment at which a day begins.
#[must_use]
pub fn midnight(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    moment(day.and_time(NaiveTime::MIN), zone)
}

/// How far a key of the keyboard moves the moment.
#[must_use]
pub fn step(span: TimeSpan, is_far: bool) -> TimeDelta {
    match (span, is_far) {
        (TimeSpan::Day, false) => TimeDelta::minutes(5),
        (TimeSpan::Day, true) | (TimeSpan::Week, false) => TimeDelta::hours(1),
        (TimeSpan::Week, true) | (TimeSpan::Year, false) => TimeDelta::days(1),
        (TimeSpan::Year, true) => TimeDelta::days(7),
    }
}
