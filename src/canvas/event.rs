//! What the canvas is told besides the scene, and what it answers. The canvas never changes the scene itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::Pos2;

use super::scene::CardId;

/// What lies over the scene: selection, the simulated call, and whether anything may be changed.
#[derive(Clone, Copy, Debug)]
pub struct Overlay<'a> {
    /// Selected cards.
    pub selection: &'a BTreeSet<CardId>,
    /// Where a simulated call stands.
    pub current: Option<CardId>,
    /// Ports by which the call left cards.
    pub path_wires: &'a BTreeSet<(CardId, usize)>,
    /// Cards the call has been to.
    pub path_cards: &'a BTreeSet<CardId>,
    /// Cards that can be reached; the others are dimmed. `None` dims nothing.
    pub reachable: Option<&'a BTreeSet<CardId>>,
    /// Whether moving, linking and dropping are refused.
    pub read_only: bool,
}

static NO_CARDS: BTreeSet<CardId> = BTreeSet::new();
static NO_PORTS: BTreeSet<(CardId, usize)> = BTreeSet::new();

impl Default for Overlay<'_> {
    fn default() -> Self {
        Self {
            selection: &NO_CARDS,
            current: None,
            path_wires: &NO_PORTS,
            path_cards: &NO_CARDS,
            reachable: None,
            read_only: false,
        }
    }
}

impl<'a> Overlay<'a> {
    /// Nothing but a selection.
    #[must_use]
    pub fn with_selection(selection: &'a BTreeSet<CardId>) -> Self {
        Self { selection, ..Self::default() }
    }
}

/// Payload of `egui::DragAndDrop` for what is dragged from a palette. The text means nothing to the canvas,
/// which hands it back when it is dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaletteDrag(pub String);

/// What lies under the pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Nothing.
    Canvas,
    /// A card.
    Card(CardId),
    /// A port of a card.
    Port(CardId, Arc<str>),
    /// The arrow that leaves this port.
    Wire(CardId, Arc<str>),
}

/// Something the user did. Positions `pos` are in scene units, `screen` in points of the window.
#[derive(Clone, Debug, PartialEq)]
pub enum CanvasEvent {
    /// Exactly these cards shall be selected.
    SelectionChanged(BTreeSet<CardId>),
    /// Double click or Enter.
    Open(CardId),
    /// Cards came to rest; sent once, when they are released.
    MoveCards(Vec<(CardId, Pos2)>),
    /// A port shall lead to a card, whatever it led to before.
    Connect {
        /// The card with the port.
        from: CardId,
        /// Branch key.
        port: Arc<str>,
        /// The card to lead to.
        to: CardId,
    },
    /// The arrow that leaves this port shall be cut.
    Disconnect {
        /// The card with the port.
        from: CardId,
        /// Branch key.
        port: Arc<str>,
    },
    /// A port was dragged to empty canvas: add a card there, already linked.
    PortToEmpty {
        /// The card with the port.
        from: CardId,
        /// Branch key.
        port: Arc<str>,
        /// Where.
        pos: Pos2,
        /// Where on the screen.
        screen: Pos2,
    },
    /// Ask what to add here: double click on empty canvas, or Space.
    FindAt {
        /// Where.
        pos: Pos2,
        /// Where on the screen.
        screen: Pos2,
    },
    /// Something from the palette was dropped on empty canvas.
    DropOnEmpty {
        /// What the palette put into [`PaletteDrag`].
        payload: String,
        /// Top left corner for the new card, on the grid.
        pos: Pos2,
    },
    /// Something from the palette was dropped on the arrow that leaves this port: add it between.
    DropOnWire {
        /// What the palette put into [`PaletteDrag`].
        payload: String,
        /// The card with the port.
        from: CardId,
        /// Branch key.
        port: Arc<str>,
    },
    /// Something from the palette was dropped on a port: add it after.
    DropOnPort {
        /// What the palette put into [`PaletteDrag`].
        payload: String,
        /// The card with the port.
        from: CardId,
        /// Branch key.
        port: Arc<str>,
    },
    /// The secondary button was clicked.
    ContextMenu {
        /// On what.
        target: Target,
        /// Where.
        pos: Pos2,
        /// Where on the screen.
        screen: Pos2,
    },
}
