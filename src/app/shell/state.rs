//! The state of the window: what outlives a project (`Window`), what belongs to the open project (`Session`), the own state of the parts
//! (`Parts`), and the background services (`Services`). A part reads a `Cx` and changes its own state; only the shell sees everything.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::clock;
use crate::edit::{Context, Document};
use crate::model::{Project, VersionId};

use super::dialog::Dialog;
use crate::app::command::{Ask, Question, Tab};
use crate::app::cx::version_shown;
use crate::app::kit::notices::Notices;
use crate::app::parts::compare::comparison::{Comparing, Comparison};
use crate::app::parts::find::dialog::PlaceFinder;
use crate::app::parts::help::HelpPane;
use crate::app::parts::history::HistoryPane;
use crate::app::parts::load::LoadPane;
use crate::app::parts::map::MapPane;
use crate::app::parts::production::Production;
use crate::app::parts::test_calls::TestCallsPane;
use crate::app::parts::time::TimePane;
use crate::app::parts::tree::TreePane;
use crate::app::parts::version::state::{VersionView, Versions};
use crate::app::services::behaviour::Behaviours;
use crate::app::services::clipboard::Clipboard;
use crate::app::services::coverage::CoverageCount;
use crate::app::services::executions::Executions;
use crate::app::services::failures::Failures;
use crate::app::services::files::{
    Files, conversion::Conversion, keeper::Keeper, own_file::JobContext, reverted::Reverted,
};
use crate::app::services::folders::Folders;
use crate::app::services::layout::LayoutStore;
use crate::app::services::load_checks::LoadChecks;
use crate::app::services::loads::Loads;
use crate::app::services::own_presets::OwnPresets;
use crate::app::services::panes::Panes;
use crate::app::services::paths::Paths;
use crate::app::services::preferences::Preferences;
use crate::app::services::problems::Problems;
use crate::app::services::project_file::ProjectFile;
use crate::app::services::simulation::Simulation;
use crate::app::services::suites::Suites;
use crate::app::services::test_calls::TestCalls;
use crate::app::services::time::TimeMachine;
use crate::app::services::visited::Visited;

/// The state of the window.
pub struct State {
    /// The state that outlives a project.
    pub window: Window,
    /// The state of the open project.
    pub session: Session,
    /// The own state of the parts.
    pub parts: Parts,
    /// The background services.
    pub services: Services,
}

/// The state that outlives a project.
pub struct Window {
    /// Theme and recent projects.
    pub preferences: Preferences,
    /// Which panes are shown, and how large.
    pub panes: Panes,
    /// Short messages.
    pub notices: Notices,
    /// The copied actions.
    pub clipboard: Clipboard,
    /// The help.
    pub help: HelpPane,
    /// The step of the tour that is shown, from 0.
    pub tour: Option<usize>,
    /// The clock; tests replace it.
    pub now: Box<dyn Fn() -> DateTime<Utc>>,
    /// Whether every path of a version that rests is explored, although nobody looks at the result yet; tests turn it off.
    pub explores_unasked: bool,
    /// A file to open when the window is ready.
    pub open_on_start: Option<PathBuf>,
}

/// The state of the open project. Another project is a new session with new parts, so no state of the former one can remain.
pub struct Session {
    /// The number of the session.
    pub number: u64,
    /// The project under edit.
    pub document: Document,
    /// The file of the project.
    pub file: ProjectFile,
    /// The open pages, in order.
    pub tabs: Vec<Tab>,
    /// The page shown.
    pub tab: Tab,
    /// The page that was opened to look at it, and the revision of the project then: the next page takes its place, unless the project was changed
    /// there (spec: ease §3).
    pub preview: Option<(Tab, u64)>,
    /// The places seen.
    pub visited: Visited,
    /// The open dialog.
    pub dialog: Option<Dialog>,
    /// Problems, computed in the background.
    pub problems: Problems,
    /// The results of test calls, played in the background.
    pub test_calls: TestCalls,
    /// What exploring every path of the version shown has found.
    pub paths: Paths,
    /// How two versions behave, compared in the background.
    pub behaviours: Behaviours,
    /// Who is dropped in the version shown while one thing outside fails.
    pub failures: Failures,
    /// What came of scenarios that were played.
    pub loads: Loads,
    /// How many people scenarios need, and who gets how many contacts.
    pub load_checks: LoadChecks,
    /// The time machine: the moment shown, and when schedules are open.
    pub time: TimeMachine,
    /// The results of the test calls of several versions, while they are looked at.
    pub suites: Suites,
    /// What the test calls pass, counted in the background.
    pub coverage: CoverageCount,
    /// The conversion of the project, where it was opened from an older format.
    pub conversion: Option<Conversion>,
    /// The results of planned productions.
    pub production: Production,
    /// The unsaved work that the file replaced, for *Undo*.
    pub reverted: Option<Reverted>,
    /// Ids of objects whose edits take effect in production at once, which the user has confirmed.
    pub confirmed_live_edits: BTreeSet<u32>,
    /// The revision whose changes may be discarded, because the user chose *Discard*. A later change is asked about again.
    pub discard_agreed_at: Option<u64>,
}

/// The background services.
#[derive(Default)]
pub struct Services {
    /// File jobs.
    pub files: Files,
    /// Recovery, the lock of the file, and changes made to the file by others.
    pub keeper: Keeper,
    /// The test executions of the project.
    pub executions: Executions,
    /// The presets that the user has made.
    pub own_presets: OwnPresets,
    /// Writes how the window is arranged.
    pub layout: LayoutStore,
}

