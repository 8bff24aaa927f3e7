//! A view of everything that painting and hit testing need, borrowed for one frame.

use std::collections::{BTreeSet, HashMap};

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
    /// The cards that are drawn elsewhere than the scene says.
    pub moving: Option<Moving<'a>>,
    /// The note or frame that is being resized, and its size.
    pub resizing: Option<(CardId, Vec2)>,
}

impl<'a> Frame<'a> {
    /// A frame in which no card and no wire is in view yet, and nothing is moved or resized.
    pub fn of(
        scene: &'a CanvasScene,
        index: &'a SceneIndex,
        overlay: &'a Overlay<'a>,
        style: &'a CanvasStyle,
        view: Viewport,
    ) -> Self {
        let lod = Lod::at(view.zoom);
        Self {
            scene,
            overlay,
            style,
            index,
            view,
            lod,
            visible: &[],
            wires: &[],
            regions: &[],
            moving: None,
            resizing: None,
        }
    }
}

/// Cards that are drawn elsewhere than the scene says: they are being dragged, or glide to their places.
#[derive(Clone, Copy, Debug)]
pub struct Moving<'a> {
    /// The cards.
    pub cards: &'a BTreeSet<CardId>,
    /// How far they are from their places.
    pub shift: Shift<'a>,
}

/// How far cards are drawn from their places, in scene units.
#[derive(Clone, Copy, Debug)]
pub enum Shift<'a> {
    /// All of them, by a drag.
    Drag(Vec2),
    /// Each by a part of its way.
    Each(&'a HashMap<CardId, Vec2>, f32),
}

impl Moving<'_> {
    /// How far a card is from its place.
    #[must_use]
    pub fn of(&self, id: CardId) -> Option<Vec2> {
        match self.shift {
            Shift::Drag(by) => self.cards.contains(&id).then_some(by),
            Shift::Each(ways, part) => ways.get(&id).map(|way| *way * part),
        }
    }

    /// Whether the cards are being dragged.
    #[must_use]
    pub fn is_drag(&self) -> bool {
        matches!(self.shift, Shift::Drag(_))
    }
}

impl<'a> Frame<'a> {
    /// A card by its index.
    #[must_use]
    pub fn card(&self, place: usize) -> Option<&'a Card> {
        self.scene.cards.get(place)
    }

    /// How far a card is drawn from its place.
    #[must_use]
    pub fn shift(&self, place: usize) -> Option<Vec2> {
        self.moving?.of(self.card(place)?.id)
    }

    /// Whether a card is being dragged.
    #[must_use]
    pub fn is_dragged(&self, place: usize) -> bool {
        self.moving.is_some_and(|moving| moving.is_drag()) && self.shift(place).is_some()
    }

    /// The area where a card is drawn, in scene units.
    #[must_use]
    pub fn rect(&self, place: usize) -> Rect {
        self.index.rect(place).translate(self.shift(place).unwrap_or_default())
    }

    /// Where both ends of a wire are drawn, in scene units.
    #[must_use]
    pub fn ends(&self, wire: &WireEnds) -> (Pos2, Pos2) {
        if self.moving.is_none() {
            return (wire.start, wire.end);
        }
        (port_pos(self.rect(wire.from), wire.port), entry_pos(self.rect(wire.to)))
    }

    /// Whether an end of a wire is drawn elsewhere than the scene says.
    #[must_use]
    pub fn wire_moves(&self, wire: &WireEnds) -> bool {
        self.moving.is_some() && [wire.from, wire.to].into_iter().any(|place| self.shift(place).is_some())
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
