//! A blinking caret costs a frame a blink, and only for a while: in between, and from then on, the window sleeps while a
//! text field has the focus and nobody touches anything. Frames are counted over virtual time.

use egui::Role;
use egui_kittest::Node;
use egui_kittest::kittest::NodeT as _;

use crate::catalog::sample;
use crate::model::{ResourceId, ResourceKind};

use super::support::{Desk, VERSION};
use crate::app::command::{BottomPane, Command, PaneCommand, Tab};
use crate::app::kit::caret::BLINKS_S;

/// How long nobody touches anything, in seconds.
const PAUSE: f64 = 5.0;
/// The caret goes on or off twice a second. Two more frames are for what came to rest just before.
const MOST_FRAMES: usize = 12;
/// A caret that is in view needs at least these, or the test would show nothing.
const FEWEST_FRAMES: usize = 9;
/// The rate of a display, in frames a second.
const RATE: f64 = 60.0;

/// The frames that the window draws during the pause when it is woken only as it has asked.
fn frames_in_pause(desk: &mut Desk) -> usize {
    let mut now = desk.ctx().input(|input| input.time);
    let end = now + PAUSE;
    for frames in 0.. {
        now += desk.repaint_delay().as_secs_f64().max(1.0 / RATE);
        if now > end {
            return frames;
        }
        desk.harness.input_mut().time = Some(now);
        desk.frame([]);
    }
    0
}

fn is_text(node: &Node<'_>) -> bool {
    let node = node.accesskit_node();
    let role = matches!(node.role(), Role::TextInput | Role::MultilineTextInput | Role::SearchInput);
    role && !node.is_disabled() && !node.is_read_only()
}

/// Focuses each text field in turn and counts the frames; says in how many fields the caret was in view.
#[track_caller]
fn assert_rests(desk: &mut Desk) -> usize {
    desk.ctx().all_styles_mut(|style| style.visuals.text_cursor.blink = true);
    desk.settle();
    let count = desk.nodes().iter().filter(|node| is_text(node)).count();
    let mut blinking = 0;
    // What was done before is written and said, so that only the caret is left to wake the window.
    frames_in_pause(desk);
    frames_in_pause(desk);
    desk.settle();
    for place in 0..count {
        let fields: Vec<Node<'_>> = desk.nodes().into_iter().filter(is_text).collect();
        let Some(field) = fields.get(place) else { break };
        let name = field.accesskit_node().label().unwrap_or_default();
        field.scroll_to_me();
        field.focus();
        desk.settle();
        let frames = frames_in_pause(desk);
        let causes = desk.ctx().repaint_causes();
        assert!(frames <= MOST_FRAMES, "{name:?} has the focus: {frames} frames in {PAUSE} s, because of {causes:#?}");
        blinking += usize::from(frames >= FEWEST_FRAMES);
    }
    blinking
}

#[test]
fn nothing_is_drawn_while_nothing_happens() {
    let mut desk = Desk::on_small();
    assert!(frames_in_pause(&mut desk) <= 2);
}

#[test]
fn a_form_rests() {
    let mut desk = Desk::on_small();
    desk.select(&["Welcome"]);
    desk.state_mut().window.panes.tree = true;
    assert!(assert_rests(&mut desk) > 5);
}

#[test]
fn pages_rest() {
    let project = sample::project();
    for kind in [ResourceKind::Calendar, ResourceKind::Team, ResourceKind::Database] {
        let id: ResourceId = project.resources_of(kind).next().unwrap().id;
        let mut desk = Desk::on(project.clone());
        desk.command(Command::open_tab(Tab::Resource(id)));
        assert!(assert_rests(&mut desk) > 1);
    }
}

#[test]
fn dialogs_and_panes_rest() {
    for key in [egui::Key::K, egui::Key::F, egui::Key::O] {
        let mut desk = Desk::on_small();
        desk.ctrl(key);
        assert!(desk.state().session.dialog.is_some());
        assert!(assert_rests(&mut desk) > 0);
    }
    for pane in [BottomPane::Simulation, BottomPane::History] {
        let mut desk = Desk::new();
        desk.command(Command::Pane(PaneCommand::ShowBottom(pane)));
        assert_rests(&mut desk);
    }
    let mut desk = Desk::on_small();
    desk.command(Command::open_tab(Tab::Version(VERSION)));
    desk.command(crate::app::command::FileCommand::Close.into());
    assert_rests(&mut desk);
}

#[test]
fn a_form_with_an_edit_and_a_notice_rests() {
    let mut desk = Desk::on_small();
    desk.select(&["Welcome"]);
    desk.write("Title", "Good morning");
    desk.command(Command::Notice("Saved.".to_owned()));
    assert!(assert_rests(&mut desk) > 5);
}

#[test]
fn the_caret_stays_on_when_nobody_touches_anything_for_long() {
    let mut desk = Desk::on_small();
    desk.select(&["Welcome"]);
    desk.ctx().all_styles_mut(|style| style.visuals.text_cursor.blink = true);
    desk.input("Title").focus();
    desk.settle();
    assert!(frames_in_pause(&mut desk) >= FEWEST_FRAMES);
    let pauses = (0..10).take_while(|_| frames_in_pause(&mut desk) > 0).count();
    assert!(pauses <= 2, "the caret blinks for {pauses} more pauses of {PAUSE} s instead of {BLINKS_S} s in all");
    assert!(!desk.ctx().global_style().visuals.text_cursor.blink);
    assert_eq!(frames_in_pause(&mut desk), 0);
    // With the next letter it blinks again.
    desk.type_text("x");
    assert!(frames_in_pause(&mut desk) >= FEWEST_FRAMES);
}