/// The own state of the parts. Each part gets only its own.
#[derive(Default)]
pub struct Parts {
    /// The project tree.
    pub tree: TreePane,
    /// The History pane.
    pub history: HistoryPane,
    /// The version pages.
    pub versions: Versions,
    /// The open comparisons of versions.
    pub comparing: Comparing,
    /// The map of the project.
    pub map: MapPane,
    /// The pages of scenarios.
    pub load: LoadPane,
    /// The simulation.
    pub simulation: Simulation,
    /// The Test calls pane.
    pub test_calls: TestCallsPane,
    /// The Time pane.
    pub time: TimePane,
    /// The last search, and the place shown last.
    pub search: Option<PlaceFinder>,
    /// The questions of the built-in path dialog to the disk.
    pub folders: Folders,
}

impl Parts {
    /// The parts at the start of a session.
    #[must_use]
    pub fn new(project: &Project) -> Self {
        Self { simulation: Simulation::new(project), ..Self::default() }
    }

    /// Ends the drag on every canvas without a change.
    pub fn cancel_canvas_drags(&mut self) {
        for view in self.versions.views.values_mut() {
            view.canvas.cancel_drag();
        }
        self.map.canvas.cancel_drag();
        for comparison in self.comparing.open.values_mut() {
            comparison.one.cancel_drag();
            for side in &mut comparison.sides {
                side.cancel_drag();
            }
        }
    }
}

impl Session {
    /// A session on a project, showing its first routing.
    #[must_use]
    pub fn new(number: u64, document: Document, path: Option<PathBuf>) -> Self {
        let project = document.project();
        let first = project.routings.keys().next().copied();
        let tab = first.map_or(Tab::Settings, Tab::Routing);
        Self {
            number,
            document,
            file: ProjectFile::at(path),
            tabs: vec![tab],
            tab,
            preview: None,
            visited: Visited::default(),
            dialog: None,
            problems: Problems::default(),
            test_calls: TestCalls::default(),
            paths: Paths::default(),
            behaviours: Behaviours::default(),
            failures: Failures::default(),
            loads: Loads::default(),
            load_checks: LoadChecks::default(),
            time: TimeMachine::default(),
            suites: Suites::default(),
            coverage: CoverageCount::default(),
            conversion: None,
            production: Production::default(),
            reverted: None,
            confirmed_live_edits: BTreeSet::new(),
            discard_agreed_at: None,
        }
    }

    /// Whether there are unsaved changes that the user has not agreed to lose.
    #[must_use]
    pub fn must_ask(&self) -> bool {
        self.document.is_changed() && self.discard_agreed_at != Some(self.document.revision())
    }

    /// The names of the steps that *Undo* and *Redo* would take.
    #[must_use]
    pub fn undo_words(&self) -> [Option<&'static str>; 2] {
        let project = self.document.project();
        let turns = |is_undone| self.reverted.as_ref().and_then(|it| it.words(project, is_undone));
        [self.document.undo_words().or_else(|| turns(false)), self.document.redo_words().or_else(|| turns(true))]
    }
}

impl State {
    /// A window without a project: the start page over an empty one.
    #[must_use]
    pub fn new(preferences: Preferences) -> Self {
        let mut session = Session::new(0, Document::new(Project::default()), None);
        (session.tabs, session.tab) = (vec![Tab::Start], Tab::Start);
        Self {
            window: Window {
                help: HelpPane::default(),
                tour: None,
                panes: preferences.panels.clone(),
                preferences,
                notices: Notices::default(),
                clipboard: Clipboard::default(),
                now: Box::new(clock::now),
                explores_unasked: true,
                open_on_start: None,
            },
            session,
            parts: Parts::default(),
            services: Services::default(),
        }
    }

    /// Opens a session on another project.
    pub fn open(&mut self, document: Document, path: Option<PathBuf>) {
        self.parts = Parts::new(document.project());
        self.session = Session::new(self.session.number + 1, document, path);
    }

    /// The project.
    #[must_use]
    pub fn project(&self) -> &Arc<Project> {
        self.session.document.project()
    }

    /// The clock and the user's name, for an edit.
    #[must_use]
    pub fn context(&self) -> Context {
        clock::context_at((self.window.now)())
    }

    /// What file jobs need to know of the window.
    #[must_use]
    pub fn job_context(&self) -> JobContext {
        self.services.keeper.job_context(self.services.layout.folder.clone())
    }

    /// Shows a dialog instead of the open one.
    pub fn show_dialog(&mut self, dialog: Dialog) {
        self.session.dialog = Some(dialog);
    }

    /// Makes the requested dialog and shows it instead of the open one.
    pub fn ask(&mut self, ask: Ask) {
        if let Some(dialog) = Dialog::new(ask, &self.cx()) {
            self.session.dialog = Some(dialog);
        }
    }

    /// Asks a question.
    pub fn ask_question(&mut self, question: Question) {
        self.ask(Ask::Question(question));
    }

    /// Shows a short message.
    pub fn say(&mut self, text: impl Into<String>) {
        self.window.notices.say(text);
    }

    /// The version whose page is shown.
    #[must_use]
    pub fn version_shown(&self) -> Option<VersionId> {
        version_shown(self.session.tab, self.project())
    }

    /// The comparison whose page is shown.
    pub fn comparison_shown(&mut self) -> Option<&mut Comparison> {
        match self.session.tab {
            Tab::Compare(before, after) => self.parts.comparing.open.get_mut(&(before, after)),
            _ => None,
        }
    }

    /// The view of a version, made on first use.
    pub fn view(&mut self, version: VersionId) -> &mut VersionView {
        self.parts.versions.view(version)
    }
}
