//! `signalbox diff --behaviour`: the same calls to two versions, and those that end differently (spec: testing §7).

use std::fmt::Write as _;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::Serialize;

use crate::clock;
use crate::sim::Watch;
pub(super) use crate::sim::behaviour::Side;
use crate::sim::behaviour::{Apart, Behaviour, Group, Request, compare, log};
use crate::sim::paths::MOST_STATES;
use crate::storage;

use super::{Trouble, complain, print, print_json};

/// Most calls that are listed in a group.
const MOST_LISTED: usize = 5;

/// The arguments of `signalbox diff` that are about behaviour.
#[derive(clap::Args)]
pub(super) struct BehaviourArguments {
    /// Play the same calls to both versions instead of comparing the trees: the test calls, a call for each branch, and the log.
    #[arg(long)]
    pub behaviour: bool,
    /// Past contacts to play to both versions, as CSV with the columns `time,entry_point,number,language,tags,answers,outcome`; only `time` is
    /// needed, and answers are separated by `;`.
    #[arg(long, value_name = "FILE", requires = "behaviour")]
    log: Option<PathBuf>,
    /// The first day on which a call for a branch may come; by default today.
    #[arg(long, value_name = "DATE", requires = "behaviour")]
    from: Option<NaiveDate>,
    /// Most states that are looked at for each version in the search for calls.
    #[arg(long, default_value_t = MOST_STATES, requires = "behaviour")]
    states: usize,
}

#[derive(Serialize)]
struct Answer<'a> {
    words: String,
    #[serde(flatten)]
    found: &'a Behaviour,
    #[serde(skip_serializing_if = "Option::is_none")]
    log: Option<LogLine>,
}

/// How many past contacts were played, and whether they end as the log says.
#[derive(Serialize)]
struct LogLine {
    words: String,
    played: usize,
    with_outcome: usize,
    as_logged_before: usize,
}

/// Compares the behaviour of two versions. Whether no call ends differently.
pub(super) fn run(arguments: &BehaviourArguments, one: &Side, other: &Side, is_json: bool) -> Result<bool, Trouble> {
    let past = match &arguments.log {
        Some(path) => {
            let rows = storage::load_rows_with(path, &log::COLUMNS, log::NEEDED).map_err(|error| error.to_string())?;
            complain(rows.unread_words(&log::COLUMNS).as_slice());
            Some(log::calls(one, &rows.rows, &Watch::default()))
        }
        None => None,
    };
    if let Some(past) = &past {
        complain(&past.left);
    }
    let request = Request {
        from: arguments.from.unwrap_or_else(clock::today),
        most_states: arguments.states,
        log: past.as_ref().map(|past| past.calls.clone()).unwrap_or_default(),
        only_log: false,
    };
    let found = compare(one, other, &request, &Watch::default())?;
    let log = past.map(|past| LogLine {
        words: past.words(),
        played: past.calls.len(),
        with_outcome: past.outcomes.0,
        as_logged_before: past.outcomes.1,
    });
    if is_json {
        print_json(&Answer { words: found.words(), found: &found, log })?;
    } else {
        print(&text(&found, log.as_ref()));
    }
    Ok(found.apart() == 0)
}

fn text(found: &Behaviour, log: Option<&LogLine>) -> String {
    let mut text = String::new();
    for group in &found.groups {
        text.push_str(&group_text(group));
    }
    for limit in &found.limits {
        let _ = writeln!(text, "{limit}");
    }
    if let Some(log) = log {
        let _ = writeln!(text, "{}", log.words);
    }
    let _ = writeln!(text, "{}", found.words());
    text
}

fn group_text(group: &Group) -> String {
    let at = group.at.as_ref().map_or_else(|| "On the same way".to_owned(), |at| format!("From \"{at}\" on"));
    let calls = if group.calls.len() == 1 { "1 call".to_owned() } else { format!("{} calls", group.calls.len()) };
    let mut text = format!("{at}, {calls}: {} → {}\n", group.one, group.other);
    if !group.common.is_empty() {
        let _ = writeln!(text, "  when {}", group.common.join(", "));
    }
    for call in group.calls.iter().take(MOST_LISTED) {
        text.push_str(&call_text(call, &group.common));
    }
    if group.calls.len() > MOST_LISTED {
        let _ = writeln!(text, "  and {} more", group.calls.len() - MOST_LISTED);
    }
    text
}

fn call_text(call: &Apart, common: &[String]) -> String {
    let own: Vec<&str> = call.given.iter().filter(|it| !common.contains(it)).map(String::as_str).collect();
    let own = if own.is_empty() { String::new() } else { format!("; {}", own.join(", ")) };
    let answers =
        if call.answers.is_empty() { String::new() } else { format!("; answers: {}", call.answers.join("; ")) };
    format!("  {}{own}{answers}\n", call.name)
}
