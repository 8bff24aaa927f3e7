//! The page of a resource: the cards that all kinds share, and the editor for the kind.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use egui::Ui;

use crate::catalog::ItemKind;
use crate::edit::Edit;
use crate::lint::Diagnostic;
use crate::model::resource::{Database, ValuesTable};
use crate::model::{Place, Project, Resource, ResourceData, ResourceId};
use crate::uses::{ItemId, free_reference, reference_for_name};

use super::changes::Changes;
use super::{
    calendar, campaign, connection, create, database, distribution, head, payment, people, queue, records, table,
    templates, texts, used, variable, web_service, who, widgets,
};
use crate::app::command::Command;

/// The page of a resource.
pub fn page_ui(
    ui: &mut Ui,
    resource: &Arc<Resource>,
    project: &Arc<Project>,
    problems: &[Diagnostic],
    now: DateTime<Utc>,
    commands: &mut Vec<Command>,
) {
    let kind = resource.data.kind();
    let delete = Command::edit(Edit::DeleteResource { resource: resource.id });
    let acts = head::Acts { delete: Some(delete), duplicate: Some(&|| duplicate(project, resource)) };
    head::title_ui(ui, &resource.name, kind.words().0, acts, commands);
    head::problems_ui(ui, problems, Place::Resource(resource.id), commands);
    let mut changes = Changes::default();
    let mut copy = copy_without_rows(resource);
    widgets::section(ui, "General", |ui| {
        head::name_ui(ui, &mut changes, &mut copy.name);
        let Resource { reference, aliases, description, .. } = &mut copy;
        let is_taken = |reference: &str| is_taken(project, resource, reference);
        head::reference_ui(ui, &mut changes, reference, (kind.into(), aliases.as_slice()), is_taken);
        widgets::long_text(ui, &mut changes, "Description", "What it is for", description);
    });
    let new_rows = data_ui(ui, &mut changes, resource, &mut copy.data, project, commands);
    if changes.is_any()
        && let (Some(rows), Some((_, stored))) = (copy.data.rows_mut(), resource.data.table())
    {
        *rows = new_rows.unwrap_or_else(|| stored.to_vec());
    }
    if copy.name != resource.name && copy.reference == resource.reference {
        let follows = reference_for_name(project, resource.id.into(), ItemKind::Resource(kind), &copy.name);
        copy.reference = follows.unwrap_or(copy.reference);
    }
    changes.send(|| Edit::StoreResource { resource: Box::new(copy) }, commands);
    who::who_ui(ui, resource, project, now);
    used::used_ui(ui, resource.id.into(), project, commands);
}

/// Creates a copy of a resource, with a free reference.
fn duplicate(project: &Project, resource: &Resource) -> Command {
    let (id, name) = (ResourceId::default(), create::copy_name(&resource.name));
    let reference = free_reference(project, id.into(), ItemKind::Resource(resource.data.kind()), &name);
    let copy = Resource { id, name, reference, aliases: Vec::new(), ..resource.clone() };
    Command::edit(Edit::StoreResource { resource: Box::new(copy) })
}

/// Draws the data of a resource. Returns the new rows of a values table or a database if they changed.
fn data_ui(
    ui: &mut Ui,
    changes: &mut Changes,
    resource: &Arc<Resource>,
    data: &mut ResourceData,
    project: &Project,
    commands: &mut Vec<Command>,
) -> Option<Vec<Vec<String>>> {
    match data {
        ResourceData::User(user) => people::user_ui(ui, changes, user),
        ResourceData::Team(team) => people::team_ui(ui, changes, team, project),
        ResourceData::Queue(queue) => queue::queue_ui(ui, changes, queue, project),
        ResourceData::VoiceMailbox(mailbox) => texts::mailbox_ui(ui, changes, project, mailbox),
        ResourceData::SoundFile(sound) => texts::sound_ui(ui, changes, sound, project),
        ResourceData::TtsVoice(voice) => texts::voice_ui(ui, changes, voice),
        ResourceData::Calendar(calendar) => calendar::calendar_ui(ui, changes, calendar, project),
        ResourceData::Variable(variable) => variable::variable_ui(ui, changes, variable, &resource.reference),
        ResourceData::ValuesTable(table) => return table::table_ui(ui, changes, table, resource, commands),
        ResourceData::WebService(service) => web_service::service_ui(ui, changes, service, project),
        ResourceData::ExternalNumber(number) => texts::number_ui(ui, changes, number, project),
        ResourceData::Survey(survey) => texts::survey_ui(ui, changes, survey, project),
        ResourceData::Database(database) => {
            return database::database_ui(ui, changes, database, resource, project, commands);
        }
        ResourceData::EmailTemplate(template) => templates::email_ui(ui, changes, template, project),
        ResourceData::SmsTemplate(template) => templates::text_ui(ui, changes, template, project, true),
        ResourceData::MessageTemplate(template) => templates::text_ui(ui, changes, template, project, false),
        ResourceData::SipEndpoint(endpoint) => connection::sip_ui(ui, changes, project, endpoint),
        ResourceData::CaseType(case) => records::fields_ui(ui, changes, &mut case.fields),
        ResourceData::CrmCardType(card) => {
            records::generation_ui(ui, changes, &mut card.generation);
            records::fields_ui(ui, changes, &mut card.fields);
        }
        ResourceData::TaskType(task) => records::fields_ui(ui, changes, &mut task.fields),
        ResourceData::Campaign(campaign) => campaign::campaign_ui(ui, changes, campaign, project),
        ResourceData::PaymentModule(module) => payment::payment_ui(ui, changes, module),
        ResourceData::ChatModule(module) => connection::chat_ui(ui, changes, project, module),
        ResourceData::RoutingRule(rule) => distribution::rule_ui(ui, changes, rule, project),
        ResourceData::DistributionPolicy(policy) => distribution::policy_ui(ui, changes, policy, project),
        ResourceData::DistributionGroup(group) => distribution::group_ui(ui, changes, group, project),
    }
    None
}

/// A copy without the rows of a values table or a database: there can be many, and few frames change them.
fn copy_without_rows(resource: &Resource) -> Resource {
    let data = match &resource.data {
        ResourceData::ValuesTable(ValuesTable { keys, outputs, matching, exact_spelling, rows: _ }) => {
            let (keys, outputs) = (keys.clone(), outputs.clone());
            ResourceData::ValuesTable(ValuesTable {
                keys,
                outputs,
                matching: *matching,
                exact_spelling: *exact_spelling,
                rows: Vec::new(),
            })
        }
        ResourceData::Database(Database { columns, rows: _ }) => {
            ResourceData::Database(Database { columns: columns.clone(), rows: Vec::new() })
        }
        data => data.clone(),
    };
    Resource {
        id: resource.id,
        name: resource.name.clone(),
        reference: resource.reference.clone(),
        description: resource.description.clone(),
        aliases: resource.aliases.clone(),
        data,
    }
}

fn is_taken(project: &Project, resource: &Resource, reference: &str) -> bool {
    let is_variable = matches!(resource.data, ResourceData::Variable(_));
    (is_variable && resource.reference != reference && crate::catalog::reserved::is_reserved(reference))
        || ItemId::from(resource.id).is_taken(project, ItemKind::Resource(resource.data.kind()), reference)
}
