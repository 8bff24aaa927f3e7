//! The life cycle of versions on the page of a routing: the acts of each card, promotions and reverting them, copies, deletions.

use egui::{Key, Modifiers, Role};

use crate::lifecycle::{Act, offered, promotion_words, section};
use crate::model::{RoutingId, Status, Version, VersionId};

use super::files::{choose, folder, on_disk};
use super::support::{Desk, claims};
use crate::app::command::{Command, FileCommand, New, PageCommand, Tab};
use crate::app::cx::exists;

pub(super) const CLAIMS: RoutingId = RoutingId(18);
const SURVEY: RoutingId = RoutingId(19);
pub(super) const BACKUP: VersionId = VersionId(21);
pub(super) const LIVE: VersionId = VersionId(22);
pub(super) const IN_TEST: VersionId = VersionId(23);
pub(super) const IDEA: VersionId = VersionId(24);

/// The page of the claims line, tall enough for every card.
pub(super) fn page() -> Desk {
    page_of(claims())
}

/// The page for another project.
pub(super) fn page_of(project: crate::model::Project) -> Desk {
    let mut desk = Desk::of_size(egui::vec2(1440.0, 1600.0), "");
    desk.put(project);
    desk.state_mut().window.panes.bottom = false;
    desk.command(Command::Page(PageCommand::Open(Tab::Routing(CLAIMS))));
    desk
}

/// The button of an act, in the order of the page: development, production, backup.
pub(super) fn press(desk: &mut Desk, version: VersionId, act: Act) {
    // The header of the page has its own button *Delete…*.
    let (mut before, mut nth) = (usize::from(act == Act::Delete), None);
    for status in Status::ALL {
        for other in section(desk.project(), CLAIMS, status) {
            if other.id == version {
                nth = Some(before);
            }
            before += usize::from(offered(other).contains(&act));
        }
    }
    desk.click_nth(act.words(), nth.expect("it is on the page"));
}

/// Adds an action to the draft, right after Start.
pub(super) fn add_after_start(desk: &mut Desk, kind: &str) {
    let start = version(desk, IDEA).flow.start().unwrap().id;
    let (kind, spot) = (kind.to_owned(), crate::edit::Spot::After(start, "ok".to_owned()));
    desk.command(Command::edit(crate::edit::Edit::AddAction { version: IDEA, kind, spot, pos: None }));
}

/// *Put in test* of the question, which is drawn over the cards with the same button.
pub(super) fn confirm_test(desk: &mut Desk) {
    let count = desk.names().iter().filter(|name| *name == Act::PutInTest.words()).count();
    desk.click_nth(Act::PutInTest.words(), count - 1);
}

pub(super) fn version(desk: &Desk, id: VersionId) -> &Version {
    desk.version(id)
}

#[test]
fn the_cards_of_each_status_offer_their_acts_and_no_others() {
    let desk = page();
    let names = desk.names();
    for act in Act::ALL {
        let wanted = desk.project().versions_of(CLAIMS).filter(|version| offered(version).contains(&act)).count();
        // The header of the page has its own button *Delete…*.
        let own = usize::from(act == Act::Delete);
        // So has the menu bar, and a promotion message names the replaced version.
        let menus = usize::from(act == Act::Edit);
        let shown = names.iter().filter(|name| *name == act.words()).count();
        assert_eq!(shown, wanted + own + menus, "{act:?}");
    }
    for status in Status::ALL {
        desk.assert_says(status.words());
    }
}

#[test]
fn putting_in_production_explains_the_effect_first() {
    let mut desk = page();
    press(&mut desk, IN_TEST, Act::PutInProduction);
    let question = desk.question().clone();
    assert_eq!(question.title, "Put \"Monday menu\" in production?");
    assert_eq!(question.lines, promotion_words(desk.project(), version(&desk, IN_TEST)));
    assert!(question.lines.join(" ").contains("\"Autumn menu\", now in production, goes into backup"));
    desk.click("Cancel");
    assert!(!desk.state().session.document.is_changed());
    press(&mut desk, IN_TEST, Act::PutInProduction);
    desk.click("Put in production");
    assert!(desk.state().session.dialog.is_none(), "{:?}", desk.state().session.dialog);
    assert_eq!(version(&desk, IN_TEST).info.status, Status::InProduction);
    assert!(!version(&desk, IN_TEST).info.in_test);
    assert_eq!(version(&desk, LIVE).info.status, Status::InBackup);
    let in_production = desk.project().versions_of(CLAIMS).filter(|it| it.info.status == Status::InProduction);
    assert_eq!(in_production.count(), 1);
    // And back.
    press(&mut desk, LIVE, Act::PutBack);
    assert_eq!(desk.question().title, "Put \"Autumn menu\" back into production?");
    desk.click("Put back into production");
    assert_eq!(version(&desk, LIVE).info.status, Status::InProduction);
    assert_eq!(version(&desk, IN_TEST).info.status, Status::InBackup);
}

