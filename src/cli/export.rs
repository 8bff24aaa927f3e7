//! `signalbox export`: the call sheet of a version as an HTML file (spec: ease §2).

use std::path::{Path, PathBuf};

use crate::clock;
use crate::model::{Project, Routing, Version};
use crate::sheet::CallSheet;
use crate::storage;

use super::find::{routing, versions};
use super::{Trouble, load, print};

/// The arguments of `signalbox export`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The project file.
    project: PathBuf,
    /// The HTML file that is written; a file that is there already is replaced.
    #[arg(long, value_name = "FILE")]
    call_sheet: PathBuf,
    /// The reference of the routing.
    #[arg(long)]
    routing: String,
    /// The name or id of the version; by default the one that is in test or planned, else the one in production.
    #[arg(long)]
    version: Option<String>,
}

/// Writes the call sheet.
pub(super) fn run(arguments: &Arguments) -> Result<bool, Trouble> {
    let path = &arguments.call_sheet;
    if is_same_file(path, &arguments.project) {
        return Err(format!(
            "The call sheet would replace the project. Nothing was written. Name another file after --call-sheet.\nFile: {}",
            path.display()
        ));
    }
    let project = load(&arguments.project)?;
    let routing = routing(&project, &arguments.routing)?;
    let version = version(&project, routing, arguments.version.as_deref())?;
    let html = CallSheet::of(&project, routing, version, clock::now()).html();
    storage::replace_file(path, html.as_bytes())
        .map_err(|error| format!("The call sheet cannot be written: {error}. {}", path.display()))?;
    print(&format!("{}: the sheet of version \"{}\".\n", path.display(), version.info.name));
    Ok(true)
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// The version that is named, or the only one that is in test or planned, else the one in production.
fn version<'a>(project: &'a Project, routing: &Routing, wanted: Option<&str>) -> Result<&'a Version, Trouble> {
    let found = versions(project, routing.id, wanted)?;
    match found.as_slice() {
        [version] => Ok(version),
        [] => Err(format!(
            "\"{}\" has no version in test, planned or in production. Name a version with --version.",
            routing.name
        )),
        several => {
            let names: Vec<String> = several.iter().map(|version| format!("\"{}\"", version.info.name)).collect();
            Err(format!(
                "\"{}\" has several versions in test or planned: {}. Name one of them with --version.",
                routing.name,
                names.join(", ")
            ))
        }
    }
}
