//! Pictures of pages for looking at, made with a software renderer into the folder named by `PAGE_PICTURES`.

use std::path::PathBuf;

use chrono::{DateTime, TimeDelta};
use egui::{Theme, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::model::{Activity, CallerId, EntryPointId, ResourceId, WorldId};

use super::super::command::Tab;
use super::tests::Desk;
use super::tests_kinds::full;
use super::theme;

#[test]
fn pages() {
    let Some(folder) = std::env::var_os("PAGE_PICTURES").map(PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).unwrap();
    let mut project = full();
    let began = DateTime::from_timestamp(1_795_424_400, 0).unwrap();
    project.activity = (0..40)
        .map(|hour| Activity {
            at: began + TimeDelta::hours(hour),
            who: "lea".to_owned(),
            what: format!(
                "Version \"v{hour}\" of \"Claims line\" was put in production; \"v{}\" went into backup.",
                hour - 1
            ),
        })
        .collect();
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

/// The dialog that lists where something is used, and the page of a variable with what is asked of it.
#[test]
fn places() {
    use super::super::command::Command;
    use super::super::dialogs::{Dialog, dialog_ui};
    use super::super::{dispatch::edit_document, preferences::Preferences, state::State};
    use crate::edit::Edit;

    let Some(folder) = std::env::var_os("PAGE_PICTURES").map(PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).unwrap();
    let project = full();
    let variable = (*project.resources[&ResourceId(9)]).clone();
    let renamed = crate::model::Resource { reference: "client".to_owned(), ..variable };
    for (mode, words) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        for name in ["used", "renamed"] {
            let mut state = State::new(Preferences::default());
            state.document = crate::edit::Document::new(project.clone());
            if name == "used" {
                edit_document(&mut state, &Edit::DeleteResource { resource: crate::catalog::sample::ANA }, None);
            } else {
                let edit = Edit::StoreResource { resource: Box::new(renamed.clone()) };
                state.dialog = super::super::caution::question(&state, &edit, None);
            }
            assert!(matches!(state.dialog, Some(Dialog::Places(_))));
            let mut harness = Harness::builder()
                .with_size(Vec2::new(760.0, 460.0))
                .with_theme(mode)
                .with_context_setup(theme::install)
                .wgpu()
                .build_ui_state(|ui, state: &mut State| dialog_ui(ui, state, &mut Vec::<Command>::new()), state);
            harness.run_ok();
            harness.render().unwrap().save(folder.join(format!("places_{name}_{words}.png"))).unwrap();
        }
    }
}
