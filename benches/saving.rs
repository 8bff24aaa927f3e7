//! Time of saving and of keeping unsaved work, for 10,000 actions of all kinds, and the share of the window's thread. Run by
//! hand: `cargo bench --bench saving`. Trust the ratios, not the milliseconds.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a program of known small numbers that may stop when it is wrong"
)]

mod large;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use signalbox::app::{Command, FileCommand, Overwrite, Preferences, State, dispatch, follow_layout, take_jobs};
use signalbox::edit::{Document, Edit};
use signalbox::model::{Project, VersionId};
use signalbox::storage;
use signalbox::storage::recovery::{Recovery, Unsaved};

const ROUNDS: usize = 21;
/// The additional version of the benchmark's project.
const LARGE: VersionId = VersionId(202);
/// The bars, in milliseconds: the total, and the share of the window.
const BAR_MS: f64 = 250.0;
const SHARE_MS: f64 = 10.0;

fn main() {
    println!("{:<52} {:>9} {:>9}  bar", "median of 21, release", "1k ms", "10k ms");
    let folder = tempfile::tempdir().unwrap();
    let [small, large] = [1_000, 10_000].map(large::project);
    let sizes = [&small, &large].map(|project| storage::write(project).unwrap().len());
    let bare = row("bare RON of the same data, no checks, no disk", [&small, &large], "for comparison", |project| {
        bare_ron(project)
    });
    let written = row("the text of the file", [&small, &large], "", |project| storage::write(project).unwrap().len());
    let path = folder.path().join("large.ron");
    let saved = row("saved: written, read back, compared, on disk", [&small, &large], "<= 250 ms", |project| {
        storage::save(&path, project).unwrap().hash.len()
    });
    let recovery = Recovery::open(&folder.path().join("state")).unwrap();
    let kept = row("unsaved work kept for recovery", [&small, &large], "<= 250 ms", |project| {
        recovery.keep("a", project, &Unsaved::default()).unwrap();
        0
    });
    let (save_share, keep_share) = shares(&large, folder.path());
    println!("{:<52} {:>9} {:>9.2}  <= 10 ms", "of a save, on the window's thread, in all its frames", "", save_share);
    println!("{:<52} {:>9} {:>9.2}  <= 10 ms", "of keeping, on the window's thread", "", keep_share);
    println!();
    println!(
        "file {:.1} MB; saving {:.1} x, keeping {:.1} x, the text {:.1} x a bare RON",
        mega(sizes[1]),
        saved / bare,
        kept / bare,
        written / bare
    );
    println!(
        "{:.2} and {:.2} of the bar for all of it; {:.3} and {:.3} of the bar for the share",
        saved / BAR_MS,
        kept / BAR_MS,
        save_share / SHARE_MS,
        keep_share / SHARE_MS
    );
}

#[allow(clippy::cast_precision_loss, reason = "the size of a file")]
fn mega(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    ms(times[times.len() / 2])
}

/// Prints the time of some work for each project. Returns the milliseconds for the large project.
fn row<T>(words: &str, projects: [&Project; 2], bar: &str, work: impl Fn(&Project) -> T) -> f64 {
    let time = |project: &Project| {
        let began = Instant::now();
        std::hint::black_box(work(project));
        began.elapsed()
    };
    let [small, large] = projects.map(|project| median((0..ROUNDS).map(|_| time(project)).collect()));
    println!("{words:<52} {small:>9.2} {large:>9.2}  {bar}");
    large
}

/// The minimum work of every save: serialising the same actions and resources.
fn bare_ron(project: &Project) -> usize {
    let actions = project.versions.iter().flat_map(|(version, it)| {
        it.flow.actions.iter().map(move |(id, it)| ((version.0, id.0), (&it.kind, &it.title, &it.params, &it.links)))
    });
    let actions: BTreeMap<_, _> = actions.collect();
    let resources: BTreeMap<_, _> = project.resources.iter().map(|(id, it)| (id.0, &**it)).collect();
    let layout = ron::ser::PrettyConfig::new().depth_limit(2);
    ron::ser::to_string_pretty(&(actions, resources), layout).unwrap().len()
}

/// The time of the window's thread for a save, summed over its frames, and for keeping unsaved work.
fn shares(project: &Project, folder: &Path) -> (f64, f64) {
    let ctx = egui::Context::default();
    let mut state = State::new(Preferences::load_from(Some(folder.join("preferences.json"))));
    state.open(Document::new(project.clone()), None);
    state.services.keeper.start(Some(folder.join("kept")), &ctx);
    let path = folder.join("window.ron");
    let (mut saves, mut keeps) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let edit = Edit::DescribeVersion { version: LARGE, name: format!("Round {round}"), description: String::new() };
        dispatch(&mut state, vec![Command::edit(edit)], &ctx);
        // The clock of the frames advances by twenty seconds, so that the work is due to be kept.
        let mut keep = Duration::ZERO;
        for seconds in [0.0, 20.0] {
            #[allow(clippy::cast_precision_loss, reason = "some rounds")]
            let time = Some(round as f64 * 100.0 + seconds);
            let mut output = ctx.run_ui(egui::RawInput { time, ..egui::RawInput::default() }, |_| {
                let began = Instant::now();
                state.services.keeper.follow(&state.session.document, state.session.file.path.as_deref(), &ctx);
                keep += began.elapsed();
            });
            output.textures_delta.clear();
        }
        keeps.push(keep);
        assert!(state.services.keeper.finish(), "kept");
        let began = Instant::now();
        dispatch(&mut state, vec![FileCommand::SaveTo(path.clone(), Overwrite::AsOpened, None).into()], &ctx);
        let mut share = began.elapsed();
        while state.session.document.is_changed() {
            std::thread::sleep(Duration::from_millis(1));
            let began = Instant::now();
            take_jobs(&mut state, &ctx);
            follow_layout(&mut state, &ctx);
            share += began.elapsed();
        }
        saves.push(share);
    }
    (median(saves), median(keeps))
}
