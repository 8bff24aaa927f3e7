//! Pictures of pages for looking at, made with a software renderer into the folder named by `PAGE_PICTURES`.

use std::path::PathBuf;

use egui::{Theme, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::model::{CallerId, EntryPointId, ResourceId, WorldId};

use super::super::command::Tab;
use super::tests::Desk;
use super::tests_kinds::full;
use super::theme;

#[test]
fn pages() {
    let Some(folder) = std::env::var_os("PAGE_PICTURES").map(PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).unwrap();
    let project = full();
    let mut tabs: Vec<(String, Tab)> = (1..=14_u32)
        .chain(60..=75)
        .filter_map(|id| project.resources.get(&ResourceId(id)))
        .map(|it| (it.reference.clone(), Tab::Resource(it.id)))
        .collect();
    tabs.push(("entry_point".to_owned(), Tab::EntryPoint(EntryPointId(40))));
    tabs.push(("caller".to_owned(), Tab::Caller(CallerId(30))));
    tabs.push(("world".to_owned(), Tab::World(WorldId(31))));
    tabs.push(("settings".to_owned(), Tab::Settings));
    for (mode, words) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        for (name, tab) in &tabs {
            let desk = Desk::new(project.clone(), *tab);
            let mut harness = Harness::builder()
                .with_size(Vec2::new(1100.0, 800.0))
                .with_theme(mode)
                .with_context_setup(theme::install)
                .wgpu()
                .build_ui_state(|ui, desk: &mut Desk| desk.ui(ui), desk);
            harness.run_ok();
            if *tab == Tab::Resource(ResourceId(8)) || matches!(tab, Tab::Caller(_)) {
                // These are longer than the window: their lower half, with something added.
                let add = if matches!(tab, Tab::Caller(_)) { "Add a contact" } else { "Add an exception" };
                harness.get_by_label(add).scroll_to_me();
                harness.run_ok();
                harness.get_by_label(add).click();
                harness.run_ok();
                harness.get_by_label(add).scroll_to_me();
                harness.run_ok();
            }
            harness.render().unwrap().save(folder.join(format!("{name}_{words}.png"))).unwrap();
            if matches!(tab, Tab::Caller(_) | Tab::World(_)) {
                // The whole of it.
                harness.set_size(Vec2::new(1100.0, 2400.0));
                harness.run_ok();
                harness.render().unwrap().save(folder.join(format!("{name}_whole_{words}.png"))).unwrap();
            }
        }
    }
}
