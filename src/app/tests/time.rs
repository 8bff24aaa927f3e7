//! The time machine in the window: the moment, the lines, what the canvas lights, a call at a moment, and *When is this branch open?*

use std::sync::Arc;

use chrono::{DateTime, Utc};
use egui::{Key, Modifiers, PointerButton};
use egui_kittest::kittest::NodeT as _;

use super::support::{Desk, claims};
use crate::app::command::{BottomPane, Command, PageCommand, PaneCommand, Tab, TimeCommand, TimeSpan};
use crate::model::{ActionId, ActionRef, Plan, RowId, VersionId};

/// The version of the claims line in production, and its schedule: Monday to Thursday 08:30–18:00, Friday to 17:00, in Paris.
const LIVE: VersionId = VersionId(22);
const HOURS: ActionId = ActionId(2);

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The claims line on Monday 23 November 2026, 10:00 in Paris, with the Time pane.
fn desk() -> Desk {
    let mut desk = Desk::on(claims());
    show_time(&mut desk);
    desk
}

fn show_time(desk: &mut Desk) {
    desk.state_mut().window.now = Box::new(|| utc("2026-11-23T09:00:30Z"));
    desk.command(Command::open_tab(Tab::Version(LIVE)));
    desk.click("Time");
    assert_eq!(desk.state().window.panes.bottom_panel, BottomPane::Time);
}

fn at(desk: &Desk) -> DateTime<Utc> {
    desk.state().session.time.at((desk.state().window.now)())
}

/// What a screen reader says of a branch of the schedule.
fn said(desk: &Desk, branch: &str) -> String {
    let name = format!("Branch {branch} of Opening hours");
    let nodes = desk.nodes();
    let node = nodes.iter().find(|node| node.accesskit_node().label().as_deref() == Some(&name)).expect("the port");
    node.accesskit_node().description().unwrap_or_default()
}

#[test]
fn the_canvas_lights_what_is_open_at_the_moment_shown() {
    let mut desk = desk();
    assert_eq!(at(&desk), utc("2026-11-23T09:00:00Z"));
    desk.assert_says("Mon 23 Nov 2026, 10:00");
    let lit = |desk: &Desk, action: u32| {
        desk.view(LIVE).lit.as_ref().is_some_and(|(_, lit)| lit.0.contains(&u64::from(action)))
    };
    let is_taken = |desk: &Desk, branch: &str| said(desk, branch).ends_with(", taken at the moment shown");
    assert!(is_taken(&desk, "Open") && said(&desk, "Closed").ends_with(", not taken at the moment shown"));
    // Open leads to action 3, Closed to action 5.
    assert!(lit(&desk, 3));
    desk.command(Command::Time(TimeCommand::Go(Some(utc("2026-11-23T17:00:00Z")))));
    assert!(is_taken(&desk, "Closed") && !is_taken(&desk, "Open"));
    assert!(lit(&desk, 5) && !lit(&desk, 3));
    desk.assert_says("Opening hours, Closed: taken at this moment");
    desk.click("Now");
    assert!(is_taken(&desk, "Open") && lit(&desk, 3));
    desk.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::Problems)));
    assert!(!said(&desk, "Open").contains("moment"));
    assert!(desk.state().session.time.open(desk.state().session.document.revision(), LIVE).is_none());
}

#[test]
fn a_moment_is_typed_and_what_is_none_stays_with_what_is_wrong() {
    const FIELD: &str = "Day and time shown";
    let mut desk = desk();
    let typed = |desk: &Desk| desk.input(FIELD).accesskit_node().value().unwrap_or_default();
    assert_eq!(typed(&desk), "2026-11-23 10:00");
    // Paris is an hour ahead of UTC in winter, and two in summer.
    desk.write(FIELD, "2026-12-24 18:30");
    assert_eq!(at(&desk), utc("2026-12-24T17:30:00Z"));
    desk.assert_says("Thu 24 Dec 2026, 18:30");
    desk.write(FIELD, "2027-07-01T08:15");
    assert_eq!(at(&desk), utc("2027-07-01T06:15:00Z"));
    for (wrong, why) in [
        ("soon", "Type a day and a time, such as 2026-12-25 14:00."),
        ("2026-12-24 1830", "Type a day and a time, such as 2026-12-25 14:00."),
        ("2027-02-29 10:00", "February 2027 has 28 days."),
    ] {
        desk.write(FIELD, wrong);
        desk.assert_says(why);
        assert_eq!((typed(&desk).as_str(), at(&desk)), (wrong, utc("2027-07-01T06:15:00Z")));
        // It stays there after the field is left.
        desk.key(Modifiers::NONE, Key::Tab);
        assert_eq!(typed(&desk), wrong);
        desk.assert_says(why);
    }
    // Another moment takes its place.
    desk.click("One week back");
    assert_eq!(typed(&desk), "2027-06-24 08:15");
    assert!(!desk.text().contains("February 2027"));
    desk.write(FIELD, "");
    desk.key(Modifiers::NONE, Key::Tab);
    assert_eq!(typed(&desk), "2027-06-24 08:15");
    // The night in which the clocks go on has no half past two.
    desk.write(FIELD, "2027-03-28 02:30");
    desk.key(Modifiers::NONE, Key::Tab);
    assert_eq!((typed(&desk).as_str(), at(&desk)), ("2027-03-28 03:30", utc("2027-03-28T01:30:00Z")));
}

