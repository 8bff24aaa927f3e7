//! A scenario of past contacts: when they arrive, what they answer, how long talks last and how long customers wait (spec: load §1). The rows are
//! those of *Replay a log*.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, Timelike as _};

use crate::catalog::interaction::zone;
use crate::catalog::{Outcome, dates, fold};
use crate::model::scenario::{Amount, Arrivals, AtQueue, Customers, HALF_HOURS, Pattern, Time};
use crate::model::{EntryPointId, EntryPointKind, Named, Project, ResourceId, Scenario};
use crate::sim::Watch;
use crate::sim::behaviour::log;

use super::learn_played::{Played, play};

/// The longest time of a contact, in seconds.
const LONGEST_S: f64 = 86_400.0;
/// From so many customers on who gave up, a queue has a patience of its own.
const ENOUGH_GAVE_UP: u32 = 10;
/// Most rows.
const MOST_ROWS: usize = 1_000_000;

/// What was learned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learned {
    /// The scenario, which the project does not have yet.
    pub scenario: Scenario,
    /// What it was learned from and what could not be, a sentence each.
    pub notes: Vec<String>,
}

/// A past contact.
struct Past {
    /// Its line in the file.
    line: u64,
    local: NaiveDateTime,
    entry_point: EntryPointId,
    number: String,
    language: String,
    has_given_up: bool,
    handling_s: Option<f64>,
    wait_s: Option<f64>,
}

/// Learns a scenario from the rows of a file, each with the cells of [`log::COLUMNS`] and its line in the file.
///
/// # Errors
/// A sentence that names the first line that cannot be read, and what to write there.
pub fn learn(
    project: &Project,
    rows: &[Vec<String>],
    lines: &[u64],
    name: &str,
    watch: &Watch,
) -> Result<Learned, String> {
    if rows.len() > MOST_ROWS {
        return Err(format!("The file has {} contacts, more than 1,000,000. Split it.", rows.len()));
    }
    let usual = usual_entry_point(project);
    let read = |(place, row): (usize, &Vec<String>)| {
        let line = lines.get(place).copied().unwrap_or(0);
        past(project, row, line, usual).map_err(|why| format!("Line {line}: {why}"))
    };
    let all: Vec<Past> = rows.iter().enumerate().map(read).collect::<Result<_, _>>()?;
    let days = || all.iter().map(|past| past.local.date());
    let (Some(first), Some(last)) = (days().min(), days().max()) else {
        return Err("The file has no contact.".to_owned());
    };
    let places: Vec<(EntryPointId, u64)> = all.iter().map(|past| (past.entry_point, past.line)).collect();
    let played = play(project, rows, &places, watch);
    let mut notes = vec![format!(
        "Learned from {} contacts, from {first} to {last}; each half hour is the average of its weekday over these days.",
        all.len()
    )];
    notes.extend(played.words(all.len()));
    let only_queue = only_queue(&played);
    let queues = queues(project, &all, &played, only_queue, &mut notes);
    let from = first_monday_after(last);
    let scenario = Scenario {
        name: name.to_owned(),
        note: format!("Learned from {} contacts, from {first} to {last}.", all.len()),
        from,
        days: 7,
        arrivals: arrivals(&all, first, last),
        customers: Customers { languages: languages(&all), returning: returning(&all), ..Customers::default() },
        answers: played.mixes(),
        handling: only_queue.is_none().then(|| handling(all.iter().filter_map(|past| past.handling_s))).flatten(),
        patience: patience(all.iter()).map(|(time, _)| time),
        queues,
        ..Scenario::default()
    };
    if scenario.patience.is_none() {
        notes.push("Nobody who gave up has a wait in the file, so customers wait as long as it takes.".to_owned());
    }
    Ok(Learned { scenario, notes })
}

/// The only entry point that receives contacts and leads somewhere.
fn usual_entry_point(project: &Project) -> Option<EntryPointId> {
    let receives = |it: &EntryPointKind| *it != EntryPointKind::VoiceCampaign;
    let mut all = project.entry_points.values().filter(|it| it.assigned.is_some() && receives(&it.kind));
    let only = all.next()?;
    all.next().is_none().then_some(only.id)
}

