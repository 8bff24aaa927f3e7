//! Distribute the conversation: shares conversations out by a distribution policy (spec: distribution §3). Who gets it is
//! decided outside.

use crate::catalog::branch::REFERENCE_NOT_FOUND;
use crate::catalog::spec::nothing_to_check;
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, Cx, Decision, Event, Example, Field, FloorEvent, Icon, Request, Step,
    WaitFor, WayOn, sample,
};
use crate::choice;
use crate::model::{ItemRef, ResourceData, ResourceId, ResourceKind, UserState};

use super::shared::ms;
use super::shared_pool::{self as pool, ASSIGNED, UNASSIGNED};

choice! {
    /// What the action says to a tick of the policy.
    Tick { AsPolicy = "policy" "As the policy says", Yes = "yes" "Yes", No = "no" "No" }
}

impl Tick {
    fn own(self) -> Option<bool> {
        match self {
            Self::AsPolicy => None,
            Self::Yes => Some(true),
            Self::No => Some(false),
        }
    }
}

const POLICY: Field<Option<ItemRef>> = Field::item("policy", "Distribution policy", ResourceKind::DistributionPolicy)
    .help("Who may get the conversation, and how one of them is chosen.")
    .required();
const ALLOW_BUSY: Field<Tick> =
    Field::choice("allow_busy", "Also to the busy").help("Whether users who are busy or away may get it.");
const ALLOW_OFFLINE: Field<Tick> =
    Field::choice("allow_offline", "Also to the offline").help("Whether users who are not connected may get it.");
const RETURNING: Field<Tick> = Field::choice("returning", "Returning customer to the same user")
    .help("Whether the user who served the customer last gets it, if they may receive it now.");
const DELAY_S: Field<i64> = Field::duration("delay", "Delay before", (0, 86_400), 0)
    .help("How long the conversation waits in the pool first, where anyone may take it. 0 means as the policy says.");

/// `visit.stage` while the delay runs.
const DELAYED: u32 = 1;

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "distribute",
    title: "Distribute the conversation",
    short_title: "Distribute",
    category: Category::Rules,
    icon: Icon::UsersThree,
    words: "assign, round robin, least busy, skills, skill-based routing, workload, balance, assign to agent, \
            auto assign, agents",
    channels: Channels::ALL,
    doc: "Gives the conversation to one of the members of a distribution policy: in turn, by skill, by workload, by reception rate or \
          by order, or lets them choose for themselves. By Unassigned it waits in the pool until somebody takes it; with a link the flow goes on there meanwhile.",
    card: "{policy} · after {delay}",
    fields: &[POLICY.spec(), ALLOW_BUSY.spec(), ALLOW_OFFLINE.spec(), RETURNING.spec(), DELAY_S.spec()],
    branches: &[BranchPart::One(&ASSIGNED), BranchPart::One(&UNASSIGNED), BranchPart::One(&REFERENCE_NOT_FOUND)],
    way_on: WayOn::Key("assigned"),
    caller_may_leave: true,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new("Ana comes next", SHARED, "", "assigned"),
        Example::new("Nobody is there", SHARED, "", "unassigned").given(|stage| {
            stage.world.users = [sample::ANA, sample::BEN].map(|user| (user, UserState::Offline)).into();
        }),
        Example::new(
            "The offline get it too",
            r#"{"policy": Item(Reference("shared")), "allow_offline": Text("yes")}"#,
            "",
            "assigned",
        )
        .given(|stage| {
            stage.world.users = [sample::ANA, sample::BEN].map(|user| (user, UserState::Offline)).into();
        }),
        Example::new("Ben takes it during the delay", LATER, "Ben joins and replies", "assigned").after_ms(1_000),
        Example::new("The delay passes", LATER, "delay passes", "assigned").after_ms(60_000),
        Example::new("No such policy", r#"{"policy": Item(Reference("nothing"))}"#, "", "reference_not_found"),
    ],
};

const SHARED: &str = r#"{"policy": Item(Reference("shared"))}"#;
const LATER: &str = r#"{"policy": Item(Reference("shared")), "delay": Int(60)}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(resource) = cx.item(&POLICY) else { return Step::go(&REFERENCE_NOT_FOUND) };
    let ResourceData::DistributionPolicy(policy) = &resource.data else { return Step::go(&REFERENCE_NOT_FOUND) };
    let delay_s = match cx.get(&DELAY_S) {
        0 => i64::from(policy.delay_s),
        own => own,
    };
    match cx.event {
        Event::Enter if delay_s > 0 => {
            cx.visit.stage = DELAYED;
            Step::Decide(Request::PolicyPool { policy: resource.id })
        }
        Event::Enter => decide(cx, resource.id),
        Event::Decided(Decision::Assigned { user, name, reasons }) => {
            cx.note_all(reasons);
            pool::assign(cx, *user, name)
        }
        Event::Decided(Decision::Unassigned { pool, .. }) if cx.visit.stage == DELAYED => {
            pool::wait(WaitFor::Delay(pool.clone()), Some(ms(delay_s)))
        }
        Event::Decided(Decision::Unassigned { reasons, pool }) => {
            cx.note_all(reasons);
            pool::unassigned(cx, pool)
        }
        Event::Floor(FloorEvent::WaitOver) if cx.visit.stage == DELAYED => {
            cx.visit.stage = 0;
            decide(cx, resource.id)
        }
        Event::Floor(event) => pool::happened(cx, *event),
        Event::Answer(answer) => pool::hear(cx, answer),
        Event::Decided(_) | Event::Drawn { .. } => Step::Stay,
    }
}

fn decide(cx: &Cx<'_>, policy: ResourceId) -> Step {
    Step::Decide(Request::Policy {
        policy,
        allow_busy: cx.get(&ALLOW_BUSY).own(),
        allow_offline: cx.get(&ALLOW_OFFLINE).own(),
        returning_to_same: cx.get(&RETURNING).own(),
    })
}
