//! Presets of the user: saved and removed in the background.

use crate::app::command::PresetCommand;
use crate::app::shell::state::State;

pub(super) fn on_presets(state: &mut State, command: PresetCommand) {
    let presets = &mut state.services.own_presets;
    match command {
        PresetCommand::Keep(name, clip) => presets.keep(name, *clip),
        PresetCommand::Remove(id) => {
            let found = presets.all().iter().find(|preset| preset.id == id).cloned();
            if let Some(preset) = found {
                presets.remove(&preset);
            }
        }
    }
}
