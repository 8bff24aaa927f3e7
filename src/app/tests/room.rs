//! Room in the window: nothing is cut where a large text leaves few points, and nothing moves when counts come (spec: ease §3).

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Key, Modifiers, Rect, Role, Shape, Vec2};
use egui_kittest::kittest::NodeT as _;

use super::files::folder;
use super::lifecycle::{CLAIMS, IN_TEST, LIVE};
use super::support::{Desk, VERSION, claims, small};
use crate::app::command::{
    Ask, BottomPane, Command, FileCommand, FindCommand, HelpCommand, New, PageCommand, PaneCommand, SimCommand, Tab,
    Zoom,
};
use crate::edit::Edit;
use crate::model::{CallerId, EntryPointId, ResourceId, WorldId};

/// The points that screens have at 200 % text: those of 1920 × 1080 and of 1600 × 1000 pixels.
const FEW: [Vec2; 2] = [Vec2::new(960.0, 540.0), Vec2::new(800.0, 500.0)];

/// A text as it is drawn: the visible part and the clip.
struct Drawn {
    words: String,
    whole: Rect,
    clip: Rect,
}

/// The texts that are drawn, without those of the canvas and of single-line inputs, which scroll.
fn drawn(desk: &Desk) -> Vec<Drawn> {
    let view = desk.state().version_shown().and_then(|id| desk.state().parts.versions.views.get(&id));
    let canvas = view.map_or(Rect::NOTHING, |view| view.canvas.viewport().rect);
    let mut found = Vec::new();
    for clipped in &desk.harness.output().shapes {
        let mut shapes = vec![&clipped.shape];
        while let Some(shape) = shapes.pop() {
            match shape {
                Shape::Vec(all) => shapes.extend(all),
                Shape::Text(text) if !text.galley.text().trim().is_empty() => {
                    let whole = text.galley.mesh_bounds.translate(text.pos.to_vec2());
                    let clip = clipped.clip_rect;
                    let is_seen = whole.intersect(clip).is_positive() && text.opacity_factor > 0.0;
                    if is_seen && clip != canvas && clip.height() > 24.0 {
                        found.push(Drawn { words: text.galley.text().to_owned(), whole, clip });
                    }
                }
                _ => {}
            }
        }
    }
    found
}

/// Texts that are cut at the left or the right, and texts of one row that cover each other.
fn faults(desk: &Desk) -> Vec<String> {
    let all = drawn(desk);
    let mut found = Vec::new();
    for (place, it) in all.iter().enumerate() {
        let seen = it.whole.intersect(it.clip);
        if seen.width() < it.whole.width() - 1.5 {
            found.push(format!("{:?} is cut: {:?} of {:?}", it.words, seen, it.whole));
        }
        let is_line = |it: &Drawn| it.whole.height() < 22.0;
        for other in all.iter().skip(place + 1).filter(|other| other.clip == it.clip && is_line(other) && is_line(it)) {
            let both = seen.shrink(1.0).intersect(other.whole.intersect(other.clip).shrink(1.0));
            if both.is_positive() && both.area() > 4.0 {
                found.push(format!("{:?} covers {:?} at {both:?}", other.words, it.words));
            }
        }
    }
    found
}

#[track_caller]
fn assert_whole(desk: &Desk, what: &str) {
    let size = desk.ctx().content_rect().size();
    let found = faults(desk);
    assert!(found.is_empty(), "{what} at {size:?}: {found:#?}");
}

/// Opens a page alone, so that its tab has room.
fn open(desk: &mut Desk, tab: Tab) {
    let session = &mut desk.state_mut().session;
    (session.tabs, session.tab) = (vec![tab], tab);
    desk.command(Command::Page(PageCommand::Open(tab)));
}

fn on_claims(size: Vec2) -> Desk {
    let mut desk = Desk::of_size(size, "");
    desk.put(claims());
    desk
}

/// The window on the version of the small tree.
fn on_hotel(size: Vec2) -> Desk {
    let mut desk = Desk::of_size(size, "");
    desk.put(small());
    open(&mut desk, Tab::Version(VERSION));
    desk
}

