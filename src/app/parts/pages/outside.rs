//! External systems of a world other than web services: which are down, and the cases, CRM cards and campaign targets
//! that exist.

use std::collections::BTreeMap;

use egui::Ui;
use strum::IntoEnumIterator as _;

use crate::model::{
    CampaignTarget, Case, CrmCard, OutsideSystem, Project, ResourceData, ResourceId, ResourceKind, World,
};

use super::changes::Changes;
use super::input::{Input, Name, choice, toggle};
use super::widgets::{List, captions, cell, note, row, section};
use crate::app::kit::read;

/// Width of the first column of lists.
const FIRST: f32 = 168.0;

/// A toggle for each system that can be down.
pub fn systems_ui(ui: &mut Ui, changes: &mut Changes, world: &mut World) {
    section(ui, "Systems that are down", |ui| {
        ui.horizontal_wrapped(|ui| {
            for system in OutsideSystem::iter() {
                let was_down = world.systems_down.contains(&system);
                let mut is_down = was_down;
                toggle(ui, changes, system.words(), &mut is_down);
                match (was_down, is_down) {
                    (false, true) => drop(world.systems_down.insert(system)),
                    (true, false) => drop(world.systems_down.remove(&system)),
                    _ => {}
                }
            }
        });
    });
}

/// The cases that exist.
pub fn cases_ui(ui: &mut Ui, changes: &mut Changes, cases: &mut Vec<Case>, project: &Project) {
    section(ui, "Cases", |ui| {
        if cases.is_empty() {
            note(ui, "None.");
        } else {
            captions(ui, &[("Number", FIRST), ("Type", 240.0)]);
        }
        let types = of_kind(project, ResourceKind::CaseType, "No type");
        let name = |index: usize, _: &Case| format!("case {}", index + 1);
        List { least: 0, is_ordered: false }.show(ui, changes, cases, name, |ui, changes, index, case| {
            let of = format!("Case {}", index + 1);
            ui.horizontal(|ui| {
                Input::named(&format!("{of}: number")).width(FIRST).text(ui, changes, &mut case.number);
                let name = format!("{of}: type");
                cell(ui, 240.0, |ui| choice(ui, changes, Name::Words(&name), 240.0, &mut case.case_type, &types));
                toggle(ui, changes, "Closed", &mut case.is_closed);
            });
            fields_ui(ui, changes, &of, &mut case.fields, &field_names(project, case.case_type));
        });
        if ui.button("Add a case").clicked() {
            let number = free_number(cases);
            cases.push(Case { number, case_type: first_of(&types), ..Case::default() });
            changes.step();
        }
    });
}

/// The CRM cards that exist.
pub fn cards_ui(ui: &mut Ui, changes: &mut Changes, cards: &mut Vec<CrmCard>, project: &Project) {
    section(ui, "CRM cards", |ui| {
        if cards.is_empty() {
            note(ui, "None.");
        }
        let types = of_kind(project, ResourceKind::CrmCardType, "No type");
        let name = |index: usize, _: &CrmCard| format!("card {}", index + 1);
        List { least: 0, is_ordered: false }.show(ui, changes, cards, name, |ui, changes, index, card| {
            let of = format!("Card {}", index + 1);
            let name = format!("{of}: type");
            cell(ui, 240.0, |ui| choice(ui, changes, Name::Words(&name), 240.0, &mut card.card_type, &types));
            fields_ui(ui, changes, &of, &mut card.fields, &field_names(project, card.card_type));
        });
        if ui.button("Add a card").clicked() {
            cards.push(CrmCard { card_type: first_of(&types), ..CrmCard::default() });
            changes.step();
        }
    });
}

/// The targets of campaigns.
pub fn targets_ui(ui: &mut Ui, changes: &mut Changes, targets: &mut Vec<CampaignTarget>, project: &Project) {
    section(ui, "Campaign targets", |ui| {
        let campaigns: Vec<(ResourceId, String)> =
            project.resources_of(ResourceKind::Campaign).map(|it| (it.id, it.name.clone())).collect();
        if campaigns.is_empty() && targets.is_empty() {
            note(ui, "The project has no campaigns.");
        } else if targets.is_empty() {
            note(ui, "None.");
        } else {
            captions(ui, &[("Campaign", FIRST), ("Number", 144.0), ("Results so far, oldest first", 200.0)]);
        }
        let name = |index: usize, _: &CampaignTarget| format!("target {}", index + 1);
        List { least: 0, is_ordered: false }.show(ui, changes, targets, name, |ui, changes, index, target| {
            let of = format!("Target {}", index + 1);
            ui.horizontal_top(|ui| {
                let name = format!("{of}: campaign");
                cell(ui, FIRST, |ui| {
                    choice(ui, changes, Name::Words(&name), FIRST, &mut target.campaign, &campaigns);
                });
                let input = format!("{of}: number");
                Input::named(&input).hint("+33612345678").width(144.0).text(ui, changes, &mut target.number);
                let input = format!("{of}: results");
                let width = ui.available_width();
                let shown = target.results.join(", ");
                let read = |text: &str| Ok(read::list(text));
                let typed = Input::named(&input).hint("none, or busy, busy").width(width);
                if let Some(results) = typed.checked(ui, changes, &shown, read) {
                    target.results = results;
                }
            });
        });
        if let Some((campaign, _)) = campaigns.first()
            && ui.button("Add a target").clicked()
        {
            targets.push(CampaignTarget { campaign: *campaign, ..CampaignTarget::default() });
            changes.step();
        }
    });
}

/// The fields of a case or a card: the fields of its type, and any others it has. Empty fields are not stored.
fn fields_ui(ui: &mut Ui, changes: &mut Changes, of: &str, fields: &mut BTreeMap<String, String>, known: &[String]) {
    let others = fields.keys().filter(|name| !known.contains(name)).cloned();
    let names: Vec<String> = known.iter().cloned().chain(others).collect();
    for name in names {
        let mut text = fields.get(&name).cloned().unwrap_or_default();
        let mut typed = Changes::default();
        row(ui, &name, |ui, _| {
            Input::named(&format!("{of}: {name}")).hint("empty").width(320.0).text(ui, &mut typed, &mut text);
        });
        if let Changes::Typed(tag) = typed {
            if text.is_empty() {
                fields.remove(&name);
            } else {
                fields.insert(name, text);
            }
            changes.typed(tag);
        }
    }
    ui.add_space(4.0);
}

fn field_names(project: &Project, of: Option<ResourceId>) -> Vec<String> {
    let fields = match of.and_then(|id| project.resources.get(&id)).map(|it| &it.data) {
        Some(ResourceData::CaseType(case)) => case.fields.as_slice(),
        Some(ResourceData::CrmCardType(card)) => card.fields.as_slice(),
        _ => &[],
    };
    let mut names: Vec<String> = Vec::new();
    for field in fields {
        if !field.name.is_empty() && !names.contains(&field.name) {
            names.push(field.name.clone());
        }
    }
    names
}

fn of_kind(project: &Project, kind: ResourceKind, none: &str) -> Vec<(Option<ResourceId>, String)> {
    let found = project.resources_of(kind).map(|it| (Some(it.id), it.name.clone()));
    std::iter::once((None, none.to_owned())).chain(found).collect()
}

fn first_of(types: &[(Option<ResourceId>, String)]) -> Option<ResourceId> {
    types.iter().find_map(|(id, _)| *id)
}

fn free_number(cases: &[Case]) -> String {
    let taken = |number: &String| cases.iter().any(|case| case.number == *number);
    (1..=cases.len() + 1).map(|number| number.to_string()).find(|number| !taken(number)).unwrap_or_default()
}
