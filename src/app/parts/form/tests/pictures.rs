//! Screenshots of the form for manual review, drawn with a software renderer into the folder named by `PICTURES`.

use std::path::PathBuf;

use egui::{Theme, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::actions;
use crate::model::Params;

use super::fixture::{App, EVERY, filled};
use crate::app::kit::theme;

fn harness(app: App, theme: Theme, size: egui::Vec2) -> Harness<'static, App> {
    let builder = Harness::builder().with_size(size).with_theme(theme).with_max_steps(20);
    let builder = builder.with_context_setup(theme::install).with_render_cursor(false).wgpu();
    builder.build_ui_state(
        |ui, app: &mut App| {
            let frame = egui::Frame::new().fill(theme::of(ui).panel);
            egui::CentralPanel::default().frame(frame).show(ui, |ui| app.ui(ui));
        },
        app,
    )
}

fn save(harness: &mut Harness<'_, App>, name: &str) {
    harness.run_ok();
    let folder =
        std::env::var_os("PICTURES").map(PathBuf::from).expect("PICTURES names the folder to draw into").join("form");
    std::fs::create_dir_all(&folder).unwrap();
    let image = harness.render().expect("a renderer");
    image.save(folder.join(format!("{name}.png"))).expect("a folder to write to");
}

fn tone(theme: Theme) -> &'static str {
    if theme == Theme::Dark { "dark" } else { "light" }
}

#[test]
#[ignore = "draws pictures to look at"]
fn announcements() {
    let spec = actions::spec("voice_announcement");
    let examples = spec.map(|spec| spec.examples).unwrap_or_default();
    for theme in [Theme::Dark, Theme::Light] {
        for (name, place) in [("message", 0), ("menu", 2), ("entry", 5)] {
            let params: Params = ron::from_str(examples[place].params).unwrap();
            let mut picture = harness(App::new(spec, params), theme, vec2(340.0, 900.0));
            save(&mut picture, &format!("{name}_{}", tone(theme)));
        }
    }
}

#[test]
#[ignore = "draws pictures to look at"]
fn every_field() {
    for theme in [Theme::Dark, Theme::Light] {
        let mut picture = harness(App::new(Some(&EVERY), filled()), theme, vec2(340.0, 3000.0));
        save(&mut picture, &format!("every_{}", tone(theme)));
        let mut picture = harness(App::new(Some(&EVERY), Params::default()), theme, vec2(340.0, 1600.0));
        save(&mut picture, &format!("empty_{}", tone(theme)));
    }
    let mut app = App::new(Some(&EVERY), filled());
    app.is_read_only = true;
    let mut picture = harness(app, Theme::Light, vec2(340.0, 900.0));
    save(&mut picture, "read_only");
}

fn text<'a>(picture: &'a Harness<'_, App>) -> egui_kittest::Node<'a> {
    picture.get_by_role_and_label(egui::Role::TextInput, "A text")
}

#[test]
#[ignore = "draws pictures to look at"]
fn open_lists() {
    for (name, label) in [
        ("keypad", "A key"),
        ("modes", "A queue, entered as"),
        ("follower", "Following action"),
        ("operator", "A condition, term 1, operator"),
    ] {
        let mut picture = harness(App::new(Some(&EVERY), filled()), Theme::Dark, vec2(340.0, 3000.0));
        picture.run_ok();
        let inputs = picture.query_all_by_label(label);
        inputs.filter(|node| egui::accessibility::is_input(node.accesskit_node().role())).for_each(|node| node.click());
        save(&mut picture, &format!("open_{name}"));
    }
    let mut picture = harness(App::new(Some(&EVERY), Params::default()), Theme::Dark, vec2(340.0, 900.0));
    picture.run_ok();
    text(&picture).focus();
    picture.run_ok();
    text(&picture).type_text("Hi {{c");
    picture.run_ok();
    save(&mut picture, "completion");
}

/// One form per category: the kind with the most fields, filled in with its first example.
#[test]
#[ignore = "draws pictures to look at"]
fn categories() {
    let mut kinds: Vec<_> = actions::ALL.to_vec();
    kinds.sort_by_key(|spec| (spec.category, std::cmp::Reverse(spec.fields.len())));
    kinds.dedup_by_key(|spec| spec.category);
    for theme in [Theme::Dark, Theme::Light] {
        for spec in &kinds {
            let params: Params = ron::from_str(spec.examples.first().map_or("{}", |example| example.params)).unwrap();
            let mut picture = harness(App::new(Some(*spec), params), theme, vec2(340.0, 1100.0));
            save(&mut picture, &format!("category_{}_{}", spec.id, tone(theme)));
        }
    }
}
