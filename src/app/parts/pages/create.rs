//! New resources: with a free name, a free reference, and enough data to be valid.

use chrono::NaiveTime;

use crate::catalog::text::shorten;
use crate::model::limits::MAX_NAME;
use crate::model::project::reference_from_name;
use crate::model::resource::{DatabaseColumn, RecordField, RuleTarget, VariableField};
use crate::model::{Project, Resource, ResourceData, ResourceId, ResourceKind};

/// A new resource of a kind, with id 0: *New queue*, or *New queue 2* when that is taken.
#[must_use]
pub fn new_resource(project: &Project, kind: ResourceKind) -> Resource {
    let base = format!("New {}", kind.in_sentence());
    let name = (1..=project.resources.len() + 1)
        .map(|count| if count == 1 { base.clone() } else { format!("{base} {count}") })
        .find(|name| is_free(project, kind, name))
        .unwrap_or(base);
    Resource {
        id: ResourceId(0),
        reference: reference_from_name(&name),
        name,
        description: String::new(),
        aliases: Vec::new(),
        data: first_data(project, kind),
    }
}

/// The name of a copy.
#[must_use]
pub fn copy_name(name: &str) -> String {
    format!("{} (copy)", shorten(name, MAX_NAME - 8))
}

fn is_free(project: &Project, kind: ResourceKind, name: &str) -> bool {
    let reference = reference_from_name(name);
    project.resource_by_reference(kind, &reference).is_none() && project.resources_of(kind).all(|it| it.name != name)
}

fn first_data(project: &Project, kind: ResourceKind) -> ResourceData {
    let mut data = ResourceData::new(kind);
    match &mut data {
        ResourceData::Variable(variable) => {
            variable.fields.push(VariableField { name: "value".to_owned(), ..VariableField::default() });
        }
        ResourceData::ValuesTable(table) => {
            table.keys.push("key".to_owned());
            table.outputs.push("value".to_owned());
        }
        ResourceData::SoundFile(sound) => {
            sound.texts.insert(String::new(), String::new());
        }
        ResourceData::TtsVoice(voice) => voice.language.clone_from(&project.settings.default_language),
        ResourceData::Calendar(calendar) => {
            let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
            for day in calendar.week.iter_mut().take(5) {
                day.push((hour(9), hour(18)));
            }
        }
        ResourceData::Database(database) => {
            database.columns.push(DatabaseColumn { name: "key".to_owned(), ..DatabaseColumn::default() });
        }
        ResourceData::EmailTemplate(template) => {
            template.subjects.insert(String::new(), String::new());
            template.texts.insert(String::new(), String::new());
        }
        ResourceData::SmsTemplate(template) | ResourceData::MessageTemplate(template) => {
            template.texts.insert(String::new(), String::new());
        }
        ResourceData::CaseType(case) => case.fields.push(subject()),
        ResourceData::TaskType(task) => task.fields.push(subject()),
        ResourceData::CrmCardType(card) => {
            card.fields.push(RecordField { name: "name".to_owned(), ..RecordField::default() });
        }
        ResourceData::Campaign(campaign) => {
            campaign.result_codes = ["answered", "busy", "no_answer"].map(str::to_owned).into();
        }
        ResourceData::RoutingRule(rule) => rule.targets.push(RuleTarget::LeadOwner),
        ResourceData::User(_)
        | ResourceData::Team(_)
        | ResourceData::Queue(_)
        | ResourceData::VoiceMailbox(_)
        | ResourceData::WebService(_)
        | ResourceData::ExternalNumber(_)
        | ResourceData::Survey(_)
        | ResourceData::SipEndpoint(_)
        | ResourceData::PaymentModule(_)
        | ResourceData::ChatModule(_)
        | ResourceData::DistributionPolicy(_)
        | ResourceData::DistributionGroup(_) => {}
    }
    data
}

fn subject() -> RecordField {
    RecordField { name: "subject".to_owned(), ..RecordField::default() }
}
