//! Draws the open dialog; its answers are sent as commands.

use egui::Ui;

use super::dialog::Dialog;
use super::state::State;
use crate::app::command::Command;
use crate::app::kit::{findings, listing, modal, places, question};
use crate::app::parts::files::path_dialog::path_ui;
use crate::app::parts::find::commands::command_ui;
use crate::app::parts::find::dialog::place_ui;
use crate::app::parts::find::replace::replace_ui;
use crate::app::parts::pages::item::item_ui;
use crate::app::parts::routing::draft::routing_ui;
use crate::app::parts::templates::templates_ui;
use crate::app::parts::version::add_action::kind_ui;
use crate::app::parts::version::annotations::annotation_ui;
use crate::app::parts::version::draft::version_ui;
use crate::app::parts::version::link_to::target_ui;
use crate::app::parts::version::loose_ends::loose_ends_ui;
use crate::app::parts::version::preset::preset_ui;
use crate::app::parts::version::schedule::schedule_ui;

/// Draws the open dialog; its answers are sent as commands.
pub fn dialog_ui(ui: &mut Ui, state: &mut State, commands: &mut Vec<Command>) {
    if !matches!(state.session.dialog, Some(Dialog::Path(_))) {
        state.parts.folders.forget();
    }
    let Some(mut dialog) = state.session.dialog.take() else { return modal::restore_focus(ui) };
    let sent_before = commands.len();
    let (cx, parts) = state.split();
    let is_open = match &mut dialog {
        Dialog::Question(question) => question::question_ui(ui, question, commands),
        Dialog::Findings(findings) => findings::findings_ui(ui, findings, commands),
        Dialog::Schedule(draft) => schedule_ui(ui, draft, &cx, commands),
        Dialog::Listing(listing) => listing::listing_ui(ui, listing, commands),
        Dialog::Places(places) => places::places_ui(ui, places, commands),
        Dialog::Template(draft) => templates_ui(ui, draft, commands),
        Dialog::Version(draft) => version_ui(ui, draft, &cx, commands),
        Dialog::Routing(draft) => routing_ui(ui, draft, commands),
        Dialog::Item(tab) => item_ui(ui, *tab, &cx, commands),
        Dialog::Path(picker) => path_ui(ui, picker, &mut parts.folders, commands),
        Dialog::FindKind(finder) => kind_ui(ui, finder, &cx, commands),
        Dialog::Annotation(draft) => annotation_ui(ui, draft, commands),
        Dialog::LooseEnds(draft) => loose_ends_ui(ui, draft, &cx, commands),
        Dialog::Preset(draft) => preset_ui(ui, draft, &cx, commands),
        Dialog::FindTarget(finder) => target_ui(ui, finder, &cx, commands),
        Dialog::FindCommand(finder) => command_ui(ui, finder, &cx, commands),
        Dialog::Replace(draft) => replace_ui(ui, draft, &cx, commands),
        Dialog::FindPlace(finder) => {
            let is_open = place_ui(ui, finder, &cx, commands);
            parts.search = Some(finder.clone());
            is_open
        }
    };
    // A command sent meanwhile may open another dialog; `act` does that afterwards.
    if is_open {
        state.session.dialog = Some(dialog);
    } else if commands.len() == sent_before {
        // Cancelled: what the user agreed to on the way here no longer counts.
        state.session.discard_agreed_at = None;
    }
}
