//! Where a resource, an entry point, a caller or a world is used: a link to each action, resource, entry point, caller, world and test call.

use std::sync::{Arc, Weak};

use egui::Ui;

use crate::edit::place_words;
use crate::model::{Place, Project};
use crate::uses::{self, Target};

use super::widgets::{self, ROW};
use crate::app::command::{Command, PageCommand};
use crate::app::kit::theme;

/// The card with a link to each place that uses it.
pub fn used_ui(ui: &mut Ui, target: Target, project: &Arc<Project>, commands: &mut Vec<Command>) {
    let places = places(ui, target, project);
    widgets::section(ui, "Where used", |ui| {
        if places.is_empty() {
            widgets::note(ui, "Not used anywhere.");
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        widgets::rows(ui, "places", places.len(), ROW, |ui, index| {
            let Some((site, words)) = places.get(index) else { return };
            let width = ui.available_width();
            let link = |ui: &mut Ui| {
                // A name may be longer than the page is wide; then the hover text has all of it.
                ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
                ui.add(egui::Link::new(theme::for_display(words))).clicked()
            };
            if widgets::cell(ui, width, link) {
                commands.push(Command::Page(PageCommand::RevealPlace(*site)));
            }
        });
    });
}

/// The places that use it. Finding them walks all trees, so the result is cached while the project stays the same.
fn places(ui: &Ui, target: Target, project: &Arc<Project>) -> Arc<Vec<(Place, String)>> {
    type Known = (Weak<Project>, Arc<Vec<(Place, String)>>);
    let key = ui.make_persistent_id(("places", target));
    let known = ui.data(|data| data.get_temp::<Known>(key));
    if let Some((of, places)) = known
        && std::ptr::eq(of.as_ptr(), Arc::as_ptr(project))
    {
        return places;
    }
    let places = Arc::new(place_words(project, &uses::of_target(project, target)));
    let known: Known = (Arc::downgrade(project), places.clone());
    ui.data_mut(|data| data.insert_temp(key, known));
    places
}
