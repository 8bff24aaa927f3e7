//! Pictures of the page of a routing in each state and of planning a production, in the folder named by `PICTURES`.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{TimeZone as _, Utc};
use egui::Vec2;

use crate::lifecycle::Act;
use crate::model::{Plan, Project, VersionId};

use super::lifecycle::{BACKUP, CLAIMS, IDEA, IN_TEST, LIVE};
use super::support::{Desk, claims};
use crate::app::command::{BottomPane, Command, ExecutionsCommand, PageCommand, PaneCommand, SimCommand, Tab, Zoom};

const LONG: &str =
    "Wagenstandsanzeiger und Anschlussgarantie für Reisende nach Mitternacht, zweite Fassung mit Rückruf";

fn planned(missed: Option<&str>) -> Project {
    let mut project = claims();
    let mut change = |id: VersionId, change: &dyn Fn(&mut crate::model::Version)| {
        change(Arc::make_mut(project.versions.get_mut(&id).unwrap()));
    };
    let at = "2026-11-23T08:30:00".parse().unwrap();
    change(IN_TEST, &|version| {
        version.info.planned = Some(Plan { at, missed: missed.map(str::to_owned) });
    });
    change(IDEA, &|version| {
        LONG.clone_into(&mut version.info.name);
        version.info.description = [LONG; 3].join(". ");
    });
    change(BACKUP, &|version| version.info.description = "Changed by hand.".to_owned());
    project
}

#[test]
#[ignore = "draws pictures to look at"]
fn pictures() {
    let folder =
        std::env::var_os("PICTURES").map(PathBuf::from).expect("PICTURES names the folder to draw into").join("window");
    std::fs::create_dir_all(&folder).unwrap();
    for (theme, width) in [("dark", 1600.0), ("light", 1600.0), ("light", 1280.0), ("dark", 900.0)] {
        let mut desk = Desk::drawn(Vec2::new(width, 1000.0), theme);
        let take = |desk: &mut Desk, name: &str| {
            desk.harness.render().unwrap().save(folder.join(format!("{name}_{theme}_{width}.png"))).unwrap();
        };
        let at = |minute| move || Utc.with_ymd_and_hms(2026, 11, 23, 7, minute, 0).unwrap();
        desk.state_mut().window.now = Box::new(at(0));
        desk.state_mut().window.panes.bottom = false;
        let show = |desk: &mut Desk, project: Project| {
            desk.put(project);
            desk.command(Command::Page(PageCommand::Open(Tab::Routing(CLAIMS))));
        };
        show(&mut desk, planned(None));
        take(&mut desk, "routing_planned");
        for name in ["Edit…", "Create a version…", "Monday menu", "Main office", "Claims line"] {
            for _ in 0..90 {
                desk.key(egui::Modifiers::NONE, egui::Key::Tab);
                if desk.focused().as_deref() == Some(name) {
                    break;
                }
            }
            take(&mut desk, &format!("focus {name}"));
        }
        desk.command(Command::Page(PageCommand::Open(Tab::Version(LIVE))));
        desk.command(Command::Notice("Undone: move the card of the second menu.".to_owned()));
        desk.command(Command::Notice("Saved.".to_owned()));
        take(&mut desk, "notices");
        desk.state_mut().window.notices = crate::app::kit::notices::Notices::default();
        show(&mut desk, planned(None));
        super::lifecycle::press(&mut desk, IDEA, Act::Delete);
        take(&mut desk, "delete");
        desk.click("Cancel");
        desk.click("Create a version…");
        take(&mut desk, "create");
        desk.click("Cancel");
        super::lifecycle::press(&mut desk, IN_TEST, Act::Schedule);
        take(&mut desk, "schedule");
        desk.write("Date, as in 2026-12-24", "2027-03-28");
        desk.write("Time, as in 06:00", "02:30");
        take(&mut desk, "schedule_refused");
        desk.click("Cancel");
        desk.state_mut().window.now = Box::new(at(45));
        show(&mut desk, planned(None));
        take(&mut desk, "routing_due");
        show(&mut desk, planned(Some("\"Main menu\" leads nowhere by \"No answer\": whoever comes there is dropped.")));
        take(&mut desk, "routing_missed");
        let mut empty = claims();
        empty.versions.retain(|_, version| version.info.routing != CLAIMS);
        show(&mut desk, empty);
        take(&mut desk, "routing_empty");
        show(&mut desk, planned(None));
        desk.command(Command::Page(PageCommand::Open(Tab::Version(BACKUP))));
        take(&mut desk, "changed_outside");
        desk.click(Act::Accept.words());
        take(&mut desk, "accept");
        desk.click("Cancel");
        desk.command(Command::Page(PageCommand::Open(Tab::Version(LIVE))));
        take(&mut desk, "read_only");
        super::lifecycle::add_after_start(&mut desk, "to_queue");
        desk.command(Command::Page(PageCommand::Open(Tab::Routing(CLAIMS))));
        super::lifecycle::press(&mut desk, IDEA, Act::PutInProduction);
        take(&mut desk, "refused");
        desk.click("Close");
        for answer in ["hang up", "press 1"] {
            desk.command(Command::Sim(SimCommand::Start(IN_TEST)));
            desk.command(Command::Sim(SimCommand::Answer(answer.to_owned())));
            desk.command(Command::Sim(SimCommand::ToEnd));
        }
        desk.command(Command::Page(PageCommand::Open(Tab::Version(IN_TEST))));
        desk.command(Command::Executions(IN_TEST, ExecutionsCommand::ShowHistory));
        let at = desk.state().services.executions.of(IN_TEST)[0].at;
        desk.command(Command::Executions(IN_TEST, ExecutionsCommand::Look(at)));
        take(&mut desk, "executions");
        desk.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::History)));
        take(&mut desk, "history");
    }
}

