//! The page of a scenario: what arrives, who is there, and what came of it when it was played (spec: load §1, §3).

mod arrivals;
mod charts;
mod customers;
mod figures;
mod number;
mod outcomes;
mod people;
mod queues;
mod results;
mod setup;
mod shares;
mod shown;
mod staff;
mod time;
mod week;
mod what_if;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike as _, Days, NaiveDate};
use egui::{ProgressBar, ScrollArea, Ui, UiBuilder, Vec2};

use crate::catalog::text::number_words;
use crate::edit::Edit;
use crate::load::{self, WhatIf};
use crate::model::scenario::{Amount, Arrivals};
use crate::model::{EntryPoint, EntryPointKind, Named, Project, ResourceId, Scenario, ScenarioId};

use super::pages::head;
use crate::app::command::{Command, FileCommand, LoadCommand};
use crate::app::cx::Cx;
use crate::app::kit::theme;

/// Width of what a scenario says, beside what came of it.
const SETUP: f32 = 408.0;
/// In less width, what came of a scenario goes above what it says.
const BESIDE: f32 = 860.0;

/// What the page of each scenario remembers.
#[derive(Default)]
pub struct LoadPane {
    /// What is different, by scenario.
    pub what_if: BTreeMap<ScenarioId, WhatIf>,
    /// The queue whose day is shown, by scenario.
    queue: BTreeMap<ScenarioId, ResourceId>,
    /// What is audited, by scenario.
    audited: BTreeMap<ScenarioId, ResourceId>,
}

impl LoadPane {
    /// What is different from a scenario.
    #[must_use]
    pub fn what_if(&self, scenario: ScenarioId) -> WhatIf {
        self.what_if.get(&scenario).cloned().unwrap_or_default()
    }
}

/// A new scenario: every entry point that receives contacts, on the next Monday.
#[must_use]
pub fn new_scenario(project: &Project, today: NaiveDate) -> Scenario {
    let ahead = 7 - u64::from(today.weekday().num_days_from_monday());
    let is_called = |it: &&Arc<EntryPoint>| {
        it.kind != EntryPointKind::VoiceCampaign && project.reached(it).is_ok() && !is_of_test(it)
    };
    let day: Vec<Amount> = (0..36).map(|half| Amount::whole(if half < 18 { 0 } else { 10 })).collect();
    let arrivals = project.entry_points.values().filter(is_called).take(1).map(|it| Arrivals {
        entry_point: Named::of(it.id, project),
        week: vec![day.clone(), day.clone(), day.clone(), day.clone(), day.clone()],
        ..Arrivals::default()
    });
    Scenario {
        name: format!("New scenario {}", project.scenarios.len() + 1),
        from: today.checked_add_days(Days::new(ahead)).unwrap_or(today),
        arrivals: arrivals.collect(),
        seed: 1,
        ..Scenario::default()
    }
}

fn is_of_test(entry_point: &EntryPoint) -> bool {
    entry_point.assigned.is_some_and(|(_, status)| status == crate::model::ReachedStatus::InTest)
}

/// The page of a scenario.
pub fn load_ui(ui: &mut Ui, cx: &Cx<'_>, own: &mut LoadPane, id: ScenarioId, commands: &mut Vec<Command>) {
    let Some(scenario) = cx.project().scenarios.get(&id).cloned() else { return };
    let whole = ui.available_rect_before_wrap();
    let mut area =
        ui.new_child(UiBuilder::new().id_salt(("scenario", id)).max_rect(whole.shrink2(Vec2::new(20.0, 12.0))));
    head_ui(&mut area, cx, own, &scenario, commands);
    area.add_space(4.0);
    let room = area.available_rect_before_wrap();
    if room.width() < BESIDE {
        ScrollArea::vertical().auto_shrink(false).show(&mut area, |ui| {
            results::results_ui(ui, cx, own, &scenario, commands);
            setup::setup_ui(ui, cx, &scenario, commands);
        });
    } else {
        let (left, right) = room.split_left_right_at_x(room.left() + SETUP);
        let mut setup = area.new_child(UiBuilder::new().id_salt("setup").max_rect(left));
        ScrollArea::vertical().id_salt("setup").auto_shrink(false).show(&mut setup, |ui| {
            // The bar needs room of its own.
            ui.set_max_width(SETUP - 16.0);
            setup::setup_ui(ui, cx, &scenario, commands);
        });
        let right = right.with_min_x(right.left() + 12.0);
        let mut results = area.new_child(UiBuilder::new().id_salt("results").max_rect(right));
        ScrollArea::vertical().id_salt("results").auto_shrink(false).show(&mut results, |ui| {
            ui.set_max_width(ui.available_width() - 12.0);
            results::results_ui(ui, cx, own, &scenario, commands);
        });
    }
    ui.advance_cursor_after_rect(whole);
}

/// The name, and the button that plays the scenario.
fn head_ui(ui: &mut Ui, cx: &Cx<'_>, own: &mut LoadPane, scenario: &Arc<Scenario>, commands: &mut Vec<Command>) {
    let delete = Command::edit(Edit::DeleteScenario { scenario: scenario.id });
    let duplicate = || {
        let name = super::pages::create::copy_name(&scenario.name);
        let scenario = Box::new(Scenario { id: ScenarioId(0), name, ..(**scenario).clone() });
        Command::edit(Edit::StoreScenario { scenario })
    };
    let acts = head::Acts { delete: Some(delete), duplicate: Some(&duplicate) };
    head::title_ui(ui, &scenario.name, "Scenario", acts, commands);
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        run_ui(ui, cx, own, scenario, commands);
        what_if::what_if_ui(ui, cx, own, scenario);
        let hover = "Makes another scenario of a file with past contacts: when they arrive, what they answer, how long talks last and how long customers wait.";
        if ui.button("Learn from a CSV…").on_hover_text(hover).clicked() {
            commands.push(FileCommand::LearnScenario(None).into());
        }
    });
}

/// The button that plays the scenario, or how far that is.
fn run_ui(ui: &mut Ui, cx: &Cx<'_>, own: &LoadPane, scenario: &Arc<Scenario>, commands: &mut Vec<Command>) {
    let what_if = own.what_if(scenario.id);
    if let Some((played, total)) = cx.loads.progress(scenario.id) {
        let share = f64::from(played) / f64::from(total.max(1));
        #[allow(clippy::cast_possible_truncation, reason = "a share")]
        let bar = ProgressBar::new(share as f32).desired_width(120.0).text(format!("{played} of {total}"));
        ui.add(bar);
        let stop = ui.button("Stop").on_hover_text("Shows what the replications that were played have given.");
        if stop.clicked() {
            commands.push(Command::Load(LoadCommand::Stop));
        }
        return;
    }
    let words = if what_if.is_any() { "Run both" } else { "Run" };
    let contacts = load::contacts(scenario).round();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of a float stays within the bounds"
    )]
    let hover = format!(
        "Plays about {} contacts through the real flow, {} times over.",
        number_words(contacts as usize),
        scenario.replications
    );
    let button = theme::primary_button(ui, words);
    if ui.add(button).on_hover_text(hover).clicked() {
        commands.push(Command::Load(LoadCommand::Run(scenario.id, Box::new(what_if))));
    }
}
