//! The own work of the whole window in a frame, while a tree of 2,000 actions is panned, zoomed and changed by a drag; and whether anything
//! is drawn while nothing happens.

use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Context, Event, Modifiers, MouseWheelUnit, PointerButton, Pos2, RawInput, TouchPhase, Vec2, pos2, vec2};
use signalbox::app::{App, Command, PageCommand, Preferences, Tab, card_id, dispatch};
use signalbox::catalog::sample;
use signalbox::edit::Document;
use signalbox::layout::tree::tidy;
use signalbox::model::{
    Action, ActionId, Channel, Flow, Link, Project, Routing, RoutingId, RoutingType, Status, TreeType, Version,
    VersionId, VersionInfo,
};

const ACTIONS: u32 = 2_000;
const VERSION: VersionId = VersionId(202);
const TREE: TreeType = TreeType { kind: RoutingType::InteractionStart, channel: Channel::Voice };
const FRAMES: usize = 240;
/// A card in the middle of the tree.
const CARD: ActionId = ActionId(60);
/// How long nothing happens, in seconds.
const IDLE: f64 = 5.0;

/// Prints the rows of the window.
pub fn rows() {
    println!("\n{:<46} {:>9} {:>9} {:>9}  bar 16 ms", "the window, a tree of 2,000 actions", "ms", "p95 ms", "most ms");
    let mut window = Window::new();
    window.row("at rest", |_, _| Vec::new());
    let wheel = |delta: Vec2, modifiers| Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta,
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers,
    };
    let back_and_forth = |at: usize| if (at / 60).is_multiple_of(2) { 1.0 } else { -1.0 };
    for zoom in [1.0, 0.55, 0.24] {
        window.zoom_to(zoom);
        let words = format!("panned at {:.0} %", zoom * 100.0);
        window.row(&words, |at, _| vec![wheel(vec2(30.0, 20.0) * back_and_forth(at), Modifiers::NONE)]);
    }
    window.zoom_to(1.0);
    window.frame(vec![Event::ModifiersChanged(Modifiers::COMMAND)]);
    window
        .row("zoomed out and in again", |at, _| vec![wheel(vec2(0.0, -10.0 * back_and_forth(at)), Modifiers::COMMAND)]);
    window.frame(vec![Event::ModifiersChanged(Modifiers::NONE)]);
    for zoom in [1.0, 0.55, 0.24] {
        window.zoom_to(zoom);
        let card = window.card();
        let button = |pressed| Event::PointerButton {
            pos: card,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        window.frame(vec![Event::PointerMoved(card)]);
        window.frame(vec![button(true)]);
        window.row(&format!("a card dragged at {:.0} %", zoom * 100.0), |at, _| {
            vec![Event::PointerMoved(card + vec2(1.5, 1.0) * (at % 120) as f32)]
        });
        window.frame(vec![button(false)]);
        window.settle();
    }
    println!("{:<46} {:>9}            frames in 5 s  bar 0", "nothing happens", window.idle_frames());
}

struct Window {
    ctx: Context,
    app: App,
    time: f64,
    delay: Duration,
}

impl Window {
    fn new() -> Self {
        let ctx = Context::default();
        let mut app = App::new(&ctx, Preferences::default(), None);
        app.state_mut().open(Document::new(project()), None);
        dispatch(app.state_mut(), vec![Command::Page(PageCommand::Open(Tab::Version(VERSION)))], &ctx);
        let mut window = Self { ctx, app, time: 0.0, delay: Duration::ZERO };
        window.settle();
        window
    }

    fn frame(&mut self, events: Vec<Event>) -> Duration {
        self.time += 1.0 / 60.0;
        let input = RawInput { screen_rect: Some(super::SCREEN), time: Some(self.time), events, ..RawInput::default() };
        let began = Instant::now();
        let mut output = self.ctx.run_ui(input, |ui| self.app.frame_ui(ui));
        let shapes = std::mem::take(&mut output.shapes);
        std::hint::black_box(self.ctx.tessellate(shapes, output.pixels_per_point));
        let took = began.elapsed();
        self.delay = output.viewport_output.values().map(|it| it.repaint_delay).min().unwrap_or(Duration::MAX);
        output.textures_delta.clear();
        took
    }

    /// Draws frames until the work in the background is done.
    fn settle(&mut self) {
        for _ in 0..200 {
            self.frame(Vec::new());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn zoom_to(&mut self, zoom: f32) {
        let card = card_id(CARD);
        let view = self.app.state_mut().view(VERSION);
        view.canvas.zoom_to(zoom, None);
        view.canvas.centre_on(card);
        self.settle();
        let at = self.card();
        self.frame(vec![Event::PointerMoved(at + vec2(0.0, -40.0))]);
    }

    /// The title of the card on the screen.
    fn card(&mut self) -> Pos2 {
        let flow = &self.app.state().project().versions[&VERSION].flow;
        let at = flow.positions[&CARD];
        let view = self.app.state_mut().view(VERSION);
        view.canvas.screen_from_scene(pos2(at.0 as f32 + 90.0, at.1 as f32 + 20.0))
    }

    fn row(&mut self, words: &str, events: impl Fn(usize, &Self) -> Vec<Event>) {
        let mut times = Vec::with_capacity(FRAMES);
        for at in 0..FRAMES {
            let events = events(at, self);
            times.push(self.frame(events));
        }
        times.sort_unstable();
        let ms = |at: usize| times[at.min(FRAMES - 1)].as_secs_f64() * 1e3;
        println!("{words:<46} {:>9.3} {:>9.3} {:>9.3}", ms(FRAMES / 2), ms(FRAMES * 95 / 100), ms(FRAMES));
    }

    /// The frames that the window asks for while nothing happens.
    fn idle_frames(&mut self) -> usize {
        self.settle();
        let end = self.time + IDLE;
        let mut frames = 0;
        while self.time + self.delay.as_secs_f64() < end && frames < 1_000 {
            self.time += self.delay.as_secs_f64();
            self.frame(Vec::new());
            frames += 1;
        }
        frames
    }
}

/// A tree of searches, each leading to three, laid out by *Tidy*.
fn project() -> Project {
    let mut project = sample::project();
    let mut flow = Flow::blank(ActionId(1));
    let mut next = 2;
    for id in 1..=ACTIONS {
        let mut action = Action::new(ActionId(id), if id == 1 { "start" } else { "search_invoice" });
        action.title = format!("Search number {id}");
        let keys = signalbox::actions::branch_keys(&action, TREE);
        for key in keys.into_iter().take(3) {
            if next <= ACTIONS {
                action.links.insert(key, Link::To(ActionId(next)));
                next += 1;
            }
        }
        flow.actions.insert(action.id, Arc::new(action));
    }
    flow.positions = tidy(&flow, TREE);
    let routing = RoutingId(201);
    let owner = Routing {
        id: routing,
        name: "Large".to_owned(),
        reference: "large".to_owned(),
        last_action: ActionId(ACTIONS),
        ..Routing::default()
    };
    project.routings.insert(routing, Arc::new(owner));
    let info = VersionInfo { routing, name: "v1".to_owned(), status: Status::InDevelopment, ..VersionInfo::default() };
    project.versions.insert(VERSION, Arc::new(Version { id: VERSION, info, flow }));
    project
}
