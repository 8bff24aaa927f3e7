//! Resources that cannot work, such as calendars closed all week and queues without members.

use crate::catalog::Finding;
use crate::catalog::text::is_e164;
use crate::model::resource::{Calendar, ValuesTable};
use crate::model::{Place, Project, Resource, ResourceData, ResourceId, ResourceKind};

use super::{Diagnostic, records, sharing};

pub(super) fn check(project: &Project, found: &mut Vec<Diagnostic>) {
    for resource in project.resources.values() {
        let findings = findings(project, resource);
        found.extend(findings.into_iter().map(|it| Diagnostic::new(Place::Resource(resource.id), it)));
    }
}

fn findings(project: &Project, resource: &Resource) -> Vec<Finding> {
    let name = &resource.name;
    let is_of = |id: &ResourceId, kinds: &[ResourceKind]| {
        project.resources.get(id).is_some_and(|it| kinds.contains(&it.data.kind()))
    };
    let mut found = Vec::new();
    match &resource.data {
        ResourceData::Calendar(calendar) => check_calendar(name, calendar, &mut found),
        ResourceData::ValuesTable(table) => check_table(name, table, &mut found),
        ResourceData::Queue(queue) => {
            if queue.members.is_empty() {
                found.push(Finding::warning(
                    "queue-without-members",
                    format!("Queue \"{name}\" has no members; everyone overflows."),
                ));
            }
            if queue.members.iter().any(|member| !is_of(&member.who, &[ResourceKind::User, ResourceKind::Team])) {
                found.push(Finding::error(
                    "unknown-member",
                    format!("Queue \"{name}\" has a member who no longer exists."),
                ));
            }
            if !(30..=3600).contains(&queue.max_wait_s) {
                found.push(Finding::warning(
                    "queue-max-wait",
                    format!("Queue \"{name}\": the longest wait must be between 30 s and 1 h."),
                ));
            }
        }
        ResourceData::Team(team) if team.members.iter().any(|member| !is_of(member, &[ResourceKind::User])) => {
            found.push(Finding::error("unknown-member", format!("Team \"{name}\" has a member who no longer exists.")));
        }
        ResourceData::ExternalNumber(external) if !is_e164(&external.number) => {
            found.push(Finding::error(
                "bad-number",
                format!("\"{name}\" needs a number in international form, such as +33155001010."),
            ));
        }
        ResourceData::WebService(service) if service.canned.is_empty() => {
            found.push(Finding::hint(
                "no-canned-answer",
                format!("Web service \"{name}\" has no canned answer; simulations can only let it fail."),
            ));
        }
        ResourceData::Survey(survey) if survey.questions.is_empty() => {
            found.push(Finding::warning("survey-without-questions", format!("Survey \"{name}\" has no questions.")));
        }
        ResourceData::Database(database) => records::check_database(name, database, &mut found),
        ResourceData::PaymentModule(module) => records::check_payment(name, module, &mut found),
        ResourceData::Campaign(campaign) => sharing::check_campaign(project, name, campaign, &mut found),
        ResourceData::RoutingRule(rule) => sharing::check_rule(project, name, rule, &mut found),
        ResourceData::DistributionPolicy(policy) => sharing::check_policy(project, name, policy, &mut found),
        _ => {}
    }
    found
}

fn check_calendar(name: &str, calendar: &Calendar, found: &mut Vec<Finding>) {
    if calendar.week.iter().all(Vec::is_empty) {
        found.push(Finding::warning("calendar-closed", format!("Calendar \"{name}\" is closed all week.")));
    }
    if calendar.exceptions.len() > Calendar::MAX_EXCEPTIONS {
        found.push(Finding::warning(
            "calendar-exceptions",
            format!("Calendar \"{name}\" has more than {} exceptions.", Calendar::MAX_EXCEPTIONS),
        ));
    }
    let mut ranges: Vec<_> = calendar
        .exceptions
        .iter()
        .flat_map(|exception| exception.dates.iter().map(|dates| (*dates, exception.name.as_str())))
        .collect();
    ranges.sort();
    for pair in ranges.windows(2) {
        if let [((_, end), one), ((start, _), other)] = pair
            && start <= end
            && one != other
        {
            found.push(Finding::warning(
                "calendar-overlap",
                format!("Calendar \"{name}\": \"{one}\" and \"{other}\" overlap; the first one wins."),
            ));
        }
    }
    if !calendar.time_zone.is_empty() && calendar.time_zone.parse::<chrono_tz::Tz>().is_err() {
        found.push(Finding::error(
            "bad-time-zone",
            format!("Calendar \"{name}\": \"{}\" is not a time zone.", calendar.time_zone),
        ));
    }
}

fn check_table(name: &str, table: &ValuesTable, found: &mut Vec<Finding>) {
    let width = table.keys.len() + table.outputs.len();
    if let Some(row) = table.rows.iter().position(|row| row.len() != width) {
        found.push(Finding::error(
            "table-width",
            format!("Values table \"{name}\": row {} needs {width} cells.", row + 1),
        ));
    }
    let mut keys: Vec<&[String]> = table.rows.iter().filter_map(|row| row.get(..table.keys.len())).collect();
    keys.sort();
    if keys.windows(2).any(|pair| pair.first() == pair.last()) {
        found.push(Finding::warning(
            "table-key-twice",
            format!("Values table \"{name}\" has the same key twice; the first row wins."),
        ));
    }
}
