//! The program fails: the work is kept, the window goes on without what failed, and the user is told. The hook belongs to a whole
//! process, so each of these runs in one of its own.

use egui::Key;

use super::*;
use crate::app::keeper::View;
use crate::app::keeper::panic::{MOST_PANICS, install, planted::PANICS};

const VIEWS: [View; 7] = [View::Frame, View::Bars, View::Tree, View::Bottom, View::Page, View::Dialog, View::Commands];

#[track_caller]
fn succeeds(test: &str) {
    let folder = folder();
    let done = child(&format!("panics::{test}"), folder.path()).wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    let wrong = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && said.contains("1 passed"), "{said}\n{wrong}");
}

/// In a child only.
fn desk() -> Option<(Place, Desk)> {
    std::env::var_os(FOLDER)?;
    let place = Place::new();
    let mut desk = place.saved();
    install(desk.state().keeper.last_words(), &desk.ctx().clone());
    desk.may_panic = true;
    Some((place, desk))
}

#[test]
fn a_panic_in_any_view_costs_no_work() {
    succeeds("each_view_panics");
}

#[test]
#[ignore = "run by another test, in a process of its own"]
fn each_view_panics() {
    for view in VIEWS {
        let Some((place, mut desk)) = desk() else { return };
        let name = format!("Before {view:?}");
        rename_and_look(&mut desk, &name);
        let page = desk.state().tab;
        assert!(place.kept().is_empty(), "a second has not passed");
        PANICS.set((view, 1));
        desk.empty_frame();
        assert_eq!(place.kept_names(), [name.as_str()], "the hook keeps it at once");
        desk.settle();
        assert_eq!(place.name_on_disk(), "My copy");
        let question = desk.question();
        assert_eq!(question.title, "Something went wrong");
        assert!(question.lines.iter().any(|line| line.contains(&format!("planted in {view:?}"))), "{question:?}");
        assert!(question.lines.iter().any(|line| line.contains("panic.rs:")), "{question:?}");
        assert_eq!(desk.state().panels.tree, view != View::Tree);
        assert_eq!(desk.state().panels.bottom, view != View::Bottom);
        assert_eq!(desk.state().tab == page, view != View::Page);
        // The window works: the project can be saved elsewhere.
        desk.click("Save as…");
        let mine = place.file().with_file_name("mine.ron");
        choose(&mut desk, &mine, "Save");
        assert_eq!(crate::storage::load(&mine).unwrap().0.project.versions[&VERSION].info.name, name);
        assert_eq!(desk.state().keeper.panics, 0);
        pause(&mut desk);
        assert!(place.kept().is_empty(), "it is saved");
    }
}

/// A change that is drawn once.
fn rename_and_look(desk: &mut Desk, name: &str) {
    let edit =
        crate::edit::Edit::DescribeVersion { version: VERSION, name: name.to_owned(), description: String::new() };
    desk.command_at_once(Command::edit(edit));
    desk.empty_frame();
}

#[test]
fn three_panics_in_a_row_end_the_program_and_the_work_stays() {
    succeeds("panics_again_and_again");
}

#[test]
#[ignore = "run by another test, in a process of its own"]
fn panics_again_and_again() {
    let Some((place, mut desk)) = desk() else { return };
    rename_and_look(&mut desk, "Changed");
    PANICS.set((View::Bars, MOST_PANICS - 1));
    desk.empty_frame();
    desk.empty_frame();
    assert!(!desk.state().keeper.is_over());
    desk.settle();
    assert_eq!(desk.state().keeper.panics, 0, "two, and then it went well");
    PANICS.set((View::Bars, MOST_PANICS));
    for _ in 0..MOST_PANICS {
        assert!(!desk.is_closed);
        desk.empty_frame();
    }
    assert!(desk.is_closed, "nothing asks any more");
    desk.exit();
    assert_eq!(place.kept_names(), ["Changed"]);
    assert_eq!(place.name_on_disk(), "My copy");
}

#[test]
fn a_panic_in_the_background_is_told() {
    succeeds("a_thread_panics");
}

#[test]
#[ignore = "run by another test, in a process of its own"]
fn a_thread_panics() {
    let Some((place, mut desk)) = desk() else { return };
    rename_and_look(&mut desk, "Changed");
    std::thread::spawn(|| panic!("planted in a thread")).join().unwrap_err();
    assert_eq!(place.kept_names(), ["Changed"]);
    until(&mut desk, |desk| desk.notices().contains("works in the background has failed"));
    desk.ctrl(Key::S);
    assert_eq!(place.name_on_disk(), "Changed");
}
