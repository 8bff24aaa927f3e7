//! Input that arrives faster than frames are drawn: peak memory while 10,000 letters are typed into the text of a form, and the frames
//! after a held key combination is released. Run by hand: `cargo bench --bench load`; peak memory is read on Linux only.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a program of known small numbers that may stop when it is wrong"
)]

use std::time::Instant;

use egui::accesskit::{Action, ActionRequest, NodeId, Role, TreeId};
use egui::{Context, Event, Key, Modifiers, RawInput, Rect, pos2, vec2};
use signalbox::app::{App, Command, Preferences, Tab, card_id, dispatch};
use signalbox::edit::{Document, Edit};
use signalbox::model::limits::MAX_TEXT;
use signalbox::model::{ActionId, VersionId};
use signalbox::storage;

const BAR_MB: f64 = 300.0;
const RATE: usize = 1_100;
/// The editable version of the example, and an announcement in it.
const VERSION: VersionId = VersionId(9);
const GREETING: ActionId = ActionId(3);

fn main() {
    println!("{:<60} {:>8} {:>9} {:>8}", "letters typed into the text of a form", "frames", "peak MB", "bar MB");
    let mut bench = Bench::new();
    bench.focus_text();
    Bench::row("none yet: the window is open", 0);
    let began = Instant::now();
    let frames = bench.type_letters(MAX_TEXT, |typed| {
        let due = usize::try_from(began.elapsed().as_millis()).unwrap() * RATE / 1_000;
        due.min(MAX_TEXT) - typed
    });
    Bench::row("10,000 at 1,100 a second", frames);
    let mut bench = Bench::new();
    bench.focus_text();
    let frames = bench.type_letters(MAX_TEXT, |typed| RATE.min(MAX_TEXT - typed));
    Bench::row("10,000 in frames that take a second each", frames);
    let mut bench = Bench::new();
    bench.focus_text();
    bench.type_letters(5_000, |typed| RATE.min(5_000 - typed));
    let before = peak_mb();
    bench.frame((0..300).map(|_| Event::Text("x".to_owned())).collect(), false);
    let more = peak_mb() - before;
    println!("{:<60} {:>8} {more:>8.0}+ {:>8}", "for comparison: 300 at once after 5,000, each by itself", 1, "");

    println!("\n{:<60} {:>8} {:>9} {:>8}", "Ctrl Z held for 4 s, 30 repeats a second", "steps", "frames", "bar");
    for a_second in [30, 10, 5, 2] {
        let (undone, after) = hold_undo(a_second);
        let words = format!("{a_second} frames a second; frames after the release");
        println!("{words:<60} {undone:>8} {after:>9} {:>8}", 2);
    }
}

/// The peak memory of this process, in MB.
fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
    kilobytes.map_or(f64::NAN, |it| it / 1_000.0)
}

struct Bench {
    ctx: Context,
    app: App,
    time: f64,
}

impl Bench {
    fn new() -> Self {
        let ctx = Context::default();
        let mut app = App::new(&ctx, Preferences::default(), None);
        let example = signalbox::app::examples::ALL.iter().find(|it| it.name == "hotel_front_desk.ron").unwrap();
        app.state_mut().session.document = Document::new(storage::read(example.text.as_bytes()).unwrap().project);
        dispatch(app.state_mut(), vec![Command::open_tab(Tab::Version(VERSION))], &ctx);
        app.state_mut().window.panes.bottom = false;
        let mut bench = Self { ctx, app, time: 0.0 };
        bench.frame(Vec::new(), true);
        bench.app.state_mut().view(VERSION).selection = [card_id(GREETING)].into();
        bench.frame(Vec::new(), true);
        bench
    }

