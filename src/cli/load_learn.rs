//! `signalbox load --learn`: a scenario of past contacts, stored in the project (spec: load §1).

use std::path::{Path, PathBuf};

use crate::catalog::fold::same;
use crate::clock;
use crate::edit::{Document, Edit};
use crate::load::learn::learn;
use crate::sim::Watch;
use crate::sim::behaviour::log;
use crate::storage;

use super::files::is_same_file;
use super::{Trouble, complain, load_to_write, print, save_over};

/// What is learned, and where it goes.
#[derive(clap::Args)]
pub(super) struct Learn {
    /// Learn a scenario from past contacts, as CSV with the columns
    /// `time,entry_point,number,language,tags,answers,outcome,handling_s,wait_s`; only `time` is needed.
    #[arg(long = "learn", id = "learn", value_name = "FILE", requires = "output", help_heading = "Learning", conflicts_with_all = ["compare_version", "compare_scenario", "without", "percent", "talks", "staffing", "csv", "html", "json", "scenario"])]
    pub from: Option<PathBuf>,
    /// With --learn: the name of the new scenario.
    #[arg(long, value_name = "NAME", requires = "learn", help_heading = "Learning")]
    name: Option<String>,
    /// With --learn: the project file that gets the scenario: the project itself, or a new file.
    #[arg(short, long, value_name = "FILE", requires = "learn", help_heading = "Learning")]
    output: Option<PathBuf>,
}

/// Learns the scenario and stores it.
pub(super) fn run(path: &Path, asked: &Learn, log_path: &Path) -> Result<(), Trouble> {
    let (loaded, file) = load_to_write(path)?;
    let Some(output) = &asked.output else { return Err("Say where the scenario goes with -o FILE.".to_owned()) };
    let is_same = is_same_file(path, output);
    if !is_same && output.exists() {
        return Err(format!(
            "This file exists already. Nothing was written. Name another one, or the project itself.\nFile: {}",
            output.display()
        ));
    }
    let name = asked.name.clone().unwrap_or_else(|| "Learned from past contacts".to_owned());
    if loaded.project.scenarios.values().any(|it| same(&it.name, &name)) {
        return Err(format!(
            "The project has a scenario \"{name}\" already. Nothing was written. Name the new one with --name."
        ));
    }
    let rows = storage::load_rows_with(log_path, &log::COLUMNS, log::NEEDED).map_err(|error| error.to_string())?;
    complain(rows.unread_words(&log::COLUMNS).as_slice());
    let learned = learn(&loaded.project, &rows.rows, &rows.lines, &name, &Watch::default())
        .map_err(|why| format!("{why}\nFile: {}", log_path.display()))?;
    let mut document = Document::new(loaded.project);
    document
        .apply(&Edit::StoreScenario { scenario: Box::new(learned.scenario) }, &clock::context())
        .map_err(|refusal| refusal.to_string())?;
    let project = document.project();
    if is_same {
        save_over(path, project, &file)?;
    } else {
        let saved = storage::save(output, project).map_err(|error| error.to_string())?;
        complain(&saved.warnings);
    }
    for note in &learned.notes {
        print(&format!("{note}\n"));
    }
    print(&format!("{}: the scenario \"{name}\" is stored.\n", output.display()));
    Ok(())
}
