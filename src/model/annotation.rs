//! Notes and frames on the canvas of a version: what supervisors write beside the tree for colleagues (spec: designer §2). They do nothing in a
//! call.

use serde::{Deserialize, Serialize};
use strum::EnumIter;

use super::area::{Area, Pos, Size};

/// What an annotation is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AnnotationKind {
    /// A free text.
    #[default]
    Note,
    /// A rectangle with a title behind the cards that it groups.
    Frame,
}

impl AnnotationKind {
    /// The word that users read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Note => "Note",
            Self::Frame => "Frame",
        }
    }
}

/// A colour of a note or a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, EnumIter)]
pub enum AnnotationColor {
    /// Amber.
    Amber,
    /// Blue.
    Blue,
    /// Green.
    Green,
    /// Red.
    Red,
    /// Violet.
    Violet,
}

impl AnnotationColor {
    /// The word that users read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Amber => "Amber",
            Self::Blue => "Blue",
            Self::Green => "Green",
            Self::Red => "Red",
            Self::Violet => "Violet",
        }
    }
}

/// A note or a frame.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Annotation {
    /// What it is.
    pub kind: AnnotationKind,
    /// The text of a note, of several lines, or the title of a frame.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The top left corner.
    pub at: Pos,
    /// The width and the height.
    pub size: Size,
    /// The colour; none for the usual one of its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<AnnotationColor>,
}

impl Annotation {
    /// Where it is on the canvas.
    #[must_use]
    pub fn area(&self) -> Area {
        Area { at: self.at, size: self.size }
    }

    /// What it is and how its text begins: *Note "Closed on Mondays"*. A long text is shortened.
    #[must_use]
    pub fn words(&self) -> String {
        const SHOWN: usize = 60;
        let line = self.text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
        let shown: String = line.chars().take(SHOWN).collect();
        let more = if shown.len() < line.len() { "…" } else { "" };
        let word = self.kind.words();
        if line.is_empty() { format!("{word} without text") } else { format!("{word} \"{shown}{more}\"") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_name_it_by_its_first_line() {
        let note = |text: &str| Annotation { text: text.to_owned(), ..Annotation::default() }.words();
        assert_eq!(note("\n  Closed on Mondays\nsince May"), "Note \"Closed on Mondays\"");
        assert_eq!(note(" \n"), "Note without text");
        assert_eq!(note(&"é".repeat(61)), format!("Note \"{}…\"", "é".repeat(60)));
        let frame = Annotation { kind: AnnotationKind::Frame, text: "Orders".to_owned(), ..Annotation::default() };
        assert_eq!(frame.words(), "Frame \"Orders\"");
    }
}
