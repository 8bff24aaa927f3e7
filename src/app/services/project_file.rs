//! The file of the open project, as shown in the window.

use std::path::PathBuf;

use crate::model::Project;

/// The file of the open project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectFile {
    /// The path, once the project is in a file.
    pub path: Option<PathBuf>,
    /// The clock time of the last save.
    pub saved_at: Option<String>,
    /// Why the file cannot be overwritten: a newer program wrote it.
    pub read_only_because: Option<String>,
    /// Whether the file is write-protected.
    pub is_protected: bool,
    /// The number of the file's format, if it is an older one: the first save converts the file.
    pub older_format: Option<u32>,
}

impl ProjectFile {
    /// The file at a path; none for a project without a file.
    #[must_use]
    pub fn at(path: Option<PathBuf>) -> Self {
        Self { path, ..Self::default() }
    }

    /// The name of the project in the window: the file name, or *Untitled*.
    #[must_use]
    pub fn name(&self, project: &Project) -> String {
        let name = self.path.as_ref().and_then(|path| path.file_name());
        name.map_or_else(|| format!("Untitled – {}", project.settings.name), |name| name.to_string_lossy().into_owned())
    }
}
