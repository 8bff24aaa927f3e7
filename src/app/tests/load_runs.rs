//! Load runs in the window: a scenario is painted, played, compared with people ill, and shown on the canvas; its customers are played.

use std::sync::Arc;

use egui::{Key, Modifiers};

use super::support::{Desk, claims};
use crate::app::command::{BottomPane, Command, FileCommand, LoadCommand, New, Tab, Way};
use crate::load::WhatIf;
use crate::model::scenario::Amount;
use crate::model::{ResourceKind, Scenario, ScenarioId, VersionId};

/// The example with its busy Monday, played twice, with the page of the scenario shown.
fn desk() -> (Desk, ScenarioId) {
    let mut project = claims();
    let id = *project.scenarios.keys().next().unwrap();
    let scenario = Arc::make_mut(project.scenarios.get_mut(&id).unwrap());
    scenario.replications = 2;
    let mut desk = Desk::on(project);
    desk.command(Command::open_tab(Tab::Scenario(id)));
    (desk, id)
}

fn scenario(desk: &Desk, id: ScenarioId) -> &Scenario {
    &desk.project().scenarios[&id]
}

/// The arrivals of Monday at half past nine.
fn at_half_past_nine(desk: &Desk, id: ScenarioId) -> Amount {
    scenario(desk, id).arrivals[0].week[0][19]
}

#[test]
fn a_scenario_is_played_and_two_who_are_ill_make_it_worse() {
    let (mut desk, id) = desk();
    desk.assert_says("Run the scenario: it plays its contacts through the real flow");
    desk.click("Run");
    desk.assert_says("Where customers give up");
    for words in ["Claims desk", "Gave up", "Service level", "Most give up at "] {
        desk.assert_says(words);
    }
    desk.click("Nobody is ill");
    for who in ["Chloé", "David"] {
        desk.click(who);
    }
    desk.key(Modifiers::NONE, Key::Escape);
    desk.assert_says("Chloé and David are ill");
    desk.assert_says("What is different has not been played yet");
    desk.click("Run both");
    desk.assert_says("As planned, and 2 ill: Chloé, David");
    let played = desk.state().session.loads.of(id).unwrap();
    let (_, other) = played.what_if.as_ref().unwrap();
    let answered = |load: &crate::load::Load| load.total.queues.values().map(|it| it.answered).sum::<u64>();
    assert!(answered(other) < answered(&played.load));
    assert_eq!(other.total.contacts - other.total.retries, played.load.total.contacts - played.load.total.retries);
    // Nothing of this is part of the project.
    assert!(!desk.state().session.document.is_changed());
    desk.click("Reset");
    desk.assert_says("What happens");
}

#[test]
fn a_change_of_the_scenario_shows_beside_what_came_of_it() {
    let (mut desk, id) = desk();
    desk.click("Run");
    desk.write("Replications", "3");
    assert_eq!(scenario(&desk, id).replications, 3);
    desk.assert_says("The scenario or the project has changed since. Run it again.");
    desk.assert_says("Where customers give up");
    desk.click("Run");
    assert!(!desk.text().contains("has changed since"));
    assert_eq!(desk.state().session.loads.of(id).unwrap().load.replications.len(), 3);
}

#[test]
fn arrivals_are_painted_by_keys_and_typed_as_text() {
    let (mut desk, id) = desk();
    assert_eq!(at_half_past_nine(&desk, id), Amount::whole(36));
    desk.write("Arrivals on Monday, as text", "9:00 24, 9:30 50.5, 10:00 0");
    desk.key(Modifiers::NONE, Key::Enter);
    assert_eq!(at_half_past_nine(&desk, id), Amount(5_050));
    assert_eq!(scenario(&desk, id).arrivals[0].week[0].len(), 20);
    let bars = |desk: &Desk| {
        let names =
            desk.names().into_iter().find(|name| name.starts_with("Arrivals on Monday, ") && name.contains(": "));
        names.expect("the bars")
    };
    assert_eq!(bars(&desk), "Arrivals on Monday, 9:00–9:30: 24");
    let rect = desk.rect("Arrivals on Monday, 9:00–9:30: 24");
    // A click sets the bar that is clicked: the last half hour of the day, at half of the height.
    desk.click_at(rect.right_center() - egui::vec2(2.0, 8.0), egui::PointerButton::Primary);
    assert!(bars(&desk).starts_with("Arrivals on Monday, 23:30–24:00: "), "{}", bars(&desk));
    assert!(scenario(&desk, id).arrivals[0].week[0][47].0 > 0);
    for key in [Key::ArrowLeft, Key::ArrowUp, Key::ArrowUp, Key::ArrowDown] {
        desk.key(Modifiers::NONE, key);
    }
    assert_eq!(bars(&desk), "Arrivals on Monday, 23:00–23:30: 1");
    assert_eq!(scenario(&desk, id).arrivals[0].week[0][46], Amount::whole(1));
    desk.click("Copy to weekdays");
    let week = &scenario(&desk, id).arrivals[0].week;
    assert_eq!((week.len(), &week[4]), (5, &week[0]));
}

