//! Screenshots of the window, compared with the reference pictures beside this file. One software renderer draws them,
//! llvmpipe by way of Vulkan, so that every machine gets the same picture; a machine without llvmpipe skips them and says so.
//!
//! A line on standard error tells what became of each picture, for `.ci/run` to count: the test runner has no word for a
//! test that was skipped while it ran.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that meets what it did not expect should stop there"
)]

use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{TimeZone as _, Utc};
use eframe::egui_wgpu::{WgpuSetup, WgpuSetupCreateNew};
use eframe::wgpu;
use egui::{Vec2, ViewportId};
use egui_kittest::Harness;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, Rgb, RgbImage};

use signalbox::app::{
    App, BottomPane, Command, Comparison, FileCommand, PageCommand, PaneCommand, Preferences, SimCommand, State, Tab,
    card_id, dispatch, theme,
};
use signalbox::model::{ActionId, ActionRef, ResourceId, RoutingId, VersionId};

/// The size of each picture, in points and in pixels.
const SIZE: Vec2 = Vec2::new(1000.0, 640.0);

/// How far each of red, green and blue of a pixel may be from the reference, of 255. Between Mesa 22.3 and Mesa 25.0, one
/// pixel of the first twelve pictures differs, by one step.
const MOST_STEPS: u8 = 4;

/// How many pixels of a picture may be further away.
const MOST_PIXELS: usize = 10;

/// What is shown of the example that the window begins with.
const CLAIMS: RoutingId = RoutingId(18);
const LIVE: VersionId = VersionId(22);
const IN_TEST: VersionId = VersionId(23);
const MENU: ActionId = ActionId(8);
const QUEUE: ResourceId = ResourceId(7);

/// What is shown of `kinds.ron`, which has one action of each kind that has a picture of its form.
const KINDS: &str = "kinds.ron";
const NEW_KINDS: VersionId = VersionId(30);
const GROUP: ResourceId = ResourceId(4);
const WEB_SERVICE: ResourceId = ResourceId(8);

/// The one renderer, if this machine has it.
fn llvmpipe() -> Option<WgpuSetup> {
    let is_llvmpipe = |adapter: &wgpu::Adapter| adapter.get_info().name.starts_with("llvmpipe");
    let mut setup = WgpuSetupCreateNew::without_display_handle();
    setup.instance_descriptor.backends = wgpu::Backends::VULKAN;
    setup.native_adapter_selector = Some(Arc::new(move |adapters, _| {
        adapters.iter().find(|adapter| is_llvmpipe(adapter)).cloned().ok_or_else(|| "no llvmpipe".to_owned())
    }));
    let setup = WgpuSetup::CreateNew(setup);
    let adapters =
        pollster::block_on(async { setup.new_instance().await.enumerate_adapters(wgpu::Backends::VULKAN).await });
    adapters.iter().any(is_llvmpipe).then_some(setup)
}

/// Writes a line past the test runner, which would keep it to itself while the test passes.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "\n{line}");
}

fn references() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures")
}

/// Where new pictures and differences go: a folder beside the test programs, below `target`.
fn results() -> PathBuf {
    let program = std::env::current_exe().expect("the test program has a path");
    program.ancestors().nth(2).expect("it is in target/debug/deps").join("pictures")
}

