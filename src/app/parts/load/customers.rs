//! What customers answer, and who they are (spec: load §1).

use std::sync::Arc;

use egui::Ui;

use super::number::number_ui;
use super::people::share_ui;
use crate::actions;
use crate::app::cx::Cx;
use crate::app::kit::theme;
use crate::app::parts::pages::changes::Changes;
use crate::app::parts::pages::input::{Input, Name, choice};
use crate::app::parts::pages::widgets::{List, add_menu, note, removable};
use crate::catalog::language;
use crate::model::scenario::AnswerMix;
use crate::model::{Action, CallerId, Named, Project, Row, Scenario, TestedAction, Value, Version};

/// Draws what customers answer to each action that asks.
pub(super) fn answers_ui(ui: &mut Ui, cx: &Cx<'_>, changes: &mut Changes, scenario: &mut Scenario) {
    let project = cx.project();
    note(ui, "Where nothing is said, each answer comes as often, and nobody hangs up.");
    let mut removed = None;
    for (place, mix) in scenario.answers.iter_mut().enumerate() {
        ui.push_id(place, |ui| {
            if mix_ui(ui, changes, project, mix) {
                removed = Some(place);
            }
        });
    }
    if let Some(place) = removed {
        scenario.answers.remove(place);
        changes.step();
    }
    let asking = asking(project, scenario);
    let options: Vec<(TestedAction, String)> =
        asking.into_iter().filter(|(it, _)| !scenario.answers.iter().any(|mix| same(&mix.action, it))).collect();
    if let Some(action) = add_menu(ui, "Say how an action is answered", &options) {
        let mix = keys_of(project, &action).into_iter().map(|key| (format!("press {key}"), 1)).collect();
        scenario.answers.push(AnswerMix { action, mix });
        changes.step();
    }
}

fn same(one: &TestedAction, other: &TestedAction) -> bool {
    (one.routing, one.action) == (other.routing, other.action)
}

/// The versions to which the entry points of a scenario lead.
fn versions<'a>(project: &'a Project, scenario: &Scenario) -> Vec<&'a Arc<Version>> {
    let entry_points = scenario.arrivals.iter().filter_map(|it| project.entry_points.get(&it.entry_point.id));
    entry_points.filter_map(|it| project.reached(it).ok()).collect()
}

/// The actions that ask customers something by their keys or choices, with their titles.
fn asking(project: &Project, scenario: &Scenario) -> Vec<(TestedAction, String)> {
    let mut found: Vec<(TestedAction, String)> = Vec::new();
    for version in versions(project, scenario) {
        for action in version.flow.actions.values().filter(|action| !rows_of(action).is_empty()) {
            let title = actions::title(action).to_owned();
            let tested = TestedAction { routing: version.info.routing, action: action.id, title: title.clone() };
            if !found.iter().any(|(it, _)| same(it, &tested)) {
                found.push((tested, title));
            }
        }
    }
    found
}

/// The names of fields whose rows are what customers choose from.
fn rows_of(action: &Action) -> &[Row] {
    ["keys", "choices"].into_iter().map(|field| action.params.rows(field)).find(|rows| !rows.is_empty()).unwrap_or(&[])
}

/// The keys of a menu.
fn keys_of(project: &Project, tested: &TestedAction) -> Vec<String> {
    let versions = project.versions.values().filter(|it| it.info.routing == tested.routing);
    let action = versions.filter_map(|version| version.flow.actions.get(&tested.action)).next_back();
    let rows = action.map(|action| rows_of(action)).unwrap_or_default();
    let key = |row: &Row| match row.cells.value("key") {
        Some(Value::Text(key)) => Some(key.clone()),
        _ => None,
    };
    rows.iter().filter_map(key).collect()
}

/// What is answered to an action. Whether it is removed.
fn mix_ui(ui: &mut Ui, changes: &mut Changes, project: &Project, mix: &mut AnswerMix) -> bool {
    let title = mix.action.words(project);
    let is_removed = removable(ui, &title);
    let all: u64 = mix.mix.iter().map(|(_, share)| u64::from(*share)).sum();
    let list = List { least: 1, is_ordered: false };
    list.show(
        ui,
        changes,
        &mut mix.mix,
        |_, (text, _)| text.clone(),
        |ui, changes, place, (text, share)| {
            ui.horizontal(|ui| {
                let name = format!("Answer {} to {title}", place + 1);
                let before = text.clone();
                Input::named(&name).hint("press 1").width(140.0).text(ui, changes, text);
                if *text != before && text.trim().is_empty() {
                    text.clone_from(&before);
                }
                share_ui(ui, changes, &format!("{name}, how often"), share);
                let percent = crate::load::sums::share(u64::from(*share) * 100, all).unwrap_or(0.0);
                ui.label(theme::weak(ui, format!("{percent:.0} %"), theme::SMALL));
            });
        },
    );
    if ui.button("Add an answer").clicked() {
        mix.mix.push(("press 1".to_owned(), 1));
        changes.step();
    }
    is_removed
}

/// Draws who the customers are.
pub(super) fn customers_ui(ui: &mut Ui, cx: &Cx<'_>, changes: &mut Changes, scenario: &mut Scenario) {
    let project = cx.project();
    let customers = &mut scenario.customers;
    let list = List { least: 0, is_ordered: false };
    let name = |_: usize, (it, _): &(Named<CallerId>, u32)| it.words(project);
    list.show(ui, changes, &mut customers.saved, name, |ui, changes, _, (it, percent)| {
        ui.horizontal(|ui| {
            let words = it.words(project);
            share_ui(ui, changes, &format!("{words}, percent"), percent);
            ui.label(theme::for_display(format!("% {words}")));
        });
    });
    let is_new = |id: CallerId| !customers.saved.iter().any(|(it, _)| it.id == id);
    let callers = project.callers.values().filter(|it| is_new(it.id));
    let options: Vec<(CallerId, String)> = callers.map(|it| (it.id, it.name.clone())).collect();
    if !options.is_empty()
        && let Some(id) = add_menu(ui, "Add a caller of the project", &options)
    {
        customers.saved.push((Named::of(id, project), 10));
        changes.step();
    }
    let list = List { least: 0, is_ordered: false };
    list.show(
        ui,
        changes,
        &mut customers.languages,
        |_, (code, _)| code.clone(),
        |ui, changes, place, (code, share)| {
            ui.horizontal(|ui| {
                let options: Vec<(String, String)> =
                    language::ALL.iter().map(|it| (it.code.to_owned(), it.name.to_owned())).collect();
                choice(ui, changes, Name::Words(&format!("Language {}", place + 1)), 148.0, code, &options);
                share_ui(ui, changes, &format!("{}, how often", language::words(code)), share);
            });
        },
    );
    if ui.button("Add a language").clicked() {
        customers.languages.push((project.settings.default_language.clone(), 1));
        changes.step();
    }
    number_ui(ui, changes, "Hide number, %", 0..=100, &mut customers.hidden);
    number_ui(ui, changes, "Return, %", 0..=100, &mut customers.returning);
    note(ui, "Who returns has been in contact on the same days; the flow sees that contact in the history.");
}
