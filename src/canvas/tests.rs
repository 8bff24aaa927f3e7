//! Tests of the canvas through its accessible names and the pointer, without graphics.

use std::collections::BTreeSet;

use egui::{CursorIcon, Event, Key, Modifiers, PointerButton, Pos2, Rect, Vec2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::fixture::{card, grid_scene, link, scene, tree};
use super::*;

pub(super) struct App {
    pub scene: CanvasScene,
    pub state: CanvasState,
    pub selection: BTreeSet<CardId>,
    pub read_only: bool,
    landing: Option<Landing>,
    pub events: Vec<CanvasEvent>,
}

impl App {
    pub fn new(scene: CanvasScene) -> Self {
        let mut state = CanvasState::new();
        state.set_viewport(Viewport { origin: pos2(-50.0, -50.0), ..Viewport::default() });
        Self { scene, state, selection: BTreeSet::new(), read_only: false, landing: None, events: Vec::new() }
    }

    pub fn harness(self) -> Harness<'static, Self> {
        Harness::builder().with_size(vec2(1000.0, 700.0)).with_max_steps(20).with_step_dt(1.0 / 60.0).build_ui_state(
            |ui, app: &mut Self| {
                let selection = Overlay::with_selection(&app.selection);
                let overlay = Overlay { read_only: app.read_only, landing: app.landing.as_ref(), ..selection };
                let events = canvas_ui(ui, &app.scene, &overlay, &CanvasStyle::dark(), &mut app.state);
                for event in &events {
                    if let CanvasEvent::SelectionChanged(selection) = event {
                        app.selection.clone_from(selection);
                    }
                }
                app.events.extend(events);
            },
            self,
        )
    }
}

/// Card 1 with ports a (to 2) and b (open); 2 with a link back to 1; 3 alone below.
fn small() -> App {
    App::new(scene(
        vec![card(1, 0.0, 0.0, 2), card(2, 320.0, 0.0, 1), card(3, 0.0, 240.0, 1)],
        vec![tree(1, 0, 2), link(2, 0, 1)],
    ))
}

pub(super) fn screen(harness: &Harness<'_, App>, scene: Pos2) -> Pos2 {
    harness.state().state.screen_from_scene(scene)
}

pub(super) fn drag(harness: &mut Harness<'_, App>, from: Pos2, to: Pos2) {
    press(harness, from, to, PointerButton::Primary, true);
    press(harness, from, to, PointerButton::Primary, false);
}

/// Moves to `from`, presses and moves to `to`; or, with `down` false, releases there.
pub(super) fn press(harness: &mut Harness<'_, App>, from: Pos2, to: Pos2, button: PointerButton, down: bool) {
    if down {
        harness.hover_at(from);
    }
    let pos = if down { from } else { to };
    harness.event(Event::PointerButton { pos, button, pressed: down, modifiers: Modifiers::NONE });
    if down {
        harness.hover_at(from.lerp(to, 0.5));
        harness.hover_at(to);
    }
    harness.run();
}

pub(super) fn taken(harness: &mut Harness<'_, App>) -> Vec<CanvasEvent> {
    std::mem::take(&mut harness.state_mut().events)
}

#[test]
fn a_click_selects_and_shift_adds() {
    let mut harness = small().harness();
    harness.get_by_label("Card 1, Node").click();
    harness.run();
    assert_eq!(taken(&mut harness), [CanvasEvent::SelectionChanged([1].into())]);
    harness.get_by_label("Card 2, Node").click_modifiers(Modifiers::SHIFT);
    harness.run();
    assert_eq!(taken(&mut harness), [CanvasEvent::SelectionChanged([1, 2].into())]);
    let empty = screen(&harness, pos2(300.0, 400.0));
    drag(&mut harness, empty, empty);
    assert_eq!(taken(&mut harness), [CanvasEvent::SelectionChanged([].into())]);
}

#[test]
fn a_double_click_opens_a_card_and_asks_on_empty_canvas() {
    let mut harness = small().harness();
    let node = screen(&harness, pos2(60.0, 20.0));
    for _ in 0..2 {
        drag(&mut harness, node, node);
    }
    assert!(taken(&mut harness).contains(&CanvasEvent::Open(1)));
    harness.run_steps(40);
    let empty = screen(&harness, pos2(300.0, 400.0));
    for _ in 0..2 {
        drag(&mut harness, empty, empty);
    }
    assert!(matches!(taken(&mut harness).last(), Some(CanvasEvent::FindAt { .. })));
}

