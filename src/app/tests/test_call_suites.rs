//! Test calls with several versions, the filter of their list, and where they are found: `Ctrl K` and the page of their routing.

use egui::{Key, Modifiers};

use crate::edit::Edit;
use crate::model::{ActionId, Link, TestCall, TestCallId, VersionId};
use crate::sim::suite;

use super::support::Desk;
use crate::app::command::{BottomPane, Command, FindCommand, PageCommand, PaneCommand, Tab};
use crate::app::parts::test_calls::View;

const MONDAY_MENU: VersionId = VersionId(23);
const OPENING: VersionId = VersionId(21);

/// The example with its version in test and the pane.
fn desk() -> Desk {
    let mut desk = Desk::of_size(egui::Vec2::new(1440.0, 1600.0), "");
    desk.command(Command::Page(PageCommand::Open(Tab::Version(MONDAY_MENU))));
    desk.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::TestCalls)));
    desk
}

/// The names of the buttons that say a verdict.
fn verdicts(desk: &Desk) -> Vec<String> {
    let is_verdict =
        |name: &String| ["passes: ", "passes, moved: ", "fails: ", "stale: "].iter().any(|it| name.starts_with(it));
    desk.names().into_iter().filter(is_verdict).collect()
}

fn break_the_tree(desk: &mut Desk) {
    desk.command(Command::edit(Edit::SetLink {
        version: MONDAY_MENU,
        from: ActionId(2),
        branch: "open".to_owned(),
        link: Some(Link::To(ActionId(5))),
    }));
}

#[test]
fn the_list_is_filtered_by_verdict_and_text() {
    let mut desk = desk();
    let all = verdicts(&desk).len();
    assert!(all > 5, "{all}");
    // A test call that is chosen is left out as well.
    let chosen = verdicts(&desk).swap_remove(0);
    desk.click(&chosen);
    assert!(desk.has("Accept what happens now"));
    desk.click("List: Failing");
    assert!(!desk.has("Accept what happens now"));
    desk.assert_says("No test call is like this.");
    break_the_tree(&mut desk);
    let failing = verdicts(&desk);
    assert!(!failing.is_empty() && failing.iter().all(|name| !name.starts_with("passes")), "{failing:?}");
    desk.click("List: Required only");
    let required = verdicts(&desk);
    let are = |name: &str| desk.project().test_calls.values().any(|it| it.is_required && name.contains(&it.name));
    assert!(!required.is_empty() && required.iter().all(|name| are(name)), "{required:?}");
    desk.click("List: All");
    desk.write("Find a test call", "NOOR");
    let found = verdicts(&desk);
    assert_eq!(found.len(), desk.project().test_calls.values().filter(|it| it.name.contains("Noor")).count());
}

#[test]
fn the_table_shows_every_test_call_with_every_version() {
    let mut desk = desk();
    desk.click("All versions");
    let routing = desk.version(MONDAY_MENU).info.routing;
    let versions: Vec<_> = desk.project().versions_of(routing).cloned().collect();
    assert_eq!(versions.len(), 4);
    // Each cell is the result of that test call with that version, and no other.
    // Only the rows in sight are drawn.
    let calls = suite::of_routing(desk.project(), routing);
    for call in calls.iter().take(5) {
        for version in &versions {
            let result = suite::run_one(desk.project(), call, version.id);
            let word = match (result.verdict, result.moved.is_empty()) {
                (suite::Verdict::Passes, true) => "passes",
                (suite::Verdict::Passes, false) => "passes, moved",
                (suite::Verdict::Fails, _) => "fails",
                (suite::Verdict::Stale, _) => "stale",
            };
            let name = format!("{word}: {} with version {}", call.name, version.info.name);
            assert!(desk.has(&name), "{name} is not among {:?}", verdicts(&desk));
        }
    }
    assert!(verdicts(&desk).iter().any(|name| !name.starts_with("passes")), "the versions differ");
    // A click opens the test call with that version.
    let call = &calls[0];
    let shown =
        verdicts(&desk).into_iter().find(|name| name.contains(&call.name) && name.ends_with("Opening")).unwrap();
    desk.click(&shown);
    assert_eq!(desk.shown(), OPENING);
    assert_eq!(
        (desk.state().parts.test_calls.chosen, desk.state().parts.test_calls.view),
        (Some(call.id), View::Version)
    );
    assert!(desk.has("Name of the test call"));
}

#[test]
fn all_routings_are_listed_with_their_usual_versions() {
    let mut desk = desk();
    desk.click("All smart routings");
    desk.assert_says("Claims line · Monday menu");
    let cells = verdicts(&desk);
    assert!(
        cells.iter().all(|name| name.starts_with("passes: ") && name.ends_with("with version Monday menu")),
        "{cells:?}"
    );
    break_the_tree(&mut desk);
    desk.click("List: Failing");
    let failing = verdicts(&desk);
    assert!(!failing.is_empty() && failing.iter().all(|name| !name.starts_with("passes")), "{failing:?}");
    // It can be looked at from any page.
    desk.command(Command::Page(PageCommand::Open(Tab::Settings)));
    assert_eq!(verdicts(&desk), failing);
    desk.click(&failing[0]);
    assert_eq!(desk.shown(), MONDAY_MENU);
}

#[test]
fn playing_is_cancelled_and_begun_again() {
    let mut desk = desk();
    desk.state_mut().parts.test_calls.view = View::Versions;
    desk.frame([]);
    let expected = 4 * desk.project().test_calls.len();
    assert!(desk.state().session.suites.progress().is_some_and(|(_, total)| total == expected));
    desk.state_mut().session.suites.cancel();
    desk.settle();
    assert!(desk.has("Play again"));
    desk.click("Play again");
    assert!(!desk.has("Play again") && desk.state().session.suites.progress().is_none());
    assert!(!desk.names().iter().any(|name| name.starts_with("under way: ")));
    // An edit drops the results and plays again.
    break_the_tree(&mut desk);
    assert!(verdicts(&desk).iter().any(|name| !name.starts_with("passes") && name.ends_with("Monday menu")));
}

#[test]
fn a_test_call_is_found_and_its_routing_says_how_many_pass() {
    let mut desk = desk();
    let call: TestCall = (**desk.project().test_calls.values().find(|it| it.name.contains("Sunday")).unwrap()).clone();
    desk.command(Command::Page(PageCommand::Open(Tab::Settings)));
    desk.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::Problems)));
    desk.command(Command::Find(FindCommand::Commands));
    desk.type_text(&call.name);
    desk.key(Modifiers::NONE, Key::Enter);
    assert_eq!((desk.shown(), desk.state().parts.test_calls.chosen), (MONDAY_MENU, Some(call.id)));
    assert_eq!(desk.state().window.panes.bottom_panel, BottomPane::TestCalls);
    // The page of the routing.
    desk.command(Command::Page(PageCommand::Open(Tab::Routing(call.routing))));
    let count = desk.project().test_calls.len();
    desk.assert_says(&format!("\n{count} test calls pass with version \"Monday menu\""));
    break_the_tree(&mut desk);
    desk.assert_says(&format!("of {count} test calls pass with version \"Monday menu\""));
    assert!(!desk.text().contains(&format!("\n{count} test calls pass")));
    desk.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::Problems)));
    desk.click("Show the test calls");
    assert_eq!((desk.shown(), desk.state().window.panes.bottom_panel), (MONDAY_MENU, BottomPane::TestCalls));
    assert_ne!(desk.state().parts.test_calls.chosen, Some(TestCallId(0)));
}
