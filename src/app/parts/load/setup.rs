//! What a scenario says, in cards: the days, what arrives, who is there, how long talks and patience last, what customers answer and who they
//! are (spec: load §1). Each draws a copy of the scenario, which is sent as one edit.

use std::sync::Arc;

use egui::Ui;

use super::number::number_ui;
use super::{arrivals, customers, people, queues};
use crate::app::command::Command;
use crate::app::cx::Cx;
use crate::app::kit::read;
use crate::app::parts::pages::changes::Changes;
use crate::app::parts::pages::head;
use crate::app::parts::pages::input::Input;
use crate::app::parts::pages::widgets::{note, row, section, text};
use crate::edit::Edit;
use crate::model::Scenario;

/// Draws what a scenario says.
pub(super) fn setup_ui(ui: &mut Ui, cx: &Cx<'_>, scenario: &Arc<Scenario>, commands: &mut Vec<Command>) {
    let mut changes = Changes::default();
    let mut copy = (**scenario).clone();
    section(ui, "Days", |ui| days_ui(ui, &mut changes, &mut copy));
    section(ui, "What arrives", |ui| arrivals::arrivals_ui(ui, cx, &mut changes, &mut copy));
    section(ui, "Queues", |ui| queues::queues_ui(ui, cx, &mut changes, &mut copy));
    section(ui, "People", |ui| people::people_ui(ui, cx, &mut changes, &mut copy));
    section(ui, "What customers answer", |ui| customers::answers_ui(ui, cx, &mut changes, &mut copy));
    section(ui, "Customers", |ui| customers::customers_ui(ui, cx, &mut changes, &mut copy));
    section(ui, "How it is played", |ui| played_ui(ui, &mut changes, &mut copy));
    if copy != **scenario {
        changes.send(|| Edit::StoreScenario { scenario: Box::new(copy) }, commands);
    }
}

fn days_ui(ui: &mut Ui, changes: &mut Changes, scenario: &mut Scenario) {
    head::name_ui(ui, changes, &mut scenario.name);
    text(ui, changes, "Note", "What this is about", &mut scenario.note);
    row(ui, "First day", |ui, id| {
        let shown = scenario.from.to_string();
        if let Some(day) = Input::of(id).width(104.0).checked(ui, changes, &shown, read::date) {
            scenario.from = day;
        }
        note(ui, &scenario.from.format("%A").to_string());
    });
    number_ui(ui, changes, "Days", 1..=Scenario::MOST_DAYS, &mut scenario.days);
}

fn played_ui(ui: &mut Ui, changes: &mut Changes, scenario: &mut Scenario) {
    number_ui(ui, changes, "Replications", 1..=1_000, &mut scenario.replications);
    note(ui, "How often the days are played, each time with other chance. More replications give narrower intervals.");
    let most = scenario.days.saturating_mul(86_400) - 1;
    crate::app::parts::pages::widgets::duration(ui, changes, "Warm-up", 0..=most, &mut scenario.warm_up_s);
    note(ui, "Contacts in the first minutes fill the queues and are not counted. A day that begins empty needs none.");
    row(ui, "Seed", |ui, id| {
        let shown = scenario.seed.to_string();
        let read = |text: &str| read::number(text, &(0..=u64::MAX));
        if let Some(seed) = Input::of(id).width(104.0).checked(ui, changes, &shown, read) {
            scenario.seed = seed;
        }
    });
}
