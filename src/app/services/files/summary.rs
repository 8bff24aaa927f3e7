//! Summarises recovered unsaved work in a line, so that two states of one file can be told apart.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::catalog::text::{capitalised, uncapitalised};
use crate::diff::{self, Difference, ProjectDiff};
use crate::model::Project;
use crate::storage;
use crate::storage::recovery::Found;

/// The most recovered files that are summarised: reading takes time.
const MOST: usize = 10;
/// The most objects that are named.
const MOST_NAMES: usize = 3;

/// A summary of each recovered file that can be read, by path.
pub(super) fn of_all(found: &[Found]) -> BTreeMap<PathBuf, String> {
    found.iter().take(MOST).filter_map(|found| Some((found.path.clone(), of(found)?))).collect()
}

fn of(found: &Found) -> Option<String> {
    let load = |path| storage::load_mended(path).ok().map(|(loaded, _)| loaded.project);
    let unsaved = found.unsaved.as_ref()?;
    let mine = load(&found.path)?;
    let file = unsaved.document.as_ref().and_then(|path| load(path));
    Some(file.map_or_else(|| size(&mine), |file| differences(&diff::projects(&file, &mine))))
}

fn size(project: &Project) -> String {
    let count = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    let (routings, versions) = (project.routings.len(), project.versions.len());
    let objects = project.resources.len();
    format!(
        "It holds {}, {} and {}.",
        count(routings, "smart routing"),
        count(versions, "version"),
        count(objects, "resource")
    )
}

/// The differences from the file on disk.
fn differences(found: &ProjectDiff) -> String {
    if found.objects.is_empty() {
        return "It has no differences from the file on disk.".to_owned();
    }
    let named = found.objects.iter().take(MOST_NAMES).map(|object| {
        let how = match object.difference {
            Difference::Added => "new",
            Difference::Removed => "deleted",
            Difference::Changed | Difference::Moved => "changed",
        };
        format!("{how}: {} \"{}\"", uncapitalised(&object.what), object.name)
    });
    let mut parts: Vec<String> = named.collect();
    let more = found.objects.len().saturating_sub(MOST_NAMES);
    if more > 0 {
        parts.push(format!("{more} more"));
    }
    format!("{}.", capitalised(&parts.join("; ")))
}
