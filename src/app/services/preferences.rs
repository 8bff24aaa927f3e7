//! Preferences that last from one start to the next: theme, recent projects, panels. Where the file cannot be read or written, the
//! defaults apply without an error message.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize};

use super::panes::Panes;

/// Most recent projects remembered.
const MAX_RECENT: usize = 10;

/// The preferences of the user.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// `dark` or `light`; empty for the theme of the system.
    pub theme: String,
    /// Recent projects, newest first.
    pub recent: Vec<PathBuf>,
    /// Whether the tour of the first start was left.
    pub tour_left: bool,
    /// The project that start-up is opening, until it is drawn. A project that crashes the program is not opened automatically again.
    #[serde(skip_serializing_if = "Option::is_none")]
    opening: Option<PathBuf>,
    /// Which panels are shown, and how large.
    #[serde(deserialize_with = "lenient")]
    pub panels: Panes,
    #[serde(skip)]
    file: Option<PathBuf>,
    #[serde(skip)]
    is_changed: bool,
}

impl Preferences {
    /// Reads the preferences from the user's configuration folder.
    #[must_use]
    pub fn load() -> Self {
        let folders = directories::ProjectDirs::from("", "", "signalbox");
        Self::load_from(folders.map(|folders| folders.config_dir().join("preferences.json")))
    }

    /// Reads the preferences from a file.
    #[must_use]
    pub fn load_from(file: Option<PathBuf>) -> Self {
        let text = file.as_ref().and_then(|file| std::fs::read_to_string(file).ok()).unwrap_or_default();
        Self { file, ..serde_json::from_str(&text).unwrap_or_default() }
    }

    /// Whether the preferences have a file.
    #[must_use]
    pub fn has_file(&self) -> bool {
        self.file.is_some()
    }

    /// Whether there are changes to write; resets the flag. The layout store writes the preferences in the background.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.is_changed) && self.has_file()
    }

    /// Writes the preferences; may be slow.
    pub fn save(&self) {
        let Some(file) = &self.file else { return };
        let Ok(text) = serde_json::to_string_pretty(self) else { return };
        if let Some(folder) = file.parent() {
            let _ = std::fs::create_dir_all(folder);
        }
        let _ = crate::storage::replace_file(file, text.as_bytes());
    }

    /// The theme.
    #[must_use]
    pub fn theme(&self) -> egui::ThemePreference {
        match self.theme.as_str() {
            "dark" => egui::ThemePreference::Dark,
            "light" => egui::ThemePreference::Light,
            _ => egui::ThemePreference::System,
        }
    }

    /// Sets the theme.
    pub fn set_theme(&mut self, theme: egui::ThemePreference) {
        let name = match theme {
            egui::ThemePreference::Dark => "dark",
            egui::ThemePreference::Light => "light",
            egui::ThemePreference::System => "",
        };
        name.clone_into(&mut self.theme);
        self.is_changed = true;
    }

    /// Whether the window starts for the first time, so that it offers the tour.
    #[must_use]
    pub fn is_first_start(&self) -> bool {
        self.has_file() && self.recent.is_empty() && !self.tour_left
    }

    /// Notes that the tour was left: it does not come by itself again.
    pub fn leave_tour(&mut self) {
        self.is_changed |= !self.tour_left;
        self.tour_left = true;
    }

    /// Sets the panels.
    pub fn set_panels(&mut self, panels: Panes) {
        self.panels = panels;
        self.is_changed = true;
    }

    /// Marks a project that start-up is about to open, or that has crashed the program.
    pub fn mark(&mut self, path: &Path) {
        if self.has_file() {
            self.opening = Some(path.to_owned());
            self.is_changed = true;
        }
    }

    /// Whether a project is marked.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        self.opening.is_some()
    }

    /// Removes the mark and returns the marked project.
    pub fn take_mark(&mut self) -> Option<PathBuf> {
        let marked = self.opening.take();
        self.is_changed |= marked.is_some();
        marked
    }

    /// Whether there are changes to write.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.is_changed
    }

    /// Puts a project first among the recent ones.
    pub fn remember(&mut self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.recent.retain(|it| *it != path);
        self.recent.insert(0, path);
        self.recent.truncate(MAX_RECENT);
        self.is_changed = true;
    }

    /// The names of the recent projects; with the folder where two have the same name.
    pub fn recent_names(&self) -> impl Iterator<Item = (String, &Path)> {
        let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.recent.iter().map(move |path| {
            let is_alone = self.recent.iter().filter(|other| other.file_name() == path.file_name()).count() < 2;
            let folder = path.parent().filter(|_| !is_alone).map(|folder| format!(" – {}", folder.display()));
            (format!("{}{}", name(path), folder.unwrap_or_default()), path.as_path())
        })
    }

    /// Removes a project from the recent ones.
    pub fn forget(&mut self, path: &Path) {
        self.recent.retain(|it| it != path);
        self.is_changed = true;
    }
}

/// Where another version of the program wrote a different format, only this field falls back to its default.
fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Panes, D::Error> {
    serde_json::Value::deserialize(deserializer).map(|value| serde_json::from_value(value).unwrap_or_default())
}
