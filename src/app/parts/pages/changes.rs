//! Records what a page changed in a frame. A page draws a copy of its object; if anything in the copy changed, the
//! whole copy is sent as one edit.

use crate::edit::Edit;

use crate::app::command::Command;

/// Whether anything changed in this frame, and by what kind of gesture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Changes {
    /// No change.
    #[default]
    None,
    /// Typing: consecutive changes with the same tag are one undo step.
    Typed(u64),
    /// A choice, an addition or a removal: an undo step of its own.
    Step,
}

impl Changes {
    /// Records a change that is an undo step of its own.
    pub fn step(&mut self) {
        *self = Self::Step;
    }

    /// Records typing.
    pub fn typed(&mut self, tag: u64) {
        if *self == Self::None {
            *self = Self::Typed(tag);
        }
    }

    /// Whether anything changed.
    #[must_use]
    pub fn is_any(self) -> bool {
        self != Self::None
    }

    /// Sends the edit if anything changed.
    pub fn send(self, edit: impl FnOnce() -> Edit, commands: &mut Vec<Command>) {
        let tag = match self {
            Self::None => return,
            Self::Typed(tag) => Some(tag),
            Self::Step => None,
        };
        commands.push(Command::Edit(Box::new(edit()), tag));
    }
}
