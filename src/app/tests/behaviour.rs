//! The behaviour of two versions: the calls that end differently, each played side by side.

use crate::app::command::{BottomPane, Command, PageCommand, Tab};
use crate::edit::Edit;
use crate::model::{ActionId, Link, VersionId};

use super::support::{Desk, VERSION};

#[test]
fn calls_that_end_differently_are_grouped_and_played_with_both_versions() {
    let mut desk = Desk::on_small();
    let (name, description) = ("Draft".to_owned(), String::new());
    let routing = desk.version(VERSION).info.routing;
    desk.command(Command::edit(Edit::CreateVersion { routing, from: Some(VERSION), name, description }));
    let draft: VersionId = desk.shown();
    desk.command(Command::Page(PageCommand::Open(Tab::Compare(VERSION, draft))));
    desk.click("Behaviour");
    let found = |desk: &Desk| {
        let state = desk.state();
        let found = state.session.behaviours.of(state.session.document.revision(), (VERSION, draft));
        found.and_then(|found| found.as_ref().ok()).map(|found| (found.calls, found.apart()))
    };
    let (calls, apart) = found(&desk).unwrap();
    assert!(calls > 3 && apart == 0, "{calls} {apart}");
    desk.assert_says(&format!("No difference in {calls} calls."));
    // In the draft the first key leads elsewhere. A former result is not shown as that of the new tree.
    let link = Some(Link::To(ActionId(7)));
    desk.command(Command::edit(Edit::SetLink { version: draft, from: ActionId(3), branch: "row:1".to_owned(), link }));
    let (_, apart) = found(&desk).unwrap();
    assert!(apart > 0);
    assert!(desk.text().contains(if apart == 1 { " ends differently." } else { " end differently." }));
    let play = desk.names().into_iter().find(|name| name.starts_with("Play both: ")).unwrap();
    desk.click(&play);
    let state = desk.state();
    assert_eq!(state.session.tab, Tab::Version(draft));
    assert_eq!(state.window.panes.bottom_panel, BottomPane::Simulation);
    let runs = state.parts.simulation.runs.all();
    let versions: Vec<VersionId> = runs.iter().map(|open| open.version).collect();
    assert_eq!(versions, [VERSION, draft]);
    assert!(state.parts.simulation.parting().is_some(), "where the two part is marked");
}
