//! Time of a frame with texts at their limit, and with a megabyte from a file, compared with the frame of an empty form. Run
//! by hand: `cargo bench --bench texts`. Trust the ratios, not the milliseconds.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a program of known small numbers that may stop when it is wrong"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Context, Event, RawInput, Rect, pos2, vec2};
use signalbox::app::{App, Command, PageCommand, Preferences, Tab, card_id, dispatch};
use signalbox::edit::{Document, Edit};
use signalbox::model::limits::MAX_TEXT;
use signalbox::model::{ActionId, Project, Value, VersionId};
use signalbox::storage;

const FRAMES: usize = 40;
const BAR_MS: f64 = 50.0;
/// The editable version of the example, and an announcement in it.
const VERSION: VersionId = VersionId(9);
const GREETING: ActionId = ActionId(3);

fn main() {
    println!(
        "{:<44} {:>9} {:>9} {:>8} {:>10}  bar 50 ms",
        "frame of the whole window, median", "at rest", "a key", "x bar", "x empty"
    );
    let empty = frames("");
    let limit = |part: &str| part.chars().cycle().take(MAX_TEXT).collect::<String>();
    let texts = [
        ("an empty form", String::new()),
        ("10,000 letters in one line", limit("Wagenstandsanzeiger ")),
        ("10,000 letters in lines", limit("Thank you for calling. Press 1.\n")),
        ("10,000 letters without a space", limit("x")),
        ("10,000 of joined emoji", limit("👨\u{200d}👩\u{200d}👧🏳\u{fe0f}\u{200d}🌈")),
        ("10,000 from right to left", limit("שלום עולם مرحبا ")),
        ("10,000 of towers of marks", limit("Z\u{301}\u{316}\u{489}\u{336}")),
        ("10,000 control characters", limit("\0\u{202e}\u{1b}")),
        ("1 MB in one line, shown in part", "x".repeat(1_000_000)),
        ("1 MB in lines, shown in part", "Thank you for calling.\n".repeat(43_500)),
    ];
    for (words, text) in texts {
        let (rest, key) = frames(&text);
        println!("{words:<44} {rest:>9.2} {key:>9.2} {:>8.3} {:>10.2}", key / BAR_MS, key / empty.1);
    }
}

fn project(text: &str) -> Project {
    let example = signalbox::app::examples::ALL.iter().find(|it| it.name == "hotel_front_desk.ron").unwrap();
    let mut project = storage::read(example.text.as_bytes()).unwrap().project;
    let version = Arc::make_mut(project.versions.get_mut(&VERSION).unwrap());
    let action = Arc::make_mut(version.flow.actions.get_mut(&GREETING).unwrap());
    text.clone_into(&mut action.comment);
    action.params.0.insert("text".to_owned(), Value::Texts([(String::new(), text.to_owned())].into()));
    project
}

/// The milliseconds of an idle frame, and of a frame after an edit of the action with the text.
fn frames(text: &str) -> (f64, f64) {
    let ctx = Context::default();
    let mut app = App::new(&ctx, Preferences::default(), None);
    app.state_mut().open(Document::new(project(text)), None);
    dispatch(app.state_mut(), vec![Command::Page(PageCommand::Open(Tab::Version(VERSION)))], &ctx);
    app.state_mut().window.panes.bottom = false;
    let mut time = 0.0;
    let mut frame = |app: &mut App, events: Vec<Event>| {
        time += 0.1;
        let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1600.0, 1000.0)));
        let began = Instant::now();
        let mut output = ctx
            .run_ui(RawInput { screen_rect, time: Some(time), events, ..RawInput::default() }, |ui| app.frame_ui(ui));
        let shapes = std::mem::take(&mut output.shapes);
        drop(ctx.tessellate(shapes, output.pixels_per_point));
        let took = began.elapsed();
        output.textures_delta.clear();
        took
    };
    frame(&mut app, Vec::new());
    app.state_mut().view(VERSION).selection = [card_id(GREETING)].into();
    for _ in 0..10 {
        frame(&mut app, Vec::new());
    }
    let rest: Vec<Duration> = (0..FRAMES).map(|_| frame(&mut app, Vec::new())).collect();
    // Each key changes the text: another letter at its end, or the title if there is no text to edit.
    let mut keys = Vec::new();
    for round in 0..FRAMES {
        let action = app.state().project().versions[&VERSION].flow.actions[&GREETING].clone();
        let mut comment = action.comment.clone();
        if comment.len() < 100_000 && comment.pop().is_some() {
            comment.push(if round % 2 == 0 { 'y' } else { 'z' });
        }
        let edit = Edit::SetCaption {
            version: VERSION,
            action: GREETING,
            title: format!("Round {round}"),
            comment,
            record_passage: false,
        };
        let began = Instant::now();
        dispatch(app.state_mut(), vec![Command::edit(edit)], &ctx);
        let edited = began.elapsed();
        keys.push(edited + frame(&mut app, Vec::new()));
    }
    (median(rest), median(keys))
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1e3
}
