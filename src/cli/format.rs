//! `signalbox format`: rewrites a project file in the standard form, so that hand-edited files compare well. A file of an older format is
//! not in the standard form; rewriting converts it.

use std::path::PathBuf;

use serde::Serialize;

use crate::storage::{self, Loaded, SCHEMA};

use super::{Trouble, complain, load_to_write, print, print_json, save_over};

/// The arguments of `signalbox format`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The project file.
    project: PathBuf,
    /// Change nothing; exit code 1 if the file is not in the standard form.
    #[arg(long)]
    check: bool,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Answer {
    /// Whether the file was already in the standard form.
    formatted: bool,
    /// Whether the file was rewritten.
    written: bool,
    /// The number of the file's format, if it is or was an older one.
    #[serde(skip_serializing_if = "Option::is_none")]
    older_format: Option<u32>,
}

pub(super) fn run(arguments: &Arguments) -> Result<bool, Trouble> {
    let path = &arguments.project;
    let (Loaded { project, converted, .. }, file) = load_to_write(path)?;
    let after = storage::write(&project).map_err(|error| error.to_string())?;
    let formatted = file.hash == storage::hash_of(after.as_bytes());
    let written = !formatted && !arguments.check;
    if written {
        save_over(path, &project, &file)?;
    }
    if let Some(converted) = &converted {
        complain(&converted.changes);
    }
    let older_format = converted.map(|converted| converted.from);
    if arguments.json {
        print_json(&Answer { formatted, written, older_format })?;
    } else {
        let words = match (formatted, written, older_format) {
            (true, ..) => "is in the standard form.".to_owned(),
            (false, true, None) => "was rewritten in the standard form.".to_owned(),
            (false, true, Some(from)) => {
                format!("was converted from format {from} to format {SCHEMA} and rewritten in the standard form.")
            }
            (false, false, None) => "is not in the standard form. Run: signalbox format FILE".to_owned(),
            (false, false, Some(from)) => {
                format!("has format {from}; the standard form has format {SCHEMA}. Run: signalbox format FILE")
            }
        };
        print(&format!("{} {words}\n", path.display()));
    }
    Ok(formatted || written)
}
