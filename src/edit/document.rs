//! A project under edit: the current snapshot, its revision, and what can be undone.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Activity, Project, Version, VersionId};
use crate::uses::{dependencies_of, named};

use super::apply;
use super::command::Edit;
use super::limits;
use super::restore::with_valid_references;
use super::saved::is_as_saved;
use super::slot::{Slot, SlotKey};
use super::tx::{Applied, Context, Refusal, Tx};

/// Most steps that can be undone.
const MAX_STEPS: usize = 1_000;

/// A step of the history.
#[derive(Clone, Debug)]
struct HistoryStep {
    words: &'static str,
    /// Edits with the same tag, one after the other, are one step: the letters typed into a field. Never a whole version.
    tag: Option<u64>,
    slots: Vec<Slot>,
}

/// A project under edit.
#[derive(Clone, Debug)]
pub struct Document {
    project: Arc<Project>,
    revision: u64,
    /// The project as it is in its file; none when what is here is in no file.
    saved: Option<Arc<Project>>,
    is_changed: bool,
    undo: Vec<HistoryStep>,
    redo: Vec<HistoryStep>,
    deleted: BTreeMap<VersionId, Arc<Version>>,
}

impl Default for Document {
    fn default() -> Self {
        Self::new(Project::default())
    }
}

impl Document {
    /// A document of a project as it was loaded.
    #[must_use]
    pub fn new(project: Project) -> Self {
        let project = Arc::new(project);
        Self {
            saved: Some(Arc::clone(&project)),
            project,
            revision: 0,
            is_changed: false,
            undo: Vec::new(),
            redo: Vec::new(),
            deleted: BTreeMap::new(),
        }
    }

    /// The project as it stands.
    #[must_use]
    pub fn project(&self) -> &Arc<Project> {
        &self.project
    }

