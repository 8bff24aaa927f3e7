//! What the window knows: the document, the pages that are open, the run of a call, and what is being asked. Panels
//! read it and send commands; only `dispatch` changes it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::canvas::{CanvasScene, CanvasState, CardId};
use crate::clock;
use crate::edit::{Clip, Context, Document};
use crate::lifecycle::{Act, may};
use crate::lint::Diagnostic;
use crate::model::{ActionId, Project, VersionId};

use super::command::Tab;
use super::comparison::{Comparing, Comparison};
use super::dialogs::{Dialog, Notices, PlaceFinder};
use super::dispatch::Reverted;
use super::due::Due;
use super::executions::Executions;
use super::files::Files;
use super::keeper::Keeper;
use super::panels::context_menu::OpenMenu;
use super::preferences::Preferences;
use super::problems::Problems;
use super::simulation::Simulation;
use super::view::{Kept, Panels};

/// What the window knows.
pub struct State {
    /// The project under edit.
    pub document: Document,
    /// Where it is kept, and what is under way with files.
    pub files: Files,
    /// What keeps work safe.
    pub keeper: Keeper,
    /// The pages that are open, in order.
    pub tabs: Vec<Tab>,
    /// The page shown.
    pub tab: Tab,
    /// The view of each version shown so far.
    pub views: BTreeMap<VersionId, VersionView>,
    /// The comparisons of versions that are open.
    pub comparing: Comparing,
    /// The run of a call.
    pub simulation: Simulation,
    /// Problems, computed in the background.
    pub problems: Problems,
    /// What was copied.
    pub clip: Clip,
    /// The test executions of the project.
    pub executions: Executions,
    /// What became of planned productions.
    pub due: Due,
    /// What time it is.
    pub now: Box<dyn Fn() -> DateTime<Utc>>,
    /// The open dialog.
    pub dialog: Option<Dialog>,
    /// What is said in passing.
    pub notices: Notices,
    /// Which panels are shown, and how large.
    pub panels: Panels,
    /// The unsaved work that the file took the place of, for *Undo*.
    pub reverted: Option<Reverted>,
    /// What was searched for last, and how far it was walked.
    pub search: Option<PlaceFinder>,
    /// What is kept of how the window is looked at.
    pub kept: Kept,
    /// Theme, recent projects.
    pub preferences: Preferences,
    /// The text in the search field of the project tree.
    pub tree_search: String,
    /// The text in the search field of the palette.
    pub palette_search: String,
    /// Objects that the user agreed to change although production uses them, by id.
    pub agreed: BTreeSet<u32>,
    /// The revision whose changes may be lost: somebody chose *Discard*. A later change is asked about again.
    pub may_lose: Option<u64>,
}

/// A revision of the document, and how many steps a run has taken.
pub type ReachKey = (u64, usize);

/// The view of a version.
#[derive(Default)]
pub struct VersionView {
    /// Pan, zoom and drags of the canvas.
    pub canvas: CanvasState,
    /// The selected cards.
    pub selection: BTreeSet<CardId>,
    /// The scene, and the version and problems that it was made from.
    pub scene: Option<(SceneKey, Arc<CanvasScene>)>,
    /// What the call can still reach, and the revision and the step for which that was found.
    pub reachable: Option<(ReachKey, Arc<BTreeSet<CardId>>)>,
    /// The menu that the secondary button opened.
    pub menu: Option<OpenMenu>,
    /// Whether the first view was chosen: the whole tree, or its beginning where that would be too small to read.
    pub was_placed: bool,
}

/// What a scene was made from; made again when it differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SceneKey {
    /// The document's revision.
    pub revision: u64,
    /// The revision of the problems.
    pub problems: u64,
    /// Whether the dark mode was on.
    pub is_dark: bool,
}

impl VersionView {
    /// The selected actions, in order of their ids.
    pub fn selected(&self) -> impl Iterator<Item = ActionId> + '_ {
        self.selection.iter().filter_map(|card| Some(ActionId(u32::try_from(*card).ok()?)))
    }

    /// The one selected action, if exactly one is.
    #[must_use]
    pub fn only_selected(&self) -> Option<ActionId> {
        let mut selected = self.selected();
        let first = selected.next()?;
        selected.next().is_none().then_some(first)
    }
}

