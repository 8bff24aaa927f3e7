//! Run a smart routing and come back: another routing runs, such as *Identify the customer*, and the tree goes on by how it ended
//! (spec: meaning §10).

use std::sync::Arc;

use crate::catalog::branch::REFERENCE_NOT_FOUND;
use crate::catalog::check::Never;
use crate::catalog::fold;
use crate::catalog::lead;
use crate::catalog::step::{Call, Endings};
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Stage, Step,
    WayOn, sample,
};
use crate::model::walk::versions_from;
use crate::model::{Action, ActionId, ItemRef, Link, Routing, RoutingType, Row, Status, Value, Version};

use super::come_back;
use super::shared::check_doubled;
use super::shared_routing::{NO_VERSION, VERSION, Wanted, is_fit, target, unfit_words};

const ROUTING: Field<Option<ItemRef>> =
    super::shared_routing::ROUTING.help("The routing that runs, of the same channel and type as this one.").required();
const VARIABLES: Field<Vec<Row>> =
    super::shared_routing::VARIABLES.help("Values that are assigned just before the routing runs.");
const NAME: Field<String> = Field::text("name", "Name of the ending")
    .help("As in an action Come back of the routing; capital letters make no difference.")
    .required();
const ENDINGS: Field<Vec<Row>> = Field::rows("endings", "Names of endings", &[NAME.spec()], 20)
    .help("Each ending is a branch. Every other ending leaves by Came back.");

const CAME_BACK: BranchSpec = BranchSpec::new("came_back", "Came back");
const ENDED_THERE: BranchSpec = BranchSpec::new("ended_there", "Ended there");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "call_routing",
    title: "Run a smart routing and come back",
    short_title: "Run and come back",
    category: Category::Flow,
    icon: Icon::Swap,
    words: "subflow, sub-flow, subroutine, module, invoke module, gosub, call a flow, reuse",
    channels: Channels::ALL,
    doc: "Runs another smart routing from its Start. At an action Come back of that routing, this tree goes on by the branch of the same \
          name, else by Came back; where that routing ends in another good way, this tree goes on by Ended there. Variables stay as that \
          routing leaves them. If the customer leaves meanwhile, the interaction ends.",
    card: "{routing} · {version} · {endings:endings}",
    fields: &[ROUTING.spec(), VERSION.spec(), VARIABLES.spec(), ENDINGS.spec()],
    branches: &[
        BranchPart::PerRow { field: ENDINGS.key(), label: ending_label, shown_if: None },
        BranchPart::One(&CAME_BACK),
        BranchPart::One(&ENDED_THERE),
        BranchPart::One(&REFERENCE_NOT_FOUND),
        BranchPart::One(&NO_VERSION),
    ],
    way_on: WayOn::Key("came_back"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("It ends by a name", IDENTIFY, "", "row:1").given(|stage| come_back_by(stage, "known customer")),
        Example::new("It ends by another name", IDENTIFY, "", "came_back").given(|stage| come_back_by(stage, "VIP")),
        Example::new("It ends on purpose", IDENTIFY, "", "ended_there"),
        Example::new(
            "It has no version in test",
            r#"{"routing": Item(Reference("other")), "version": Text("test")}"#,
            "",
            "no_version",
        ),
        Example::new("No such routing", r#"{"routing": Item(Reference("nothing"))}"#, "", "reference_not_found"),
    ],
};

const IDENTIFY: &str = r#"{"routing": Item(Reference("other")),
    "variables": Rows([(id: 2, cells: {"variable": Text("customer.tier"), "value": Operand(Text("gold"))})]),
    "endings": Rows([(id: 1, cells: {"name": Text("Known customer")})])}"#;

/// Lets the other routing of the sample end by an ending of this name.
fn come_back_by(stage: &mut Stage, name: &str) {
    let Some(version) = stage.project.versions.values_mut().find(|it| it.info.routing == sample::OTHER) else { return };
    let mut back = Action::new(ActionId(9), come_back::SPEC.id);
    back.params.0.insert(come_back::NAME.key().to_owned(), Value::Text(name.to_owned()));
    let actions = &mut Arc::make_mut(version).flow.actions;
    for start in actions.values_mut() {
        Arc::make_mut(start).links.insert("ok".to_owned(), Link::To(back.id));
    }
    actions.insert(back.id, Arc::new(back));
}

fn ending_label(row: &Row) -> String {
    row.cells.get(&NAME)
}

