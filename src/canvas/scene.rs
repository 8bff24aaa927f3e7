//! The input of the canvas: cards, their ports, the wires between them, notes and frames, in scene units. The scene is plain data that the application makes
//! from its own model. The measures of a card are here too, since a layout service needs the same ones.

use std::sync::Arc;

use egui::{Color32, Pos2, Rect, Vec2, pos2, vec2};

/// The id of a card: stable as long as its object exists.
pub type CardId = u64;

/// The width of every card.
pub const CARD_WIDTH: f32 = 208.0;
/// The height of the head of a card: title and summary.
pub const HEADER_HEIGHT: f32 = 46.0;
/// The height of the row of one port.
pub const ROW_HEIGHT: f32 = 26.0;
/// The radius of the corners of a card.
pub const CARD_RADIUS: f32 = 8.0;
/// How far below the top of a card its arrows enter: level with the title.
pub const ENTRY_OFFSET: f32 = 20.0;
/// Cards snap to multiples of this.
pub const GRID: f32 = 8.0;
/// The least width and height of a note or a frame.
pub const LEAST_SIDE: f32 = 32.0;
/// The most characters of the accessible name of a note.
const MOST_NAMED: usize = 200;

/// The size of a card with this many ports.
#[must_use]
pub fn card_size(ports: usize) -> Vec2 {
    #[expect(clippy::cast_precision_loss, reason = "a card has few ports")]
    let rows = ports as f32;
    vec2(CARD_WIDTH, HEADER_HEIGHT + rows * ROW_HEIGHT)
}

/// Everything the canvas draws.
#[derive(Clone, Debug, Default)]
pub struct CanvasScene {
    /// Changes whenever anything in the scene does: the key of all caches.
    pub revision: u64,
    /// The cards in reading order, which is also the order of painting and of the Tab key.
    pub cards: Vec<Card>,
    /// The arrows between them.
    pub wires: Vec<Wire>,
    /// The notes and frames, in order of painting.
    pub annotations: Vec<Annotation>,
}

/// A card: one box of the flow.
#[derive(Clone, Debug, Default)]
pub struct Card {
    /// The id; unique in the scene.
    pub id: CardId,
    /// The top left corner in scene units. Infinite or undefined values count as 0.
    pub pos: Pos2,
    /// The first line.
    pub title: String,
    /// The second line, small and weak.
    pub summary: String,
    /// The name of the kind, used in the accessible name: "Voice announcement".
    pub kind_label: String,
    /// The character of its icon, in a font that the application brings; none for an unknown kind.
    pub icon: Option<char>,
    /// The colour of the stripe at the left, and of the icon.
    pub hue: Color32,
    /// The ports, top to bottom.
    pub ports: Vec<Port>,
    /// Small marks at the right of the title, drawn from the right edge inwards.
    pub marks: Vec<Mark>,
    /// Whether the kind is unknown to this program: drawn grey.
    pub unknown: bool,
    /// The standing of the card in a comparison.
    pub standing: Standing,
}

impl Card {
    /// The area of the card in scene units, always finite.
    #[must_use]
    pub fn rect(&self) -> Rect {
        Rect::from_min_size(finite(self.pos), card_size(self.ports.len()))
    }

    /// The centre of a port's circle in scene units.
    #[must_use]
    pub fn port_pos(&self, port: usize) -> Pos2 {
        port_pos(self.rect(), port)
    }

    /// The accessible name.
    #[must_use]
    pub fn accessible_name(&self) -> String {
        format!("{}, {}", self.title, self.kind_label)
    }

    /// The mark that a card has where it shows its title alone: the worst of its problems.
    #[must_use]
    pub fn worst_mark(&self) -> Option<&Mark> {
        let order = [MarkKind::Error, MarkKind::Dropped, MarkKind::Warning, MarkKind::Hint];
        order.iter().find_map(|kind| self.marks.iter().find(|mark| mark.kind == *kind))
    }
}

/// A port: one way out of a card.
#[derive(Clone, Debug)]
pub struct Port {
    /// The branch key, used in events and egui ids.
    pub key: Arc<str>,
    /// The label.
    pub label: String,
    /// Whether the port leads anywhere.
    pub state: PortState,
}

/// Whether a port leads anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortState {
    /// A wire leaves the port.
    Linked,
    /// Nothing is linked yet: drawn hollow.
    Open,
    /// Nothing is linked, and nothing needs to be: drawn hollow, with a weak label.
    Quiet,
    /// The flow ends here on purpose: drawn as a small bar.
    EndsHere,
}

impl PortState {
    /// Where a port without a wire leads, in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::EndsHere => "ends here",
            Self::Quiet => "not connected",
            Self::Open | Self::Linked => "not connected yet",
        }
    }
}

/// A small mark at the right of the title.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The kind of the mark.
    pub kind: MarkKind,
    /// The hover text.
    pub hover: String,
}

/// The kind of a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// An error to correct.
    Error,
    /// A possible problem.
    Warning,
    /// Something to look at, which may be right.
    Hint,
    /// The action records the passage or the speech.
    Recorded,
    /// A comment.
    Comment,
    /// A simulated call stops here.
    Breakpoint,
    /// Calls are dropped here while something fails.
    Dropped,
    /// This many links lead here.
    Links(usize),
    /// A short text, such as how many cards a collapsed one hides.
    Text(String),
}

