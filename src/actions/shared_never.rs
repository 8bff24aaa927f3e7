//! Branches that no call can take, since what decides about them is fixed (spec: testing §3). Random runs show that no call leaves by such a
//! branch. What depends on a variable, on the caller or on the outside is not decided here.

use crate::catalog::branch::{ERROR, REFERENCE_NOT_FOUND};
use crate::catalog::check::Never;
use crate::catalog::value::Locale;
use crate::catalog::{CheckCx, FieldKind, FieldSpec, ItemKind};
use crate::model::{Channel, Operand, Params, Project, ResourceData, ResourceId, ResourceKind, RoutingType, Value};

use super::pay_invoice::{ABOVE_MAXIMUM, ALREADY_PAID, AMOUNT, PAYS, Pays};
use super::shared_payment::{MODULE, module_of, read_amount};
use super::shared_routing::{NO_VERSION, ROUTING, is_fit, version};
use super::{
    call_routing, distribute, hand_over, offer_callback, pay_invoice, routing_rule, schedule_branches, send_email,
    send_sms, survey, test_queue, test_schedule, to_number, to_queue, to_routing, to_sip, to_user, to_voice_mailbox,
    transfer_email, values_table, voice_announcement, web_service,
};

const EXISTS: &str = "what the action names exists";

/// The kinds that leave by a branch only where a resource or an entry point that they name does not exist.
static BY_ITEMS: &[(&str, &str)] = &[
    (distribute::SPEC.id, REFERENCE_NOT_FOUND.key),
    (hand_over::SPEC.id, REFERENCE_NOT_FOUND.key),
    (offer_callback::SPEC.id, REFERENCE_NOT_FOUND.key),
    (routing_rule::SPEC.id, REFERENCE_NOT_FOUND.key),
    (schedule_branches::SPEC.id, REFERENCE_NOT_FOUND.key),
    (send_email::SPEC.id, REFERENCE_NOT_FOUND.key),
    (send_sms::SPEC.id, REFERENCE_NOT_FOUND.key),
    (survey::SPEC.id, REFERENCE_NOT_FOUND.key),
    (test_queue::SPEC.id, REFERENCE_NOT_FOUND.key),
    (test_schedule::SPEC.id, REFERENCE_NOT_FOUND.key),
    (to_queue::SPEC.id, REFERENCE_NOT_FOUND.key),
    (to_sip::SPEC.id, REFERENCE_NOT_FOUND.key),
    (to_user::SPEC.id, REFERENCE_NOT_FOUND.key),
    (to_voice_mailbox::SPEC.id, REFERENCE_NOT_FOUND.key),
    (transfer_email::SPEC.id, REFERENCE_NOT_FOUND.key),
    (values_table::SPEC.id, REFERENCE_NOT_FOUND.key),
    (voice_announcement::SPEC.id, ERROR.key),
    (web_service::SPEC.id, REFERENCE_NOT_FOUND.key),
];

/// The branches of an action that no call can take, since what decides about them is fixed.
#[must_use]
pub fn never(cx: &CheckCx<'_>) -> Vec<Never> {
    let kind = cx.action.kind.as_str();
    let by_items = BY_ITEMS.iter().find(|(known, _)| *known == kind).filter(|_| all_exist(cx));
    let mut found: Vec<Never> = by_items.map(|(_, branch)| (*branch, EXISTS)).into_iter().collect();
    if kind == call_routing::SPEC.id {
        found.extend(of_routing(cx, cx.routing.kind));
        found.extend(call_routing::never(cx));
    } else if kind == to_routing::SPEC.id {
        found.extend(of_routing(cx, RoutingType::InteractionStart));
    } else if kind == to_number::SPEC.id {
        found.extend(to_number::never(cx));
    } else if kind == pay_invoice::SPEC.id {
        found.extend(of_payment(cx));
    } else if kind == survey::SPEC.id {
        found.extend(of_survey(cx));
    }
    found
}

/// A routing that fits is found, and its version runs if it has one.
fn of_routing(cx: &CheckCx<'_>, wanted: RoutingType) -> Vec<Never> {
    let item = cx.action.params.get(&ROUTING);
    let target = item.and_then(|item| cx.project.resolve_routing(&item));
    if !target.is_some_and(|target| is_fit(target, wanted, cx.routing.channel)) {
        return Vec::new();
    }
    let no_version = version(cx.project, cx.action).map(|_| (NO_VERSION.key, "the smart routing has such a version"));
    std::iter::once((REFERENCE_NOT_FOUND.key, EXISTS)).chain(no_version).collect()
}

/// An amount that is not that of an invoice is never paid already, and a fixed one is above the maximum or never.
fn of_payment(cx: &CheckCx<'_>) -> Vec<Never> {
    let params = &cx.action.params;
    let resource = params.get(&MODULE).and_then(|item| cx.project.resolve(ResourceKind::PaymentModule, &item));
    let Some(module) = resource.and_then(|it| module_of(it)).filter(|_| params.get(&PAYS) == Pays::Amount) else {
        return Vec::new();
    };
    let amount = match params.get(&AMOUNT) {
        Operand::Text(text) if !text.contains("{{") => read_amount(text, Locale::of(cx.project)),
        _ => None,
    };
    let within = amount.filter(|amount| *amount <= module.max_amount);
    let within = within.map(|_| (ABOVE_MAXIMUM.key, "the amount is fixed and within the maximum"));
    [(REFERENCE_NOT_FOUND.key, EXISTS), (ALREADY_PAID.key, "no invoice is paid")].into_iter().chain(within).collect()
}

/// On the telephone a survey fails only where it has no questions.
fn of_survey(cx: &CheckCx<'_>) -> Option<Never> {
    let item = cx.action.params.get(&survey::SURVEY).filter(|_| cx.routing.channel == Channel::Voice)?;
    let resource = cx.project.resolve(ResourceKind::Survey, &item)?;
    let ResourceData::Survey(survey) = &resource.data else { return None };
    (!survey.questions.is_empty()).then_some((ERROR.key, "the survey has questions"))
}

/// Whether every item that counts is fixed and exists.
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
        ItemKind::Resource(kind) => project.resolve(kind, item).is_some_and(|found| can_be_drawn(project, &found.data)),
        ItemKind::Routing => project.resolve_routing(item).is_some(),
        ItemKind::EntryPoint(kind) => project.resolve_entry_point(kind, item).is_some(),
    }
}

/// Whether a queue of a group is always found: all its queues exist, and one has weight. True of every other resource.
fn can_be_drawn(project: &Project, data: &ResourceData) -> bool {
    let ResourceData::DistributionGroup(group) = data else { return true };
    let is_queue =
        |id: ResourceId| project.resources.get(&id).is_some_and(|queue| matches!(queue.data, ResourceData::Queue(_)));
    group.queues.iter().all(|it| is_queue(it.queue)) && group.queues.iter().any(|it| it.weight > 0)
}
