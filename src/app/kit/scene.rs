//! The canvas scene of a version with what only the window shows: the two ways of a test call.

use crate::canvas::{CanvasScene, Standing, Wire, WireKind};
use crate::model::ActionId;

pub use crate::picture::scene::{
    action_id, annotation_card, annotation_color, annotation_id, canvas_style, card_id, model_pos, scene, scene_pos,
};

/// The two ways of a test call on the canvas: where it goes now after the action at which it parts from an earlier run, and where it went then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TwoWays {
    /// The action.
    pub from: ActionId,
    /// The branch and the action after it, now.
    pub now: Option<(String, ActionId)>,
    /// The branch and the action after it, in the earlier run.
    pub before: Option<(String, ActionId)>,
}

/// Marks both ways in a scene: the way now as added, the earlier one as removed. A way without a wire of its own gets one.
pub fn mark_two_ways(scene: &mut CanvasScene, two_ways: &TwoWays) {
    let from = card_id(two_ways.from);
    let has_card = |scene: &CanvasScene, id| scene.cards.iter().any(|card| card.id == id);
    let ways = [(&two_ways.now, Standing::Added), (&two_ways.before, Standing::Removed)];
    for (way, standing) in ways {
        let Some((branch, to)) = way else { continue };
        let to = card_id(*to);
        let port = scene.cards.iter().find(|card| card.id == from);
        let port = port.and_then(|card| card.ports.iter().position(|port| *port.key == **branch));
        let Some(port) = port.filter(|_| has_card(scene, to)) else { continue };
        let is_it = |wire: &&mut Wire| (wire.from, wire.port, wire.to) == (from, port, to);
        match scene.wires.iter_mut().find(is_it) {
            Some(wire) => wire.standing = standing,
            None => scene.wires.push(Wire { from, port, to, kind: WireKind::Link, standing }),
        }
    }
}
