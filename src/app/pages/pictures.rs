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

/// Sheets, previews and JSON, wide and as narrow as they get between open panels.
#[test]
fn sheets_and_previews() {
    let Some(folder) = std::env::var_os("PAGE_PICTURES").map(PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).unwrap();
    let mut project = full();
    let long =
        "A text that is longer than its column, and goes on after that with more words than anybody wants to read";
    let rows =
        project.resources.get_mut(&ResourceId(60)).map(std::sync::Arc::make_mut).unwrap().data.rows_mut().unwrap();
    rows.push(["+33612345678", long, "7"].map(str::to_owned).to_vec());
    rows.push(["+33612345670", "two\nlines", "8"].map(str::to_owned).to_vec());
    rows.extend((0..200).map(|row| vec![format!("+336000{row:05}"), format!("Client {row}"), row.to_string()]));
    if let crate::model::ResourceData::SmsTemplate(template) =
        &mut project.resources.get_mut(&ResourceId(62)).map(std::sync::Arc::make_mut).unwrap().data
    {
        template.texts.insert(
            String::new(),
            "Dear {{customer.name}}, your number {{call.number}} and {{no.such}} are noted. Reply STOP to end this."
                .to_owned(),
        );
    }
    let table = project.resources_of(crate::model::ResourceKind::ValuesTable).next().map_or(0, |it| it.id.0);
    let web = project.resources_of(crate::model::ResourceKind::WebService).next().map_or(0, |it| it.id.0);
    for (mode, words) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        for (size, width) in [("wide", 1280.0), ("narrow", 656.0)] {
            for (name, id) in
                [("table", table), ("sheet", 60), ("email", 61), ("sms", 62), ("web", web), ("survey", 14)]
            {
                let desk = Desk::new(project.clone(), Tab::Resource(ResourceId(id)));
                let mut harness = Harness::builder()
                    .with_size(Vec2::new(width, 1080.0))
                    .with_theme(mode)
                    .with_context_setup(theme::install)
                    .wgpu()
                    .build_ui_state(|ui, desk: &mut Desk| desk.ui(ui), desk);
                harness.run_ok();
                if name == "sheet" {
                    harness.get_by_label("Row 2, name (column 2)").click();
                    harness.run_ok();
                    for _ in 0..2 {
                        harness.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::ArrowDown);
                    }
                    harness.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::ArrowRight);
                    harness.run_ok();
                    harness.render().unwrap().save(folder.join(format!("{name}_range_{size}_{words}.png"))).unwrap();
                    harness.get_by_label("Row 4, name (column 2)").click();
                    harness.run_ok();
                    harness.key_press(egui::Key::F2);
                    harness.run_ok();
                }
                if name == "sms" {
                    harness.get_by_role_and_label(egui::Role::MultilineTextInput, "fr").focus();
                    harness.run_ok();
                    harness.event(egui::Event::Text(" {{c".to_owned()));
                    harness.run_ok();
                }
                harness.render().unwrap().save(folder.join(format!("{name}_{size}_{words}.png"))).unwrap();
            }
        }
    }
}
