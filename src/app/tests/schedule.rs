//! Planned productions, read-only versions and versions changed outside, putting a backup back, and the history of the project.

use std::sync::Arc;

use chrono::{NaiveDateTime, TimeZone as _, Utc};
use egui::{Key, Modifiers};

use crate::digest::{digest, is_changed_outside};
use crate::lifecycle::Act;
use crate::model::{Action, ActionId, Plan, Project, Status, VersionId};

use super::lifecycle::{BACKUP, IDEA, IN_TEST, LIVE, add_after_start, confirm_test, page, page_of, press, version};
use super::support::{Desk, claims};
use crate::app::command::{BottomPane, Command, PageCommand, PaneCommand, Tab};
use crate::app::shell::dialog::Dialog;

const DATE: &str = "Date, as in 2026-12-24";
const TIME: &str = "Time, as in 06:00";

/// Sunday noon in Paris.
fn on_sunday() -> Desk {
    let mut desk = page();
    desk.state_mut().window.now = Box::new(|| Utc.with_ymd_and_hms(2026, 11, 22, 11, 0, 0).unwrap());
    desk
}

fn planned(desk: &Desk, id: VersionId) -> Option<String> {
    version(desk, id).info.planned.as_ref().map(|plan| plan.at.to_string())
}

#[test]
fn a_production_is_scheduled_by_a_click_moved_and_removed() {
    let mut desk = on_sunday();
    press(&mut desk, IN_TEST, Act::Schedule);
    desk.assert_says("Times are in the zone Europe/Paris, where it is Sunday 22 November 2026, 12:00 now.");
    assert!(!desk.is_enabled("Schedule"), "no date yet");
    desk.click("Tomorrow 06:00");
    desk.assert_says("Monday 23 November 2026, 06:00");
    desk.click("Schedule");
    assert_eq!(planned(&desk, IN_TEST).unwrap(), "2026-11-23 06:00:00");
    desk.label("Planned");
    desk.assert_says("This version has been put in scheduled production for Monday 23 November 2026, 06:00.");
    desk.assert_says("Automatic production of version Monday menu on Monday 23 November 2026, 06:00");
    // Again: the fields contain the existing plan.
    press(&mut desk, IN_TEST, Act::Schedule);
    desk.assert_says("It replaces Monday 23 November 2026, 06:00.");
    desk.write(DATE, "2026-12-24");
    desk.write(TIME, "9:15");
    desk.click("Schedule");
    assert_eq!(planned(&desk, IN_TEST).unwrap(), "2026-12-24 09:15:00");
    press(&mut desk, IN_TEST, Act::RemoveFromSchedule);
    assert_eq!(planned(&desk, IN_TEST), None);
    assert!(!desk.text().contains("Automatic production"));
    let log: Vec<_> = desk.project().activity.iter().rev().take(3).map(|it| it.what.as_str()).collect();
    assert_eq!(log.len(), 3);
    assert!(log[0].contains("Removed version") && log[2].contains("Scheduled the production"), "{log:?}");
}

#[test]
fn a_time_that_occurs_twice_means_the_first_and_says_so() {
    let mut desk = on_sunday();
    press(&mut desk, IDEA, Act::Schedule);
    desk.write(DATE, "2027-10-31");
    desk.write(TIME, "03:00");
    assert!(!desk.text().contains("comes twice"));
    desk.write(TIME, "02:30");
    desk.assert_says("occurs twice that night, as the clocks are put back; the first one counts");
    assert!(desk.is_enabled("Schedule"));
}

