//! Tests of pages through accessible names. Every edit that a page sends is applied to a
//! document at once, as in the window, and must not be refused.

mod hands;
mod kinds;
mod phrases;
#[cfg(feature = "pictures")]
mod pictures;
mod sheet;
mod texts;

use std::sync::Arc;

use egui::{Key, Modifiers, Role, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use strum::IntoEnumIterator as _;

use crate::catalog::sample;
use crate::edit::{Context, Document, Edit};
use crate::lint;
use crate::model::resource::{FieldType, MaxWaiting};
use crate::model::{
    Caller, CallerId, EntryPoint, EntryPointId, ItemRef, Place, Project, Resource, ResourceData, ResourceId,
    ResourceKind, RoutingId, UserState, Value, World, WorldId,
};

use crate::app::command::{Command, PageCommand, Tab};
use crate::app::parts::pages::*;

/// The moment at which pages are drawn: a Monday morning.
fn now() -> chrono::DateTime<chrono::Utc> {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

/// A page and the document that it edits.
pub(super) struct Desk {
    pub(super) document: Document,
    tab: Tab,
    commands: Vec<Command>,
}

impl Desk {
    pub(super) fn new(project: Project, tab: Tab) -> Self {
        Self { document: Document::new(project), tab, commands: Vec::new() }
    }

    pub(super) fn ui(&mut self, ui: &mut Ui) {
        let project = self.document.project().clone();
        let mut commands = Vec::new();
        page_ui(ui, self.tab, &project, &lint::check(&project), now(), &mut commands);
        for command in &commands {
            if let Command::Edit(edit, tag) = command
                && !matches!(**edit, Edit::DeleteResource { .. })
            {
                self.document.apply_tagged(edit, &Context::default(), *tag).expect("no edit of a page is refused");
            }
        }
        self.commands.extend(commands);
    }

    pub(super) fn harness(self) -> Harness<'static, Self> {
        let mut harness = Harness::builder()
            .with_size(Vec2::new(1000.0, 2600.0))
            .with_max_steps(20)
            .with_context_setup(theme::install)
            .build_ui_state(|ui, desk: &mut Self| desk.ui(ui), self);
        harness.run();
        harness
    }
}

/// The sample project, with an entry point, a caller and a world, and a tree that names the queue.
pub(super) fn project() -> Project {
    let mut project = sample::project();
    let stage = sample::stage();
    let entry_point = EntryPoint {
        id: EntryPointId(40),
        name: "Main number".to_owned(),
        reference: "main".to_owned(),
        address: "+33155001010".to_owned(),
        assigned: Some((sample::OTHER, crate::model::ReachedStatus::InTest)),
        ..EntryPoint::default()
    };
    project.entry_points.insert(entry_point.id, Arc::new(entry_point));
    project.callers.insert(stage.caller.id, Arc::new(stage.caller));
    project.worlds.insert(stage.world.id, Arc::new(stage.world));
    let version = project.versions.values_mut().next().map(Arc::make_mut).unwrap();
    let mut action = crate::model::Action::new(crate::model::ActionId(1), "start");
    action.title = "To support".to_owned();
    action.params.0.insert("queue".to_owned(), Value::Item(ItemRef::Item(sample::SUPPORT.0)));
    action.params.0.insert("text".to_owned(), Value::Text("Dear {{customer.name}}".to_owned()));
    version.flow.actions.insert(action.id, Arc::new(action));
    project
}

pub(super) fn open(tab: Tab) -> Harness<'static, Desk> {
    Desk::new(project(), tab).harness()
}

fn id_of(project: &Project, kind: ResourceKind) -> ResourceId {
    project.resources_of(kind).next().map(|it| it.id).expect("the sample has one of each kind")
}

pub(super) fn open_kind(kind: ResourceKind) -> Harness<'static, Desk> {
    open(Tab::Resource(id_of(&project(), kind)))
}

pub(super) fn resource(harness: &Harness<'_, Desk>) -> Resource {
    let Tab::Resource(id) = harness.state().tab else { panic!("no page of a resource") };
    (*harness.state().document.project().resources[&id]).clone()
}

