//! The file of the open project, as far as the window shows it.

use std::path::PathBuf;

use crate::model::Project;

/// The file of the open project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectFile {
    /// The path, once the project is in a file.
    pub path: Option<PathBuf>,
    /// When the project was saved last, as a clock time.
    pub saved_at: Option<String>,
    /// Why nobody may save over the file: it was made by a newer program.
    pub read_only_because: Option<String>,
    /// Whether the file does not allow writing to it.
    pub is_protected: bool,
}

impl ProjectFile {
    /// The file at a path; none for a project that is in no file yet.
    #[must_use]
    pub fn at(path: Option<PathBuf>) -> Self {
        Self { path, ..Self::default() }
    }

    /// What the window calls the project: the file's name, or *Untitled*.
    #[must_use]
    pub fn name(&self, project: &Project) -> String {
        let name = self.path.as_ref().and_then(|path| path.file_name());
        name.map_or_else(|| format!("Untitled – {}", project.settings.name), |name| name.to_string_lossy().into_owned())
    }
}