/// The window in a harness. Its clock stands still, it reads and writes nothing of the user's, and nothing moves.
struct Window(Harness<'static, Option<App>>);

impl Window {
    fn new(renderer: WgpuSetup, theme_words: &'static str, file: Option<PathBuf>) -> Self {
        let make = move |ctx: &egui::Context| {
            let mut preferences = Preferences::default();
            theme_words.clone_into(&mut preferences.theme);
            let mut app = App::new(ctx, preferences, file.clone());
            app.state_mut().services.files.has_no_dialogs = true;
            app.state_mut().parts.comparing.patience = Duration::from_mins(1);
            app.state_mut().window.now = Box::new(|| Utc.with_ymd_and_hms(2026, 11, 23, 7, 0, 0).unwrap());
            ctx.all_styles_mut(|style| {
                style.animation_time = 0.0;
                style.visuals.text_cursor.blink = false;
                style.scroll_animation = egui::style::ScrollAnimation::none();
            });
            app
        };
        let builder = Harness::builder().wgpu_setup(renderer).with_size(SIZE).with_context_setup(theme::install);
        let harness = builder.build_ui_state(
            move |ui, app: &mut Option<App>| app.get_or_insert_with(|| make(ui.ctx())).frame_ui(ui),
            None,
        );
        let mut window = Self(harness);
        window.settle();
        window
    }

    fn state(&mut self) -> &mut State {
        self.0.state_mut().as_mut().unwrap().state_mut()
    }

    fn command(&mut self, command: Command) {
        let ctx = self.0.ctx.clone();
        dispatch(self.state(), vec![command], &ctx);
        self.settle();
    }

    /// Waits until the window wants no frame at once and nothing is under way beside it.
    fn settle(&mut self) {
        for _ in 0..30_000 {
            self.0.step();
            let is_at_rest = self.0.output().viewport_output[&ViewportId::ROOT].repaint_delay > Duration::ZERO;
            let state = self.state();
            let (revision, shown) = (state.session.document.revision(), state.version_shown());
            let is_done = state.session.problems.is_fresh(revision)
                && state.session.test_calls.is_fresh(revision, shown)
                && !state.session.time.is_busy()
                && !state.services.files.is_busy()
                && !state.parts.comparing.open.values().any(Comparison::is_making);
            if is_at_rest && is_done {
                return;
            }
            if is_at_rest {
                std::thread::sleep(Duration::from_millis(1));
            }
        }
        panic!("the window never comes to rest");
    }
}

/// Draws the window with the first example in both themes, and compares each picture with its reference.
fn compare(name: &str, show: impl Fn(&mut Window)) {
    compare_of(None, name, show);
}

/// Draws the window with a project beside this file, else with the first example, as [`compare`] does.
fn compare_of(file: Option<&'static str>, name: &str, show: impl Fn(&mut Window)) {
    let renderer = llvmpipe();
    let mut failures = Vec::new();
    for theme in ["dark", "light"] {
        let name = format!("{name}_{theme}");
        let Some(renderer) = renderer.clone() else {
            say(&format!(
                "picture skipped: {name} (this machine has no llvmpipe; Debian has it in mesa-vulkan-drivers)"
            ));
            continue;
        };
        // Each window has a copy of its own, since a file that is open elsewhere opens with a question.
        let file = file.map(|file| {
            let copy = results().join(&name).join(file);
            fs::create_dir_all(copy.parent().unwrap()).unwrap();
            fs::copy(references().join(file), &copy).unwrap();
            copy
        });
        let mut window = Window::new(renderer, theme, file);
        show(&mut window);
        match compare_with_reference(&mut window, &name) {
            Ok(()) => say(&format!("picture compared: {name}")),
            Err(error) => failures.push(error),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

fn compare_with_reference(window: &mut Window, name: &str) -> Result<(), String> {
    // The desktop does not look at how opaque a pixel is.
    let new = DynamicImage::ImageRgba8(window.0.render()?).into_rgb8();
    let reference = references().join(format!("{name}.png"));
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        write(&new, &reference);
    }
    let place = |what: &str| results().join(format!("{name}_{what}.png"));
    let trouble = match image::open(&reference).map(DynamicImage::into_rgb8) {
        Ok(known) if known.dimensions() == new.dimensions() => match far_pixels(&new, &known).count() {
            0..=MOST_PIXELS => return Ok(()),
            count => {
                write(&marked(&new, &known), &place("difference"));
                format!("{count} pixels differ, in red in {}", place("difference").display())
            }
        },
        Ok(known) => format!("the picture has the size {:?} instead of {:?}", new.dimensions(), known.dimensions()),
        Err(error) => format!("the reference cannot be read: {error}"),
    };
    write(&new, &place("new"));
    Err(format!("{name}: {trouble}\n  reference: {}\n  new: {}", reference.display(), place("new").display())
        + "\n  When the change is meant: UPDATE_PICTURES=1 cargo test --features pictures --test pictures")
}

/// The places of the pixels whose colour is further from the reference than renderers differ.
fn far_pixels<'a>(new: &'a RgbImage, reference: &'a RgbImage) -> impl Iterator<Item = (u32, u32)> + 'a {
    let is_far = |one: &Rgb<u8>, other: &Rgb<u8>| one.0.iter().zip(other.0).any(|(a, b)| a.abs_diff(b) > MOST_STEPS);
    let pixels = new.enumerate_pixels().zip(reference.pixels());
    pixels.filter(move |((_, _, one), other)| is_far(one, other)).map(|((x, y, _), _)| (x, y))
}

/// The new picture, pale, with the pixels that differ in red.
fn marked(new: &RgbImage, reference: &RgbImage) -> RgbImage {
    let mut marked = new.clone();
    for pixel in marked.pixels_mut() {
        pixel.0 = pixel.0.map(|channel| 170 + channel / 3);
    }
    for (x, y) in far_pixels(new, reference) {
        marked.put_pixel(x, y, Rgb([255, 0, 0]));
    }
    marked
}

/// Writes a picture as small as it gets.
fn write(picture: &RgbImage, path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let file = BufWriter::new(fs::File::create(path).unwrap());
    let encoder = PngEncoder::new_with_quality(file, CompressionType::Best, FilterType::NoFilter);
    picture.write_with_encoder(encoder).unwrap();
}

#[test]
fn a_changed_colour_and_a_moved_letter_are_seen() {
    let blank = RgbImage::from_pixel(40, 40, Rgb([35, 103, 209]));
    let near = RgbImage::from_pixel(40, 40, Rgb([35 + MOST_STEPS, 103 - MOST_STEPS, 209]));
    assert_eq!(far_pixels(&near, &blank).count(), 0);
    let other = RgbImage::from_pixel(40, 40, Rgb([35, 103, 209 + MOST_STEPS + 1]));
    assert_eq!(far_pixels(&other, &blank).count(), 1600);
    // A stroke of twelve pixels, one pixel to the right: both places differ.
    let stroke = |x: u32| {
        let mut picture = blank.clone();
        (0..12).for_each(|y| picture.put_pixel(x, 10 + y, Rgb([255; 3])));
        picture
    };
    assert_eq!(far_pixels(&stroke(21), &stroke(20)).count(), 24);
    assert_eq!(marked(&stroke(21), &stroke(20)).pixels().filter(|pixel| **pixel == Rgb([255, 0, 0])).count(), 24);
}

#[test]
fn the_start_page() {
    compare("start", |window| window.command(FileCommand::Close.into()));
}

#[test]
fn a_routing() {
    compare("routing", |window| {
        window.state().window.panes.bottom = false;
        window.command(Command::open_tab(Tab::Routing(CLAIMS)));
    });
}

#[test]
fn a_version_with_a_call_under_way() {
    compare("call", |window| {
        window.state().window.panes.tree = false;
        window.command(Command::open_tab(Tab::Version(IN_TEST)));
        window.command(Command::Sim(SimCommand::Start(IN_TEST)));
        window.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::Simulation)));
        window.command(Command::Sim(SimCommand::Answer("press 1".to_owned())));
    });
}