#[test]
fn a_band_is_clicked_to_start_a_call_there() {
    let mut desk = desk();
    let name = "Opening hours, Open: Tue 24 Nov 2026, 08:30–18:00";
    let band = desk.rect(name);
    desk.click_at(band.center(), PointerButton::Primary);
    // The middle between 08:30 and 18:00 is 13:15 in Paris.
    let clicked = at(&desk);
    assert!((clicked - utc("2026-11-24T12:15:00Z")).abs() <= chrono::TimeDelta::minutes(30), "{clicked}");
    let start =
        desk.names().into_iter().find(|name| name.starts_with("Start a call here: Tue 24 Nov 2026, 1")).unwrap();
    desk.click(&start);
    assert_eq!(desk.state().window.panes.bottom_panel, BottomPane::Simulation);
    let run = desk.state().parts.simulation.run().expect("a call is started");
    assert_eq!(run.scene.started, clicked);
    // A restart keeps the moment; another world has its own.
    desk.command(Command::Sim(crate::app::command::SimCommand::Restart));
    assert_eq!(desk.state().parts.simulation.run().unwrap().scene.started, clicked);
    let world = desk.state().parts.simulation.world;
    desk.command(Command::Sim(crate::app::command::SimCommand::SetWorld(world)));
    assert_ne!(desk.state().parts.simulation.run().unwrap().scene.started, clicked);
}

#[test]
fn a_band_is_reached_and_opened_by_keys() {
    let mut desk = desk();
    let name = "Opening hours, Open: Wed 25 Nov 2026, 08:30–18:00";
    for _ in 0..200 {
        desk.key(Modifiers::NONE, Key::Tab);
        if desk.focused().as_deref() == Some(name) {
            break;
        }
    }
    assert_eq!(desk.focused().as_deref(), Some(name));
    desk.key(Modifiers::NONE, Key::Enter);
    assert_eq!(at(&desk), utc("2026-11-25T07:30:00Z"));
    desk.click("Start a call here: Wed 25 Nov 2026, 08:30");
    let run = desk.state().parts.simulation.run().expect("a call is started");
    assert_eq!(run.scene.started, utc("2026-11-25T07:30:00Z"));
}

#[test]
fn a_call_that_is_started_while_the_hours_are_closed_finds_them_closed() {
    let mut desk = desk();
    desk.command(Command::Time(TimeCommand::Go(Some(utc("2026-12-25T10:00:00Z")))));
    desk.click("Start a call here");
    let run = desk.state().parts.simulation.run().expect("a call is started");
    let passed: Vec<u32> = run.beats().iter().filter_map(|beat| beat.place).map(|place| place.action.0).collect();
    assert!(passed.contains(&5), "{passed:?}");
    // A call that is started in the usual way goes by its world again.
    desk.command(Command::Sim(crate::app::command::SimCommand::Start(LIVE)));
    assert_ne!(desk.state().parts.simulation.run().unwrap().scene.started, utc("2026-12-25T10:00:00Z"));
}

#[test]
fn a_conversation_is_started_in_its_own_words() {
    let example = crate::app::services::examples::ALL.iter().find(|it| it.name == "airline_after_sales.ron").unwrap();
    let mut desk = Desk::on(crate::storage::read(example.text.as_bytes()).unwrap().project);
    let version = *desk.project().versions.keys().last().unwrap();
    desk.command(Command::open_tab(Tab::Version(version)));
    desk.click("Time");
    desk.command(Command::Time(TimeCommand::Go(Some(utc("2026-11-24T03:00:00Z")))));
    desk.click("Start a conversation here");
    assert_eq!(desk.state().parts.simulation.run().expect("it is started").scene.started, utc("2026-11-24T03:00:00Z"));
}

