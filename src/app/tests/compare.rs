//! Comparisons of versions: on one canvas, side by side, and as a list to step through.

use std::sync::Arc;
use std::time::Duration;

use egui::{Event, Key, Modifiers, PointerButton, Rect, Role, Vec2};
use egui_kittest::kittest::NodeT as _;

use crate::canvas::{CanvasScene, Card, CardId, Standing, Viewport};
use crate::edit::{Context, Edit, Spot};
use crate::model::{Action, ActionId, Link, Pos, RoutingId, Version, VersionId};

use super::support::{Desk, VERSION, claims};
use crate::app::command::{Command, PageCommand, Tab, Zoom};
use crate::app::kit::scene::card_id;
use crate::app::parts::compare::comparison::Comparison;
use crate::app::parts::compare::entry::Pick;
use crate::app::parts::compare::scenes::removed_card;

const CLAIMS: RoutingId = RoutingId(18);
const BACKUP: VersionId = VersionId(21);
const LIVE: VersionId = VersionId(22);
const IN_TEST: VersionId = VersionId(23);
const IDEA: VersionId = VersionId(24);

/// The window on the small tree and a draft copied from it. In the draft the mailbox is removed, a pause replaces it before *Front desk*, and
/// Start was moved. The draft is shown.
fn changed() -> (Desk, VersionId) {
    let mut desk = Desk::on_small();
    let copy = duplicate(&mut desk);
    desk.command(Command::edit(Edit::RemoveBelow { version: copy, action: ActionId(7) }));
    let spot = Spot::After(ActionId(3), "row:1".to_owned());
    let pos = Some(Pos(560, 280));
    desk.command(Command::edit(Edit::AddAction { version: copy, kind: "pause".to_owned(), spot, pos }));
    let pause = desk.action("pause").id;
    desk.command(Command::edit(Edit::MoveCards { version: copy, cards: vec![(pause, Pos(560, 280))] }));
    desk.command(Command::edit(Edit::MoveCards { version: copy, cards: vec![(ActionId(1), Pos(0, 400))] }));
    (desk, copy)
}

/// Duplicates the small tree, and shows the copy.
fn duplicate(desk: &mut Desk) -> VersionId {
    let (name, description) = ("Draft".to_owned(), String::new());
    let routing = desk.version(VERSION).info.routing;
    desk.command(Command::edit(Edit::CreateVersion { routing, from: Some(VERSION), name, description }));
    assert_ne!(desk.shown(), VERSION);
    desk.shown()
}

fn comparison(desk: &Desk) -> &Comparison {
    &desk.state().parts.comparing.open[&pair(desk)]
}

fn pair(desk: &Desk) -> (VersionId, VersionId) {
    let Tab::Compare(before, after) = desk.state().session.tab else { panic!("{:?}", desk.state().session.tab) };
    (before, after)
}

fn one(desk: &Desk) -> Arc<CanvasScene> {
    comparison(desk).made.as_ref().unwrap().scenes.one.clone()
}

/// The entries of the list.
fn listed(desk: &Desk) -> Vec<(String, String)> {
    let entries = comparison(desk).made.iter().flat_map(|result| &result.entries);
    entries.map(|it| (it.difference.words().to_owned(), it.title.clone())).collect()
}

/// The title of the current entry.
fn current(desk: &Desk) -> Option<String> {
    comparison(desk).place().map(|place| listed(desk)[place].1.clone())
}

fn find(scene: &CanvasScene, id: CardId) -> &Card {
    scene.cards.iter().find(|card| card.id == id).unwrap_or_else(|| panic!("no card {id}"))
}

/// The arrows that differ, with the titles at their ends.
fn ways(scene: &CanvasScene) -> Vec<(Standing, String, String)> {
    let title = |id| find(scene, id).title.clone();
    let wires = scene.wires.iter().filter(|wire| wire.standing != Standing::Same);
    wires.map(|wire| (wire.standing, title(wire.from), title(wire.to))).collect()
}

