//! Coverage in the window: the tag of the version page, the table, the marks on the canvas, and a demand that holds a production back.

use std::sync::Arc;

use egui_kittest::kittest::NodeT as _;

use super::support::Desk;
use crate::app::command::{BottomPane, Command, PageCommand, PaneCommand, Tab};
use crate::catalog::sample;
use crate::edit::Edit;
use crate::model::{Action, ActionId, Caller, Link, Row, RowId, Status, TestCall, TestCaller, Value, VersionId};

/// The version of the sample.
const TREE: VersionId = VersionId(21);

const MAIN_MENU: ActionId = ActionId(8);

/// The example, whose menu has one key more. No test call presses it.
fn desk_with_a_new_key() -> Desk {
    let mut desk = Desk::new();
    let mut keys = desk.flow().actions[&MAIN_MENU].params.rows("keys").to_vec();
    keys.push(Row { id: RowId(0), cells: keys[0].cells.clone() });
    keys[3].cells.0.insert("key".to_owned(), Value::Text("7".to_owned()));
    keys[3].cells.0.insert("label".to_owned(), Value::Text("Address".to_owned()));
    let (version, action) = (desk.shown(), MAIN_MENU);
    let (key, value) = ("keys".to_owned(), Some(Value::Rows(keys)));
    desk.command(Command::edit(Edit::SetParam { version, action, key, value }));
    let branch = desk.flow().actions[&MAIN_MENU].params.rows("keys")[3].id.branch_key();
    desk.command(Command::edit(Edit::SetLink { version, from: action, branch, link: Some(Link::EndsHere) }));
    desk
}

const MISSING: &str = "Main menu → 7 Address: no test call passes";

#[test]
fn a_branch_that_no_test_call_passes_is_counted_listed_and_shown() {
    Desk::new().assert_says("37 of 37 branches");
    let mut desk = desk_with_a_new_key();
    desk.click("37 of 38 branches");
    assert_eq!(desk.state().window.panes.bottom_panel, BottomPane::Coverage);
    desk.assert_says("37 of 38 branches (97 %), 14 of 14 actions");
    // What does not count is at the end of the list, below the edge of the pane.
    let count = desk.state().session.coverage.of(desk.state().session.document.revision(), desk.shown());
    let left_out = count.expect("it is counted").left_out.iter().map(|left| left.why.words()).collect::<Vec<_>>();
    assert!(left_out.contains(&"it has no link and no result".to_owned()), "{left_out:?}");
    desk.click(MISSING);
    assert_eq!(desk.selected(), [MAIN_MENU]);
    // After the change is taken back, nothing is missing.
    desk.command(Command::Undo);
    desk.command(Command::Undo);
    assert!(!desk.has(MISSING));
    desk.assert_says("37 of 37 branches (100 %)");
}

#[test]
fn a_count_is_never_shown_for_another_revision() {
    let mut desk = desk_with_a_new_key();
    let (before, version) = (desk.state().session.document.revision(), desk.shown());
    let count = |desk: &Desk, revision| desk.state().session.coverage.of(revision, version).cloned();
    assert!(count(&desk, before).is_some());
    desk.command_at_once(Command::Undo);
    let after = desk.state().session.document.revision();
    assert_eq!((before == after, count(&desk, after)), (false, None));
    desk.settle();
    assert!(count(&desk, after).is_some_and(|coverage| coverage.missing_branches().next().is_none()));
    assert_eq!(count(&desk, before), None);
}

/// How ports are described, by their names.
fn described(desk: &Desk, name: &str) -> String {
    let mut nodes = desk.nodes().into_iter().map(|node| node.accesskit_node());
    let found = nodes.find(|node| node.label().as_deref() == Some(name));
    found.and_then(|node| node.description()).unwrap_or_else(|| panic!("no port is called {name}"))
}