pub(super) fn click(harness: &mut Harness<'_, Desk>, name: &str) {
    harness.get_by_label(name).click();
    harness.run();
}

/// Replaces the text of an input, letter by letter.
pub(super) fn write(harness: &mut Harness<'_, Desk>, input: &str, text: &str) {
    harness.get_by(|node| is_input(node.role()) && node.label().as_deref() == Some(input)).click();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.key_press(Key::Delete);
    harness.run();
    for letter in text.chars() {
        harness.event(egui::Event::Text(letter.to_string()));
        harness.run();
    }
}

/// Types a new text into a cell of a sheet.
pub(super) fn fill(harness: &mut Harness<'_, Desk>, cell: &str, text: &str) {
    harness.get_by_role_and_label(Role::Cell, cell).click();
    harness.run();
    for letter in text.chars() {
        harness.event(egui::Event::Text(letter.to_string()));
        harness.run();
    }
    harness.key_press(Key::Enter);
    harness.run();
}

/// The names of the inputs of a page, sorted.
pub(super) fn inputs(harness: &Harness<'_, Desk>) -> Vec<String> {
    let mut names: Vec<String> = harness
        .root()
        .children_recursive()
        .filter(|node| is_input(node.accesskit_node().role()))
        .map(|node| node.accesskit_node().label().unwrap_or_default())
        .collect();
    names.sort();
    names
}

fn is_input(role: Role) -> bool {
    matches!(role, Role::TextInput | Role::MultilineTextInput)
}

/// Opens a list and chooses from it.
pub(super) fn choose(harness: &mut Harness<'_, Desk>, list: &str, option: &str) {
    harness.get_by(|node| node.role() == Role::ComboBox && node.label().as_deref() == Some(list)).click();
    harness.run();
    harness.get_by(|node| node.role() == Role::Button && node.label().as_deref() == Some(option)).click();
    harness.run();
}

pub(super) fn leave(harness: &mut Harness<'_, Desk>) {
    harness.key_press(Key::Tab);
    harness.run();
}

fn tabs() -> Vec<Tab> {
    let project = project();
    let mut tabs: Vec<Tab> = ResourceKind::iter().map(|kind| Tab::Resource(id_of(&project, kind))).collect();
    tabs.extend([Tab::EntryPoint(EntryPointId(40)), Tab::Caller(CallerId(30)), Tab::World(WorldId(31)), Tab::Settings]);
    tabs
}

#[test]
fn every_page_is_drawn_with_names_and_sends_nothing_by_itself() {
    for tab in tabs().into_iter().chain([Tab::Phrases]) {
        let harness = open(tab);
        assert!(harness.unnamed_widgets().is_empty(), "{tab:?}: {:?}", harness.unnamed_widgets());
        assert_eq!(harness.state().commands, [], "{tab:?}");
        let names = inputs(&harness);
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{tab:?} has two inputs of one name: {names:?}");
    }
}

#[test]
fn typing_a_name_is_one_step_that_is_undone_at_once() {
    for tab in tabs() {
        let mut harness = open(tab);
        write(&mut harness, "Name", "New name of it");
        let name = |project: &Project| match tab {
            Tab::Resource(id) => project.resources[&id].name.clone(),
            Tab::EntryPoint(id) => project.entry_points[&id].name.clone(),
            Tab::Caller(id) => project.callers[&id].name.clone(),
            Tab::World(id) => project.worlds[&id].name.clone(),
            _ => project.settings.name.clone(),
        };
        let document = &mut harness.state_mut().document;
        assert_eq!(name(document.project()), "New name of it", "{tab:?}");
        document.undo();
        assert_eq!(name(document.project()), name(&project()), "{tab:?}");
        assert_eq!(document.undo_words(), None, "{tab:?}");
    }
}

#[test]
fn a_narrow_window_still_shows_every_page() {
    for tab in tabs() {
        let mut harness = open(tab);
        harness.set_size(Vec2::new(420.0, 500.0));
        harness.run();
        assert!(harness.unnamed_widgets().is_empty(), "{tab:?}");
    }
}