impl State {
    /// A window on nothing yet: an empty project and the start page.
    #[must_use]
    pub fn new(preferences: Preferences) -> Self {
        Self {
            document: Document::new(Project::default()),
            files: Files::default(),
            keeper: Keeper::default(),
            tabs: vec![Tab::Start],
            tab: Tab::Start,
            views: BTreeMap::new(),
            comparing: Comparing::default(),
            simulation: Simulation::default(),
            problems: Problems::default(),
            clip: Clip::default(),
            executions: Executions::default(),
            due: Due::default(),
            now: Box::new(clock::now),
            dialog: None,
            notices: Notices::default(),
            panels: preferences.panels.clone(),
            reverted: None,
            search: None,
            kept: Kept::default(),
            preferences,
            tree_search: String::new(),
            palette_search: String::new(),
            agreed: BTreeSet::new(),
            may_lose: None,
        }
    }

    /// The project as it stands.
    #[must_use]
    pub fn project(&self) -> &Arc<Project> {
        self.document.project()
    }

    /// The clock and the user's name, for an edit.
    #[must_use]
    pub fn context(&self) -> Context {
        clock::context_at((self.now)())
    }

    /// Whether the project is in a file that holds all of it.
    #[must_use]
    pub fn is_saved(&self) -> bool {
        self.files.path.is_some() && !self.document.is_changed()
    }

    /// Whether this window may put planned productions in production: who may not write the file may not.
    #[must_use]
    pub fn may_promote(&self) -> bool {
        self.read_only_because().is_none()
    }

    /// Why the file may not be saved over: what is in it comes before who has it open, which may pass.
    #[must_use]
    pub fn read_only_because(&self) -> Option<&String> {
        self.files.read_only_because.as_ref().or(self.keeper.taken.as_ref())
    }

    /// Whether there are changes that nobody has agreed to lose.
    #[must_use]
    pub fn must_ask(&self) -> bool {
        self.document.is_changed() && self.may_lose != Some(self.document.revision())
    }

    /// Whether there is a file to go back to.
    #[must_use]
    pub fn can_revert(&self) -> bool {
        self.files.path.is_some() && self.document.is_changed() && !self.files.is_at_disk()
    }

    /// The version whose page is shown.
    #[must_use]
    pub fn version_shown(&self) -> Option<VersionId> {
        match self.tab {
            Tab::Version(id) if self.project().versions.contains_key(&id) => Some(id),
            _ => None,
        }
    }

    /// The version whose tree is shown and may be edited.
    #[must_use]
    pub fn edited_tree(&self) -> Option<VersionId> {
        let version = self.project().versions.get(&self.version_shown()?)?;
        may(version, Act::Edit).is_ok().then_some(version.id)
    }

    /// The comparison whose page is shown.
    pub fn comparison_shown(&mut self) -> Option<&mut Comparison> {
        match self.tab {
            Tab::Compare(before, after) => self.comparing.open.get_mut(&(before, after)),
            _ => None,
        }
    }

    /// Whether a canvas is shown, to be zoomed.
    #[must_use]
    pub fn has_canvas(&self) -> bool {
        self.version_shown().is_some() || matches!(self.tab, Tab::Compare(..))
    }

    /// The view of a version, made when it is first asked for.
    pub fn view(&mut self, version: VersionId) -> &mut VersionView {
        self.views.entry(version).or_default()
    }

    /// Whether a page still shows something that exists.
    #[must_use]
    pub fn exists(&self, tab: Tab) -> bool {
        let project = self.project();
        match tab {
            Tab::Start | Tab::Settings => true,
            Tab::Routing(id) => project.routings.contains_key(&id),
            Tab::Version(id) => project.versions.contains_key(&id),
            Tab::Compare(one, other) => [one, other].iter().all(|id| project.versions.contains_key(id)),
            Tab::Resource(id) => project.resources.contains_key(&id),
            Tab::EntryPoint(id) => project.entry_points.contains_key(&id),
            Tab::Caller(id) => project.callers.contains_key(&id),
            Tab::World(id) => project.worlds.contains_key(&id),
        }
    }

    /// What the window calls the project: the file's name, or *Untitled*.
    #[must_use]
    pub fn file_name(&self) -> String {
        let name = self.files.path.as_ref().and_then(|path| path.file_name());
        name.map_or_else(
            || format!("Untitled – {}", self.project().settings.name),
            |name| name.to_string_lossy().into_owned(),
        )
    }

    /// The problems of a version, worst first.
    pub fn problems_of(&self, version: VersionId) -> impl Iterator<Item = &Diagnostic> {
        self.problems.all().iter().filter(move |problem| problem.version() == Some(version))
    }

    /// Opens a file given on the command line, when the window is ready.
    pub fn open_at_start(&mut self, path: Option<PathBuf>) {
        self.files.wanted = path;
    }
}
