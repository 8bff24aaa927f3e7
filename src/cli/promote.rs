//! `signalbox promote`: puts due versions in production, such as those whose time came while the project was closed. In a file of an
//! older format they wait until the file is converted.

use std::path::PathBuf;

use serde::Serialize;

use crate::edit::Document;
use crate::lifecycle::plan;
use crate::{clock, release};

use super::{Trouble, complain, load_to_write, print, print_json, save_over};

/// The arguments of `signalbox promote`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The project file.
    project: PathBuf,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Line {
    version: u32,
    name: String,
    in_production: bool,
    words: String,
}

pub(super) fn run(arguments: &Arguments) -> Result<bool, Trouble> {
    let (loaded, file) = load_to_write(&arguments.project)?;
    let context = clock::context();
    if let Some(converted) = &loaded.converted
        && !plan::due(&loaded.project, context.now).is_empty()
    {
        complain(&release::due_words(&loaded.project, context.now));
        return Err(format!(
            "The file has format {}, so a planned production waits until the file is converted. Run: signalbox format FILE\nFile: {}",
            converted.from,
            arguments.project.display()
        ));
    }
    let mut document = Document::new(loaded.project);
    let releases = release::put_due_in_production(&mut document, &context);
    let project = document.project();
    if document.is_changed() {
        save_over(&arguments.project, project, &file)?;
    }
    let line = |it: &release::Release| Line {
        version: it.version.0,
        name: project.versions.get(&it.version).map(|version| version.info.name.clone()).unwrap_or_default(),
        in_production: it.missed.is_none(),
        words: release::words(project, it),
    };
    let lines: Vec<Line> = releases.iter().map(line).collect();
    if arguments.json {
        print_json(&lines)?;
    } else if lines.is_empty() {
        print("No planned production is due.\n");
    } else {
        for line in &lines {
            print(&format!("{}\n", line.words));
        }
    }
    Ok(lines.iter().all(|line| line.in_production))
}
