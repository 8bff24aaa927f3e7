//! What is under the pointer and has the focus in one frame.

use egui::{Pos2, Rect};

use super::state::Focus;

/// The items under the pointer and the keyboard focus.
#[derive(Clone, Debug, Default)]
pub(super) struct Looks {
    pub hovered_card: Option<usize>,
    pub hovered_port: Option<(usize, usize)>,
    pub hovered_wire: Option<usize>,
    pub hovered_annotation: Option<usize>,
    pub target_card: Option<usize>,
    pub focus: Focus,
    /// The top left corner of the card that would be inserted, and the number of its ports.
    pub ghost: Option<(Pos2, usize)>,
    /// Whether what is carried is refused here.
    pub is_refused: bool,
    /// The area of a box selection under way, in scene units.
    pub boxed: Option<Rect>,
    /// The pointer in scene units.
    pub pointer: Option<Pos2>,
}