#[test]
fn new_resources_can_be_stored_and_shown() {
    for kind in ResourceKind::iter() {
        let mut document = Document::new(project());
        for _ in 0..3 {
            let resource = Box::new(new_resource(document.project(), kind));
            let id = document.apply(&Edit::StoreResource { resource }, &Context::default()).unwrap().resource.unwrap();
            let harness = Desk::new((**document.project()).clone(), Tab::Resource(id)).harness();
            assert!(harness.unnamed_widgets().is_empty(), "{kind:?}");
        }
    }
    let queue = new_resource(&project(), ResourceKind::Queue);
    assert_eq!((queue.name.as_str(), queue.reference.as_str()), ("New queue", "new_queue"));
    assert_eq!(new_resource(&project(), ResourceKind::TtsVoice).name, "New TTS voice");
}

#[test]
fn a_reference_is_sent_when_the_input_loses_focus_and_keeps_one_alias() {
    let mut harness = open_kind(ResourceKind::Queue);
    write(&mut harness, "Reference", "help_desk");
    assert_eq!(resource(&harness).reference, "support");
    leave(&mut harness);
    assert_eq!(resource(&harness).reference, "help_desk");
    assert_eq!(resource(&harness).aliases, ["support"]);
    write(&mut harness, "Reference", "Not One");
    harness.get_by_label_contains("A reference may contain only");
    leave(&mut harness);
    assert_eq!(resource(&harness).reference, "help_desk");
    assert!(harness.query_by_label_contains("A reference may contain only").is_none());
}

#[test]
fn members_are_added_moved_and_removed() {
    let mut harness = open_kind(ResourceKind::Queue);
    click(&mut harness, "Add Front desk (team)");
    click(&mut harness, "Move Ana down");
    click(&mut harness, "Remove Ben");
    write(&mut harness, "Priority of Front desk (team)", "3");
    choose(&mut harness, "Strategy", "In turn");
    choose(&mut harness, "Unit of maximum waiting", "% of connected users");
    write(&mut harness, "Maximum waiting", "150");
    write(&mut harness, "Longest wait", "20 min");
    let ResourceData::Queue(queue) = resource(&harness).data else { panic!() };
    let members: Vec<(u32, u8)> = queue.members.iter().map(|it| (it.who.0, it.priority)).collect();
    assert_eq!(members, [(sample::ANA.0, 1), (3, 3)]);
    assert_eq!(queue.max_waiting, MaxWaiting::PercentOfConnected(150));
    assert_eq!(queue.max_wait_s, 1200);
    write(&mut harness, "Longest wait", "2 h");
    harness.get_by_label_contains("30 s to 1 h is needed");
}

#[test]
fn a_link_of_where_used_opens_the_place() {
    let mut harness = open_kind(ResourceKind::Queue);
    let place = |field: &str| format!("\"To support\" in version \"Live\" of \"Other line\", in production ({field})");
    click(&mut harness, &place("queue"));
    assert!(matches!(harness.state().commands.as_slice(), [Command::Page(PageCommand::RevealPlace(Place::Action(_)))]));
    let mut harness = open_kind(ResourceKind::Variable);
    click(&mut harness, &place("text"));
    let mut harness = open_kind(ResourceKind::User);
    click(&mut harness, "team \"Front desk\" (Members)");
    click(&mut harness, "Delete");
    let deletes = Command::edit(Edit::DeleteResource { resource: sample::ANA });
    assert_eq!(
        harness.state().commands,
        [Command::Page(PageCommand::RevealPlace(Place::Resource(ResourceId(3)))), deletes]
    );
}

