//! Recovery: unsaved work is kept, found after a crash, and never written over the file automatically.

use egui::{Key, Modifiers};

use crate::edit::Edit;

use super::*;
use crate::app::App;
use crate::app::services::preferences::Preferences;
use crate::app::shell::act;

fn rename_at_once(desk: &mut Desk, name: &str) {
    let edit = Edit::DescribeVersion { version: VERSION, name: name.to_owned(), description: String::new() };
    desk.command_at_once(Command::edit(edit));
}

#[test]
fn work_is_kept_a_second_after_the_last_edit() {
    let place = Place::new();
    let mut desk = place.saved();
    assert_eq!(place.kept(), [""; 0].map(PathBuf::from));
    rename_at_once(&mut desk, "Changed");
    for _ in 0..4 {
        desk.empty_frame();
        assert!(desk.state().services.keeper.finish());
        assert!(place.kept().is_empty());
    }
    desk.empty_frame();
    assert!(desk.state().services.keeper.finish());
    assert_eq!(place.kept_names(), ["Changed"]);
    assert_eq!(place.name_on_disk(), "My copy");
}

#[test]
fn during_steady_editing_work_is_kept_every_ten_seconds() {
    let place = Place::new();
    let mut desk = place.saved();
    let mut written = Vec::new();
    for quarter in 0..100 {
        rename_at_once(&mut desk, &format!("Edit {quarter}"));
        desk.empty_frame();
        assert!(desk.state().services.keeper.finish());
        let now = place.kept_names();
        if written.last() != Some(&now) && !now.is_empty() {
            written.push(now);
        }
    }
    assert_eq!(written.len(), 2, "{written:?}");
    assert_eq!(written[0], ["Edit 40"]);
}

#[test]
fn a_window_at_rest_is_not_drawn() {
    let place = Place::new();
    let mut desk = place.saved();
    rename(&mut desk, "Changed");
    pause(&mut desk);
    desk.settle();
    assert!(desk.repaint_delay() > Duration::from_hours(1), "{:?}", desk.ctx().repaint_causes());
    std::thread::sleep(Duration::from_millis(300));
    assert!(!desk.ctx().has_requested_repaint(), "the file is looked at, and nothing is new");
}

#[test]
fn saved_or_discarded_work_is_not_kept() {
    let place = Place::new();
    let mut desk = place.saved();
    rename(&mut desk, "Changed");
    pause(&mut desk);
    assert_eq!(place.kept().len(), 1);
    desk.ctrl(Key::S);
    pause(&mut desk);
    assert!(place.kept().is_empty());
    rename(&mut desk, "Again");
    pause(&mut desk);
    desk.ctrl(Key::N);
    assert_eq!(place.kept().len(), 1, "it is only asked");
    desk.click("Discard");
    pause(&mut desk);
    assert!(place.kept().is_empty());
}

#[test]
fn edits_made_while_saving_stay_kept_with_the_new_file() {
    let place = Place::new();
    let mut desk = place.saved();
    rename(&mut desk, "First");
    desk.command_at_once(Command::save());
    rename_at_once(&mut desk, "Second");
    desk.settle();
    pause(&mut desk);
    assert_eq!((place.kept_names(), place.name_on_disk().as_str()), (vec!["Second".to_owned()], "First"));
    crash(desk, &place);
    assert!(listing(&place.desk()).rows[0].lines[1].ends_with("The file on disk is as it was."));
}

#[test]
fn closing_keeps_only_work_that_was_not_discarded() {
    let place = Place::new();
    let mut desk = place.saved();
    rename(&mut desk, "Changed");
    pause(&mut desk);
    desk.ctrl(Key::Q);
    desk.click("Discard");
    assert!(desk.is_closed);
    desk.exit();
    assert!(place.kept().is_empty());
    // The desktop may end a window without a question.
    let mut desk = place.opened();
    rename_at_once(&mut desk, "Changed");
    desk.empty_frame();
    assert!(place.kept().is_empty());
    desk.exit();
    assert_eq!(place.kept_names(), ["Changed"]);
    assert!(!place.file().with_file_name(".hotel.ron.lock").exists());
}