/// Texts that are too long to edit, and invisible characters.
#[test]
#[ignore = "draws pictures to look at"]
fn texts_in_pictures() {
    let folder =
        std::env::var_os("PICTURES").map(PathBuf::from).expect("PICTURES names the folder to draw into").join("window");
    std::fs::create_dir_all(&folder).unwrap();
    for theme in ["dark", "light"] {
        let mut desk = Desk::drawn(Vec2::new(1440.0, 900.0), theme);
        desk.ctx().set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
        let take = |desk: &mut Desk, name: &str| {
            desk.harness.render().unwrap().save(folder.join(format!("{name}_{theme}.png"))).unwrap();
        };
        let mut project = super::long_texts::everything();
        let long = LONG.repeat(400);
        let version = Arc::make_mut(project.versions.get_mut(&super::long_texts::ALL_KINDS).unwrap());
        let chosen = version.flow.actions.values_mut().find(|it| it.kind == "voice_announcement").unwrap();
        let action = Arc::make_mut(chosen);
        action.title = "Pay \u{202e}gnihton\u{202c} here\0".to_owned();
        action.comment.clone_from(&long);
        let id = action.id;
        let table = project.resources.values_mut().find(|it| it.data.table().is_some()).unwrap();
        let table = Arc::make_mut(table);
        table.data.rows_mut().unwrap()[0][0].clone_from(&long);
        table.description.clone_from(&long);
        table.name = format!("Rates {long}");
        let page = Tab::Resource(table.id);
        desk.put(project);
        desk.command(Command::Page(PageCommand::Open(Tab::Version(super::long_texts::ALL_KINDS))));
        desk.state_mut().view(super::long_texts::ALL_KINDS).selection = [crate::app::kit::scene::card_id(id)].into();
        desk.state_mut().window.panes.bottom = false;
        desk.command(Command::Zoom(Zoom::Reset));
        take(&mut desk, "text_form");
        desk.scroll_to(egui_kittest::kittest::NodeT::accesskit_node(&desk.input("Comment")).locate().0);
        take(&mut desk, "text_form_comment");
        desk.command(Command::Page(PageCommand::Open(page)));
        take(&mut desk, "text_page");
    }
}
