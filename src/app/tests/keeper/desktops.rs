//! Desktops without file dialogs, and one whose dialogs hang: for every purpose, two seconds after the click there is a dialog that works.

use std::sync::Arc;

use egui::Key;
use strum::IntoEnumIterator as _;

use crate::catalog::sample;
use crate::model::{Resource, ResourceId};

use super::*;
use crate::app::command::files::PurposeName;
use crate::app::command::{Command, Export, FileCommand, LoadCommand, New, Purpose, Tab};
use crate::app::parts::files::banner::PATIENCE_S;
use crate::map::Shown;

/// The fault of a desktop.
#[derive(Clone, Copy, Debug, PartialEq, strum::EnumIter)]
enum Desktop {
    /// There is no session bus.
    NoBus,
    /// There is a bus without a dialog service: the answer comes at once, as if the user had cancelled.
    NoPortal,
    /// A service accepts the question and never answers.
    HangingPortal,
}

fn at_once(_: &Purpose, _: &Path) -> Option<PathBuf> {
    None
}

fn never(_: &Purpose, _: &Path) -> Option<PathBuf> {
    loop {
        std::thread::park();
    }
}

/// How long a user has waited since the click, in the time of the frames.
fn wait_for_own_dialog(desk: &mut Desk, desktop: Desktop) -> f64 {
    let now = |desk: &Desk| desk.ctx().input(|input| input.time);
    desk.empty_frame();
    let begun = desk.state().services.files.asked_at().unwrap_or_else(|| now(desk));
    if desktop == Desktop::HangingPortal {
        let own = "Use Signalbox's own dialog";
        while !desk.has(own) {
            assert!(now(desk) - begun <= 2.0, "two seconds have passed");
            desk.empty_frame();
            assert!(desk.repaint_delay() <= Duration::from_secs_f64(PATIENCE_S), "the window wakes up for it");
        }
        press(desk, own);
    }
    // An answer that comes at once comes from another thread, in real time, so the time of the frames does not advance.
    let waited = now(desk) - begun;
    wait_for(&mut *desk, |desk| {
        desk.empty_frame();
        matches!(desk.state().session.dialog, Some(Dialog::Path(_)))
    });
    desk.settle();
    waited
}

/// The hotel project with a table.
fn window(place: &Place, desktop: Desktop) -> Desk {
    let mut project = small();
    let table = sample::project().resources.into_values().find(|it| it.data.table().is_some()).unwrap();
    project.resources.insert(TABLE, Arc::new(Resource { id: TABLE, ..(*table).clone() }));
    project.last_id = TABLE.0;
    let mut desk = Desk::on(project);
    start(&mut desk, &place.state());
    let files = &mut desk.state_mut().services.files;
    files.has_no_dialogs = desktop == Desktop::NoBus;
    // However long the answer takes: no user has seen a dialog.
    files.too_fast = Duration::ZERO;
    files.native = if desktop == Desktop::HangingPortal { never } else { at_once };
    desk
}

const TABLE: ResourceId = ResourceId(5_000);

/// Reads past contacts from a file.
fn read_contacts(desk: &mut Desk, path: &Path, purpose: PurposeName, desktop: Desktop) -> f64 {
    crate::storage::replace_file(path, b"time\r\n2026-11-23T10:00:00\r\n").unwrap();
    let is_log = purpose == PurposeName::ReplayLog;
    let command = if is_log { FileCommand::ReplayLog(None) } else { FileCommand::LearnScenario(None) };
    desk.command_at_once(Command::File(command));
    let waited = wait_for_own_dialog(desk, desktop);
    choose(desk, path, if is_log { "Replay" } else { "Learn" });
    if is_log {
        assert_eq!(desk.state().session.behaviours.log().map(|log| log.file.as_str()), Some("contacts.csv"));
    } else {
        assert!(desk.state().session.dialog.is_some(), "it says what was learned, or why nothing was");
    }
    waited
}

