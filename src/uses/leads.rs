//! Where an action takes a contact: another routing, or a queue, a person or a mailbox outside the tree. The catalogue says which actions
//! do so, so a new kind of action needs no change here.

use crate::actions;
use crate::catalog::{FieldKind, ItemKind, ResultKind};
use crate::model::{Action, ItemRef, ResourceKind, TreeType, Value};

/// A place outside the tree to which an action leads, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lead<'a> {
    /// What the place is.
    pub kind: ItemKind,
    /// How the action names it.
    pub item: &'a ItemRef,
}

/// The places outside the tree to which an action leads, in the order of its fields. Fields that the form does not show do not count, and
/// neither do items that an action only asks about, such as the queue whose state is tested.
#[must_use]
pub fn leads_of(action: &Action, tree: TreeType) -> Vec<Lead<'_>> {
    let Some(spec) = actions::spec_of(action) else { return Vec::new() };
    let mut fields: Vec<Lead<'_>> = Vec::new();
    for field in spec.shown_fields(action, tree.channel) {
        if let (FieldKind::Item(kind), Some(Value::Item(item))) = (field.kind, action.params.value(field.key))
            && holds_contacts(kind)
        {
            fields.push(Lead { kind, item });
        }
    }
    let passes_on = || spec.branches(action, tree).iter().any(|branch| branch.result.is_some_and(passes_contact_on));
    if fields.is_empty() || !(actions::leads_to_a_routing(action) || passes_on()) {
        return Vec::new();
    }
    fields
}

/// Whether a contact may be in such a place.
fn holds_contacts(kind: ItemKind) -> bool {
    match kind {
        ItemKind::Routing | ItemKind::EntryPoint(_) => true,
        ItemKind::Resource(kind) => matches!(
            kind,
            ResourceKind::Queue
                | ResourceKind::DistributionGroup
                | ResourceKind::DistributionPolicy
                | ResourceKind::RoutingRule
                | ResourceKind::Team
                | ResourceKind::User
                | ResourceKind::VoiceMailbox
                | ResourceKind::ExternalNumber
                | ResourceKind::SipEndpoint
                | ResourceKind::ChatModule
        ),
    }
}

/// Whether a contact goes somewhere else with this result.
fn passes_contact_on(result: ResultKind) -> bool {
    match result {
        ResultKind::Person | ResultKind::TransferredOut | ResultKind::Voicemail | ResultKind::CallBack => true,
        ResultKind::SelfService => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::{ActionId, Channel, RoutingType};

    /// The kinds that lead somewhere with one of their fields set, and those that name such an item without leading there.
    fn kinds() -> [BTreeSet<&'static str>; 2] {
        let [mut leading, mut others] = [BTreeSet::new(), BTreeSet::new()];
        for spec in actions::ALL {
            for field in spec.fields {
                let FieldKind::Item(kind) = field.kind else { continue };
                if !holds_contacts(kind) {
                    continue;
                }
                let item = ItemRef::Item(1);
                let mut action = Action::new(ActionId(2), spec.id);
                action.params.0.insert(field.key.to_owned(), Value::Item(item.clone()));
                if let Some((key, wanted)) = field.shown_if {
                    action.params.0.insert(key.to_owned(), Value::Text(wanted[0].to_owned()));
                }
                let leads = Channel::ALL.into_iter().any(|channel| {
                    let tree = TreeType { kind: RoutingType::InteractionStart, channel };
                    leads_of(&action, tree) == [Lead { kind, item: &item }]
                });
                if leads {
                    leading.insert(spec.id)
                } else {
                    others.insert(spec.id)
                };
            }
        }
        [leading, others]
    }

    #[test]
    fn these_kinds_lead_away_and_these_only_name_somebody() {
        let [leading, others] = kinds();
        let expected = [
            "call_routing",
            "digitalization",
            "distribute",
            "hand_over",
            "offer_callback",
            "routing_rule",
            "to_number",
            "to_queue",
            "to_routing",
            "to_sip",
            "to_user",
            "to_voice_mailbox",
            "transfer_email",
        ];
        assert_eq!(leading, expected.into());
        // A queue whose state is tested, the owner of a case, and the person or the queue of a task.
        assert_eq!(others, ["create_case", "create_task", "test_queue"].into());
    }
}
