//! Panics: the work is kept, the window goes on without the failed area, and the user is informed. The hook belongs to a whole process, so
//! each of these tests runs in a child process.

use egui::Key;
use strum::IntoEnumIterator as _;

use crate::edit::Edit;

use super::*;
use crate::app::command::{BottomPane, HelpCommand, PageCommand, PaneCommand};
use crate::app::services::area::Area;
use crate::app::services::files::panic::planted::PANICS;
use crate::app::services::files::panic::{MOST_PANICS, install};

#[track_caller]
fn succeeds(test: &str) {
    let folder = folder();
    let done = child(&format!("panics::{test}"), folder.path()).wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    let wrong = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && said.contains("1 passed"), "{said}\n{wrong}");
}

/// In a child process only.
fn desk() -> Option<(Place, Desk)> {
    std::env::var_os(FOLDER)?;
    let place = Place::new();
    let mut desk = place.saved();
    install(desk.state().services.keeper.snapshot_of_panic(), &desk.ctx().clone());
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
    for view in Area::iter() {
        let Some((place, mut desk)) = desk() else { return };
        if let Some(panel) = bottom(view) {
            desk.command(Command::Pane(PaneCommand::ShowBottom(panel)));
        }
        if view == Area::Help {
            desk.command(Command::Help(HelpCommand::Toggle));
        }
        let before = std::fs::read(place.file()).unwrap();
        let name = format!("Before {view:?}");
        rename_and_look(&mut desk, &name);
        let page = desk.state().session.tab;
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
        assert_eq!(desk.state().window.panes.tree, view != Area::Tree);
        assert_eq!(desk.state().window.panes.bottom, bottom(view).is_none());
        assert!(!desk.state().window.panes.help);
        assert_eq!(std::fs::read(place.file()).unwrap(), before, "the file is as it was");
        assert_eq!(desk.state().session.tab == page, view != Area::Page);
        // The window works: the project can be saved elsewhere.
        desk.click("Save as…");
        let mine = place.file().with_file_name("mine.ron");
        choose(&mut desk, &mine, "Save");
        assert_eq!(crate::storage::load(&mine).unwrap().0.project.versions[&VERSION].info.name, name);
        assert_eq!(desk.state().services.keeper.panics, 0);
        pause(&mut desk);
        assert!(place.kept().is_empty(), "it is saved");
    }
}

