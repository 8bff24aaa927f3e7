//! The smart routings to which actions lead, as far as that is known before a call.

use std::sync::Arc;

use crate::model::{Action, ItemRef, Project, RoutingId, Version};

use super::LEADS_TO_A_ROUTING;
use super::shared_routing::{ROUTING, version};

/// The version of a routing that an action hands the interaction over to, or runs; none for other kinds, and where the routing is known only
/// while a call runs.
#[must_use]
pub fn routing_target<'a>(project: &'a Project, action: &Action) -> Option<&'a Arc<Version>> {
    leads_to_a_routing(action).then(|| version(project, action)).flatten()
}

/// Whether an action may hand the interaction over to a routing, or run it: the action names the routing, or a variable that names one while
/// a call runs.
#[must_use]
pub fn may_lead_to(project: &Project, action: &Action, routing: RoutingId) -> bool {
    match action.params.get(&ROUTING).filter(|_| leads_to_a_routing(action)) {
        None => false,
        Some(ItemRef::Variable(_)) => true,
        Some(item) => project.resolve_routing(&item).is_some_and(|target| target.id == routing),
    }
}

/// Whether an action hands the interaction over to a routing, or runs it.
#[must_use]
pub fn leads_to_a_routing(action: &Action) -> bool {
    LEADS_TO_A_ROUTING.contains(&action.kind.as_str())
}
