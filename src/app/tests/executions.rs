//! Test executions: which runs are recorded, the list of a version, and replays.
#![allow(clippy::disallowed_methods, reason = "tests plant files that cannot be read")]

use std::path::Path;

use chrono::DateTime;
use egui::Role;

use crate::edit::Edit;
use crate::model::Execution;

use super::files::folder;
use super::support::{Desk, VERSION, small};
use crate::app::command::{BottomPane, Command, ExecutionsCommand, PageCommand, SimCommand, Tab};

/// The small project, whose version is in test, with a folder for executions.
fn desk_in(folder: &Path) -> Desk {
    let mut desk = Desk::new();
    desk.state_mut().services.executions.folder = Some(folder.to_owned());
    desk.put(small());
    desk.command(Command::Page(PageCommand::Open(Tab::Version(VERSION))));
    desk
}

fn call(desk: &mut Desk, answers: &[&str]) {
    desk.command(Command::Sim(SimCommand::Start(VERSION)));
    for answer in answers {
        desk.command(Command::Sim(SimCommand::Answer((*answer).to_owned())));
    }
}

fn kept(desk: &Desk) -> &[Execution] {
    desk.state().services.executions.of(VERSION)
}

fn look(desk: &mut Desk, nth: usize) {
    let at = kept(desk)[nth].at;
    desk.command(Command::Executions(VERSION, ExecutionsCommand::ShowHistory));
    desk.command(Command::Executions(VERSION, ExecutionsCommand::Look(at)));
}

#[test]
fn a_run_in_test_is_kept_and_found_again() {
    let folder = folder();
    let mut desk = desk_in(folder.path());
    desk.click_role(Role::Tab, "Test history");
    desk.assert_says("No test executions yet.");
    desk.click_role(Role::Tab, "Tree");
    call(&mut desk, &[]);
    assert!(kept(&desk).is_empty(), "it has not ended");
    desk.command(Command::Sim(SimCommand::Answer("hang up".to_owned())));
    assert_eq!(kept(&desk).len(), 1);
    call(&mut desk, &["press 1"]);
    desk.command(Command::Sim(SimCommand::ToEnd));
    assert_eq!(kept(&desk).len(), 2);
    // Further commands on a finished call record nothing more.
    desk.command(Command::Sim(SimCommand::Step));
    assert_eq!(kept(&desk).len(), 2);
    let newest = &kept(&desk)[0];
    assert_eq!(newest.answers[0].text, "press 1");
    assert!(newest.path.len() > 2 && !newest.outcome.is_empty() && newest.duration_ms > 0, "{newest:?}");
    desk.settle();
    // Another window, another day.
    let mut other = desk_in(folder.path());
    assert_eq!(kept(&other), kept(&desk));
    other.click_role(Role::Tab, "Test history 2");
    let path = newest_path(&other);
    let rows: Vec<String> = other.names().into_iter().filter(|name| name.contains(&path)).collect();
    assert_eq!(rows.len(), 1, "{rows:?}");
    other.click(&rows[0]);
    other.assert_says("The replay takes the same path.");
    assert_eq!(other.state().window.panes.bottom_panel, BottomPane::Simulation);
    assert_eq!(other.state().parts.simulation.run().unwrap().answers()[0], "press 1");
    assert_eq!(kept(&other).len(), 2, "a replay is no execution of its own");
}

fn newest_path(desk: &Desk) -> String {
    kept(desk)[0].path.join(" → ")
}

#[test]
fn a_call_taken_back_and_ended_differently_is_another_execution() {
    let folder = folder();
    let mut desk = desk_in(folder.path());
    desk.state_mut().window.now = Box::new(|| DateTime::from_timestamp(1_795_424_400, 0).unwrap());
    call(&mut desk, &["hang up"]);
    desk.command(Command::Sim(SimCommand::Back));
    desk.command(Command::Sim(SimCommand::Answer("hang up".to_owned())));
    assert_eq!(kept(&desk).len(), 1, "it is the same");
    desk.command(Command::Sim(SimCommand::Back));
    desk.command(Command::Sim(SimCommand::Answer("press 2".to_owned())));
    desk.command(Command::Sim(SimCommand::ToEnd));
    assert_eq!(kept(&desk).len(), 2);
    assert_ne!(kept(&desk)[0].at, kept(&desk)[1].at, "they are told apart by their time");
}

#[test]
fn versions_out_of_test_keep_nothing() {
    let folder = folder();
    let mut desk = desk_in(folder.path());
    desk.command(Command::edit(Edit::RemoveFromTest { version: VERSION }));
    call(&mut desk, &["hang up"]);
    assert!(kept(&desk).is_empty());
    assert!(!desk.has("Test history 1"));
}