fn compare(desk: &mut Desk, before: VersionId, after: VersionId) {
    desk.command(Command::Page(PageCommand::Open(Tab::Compare(before, after))));
}

#[test]
fn one_canvas_shows_both_trees_with_their_differences() {
    let (mut desk, copy) = changed();
    compare(&mut desk, VERSION, copy);
    let scene = one(&desk);
    let standing = |id: u32| find(&scene, card_id(ActionId(id))).standing;
    assert_eq!((standing(1), standing(3), standing(4)), (Standing::Same, Standing::Changed, Standing::Same));
    assert_eq!(find(&scene, removed_card(ActionId(7))).standing, Standing::Removed);
    let wanted = [
        (Standing::Added, "Welcome", "Pause"),
        (Standing::Added, "Pause", "Front desk"),
        (Standing::Removed, "Welcome", "Front desk"),
        (Standing::Removed, "Welcome", "Leave a message"),
    ];
    let found = ways(&scene);
    for (standing, from, to) in wanted {
        let way = (standing, from.to_owned(), to.to_owned());
        assert!(found.contains(&way), "{way:?} is not in {found:?}");
    }
    assert_eq!(found.len(), wanted.len(), "{found:?}");
    // A removed card is next to its replacement.
    for (place, card) in scene.cards.iter().enumerate() {
        assert!(scene.cards[place + 1..].iter().all(|other| !other.rect().intersects(card.rect())), "{}", card.title);
    }
    // Not by colour alone: the names mention it too.
    desk.assert_says("Leave a message, Distribution to a voice mailbox, removed");
    desk.assert_says("Pause, Pause, added");
    for words in ["1 added", "1 removed", "1 changed", "1 moved"] {
        desk.label(words);
    }
    let named = |name: &str| desk.input(name).accesskit_node().value().unwrap_or_default();
    assert_eq!(
        (named("Before").as_str(), named("After").as_str()),
        ("My copy · In development, in test", "Draft · In development")
    );
}

#[test]
fn a_branch_that_is_gone_keeps_a_row_for_its_arrow() {
    let mut desk = Desk::on(claims());
    compare(&mut desk, IN_TEST, LIVE);
    let scene = one(&desk);
    let hours = scene.cards.iter().find(|card| card.title == "Opening hours").unwrap();
    let row = hours.ports.iter().position(|port| port.label == "− Bank holidays").expect("a row");
    let wire = scene.wires.iter().find(|wire| wire.from == hours.id && wire.port == row).expect("an arrow");
    assert_eq!((wire.standing, find(&scene, wire.to).title.as_str()), (Standing::Removed, "We are closed"));
}

#[test]
fn stepping_through_the_list_wraps_around() {
    let (mut desk, copy) = changed();
    compare(&mut desk, VERSION, copy);
    let all: Vec<String> = listed(&desk).into_iter().map(|(_, title)| title).collect();
    assert_eq!(all, ["Welcome", "Pause", "Leave a message"]);
    assert_eq!(current(&desk), None);
    for title in ["Welcome", "Pause", "Leave a message", "Welcome"] {
        // From far away.
        let pair = pair(&desk);
        let canvas = &mut desk.state_mut().parts.comparing.open.get_mut(&pair).unwrap().one;
        canvas.set_viewport(Viewport { origin: egui::pos2(9_000.0, 9_000.0), ..canvas.viewport() });
        desk.key(Modifiers::NONE, Key::F8);
        assert_eq!(current(&desk).as_deref(), Some(title));
        let scene = one(&desk);
        let canvas = comparison(&desk).one.viewport();
        let card = scene.cards.iter().find(|card| card.title == title).unwrap();
        assert!(canvas.rect.contains_rect(canvas.screen_rect(card.rect())), "{title} is in view");
    }
    desk.label("1 of 3");
    desk.key(Modifiers::SHIFT, Key::F8);
    assert_eq!(current(&desk).as_deref(), Some("Leave a message"));
    desk.click("Previous");
    assert_eq!(current(&desk).as_deref(), Some("Pause"));
    desk.click("Next");
    assert_eq!(current(&desk).as_deref(), Some("Leave a message"));
    desk.click("Changed: Welcome");
    assert_eq!(current(&desk).as_deref(), Some("Welcome"));
    // Before and after.
    desk.assert_says("Branch 2 Taxi");
}

