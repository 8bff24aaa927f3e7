//! Items in use are replaced instead of deleted, changed references are updated, and edits that affect production ask first, also where
//! production depends on the item indirectly.

use std::sync::Arc;

use crate::catalog::sample::{self, ANA, BEN, SUPPORT};
use crate::digest::digest;
use crate::edit::Edit;
use crate::model::resource::Queue;
use crate::model::{
    Action, ActionId, Flow, ItemRef, Link, Project, Resource, ResourceData, ResourceId, Routing, RoutingId, Status,
    Value, Version, VersionId, VersionInfo,
};

use super::support::Desk;
use crate::app::command::{Command, PageCommand, Tab};
use crate::app::shell::dialog::Dialog;

const MAIN: RoutingId = RoutingId(101);
const LIVE: VersionId = VersionId(102);
const DRAFT: VersionId = VersionId(103);
const SALES: ResourceId = ResourceId(104);
const CUSTOMER: ResourceId = ResourceId(9);
const QUEUE: ActionId = ActionId(2);

/// The sample with a second queue and a routing whose draft uses the first one, a variable and a user; optionally also in production.
fn desk(is_live: bool) -> Desk {
    let mut project = sample::project();
    project.last_id = 110;
    let queue = Resource {
        id: SALES,
        name: "Sales".to_owned(),
        reference: "other_sales".to_owned(),
        description: String::new(),
        aliases: Vec::new(),
        data: ResourceData::Queue(Queue::default()),
    };
    project.resources.insert(SALES, Arc::new(queue));
    let routing = Routing {
        id: MAIN,
        name: "Main line".to_owned(),
        reference: "main".to_owned(),
        last_action: ActionId(4),
        ..Routing::default()
    };
    project.routings.insert(MAIN, Arc::new(routing));
    let statuses = [(DRAFT, "Draft", Status::InDevelopment), (LIVE, "Live", Status::InProduction)];
    for (id, name, status) in statuses.into_iter().take(if is_live { 2 } else { 1 }) {
        let info = VersionInfo { routing: MAIN, name: name.to_owned(), status, ..VersionInfo::default() };
        let mut version = Version { id, info, flow: flow() };
        if status.is_read_only() {
            version.info.digest = Some(digest(&version));
        }
        project.versions.insert(id, Arc::new(version));
    }
    let mut desk = Desk::of_size(egui::vec2(1440.0, 1600.0), "");
    desk.put(project);
    desk.state_mut().window.panes.bottom = false;
    desk
}

fn flow() -> Flow {
    let mut flow = Flow::blank(ActionId(1));
    let start = Arc::make_mut(flow.actions.get_mut(&ActionId(1)).unwrap());
    start.links.insert("ok".to_owned(), Link::To(QUEUE));
    let mut queue = Action::new(QUEUE, "to_queue");
    let item = Value::Item(ItemRef::Reference("support".to_owned()));
    queue.params.0.insert("queue".to_owned(), item);
    let mut say = Action::new(ActionId(3), "voice_announcement");
    let text = [(String::new(), "Dear {{customer.tier}}".to_owned())].into();
    say.params.0.insert("text".to_owned(), Value::Texts(text));
    let mut user = Action::new(ActionId(4), "to_user");
    user.params.0.insert("user".to_owned(), Value::Item(ItemRef::Item(ANA.0)));
    for action in [queue, say, user] {
        flow.actions.insert(action.id, Arc::new(action));
    }
    flow
}

fn params(project: &Project, version: VersionId, action: u32) -> String {
    format!("{:?}", project.versions[&version].flow.actions[&ActionId(action)].params)
}

fn open(desk: &mut Desk, id: ResourceId) {
    desk.command(Command::Page(PageCommand::Open(Tab::Resource(id))));
}

fn rename(desk: &mut Desk, reference: &str) {
    open(desk, SUPPORT);
    desk.write("Reference", reference);
    desk.key(egui::Modifiers::NONE, egui::Key::Tab);
}

#[test]
fn an_item_in_use_is_replaced_everywhere_and_deleted_in_one_step() {
    let mut desk = desk(false);
    open(&mut desk, SUPPORT);
    desk.click("Delete");
    desk.assert_says("Queue \"Support\" is used and cannot be deleted:");
    assert!(!desk.is_enabled("Replace everywhere and delete"));
    assert!(!desk.is_enabled("Replace everywhere"));
    // Each place is a link.
    desk.click_nth("\"Queue\" in version \"Draft\" of \"Main line\" (Queue)", 1);
    assert_eq!((desk.shown(), desk.selected()), (DRAFT, vec![QUEUE]));
    assert!(desk.state().session.dialog.is_none());
    open(&mut desk, SUPPORT);
    desk.click("Delete");
    desk.click("Replace with");
    desk.click("Sales (sales)");
    desk.click("Replace everywhere and delete");
    assert!(desk.state().session.dialog.is_none(), "{:?}", desk.state().session.dialog);
    assert!(!desk.project().resources.contains_key(&SUPPORT));
    assert!(params(desk.project(), DRAFT, 2).contains("sales"));
    desk.ctrl(egui::Key::Z);
    assert!(desk.project().resources.contains_key(&SUPPORT));
    assert!(params(desk.project(), DRAFT, 2).contains("support"));
}