/// The bottom pane that must be open for an area to be drawn.
fn bottom(view: Area) -> Option<BottomPane> {
    match view {
        Area::Simulation | Area::Bottom => Some(BottomPane::Simulation),
        Area::Problems => Some(BottomPane::Problems),
        Area::TestCalls => Some(BottomPane::TestCalls),
        Area::Paths => Some(BottomPane::Paths),
        Area::Failures => Some(BottomPane::Failures),
        Area::Time => Some(BottomPane::Time),
        Area::History => Some(BottomPane::History),
        Area::Frame
        | Area::MenuBar
        | Area::Banners
        | Area::Tabs
        | Area::Tree
        | Area::Help
        | Area::Page
        | Area::Dialog
        | Area::Notices
        | Area::Commands => None,
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
    PANICS.set((Area::MenuBar, MOST_PANICS - 1));
    desk.empty_frame();
    desk.empty_frame();
    assert!(!desk.state().services.keeper.is_over());
    desk.settle();
    assert_eq!(desk.state().services.keeper.panics, 0, "two, and then it went well");
    PANICS.set((Area::MenuBar, MOST_PANICS));
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
fn a_panic_in_the_background_is_reported() {
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

/// A pane drawn without being noted would be mistaken for another one, and not be closed.
#[test]
fn every_panel_is_noted_before_it_is_drawn() {
    let frame = concat!(include_str!("../../shell/frame.rs"), include_str!("../../shell/docks.rs"));
    // A call such as `menu::menu_bar_ui(…)`, `page.routing_ui(…)` or `notices.ui(…)`; functions of the shell are called with `self.`.
    let calls_part = |before: &str| {
        let name = before.trim_end_matches(|letter: char| letter.is_alphanumeric() || letter == '_');
        name.ends_with("::") || name.ends_with("page.")
    };
    let is_drawn = |line: &str| {
        let call = line.split_once("_ui(").map(|(before, _)| calls_part(before));
        (call == Some(true) && !line.contains("docks::")) || line.contains("notices.ui(")
    };
    let lines: Vec<&str> = frame.lines().collect();
    let (mut count, mut noted) = (0, None);
    for (place, line) in lines.iter().enumerate() {
        if line.trim_start().starts_with("fn ") || line.trim_start().starts_with("pub(super) fn ") {
            noted = None;
        }
        if let Some((_, area)) = line.split_once("draws(Area::") {
            noted = area.strip_suffix(");").filter(|area| !["Frame", "Commands"].contains(area));
        }
        if is_drawn(line) {
            let line = line.trim();
            assert!(noted.is_some(), "line {} of app/shell draws what is not noted: {line}", place + 1);
            // Only one of several pages is drawn, and banners belong together; any other area is noted on its own.
            noted = noted.filter(|area| ["Page", "Banners"].contains(area));
            count += 1;
        }
    }
    // Each part is drawn by the shell, by a page or by a dialog; a new part is listed here.
    let listed =
        include_str!("../../parts/mod.rs").lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    for part in listed {
        let is_drawn = lines.iter().any(|line| !line.starts_with("use ") && line.contains(&format!("{part}::")));
        let is_drawn_elsewhere = ["create", "edit_questions", "files", "find", "form", "templates"];
        assert!(is_drawn || is_drawn_elsewhere.contains(&part), "where is the part {part} drawn?");
    }
    assert!(count >= 12, "{count}");
}

#[test]
fn a_panic_deep_in_a_drawing_costs_no_work_whatever_is_locked() {
    succeeds("panics_while_a_text_is_laid_out");
}

/// Fonts are behind the lock of the whole interface, so a letter that panics does so while the lock is held.
#[test]
#[ignore = "run by another test, in a process of its own"]
fn panics_while_a_text_is_laid_out() {
    use egui::epaint::text::{FontPriority, GlyphRasterizer, GlyphRasterizerRequest};
    const LETTER: &str = "\u{e123}";
    let caption = Edit::SetCaption {
        version: VERSION,
        action: crate::model::ActionId(3),
        title: LETTER.to_owned(),
        comment: String::new(),
        record_passage: false,
    };
    let named = |desk: &Desk| Edit::SetSettings {
        settings: crate::model::Settings { name: LETTER.to_owned(), ..desk.project().settings.clone() },
    };
    for is_canvas in [true, false] {
        let Some((place, mut desk)) = desk() else { return };
        let tab = if is_canvas { Tab::Version(VERSION) } else { Tab::Settings };
        desk.command(Command::Page(PageCommand::Open(tab)));
        let letter = GlyphRasterizer::new("panics", |request: &GlyphRasterizerRequest<'_>| {
            assert_ne!(request.cluster, LETTER, "planted in a letter");
            None
        });
        desk.ctx().add_glyph_rasterizer(letter.with_priority(FontPriority::Highest));
        rename_and_look(&mut desk, "Deep");
        let edit = if is_canvas { caption.clone() } else { named(&desk) };
        desk.command_at_once(Command::edit(edit));
        desk.empty_frame();
        assert_eq!(place.kept_names(), ["Deep"], "the hook keeps it at once");
        let question = desk.question();
        assert_eq!(question.title, "Something went wrong");
        assert!(question.lines[0].contains("on this page, so it was closed"), "{question:?}");
        assert!(question.lines.iter().any(|line| line.contains("planted in a letter")), "{question:?}");
        assert_ne!(desk.state().session.tab, tab);
        assert_eq!(place.name_on_disk(), "My copy");
        // The window goes on, and the last change is not lost either.
        desk.state_mut().session.dialog = None;
        desk.ctrl(Key::S);
        assert_eq!(&place.on_disk(), &**desk.project());
        assert!(!desk.state().session.document.is_changed());
    }
}
