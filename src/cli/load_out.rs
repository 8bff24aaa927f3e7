//! `signalbox load --csv DIR` and `--html FILE`: the result as tables for a spreadsheet and as a page to print (spec: load §3).

use std::path::{Path, PathBuf};

use crate::load::{Load, report, tables};
use crate::model::{Project, Scenario};
use crate::storage::csv;

use super::Trouble;
use super::files::{is_same_file, write};

/// Where the result is written.
#[derive(clap::Args)]
pub(super) struct Out {
    /// Write the result as CSV into this folder: queues.csv by half hour, people.csv, outcomes.csv and passages.csv.
    #[arg(long, value_name = "DIR", help_heading = "Files", conflicts_with_all = ["compare_version", "compare_scenario", "without", "percent", "talks", "staffing"])]
    csv: Option<PathBuf>,
    /// Write the result as a page that prints well.
    #[arg(long, value_name = "FILE", help_heading = "Files", conflicts_with_all = ["compare_version", "compare_scenario", "without", "percent", "talks", "staffing"])]
    html: Option<PathBuf>,
}

impl Out {
    /// Writes the files that are asked for.
    pub(super) fn write(
        &self,
        path: &Path,
        project: &Project,
        scenario: &Scenario,
        found: &Load,
    ) -> Result<(), Trouble> {
        if let Some(folder) = &self.csv {
            std::fs::create_dir_all(folder)
                .map_err(|error| format!("The folder cannot be created: {error}.\nFolder: {}", folder.display()))?;
            for table in tables::tables(project, found) {
                let text = csv::write(&table.columns, &table.rows);
                write("table", &folder.join(format!("{}.csv", table.name)), text.as_bytes())?;
            }
        }
        if let Some(file) = &self.html {
            if is_same_file(file, path) {
                let file = file.display();
                return Err(format!(
                    "The page would replace the project. Nothing was written. Name another file after --html.\nFile: {file}"
                ));
            }
            write("report", file, report::page(project, scenario, found).as_bytes())?;
        }
        Ok(())
    }
}