#[test]
fn work_left_by_a_crash_is_listed_and_opens_as_unsaved_changes() {
    let place = Place::new();
    let mut desk = place.saved();
    rename(&mut desk, "Changed");
    pause(&mut desk);
    crash(desk, &place);
    let mut desk = place.desk();
    let row = &listing(&desk).rows[0];
    assert_eq!(row.title, "hotel.ron");
    assert_eq!(row.lines[0], place.file().to_string_lossy());
    assert!(row.lines[1].starts_with("Kept at ") && row.lines[1].ends_with("The file on disk is as it was."));
    desk.click("Later");
    assert_eq!(place.kept_names(), ["Changed"]);
    desk.click("File");
    desk.click_menu("Recovered work…");
    desk.click("Open");
    assert_eq!(desk.state().session.file.path, Some(place.file()));
    assert_eq!(desk.version(VERSION).info.name, "Changed");
    assert!(desk.state().session.must_ask());
    assert_eq!((place.name_on_disk().as_str(), place.kept_names().len()), ("My copy", 1));
    desk.ctrl(Key::S);
    pause(&mut desk);
    assert_eq!((place.name_on_disk().as_str(), place.kept_names().len()), ("Changed", 0));
    assert!(!desk.state().session.document.is_changed());
}

#[test]
fn work_left_by_a_crash_is_listed_once_the_last_project_is_open() {
    let place = Place::new();
    let mut desk = place.saved();
    rename(&mut desk, "Changed");
    pause(&mut desk);
    crash(desk, &place);
    let ctx = egui::Context::default();
    let folder = folder();
    let mut preferences = Preferences::load_from(Some(folder.path().join("preferences.json")));
    preferences.remember(&place.file());
    let mut app = App::new(&ctx, preferences, None);
    app.shell.state.services.keeper.start(Some(place.state()), &ctx);
    assert!(app.shell.state.services.keeper.finish());
    // The mark of the project is not written yet, so the project is not opened yet either.
    act::take_jobs(&mut app.shell.state, &ctx);
    assert!(
        app.shell.state.window.open_on_start.is_some() && app.shell.state.session.dialog.is_none(),
        "{:?}",
        app.shell.state.session.dialog
    );
    let begun = std::time::Instant::now();
    while app.shell.state.session.file.path.is_none() || app.shell.state.session.dialog.is_none() {
        assert!(
            begun.elapsed() < Duration::from_mins(1),
            "{:?}, {:?}",
            app.shell.state.session.file.path,
            app.shell.state.session.dialog
        );
        act::layout::follow(&mut app.shell.state, &ctx);
        act::take_jobs(&mut app.shell.state, &ctx);
    }
    assert!(matches!(app.shell.state.session.dialog, Some(Dialog::Listing(_))), "{:?}", app.shell.state.session.dialog);
}

#[test]
fn work_on_a_file_that_changed_since_never_overwrites_it_automatically() {
    for is_gone in [false, true] {
        let place = Place::new();
        let mut desk = place.saved();
        rename(&mut desk, "Mine");
        pause(&mut desk);
        crash(desk, &place);
        place.save_outside("Theirs");
        if is_gone {
            std::fs::rename(place.file(), place.file().with_file_name("renamed.ron")).unwrap();
        }
        let mut desk = place.desk();
        let words = if is_gone { "The file on disk is gone." } else { "The file on disk has been changed since." };
        assert!(listing(&desk).rows[0].lines[1].ends_with(words), "{:?}", listing(&desk).rows);
        desk.click("Open");
        desk.ctrl(Key::S);
        if is_gone {
            assert_eq!(desk.question().title, "hotel.ron no longer exists");
            assert!(!place.file().exists());
            desk.click("Create again");
            assert_eq!(place.name_on_disk(), "Mine");
        } else {
            assert_eq!(desk.question().title, "hotel.ron was changed by somebody else");
            assert_eq!(place.name_on_disk(), "Theirs");
        }
    }
}

