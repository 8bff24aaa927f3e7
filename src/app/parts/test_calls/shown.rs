//! What the inputs of a test call may read.

use std::sync::Arc;

use crate::model::{Project, TestCall, VersionId};
use crate::sim::suite::CallResult;
use crate::sim::suite::look::Look;

use crate::app::cx::Cx;

/// What is shown of a test call.
#[derive(Clone, Copy)]
pub(super) struct Detail<'a> {
    /// The view of the state that every part may read.
    pub cx: &'a Cx<'a>,
    /// The version that it is played to.
    pub version: VersionId,
    /// The test call.
    pub call: &'a TestCall,
    /// Its result; none while it is under way.
    pub result: Option<&'a CallResult>,
    /// More about it; none while it is under way.
    pub look: Option<&'a Look>,
}

impl<'a> Detail<'a> {
    /// The project.
    pub fn project(&self) -> &'a Arc<Project> {
        self.cx.project()
    }
}
