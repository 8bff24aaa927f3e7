//! The variables with which an interaction begins: the field's default, then the caller's starting values (spec: domain §8). The
//! read-only groups are not stored.

use crate::catalog::value::{self, Locale};
use crate::catalog::{Interaction, reserved};
use crate::model::resource::VariableField;
use crate::model::{Channel, Recording, ResourceData};

use super::scene::Scene;

/// Fills in the starting values, as their fields store them: `yes` for `true`. One that does not fit stays as it is, and Problems says so.
pub(super) fn fill_in(scene: &Scene, interaction: &mut Interaction) {
    for resource in scene.project.resources.values() {
        if let ResourceData::Variable(variable) = &resource.data {
            for VariableField { name, kind, default, values } in &variable.fields {
                let start = value::stored(*kind, values, default, Locale::of(&scene.project));
                interaction.variables.insert(format!("{}.{name}", resource.reference), start);
            }
            let aliases = resource.aliases.iter().map(|alias| (alias.clone(), resource.reference.clone()));
            interaction.aliases.extend(aliases);
        }
    }
    for (path, text) in &scene.caller.variables {
        let path = interaction.path_today(path).into_owned();
        let stored = match value::declared(&scene.project, &path) {
            Some(it) => value::stored(it.kind, it.listed, text, Locale::of(&scene.project)),
            None => text.clone(),
        };
        interaction.variables.insert(path, stored);
    }
    let own = reserved::GROUPS.iter().map(|(group, _)| *group).filter(|group| reserved::is_own(&scene.project, group));
    interaction.own_groups = own.map(str::to_owned).collect();
    let routing = scene.project.routings.get(&scene.version.info.routing);
    interaction.routing = routing.map_or_else(String::new, |routing| routing.name.clone());
}

/// Whether the routing's preference records the call from its beginning (spec: domain §4).
pub(super) fn is_recorded(scene: &Scene) -> bool {
    let routing = scene.project.routings.get(&scene.version.info.routing);
    routing.is_some_and(|it| it.channel == Channel::Voice && it.recording == Recording::On)
}
