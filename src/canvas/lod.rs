//! How much of a card is drawn at a zoom. Curves, port circles and text take most of the time of a frame, and are unreadable when small.

/// The smallest zoom.
pub const MIN_ZOOM: f32 = 0.05;
/// The largest zoom.
pub const MAX_ZOOM: f32 = 4.0;
/// Below this zoom a title would be too short to be useful.
pub const TEXT_FROM: f32 = 0.28;
/// From this zoom on, ports have accessible names.
pub const PORT_NAMES_FROM: f32 = 0.4;

/// From this zoom on, ports are drawn and can be dragged, with or without their labels.
pub const PORTS_FROM: f32 = 0.45;

const FULL_FROM: f32 = 0.6;
/// Below this zoom links fade, since they would hide the tree.
pub const LINKS_FADE_BELOW: f32 = 0.45;
/// At this zoom links are as faint as they get.
pub const LINKS_FAINT_AT: f32 = 0.2;
const CARDS_FROM: f32 = 0.15;

/// Level of detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lod {
    /// Plain boxes and straight lines; the canvas is one accessible widget.
    Boxes,
    /// Cards in the colour of their group with a title of legible size, without ports and summaries.
    Titles,
    /// Everything.
    Full,
}

impl Lod {
    /// The level for a zoom.
    #[must_use]
    pub fn at(zoom: f32) -> Self {
        if zoom >= FULL_FROM {
            Self::Full
        } else if zoom >= CARDS_FROM {
            Self::Titles
        } else {
            Self::Boxes
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds() {
        assert_eq!(Lod::at(4.0), Lod::Full);
        assert_eq!(Lod::at(0.6), Lod::Full);
        assert_eq!(Lod::at(0.59), Lod::Titles);
        assert_eq!(Lod::at(0.15), Lod::Titles);
        assert_eq!(Lod::at(0.149), Lod::Boxes);
        assert_eq!(Lod::at(MIN_ZOOM), Lod::Boxes);
    }
}