#[test]
fn work_that_was_never_saved_opens_untitled() {
    let place = Place::new();
    let mut desk = place.desk();
    rename(&mut desk, "Changed");
    pause(&mut desk);
    crash(desk, &place);
    let mut desk = place.desk();
    assert!(listing(&desk).rows[0].lines[0].ends_with("It was never saved."));
    desk.click("Open");
    assert_eq!((&desk.state().session.file.path, desk.version(VERSION).info.name.as_str()), (&None, "Changed"));
    assert!(desk.state().session.must_ask());
}

#[test]
fn two_crashes_in_a_row_leave_both() {
    let place = Place::new();
    let mut desk = place.saved();
    rename(&mut desk, "First");
    pause(&mut desk);
    crash(desk, &place);
    let mut desk = place.desk();
    desk.click("Later");
    rename(&mut desk, "Second");
    pause(&mut desk);
    crash(desk, &place);
    assert_eq!(place.kept_names(), ["First", "Second"]);
    // Opened and still unsaved work survives a crash, too.
    let mut desk = place.desk();
    assert_eq!(listing(&desk).rows.len(), 2);
    desk.click_nth("Open", 0);
    assert!(desk.notices().contains("1 more with unsaved work"), "{}", desk.notices());
    crash(desk, &place);
    assert_eq!(place.kept_names(), ["First", "Second"]);
    assert_eq!(listing(&place.desk()).rows.len(), 2);
}

#[test]
fn two_states_of_one_file_can_be_distinguished() {
    let place = Place::new();
    for name in ["Older", "Newer"] {
        let mut desk = place.saved_or_opened();
        rename(&mut desk, name);
        if name == "Newer" {
            let caller = Box::new(crate::model::Caller { name: "Zoe".to_owned(), ..Default::default() });
            desk.command(Command::edit(Edit::StoreCaller { caller }));
        }
        pause(&mut desk);
        crash(desk, &place);
    }
    let desk = place.desk();
    let rows = &listing(&desk).rows;
    let routing = &desk.project().routing_of(VERSION).unwrap().name;
    let older = format!("Changed: version of {routing} \"Older\".");
    let newer = format!("Changed: version of {routing} \"Newer\"; new: caller \"Zoe\".");
    assert_eq!((&rows[0].lines[2], &rows[1].lines[2]), (&newer, &older), "newest first");
    let words = rows[0].lines[1].split(' ').nth(2).unwrap();
    assert_eq!(words.split(':').count(), 3, "to the second: {words}");
}

#[test]
fn recovered_work_of_a_missing_file_is_no_recent_project() {
    let place = Place::new();
    let mut desk = place.saved();
    rename(&mut desk, "Mine");
    pause(&mut desk);
    crash(desk, &place);
    std::fs::remove_file(place.file()).unwrap();
    let mut desk = place.desk();
    desk.state_mut().window.preferences.recent = vec![place.file()];
    desk.click("Open");
    assert_eq!((name_of(&desk), desk.state().window.preferences.recent.len()), ("Mine", 0));
    desk.ctrl(Key::S);
    desk.click("Create again");
    assert_eq!(desk.state().window.preferences.recent, [place.file()]);
}

fn name_of(desk: &Desk) -> &str {
    &desk.version(VERSION).info.name
}

#[test]
fn discarding_asks_once() {
    let place = Place::new();
    let mut desk = place.saved();
    rename(&mut desk, "Changed");
    pause(&mut desk);
    crash(desk, &place);
    let mut desk = place.desk();
    desk.click("Discard…");
    desk.click("Keep it");
    desk.click("Discard…");
    assert_eq!(place.kept().len(), 1);
    desk.click("Discard");
    pause(&mut desk);
    assert!(place.kept().is_empty());
    assert!(desk.state().session.dialog.is_none() && desk.state().services.keeper.found.is_empty());
}