#[test]
fn a_production_is_saved_at_once_unless_something_else_is_unsaved() {
    let folder = folder();
    let path = folder.path().join("claims.ron");
    let mut desk = page();
    desk.command(Command::save_as());
    choose(&mut desk, &path, "Save");
    let live = || on_disk(&path).in_production(CLAIMS).map(|version| version.id);
    press(&mut desk, IN_TEST, Act::PutInProduction);
    desk.click("Put in production");
    desk.settle();
    assert_eq!((live(), desk.state().session.document.is_changed()), (Some(IN_TEST), false));
    let words = "Save the project to keep the change of production.";
    assert!(!desk.notices().contains(words));
    let renamed =
        crate::edit::Edit::DescribeVersion { version: IDEA, name: "Idea".to_owned(), description: String::new() };
    desk.command(Command::edit(renamed));
    press(&mut desk, LIVE, Act::PutBack);
    desk.click("Put back into production");
    desk.settle();
    assert_eq!((live(), desk.state().session.document.is_changed()), (Some(IN_TEST), true));
    assert!(desk.notices().contains(words), "{}", desk.notices());
}

#[test]
fn a_promotion_is_no_step_to_undo() {
    let mut desk = page();
    press(&mut desk, IN_TEST, Act::PutInProduction);
    desk.click("Put in production");
    desk.ctrl(Key::Z);
    assert_eq!(version(&desk, IN_TEST).info.status, Status::InProduction);
    assert_eq!(version(&desk, BACKUP).info.status, Status::InBackup);
}