#[test]
fn clicking_a_card_shows_its_changes() {
    let (mut desk, copy) = changed();
    compare(&mut desk, VERSION, copy);
    desk.command(Command::Zoom(Zoom::Reset));
    let pos = desk.rect("Leave a message, Distribution to a voice mailbox, removed").left_top() + Vec2::new(60.0, 12.0);
    desk.click_at(pos, PointerButton::Primary);
    assert_eq!(comparison(&desk).current, Some(Pick { before: Some(ActionId(7)), after: None }));
    assert_eq!(current(&desk).as_deref(), Some("Leave a message"));
    let pos = desk.rect("Front desk, Distribution to queue").left_top() + Vec2::new(60.0, 12.0);
    desk.click_at(pos, PointerButton::Primary);
    let both = Some(ActionId(4));
    assert_eq!(comparison(&desk).current, Some(Pick { before: both, after: both }));
    desk.assert_says("“Front desk” works the same in both.");
}

#[test]
fn a_comparison_never_changes_the_project() {
    let (mut desk, copy) = changed();
    compare(&mut desk, VERSION, copy);
    desk.command(Command::Zoom(Zoom::Reset));
    let revision = desk.state().session.document.revision();
    let card = desk.rect("Pause, Pause, added");
    let origin = comparison(&desk).one.viewport().origin;
    desk.drag(card.left_top() + Vec2::new(60.0, 12.0), card.left_top() + Vec2::new(130.0, 60.0));
    assert_ne!(comparison(&desk).one.viewport().origin, origin, "a card is no handle: the canvas is panned");
    let port = desk.rect("Branch OK of Pause").center();
    desk.drag(port, port + Vec2::new(20.0, 90.0));
    desk.click_at(desk.rect("Pause, Pause, added").left_top() + Vec2::new(60.0, 12.0), PointerButton::Primary);
    assert_eq!(current(&desk).as_deref(), Some("Pause"));
    for key in [Key::Delete, Key::Space, Key::Enter, Key::Backspace] {
        desk.key(Modifiers::NONE, key);
    }
    for event in [Event::Copy, Event::Cut, Event::Paste("Pause".to_owned())] {
        desk.chord(event);
    }
    for key in [Key::D, Key::T, Key::A] {
        desk.ctrl(key);
    }
    let canvas = comparison(&desk).one.viewport().rect;
    desk.double_click_at(canvas.left_bottom() + Vec2::new(30.0, -30.0));
    desk.click_at(canvas.left_bottom() + Vec2::new(30.0, -30.0), PointerButton::Secondary);
    assert_eq!(desk.state().session.document.revision(), revision);
    assert!(desk.state().session.dialog.is_none() && !desk.has_menu());
}

#[test]
fn moved_actions_are_shown_on_request() {
    let (mut desk, copy) = changed();
    compare(&mut desk, VERSION, copy);
    assert!(listed(&desk).len() == 3 && !listed(&desk).iter().any(|(words, _)| words == "Moved"));
    desk.click("Also moved");
    assert_eq!(listed(&desk).first().unwrap(), &("Moved".to_owned(), "Start".to_owned()));
    assert_eq!(find(&one(&desk), card_id(ActionId(1))).standing, Standing::Moved);
    desk.assert_says("Start, Start, moved");
}

