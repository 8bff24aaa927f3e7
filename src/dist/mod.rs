//! Who gets the interaction: pure functions with their reasons in words (spec: distribution). Same facts and same draw: same
//! decision. The only thing that a decision moves is the cursors of the interaction. Where chance decides, the answer is the odds,
//! and the question is asked again once somebody has drawn.

mod join;
mod known;
pub mod next;
pub mod person;
pub mod policy;
pub mod queue;
mod rule;
mod seat;
mod user;
pub mod who;

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::catalog::value::Lookups;
use crate::catalog::{Decision, Door, Fact, Interaction, Pool, Purpose, Request, skills};
use crate::model::{Channel, Project, ResourceData, ResourceId};

use known::Known;

/// What a decision looks at, and does not change.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The project.
    pub project: &'a Project,
    /// What is looked up in the project again and again.
    pub lookups: &'a Lookups,
    /// The door to the outside: people, queues, and who calls.
    pub door: &'a Door<'a>,
    /// The channel of the interaction.
    pub channel: Channel,
    /// Who served this interaction last, if somebody did already.
    pub served_by: Option<ResourceId>,
    /// Whether anybody reads the reasons.
    pub is_told: bool,
}

/// Why a decision is what it is, in words, where anybody reads them.
struct Reasons {
    is_told: bool,
    all: Vec<String>,
}

impl Reasons {
    fn of(around: &Around<'_>) -> Self {
        Self { is_told: around.is_told, all: Vec::new() }
    }

    /// Reasons that nobody reads.
    fn untold() -> Self {
        Self { is_told: false, all: Vec::new() }
    }

    #[inline]
    fn give(&mut self, words: impl FnOnce() -> String) {
        if self.is_told {
            self.all.push(words());
        }
    }
}

/// How often each person comes in a draw that decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Odds {
    /// What is drawn for. Whoever draws decides [`Fact::Draw`] of it, with the id of the person, and asks again.
    pub purpose: Purpose,
    /// Who may be drawn, with the weight of each. At least two have one.
    pub weights: Vec<(ResourceId, u64)>,
}

/// Decides a request. Cursors of teams and policies start where the outside says and advance in the interaction.
///
/// # Errors
/// The odds, where chance decides and nothing is drawn yet.
pub fn decide(around: &Around<'_>, interaction: &mut Interaction, request: &Request) -> Result<Decision, Odds> {
    Ok(match request {
        Request::Queue { queue, preferred, max_wait_s, priority, skills } => {
            let asks = queue::Asks { preferred: *preferred, max_wait_s: *max_wait_s, priority: *priority, skills };
            queue::decide(around, interaction, *queue, &asks)?
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
            policy::decide(around, interaction, *policy, own)?
        }
        Request::PolicyPool { policy } => {
            let found = policy::find(around.project, *policy);
            let pool = found.map_or_else(Pool::default, |policy| policy::pool(around, interaction, policy));
            Decision::Unassigned { reasons: Vec::new(), pool }
        }
        Request::User { user, allow_busy, allow_away } => {
            user::decide(around, interaction, *user, *allow_busy, *allow_away)
        }
        Request::QueueState { queue } => queue::state(around, interaction, *queue),
        Request::Join { people } => join::decide(around, interaction, *people),
    })
}

/// Draws one of several people by weight: without a draw where only one has a weight, and nobody where none has.
fn drawn(
    around: &Around<'_>,
    purpose: Purpose,
    weights: impl Iterator<Item = (ResourceId, u64)>,
) -> Result<Option<ResourceId>, Odds> {
    let weights: Vec<(ResourceId, u64)> = weights.filter(|(_, weight)| *weight > 0).collect();
    if weights.len() < 2 {
        return Ok(weights.first().map(|(user, _)| *user));
    }
    let drawn = around.door.drawn(purpose);
    let chosen = drawn.and_then(|value| weights.iter().find(|(user, _)| user.to_string() == value));
    chosen.map(|(user, _)| Some(*user)).ok_or(Odds { purpose, weights })
}

/// The user who served the customer last on this channel: in this interaction, else in the latest contact by date. A customer
/// who withholds the number is recognised in this interaction alone.
fn last_agent(around: &Around<'_>) -> Option<ResourceId> {
    if around.served_by.is_some() || around.door.is_hidden() {
        return around.served_by;
    }
    let contacts = around.door.contacts();
    let here = contacts.iter().filter(|contact| contact.channel == around.channel && contact.served_by.is_some());
    here.min_by_key(|contact| contact.hours_ago)?.served_by
}

/// A pool with these people, each once: those may join who have the right to the channel, and those of them are given the
/// conversation, once they are available, who `may_get` it and have not reached their daily limit.
fn pool_of(
    around: &Around<'_>,
    interaction: &Interaction,
    people: impl IntoIterator<Item = ResourceId>,
    may_get: impl Fn(&Known<'_>) -> bool,
) -> Pool {
    let mut seen = BTreeSet::new();
    let mut pool = Pool::default();
    for known in people.into_iter().filter_map(|id| Known::of(around, interaction, id)) {
        if !known.person.may_receive || !seen.insert(known.id) {
            continue;
        }
        pool.people.push(known.id);
        if known.person.has_day_left() && may_get(&known) {
            pool.eligible.push(known.id);
        }
    }
    pool
}

/// The members of a team, or of a queue in its order; nobody of anything else.
fn members_of(project: &Project, people: ResourceId) -> Vec<ResourceId> {
    match project.resources.get(&people).map(|resource| &resource.data) {
        Some(ResourceData::Team(team)) => team.members.clone(),
        Some(ResourceData::Queue(queue)) => {
            skills::members(project, queue).into_iter().map(|member| member.who).collect()
        }
        _ => Vec::new(),
    }
}

fn name_of(project: &Project, resource: ResourceId) -> Cow<'_, str> {
    let found = project.resources.get(&resource);
    found.map_or_else(|| Cow::Owned(format!("Item {resource}")), |found| Cow::Borrowed(found.name.as_str()))
}

/// The place of the member who comes next in a team or policy of so many members.
fn cursor(around: &Around<'_>, interaction: &Interaction, of: ResourceId, members: usize) -> usize {
    let stands = interaction.cursors.get(&of).copied().or_else(|| around.door.count(Fact::Cursor(of))).unwrap_or(0);
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

/// Something over a stage, as the door of its caller and world shows it.
#[cfg(test)]
fn around_of<T>(stage: &crate::catalog::Stage, channel: Channel, then: impl FnOnce(&Around<'_>) -> T) -> T {
    let outside = crate::catalog::Preset::new(chrono::DateTime::default(), &stage.caller, &stage.world);
    let (door, lookups) = (Door::new(&outside, crate::catalog::Facts::default()), Lookups::default());
    let (project, door, lookups) = (&stage.project, &door, &lookups);
    then(&Around { project, lookups, door, channel, served_by: None, is_told: true })
}