    /// A frame, with events passed directly or through the input pacer. Returns the text inputs, if requested.
    fn frame(&mut self, events: Vec<Event>, is_paced: bool) -> Vec<NodeId> {
        self.time += 0.1;
        let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1600.0, 1000.0)));
        let mut input = RawInput { screen_rect, time: Some(self.time), events, ..RawInput::default() };
        if is_paced {
            eframe::App::raw_input_hook(&mut self.app, &self.ctx, &mut input);
        }
        let mut output = self.ctx.run_ui(input, |ui| self.app.frame_ui(ui));
        let shapes = std::mem::take(&mut output.shapes);
        drop(self.ctx.tessellate(shapes, output.pixels_per_point));
        output.textures_delta.clear();
        let update = output.platform_output.accesskit_update.take();
        let nodes = update.into_iter().flat_map(|update| update.nodes);
        nodes.filter(|(_, node)| node.role() == Role::MultilineTextInput).map(|(id, _)| id).collect()
    }

    /// Clears the text of the announcement and puts the cursor there.
    fn focus_text(&mut self) {
        self.ctx.enable_accesskit();
        let mut found = Vec::new();
        for _ in 0..3 {
            found = self.frame(Vec::new(), true);
        }
        self.ctx.disable_accesskit();
        let (action, target_node) = (Action::Focus, found[0]);
        let request = ActionRequest { action, target_node, target_tree: TreeId::ROOT, data: None };
        self.frame(vec![Event::AccessKitActionRequest(request)], true);
        self.frame(vec![key(Key::A, Modifiers::COMMAND, true), key(Key::A, Modifiers::NONE, false)], true);
        self.frame(vec![key(Key::Backspace, Modifiers::NONE, true), key(Key::Backspace, Modifiers::NONE, false)], true);
    }

    /// Types letters; `due` gives the number for the next frame. Returns the number of frames.
    fn type_letters(&mut self, count: usize, mut due: impl FnMut(usize) -> usize) -> usize {
        let letters: Vec<char> = "press 1 then wait ".chars().cycle().take(count).collect();
        let (mut typed, mut frames) = (0, 0);
        while typed < count {
            let next = typed + due(typed);
            let events = letters[typed..next].iter().flat_map(|letter| {
                let of_key = Key::from_name(&letter.to_ascii_uppercase().to_string()).unwrap_or(Key::Space);
                [
                    key(of_key, Modifiers::NONE, true),
                    Event::Text(letter.to_string()),
                    key(of_key, Modifiers::NONE, false),
                ]
            });
            self.frame(events.collect(), true);
            typed = next;
            frames += 1;
        }
        self.frame(Vec::new(), true);
        let action = format!("{:?}", self.app.state().project().versions[&VERSION].flow.actions[&GREETING]);
        assert!(action.contains(&letters.iter().collect::<String>()), "the letters are in the project");
        frames + 1
    }

    fn row(words: &str, frames: usize) {
        println!("{words:<60} {frames:>8} {:>9.0} {BAR_MB:>8.0}", peak_mb());
    }
}

/// The number of undone steps, and the number of frames after the release, at a frame rate.
fn hold_undo(a_second: usize) -> (usize, usize) {
    let mut bench = Bench::new();
    for nth in 0..200 {
        let edit = Edit::DescribeVersion { version: VERSION, name: format!("Name {nth}"), description: String::new() };
        dispatch(bench.app.state_mut(), vec![Command::edit(edit)], &bench.ctx);
    }
    let name = |bench: &Bench| bench.app.state().project().versions[&VERSION].info.name.clone();
    for _ in 0..4 * a_second {
        bench.frame(vec![key(Key::Z, Modifiers::COMMAND, true); 30 / a_second], true);
    }
    bench.frame(vec![key(Key::Z, Modifiers::NONE, false)], true);
    // The frames until nothing changes, including the frame with the release.
    let (mut after, mut last) = (1, name(&bench));
    for frame in 2..200 {
        bench.frame(Vec::new(), true);
        let now = name(&bench);
        if now != last {
            (after, last) = (frame, now);
        }
    }
    let at: usize = last.strip_prefix("Name ").unwrap().parse().unwrap();
    (199 - at, after)
}

fn key(key: Key, modifiers: Modifiers, pressed: bool) -> Event {
    Event::Key { key, pressed, modifiers, repeat: false, physical_key: None }
}
