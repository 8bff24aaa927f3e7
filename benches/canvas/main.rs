//! Time of one frame of the canvas (layout and tessellation), compared with the bars in the quality specification.
//! Run by hand: `cargo bench --bench canvas`, or only a part: `cargo bench --bench canvas -- 55 24` at these zooms, `-- window` the whole window. Trust the ratios, not the milliseconds.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    reason = "a program of known small numbers that may stop when it is wrong"
)]

mod window;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Color32, Context, Event, Pos2, RawInput, Rect, Shape, Stroke, pos2, vec2};
use signalbox::canvas::{
    CanvasScene, CanvasState, CanvasStyle, Card, Mark, MarkKind, Overlay, Port, PortState, Standing, Wire, WireKind,
    canvas_ui, entry_pos, port_pos,
};

const SCREEN: Rect = Rect { min: Pos2::ZERO, max: pos2(1600.0, 1000.0) };
const FRAMES: usize = 400;

fn main() {
    if std::env::args().any(|it| it == "window") {
        return window::rows();
    }
    // Percentages as arguments: only these zooms are measured.
    let zooms: Vec<f32> = std::env::args().skip(1).filter_map(|it| it.parse::<f32>().ok()).collect();
    if !zooms.is_empty() {
        for percent in zooms {
            let measured = at_zoom(10_000, percent / 100.0);
            row(&format!("10000 cards, {} in view at {percent:.0} %", measured.in_view), measured, "");
        }
        row("one Shape::rect a card, one line an arrow", plain_shapes(10_000), "for comparison");
        return;
    }
    println!("{:<46} {:>9} {:>9}  bar", "frame, 1600×1000, median", "ms", "p95 ms");
    // A warm-up for the allocator, which would otherwise slow down the first measurement.
    let _ = close_up(10_000, false);
    let small = close_up(100, false);
    let close: Vec<(u32, Measured)> = [1_000, 10_000].map(|n| (n, close_up(n, false))).to_vec();
    row(&format!("100 cards, {} in view at 100 %", small.in_view), small, "");
    for (n, measured) in &close {
        let ratio = measured.median.as_secs_f64() / small.median.as_secs_f64();
        let bar = format!("<= 4 ms; {ratio:.2} x the frame of 100 (<= 1.3)");
        row(&format!("{n} cards, {} in view at 100 %", measured.in_view), *measured, &bar);
    }
    row("10000 cards, the same while panning", close_up(10_000, true), "");
    row("10000 cards, the same with a screen reader", with_reader(10_000), "");
    for zoom in [0.55, 0.24, 0.15] {
        let measured = at_zoom(10_000, zoom);
        row(&format!("10000 cards, {} in view at {:.0} %", measured.in_view, zoom * 100.0), measured, "");
    }
    for n in [1_000, 10_000] {
        let (zoom, measured) = overview(n);
        row(&format!("{n} cards, all in view at {:.0} %", zoom * 100.0), measured, "<= 10 ms");
    }
    row("one Shape::rect a card, one line an arrow", plain_shapes(10_000), "for comparison");
    first_frame(10_000);
    far_links(10_000);
    window::rows();
}

#[derive(Clone, Copy)]
struct Measured {
    median: Duration,
    high: Duration,
    in_view: usize,
}

fn row(name: &str, measured: Measured, bar: &str) {
    let ms = |d: Duration| d.as_secs_f64() * 1e3;
    println!("{name:<46} {:>9.3} {:>9.3}  {bar}", ms(measured.median), ms(measured.high));
}

