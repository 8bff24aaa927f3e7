//! Branches that no call can take, since what the action names is fixed and exists (spec: testing §3). Random runs show that no call
//! leaves by such a branch. What depends on a variable, on the caller or on the outside is not decided here.

use crate::catalog::branch::{ERROR, REFERENCE_NOT_FOUND};
use crate::catalog::{CheckCx, FieldKind, FieldSpec, ItemKind};
use crate::model::{Params, Project, ResourceKind, RoutingType, Value};

use super::shared_routing::{NO_VERSION, ROUTING, is_fit, version};
use super::{
    call_routing, distribute, hand_over, offer_callback, routing_rule, schedule_branches, send_email, send_sms, survey,
    test_queue, test_schedule, to_queue, to_routing, to_sip, to_user, to_voice_mailbox, transfer_email, values_table,
    voice_announcement, web_service,
};

/// The kinds that leave by *Reference not found* only where a resource or an entry point that they name does not exist.
static BY_ITEMS: &[&str] = &[
    distribute::SPEC.id,
    hand_over::SPEC.id,
    offer_callback::SPEC.id,
    routing_rule::SPEC.id,
    schedule_branches::SPEC.id,
    send_email::SPEC.id,
    send_sms::SPEC.id,
    survey::SPEC.id,
    test_queue::SPEC.id,
    test_schedule::SPEC.id,
    to_queue::SPEC.id,
    to_sip::SPEC.id,
    to_user::SPEC.id,
    to_voice_mailbox::SPEC.id,
    transfer_email::SPEC.id,
    values_table::SPEC.id,
    web_service::SPEC.id,
];

/// The kinds that lead to another smart routing.
static TO_ROUTINGS: &[&str] = &[call_routing::SPEC.id, to_routing::SPEC.id];

/// The keys of the branches of an action that no call can take.
pub(super) fn never(cx: &CheckCx<'_>) -> Vec<&'static str> {
    let kind = cx.action.kind.as_str();
    if TO_ROUTINGS.contains(&kind) {
        return never_of_routing(cx);
    }
    let is_announcement = kind == voice_announcement::SPEC.id;
    if !(BY_ITEMS.contains(&kind) || is_announcement) || !all_exist(cx) {
        return Vec::new();
    }
    vec![if is_announcement { ERROR.key } else { REFERENCE_NOT_FOUND.key }]
}

/// A routing that fits is found, and its version runs if it has one.
fn never_of_routing(cx: &CheckCx<'_>) -> Vec<&'static str> {
    let item = cx.action.params.get(&ROUTING);
    let target = item.and_then(|item| cx.project.resolve_routing(&item));
    // A call leads to a routing of the same type, a jump to one that begins an interaction.
    let is_call = cx.action.kind == call_routing::SPEC.id;
    let wanted = if is_call { cx.routing.kind } else { RoutingType::InteractionStart };
    if !target.is_some_and(|target| is_fit(target, wanted, cx.routing.channel)) {
        return Vec::new();
    }
    let has_version = version(cx.project, cx.action).is_some();
    std::iter::once(REFERENCE_NOT_FOUND.key).chain(has_version.then_some(NO_VERSION.key)).collect()
}

/// Whether every item that counts is fixed and exists. A group may lose its queues, so an action that names one is not decided.
fn all_exist(cx: &CheckCx<'_>) -> bool {
    let Some(spec) = super::spec_of(cx.action) else { return false };
    let params = &cx.action.params;
    let in_rows = |field: &FieldSpec| match field.kind {
        FieldKind::Rows { columns, .. } => params.rows(field.key).iter().all(|row| {
            let mut shown = columns.iter().filter(|column| column.is_shown(&row.cells, columns));
            shown.all(|column| exists(cx.project, column, &row.cells))
        }),
        _ => true,
    };
    let mut fields = spec.shown_fields(cx.action, cx.routing.channel);
    fields.all(|field| exists(cx.project, field, params) && in_rows(field))
}

/// Whether the item of a field is fixed and exists. An item that is not needed may be missing.
fn exists(project: &Project, field: &FieldSpec, params: &Params) -> bool {
    let FieldKind::Item(kind) = field.kind else { return true };
    let item = match params.value(field.key) {
        None => return !field.is_required,
        Some(Value::Item(item)) => item,
        Some(_) => return false,
    };
    match kind {
        ItemKind::Resource(ResourceKind::DistributionGroup) => false,
        ItemKind::Resource(kind) => project.resolve(kind, item).is_some(),
        ItemKind::Routing => project.resolve_routing(item).is_some(),
        ItemKind::EntryPoint(kind) => project.resolve_entry_point(kind, item).is_some(),
    }
}