#[test]
fn a_damaged_recovery_file_is_listed_until_the_user_discards_it() {
    let place = Place::new();
    let mut desk = place.saved();
    rename(&mut desk, "Changed");
    pause(&mut desk);
    crash(desk, &place);
    let kept = place.kept().remove(0);
    let text = std::fs::read(&kept).unwrap();
    crate::storage::replace_file(&kept, &text[..text.len() / 2]).unwrap();
    let mut desk = place.desk();
    assert_eq!(listing(&desk).rows[0].title, "A damaged recovery file");
    desk.click("Try to open");
    assert_eq!(desk.question().title, "This file cannot be opened");
    desk.click("Close");
    assert!(kept.exists());
    desk.command(Command::File(crate::app::command::FileCommand::ListFound));
    desk.click("Discard…");
    desk.click("Discard");
    pause(&mut desk);
    assert!(!kept.exists());
}

#[test]
fn the_open_project_is_asked_about_before_found_work_takes_its_place() {
    let place = Place::new();
    let mut desk = place.saved();
    rename(&mut desk, "Found");
    pause(&mut desk);
    crash(desk, &place);
    let mut desk = place.desk();
    desk.key(Modifiers::NONE, Key::Escape);
    rename(&mut desk, "Mine");
    desk.command(Command::File(crate::app::command::FileCommand::ListFound));
    desk.click("Open");
    assert!(desk.question().title.starts_with("Save the changes to "));
    assert_eq!(desk.version(VERSION).info.name, "Mine");
    desk.click("Discard");
    assert_eq!(desk.version(VERSION).info.name, "Found");
}

#[test]
fn work_opened_in_another_window_is_reported() {
    let place = Place::new();
    let mut desk = place.saved();
    rename(&mut desk, "Changed");
    pause(&mut desk);
    crash(desk, &place);
    let (mut first, mut second) = (place.desk(), place.desk());
    assert_eq!((listing(&first).rows.len(), listing(&second).rows.len()), (1, 1));
    first.click("Open");
    pause(&mut first);
    second.click("Open");
    assert!(
        second.question().lines[0].starts_with("Another window of Signalbox has already opened"),
        "{:?}",
        second.question()
    );
    second.click("Close");
    second.command(Command::File(crate::app::command::FileCommand::ListFound));
    assert!(second.state().session.dialog.is_none(), "nothing is left to be listed");
}

#[test]
fn a_missing_recovery_folder_is_reported() {
    let folder = folder();
    let blocked = folder.path().join("state");
    crate::storage::replace_file(&blocked, b"a file in the way").unwrap();
    let mut desk = Desk::on(small());
    let ctx = desk.ctx().clone();
    desk.state_mut().services.keeper.start(Some(blocked), &ctx);
    until(&mut desk, |desk| desk.notices().contains("Unsaved work cannot be kept in case of a crash."));
}

#[test]
fn work_of_a_killed_process_is_offered() {
    let place = Place::new();
    for round in 0..3 {
        let mut child = child("recovery::works_until_it_is_killed", place.folder.path());
        wait_for((), |()| place.kept().len() > round);
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(place.name_on_disk(), "My copy");
    }
    let mut desk = place.desk();
    assert_eq!(listing(&desk).rows.len(), 3);
    desk.click_nth("Open", 1);
    assert_eq!(desk.version(VERSION).info.name, "Killed");
    assert_eq!(desk.state().cx().read_only_because(), None, "the lock of a killed process is free");
}

/// Run by the test above.
#[test]
#[ignore = "run by another test, in a process of its own"]
fn works_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let mut desk = Desk::on(small());
    start(&mut desk, &folder.join("state"));
    desk.key(Modifiers::NONE, Key::Escape);
    let file = folder.join("work").join("hotel.ron");
    if file.exists() {
        desk.command(Command::open(file));
    } else {
        desk.command(Command::save_as());
        choose(&mut desk, &file, "Save");
    }
    rename(&mut desk, "Killed");
    loop {
        pause(&mut desk);
        std::thread::sleep(Duration::from_millis(20));
    }
}
