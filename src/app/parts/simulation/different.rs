//! Before a run: when it begins, and what is different from the world today, in plain words (spec: ease §3).

use chrono::NaiveDateTime;
use egui::{RichText, Ui};

use crate::model::Project;
use crate::sim::own_scene::{Different, When};

use super::fields::{Combo, field_ui};
use crate::app::command::{Command, SimCommand};
use crate::app::kit::read;
use crate::app::kit::text_input::{MAX_NAME, one_line};
use crate::app::kit::theme;
use crate::app::services::simulation::Simulation;

/// The number of an unknown caller.
pub(super) fn number_ui(ui: &mut Ui, is_call: bool, simulation: &Simulation, commands: &mut Vec<Command>) {
    let (label, name, hint) = if is_call {
        ("Number", "Number of the caller", "Hidden")
    } else {
        ("Address", "Address of the customer", "Unknown")
    };
    field_ui(ui, label, |ui, width| {
        let mut number = simulation.own.number.clone();
        let edit = ui.add(one_line(&mut number, MAX_NAME).hint_text(hint).desired_width(width));
        let edit = edit.accessible_name(name);
        if edit.changed() {
            commands.push(Command::Sim(SimCommand::SetNumber(number)));
        }
    });
}

/// When the run begins.
pub(super) fn when_ui(ui: &mut Ui, project: &Project, simulation: &Simulation, commands: &mut Vec<Command>) {
    let own = &simulation.own;
    field_ui(ui, "When", |ui, width| {
        let hover = "When the call begins. The simulation has its own clock and never waits.";
        let combo = Combo { name: "When", hover, width };
        let of_world = simulation.world.and_then(|id| project.worlds.get(&id)).and_then(|world| world.start);
        let usual = if own.start.is_some() { "As the world says" } else { "A Monday at 10:00" };
        let of_world = of_world.filter(|_| own.start.is_none()).map_or_else(|| usual.to_owned(), moment_words);
        let mut items = vec![(Some(When::OfWorld), of_world)];
        items.extend(own.start.map(|start| (Some(When::At(start)), moment_words(start))));
        items.extend(When::OFFERED.map(|(when, words)| (Some(when), words.to_owned())));
        items.push((None, "On another day…".to_owned()));
        let chosen = match (&own.typed, own.start) {
            (Some(_), _) => None,
            (None, Some(start)) => Some(When::At(start)),
            (None, None) => Some(When::OfWorld),
        };
        match combo.ui(ui, chosen, items.into_iter()) {
            Some(Some(when)) => {
                commands.push(Command::Sim(SimCommand::TypeWhen(None)));
                commands.push(Command::Sim(SimCommand::SetWhen(when)));
            }
            Some(None) => commands.push(Command::Sim(SimCommand::TypeWhen(Some(String::new())))),
            None => {}
        }
    });
    let Some(typed) = &own.typed else { return };
    field_ui(ui, "Day, time", |ui, width| {
        let mut text = typed.clone();
        let edit = ui.add(one_line(&mut text, MAX_NAME).hint_text(read::MOMENT).desired_width(width));
        let edit = edit.accessible_name("Day and time");
        if edit.changed() {
            commands.extend(read::moment(&text).ok().map(|moment| Command::Sim(SimCommand::SetWhen(When::At(moment)))));
            commands.push(Command::Sim(SimCommand::TypeWhen(Some(text))));
        }
    });
    if let Err(why) = read::moment(typed)
        && !typed.trim().is_empty()
    {
        ui.label(RichText::new(why).size(theme::SMALL).color(theme::of(ui).error));
    }
}

/// What is different from the world, as a list of ticks.
pub(super) fn different_ui(ui: &mut Ui, project: &Project, simulation: &Simulation, commands: &mut Vec<Command>) {
    let own = &simulation.own;
    field_ui(ui, "Today", |ui, width| {
        let words: Vec<String> = own.today.iter().map(|it| it.words(project)).collect();
        let shown = if words.is_empty() { "Nothing different".to_owned() } else { words.join(", ") };
        let combo = egui::ComboBox::from_id_salt("different").width(width).truncate().height(320.0);
        let combo = combo.close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
        let list = combo.selected_text(theme::for_display(shown.as_str())).show_ui(ui, |ui| {
            ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
            for different in Different::offered(project) {
                let mut is_so = own.today.contains(&different);
                if ui.checkbox(&mut is_so, theme::for_display(different.words(project))).changed() {
                    commands.push(Command::Sim(SimCommand::ToggleDifferent(different)));
                }
            }
        });
        list.response.accessible_name("What is different today").on_hover_text(format!(
            "{shown}\nWhat is different today from what the world says: who is busy, and what is down."
        ));
    });
}

fn moment_words(moment: NaiveDateTime) -> String {
    moment.format("%a %-d %b %Y, %H:%M").to_string()
}