#[test]
fn the_moment_is_moved_by_keys_and_by_the_pointer() {
    let mut desk = desk();
    let ruler = desk.rect("Moment");
    desk.click_at(ruler.center(), PointerButton::Primary);
    // The middle of the week from Monday 23 November is Thursday at noon, in Paris.
    assert_eq!(at(&desk), utc("2026-11-26T11:00:00Z"));
    desk.key(Modifiers::NONE, Key::ArrowRight);
    assert_eq!(at(&desk), utc("2026-11-26T12:00:00Z"));
    desk.key(Modifiers::SHIFT, Key::ArrowLeft);
    assert_eq!(at(&desk), utc("2026-11-25T12:00:00Z"));
    desk.key(Modifiers::NONE, Key::Home);
    assert_eq!(at(&desk), utc("2026-11-22T23:00:00Z"));
    desk.key(Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(at(&desk), utc("2026-11-22T22:00:00Z"));
    // The week before is shown now.
    assert_eq!(desk.state().session.time.bounds(at(&desk)).0, utc("2026-11-15T23:00:00Z"));
    let (from, to) = (ruler.center(), ruler.right_center() - egui::vec2(20.0, 0.0));
    desk.drag(from, to);
    let dragged = at(&desk);
    assert!(dragged > utc("2026-11-22T12:00:00Z") && dragged < utc("2026-11-22T23:00:00Z"), "{dragged}");
    assert_eq!(desk.focused().as_deref(), Some("Moment"));
}

#[test]
fn days_weeks_and_years_are_shown_and_turned() {
    let mut desk = desk();
    desk.click("Day");
    assert!(desk.has("Opening hours, Closed: Mon 23 Nov 2026, 18:00–24:00"), "{:?}", desk.names());
    desk.click("One day on");
    assert_eq!(at(&desk), utc("2026-11-24T09:00:00Z"));
    desk.click("Year");
    assert_eq!(desk.state().session.time.span(), TimeSpan::Year);
    // Successive days with the same hours are one band. On 24 December the office closes at noon.
    assert!(desk.has("Opening hours, Open: Mon 21 Dec – Wed 23 Dec 2026, 08:30–18:00"), "{:?}", desk.names());
    assert!(desk.has("Opening hours, Open: Thu 24 Dec 2026, 08:30–12:00"));
    desk.click("One year back");
    assert_eq!(at(&desk), utc("2025-11-24T09:00:00Z"));
    desk.click("Week");
    desk.click("One week back");
    assert_eq!(at(&desk), utc("2025-11-17T09:00:00Z"));
    desk.click("Now");
    assert_eq!(at(&desk), utc("2026-11-23T09:00:00Z"));
}

#[test]
fn when_a_branch_is_open_is_asked_at_its_port_and_by_a_command() {
    let mut desk = Desk::on(claims());
    desk.state_mut().window.now = Box::new(|| utc("2026-11-23T09:00:30Z"));
    desk.command(Command::open_tab(Tab::Version(LIVE)));
    let port = desk.port("Closed", "Opening hours");
    desk.click_at(port, PointerButton::Secondary);
    desk.click("When is this branch open?");
    assert_eq!(desk.state().window.panes.bottom_panel, BottomPane::Time);
    assert_eq!(desk.state().session.time.asked(), Some((ActionRef { version: LIVE, action: HOURS }, "closed")));
    desk.assert_says(
        "Opening hours, Closed: Mon 23 Nov 2026, 00:00–08:30; Mon 23 Nov 2026, 18:00 – Tue 24 Nov 2026, 08:30;",
    );
    // A branch of an action that does not ask for the time has no such item.
    desk.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::Problems)));
    let other = desk.flow().actions.values().find(|action| action.kind == "to_queue").unwrap().id;
    desk.command(Command::Page(PageCommand::Reveal(ActionRef { version: LIVE, action: other })));
    let availability = |desk: &Desk| desk.state().cx().availability(&Command::Time(TimeCommand::AskSelected));
    assert!(availability(&desk).is_err());
    desk.command(Command::Page(PageCommand::Reveal(ActionRef { version: LIVE, action: HOURS })));
    assert!(availability(&desk).is_ok());
    desk.command(Command::Time(TimeCommand::AskSelected));
    assert_eq!(desk.state().window.panes.bottom_panel, BottomPane::Time);
    assert_eq!(desk.state().session.time.asked().map(|(_, branch)| branch.to_owned()), Some("open".to_owned()));
}

