//! The window is restored as it was left: panels, pages, and the position of each canvas.
#![allow(clippy::disallowed_methods, reason = "tests plant files that cannot be read")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use egui::{Pos2, Vec2};

use crate::model::{ActionId, ActionRef, ResourceId, RoutingId, VersionId};

use super::files::{choose, folder};
use super::support::{Desk, VERSION, small};
use crate::app::App;
use crate::app::command::{
    BottomPane, Command, FileCommand, PageCommand, PaneCommand, SimCommand, Tab, TreeCommand, Zoom,
};
use crate::app::services::preferences::Preferences;
use crate::app::shell::act;

/// A user with folders of their own.
struct User(tempfile::TempDir);

impl User {
    fn new() -> Self {
        Self(folder())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn desk(&self) -> Desk {
        let preferences = Preferences::load_from(Some(self.path("preferences.json")));
        Desk::of_user(preferences, &self.path("views"))
    }

    /// The window on the small project in its file.
    fn saved(&self) -> Desk {
        let mut desk = self.desk();
        desk.put(small());
        desk.command(Command::save_as());
        choose(&mut desk, &self.path("hotel.ron"), "Save");
        desk.command(Command::Page(PageCommand::Open(Tab::Version(VERSION))));
        desk
    }

    fn views(&self) -> Vec<PathBuf> {
        files(&self.path("views"))
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect()
}

/// The seconds after which the arrangement is saved.
fn pause(desk: &mut Desk) {
    for _ in 0..10 {
        desk.empty_frame();
    }
    desk.settle();
}

#[test]
fn pages_and_canvases_are_restored() {
    let user = User::new();
    let mut desk = user.saved();
    desk.command(Command::Zoom(Zoom::Reset));
    desk.command(Command::Zoom(Zoom::In));
    desk.command(Command::Page(PageCommand::Open(Tab::Resource(ResourceId(1)))));
    desk.command(Command::Page(PageCommand::Open(Tab::Version(VERSION))));
    let (tabs, place) = (desk.state().session.tabs.clone(), desk.view(VERSION).canvas.viewport());
    assert!(tabs.len() > 1 && place.zoom > 1.0, "{tabs:?} {place:?}");
    desk.exit();
    let again = user.desk();
    assert_eq!(again.state().session.file.path, Some(user.path("hotel.ron")), "the project of last time");
    assert_eq!((&again.state().session.tabs, again.state().session.tab), (&tabs, Tab::Version(VERSION)));
    let now = again.view(VERSION).canvas.viewport();
    assert_eq!((now.origin, now.zoom.to_bits()), (place.origin, place.zoom.to_bits()));
}

#[test]
fn collapsed_cards_stay_collapsed() {
    let user = User::new();
    let mut desk = user.saved();
    desk.command(Command::Page(PageCommand::Open(Tab::Version(VERSION))));
    desk.select(&["Welcome"]);
    desk.command(Command::Tree(TreeCommand::Collapse));
    let collapsed = desk.view(VERSION).collapsed.clone();
    assert_eq!(collapsed.len(), 1);
    let text = std::fs::read_to_string(user.path("hotel.ron")).unwrap();
    assert!(!text.contains("collapsed"), "the project does not know");
    desk.exit();
    let again = user.desk();
    assert_eq!(again.view(VERSION).collapsed, collapsed);
    assert!(
        !again.has("Front desk, Distribution to queue") && again.has("Welcome, Voice announcement"),
        "{:?}",
        again.names()
    );
}

#[test]
fn panels_are_restored() {
    let user = User::new();
    let mut desk = user.saved();
    let edge = desk.input("Find in the project").rect().right() + 8.0;
    desk.drag(Pos2::new(edge, 500.0), Pos2::new(edge + 90.0, 500.0));
    let wide = desk.input("Find in the project").rect().width();
    assert!(wide > 260.0, "{wide}");
    desk.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::Problems)));
    desk.command(Command::Pane(PaneCommand::ToggleBottom));
    desk.exit();
    let mut again = user.desk();
    assert!((again.input("Find in the project").rect().width() - wide).abs() < 1.5);
    assert!(!again.state().window.panes.bottom);
    again.command(Command::Pane(PaneCommand::ToggleBottom));
    assert_eq!(again.state().window.panes.bottom_panel, BottomPane::Problems);
}