#[test]
fn pages_are_whole_where_a_large_text_leaves_few_points() {
    for size in FEW {
        let mut desk = on_claims(size);
        desk.state_mut().window.panes.bottom = false;
        let mut tabs = vec![Tab::Start, Tab::Routing(CLAIMS), Tab::Settings, Tab::Phrases, Tab::Map];
        tabs.extend([Tab::EntryPoint(EntryPointId(25)), Tab::Caller(CallerId(28)), Tab::World(WorldId(32))]);
        tabs.extend([1, 6, 7, 9, 10, 11, 12, 13, 15, 17].map(|id| Tab::Resource(ResourceId(id))));
        for tab in tabs {
            open(&mut desk, tab);
            assert_whole(&desk, &format!("{tab:?}"));
        }
        // The cards of its canvas may be cut, but nothing in the header covers anything.
        open(&mut desk, Tab::Compare(LIVE, IN_TEST));
        let covered: Vec<_> = faults(&desk).into_iter().filter(|fault| fault.contains("covers")).collect();
        assert!(covered.is_empty(), "{size:?}: {covered:#?}");
    }
}

#[test]
fn a_version_is_whole_with_every_pane_where_a_large_text_leaves_few_points() {
    for size in FEW {
        let mut desk = on_hotel(size);
        for (pane, name) in BottomPane::ALL {
            desk.command(Command::Pane(PaneCommand::ShowBottom(pane)));
            assert_whole(&desk, name);
        }
        desk.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::Simulation)));
        desk.command(Command::Sim(SimCommand::Start(VERSION)));
        desk.command(Command::Sim(SimCommand::ToNextQuestion));
        assert_whole(&desk, "a menu in a call");
        desk.command(Command::Sim(SimCommand::Answer("press 1".to_owned())));
        desk.command(Command::Sim(SimCommand::ToNextQuestion));
        assert_whole(&desk, "a queue in a call");
        desk.command(Command::Pane(PaneCommand::ToggleBottom));
        desk.command(Command::Help(HelpCommand::Toggle));
        assert_whole(&desk, "the help");
        desk.command(Command::Help(HelpCommand::Toggle));
        desk.command(Command::Pane(PaneCommand::GoToOutline));
        assert_whole(&desk, "the outline");
    }
}

#[test]
fn dialogs_stay_in_the_window_where_a_large_text_leaves_few_points() {
    let folder = folder();
    for size in [FEW[0], FEW[1], Vec2::new(640.0, 360.0)] {
        let mut desk = on_claims(size);
        open(&mut desk, Tab::Routing(CLAIMS));
        let suggestion = folder.path().join("x.ron");
        let asked = [
            ("Cancel", Command::File(FileCommand::AskTemplate(None))),
            ("Close", Command::Find(FindCommand::Replace)),
            ("Cancel", Command::ask(Ask::Schedule(IN_TEST))),
            ("Close", Command::ask(Ask::LooseEnds(IN_TEST))),
            ("Close", Command::About),
            ("Cancel", Command::ask(Ask::ChoosePath { purpose: crate::app::command::Purpose::Save(None), suggestion })),
            ("Cancel", Command::ask(Ask::NewVersion(CLAIMS))),
        ];
        for (button, command) in asked {
            desk.command(command.clone());
            let (window, buttons) = (desk.ctx().content_rect(), desk.inputs(button));
            let place = buttons.last().unwrap_or_else(|| panic!("no {button} in {command:?}")).rect();
            assert!(window.contains_rect(place), "{command:?} at {size:?}: {button} is at {place:?}");
            desk.key(Modifiers::NONE, Key::Escape);
        }
        for command in [Command::Find(FindCommand::Commands), Command::New(New::Routing)] {
            desk.command(command.clone());
            let dialog = desk.focused_rects().expect("the first field has the focus").1;
            assert!(desk.ctx().content_rect().contains_rect(dialog), "{command:?} at {size:?}: {dialog:?}");
            desk.key(Modifiers::NONE, Key::Escape);
        }
    }
}

