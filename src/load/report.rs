//! A load run as a page to print for the Monday meeting: what came of the contacts, each queue with small charts over the time, and what was
//! assumed (spec: load §3). It is one HTML file without scripts and without anything from outside, in the looks of the call sheet.

use std::fmt::{self, Write as _};

use crate::catalog::Outcome;
use crate::catalog::xml::Escaped;
use crate::model::{Project, ResourceId, Scenario};
use crate::sheet::STYLE;

use super::Load;
use super::chart::{self, Series};
use super::compare::Measure;
use super::statistics::mean_and_half;
use super::sums::{QueueFacts, share};
use super::tables::people_there;

/// What the page has beyond the call sheet.
const OWN_STYLE: &str = "\
.queue { break-inside: avoid; margin-bottom: 5mm; }
.numbers { table-layout: fixed; font-size: 9pt; }
.numbers th { width: 42mm; color: #555; }
.numbers td { font-variant-numeric: tabular-nums; }
.charts { display: flex; gap: 4mm; }
.charts figure { flex: 1; margin: 2mm 0 0; }
.charts figcaption { color: #555; font-size: 8pt; }
svg { width: 100%; height: auto; print-color-adjust: exact; }
ul { margin: 0; padding-left: 5mm; font-size: 9pt; }
";

/// The page of a load run.
#[must_use]
pub fn page(project: &Project, scenario: &Scenario, load: &Load) -> String {
    let mut out = String::new();
    // Writing to a text never fails.
    let _ = write(&mut out, project, scenario, load);
    out
}

fn write(out: &mut String, project: &Project, scenario: &Scenario, load: &Load) -> fmt::Result {
    let title = format!("Load run: {}", scenario.name);
    let title = Escaped(&title);
    writeln!(
        out,
        "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width\"/>\n<title>{title}</title>\n<style>\n{STYLE}{OWN_STYLE}</style>\n</head>\n\
         <body>\n<header>\n<h1>{title}</h1>\n<table class=\"head\">"
    )?;
    for (label, value) in head(project, scenario, load) {
        writeln!(out, "<tr><th scope=\"row\">{label}</th><td>{}</td></tr>", Escaped(&value))?;
    }
    writeln!(out, "</table>\n</header>\n<section>\n<h2>What became of the contacts</h2>\n<table class=\"numbers\">")?;
    for outcome in Outcome::ALL.iter().map(Outcome::words).filter(|it| load.total.outcomes.contains_key(it)) {
        numbers(out, load, None, Measure::Outcome(outcome))?;
    }
    writeln!(out, "</table>\n</section>\n<section>\n<h2>Queues</h2>")?;
    for (id, facts) in &load.queues {
        queue(out, load, *id, facts)?;
    }
    writeln!(out, "</section>\n<section>\n<h2>Assumed</h2>\n<ul>")?;
    for (clause, times) in &load.assumed {
        let times = times.map_or_else(String::new, |times| format!(" ({times} times)"));
        writeln!(out, "<li>{}{times}</li>", Escaped(clause))?;
    }
    writeln!(out, "</ul>\n</section>\n</body>\n</html>")
}

/// Labels with their values.
fn head(project: &Project, scenario: &Scenario, load: &Load) -> Vec<(&'static str, String)> {
    let replications = load.replications.len();
    let contacts = load.average(load.total.contacts);
    let days = match scenario.days {
        1 => scenario.from.to_string(),
        days => format!("{days} days from {}", scenario.from),
    };
    let stopped = if load.is_partial { "; it was stopped before all were played" } else { "" };
    let mut head = vec![
        ("Project", project.settings.name.clone()),
        ("Scenario", scenario.name.clone()),
        ("Days", days),
        (
            "Contacts",
            format!(
                "{contacts:.0} on average; {} of them came again",
                load.total.retries / u64::try_from(replications.max(1)).unwrap_or(1)
            ),
        ),
        ("Played", format!("{replications} times{stopped}; ± is the 95 % confidence interval of the average")),
    ];
    if !scenario.note.is_empty() {
        head.insert(2, ("Note", scenario.note.clone()));
    }
    head
}

/// The mean of a measure with its interval, as a row; nothing where no replication has it.
fn numbers(out: &mut String, load: &Load, queue: Option<ResourceId>, measure: Measure) -> fmt::Result {
    let values: Vec<f64> = load.replications.iter().filter_map(|sums| measure.of(load, sums, queue)).collect();
    if values.is_empty() {
        return Ok(());
    }
    let (mean, half) = mean_and_half(&values);
    let target = match (measure, queue.and_then(|id| load.queues.get(&id)).and_then(|facts| facts.target)) {
        (Measure::ServiceLevel, Some((percent, within_s))) => {
            let is_met = mean * 100.0 >= f64::from(percent);
            format!(" within {within_s} s; target {percent} %: {}", if is_met { "met" } else { "missed" })
        }
        _ => String::new(),
    };
    let (label, mean, half) = (measure.words(), measure.value_words(mean), measure.value_words(half));
    writeln!(out, "<tr><th scope=\"row\">{}</th><td>{mean} ± {half}{target}</td></tr>", Escaped(label))
}

fn queue(out: &mut String, load: &Load, id: ResourceId, facts: &QueueFacts) -> fmt::Result {
    writeln!(out, "<div class=\"queue\">\n<h3>{}</h3>\n<table class=\"numbers\">", Escaped(&facts.name))?;
    for measure in Measure::OF_QUEUE {
        numbers(out, load, Some(id), measure)?;
    }
    writeln!(out, "</table>\n<div class=\"charts\">")?;
    let halves: Vec<u32> = load.total.halves.keys().filter(|(of, _)| *of == id).map(|(_, half)| *half).collect();
    let (Some(first), Some(last)) = (halves.first().copied(), halves.last().copied()) else {
        return writeln!(out, "</div>\n</div>");
    };
    let sums = |half: u32| load.total.halves.get(&(id, half));
    let count = |of: fn(&super::sums::QueueSums) -> u64| -> Vec<f64> {
        (first..=last).map(|half| load.average(sums(half).map_or(0, of))).collect()
    };
    let wait = |half: u32| sums(half).and_then(super::sums::QueueSums::mean_wait_s).unwrap_or(0.0);
    let wait_90 = |half: u32| sums(half).and_then(|it| share(it.waits.percentile(90), 1_000)).unwrap_or(0.0);
    let ends = (time_words(load, first, last, first), time_words(load, first, last, last + 1));
    let charts = [
        (
            "Contacts each half hour",
            vec![
                area("offered", chart::LIGHT, count(|it| it.offered)),
                area("answered", chart::DARK, count(|it| it.answered)),
                area("gave up", chart::BAD, count(|it| it.abandoned)),
            ],
        ),
        (
            "Waits in seconds",
            vec![
                area("mean wait", chart::LIGHT, (first..=last).map(wait).collect()),
                Series { is_area: false, ..area("90 % at most", chart::BAD, (first..=last).map(wait_90).collect()) },
            ],
        ),
        (
            "People there",
            vec![area(
                "people",
                chart::LIGHT,
                (first..=last).map(|half| people_there(load, facts, half).unwrap_or(0.0)).collect(),
            )],
        ),
    ];
    for (title, series) in charts {
        writeln!(out, "<figure>\n{}<figcaption>{title}:", chart::svg(title, &series, &ends))?;
        for Series { name, colour, .. } in &series {
            writeln!(out, "<span style=\"color: {colour}\">■</span> {name}")?;
        }
        writeln!(out, "</figcaption>\n</figure>")?;
    }
    writeln!(out, "</div>\n</div>")
}

fn area(name: &'static str, colour: &'static str, values: Vec<f64>) -> Series {
    Series { name, colour, is_area: true, values }
}

/// When a half hour begins, with its date where the chart is of several days.
fn time_words(load: &Load, first: u32, last: u32, half: u32) -> String {
    let is_one_day = load.span.local(first).date() == load.span.local(last).date();
    load.span.local(half).format(if is_one_day { "%H:%M" } else { "%Y-%m-%d %H:%M" }).to_string()
}