#[test]
fn an_arrangement_is_saved_some_seconds_after_a_change_and_then_the_window_is_idle() {
    let user = User::new();
    let mut desk = user.saved();
    desk.command(Command::Page(PageCommand::Open(Tab::Routing(RoutingId(1)))));
    pause(&mut desk);
    let kept = std::fs::read_to_string(&user.views()[0]).unwrap();
    desk.command_at_once(Command::Page(PageCommand::Open(Tab::Settings)));
    desk.empty_frame();
    assert_eq!(std::fs::read_to_string(&user.views()[0]).unwrap(), kept, "not at once");
    pause(&mut desk);
    assert!(std::fs::read_to_string(&user.views()[0]).unwrap().contains("Settings"));
    assert!(desk.repaint_delay() > Duration::from_mins(1), "{:?}", desk.ctx().repaint_causes());
}

#[test]
fn each_project_has_its_own_arrangement_without_missing_objects() {
    let user = User::new();
    let mut desk = user.saved();
    desk.command(Command::Page(PageCommand::Open(Tab::Resource(ResourceId(1)))));
    let mut other = small();
    other.uid = "another".to_owned();
    other.callers.clear();
    crate::storage::save(&user.path("other.ron"), &other).unwrap();
    desk.command(Command::open(user.path("other.ron")));
    assert!(!desk.state().session.tabs.contains(&Tab::Resource(ResourceId(1))));
    desk.command(Command::Page(PageCommand::Open(Tab::Settings)));
    desk.command(Command::open(user.path("hotel.ron")));
    assert_eq!(desk.state().session.tab, Tab::Resource(ResourceId(1)));
    // The open version is deleted by another user.
    let mut fewer = small();
    fewer.versions.remove(&VERSION);
    desk.command(Command::Page(PageCommand::Open(Tab::Version(VERSION))));
    desk.command(Command::open(user.path("other.ron")));
    assert_eq!(desk.state().session.tab, Tab::Settings);
    crate::storage::save(&user.path("hotel.ron"), &fewer).unwrap();
    desk.command(Command::open(user.path("hotel.ron")));
    assert!(
        !desk.state().session.tabs.contains(&Tab::Version(VERSION))
            && !desk.state().parts.versions.views.contains_key(&VERSION)
    );
    assert!(desk.state().session.tabs.contains(&desk.state().session.tab));
}

#[test]
fn unreadable_files_do_not_affect_anything_else() {
    let user = User::new();
    let desk = user.saved();
    desk.exit();
    let view = user.views().remove(0);
    for text in ["{ nonsense", "(tabs:[Version(9),Nonsense(3)])"] {
        std::fs::write(&view, text).unwrap();
        let desk = user.desk();
        assert_eq!(desk.project().uid, small().uid);
        assert_eq!((desk.notices(), desk.state().session.dialog.is_some()), (String::new(), false));
        assert_eq!(std::fs::read_to_string(view.with_extension("unreadable")).unwrap(), text);
    }
    // Invalid numbers, and positions far away.
    let text = "(tabs:[Version(9)],shown:Some(Version(9)),canvases:{9:(origin:(NaN,inf),zoom:1e30)})";
    std::fs::write(&view, text).unwrap();
    let desk = user.desk();
    assert!(view.is_file(), "it is read");
    assert!(desk.view(VersionId(9)).canvas.viewport().scene_rect().is_finite());
    // Panels of another version of the program, together with recent projects.
    let text = std::fs::read_to_string(user.path("preferences.json")).unwrap();
    assert!(text.contains("hotel.ron") && text.contains("\"Simulation\""));
    std::fs::write(user.path("preferences.json"), text.replace("\"Simulation\"", "\"Weather\"")).unwrap();
    drop(desk);
    let desk = user.desk();
    assert_eq!(desk.state().window.preferences.recent, [user.path("hotel.ron")]);
    assert!(desk.has("Find in the project") && desk.view(VERSION).canvas.viewport().rect.size() != Vec2::ZERO);
}

