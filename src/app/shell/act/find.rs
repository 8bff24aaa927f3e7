//! Search commands: the two search boxes, and stepping through the places found.

use super::Queue;
use crate::app::command::FindCommand;
use crate::app::parts::find::commands::CommandFinder;
use crate::app::parts::find::replace::ReplaceDraft;
use crate::app::shell::dialog::Dialog;
use crate::app::shell::state::State;

pub(super) fn on_find(state: &mut State, command: FindCommand, queue: &mut Queue) {
    match command {
        FindCommand::Commands => state.show_dialog(Dialog::FindCommand(CommandFinder::default())),
        FindCommand::Places => open_box(state),
        FindCommand::Replace => {
            let from = state.parts.search.as_ref().map(|search| search.text.clone()).unwrap_or_default();
            let draft = ReplaceDraft::new(&state.cx(), from);
            state.show_dialog(Dialog::Replace(draft));
        }
        FindCommand::Next => go_on(state, true, queue),
        FindCommand::Previous => go_on(state, false, queue),
    }
}

fn open_box(state: &mut State) {
    let finder = state.parts.search.clone().unwrap_or_default().again(&state.cx());
    state.show_dialog(Dialog::FindPlace(finder));
}

/// Shows the next place, or the previous one; opens the box if there was no search yet.
fn go_on(state: &mut State, is_forwards: bool, queue: &mut Queue) {
    let mut finder = state.parts.search.take().unwrap_or_default();
    let walked = finder.walk(&state.cx(), is_forwards);
    state.parts.search = Some(finder);
    match walked {
        None => open_box(state),
        Some((words, command)) => {
            state.say(words);
            if let Some(command) = command {
                queue.push_front(command);
            }
        }
    }
}