#[test]
fn equal_versions_show_a_message() {
    let mut desk = Desk::on_small();
    let copy = duplicate(&mut desk);
    compare(&mut desk, VERSION, copy);
    desk.label("The trees are the same: no action, no field and no link differs.");
    desk.label("No action differs");
    assert!(!desk.is_enabled("Next") && !desk.is_enabled("Previous"));
    desk.key(Modifiers::NONE, Key::F8);
    assert!(desk.notices().contains("There are no differences here."));
    // Only moved: the message says how to see it.
    desk.command(Command::edit(Edit::MoveCards { version: copy, cards: vec![(ActionId(1), Pos(0, 400))] }));
    desk.assert_says("The trees work the same. One action is at another position on the canvas");
    desk.click("Also moved");
    assert_eq!(listed(&desk).len(), 1);
}

#[test]
fn two_canvases_move_together() {
    let mut desk = Desk::on_small();
    let copy = duplicate(&mut desk);
    // One card has moved far away, the others have not.
    desk.command(Command::edit(Edit::MoveCards { version: copy, cards: vec![(ActionId(7), Pos(4_000, 2_000))] }));
    compare(&mut desk, VERSION, copy);
    desk.click("Side by side");
    desk.command(Command::Zoom(Zoom::Reset));
    let corner = |desk: &Desk, side: usize, id: u32| {
        let comparison = comparison(desk);
        let scene = &comparison.made.as_ref().unwrap().scenes.sides[side];
        let view = comparison.sides[side].viewport();
        view.screen_from_scene(find(scene, card_id(ActionId(id))).pos) - view.rect.min
    };
    let is_level = |desk: &Desk, id: u32| (corner(desk, 0, id) - corner(desk, 1, id)).length() < 1.0;
    desk.command(Command::edit(Edit::DescribeVersion {
        version: copy,
        name: "Draft".to_owned(),
        description: "Taxi far away".to_owned(),
    }));
    let click = |desk: &mut Desk, side: usize, id: u32| {
        let at = comparison(desk).sides[side].viewport().rect.min + corner(desk, side, id) + Vec2::new(60.0, 12.0);
        desk.click_at(at, PointerButton::Primary);
        assert_eq!(comparison(desk).current.and_then(|it| it.before), Some(ActionId(id)));
    };
    let centre = |desk: &mut Desk, side: usize, id: u32| {
        let of = card_id(ActionId(id));
        let Tab::Compare(before, after) = desk.state().session.tab else { unreachable!() };
        let comparison = desk.state_mut().parts.comparing.open.get_mut(&(before, after)).unwrap();
        comparison.sides[side].centre_on(of);
        desk.settle();
    };
    // When either side is panned, the other one follows by the action at the centre.
    for (side, id) in [(0, 3), (1, 7), (0, 7), (1, 4)] {
        centre(&mut desk, side, id);
        assert!(is_level(&desk, id), "{side} {id}: {:?} {:?}", corner(&desk, 0, id), corner(&desk, 1, id));
    }
    // A choice on one side is shown on the other at the same position.
    centre(&mut desk, 0, 4);
    assert!(!is_level(&desk, 7));
    click(&mut desk, 0, 7);
    assert!(is_level(&desk, 7), "{:?} {:?}", corner(&desk, 0, 7), corner(&desk, 1, 7));
    // Both zoom.
    desk.command(Command::Zoom(Zoom::In));
    let [left, right] = &comparison(&desk).sides;
    assert!((left.zoom() - right.zoom()).abs() < 0.001 && right.zoom() > 1.1, "{} {}", left.zoom(), right.zoom());
    assert!(is_level(&desk, 7));
}

#[test]
fn sides_are_swapped_and_chosen() {
    let mut desk = Desk::on(claims());
    compare(&mut desk, LIVE, IN_TEST);
    let pages = desk.state().session.tabs.len();
    desk.key(Modifiers::NONE, Key::F8);
    let looked_at = current(&desk);
    assert!(looked_at.is_some());
    desk.click("Swap");
    assert_eq!(pair(&desk), (IN_TEST, LIVE));
    assert_eq!(current(&desk), looked_at);
    desk.click("Before");
    desk.click("Shared load · In development");
    assert_eq!(pair(&desk), (IDEA, LIVE));
    desk.click("After");
    assert!(!desk.has("Shared load · In development"), "a version is not compared with itself");
    desk.click("Opening · In backup");
    assert_eq!(pair(&desk), (IDEA, BACKUP));
    // All in one page; the former comparisons are discarded.
    assert_eq!((desk.state().session.tabs.len(), desk.state().parts.comparing.open.len()), (pages, 1));
    desk.command(Command::Page(PageCommand::Close(desk.state().session.tab)));
    assert!(desk.state().parts.comparing.open.is_empty());
}