#[test]
fn a_changed_tree_still_shows_the_original_run() {
    let folder = folder();
    let mut desk = desk_in(folder.path());
    call(&mut desk, &["hang up"]);
    let greeting = desk.action("voice_announcement").id;
    let trace = kept(&desk)[0].trace.clone();
    let (title, comment) = ("Another title".to_owned(), String::new());
    let caption = Edit::SetCaption { version: VERSION, action: greeting, title, comment, record_passage: true };
    desk.command(Command::edit(caption));
    desk.command(Command::Sim(SimCommand::Stop));
    look(&mut desk, 0);
    desk.assert_says("The tree has changed since.");
    let first = trace.lines().next().unwrap().trim_start();
    desk.assert_says(first);
    assert!(desk.state().parts.simulation.run().is_none(), "only when it is wanted");
    desk.click("Replay on the current tree");
    desk.assert_says("The tree has changed since");
    assert!(desk.state().parts.simulation.run().is_some());
    // A problem or a search result shows the tree.
    let place = crate::model::ActionRef { version: VERSION, action: greeting };
    desk.command(Command::Page(PageCommand::Reveal(place)));
    assert!(desk.has("Tidy") && !desk.text().contains("What happened then"));
}

#[test]
fn an_execution_by_other_rules_shows_its_stored_trace_and_is_not_replayed() {
    for (rules, words) in [(0, "an earlier"), (1, "an earlier"), (99, "a later")] {
        let folder = folder();
        let mut desk = desk_in(folder.path());
        call(&mut desk, &["hang up"]);
        desk.settle();
        let at = kept(&desk)[0].at + chrono::TimeDelta::seconds(1);
        let trace = "0:00  What happened under the rules of that time".to_owned();
        let old = Execution { at, rules, trace, ..kept(&desk)[0].clone() };
        let uid = desk.project().uid.clone();
        crate::storage::executions::keep(folder.path(), &uid, VERSION, old.clone()).unwrap();
        let mut desk = desk_in(folder.path());
        desk.command(Command::Sim(SimCommand::Stop));
        look(&mut desk, 0);
        desk.assert_says("What happened under the rules of that time");
        desk.assert_says(&format!("Recorded by the rules of {words} version of Signalbox"));
        assert!(!desk.has("Replay on the current tree"));
        assert!(desk.state().parts.simulation.run().is_none());
        // Neither does the command.
        desk.command(Command::Executions(VERSION, ExecutionsCommand::Replay(old.at)));
        assert!(desk.state().parts.simulation.run().is_none());
        assert!(desk.notices().contains("Recorded by the rules"), "{}", desk.notices());
    }
}

#[test]
fn a_replay_reports_an_answer_that_no_longer_fits() {
    let folder = folder();
    let mut desk = desk_in(folder.path());
    call(&mut desk, &["press 1"]);
    desk.command(Command::Sim(SimCommand::ToEnd));
    let menu = desk.action("voice_announcement").id;
    let mut version = desk.version(VERSION).clone();
    version.flow.actions.retain(|id, action| *id != menu || action.is_start());
    let mut project = (**desk.project()).clone();
    project.versions.insert(VERSION, std::sync::Arc::new(version));
    desk.put(project);
    desk.command(Command::Page(PageCommand::Open(Tab::Version(VERSION))));
    look(&mut desk, 0);
    desk.click("Replay on the current tree");
    desk.assert_says("the replay differs from the marked line on.");
    desk.assert_says("The replay stops here:");
}

#[test]
fn a_file_that_cannot_be_read_is_set_aside() {
    let folder = folder();
    let mut desk = desk_in(folder.path());
    call(&mut desk, &["hang up"]);
    desk.settle();
    let file = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
    std::fs::write(&file, "{ nonsense").unwrap();
    let mut other = desk_in(folder.path());
    assert!(kept(&other).is_empty());
    assert_eq!(other.notices(), "");
    call(&mut other, &["hang up"]);
    other.settle();
    assert_eq!(kept(&desk_in(folder.path())).len(), 1);
    assert_eq!(std::fs::read_to_string(file.with_extension("unreadable")).unwrap(), "{ nonsense");
}

#[test]
fn an_unwritable_folder_is_reported_and_loses_nothing_yet() {
    let folder = folder();
    let blocked = folder.path().join("blocked");
    std::fs::write(&blocked, "a file, no folder").unwrap();
    let mut desk = desk_in(&blocked);
    call(&mut desk, &["hang up"]);
    desk.settle();
    assert!(desk.notices().contains("until you close the window"), "{}", desk.notices());
    assert_eq!(kept(&desk).len(), 1);
}