/// Cards of four ports in columns, about 60 to a screen at 100 %; every tenth arrow is a link.
fn scene(count: u32) -> CanvasScene {
    let rows = f64::from(count).sqrt().ceil().max(10.0) as u32;
    let key: [Arc<str>; 4] = ["ok", "error", "timeout", "else"].map(Arc::from);
    let cards: Vec<Card> = (0..count)
        .map(|at| Card {
            icon: Some('\u{fe324}'),
            id: u64::from(at) + 1,
            pos: pos2((at / rows) as f32 * 240.0, (at % rows) as f32 * 156.0),
            title: format!("Action number {at}"),
            summary: format!("“For a claim, press {}…” · 3 tries", at % 10),
            kind_label: "Voice announcement".into(),
            hue: Color32::from_rgb(0x35, 0xa8, 0x9a),
            ports: key
                .iter()
                .map(|key| Port { key: Arc::clone(key), label: format!("On {key}"), state: PortState::Linked })
                .collect(),
            marks: if at % 7 == 0 { vec![Mark { kind: MarkKind::Warning, hover: "Look".into() }] } else { Vec::new() },
            unknown: false,
            standing: Standing::Plain,
        })
        .collect();
    let mut wires = Vec::new();
    for at in 0..count {
        for (port, step) in [(0_usize, rows), (1, rows + 1)] {
            let to = at + step;
            if to < count {
                wires.push(wire(u64::from(at) + 1, port, u64::from(to) + 1, WireKind::Tree));
            }
        }
        if at % 5 == 0 && at + 2 * rows + 3 < count {
            let to = u64::from(at + 2 * rows + 3) + 1;
            wires.push(wire(u64::from(at) + 1, 2, to, WireKind::Link));
        }
    }
    CanvasScene { revision: 1, cards, wires, ..CanvasScene::default() }
}

fn wire(from: u64, port: usize, to: u64, kind: WireKind) -> Wire {
    Wire { from, port, to, kind, standing: Standing::Plain }
}

fn measure(mut frame: impl FnMut(usize) -> Duration) -> (Duration, Duration) {
    for at in 0..40 {
        frame(at);
    }
    let mut times: Vec<Duration> = (40..40 + FRAMES).map(&mut frame).collect();
    times.sort_unstable();
    (times[FRAMES / 2], times[FRAMES * 95 / 100])
}

fn run(ctx: &Context, input: RawInput, ui: impl FnMut(&mut egui::Ui)) -> Duration {
    let start = Instant::now();
    let mut output = ctx.run_ui(input, ui);
    let primitives = ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
    let time = start.elapsed();
    std::hint::black_box(primitives);
    output.drop_without_applying_deltas();
    time
}

fn input(time: f64) -> RawInput {
    RawInput { screen_rect: Some(SCREEN), time: Some(time), ..RawInput::default() }
}

fn frames(ctx: &Context, scene: &CanvasScene, state: &mut CanvasState, panning: bool) -> Measured {
    let style = CanvasStyle::dark();
    let selection = BTreeSet::from([scene.cards.len() as u64 / 2]);
    let overlay = Overlay::with_selection(&selection);
    let (median, high) = measure(|at| {
        let mut raw = input(at as f64 / 60.0);
        raw.events.push(Event::PointerMoved(pos2(700.0 + (at % 9) as f32, 500.0)));
        if panning {
            let origin = state.viewport().origin + vec2(3.0, if at % 2 == 0 { 2.0 } else { -2.0 });
            let mut viewport = state.viewport();
            viewport.origin = origin;
            state.set_viewport(viewport);
        }
        run(ctx, raw, |ui| {
            let events = canvas_ui(ui, scene, &overlay, &style, state);
            std::hint::black_box(events);
        })
    });
    let seen = state.viewport().scene_rect();
    let in_view = scene.cards.iter().filter(|card| card.rect().intersects(seen)).count();
    Measured { median, high, in_view }
}

fn close_up(count: u32, panning: bool) -> Measured {
    let scene = scene(count);
    let mut state = at_100_percent(&scene);
    frames(&Context::default(), &scene, &mut state, panning)
}