#[test]
fn dragging_moves_the_selection_once_and_to_the_grid() {
    let mut harness = small().harness();
    harness.state_mut().selection = [1, 3].into();
    let from = screen(&harness, pos2(60.0, 20.0));
    press(&mut harness, from, from + vec2(61.0, 118.0), PointerButton::Primary, true);
    assert!(taken(&mut harness).is_empty(), "nothing before the release");
    press(&mut harness, from, from + vec2(61.0, 118.0), PointerButton::Primary, false);
    let expected = vec![(1, pos2(64.0, 120.0)), (3, pos2(64.0, 360.0))];
    assert_eq!(taken(&mut harness), [CanvasEvent::MoveCards(expected)]);
}

#[test]
fn dragging_a_card_that_is_not_selected_selects_it() {
    let mut harness = small().harness();
    harness.state_mut().selection = [2].into();
    let from = screen(&harness, pos2(60.0, 260.0));
    drag(&mut harness, from, from + vec2(0.0, 80.0));
    let moved = CanvasEvent::MoveCards(vec![(3, pos2(0.0, 320.0))]);
    assert_eq!(taken(&mut harness), [CanvasEvent::SelectionChanged([3].into()), moved]);
}

#[test]
fn escape_cancels_a_drag() {
    let mut harness = small().harness();
    let from = screen(&harness, pos2(60.0, 20.0));
    press(&mut harness, from, from + vec2(90.0, 90.0), PointerButton::Primary, true);
    harness.key_press(Key::Escape);
    harness.run();
    press(&mut harness, from, from + vec2(90.0, 90.0), PointerButton::Primary, false);
    assert!(!taken(&mut harness).iter().any(|event| matches!(event, CanvasEvent::MoveCards(_))));
}

#[test]
fn a_port_dragged_to_a_card_connects_and_to_empty_canvas_asks() {
    let mut harness = small().harness();
    let port = harness.get_by_label("Branch b of Card 1").rect().center();
    let other = harness.get_by_label("Card 3, Node").rect().center();
    drag(&mut harness, port, other);
    assert_eq!(taken(&mut harness), [CanvasEvent::Connect { from: 1, port: "b".into(), to: 3 }]);
    drag(&mut harness, port, screen(&small().harness(), pos2(500.0, 420.0)));
    let events = taken(&mut harness);
    assert!(matches!(&events[..], [CanvasEvent::PortToEmpty { from: 1, .. }]), "{events:?}");
}

#[test]
fn the_end_of_an_arrow_can_be_moved_and_cut() {
    let mut harness = small().harness();
    let end = screen(&harness, pos2(314.0, ENTRY_OFFSET));
    let to = screen(&harness, pos2(60.0, 260.0));
    drag(&mut harness, end, to);
    assert_eq!(taken(&mut harness), [CanvasEvent::Connect { from: 1, port: "a".into(), to: 3 }]);
    let empty = screen(&harness, pos2(500.0, 420.0));
    drag(&mut harness, end, empty);
    assert_eq!(taken(&mut harness), [CanvasEvent::Disconnect { from: 1, port: "a".into() }]);
}

#[test]
fn a_box_selects_what_it_touches() {
    let mut harness = small().harness();
    let (from, to) = (screen(&harness, pos2(-30.0, -30.0)), screen(&harness, pos2(100.0, 300.0)));
    drag(&mut harness, from, to);
    assert_eq!(taken(&mut harness), [CanvasEvent::SelectionChanged([1, 3].into())]);
}

#[test]
fn read_only_selects_but_neither_moves_nor_links() {
    let mut app = small();
    app.read_only = true;
    let mut harness = app.harness();
    let card = harness.get_by_label("Card 1, Node").rect().center();
    let port = harness.get_by_label("Branch b of Card 1").rect().center();
    drag(&mut harness, port, card + vec2(0.0, 300.0));
    let end = screen(&harness, pos2(314.0, ENTRY_OFFSET));
    drag(&mut harness, end, end + vec2(40.0, 300.0));
    let card = harness.get_by_label("Card 1, Node").rect().center();
    drag(&mut harness, card, card + vec2(70.0, 70.0));
    let forbidden = taken(&mut harness).into_iter().find(|event| !matches!(event, CanvasEvent::SelectionChanged(_)));
    assert_eq!(forbidden, None);
    harness.get_by_label("Card 3, Node").click();
    harness.run();
    assert_eq!(taken(&mut harness).last(), Some(&CanvasEvent::SelectionChanged([3].into())));
}

