//! The variables with which an interaction begins: the field's default, then the caller's starting values, and the
//! read-only group `call` (spec: domain §8).

use crate::catalog::Interaction;
use crate::model::resource::VariableField;
use crate::model::{Channel, EntryPointKind, Recording, ResourceData};

use super::scene::Scene;

/// Fills in the starting values.
pub(super) fn fill_in(scene: &Scene, interaction: &mut Interaction) {
    for resource in scene.project.resources.values() {
        if let ResourceData::Variable(variable) = &resource.data {
            for VariableField { name, default, .. } in &variable.fields {
                interaction.variables.insert(format!("{}.{name}", resource.reference), default.clone());
            }
            let aliases = resource.aliases.iter().map(|alias| (alias.clone(), resource.reference.clone()));
            interaction.aliases.extend(aliases);
        }
    }
    for (path, value) in &scene.caller.variables {
        interaction.variables.insert(interaction.path_today(path).into_owned(), value.clone());
    }
    let now = scene.local_now(interaction);
    for (name, value) in call_group(scene, now) {
        interaction.variables.insert(format!("call.{name}"), value);
    }
}

fn call_group(scene: &Scene, now: String) -> Vec<(&'static str, String)> {
    let caller = &scene.caller;
    let routing = scene.project.routings.get(&scene.version.info.routing);
    let channel = routing.map_or(Channel::Voice, |routing| routing.channel);
    let contacts = caller.contacts.iter().filter(|contact| contact.channel == channel).count();
    let is_first_time = caller.is_hidden || contacts == 0;
    let settings = &scene.project.settings;
    let language = if caller.language.is_empty() { &settings.default_language } else { &caller.language };
    // A source number knows nothing of a visit to the website.
    let is_source = scene.entry_point.as_ref().is_some_and(|it| it.kind == EntryPointKind::SourceNumber);
    let of_visit = |text: &String| if is_source { String::new() } else { text.clone() };
    let direction = if scene.is_campaign() { "outgoing" } else { "incoming" };
    vec![
        ("number", if caller.is_hidden { String::new() } else { caller.number.clone() }),
        ("name", caller.display_name.clone()),
        ("language", language.clone()),
        ("channel", channel.words().to_lowercase()),
        ("entry_point", scene.entry_point.as_ref().map_or_else(String::new, |it| it.reference.clone())),
        ("direction", direction.to_owned()),
        ("source", caller.source.clone()),
        ("keyword", of_visit(&caller.keyword)),
        ("active_page", of_visit(&caller.active_page)),
        ("landing_page", of_visit(&caller.landing_page)),
        ("campaign", of_visit(&caller.campaign)),
        ("referrer", of_visit(&caller.referrer)),
        ("score", caller.score.map_or_else(String::new, |score| score.to_string())),
        ("first_time", if is_first_time { "yes" } else { "no" }.to_owned()),
        ("contacts", if caller.is_hidden { 0 } else { contacts }.to_string()),
        ("opportunity", caller.opportunity.clone()),
        ("routing", routing.map_or_else(String::new, |routing| routing.name.clone())),
        ("outcome", String::new()),
        ("ended_by", String::new()),
        ("now", now),
    ]
}

/// Whether the routing's preference records the call from its beginning (spec: domain §4).
pub(super) fn is_recorded(scene: &Scene) -> bool {
    let routing = scene.project.routings.get(&scene.version.info.routing);
    routing.is_some_and(|it| it.channel == Channel::Voice && it.recording == Recording::On)
}
