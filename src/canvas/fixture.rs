//! Small scenes for the tests of the canvas.

use std::sync::Arc;

use egui::{Color32, pos2};

use super::scene::{CanvasScene, Card, CardId, Port, PortState, Standing, Wire, WireKind};

/// A card named `Card ID` with ports `a`, `b`, …
pub fn card(id: CardId, x: f32, y: f32, ports: u8) -> Card {
    Card {
        id,
        pos: pos2(x, y),
        title: format!("Card {id}"),
        summary: "what it does".into(),
        kind_label: "Node".into(),
        icon: None,
        hue: Color32::from_rgb(0x7b, 0x85, 0x93),
        ports: (0..ports).map(|at| port(char::from(b'a' + at % 26).to_string(), PortState::Open)).collect(),
        marks: Vec::new(),
        unknown: false,
        standing: Standing::Plain,
    }
}

/// A port whose key is its label.
pub fn port(label: impl Into<String>, state: PortState) -> Port {
    let label = label.into();
    Port { key: Arc::from(label.as_str()), label, state }
}

/// A branch.
pub fn tree(from: CardId, port: usize, to: CardId) -> Wire {
    Wire { from, port, to, kind: WireKind::Tree, standing: Standing::Plain }
}

/// A link.
pub fn link(from: CardId, port: usize, to: CardId) -> Wire {
    Wire { from, port, to, kind: WireKind::Link, standing: Standing::Plain }
}

/// A scene whose wired ports are marked as linked.
pub fn scene(mut cards: Vec<Card>, wires: Vec<Wire>) -> CanvasScene {
    for wire in &wires {
        let card = cards.iter_mut().find(|card| card.id == wire.from);
        if let Some(port) = card.and_then(|card| card.ports.get_mut(wire.port)) {
            port.state = PortState::Linked;
        }
    }
    CanvasScene { revision: 1, cards, wires, annotations: Vec::new() }
}

/// Cards in columns of ten, each wired to the one in the next column.
pub fn grid_scene(count: u16) -> CanvasScene {
    let cards = (0..count)
        .map(|at| card(u64::from(at) + 1, f32::from(at / 10) * 280.0, f32::from(at % 10) * 170.0, 4))
        .collect();
    let wires = (0..count.saturating_sub(10)).map(|at| tree(u64::from(at) + 1, 0, u64::from(at) + 11)).collect();
    scene(cards, wires)
}
