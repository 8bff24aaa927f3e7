//! The real window, beside an empty window of `eframe` in the same run: the time to the first picture with the first example, the memory with
//! 10,000 actions, a key with 10,000 actions open, and whether an idle window draws (spec: quality, Part 1; ease §3). Run by hand on a display:
//! `DISPLAY=:99 cargo bench --bench start`; memory is read on Linux only.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a program of known small numbers that may stop when it is wrong"
)]

mod large;

use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::time::{Duration, Instant};

use egui::{Context, Event, Key, Modifiers, RawInput, Ui};
use signalbox::app::{App, Command, Preferences, Tab, dispatch};
use signalbox::model::VersionId;
use signalbox::storage;

/// How often each window is opened.
const RUNS: usize = 7;
/// The number of actions of the large project, and its version.
const ACTIONS: u32 = 10_000;
const LARGE: VersionId = VersionId(202);
/// After how many seconds a window counts as idle, and for how many seconds its frames are then counted.
const REST: (f64, f64) = (6.0, 5.0);

/// Which window a child process opens.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Empty,
    Example,
    Large(PathBuf),
    Idle,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().position(|it| it == "--child").map(|at| &arguments[at + 1..]) {
        Some([kind]) if kind == "empty" => open(Kind::Empty),
        Some([kind]) if kind == "example" => open(Kind::Example),
        Some([kind]) if kind == "idle" => open(Kind::Idle),
        Some([kind, file]) if kind == "large" => open(Kind::Large(file.into())),
        _ if std::env::var_os("DISPLAY").is_none() => println!("There is no display, so nothing was measured."),
        _ => measure(),
    }
}

/// Opens each window in turn, in processes of their own, and prints the table.
fn measure() {
    let folder = std::env::temp_dir().join(format!("signalbox-start-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("large.ron");
    storage::save(&file, &large::project(ACTIONS)).unwrap();
    let (mut empty, mut example) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        empty.push(child(&["empty"]));
        example.push(child(&["example"]));
    }
    let large = child(&["large", file.to_str().unwrap()]);
    let idle = child(&["idle"]);
    std::fs::remove_dir_all(&folder).unwrap();
    let median = |of: &[Said], value: fn(&Said) -> f64| {
        let mut values: Vec<f64> = of.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let picture = |said: &Said| said.picture_ms;
    let (none, first) = (median(&empty, picture), median(&example, picture));
    let memory = median(&empty, |said| said.memory_mb);
    println!("{:<58} {:>9} {:>9} {:>7}", "", "measured", "peer", "bar");
    println!(
        "{:<58} {first:>6.0} ms {none:>6.0} ms {:>5.2} x  (bar 1.3 x)",
        "first picture with the first example",
        first / none
    );
    println!(
        "{:<58} {:>6.0} MB {memory:>6.0} MB {:>5.0} MB above (bar 60 MB)",
        "memory with 10,000 actions open",
        large.memory_mb,
        large.memory_mb - memory
    );
    println!(
        "{:<58} {:>6.1} ms {:>9} {:>5} ms",
        "own work of the frame after a key, 10,000 actions", large.key_ms, "", 8
    );
    println!("{:<58} {:>9} {:>9} {:>7}", "frames in 5 s of an idle window", idle.frames, "", 0);
}

/// What a child process has measured.
struct Said {
    picture_ms: f64,
    memory_mb: f64,
    key_ms: f64,
    frames: usize,
}

fn child(arguments: &[&str]) -> Said {
    let home = tempfile::tempdir().unwrap();
    let began = Instant::now();
    let mut process = Process::new(std::env::current_exe().unwrap());
    process.arg("--child").args(arguments).stdout(Stdio::piped()).stderr(Stdio::null());
    for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
        process.env(name, home.path());
    }
    let mut running = process.spawn().unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(running.stdout.take().unwrap()));
    let first = lines.next().unwrap().unwrap();
    let picture_ms = began.elapsed().as_secs_f64() * 1_000.0;
    assert_eq!(first, "picture");
    let numbers: Vec<f64> = lines.next().unwrap().unwrap().split(' ').map(|number| number.parse().unwrap()).collect();
    running.wait().unwrap();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count")]
    let frames = numbers[2] as usize;
    Said { picture_ms, memory_mb: numbers[0], key_ms: numbers[1], frames }
}