#[test]
fn marks_are_shown_on_the_canvas_while_they_are_switched_on() {
    let mut desk = desk_with_a_new_key();
    let (new, old) = ("Branch 7 Address of Main menu", "Branch 1 Claim of Main menu");
    assert_eq!(described(&desk, new), "ends here");
    desk.command(Command::Pane(PaneCommand::ToggleCoverage));
    assert_eq!(described(&desk, new), "ends here, passed by no test call");
    assert!(described(&desk, old).ends_with(", passed by test calls"), "{}", described(&desk, old));
    desk.command(Command::Pane(PaneCommand::ToggleCoverage));
    assert_eq!(described(&desk, new), "ends here");
}

#[test]
fn a_demanded_coverage_holds_the_production_back_and_shows_the_table() {
    let mut desk = desk_with_a_new_key();
    let mut project = (**desk.project()).clone();
    let routing = project.versions[&desk.shown()].info.routing;
    Arc::make_mut(project.routings.get_mut(&routing).expect("the routing")).rules.coverage = Some(100);
    let routing = (*project.routings[&routing]).clone();
    desk.command(Command::Answered(Box::new(Edit::StoreRouting { routing }), None));
    desk.click("Put in production…");
    let words = "Test calls pass only 97 % of the branches of \"Monday menu\"; 100 % are demanded.";
    let finding = desk.findings().list.iter().find(|finding| finding.text == words).cloned().expect("it is listed");
    assert_eq!(finding.jump, Command::Page(PageCommand::RevealCoverage(desk.shown())));
    desk.click("Close");
    desk.command(finding.jump);
    assert_eq!(desk.state().window.panes.bottom_panel, BottomPane::Coverage);
    desk.assert_says(MISSING);
}

#[test]
fn the_settings_of_a_routing_demand_a_coverage() {
    let mut desk = Desk::new();
    let routing = desk.project().versions[&desk.shown()].info.routing;
    desk.command(Command::open_tab(crate::app::command::Tab::Routing(routing)));
    desk.click("Edit…");
    desk.click("Test calls must pass");
    desk.click("Apply");
    desk.click("Change");
    assert_eq!(desk.project().routings[&routing].rules.coverage, Some(100));
    desk.assert_says("Before production, test calls must pass 100 % of the branches of a version.");
    desk.command(Command::Undo);
    assert_eq!(desk.project().routings[&routing].rules.coverage, None);
}

#[test]
fn a_test_call_is_made_for_a_branch_that_none_passes() {
    let mut desk = desk_with_a_new_key();
    desk.click("37 of 38 branches");
    let before = desk.project().test_calls.len();
    desk.click("Make a test call for Main menu → 7 Address");
    assert_eq!(desk.project().test_calls.len(), before + 1);
    assert_eq!(desk.state().window.panes.bottom_panel, BottomPane::TestCalls);
    let made = desk.state().parts.test_calls.chosen.expect("the test call is chosen");
    assert!(desk.project().test_calls[&made].answers.iter().any(|answer| answer.text == "press 7"));
    desk.assert_says("38 of 38 branches");
    desk.command(Command::Undo);
    assert_eq!(desk.project().test_calls.len(), before);
}

#[test]
fn all_test_calls_that_are_missing_are_made_in_one_step() {
    let mut desk = Desk::new();
    let all: Vec<_> = desk.project().test_calls.keys().copied().collect();
    for test_call in all.iter().skip(1) {
        desk.command_at_once(Command::edit(Edit::DeleteTestCall { test_call: *test_call }));
    }
    desk.settle();
    desk.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::Coverage)));
    assert!(!desk.has("37 of 37 branches"));
    desk.click("Write all that are missing");
    let made = desk.project().test_calls.len() - 1;
    assert!((5..=20).contains(&made), "{made} test calls");
    desk.assert_says("37 of 37 branches");
    desk.assert_says(&format!("{} test calls pass", made + 1));
    desk.command(Command::Undo);
    assert_eq!(desk.project().test_calls.len(), 1);
}

