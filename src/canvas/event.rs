//! The input of the canvas apart from the scene, and its events. The canvas never changes the scene itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::{Pos2, Vec2};

use super::scene::CardId;

/// What is drawn on top of the scene: the selection and the simulated call; and whether editing is allowed.
#[derive(Clone, Copy, Debug)]
pub struct Overlay<'a> {
    /// The selected cards, notes and frames.
    pub selection: &'a BTreeSet<CardId>,
    /// The card where the simulated call is.
    pub current: Option<CardId>,
    /// The ports through which the call left cards.
    pub path_wires: &'a BTreeSet<(CardId, usize)>,
    /// The cards that the call passed.
    pub path_cards: &'a BTreeSet<CardId>,
    /// The reachable cards; the others are dimmed. `None` dims nothing.
    pub reachable: Option<&'a BTreeSet<CardId>>,
    /// The ports at which a simulated call stops.
    pub stops: &'a BTreeSet<(CardId, usize)>,
    /// The marks of ports; a port without one looks as usual.
    pub port_marks: &'a BTreeMap<(CardId, usize), PortMark>,
    /// How much passes each port, while that is shown.
    pub heat: Option<&'a Heat>,
    /// Whether moving, linking and dropping are refused.
    pub read_only: bool,
    /// The application's answer to what is carried; it counts only while the same is carried over the same target.
    pub landing: Option<&'a Landing>,
}

/// What the pointer carries over the canvas during a drag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carried {
    /// An item of a palette, by the text of its [`PaletteDrag`].
    Palette(String),
    /// A card that no arrow enters or leaves.
    Card(CardId),
    /// The end of the arrow that leaves this port.
    Wire(CardId, Arc<str>),
    /// A card or a port of a canvas that is read-only. It stays where it is.
    Held,
}

/// What a release would do, as the application says.
#[derive(Clone, Debug, PartialEq)]
pub struct Landing {
    /// What is carried.
    pub carried: Carried,
    /// The target under the pointer.
    pub target: Target,
    /// The top left corner of the card that would be inserted, and the number of its ports.
    pub ghost: Option<(Pos2, usize)>,
    /// Whether a release does nothing.
    pub is_refused: bool,
}

/// A mark of a port, which differs from others in shape and colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortMark {
    /// The branch is passed: a check mark.
    Passed,
    /// The branch is missing: a hollow diamond.
    Missing,
    /// The branch is taken at the moment shown: a disc with the hands of a clock.
    Open,
    /// The branch is not taken at the moment shown: a small ring with a bar; the branch and its arrow are dimmed.
    Closed,
}

/// How much passes a port.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Warmth {
    /// The share of all that pass it, from 0 to 1.
    pub share: f32,
    /// How many, in words.
    pub figure: String,
}

/// How much passes each port; nothing passes a port that is not there.
pub type Heat = BTreeMap<(CardId, usize), Warmth>;

static NO_CARDS: BTreeSet<CardId> = BTreeSet::new();
static NO_PORTS: BTreeSet<(CardId, usize)> = BTreeSet::new();
static NO_MARKS: BTreeMap<(CardId, usize), PortMark> = BTreeMap::new();

impl Default for Overlay<'_> {
    fn default() -> Self {
        Self {
            selection: &NO_CARDS,
            current: None,
            path_wires: &NO_PORTS,
            path_cards: &NO_CARDS,
            reachable: None,
            stops: &NO_PORTS,
            port_marks: &NO_MARKS,
            heat: None,
            read_only: false,
            landing: None,
        }
    }
}

impl<'a> Overlay<'a> {
    /// An overlay with only a selection.
    #[must_use]
    pub fn with_selection(selection: &'a BTreeSet<CardId>) -> Self {
        Self { selection, ..Self::default() }
    }
}

/// Payload of `egui::DragAndDrop` for an item dragged from a palette. The canvas does not interpret the text and returns it in the drop event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaletteDrag(pub String);

/// The target under the pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Empty canvas.
    Canvas,
    /// A card.
    Card(CardId),
    /// A port of a card.
    Port(CardId, Arc<str>),
    /// The arrow that leaves this port.
    Wire(CardId, Arc<str>),
    /// A note, or the title or an edge of a frame.
    Annotation(CardId),
}

/// An action of the user. Positions `pos` are in scene units, `screen` in points of the window.
#[derive(Clone, Debug, PartialEq)]
pub enum CanvasEvent {
    /// Select exactly these cards, notes and frames.
    SelectionChanged(BTreeSet<CardId>),
    /// A double click or Enter.
    Open(CardId),
    /// Cards, notes and frames were moved; sent once, on release.
    MoveCards(Vec<(CardId, Pos2)>),
    /// A note or a frame was resized by its right or bottom edge; sent once, on release.
    Resize(CardId, Vec2),
    /// Link a port to a card, replacing its former link.
    Connect {
        /// The card with the port.
        from: CardId,
        /// Branch key.
        port: Arc<str>,
        /// The target card.
        to: CardId,
    },
    /// Remove the arrow that leaves this port.
    Disconnect {
        /// The card with the port.
        from: CardId,
        /// Branch key.
        port: Arc<str>,
    },
    /// A port was dragged to empty canvas: add a card there, linked to the port.
    PortToEmpty {
        /// The card with the port.
        from: CardId,
        /// Branch key.
        port: Arc<str>,
        /// The position on the canvas.
        pos: Pos2,
        /// The position on the screen.
        screen: Pos2,
    },
    /// Ask what to add here, after a double click on empty canvas or Space.
    FindAt {
        /// The position on the canvas.
        pos: Pos2,
        /// The position on the screen.
        screen: Pos2,
    },
    /// An item from the palette was dropped on empty canvas.
    DropOnEmpty {
        /// What the palette put into [`PaletteDrag`].
        payload: String,
        /// The top left corner of the new card, on the grid.
        pos: Pos2,
    },
    /// Something was released over a card, a port or an arrow: insert it there.
    Drop {
        /// What was carried.
        carried: Carried,
        /// The target.
        target: Target,
        /// The position on the screen.
        screen: Pos2,
    },
    /// The secondary button was clicked.
    ContextMenu {
        /// The target.
        target: Target,
        /// The position on the canvas.
        pos: Pos2,
        /// The position on the screen.
        screen: Pos2,
    },
}
