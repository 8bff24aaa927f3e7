//! A project under edit: the current snapshot, its revision, and the undo history.

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

/// Maximum number of undo steps.
const MAX_STEPS: usize = 1_000;

/// A step of the history.
#[derive(Clone, Debug)]
struct HistoryStep {
    words: &'static str,
    /// Consecutive edits with the same tag are one step, such as typing in a field. A step with a whole version is never joined.
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
    /// A document of a loaded project.
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

    /// The current project.
    #[must_use]
    pub fn project(&self) -> &Arc<Project> {
        &self.project
    }

    /// Counts every change, including undo and redo. Results of background jobs carry the revision that they are based on.
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

    /// Records that the project is in no file: a new, repaired or recovered project.
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

    /// Applies an edit as an undo step of its own.
    ///
    /// # Errors
    /// The reason for a refusal; the document is then unchanged.
    pub fn apply(&mut self, edit: &Edit, context: &Context) -> Result<Applied, Refusal> {
        self.apply_tagged(edit, context, None)
    }

    /// Applies an edit. If the last step has the same tag, the edit joins that step.
    ///
    /// # Errors
    /// The reason for a refusal; the document is then unchanged.
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
            let fenced = "Earlier changes to this version can no longer be undone; to go back, use the backup.";
            let sentence = applied.notice.take().map_or_else(String::new, |notice| format!("{notice} "));
            applied.notice = Some(format!("{sentence}{fenced}"));
        }
        Ok(applied)
    }

    fn remember(&mut self, words: &'static str, tag: Option<u64>, slots: Vec<Slot>) {
        if let Some(last) = self.undo.last_mut()
            && tag.is_some()
            && last.tag == tag
            && !slots.iter().chain(&last.slots).any(|slot| matches!(slot, Slot::Version(..)))
        {
            // A whole version is a step of its own: joined with parts of itself, the step could not be undone and redone.
            // Undo restores the state before the first edit of the step.
            let known: Vec<SlotKey> = last.slots.iter().map(Slot::key).collect();
            last.slots.extend(slots.into_iter().filter(|slot| !known.contains(&slot.key())));
            return;
        }
        if self.undo.len() == MAX_STEPS {
            self.undo.remove(0);
        }
        self.undo.push(HistoryStep { words, tag, slots });
    }

    /// Removes the steps that touch a version, and steps whose undo would remove an item that the version depends on. Returns whether there were any.
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

    /// Keeps versions deleted by an edit, an undo or a redo until the project closes (spec: domain §5).
    fn keep_deleted(&mut self, next: &Project) {
        let before = &self.project.versions;
        // An empty version is not worth restoring.
        let is_empty = |version: &Version| {
            let flow = &version.flow;
            flow.actions.len() <= 1 && flow.annotations.is_empty() && version.info.description.is_empty()
        };
        let is_gone = |id: &VersionId, version: &Version| !next.versions.contains_key(id) && !is_empty(version);
        let gone = before.iter().filter(|(id, version)| is_gone(id, version));
        self.deleted.extend(gone.map(|(id, version)| (*id, Arc::clone(version))));
        self.deleted.retain(|id, _| !next.versions.contains_key(id));
    }

    /// Versions deleted since the project was opened, which can be restored.
    pub fn deleted_versions(&self) -> impl Iterator<Item = &Arc<Version>> {
        self.deleted.values()
    }

    /// The name of the step that *undo* would revert.
    #[must_use]
    pub fn undo_words(&self) -> Option<&'static str> {
        self.undo.last().map(|step| step.words)
    }

    /// The name of the step that *redo* would apply.
    #[must_use]
    pub fn redo_words(&self) -> Option<&'static str> {
        self.redo.last().map(|step| step.words)
    }

    /// The version whose tree the next undo or redo would change.
    #[must_use]
    pub fn next_tree(&self, is_undo: bool) -> Option<VersionId> {
        let step = if is_undo { self.undo.last() } else { self.redo.last() };
        let is_tree = |slot: &&Slot| !matches!(slot, Slot::Version(..) | Slot::VersionText(..));
        step?.slots.iter().filter(is_tree).find_map(|slot| slot.key().version())
    }

    /// Undoes the last step. Returns its name, if there was one. [`Document::note`] logs versions that appear or disappear.
    pub fn undo(&mut self) -> Option<&'static str> {
        let step = self.undo.pop()?;
        let words = step.words;
        let back = self.swap(step);
        self.redo.push(back);
        Some(words)
    }

    /// Redoes the last undone step. Returns its name, if there was one.
    pub fn redo(&mut self) -> Option<&'static str> {
        let step = self.redo.pop()?;
        let words = step.words;
        let back = self.swap(step);
        self.undo.push(back);
        Some(words)
    }

    /// Records in the activity log which versions and routings appeared or disappeared since an earlier state, by undo or redo. Returns the
    /// sentence, if there is one.
    pub fn note(&mut self, before: &Project, is_undo: bool, context: &Context) -> Option<String> {
        let what = appeared_and_disappeared(before, &self.project)?;
        let what = format!("{}: {what}.", if is_undo { "Undone" } else { "Redone" });
        let line = Activity { at: context.now, who: context.who.clone(), what: what.clone() };
        Arc::make_mut(&mut self.project).activity.push(line);
        self.compare_with_saved();
        Some(what)
    }

    /// Restores the slots of a step and returns the step that reverts this. Versions come first, because they contain actions.
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

/// A sentence about the versions and routings that appeared or disappeared.
fn appeared_and_disappeared(before: &Project, after: &Project) -> Option<String> {
    let gone = sentence(&only_in(before, after), ["is gone", "are gone"]);
    let back = sentence(&only_in(after, before), ["is there", "are there"]);
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

fn sentence(names: &[String], [one, many]: [&str; 2]) -> Option<String> {
    let verb = if names.len() == 1 { one } else { many };
    (!names.is_empty()).then(|| format!("{} {verb}", names.join(", ")))
}
