//! How much of a card is drawn at a zoom. Curves, port circles and text cost most of a frame, and nobody reads
//! them when they are small.

/// The least zoom.
pub const MIN_ZOOM: f32 = 0.05;
/// The greatest zoom.
pub const MAX_ZOOM: f32 = 4.0;
/// Below this a title would be too short to mean anything.
pub const TEXT_FROM: f32 = 0.24;
/// From here on ports are named for screen readers.
pub const PORT_NAMES_FROM: f32 = 0.4;

const FULL_FROM: f32 = 0.45;
const CARDS_FROM: f32 = 0.15;

/// Level of detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lod {
    /// Plain boxes and straight lines; the canvas is one accessible widget.
    Boxes,
    /// Cards with a title, without ports and summaries.
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
        assert_eq!(Lod::at(0.45), Lod::Full);
        assert_eq!(Lod::at(0.44), Lod::Titles);
        assert_eq!(Lod::at(0.15), Lod::Titles);
        assert_eq!(Lod::at(0.149), Lod::Boxes);
        assert_eq!(Lod::at(MIN_ZOOM), Lod::Boxes);
    }
}
