//! `signalbox load --staffing`: how many people each queue needs in each half hour (spec: load §4).

use std::fmt::Write as _;

use crate::catalog::text::capitalised;
use crate::load::Control;
use crate::load::staffing::{QueueStaff, Staffing, staffing};
use crate::load::sums::percent_words;
use crate::model::{Project, Scenario};

use super::{Trouble, print, print_json};

/// What is asked of the staff.
#[derive(clap::Args)]
pub(super) struct Staff {
    /// Find the smallest staff for each half hour with which the queues meet their service levels.
    #[arg(long, help_heading = "Staffing", conflicts_with_all = ["compare_version", "compare_scenario", "without", "percent", "talks"])]
    pub staffing: bool,
    /// With --staffing: people come for at least so many half hours.
    #[arg(long, value_name = "HALF_HOURS", requires = "staffing", help_heading = "Staffing", value_parser = clap::value_parser!(u8).range(1..=48))]
    shift: Option<u8>,
}

/// Finds the staff and prints it.
pub(super) fn play(project: &Project, scenario: &Scenario, asked: &Staff, is_json: bool) -> Result<(), Trouble> {
    let found = staffing(project, scenario, asked.shift.map(usize::from), &Control::default());
    let found = found.map_err(|why| format!("No staff can be found for the scenario \"{}\". {why}", scenario.name))?;
    if is_json {
        return print_json(&found);
    }
    print(&text(&found));
    Ok(())
}

fn text(found: &Staffing) -> String {
    let mut text = String::new();
    for of in &found.queues {
        queue_text(&mut text, of);
    }
    if !found.without_target.is_empty() {
        let _ = writeln!(text, "Without a service level, and left as they are: {}.", found.without_target.join(", "));
    }
    let before = if found.queues.iter().any(|of| !of.shifts.is_empty()) { "Before the shifts: " } else { "" };
    let smallest = if found.is_smallest {
        "one person less in any half hour misses a target"
    } else {
        "not every half hour was brought to its smallest staff"
    };
    let _ = writeln!(text, "{}", capitalised(&format!("{before}{smallest} ({} load runs).", found.runs)));
    text.push_str("Each queue has people of its own. Where people serve several queues, fewer may be enough.\n");
    text
}

fn queue_text(text: &mut String, of: &QueueStaff) {
    let QueueStaff { name, percent, within_s, handling_s, patience_s, halves, shifts, .. } = of;
    let _ = writeln!(text, "{name}: {percent} % within {within_s} s, with {handling_s:.0} s of work for each contact");
    let how = patience_s
        .map_or_else(|| "Erlang C".to_owned(), |patience_s| format!("Erlang A with a patience of {patience_s:.0} s"));
    let _ = writeln!(text, "  from   offered  by {how}  people  answered in time  with one less");
    let words = |level: Option<f64>| level.map_or_else(|| "–".to_owned(), percent_words);
    for half in halves {
        let width = how.len() + 3;
        let _ = writeln!(
            text,
            "  {}  {:>7.1}  {:>width$}  {:>6}  {:>16}  {:>13}",
            time_words(half.half),
            half.offered,
            half.by_formula,
            half.people,
            words(half.level),
            words(half.level_with_one_less)
        );
    }
    for shift in shifts {
        let (from, to) = (time_words(shift.from), time_words(shift.to));
        let _ = writeln!(text, "  shift {from}–{to}: {}", people_words(shift.people));
    }
    if !of.is_met_always() {
        text.push_str(
            "  The target is not met in each half hour: contacts are lost for another reason than too few people.\n",
        );
    }
    let missed: Vec<String> = of.missed_with_one_less().map(time_words).collect();
    let _ = match missed.as_slice() {
        [] => writeln!(text, "  If one is ill, the target is still met in each half hour."),
        all => writeln!(text, "  If one is ill, these half hours miss the target: {}", all.join(", ")),
    };
}

/// When a half hour of a day begins.
fn time_words(half: usize) -> String {
    format!("{:02}:{:02}", half / 2, half % 2 * 30)
}

fn people_words(count: u32) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{count} people") }
}