    /// Counts every change, undo and redo too. What is computed in the background carries it.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether the project differs from what is in its file.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.is_changed
    }

    /// Notes that this state of the project is in the file; the document may have changed since.
    pub fn mark_saved(&mut self, project: &Arc<Project>) {
        self.saved = Some(Arc::clone(project));
        self.compare_with_saved();
    }

    /// Notes that what is here is in no file: a new project, a repaired or recovered one.
    pub fn mark_unsaved(&mut self) {
        self.revision += 1;
        self.saved = None;
        self.compare_with_saved();
    }

    fn compare_with_saved(&mut self) {
        self.is_changed = self.saved.as_ref().is_none_or(|saved| !is_as_saved(&self.project, saved));
    }

    /// Puts another state of the project in place.
    fn replace_project(&mut self, project: Project) {
        self.keep_deleted(&project);
        self.project = Arc::new(project);
        self.revision += 1;
        self.compare_with_saved();
    }

    /// Applies an edit as a step of its own.
    ///
    /// # Errors
    /// Why it is refused; then nothing has changed.
    pub fn apply(&mut self, edit: &Edit, context: &Context) -> Result<Applied, Refusal> {
        self.apply_tagged(edit, context, None)
    }

    /// Applies an edit; when the last step has the same tag, both are undone together.
    ///
    /// # Errors
    /// Why it is refused; then nothing has changed.
    pub fn apply_tagged(&mut self, edit: &Edit, context: &Context, tag: Option<u64>) -> Result<Applied, Refusal> {
        let mut tx = Tx::new(&self.project);
        apply::apply(&mut tx, edit, context, self.revision)?;
        let Tx { mut project, before, mut applied, fence, activity } = tx;
        if project == *self.project {
            return Ok(applied);
        }
        limits::refuse_longer(edit, before.keys(), &self.project, &project)?;
        if let Some(what) = activity {
            project.activity.push(Activity { at: context.now, who: context.who.clone(), what });
        }
        self.replace_project(project);
        if !before.is_empty() {
            self.redo.clear();
            self.remember(edit.words(), tag, before.into_values().collect());
        }
        if let Some(version) = fence
            && self.fence(version)
        {
            let fenced = "Changes made to it before can no longer be undone; the way back is the backup.";
            let said = applied.notice.take().map_or_else(String::new, |notice| format!("{notice} "));
            applied.notice = Some(format!("{said}{fenced}"));
        }
        Ok(applied)
    }

    fn remember(&mut self, words: &'static str, tag: Option<u64>, slots: Vec<Slot>) {
        if let Some(last) = self.undo.last_mut()
            && tag.is_some()
            && last.tag == tag
            && !slots.iter().chain(&last.slots).any(|slot| matches!(slot, Slot::Version(..)))
        {
            // A whole version is a step of its own: together with parts of itself it could not be put back and forth.
            // What was there before the first of them is what undo puts back.
            let known: Vec<SlotKey> = last.slots.iter().map(Slot::key).collect();
            last.slots.extend(slots.into_iter().filter(|slot| !known.contains(&slot.key())));
            return;
        }
        if self.undo.len() == MAX_STEPS {
            self.undo.remove(0);
        }
        self.undo.push(HistoryStep { words, tag, slots });
    }

    /// Removes the steps that touch a version, and those that would remove an item that it depends on; whether there were any.
    fn fence(&mut self, version: VersionId) -> bool {
        let count = self.undo.len() + self.redo.len();
        let needed = dependencies_of(&self.project, version);
        let touches = |step: &HistoryStep| {
            let is_in_the_way = |slot: &Slot| {
                slot.key().version() == Some(version) || slot.takes_away().is_some_and(|id| needed.contains(&id))
            };
            step.slots.iter().any(is_in_the_way)
        };
        self.undo.retain(|step| !touches(step));
        self.redo.retain(|step| !touches(step));
        self.undo.len() + self.redo.len() < count
    }

    /// Keeps the versions that an edit, an undo or a redo took away until the project closes (spec: domain §5).
    fn keep_deleted(&mut self, next: &Project) {
        let before = &self.project.versions;
        // One that holds nothing is not worth coming back.
        let is_empty = |version: &Version| version.flow.actions.len() <= 1 && version.info.description.is_empty();
        let is_gone = |id: &VersionId, version: &Version| !next.versions.contains_key(id) && !is_empty(version);
        let gone = before.iter().filter(|(id, version)| is_gone(id, version));
        self.deleted.extend(gone.map(|(id, version)| (*id, Arc::clone(version))));
        self.deleted.retain(|id, _| !next.versions.contains_key(id));
    }

    /// Versions deleted since the project was opened, which can be restored.
    pub fn deleted_versions(&self) -> impl Iterator<Item = &Arc<Version>> {
        self.deleted.values()
    }

    /// What *undo* would undo.
    #[must_use]
    pub fn undo_words(&self) -> Option<&'static str> {
        self.undo.last().map(|step| step.words)
    }

    /// What *redo* would do again.
    #[must_use]
    pub fn redo_words(&self) -> Option<&'static str> {
        self.redo.last().map(|step| step.words)
    }

    /// The version in whose tree undo, or redo, would change something.
    #[must_use]
    pub fn next_tree(&self, is_undo: bool) -> Option<VersionId> {
        let step = if is_undo { self.undo.last() } else { self.redo.last() };
        let is_tree = |slot: &&Slot| !matches!(slot, Slot::Version(..) | Slot::VersionText(..));
        step?.slots.iter().filter(is_tree).find_map(|slot| slot.key().version())
    }

    /// Undoes the last step; its name, if there was one. Versions that come and go by it are noted in the log by [`Document::note`].
    pub fn undo(&mut self) -> Option<&'static str> {
        let step = self.undo.pop()?;
        let words = step.words;
        let back = self.swap(step);
        self.redo.push(back);
        Some(words)
    }

    /// Does the last undone step again; its name, if there was one.
    pub fn redo(&mut self) -> Option<&'static str> {
        let step = self.redo.pop()?;
        let words = step.words;
        let back = self.swap(step);
        self.undo.push(back);
        Some(words)
    }

    /// Notes in the activity log which versions and routings came and went since a former state of the project, by undo or redo; the
    /// sentence, if any did.
    pub fn note(&mut self, before: &Project, is_undo: bool, context: &Context) -> Option<String> {
        let what = came_and_went(before, &self.project)?;
        let what = format!("{}: {what}.", if is_undo { "Undone" } else { "Redone" });
        let line = Activity { at: context.now, who: context.who.clone(), what: what.clone() };
        Arc::make_mut(&mut self.project).activity.push(line);
        self.compare_with_saved();
        Some(what)
    }

    /// Puts the slots of a step back and gives the step that reverts that. Versions come first, since actions live in them.
    fn swap(&mut self, step: HistoryStep) -> HistoryStep {
        let mut project = (*self.project).clone();
        let (whole, parts): (Vec<Slot>, Vec<Slot>) =
            step.slots.into_iter().partition(|slot| matches!(slot, Slot::Version(..) | Slot::Routing(..)));
        let put = |slot: Slot| {
            let slot = with_valid_references(slot, &project);
            slot.put(&mut project)
        };
        let slots = whole.into_iter().chain(parts).map(put).collect();
        self.replace_project(project);
        HistoryStep { words: step.words, tag: None, slots }
    }
}

/// Which versions and routings came and went, in words.
fn came_and_went(before: &Project, after: &Project) -> Option<String> {
    let gone = said(&only_in(before, after), ["is gone", "are gone"]);
    let back = said(&only_in(after, before), ["is there", "are there"]);
    let parts: Vec<String> = gone.into_iter().chain(back).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// The routings and versions of one project that another does not have.
fn only_in(one: &Project, other: &Project) -> Vec<String> {
    let routings = one.routings.values().filter(|it| !other.routings.contains_key(&it.id));
    let versions = one.versions.values().filter(|it| !other.versions.contains_key(&it.id)).map(|version| {
        let in_test = if version.info.in_test { ", which was in test," } else { "" };
        format!("{}{in_test}", named(one, version))
    });
    routings.map(|routing| format!("smart routing \"{}\"", routing.name)).chain(versions).collect()
}

fn said(names: &[String], [one, many]: [&str; 2]) -> Option<String> {
    let verb = if names.len() == 1 { one } else { many };
    (!names.is_empty()).then(|| format!("{} {verb}", names.join(", ")))
}
