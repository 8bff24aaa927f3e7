//! The read-only group `call`: what is known of the interaction itself (spec: domain §8). Each field is computed when it is read,
//! from base facts and from what the run has kept; none is stored.

use chrono::{DateTime, Utc};

use crate::model::resource::FieldType;
use crate::model::{Channel, EntryPoint, EntryPointKind, Project};

use super::door::{Cell, Door};
use super::interaction::{Interaction, zone};
use super::outside::Fact;
use super::yes_no;

/// The fields of the group with their types. The number is an address in emails, so its type follows its value.
pub const FIELDS: &[(&str, FieldType)] = &[
    ("number", FieldType::Phone),
    ("name", FieldType::ShortText),
    ("language", FieldType::ShortText),
    ("channel", FieldType::ShortText),
    ("entry_point", FieldType::ShortText),
    ("direction", FieldType::ShortText),
    ("source", FieldType::ShortText),
    ("keyword", FieldType::ShortText),
    ("active_page", FieldType::ShortText),
    ("landing_page", FieldType::ShortText),
    ("campaign", FieldType::ShortText),
    ("referrer", FieldType::ShortText),
    ("score", FieldType::Number),
    ("first_time", FieldType::YesNo),
    ("contacts", FieldType::Number),
    ("opportunity", FieldType::ShortText),
    ("routing", FieldType::ShortText),
    ("outcome", FieldType::ShortText),
    ("ended_by", FieldType::ShortText),
    ("tags", FieldType::LongText),
    ("now", FieldType::DateTime),
];

/// How moments are written into variables.
pub const MOMENT_FORMAT: &str = "%Y-%m-%d %H:%M:%S";

/// What stands between the tags of `call.tags`.
const TAG_JOINT: &str = ", ";
/// The field whose value is a list of tags.
pub const TAGS_PATH: &str = "call.tags";

/// Fields that the interaction itself holds, and not the outside.
const CELLS: [(&str, Cell); 5] = [
    ("language", Cell::Language),
    ("routing", Cell::Routing),
    ("outcome", Cell::Outcome),
    ("ended_by", Cell::EndedBy),
    ("tags", Cell::Tags),
];

/// The value of a field; none when the group has no such field.
#[must_use]
pub fn value(project: &Project, door: &Door<'_>, interaction: &Interaction, field: &str) -> Option<String> {
    if let Some((_, cell)) = CELLS.iter().find(|(name, _)| *name == field) {
        door.sees(*cell);
    }
    let entry_point = interaction.entry_point.and_then(|id| project.entry_points.get(&id));
    let is_of_kind = |kind| entry_point.is_some_and(|it: &std::sync::Arc<EntryPoint>| it.kind == kind);
    // A source number knows nothing of a visit to the website.
    let of_visit = |fact| if is_of_kind(EntryPointKind::SourceNumber) { String::new() } else { door.text(fact) };
    Some(match field {
        "number" if door.is_hidden() => String::new(),
        "number" => door.text(Fact::Number),
        "name" => door.text(Fact::Name),
        "language" if !interaction.language.is_empty() => interaction.language.clone(),
        "language" => match door.text(Fact::Language) {
            unknown if unknown.is_empty() => project.settings.default_language.clone(),
            language => language,
        },
        "channel" => interaction.channel.words().to_lowercase(),
        "entry_point" => entry_point.map_or_else(String::new, |it| it.reference.clone()),
        "direction" if is_of_kind(EntryPointKind::VoiceCampaign) => "outgoing".to_owned(),
        "direction" => "incoming".to_owned(),
        "source" => match entry_point.and_then(|it| it.own_source()) {
            Some(source) => source.to_owned(),
            None => door.text(Fact::Source),
        },
        "keyword" => of_visit(Fact::Keyword),
        "active_page" => of_visit(Fact::ActivePage),
        "landing_page" => of_visit(Fact::LandingPage),
        "campaign" => of_visit(Fact::Campaign),
        "referrer" => of_visit(Fact::Referrer),
        "score" => door.number(Fact::Score).map_or_else(String::new, |score| score.to_string()),
        "first_time" => yes_no::words(contacts(door, interaction.channel) == 0).to_owned(),
        "contacts" => contacts(door, interaction.channel).to_string(),
        "opportunity" => door.text(Fact::Opportunity),
        "routing" => interaction.routing.clone(),
        "outcome" => interaction.outcome.to_owned(),
        "ended_by" => interaction.ended_by.to_owned(),
        "tags" => interaction.tags.join(TAG_JOINT),
        "now" => moment_words(project, door.now(interaction.at_ms)),
        _ => return None,
    })
}

/// A moment as local time in the project's zone, as variables hold it.
#[must_use]
pub fn moment_words(project: &Project, moment: DateTime<Utc>) -> String {
    moment.with_timezone(&zone(&project.settings.time_zone, "UTC")).format(MOMENT_FORMAT).to_string()
}

/// How often the customer was in contact on a channel before. A hidden number is not recognised.
fn contacts(door: &Door<'_>, channel: Channel) -> usize {
    if door.is_hidden() {
        return 0;
    }
    door.contacts().iter().filter(|contact| contact.channel == channel).count()
}