#[test]
fn a_blank_version_is_refused_with_the_reason() {
    let mut desk = page();
    desk.click("Create a version…");
    assert!(!desk.is_enabled("Create the version"));
    desk.type_text("Blank");
    desk.click("Create the version");
    let blank = desk.shown();
    assert_eq!(version(&desk, blank).flow.actions.len(), 1);
    assert_eq!(version(&desk, blank).info.name, "Blank");
    desk.click(Act::PutInProduction.words());
    assert!(!desk.has("Put in production"));
    let start = version(&desk, blank).flow.start().unwrap().id;
    let found = desk.findings();
    assert!(found.list[0].text.contains("nothing follows Start"), "{found:?}");
    desk.state_mut().view(blank).selection.clear();
    desk.click(&format!("Show {start} Start"));
    assert!(desk.state().session.dialog.is_none());
    assert_eq!(desk.selected(), [start]);
    assert_eq!(version(&desk, blank).info.status, Status::InDevelopment);
    // After undo, the version and its page are gone.
    desk.ctrl(Key::Z);
    assert!(!desk.project().versions.contains_key(&blank));
    assert!(desk.state().session.tabs.iter().all(|tab| exists(*tab, desk.state().project())));
    assert!(!desk.state().parts.versions.views.contains_key(&blank));
    desk.key(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert!(desk.project().versions.contains_key(&blank));
    desk.command(Command::Page(PageCommand::Open(Tab::Version(blank))));
    assert_eq!(desk.shown(), blank);
}

#[test]
fn problems_that_block_production_are_listed() {
    let mut desk = page();
    add_after_start(&mut desk, "to_queue");
    desk.command(Command::Page(PageCommand::Open(Tab::Routing(CLAIMS))));
    press(&mut desk, IDEA, Act::PutInProduction);
    let blocking = crate::lint::blocking(desk.project(), version(&desk, IDEA));
    assert!(!blocking.is_empty());
    let found = desk.findings();
    let reasons: Vec<String> = found.list.iter().map(|reason| reason.text.clone()).collect();
    assert_eq!(reasons[..blocking.len()], blocking);
    // The test calls of the routing were made for another version, so the required ones do not pass.
    assert!(reasons[blocking.len()..].iter().all(|reason| reason.starts_with("Required test call")), "{reasons:?}");
    assert_eq!(reasons.len(), blocking.len() + 3);
    assert!(!desk.has("Put in production"));
    // Each with a button that shows its place.
    let queue = version(&desk, IDEA).flow.actions.values().rfind(|it| it.kind == "to_queue").unwrap().id;
    let place = found.list.iter().find(|it| it.place.starts_with(&format!("{queue} "))).unwrap().place.clone();
    desk.click(&format!("Show {place}"));
    assert_eq!((desk.shown(), desk.selected()), (IDEA, vec![queue]));
    assert!(desk.state().session.dialog.is_none());
    // The problems are checked again when the button is pressed.
    let gate = crate::model::gate::Gate::default();
    desk.command(Command::edit(crate::edit::Edit::PutInProduction { version: IDEA, gate }));
    assert_eq!(desk.findings().list.len(), blocking.len() + 3);
    assert_eq!(version(&desk, IDEA).info.status, Status::InDevelopment);
}

#[test]
fn a_version_begins_as_a_copy_of_another() {
    let mut desk = page();
    desk.click("Create a version…");
    desk.type_text("Second try");
    desk.click("Start with");
    desk.click("A copy of Claims line · Opening (in backup)");
    desk.click("Create the version");
    let copy = desk.shown();
    assert_eq!(version(&desk, copy).info.name, "Second try");
    assert_eq!(version(&desk, copy).info.status, Status::InDevelopment);
    assert_eq!(version(&desk, copy).flow.actions, version(&desk, BACKUP).flow.actions);
    assert_eq!(version(&desk, copy).flow.positions, version(&desk, BACKUP).flow.positions);
}

#[test]
fn test_mode_moves_from_one_version_to_another() {
    let mut desk = page();
    press(&mut desk, IDEA, Act::PutInTest);
    // The question names the version that leaves the test, and the numbers that reach another version.
    assert!(version(&desk, IN_TEST).info.in_test);
    let lines = desk.question().lines.join(" ");
    assert!(
        lines.contains("\"Monday menu\" is in test now") && lines.contains("+33 1 55 00 10 99 will reach"),
        "{lines}"
    );
    confirm_test(&mut desk);
    assert!(version(&desk, IDEA).info.in_test && !version(&desk, IN_TEST).info.in_test);
    assert!(desk.notices().contains("Monday menu"), "{}", desk.notices());
    press(&mut desk, IDEA, Act::RemoveFromTest);
    assert!(desk.project().in_test(CLAIMS).is_none());
}

#[test]
fn duplicates_open_at_once() {
    for id in [BACKUP, LIVE, IN_TEST] {
        let mut desk = page();
        press(&mut desk, id, Act::Duplicate);
        let copy = desk.shown();
        assert_eq!(version(&desk, copy).flow, version(&desk, id).flow);
        assert_eq!(version(&desk, copy).info.status, Status::InDevelopment);
    }
}

#[test]
fn deleting_a_version_asks_and_can_be_undone() {
    let mut desk = page();
    desk.command(Command::Page(PageCommand::Open(Tab::Version(IDEA))));
    desk.command(Command::Page(PageCommand::Open(Tab::Routing(CLAIMS))));
    press(&mut desk, IDEA, Act::Delete);
    assert_eq!(desk.question().title, "Delete version \"Shared load\"?");
    desk.click("Cancel");
    assert!(desk.project().versions.contains_key(&IDEA));
    press(&mut desk, IDEA, Act::Delete);
    desk.click_role(Role::Button, "Delete");
    assert!(!desk.project().versions.contains_key(&IDEA));
    assert!(!desk.state().session.tabs.contains(&Tab::Version(IDEA)));
    desk.ctrl(Key::Z);
    assert_eq!(version(&desk, IDEA), &*claims().versions[&IDEA]);
}

#[test]
fn deleting_a_routing_asks() {
    let mut desk = page();
    desk.command(Command::File(FileCommand::New));
    desk.command(Command::New(New::Routing));
    assert!(!desk.is_enabled("Create the smart routing"));
    desk.type_text("Night line");
    desk.click("Create the smart routing");
    let routing = *desk.project().routings.keys().next().unwrap();
    assert_eq!(desk.project().routings[&routing].reference, "night_line");
    assert_eq!(desk.state().session.tab, Tab::Routing(routing));
    desk.assert_says("Create a version of this smart routing to manage your incoming interactions.");
    desk.click("Delete…");
    desk.click("Cancel");
    assert!(desk.project().routings.contains_key(&routing));
    desk.click("Delete…");
    desk.click("Delete");
    assert!(desk.project().routings.is_empty());
    assert!(desk.state().session.tabs.iter().all(|tab| exists(*tab, desk.state().project())));
    desk.ctrl(Key::Z);
    assert!(desk.project().routings.contains_key(&routing));
}

#[test]
fn a_routing_in_use_is_not_deleted_but_its_uses_are_listed() {
    let mut desk = page();
    desk.command(Command::Page(PageCommand::Open(Tab::Routing(SURVEY))));
    desk.click("Delete…");
    assert!(desk.question().title.contains("not done"));
    desk.assert_says("entry point \"Claims number\" (Where it leads at the end)");
    assert!(desk.project().routings.contains_key(&SURVEY));
    desk.click("Close");
    // Each place is a link that shows it.
    let mut desk = page();
    add_after_start(&mut desk, "to_routing");
    desk.command(Command::Page(PageCommand::Open(Tab::Version(IDEA))));
    let action = desk.action("to_routing").id;
    let value = Some(crate::model::Value::Item(crate::model::ItemRef::Item(SURVEY.0)));
    let key = crate::actions::spec("to_routing").unwrap().fields.first().unwrap().key.to_owned();
    desk.command(Command::edit(crate::edit::Edit::SetParam { version: IDEA, action, key, value }));
    desk.command(Command::Page(PageCommand::Open(Tab::Routing(SURVEY))));
    desk.click("Delete…");
    let version = version(&desk, IDEA).info.name.clone();
    desk.click(&format!("\"Smart routing\" in version \"{version}\" of \"Claims line\" (Smart routing)"));
    assert!(desk.state().session.dialog.is_none());
    assert_eq!(desk.shown(), IDEA);
    assert_eq!(desk.selected(), [action]);
}

#[test]
fn the_name_of_a_version_opens_it() {
    let mut desk = page();
    desk.click_role(Role::Link, "Shared load");
    assert_eq!(desk.shown(), IDEA);
    desk.command(Command::Page(PageCommand::Open(Tab::Routing(CLAIMS))));
    desk.click("Open");
    assert!(desk.version(desk.shown()).info.status.is_read_only());
    desk.assert_says("read-only");
}

#[test]
fn a_routing_is_renamed_and_copied() {
    let mut desk = page();
    desk.click("Edit…");
    desk.write("Name", "Claims and contracts");
    desk.click("Apply");
    // The change takes effect in production at once, so there is a question.
    desk.click("Change");
    assert_eq!(desk.project().routings[&CLAIMS].name, "Claims and contracts");
    assert_eq!(desk.project().routings[&CLAIMS].reference, "claims");
    desk.click("Copy…");
    desk.write("Reference", "contracts");
    desk.click("Create the copy");
    assert_eq!(desk.project().routings.len(), 3, "{:?}", desk.state().session.dialog);
    let Tab::Routing(copy) = desk.state().session.tab else { panic!("{:?}", desk.state().session.tab) };
    let routing = &desk.project().routings[&copy];
    assert_eq!((routing.name.as_str(), routing.reference.as_str()), ("Claims and contracts (copy)", "contracts"));
    let described = desk.project().versions_of(copy).map(|it| it.info.description.clone()).collect::<Vec<_>>();
    assert_eq!(described, [version(&desk, LIVE).info.description.clone()]);
}

#[test]
fn a_version_is_renamed_and_described_while_it_is_in_development() {
    let mut desk = page();
    press(&mut desk, IN_TEST, Act::Describe);
    desk.write("Name", "Tuesday menu");
    desk.write("Description (optional)", "Shorter.");
    desk.click("Apply");
    assert_eq!(desk.state().session.dialog, None);
    let info = version(&desk, IN_TEST).info.clone();
    assert_eq!((info.name.as_str(), info.description.as_str()), ("Tuesday menu", "Shorter."));
    assert!(info.in_test);
    desk.ctrl(Key::Z);
    assert_eq!(version(&desk, IN_TEST).info.name, "Monday menu");
    // Two versions of one name are hard to tell apart: the dialog says so, but allows it.
    press(&mut desk, IN_TEST, Act::Describe);
    assert!(!desk.text().contains("Another version has this name"));
    desk.write("Name", &version(&desk, IDEA).info.name.clone());
    desk.assert_says("Another version has this name");
}

#[test]
fn a_copy_has_a_name_of_its_own() {
    let mut desk = page();
    for _ in 0..2 {
        desk.command(Command::Page(PageCommand::Open(Tab::Routing(CLAIMS))));
        press(&mut desk, LIVE, Act::Duplicate);
    }
    let names: Vec<_> = desk.project().versions_of(CLAIMS).map(|it| it.info.name.clone()).collect();
    assert!(names.ends_with(&["Autumn menu (copy)".to_owned(), "Autumn menu (copy 2)".to_owned()]), "{names:?}");
}

#[test]
fn reasons_against_deleting_are_listed() {
    let mut desk = page();
    press(&mut desk, IN_TEST, Act::Delete);
    let lines = desk.question().lines.join(" ");
    assert!(lines.contains("It is in test. +33 1 55 00 10 99 will reach no version."), "{lines}");
    assert!(lines.contains("it comes back out of test"), "{lines}");
    // A routing in use is refused at once.
    desk.click("Cancel");
    desk.click_nth("Delete…", 0);
    desk.assert_says("is used and cannot be deleted");
}

#[test]
fn the_backup_that_was_in_production_last_comes_first() {
    let mut desk = page();
    press(&mut desk, IN_TEST, Act::PutInProduction);
    desk.click("Put in production");
    let order: Vec<_> = section(desk.project(), CLAIMS, Status::InBackup).iter().map(|it| it.id).collect();
    assert_eq!(order, [LIVE, BACKUP]);
    // The page comes after the project tree.
    let names = desk.names();
    let on_page = |name: &str| names.iter().rposition(|it| it == name).unwrap();
    assert!(on_page("Autumn menu") < on_page("Opening"));
}

#[test]
fn a_version_removed_by_undo_is_reported_and_logged() {
    let mut desk = page();
    press(&mut desk, LIVE, Act::Duplicate);
    let copy = desk.shown();
    desk.command(Command::edit(crate::edit::Edit::RemoveFromTest { version: IN_TEST }));
    desk.command(Command::edit(crate::edit::Edit::PutInTest { version: copy }));
    desk.ctrl(Key::Z);
    assert!(!desk.project().versions.contains_key(&copy));
    let said = "Undone: version \"Autumn menu (copy)\" of \"Claims line\", which was in test, is gone.";
    assert_eq!(desk.project().activity.last().unwrap().what, said);
    desk.assert_says(said);
    desk.command(Command::Redo);
    let said = "Redone: version \"Autumn menu (copy)\" is there.";
    assert!(
        desk.project().activity.last().unwrap().what.starts_with("Redone: version \"Autumn menu (copy)\""),
        "{said}"
    );
}

#[test]
fn copies_of_long_names_and_copies_of_copies_are_made() {
    let mut desk = page();
    let name =
        "Wagenstandsanzeiger ".repeat(10).trim().chars().chain("X".repeat(9).chars()).take(200).collect::<String>();
    let description = String::new();
    desk.command(Command::edit(crate::edit::Edit::DescribeVersion {
        version: IN_TEST,
        name: name.clone(),
        description,
    }));
    press(&mut desk, IN_TEST, Act::Duplicate);
    assert!(desk.state().session.dialog.is_none(), "{:?}", desk.state().session.dialog);
    assert!(version(&desk, desk.shown()).info.name.ends_with(" (copy)"));
    let mut copies = Vec::new();
    for _ in 0..3 {
        desk.command(Command::Page(PageCommand::Open(Tab::Routing(CLAIMS))));
        desk.click("Copy…");
        desk.click("Create the copy");
        let Tab::Routing(copy) = desk.state().session.tab else { panic!("{:?}", desk.state().session.dialog) };
        copies.push(copy);
        if let [first, _] = copies.as_slice() {
            desk.command(Command::edit(crate::edit::Edit::DeleteRouting { routing: *first }));
        }
    }
    assert_eq!(desk.project().routings.len(), 4);
}
