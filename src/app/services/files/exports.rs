//! Writes pictures, call sheets and reports in the background.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::load::{Load, report};
use crate::map::{Map, Shown};
use crate::model::{Project, ScenarioId, VersionId};
use crate::picture::{Picture, Theme};
use crate::sheet::CallSheet;
use crate::storage;

use super::events::Done;
use crate::app::command::Export;

/// What a file shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exported {
    /// A version.
    Version(Export, VersionId),
    /// The map of the project.
    Map(Shown),
    /// The last load run of a scenario.
    Report(ScenarioId),
}

/// A picture, a call sheet or a report to write.
pub struct ExportRequest {
    /// What it shows.
    pub of: Exported,
    /// The project.
    pub project: Arc<Project>,
    /// What came of the scenario of a report.
    pub load: Option<Arc<Load>>,
    /// The file, whose ending names the format.
    pub path: PathBuf,
    /// The moment that the file names.
    pub made: DateTime<Utc>,
}

/// Makes the file and writes it.
#[must_use]
pub fn write(request: &ExportRequest) -> Done {
    let path = &request.path;
    let written = made(request).and_then(|(words, bytes)| {
        storage::replace_file(path, &bytes).map_err(|error| error.to_string())?;
        Ok(format!("{words} is in {}.", path.display()))
    });
    match written {
        Ok(words) => Done::Exported(words),
        Err(why) => Done::RowsFailed("Not exported", format!("{why}\nFile: {}", path.display())),
    }
}

/// What the file is called in a sentence, and its content. A picture is for print and mail, whatever the window looks like.
fn made(request: &ExportRequest) -> Result<(String, Vec<u8>), String> {
    let ExportRequest { of, project, load, path, made } = request;
    let (what, version) = match of {
        Exported::Version(what, version) => (what, version),
        Exported::Report(id) => {
            let found = project.scenarios.get(id).zip(load.as_ref());
            let (scenario, load) = found.ok_or("The scenario was not played. Run it, and export again.")?;
            let page = report::page(project, scenario, load);
            return Ok((format!("The report on \"{}\"", scenario.name), page.into_bytes()));
        }
        Exported::Map(shown) => {
            let picture = Picture::of_map(project, &Map::of(project, *shown), *shown, Theme::Light);
            let bytes = picture.file(path).map_err(|error| error.to_string())?;
            return Ok((format!("The picture of the map of \"{}\"", project.settings.name), bytes));
        }
    };
    let found = project.versions.get(version).zip(project.routing_of(*version));
    let (version, routing) = found.ok_or("The version was deleted. Undo the deletion, and export again.")?;
    let (noun, bytes) = match what {
        Export::Picture => {
            let picture = Picture::of(project, routing, version, Theme::Light, *made);
            ("picture", picture.file(path).map_err(|error| error.to_string())?)
        }
        Export::CallSheet => {
            let sheet = CallSheet::of(project, routing, version, *made);
            ("call sheet", sheet.file(path).map_err(|error| error.to_string())?)
        }
    };
    Ok((format!("The {noun} of \"{}\"", version.info.name), bytes))
}
