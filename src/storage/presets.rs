//! The presets of the user: a folder with one file each, which is the text of copied actions with the name of the preset above it
//! (spec: ease §1). A file that cannot be read is left out and named.

use std::path::{Path, PathBuf};

use super::disk::{Disk as _, Machine};
use super::disk_error::DiskError;
use super::{atomic, clip, private};
use crate::model::Clip;

/// What the line with the name begins with.
const NAME: &str = "// Preset: ";
/// The ending of the files.
const ENDING: &str = "ron";
/// The most files that are read; more are left out and counted.
const MOST: usize = 500;
/// The most letters of the name of a file before its number.
const MOST_LETTERS: usize = 40;

/// A preset in its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The name of the file in the folder.
    pub file: String,
    /// The name of the preset: that in the file, else that of the file.
    pub name: String,
    /// The actions, notes and frames.
    pub clip: Clip,
}

/// The presets of a folder, in the order of their names, and sentences about what could not be read.
#[must_use]
pub fn load(folder: &Path) -> (Vec<Kept>, Vec<String>) {
    let Ok(names) = Machine.names(folder) else { return Default::default() };
    let mut names: Vec<String> = names.into_iter().filter_map(|name| name.into_string().ok()).collect();
    names.retain(|name| !name.starts_with('.') && Path::new(name).extension().is_some_and(|it| it == ENDING));
    names.sort();
    let mut troubles = Vec::new();
    if names.len() > MOST {
        troubles.push(format!("{} presets were left out: a folder can have {MOST}.", names.len() - MOST));
        names.truncate(MOST);
    }
    let mut found = Vec::new();
    for file in names {
        match read(&folder.join(&file), &file) {
            Ok(kept) => found.push(kept),
            Err(why) => {
                troubles.push(format!("The preset in {} was left out: {why}", folder.join(&file).display()));
            }
        }
    }
    found.sort_by(|one, other| (&one.name, &one.file).cmp(&(&other.name, &other.file)));
    (found, troubles)
}

fn read(path: &Path, file: &str) -> Result<Kept, String> {
    let bytes = atomic::read_file(&Machine, path, clip::MAX_BYTES).map_err(|error| error.to_string())?.bytes;
    let text = String::from_utf8(bytes).map_err(|_| "the file is not UTF-8 text.".to_owned())?;
    // The messages of a clip are about the clipboard.
    let clip = clip::read(&text).map_err(|why| match why {
        clip::ClipError::NotOurs => "the file has no copied actions.".to_owned(),
        clip::ClipError::TooLarge => "the file is too large.".to_owned(),
        clip::ClipError::Newer(number) => format!("a newer Signalbox wrote it (format {number})."),
        clip::ClipError::Damaged { line, column, what, .. } => format!("line {line}, column {column}: {what}."),
        clip::ClipError::Broken(_) => "its actions are inconsistent.".to_owned(),
    })?;
    if clip.is_empty() {
        return Err("the file has no actions.".to_owned());
    }
    let named = text.lines().next().and_then(|line| line.strip_prefix(NAME)).map(str::trim);
    let stem = file.strip_suffix(&format!(".{ENDING}")).unwrap_or(file);
    let name = named.filter(|name| !name.is_empty()).unwrap_or(stem);
    Ok(Kept { file: file.to_owned(), name: name.to_owned(), clip })
}

/// Writes a new preset. No file is replaced.
///
/// # Errors
/// Why it was not written, as a sentence.
pub fn keep(folder: &Path, name: &str, of: &Clip) -> Result<(), String> {
    let name: String = name.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let text = format!("{NAME}{}\n{}", name.trim(), clip::write(of, &of.titles())?);
    if text.len() > clip::MAX_BYTES {
        return Err(clip::ClipError::TooLarge.to_string());
    }
    private::create_folder(folder).map_err(|error| DiskError::os("saved", error).to_string())?;
    let path =
        free_path(folder, &name).ok_or("There are too many presets with names like this. Choose another name.")?;
    atomic::overwrite_private(&Machine, &path, text.as_bytes()).map_err(|error| error.to_string())
}

