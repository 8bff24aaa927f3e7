//! What every part of the window may read. A part changes only its own state, and sends commands for everything else.

pub mod available;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use strum::IntoEnumIterator as _;

use crate::edit::Document;
use crate::layout::arrange::{Arrangement, Placed, arranged};
use crate::lifecycle::{Act, may};
use crate::lint::Diagnostic;
use crate::model::{ActionId, Project, VersionId};
use crate::palette::OwnPreset;

use super::command::page::{Pane, Tab};
use super::command::{Command, PaneCommand};
use super::kit::theme;
use super::services::behaviour::Behaviours;
use super::services::coverage::CoverageCount;
use super::services::executions::Executions;
use super::services::failures::Failures;
use super::services::files::Files;
use super::services::files::conversion::Conversion;
use super::services::files::keeper::Keeper;
use super::services::load_checks::LoadChecks;
use super::services::loads::Loads;
use super::services::panes::Panes;
use super::services::paths::Paths;
use super::services::preferences::Preferences;
use super::services::problems::Problems;
use super::services::project_file::ProjectFile;
use super::services::suites::Suites;
use super::services::test_calls::TestCalls;
use super::services::time::TimeMachine;
use super::services::visited::Seen;
use crate::app::services::simulation::RunShown;

/// What is selected on the page shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is about what a command needs")]
pub struct Selected {
    /// Whether it includes an action that can be copied and removed; *Start* cannot be.
    pub can_be_removed: bool,
    /// Whether it is one action.
    pub is_one: bool,
    /// Whether it is one action that takes its branch by the clock.
    pub is_schedule: bool,
    /// Whether there may be something to collapse below one of them.
    pub can_collapse: bool,
    /// Whether one of them is collapsed.
    pub can_expand: bool,
    /// The number of selected actions.
    pub count: usize,
    /// The number of selected notes and frames.
    pub annotations: usize,
    /// The arrangements that would move one of them.
    pub arrangements: Arrangements,
}

impl Selected {
    /// Whether an arrangement would move one of the selected cards.
    #[must_use]
    pub fn can_arrange(self, how: Arrangement) -> bool {
        self.arrangements.moving & bit(how) != 0
    }
}

/// How some cards can be arranged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrangements {
    /// The number of cards.
    pub count: usize,
    /// The arrangements that would move one of them, as bits.
    moving: u8,
}

impl Arrangements {
    /// The most cards for which it is found out whether an arrangement would move one; more are likely to move.
    const MOST_ASKED: usize = 64;

    /// Finds out which arrangements would move one of the cards.
    #[must_use]
    pub fn of(cards: &[Placed]) -> Self {
        let moves = |how: &Arrangement| cards.len() > Self::MOST_ASKED || !arranged(cards, *how).is_empty();
        let moving = Arrangement::iter().filter(moves).fold(0, |bits, how| bits | bit(how));
        Self { count: cards.len(), moving }
    }
}

fn bit(how: Arrangement) -> u8 {
    1 << how as u8
}

/// What every part of the window may read.
#[derive(Clone, Copy)]
pub struct Cx<'a> {
    /// The number of the session: each opened project is a session of its own. Part of the ids of widgets with a memory.
    pub session: u64,
    /// The project under edit, with its undo steps.
    pub document: &'a Document,
    /// The file of the project.
    pub file: &'a ProjectFile,
    /// The conversion of the project, where it was opened from an older format.
    pub conversion: Option<&'a Conversion>,
    /// The problems of the project.
    pub problems: &'a Problems,
    /// The open pages, in order.
    pub tabs: &'a [Tab],
    /// The page shown.
    pub tab: Tab,
    /// The page whose place the next page takes.
    pub preview: Option<Tab>,
    /// The run of the simulation, if there is one.
    pub run: Option<RunShown>,
    /// What is selected on the page shown.
    pub selected: Selected,
    /// The names of the steps that *Undo* and *Redo* would take.
    pub undo_words: [Option<&'static str>; 2],
    /// Whether there is a place to go back to, and one to go forward to.
    pub can_go: [bool; 2],
    /// Which panes are shown, and how large.
    pub panes: &'a Panes,
    /// Theme and recent projects.
    pub preferences: &'a Preferences,
    /// The running file jobs.
    pub files: &'a Files,
    /// Recovery, the lock of the file, and changes made to the file by others.
    pub keeper: &'a Keeper,
    /// The results of the test calls of the version shown.
    pub test_calls: &'a TestCalls,
    /// What exploring every path of the version shown has found.
    pub paths: &'a Paths,
    /// How two versions behave, while they are compared.
    pub behaviours: &'a Behaviours,
    /// Who is dropped in that version while one thing outside fails.
    pub failures: &'a Failures,
    /// What came of scenarios.
    pub loads: &'a Loads,
    /// How many people scenarios need, and who gets how many contacts.
    pub load_checks: &'a LoadChecks,
    /// The time machine.
    pub time: &'a TimeMachine,
    /// The results of the test calls of several versions, while they are looked at.
    pub suites: &'a Suites,
    /// What they pass of that version.
    pub coverage: &'a CoverageCount,
    /// The test executions of the project.
    pub executions: &'a Executions,
    /// The presets that the user has made.
    pub presets: &'a [Arc<OwnPreset>],
    /// Whether there is a folder for them.
    pub can_save_presets: bool,
    /// The time of this frame.
    pub now: DateTime<Utc>,
}

