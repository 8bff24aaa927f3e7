//! The head of the sheet: what it is the sheet of, and what leads there.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::actions;
use crate::catalog::text::uncapitalised;
use crate::catalog::{interaction, language};
use crate::lifecycle::plan;
use crate::model::{Action, EntryPoint, RoutingType, Status, Version};

use super::source::Source;
use super::{Entrance, Fact};

/// Project, routing, version, channel, languages, entry points, and when the sheet was made.
pub(super) fn of(source: &Source<'_>, made: DateTime<Utc>) -> Vec<Fact> {
    let Source { project, routing, version, languages } = source;
    let info = &version.info;
    let described = |name: &str, description: &str| {
        let description = description.trim();
        std::iter::once(name.to_owned()).chain((!description.is_empty()).then(|| description.to_owned()))
    };
    let plan = info.planned.as_ref().map(plan::plan_words);
    let end = (routing.kind == RoutingType::InteractionEnd).then(|| routing.kind.words().to_lowercase());
    let channel = std::iter::once(routing.channel.words().to_owned()).chain(end).collect::<Vec<_>>().join(", ");
    let zone = interaction::zone(&project.settings.time_zone, "UTC");
    let made = plan::at_words(made.with_timezone(&zone).naive_local());
    vec![
        Fact::new("Project", [project.settings.name.clone()]),
        Fact::new("Smart routing", described(&routing.name, &routing.description)),
        Fact::new("Version", described(&info.name, &info.description)),
        Fact::new("Status", std::iter::once(info.status_words()).chain(plan)),
        Fact::new("Channel", [channel]),
        Fact::new("Languages", [languages.iter().map(|it| language::words(it)).collect::<Vec<_>>().join(", ")]),
        Fact::new("Reached by", reached_by(source)),
        Fact::new("Made", [format!("{made} ({zone})")]),
    ]
}

/// In words, what leads to the version.
fn reached_by(source: &Source<'_>) -> Vec<String> {
    let found: Vec<String> = entrances(source).iter().map(Entrance::words).collect();
    if found.is_empty() { vec!["No entry point leads to this version.".to_owned()] } else { found }
}

/// The entry points that lead to the version, then the actions of other versions that do.
pub(super) fn entrances(source: &Source<'_>) -> Vec<Entrance> {
    let Source { project, routing, version, .. } = source;
    let entrance = |it: &EntryPoint, more: &str| {
        let (address, name) = (it.address.trim().to_owned(), it.name.clone());
        Entrance { address, name, kind: it.kind.words().to_owned(), more: more.to_owned() }
    };
    let mut found: Vec<Entrance> = project.reaching(version.id).map(|it| entrance(it, "")).collect();
    if version.info.status == Status::InProduction {
        let ends = project.entry_points.values().filter(|it| it.end_routing == Some(routing.id));
        found.extend(ends.map(|it| entrance(it, "when the interaction is over")));
    }
    found.extend(led_from(source));
    found
}

/// The versions in production and in test that hand interactions over to this version or run it, each with the actions that do.
fn led_from(source: &Source<'_>) -> Vec<Entrance> {
    let Source { project, version, .. } = source;
    let runs = |other: &&Arc<Version>| other.info.status == Status::InProduction || other.info.in_test;
    let others = project.versions.values().filter(runs).filter(|other| other.id != version.id);
    let found = others.filter_map(|other| {
        let leads = |action: &&Arc<Action>| {
            actions::routing_target(project, action).is_some_and(|target| target.id == version.id)
        };
        let titles: Vec<&str> =
            other.flow.actions.values().filter(leads).map(|action| actions::title(action)).collect();
        let from = project.routing_of(other.id).filter(|_| !titles.is_empty())?;
        let status = uncapitalised(&other.info.status_words());
        Some(Entrance {
            address: String::new(),
            name: format!("{}, {} ({status})", from.name, other.info.name),
            kind: "Smart routing".to_owned(),
            more: format!("at {}", titles.join(", ")),
        })
    });
    found.collect()
}