#[test]
fn a_text_that_is_not_understood_changes_nothing_and_says_so() {
    let (mut desk, id) = desk();
    let before = scenario(&desk, id).clone();
    desk.write("Arrivals on Monday, as text", "9:10 24");
    desk.assert_says("\"9:10\" is no beginning of a half hour");
    desk.key(Modifiers::NONE, Key::Tab);
    assert_eq!(*scenario(&desk, id), before);
}

#[test]
fn the_canvas_shows_how_many_pass_and_a_customer_who_gave_up_is_played() {
    let (mut desk, id) = desk();
    desk.click("Run");
    let who = desk.names().into_iter().find(|name| name.starts_with("Play customer 1 at ")).expect("a customer");
    desk.click("Show on the canvas");
    let version = desk.shown();
    assert_eq!(desk.version(version).info.name, "Autumn menu");
    desk.assert_says("The figures are contacts in a replication, on average.");
    let scene = &desk.view(version).scene.as_ref().unwrap().1;
    let hovers: Vec<&str> = scene.cards.iter().flat_map(|card| &card.marks).map(|mark| mark.hover.as_str()).collect();
    assert!(hovers.iter().any(|hover| hover.contains("% of all customers give up here")), "{hovers:?}");
    desk.click("Show the scenario");
    desk.click(&who);
    assert_eq!(desk.state().window.panes.bottom_panel, BottomPane::Simulation);
    let run = desk.state().parts.simulation.run().expect("the customer is played");
    assert_eq!(run.outcome().map(crate::catalog::Outcome::words), Some("Abandoned"));
    desk.click("Hide the load run");
    assert_eq!(desk.state().session.loads.on_canvas, None, "{id}");
}

#[test]
fn a_run_can_be_stopped_and_another_version_can_be_tried() {
    let (mut desk, id) = desk();
    let monday = desk.project().versions.values().find(|it| it.info.name == "Monday menu").unwrap().id;
    let what_if = WhatIf { version: Some(monday), ..WhatIf::default() };
    desk.command(Command::Load(LoadCommand::Run(id, Box::new(what_if))));
    let passed =
        |load: &crate::load::Load, version: VersionId| load.total.passages.keys().any(|(at, _)| at.version == version);
    let played = desk.state().session.loads.of(id).unwrap();
    let (_, other) = played.what_if.as_ref().unwrap();
    assert!(passed(other, monday) && !passed(&played.load, monday));
    desk.command_at_once(Command::Load(LoadCommand::Run(id, Box::default())));
    desk.command_at_once(Command::Load(LoadCommand::Stop));
    desk.settle();
    assert!(!desk.state().session.loads.is_busy());
}

#[test]
fn a_customer_of_what_is_different_is_played_as_there() {
    let (mut desk, id) = desk();
    let of_name = |name: &str| desk.project().versions.values().find(|it| it.info.name == name).unwrap().id;
    let (monday, autumn) = (of_name("Monday menu"), of_name("Autumn menu"));
    let what_if = WhatIf { version: Some(monday), ..WhatIf::default() };
    desk.command(Command::Load(LoadCommand::Run(id, Box::new(what_if))));
    for (way, version) in [(Way::WhatIf, monday), (Way::Planned, autumn)] {
        let load = desk.state().session.loads.of(id).unwrap().in_way(way).unwrap();
        let passages = &load.total.passages;
        let of_version = passages.iter().filter(|((at, _), _)| at.version == version);
        let (_, contact) = of_version.flat_map(|(_, it)| &it.examples).next().expect("an example");
        desk.command(Command::Load(LoadCommand::Play(id, way, *contact)));
        let run = desk.state().parts.simulation.run().expect("the customer is played");
        assert_eq!(run.scene.version.id, version);
        assert!(run.outcome().is_some());
    }
}