#[test]
fn places_left_in_read_only_versions_are_listed() {
    let mut desk = desk(true);
    open(&mut desk, SUPPORT);
    desk.click("Delete");
    assert!(!desk.has("Replace everywhere and delete"));
    desk.assert_says("still use it, so it cannot be deleted yet");
    desk.click("Replace with");
    desk.click("Sales (sales)");
    desk.click("Replace everywhere");
    assert!(params(desk.project(), DRAFT, 2).contains("sales"));
    let Some(Dialog::Places(left)) = &desk.state().session.dialog else { panic!("{:?}", desk.state().session.dialog) };
    assert_eq!(left.question.title, "Not replaced everywhere");
    let words: Vec<&str> = left.list.iter().map(|(_, words)| words.as_str()).collect();
    assert_eq!(words, ["\"Queue\" in version \"Live\" of \"Main line\", in production (Queue)"]);
}

#[test]
fn a_changed_reference_is_updated_everywhere_kept_as_an_alias_or_cancelled() {
    for (answer, reference, written, aliases) in [
        ("Cancel", "support", "support", &[][..]),
        ("Keep as alias", "help", "support", &["support"]),
        ("Update everywhere", "help", "help", &[]),
    ] {
        let mut desk = desk(false);
        rename(&mut desk, "help");
        assert_eq!(desk.question().title, "Change reference \"support\" to \"help\"?");
        desk.assert_says("1 place writes the old reference:");
        desk.click(answer);
        let queue = &desk.project().resources[&SUPPORT];
        assert_eq!((queue.reference.as_str(), queue.aliases.join(" ")), (reference, aliases.join(" ")), "{answer}");
        assert!(params(desk.project(), DRAFT, 2).contains(written), "{answer}");
    }
    let mut desk = desk(true);
    rename(&mut desk, "help");
    desk.assert_says("2 places write the old reference:");
    desk.assert_says("1 place is in read-only versions. There \"support\" stays valid as an alias.");
    desk.click("Update everywhere");
    assert_eq!(desk.project().resources[&SUPPORT].aliases, ["support"]);
    assert!(params(desk.project(), DRAFT, 2).contains("help"));
    assert!(params(desk.project(), LIVE, 2).contains("support"));
}

#[test]
fn an_unused_reference_changes_without_a_question_or_an_alias() {
    let mut desk = desk(false);
    open(&mut desk, SALES);
    desk.write("Reference", "trade");
    desk.key(egui::Modifiers::NONE, egui::Key::Tab);
    assert!(desk.state().session.dialog.is_none(), "{:?}", desk.state().session.dialog);
    let queue = &desk.project().resources[&SALES];
    assert_eq!((queue.reference.as_str(), queue.aliases.len()), ("trade", 0));
}

#[test]
fn the_reference_of_a_routing_is_updated_too() {
    let mut desk = desk(false);
    let jump =
        Edit::AddAction { version: DRAFT, kind: "to_routing".to_owned(), spot: crate::edit::Spot::Free, pos: None };
    desk.command(Command::edit(jump));
    let value = Some(Value::Item(ItemRef::Reference("other".to_owned())));
    desk.command(Command::edit(Edit::SetParam {
        version: DRAFT,
        action: ActionId(5),
        key: "routing".to_owned(),
        value,
    }));
    desk.command(Command::Page(PageCommand::Open(Tab::Routing(sample::OTHER))));
    desk.click("Edit…");
    desk.write("Reference", "elsewhere");
    desk.click("Apply");
    desk.click("Update everywhere");
    assert_eq!(desk.project().routings[&sample::OTHER].reference, "elsewhere");
    assert!(desk.project().routings[&sample::OTHER].aliases.is_empty());
    assert!(params(desk.project(), DRAFT, 5).contains("elsewhere"));
}