fn run(cx: &mut Cx<'_>) -> Step {
    let kind = cx.own_routing().map_or_else(RoutingType::default, |routing| routing.kind);
    let (routing, in_test) = match target(cx, kind) {
        Ok(found) => found,
        Err(step) => return step,
    };
    let named = cx.get(&ENDINGS).iter().map(|row| (row.cells.get(&NAME), row.id.branch_key().into())).collect();
    let endings = Endings { named, other: CAME_BACK.key.into(), ended: ENDED_THERE.key.into() };
    Step::Call(Box::new(Call { routing, in_test, endings }))
}

/// *Ended there* is never taken where no branch of the routing that runs ends on purpose or by a result.
pub(super) fn never(cx: &CheckCx<'_>) -> Option<Never> {
    let called = super::routing_target(cx.project, cx.action)?;
    let (flow, tree) = (&called.flow, cx.project.tree_type_of(called.id));
    let start = flow.start()?.id;
    let ends = |id: &ActionId| {
        let Some((action, spec)) = flow.actions.get(id).and_then(|action| Some((action, super::spec_of(action)?)))
        else {
            return false;
        };
        let branches = spec.branches(action, tree);
        let mut leads = branches.iter().flat_map(|branch| lead::leads(flow, action, &branches, branch));
        leads.any(|lead| match lead.link() {
            Some(link) => link == Link::EndsHere,
            None => lead.ending.is_some(),
        })
    };
    let may_end = super::reachable(flow, tree, start).iter().any(ends);
    (!may_end).then_some((ENDED_THERE.key, "the smart routing ends by Come back alone"))
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let rows = || params.get(&ENDINGS).iter().map(|row| row.cells.get(&NAME));
    let mut findings = check_doubled("ending-twice", rows(), |name| {
        format!("Two branches are for the ending \"{name}\"; only the first is taken. Remove one.")
    });
    let Some(target) = params.get(&ROUTING).and_then(|item| cx.project.resolve_routing(&item)) else { return findings };
    if !is_fit(target, cx.routing.kind, cx.routing.channel) {
        findings.push(Finding::error("call-target", unfit_words(target, cx.routing.kind)));
        return findings;
    }
    let wanted = params.get(&VERSION);
    let Some(version) = wanted.version_of(cx.project, target.id) else {
        findings.extend(no_version(cx, target, wanted));
        return findings;
    };
    let known: Vec<String> = come_back::names(version).collect();
    let is_unknown = |name: &String| !fold::is_blank(name) && !known.iter().any(|it| fold::same(it, name));
    findings.extend(rows().filter(is_unknown).map(|name| {
        let version = &version.info.name;
        let message = format!(
            "Version \"{version}\" of \"{}\" has no ending \"{name}\", so this branch is never taken. Name it as in an action Come back \
             there, or remove it.",
            target.name
        );
        Finding::warning("unknown-ending", message)
    }));
    findings.extend(calls_itself(cx, version).map(|through| {
        let message = format!(
            "\"{}\" runs this smart routing again{through}. A call that is more than 20 routings deep ends with an error. Let one of them \
             come back without running the other.",
            target.name
        );
        Finding::warning("calls-itself", message)
    }));
    findings
}

/// The routing has no version that could run. One in production is needed before this version is put there.
fn no_version(cx: &CheckCx<'_>, target: &Routing, wanted: Wanted) -> Option<Finding> {
    if cx.version.info.status == Status::InBackup {
        return None;
    }
    let message = format!(
        "\"{}\" has no version {}, so No such version is taken. Put one there, or choose another routing or version.",
        target.name,
        wanted.words()
    );
    Some(Finding { blocks: wanted == Wanted::Production, ..Finding::warning("call-no-version", message) })
}

/// Whether a called version leads back to the routing that calls it: over which other routing, in words.
fn calls_itself(cx: &CheckCx<'_>, called: &Arc<Version>) -> Option<String> {
    if called.info.routing == cx.routing.id {
        return Some(String::new());
    }
    let leads_back = |version: &Version| {
        let mut targets = version.flow.actions.values().filter_map(|it| super::routing_target(cx.project, it));
        targets.any(|next| next.info.routing == cx.routing.id)
    };
    let reached = versions_from(called, |action| super::routing_target(cx.project, action));
    let by = reached.into_iter().find(|version| leads_back(version))?;
    if by.id == called.id {
        return Some(String::new());
    }
    let name = cx.project.routings.get(&by.info.routing).map_or("", |routing| routing.name.as_str());
    Some(format!(", by way of \"{name}\""))
}
