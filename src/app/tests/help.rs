//! The help beside the work, and the tour of the first start.

use egui::{Key, Modifiers};

use super::files::folder;
use super::support::{Desk, VERSION};
use crate::app::command::{Command, HelpCommand, Tab};
use crate::app::services::preferences::Preferences;

#[test]
fn f1_shows_the_help_and_hides_it() {
    let mut desk = Desk::on_small();
    desk.key(Modifiers::NONE, Key::F1);
    assert!(desk.has("First steps") && desk.has("Search the help"));
    desk.key(Modifiers::NONE, Key::F1);
    assert!(!desk.has("First steps"));
}

#[test]
fn a_page_is_found_read_and_left() {
    let mut desk = Desk::on_small();
    desk.command(Command::Help(HelpCommand::Toggle));
    desk.write("Search the help", "holidays");
    desk.click("Opening hours and holidays");
    desk.assert_says("exceptions such as holidays");
    desk.click("All pages");
    assert!(desk.has("Build a tree"));
    desk.click("Back");
    desk.assert_says("exceptions such as holidays");
    desk.write("Search the help", "zebra");
    desk.assert_says("No page has these words.");
}

#[test]
fn a_link_leads_to_its_page() {
    let mut desk = Desk::on_small();
    desk.command(Command::Help(HelpCommand::Show("guide/hours")));
    desk.click("Test a schedule");
    desk.assert_says("Exceptions with a branch");
    let project = desk.project().clone();
    assert_eq!(*desk.project(), project);
}

#[test]
fn the_form_leads_to_the_page_of_its_kind() {
    let mut desk = Desk::on_small();
    desk.select(&["Welcome"]);
    desk.click("Help: Voice announcement");
    desk.assert_says("Keys in use");
    assert!(desk.has("All pages"));
}

#[test]
fn a_question_mark_shows_the_keys_unless_it_is_text() {
    let mut desk = Desk::on_small();
    desk.type_text("?");
    desk.assert_says("Run a command");
    assert!(desk.has("All pages"));
    let mut desk = Desk::on_small();
    desk.select(&["Welcome"]);
    desk.write("Title", "Open?");
    assert!(!desk.has("All pages"));
    assert!(desk.has_action("Open?"));
}

fn first_start(folder: &std::path::Path) -> Desk {
    let mut desk = Desk::of_user(Preferences::load_from(Some(folder.join("preferences.json"))), &folder.join("views"));
    desk.settle();
    desk
}

#[test]
fn the_tour_comes_at_the_first_start_and_leads_to_a_call() {
    let place = folder();
    let mut desk = first_start(place.path());
    desk.assert_says("1 of 5");
    // The window opens a version at once; elsewhere the tour does.
    assert!(matches!(desk.state().session.tab, Tab::Version(_)) && !desk.has("Open a version"));
    desk.command(Command::open_tab(Tab::Settings));
    desk.click("Open a version");
    assert!(matches!(desk.state().session.tab, Tab::Version(_)));
    desk.assert_says("2 of 5");
    desk.click_nth("Start a call", 1);
    assert!(desk.state().parts.simulation.run().is_some());
    desk.assert_says("3 of 5");
    desk.click("Next");
    desk.click("Next");
    desk.assert_says("5 of 5");
    desk.click("Leave the tour");
    assert_eq!(desk.state().window.tour, None);
    desk.exit();
    let mut again = first_start(place.path());
    assert_eq!(again.state().window.tour, None);
    again.command(Command::Help(HelpCommand::Tour(Some(0))));
    again.assert_says("1 of 5");
}

#[test]
fn somebody_who_has_projects_sees_no_tour() {
    let place = folder();
    let mut preferences = Preferences::load_from(Some(place.path().join("preferences.json")));
    preferences.remember(&place.path().join("mine.ron"));
    assert!(!preferences.is_first_start());
    let desk = Desk::on_small();
    assert_eq!(desk.state().window.tour, None);
    assert_eq!(desk.shown(), VERSION);
}