#[test]
fn a_scenario_is_created_where_something_arrives_and_deleted_again() {
    let (mut desk, _) = desk();
    let before = desk.project().scenarios.len();
    desk.command(Command::New(New::Scenario));
    let Tab::Scenario(id) = desk.state().session.tab else { panic!("{:?}", desk.state().session.tab) };
    assert_eq!(desk.project().scenarios.len(), before + 1);
    let new = scenario(&desk, id);
    assert_eq!(new.arrivals[0].entry_point.name, "Claims number");
    assert!(crate::load::check(desk.project(), new).is_ok());
    desk.click("Delete");
    assert_eq!(desk.project().scenarios.len(), before);
    desk.ctrl(Key::Z);
    assert!(desk.project().scenarios.contains_key(&id));
    assert!(desk.project().resources_of(ResourceKind::Queue).next().is_some());
}

#[test]
fn a_scenario_that_names_what_is_gone_says_so() {
    let (mut desk, id) = desk();
    let mut changed = scenario(&desk, id).clone();
    changed.arrivals.clear();
    desk.command(Command::edit(crate::edit::Edit::StoreScenario { scenario: Box::new(changed) }));
    desk.click("Run");
    desk.assert_says("Nothing arrives on the days of the scenario");
}

#[test]
fn the_staff_that_is_needed_is_found_and_used() {
    let (mut desk, id) = desk();
    let mut few = scenario(&desk, id).clone();
    few.percent = 10;
    desk.command(Command::edit(crate::edit::Edit::StoreScenario { scenario: Box::new(few) }));
    desk.click("Find the staff");
    desk.assert_says("80 % within 20 s");
    desk.assert_says("If one is ill");
    desk.click("Use in the scenario");
    let used = &scenario(&desk, id).queues[0];
    let crate::model::scenario::Staff::EachHalfHour(counts) = &used.staff else { panic!("{used:?}") };
    // Somebody is needed while calls come, from half past eight on, and nobody at night.
    assert!(
        counts[17..35].iter().all(|count| *count > 0) && counts[..17].iter().all(|count| *count == 0),
        "{counts:?}"
    );
    // What was found belongs to the scenario as it was.
    assert!(desk.has("Find the staff"));
}

#[test]
fn who_gets_how_many_is_audited() {
    let (mut desk, id) = desk();
    desk.click("Give 3,000 contacts");
    let of = desk.project().resources_of(ResourceKind::Queue).next().unwrap().id;
    let revision = desk.state().session.document.revision();
    let found = desk.state().session.load_checks.audit(revision, id, of).unwrap().clone();
    let found = found.as_ref().as_ref().unwrap();
    let given: u64 = found.people.iter().map(|person| person.contacts).sum();
    assert_eq!(given + u64::from(found.nobody), 3_000);
    for person in &found.people {
        desk.assert_says(&person.name);
        desk.assert_says(&format!("{:.1} %", person.share * 100.0));
    }
}

#[test]
fn a_scenario_is_learned_from_a_file_of_past_contacts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("autumn.csv");
    let rows = "time,entry_point,answers,outcome,handling_s,room\n\
                2026-11-16T10:00:00,claims_number,press 1,Person,200,a\n\
                2026-11-16T10:10:00,claims_number,press 5,Person,400,b\n";
    crate::storage::replace_file(&path, rows.as_bytes()).unwrap();
    let (mut desk, _) = desk();
    assert!(desk.has("Learn from a CSV…"));
    desk.command(Command::File(FileCommand::LearnScenario(Some(path.clone()))));
    desk.assert_says("Learned from 2 contacts, from 2026-11-16 to 2026-11-16");
    desk.assert_says("\"room\"");
    desk.click("Close");
    let learned = desk.project().scenarios.values().find(|it| it.name == "autumn").cloned().expect("it is stored");
    assert_eq!(desk.state().session.tab, Tab::Scenario(learned.id));
    assert_eq!(learned.arrivals[0].week[0][20], Amount::whole(2));
    // The name is taken now.
    desk.command(Command::File(FileCommand::LearnScenario(Some(path.clone()))));
    desk.click("Close");
    assert!(desk.project().scenarios.values().any(|it| it.name == "autumn (copy)"));
    // A file that cannot be read changes nothing.
    let before = desk.project().scenarios.len();
    crate::storage::replace_file(&path, b"time,entry_point\nyesterday,claims_number\n").unwrap();
    desk.command(Command::File(FileCommand::LearnScenario(Some(path))));
    desk.assert_says("Nothing was learned");
    desk.assert_says("Line 2");
    assert_eq!(desk.project().scenarios.len(), before);
}
