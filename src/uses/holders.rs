//! The uses of items in resources, entry points, callers and worlds.

use crate::catalog::ItemKind;
use crate::model::Place;
use crate::model::{
    Caller, Project, Resource, ResourceData, ResourceId, World,
    resource::{QuestionKind, RuleTarget},
};

use super::{ItemId, Name, Use, Wanted, Written};

/// Every use outside actions.
pub(super) fn uses(project: &Project, wanted: &Wanted<'_>, found: &mut Vec<Use>) {
    let mut add = |place, field: &str, written| found.push(Use { place, field: field.to_owned(), written });
    for other in project.resources.values() {
        let place = Place::Resource(other.id);
        if other.id.0 != wanted.id {
            in_resource(other, &mut |field, id| add_id(wanted, id, &mut || add(place, field, Written::Item)));
        }
        if wanted.is_variable() {
            let mut text = |field: &str, text: &str| {
                wanted.in_name(&Name::Text(text), &mut |written| add(place, field, written));
            };
            texts(&other.data, &mut text);
        }
    }
    if matches!(wanted.kind, ItemKind::EntryPoint(_)) {
        // Only actions refer to such an item.
        return;
    }
    if wanted.kind == ItemKind::Routing {
        for entry_point in project.entry_points.values() {
            let place = Place::EntryPoint(entry_point.id);
            if entry_point.assigned.is_some_and(|(id, _)| id.0 == wanted.id) {
                add(place, "Where it leads", Written::Item);
            }
            if entry_point.end_routing.is_some_and(|id| id.0 == wanted.id) {
                add(place, "Where it leads at the end", Written::Item);
            }
        }
        return;
    }
    for caller in project.callers.values() {
        let place = Place::Caller(caller.id);
        in_caller(caller, &mut |field, id| add_id(wanted, id, &mut || add(place, field, Written::Item)));
        for path in caller.variables.keys().filter(|path| wanted.has_path(path)) {
            add(place, "Starting variables", Written::Path(path.clone()));
        }
    }
    for world in project.worlds.values() {
        let place = Place::World(world.id);
        in_world(world, &mut |field, id| add_id(wanted, id, &mut || add(place, field, Written::Item)));
    }
}

fn add_id(wanted: &Wanted<'_>, id: ResourceId, add: &mut dyn FnMut()) {
    if id.0 == wanted.id {
        add();
    }
}