#[test]
fn the_palette_drops_on_canvas_arrows_and_ports() {
    let mut harness = small().harness();
    let line = screen(&harness, pos2(208.0, 59.0)).lerp(screen(&harness, pos2(315.0, 20.0)), 0.5);
    let places = [
        screen(&harness, pos2(504.0, 423.0)),
        line,
        harness.get_by_label("Branch b of Card 1").rect().center(),
        screen(&harness, pos2(60.0, 260.0)),
    ];
    for at in places {
        carry(&mut harness, at);
        harness.drop_at(at);
        harness.run();
        harness.state_mut().events.retain(|event| !matches!(event, CanvasEvent::SelectionChanged(_)));
    }
    let events = taken(&mut harness);
    let payload = || "queue".to_owned();
    let on = |target: Target, screen: Pos2| CanvasEvent::Drop { carried: Carried::Palette(payload()), target, screen };
    let expected = [
        CanvasEvent::DropOnEmpty { payload: payload(), pos: pos2(400.0, 400.0) },
        on(Target::Wire(1, "a".into()), places[1]),
        on(Target::Port(1, "b".into()), places[2]),
        on(Target::Card(3), places[3]),
    ];
    assert_eq!(events, expected);
}

/// Holds an item of a palette over a place, from a press elsewhere.
fn carry(harness: &mut Harness<'_, App>, at: Pos2) {
    harness.hover_at(at);
    harness.drag_at(at);
    harness.run();
    egui::DragAndDrop::set_payload(&harness.ctx, PaletteDrag("queue".into()));
    harness.state_mut().state.cancel_drag();
    harness.hover_at(at);
    harness.run();
}

#[test]
fn the_minimap_is_not_in_the_way_of_what_is_dragged() {
    let mut harness = App::new(grid_scene(300)).harness();
    harness.run();
    let at = harness.get_by_label("Overview").rect().center();
    let before = harness.state().state.viewport();
    harness.hover_at(pos2(500.0, 300.0));
    carry(&mut harness, pos2(500.0, 300.0));
    harness.hover_at(at);
    harness.run();
    let scene = harness.state().state.scene_from_screen(at);
    let below = harness.state().scene.cards.iter().find(|card| card.rect().contains(scene)).map(|card| card.id);
    harness.drop_at(at);
    harness.run();
    assert_eq!(harness.state().state.viewport(), before, "the minimap does not pan");
    let events = taken(&mut harness);
    let expected = below.map_or(Target::Canvas, Target::Card);
    let is_there = |event: &CanvasEvent| match event {
        CanvasEvent::Drop { target, .. } => {
            *target == expected || matches!(target, Target::Wire(..) | Target::Port(..))
        }
        CanvasEvent::DropOnEmpty { .. } => expected == Target::Canvas,
        _ => false,
    };
    assert!(events.iter().any(is_there), "{events:?}, below the minimap is {expected:?}");
}

#[test]
fn a_card_without_arrows_is_dropped_on_an_arrow_and_any_other_card_moves() {
    let mut harness = small().harness();
    let line = screen(&harness, pos2(208.0, 59.0)).lerp(screen(&harness, pos2(315.0, 20.0)), 0.5);
    let loose = screen(&harness, pos2(60.0, 260.0));
    press(&mut harness, loose, line, PointerButton::Primary, true);
    let carried = (Carried::Card(3), Target::Wire(1, "a".into()));
    assert_eq!(harness.state().state.carried(), Some(&carried));
    press(&mut harness, loose, line, PointerButton::Primary, false);
    let events = taken(&mut harness);
    let drop = CanvasEvent::Drop { carried: carried.0, target: carried.1, screen: line };
    assert_eq!(events, [CanvasEvent::SelectionChanged([3].into()), drop]);
    assert_eq!(harness.state().state.carried(), None);
    // A card with an arrow only moves.
    let linked = screen(&harness, pos2(380.0, 20.0));
    let below = screen(&harness, pos2(60.0, 300.0));
    drag(&mut harness, linked, below);
    let moves = |event: &CanvasEvent| matches!(event, CanvasEvent::MoveCards(_));
    assert!(taken(&mut harness).iter().any(moves));
}