/// The sample with a tree of three actions: a values table with two rows, a test that never holds, and an announcement after it. A test call of
/// the first number passes the table.
fn desk_with_a_table() -> Desk {
    let mut project = sample::project();
    let version = Arc::make_mut(project.versions.get_mut(&TREE).expect("the tree"));
    (version.info.status, version.info.digest) = (Status::InDevelopment, None);
    let actions = [
        (
            2,
            "values_table",
            r#"{"table": Item(Reference("tiers")), "keys": Rows([(id: 1, cells: {"value": Operand(Variable("call.number"))})])}"#,
        ),
        (
            3,
            "test_values",
            r#"{"tests": Rows([(id: 1, cells: {"name": Text("Never"), "condition": Condition((terms: [(left: Text("a"), op: Equals, right: Text("b"))]))})])}"#,
        ),
        (4, "voice_announcement", r#"{"text": Texts({"": "Nobody hears this."})}"#),
    ];
    for (id, kind, params) in actions {
        let params = ron::from_str(params).expect("parameters");
        let action = Action { params, last_row: RowId(1), ..Action::new(ActionId(id), kind) };
        version.flow.actions.insert(ActionId(id), Arc::new(action));
        version.flow.positions.insert(ActionId(id), crate::model::Pos(240 * i32::try_from(id).expect("small"), 0));
    }
    let links = [
        (1, "ok", Link::To(ActionId(2))),
        (2, "default", Link::To(ActionId(3))),
        (3, "row:1", Link::To(ActionId(4))),
        (3, "default", Link::EndsHere),
        (4, "ok", Link::EndsHere),
    ];
    for (id, branch, link) in links {
        let action = version.flow.actions.get_mut(&ActionId(id)).expect("an action");
        Arc::make_mut(action).links.insert(branch.to_owned(), link);
    }
    let routing = version.info.routing;
    Arc::make_mut(project.routings.get_mut(&routing).expect("the routing")).last_action = ActionId(4);
    let caller = Caller { number: "+33612345678".to_owned(), ..Caller::default() };
    let caller = TestCaller::Own(Box::new(caller));
    let test_call = TestCall { name: "A VIP".to_owned(), routing, caller, ..TestCall::default() };
    let mut desk = Desk::on(project);
    desk.command(Command::Page(PageCommand::Open(Tab::Version(TREE))));
    desk.command(Command::edit(Edit::StoreTestCall { test_call: Box::new(test_call) }));
    desk
}

#[test]
fn rows_without_a_branch_are_listed_apart_and_shown() {
    let mut desk = desk_with_a_table();
    // Nobody has explored the tree yet.
    desk.click("3 of 5 branches");
    desk.assert_says(", 1 of 2 rows");
    desk.assert_says("Values table → rows of Tiers by number: 1 of 2 rows passed");
    let missing = "Values table → Tiers by number: +33699999999: no test call passes";
    desk.click(missing);
    assert_eq!(desk.selected(), [ActionId(2)]);
    assert!(!desk.has(&format!("Make a test call for {missing}")));
    assert!(!desk.text().contains("+33612345678: no test call passes"));
}

#[test]
fn once_every_path_is_explored_what_no_call_takes_does_not_count() {
    let mut desk = desk_with_a_table();
    desk.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::Coverage)));
    desk.assert_says("3 of 3 branches (100 %)");
    desk.assert_says("not counted: every path was explored, and no call takes it");
    // The end of the list is below the edge of the pane.
    let left_out = |desk: &Desk| -> Vec<String> {
        let count = desk.state().session.coverage.of(desk.state().session.document.revision(), TREE);
        count.expect("it is counted").left_out.iter().map(|left| left.why.words()).collect()
    };
    let no_call = "every path was explored, and no call comes to the action".to_owned();
    assert!(left_out(&desk).contains(&no_call), "{:?}", left_out(&desk));
    // The proof is that of the revision: with another tier, the announcement is reached.
    let value = r#"Rows([(id: 1, cells: {"name": Text("Always"), "condition": Condition((terms: [(left: Text("a"), op: Equals, right: Text("a"))]))})])"#;
    let (version, key, value) = (TREE, "tests".to_owned(), ron::from_str(value).ok());
    desk.command(Command::edit(Edit::SetParam { version, action: ActionId(3), key, value }));
    desk.assert_says("4 of 4 branches (100 %)");
    assert!(!left_out(&desk).contains(&no_call), "{:?}", left_out(&desk));
}
