//! Planned productions while the project is open: the window wakes by itself, and no production is lost or done twice.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone as _, Utc};

use crate::edit::Edit;
use crate::model::{Flow, Plan, Project, ResourceId, Status, VersionId};

use super::files::{folder, on_disk};
use super::lifecycle::{CLAIMS, IDEA, IN_TEST, LIVE};
use super::support::{Desk, claims};
use crate::app::command::{Command, FileCommand, PageCommand, Tab};
use crate::app::kit::theme;

const SAVE_AND_PUT: &str = "Save and put in production";

/// Paris is an hour ahead: half past eight there.
fn planned_for() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 7, 30, 0).unwrap()
}

fn local(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn plan(project: &mut Project, version: VersionId, at: &str) {
    let version = Arc::make_mut(project.versions.get_mut(&version).unwrap());
    version.info.planned = Some(Plan { at: local(at), missed: None });
}

/// The claims line with *Monday menu* planned.
fn planned() -> Project {
    let mut project = claims();
    plan(&mut project, IN_TEST, "2026-11-23T08:30:00");
    project
}

/// What the window computes from the time, at least once per frame.
struct Clock {
    now: Cell<DateTime<Utc>>,
    asked_at: Cell<DateTime<Utc>>,
}

impl Clock {
    fn set(&self, now: DateTime<Utc>) {
        self.now.set(now);
    }

    /// Sets the clock; this must not change how long the window sleeps.
    fn set_by_hand(&self, now: DateTime<Utc>) {
        self.now.set(now);
        self.asked_at.set(now);
    }

    fn get(&self) -> DateTime<Utc> {
        self.now.get()
    }
}

/// A project in a file, opened at a time.
fn opened(project: &Project, folder: &Path, now: DateTime<Utc>) -> (Desk, Rc<Clock>, PathBuf) {
    let path = folder.join("claims.ron");
    crate::storage::save(&path, project).unwrap();
    let mut desk = Desk::new();
    let clock = Rc::new(Clock { now: Cell::new(now), asked_at: Cell::new(now) });
    let told = Rc::clone(&clock);
    desk.state_mut().window.now = Box::new(move || {
        told.asked_at.set(told.get());
        told.get()
    });
    desk.command(Command::open(path.clone()));
    desk.command(Command::Page(PageCommand::Open(Tab::Routing(CLAIMS))));
    (desk, clock, path)
}

/// Runs without input: there are only the frames that the window has requested.
fn sleep_until(desk: &mut Desk, clock: &Clock, until: DateTime<Utc>) -> usize {
    let mut frames = 0;
    loop {
        let delay = TimeDelta::from_std(desk.repaint_delay()).unwrap_or(TimeDelta::days(10_000));
        let wakes_at = clock.asked_at.get() + delay;
        if wakes_at > until {
            clock.set(until);
            return frames;
        }
        // A clock that was set ahead stays ahead.
        clock.set(clock.get().max(wakes_at));
        desk.empty_frame();
        frames += 1;
    }
}

fn status(project: &Project, version: VersionId) -> Status {
    project.versions[&version].info.status
}

#[test]
fn the_window_wakes_when_the_time_comes_and_saves_at_once() {
    let folder = folder();
    let (mut desk, clock, path) = opened(&planned(), folder.path(), planned_for() - TimeDelta::hours(2));
    desk.assert_says("Automatic production of version Monday menu on Monday 23 November 2026, 08:30");
    desk.assert_says("This version has been put in scheduled production for Monday 23 November 2026, 08:30.");
    let frames = sleep_until(&mut desk, &clock, planned_for() - TimeDelta::seconds(1));
    assert!(frames < 150, "{frames} frames in two hours");
    assert_eq!(status(desk.project(), IN_TEST), Status::InDevelopment);
    sleep_until(&mut desk, &clock, planned_for() + TimeDelta::seconds(1));
    assert_eq!(status(desk.project(), IN_TEST), Status::InProduction, "the window slept");
    desk.settle();
    desk.assert_says(
        "Version \"Monday menu\" of Claims line is in production now, as planned for Monday 23 November 2026, 08:30.",
    );
    assert!(!desk.state().session.document.is_changed());
    let written = on_disk(&path);
    assert_eq!((status(&written, IN_TEST), status(&written, LIVE)), (Status::InProduction, Status::InBackup));
    assert_eq!(written.versions[&IN_TEST].info.planned, None);
    assert!(!desk.has(SAVE_AND_PUT));
    desk.click("Show Monday menu");
    assert_eq!(desk.shown(), IN_TEST);
    desk.click_role(egui::Role::Button, "Close");
    assert!(!desk.text().contains("is in production now, as planned"));
}

#[test]
fn nothing_planned_costs_nothing() {
    let folder = folder();
    let (desk, _, _) = opened(&claims(), folder.path(), planned_for());
    assert!(desk.repaint_delay() > Duration::from_hours(1), "{:?}", desk.repaint_delay());
}

#[test]
fn unsaved_changes_wait_for_the_user() {
    let folder = folder();
    let (mut desk, clock, path) = opened(&planned(), folder.path(), planned_for() - TimeDelta::minutes(1));
    let edit = Edit::DescribeVersion { version: IDEA, name: "Mine".to_owned(), description: String::new() };
    desk.command(Command::edit(edit));
    sleep_until(&mut desk, &clock, planned_for() + TimeDelta::seconds(5));
    desk.settle();
    assert_eq!(status(desk.project(), IN_TEST), Status::InDevelopment);
    assert_eq!(status(&on_disk(&path), IN_TEST), Status::InDevelopment);
    desk.assert_says(
        "Version \"Monday menu\" of Claims line is due: its production was planned for Monday 23 November 2026, 08:30.",
    );
    desk.assert_says("Monday menu on Monday 23 November 2026, 08:30: due now");
    // Waiting requests no frames either.
    assert!(desk.repaint_delay() > Duration::from_hours(1), "{:?}", desk.repaint_delay());
    desk.click(SAVE_AND_PUT);
    let written = on_disk(&path);
    assert_eq!(status(&written, IN_TEST), Status::InProduction);
    assert_eq!(written.versions[&IDEA].info.name, "Mine");
    assert_eq!(&written, &**desk.project());
    assert!(!desk.has(SAVE_AND_PUT));
}

#[test]
fn text_being_typed_is_not_lost() {
    let folder = folder();
    let (mut desk, clock, path) = opened(&planned(), folder.path(), planned_for() - TimeDelta::minutes(1));
    let resource = *desk.project().resources.keys().next().unwrap();
    desk.command(Command::Page(PageCommand::Open(Tab::Resource(resource))));
    let reference = |project: &Project, id: ResourceId| project.resources[&id].reference.clone();
    desk.write("Reference", "just_typed");
    assert_ne!(reference(desk.project(), resource), "just_typed", "it is sent when it is left");
    sleep_until(&mut desk, &clock, planned_for() + TimeDelta::seconds(5));
    desk.settle();
    assert_eq!(reference(desk.project(), resource), "just_typed");
    assert_eq!(status(desk.project(), IN_TEST), Status::InDevelopment);
    desk.click(SAVE_AND_PUT);
    let written = on_disk(&path);
    assert_eq!(
        (reference(&written, resource).as_str(), status(&written, IN_TEST)),
        ("just_typed", Status::InProduction)
    );
}

#[test]
fn productions_that_came_due_while_closed_run_in_order_of_time() {
    let folder = folder();
    let mut project = planned();
    let same_tree = project.versions[&IN_TEST].flow.clone();
    Arc::make_mut(project.versions.get_mut(&IDEA).unwrap()).flow = same_tree;
    plan(&mut project, IDEA, "2026-11-22T06:00:00");
    let (desk, _, path) = opened(&project, folder.path(), planned_for() + TimeDelta::days(3));
    let written = on_disk(&path);
    assert_eq!(&written, &**desk.project());
    let all = [IDEA, LIVE, IN_TEST].map(|version| status(&written, version));
    assert_eq!(all, [Status::InBackup, Status::InBackup, Status::InProduction]);
    let told = &desk.state().session.production.notices;
    assert_eq!(told.iter().map(|it| it.version).collect::<Vec<_>>(), [IDEA, IN_TEST]);
    assert!(told.iter().all(|it| !it.is_missed));
}

#[test]
fn a_missed_production_says_why_and_is_tried_once() {
    let folder = folder();
    let mut project = planned();
    Arc::make_mut(project.versions.get_mut(&IN_TEST).unwrap()).flow = Flow::blank(crate::model::ActionId(1));
    let (mut desk, clock, path) = opened(&project, folder.path(), planned_for() + TimeDelta::hours(1));
    assert_eq!(status(desk.project(), LIVE), Status::InProduction);
    desk.assert_says(
        "The planned production of version \"Monday menu\" of Claims line was missed: Version \"Monday menu\" is blank",
    );
    desk.assert_says("The production planned for Monday 23 November 2026, 08:30 was missed");
    desk.label("Missed");
    let written = on_disk(&path);
    assert!(written.versions[&IN_TEST].info.planned.as_ref().unwrap().missed.is_some());
    clock.set(clock.get() + TimeDelta::hours(5));
    desk.settle();
    assert_eq!(desk.state().session.production.notices.len(), 1);
    assert!(!desk.state().session.document.is_changed());
}

#[test]
fn a_read_only_window_only_shows_that_a_production_is_due() {
    let folder = folder();
    let (mut desk, clock, path) = opened(&planned(), folder.path(), planned_for() - TimeDelta::minutes(1));
    desk.state_mut().session.file.read_only_because = Some("It was made by a newer program.".to_owned());
    sleep_until(&mut desk, &clock, planned_for() + TimeDelta::seconds(5));
    desk.settle();
    assert_eq!(status(desk.project(), IN_TEST), Status::InDevelopment);
    assert_eq!(status(&on_disk(&path), IN_TEST), Status::InDevelopment);
    desk.label("Due");
    desk.assert_says("It cannot be done in this window: It was made by a newer program.");
    assert!(!desk.has(SAVE_AND_PUT));
}

#[test]
fn an_open_file_dialog_does_not_delay_a_production() {
    fn never(_: &crate::app::command::Purpose, _: &std::path::Path) -> Option<std::path::PathBuf> {
        loop {
            std::thread::park();
        }
    }
    let folder = folder();
    let (mut desk, clock, path) = opened(&planned(), folder.path(), planned_for() - TimeDelta::minutes(1));
    let files = &mut desk.state_mut().services.files;
    (files.has_no_dialogs, files.native) = (false, never);
    desk.command_at_once(Command::File(FileCommand::ChooseProject));
    desk.empty_frame();
    assert!(desk.state().services.files.asked_at().is_some());
    clock.set(planned_for() + TimeDelta::seconds(5));
    let begun = std::time::Instant::now();
    while status(&on_disk(&path), IN_TEST) != Status::InProduction {
        assert!(begun.elapsed() < Duration::from_mins(1), "it never comes");
        desk.empty_frame();
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(desk.state().services.files.asked_at().is_some(), "it is still open");
}

#[test]
fn a_changed_clock_is_harmless() {
    let folder = folder();
    let (mut desk, clock, _) = opened(&planned(), folder.path(), planned_for() - TimeDelta::hours(10));
    clock.set(planned_for() - TimeDelta::days(400));
    desk.settle();
    assert_eq!(status(desk.project(), IN_TEST), Status::InDevelopment);
    // Set ahead while the window sleeps: the window reads the clock soon enough.
    clock.set_by_hand(planned_for() + TimeDelta::days(1));
    sleep_until(&mut desk, &clock, planned_for() + TimeDelta::days(1) + TimeDelta::minutes(2));
    desk.settle();
    assert_eq!(status(desk.project(), IN_TEST), Status::InProduction);
    let revision = desk.state().session.document.revision();
    for set in [TimeDelta::days(-30), TimeDelta::days(30)] {
        clock.set(planned_for() + set);
        desk.settle();
    }
    assert_eq!(desk.state().session.document.revision(), revision, "once is enough");
}

#[test]
fn a_project_without_a_file_asks_for_one_first() {
    let mut desk = Desk::new();
    desk.state_mut().window.now = Box::new(planned_for);
    desk.put(planned());
    assert_eq!(status(desk.project(), IN_TEST), Status::InDevelopment);
    desk.click(SAVE_AND_PUT);
    let folder = folder();
    let path = folder.path().join("new.ron");
    super::files::choose(&mut desk, &path, "Save");
    assert_eq!(status(&on_disk(&path), IN_TEST), Status::InProduction);
}

#[test]
fn a_version_that_cannot_be_promoted_says_why_and_has_no_button() {
    let mut desk = Desk::new();
    desk.state_mut().window.now = Box::new(planned_for);
    let mut project = planned();
    plan(&mut project, IDEA, "2026-11-22T06:00:00");
    desk.put(project);
    let start = desk.version(IDEA).flow.start().unwrap().id;
    let spot = crate::edit::Spot::After(start, "ok".to_owned());
    desk.command(Command::edit(Edit::AddAction { version: IDEA, kind: "to_queue".to_owned(), spot, pos: None }));
    let why = desk.state().cx().problems_of(IDEA).find(|problem| problem.blocks).unwrap().message.clone();
    desk.assert_says(&format!("It cannot be put in production: {why}"));
    // The other version may be promoted.
    assert_eq!(desk.names().iter().filter(|name| *name == SAVE_AND_PUT).count(), 1);
    desk.click("Show Shared load");
    assert_eq!(desk.shown(), IDEA);
    desk.command(Command::edit(Edit::RemoveFromSchedule { version: IN_TEST }));
    assert!(!desk.has(SAVE_AND_PUT));
}

#[test]
fn each_line_has_its_own_colour_and_button() {
    let folder = folder();
    let mut project = planned();
    plan(&mut project, IDEA, "2026-11-22T06:00:00");
    Arc::make_mut(project.versions.get_mut(&IDEA).unwrap()).flow = Flow::blank(crate::model::ActionId(1));
    let (mut desk, _, _) = opened(&project, folder.path(), planned_for() + TimeDelta::hours(1));
    let palette = if desk.ctx().global_style().visuals.dark_mode { theme::DARK } else { theme::LIGHT };
    for (words, color) in [("was missed: Version", palette.warning), ("is in production now", palette.text)] {
        let is_it = |shape: &&egui::epaint::TextShape| shape.galley.text().contains(words);
        let shapes = desk.harness.output().shapes.iter().filter_map(|it| match &it.shape {
            egui::Shape::Text(text) => Some(text),
            _ => None,
        });
        let shape = shapes.into_iter().find(is_it).unwrap_or_else(|| panic!("{words:?} is not drawn"));
        assert_eq!(shape.galley.job.sections[0].format.color, color, "{words}");
    }
    for (name, version) in [("Show Monday menu", IN_TEST), ("Show Shared load", IDEA)] {
        desk.click(name);
        assert_eq!(desk.shown(), version);
    }
}