fn past(project: &Project, row: &[String], line: u64, usual: Option<EntryPointId>) -> Result<Past, String> {
    let cell = |column: usize| row.get(column).map_or("", |cell| cell.trim());
    let time = dates::read(cell(0)).ok_or_else(|| {
        format!(
            "\"{}\" is not a date and time. Write it like 2026-11-23T10:00:00, in the time zone of the project.",
            short(cell(0))
        )
    })?;
    let local = time.local(zone(&project.settings.time_zone, "UTC"));
    if !crate::model::limits::is_date(local.date()) {
        return Err(format!("{} is too far away; a year has four digits.", local.date()));
    }
    let entry_point = match cell(1) {
        "" => usual.ok_or("the contact names no entry point, and the project has not just one. Write its reference, its name or its address.")?,
        named => log::entry_point(project, named).map_err(|_| {
            format!("no entry point has the reference, the name or the address \"{}\". Correct it.", short(named))
        })?,
    };
    Ok(Past {
        line,
        local,
        entry_point,
        number: cell(2).to_owned(),
        language: cell(3).to_owned(),
        has_given_up: fold::same(cell(6), Outcome::Abandoned.words()),
        handling_s: seconds("handling_s", cell(7))?.filter(|seconds| *seconds > 0.0),
        wait_s: seconds("wait_s", cell(8))?,
    })
}

/// A cell, cut where it is long.
fn short(cell: &str) -> String {
    let mut cut: String = cell.chars().take(60).collect();
    if cut.len() < cell.len() {
        cut.push('…');
    }
    cut
}

/// A number of seconds; none of an empty cell. A comma may stand for the point.
fn seconds(column: &str, cell: &str) -> Result<Option<f64>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    let number: Option<f64> = cell.replace(',', ".").parse().ok();
    match number.filter(|number| (0.0..=LONGEST_S).contains(number)) {
        Some(number) => Ok(Some(number)),
        None => Err(format!("{column} \"{}\" is not a number of seconds from 0 to 86,400.", short(cell))),
    }
}

/// The average of each half hour of the week, at each entry point.
fn arrivals(all: &[Past], first: NaiveDate, last: NaiveDate) -> Vec<Arrivals> {
    let days = u64::try_from(last.signed_duration_since(first).num_days()).unwrap_or(0) + 1;
    // How many days of a weekday there are from the first to the last, from Monday on.
    let begins = u64::from(first.weekday().num_days_from_monday());
    let covered = |weekday: u64| (days + 6 - (weekday + 7 - begins) % 7) / 7;
    let mut counts: BTreeMap<EntryPointId, Vec<[u32; HALF_HOURS]>> = BTreeMap::new();
    for past in all {
        let week = counts.entry(past.entry_point).or_insert_with(|| vec![[0; HALF_HOURS]; 7]);
        let weekday = usize::try_from(past.local.weekday().num_days_from_monday()).unwrap_or(0);
        let half = usize::try_from(past.local.hour() * 2 + past.local.minute() / 30).unwrap_or(0);
        week.get_mut(weekday).and_then(|day| day.get_mut(half)).into_iter().for_each(|count| *count += 1);
    }
    let of_entry = |(id, week): (EntryPointId, Vec<[u32; HALF_HOURS]>)| {
        let average = |(weekday, day): (u64, &[u32; HALF_HOURS])| {
            let over = u32::try_from(covered(weekday)).unwrap_or(u32::MAX).max(1);
            let mean = |count: &u32| Amount::nearest(f64::from(*count) / f64::from(over));
            without_end(day.iter().map(mean).collect(), |amount| *amount == Amount(0))
        };
        let week = without_end((0..).zip(&week).map(average).collect(), Vec::is_empty);
        Arrivals { entry_point: Named { id, name: String::new() }, pattern: Pattern::Poisson, week }
    };
    counts.into_iter().map(of_entry).collect()
}

/// A list without what is empty at its end.
fn without_end<T>(mut all: Vec<T>, is_empty: impl Fn(&T) -> bool) -> Vec<T> {
    while all.last().is_some_and(&is_empty) {
        all.pop();
    }
    all
}

