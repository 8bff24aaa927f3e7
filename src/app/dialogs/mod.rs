//! Dialogs: one at a time, each answered by a command.

mod commands;
mod confirm;
mod create;
mod find;
mod finder;
mod findings;
mod listing;
mod modal;
mod notices;
mod path;
mod places;
mod schedule;

use egui::Ui;

pub use commands::CommandFinder;
pub use confirm::{Button, Confirm, Weight};
pub use create::{RoutingDraft, VersionDraft};
pub use find::{PlaceFinder, find_next};
pub use finder::{Found, KindFinder, matches};
pub use findings::{Findings, Reason};
pub use listing::{Listing, ListingRow};
pub use notices::Notices;
pub use path::{PathPicker, replaces_file};
pub use places::{Places, Replace, shown};
pub use schedule::ScheduleDraft;

use super::command::Command;
use super::state::State;

/// The open dialog.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// A question with a button an answer.
    Confirm(Confirm),
    /// What was found about a version, and a question.
    Findings(Findings),
    /// A planned production.
    Schedule(ScheduleDraft),
    /// Things that each can be opened, or put away.
    Listing(Listing),
    /// A question about places.
    Places(Box<Places>),
    /// A new version.
    Version(VersionDraft),
    /// A new routing, or the settings of one.
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

/// Shows the open dialog and sends what it is answered with.
pub fn dialog_ui(ui: &mut Ui, state: &mut State, commands: &mut Vec<Command>) {
    let Some(mut dialog) = state.dialog.take() else { return modal::give_back(ui) };
    let sent_before = commands.len();
    let is_open = match &mut dialog {
        Dialog::Confirm(confirm) => confirm::confirm_ui(ui, confirm, commands),
        Dialog::Findings(findings) => findings::findings_ui(ui, findings, commands),
        Dialog::Schedule(draft) => schedule::schedule_ui(ui, draft, state, commands),
        Dialog::Listing(listing) => listing::listing_ui(ui, listing, commands),
        Dialog::Places(places) => places::places_ui(ui, places, commands),
        Dialog::Version(draft) => create::version_ui(ui, draft, state, commands),
        Dialog::Routing(draft) => create::routing_ui(ui, draft, commands),
        Dialog::Path(picker) => path::path_ui(ui, picker, commands),
        Dialog::FindKind(finder) => finder::kind_ui(ui, finder, state, commands),
        Dialog::FindCommand(finder) => commands::command_ui(ui, finder, state, commands),
        Dialog::FindPlace(finder) => find::place_ui(ui, finder, state, commands),
    };
    // What is sent meanwhile may open another dialog; that happens in `dispatch`, after this.
    if is_open {
        state.dialog = Some(dialog);
    } else if commands.len() == sent_before {
        // Cancelled: what was agreed to on the way here is agreed to no more.
        state.may_lose = None;
    }
}
