//! `signalbox diff`: the differences between two versions, or between two project files.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diff::{self, Change, Difference, ProjectDiff, Side, VersionDiff};
use crate::model::{Project, Version};

use super::behaviour;
use super::find::{find, routing};
use super::{Trouble, load, print, print_json};

/// The arguments of `signalbox diff`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A project file, or a version in it: `FILE#ROUTING/VERSION`, by reference and by name or id.
    before: String,
    /// The other project file or version. For a version in the same file, leave out the file: `#ROUTING/VERSION`.
    after: String,
    /// Also list actions, notes and frames that only moved on the canvas.
    #[arg(long)]
    moved: bool,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    behaviour: behaviour::BehaviourArguments,
}

/// A file, and a version in it if one is given.
struct Wanted {
    path: PathBuf,
    version: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<bool, Trouble> {
    let before = wanted(&arguments.before, None);
    let after = wanted(&arguments.after, Some(&before.path));
    let one = load(&before.path)?;
    // Two versions of one file: the file is read once.
    let other = if after.path == before.path { one.clone() } else { load(&after.path)? };
    match (&before.version, &after.version) {
        (None, None) if arguments.behaviour.behaviour => {
            Err("Name a version on both sides: FILE#ROUTING/VERSION.".to_owned())
        }
        (None, None) => {
            let found = diff::projects(&one, &other);
            if arguments.json {
                print_json(&found)?;
            } else {
                print(&project_text(&found, arguments.moved));
            }
            Ok(found.objects.is_empty())
        }
        (Some(version), Some(another)) => {
            let (version, another) = (pick(&one, version)?, pick(&other, another)?);
            if arguments.behaviour.behaviour {
                let side =
                    |project, version: &Version| behaviour::Side { project: Arc::new(project), version: version.id };
                let (one, other) = (side(one, &version), side(other, &another));
                return behaviour::run(&arguments.behaviour, &one, &other, arguments.json);
            }
            let found =
                diff::versions(Side { project: &one, version: &version }, Side { project: &other, version: &another });
            if arguments.json {
                print_json(&found)?;
            } else {
                print(&version_text(&found, arguments.moved, ""));
            }
            Ok(found.is_empty())
        }
        _ => Err("Name a version on both sides (FILE#ROUTING/VERSION), or on neither.".to_owned()),
    }
}

fn wanted(text: &str, other: Option<&Path>) -> Wanted {
    if Path::new(text).exists() {
        return Wanted { path: PathBuf::from(text), version: None };
    }
    // A name of a version or a file can contain this character too.
    let parts = text.match_indices('#').filter_map(|(at, _)| Some((text.get(..at)?, text.get(at + 1..)?)));
    let named = parts.into_iter().find(|(path, _)| path.is_empty() || Path::new(path).exists());
    match named.or_else(|| text.rsplit_once('#')) {
        Some(("", version)) => {
            Wanted { path: other.map(Path::to_owned).unwrap_or_default(), version: Some(version.to_owned()) }
        }
        Some((path, version)) => Wanted { path: PathBuf::from(path), version: Some(version.to_owned()) },
        None => Wanted { path: PathBuf::from(text), version: None },
    }
}

fn pick(project: &Project, wanted: &str) -> Result<Arc<Version>, Trouble> {
    let (reference, name) = wanted.split_once('/').ok_or_else(|| {
        format!("\"{wanted}\" names no version. Write the routing's reference, a slash and the version: claims/v2.")
    })?;
    let routing = routing(project, reference)?;
    let versions: Vec<&Arc<Version>> = project.versions_of(routing.id).collect();
    find(name, &versions, |version| (version.id.0, &version.info.name), "version").cloned()
}

fn project_text(found: &ProjectDiff, shows_moved: bool) -> String {
    if found.objects.is_empty() {
        return "The projects are the same.\n".to_owned();
    }
    let mut text = String::new();
    for object in &found.objects {
        let _ = writeln!(text, "{} {} \"{}\"", object.difference.sign(), object.what, object.name);
        if let Some(version) = &object.version {
            text.push_str(&version_text(version, shows_moved, "  "));
        }
    }
    text
}

fn version_text(found: &VersionDiff, shows_moved: bool, indent: &str) -> String {
    let mut text = String::new();
    for change in &found.texts {
        let _ = writeln!(text, "{indent}~ {}", change_text(change));
    }
    for action in found.actions.iter().filter(|it| shows_moved || it.difference != Difference::Moved) {
        let id = action.after.or(action.before).unwrap_or_default();
        let _ = writeln!(text, "{indent}{} {id} {}", action.difference.sign(), action.title);
        for change in action.changes() {
            let _ = writeln!(text, "{indent}    {}", change_text(change));
        }
    }
    for annotation in found.annotations.iter().filter(|it| shows_moved || it.difference != Difference::Moved) {
        let _ = writeln!(text, "{indent}{} {}", annotation.difference.sign(), annotation.title);
        for change in annotation.changes().filter(|_| annotation.difference == Difference::Changed) {
            let _ = writeln!(text, "{indent}    {}", change_text(change));
        }
    }
    let _ = writeln!(text, "{indent}{}.", found.words());
    text
}

fn change_text(change: &Change) -> String {
    let shown = |value: &str| if value.is_empty() { "nothing".to_owned() } else { value.replace('\n', " ") };
    format!("{}: {} → {}", change.label, shown(&change.before), shown(&change.after))
}
