//! `signalbox hours`: when each schedule takes which branch, with gaps, overlaps and planned productions (spec: testing §6).

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;

use crate::catalog::interaction::{moment, zone};
use crate::clock;
use crate::lifecycle::plan;
use crate::model::{Project, Routing, Version, VersionId};
use crate::sim::hours::{How, Line, MOST_DAYS, Schedules, Shows, by_day};

use super::explored::routing_name;
use super::find::{routings, versions};
use super::{Trouble, load, print, print_json};

/// The arguments of `signalbox hours`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The project file.
    project: PathBuf,
    /// The reference or the title of the routing; by default every routing.
    #[arg(long)]
    routing: Option<String>,
    /// The name or id of the version; by default those that are in production one after the other, as planned.
    #[arg(long, requires = "routing")]
    version: Option<String>,
    /// The first day; by default today.
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// How many days, at most 400.
    #[arg(long, value_name = "N", default_value_t = 7, value_parser = clap::value_parser!(u64).range(1..=MOST_DAYS.unsigned_abs()))]
    days: u64,
    /// Print the results as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Answer {
    time_zone: String,
    from: String,
    until: String,
    versions: Vec<VersionHours>,
    /// Routings that have no version in production at some time.
    without_version: Vec<TimeOf>,
    planned: Vec<Planned>,
}

/// A time without a version in production.
#[derive(Serialize)]
struct TimeOf {
    routing: String,
    from: String,
    until: String,
    #[serde(skip)]
    part: String,
}

/// A version in a time.
#[derive(Serialize)]
struct VersionHours {
    routing: String,
    version: String,
    from: String,
    until: String,
    #[serde(skip)]
    part: String,
    schedules: Vec<ScheduleHours>,
}

#[derive(Serialize)]
struct ScheduleHours {
    action: u32,
    title: String,
    lines: Vec<LineHours>,
}

#[derive(Serialize)]
struct LineHours {
    /// What the line shows: `branch`, `gap` (no schedule is open) or `unknown` (something else than the clock decides).
    shows: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    branch: Option<String>,
    label: String,
    taken: Vec<TimeLine>,
    /// When the schedule is open, too, but an earlier one is taken.
    overlaps: Vec<Overlap>,
    #[serde(skip)]
    words: Vec<String>,
}

#[derive(Serialize)]
struct TimeLine {
    from: String,
    until: String,
}

#[derive(Serialize)]
struct Overlap {
    from: String,
    until: String,
    /// The branch that is taken.
    taken: String,
}

#[derive(Serialize)]
struct Planned {
    routing: String,
    version: String,
    at: String,
    #[serde(skip)]
    when: String,
}

/// A time, and the zone in which it is written.
#[derive(Clone, Copy)]
struct Time {
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    zone: Tz,
}

impl Time {
    fn between(self, from: DateTime<Utc>, until: DateTime<Utc>) -> Self {
        Self { from, until, ..self }
    }

    fn written(self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.zone).to_rfc3339()
    }

    /// The part that this is of a whole time, in words; nothing where it is the whole.
    fn part_of(self, whole: Self) -> String {
        let from = (self.from != whole.from).then(|| format!(", from {}", self.words(self.from)));
        let until = (self.until != whole.until).then(|| format!(", until {}", self.words(self.until)));
        from.into_iter().chain(until).collect()
    }

    fn words(self, at: DateTime<Utc>) -> String {
        plan::at_words(at.with_timezone(&self.zone).naive_local())
    }

    fn line(self, from: DateTime<Utc>, until: DateTime<Utc>) -> TimeLine {
        TimeLine { from: self.written(from), until: self.written(until) }
    }
}

/// Lists the hours.
pub(super) fn run(arguments: &Arguments) -> Result<(), Trouble> {
    let project = Arc::new(load(&arguments.project)?);
    let zone = zone(&project.settings.time_zone, "UTC");
    let first = arguments.from.unwrap_or_else(clock::today);
    let after = first.checked_add_days(Days::new(arguments.days)).ok_or("These days are too far away.")?;
    let begins = |day: NaiveDate| moment(day.and_time(NaiveTime::MIN), zone);
    let time = Time { from: begins(first), until: begins(after), zone };
    let mut answer = Answer {
        time_zone: zone.name().to_owned(),
        from: time.written(time.from),
        until: time.written(time.until),
        versions: Vec::new(),
        without_version: Vec::new(),
        planned: Vec::new(),
    };
    for routing in routings(&project, arguments.routing.as_deref())? {
        let planned = plan::within(&project, routing.id, time.from, time.until);
        let shown = match &arguments.version {
            Some(wanted) => {
                let found = versions(&project, routing.id, Some(wanted))?;
                found.iter().map(|version| (time, Some(version.id))).collect()
            }
            None => in_production(&project, routing, &planned, time),
        };
        for (shown, version) in shown {
            let part = shown.part_of(time);
            if let Some(version) = version.and_then(|id| project.versions.get(&id)) {
                answer.versions.push(hours_of(&project, version, shown, part));
            } else {
                let TimeLine { from, until } = shown.line(shown.from, shown.until);
                answer.without_version.push(TimeOf { routing: routing.name.clone(), from, until, part });
            }
        }
        answer.planned.extend(planned.into_iter().map(|(at, id)| Planned {
            routing: routing.name.clone(),
            version: project.versions.get(&id).map_or_else(String::new, |version| version.info.name.clone()),
            at: time.written(at),
            when: time.words(at),
        }));
    }
    if arguments.json {
        return print_json(&answer);
    }
    print(&words(&answer, first, arguments.days));
    Ok(())
}

