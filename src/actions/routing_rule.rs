//! Route by rule: hands the conversation over to the first target of a routing rule that can take it (spec: distribution §2).
//! Who that is, is decided outside.

use crate::catalog::branch::REFERENCE_NOT_FOUND;
use crate::catalog::spec::nothing_to_check;
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, Cx, Decision, Event, Example, Field, Icon, Request, Step, WayOn, sample,
};
use crate::model::caller::Opportunity;
use crate::model::{ItemRef, Operand, ResourceKind, UserState};

use super::shared_pool::{self as pool, ASSIGNED, UNASSIGNED};

const RULE: Field<Option<ItemRef>> = Field::item("rule", "Routing rule", ResourceKind::RoutingRule)
    .help("The default target and its fallbacks, tried in order.")
    .required();
const NEEDS_AVAILABLE: Field<bool> = Field::yes_no("availability", "Only who is available", true)
    .help("When it is off, somebody who is set gets the conversation whether they are there or not.");
const OPPORTUNITY: Field<Operand> = Field::operand("opportunity", "Opportunity").help(
    "The name of the opportunity that the customer chose, such as a variable that a question filled in. Leave it empty for the one \
     that was chosen before.",
);

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "routing_rule",
    title: "Route by rule (handover)",
    short_title: "Route by rule",
    category: Category::Rules,
    icon: Icon::Signpost,
    words: "handover, owner, lead owner, account owner, sticky agent, last agent, preferred agent, priority rule",
    channels: Channels::ALL,
    doc: "Hands the conversation over to the first target of a routing rule that can take it: the owner of the lead or of the \
          opportunity, a team, a user, or an admin. By Unassigned it waits in the pool until somebody takes it; with a link the flow goes on there meanwhile.",
    card: "{rule}",
    fields: &[RULE.spec(), NEEDS_AVAILABLE.spec(), OPPORTUNITY.spec()],
    branches: &[BranchPart::One(&ASSIGNED), BranchPart::One(&UNASSIGNED), BranchPart::One(&REFERENCE_NOT_FOUND)],
    way_on: WayOn::Key("assigned"),
    caller_may_leave: true,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new("The lead has an owner", OWNER, "", "assigned").given(|stage| {
            stage.caller.lead_owner = Some(sample::BEN);
        }),
        Example::new("No owner, so the team", OWNER, "", "assigned"),
        Example::new("Nobody is there", OWNER, "", "unassigned").given(|stage| {
            stage.world.users = [sample::ANA, sample::BEN].map(|user| (user, UserState::Offline)).into();
        }),
        Example::new(
            "Nobody is there, and that does not matter",
            r#"{"rule": Item(Reference("owner_first")), "availability": Bool(false)}"#,
            "",
            "assigned",
        )
        .given(|stage| {
            stage.world.users = [sample::ANA, sample::BEN].map(|user| (user, UserState::Offline)).into();
        }),
        Example::new(
            "The owner of the opportunity that was chosen",
            r#"{"rule": Item(Reference("owner_first")), "opportunity": Operand(Text("Roof"))}"#,
            "",
            "assigned",
        )
        .given(|stage| {
            stage.caller.opportunities = vec![Opportunity { name: "Roof".to_owned(), owner: Some(sample::BEN) }];
        }),
        Example::new("No such rule", r#"{"rule": Item(Reference("nothing"))}"#, "", "reference_not_found"),
    ],
};

const OWNER: &str = r#"{"rule": Item(Reference("owner_first"))}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(resource) = cx.item(&RULE) else { return Step::go(&REFERENCE_NOT_FOUND) };
    match cx.event {
        Event::Enter => {
            let opportunity = opportunity(cx).unwrap_or_else(|why| {
                cx.note(why);
                String::new()
            });
            Step::Decide(Request::Rule { rule: resource.id, needs_available: cx.get(&NEEDS_AVAILABLE), opportunity })
        }
        Event::Decided(Decision::Assigned { user, name, reasons }) => {
            cx.note_all(reasons);
            pool::assign(cx, *user, name)
        }
        Event::Decided(Decision::Unassigned { reasons, pool }) => {
            cx.note_all(reasons);
            pool::unassigned(cx, pool)
        }
        Event::Floor(event) => pool::happened(cx, *event),
        Event::Answer(answer) => pool::hear(cx, answer),
        Event::Decided(_) | Event::Drawn { .. } => Step::Stay,
    }
}

/// The name of the chosen opportunity, or why there is none.
fn opportunity(cx: &Cx<'_>) -> Result<String, String> {
    match cx.get(&OPPORTUNITY) {
        own if own.is_blank() => Ok(cx.call("opportunity")),
        own => cx.value(own),
    }
}
