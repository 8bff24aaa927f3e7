//! Screenshots of pages for manual review, drawn with a software renderer into the folder named by `PICTURES`.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{Datelike as _, Days};
use egui::{Theme, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::model::resource::{CalendarException, User};
use crate::model::{CallerId, EntryPointId, Project, Resource, ResourceData, ResourceId, WorldId};

use super::Desk;
use super::hands::press;
use super::kinds::full;
use crate::app::command::Tab;
use crate::app::kit::theme;

#[test]
#[ignore = "draws pictures to look at"]
fn pages() {
    let folder =
        std::env::var_os("PICTURES").map(PathBuf::from).expect("PICTURES names the folder to draw into").join("pages");
    std::fs::create_dir_all(&folder).unwrap();
    let mut project = full();
    crowd(&mut project);
    let mut tabs: Vec<(String, Tab)> = (1..=14_u32)
        .chain(60..=75)
        .filter_map(|id| project.resources.get(&ResourceId(id)))
        .map(|it| (it.reference.clone(), Tab::Resource(it.id)))
        .collect();
    tabs.push(("entry_point".to_owned(), Tab::EntryPoint(EntryPointId(40))));
    tabs.push(("caller".to_owned(), Tab::Caller(CallerId(30))));
    tabs.push(("world".to_owned(), Tab::World(WorldId(31))));
    tabs.push(("settings".to_owned(), Tab::Settings));
    tabs.push(("phrases".to_owned(), Tab::Phrases));
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
            if matches!(tab, Tab::Caller(_)) {
                // A page longer than the window: its lower half, with something added.
                harness.get_by_label("Add a contact").scroll_to_me();
                harness.run_ok();
                harness.get_by_label("Add a contact").click();
                harness.run_ok();
                harness.get_by_label("Add a contact").scroll_to_me();
                harness.run_ok();
            }
            harness.render().unwrap().save(folder.join(format!("{name}_{words}.png"))).unwrap();
            let held = match tab {
                Tab::Resource(ResourceId(8)) => Some(("Hours of Monday, by half hours", vec2(-40.0, 66.0))),
                Tab::Resource(ResourceId(3)) => Some(("Drag Ana", vec2(8.0, 42.0))),
                _ => None,
            };
            if let Some((name_of_it, by)) = held {
                // During a drag.
                let from = harness.get_by_label(name_of_it).rect().center();
                press(&mut harness, &[from, from + by]);
                harness.render().unwrap().save(folder.join(format!("{name}_held_{words}.png"))).unwrap();
                harness.key_press(egui::Key::Escape);
                harness.drop_at(from + by);
                harness.run_ok();
            }
            let is_long = matches!(tab, Tab::Caller(_) | Tab::World(_) | Tab::Resource(ResourceId(1 | 8)));
            let has_hands = matches!(tab, Tab::Resource(ResourceId(1 | 3 | 4 | 8 | 74 | 75)));
            for (is_wanted, what, size) in
                [(is_long, "whole", (1100.0, 2400.0)), (has_hands, "narrow", (656.0, 1400.0))]
            {
                if is_wanted {
                    harness.set_size(Vec2::from(size));
                    harness.run_ok();
                    harness.render().unwrap().save(folder.join(format!("{name}_{what}_{words}.png"))).unwrap();
                }
            }
        }
    }
}

/// Overlapping exceptions, hours off the grid, and long names.
fn crowd(project: &mut Project) {
    let mut change = |id: u32, change: &dyn Fn(&mut Resource)| {
        change(project.resources.get_mut(&ResourceId(id)).map(Arc::make_mut).unwrap());
    };
    let today = crate::clock::today().with_day(1).unwrap();
    let day = |day: u64| today + Days::new(day - 1);
    let hours = |text: &str| crate::app::parts::pages::hours::read(text).unwrap();
    change(8, &|it| {
        let ResourceData::Calendar(calendar) = &mut it.data else { panic!() };
        calendar.week[1] = hours("8:45-12:10, 13:30-18");
        calendar.week[5] = hours("9-12");
        let exception = |name: &str, dates: &[(u64, u64)], own: &str| CalendarException {
            name: name.to_owned(),
            dates: dates.iter().map(|(from, to)| (day(*from), day(*to))).collect(),
            hours: hours(own),
            ..CalendarException::default()
        };
        calendar.exceptions.push(exception("Stocktaking in both of the warehouses", &[(9, 12)], "10-12, 14-16:15"));
        calendar.exceptions.push(exception("Summer", &[(12, 14), (20, 24)], ""));
    });
    change(1, &|it| {
        let ResourceData::User(user) = &mut it.data else { panic!() };
        user.schedule[0] = hours("9-17");
        user.schedule[2] = hours("9-12:30, 14-20");
    });
    change(2, &|it| "Benedetta Alessandra von und zu Hohenlohe-Schillingsfürst".clone_into(&mut it.name));
    for (place, name) in
        ["Chloé", "Dmitri", "Esra", "A very long name of somebody from the sales team", "Fatou"].iter().enumerate()
    {
        let id = ResourceId(900 + u32::try_from(place).unwrap());
        let data = ResourceData::User(User::default());
        let (name, reference) = ((*name).to_owned(), format!("more_{place}"));
        let (description, aliases) = (String::new(), Vec::new());
        project.resources.insert(id, Arc::new(Resource { id, name, reference, description, aliases, data }));
    }
}

/// The dialog with the uses of an item, and the page of a variable with a question.
#[test]
#[ignore = "draws pictures to look at"]
fn places() {
    use crate::app::command::Command;
    use crate::app::services::preferences::Preferences;
    use crate::app::shell::act::dispatch;
    use crate::app::shell::dialog::Dialog;
    use crate::app::shell::dialog_ui::dialog_ui;
    use crate::app::shell::state::State;
    use crate::edit::Edit;

    let folder =
        std::env::var_os("PICTURES").map(PathBuf::from).expect("PICTURES names the folder to draw into").join("pages");
    std::fs::create_dir_all(&folder).unwrap();
    let project = full();
    let variable = (*project.resources[&ResourceId(9)]).clone();
    let renamed = crate::model::Resource { reference: "client".to_owned(), ..variable };
    for (mode, words) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        for name in ["used", "renamed"] {
            let mut state = State::new(Preferences::default());
            state.open(crate::edit::Document::new(project.clone()), None);
            let edit = if name == "used" {
                Edit::DeleteResource { resource: crate::catalog::sample::ANA }
            } else {
                Edit::StoreResource { resource: Box::new(renamed.clone()) }
            };
            dispatch(&mut state, [Command::edit(edit)], &egui::Context::default());
            assert!(matches!(state.session.dialog, Some(Dialog::Places(_))));
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

/// Sheets, previews and JSON, wide and as narrow as they get between open panels.
#[test]
#[ignore = "draws pictures to look at"]
fn sheets_and_previews() {
    let folder =
        std::env::var_os("PICTURES").map(PathBuf::from).expect("PICTURES names the folder to draw into").join("pages");
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
