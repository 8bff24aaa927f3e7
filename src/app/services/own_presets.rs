//! The presets that the user has made: files in the user's configuration folder, read and written in the background (spec: ease §1).

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

use crate::model::Clip;
use crate::palette::OwnPreset;
use crate::storage::presets;

use super::job::{Job, Progress};

/// What a job has found: all presets, what could not be read, and what it has done, as sentences.
struct Found {
    all: Vec<Arc<OwnPreset>>,
    left_out: Vec<String>,
    said: Option<String>,
}

/// What is done before the folder is read.
#[derive(Debug)]
enum Work {
    Read,
    Keep(String, Box<Clip>),
    Remove { file: String, name: String },
}

/// The presets that the user has made.
#[derive(Default)]
pub struct OwnPresets {
    /// The folder of the files; without one, no preset can be saved.
    pub folder: Option<PathBuf>,
    all: Vec<Arc<OwnPreset>>,
    job: Option<Job<Found>>,
    waiting: VecDeque<Work>,
    is_read: bool,
    /// What could not be read the last time, so that it is said once.
    left_out: Vec<String>,
}

impl OwnPresets {
    /// The presets, in the order of their names.
    #[must_use]
    pub fn all(&self) -> &[Arc<OwnPreset>] {
        &self.all
    }

    /// Whether files are being read or written.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.job.is_some() || !self.waiting.is_empty()
    }

    /// Writes a preset.
    pub fn keep(&mut self, name: String, clip: Clip) {
        self.waiting.push_back(Work::Keep(name, Box::new(clip)));
    }

    /// Removes a preset.
    pub fn remove(&mut self, preset: &OwnPreset) {
        self.waiting.push_back(Work::Remove { file: preset.file.clone(), name: preset.name.clone() });
    }

    /// Takes the result of the job and starts the next one. Returns what to say.
    pub fn update(&mut self, ctx: &egui::Context) -> Vec<String> {
        let mut said = Vec::new();
        if self.folder.is_some() && !std::mem::replace(&mut self.is_read, true) {
            self.waiting.push_front(Work::Read);
        }
        match self.job.as_ref().map(Job::look) {
            Some(Progress::Done(found)) => {
                said.extend(found.said);
                said.extend(found.left_out.iter().filter(|it| !self.left_out.contains(it)).cloned());
                (self.all, self.left_out, self.job) = (found.all, found.left_out, None);
            }
            Some(Progress::Failed) => self.job = None,
            Some(Progress::UnderWay) | None => {}
        }
        if self.job.is_none()
            && let Some(folder) = self.folder.clone()
            && let Some(work) = self.waiting.pop_front()
        {
            self.job = Job::start("presets", ctx, move || {
                let said = done(&folder, work);
                let (kept, left_out) = presets::load(&folder);
                Found { all: kept.into_iter().map(|it| Arc::new(OwnPreset::new(it))).collect(), left_out, said }
            });
        }
        said
    }
}

/// Does it, and says so.
fn done(folder: &std::path::Path, work: Work) -> Option<String> {
    Some(match work {
        Work::Read => return None,
        Work::Keep(name, clip) => match presets::keep(folder, &name, &clip) {
            Ok(()) => format!("The preset \"{name}\" was saved. It is in the palette, in My presets."),
            Err(why) => format!("The preset \"{name}\" was not saved: {why}"),
        },
        Work::Remove { file, name } => match presets::remove(folder, &file) {
            Ok(()) => format!("The preset \"{name}\" was removed."),
            Err(why) => format!("The preset \"{name}\" was not removed: {why}"),
        },
    })
}
