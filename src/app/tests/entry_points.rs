//! Tests that start at an entry point: from its page, from the project tree, and with an email from a file.
#![allow(clippy::disallowed_methods, reason = "tests lay out files as other programs would")]

use std::sync::Arc;

use egui::{PointerButton, Pos2, Role};
use egui_kittest::Node;
use egui_kittest::kittest::NodeT as _;

use crate::model::entry_point::ReachedStatus;
use crate::model::{
    ActionId, Channel, EntryPoint, EntryPointId, EntryPointKind, Flow, Project, Routing, RoutingId, Status, Version,
    VersionId, VersionInfo,
};

use super::support::{Desk, claims};
use crate::app::command::{BottomPane, Command, FileCommand, PageCommand, SimCommand, Tab};

/// The numbers in production and in test.
const NUMBER: EntryPointId = EntryPointId(25);
const TEST_NUMBER: EntryPointId = EntryPointId(26);
const MAIL: VersionId = VersionId(202);

fn arrived_at(desk: &Desk) -> Option<EntryPointId> {
    desk.state().parts.simulation.run()?.scene.entry_point.as_ref().map(|it| it.id)
}

/// The position of a row of the project tree.
fn row(desk: &Desk, name: &str) -> Pos2 {
    let is_row = |node: &Node<'_>| node.accesskit_node().role() == Role::TreeItem;
    desk.inputs(name).into_iter().find(is_row).unwrap_or_else(|| panic!("no row {name:?}")).rect().center()
}

/// The claims line with its entry point changed.
fn with(change: impl FnOnce(&mut EntryPoint)) -> Project {
    let mut project = claims();
    change(Arc::make_mut(project.entry_points.get_mut(&NUMBER).unwrap()));
    project
}

/// The claims line with a mailbox, in production.
fn with_mailbox() -> Project {
    let mut project = claims();
    let routing = RoutingId(201);
    let (name, reference) = ("Mail".to_owned(), "mail".to_owned());
    let owner = Routing { id: routing, name, reference, channel: Channel::Email, ..Routing::default() };
    project.routings.insert(routing, Arc::new(owner));
    let info = VersionInfo { routing, name: "v1".to_owned(), status: Status::InDevelopment, ..VersionInfo::default() };
    let version = Version { id: MAIL, info, flow: Flow::blank(ActionId(1)) };
    project.versions.insert(MAIL, Arc::new(version));
    project.last_id = 210;
    project
}

#[test]
fn a_call_is_tried_from_the_page_of_its_number() {
    for (id, is_in_test) in [(NUMBER, false), (TEST_NUMBER, true)] {
        let mut desk = Desk::on(claims());
        desk.state_mut().window.panes.bottom = false;
        desk.command(Command::Page(PageCommand::Open(Tab::EntryPoint(id))));
        desk.click("Try a call here");
        let routing = RoutingId(18);
        let project = desk.project().clone();
        let reached = if is_in_test { project.in_test(routing) } else { project.in_production(routing) };
        assert_eq!(desk.shown(), reached.unwrap().id);
        assert_eq!(desk.state().parts.simulation.version(), Some(desk.shown()));
        assert_eq!(arrived_at(&desk), Some(id));
        assert!(desk.state().window.panes.bottom);
        assert_eq!(desk.state().window.panes.bottom_panel, BottomPane::Simulation);
    }
}

#[test]
fn a_call_is_tried_from_the_project_tree() {
    let mut desk = Desk::on(claims());
    desk.click("Entry points");
    desk.click_at(row(&desk, "Claims test number"), PointerButton::Secondary);
    desk.click("Try a call here");
    assert_eq!(arrived_at(&desk), Some(TEST_NUMBER));
    // A version of another routing ignores that number.
    desk.command(Command::File(FileCommand::OpenExample("hotel_front_desk.ron")));
    desk.click("Try a call");
    assert_ne!(arrived_at(&desk), Some(TEST_NUMBER));
}

