//! The things outside that a question may be about.

use crate::actions;
use crate::catalog::{FieldKind, ItemKind, words};
use crate::model::{Action, ActionRef, Operand, Project, ResourceId, ResourceKind, Value};

use super::super::scene::Scene;

/// Something outside that can fail at a question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// A resource: a queue, a person, a web service, an external number.
    Item(ResourceId),
    /// A number that is written in an action, or read from a variable, in words.
    Number(String),
    /// What an action of a kind needs, such as the recorder.
    Kind(&'static str),
    /// What one action needs, where nothing else names it.
    Action(ActionRef),
}

impl Thing {
    /// The resource.
    #[must_use]
    pub fn item(&self) -> Option<ResourceId> {
        match self {
            Self::Item(id) => Some(*id),
            _ => None,
        }
    }
}

/// The kinds whose questions are about the resource that the action names.
const BY_ITEM: &[(&str, ResourceKind)] = &[
    ("to_number", ResourceKind::ExternalNumber),
    ("to_sip", ResourceKind::SipEndpoint),
    ("to_voice_mailbox", ResourceKind::VoiceMailbox),
    ("pay_invoice", ResourceKind::PaymentModule),
    ("web_service", ResourceKind::WebService),
];

/// What the question of an action is about.
pub(super) fn thing_of(scene: &Scene, at: ActionRef, action: &Action) -> Thing {
    if let Some((_, kind)) = BY_ITEM.iter().find(|(id, _)| *id == action.kind) {
        let item = item_of(&scene.project, at, action, *kind);
        return item.map(Thing::Item).or_else(|| number_of(action)).unwrap_or(Thing::Action(at));
    }
    match actions::spec_of(action) {
        Some(spec) if spec.id != "ring_numbers" => Thing::Kind(spec.id),
        _ => Thing::Action(at),
    }
}

/// The resource of a kind that an action names where its form shows it.
fn item_of(project: &Project, at: ActionRef, action: &Action, kind: ResourceKind) -> Option<ResourceId> {
    let spec = actions::spec_of(action)?;
    let mut fields = spec.shown_fields(action, project.channel_of(at.version));
    let field = fields.find(|field| field.kind == FieldKind::Item(ItemKind::Resource(kind)))?;
    let Some(Value::Item(item)) = action.params.value(field.key) else { return None };
    project.resolve(kind, item).map(|found| found.id)
}

/// The number that an action calls, as it is written there.
fn number_of(action: &Action) -> Option<Thing> {
    match action.params.value("number") {
        Some(Value::Operand(Operand::Text(text))) => Some(Thing::Number(text.clone())),
        Some(Value::Operand(operand)) => Some(Thing::Number(words::operand_words(operand))),
        _ => None,
    }
}
