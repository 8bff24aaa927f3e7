//! Who is not there, what fails, and who comes again (spec: load §1).

use egui::Ui;

use super::number::number_ui;
use super::time;
use crate::app::cx::Cx;
use crate::app::kit::{read, theme};
use crate::app::parts::pages::changes::Changes;
use crate::app::parts::pages::input::{Input, Name, choice};
use crate::app::parts::pages::widgets::{List, add_menu, note, row};
use crate::model::scenario::{Amount, Failing, Failure, Retries, Time};
use crate::model::{Named, OutsideSystem, ResourceId, ResourceKind, Scenario};
use strum::IntoEnumIterator as _;

/// How long customers usually pause before they try again.
const USUAL_PAUSE: Time = Time::Exponential(Amount::whole(900));

/// Draws who is not there, what fails, and who comes again.
pub(super) fn people_ui(ui: &mut Ui, cx: &Cx<'_>, changes: &mut Changes, scenario: &mut Scenario) {
    let project = cx.project();
    note(ui, "People are there by their work schedules; without one, all the time.");
    let list = List { least: 0, is_ordered: false };
    let name = |_: usize, it: &Named<ResourceId>| it.words(project);
    list.show(ui, changes, &mut scenario.absent, name, |ui, _, _, it| {
        ui.label(theme::for_display(format!("{} is absent", it.words(project))));
    });
    let is_there = |id: ResourceId| !scenario.absent.iter().any(|it| it.id == id);
    let users = project.resources_of(ResourceKind::User).filter(|it| is_there(it.id));
    let options: Vec<(ResourceId, String)> = users.map(|it| (it.id, it.name.clone())).collect();
    if let Some(id) = add_menu(ui, "Add who is absent", &options) {
        scenario.absent.push(Named::of(id, project));
        changes.step();
    }
    number_ui(ui, changes, "Absent, % of days", 0..=100, &mut scenario.absence);
    retries_ui(ui, changes, scenario);
    failures_ui(ui, cx, changes, scenario);
}

/// Who gave up comes again.
fn retries_ui(ui: &mut Ui, changes: &mut Changes, scenario: &mut Scenario) {
    let mut percent = scenario.retries.as_ref().map_or(0, |it| it.percent);
    let before = percent;
    number_ui(ui, changes, "Come again, %", 0..=100, &mut percent);
    note(ui, "How many of a hundred who gave up try again.");
    if percent != before {
        let after = scenario.retries.take().map_or(USUAL_PAUSE, |it| it.after);
        scenario.retries = (percent > 0).then_some(Retries { percent, after });
    }
    if let Some(retries) = &mut scenario.retries {
        let mut after = Some(retries.after);
        time::time_ui(ui, changes, "After", ("15 min, varies", 900), &mut after);
        retries.after = after.unwrap_or(USUAL_PAUSE);
    }
}

/// What fails when.
fn failures_ui(ui: &mut Ui, cx: &Cx<'_>, changes: &mut Changes, scenario: &mut Scenario) {
    let project = cx.project();
    let words = |what: &Failing| match what {
        Failing::System(system) => system.words().to_owned(),
        Failing::Service(service) => service.words(project),
    };
    let list = List { least: 0, is_ordered: false };
    list.show(
        ui,
        changes,
        &mut scenario.failures,
        |_, it| words(&it.what),
        |ui, changes, _, it| {
            let name = words(&it.what);
            row(ui, &format!("{name} fails"), |ui, _| {
                ui.horizontal(|ui| {
                    hour_ui(ui, changes, &format!("{name} fails from"), &mut it.from, 0);
                    ui.label("to");
                    let least = it.from + 1;
                    hour_ui(ui, changes, &format!("{name} fails to"), &mut it.to, least);
                });
            });
        },
    );
    let systems = OutsideSystem::iter().map(|system| (Failing::System(system), system.words().to_owned()));
    let services = project.resources_of(ResourceKind::WebService);
    let services = services.map(|it| (Failing::Service(Named::of(it.id, project)), it.name.clone()));
    let options: Vec<(Failing, String)> = systems.chain(services).collect();
    if let Some(what) = add_menu(ui, "Add what fails", &options) {
        scenario.failures.push(Failure { what, from: 20, to: 24 });
        changes.step();
    }
}

/// A half hour of the day, by the clock.
fn hour_ui(ui: &mut Ui, changes: &mut Changes, name: &str, half: &mut u32, least: u32) {
    let options: Vec<(u32, String)> =
        (least..=48).map(|half| (half, format!("{}:{:02}", half / 2, half % 2 * 30))).collect();
    choice(ui, changes, Name::Words(name), 72.0, half, &options);
}

/// A share beside something else: how often it comes against the others.
pub(super) fn share_ui(ui: &mut Ui, changes: &mut Changes, name: &str, share: &mut u32) {
    let read = |text: &str| read::number(text, &(0..=1_000_000));
    let shown = share.to_string();
    if let Some(number) = Input::named(name).width(64.0).checked(ui, changes, &shown, read) {
        *share = number;
    }
}