/// One match for reading and for changing: the resources that a resource uses, with the field.
macro_rules! named_resources {
    ($name:ident, $iter:ident $(, $mutable:tt)?) => {
        pub(super) fn $name(data: & $($mutable)? ResourceData, see: &mut dyn FnMut(&'static str, & $($mutable)? ResourceId)) {
            match data {
                ResourceData::Team(team) => team.members.$iter().for_each(|id| see("Members", id)),
                ResourceData::Queue(queue) => {
                    queue.members.$iter().for_each(|member| see("Members", & $($mutable)? member.who));
                    queue.music.$iter().for_each(|id| see("Music", id));
                }
                ResourceData::DistributionGroup(group) => {
                    group.queues.$iter().for_each(|it| see("Queues", & $($mutable)? it.queue));
                }
                ResourceData::DistributionPolicy(policy) => {
                    policy.members.$iter().for_each(|member| see("Members", & $($mutable)? member.user));
                }
                ResourceData::RoutingRule(rule) => rule.targets.$iter().for_each(|target| match target {
                    RuleTarget::Team(id) | RuleTarget::User(id) => see("Targets", id),
                    RuleTarget::LeadOwner | RuleTarget::OpportunityOwner | RuleTarget::Admin => {}
                }),
                ResourceData::Campaign(campaign) => campaign.template.$iter().for_each(|id| see("Template", id)),
                ResourceData::User(_)
                | ResourceData::VoiceMailbox(_)
                | ResourceData::SoundFile(_)
                | ResourceData::TtsVoice(_)
                | ResourceData::Calendar(_)
                | ResourceData::Variable(_)
                | ResourceData::ValuesTable(_)
                | ResourceData::WebService(_)
                | ResourceData::ExternalNumber(_)
                | ResourceData::Survey(_)
                | ResourceData::Database(_)
                | ResourceData::EmailTemplate(_)
                | ResourceData::SmsTemplate(_)
                | ResourceData::MessageTemplate(_)
                | ResourceData::SipEndpoint(_)
                | ResourceData::CaseType(_)
                | ResourceData::CrmCardType(_)
                | ResourceData::TaskType(_)
                | ResourceData::PaymentModule(_)
                | ResourceData::ChatModule(_) => {}
            }
        }
    };
}

named_resources!(named, iter);
named_resources!(named_mut, iter_mut, mut);

/// One match for reading and for changing: the texts of a resource that can contain placeholders.
macro_rules! texts_with_placeholders {
    ($name:ident, $iter:ident, $text:ty $(, $mutable:tt)?) => {
        pub(super) fn $name(data: & $($mutable)? ResourceData, see: &mut dyn FnMut(&'static str, & $($mutable)? $text)) {
            match data {
                ResourceData::VoiceMailbox(mailbox) => mailbox.greeting.$iter().for_each(|(_, text)| see("Greeting", text)),
                ResourceData::SoundFile(sound) => sound.texts.$iter().for_each(|(_, text)| see("Text", text)),
                ResourceData::WebService(service) => {
                    see("Address", & $($mutable)? service.url);
                    see("Address", & $($mutable)? service.test_url);
                    service.headers.$iter().for_each(|(_, value)| see("Headers", value));
                    see("Body", & $($mutable)? service.body);
                }
                ResourceData::Survey(survey) => {
                    survey.introduction.$iter().for_each(|(_, text)| see("Introduction", text));
                    for question in survey.questions.$iter() {
                        question.text.$iter().for_each(|(_, text)| see("Questions", text));
                        if let QuestionKind::Choice(choices) = & $($mutable)? question.kind {
                            for choice in choices.$iter() {
                                for (_, text) in choice.$iter() {
                                    see("Questions", text);
                                }
                            }
                        }
                    }
                }
                ResourceData::EmailTemplate(template) => {
                    template.subjects.$iter().for_each(|(_, text)| see("Subject", text));
                    template.texts.$iter().for_each(|(_, text)| see("Text", text));
                    template.attachments.$iter().for_each(|text| see("Attachments", text));
                }
                ResourceData::SmsTemplate(template) | ResourceData::MessageTemplate(template) => {
                    template.texts.$iter().for_each(|(_, text)| see("Text", text));
                    template.attachments.$iter().for_each(|text| see("Attachments", text));
                }
                ResourceData::SipEndpoint(endpoint) => {
                    see("Address", & $($mutable)? endpoint.uri);
                    endpoint.headers.$iter().for_each(|(_, value)| see("Headers", value));
                }
                ResourceData::ChatModule(chat) => see("Address", & $($mutable)? chat.url),
                ResourceData::User(_)
                | ResourceData::Team(_)
                | ResourceData::Queue(_)
                | ResourceData::TtsVoice(_)
                | ResourceData::Calendar(_)
                | ResourceData::Variable(_)
                | ResourceData::ValuesTable(_)
                | ResourceData::ExternalNumber(_)
                | ResourceData::Database(_)
                | ResourceData::CaseType(_)
                | ResourceData::CrmCardType(_)
                | ResourceData::TaskType(_)
                | ResourceData::Campaign(_)
                | ResourceData::PaymentModule(_)
                | ResourceData::RoutingRule(_)
                | ResourceData::DistributionPolicy(_)
                | ResourceData::DistributionGroup(_) => {}
            }
        }
    };
}

texts_with_placeholders!(texts, iter, str);
texts_with_placeholders!(texts_mut, iter_mut, String, mut);

/// The resources that a resource uses, with the field.
pub(super) fn in_resource(resource: &Resource, see: &mut dyn FnMut(&'static str, ResourceId)) {
    named(&resource.data, &mut |field, id| see(field, *id));
}

/// The resources that a caller uses, with the field.
pub(super) fn in_caller(caller: &Caller, see: &mut dyn FnMut(&'static str, ResourceId)) {
    caller.contacts.iter().filter_map(|contact| contact.served_by).for_each(|id| see("Past contacts", id));
    caller.lead_owner.into_iter().for_each(|id| see("Lead owner", id));
    caller.opportunities.iter().filter_map(|it| it.owner).for_each(|id| see("Opportunities", id));
}

/// The resources that a world uses, with the field.
pub(super) fn in_world(world: &World, see: &mut dyn FnMut(&'static str, ResourceId)) {
    world.users.keys().for_each(|id| see("People", *id));
    world.loads.keys().for_each(|id| see("Sessions", *id));
    world.queues.keys().for_each(|id| see("Queues", *id));
    world.services.keys().for_each(|id| see("Web services", *id));
    world.cursors.keys().for_each(|id| see("Next in turn", *id));
    world.databases.keys().for_each(|id| see("Databases", *id));
    world.cases.iter().filter_map(|case| case.case_type).for_each(|id| see("Cases", id));
    world.cards.iter().filter_map(|card| card.card_type).for_each(|id| see("CRM cards", id));
    world.targets.iter().for_each(|target| see("Campaign targets", target.campaign));
}

/// An item in words: *Queue "Support"*.
#[must_use]
pub fn item_words(project: &Project, item: ItemId) -> String {
    item.known(project).map_or_else(String::new, |it| format!("{} \"{}\"", it.kind.words(), it.name))
}