#[test]
fn what_is_refused_is_not_dropped() {
    let mut app = small();
    app.landing = Some(Landing {
        carried: Carried::Palette("queue".into()),
        target: Target::Card(3),
        ghost: None,
        is_refused: true,
    });
    let mut harness = app.harness();
    for (card, is_dropped) in [("Card 3, Node", false), ("Card 2, Node", true)] {
        let at = harness.get_by_label(card).rect().center();
        carry(&mut harness, at);
        harness.drop_at(at);
        harness.run();
        let events = taken(&mut harness);
        assert_eq!(events.iter().any(|event| matches!(event, CanvasEvent::Drop { .. })), is_dropped, "{card}");
    }
}

#[test]
fn a_mark_shows_where_a_card_goes() {
    let mut app = small();
    let target = Target::Wire(1, "a".into());
    let ghost = Some((pos2(320.0, 0.0), 2));
    app.landing = Some(Landing { carried: Carried::Palette("queue".into()), target, ghost, is_refused: false });
    let mut harness = app.harness();
    let line = screen(&harness, pos2(208.0, 59.0)).lerp(screen(&harness, pos2(315.0, 20.0)), 0.5);
    assert!(harness.query_by_label("The card goes here").is_none());
    carry(&mut harness, line);
    let mark = harness.get_by_label("The card goes here").rect();
    assert!(mark.min.distance(screen(&harness, pos2(320.0, 0.0))) < 0.5 && mark.width() > 207.0, "{mark:?}");
    assert!(harness.state().state.hovered_wire.is_some(), "the arrow is lit");
    harness.drop_at(line);
    harness.run();
    assert!(harness.query_by_label("The card goes here").is_none());
}

#[test]
fn ctrl_wheel_zooms_about_the_pointer_and_the_wheel_pans() {
    let mut harness = small().harness();
    let pointer = pos2(420.0, 260.0);
    harness.hover_at(pointer);
    harness.run();
    let before = harness.state().state.scene_from_screen(pointer);
    harness.event_modifiers(Event::Zoom(1.5), Modifiers::COMMAND);
    harness.run();
    let state = &harness.state().state;
    assert!((state.zoom() - 1.5).abs() < 0.01);
    assert!(state.scene_from_screen(pointer).distance(before) < 0.1);
    let wheel = Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        source: egui::MouseWheelSource::Unknown,
        delta: vec2(0.0, -60.0),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    };
    harness.event(wheel);
    harness.run_steps(10);
    let moved = harness.state().state.scene_from_screen(pointer) - before;
    assert!((moved - vec2(0.0, 40.0)).length() < 1.0, "{moved:?}");
}

#[test]
fn middle_drag_and_space_drag_pan() {
    let mut harness = small().harness();
    let origin = harness.state().state.viewport().origin;
    let from = screen(&harness, pos2(60.0, 20.0));
    let to = from + vec2(80.0, 40.0);
    press(&mut harness, from, to, PointerButton::Middle, true);
    press(&mut harness, from, to, PointerButton::Middle, false);
    let moved = harness.state().state.viewport().origin - origin;
    assert!(moved.x < -40.0 && moved.y < -20.0, "{moved:?}");
    harness.hover_at(to);
    harness.key_down(Key::Space);
    harness.run();
    drag(&mut harness, to, from);
    harness.key_up(Key::Space);
    harness.run();
    let left = harness.state().state.viewport().origin - origin;
    assert!(left.length() < moved.length());
    assert_eq!(taken(&mut harness), [], "no card was moved, and nothing asks what to add");
}

#[test]
fn space_asks_what_to_add_when_nothing_was_dragged() {
    let mut harness = small().harness();
    harness.hover_at(screen(&harness, pos2(300.0, 400.0)));
    harness.key_press(Key::Space);
    harness.run();
    let events = taken(&mut harness);
    assert!(
        matches!(&events[..], [CanvasEvent::FindAt { pos, .. }] if pos.distance(pos2(300.0, 400.0)) < 1.0),
        "{events:?}"
    );
}