#[test]
fn calendars_take_hours_and_exceptions() {
    let mut harness = open_kind(ResourceKind::Calendar);
    write(&mut harness, "Hours of Monday", "8:30-12:30, 14");
    harness.get_by_label_contains("Enter hours");
    write(&mut harness, "Hours of Monday", "8:30-12:30, 14-24");
    leave(&mut harness);
    click(&mut harness, "Copy Monday");
    click(&mut harness, "Copy to weekdays");
    click(&mut harness, "Add an exception");
    write(&mut harness, "Exception 2", "Summer");
    write(&mut harness, "Exception 2, days 1: first", "2026-08-01");
    write(&mut harness, "Exception 2, days 1: last", "2026-08-15");
    write(&mut harness, "Time zone", "Europe/Lisbon");
    let ResourceData::Calendar(calendar) = resource(&harness).data else { panic!() };
    let words = |(from, until): &(chrono::NaiveTime, chrono::NaiveTime)| format!("{from}-{until}");
    let friday: Vec<String> = calendar.week[4].iter().map(words).collect();
    assert_eq!(friday, ["08:30:00-12:30:00", "14:00:00-00:00:00"]);
    let summer = &calendar.exceptions[1];
    assert_eq!(summer.name, "Summer");
    assert_eq!(summer.dates, [("2026-08-01".parse().unwrap(), "2026-08-15".parse().unwrap())]);
    assert_eq!(calendar.time_zone, "Europe/Lisbon");
    let summer = summer.dates.clone();
    click(&mut harness, "Exception 2, days 1: every year");
    let ResourceData::Calendar(calendar) = resource(&harness).data else { panic!() };
    assert_eq!((&calendar.exceptions[1].dates, &calendar.exceptions[1].yearly), (&Vec::new(), &summer));
}

#[test]
fn tables_take_rows_and_columns() {
    let mut harness = open_kind(ResourceKind::ValuesTable);
    click(&mut harness, "Add a row");
    fill(&mut harness, "Row 3, tier (column 2)", "silver");
    click(&mut harness, "Add a key");
    harness.get_by_label("Row 1").click_secondary();
    harness.run();
    click(&mut harness, "Delete row 1");
    let ResourceData::ValuesTable(table) = resource(&harness).data else { panic!() };
    assert_eq!(table.keys, ["number", "key 2"]);
    assert_eq!(table.rows, [["+33699999999", "", "gold"], ["", "", "silver"]]);
}

#[test]
fn only_visible_rows_are_drawn() {
    let mut project = project();
    let id = id_of(&project, ResourceKind::ValuesTable);
    let table = project.resources.get_mut(&id).map(Arc::make_mut).unwrap();
    let ResourceData::ValuesTable(table) = &mut table.data else { panic!() };
    table.rows = (0..10_000).map(|row| vec![format!("+33{row:09}"), "vip".to_owned()]).collect();
    let mut harness = Desk::new(project, Tab::Resource(id)).harness();
    let drawn = harness.query_all_by_label_contains("tier (column 2)").count();
    assert!((10..40).contains(&drawn), "{drawn}");
    write(&mut harness, "Name", "Many");
    fill(&mut harness, "Row 2, tier (column 2)", "gold");
    let ResourceData::ValuesTable(table) = resource(&harness).data else { panic!() };
    assert_eq!((table.rows.len(), table.rows[1][1].as_str()), (10_000, "gold"));
}

