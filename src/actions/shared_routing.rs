//! What the kinds have in common that lead to another smart routing: which of its versions runs, what is passed, and whether the routing fits.

use std::sync::Arc;

use crate::catalog::branch::REFERENCE_NOT_FOUND;
use crate::catalog::{BranchSpec, Cx, Field, Step};
use crate::choice;
use crate::model::{Action, Channel, ItemRef, Project, Routing, RoutingId, RoutingType, Row, Version};

use super::shared::{VALUE, VARIABLE, assign_row};

choice! {
    /// Which version of the other routing runs.
    pub(super) Wanted { Production = "production" "The version in production", Test = "test" "The version in test" }
}

/// The other routing. Each kind adds its own help.
pub(super) const ROUTING: Field<Option<ItemRef>> = Field::routing("routing", "Smart routing");
/// Which of its versions runs.
pub(super) const VERSION: Field<Wanted> = Field::choice("version", "Version").help("Which of its versions runs.");
/// What it gets. Each kind adds its own help.
pub(super) const VARIABLES: Field<Vec<Row>> =
    Field::rows("variables", "Variables passed", &[VARIABLE.spec(), VALUE.spec()], 20);
/// The other routing has no such version now.
pub(super) const NO_VERSION: BranchSpec = BranchSpec::new("no_version", "No such version").technical();

impl Wanted {
    /// *in production* or *in test*.
    pub(super) fn words(self) -> &'static str {
        if self == Self::Test { "in test" } else { "in production" }
    }

    /// The version of a routing that runs.
    pub(super) fn version_of(self, project: &Project, routing: RoutingId) -> Option<&Arc<Version>> {
        match self {
            Self::Production => project.in_production(routing),
            Self::Test => project.in_test(routing),
        }
    }
}

/// Whether a routing is of a type and a channel.
pub(super) fn is_fit(target: &Routing, kind: RoutingType, channel: Channel) -> bool {
    target.kind == kind && target.channel == channel
}

/// Why a routing is no target.
pub(super) fn unfit_words(target: &Routing, kind: RoutingType) -> String {
    let kind = match kind {
        RoutingType::InteractionStart => "interaction start",
        RoutingType::InteractionEnd => "interaction end",
    };
    format!("{} is not an {kind} of the same channel.", target.name)
}

/// The routing of this type that the action leads to, and whether its version in test runs; otherwise how the action is left. The variables
/// are assigned.
pub(super) fn target(cx: &mut Cx<'_>, kind: RoutingType) -> Result<(RoutingId, bool), Step> {
    let Some(target) = cx.routing_item(&ROUTING) else { return Err(Step::go(&REFERENCE_NOT_FOUND)) };
    if !is_fit(&target, kind, cx.channel()) {
        cx.note(unfit_words(&target, kind));
        return Err(Step::go(&REFERENCE_NOT_FOUND));
    }
    let wanted = cx.get(&VERSION);
    let in_test = wanted == Wanted::Test;
    if !cx.has_version(target.id, in_test) {
        cx.note(format_args!("{} has no version {}.", target.name, wanted.words()));
        return Err(Step::go(&NO_VERSION));
    }
    for row in cx.get(&VARIABLES) {
        assign_row(cx, row);
    }
    Ok((target.id, in_test))
}

/// The version that an action leads to; none where the routing is known only while a call runs.
pub(super) fn version<'a>(project: &'a Project, action: &Action) -> Option<&'a Arc<Version>> {
    let item = action.params.get(&ROUTING)?;
    action.params.get(&VERSION).version_of(project, project.resolve_routing(&item)?.id)
}
