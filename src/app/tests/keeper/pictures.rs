//! Pictures of the questions and messages about files and unsaved work, in the folder named by `PICTURES`.

#![allow(clippy::disallowed_methods, reason = "tests lay out files as other programs would")]

use egui::{Key, Vec2};

use crate::storage::lock::{Holder, acquire};

use super::*;
use crate::app::command::{FileCommand, PageCommand};

struct Camera {
    folder: PathBuf,
    theme: &'static str,
}

impl Camera {
    fn take(&self, desk: &mut Desk, name: &str) {
        desk.settle();
        desk.harness.render().unwrap().save(self.folder.join(format!("{name}_{}.png", self.theme))).unwrap();
    }

    fn desk(&self, place: &Place) -> Desk {
        let mut desk = Desk::of_size(Vec2::new(1100.0, 760.0), self.theme);
        desk.put(small());
        start(&mut desk, &place.state());
        desk
    }
}

#[test]
#[ignore = "draws pictures to look at"]
fn work_at_stake() {
    let folder =
        std::env::var_os("PICTURES").map(PathBuf::from).expect("PICTURES names the folder to draw into").join("keeper");
    std::fs::create_dir_all(&folder).unwrap();
    for theme in ["dark", "light"] {
        let camera = Camera { folder: folder.clone(), theme };
        after_a_crash(&camera);
        outside(&camera);
        taken(&camera);
        rescues(&camera);
    }
}

fn after_a_crash(camera: &Camera) {
    let place = Place::new();
    for round in 0..3 {
        let mut desk = if round == 0 { place.saved() } else { place.desk() };
        desk.state_mut().session.dialog = None;
        rename(&mut desk, "Changed");
        pause(&mut desk);
        crash(desk, &place);
    }
    let damaged = place.kept().remove(0);
    std::fs::write(damaged, "(").unwrap();
    let mut desk = camera.desk(&place);
    camera.take(&mut desk, "found");
    desk.key(egui::Modifiers::NONE, Key::Escape);
    desk.state_mut().session.dialog = Some(Dialog::Question(crate::app::parts::files::questions::panicked(
        crate::app::services::area::Area::Page,
        "index out of bounds: the len is 3 but the index is 7 (src/app/pages/table.rs:41)",
    )));
    camera.take(&mut desk, "panicked");
}

fn outside(camera: &Camera) {
    let place = Place::new();
    place.saved().exit();
    let mut desk = camera.desk(&place);
    desk.command(Command::open(place.file()));
    desk.command(Command::Page(PageCommand::Open(Tab::Version(VERSION))));
    rename(&mut desk, "Mine");
    place.save_outside("Theirs");
    until(&mut desk, |desk| desk.state().services.keeper.outside.is_some());
    camera.take(&mut desk, "banner");
    desk.click("Show differences");
    camera.take(&mut desk, "differences");
    desk.click("Close");
    desk.ctrl(Key::S);
    camera.take(&mut desk, "conflict");
    desk.click("Cancel");
    std::fs::remove_file(place.file()).unwrap();
    desk.ctrl(Key::S);
    camera.take(&mut desk, "gone");
}

fn taken(camera: &Camera) {
    let place = Place::new();
    place.saved().exit();
    let lea = Holder { user: "Léa".to_owned(), host: "desk-7".to_owned(), ..Holder::default() };
    let lock = acquire(&place.file(), &lea, false).unwrap();
    let mut desk = camera.desk(&place);
    desk.command(Command::open(place.file()));
    camera.take(&mut desk, "taken");
    desk.click("Open read-only");
    camera.take(&mut desk, "read_only");
    drop(lock);
    let holder = place.file().with_file_name(".hotel.ron.lock-holder");
    std::fs::write(holder, serde_json::to_string(&lea).unwrap()).unwrap();
    desk.command(Command::open(place.file()));
    camera.take(&mut desk, "doubtful");
}

fn rescues(camera: &Camera) {
    let place = Place::new();
    let mut desk = place.saved();
    rename(&mut desk, "Second");
    desk.ctrl(Key::S);
    rename(&mut desk, "Third");
    pause(&mut desk);
    crash(desk, &place);
    let mut desk = camera.desk(&place);
    desk.click("Later");
    let good = std::fs::read_to_string(place.file()).unwrap();
    std::fs::write(place.file(), &good[..good.len() / 2]).unwrap();
    desk.command(Command::open(place.file()));
    camera.take(&mut desk, "broken");
    desk.click("Close");
    std::fs::write(place.file(), good.replacen("To(3)", "To(77)", 1)).unwrap();
    desk.command(Command::open(place.file()));
    camera.take(&mut desk, "repaired");
    desk.click("Close");
    desk.command(Command::File(FileCommand::EarlierSaves));
    camera.take(&mut desk, "earlier");
}
