//! Dialogs: one at a time, each answered by a command. Notices are what is said in passing, near the top of the window.

mod commands;
mod confirm;
mod create;
mod find;
mod finder;
mod findings;
mod listing;
mod path;
mod places;
mod schedule;

use egui::{Align2, Area, Frame, Id, Margin, Order, Ui, Vec2};

pub use commands::CommandFinder;
pub use confirm::{Button, Confirm, Weight};
pub use create::{RoutingDraft, VersionDraft};
pub use find::{PlaceFinder, find_next};
pub use finder::{Found, KindFinder, matches};
pub use findings::{Findings, Reason};
pub use listing::{Listing, ListingRow};
pub use path::PathPicker;
pub use places::{Places, Replace, shown};
pub use schedule::ScheduleDraft;

use super::command::Command;
use super::state::State;
use super::theme;

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
    let Some(mut dialog) = state.dialog.take() else { return };
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

/// A modal of a width, with a title. Whether it stays open: `Escape` and a click beside it close it.
fn modal(ui: &Ui, name: &str, title: &str, width: f32, content: impl FnOnce(&mut Ui)) -> bool {
    let frame = Frame::popup(ui.style()).inner_margin(ui.spacing().window_margin);
    let response = egui::Modal::new(Id::unique(name)).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(width);
        if !title.is_empty() {
            ui.label(theme::strong(title, theme::TITLE));
            ui.add_space(6.0);
        }
        content(ui);
    });
    !response.should_close()
}

/// What is said in passing.
#[derive(Default)]
pub struct Notices {
    shown: Vec<(String, f64)>,
}

/// How long a notice stays, in seconds.
const STAYS_S: f64 = 6.0;

impl Notices {
    /// Says something.
    pub fn say(&mut self, text: impl Into<String>) {
        let text = text.into();
        self.shown.retain(|(shown, _)| *shown != text);
        self.shown.push((text, f64::NAN));
    }

    /// What is being said.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.shown.iter().map(|(text, _)| text.as_str())
    }

    /// Shows them, and lets those pass that were shown long enough.
    pub fn ui(&mut self, ui: &Ui) {
        let now = ui.input(|input| input.time);
        for (_, until) in self.shown.iter_mut().filter(|(_, until)| until.is_nan()) {
            *until = now + STAYS_S;
        }
        self.shown.retain(|(_, until)| now < *until);
        let Some(first) = self.shown.iter().map(|(_, until)| *until).reduce(f64::min) else { return };
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64((first - now).clamp(0.05, STAYS_S)));
        let palette = theme::of(ui);
        Area::new(Id::unique("notices")).order(Order::Tooltip).anchor(Align2::CENTER_TOP, Vec2::new(0.0, 128.0)).show(
            ui.ctx(),
            |ui| {
                for (text, _) in &self.shown {
                    Frame::new()
                        .fill(palette.card)
                        .stroke(egui::Stroke::new(1.0, palette.line))
                        .corner_radius(egui::CornerRadius::same(8))
                        .shadow(ui.visuals().popup_shadow)
                        .inner_margin(Margin::symmetric(14, 8))
                        .show(ui, |ui| {
                            ui.set_max_width(560.0);
                            ui.label(theme::read(text));
                        });
                    ui.add_space(6.0);
                }
            },
        );
    }
}
