//! Every path: the pane says whether a caller can get stuck, and plays the shortest call that shows it.

use crate::edit::Edit;
use crate::model::{ActionId, Link, PathsRule, Status};

use super::support::Desk;
use crate::app::command::{BottomPane, Command, PageCommand, Tab};

const OPENING_HOURS: ActionId = ActionId(2);
const WELCOME: ActionId = ActionId(3);
const MAIN_MENU: ActionId = ActionId(8);
const FIRST_CALL: ActionId = ActionId(9);

#[test]
fn a_caller_who_can_get_stuck_is_found_and_played() {
    let mut desk = Desk::new();
    // Nobody waits for the proof until the version has rested or somebody looks.
    desk.assert_says("Every path");
    desk.click("Every path");
    assert_eq!(desk.state().window.panes.bottom_panel, BottomPane::Paths);
    desk.assert_says("Nobody gets stuck if …");
    desk.assert_says("What is assumed");
    // A branch loses its link.
    let version = desk.shown();
    desk.command(Command::edit(Edit::SetLink {
        version,
        from: OPENING_HOURS,
        branch: "closed".to_owned(),
        link: None,
    }));
    desk.assert_says("A caller can get stuck");
    desk.assert_says("Dropped at \"Opening hours\"");
    desk.click("Show Dropped at \"Opening hours\"");
    assert_eq!(desk.selected(), [OPENING_HOURS]);
    desk.click("Play Dropped at \"Opening hours\"");
    assert_eq!(desk.state().window.panes.bottom_panel, BottomPane::Simulation);
    let run = desk.state().parts.simulation.run().expect("a call is played");
    assert_eq!(run.outcome().map(crate::catalog::Outcome::words), Some("Dropped"));
    // Mended, nobody gets stuck any more.
    desk.command(Command::Undo);
    desk.click("Paths");
    desk.assert_says("Nobody gets stuck if …");
}

#[test]
fn a_routing_refuses_a_version_in_which_a_caller_can_get_stuck_and_shows_the_pane() {
    let mut desk = Desk::new();
    let version = desk.shown();
    let routing = desk.project().versions[&version].info.routing;
    desk.command(Command::open_tab(Tab::Routing(routing)));
    desk.click("Edit…");
    desk.click("No caller can get stuck");
    desk.click("Apply");
    desk.click("Change");
    assert_eq!(desk.project().routings[&routing].rules.paths, PathsRule::NobodyStuck);
    desk.assert_says("Before production, no caller may get stuck in a version.");
    desk.command(Command::open_tab(Tab::Version(version)));
    desk.command(Command::edit(Edit::SetLink {
        version,
        from: OPENING_HOURS,
        branch: "closed".to_owned(),
        link: None,
    }));
    desk.click("Put in production…");
    let stuck =
        |finding: &&crate::app::command::Finding| finding.text.starts_with("A caller can get stuck: Dropped at");
    let finding = desk.findings().list.iter().find(stuck).cloned().expect("it is listed");
    assert_eq!(finding.jump, Command::Page(PageCommand::RevealPaths(version)));
    desk.click("Close");
    desk.command(finding.jump);
    assert_eq!(desk.state().window.panes.bottom_panel, BottomPane::Paths);
    desk.assert_says("Dropped at \"Opening hours\"");
}

#[test]
fn a_round_that_a_caller_may_leave_is_listed_and_one_that_goes_on_for_ever_is_a_warning_before_production() {
    let mut desk = Desk::new();
    let version = desk.shown();
    let link =
        |from, branch: &str, to| Edit::SetLink { version, from, branch: branch.to_owned(), link: Some(Link::To(to)) };
    desk.click("Every path");
    desk.command(Command::edit(link(MAIN_MENU, "no_input", MAIN_MENU)));
    desk.assert_says("Nobody gets stuck if …");
    desk.assert_says("Rounds that a caller may leave");
    desk.click("Show \"Main menu\" may come round again");
    assert_eq!(desk.selected(), [MAIN_MENU]);
    desk.command(Command::Undo);
    desk.command(Command::edit(link(WELCOME, "ok", FIRST_CALL)));
    desk.assert_says("Endless at \"Welcome\"");
    desk.click("Put in production…");
    let found = desk.findings().clone();
    assert_eq!(found.title, "Put \"Monday menu\" in production?");
    let texts: Vec<&str> = found.list.iter().map(|finding| finding.text.as_str()).collect();
    assert_eq!(texts, ["Endless: The call goes round for ever, unless the customer hangs up or something fails."]);
    assert_eq!(found.list[0].jump, Command::Page(PageCommand::RevealPaths(version)));
    // It is for the supervisor to decide.
    desk.click("Put in production");
    assert_eq!(desk.project().versions[&version].info.status, Status::InProduction);
}