#[test]
fn arrow_keys_walk_along_branches_and_enter_opens() {
    let mut app = small();
    app.scene.wires.push(tree(1, 1, 3));
    let mut harness = app.harness();
    harness.get_by_label("Card 1, Node").focus();
    harness.run_steps(3);
    for (key, expected) in
        [(Key::ArrowRight, 2), (Key::ArrowDown, 3), (Key::ArrowUp, 2), (Key::ArrowLeft, 1), (Key::ArrowDown, 3)]
    {
        harness.key_press(key);
        harness.run_steps(3);
        assert_eq!(harness.state().state.focused_card(), Some(expected), "{key:?}");
        assert_eq!(harness.state().selection, [expected].into());
    }
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    assert!(taken(&mut harness).contains(&CanvasEvent::Open(3)));
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    assert!(harness.state().selection.is_empty());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run_steps(2);
    assert_eq!(harness.state().selection.len(), 3);
}

#[test]
fn walking_reveals_cards_that_were_out_of_view() {
    let mut harness = App::new(grid_scene(200)).harness();
    harness.get_by_label("Card 1, Node").focus();
    harness.run_steps(3);
    for _ in 0..12 {
        harness.key_press(Key::ArrowRight);
        harness.run_steps(3);
    }
    assert_eq!(harness.state().state.focused_card(), Some(121));
    assert!(harness.get_by_label("Card 121, Node").is_focused());
    let state = &harness.state().state;
    assert!(state.viewport().scene_rect().contains_rect(harness.state().scene.cards[120].rect()));
}

#[test]
fn a_context_menu_reports_its_target() {
    let mut harness = small().harness();
    harness.get_by_label("Card 2, Node").click_secondary();
    harness.run();
    let events = taken(&mut harness);
    assert!(
        matches!(
            &events[..],
            [CanvasEvent::SelectionChanged(_), CanvasEvent::ContextMenu { target: Target::Card(2), .. }]
        ),
        "{events:?}"
    );
}

#[test]
fn the_topmost_of_two_cards_is_hit() {
    let mut app = small();
    app.scene.cards.push(card(4, 40.0, 20.0, 1));
    let mut harness = app.harness();
    let both = screen(&harness, pos2(100.0, 30.0));
    drag(&mut harness, both, both);
    assert_eq!(taken(&mut harness), [CanvasEvent::SelectionChanged([4].into())]);
}

#[test]
fn zoomed_out_the_canvas_is_one_widget_that_still_selects() {
    let mut app = small();
    app.state.zoom_to(0.1, Some(Pos2::ZERO));
    let mut harness = app.harness();
    assert!(harness.query_by_label("Card 1, Node").is_none());
    assert!(harness.query_by_label("Canvas, 3 cards").is_some());
    let at = screen(&harness, pos2(100.0, 40.0));
    drag(&mut harness, at, at);
    assert_eq!(taken(&mut harness), [CanvasEvent::SelectionChanged([1].into())]);
    harness.run_steps(3);
    harness.key_press(Key::ArrowRight);
    harness.run_steps(3);
    assert_eq!(harness.state().selection, [2].into(), "the keyboard walks at every zoom");
    assert!(harness.state().state.has_focus());
}

#[test]
fn ports_have_names_from_40_percent_or_when_selected() {
    let mut app = small();
    app.state.zoom_to(0.3, Some(Pos2::ZERO));
    let mut harness = app.harness();
    assert!(harness.query_by_label("Branch a of Card 1").is_none());
    harness.state_mut().selection = [1].into();
    harness.run();
    assert!(harness.query_by_label("Branch a of Card 1").is_some());
}

#[test]
fn infinite_positions_are_harmless() {
    let mut app = small();
    app.scene.cards[1].pos = pos2(f32::NAN, f32::INFINITY);
    app.state.request_fit();
    let mut harness = app.harness();
    harness.run();
    assert!(harness.state().state.viewport().origin.is_finite());
}

#[test]
fn an_idle_canvas_requests_no_repaint() {
    let mut harness = small().harness();
    harness.run();
    let root = harness.output().viewport_output.values().next().expect("a window");
    assert_eq!(root.repaint_delay, std::time::Duration::MAX);
}