#[test]
fn invalid_times_are_reported_while_typing() {
    let mut desk = on_sunday();
    press(&mut desk, IDEA, Act::Schedule);
    desk.click("Tomorrow 06:00");
    desk.click("Schedule");
    press(&mut desk, IN_TEST, Act::Schedule);
    assert!(!desk.has("Next Monday 06:00"), "which is tomorrow");
    let button = desk.rect("Schedule");
    desk.click("Today 14:00");
    desk.assert_says("Sunday 22 November 2026, 14:00");
    assert_eq!(desk.rect("Schedule"), button, "the dialog keeps its size");
    for (date, time, why) in [
        ("2026-11-23", "20:00", "Version \"Shared load\" is planned for the same date already."),
        ("2027-03-28", "02:30", "does not exist in Europe/Paris: the clocks are put forward then."),
        ("2026-11-22", "11:59", "is over already."),
        ("24.12.2026", "06:00", "A date is needed, such as 2026-12-25."),
        ("2027-02-30", "06:00", "February 2027 has 28 days."),
        ("2026-12-24", "6", "A time is needed, such as 08:30."),
    ] {
        desk.write(DATE, date);
        desk.write(TIME, time);
        desk.assert_says(why);
        assert!(!desk.is_enabled("Schedule"), "{date} {time}");
        assert_eq!(desk.rect("Schedule"), button, "the dialog keeps its size");
    }
    desk.write(TIME, "12:01");
    desk.write(DATE, "2026-11-22");
    assert!(desk.is_enabled("Schedule"));
    desk.key(Modifiers::NONE, Key::Escape);
    assert!(desk.state().session.dialog.is_none());
    assert_eq!(planned(&desk, IN_TEST), None);
}

#[test]
fn present_problems_are_mentioned_but_do_not_prevent_a_plan() {
    let mut desk = on_sunday();
    add_after_start(&mut desk, "to_queue");
    desk.command(Command::Page(PageCommand::Open(Tab::Routing(super::lifecycle::CLAIMS))));
    press(&mut desk, IDEA, Act::Schedule);
    desk.assert_says("would keep it out of production today.");
    desk.click("Tomorrow 06:00");
    assert!(desk.is_enabled("Schedule"));
    desk.click("Show the problems");
    assert!(desk.state().session.dialog.is_none());
    assert_eq!((desk.shown(), desk.state().window.panes.bottom_panel), (IDEA, BottomPane::Problems));
    assert_eq!(planned(&desk, IDEA), None);
}

#[test]
fn plans_are_shown_in_order_and_missed_ones_with_their_reason() {
    let mut project = claims();
    let mut plan = |id: VersionId, at: &str, missed: Option<&str>| {
        let at: NaiveDateTime = at.parse().unwrap();
        let version = Arc::make_mut(project.versions.get_mut(&id).unwrap());
        version.info.planned = Some(Plan { at, missed: missed.map(str::to_owned) });
    };
    plan(IN_TEST, "2099-11-24T06:00:00", None);
    plan(IDEA, "2026-11-02T06:00:00", Some("It is blank."));
    let desk = page_of(project);
    desk.label("Planned");
    desk.label("Missed");
    desk.assert_says("The production planned for Monday 2 November 2026, 06:00 was missed: It is blank.");
    let text = desk.text();
    let automatic: std::collections::BTreeSet<_> =
        text.lines().filter(|line| line.starts_with("Automatic production")).collect();
    assert_eq!(automatic.len(), 1, "{automatic:?}");
}

/// The claims line, with a version changed in its file.
fn changed(id: VersionId, change: impl FnOnce(&mut crate::model::Version)) -> Project {
    let mut project = claims();
    change(Arc::make_mut(project.versions.get_mut(&id).unwrap()));
    project
}

#[test]
fn a_read_only_version_offers_a_copy() {
    let mut desk = page();
    desk.command(Command::Page(PageCommand::Open(Tab::Version(LIVE))));
    desk.assert_says("This version is in production and read-only.");
    assert!(!desk.has("Accept as it is…"));
    desk.click("Duplicate to edit");
    assert_eq!(version(&desk, desk.shown()).info.status, Status::InDevelopment);
    assert_eq!(version(&desk, desk.shown()).flow, version(&desk, LIVE).flow);
}