#[test]
fn the_controls_of_a_call_never_cover_its_answers() {
    let mut desk = on_claims(FEW[1]);
    open(&mut desk, Tab::Version(IN_TEST));
    desk.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::Simulation)));
    desk.command(Command::Sim(SimCommand::Start(IN_TEST)));
    desk.command(Command::Sim(SimCommand::ToNextQuestion));
    let area = desk.nodes().into_iter().find(|node| {
        node.accesskit_node().role() == Role::Region && node.accesskit_node().label().as_deref() == Some("Question")
    });
    let area = area.expect("the area of the question");
    let is_button = |node: &egui_kittest::Node<'_>| node.accesskit_node().role() == Role::Button;
    let name = |node: &egui_kittest::Node<'_>| (node.accesskit_node().label().unwrap_or_default(), node.rect());
    let buttons: Vec<_> = area.children_recursive().filter(is_button).map(|node| name(&node)).collect();
    assert!(buttons.len() > 8, "{buttons:?}");
    for (place, (one, rect)) in buttons.iter().enumerate() {
        let covering = buttons.iter().skip(place + 1).find(|(_, other)| other.shrink(1.0).intersects(*rect));
        assert!(covering.is_none(), "{covering:?} covers {one:?} at {rect:?}");
    }
}

#[test]
fn menus_scroll_where_a_large_text_leaves_few_points() {
    for size in FEW {
        let mut desk = on_hotel(size);
        let window = desk.ctx().content_rect();
        for (menu, last) in [("File", "Quit"), ("Edit", "Distribute down"), ("View", "Light theme")] {
            desk.click_role(Role::Button, menu);
            let is_last = |node: &egui_kittest::Node<'_>| {
                node.accesskit_node().label().is_some_and(|label| label.starts_with(last))
            };
            let id = desk.nodes().into_iter().rfind(is_last).unwrap().accesskit_node().locate().0;
            desk.scroll_to(id);
            let place = desk.nodes().into_iter().rfind(is_last).unwrap().rect();
            assert!(window.contains_rect(place), "{menu} at {size:?}: {last} is at {place:?}");
            desk.key(Modifiers::NONE, Key::Escape);
        }
        let card = desk.card("Welcome");
        desk.click_at(card.center(), egui::PointerButton::Secondary);
        assert!(desk.has_menu());
        let names = desk.menu_names();
        let (last, _) = names.last().unwrap().clone();
        let place = |desk: &Desk| desk.inputs(&last).pop().unwrap().rect();
        let id = desk.inputs(&last).pop().unwrap().accesskit_node().locate().0;
        desk.scroll_to(id);
        assert!(window.contains_rect(place(&desk)), "{size:?}: {last} is at {:?}", place(&desk));
    }
}

#[test]
fn panes_without_room_in_the_strip_are_in_a_menu_and_the_one_shown_never_is() {
    let mut desk = on_hotel(Vec2::new(640.0, 500.0));
    for (pane, name) in BottomPane::ALL {
        desk.command(Command::Pane(PaneCommand::ShowBottom(pane)));
        let row = desk.rect("Other panes").y_range();
        let shown = desk.rect(name);
        assert!((shown.center().y - row.center()).abs() < 1.0, "{name} is at {shown:?}");
    }
    desk.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::Problems)));
    desk.click("Other panes");
    desk.click("History");
    assert_eq!(desk.state().window.panes.bottom_panel, BottomPane::History);
    let wide = on_hotel(Vec2::new(1280.0, 720.0));
    assert!(!wide.has("Other panes") && BottomPane::ALL.iter().all(|(_, name)| wide.has(name)));
}

#[test]
fn a_narrow_window_says_that_it_has_no_room_at_the_right() {
    let mut desk = on_claims(Vec2::new(960.0, 540.0));
    open(&mut desk, Tab::Version(IN_TEST));
    assert!(!desk.has("Dock right"));
    let before = desk.state().window.panes.clone();
    desk.command(Command::Pane(PaneCommand::DockSimulation));
    desk.assert_says("The window is too narrow to show the simulation at the right.");
    assert_eq!(desk.state().window.panes, before);
}