#[test]
fn comparisons_are_reached_from_the_pages_and_the_list_of_commands() {
    let mut desk = Desk::of_size(Vec2::new(1440.0, 1600.0), "");
    desk.put(claims());
    desk.command(Command::Page(PageCommand::Open(Tab::Routing(CLAIMS))));
    desk.click_nth("Compare with…", 0);
    assert!(desk.has("Survey after call / Survey · In production") || desk.text().contains("Survey after call / "));
    desk.click("Monday menu · In development, in test");
    assert_eq!(pair(&desk), (LIVE, IN_TEST), "from what is live to what is new");
    desk.command(Command::Page(PageCommand::Open(Tab::Version(IDEA))));
    desk.click("Compare…");
    desk.click("Opening · In backup");
    assert_eq!(pair(&desk), (BACKUP, IDEA));
    desk.command(Command::Page(PageCommand::Open(Tab::Version(IN_TEST))));
    desk.ctrl(Key::K);
    desk.type_text("compare ver");
    desk.key(Modifiers::NONE, Key::Enter);
    assert_eq!(pair(&desk), (LIVE, IN_TEST));
    desk.command(Command::Page(PageCommand::Open(Tab::Settings)));
    desk.command(Command::Page(PageCommand::Compare));
    assert_eq!(desk.state().session.tab, Tab::Settings);
    assert!(desk.notices().contains("Open a smart routing"), "{}", desk.notices());
}

#[test]
fn a_comparison_follows_the_project() {
    let (mut desk, copy) = changed();
    compare(&mut desk, VERSION, copy);
    let before = listed(&desk);
    // The move of Start, the move of the pause, and the pause.
    for _ in 0..3 {
        desk.ctrl(Key::Z);
    }
    assert!(matches!(desk.state().session.tab, Tab::Compare(..)));
    assert!(before.contains(&("Added".to_owned(), "Pause".to_owned())));
    assert!(!listed(&desk).contains(&("Added".to_owned(), "Pause".to_owned())), "{:?}", listed(&desk));
    desk.command(Command::edit(Edit::DeleteVersion { version: copy }));
    assert!(!desk.state().session.tabs.iter().any(|tab| matches!(tab, Tab::Compare(..))));
    assert!(desk.state().parts.comparing.open.is_empty());
}

/// A chain of pauses instead of the small tree.
fn chain(version: &mut Version, count: u32, kept: u32) {
    let mut start = Action::clone(&version.flow.actions[&ActionId(1)]);
    start.links = [("ok".to_owned(), Link::To(ActionId(2)))].into();
    version.flow.actions = [(ActionId(1), Arc::new(start))].into();
    version.flow.positions = [(ActionId(1), Pos(0, 0))].into();
    for id in 2..=count {
        let mut action = Action { id: ActionId(id), kind: "pause".to_owned(), ..Action::default() };
        if id > kept {
            action.title = format!("Pause {id}");
        }
        if id < count {
            action.links.insert("ok".to_owned(), Link::To(ActionId(id + 1)));
        }
        version.flow.actions.insert(action.id, Arc::new(action));
        let (row, column) = (i32::try_from(id % 100).unwrap(), i32::try_from(id / 100).unwrap());
        version.flow.positions.insert(ActionId(id), Pos(column * 280, row * 120));
    }
}

