//! A view of everything that painting and hit testing need, borrowed for one frame.

use std::collections::BTreeSet;

use egui::{Pos2, Rect, Vec2};

use super::event::{Overlay, PortMark};
use super::index::{SceneIndex, WireEnds};
use super::lod::{Lod, PORTS_FROM};
use super::region::Region;
use super::scene::{CanvasScene, Card, CardId, Standing, entry_pos, port_pos};
use super::style::CanvasStyle;
use super::viewport::Viewport;

/// The data of a frame.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// The scene.
    pub scene: &'a CanvasScene,
    /// The overlay.
    pub overlay: &'a Overlay<'a>,
    /// Colours and fonts.
    pub style: &'a CanvasStyle,
    /// Look-up tables of the scene.
    pub index: &'a SceneIndex,
    /// The visible part of the scene.
    pub view: Viewport,
    /// Level of detail.
    pub lod: Lod,
    /// The indices of the cards in view, in order of painting.
    pub visible: &'a [usize],
    /// The wires in view, as positions in the index.
    pub wires: &'a [usize],
    /// The named parts of the tree, where the cards are too small for titles.
    pub regions: &'a [Region],
    /// The cards being dragged, and by how much.
    pub moving: Option<(&'a BTreeSet<CardId>, Vec2)>,
}

impl<'a> Frame<'a> {
    /// A card by its index.
    #[must_use]
    pub fn card(&self, place: usize) -> Option<&'a Card> {
        self.scene.cards.get(place)
    }

    /// Whether a card is being dragged.
    #[must_use]
    pub fn is_moving(&self, place: usize) -> bool {
        let id = self.card(place).map(|card| card.id);
        self.moving.zip(id).is_some_and(|((cards, _), id)| cards.contains(&id))
    }

    /// The area of a card in scene units, including a drag under way.
    #[must_use]
    pub fn rect(&self, place: usize) -> Rect {
        let rect = self.index.rect(place);
        match self.moving {
            Some((_, delta)) if self.is_moving(place) => rect.translate(delta),
            _ => rect,
        }
    }

    /// Both ends of a wire in scene units, including a drag under way.
    #[must_use]
    pub fn ends(&self, wire: &WireEnds) -> (Pos2, Pos2) {
        if self.moving.is_none() {
            return (wire.start, wire.end);
        }
        (port_pos(self.rect(wire.from), wire.port), entry_pos(self.rect(wire.to)))
    }

    /// Whether an end of a wire is being dragged with its card.
    #[must_use]
    pub fn wire_moves(&self, wire: &WireEnds) -> bool {
        self.moving.is_some() && (self.is_moving(wire.from) || self.is_moving(wire.to))
    }

    /// Whether the call followed this wire.
    #[must_use]
    pub fn on_path(&self, wire: &WireEnds) -> bool {
        let id = self.card(wire.from).map(|card| card.id);
        id.is_some_and(|id| self.overlay.path_wires.contains(&(id, wire.port)))
    }

    /// Whether a card is unreachable, or unchanged in a comparison.
    #[must_use]
    pub fn is_dimmed(&self, card: &Card) -> bool {
        card.standing == Standing::Same || self.is_out_of_reach(card.id)
    }

    /// How much of the colours of a card is faded into the background.
    #[must_use]
    pub fn dimming(&self, card: &Card) -> f32 {
        match card.standing {
            _ if self.is_out_of_reach(card.id) => 0.6,
            Standing::Same => 0.4,
            Standing::Removed => 0.25,
            _ => 0.0,
        }
    }

    /// Whether ports are drawn and can be dragged.
    #[must_use]
    pub fn has_ports(&self) -> bool {
        self.view.zoom >= PORTS_FROM
    }

    /// Whether a branch of a card is not taken at the moment shown.
    #[must_use]
    pub fn is_closed(&self, card: &Card, port: usize) -> bool {
        self.overlay.port_marks.get(&(card.id, port)) == Some(&PortMark::Closed)
    }

    fn is_out_of_reach(&self, id: CardId) -> bool {
        self.overlay.reachable.is_some_and(|reachable| !reachable.contains(&id))
    }
}
