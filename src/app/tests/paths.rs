//! Every path: the pane says whether a caller can get stuck, and plays the shortest call that shows it.

use crate::edit::Edit;
use crate::model::ActionId;

use super::support::Desk;
use crate::app::command::{BottomPane, Command};

const OPENING_HOURS: ActionId = ActionId(2);

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