#[test]
fn the_command_asks_for_the_branch_with_the_focus() {
    let mut desk = desk();
    desk.command(Command::Page(PageCommand::Reveal(ActionRef { version: LIVE, action: HOURS })));
    for _ in 0..300 {
        desk.key(Modifiers::NONE, Key::Tab);
        if desk.focused().as_deref() == Some("Branch Closed of Opening hours") {
            break;
        }
    }
    assert_eq!(desk.focused().as_deref(), Some("Branch Closed of Opening hours"));
    desk.command(Command::Time(TimeCommand::AskSelected));
    assert_eq!(desk.state().session.time.asked(), Some((ActionRef { version: LIVE, action: HOURS }, "closed")));
}

#[test]
fn a_planned_production_is_marked_and_named() {
    let mut project = claims();
    let routing = project.versions[&LIVE].info.routing;
    let (id, version) = project
        .versions
        .iter_mut()
        .find(|(_, it)| it.info.routing == routing && !it.info.status.is_read_only())
        .unwrap();
    let id = *id;
    let version = Arc::make_mut(version);
    version.info.planned = Some(Plan { at: "2026-11-25T06:00:00".parse().unwrap(), missed: None });
    let name = version.info.name.clone();
    let mut desk = Desk::on(project);
    show_time(&mut desk);
    let flag = format!("Planned production of “{name}” on Wednesday 25 November 2026, 06:00");
    assert!(desk.has(&flag), "{:?}", desk.names());
    let then = format!("In production then: {name}");
    assert!(!desk.has(&then));
    desk.command(Command::Time(TimeCommand::Go(Some(utc("2026-11-25T05:00:00Z")))));
    desk.click(&then);
    assert_eq!(desk.shown(), id);
    assert_eq!(at(&desk), utc("2026-11-25T05:00:00Z"), "the moment stays");
    desk.assert_says("In production then");
    desk.command(Command::open_tab(Tab::Version(LIVE)));
    desk.click(&flag);
    assert_eq!(desk.shown(), id);
}

#[test]
fn overlaps_and_gaps_have_names() {
    let mut project = claims();
    let version = Arc::make_mut(project.versions.get_mut(&LIVE).unwrap());
    let action = Arc::make_mut(version.flow.actions.get_mut(&HOURS).unwrap());
    action.kind = "schedule_branches".to_owned();
    action.last_row = RowId(2);
    action.params = ron::from_str(
        r#"{"schedules": Rows([
        (id: 1, cells: {"name": Text("Day"), "hours": Text("week"), "week": Text("Mon–Fri 8–18")}),
        (id: 2, cells: {"name": Text("Evening"), "hours": Text("week"), "week": Text("daily 17–22")})])}"#,
    )
    .unwrap();
    let mut desk = Desk::on(project);
    show_time(&mut desk);
    for name in [
        "Opening hours, Evening: Mon 23 Nov 2026, 17:00–18:00, overlap: Day is taken",
        "Opening hours, Evening: Mon 23 Nov 2026, 18:00–22:00",
        "Opening hours, Any other time: Mon 23 Nov 2026, 00:00–08:00, no schedule is open",
        "Opening hours, Any other time (gap): not taken at this moment",
    ] {
        assert!(desk.has(name), "{name}: {:?}", desk.names());
    }
}

#[test]
fn lines_are_never_shown_for_another_revision() {
    let mut desk = desk();
    let now = at(&desk);
    let known = |desk: &Desk, revision: u64| desk.state().session.time.strip((revision, LIVE), now).is_some();
    let before = desk.state().session.document.revision();
    assert!(known(&desk, before));
    let edit = crate::edit::Edit::DescribeVersion {
        version: VersionId(23),
        name: "Another".to_owned(),
        description: String::new(),
    };
    desk.command_at_once(Command::Answered(Box::new(edit), None));
    let after = desk.state().session.document.revision();
    assert!(after != before && !known(&desk, after));
    desk.settle();
    assert!(known(&desk, after) && !known(&desk, before));
}

#[test]
fn a_version_without_schedules_says_so() {
    let mut project = claims();
    let version = Arc::make_mut(project.versions.get_mut(&LIVE).unwrap());
    version.flow.actions.remove(&HOURS);
    let mut desk = Desk::on(project);
    show_time(&mut desk);
    desk.assert_says("No action of this version asks for the time, so it is the same at every moment.");
    desk.command(Command::open_tab(Tab::Settings));
    desk.assert_says("Open a version to see when its schedules are open.");
}
