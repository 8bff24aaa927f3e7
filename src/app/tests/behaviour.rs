//! The behaviour of two versions: the calls that end differently, each played side by side, and past contacts instead of these calls.
#![allow(clippy::disallowed_methods, reason = "tests lay out files as other programs would")]

use crate::app::command::{BottomPane, Command, FileCommand, PageCommand, Tab};
use crate::edit::Edit;
use crate::model::{ActionId, Link, VersionId};

use super::files::{choose, folder};
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
        found.and_then(|found| found.as_ref().ok()).map(|found| (found.behaviour.calls, found.behaviour.apart()))
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

/// The window with the behaviour of the small tree and of a draft, in which the first key leads to the mailbox.
fn compared_with_a_draft() -> (Desk, VersionId) {
    let mut desk = Desk::on_small();
    let (name, description) = ("Draft".to_owned(), String::new());
    let routing = desk.version(VERSION).info.routing;
    desk.command(Command::edit(Edit::CreateVersion { routing, from: Some(VERSION), name, description }));
    let draft: VersionId = desk.shown();
    let link = Some(Link::To(ActionId(7)));
    desk.command(Command::edit(Edit::SetLink { version: draft, from: ActionId(3), branch: "row:1".to_owned(), link }));
    desk.command(Command::Page(PageCommand::Open(Tab::Compare(VERSION, draft))));
    desk.click("Behaviour");
    (desk, draft)
}

/// Five contacts: the first one parts the versions, the time of the third and the second answer of the fourth cannot be read, and the last
/// one does not end as the file says.
const CONTACTS: &str = "time,agent,answers,outcome,number\r\n\
    2026-11-23T10:00:00,Mia,press 1; hang up,Abandoned,+33612345678\r\n\
    2026-11-23T10:05:00,,press 2; speak 9s,voicemail,\r\n\
    soon,,press 2,,\r\n\
    2026-11-23T10:06:00,,press 2; fly away,,\r\n\
    2026-11-23T10:07:00,,press 2; hang up,Person,\r\n";

#[test]
fn past_contacts_are_played_to_both_versions_until_the_user_goes_back() {
    let folder = folder();
    let path = folder.path().join("contacts.csv");
    crate::storage::replace_file(&path, CONTACTS.as_bytes()).unwrap();
    let (mut desk, draft) = compared_with_a_draft();
    let before = desk.text();
    assert!(before.contains("The test calls, and a call for each branch of both versions."), "{before}");
    desk.click("Replay a log…");
    choose(&mut desk, &path, "Replay");
    desk.assert_says("1 of 3 calls ends differently.");
    desk.assert_says("The past contacts of contacts.csv. Other calls may still end differently.");
    desk.assert_says("3 past contacts were played; 2 of 3 outcomes in the file are those of the first version.");
    desk.assert_says("This column is not read: \"agent\".");
    desk.assert_says("2 contacts could not be played to the first version:");
    desk.assert_says("Contact 3 was not played: \"soon\" is not a date and time.");
    desk.assert_says("Contact 4 was not played: Answer 2:");
    // It is played side by side as any other call.
    desk.click("Play both: Contact 1 of 2026-11-23T10:00:00");
    let versions: Vec<VersionId> = desk.state().parts.simulation.runs.all().iter().map(|open| open.version).collect();
    assert_eq!(versions, [VERSION, draft]);
    let started = desk.state().parts.simulation.runs.all()[0].run.scene.started.to_string();
    assert!(started.starts_with("2026-11-23"), "{started}");
    // After an edit the same contacts are played again, whatever has become of the file.
    std::fs::remove_file(&path).unwrap();
    desk.command(Command::Undo);
    desk.command(Command::Page(PageCommand::Open(Tab::Compare(VERSION, draft))));
    desk.assert_says("No difference in 3 calls.");
    desk.command(Command::Redo);
    desk.assert_says("1 of 3 calls ends differently.");
    desk.click("Back to test calls and branches");
    assert!(!desk.text().contains("past contact"));
    assert!(desk.text().contains("The test calls, and a call for each branch of both versions."));
    assert!(desk.has("Replay a log…") && !desk.has("Back to test calls and branches"));
}

#[test]
fn the_first_contacts_that_were_left_out_are_listed_and_the_others_are_counted() {
    let folder = folder();
    let path = folder.path().join("contacts.csv");
    let rows: Vec<String> = (1..=8).map(|number| format!("day {number}")).collect();
    crate::storage::replace_file(&path, format!("time\n{}\n2026-11-23T10:00:00\n", rows.join("\n")).as_bytes())
        .unwrap();
    let (mut desk, _) = compared_with_a_draft();
    desk.command(Command::File(FileCommand::ReplayLog(Some(path))));
    desk.assert_says("1 past contact was played; the file has no outcome of it.");
    desk.assert_says("8 contacts could not be played to the first version:");
    let listed = |number: usize| desk.text().contains(&format!("Contact {number} was not played"));
    assert_eq!((1..=9).filter(|number| listed(*number)).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    desk.assert_says("and 3 more");
}

#[test]
fn a_file_that_is_no_log_is_refused_with_the_reason_and_the_place() {
    let folder = folder();
    let (mut desk, _) = compared_with_a_draft();
    let cases: [(&str, Option<&[u8]>, &str); 7] = [
        ("columns.csv", Some(b"day,answers\n2026-11-23,press 1\n"), "The file has no column \"time\"."),
        ("others.csv", Some(b"name,tier\nNoor,gold\n"), "The first line names none of the columns."),
        ("bytes.csv", Some(b"time\n2026-11-23T10:00:00\n\xff\n"), "Line 3 is not UTF-8 text."),
        ("empty.csv", Some(b""), "The file is empty."),
        ("names.csv", Some(b"time,answers\n"), "The file names its columns and has no row below them."),
        ("missing.csv", None, "missing.csv"),
        ("", None, "folder"),
    ];
    for (name, bytes, words) in cases {
        let path = if name.is_empty() { folder.path().to_owned() } else { folder.path().join(name) };
        if let Some(bytes) = bytes {
            std::fs::write(&path, bytes).unwrap();
        }
        desk.command(Command::File(FileCommand::ReplayLog(Some(path.clone()))));
        assert_eq!(desk.question().title, "Not replayed", "{name}");
        let said = desk.question().lines.join("\n");
        assert!(said.contains(words) && said.contains(&path.display().to_string()), "{name}: {said}");
        desk.click("Close");
        assert!(desk.state().session.behaviours.log().is_none(), "{name}");
        desk.assert_says("The test calls, and a call for each branch of both versions.");
    }
}
