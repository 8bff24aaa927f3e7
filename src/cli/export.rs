//! `signalbox export`: a version as files to print and to send: its call sheet, and a picture of its tree (spec: ease §2).

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::clock;
use crate::model::{Project, Routing, Version};
use crate::sheet::CallSheet;

use super::files::{not_over_project, write};
use super::find::{routing, versions};
use super::{Trouble, load, print};

/// The arguments of `signalbox export`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The project file.
    project: PathBuf,
    /// The file of the call sheet, which ends in .html or .xlsx; a file that is there already is replaced.
    #[arg(long, value_name = "FILE", required_unless_present = "picture")]
    call_sheet: Option<PathBuf>,
    /// The file of a picture of the tree, which ends in .pdf, .svg or .png; a file that is there already is replaced.
    #[arg(long, value_name = "FILE")]
    picture: Option<PathBuf>,
    /// The colours of the picture.
    #[arg(long, value_enum, default_value_t = Theme::Light, requires = "picture")]
    theme: Theme,
    /// The reference or the title of the routing.
    #[arg(long)]
    routing: String,
    /// The name or number of the version; by default the one that is in test or planned, else the one in production.
    #[arg(long)]
    version: Option<String>,
}

/// The colours of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Theme {
    /// Dark on light, for print.
    Light,
    /// Light on dark.
    Dark,
}

/// What is exported.
struct What<'a> {
    project: &'a Project,
    routing: &'a Routing,
    version: &'a Version,
    made: DateTime<Utc>,
}

/// Writes the files.
pub(super) fn run(arguments: &Arguments) -> Result<bool, Trouble> {
    for (what, path) in [("call sheet", &arguments.call_sheet), ("picture", &arguments.picture)] {
        if let Some(path) = path {
            not_over_project(what, path, &arguments.project)?;
        }
    }
    let project = load(&arguments.project)?;
    let routing = routing(&project, &arguments.routing)?;
    let version = version(&project, routing, arguments.version.as_deref())?;
    let what = What { project: &project, routing, version, made: clock::now() };
    // Everything is made before anything is written.
    let sheet = match &arguments.call_sheet {
        Some(path) => Some((path, what.sheet(path)?)),
        None => None,
    };
    let picture = match &arguments.picture {
        Some(path) => Some((path, what.picture(path, arguments.theme)?)),
        None => None,
    };
    for (noun, short, (path, bytes)) in
        sheet.map(|it| ("call sheet", "sheet", it)).into_iter().chain(picture.map(|it| ("picture", "picture", it)))
    {
        write(noun, path, &bytes)?;
        print(&format!("{}: the {short} of version \"{}\".\n", path.display(), version.info.name));
    }
    Ok(true)
}

impl What<'_> {
    fn sheet(&self, path: &Path) -> Result<Vec<u8>, Trouble> {
        let sheet = CallSheet::of(self.project, self.routing, self.version, self.made);
        sheet.file(path).map_err(|error| not_made("call sheet", &error, path))
    }

    #[cfg(feature = "gui")]
    fn picture(&self, path: &Path, theme: Theme) -> Result<Vec<u8>, Trouble> {
        use crate::picture::Picture;
        let picture = Picture::of(self.project, self.routing, self.version, theme.of_picture(), self.made);
        picture.file(path).map_err(|error| not_made("picture", &error, path))
    }

    #[cfg(not(feature = "gui"))]
    fn picture(&self, path: &Path, _: Theme) -> Result<Vec<u8>, Trouble> {
        Err(no_pictures(path))
    }
}

#[cfg(feature = "gui")]
impl Theme {
    pub(super) fn of_picture(self) -> crate::picture::Theme {
        match self {
            Self::Light => crate::picture::Theme::Light,
            Self::Dark => crate::picture::Theme::Dark,
        }
    }
}

#[cfg(not(feature = "gui"))]
pub(super) fn no_pictures(path: &Path) -> Trouble {
    format!(
        "This program was built without the window, and so without pictures. Nothing was written. Build it with the feature gui.\nFile: {}",
        path.display()
    )
}

pub(super) fn not_made(what: &str, error: &dyn std::error::Error, path: &Path) -> Trouble {
    format!("The {what} cannot be made, and nothing was written. {error}\nFile: {}", path.display())
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
            let names: Vec<String> =
                several.iter().map(|version| format!("\"{}\" ({})", version.info.name, version.id.0)).collect();
            Err(format!(
                "\"{}\" has several versions in test or planned: {}. Name one of them with --version, by its name or number.",
                routing.name,
                names.join(", ")
            ))
        }
    }
}
