//! Distribute the conversation: shares conversations out by a distribution policy (spec: distribution §3). Who gets it is
//! decided outside.

use crate::catalog::branch::REFERENCE_NOT_FOUND;
use crate::catalog::spec::nothing_to_check;
use crate::catalog::text::duration_words;
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, Cx, Decision, Event, Example, Field, Pool, Question, QuestionChoice,
    Request, Step, WayOn, sample,
};
use crate::choice;
use crate::model::resource::{DistributionMethod, DistributionPolicy, Visitors};
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
        Example::new("Ben takes it during the delay", LATER, "Ben joins and replies", "assigned"),
        Example::new("The delay passes", LATER, "delay passes", "assigned"),
        Example::new("No such policy", r#"{"policy": Item(Reference("nothing"))}"#, "", "reference_not_found"),
    ],
};

const SHARED: &str = r#"{"policy": Item(Reference("shared"))}"#;
const LATER: &str = r#"{"policy": Item(Reference("shared")), "delay": Int(60)}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(resource) = cx.item(&POLICY) else { return Step::go(&REFERENCE_NOT_FOUND) };
    let ResourceData::DistributionPolicy(policy) = &resource.data else { return Step::go(&REFERENCE_NOT_FOUND) };
    let pool = pool_of(cx, policy);
    let delay_s = match cx.get(&DELAY_S) {
        0 => i64::from(policy.delay_s),
        own => own,
    };
    let decide = |cx: &Cx<'_>| {
        Step::Decide(Request::Policy {
            policy: resource.id,
            allow_busy: cx.get(&ALLOW_BUSY).own(),
            allow_offline: cx.get(&ALLOW_OFFLINE).own(),
            returning_to_same: cx.get(&RETURNING).own(),
        })
    };
    match cx.event {
        Event::Enter if delay_s > 0 => wait(cx, &pool, delay_s),
        Event::Enter | Event::Drawn { .. } => decide(cx),
        Event::Decided(Decision::Assigned { user, name, reasons }) => {
            pool::explain(cx, reasons);
            pool::assign(cx, *user, name)
        }
        Event::Decided(decision) => {
            if let Decision::Unassigned { reasons } = decision {
                pool::explain(cx, reasons);
            }
            pool::unassigned(cx, &pool)
        }
        Event::Answer(answer) if cx.visit.stage == DELAYED && answer.key == "joins" => pool::joins(cx, &pool, answer),
        Event::Answer(_) if cx.visit.stage == DELAYED => {
            cx.spend(ms(delay_s));
            decide(cx)
        }
        Event::Answer(answer) => pool::hear(cx, &pool, answer),
    }
}

/// The delay in the pool, where anyone may take it.
fn wait(cx: &mut Cx<'_>, pool: &Pool, delay_s: i64) -> Step {
    cx.visit.stage = DELAYED;
    let question = Question::new("waits in the pool first")
        .detail(format!("for {}", duration_words(delay_s)))
        .passing(QuestionChoice::new("passes", "delay passes", "The delay passes").time());
    Step::Ask(pool::joining(cx, question, &pool.people).choice(pool::leaves("customer leaves during it")))
}

/// The members who may receive the channel. The next is the first of them who could be given it by the policy, were they there.
fn pool_of(cx: &Cx<'_>, policy: &DistributionPolicy) -> Pool {
    let mut known = std::collections::BTreeSet::new();
    let members = policy.members.iter().map(|member| member.user);
    let people: Vec<ResourceId> = members.filter(|user| known.insert(*user) && pool::may_receive(cx, *user)).collect();
    let is_first_time = cx.call("first_time") == "yes";
    let is_meant = match policy.visitors {
        Visitors::All => true,
        Visitors::New => is_first_time,
        Visitors::Returning => !is_first_time,
    };
    let is_given = is_meant && policy.method != DistributionMethod::SelfSelect;
    let next = people.iter().copied().find(|user| is_given && could_get(cx, policy, *user));
    Pool { people, next, ..Pool::default() }
}

/// Whether a user has the skills, and a day that is not full.
fn could_get(cx: &Cx<'_>, policy: &DistributionPolicy, id: ResourceId) -> bool {
    let Some(ResourceData::User(user)) = cx.resource_of(id).map(|found| &found.data) else { return false };
    let received = cx.user_load(id).received_today;
    let is_skilled = |(skill, least): (&String, &u8)| user.level(skill) >= *least;
    user.daily_limit.is_none_or(|limit| received < limit) && policy.skills.iter().all(is_skilled)
}
