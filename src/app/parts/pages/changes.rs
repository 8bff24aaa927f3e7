//! What was changed on a page in a frame. A page draws a copy of its object; when something in the copy was changed, the
//! whole copy is sent as one edit.

use crate::edit::Edit;

use crate::app::command::Command;

/// Whether something was changed in this frame, and by what kind of gesture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Changes {
    /// Nothing was changed.
    #[default]
    None,
    /// Letters were typed: changes with the same tag, one after the other, are one undo step.
    Typed(u64),
    /// A choice was made, something was added or removed: an undo step of its own.
    Step,
}

impl Changes {
    /// Notes a change that is an undo step of its own.
    pub fn step(&mut self) {
        *self = Self::Step;
    }

    /// Notes that letters were typed.
    pub fn typed(&mut self, tag: u64) {
        if *self == Self::None {
            *self = Self::Typed(tag);
        }
    }

    /// Whether something was changed.
    #[must_use]
    pub fn is_any(self) -> bool {
        self != Self::None
    }

    /// Sends the edit if something was changed.
    pub fn send(self, edit: impl FnOnce() -> Edit, commands: &mut Vec<Command>) {
        let tag = match self {
            Self::None => return,
            Self::Typed(tag) => Some(tag),
            Self::Step => None,
        };
        commands.push(Command::Edit(Box::new(edit()), tag));
    }
}
