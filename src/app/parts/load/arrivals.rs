//! What arrives at each entry point, for each half hour of the week (spec: load §1).

use egui::Ui;

use super::number::number_ui;
use super::week;
use crate::app::cx::Cx;
use crate::app::parts::pages::changes::Changes;
use crate::app::parts::pages::input::{Name, choice};
use crate::app::parts::pages::widgets::{add_menu, note, option_button, removable, row};
use crate::model::scenario::{Amount, Arrivals, Pattern};
use crate::model::{EntryPointId, EntryPointKind, Named, Project, Scenario};

/// The weekdays, from Monday on.
const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const WHOLE_DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Draws what arrives.
pub(super) fn arrivals_ui(ui: &mut Ui, cx: &Cx<'_>, changes: &mut Changes, scenario: &mut Scenario) {
    let project = cx.project();
    let mut removed = None;
    let first = first_weekday(scenario);
    for (place, arrivals) in scenario.arrivals.iter_mut().enumerate() {
        ui.push_id(place, |ui| {
            if entry_ui(ui, changes, project, first, arrivals) {
                removed = Some(place);
            }
        });
        ui.add_space(8.0);
    }
    if let Some(place) = removed {
        scenario.arrivals.remove(place);
        changes.step();
    }
    add_ui(ui, changes, project, scenario);
    if !scenario.arrivals.is_empty() {
        number_ui(ui, changes, "All in percent", 0..=1_000, &mut scenario.percent);
    }
}

fn first_weekday(scenario: &Scenario) -> usize {
    use chrono::Datelike as _;
    usize::try_from(scenario.from.weekday().num_days_from_monday()).unwrap_or(0)
}

/// The entry points at which nothing arrives yet.
fn add_ui(ui: &mut Ui, changes: &mut Changes, project: &Project, scenario: &mut Scenario) {
    let is_new = |id: EntryPointId| !scenario.arrivals.iter().any(|it| it.entry_point.id == id);
    let all = project.entry_points.values();
    let receive = all.filter(|it| it.kind != EntryPointKind::VoiceCampaign && is_new(it.id));
    let options: Vec<(EntryPointId, String)> = receive.map(|it| (it.id, it.name.clone())).collect();
    if options.is_empty() && scenario.arrivals.is_empty() {
        return note(ui, "The project has no entry point. Create one first: a telephone number, a mailbox or a chat.");
    }
    if let Some(id) = add_menu(ui, "Add an entry point", &options) {
        scenario.arrivals.push(Arrivals { entry_point: Named::of(id, project), ..Arrivals::default() });
        changes.step();
    }
}

/// An entry point. Whether it is removed.
fn entry_ui(ui: &mut Ui, changes: &mut Changes, project: &Project, first: usize, arrivals: &mut Arrivals) -> bool {
    let name = arrivals.entry_point.words(project);
    let is_removed = removable(ui, &name);
    let id = ui.scope_id().with("weekday");
    let mut shown = ui.data(|data| data.get_temp::<usize>(id)).unwrap_or(first);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (day, (short, whole)) in DAYS.iter().zip(WHOLE_DAYS).enumerate() {
            let total: f64 = arrivals.week.get(day).into_iter().flatten().map(|count| count.number()).sum();
            let words = if total > 0.0 { format!("{short} {}", total.round()) } else { (*short).to_owned() };
            if option_button(ui, day == shown, &words, &format!("{whole}, {name}")) {
                shown = day;
            }
        }
    });
    ui.data_mut(|data| data.insert_temp(id, shown));
    let whole = WHOLE_DAYS.get(shown).copied().unwrap_or_default();
    let mut day = arrivals.week.get(shown).cloned().unwrap_or_default();
    let before = day.clone();
    week::day_ui(ui, changes, &format!("Arrivals on {whole}"), &mut day);
    if day != before {
        set_day(&mut arrivals.week, shown, &day);
    }
    copy_ui(ui, changes, arrivals, shown);
    row(ui, "Spread", |ui, id| {
        let options = [(Pattern::Poisson, "By chance".to_owned()), (Pattern::Even, "Evenly".to_owned())];
        choice(ui, changes, Name::Label(id), 148.0, &mut arrivals.pattern, &options);
    });
    is_removed
}

/// Copies the day shown to others.
fn copy_ui(ui: &mut Ui, changes: &mut Changes, arrivals: &mut Arrivals, shown: usize) {
    ui.horizontal(|ui| {
        for (words, days) in [("Copy to weekdays", 0..5), ("Copy to all days", 0..7)] {
            if ui.button(words).clicked() {
                let day = arrivals.week.get(shown).cloned().unwrap_or_default();
                days.for_each(|other| set_day(&mut arrivals.week, other, &day));
                changes.step();
            }
        }
    });
}

fn set_day(week: &mut Vec<Vec<Amount>>, day: usize, counts: &[Amount]) {
    if week.len() <= day {
        week.resize(day + 1, Vec::new());
    }
    week.get_mut(day).into_iter().for_each(|it| *it = counts.to_vec());
    while week.last().is_some_and(Vec::is_empty) {
        week.pop();
    }
}