/// A path that no file has, by the letters and digits of a name.
fn free_path(folder: &Path, name: &str) -> Option<PathBuf> {
    let plain: String =
        name.to_lowercase().chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '_' }).collect();
    let short: String = plain.trim_matches('_').chars().take(MOST_LETTERS).collect();
    let first = if short.is_empty() { "preset".to_owned() } else { short };
    let numbered = (2..=MOST + 1).map(|number| format!("{first}_{number}.{ENDING}"));
    let mut names = std::iter::once(format!("{first}.{ENDING}")).chain(numbered).map(|name| folder.join(name));
    names.find(|path| path.symlink_metadata().is_err())
}

/// Removes a preset.
///
/// # Errors
/// Why it was not removed, as a sentence.
pub fn remove(folder: &Path, file: &str) -> Result<(), String> {
    // The name comes from the folder, but a path would lead out of it.
    if Path::new(file).components().count() != 1 || file == ".." {
        return Err("This is not a file of a preset.".to_owned());
    }
    let removed = Machine.remove(&folder.join(file));
    removed.map_err(|error| DiskError::os("removed", error).to_string())
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests plant files that cannot be read")]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{Action, ActionId, Pos};

    fn clip_of(title: &str) -> Clip {
        let action = Action { title: title.to_owned(), ..Action::new(ActionId(3), "pause") };
        Clip { actions: vec![(Arc::new(action), Pos(0, 0))], ..Clip::default() }
    }

    fn names(folder: &Path) -> Vec<String> {
        load(folder).0.into_iter().map(|kept| kept.name).collect()
    }

    #[test]
    fn what_is_kept_is_read_again_under_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("presets");
        assert_eq!(load(&folder), (vec![], vec![]));
        keep(&folder, "Léonie's greeting / 2", &clip_of("One")).unwrap();
        keep(&folder, "  ../..\n", &clip_of("Two")).unwrap();
        keep(&folder, "léonie's greeting: 2", &clip_of("Three")).unwrap();
        let (kept, troubles) = load(&folder);
        assert_eq!(troubles, Vec::<String>::new());
        let found: Vec<_> = kept.iter().map(|it| (it.name.as_str(), it.clip.titles())).collect();
        let expected =
            [("../..", vec!["Two"]), ("Léonie's greeting / 2", vec!["One"]), ("léonie's greeting: 2", vec!["Three"])];
        assert_eq!(found, expected);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 3);
        remove(&folder, &kept[0].file).unwrap();
        assert_eq!(names(&folder).len(), 2);
        assert!(remove(&folder, &kept[0].file).unwrap_err().contains("could not be removed"));
        for path in ["..", "../preset.ron", "/no/such/file.ron", ""] {
            assert_eq!(remove(&folder, path).unwrap_err(), "This is not a file of a preset.", "{path}");
        }
    }

    #[test]
    fn a_broken_file_is_left_out_and_named() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        keep(folder, "Fine", &clip_of("One")).unwrap();
        let whole = std::fs::read_to_string(folder.join(&load(folder).0[0].file)).unwrap();
        let half: String = whole.chars().take(whole.len() - 20).collect();
        let newer = whole.replace("actions/1", "actions/9");
        for (file, text, why) in [
            ("a.ron", half.as_bytes(), "line "),
            ("b.ron", newer.as_bytes(), "a newer Signalbox wrote it (format 9)"),
            ("c.ron", b"<html></html>", "the file has no copied actions"),
            ("d.ron", &[0xff, 0xfe, 0x00], "not UTF-8"),
            ("e.ron", b"", "the file has no copied actions"),
        ] {
            std::fs::write(folder.join(file), text).unwrap();
            let (kept, troubles) = load(folder);
            assert_eq!(kept.len(), 1, "{file}");
            assert_eq!(troubles.len(), 1, "{troubles:?}");
            assert!(troubles[0].contains(why) && troubles[0].contains(file), "{troubles:?}");
            std::fs::remove_file(folder.join(file)).unwrap();
        }
        // Other files, folders, and a text without a name.
        std::fs::write(folder.join("notes.txt"), "mine").unwrap();
        std::fs::create_dir(folder.join("folder.ron")).unwrap();
        let nameless: String = whole.split_inclusive('\n').skip(1).collect();
        std::fs::write(folder.join("from a mail.ron"), nameless).unwrap();
        assert_eq!(names(folder), ["Fine", "from a mail"]);
        assert_eq!(load(folder).1.len(), 1);
    }
}
