//! What a kind reads from its parameters once, however often a call comes through the action (spec: testing §8).

use std::any::Any;
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use crate::model::Params;

use super::Cx;

/// The place of what was read from the parameters of one action.
#[derive(Default)]
pub struct Once(OnceLock<Box<dyn Any + Send + Sync>>);

/// Without what was read, which only its kind knows.
impl fmt::Debug for Once {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Once").field("is_read", &self.0.get().is_some()).finish()
    }
}

/// What was read: kept with the action, or read for this time.
#[derive(Debug)]
pub enum Read<'a, T> {
    /// Kept with the action.
    Kept(&'a T),
    /// Read for this time, since the action keeps something else.
    Own(Box<T>),
}

impl<T> Deref for Read<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        match self {
            Self::Kept(kept) => kept,
            Self::Own(own) => own,
        }
    }
}

impl<'a> Cx<'a> {
    /// Something that `read` makes of the parameters, read once an action. A kind keeps one type of thing; whatever depends on anything
    /// else than the parameters cannot be kept.
    #[must_use]
    pub fn once<T: Send + Sync + 'static>(&self, read: impl Fn(&Params) -> T) -> Read<'a, T> {
        let params = &self.action.params;
        let kept = self.parts.once.0.get_or_init(|| Box::new(read(params)));
        kept.downcast_ref().map_or_else(|| Read::Own(Box::new(read(params))), Read::Kept)
    }
}