#[test]
fn an_unassigned_number_says_why_it_cannot_be_tested() {
    let dead = with(|it| it.assigned = Some((RoutingId(19), ReachedStatus::InTest)));
    for (project, why) in [(dead, "is dead: "), (with(|it| it.assigned = None), "leads to no smart routing")] {
        let mut desk = Desk::on(project);
        desk.command(Command::Page(PageCommand::Open(Tab::EntryPoint(NUMBER))));
        assert!(!desk.is_enabled("Try a call here"));
        desk.assert_says(why);
        let before = desk.text().matches(why).count();
        desk.click_at(row(&desk, "Claims number"), PointerButton::Secondary);
        assert!(desk.text().matches(why).count() > before, "not said in the menu:\n{}", desk.text());
        desk.command(Command::Sim(SimCommand::StartAt(NUMBER)));
        assert!(desk.question().lines.join(" ").contains(why));
        assert!(desk.state().parts.simulation.run().is_none());
    }
}

#[test]
fn a_campaign_rings_first() {
    for (answer, outcome) in [("Busy", Some("Not reached")), ("Voicemail", Some("Not reached")), ("Answered", None)] {
        let mut desk = Desk::on(with(|it| it.kind = EntryPointKind::VoiceCampaign));
        desk.command(Command::Sim(SimCommand::StartAt(NUMBER)));
        desk.assert_says("waits while the campaign rings");
        desk.click(answer);
        let run = desk.state().parts.simulation.run().unwrap();
        assert_eq!(run.outcome().map(crate::catalog::Outcome::words), outcome, "{answer}");
        let passed = desk.state().parts.simulation.path(desk.shown()).passed.len();
        assert_eq!(passed > 1, outcome.is_none(), "{answer}: the routing runs for who answers");
    }
}

#[test]
fn an_email_from_a_file_is_tried_and_kept_as_a_caller() {
    let folder = tempfile::tempdir().unwrap();
    let mail = folder.path().join("refund.eml");
    std::fs::write(&mail, "From: Camille <camille@customer.example>\r\nSubject: My refund\r\n\r\nWhere is it?\r\n")
        .unwrap();
    let mut desk = Desk::on(with_mailbox());
    desk.command(Command::Page(PageCommand::Open(Tab::Version(MAIL))));
    desk.click("Try an email");
    assert!(desk.state().parts.simulation.run().is_none(), "nobody wrote anything yet");
    desk.click("Read .eml file…");
    // The built-in path dialog lists only files of that kind.
    desk.assert_says("Read an email");
    desk.command(Command::CloseDialog);
    desk.drop_file(&mail);
    desk.click("Send the email");
    let letter = desk.state().parts.simulation.letter.clone().unwrap();
    assert_eq!((letter.from.as_str(), letter.email.body.as_str()), ("camille@customer.example", "Where is it?"));
    desk.assert_says("Email: From camille@customer.example");
    let callers = desk.project().callers.clone();
    desk.click("Restart with…");
    desk.click("Save as caller");
    let stored = desk.state().parts.simulation.caller.unwrap();
    assert!(!callers.contains_key(&stored));
    let caller = &desk.project().callers[&stored];
    assert_eq!(caller.name, "camille@customer.example: My refund");
    assert_eq!(caller.email.as_ref(), Some(&letter.email));
    // The version stays in view, and the email belongs to the caller now.
    assert_eq!(desk.shown(), MAIL);
    assert_eq!(desk.state().parts.simulation.letter, None);
    desk.click("Send the email");
    desk.assert_says("Email: From camille@customer.example");
}

#[test]
fn a_file_that_is_not_an_email_is_refused_with_a_message() {
    let folder = tempfile::tempdir().unwrap();
    let mail = folder.path().join("none.eml");
    std::fs::write(&mail, [0xff, 0xfe, 0]).unwrap();
    let mut desk = Desk::on(with_mailbox());
    for path in [mail, folder.path().join("missing.eml")] {
        desk.command(Command::File(FileCommand::ReadEmail(Some(path))));
        assert_eq!(desk.question().title, "This email cannot be read");
        assert!(!desk.question().lines.join("").is_empty());
        assert_eq!(desk.state().parts.simulation.letter, None);
        desk.command(Command::CloseDialog);
    }
}

#[test]
fn unused_kinds_are_listed_under_one_heading() {
    let mut desk = Desk::on(claims());
    assert!(desk.has("Queues") && !desk.has("SIP endpoints") && !desk.has("New SIP endpoint"));
    let heading = desk.names().into_iter().find(|name| name.starts_with("More resources")).unwrap();
    desk.click(&heading);
    let before = desk.project().resources.len();
    desk.click("New email template");
    assert_eq!(desk.project().resources.len(), before + 1);
    assert!(desk.has("Email templates"), "{:?}", desk.names());
}
