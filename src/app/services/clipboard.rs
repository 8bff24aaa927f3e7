//! The copied actions: in this window, and as text in the clipboard of the desktop, from where other windows paste them.

use crate::edit::{Clip, Spot};
use crate::model::Pos;
use crate::storage::clip::{self, ClipError};

/// For how many frames the desktop may take to send its text.
const PATIENCE: u8 = 4;

/// Where copied actions go: a spot in the tree, and a position.
pub type Where = (Spot, Option<Pos>);

/// The copied actions.
#[derive(Debug, Default)]
pub struct Clipboard {
    /// The actions that were copied last in this window.
    pub clip: Clip,
    /// Their text.
    text: String,
    /// Where to paste what the desktop sends, and for how many frames it has been asked.
    asked: Option<(Where, u8)>,
}

impl Clipboard {
    /// Keeps copied actions. Returns the text for the clipboard of the desktop; only the titles where the text would be too long.
    pub fn keep(&mut self, clip: Clip) -> &str {
        let titles = clip.titles();
        // The clipboard of the desktop must not stay empty: the window system sends no *paste* then.
        self.text = clip::write(&clip, &titles).unwrap_or_else(|_| titles.join("\n"));
        self.clip = clip;
        &self.text
    }

    /// The actions in a text from the desktop. The text of this window stands for the actions themselves, whose ids have a meaning here.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn read(&self, text: &str) -> Result<Clip, ClipError> {
        let is_own = !self.clip.is_empty() && text.trim_end().lines().eq(self.text.trim_end().lines());
        if is_own { Ok(self.clip.clone()) } else { clip::read(text) }
    }

    /// Notes that the desktop is asked for its text.
    pub fn ask(&mut self, place: Where) {
        self.asked = Some((place, 0));
    }

    /// Whether the desktop is asked for its text.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.asked.is_some()
    }

    /// The desktop has answered. Returns where to paste.
    pub fn answered(&mut self) -> Where {
        self.asked.take().map_or((Spot::Free, None), |(place, _)| place)
    }

    /// Counts a frame without an answer. Returns whether the desktop is not going to answer.
    pub fn is_given_up(&mut self) -> bool {
        let Some((_, frames)) = &mut self.asked else { return false };
        *frames += 1;
        *frames > PATIENCE
    }
}
