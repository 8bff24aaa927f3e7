//! Pictures of the search boxes and of the start page, in the folder named by `PICTURES`.

use std::path::PathBuf;

use egui::{Key, Modifiers, Vec2};

use super::support::{Desk, claims};
use crate::app::command::{Command, FileCommand, PageCommand, Tab};
use crate::app::parts::files::questions;

#[test]
#[ignore = "draws pictures to look at"]
fn pictures() {
    let folder =
        std::env::var_os("PICTURES").map(PathBuf::from).expect("PICTURES names the folder to draw into").join("find");
    std::fs::create_dir_all(&folder).unwrap();
    for (theme, width) in [("dark", 1600.0), ("light", 1280.0)] {
        let mut desk = Desk::drawn(Vec2::new(width, 900.0), theme);
        desk.put(claims());
        desk.command(Command::Page(PageCommand::Open(Tab::Version(super::lifecycle::IN_TEST))));
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
        desk.state_mut().window.preferences.recent = vec![path.clone(), PathBuf::from("/mnt/team/hotel.ron")];
        let question = questions::revert(&path, crate::app::command::OpenMode::Edit);
        desk.command(Command::ask(crate::app::command::Ask::Question(question)));
        take(&mut desk, "revert");
        desk.key(Modifiers::NONE, Key::Escape);
        desk.command(Command::File(FileCommand::Close));
        take(&mut desk, "start");
    }
}