#[test]
fn fields_skills_languages_answers_and_questions_are_added() {
    let mut harness = open_kind(ResourceKind::Variable);
    write(&mut harness, "New field", "contract_no");
    click(&mut harness, "Add the field");
    choose(&mut harness, "Type of contract_no", "Number");
    let ResourceData::Variable(variable) = resource(&harness).data else { panic!() };
    let last = variable.fields.last().unwrap();
    assert_eq!((last.name.as_str(), last.kind), ("contract_no", FieldType::Number));

    let mut harness = open_kind(ResourceKind::User);
    write(&mut harness, "New skill", "German");
    harness.key_press(Key::Enter);
    harness.run();
    choose(&mut harness, "German", "Level 5");
    let ResourceData::User(user) = resource(&harness).data else { panic!() };
    assert_eq!(user.skills, [("German".to_owned(), 5)].into());

    let mut harness = open_kind(ResourceKind::SoundFile);
    write(&mut harness, "New language", "fr");
    click(&mut harness, "Add the language");
    write(&mut harness, "fr", "Bienvenue");
    let ResourceData::SoundFile(sound) = resource(&harness).data else { panic!() };
    assert_eq!(sound.texts["fr"], "Bienvenue");

    let mut harness = open_kind(ResourceKind::WebService);
    click(&mut harness, "Add an answer");
    write(&mut harness, "Status of answer 5", "404");
    click(&mut harness, "Move answer answer 5 up");
    let ResourceData::WebService(service) = resource(&harness).data else { panic!() };
    assert_eq!((service.canned[3].name.as_str(), service.canned[3].status), ("answer 5", 404));
    write(&mut harness, "Retries", "6");
    write(&mut harness, "Retries", "2");
    write(&mut harness, "Success codes", "200-299, 404");
    click(&mut harness, "Add a header");
    write(&mut harness, "Name of header 1", "X-Line");
    choose(&mut harness, "Kind", "Key in a header");
    write(&mut harness, "Header", "X-Contract-Key");
    write(&mut harness, "Name of the secret", "contracts_key");
    let ResourceData::WebService(service) = resource(&harness).data else { panic!() };
    assert_eq!((service.retries, service.retry_pause_ms), (2, 1_000));
    assert_eq!(service.success, [(200, 299), (404, 404)]);
    assert_eq!(service.headers, [("X-Line".to_owned(), String::new())]);
    let key = crate::model::resource::Authentication::Header { name: "X-Contract-Key".to_owned() };
    assert_eq!((service.authentication, service.secret_name.as_str()), (key, "contracts_key"));

    let mut harness = open_kind(ResourceKind::Survey);
    click(&mut harness, "Add a question");
    choose(&mut harness, "Answer to question 3", "One of several choices");
    click(&mut harness, "Add a choice");
    write(&mut harness, "Choice 2 of question 3", "Phone");
    let ResourceData::Survey(survey) = resource(&harness).data else { panic!() };
    let phone = crate::model::Texts::from([(String::new(), "Phone".to_owned())]);
    let kind = crate::model::resource::QuestionKind::Choice(vec![crate::model::Texts::new(), phone]);
    assert_eq!(survey.questions[2].kind, kind);

    let mut harness = open_kind(ResourceKind::Team);
    click(&mut harness, "Remove Ana");
    click(&mut harness, "Add Ana");
    let ResourceData::Team(team) = resource(&harness).data else { panic!() };
    assert_eq!(team.members, [sample::BEN, sample::ANA]);
}

#[test]
fn an_entry_point_is_assigned_and_warns_of_a_dead_end() {
    let mut harness = open(Tab::EntryPoint(EntryPointId(40)));
    harness.get_by_label_contains("Dead end: no version has this status");
    choose(&mut harness, "Version", "The one in production");
    assert!(harness.query_by_label_contains("Dead end: no version has this status").is_none());
    choose(&mut harness, "Smart routing", "None: leads nowhere");
    let assigned = |harness: &Harness<'_, Desk>| {
        harness.state().document.project().entry_points[&EntryPointId(40)].assigned.map(|(routing, _)| routing)
    };
    assert_eq!(assigned(&harness), None::<RoutingId>);
    choose(&mut harness, "Smart routing", "Other line");
    assert_eq!(assigned(&harness), Some(sample::OTHER));
}

#[test]
fn a_caller_has_contacts_and_variables() {
    let mut harness = open(Tab::Caller(CallerId(30)));
    click(&mut harness, "Add a contact");
    write(&mut harness, "Contact 1: hours before the call", "48");
    choose(&mut harness, "Contact 1: served by", "Ben");
    click(&mut harness, "Add a variable");
    click(&mut harness, "customer.tier");
    write(&mut harness, "customer.tier", "gold");
    write(&mut harness, "Score of an earlier call", "7");
    click(&mut harness, "Withheld: the flow does not see the number");
    let caller: Caller = (*harness.state().document.project().callers[&CallerId(30)]).clone();
    assert_eq!((caller.contacts[0].hours_ago, caller.contacts[0].served_by), (48, Some(sample::BEN)));
    assert_eq!(caller.variables["customer.tier"], "gold");
    assert_eq!((caller.score, caller.is_hidden), (Some(7), true));
}

