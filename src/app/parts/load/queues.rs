//! What is particular to queues in a scenario: who serves them, how long talks and patience last (spec: load §1).

use egui::Ui;

use super::{time, week};
use crate::app::cx::Cx;
use crate::app::kit::read;
use crate::app::parts::pages::changes::Changes;
use crate::app::parts::pages::input::{Input, Name, choice};
use crate::app::parts::pages::widgets::{add_menu, note, removable, row};
use crate::catalog::text::duration_words;
use crate::model::scenario::{Amount, AtQueue, Staff};
use crate::model::{Named, Project, ResourceData, ResourceId, ResourceKind, Scenario};

/// Draws what is particular to queues.
pub(super) fn queues_ui(ui: &mut Ui, cx: &Cx<'_>, changes: &mut Changes, scenario: &mut Scenario) {
    let project = cx.project();
    time::time_ui(ui, changes, "Patience", ("Never give up", 180), &mut scenario.patience);
    note(ui, "How long customers wait before giving up.");
    let mut removed = None;
    for (place, at) in scenario.queues.iter_mut().enumerate() {
        ui.push_id(place, |ui| {
            ui.separator();
            if queue_ui(ui, changes, project, at) {
                removed = Some(place);
            }
        });
    }
    if let Some(place) = removed {
        scenario.queues.remove(place);
        changes.step();
    }
    let is_new = |id: ResourceId| !scenario.queues.iter().any(|it| it.queue.id == id);
    let options: Vec<(ResourceId, String)> = project
        .resources_of(ResourceKind::Queue)
        .filter(|it| is_new(it.id))
        .map(|it| (it.id, it.name.clone()))
        .collect();
    ui.add_space(4.0);
    if let Some(id) = add_menu(ui, "Say more about a queue", &options) {
        scenario.queues.push(AtQueue { queue: Named::of(id, project), ..AtQueue::default() });
        changes.step();
    }
    if scenario.queues.is_empty() {
        note(ui, "Each queue has its own members, and talks last as long as the queue says.");
    }
    time::time_ui(ui, changes, "Other talks", ("5 min, varies widely", 300), &mut scenario.handling);
    note(ui, "What a person gets without a queue: by a policy, a rule, or a transfer.");
}

/// A queue. Whether it is removed.
fn queue_ui(ui: &mut Ui, changes: &mut Changes, project: &Project, at: &mut AtQueue) -> bool {
    let name = at.queue.words(project);
    let is_removed = removable(ui, &name);
    staff_ui(ui, changes, &name, &mut at.staff);
    let usual_s = match project.resources.get(&at.queue.id).map(|it| &it.data) {
        Some(ResourceData::Queue(queue)) => queue.handling_s,
        _ => 180,
    };
    let usual = format!("{}, varies", duration_words(i64::from(usual_s)));
    time::time_ui(ui, changes, "Talks", (&usual, usual_s), &mut at.handling);
    time::time_ui(ui, changes, "Patience", ("As above", 180), &mut at.patience);
    is_removed
}

/// Who serves a queue.
fn staff_ui(ui: &mut Ui, changes: &mut Changes, queue: &str, staff: &mut Staff) {
    /// How staff is said.
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Said {
        Members,
        People,
        EachHalfHour,
    }
    row(ui, "Served by", |ui, id| {
        let options = [
            (Said::Members, "Its members".to_owned()),
            (Said::People, "So many people".to_owned()),
            (Said::EachHalfHour, "Each half hour".to_owned()),
        ];
        let said = match staff {
            Staff::Members => Said::Members,
            Staff::People(_) => Said::People,
            Staff::EachHalfHour(_) => Said::EachHalfHour,
        };
        let mut chosen = said;
        choice(ui, changes, Name::Label(id), 148.0, &mut chosen, &options);
        if chosen != said {
            let most = match staff {
                Staff::Members => 3,
                Staff::People(count) => *count,
                Staff::EachHalfHour(counts) => counts.iter().copied().max().unwrap_or(0),
            };
            *staff = match chosen {
                Said::Members => Staff::Members,
                Said::People => Staff::People(most),
                Said::EachHalfHour => {
                    Staff::EachHalfHour((0..36).map(|half| if half < 16 { 0 } else { most }).collect())
                }
            };
        }
        if let Staff::People(count) = staff {
            let read = |text: &str| read::number(text, &(0..=5_000));
            let shown = count.to_string();
            let input = Input::named("People").width(72.0);
            if let Some(number) = input.checked(ui, changes, &shown, read) {
                *count = number;
            }
        }
    });
    if let Staff::EachHalfHour(counts) = staff {
        let mut amounts: Vec<Amount> = counts.iter().map(|count| Amount::whole(*count)).collect();
        let before = amounts.clone();
        week::day_ui(ui, changes, &format!("People of {queue}"), &mut amounts);
        if amounts != before {
            *counts = amounts.iter().map(|amount| amount.0 / 100).collect();
        }
    }
}
