//! Who gets the interaction: pure functions with their reasons in words (spec: distribution). Same people, same
//! state, same time, same seed: same decision.

mod queue;

use crate::catalog::{Decision, Request};
use crate::model::{Project, ResourceId, UserState, World};

/// Decides a request over the people and states of a world.
#[must_use]
pub fn decide(project: &Project, world: &World, request: &Request) -> Decision {
    match request {
        Request::Queue { queue, preferred, max_wait_s } => {
            queue::decide(project, world, *queue, *preferred, *max_wait_s)
        }
        Request::Rule { .. } | Request::Policy { .. } => {
            Decision::Unassigned { reasons: vec!["Rules and policies are not decided yet.".to_owned()] }
        }
        Request::User { user } => {
            let state = state_of(world, *user);
            let reason = format!("{}: {}", name_of(project, *user), state.words().to_lowercase());
            Decision::User { state, reasons: vec![reason] }
        }
    }
}

/// The state of a user; who is not named by the world is available.
#[must_use]
pub fn state_of(world: &World, user: ResourceId) -> UserState {
    world.users.get(&user).copied().unwrap_or_default()
}

fn name_of(project: &Project, resource: ResourceId) -> String {
    project.resources.get(&resource).map_or_else(|| format!("Item {resource}"), |found| found.name.clone())
}
