//! `signalbox check`: the same problems as in the window. For a file of an older format also, on standard error, where changed rules apply.

use std::path::PathBuf;

use serde::Serialize;

use crate::catalog::Severity;
use crate::model::Project;
use crate::{clock, lint, release, rules};

use super::{Trouble, complain, load_whole, print, print_json};

/// The arguments of `signalbox check`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The project file.
    project: PathBuf,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Answer {
    problems: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    severity: &'static str,
    code: &'static str,
    place: String,
    message: String,
    blocks_production: bool,
}

/// The actions to which changed rules apply, as sentences.
fn changed_words(project: &Project) -> Vec<String> {
    let places = rules::changed_places(project);
    let line = |place: &rules::ChangedPlace, rule: &rules::ChangedRule| {
        format!("{}: {} [{}]", place.words, rule.words, rule.id)
    };
    places.iter().flat_map(|place| place.rules.iter().map(move |rule| line(place, rule))).collect()
}

pub(super) fn run(arguments: &Arguments) -> Result<bool, Trouble> {
    let loaded = load_whole(&arguments.project)?;
    let project = loaded.project;
    if loaded.converted.is_some() {
        complain(&changed_words(&project));
    }
    complain(&release::due_words(&project, clock::now()));
    let found = lint::check(&project);
    let has_error = found.iter().any(|problem| problem.severity == Severity::Error);
    let line = |problem: &lint::Diagnostic| Line {
        severity: problem.severity.words(),
        code: problem.code,
        place: lint::place_words(&project, problem.place),
        message: problem.message.clone(),
        blocks_production: problem.blocks,
    };
    let problems: Vec<Line> = found.iter().map(line).collect();
    if arguments.json {
        print_json(&Answer { problems })?;
    } else {
        for problem in &problems {
            print(&format!("{}: {}: {} [{}]\n", problem.severity, problem.place, problem.message, problem.code));
        }
        if problems.is_empty() {
            print("No problems found.\n");
        }
    }
    Ok(!has_error)
}