/// The places of all widgets outside the lists of the panes, by their ids.
fn places(desk: &Desk) -> BTreeMap<u64, (String, Rect)> {
    let of = |node: &egui_kittest::Node<'_>| {
        let it = node.accesskit_node();
        let is_widget = matches!(it.role(), Role::Button | Role::Tab | Role::TextInput | Role::CheckBox);
        is_widget.then(|| (it.locate().0.0, (it.label().unwrap_or_default(), node.rect())))
    };
    desk.nodes().iter().filter_map(of).collect()
}

#[test]
fn nothing_moves_when_counts_come() {
    for (size, pane) in [
        (Vec2::new(1280.0, 720.0), BottomPane::TestCalls),
        (Vec2::new(1440.0, 900.0), BottomPane::Problems),
        (Vec2::new(1440.0, 900.0), BottomPane::Paths),
        (Vec2::new(1440.0, 900.0), BottomPane::Failures),
        (Vec2::new(960.0, 540.0), BottomPane::TestCalls),
    ] {
        let mut desk = on_hotel(size);
        desk.state_mut().window.explores_unasked = true;
        desk.command(Command::Pane(PaneCommand::ShowBottom(pane)));
        let count = format!("{} test calls", desk.project().test_calls.len());
        // A test call fails, a branch leads nowhere, and all of it has to be found again.
        let menu = desk.action("Welcome").id;
        let cut = Edit::SetLink { version: VERSION, from: menu, branch: "row:1".to_owned(), link: None };
        desk.command_at_once(Command::edit(cut));
        desk.empty_frame();
        let before = places(&desk);
        assert!(desk.text().lines().any(|line| line == count), "{}", desk.text());
        desk.settle();
        desk.assert_says(&format!("of {count} pass"));
        let after = places(&desk);
        let moved: Vec<_> = before
            .iter()
            .filter_map(|(id, (name, place))| {
                let (now, there) = after.get(id)?;
                (place != there).then(|| format!("{name:?} {place:?} → {now:?} {there:?}"))
            })
            .collect();
        assert!(moved.is_empty(), "{pane:?} at {size:?}: {moved:#?}");
        assert!(before.len() > 40, "{}", before.len());
    }
}

#[test]
fn the_problems_of_a_version_come_after_what_is_always_there() {
    let mut desk = on_claims(Vec2::new(1280.0, 720.0));
    open(&mut desk, Tab::Version(IN_TEST));
    let menu = desk.action("Main menu").id;
    let cut = Edit::SetLink { version: IN_TEST, from: menu, branch: "row:1".to_owned(), link: None };
    desk.command(Command::edit(cut));
    let names = desk.names();
    let at =
        |part: &str| names.iter().position(|name| name.contains(part)).unwrap_or_else(|| panic!("{part}: {names:?}"));
    assert!(at("of 29 test calls pass") < at("branches") && at("branches") < at("warning"));
    assert_whole(&desk, "the header");
}

#[test]
fn the_section_of_a_page_opens_with_the_page_and_stays() {
    let mut desk = on_claims(Vec2::new(1280.0, 720.0));
    let rows = |desk: &Desk| {
        let is_row = |node: &egui_kittest::Node<'_>| node.accesskit_node().role() == Role::TreeItem;
        let names = desk.nodes().into_iter().filter(is_row).filter_map(|node| node.accesskit_node().label());
        names.collect::<Vec<String>>()
    };
    assert!(!rows(&desk).contains(&"Ben".to_owned()));
    open(&mut desk, Tab::Resource(ResourceId(1)));
    assert!(rows(&desk).contains(&"Ben".to_owned()));
    let before = rows(&desk);
    desk.command(Command::open_tab(Tab::Routing(CLAIMS)));
    assert_eq!(rows(&desk), before, "the tree stays as it is");
    desk.click("Users");
    assert!(!rows(&desk).contains(&"Ben".to_owned()));
    desk.command(Command::open_tab(Tab::Resource(ResourceId(2))));
    assert!(rows(&desk).contains(&"Ben".to_owned()));
    desk.click("Users");
    assert!(!rows(&desk).contains(&"Ben".to_owned()), "also the section of the page shown can be closed");
    desk.click("Users");
    desk.put(claims());
    assert!(!rows(&desk).contains(&"Ben".to_owned()), "another project begins with closed sections");
}

