//! Branches that lead nowhere: ended on purpose or led on together, before a version goes into production.

use egui::Key;

use super::support::{Desk, VERSION};
use crate::app::command::{Command, TreeCommand};
use crate::app::shell::dialog::Dialog;
use crate::lifecycle::Act;
use crate::model::{ActionId, Link};

/// The branches that lead nowhere, as Problems counts them.
fn dropped(desk: &Desk) -> usize {
    let version = desk.version(VERSION);
    let found = crate::lint::check_version(desk.project(), version);
    found.iter().filter(|problem| problem.code == "dropped-branch").count()
}

fn links(desk: &Desk) -> Vec<(ActionId, String, Link)> {
    let actions = desk.flow().actions.values();
    actions.flat_map(|it| it.links.iter().map(|(branch, link)| (it.id, branch.clone(), *link))).collect()
}

#[test]
fn all_are_ended_on_purpose_in_one_step() {
    let mut desk = Desk::on_small();
    let (before, count) = (links(&desk), dropped(&desk));
    assert!(count >= 3, "{count}");
    desk.command(Command::OfVersion(VERSION, Act::PutInProduction));
    desk.click("Branches that lead nowhere…");
    desk.click(&format!("End {count} branches on purpose"));
    assert_eq!(dropped(&desk), 0);
    let new: Vec<_> = links(&desk).into_iter().filter(|it| !before.contains(it)).collect();
    assert_eq!(new.len(), count);
    assert!(new.iter().all(|(_, _, link)| *link == Link::EndsHere));
    desk.ctrl(Key::Z);
    assert_eq!(links(&desk), before);
}

#[test]
fn the_ticked_ones_lead_to_the_chosen_action() {
    let mut desk = Desk::on_small();
    let (before, count) = (links(&desk), dropped(&desk));
    desk.command(Command::Tree(TreeCommand::LooseEnds));
    desk.click("None");
    assert!(!desk.is_enabled("End 0 branches on purpose"));
    desk.click("Welcome: No input");
    desk.click("What becomes of them");
    desk.click("Lead to Leave a message");
    desk.click("Lead 1 branch there");
    assert!(desk.state().session.dialog.is_none());
    let new: Vec<_> = links(&desk).into_iter().filter(|it| !before.contains(it)).collect();
    assert_eq!(new, [(ActionId(3), "no_input".to_owned(), Link::To(ActionId(7)))]);
    assert!(dropped(&desk) < count);
}

#[test]
fn only_technical_ones_are_ticked_on_request() {
    let mut desk = Desk::on_small();
    desk.command(Command::Tree(TreeCommand::LooseEnds));
    let Some(Dialog::LooseEnds(all)) = desk.state().session.dialog.clone() else { panic!("no dialog") };
    desk.click("Technical ones");
    let Some(Dialog::LooseEnds(technical)) = desk.state().session.dialog.clone() else { panic!("no dialog") };
    assert_ne!(all, technical);
    desk.click("All");
    assert_eq!(desk.state().session.dialog, Some(Dialog::LooseEnds(all)));
}
