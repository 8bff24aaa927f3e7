//! Every kind of action, one file each. To add one: write its file, and add its two lines here.

mod assign_values;
mod associate_case;
mod associate_crm_card;
mod associate_crm_v2_card;
mod check_passages;
mod check_target_attempts;
mod check_target_result;
mod checkpoint;
mod create_case;
mod create_crm_card;
mod create_crm_v2_card;
mod create_task;
mod dissociate_case;
mod insert_sms_target;
mod insert_voice_target;
mod insert_whatsapp_target;
mod load_sharing;
mod modify_case;
mod node;
mod pause;
mod reschedule_attempt;
mod responsive_routing;
mod shared;
mod shared_campaign;
mod shared_crm;
mod shared_record;
mod start;
mod survey;
mod test_schedule;
mod test_values;
mod test_week;
mod to_number;
mod to_queue;
mod to_routing;
mod to_user;
mod to_voice_mailbox;
mod values_table;
mod voice_announcement;
mod web_service;

#[cfg(test)]
mod tests;

use crate::catalog::ActionSpec;
use crate::model::{Action, Flow, RoutingType};

/// Every kind, in the order of the palette.
pub static ALL: &[&ActionSpec] = &[
    &start::SPEC,
    &load_sharing::SPEC,
    &checkpoint::SPEC,
    &pause::SPEC,
    &node::SPEC,
    &voice_announcement::SPEC,
    &to_queue::SPEC,
    &to_number::SPEC,
    &to_routing::SPEC,
    &to_user::SPEC,
    &to_voice_mailbox::SPEC,
    &associate_case::SPEC,
    &dissociate_case::SPEC,
    &create_case::SPEC,
    &modify_case::SPEC,
    &associate_crm_card::SPEC,
    &create_crm_card::SPEC,
    &associate_crm_v2_card::SPEC,
    &create_crm_v2_card::SPEC,
    &create_task::SPEC,
    &assign_values::SPEC,
    &test_values::SPEC,
    &values_table::SPEC,
    &check_passages::SPEC,
    &test_schedule::SPEC,
    &test_week::SPEC,
    &web_service::SPEC,
    &insert_whatsapp_target::SPEC,
    &insert_voice_target::SPEC,
    &insert_sms_target::SPEC,
    &check_target_attempts::SPEC,
    &check_target_result::SPEC,
    &reschedule_attempt::SPEC,
    &survey::SPEC,
    &responsive_routing::SPEC,
];

/// The kind of an id; none for a kind that this program does not know.
#[must_use]
pub fn spec(kind: &str) -> Option<&'static ActionSpec> {
    ALL.iter().copied().find(|spec| spec.id == kind)
}

/// The kind of an action.
#[must_use]
pub fn spec_of(action: &Action) -> Option<&'static ActionSpec> {
    spec(&action.kind)
}

/// The keys of an action's branches, in order. Of an unknown kind every stored link counts as a branch.
#[must_use]
pub fn branch_keys(action: &Action, routing_type: RoutingType) -> Vec<String> {
    match spec_of(action) {
        Some(spec) => spec.branches(action, routing_type).into_iter().map(|branch| branch.key.into_owned()).collect(),
        None => action.links.keys().cloned().collect(),
    }
}

/// The title of an action: its own, else its kind's, else the kind's id.
#[must_use]
pub fn title(action: &Action) -> &str {
    if !action.title.is_empty() {
        return &action.title;
    }
    match spec_of(action) {
        Some(spec) => spec.short(),
        None => &action.kind,
    }
}

/// The shape of a tree: order and homes (see `model::walk`).
#[must_use]
pub fn shape(flow: &Flow, routing_type: RoutingType) -> crate::model::walk::Shape {
    crate::model::walk::shape(flow, &|action| branch_keys(action, routing_type))
}