#[test]
fn the_minimap_pans() {
    let mut harness = App::new(grid_scene(300)).harness();
    harness.run();
    let map = harness.get_by_label("Overview").rect();
    let before = harness.state().state.viewport().origin;
    let at = map.center();
    drag(&mut harness, at, at);
    let state = &harness.state().state;
    let middle = state.viewport().scene_rect().center();
    let all = harness.state().scene.cards.iter().map(Card::rect).fold(Rect::NOTHING, Rect::union);
    assert!(state.viewport().origin != before);
    assert!((middle - all.center()).abs().max_elem() < 30.0, "{middle:?}");
    assert!((middle - all.center()) != Vec2::INFINITY);
    assert_eq!(taken(&mut harness), []);
}

#[test]
fn fit_selection_and_reveal() {
    let mut app = App::new(grid_scene(300));
    app.selection = [300].into();
    app.state.fit_selection();
    let mut harness = app.harness();
    let last = harness.state().scene.cards[299].rect();
    assert!(harness.state().state.viewport().scene_rect().contains_rect(last));
    assert!((harness.state().state.zoom() - 1.0).abs() < f32::EPSILON);
    harness.state_mut().state.reveal(1);
    harness.run();
    let first = harness.state().scene.cards[0].rect();
    assert!(harness.state().state.viewport().scene_rect().contains_rect(first));
}

#[test]
fn a_title_cut_short_is_shown_whole_under_the_pointer() {
    let long = "A title far too long to be read on a card of any reasonable width";
    let mut app = small();
    app.scene.cards[0].title = long.into();
    let mut harness = app.harness();
    harness.hover_at(screen(&harness, pos2(60.0, 16.0)));
    harness.run_steps(60);
    assert!(harness.query_by_label(long).is_some());
    harness.hover_at(screen(&harness, pos2(60.0, 70.0)));
    harness.run_steps(60);
    assert!(harness.query_by_label(long).is_none(), "nothing is cut short in the rows");
}

#[test]
fn an_edit_during_a_drag_is_harmless() {
    let mut harness = small().harness();
    let from = screen(&harness, pos2(60.0, 20.0));
    press(&mut harness, from, from + vec2(80.0, 80.0), PointerButton::Primary, true);
    let app = harness.state_mut();
    app.scene.cards.remove(0);
    app.scene.revision += 1;
    harness.run();
    press(&mut harness, from, from + vec2(80.0, 80.0), PointerButton::Primary, false);
    assert!(!taken(&mut harness).iter().any(|event| matches!(event, CanvasEvent::MoveCards(_))));
}

/// The same scene with cards at other places.
fn moved(scene: &CanvasScene, places: &[(CardId, Pos2)]) -> CanvasScene {
    let mut scene = scene.clone();
    scene.revision += 1;
    for (id, pos) in places {
        scene.cards.iter_mut().find(|card| card.id == *id).unwrap().pos = *pos;
    }
    scene
}

fn drawn(harness: &Harness<'_, App>, id: u64) -> Pos2 {
    let corner = harness.get_by_label(&format!("Card {id}, Node")).rect().min;
    harness.state().state.scene_from_screen(corner)
}

#[test]
fn several_cards_glide_to_their_new_places() {
    let mut harness = small().harness();
    harness.ctx.all_styles_mut(|style| style.animation_time = 0.1);
    harness.run();
    let scene = moved(&harness.state().scene, &[(2, pos2(600.0, 300.0)), (3, pos2(300.0, 400.0))]);
    harness.state_mut().scene = scene;
    let mut seen = vec![drawn(&harness, 2)];
    for _ in 0..6 {
        harness.step();
        seen.push(drawn(&harness, 2));
    }
    let is_ahead = |pair: &[Pos2]| pair[1].x > pair[0].x && pair[1].y > pair[0].y;
    assert!(seen[1..].windows(2).all(is_ahead), "{seen:?}");
    assert_eq!(seen[0], pos2(320.0, 0.0));
    assert!(seen[1].distance(seen[0]) < 80.0 && seen[6].distance(pos2(600.0, 300.0)) > 1.0, "{seen:?}");
    harness.run();
    assert_eq!((drawn(&harness, 2), drawn(&harness, 3)), (pos2(600.0, 300.0), pos2(300.0, 400.0)));
    assert!(harness.state().state.glide.is_none());
}