/// The versions of a routing that are in production one after the other.
fn in_production(
    project: &Project,
    routing: &Routing,
    planned: &[(DateTime<Utc>, VersionId)],
    time: Time,
) -> Vec<(Time, Option<VersionId>)> {
    let mut found = vec![(time, plan::in_production_at(project, routing.id, time.from))];
    for (at, version) in planned {
        if let Some((last, _)) = found.last_mut() {
            last.until = *at;
        }
        found.push((time.between(*at, time.until), Some(*version)));
    }
    found.retain(|(time, _)| time.from < time.until);
    found
}

fn hours_of(project: &Arc<Project>, version: &Arc<Version>, time: Time, part: String) -> VersionHours {
    let schedules = Schedules::of(project, version).strip(time.from, time.until);
    let schedules = schedules.into_iter().map(|schedule| ScheduleHours {
        action: schedule.action.0,
        title: schedule.title,
        lines: schedule.lines.iter().map(|line| hours_of_line(line, time)).collect(),
    });
    VersionHours {
        routing: routing_name(project, version),
        version: version.info.name.clone(),
        from: time.written(time.from),
        until: time.written(time.until),
        part,
        schedules: schedules.collect(),
    }
}

fn hours_of_line(line: &Line, time: Time) -> LineHours {
    let (mut taken, mut covered) = (Vec::new(), Vec::new());
    for span in &line.spans {
        match &span.how {
            How::Taken => taken.push((span.from, span.until)),
            How::Covered(_, label) => covered.push((span.from, span.until, label.clone())),
        }
    }
    let mut rows: Vec<(String, String)> = Vec::new();
    let mut add = |spans: &[(DateTime<Utc>, DateTime<Utc>)], more: &str| {
        rows.extend(by_day(spans, time.zone).iter().map(|days| (days.words(), format!("{}{more}", days.hours))));
    };
    add(&taken, "");
    for label in covered.iter().map(|(_, _, label)| label).collect::<BTreeSet<_>>() {
        let of_label = covered.iter().filter(|(_, _, other)| other == label);
        let spans: Vec<_> = of_label.map(|(from, until, _)| (*from, *until)).collect();
        add(&spans, &format!(", overlap: {label} is taken"));
    }
    let width = rows.iter().map(|(days, _)| days.chars().count()).max().unwrap_or(0);
    let mut words: Vec<String> = rows.iter().map(|(days, hours)| format!("{days:width$}  {hours}")).collect();
    if words.is_empty() {
        words.push("not in this time".to_owned());
    }
    LineHours {
        shows: match line.shows {
            Shows::Branch(_) => "branch",
            Shows::Gap(_) => "gap",
            Shows::Unknown => "unknown",
        },
        branch: line.shows.key().map(str::to_owned),
        label: line.label.clone(),
        taken: taken.into_iter().map(|(from, until)| time.line(from, until)).collect(),
        overlaps: covered
            .into_iter()
            .map(|(from, until, taken)| Overlap { from: time.written(from), until: time.written(until), taken })
            .collect(),
        words,
    }
}

fn words(answer: &Answer, first: NaiveDate, days: u64) -> String {
    let Answer { time_zone, versions, without_version, planned, .. } = answer;
    let day = first.format("%A %-d %B %Y");
    let mut text = format!("{days} day{} from {day}, times of {time_zone}\n", if days == 1 { "" } else { "s" });
    for VersionHours { routing, version, part, schedules, .. } in versions {
        let _ = writeln!(text, "\n{routing}, version {version}{part}");
        if schedules.is_empty() {
            let _ = writeln!(text, "  No action asks for the time.");
        }
        for schedule in schedules {
            let _ = writeln!(text, "  {}", schedule.title);
            for line in &schedule.lines {
                let gap = if line.shows == "gap" { " (no schedule is open)" } else { "" };
                let _ = writeln!(text, "    {}{gap}", line.label);
                for words in &line.words {
                    let _ = writeln!(text, "      {words}");
                }
            }
        }
    }
    for TimeOf { routing, part, .. } in without_version {
        let _ = writeln!(text, "\n{routing}: no version is in production{part}.");
    }
    for Planned { routing, version, when, .. } in planned {
        let _ = writeln!(
            text,
            "\n{routing}, version {version}: in production from {when}, as planned, if nothing blocks it."
        );
    }
    text
}
