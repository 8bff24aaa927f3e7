//! The icon of a kind of action, as it is drawn beside names.

use egui::{Align2, Color32, FontId, Pos2, Rect, Ui, Vec2};

use crate::catalog::ActionSpec;
use crate::palette::Offer;

use super::theme;

/// The width that an icon takes, in points.
pub const ICON_WIDTH: f32 = 16.0;
/// How far the glyphs are moved down, in points: they are a little above the middle of their line.
const DROP: f32 = 1.0;

/// An icon with its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindIcon {
    /// The character; none for an unknown kind, which has a dot.
    pub glyph: Option<char>,
    /// The hue of its group.
    pub hue: Color32,
}

impl KindIcon {
    /// The icon of a kind.
    #[must_use]
    pub fn of(spec: &ActionSpec) -> Self {
        Self { glyph: Some(spec.icon.glyph()), hue: theme::hue(spec.category) }
    }

    /// The icon of a kind or a preset.
    #[must_use]
    pub fn of_offer(offer: &Offer) -> Self {
        let (icon, category) = offer.icon();
        Self { glyph: Some(icon.glyph()), hue: theme::hue(category) }
    }

    /// The dot of an unknown kind.
    #[must_use]
    pub fn unknown(ui: &Ui) -> Self {
        Self { glyph: None, hue: theme::of(ui).weak }
    }

    /// Draws the icon with its left edge and its middle at a position.
    pub fn paint(self, ui: &Ui, left: f32, middle: f32) {
        let centre = Pos2::new(left + ICON_WIDTH / 2.0, middle + DROP);
        let Some(glyph) = self.glyph else {
            ui.painter().rect_filled(Rect::from_center_size(centre, Vec2::splat(8.0)), 2, self.hue);
            return;
        };
        let color = theme::of(ui).icon(self.hue);
        ui.painter().text(centre, Align2::CENTER_CENTER, glyph, FontId::proportional(ICON_WIDTH), color);
    }
}