impl<'a> Cx<'a> {
    /// The project.
    #[must_use]
    pub fn project(&self) -> &'a Arc<Project> {
        self.document.project()
    }

    /// The version whose page is shown.
    #[must_use]
    pub fn version_shown(&self) -> Option<VersionId> {
        version_shown(self.tab, self.project())
    }

    /// The version whose tree is shown and may be edited.
    #[must_use]
    pub fn edited_tree(&self) -> Option<VersionId> {
        let version = self.project().versions.get(&self.version_shown()?)?;
        may(version, Act::Edit).is_ok().then_some(version.id)
    }

    /// What *Tidy* is called: with several selected actions, it lays out only these.
    #[must_use]
    pub fn tidy_words(&self) -> &'static str {
        if self.selected.count > 1 { "Tidy the selection" } else { "Tidy the tree" }
    }

    /// Whether a canvas is shown.
    #[must_use]
    pub fn has_canvas(&self) -> bool {
        self.version_shown().is_some() || matches!(self.tab, Tab::Compare(..) | Tab::Map)
    }

    /// Why the file cannot be overwritten. The content of the file comes first; that somebody else has it open may pass.
    #[must_use]
    pub fn read_only_because(&self) -> Option<&'a String> {
        self.file.read_only_because.as_ref().or(self.keeper.held_by_other.as_ref())
    }

    /// Whether all of the project is saved in a file of the present format.
    #[must_use]
    pub fn is_saved(&self) -> bool {
        self.file.path.is_some() && self.file.older_format.is_none() && !self.document.is_changed()
    }

    /// Whether this window may put planned versions in production: it must be able to write the file.
    #[must_use]
    pub fn may_promote(&self) -> bool {
        self.read_only_because().is_none()
    }

    /// The command that stores the size of a pane, in points, where the size has changed.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length on a screen")]
    pub fn resized(&self, pane: Pane, size: f32) -> Option<Command> {
        let size = size.round().clamp(0.0, f32::from(u16::MAX)) as u16;
        (!self.panes.has_size(pane, size)).then_some(Command::Pane(PaneCommand::Resized(pane, size)))
    }

    /// The name of the project in the window: the file name, or *Untitled*.
    #[must_use]
    pub fn file_name(&self) -> String {
        self.file.name(self.project())
    }

    /// The problems of a version, worst first.
    pub fn problems_of(&self, version: VersionId) -> impl Iterator<Item = &'a Diagnostic> {
        self.problems.all().iter().filter(move |problem| problem.version() == Some(version))
    }
}

/// The version whose page a tab shows.
#[must_use]
pub fn version_shown(tab: Tab, project: &Project) -> Option<VersionId> {
    match tab {
        Tab::Version(id) if project.versions.contains_key(&id) => Some(id),
        _ => None,
    }
}

/// Whether the object of a page exists.
#[must_use]
pub fn exists(tab: Tab, project: &Project) -> bool {
    match tab {
        Tab::Start | Tab::Settings | Tab::Phrases | Tab::Map => true,
        Tab::Routing(id) => project.routings.contains_key(&id),
        Tab::Version(id) => project.versions.contains_key(&id),
        Tab::Compare(one, other) => [one, other].iter().all(|id| project.versions.contains_key(id)),
        Tab::Resource(id) => project.resources.contains_key(&id),
        Tab::EntryPoint(id) => project.entry_points.contains_key(&id),
        Tab::Caller(id) => project.callers.contains_key(&id),
        Tab::World(id) => project.worlds.contains_key(&id),
        Tab::Scenario(id) => project.scenarios.contains_key(&id),
    }
}

/// Whether a place seen before exists: its page, and its action if it has one.
#[must_use]
pub fn place_exists(seen: Seen, project: &Project) -> bool {
    let has_action = |action: ActionId| {
        let version = version_shown(seen.tab, project).and_then(|id| project.versions.get(&id));
        version.is_some_and(|version| version.flow.actions.contains_key(&action))
    };
    exists(seen.tab, project) && seen.action.is_none_or(has_action)
}

/// The title of a page.
#[must_use]
pub fn tab_title(project: &Project, tab: Tab) -> String {
    let name = match tab {
        Tab::Start => Some("Start".to_owned()),
        Tab::Settings => Some("Project settings".to_owned()),
        Tab::Phrases => Some("Phrases".to_owned()),
        Tab::Map => Some("Map of the project".to_owned()),
        Tab::Routing(id) => project.routings.get(&id).map(|it| it.name.clone()),
        Tab::Version(id) => project.versions.get(&id).map(|version| {
            let routing = project.routings.get(&version.info.routing).map_or("", |routing| routing.name.as_str());
            format!("{} · {routing}", version.info.name)
        }),
        Tab::Compare(before, after) => {
            let [one, other] =
                [before, after].map(|id| project.versions.get(&id).map_or("", |version| version.info.name.as_str()));
            Some(format!("{one} → {other}"))
        }
        Tab::Resource(id) => project.resources.get(&id).map(|it| it.name.clone()),
        Tab::EntryPoint(id) => project.entry_points.get(&id).map(|it| it.name.clone()),
        Tab::Caller(id) => project.callers.get(&id).map(|it| it.name.clone()),
        Tab::World(id) => project.worlds.get(&id).map(|it| it.name.clone()),
        Tab::Scenario(id) => project.scenarios.get(&id).map(|it| it.name.clone()),
    };
    theme::for_display(name.unwrap_or_default())
}