#[test]
fn typing_replaces_the_name_of_a_file_and_not_its_ending() {
    let folder = folder();
    let mut desk = on_claims(Vec2::new(1280.0, 720.0));
    for (name, typed) in [("a long name.ron", "b.ron"), ("short.ron", "b.ron")] {
        let suggestion = folder.path().join(name);
        desk.command(Command::ask(Ask::ChoosePath { purpose: crate::app::command::Purpose::Save(None), suggestion }));
        desk.type_text("b");
        let is_it = |dialog: &crate::app::shell::dialog::Dialog| match dialog {
            crate::app::shell::dialog::Dialog::Path(picker) => picker.name == typed,
            _ => false,
        };
        assert!(desk.state().session.dialog.as_ref().is_some_and(is_it), "{:?}", desk.state().session.dialog);
        desk.key(Modifiers::NONE, Key::Escape);
    }
}

#[test]
fn where_every_branch_leads_somewhere_there_is_nothing_to_end() {
    let mut desk = on_claims(Vec2::new(1280.0, 720.0));
    desk.command(Command::ask(Ask::LooseEnds(IN_TEST)));
    assert!(!desk.names().iter().any(|name| name.starts_with("End 0")), "{:?}", desk.names());
    desk.key(Modifiers::NONE, Key::Enter);
    assert!(desk.state().session.dialog.is_none());
}

#[test]
fn the_tab_of_a_page_is_in_view_when_the_list_of_all_pages_comes() {
    let mut desk = on_claims(Vec2::new(960.0, 540.0));
    let tabs = [Tab::Routing(CLAIMS), Tab::Settings, Tab::Phrases, Tab::Map];
    for tab in tabs.into_iter().chain((1..8).map(|id| Tab::Resource(ResourceId(id)))) {
        desk.command(Command::Page(PageCommand::Open(tab)));
        desk.command(Command::Page(PageCommand::Keep(tab)));
        let title = crate::app::cx::tab_title(desk.project(), tab);
        let is_it = |node: &egui_kittest::Node<'_>| {
            node.accesskit_node().role() == Role::Tab && node.accesskit_node().label().as_deref() == Some(&title)
        };
        let place = desk.nodes().into_iter().find(is_it).unwrap().rect();
        let right = if desk.has("All open pages") { desk.rect("All open pages").left() } else { 960.0 };
        assert!(place.right() <= right + 0.5, "{title} is at {place:?}, left of {right}");
    }
}

#[test]
fn a_value_that_is_empty_is_named() {
    let mut desk = on_claims(Vec2::new(1280.0, 720.0));
    let hidden = CallerId(30);
    assert!(Arc::clone(desk.project()).callers[&hidden].is_hidden);
    open(&mut desk, Tab::Version(IN_TEST));
    desk.command(Command::Sim(SimCommand::SetCaller(Some(hidden))));
    desk.command(Command::Sim(SimCommand::Start(IN_TEST)));
    desk.command(Command::Sim(SimCommand::ToNextQuestion));
    desk.command(Command::Sim(SimCommand::Answer("press 1".to_owned())));
    desk.command(Command::Sim(SimCommand::ToNextQuestion));
    desk.assert_says("VIP numbers has no row for an empty value.");
}

#[test]
fn the_zoom_that_is_shown_is_that_of_the_canvas_once_the_window_is_at_rest() {
    let mut desk = on_claims(Vec2::new(1280.0, 720.0));
    open(&mut desk, Tab::Version(IN_TEST));
    for zoom in [Zoom::Fit, Zoom::In, Zoom::Reset, Zoom::Fit] {
        desk.command_at_once(Command::Zoom(zoom));
        for _ in 0..20 {
            desk.empty_frame();
            if desk.repaint_delay() > std::time::Duration::ZERO {
                break;
            }
        }
        let percent = desk.view(IN_TEST).canvas.zoom() * 100.0;
        assert!(desk.has(&format!("{percent:.0} %")), "{zoom:?}: {percent} of {:?}", desk.names());
    }
}