fn at_100_percent(scene: &CanvasScene) -> CanvasState {
    let mut state = CanvasState::new();
    let mut viewport = state.viewport();
    viewport.zoom = 1.0;
    // The same part of the layout in every scene: near its upper left corner.
    viewport.origin = pos2(100.0, 60.0);
    if scene.cards.len() > 1_000 {
        viewport.origin += vec2(40.0 * 240.0, 40.0 * 156.0);
    }
    state.set_viewport(viewport);
    state
}

fn with_reader(count: u32) -> Measured {
    let scene = scene(count);
    let ctx = Context::default();
    ctx.enable_accesskit();
    frames(&ctx, &scene, &mut at_100_percent(&scene), false)
}

fn at_zoom(count: u32, zoom: f32) -> Measured {
    let scene = scene(count);
    let mut state = at_100_percent(&scene);
    state.zoom_to(zoom, Some(SCREEN.center()));
    frames(&Context::default(), &scene, &mut state, false)
}

fn overview(count: u32) -> (f32, Measured) {
    let scene = scene(count);
    let mut state = CanvasState::new();
    state.fit(&scene, SCREEN);
    let zoom = if count == 10_000 { 0.05 } else { state.zoom() };
    let mut viewport = state.viewport();
    viewport.zoom_to(zoom, SCREEN.center());
    state.set_viewport(viewport);
    (zoom, frames(&Context::default(), &scene, &mut state, false))
}

fn plain_shapes(count: u32) -> Measured {
    let scene = scene(count);
    let mut state = CanvasState::new();
    state.fit(&scene, SCREEN);
    let view = state.viewport();
    let rects: Vec<Rect> = scene.cards.iter().map(Card::rect).collect();
    let ctx = Context::default();
    let (median, high) = measure(|at| {
        run(&ctx, input(at as f64 / 60.0), |ui| {
            let painter = ui.painter();
            for (card, rect) in scene.cards.iter().zip(&rects) {
                painter.add(Shape::rect_filled(view.screen_rect(*rect), 0, card.hue));
            }
            for wire in &scene.wires {
                let (from, to) = (rects[wire.from as usize - 1], rects[wire.to as usize - 1]);
                let ends = [port_pos(from, wire.port), entry_pos(to)].map(|end| view.screen_from_scene(end));
                painter.line_segment(ends, Stroke::new(0.8, Color32::GRAY));
            }
        })
    });
    Measured { median, high, in_view: scene.cards.len() }
}

/// The cost of an edit: a new revision discards the look-up tables and the text layouts.
fn first_frame(count: u32) {
    let mut scene = scene(count);
    let mut state = at_100_percent(&scene);
    let ctx = Context::default();
    let style = CanvasStyle::dark();
    let (median, high) = measure(|at| {
        scene.revision = at as u64 + 2;
        run(&ctx, input(at as f64 / 60.0), |ui| {
            let _ = canvas_ui(ui, &scene, &Overlay::default(), &style, &mut state);
        })
    });
    row("10000 cards, a new revision every frame", Measured { median, high, in_view: 0 }, "");
}

/// Links from everywhere back to the first card: the worst case for routing.
fn far_links(count: u32) {
    let mut scene = scene(count);
    let links = (0..count).step_by(5).map(|at| wire(u64::from(at) + 1, 3, 1, WireKind::Link));
    scene.wires.extend(links);
    let mut state = at_100_percent(&scene);
    let measured = frames(&Context::default(), &scene, &mut state, false);
    row("10000 cards, 2000 links to the first", measured, "");
    let ctx = Context::default();
    let (median, high) = measure(|at| {
        // Only the links: the tables are rebuilt, and no link is routed yet.
        scene.revision = at as u64 + 2;
        run(&ctx, input(at as f64 / 60.0), |ui| {
            let _ = canvas_ui(ui, &scene, &Overlay::default(), &CanvasStyle::dark(), &mut state);
        })
    });
    row("the same, a new revision every frame", Measured { median, high, in_view: 0 }, "routing goes on over frames");
}