/// Asks for a file, and completes the task in the built-in dialog.
fn carry_out(desk: &mut Desk, place: &Place, purpose: PurposeName, desktop: Desktop) {
    let work = |name: &str| place.file().with_file_name(name);
    let longest = match purpose {
        PurposeName::Open => {
            crate::storage::save(&place.file(), &small()).unwrap();
            desk.command_at_once(Command::File(FileCommand::ChooseProject));
            let waited = wait_for_own_dialog(desk, desktop);
            choose(desk, &place.file(), "Open");
            assert_eq!(desk.state().session.file.path, Some(place.file()));
            waited
        }
        PurposeName::Save => {
            desk.command_at_once(Command::save_as());
            let waited = wait_for_own_dialog(desk, desktop);
            choose(desk, &place.file(), "Save");
            assert_eq!(desk.state().session.file.path, Some(place.file()));
            assert_eq!(&place.on_disk(), &**desk.project());
            waited
        }
        PurposeName::CopyFile => {
            crate::storage::save(&place.file(), &small()).unwrap();
            desk.command(Command::open(place.file()));
            desk.command_at_once(Command::File(FileCommand::CopyFile(None)));
            let waited = wait_for_own_dialog(desk, desktop);
            choose(desk, &work("copy.ron"), "Save");
            assert_eq!(std::fs::read(work("copy.ron")).unwrap(), std::fs::read(place.file()).unwrap());
            waited
        }
        PurposeName::Email => {
            crate::storage::replace_file(&work("one.eml"), b"From: a@example.com\r\nSubject: Hello\r\n\r\nText\r\n")
                .unwrap();
            desk.command_at_once(Command::File(FileCommand::ReadEmail(None)));
            let waited = wait_for_own_dialog(desk, desktop);
            choose(desk, &work("one.eml"), "Read");
            assert_eq!(
                desk.state().parts.simulation.letter.as_ref().map(|it| it.email.subject.as_str()),
                Some("Hello")
            );
            waited
        }
        PurposeName::ExportRows => {
            desk.command_at_once(Command::File(FileCommand::ExportRows(TABLE, None)));
            let waited = wait_for_own_dialog(desk, desktop);
            choose(desk, &work("rows.csv"), "Export");
            assert!(work("rows.csv").is_file());
            waited
        }
        PurposeName::Export => {
            let export = FileCommand::Export(Export::Picture, Some(VERSION), None);
            desk.command_at_once(Command::File(export));
            let waited = wait_for_own_dialog(desk, desktop);
            choose(desk, &work("tree.svg"), "Export");
            assert!(work("tree.svg").is_file());
            waited
        }
        PurposeName::ExportMap => {
            desk.command_at_once(Command::File(FileCommand::ExportMap(Shown::Production, None)));
            let waited = wait_for_own_dialog(desk, desktop);
            choose(desk, &work("map.svg"), "Export");
            assert!(work("map.svg").is_file());
            waited
        }
        PurposeName::ExportReport => {
            desk.command(Command::New(New::Scenario));
            let Tab::Scenario(id) = desk.state().session.tab else { panic!("{:?}", desk.state().session.tab) };
            desk.write("Replications", "1");
            desk.command(Command::Load(LoadCommand::Run(id, Box::default())));
            desk.command_at_once(Command::File(FileCommand::ExportReport(id, None)));
            let waited = wait_for_own_dialog(desk, desktop);
            choose(desk, &work("report.html"), "Export");
            assert!(std::fs::read_to_string(work("report.html")).unwrap().contains("New scenario"));
            waited
        }
        PurposeName::ImportRows => {
            let (names, _) = desk.project().resources[&TABLE].data.table().unwrap();
            let text = format!("{}\r\n", names.join(","));
            crate::storage::replace_file(&work("rows.csv"), text.as_bytes()).unwrap();
            desk.command_at_once(Command::File(FileCommand::ImportRows(TABLE, None)));
            let waited = wait_for_own_dialog(desk, desktop);
            choose(desk, &work("rows.csv"), "Import");
            assert!(desk.state().session.dialog.is_some(), "it says what was found");
            waited
        }
        PurposeName::ReplayLog | PurposeName::LearnScenario => {
            read_contacts(desk, &work("contacts.csv"), purpose, desktop)
        }
    };
    assert!(longest <= 2.0, "{longest} s for {purpose:?}, {desktop:?}");
}

#[test]
fn on_any_desktop_a_file_can_be_chosen_for_everything_within_two_seconds() {
    for desktop in Desktop::iter() {
        for purpose in PurposeName::iter() {
            let place = Place::new();
            let mut desk = window(&place, desktop);
            carry_out(&mut desk, &place, purpose, desktop);
            // From then on there is no waiting.
            assert!(desk.state().services.files.has_no_dialogs, "{purpose:?}, {desktop:?}");
        }
    }
}

#[test]
fn on_any_desktop_unsaved_changes_can_be_saved_before_closing() {
    for desktop in Desktop::iter() {
        let place = Place::new();
        let mut desk = window(&place, desktop);
        rename(&mut desk, "Changed");
        desk.ctrl(Key::Q);
        assert!(desk.question().title.starts_with("Save the changes to "), "our own question: it needs no desktop");
        press(&mut desk, "Save");
        assert!(wait_for_own_dialog(&mut desk, desktop) <= 2.0);
        choose(&mut desk, &place.file(), "Save");
        assert!(desk.is_closed, "{desktop:?}");
        assert_eq!(place.name_on_disk(), "Changed");
    }
}

#[test]
fn the_window_works_and_closes_while_a_dialog_hangs() {
    let place = Place::new();
    let mut desk = window(&place, Desktop::HangingPortal);
    desk.command_at_once(Command::save_as());
    desk.empty_frame();
    let edit = crate::edit::Edit::DescribeVersion {
        version: VERSION,
        name: "Meanwhile".to_owned(),
        description: String::new(),
    };
    desk.command_at_once(Command::edit(edit));
    desk.empty_frame();
    assert_eq!(desk.version(VERSION).info.name, "Meanwhile");
    desk.command_at_once(Command::Quit);
    desk.empty_frame();
    desk.empty_frame();
    assert!(desk.question().title.starts_with("Save the changes to "));
    press(&mut desk, "Discard");
    for _ in 0..4 {
        desk.empty_frame();
    }
    assert!(desk.is_closed);
}

/// A cancelled dialog and a dialog that never appeared give the same answer.
#[test]
fn a_dialog_that_was_visible_and_cancelled_is_not_replaced() {
    for was_seen in [true, false] {
        let place = Place::new();
        let mut desk = window(&place, Desktop::NoPortal);
        desk.command_at_once(Command::File(FileCommand::ChooseProject));
        if was_seen {
            desk.frame([Event::WindowFocused(false)]);
            desk.frame([Event::WindowFocused(true)]);
        }
        desk.settle();
        let has_own = matches!(desk.state().session.dialog, Some(Dialog::Path(_)));
        assert_eq!((has_own, desk.state().services.files.has_no_dialogs), (!was_seen, !was_seen));
    }
}

#[test]
fn an_answer_that_is_too_fast_came_from_no_user_whatever_the_focus() {
    let place = Place::new();
    let mut desk = window(&place, Desktop::NoPortal);
    desk.state_mut().services.files.too_fast = Duration::MAX;
    desk.command_at_once(Command::File(FileCommand::ChooseProject));
    desk.frame([Event::WindowFocused(false)]);
    desk.settle();
    assert!(matches!(desk.state().session.dialog, Some(Dialog::Path(_))));
}