#[test]
fn an_example_is_never_mistaken_for_a_copy_of_it() {
    let user = User::new();
    let desk = user.saved();
    desk.exit();
    let before = std::fs::read_to_string(&user.views()[0]).unwrap();
    let mut desk = user.desk();
    desk.command(Command::File(FileCommand::OpenExample("hotel_front_desk.ron")));
    desk.command(Command::Page(PageCommand::Open(Tab::Settings)));
    pause(&mut desk);
    desk.exit();
    assert_eq!(std::fs::read_to_string(&user.views()[0]).unwrap(), before);
}

#[test]
fn a_project_that_crashes_the_program_is_not_opened_automatically_again() {
    let user = User::new();
    user.saved().exit();
    let name = |desk: &Desk| desk.state().session.file.path.clone();
    // The project opens, and the mark is removed once it is drawn.
    let desk = user.desk();
    assert_eq!(name(&desk), Some(user.path("hotel.ron")));
    let text = std::fs::read_to_string(user.path("preferences.json")).unwrap();
    assert!(!text.contains("\"opening\""), "{text}");
    desk.exit();
    // The next window ends before the project is drawn: the mark is written before the file is read.
    let ctx = egui::Context::default();
    let mut app = App::new(&ctx, Preferences::load_from(Some(user.path("preferences.json"))), None);
    act::take_jobs(&mut app.shell.state, &ctx);
    assert!(app.shell.state.window.open_on_start.is_some(), "it waits for the mark");
    let begun = std::time::Instant::now();
    while app.shell.state.window.open_on_start.is_some() {
        assert!(begun.elapsed() < Duration::from_mins(1), "it is never opened");
        act::layout::follow(&mut app.shell.state, &ctx);
        act::take_jobs(&mut app.shell.state, &ctx);
    }
    let text = std::fs::read_to_string(user.path("preferences.json")).unwrap();
    assert!(text.contains("\"opening\""), "{text}");
    drop(app);
    let mut desk = user.desk();
    assert_eq!((name(&desk), desk.state().session.tab), (None, Tab::Start));
    assert_eq!(desk.question().title, "hotel.ron was not opened");
    assert!(desk.question().lines[0].contains("still find it in your recent projects"), "{:?}", desk.question());
    desk.click("Close");
    desk.exit();
    // Only once: from then on it is opened as before.
    assert_eq!(name(&user.desk()), Some(user.path("hotel.ron")));
}

#[test]
fn a_project_that_repeatedly_fails_to_draw_is_not_opened_automatically_again() {
    use crate::app::services::area::Area;
    use crate::app::services::files::panic::MOST_PANICS;
    use crate::app::services::files::panic::planted::PANICS;
    let user = User::new();
    let mut desk = user.saved();
    desk.may_panic = true;
    PANICS.set((Area::MenuBar, MOST_PANICS));
    for _ in 0..MOST_PANICS {
        desk.empty_frame();
    }
    assert!(desk.is_closed);
    desk.exit();
    let desk = user.desk();
    assert_eq!((&desk.state().session.file.path, desk.state().session.tab), (&None, Tab::Start));
    assert_eq!(desk.state().window.preferences.recent, [user.path("hotel.ron")]);
}

#[test]
fn breakpoints_and_pinned_variables_are_kept_with_the_view_and_not_in_the_file() {
    let user = User::new();
    let mut desk = user.saved();
    let before = std::fs::read(user.path("hotel.ron")).unwrap();
    let welcome = ActionRef { version: VERSION, action: ActionId(3) };
    let gone = ActionRef { version: VERSION, action: ActionId(99) };
    for (place, branch) in [(welcome, None), (welcome, Some("row:1".to_owned())), (gone, None)] {
        desk.command(Command::Sim(SimCommand::ToggleBreakpoint(place, branch)));
    }
    desk.command(Command::Sim(SimCommand::Pin("call.number".to_owned())));
    assert!(!desk.state().session.document.is_changed());
    desk.exit();
    assert_eq!(std::fs::read(user.path("hotel.ron")).unwrap(), before);
    let again = user.desk();
    let breakpoints = again.state().parts.simulation.breakpoints.of(VERSION);
    assert_eq!(breakpoints.actions, [welcome.action].into());
    assert_eq!(breakpoints.branches, [(welcome.action, "row:1".to_owned())].into());
    assert_eq!(again.state().parts.simulation.pinned, ["call.number".to_owned()].into());
}