/// Cards 2 and 3 glide to the right, and the pointer is over card 2 where it is drawn, but not where it will be. Returns the pointer.
fn over_a_gliding_card() -> (Harness<'static, App>, Pos2) {
    let mut harness = small().harness();
    harness.ctx.all_styles_mut(|style| style.animation_time = 0.1);
    harness.run();
    let scene = moved(&harness.state().scene, &[(2, pos2(380.0, 0.0)), (3, pos2(60.0, 240.0))]);
    harness.state_mut().scene = scene;
    for _ in 0..4 {
        harness.step();
    }
    let at = screen(&harness, pos2(376.0, 40.0));
    harness.hover_at(at);
    harness.step();
    assert!(drawn(&harness, 2).x < 375.0 && harness.state().state.glide.is_some());
    (harness, at)
}

fn button(harness: &mut Harness<'_, App>, pos: Pos2, pressed: bool) {
    harness.event(Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE });
    harness.step();
}

#[test]
fn a_gliding_card_is_hit_where_it_is_drawn() {
    let (mut harness, at) = over_a_gliding_card();
    button(&mut harness, at, true);
    let held = drawn(&harness, 2);
    for _ in 0..20 {
        harness.step();
    }
    assert_eq!(drawn(&harness, 2), held, "while the button is down, nothing moves away under the pointer");
    button(&mut harness, at, false);
    assert_eq!(harness.state().selection, [2].into());
    harness.run();
    assert_eq!(drawn(&harness, 2), pos2(380.0, 0.0));
}

#[test]
fn a_gliding_card_can_be_taken() {
    let (mut harness, at) = over_a_gliding_card();
    button(&mut harness, at, true);
    let grip = at - screen(&harness, drawn(&harness, 2));
    for step in 1..=5_u8 {
        harness.hover_at(at + vec2(30.0, 20.0) * f32::from(step));
        harness.step();
    }
    harness.step();
    let to = at + vec2(150.0, 100.0);
    let held = screen(&harness, drawn(&harness, 2)) + grip;
    assert!(held.distance(to) < 12.0, "the card keeps to the pointer, as far as the grid allows: {held:?} {to:?}");
    button(&mut harness, to, false);
    let events = taken(&mut harness);
    assert!(matches!(events.last(), Some(CanvasEvent::MoveCards(places)) if places.len() == 1), "{events:?}");
}

#[test]
fn nothing_glides_alone_or_where_the_style_has_no_animations() {
    for (places, animation) in [
        (vec![(2, pos2(600.0, 300.0))], 0.1),
        (vec![(2, pos2(600.0, 300.0)), (3, pos2(300.0, 400.0))], 0.0),
        (vec![(2, pos2(320.0, 1.0)), (3, pos2(1.0, 240.0))], 0.1),
    ] {
        let mut harness = small().harness();
        harness.ctx.all_styles_mut(|style| style.animation_time = animation);
        harness.run();
        let scene = moved(&harness.state().scene, &places);
        harness.state_mut().scene = scene;
        harness.step();
        assert_eq!(drawn(&harness, 2), places[0].1);
    }
}

#[test]
fn cards_that_a_hand_has_moved_do_not_glide() {
    let mut harness = small().harness();
    harness.ctx.all_styles_mut(|style| style.animation_time = 0.1);
    harness.state_mut().selection = [2, 3].into();
    harness.run();
    let from = screen(&harness, pos2(420.0, 20.0));
    let to = from + vec2(80.0, 80.0);
    press(&mut harness, from, to, PointerButton::Primary, true);
    harness.event(Event::PointerButton {
        pos: to,
        button: PointerButton::Primary,
        pressed: false,
        modifiers: Modifiers::NONE,
    });
    harness.step();
    let events = taken(&mut harness);
    let Some(CanvasEvent::MoveCards(places)) = events.last() else { panic!("{events:?}") };
    let scene = moved(&harness.state().scene, places);
    // The application has the new places in the frame after the release.
    harness.state_mut().scene = scene;
    harness.step();
    assert!(harness.state().state.glide.is_none(), "the last frame of the drag was drawn at these places");
}

