//! Files of an older format: recovered work, others who have the file open, and saves by others.

use super::*;
use crate::storage::older_schema;

/// Rewrites the file as a program of schema 1 wrote it.
fn make_old(place: &Place) -> Vec<u8> {
    let text = std::fs::read_to_string(place.file()).unwrap().replacen("signalbox/2", "signalbox/1", 1);
    crate::storage::replace_file(&place.file(), text.as_bytes()).unwrap();
    text.into_bytes()
}

fn old_file() -> (Place, Vec<u8>) {
    let place = Place::new();
    drop(place.saved());
    let bytes = make_old(&place);
    (place, bytes)
}

#[test]
fn recovered_work_of_an_unconverted_file_converts_it_only_by_a_save() {
    let (place, before) = old_file();
    let mut desk = place.opened();
    desk.click("Continue");
    rename(&mut desk, "Changed");
    pause(&mut desk);
    assert_eq!(place.kept_names(), ["Changed"]);
    crash(desk, &place);
    assert_eq!(std::fs::read(place.file()).unwrap(), before);
    let mut desk = place.desk();
    press(&mut desk, "Open");
    desk.settle();
    assert_eq!(desk.title(), "• hotel.ron (format 1, converted by the first save) – Signalbox");
    desk.assert_says("It has format 1.");
    desk.click("Continue");
    assert_eq!(desk.version(VERSION).info.name, "Changed");
    desk.command(Command::save());
    assert_eq!((place.name_on_disk().as_str(), older_schema(&place.file())), ("Changed", None));
    assert_eq!(desk.title(), "hotel.ron – Signalbox");
    let kept = PathBuf::from(format!("{}~", place.file().display()));
    assert_eq!(std::fs::read(kept).unwrap(), before);
    // The former file is also among the earlier saves, where further saves do not replace it at once.
    assert!(desk.state().services.keeper.finish());
    let folders = std::fs::read_dir(place.state().join("saved")).unwrap().map(|it| it.unwrap().path());
    let files = folders.flat_map(|folder| std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()));
    assert_eq!(files.filter(|path| std::fs::read(path).unwrap() == before).count(), 1);
}

#[test]
fn an_unconverted_file_that_another_window_has_open_stays_locked() {
    let (place, before) = old_file();
    let mut first = place.opened();
    first.click("Continue");
    let mut second = place.opened();
    assert_eq!(second.question().title, "hotel.ron is open elsewhere");
    second.click("Open read-only");
    assert!(second.title().contains("read-only, format 1"), "{}", second.title());
    second.click("Continue");
    second.command(Command::save());
    assert_eq!(std::fs::read(place.file()).unwrap(), before, "only who has the lock converts it");
    first.command(Command::save());
    assert_eq!(older_schema(&place.file()), None);
}

#[test]
fn a_file_that_somebody_else_has_converted_is_not_overwritten_unasked() {
    let (place, _) = old_file();
    let mut desk = place.opened();
    desk.click("Continue");
    place.save_outside("Converted elsewhere");
    rename(&mut desk, "Mine");
    desk.command(Command::save());
    assert_eq!(desk.question().title, "hotel.ron was changed by somebody else");
    assert_eq!(place.name_on_disk(), "Converted elsewhere");
}