#[test]
fn a_version_that_was_changed_outside_is_copied_or_accepted() {
    let project = changed(LIVE, |version| version.info.description = "Changed by hand".to_owned());
    let mut desk = page_of(project);
    desk.label("Changed outside");
    desk.command(Command::Page(PageCommand::Open(Tab::Version(LIVE))));
    desk.assert_says("changed outside of Signalbox");
    desk.click("Copy into development");
    let copy = desk.shown();
    assert_eq!(version(&desk, copy).info.description, "Changed by hand");
    assert_eq!(version(&desk, copy).info.status, Status::InDevelopment);
    desk.command(Command::Page(PageCommand::Open(Tab::Version(LIVE))));
    desk.click(Act::Accept.words());
    desk.click("Cancel");
    assert!(is_changed_outside(version(&desk, LIVE)));
    desk.click(Act::Accept.words());
    desk.click("Accept");
    assert!(!is_changed_outside(version(&desk, LIVE)));
    assert!(!desk.has(Act::Accept.words()));
    let last = desk.project().activity.last().unwrap();
    assert_eq!(last.what, "Accepted version \"Autumn menu\" of \"Claims line\" as it was changed outside.");
}

#[test]
fn a_backup_with_an_error_is_asked_about_twice() {
    let project = changed(BACKUP, |version| {
        let mut unknown = Action::new(ActionId(900), "from_the_future");
        unknown.title = "Oracle".to_owned();
        version.flow.actions.insert(unknown.id, Arc::new(unknown));
        version.info.digest = Some(digest(version));
    });
    let mut desk = page_of(project);
    press(&mut desk, BACKUP, Act::PutBack);
    let found = desk.findings();
    assert!(found.list.iter().any(|it| it.text.contains("does not know the kind")), "{found:?}");
    let place = found.list[0].place.clone();
    desk.click("Put back into production");
    assert_eq!(version(&desk, BACKUP).info.status, Status::InBackup);
    assert!(desk.question().title.contains("although it has an error"), "{:?}", desk.question());
    desk.click("Cancel");
    assert_eq!(version(&desk, BACKUP).info.status, Status::InBackup);
    press(&mut desk, BACKUP, Act::PutBack);
    desk.click(&format!("Show {place}"));
    assert_eq!((desk.shown(), desk.selected()), (BACKUP, vec![ActionId(900)]));
    desk.command(Command::Page(PageCommand::Open(Tab::Routing(super::lifecycle::CLAIMS))));
    press(&mut desk, BACKUP, Act::PutBack);
    desk.click("Put back into production");
    desk.click("Put back anyway");
    assert_eq!(version(&desk, BACKUP).info.status, Status::InProduction);
    assert_eq!(version(&desk, LIVE).info.status, Status::InBackup);
}

#[test]
fn the_history_lists_changes_newest_first() {
    let mut desk = on_sunday();
    press(&mut desk, IDEA, Act::PutInTest);
    confirm_test(&mut desk);
    press(&mut desk, IDEA, Act::RemoveFromTest);
    desk.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::History)));
    let lines = |desk: &Desk| -> Vec<String> {
        let text = desk.text();
        text.lines().filter(|line| line.starts_with("22 Nov 2026, 12:00")).map(str::to_owned).collect()
    };
    let all = lines(&desk);
    assert!(all[0].ends_with("Removed version \"Shared load\" of \"Claims line\" from test."), "{all:?}");
    assert!(
        all[1].contains(
            "Put version \"Shared load\" of \"Claims line\" in test. Version \"Monday menu\" is no longer in test."
        ),
        "{all:?}"
    );
    desk.write("Find in the history", "REMOVED");
    assert_eq!(lines(&desk), all[..1]);
    desk.write("Find in the history", "nobody did this");
    desk.assert_says("No entries match");
}

#[test]
fn a_long_history_lays_out_only_visible_rows() {
    let mut project = claims();
    let line = |second: u32| crate::model::Activity {
        at: Utc.timestamp_opt(i64::from(second), 0).unwrap(),
        who: "mia".to_owned(),
        what: format!("Deed {second}."),
    };
    project.activity = (0..20_000).map(line).collect();
    let mut desk = page_of(project);
    desk.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::History)));
    desk.assert_says("Deed 19999.");
    assert!(desk.text().matches("Deed ").count() < 60, "only what is in view");
    assert!(!matches!(desk.state().session.dialog, Some(Dialog::Findings(_))));
}
