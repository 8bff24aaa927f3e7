//! Whether the numbers of a scenario are possible. Whether its names exist depends on a project: see [`super::stage`].

use chrono::Days;

use crate::model::scenario::{HALF_HOURS, Staff, Time};
use crate::model::{Project, Scenario};

/// Most contacts of one half hour.
const MOST_PER_HALF_HOUR: f64 = 100_000.0;
/// Most contacts of all replications, on average.
const MOST_CONTACTS: f64 = 50_000_000.0;
/// Most people of a queue.
const MOST_PEOPLE: u32 = 5_000;
/// The longest mean time, in seconds.
const LONGEST_S: f64 = 86_400.0;
/// Most replications.
const MOST_REPLICATIONS: u32 = 1_000;

/// Whether the numbers of a scenario are possible.
///
/// # Errors
/// A sentence that names the place and what is possible there.
pub fn check(project: &Project, scenario: &Scenario) -> Result<(), String> {
    span(scenario)?;
    arrivals(project, scenario)?;
    people(project, scenario)?;
    for it in &scenario.answers {
        if it.mix.iter().all(|(_, share)| *share == 0) {
            return Err(format!(
                "Answers to \"{}\": no answer has a share above 0. Give one, such as \"press 1\".",
                it.action.words(project)
            ));
        }
    }
    let customers = &scenario.customers;
    let saved = customers.saved.iter().fold(0_u32, |all, (_, percent)| all.saturating_add(*percent));
    if saved > 100 {
        return Err(format!(
            "Customers: the callers of the project make {saved} % of all, more than 100 %. Lower a share."
        ));
    }
    let percents = [
        ("Customers, hidden numbers", customers.hidden),
        ("Customers, those who come again", customers.returning),
        ("Absence", scenario.absence),
        ("Those who gave up and try again", scenario.retries.as_ref().map_or(0, |it| it.percent)),
    ];
    for (what, percent) in percents {
        if percent > 100 {
            return Err(format!("{what}: {percent} % is more than 100 %."));
        }
    }
    if let Some(retries) = &scenario.retries {
        time("Those who gave up and try again", "after", retries.after)?;
    }
    for (name, of) in [("conversations", scenario.handling), ("patience", scenario.patience)] {
        of.map_or(Ok(()), |of| time("The scenario", name, of))?;
    }
    for failure in &scenario.failures {
        if failure.from >= failure.to || usize::try_from(failure.to).is_ok_and(|to| to > HALF_HOURS) {
            return Err(format!(
                "What fails: from half hour {} to {} is no part of a day. Give two numbers from 0 to 48.",
                failure.from, failure.to
            ));
        }
    }
    Ok(())
}

fn span(scenario: &Scenario) -> Result<(), String> {
    if !(1..=Scenario::MOST_DAYS).contains(&scenario.days) {
        return Err(format!("Days: {} is not from 1 to {}.", scenario.days, Scenario::MOST_DAYS));
    }
    let last = scenario.from.checked_add_days(Days::new(u64::from(scenario.days) + 2));
    if !last.is_some_and(crate::model::limits::is_date) || !crate::model::limits::is_date(scenario.from) {
        return Err(format!("First day: {} is too far away; a year has four digits.", scenario.from));
    }
    if !(1..=MOST_REPLICATIONS).contains(&scenario.replications) {
        return Err(format!("Replications: {} is not from 1 to 1,000.", scenario.replications));
    }
    let span_s = scenario.days * 86_400;
    if scenario.warm_up_s >= span_s {
        return Err(format!(
            "Warm-up: {} s is not shorter than the scenario, {span_s} s, so nothing would be counted.",
            scenario.warm_up_s
        ));
    }
    Ok(())
}

/// How many contacts a replication has, on average.
#[must_use]
pub fn contacts(scenario: &Scenario) -> f64 {
    let days = (0..u64::from(scenario.days)).filter_map(|day| scenario.from.checked_add_days(Days::new(day)));
    let of_day = |date| {
        let all = scenario.arrivals.iter();
        all.flat_map(|it| (0..HALF_HOURS).map(move |half| it.of(date, half).number())).sum::<f64>()
    };
    days.map(of_day).sum::<f64>() * f64::from(scenario.percent) / 100.0
}

fn arrivals(project: &Project, scenario: &Scenario) -> Result<(), String> {
    for it in &scenario.arrivals {
        let name = it.entry_point.words(project);
        if it.week.len() > 7 || it.week.iter().any(|day| day.len() > HALF_HOURS) {
            return Err(format!("Arrivals at \"{name}\": a week has 7 days of 48 half hours."));
        }
        if let Some(count) = it.week.iter().flatten().find(|count| count.number() > MOST_PER_HALF_HOUR) {
            return Err(format!("Arrivals at \"{name}\": {} in a half hour are more than 100,000.", count.number()));
        }
    }
    let contacts = contacts(scenario);
    if contacts <= 0.0 {
        return Err(format!(
            "Nothing arrives on the days of the scenario, {} and {} more. Say how many contacts arrive, or choose another first day.",
            scenario.from,
            scenario.days - 1
        ));
    }
    let all = contacts * f64::from(scenario.replications);
    if all > MOST_CONTACTS {
        return Err(format!(
            "The scenario has about {all:.0} contacts in all replications, more than 50,000,000. Lower replications or arrivals."
        ));
    }
    Ok(())
}

fn people(project: &Project, scenario: &Scenario) -> Result<(), String> {
    for it in &scenario.queues {
        let place = format!("Queue \"{}\"", it.queue.words(project));
        let most = match &it.staff {
            Staff::Members => 0,
            Staff::People(count) => *count,
            Staff::EachHalfHour(counts) if counts.len() > HALF_HOURS => {
                return Err(format!("{place}: {} half hours; a day has 48.", counts.len()));
            }
            Staff::EachHalfHour(counts) => counts.iter().copied().max().unwrap_or(0),
        };
        if most > MOST_PEOPLE {
            return Err(format!("{place}: {most} people are more than 5,000."));
        }
        for (name, of) in [("talks", it.handling), ("patience", it.patience)] {
            of.map_or(Ok(()), |of| time(&place, name, of))?;
        }
    }
    Ok(())
}

fn time(place: &str, name: &str, of: Time) -> Result<(), String> {
    let mean = of.mean().number();
    if mean > 0.0 && mean <= LONGEST_S {
        return Ok(());
    }
    Err(format!("{place}, {name}: {mean} s is not above 0 and at most {LONGEST_S} s."))
}
