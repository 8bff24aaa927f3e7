//! Who gets the interaction: pure functions with their reasons in words (spec: distribution). Same people, same
//! state, same time, same seed: same decision. The only things that a decision moves are the cursors and the count of draws of
//! the interaction.

pub mod policy;
mod queue;
mod rule;
mod standing;

use crate::catalog::{Decision, Interaction, Request};
use crate::model::{Caller, Channel, Project, ResourceId, UserState, World};

/// What a decision looks at, and does not change.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The project.
    pub project: &'a Project,
    /// Everything outside the flow.
    pub world: &'a World,
    /// Who calls.
    pub caller: &'a Caller,
    /// The channel of the interaction.
    pub channel: Channel,
    /// Who served this interaction last, if somebody did already.
    pub served_by: Option<ResourceId>,
}

/// Decides a request. Cursors of teams and policies start where the world says and advance in the interaction; chance is drawn from it.
#[must_use]
pub fn decide(around: &Around<'_>, interaction: &mut Interaction, request: &Request) -> Decision {
    let Around { project, world, .. } = *around;
    match request {
        Request::Queue { queue, preferred, max_wait_s, priority, skills } => {
            let asks = queue::Asks { preferred: *preferred, max_wait_s: *max_wait_s, priority: *priority, skills };
            queue::decide(around, interaction, *queue, &asks)
        }
        Request::Rule { rule, needs_available, opportunity } => {
            rule::decide(around, interaction, *rule, *needs_available, opportunity)
        }
        Request::Policy { policy, allow_busy, allow_offline, returning_to_same } => {
            let own = policy::Ticks {
                allow_busy: *allow_busy,
                allow_offline: *allow_offline,
                returning_to_same: *returning_to_same,
            };
            policy::decide(around, interaction, *policy, own)
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

/// The place of the member who comes next in a team or policy of so many members.
fn cursor(around: &Around<'_>, interaction: &Interaction, of: ResourceId, members: usize) -> usize {
    let stands = interaction.cursors.get(&of).or_else(|| around.world.cursors.get(&of)).copied().unwrap_or(0);
    usize::try_from(stands).unwrap_or(0).checked_rem(members).unwrap_or(0)
}

/// After a member was chosen, the one behind comes next.
fn advance(interaction: &mut Interaction, of: ResourceId, chosen: usize, members: usize) {
    let next = chosen.saturating_add(1).checked_rem(members).unwrap_or(0);
    interaction.cursors.insert(of, u32::try_from(next).unwrap_or(0));
}

/// The places of so many members, once round from a cursor.
fn round(from: usize, members: usize) -> impl Iterator<Item = usize> {
    (from..members).chain(0..from)
}
