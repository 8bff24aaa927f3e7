//! Versions against each other: on one canvas, beside each other, and as a list to walk along.

use std::sync::Arc;

use egui::{Key, Modifiers, PointerButton, Pos2, Role};
use egui_kittest::kittest::NodeT as _;

use crate::app::command::{Command, Tab};
use crate::app::comparison::{Comparison, Pick};
use crate::app::panels::compare::scenes::removed_card;
use crate::app::scene::card_id;
use crate::canvas::{CanvasScene, Card, CardId, Standing};
use crate::edit::{Edit, Spot};
use crate::model::{ActionId, Pos, Project, VersionId};

use super::support::{Desk, VERSION, claims, small};

const LIVE: VersionId = VersionId(22);
const IN_TEST: VersionId = VersionId(23);

/// A copy of the small tree in which *Greeting* says something else, the mailbox is gone, a pause stands before reception
/// and the start elsewhere; and the project with both.
fn changed() -> (Desk, VersionId) {
    let mut desk = Desk::on_small();
    let (name, description) = ("Draft".to_owned(), String::new());
    let routing = desk.version(VERSION).info.routing;
    desk.command(Command::edit(Edit::CreateVersion { routing, from: Some(VERSION), name, description }));
    let copy = desk.shown();
    assert_ne!(copy, VERSION);
    desk.command(Command::edit(Edit::RemoveBelow { version: copy, action: ActionId(7) }));
    let spot = Spot::After(ActionId(3), "row:1".to_owned());
    let pos = Some(Pos(560, 0));
    desk.command(Command::edit(Edit::AddAction { version: copy, kind: "pause".to_owned(), spot, pos }));
    desk.command(Command::edit(Edit::MoveCards { version: copy, cards: vec![(ActionId(1), Pos(0, 400))] }));
    (desk, copy)
}

fn comparison(desk: &Desk) -> &Comparison {
    let Tab::Compare(before, after) = desk.state().tab else { panic!("{:?}", desk.state().tab) };
    &desk.state().comparing.open[&(before, after)]
}

fn one(desk: &Desk) -> Arc<CanvasScene> {
    comparison(desk).made.as_ref().unwrap().scenes.one.clone()
}

fn find(scene: &CanvasScene, id: CardId) -> &Card {
    scene.cards.iter().find(|card| card.id == id).unwrap_or_else(|| panic!("no card {id}"))
}

/// What the scene shows, a line a wire that differs.
fn ways(scene: &CanvasScene) -> Vec<(Standing, String, String)> {
    let title = |id| find(scene, id).title.clone();
    let wires = scene.wires.iter().filter(|wire| wire.standing != Standing::Same);
    wires.map(|wire| (wire.standing, title(wire.from), title(wire.to))).collect()
}

fn compare(desk: &mut Desk, before: VersionId, after: VersionId) {
    desk.command(Command::OpenTab(Tab::Compare(before, after)));
}

#[test]
fn one_canvas_has_both_trees_with_what_differs_marked() {
    let (mut desk, copy) = changed();
    compare(&mut desk, VERSION, copy);
    let scene = one(&desk);
    let standing = |id: u32| find(&scene, card_id(ActionId(id))).standing;
    assert_eq!((standing(1), standing(3), standing(4)), (Standing::Same, Standing::Changed, Standing::Same));
    let gone = find(&scene, removed_card(ActionId(7)));
    assert_eq!(gone.standing, Standing::Removed);
    let new = scene.cards.iter().find(|card| card.standing == Standing::Added).expect("the pause");
    let (menu, mailbox) = (find(&scene, card_id(ActionId(3))).title.clone(), gone.title.clone());
    let reception = find(&scene, card_id(ActionId(4))).title.clone();
    let found = ways(&scene);
    let pause = new.title.clone();
    let wanted = [
        (Standing::Added, menu.clone(), pause.clone()),
        (Standing::Added, pause, reception.clone()),
        (Standing::Removed, menu.clone(), mailbox.clone()),
        (Standing::Removed, menu, reception),
    ];
    for way in &wanted {
        assert!(found.contains(way), "{way:?} is not in {found:?}");
    }
    assert_eq!(found.len(), wanted.len(), "{found:?}");
    // Colour and sign are in the names as well.
    desk.assert_says(&format!("{mailbox}, {}, removed", "Voice mailbox"));
    desk.assert_says("Pause, added");
    desk.assert_says("1 added, 1 removed, 1 changed, 1 moved");
}
