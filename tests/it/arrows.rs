//! The arrows of tidy trees: none runs behind a card, whatever the tree (spec: ease §2). Lines are walked point by point here.

use std::sync::Arc;

use signalbox::actions;
use signalbox::canvas::{self, CanvasScene, Card, Port, PortState, Standing, Wire, WireKind};
use signalbox::layout::tree::tidy;
use signalbox::model::{Channel, Flow, TreeType};

use crate::random_runs::random_lab;
use crate::support::{Chance, cases};

/// The scene of a tidy tree, without texts.
#[expect(clippy::cast_precision_loss, reason = "the tree is small")]
fn scene(flow: &Flow, tree: TreeType) -> CanvasScene {
    let (shape, places) = (actions::shape(flow, tree), tidy(flow, tree));
    let mut scene = CanvasScene { revision: 1, ..CanvasScene::default() };
    for id in &shape.order {
        let action = &flow.actions[id];
        let keys = actions::branch_keys(action, tree);
        for (port, key) in keys.iter().enumerate() {
            let Some(to) = action.links.get(key).and_then(|link| link.target()) else { continue };
            let kind = if shape.is_home(to, *id, key) { WireKind::Tree } else { WireKind::Link };
            let (from, to) = (u64::from(id.0), u64::from(to.0));
            scene.wires.push(Wire { from, port, to, kind, standing: Standing::Plain });
        }
        let port = |key: &String| Port { key: Arc::from(key.as_str()), label: String::new(), state: PortState::Linked };
        scene.cards.push(Card {
            id: u64::from(id.0),
            pos: egui::pos2(places[id].0 as f32, places[id].1 as f32),
            ports: keys.iter().map(port).collect(),
            ..Card::default()
        });
    }
    scene
}

#[test]
fn no_arrow_of_a_tidy_tree_runs_behind_a_card() {
    let (mut branches, mut links) = (0, 0);
    for case in 0..cases(150) {
        let mut chance = Chance::new(case);
        let channel = *chance.pick(&Channel::ALL);
        let lab = random_lab(&mut chance, channel);
        let tree = lab.project.tree_type_of(lab.version);
        let scene = scene(&lab.project.versions[&lab.version].flow, tree);
        for (place, line) in canvas::lines(&scene) {
            let wire = scene.wires[place];
            let (mut walked, mut inside) = (0, Vec::new());
            for pair in line.windows(2) {
                let length = pair[0].distance(pair[1]);
                for step in (0_u16..).take_while(|step| f32::from(*step) * 2.0 <= length) {
                    let at = pair[0] + (pair[1] - pair[0]).normalized() * f32::from(step) * 2.0;
                    let behind = scene.cards.iter().filter(|card| card.rect().shrink(2.0).contains(at));
                    inside.extend(behind.map(|card| card.id));
                    walked += 1;
                }
            }
            assert!(walked > 4);
            assert!(inside.is_empty(), "case {case}: {wire:?} runs behind {inside:?}");
            *(if wire.kind == WireKind::Tree { &mut branches } else { &mut links }) += 1;
        }
    }
    assert!(branches > 500 && links > 500, "{branches} branches, {links} links");
}