/// An arrow from a port to a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wire {
    /// The card that the wire leaves.
    pub from: CardId,
    /// The index of the port in that card.
    pub port: usize,
    /// The card that the wire enters.
    pub to: CardId,
    /// The kind of the wire.
    pub kind: WireKind,
    /// The standing of the wire in a comparison.
    pub standing: Standing,
}

/// The standing of a card or a wire in a comparison of two scenes, each with its own colour and sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// There is no comparison.
    #[default]
    Plain,
    /// The same in both scenes: dimmed.
    Same,
    /// Only in this scene: plus.
    Added,
    /// Only in the other scene: minus; a card is dimmed and its title struck out, a wire is dashed.
    Removed,
    /// In both scenes, but different: a wave.
    Changed,
    /// In both scenes, at different positions: an arrow.
    Moved,
}

impl Standing {
    /// Whether the standing should catch the eye.
    #[must_use]
    pub fn stands_out(self) -> bool {
        !matches!(self, Self::Plain | Self::Same)
    }

    /// The word of a standing that should catch the eye.
    #[must_use]
    pub fn words(self) -> Option<&'static str> {
        match self {
            Self::Plain | Self::Same => None,
            Self::Added => Some("added"),
            Self::Removed => Some("removed"),
            Self::Changed => Some("changed"),
            Self::Moved => Some("moved"),
        }
    }
}

/// The kind of a wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireKind {
    /// A branch of the tree: a solid curve.
    Tree,
    /// A jump to a card elsewhere: dashed, violet and led around cards.
    Link,
}

/// What an annotation is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AnnotationKind {
    /// A text of several lines, above arrows and below cards.
    #[default]
    Note,
    /// A rectangle with a title, below arrows and cards.
    Frame,
}

/// A note or a frame.
#[derive(Clone, Debug, Default)]
pub struct Annotation {
    /// The id; no card and no other annotation of the scene has the same one.
    pub id: CardId,
    /// What it is.
    pub kind: AnnotationKind,
    /// The top left corner in scene units. Infinite or undefined values count as 0.
    pub pos: Pos2,
    /// The size in scene units.
    pub size: Vec2,
    /// The text of a note or the title of a frame.
    pub text: String,
    /// The colour; none for the usual one of its kind.
    pub hue: Option<Color32>,
    /// The standing in a comparison.
    pub standing: Standing,
}

impl Annotation {
    /// The area in scene units, always finite.
    #[must_use]
    pub fn rect(&self) -> Rect {
        let size = finite(self.size.to_pos2()).to_vec2();
        Rect::from_min_size(finite(self.pos), size.max(Vec2::splat(LEAST_SIDE)))
    }

    /// Whether a box selection of an area takes it: a note that it touches, or a frame that lies whole in it.
    #[must_use]
    pub fn is_boxed(&self, area: Rect) -> bool {
        match self.kind {
            AnnotationKind::Note => area.intersects(self.rect()),
            AnnotationKind::Frame => area.contains_rect(self.rect()),
        }
    }

    /// The accessible name.
    #[must_use]
    pub fn accessible_name(&self) -> String {
        let word = match self.kind {
            AnnotationKind::Note => "Note",
            AnnotationKind::Frame => "Frame",
        };
        let standing = self.standing.words().map_or_else(String::new, |words| format!(", {words}"));
        let text: String = self.text.chars().take(MOST_NAMED).collect();
        format!("{word}: {text}{standing}")
    }
}

/// The centre of a port's circle on a card with this area.
#[must_use]
pub fn port_pos(card: Rect, port: usize) -> Pos2 {
    #[expect(clippy::cast_precision_loss, reason = "a card has few ports")]
    let row = port as f32;
    pos2(card.right(), card.top() + HEADER_HEIGHT + (row + 0.5) * ROW_HEIGHT)
}

/// Where arrows enter a card with this area.
#[must_use]
pub fn entry_pos(card: Rect) -> Pos2 {
    pos2(card.left(), card.top() + ENTRY_OFFSET)
}

/// The same point with infinite, undefined or extremely large coordinates brought back into range.
#[must_use]
pub fn finite(pos: Pos2) -> Pos2 {
    let tame = |v: f32| {
        if v.is_finite() { v.clamp(-1.0e7, 1.0e7) } else { 0.0 }
    };
    pos2(tame(pos.x), tame(pos.y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_that_are_not_finite_read_as_zero() {
        assert_eq!(finite(pos2(f32::NAN, f32::INFINITY)), Pos2::ZERO);
        assert_eq!(finite(pos2(3.0, -4.0)), pos2(3.0, -4.0));
    }

    #[test]
    fn ports_lie_on_the_right_edge_within_the_card() {
        let rect = Rect::from_min_size(pos2(10.0, 20.0), card_size(3));
        for port in 0..3 {
            let pos = port_pos(rect, port);
            assert!((pos.x - rect.right()).abs() < f32::EPSILON);
            assert!(pos.y > rect.top() + HEADER_HEIGHT && pos.y < rect.bottom());
        }
    }
}
