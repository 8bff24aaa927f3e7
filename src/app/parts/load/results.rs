//! What came of a scenario: figures of the queues, their day in charts, outcomes and people (spec: load §3).

use std::sync::Arc;

use egui::{Label, Ui};

use super::shown::Shown;
use super::{LoadPane, charts, figures, outcomes, shares, staff};
use crate::app::command::{Command, FileCommand, LoadCommand};
use crate::app::cx::Cx;
use crate::app::kit::theme;
use crate::app::parts::pages::widgets::{error, section};
use crate::app::services::loads::Played;
use crate::model::{ResourceId, Scenario};

/// Draws what came of a scenario.
pub(super) fn results_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    own: &mut LoadPane,
    scenario: &Arc<Scenario>,
    commands: &mut Vec<Command>,
) {
    let revision = cx.document.revision();
    if let Some(why) = cx.loads.refusal(scenario.id, revision) {
        ui.add_space(8.0);
        error(ui, why);
        return;
    }
    let Some(played) = cx.loads.of(scenario.id) else {
        section(ui, "What happens", |ui| {
            let words = "Run the scenario: it plays its contacts through the real flow, over one floor of people. Then you see who waits how long, \
                         who gives up, and how busy everybody is, for each half hour. To try something, choose it beside \
                         What if: the same contacts are played both ways.";
            ui.add(Label::new(theme::weak(ui, words, theme::BODY)).wrap());
        });
        staff::staff_ui(ui, cx, scenario, commands);
        return shares::shares_ui(ui, cx, own, scenario, commands);
    };
    let is_old = !is_current(played, cx, scenario);
    let different = own.what_if(scenario.id);
    let other = played.what_if.as_ref().filter(|(what, _)| *what == different);
    let other = other.map(|(what, load)| (&**load, what.words(&played.project)));
    notes_ui(ui, played, is_old, other.is_none() && different.is_any());
    let shown = Shown { load: &played.load, other };
    figures::figures_ui(ui, &shown);
    ui.add_space(8.0);
    ui.horizontal(|ui| acts_ui(ui, scenario, commands));
    let queue = queue_shown(own, scenario, &shown);
    if let Some(queue) = queue {
        section(ui, "The day", |ui| {
            if let Some(chosen) = charts::queues_ui(ui, &shown, queue) {
                own.queue.insert(scenario.id, chosen);
            }
            charts::charts_ui(ui, &shown, queue);
        });
    }
    outcomes::outcomes_ui(ui, &shown);
    outcomes::people_ui(ui, &shown);
    outcomes::busy_actions_ui(ui, &played.project, scenario, &shown, commands);
    staff::staff_ui(ui, cx, scenario, commands);
    shares::shares_ui(ui, cx, own, scenario, commands);
    outcomes::assumed_ui(ui, &shown);
}

fn acts_ui(ui: &mut Ui, scenario: &Scenario, commands: &mut Vec<Command>) {
    let hover = "How many pass each arrow of the tree, and where customers give up, for each half hour.";
    if ui.button("Show on the canvas").on_hover_text(hover).clicked() {
        commands.push(Command::Load(LoadCommand::ShowOnCanvas(Some((scenario.id, None)))));
    }
    let hover = "A page with the figures, the charts and what was assumed, to print for the Monday meeting.";
    if ui.button("Export a report…").on_hover_text(hover).clicked() {
        commands.push(FileCommand::ExportReport(scenario.id, None).into());
    }
}

/// Whether the scenario and everything that it names are still what was played.
fn is_current(played: &Played, cx: &Cx<'_>, scenario: &Arc<Scenario>) -> bool {
    let (then, now) = (&played.project, cx.project());
    played.revision == cx.document.revision()
        || then.scenarios.get(&scenario.id).is_some_and(|it| Arc::ptr_eq(it, scenario) || it == scenario)
            && then.versions == now.versions
            && then.resources == now.resources
            && then.entry_points == now.entry_points
}

fn notes_ui(ui: &mut Ui, played: &Played, is_old: bool, is_missing: bool) {
    let palette = theme::of(ui);
    let mut notes: Vec<&str> = Vec::new();
    if is_old {
        notes.push("The scenario or the project has changed since. Run it again.");
    }
    if is_missing && !is_old {
        notes.push("What is different has not been played yet. Run both.");
    }
    if played.load.is_partial {
        notes.push("Stopped: not all replications were played.");
    }
    for note in notes {
        ui.add_space(4.0);
        ui.add(Label::new(egui::RichText::new(note).color(palette.warning)).wrap());
    }
}

/// The queue whose day is shown: the chosen one, else the one with the most contacts.
fn queue_shown(own: &LoadPane, scenario: &Scenario, shown: &Shown<'_>) -> Option<ResourceId> {
    let queues = &shown.load.total.queues;
    let chosen = own.queue.get(&scenario.id).copied().filter(|id| queues.contains_key(id));
    chosen.or_else(|| queues.iter().max_by_key(|(_, sums)| sums.offered).map(|(id, _)| *id))
}