/// How often each language comes; none where no contact has one.
fn languages(all: &[Past]) -> Vec<(String, u32)> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for past in all {
        *counts.entry(&past.language).or_default() += 1;
    }
    if counts.keys().all(|language| language.is_empty()) {
        return Vec::new();
    }
    counts.into_iter().map(|(language, count)| (language.to_owned(), count)).collect()
}

/// How many of a hundred contacts come from a number that has been in contact before; contacts without a number do not count.
fn returning(all: &[Past]) -> u32 {
    let mut in_order: Vec<&Past> = all.iter().filter(|past| !past.number.is_empty()).collect();
    in_order.sort_by_key(|past| (past.local, past.line));
    let mut seen = BTreeSet::new();
    let (mut again, mut count) = (0_u64, 0_u64);
    for past in in_order {
        again += u64::from(!seen.insert(past.number.as_str()));
        count += 1;
    }
    u32::try_from((again * 200 + count).checked_div(count * 2).unwrap_or(0)).unwrap_or(0)
}

/// A lognormal time by the mean and the standard deviation of values, in seconds; none without a value.
fn handling(values: impl Iterator<Item = f64>) -> Option<Time> {
    let values: Vec<f64> = values.collect();
    let (mean, deviation) = (super::statistics::mean(&values), super::statistics::variance(&values).sqrt());
    let (mean, deviation) = (Amount::nearest(mean), Amount::nearest(deviation));
    match (mean, deviation) {
        (Amount(0), _) => None,
        (mean, Amount(0)) => Some(Time::Fixed(mean)),
        (mean, deviation) => Some(Time::Lognormal(mean, deviation)),
    }
}

/// Exponential patience: all waits through those who gave up, whose number is also there; none where nobody did. The waits of those who were
/// answered count, since they would have waited longer.
fn patience<'p>(all: impl Iterator<Item = &'p Past>) -> Option<(Time, u32)> {
    let (mut wait_s, mut gave_up) = (0.0, 0_u32);
    for (past, waited_s) in all.filter_map(|past| Some((past, past.wait_s?))) {
        wait_s += waited_s;
        gave_up += u32::from(past.has_given_up);
    }
    let mean = Amount::nearest((wait_s / f64::from(gave_up.max(1))).clamp(0.01, LONGEST_S));
    (gave_up > 0).then_some((Time::Exponential(mean), gave_up))
}

/// The queue in which contacts are, where the answers lead to one queue alone.
fn only_queue(played: &Played) -> Option<ResourceId> {
    let queues: BTreeSet<ResourceId> = played.queues.iter().flatten().copied().collect();
    let only = queues.first().copied();
    only.filter(|_| queues.len() == 1)
}

/// Handling time and patience of each queue. Where all contacts that can be told are in one queue, so are the others.
fn queues(
    project: &Project,
    all: &[Past],
    played: &Played,
    only: Option<ResourceId>,
    notes: &mut Vec<String>,
) -> Vec<AtQueue> {
    let mut by_queue: BTreeMap<ResourceId, Vec<&Past>> = BTreeMap::new();
    let mut untold = 0_u32;
    for (past, queue) in all.iter().zip(&played.queues) {
        match queue.or(only) {
            Some(queue) => by_queue.entry(queue).or_default().push(past),
            None => untold += u32::from(past.handling_s.is_some()),
        }
    }
    if untold > 0 {
        notes.push(format!(
            "Of {untold} contacts with a handling time, the answers do not say in which queue they were."
        ));
    }
    let of_queue = |(id, all): (ResourceId, Vec<&Past>)| {
        let found = AtQueue {
            queue: Named::of(id, project),
            handling: handling(all.iter().filter_map(|past| past.handling_s)),
            patience: patience(all.iter().copied()).filter(|(_, gave_up)| *gave_up >= ENOUGH_GAVE_UP).map(|it| it.0),
            ..AtQueue::default()
        };
        (found.handling.is_some() || found.patience.is_some()).then_some(found)
    };
    by_queue.into_iter().filter_map(of_queue).collect()
}

fn first_monday_after(last: NaiveDate) -> NaiveDate {
    let days = 7 - u64::from(last.weekday().num_days_from_monday());
    last.checked_add_days(Days::new(days)).unwrap_or(last)
}
