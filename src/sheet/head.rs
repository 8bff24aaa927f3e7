//! The head of the sheet: what it is the sheet of, and what leads there.

use chrono::{DateTime, Utc};

use crate::catalog::{interaction, language};
use crate::lifecycle::plan;
use crate::model::{EntryPoint, RoutingType, Status};

use super::Fact;
use super::source::Source;

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

/// The entry points that lead to the version.
fn reached_by(source: &Source<'_>) -> Vec<String> {
    let Source { project, routing, version, .. } = source;
    let words = |entry_point: &EntryPoint| {
        let EntryPoint { name, address, kind, .. } = entry_point;
        let address = if address.trim().is_empty() { String::new() } else { format!("{address} · ") };
        format!("{address}{name} · {}", kind.words())
    };
    let mut found: Vec<String> = project.reaching(version.id).map(|it| words(it)).collect();
    if version.info.status == Status::InProduction {
        let ends = project.entry_points.values().filter(|it| it.end_routing == Some(routing.id));
        found.extend(ends.map(|it| format!("{}, when the interaction is over", words(it))));
    }
    if found.is_empty() {
        found.push("No entry point leads to this version.".to_owned());
    }
    found
}
