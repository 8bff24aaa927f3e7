//! A contact that is watched: what it was given, so that the simulator can play the very same contact (spec: load §2, §6).

use std::sync::Arc;

use crate::sim::engine::Input;
use crate::sim::trace::Left;
use crate::sim::{CallState, Scene};

use super::ContactId;
use super::contact::Contact;
use super::tape::Tape;

/// A contact that is watched.
#[derive(Clone, Debug)]
pub struct Watched {
    /// Which one.
    pub id: ContactId,
    /// What it was given, in order.
    pub inputs: Vec<Input>,
    /// Its scene, where the outside answers as it did in the load run; none where there is no such contact.
    pub scene: Option<Scene>,
    /// The actions that it left in the load run, in order.
    pub left: Vec<Left>,
    /// Where it ended in the load run.
    pub end: CallState,
    pub(super) tape: Tape,
    pub(super) is_over: bool,
}

impl Watched {
    pub(super) fn new(id: ContactId) -> Self {
        Self {
            id,
            inputs: Vec::new(),
            scene: None,
            left: Vec::new(),
            end: CallState::default(),
            tape: Tape::default(),
            is_over: false,
        }
    }

    pub(super) fn ends(&mut self, contact: &Contact) {
        let mut scene = contact.run.scene().clone();
        let moment = scene.started;
        scene.begin_at(moment);
        scene.outside = self.tape.playing(Arc::clone(&scene.outside));
        self.scene = Some(scene);
        self.left = contact.run.left().to_vec();
        self.end = contact.run.state().clone();
        self.is_over = true;
    }
}
