//! Resources that cannot work, such as calendars closed all week and queues without members.

use crate::catalog::calendar::typed::DAYS;
use crate::catalog::value::{self, Locale};
use crate::catalog::{Finding, calendar, country, phone};
use crate::model::resource::{Calendar, Queue, ValuesTable, Variable, Week};
use crate::model::{Place, Project, Resource, ResourceData, ResourceId, ResourceKind};

use super::{Diagnostic, records, sharing, web_services};

/// Most pairs of exceptions that are named for a calendar.
const MAX_PAIRS: usize = 20;

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
        ResourceData::Variable(variable) => check_variable(project, resource, variable, &mut found),
        ResourceData::Queue(queue) => {
            if queue.members.is_empty() {
                found.push(Finding::warning(
                    "queue-without-members",
                    format!("Queue \"{name}\" has no members, so every customer overflows. Add a user or a team."),
                ));
            }
            if queue.members.iter().any(|member| !is_of(&member.who, &[ResourceKind::User, ResourceKind::Team])) {
                found.push(Finding::error(
                    "unknown-member",
                    format!("Queue \"{name}\" has a member who no longer exists. Remove that member."),
                ));
            }
            if !Queue::MAX_WAIT_S.contains(&queue.max_wait_s) {
                found.push(Finding::warning(
                    "queue-max-wait",
                    format!("Queue \"{name}\": the longest wait must be between 30 s and 1 h."),
                ));
            }
            sharing::check_queue(project, name, queue, &mut found);
        }
        ResourceData::Team(team) if team.members.iter().any(|member| !is_of(member, &[ResourceKind::User])) => {
            found.push(Finding::error(
                "unknown-member",
                format!("Team \"{name}\" has a member who no longer exists. Remove that member."),
            ));
        }
        ResourceData::ExternalNumber(external) => {
            let read = phone::read(&external.number, country::of(&project.settings));
            found.extend(read.err().map(|fault| {
                Finding::error("bad-number", format!("External number \"{name}\": {}", fault.words(&external.number)))
            }));
        }
        ResourceData::User(user) => check_week(&format!("The schedule of \"{name}\""), &user.schedule, &mut found),
        ResourceData::WebService(service) => web_services::check_service(name, service, &mut found),
        ResourceData::Survey(survey) if survey.questions.is_empty() => {
            found.push(Finding::warning(
                "survey-without-questions",
                format!("Survey \"{name}\" has no questions. Add one."),
            ));
        }
        ResourceData::Database(database) => records::check_database(name, database, Locale::of(project), &mut found),
        ResourceData::PaymentModule(module) => records::check_payment(name, module, &mut found),
        ResourceData::Campaign(campaign) => sharing::check_campaign(project, name, campaign, &mut found),
        ResourceData::RoutingRule(rule) => sharing::check_rule(project, name, rule, &mut found),
        ResourceData::DistributionGroup(group) => sharing::check_group(project, name, group, &mut found),
        ResourceData::DistributionPolicy(policy) => sharing::check_policy(project, name, policy, &mut found),
        _ => {}
    }
    found
}

fn check_calendar(name: &str, calendar: &Calendar, found: &mut Vec<Finding>) {
    if calendar.week.iter().all(Vec::is_empty) {
        found.push(Finding::warning(
            "calendar-closed",
            format!("Calendar \"{name}\" is closed all week. Enter opening hours."),
        ));
    }
    if calendar.exceptions.len() > Calendar::MAX_EXCEPTIONS {
        found.push(Finding::warning(
            "calendar-exceptions",
            format!("Calendar \"{name}\" has more than {} exceptions.", Calendar::MAX_EXCEPTIONS),
        ));
    }
    check_week(&format!("Calendar \"{name}\""), &calendar.week, found);
    let exceptions = &calendar.exceptions;
    for exception in exceptions.iter().filter(|it| calendar::overlapping(&it.hours).is_some()) {
        let message =
            format!("Calendar \"{name}\": hours of exception \"{}\" overlap. Join them into one span.", exception.name);
        found.push(Finding::warning("hours-overlap", message));
    }
    for (one, other) in calendar::meeting(calendar, MAX_PAIRS) {
        let name_of = |place: usize| exceptions.get(place).map_or("", |exception| exception.name.as_str());
        found.push(Finding::warning(
            "calendar-overlap",
            format!(
                "Calendar \"{name}\": exceptions \"{}\" and \"{}\" have days in common. On these days an exception with a dated \
                 day wins over a yearly one; if both are of one kind, the first in the list wins.",
                name_of(one),
                name_of(other)
            ),
        ));
    }
    if !calendar.time_zone.is_empty() && calendar.time_zone.parse::<chrono_tz::Tz>().is_err() {
        found.push(Finding::error(
            "bad-time-zone",
            format!(
                "Calendar \"{name}\": \"{}\" is not a time zone. Choose one, such as Europe/Paris.",
                calendar.time_zone
            ),
        ));
    }
}

/// Hours of a week that overlap, by the day on which they meet.
fn check_week(whose: &str, week: &Week, found: &mut Vec<Finding>) {
    let days: Vec<&str> =
        calendar::overlapping_days(week).into_iter().filter_map(|day| DAYS.get(day).copied()).collect();
    if !days.is_empty() {
        let message = format!("{whose}: hours overlap on {}. Join them into one span.", days.join(", "));
        found.push(Finding::warning("hours-overlap", message));
    }
}

/// Values at the start that do not fit the types of their fields.
fn check_variable(project: &Project, resource: &Resource, variable: &Variable, found: &mut Vec<Finding>) {
    for field in &variable.fields {
        if let Err(needed) = value::fit(field.kind, &field.values, &field.default, Locale::of(project)) {
            let path = format!("{}.{}", resource.reference, field.name);
            let message = format!("{path} cannot start with the value \"{}\". {needed}", field.default);
            found.push(Finding::error("variable-default", message));
        }
    }
}

fn check_table(name: &str, table: &ValuesTable, found: &mut Vec<Finding>) {
    let width = table.keys.len() + table.outputs.len();
    if let Some(row) = table.rows.iter().position(|row| row.len() != width) {
        found.push(Finding::error(
            "table-width",
            format!("Values table \"{name}\": row {} does not have {width} cells, one for each column.", row + 1),
        ));
    }
    if let Some((second, first)) = value::shadowed(table).first() {
        found.push(Finding::warning(
            "table-key-twice",
            format!(
                "Values table \"{name}\" has the same key in rows {} and {}, so the second of the two is never found. Change or remove it.",
                first + 1,
                second + 1
            ),
        ));
    }
}
