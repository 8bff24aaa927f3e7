//! Writes pictures and call sheets in the background.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::model::{Project, VersionId};
use crate::picture::{Picture, Theme};
use crate::sheet::CallSheet;
use crate::storage;

use super::events::Done;
use crate::app::command::Export;

/// A picture or a call sheet to write.
pub struct ExportRequest {
    /// Which of the two.
    pub what: Export,
    /// The project.
    pub project: Arc<Project>,
    /// The version.
    pub version: VersionId,
    /// The file, whose ending names the format.
    pub path: PathBuf,
    /// The moment that the file names.
    pub made: DateTime<Utc>,
}

/// Makes the file and writes it.
#[must_use]
pub fn write(request: &ExportRequest) -> Done {
    let ExportRequest { what, project, version, path, made } = request;
    let failed = |why: String| Done::RowsFailed("Not exported", format!("{why}\nFile: {}", path.display()));
    let found = project.versions.get(version).zip(project.routing_of(*version));
    let Some((version, routing)) = found else {
        return failed("The version was deleted. Undo the deletion, and export again.".to_owned());
    };
    // A picture is for print and mail, whatever the window looks like.
    let (noun, bytes) = match what {
        Export::Picture => {
            let picture = Picture::of(project, routing, version, Theme::Light, *made);
            ("picture", picture.file(path).map_err(|error| error.to_string()))
        }
        Export::CallSheet => {
            let sheet = CallSheet::of(project, routing, version, *made);
            ("call sheet", sheet.file(path).map_err(|error| error.to_string()))
        }
    };
    let written = bytes.and_then(|bytes| storage::replace_file(path, &bytes).map_err(|error| error.to_string()));
    match written {
        Ok(()) => Done::Exported(format!("The {noun} of \"{}\" is in {}.", version.info.name, path.display())),
        Err(why) => failed(why),
    }
}
