//! The open dialog: made from an `Ask`, drawn, and answered by commands. One dialog at a time.

use egui::Ui;

use super::state::State;
use crate::app::command::{Ask, Command, Findings, Listing, Places, Question};
use crate::app::cx::Cx;
use crate::app::kit::{findings, listing, modal, places, question};
use crate::app::parts::files::path_dialog::{PathPicker, path_ui};
use crate::app::parts::find::commands::{CommandFinder, command_ui};
use crate::app::parts::find::dialog::{PlaceFinder, place_ui};
use crate::app::parts::routing::draft::{RoutingDraft, routing_ui};
use crate::app::parts::version::add_action::{KindFinder, kind_ui};
use crate::app::parts::version::draft::{VersionDraft, version_ui};
use crate::app::parts::version::schedule::{ScheduleDraft, schedule_ui};

/// The open dialog.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// A question with one button per answer.
    Question(Question),
    /// A question with findings.
    Findings(Findings),
    /// A planned production.
    Schedule(ScheduleDraft),
    /// A list of things, each with buttons of its own.
    Listing(Listing),
    /// A question about places.
    Places(Box<Places>),
    /// Name and description of a version.
    Version(VersionDraft),
    /// A new routing, a copy, or the settings of a routing.
    Routing(RoutingDraft),
    /// A path, where the desktop has no dialog for it.
    Path(PathPicker),
    /// Which kind of action to add.
    FindKind(KindFinder),
    /// Which command to run.
    FindCommand(CommandFinder),
    /// Which place to show.
    FindPlace(PlaceFinder),
}

impl Dialog {
    /// The dialog that was asked for, with a draft of its own; none where the object of the dialog does not exist any more.
    #[must_use]
    pub fn new(ask: Ask, cx: &Cx<'_>) -> Option<Self> {
        let project = cx.project();
        Some(match ask {
            Ask::Question(question) => Self::Question(question),
            Ask::Findings(findings) => Self::Findings(findings),
            Ask::Listing(listing) => Self::Listing(listing),
            Ask::Places(places) => Self::Places(places),
            Ask::NewVersion(routing) => Self::Version(VersionDraft::new(routing)),
            Ask::DescribeVersion(id) => Self::Version(VersionDraft::describing(project.versions.get(&id)?)),
            Ask::Schedule(id) => Self::Schedule(ScheduleDraft::new(project, project.versions.get(&id)?)),
            Ask::NewRouting => Self::Routing(RoutingDraft::new()),
            Ask::CopyRouting(id) => Self::Routing(RoutingDraft::copying(project, project.routings.get(&id)?)),
            Ask::RoutingSettings(id) => Self::Routing(RoutingDraft::settings(project.routings.get(&id)?)),
            Ask::ChoosePath { purpose, suggestion } => Self::Path(PathPicker::new(purpose, &suggestion)),
            Ask::AddAction { version, spot, pos } => Self::FindKind(KindFinder::new(version, spot, pos)),
        })
    }
}

impl State {
    /// Opens a dialog instead of the open one.
    pub fn ask(&mut self, ask: Ask) {
        if let Some(dialog) = Dialog::new(ask, &self.cx()) {
            self.session.dialog = Some(dialog);
        }
    }

    /// Asks a question.
    pub fn ask_question(&mut self, question: Question) {
        self.ask(Ask::Question(question));
    }
}

/// Draws the open dialog; its answers are sent as commands.
pub fn dialog_ui(ui: &mut Ui, state: &mut State, commands: &mut Vec<Command>) {
    let Some(mut dialog) = state.session.dialog.take() else { return modal::give_back(ui) };
    let sent_before = commands.len();
    let (cx, parts) = state.split();
    let is_open = match &mut dialog {
        Dialog::Question(question) => question::question_ui(ui, question, commands),
        Dialog::Findings(findings) => findings::findings_ui(ui, findings, commands),
        Dialog::Schedule(draft) => schedule_ui(ui, draft, &cx, commands),
        Dialog::Listing(listing) => listing::listing_ui(ui, listing, commands),
        Dialog::Places(places) => places::places_ui(ui, places, commands),
        Dialog::Version(draft) => version_ui(ui, draft, &cx, commands),
        Dialog::Routing(draft) => routing_ui(ui, draft, commands),
        Dialog::Path(picker) => path_ui(ui, picker, commands),
        Dialog::FindKind(finder) => kind_ui(ui, finder, &cx, commands),
        Dialog::FindCommand(finder) => command_ui(ui, finder, &cx, commands),
        Dialog::FindPlace(finder) => {
            let is_open = place_ui(ui, finder, &cx, commands);
            parts.search = Some(finder.clone());
            is_open
        }
    };
    // What is sent meanwhile may open another dialog; `act` does that after this.
    if is_open {
        state.session.dialog = Some(dialog);
    } else if commands.len() == sent_before {
        // Cancelled: what the user agreed to on the way here is not agreed to any more.
        state.session.discard_agreed_at = None;
    }
}