/// Opens a window, says when its first picture is there, and what was measured before it closes.
fn open(kind: Kind) {
    let create = move |cx: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, Box<dyn std::error::Error + Send + Sync>> {
        let file = if let Kind::Large(file) = &kind { Some(file.clone()) } else { None };
        let app = (kind != Kind::Empty).then(|| App::new(&cx.egui_ctx, Preferences::default(), file));
        Ok(Box::new(Measured { kind, app, drawn: 0, picture: None, keys: Vec::new(), frames: 0 }))
    };
    let viewport = egui::ViewportBuilder::default().with_inner_size([1440.0, 900.0]);
    let options = eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() };
    eframe::run_native("signalbox", options, Box::new(create)).unwrap();
}

/// A window that measures itself and closes.
struct Measured {
    kind: Kind,
    app: Option<App>,
    /// How many frames had all that the window is to show.
    drawn: usize,
    picture: Option<f64>,
    /// The work of the frames after a key, in milliseconds.
    keys: Vec<f64>,
    frames: usize,
}

impl Measured {
    fn is_complete(&mut self, ctx: &Context) -> bool {
        let Some(app) = &mut self.app else { return true };
        if matches!(self.kind, Kind::Large(_)) && app.state().project().versions.contains_key(&LARGE) {
            let is_shown = app.state().session.tab == Tab::Version(LARGE);
            if !is_shown {
                dispatch(app.state_mut(), [Command::open_tab(Tab::Version(LARGE))], ctx);
            }
            return is_shown;
        }
        !app.state().project().versions.is_empty()
    }

    fn close(&self, ctx: &Context) {
        let mut keys = self.keys.clone();
        keys.sort_by(f64::total_cmp);
        let key = keys.get(keys.len() / 2).copied().unwrap_or_default();
        println!("{:.1} {key:.2} {}", memory_mb(), self.frames);
        ctx.send_viewport_cmd(egui::ViewportCommand::Close);
    }
}

impl eframe::App for Measured {
    fn raw_input_hook(&mut self, _: &Context, input: &mut RawInput) {
        if matches!(self.kind, Kind::Large(_)) && self.drawn > 20 {
            let key = if self.drawn.is_multiple_of(2) { Key::ArrowRight } else { Key::ArrowLeft };
            for pressed in [true, false] {
                input.events.push(Event::Key {
                    key,
                    pressed,
                    modifiers: Modifiers::NONE,
                    repeat: false,
                    physical_key: None,
                });
            }
        }
    }

    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        let now = ctx.input(|input| input.time);
        let began = Instant::now();
        match &mut self.app {
            Some(app) => app.frame_ui(ui),
            None => drop(ui.label("An empty window")),
        }
        let took = began.elapsed().as_secs_f64() * 1_000.0;
        // The picture of a frame is shown once the next frame begins.
        if self.drawn > 0 && self.picture.is_none() {
            self.picture = Some(now);
            println!("picture");
        }
        if self.is_complete(&ctx) {
            self.drawn += 1;
        }
        match self.kind {
            Kind::Idle => {
                let since = now - self.picture.unwrap_or(now);
                if since > REST.0 + REST.1 {
                    self.close(&ctx);
                } else if since > REST.0 {
                    self.frames += 1;
                }
                if self.picture.is_none() {
                    ctx.request_repaint();
                } else if since < 0.5 {
                    // Wakes the window once, at the end.
                    let waker = ctx.clone();
                    std::thread::spawn(move || {
                        std::thread::sleep(Duration::from_secs_f64(REST.0 + REST.1 + 1.0));
                        waker.request_repaint();
                    });
                }
            }
            Kind::Large(_) => {
                if self.drawn > 21 {
                    self.keys.push(took);
                }
                if self.keys.len() == 60 {
                    self.close(&ctx);
                }
                ctx.request_repaint();
            }
            Kind::Empty | Kind::Example => {
                if self.picture.is_some() {
                    self.close(&ctx);
                }
                ctx.request_repaint();
            }
        }
    }
}

/// The memory of this process that is in use, in megabytes; 0 where it cannot be read.
fn memory_mb() -> f64 {
    let text = std::fs::read_to_string(Path::new("/proc/self/status")).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or_default() / 1_024.0
}