#[test]
fn removing_or_renaming_a_used_field_asks_first() {
    let mut desk = desk(false);
    open(&mut desk, CUSTOMER);
    desk.click("Remove field tier");
    assert_eq!(desk.question().title, "Remove the field \"customer.tier\"?");
    desk.assert_says("1 place names it:");
    desk.click("Cancel");
    desk.write("Name of tier", "level");
    desk.key(egui::Modifiers::NONE, egui::Key::Tab);
    assert_eq!(desk.question().title, "Rename the field \"customer.tier\"?");
    desk.click("Update everywhere");
    assert!(params(desk.project(), DRAFT, 3).contains("customer.level"));
    desk.click("Remove field level");
    desk.click("Remove anyway");
    assert!(!format!("{:?}", desk.project().resources[&CUSTOMER]).contains("level"));
    // This field is not used.
    desk.click("Remove field points");
    assert!(desk.state().session.dialog.is_none());
    // A read-only version cannot be updated.
    let mut desk = super::references::desk(true);
    open(&mut desk, CUSTOMER);
    desk.write("Name of tier", "level");
    desk.key(egui::Modifiers::NONE, egui::Key::Tab);
    desk.assert_says("so they cannot be updated. Add a new field instead.");
    assert!(!desk.has("Update everywhere"));
    desk.click("Cancel");
    assert!(params(desk.project(), LIVE, 3).contains("customer.tier"));
}

#[test]
fn a_change_that_affects_production_indirectly_asks_first() {
    // Only the queue and the team use Ben.
    for (id, is_asked) in [(BEN, true), (CUSTOMER, true), (SALES, false)] {
        let mut desk = desk(true);
        open(&mut desk, id);
        desk.write("Description", "x");
        assert_eq!(desk.state().session.dialog.is_some(), is_asked, "{id}: {:?}", desk.state().session.dialog);
        if is_asked {
            assert!(desk.question().lines.contains(&"– version \"Live\" of \"Main line\", in production".to_owned()));
        }
    }
    // The queue of the version in production gets another member.
    let mut desk = desk(true);
    desk.command(Command::edit(Edit::ReplaceEverywhere { from: BEN.into(), to: ANA.into(), delete: false }));
    desk.click("Change");
    let ResourceData::Queue(queue) = &desk.project().resources[&SUPPORT].data else { panic!("no queue") };
    assert_eq!(queue.members.iter().map(|it| it.who).collect::<Vec<_>>(), [ANA]);
}

#[test]
fn an_undo_that_affects_production_says_so() {
    for (id, is_felt) in [(BEN, true), (SALES, false)] {
        let mut desk = desk(true);
        open(&mut desk, id);
        desk.write("Description", "x");
        if is_felt {
            desk.click("Change");
        }
        assert_eq!(desk.project().resources[&id].description, "x");
        desk.command(Command::Undo);
        assert_eq!(desk.project().resources[&id].description, "");
        let said = desk.notices();
        let felt = "This takes effect in production at once: version \"Live\" of \"Main line\", in production.";
        assert_eq!(said.contains(felt), is_felt, "{said}");
    }
}

#[test]
fn a_used_mailbox_lists_its_places_and_can_be_replaced() {
    let example = crate::app::services::examples::ALL.iter().find(|it| it.name == "support_mailbox.ron").unwrap();
    let mut project = crate::storage::read(example.text.as_bytes()).unwrap().project;
    let legal = crate::model::EntryPointId(15);
    project.last_id += 1;
    let office = crate::model::EntryPoint {
        id: crate::model::EntryPointId(project.last_id),
        name: "Office mailbox".to_owned(),
        reference: "office".to_owned(),
        assigned: None,
        ..(*project.entry_points[&legal]).clone()
    };
    project.entry_points.insert(office.id, Arc::new(office.clone()));
    // The version in production would keep the old name, so the item could not be deleted.
    let draft = project.versions.values().find(|it| it.info.status == Status::InDevelopment).unwrap().id;
    project.versions.retain(|_, version| !version.info.status.is_read_only());
    let mut desk = Desk::of_size(egui::vec2(1440.0, 1600.0), "");
    desk.put(project);
    desk.command(Command::Page(PageCommand::Open(Tab::EntryPoint(legal))));
    desk.assert_says("Where used");
    desk.assert_says("\"To legal\" in version");
    desk.command(Command::edit(Edit::DeleteEntryPoint { entry_point: legal }));
    desk.assert_says("Mailbox \"Legal mailbox\" is used and cannot be deleted:");
    desk.click("Replace with");
    desk.click("Office mailbox (office)");
    desk.click("Replace everywhere and delete");
    assert!(!desk.project().entry_points.contains_key(&legal));
    let names = |action: &Action| format!("{:?}", action.params).contains("Reference(\"office\")");
    assert!(desk.project().versions[&draft].flow.actions.values().any(|action| names(action)));
}
