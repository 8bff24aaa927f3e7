//! Tests of notes and frames on the canvas, through their accessible names and the pointer.

use egui::{Key, Modifiers, PointerButton, Pos2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::fixture::{card, scene, tree};
use super::tests::{App, drag, press, screen, taken};
use super::*;

const NOTE: CardId = 101;
const FRAME: CardId = 102;
const INNER: CardId = 103;

fn annotation(id: CardId, kind: AnnotationKind, area: [f32; 4], text: &str) -> Annotation {
    let [x, y, width, height] = area;
    Annotation { id, kind, pos: pos2(x, y), size: vec2(width, height), text: text.to_owned(), ..Annotation::default() }
}

/// Cards 1 and 2 in a frame with a smaller frame around 2; 3 partly in it; a note below.
fn framed() -> App {
    let mut scene = scene(
        vec![card(1, 0.0, 40.0, 1), card(2, 320.0, 40.0, 1), card(3, 560.0, 200.0, 1)],
        vec![tree(1, 0, 2), tree(2, 0, 3)],
    );
    scene.annotations = vec![
        annotation(FRAME, AnnotationKind::Frame, [-24.0, -16.0, 640.0, 240.0], "Orders"),
        annotation(INNER, AnnotationKind::Frame, [304.0, 0.0, 240.0, 140.0], "Inner"),
        annotation(NOTE, AnnotationKind::Note, [0.0, 300.0, 208.0, 96.0], "Ask Ana\nabout invoices"),
    ];
    App::new(scene)
}

fn at(harness: &Harness<'_, App>, x: f32, y: f32) -> Pos2 {
    screen(harness, pos2(x, y))
}

#[test]
fn notes_and_titles_are_selected_by_clicks_and_what_is_in_a_frame_is_free() {
    let mut harness = framed().harness();
    harness.get_by_label("Note: Ask Ana\nabout invoices").click();
    harness.run();
    assert_eq!(taken(&mut harness), [CanvasEvent::SelectionChanged([NOTE].into())]);
    harness.get_by_label("Frame: Orders").click_modifiers(Modifiers::SHIFT);
    harness.run();
    assert_eq!(taken(&mut harness), [CanvasEvent::SelectionChanged([NOTE, FRAME].into())]);
    harness.get_by_label("Card 1, Node").click();
    harness.run();
    assert_eq!(taken(&mut harness), [CanvasEvent::SelectionChanged([1].into())], "the card is above the frame");
    // Between the cards, the frame is canvas.
    let inside = at(&harness, 260.0, 180.0);
    drag(&mut harness, inside, inside);
    assert_eq!(taken(&mut harness), [CanvasEvent::SelectionChanged([].into())]);
    harness.run_steps(60);
    for _ in 0..2 {
        drag(&mut harness, inside, inside);
    }
    assert!(matches!(taken(&mut harness).last(), Some(CanvasEvent::FindAt { .. })));
}

#[test]
fn a_double_click_and_enter_open_and_the_secondary_button_asks() {
    let mut harness = framed().harness();
    let title = at(&harness, 100.0, -4.0);
    for _ in 0..2 {
        drag(&mut harness, title, title);
    }
    assert!(taken(&mut harness).contains(&CanvasEvent::Open(FRAME)));
    harness.run_steps(40);
    harness.get_by_label("Note: Ask Ana\nabout invoices").focus();
    harness.run();
    taken(&mut harness);
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(taken(&mut harness), [CanvasEvent::Open(NOTE)]);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    harness.run();
    let asked = taken(&mut harness);
    assert!(
        matches!(asked.as_slice(), [CanvasEvent::ContextMenu { target: Target::Annotation(NOTE), .. }]),
        "{asked:?}"
    );
    let note = at(&harness, 20.0, 350.0);
    press(&mut harness, note, note, PointerButton::Secondary, true);
    press(&mut harness, note, note, PointerButton::Secondary, false);
    let asked = taken(&mut harness);
    assert!(
        matches!(asked.last(), Some(CanvasEvent::ContextMenu { target: Target::Annotation(NOTE), .. })),
        "{asked:?}"
    );
}

#[test]
fn a_frame_takes_along_what_lies_whole_in_it() {
    let mut harness = framed().harness();
    let title = at(&harness, 100.0, -4.0);
    drag(&mut harness, title, title + vec2(81.0, 38.0));
    let moved =
        vec![(1, pos2(80.0, 80.0)), (2, pos2(400.0, 80.0)), (FRAME, pos2(56.0, 24.0)), (INNER, pos2(384.0, 40.0))];
    assert_eq!(taken(&mut harness), [CanvasEvent::SelectionChanged([FRAME].into()), CanvasEvent::MoveCards(moved)]);
    // A note goes alone, to the grid and to the edges of cards.
    let note = at(&harness, 20.0, 350.0);
    drag(&mut harness, note, note + vec2(5.0, 90.0));
    let moved = vec![(NOTE, pos2(0.0, 392.0))];
    assert_eq!(taken(&mut harness), [CanvasEvent::SelectionChanged([NOTE].into()), CanvasEvent::MoveCards(moved)]);
}

#[test]
fn the_right_and_bottom_edges_resize_and_escape_takes_it_back() {
    let mut harness = framed().harness();
    for (from, by, size) in [
        ((208.0, 350.0), vec2(43.0, 99.0), vec2(248.0, 96.0)),
        ((100.0, 396.0), vec2(99.0, 43.0), vec2(208.0, 140.0)),
        ((208.0, 396.0), vec2(43.0, 43.0), vec2(248.0, 140.0)),
        ((208.0, 396.0), vec2(-190.0, -90.0), vec2(32.0, 32.0)),
    ] {
        let from = at(&harness, from.0, from.1);
        drag(&mut harness, from, from + by);
        assert_eq!(taken(&mut harness), [CanvasEvent::Resize(NOTE, size)], "{from:?}");
    }
    let from = at(&harness, 616.0, 100.0);
    drag(&mut harness, from, from + vec2(40.0, 0.0));
    assert_eq!(taken(&mut harness), [CanvasEvent::Resize(FRAME, vec2(680.0, 240.0))]);
    press(&mut harness, from, from + vec2(40.0, 0.0), PointerButton::Primary, true);
    harness.key_press(Key::Escape);
    harness.run();
    press(&mut harness, from, from + vec2(40.0, 0.0), PointerButton::Primary, false);
    assert!(taken(&mut harness).is_empty());
    // A press without a move changes nothing.
    drag(&mut harness, from, from);
    assert!(!taken(&mut harness).iter().any(|event| matches!(event, CanvasEvent::Resize(..))));
}

#[test]
fn a_box_takes_notes_that_it_touches_and_frames_that_lie_in_it() {
    let mut harness = framed().harness();
    let (from, to) = (at(&harness, 260.0, 180.0), at(&harness, 150.0, 330.0));
    drag(&mut harness, from, to);
    assert_eq!(taken(&mut harness), [CanvasEvent::SelectionChanged([NOTE].into())]);
    let (from, to) = (at(&harness, 290.0, 230.0), at(&harness, 552.0, -6.0));
    drag(&mut harness, from, to);
    assert_eq!(taken(&mut harness), [CanvasEvent::SelectionChanged([2, INNER].into())]);
}

#[test]
fn a_note_without_room_for_its_text_is_shown_whole_under_the_pointer() {
    let long = "A note with more words than have room on it. ".repeat(20);
    let mut app = framed();
    app.scene.annotations[2].text.clone_from(&long);
    let mut harness = app.harness();
    harness.hover_at(screen(&harness, pos2(100.0, 350.0)));
    harness.run_steps(60);
    assert!(harness.query_by_label(&long).is_some());
    harness.hover_at(screen(&harness, pos2(100.0, -4.0)));
    harness.run_steps(60);
    assert!(harness.query_by_label(&long).is_none(), "the title of the frame has room");
}

#[test]
fn tab_reaches_notes_and_frames() {
    let mut harness = framed().harness();
    harness.get_by_label("Card 1, Node").focus();
    harness.run();
    let mut reached = std::collections::BTreeSet::new();
    for _ in 0..20 {
        harness.key_press(Key::Tab);
        harness.run();
        reached.extend(harness.state().state.focused_card());
    }
    assert_eq!(reached, [1, 2, 3, NOTE, FRAME, INNER].into());
}

#[test]
fn a_read_only_canvas_selects_but_neither_moves_nor_resizes() {
    let mut app = framed();
    app.read_only = true;
    let mut harness = app.harness();
    for from in [(100.0, -4.0), (20.0, 350.0), (208.0, 350.0)] {
        let from = at(&harness, from.0, from.1);
        drag(&mut harness, from, from + vec2(60.0, 60.0));
        assert!(taken(&mut harness).is_empty(), "{from:?}");
    }
    harness.get_by_label("Frame: Orders").click();
    harness.run();
    assert_eq!(taken(&mut harness), [CanvasEvent::SelectionChanged([FRAME].into())]);
}

#[test]
fn fitting_and_the_minimap_include_notes_at_every_zoom() {
    let mut app = framed();
    app.scene.annotations[2].pos = pos2(4_000.0, 3_000.0);
    let mut harness = app.harness();
    assert!(harness.query_by_label("Overview").is_some(), "the note is out of view");
    harness.state_mut().state.request_fit();
    harness.run();
    let seen = harness.state().state.viewport().scene_rect();
    assert!(seen.contains(pos2(4_208.0, 3_096.0)) && seen.contains(pos2(-24.0, -16.0)), "{seen:?}");
    for zoom in [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 4.0] {
        harness.state_mut().state.zoom_to(zoom, None);
        harness.run();
    }
    // Far out, the canvas is one widget, and a click still finds the note.
    harness.state_mut().state.request_fit();
    harness.state_mut().state.zoom_to(0.1, None);
    harness.run();
    let note = at(&harness, 4_100.0, 3_050.0);
    drag(&mut harness, note, note);
    assert!(taken(&mut harness).contains(&CanvasEvent::SelectionChanged([NOTE].into())));
}

#[test]
fn odd_notes_are_harmless() {
    let mut app = framed();
    app.scene.annotations[0].pos = pos2(f32::NAN, f32::INFINITY);
    app.scene.annotations[1].size = vec2(f32::NEG_INFINITY, f32::NAN);
    app.scene.annotations[2].text = "x\u{202e}\n\t \u{a0}".repeat(3_000);
    let mut harness = app.harness();
    harness.state_mut().state.request_fit();
    harness.run();
    assert!(harness.state().state.zoom().is_finite());
}