#[test]
fn a_comparison() {
    compare("comparison", |window| {
        window.state().window.panes.bottom = false;
        window.command(Command::open_tab(Tab::Compare(LIVE, IN_TEST)));
    });
}

#[test]
fn the_form_of_an_action() {
    compare("form", |window| {
        window.state().window.panes.tree = false;
        window.state().window.panes.bottom = false;
        window.command(Command::open_tab(Tab::Version(IN_TEST)));
        window.state().view(IN_TEST).selection = [card_id(MENU)].into();
        window.settle();
    });
}

#[test]
fn the_page_of_a_queue() {
    compare("queue", |window| {
        window.state().window.panes.bottom = false;
        window.command(Command::open_tab(Tab::Resource(QUEUE)));
    });
}

/// The form of an action of `kinds.ron`.
fn compare_form(name: &str, action: u32) {
    compare_of(Some(KINDS), name, |window| {
        window.state().window.panes.tree = false;
        window.state().window.panes.bottom = false;
        window.command(Command::Page(PageCommand::Reveal(ActionRef { version: NEW_KINDS, action: ActionId(action) })));
    });
}

/// A page of `kinds.ron`.
fn compare_page(name: &str, tab: Tab) {
    compare_of(Some(KINDS), name, |window| {
        window.state().window.panes.bottom = false;
        window.command(Command::open_tab(tab));
    });
}

#[test]
fn the_test_calls() {
    compare("test_calls", |window| {
        window.state().window.panes.tree = false;
        window.command(Command::open_tab(Tab::Version(IN_TEST)));
        window.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::TestCalls)));
        let first = window.state().project().test_calls.keys().next().copied();
        window.state().parts.test_calls.chosen = first;
        window.settle();
    });
}

#[test]
fn the_time_machine() {
    compare("time", |window| {
        window.state().window.panes.tree = false;
        window.command(Command::open_tab(Tab::Version(IN_TEST)));
        window.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::Time)));
    });
}

#[test]
fn the_form_of_set_the_language() {
    compare_form("set_language", 2);
}

#[test]
fn the_form_of_a_schedule_with_several_branches() {
    compare_form("schedule_branches", 3);
}

#[test]
fn the_form_of_ring_several_numbers() {
    compare_form("ring_numbers", 4);
}

#[test]
fn the_form_of_run_and_come_back() {
    compare_form("call_routing", 5);
}

#[test]
fn the_form_of_test_the_state_of_a_queue() {
    compare_form("test_queue", 6);
}

#[test]
fn the_form_of_offer_to_call_back() {
    compare_form("offer_callback", 7);
}

#[test]
fn the_form_of_tag_the_interaction() {
    compare_form("tag", 8);
}

#[test]
fn the_form_of_come_back() {
    compare_form("come_back", 9);
}

#[test]
fn the_page_of_phrases() {
    compare_page("phrases", Tab::Phrases);
}

#[test]
fn the_page_of_a_distribution_group() {
    compare_page("distribution_group", Tab::Resource(GROUP));
}

#[test]
fn the_page_of_a_web_service() {
    compare_page("web_service", Tab::Resource(WEB_SERVICE));
}
