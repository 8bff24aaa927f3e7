//! A customer who has been in contact and may come again.

use crate::model::{Caller, Channel, ResourceId};

/// A customer who has been in contact.
pub(super) struct Earlier {
    pub caller: Caller,
    /// When the contact ended, in milliseconds since the start of the scenario.
    pub at_ms: u64,
    pub channel: Channel,
    pub served_by: Option<ResourceId>,
}
