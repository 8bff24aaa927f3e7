//! The variables with which an interaction begins: the field's default, then the caller's starting values (spec: domain §8). The
//! read-only groups are not stored.

use crate::catalog::Interaction;
use crate::catalog::value::{self, Locale};
use crate::catalog::variables::Variables;
use crate::model::{Channel, Recording, Routing};

use super::scene::Scene;

/// Fills in the starting values: those of the project, then those of the caller.
pub(super) fn fill_in(scene: &Scene, interaction: &mut Interaction) {
    interaction.variables = Variables::starting(scene.basis.variables.clone());
    interaction.aliases.clone_from(&scene.basis.aliases);
    interaction.own_groups.clone_from(&scene.basis.own_groups);
    for (path, text) in &scene.caller.variables {
        let path = interaction.path_today(path).into_owned();
        let stored = match scene.basis.lookups.declared(&scene.project, &path) {
            Some(it) => value::stored(it.kind, it.listed, text, Locale::of(&scene.project)),
            None => text.clone(),
        };
        interaction.variables.set(&path, stored);
    }
}

/// Whether the routing's preference records the call from its beginning (spec: domain §4).
pub(super) fn is_recorded(routing: &Routing) -> bool {
    routing.channel == Channel::Voice && routing.recording == Recording::On
}