#[test]
fn ten_thousand_actions_are_compared_once_and_only_visible_entries_are_laid_out() {
    let mut desk = Desk::on_small();
    let copy = duplicate(&mut desk);
    let mut project = crate::model::Project::clone(desk.project());
    chain(Arc::make_mut(project.versions.get_mut(&VERSION).unwrap()), 10_000, 10_000);
    chain(Arc::make_mut(project.versions.get_mut(&copy).unwrap()), 10_000, 5_000);
    desk.put(project);
    compare(&mut desk, VERSION, copy);
    assert_eq!(listed(&desk).len(), 5_000);
    let entries = desk.names().iter().filter(|name| name.starts_with("Changed: ")).count();
    assert!((3..80).contains(&entries), "{entries} entries are laid out");
    let scene = one(&desk);
    for _ in 0..3 {
        desk.key(Modifiers::SHIFT, Key::F8);
    }
    assert_eq!(current(&desk).as_deref(), Some("Pause 9998"));
    assert!(desk.has("Changed: Pause 9998"), "{:?}", desk.names());
    assert!(Arc::ptr_eq(&scene, &one(&desk)));
}

#[test]
fn a_small_window_shows_the_whole_comparison() {
    for is_side_by_side in [false, true] {
        let mut desk = Desk::of_size(Vec2::new(900.0, 560.0), "");
        desk.put(claims());
        compare(&mut desk, LIVE, IN_TEST);
        desk.state_mut().parts.comparing.is_side_by_side = is_side_by_side;
        desk.settle();
        let window = Rect::from_min_size(egui::Pos2::ZERO, Vec2::new(900.0, 560.0));
        for name in ["Before", "Swap", "After", "Also moved", "Fit", "One canvas", "Side by side", "Next", "Previous"] {
            assert!(window.contains_rect(desk.rect(name)), "{name}: {:?}", desk.rect(name));
        }
        let canvases = desk.nodes().into_iter().filter(|node| node.accesskit_node().role() == Role::Canvas).count();
        assert_eq!(canvases, 1 + usize::from(is_side_by_side));
    }
}

#[test]
fn a_slow_comparison_wakes_the_window_and_the_former_result_stays_until_then() {
    let (mut desk, draft) = changed();
    desk.state_mut().parts.comparing.patience = Duration::ZERO;
    compare(&mut desk, VERSION, draft);
    let count = listed(&desk).len();
    assert!(count > 0);

    let caption = Edit::SetCaption {
        version: draft,
        action: ActionId(4),
        title: "Hello".to_owned(),
        comment: String::new(),
        record_passage: false,
    };
    desk.state_mut().session.document.apply(&caption, &Context::default()).unwrap();
    desk.frame([]);
    assert!(!listed(&desk).is_empty());
    // Until the result comes, there is no input.
    for _ in 0..5_000 {
        if !comparison(&desk).is_making() {
            break;
        }
        if desk.ctx().has_requested_repaint() {
            desk.frame([]);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(listed(&desk).len(), count + 1, "the menu differs too");
}

#[test]
fn the_list_of_versions_takes_keys_each_time_that_it_is_opened() {
    let mut desk = Desk::of_size(Vec2::new(1440.0, 900.0), "");
    desk.put(claims());
    desk.command(Command::Page(PageCommand::Open(Tab::Version(IDEA))));
    for _ in 0..100 {
        if desk.focused().as_deref() == Some("Compare…") {
            break;
        }
        desk.key(Modifiers::NONE, Key::Tab);
    }
    for _ in 0..3 {
        assert_eq!(desk.focused().as_deref(), Some("Compare…"));
        desk.key(Modifiers::NONE, Key::Enter);
        let first = desk.focused();
        desk.key(Modifiers::NONE, Key::ArrowDown);
        let second = desk.focused();
        assert!(first.as_deref().is_some_and(|words| words.contains(" · In ")), "{first:?}");
        assert!(second != first && second.as_deref().is_some_and(|words| words.contains(" · In ")), "{second:?}");
        desk.key(Modifiers::NONE, Key::Escape);
    }
    desk.key(Modifiers::NONE, Key::Enter);
    desk.key(Modifiers::NONE, Key::Enter);
    assert_eq!(pair(&desk), (BACKUP, IDEA));
}
