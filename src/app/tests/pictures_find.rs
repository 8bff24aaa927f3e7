//! Pictures of what finds, and of the start page, for looking at, into the folder named by `PAGE_PICTURES`.

use std::path::PathBuf;

use egui::{Key, Modifiers, Vec2};

use crate::app::command::{Command, Tab};
use crate::app::dialogs::Dialog;
use crate::app::keeper::words;

use super::support::{Desk, claims};

#[test]
fn pictures() {
    let Some(folder) = std::env::var_os("PAGE_PICTURES").map(PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).unwrap();
    for (theme, width) in [("dark", 1600.0), ("light", 1280.0)] {
        let mut desk = Desk::drawn(Vec2::new(width, 900.0), theme);
        desk.put(claims());
        desk.command(Command::OpenTab(Tab::Version(super::lifecycle::IN_TEST)));
        let take = |desk: &mut Desk, name: &str| {
            desk.harness.render().unwrap().save(folder.join(format!("{name}_{theme}_{width}.png"))).unwrap();
        };
        for (name, key, text) in
            [("commands", Key::K, ""), ("acts", Key::K, "t"), ("objects", Key::K, "cla"), ("places", Key::F, "claim")]
        {
            desk.ctrl(key);
            desk.type_text(text);
            take(&mut desk, name);
            desk.key(Modifiers::NONE, Key::Escape);
        }
        desk.ctrl(Key::F);
        desk.type_text("nowhere at all");
        take(&mut desk, "nothing");
        desk.key(Modifiers::NONE, Key::Escape);
        desk.click("File");
        take(&mut desk, "file_menu");
        desk.key(Modifiers::NONE, Key::Escape);
        let path = PathBuf::from("/home/lea/Routing/hotel.ron");
        desk.state_mut().preferences.recent = vec![path.clone(), PathBuf::from("/mnt/team/hotel.ron")];
        let question = words::revert(&path, crate::app::keeper::How::Own);
        desk.command(Command::Dialog(Box::new(Dialog::Confirm(question))));
        take(&mut desk, "revert");
        desk.key(Modifiers::NONE, Key::Escape);
        desk.command(Command::CloseProject);
        take(&mut desk, "start");
    }
}
