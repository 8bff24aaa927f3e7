//! Earlier saves can be opened, and a broken file is repaired or replaced by a good copy of it.

#![allow(clippy::disallowed_methods, reason = "tests lay out files as other programs would")]

use egui::Key;

use super::*;

#[test]
fn earlier_saves_open_as_untitled_copies() {
    let place = Place::new();
    let mut desk = place.saved();
    for name in ["First", "Second"] {
        rename(&mut desk, name);
        desk.ctrl(Key::S);
        assert!(desk.state().services.keeper.finish());
    }
    desk.click("File");
    desk.click_menu("Earlier saves…");
    assert_eq!(listing(&desk).title, "Earlier saves of hotel.ron");
    assert_eq!(listing(&desk).rows.len(), 3);
    desk.click_nth("Open a copy", 1);
    assert_eq!(desk.version(VERSION).info.name, "First");
    assert_eq!(desk.state().session.file.path, None);
    assert!(desk.state().session.must_ask());
    assert_eq!(place.name_on_disk(), "Second");
}

#[test]
fn only_the_last_ten_saves_are_listed() {
    let place = Place::new();
    let mut desk = place.saved();
    for round in 0..12 {
        rename(&mut desk, &format!("Save {round}"));
        desk.ctrl(Key::S);
    }
    assert!(desk.state().services.keeper.finish());
    desk.command(Command::File(crate::app::command::FileCommand::EarlierSaves));
    assert_eq!(listing(&desk).rows.len(), 10);
}

#[test]
fn an_inconsistent_file_is_repaired_as_an_unsaved_change() {
    let place = Place::new();
    place.saved().exit();
    let text = std::fs::read_to_string(place.file()).unwrap();
    let broken = text.replacen("To(3)", "To(77)", 1);
    assert_ne!(text, broken);
    std::fs::write(place.file(), &broken).unwrap();
    let mut desk = place.opened();
    let question = desk.question();
    assert_eq!(question.title, "hotel.ron was repaired");
    assert!(question.lines.iter().any(|line| line.contains("the link is cut")), "{:?}", question.lines);
    desk.click("Close");
    assert!(desk.state().session.must_ask());
    assert_eq!(std::fs::read_to_string(place.file()).unwrap(), broken, "the file waits for a save");
    desk.ctrl(Key::S);
    assert_eq!(&place.on_disk(), &**desk.project());
}

/// The file in two saves, then overwritten by `broken`.
fn broken(broken: &[u8]) -> Place {
    let place = Place::new();
    let mut desk = place.saved();
    rename(&mut desk, "Second");
    desk.ctrl(Key::S);
    desk.exit();
    std::fs::write(place.file(), broken).unwrap();
    place
}

#[test]
fn a_broken_file_offers_its_readable_copies() {
    for bytes in [&b""[..], b"#![schema = \"signalbox/2\"]\n(nonsense"] {
        let place = broken(bytes);
        let mut desk = place.opened();
        let found = listing(&desk);
        assert_eq!(found.title, "This file cannot be opened");
        let titles: Vec<&str> = found.rows.iter().map(|row| row.title.as_str()).collect();
        assert!(titles[0].starts_with("Saved at "), "{titles:?}");
        assert_eq!(titles[1..], ["The copy next to it, from one save before"]);
        desk.click_nth("Open", 1);
        assert_eq!(desk.version(VERSION).info.name, "My copy");
        assert_eq!(desk.state().session.file.path, None);
        assert!(desk.state().session.must_ask());
        assert_eq!(std::fs::read(place.file()).unwrap(), bytes);
    }
}

#[test]
fn unsaved_work_of_a_broken_file_is_offered_too() {
    let place = Place::new();
    let mut desk = place.saved();
    rename(&mut desk, "Unsaved");
    pause(&mut desk);
    crash(desk, &place);
    std::fs::write(place.file(), "").unwrap();
    let mut desk = place.desk();
    desk.click("Later");
    desk.command(Command::open(place.file()));
    assert!(listing(&desk).rows[0].title.starts_with("Unsaved work of "), "{:?}", listing(&desk));
    desk.click_nth("Open", 0);
    assert_eq!(desk.state().session.dialog, None, "{}", desk.text());
    assert_eq!(desk.version(VERSION).info.name, "Unsaved");
    // The file that it is based on is broken now, so even this save asks.
    desk.ctrl(Key::S);
    assert_eq!(desk.question().title, "hotel.ron was changed by somebody else");
}
