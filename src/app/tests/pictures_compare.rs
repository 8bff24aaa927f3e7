//! Pictures of comparisons, drawn with a software renderer into the folder named by `PICTURES`.

use std::path::PathBuf;
use std::time::Duration;

use egui::{Theme, Vec2};
use egui_kittest::Harness;

use crate::model::VersionId;

use crate::app::App;
use crate::app::command::{Command, PageCommand, Tab};
use crate::app::kit::theme;
use crate::app::services::preferences::Preferences;
use crate::app::shell::act;

const BACKUP: VersionId = VersionId(21);
const LIVE: VersionId = VersionId(22);
const IN_TEST: VersionId = VersionId(23);
const IDEA: VersionId = VersionId(24);

/// The name of a picture, the versions, whether side by side, whether moves are shown, and how far along the list.
type Shot = (&'static str, (VersionId, VersionId), bool, bool, usize);

const SHOTS: [Shot; 6] = [
    ("one", (LIVE, IN_TEST), false, false, 0),
    ("one_chosen", (LIVE, IN_TEST), false, true, 2),
    ("sides", (LIVE, IN_TEST), true, false, 0),
    ("sides_chosen", (BACKUP, IN_TEST), true, true, 3),
    ("other", (LIVE, IDEA), false, false, 0),
    ("back", (IN_TEST, LIVE), false, false, 1),
];

#[test]
#[ignore = "draws pictures to look at"]
fn comparisons() {
    let folder = std::env::var_os("PICTURES")
        .map(PathBuf::from)
        .expect("PICTURES names the folder to draw into")
        .join("compare");
    std::fs::create_dir_all(&folder).unwrap();
    for (mode, words) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        for (name, (before, after), is_side_by_side, shows_moved, steps) in SHOTS {
            let make = move |ctx: &egui::Context| {
                let mut preferences = Preferences::default();
                words.clone_into(&mut preferences.theme);
                let mut app = App::new(ctx, preferences, None);
                app.shell.state.window.panes.bottom = false;
                app.shell.state.parts.comparing.patience = Duration::from_mins(1);
                app.shell.state.parts.comparing.is_side_by_side = is_side_by_side;
                app.shell.state.parts.comparing.shows_moved = shows_moved;
                act::dispatch(
                    &mut app.shell.state,
                    vec![Command::Page(PageCommand::Open(Tab::Compare(before, after)))],
                    ctx,
                );
                app
            };
            let mut harness = Harness::builder()
                .with_size(Vec2::new(1280.0, 720.0))
                .with_theme(mode)
                .with_context_setup(theme::install)
                .wgpu()
                .build_ui_state(
                    move |ui, app: &mut Option<App>| app.get_or_insert_with(|| make(ui.ctx())).frame_ui(ui),
                    None,
                );
            harness.run_ok();
            for _ in 0..steps {
                let ctx = harness.ctx.clone();
                let app = harness.state_mut().as_mut().unwrap();
                act::dispatch(&mut app.shell.state, vec![Command::Page(PageCommand::NextDifference)], &ctx);
                harness.run_ok();
            }
            harness.run_ok();
            harness.render().unwrap().save(folder.join(format!("compare_{name}_{words}.png"))).unwrap();
        }
    }
}