#[test]
fn a_world_stores_only_what_differs() {
    let mut harness = open(Tab::World(WorldId(31)));
    let world =
        |harness: &Harness<'_, Desk>| -> World { (*harness.state().document.project().worlds[&WorldId(31)]).clone() };
    click(&mut harness, "Ana: Busy");
    click(&mut harness, "Ben: Offline");
    click(&mut harness, "Ana: Available");
    write(&mut harness, "Support: waiting", "4");
    write(&mut harness, "Support: estimated wait", "3 min");
    choose(&mut harness, "Status of Contracts", "Always answers \"found\"");
    choose(&mut harness, "Status of Contracts", "Down: it cannot be reached");
    write(&mut harness, "Day the call arrives", "2026-12-25");
    write(&mut harness, "Time the call arrives", "14:30");
    let stored = world(&harness);
    // Available is an entry of its own: it wins over a work schedule.
    assert_eq!(stored.users, [(sample::ANA, UserState::Available), (sample::BEN, UserState::Offline)].into());
    let queue = stored.queues[&sample::SUPPORT];
    assert_eq!((queue.waiting, queue.estimated_wait_s, queue.connected), (4, Some(180), None));
    assert_eq!(stored.services[&sample::CONTRACTS], crate::model::ServiceState::Down);
    assert_eq!(stored.start.unwrap().to_string(), "2026-12-25 14:30:00");
    write(&mut harness, "Support: waiting", "0");
    write(&mut harness, "Support: estimated wait", "");
    choose(&mut harness, "Status of Contracts", "Up: you choose the answer in the simulation");
    write(&mut harness, "Day the call arrives", "");
    let stored = world(&harness);
    assert!(stored.queues.is_empty() && stored.services.is_empty() && stored.start.is_none());
    click(&mut harness, "Ben: By work schedule");
    assert_eq!(world(&harness).users, [(sample::ANA, UserState::Available)].into());
}

#[test]
fn settings_are_kept_when_they_are_valid() {
    let mut harness = open(Tab::Settings);
    write(&mut harness, "Time zone", "Europe/Nowhere");
    harness.get_by_label_contains("A time zone is needed");
    write(&mut harness, "Step limit", "0");
    assert_eq!(harness.state().document.project().settings, project().settings);
    // Each key counts while it is typed: 1000 is kept, and 10001 is not.
    write(&mut harness, "Step limit", "10001");
    assert_eq!(harness.state().document.project().settings.step_limit, 1_000);
    write(&mut harness, "Step limit", "50");
    write(&mut harness, "Default language", "fr");
    write(&mut harness, "Time zone", "Europe/Lisbon");
    let settings = &harness.state().document.project().settings;
    assert_eq!((settings.step_limit, settings.default_language.as_str()), (50, "fr"));
    assert_eq!(settings.time_zone, "Europe/Lisbon");
    write(&mut harness, "Default country", "Portugal");
    harness.get_by_label_contains("Two letters are needed");
    write(&mut harness, "Default country", "br");
    assert_eq!(harness.state().document.project().settings.default_country, "BR");
    write(&mut harness, "Default country", "");
    assert_eq!(harness.state().document.project().settings.default_country, "");
}

#[test]
fn an_external_number_is_read_where_it_is_typed() {
    let mut harness = open_kind(ResourceKind::ExternalNumber);
    let number = |harness: &Harness<'_, Desk>| match resource(harness).data {
        ResourceData::ExternalNumber(external) => external.number,
        _ => panic!(),
    };
    write(&mut harness, "Number", "+44 (0)20 7946 0018");
    harness.get_by_label("+442079460018 is dialled.");
    assert_eq!(number(&harness), "+44 (0)20 7946 0018");
    write(&mut harness, "Number", "the front desk");
    harness.get_by_label_contains("Leave out letters");
    assert_eq!(number(&harness), "", "what was there is deleted, and what is no number is not stored");
}
