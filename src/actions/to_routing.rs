//! Distribution to a smart routing: control moves to another routing and does not come back (spec: actions §1;
//! simulation §3).

use std::sync::Arc;

use crate::catalog::branch::REFERENCE_NOT_FOUND;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Example, Field, Finding, Step, WayOn,
};
use crate::choice;
use crate::model::{Action, Channel, ItemRef, Project, Routing, RoutingType, Row, Version};

use super::shared::{VALUE, VARIABLE, assign_row};

choice! {
    /// Which version of the other routing runs.
    Wanted { Production = "production" "The version in production", Test = "test" "The version in test" }
}

const ROUTING: Field<Option<ItemRef>> =
    Field::routing("routing", "Smart routing").help("The routing that takes over, of the same channel.").required();
const VERSION: Field<Wanted> = Field::choice("version", "Version").help("Which of its versions runs.");
const VARIABLES: Field<Vec<Row>> = Field::rows("variables", "Variables passed", &[VARIABLE.spec(), VALUE.spec()], 20)
    .help("Values that are assigned just before control moves.");

const NO_VERSION: BranchSpec = BranchSpec::new("no_version", "No such version").technical();

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "to_routing",
    title: "Distribution to a smart routing",
    short_title: "Smart routing",
    category: Category::Distribution,
    channels: Channels::ALL,
    doc: "Hands the interaction over to another smart routing. Its tree goes on from its Start; control does not come \
          back. All variables keep their values.",
    card: "{routing} · {version}",
    fields: &[ROUTING.spec(), VERSION.spec(), VARIABLES.spec()],
    branches: &[BranchPart::One(&REFERENCE_NOT_FOUND), BranchPart::One(&NO_VERSION)],
    way_on: WayOn::None,
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new(
            "The other line takes over",
            r#"{"routing": Item(Reference("other")), "variables": Rows([(id: 1, cells: {"variable": Text("customer.tier"), "value": Operand(Text("gold"))})])}"#,
            "",
            "",
        ),
        Example::new(
            "It has no version in test",
            r#"{"routing": Item(Reference("other")), "version": Text("test")}"#,
            "",
            "no_version",
        ),
        Example::new("No such routing", r#"{"routing": Item(Reference("nothing"))}"#, "", "reference_not_found"),
    ],
};

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(target) = cx.routing_item(&ROUTING) else { return Step::go(&REFERENCE_NOT_FOUND) };
    let channel = cx.channel();
    if !is_fit(&target, channel) {
        cx.note(format!("{} is not an interaction start of the same channel.", target.name));
        return Step::go(&REFERENCE_NOT_FOUND);
    }
    let wanted = cx.get(&VERSION);
    if !cx.has_version(target.id, wanted == Wanted::Test) {
        cx.note(format!("{} has no version {}.", target.name, words(wanted)));
        return Step::go(&NO_VERSION);
    }
    for row in cx.get(&VARIABLES) {
        assign_row(cx, &row);
    }
    Step::Jump { routing: target.id, in_test: wanted == Wanted::Test }
}

/// The version that an action of this kind leads to; none for other kinds, and where the routing is known only while a call runs.
#[must_use]
pub fn jump_target<'a>(project: &'a Project, action: &Action) -> Option<&'a Arc<Version>> {
    let item = (action.kind == SPEC.id).then(|| action.params.get(&ROUTING)).flatten()?;
    let target = project.resolve_routing(&item)?.id;
    match action.params.get(&VERSION) {
        Wanted::Production => project.in_production(target),
        Wanted::Test => project.in_test(target),
    }
}

fn is_fit(target: &Routing, channel: Channel) -> bool {
    target.kind == RoutingType::InteractionStart && target.channel == channel
}

fn words(wanted: Wanted) -> &'static str {
    if wanted == Wanted::Test { "in test" } else { "in production" }
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let mut findings = Vec::new();
    let Some(target) = params.get(&ROUTING).and_then(|item| cx.project.resolve_routing(&item)) else { return findings };
    if !is_fit(target, cx.routing.channel) {
        findings.push(Finding::error(
            "jump-target",
            format!("{} is not an interaction start of the same channel.", target.name),
        ));
    } else if params.get(&VERSION) == Wanted::Test && cx.project.in_test(target.id).is_none() {
        // One in production is asked for wherever an action leads to a routing.
        findings.push(Finding::warning(
            "jump-no-version",
            format!("{} has no version in test now, so No such version is taken.", target.name),
        ));
    }
    findings
}
