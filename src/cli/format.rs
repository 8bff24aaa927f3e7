//! `signalbox format`: rewrites a project file in the standard form, so that hand-edited files compare well.

use std::path::PathBuf;

use serde::Serialize;

use crate::storage;

use super::{Trouble, load_to_write, print, print_json, save_over};

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
}

pub(super) fn run(arguments: &Arguments) -> Result<bool, Trouble> {
    let path = &arguments.project;
    let (project, file) = load_to_write(path)?;
    let after = storage::write(&project).map_err(|error| error.to_string())?;
    let formatted = file.hash == storage::hash_of(after.as_bytes());
    let written = !formatted && !arguments.check;
    if written {
        save_over(path, &project, &file)?;
    }
    if arguments.json {
        print_json(&Answer { formatted, written })?;
    } else {
        let words = match (formatted, written) {
            (true, _) => "is in the standard form.",
            (false, true) => "was rewritten in the standard form.",
            (false, false) => "is not in the standard form. Run: signalbox format FILE",
        };
        print(&format!("{} {words}\n", path.display()));
    }
    Ok(formatted || written)
}