#[test]
fn the_pointer_says_what_a_gesture_does() {
    let cursor = |harness: &Harness<'_, App>| harness.output().platform_output.cursor_icon;
    let mut harness = small().harness();
    let (port, wire, empty) = (pos2(208.0, 46.0 + 13.0), pos2(314.0, 20.0), pos2(300.0, 400.0));
    for (at, wanted) in
        [(port, CursorIcon::Crosshair), (wire, CursorIcon::Grab), (pos2(20.0, 20.0), CursorIcon::Default)]
    {
        let at = screen(&harness, at);
        harness.hover_at(at);
        harness.run();
        assert_eq!(cursor(&harness), wanted, "{at:?}");
    }
    let pulled = |harness: &mut Harness<'_, App>, from, to, button| {
        let (from, to) = (screen(harness, from), screen(harness, to));
        press(harness, from, to, button, true);
        let icon = cursor(harness);
        press(harness, from, to, button, false);
        icon
    };
    assert_eq!(pulled(&mut harness, port, empty, PointerButton::Primary), CursorIcon::Grabbing);
    assert_eq!(pulled(&mut harness, pos2(20.0, 20.0), pos2(60.0, 60.0), PointerButton::Primary), CursorIcon::Move);
    assert_eq!(pulled(&mut harness, empty, pos2(320.0, 420.0), PointerButton::Middle), CursorIcon::Grabbing);
    harness.state_mut().read_only = true;
    harness.state_mut().state.set_viewport(Viewport { origin: pos2(-50.0, -50.0), ..Viewport::default() });
    harness.run();
    assert_eq!(
        pulled(&mut harness, pos2(20.0, 20.0), pos2(60.0, 60.0), PointerButton::Primary),
        CursorIcon::NotAllowed
    );
}

#[test]
fn a_drag_near_the_edge_pans() {
    let mut harness = small().harness();
    harness.run();
    let from = screen(&harness, pos2(20.0, 20.0));
    let edge = harness.state().state.viewport().rect.right_center() - vec2(6.0, 0.0);
    harness.hover_at(from);
    harness.event(Event::PointerButton {
        pos: from,
        button: PointerButton::Primary,
        pressed: true,
        modifiers: Modifiers::NONE,
    });
    harness.hover_at(edge);
    let before = harness.state().state.viewport().origin;
    for _ in 0..20 {
        harness.step();
    }
    let after = harness.state().state.viewport().origin;
    assert!(after.x > before.x + 50.0 && (after.y - before.y).abs() < 1.0, "{before:?} {after:?}");
    // The card stays under the pointer.
    let card = harness.get_by_label("Card 1, Node").rect();
    assert!(card.expand(30.0).contains(edge), "{card:?}");
    harness.event(Event::PointerButton {
        pos: edge,
        button: PointerButton::Primary,
        pressed: false,
        modifiers: Modifiers::NONE,
    });
    harness.run();
    assert!(matches!(taken(&mut harness).last(), Some(CanvasEvent::MoveCards(places)) if places[0].1.x > 700.0));
}

#[test]
fn a_dragged_card_meets_the_edges_of_its_neighbours_and_a_line_shows_it() {
    let mut app = small();
    app.scene.cards[1].pos = pos2(323.0, 5.0);
    let mut harness = app.harness();
    harness.run();
    let (from, to) = (screen(&harness, pos2(20.0, 260.0)), screen(&harness, pos2(345.0, 380.0)));
    press(&mut harness, from, to, PointerButton::Primary, true);
    let guides = match &harness.state().state.drag {
        Some(super::state::Drag::Cards { guides, .. }) => guides.clone(),
        other => panic!("{other:?}"),
    };
    let [[top, bottom]] = guides[..] else { panic!("one line: {guides:?}") };
    assert!((top.x - 323.0).abs() < 0.01 && (bottom.x - 323.0).abs() < 0.01 && top.y < 5.0 && bottom.y > 360.0);
    let line = [top, bottom].map(|end| screen(&harness, end));
    let is_drawn = harness.output().shapes.iter().any(|shape| match &shape.shape {
        egui::Shape::LineSegment { points, .. } => {
            points[0].distance(line[0]) < 0.5 && points[1].distance(line[1]) < 0.5
        }
        _ => false,
    });
    assert!(is_drawn, "the line is drawn");
    press(&mut harness, from, to, PointerButton::Primary, false);
    assert!(
        matches!(taken(&mut harness).last(), Some(CanvasEvent::MoveCards(places)) if (places[0].1.x - 323.0).abs() < 0.01)
    );
}
