//! Distribution to a smart routing: control moves to another routing and does not come back (spec: actions §1;
//! simulation §3).

use crate::catalog::branch::REFERENCE_NOT_FOUND;
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn,
};
use crate::model::{ItemRef, RoutingType, Row};

use super::shared_routing::{NO_VERSION, VERSION, Wanted, is_fit, target, unfit_words};

const ROUTING: Field<Option<ItemRef>> =
    super::shared_routing::ROUTING.help("The routing that takes over, of the same channel.").required();
const VARIABLES: Field<Vec<Row>> =
    super::shared_routing::VARIABLES.help("Values that are assigned just before control moves.");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "to_routing",
    title: "Distribution to a smart routing",
    short_title: "Smart routing",
    category: Category::Distribution,
    icon: Icon::FlowArrow,
    words: "transfer to flow, jump, goto, go to, another flow, other menu, main menu, redirect, submenu",
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
    match target(cx, RoutingType::InteractionStart) {
        Ok((routing, in_test)) => Step::Jump { routing, in_test },
        Err(step) => step,
    }
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let mut findings = Vec::new();
    let Some(target) = params.get(&ROUTING).and_then(|item| cx.project.resolve_routing(&item)) else { return findings };
    if !is_fit(target, RoutingType::InteractionStart, cx.routing.channel) {
        findings.push(Finding::error("jump-target", unfit_words(target, RoutingType::InteractionStart)));
    } else if params.get(&VERSION) == Wanted::Test && cx.project.in_test(target.id).is_none() {
        // One in production is asked for wherever an action leads to a routing.
        findings.push(Finding::warning(
            "jump-no-version",
            format!("{} has no version in test now, so No such version is taken.", target.name),
        ));
    }
    findings
}
