//! The colours, fonts and strokes of the canvas, supplied by the theme of the application. `dark` and `light` are defaults for tests and
//! examples.

use egui::{Color32, FontId};

use super::scene::Standing;

/// Every colour and font the canvas uses.
#[derive(Clone, Debug, PartialEq)]
pub struct CanvasStyle {
    /// The background of the canvas.
    pub background: Color32,
    /// The dots of the grid.
    pub dot: Color32,
    /// The background of a card.
    pub card: Color32,
    /// The background of a card of an unknown kind.
    pub card_unknown: Color32,
    /// The edge of a card.
    pub line: Color32,
    /// The edge of a card under the pointer.
    pub line_hovered: Color32,
    /// Titles and branch labels.
    pub text: Color32,
    /// Summaries and captions.
    pub weak: Color32,
    /// The current item: selection, the call, its path.
    pub accent: Color32,
    /// Wires of the tree and rings of ports.
    pub wire: Color32,
    /// Links.
    pub link: Color32,
    /// Added items.
    pub ok: Color32,
    /// Warnings, and changed items.
    pub warning: Color32,
    /// Errors and breakpoints, and removed items.
    pub error: Color32,
    /// The shadow under a card, with its alpha.
    pub shadow: Color32,
    /// How much of the colour of text the icon of a card has, so that it is visible on the card.
    pub icon_ink: f32,
    /// The font of titles; usually semi-bold.
    pub title_font: FontId,
    /// The font of summaries.
    pub summary_font: FontId,
    /// The font of branch labels.
    pub label_font: FontId,
}

impl CanvasStyle {
    /// The colour of a standing, if it has one.
    #[must_use]
    pub fn of(&self, standing: Standing) -> Option<Color32> {
        match standing {
            Standing::Plain | Standing::Same => None,
            Standing::Added => Some(self.ok),
            Standing::Removed => Some(self.error),
            Standing::Changed => Some(self.warning),
            Standing::Moved => Some(self.weak),
        }
    }

    /// Light on dark.
    #[must_use]
    pub fn dark() -> Self {
        Self {
            background: Color32::from_rgb(0x14, 0x16, 0x1a),
            dot: Color32::from_rgb(0x3a, 0x41, 0x4c),
            card: Color32::from_rgb(0x24, 0x28, 0x2f),
            card_unknown: Color32::from_rgb(0x1d, 0x20, 0x25),
            line: Color32::from_rgb(0x32, 0x37, 0x3f),
            line_hovered: Color32::from_rgb(0x4b, 0x53, 0x5f),
            text: Color32::from_rgb(0xe4, 0xe7, 0xeb),
            weak: Color32::from_rgb(0x94, 0x9c, 0xa8),
            accent: Color32::from_rgb(0x5b, 0x9d, 0xff),
            wire: Color32::from_rgb(0x6b, 0x74, 0x80),
            link: Color32::from_rgb(0x94, 0x7f, 0xe0),
            ok: Color32::from_rgb(0x4c, 0xc3, 0x8a),
            warning: Color32::from_rgb(0xe5, 0xa4, 0x42),
            error: Color32::from_rgb(0xe5, 0x64, 0x5e),
            shadow: Color32::from_black_alpha(72),
            ..Self::light()
        }
    }

    /// Dark on light.
    #[must_use]
    pub fn light() -> Self {
        Self {
            background: Color32::from_rgb(0xf0, 0xf2, 0xf5),
            dot: Color32::from_rgb(0xc0, 0xc7, 0xd1),
            card: Color32::WHITE,
            card_unknown: Color32::from_rgb(0xe9, 0xec, 0xf0),
            line: Color32::from_rgb(0xdf, 0xe3, 0xe8),
            line_hovered: Color32::from_rgb(0xb4, 0xbd, 0xc9),
            text: Color32::from_rgb(0x1d, 0x23, 0x2b),
            weak: Color32::from_rgb(0x66, 0x70, 0x80),
            accent: Color32::from_rgb(0x23, 0x67, 0xd1),
            wire: Color32::from_rgb(0x9a, 0xa3, 0xaf),
            link: Color32::from_rgb(0x6f, 0x58, 0xc4),
            ok: Color32::from_rgb(0x14, 0x7a, 0x4e),
            warning: Color32::from_rgb(0xa9, 0x68, 0x00),
            error: Color32::from_rgb(0xc2, 0x3a, 0x34),
            shadow: Color32::from_black_alpha(22),
            icon_ink: 0.35,
            title_font: FontId::proportional(13.0),
            summary_font: FontId::proportional(11.0),
            label_font: FontId::proportional(12.0),
        }
    }
}
