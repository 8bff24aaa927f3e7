//! The commands for pressed keys, and for files dropped on the window.

use egui::{Key, KeyboardShortcut};

use super::desktop;
use super::state::State;
use crate::app::command::named::{NAMED, Named};
use crate::app::command::{ClipboardCommand, Command, HelpCommand, TreeCommand};
use crate::app::parts::help::KEYS_ID;

/// The commands for pressed keys; none while a dialog is open.
pub(super) fn pressed(state: &State, ctx: &egui::Context) -> Vec<Command> {
    if state.session.dialog.is_some() {
        return Vec::new();
    }
    let has_tree = state.version_shown().is_some();
    let mut commands = shortcuts(ctx, ctx.text_edit_focused(), has_tree);
    commands.extend(asks_for_keys(ctx).then_some(Command::Help(HelpCommand::Show(KEYS_ID))));
    let files = ctx.input(|input| input.raw.dropped_files.clone());
    commands.extend(files.iter().take(1).map(|file| desktop::dropped(file.path().to_owned())));
    if state.window.clipboard.is_asked() {
        // The desktop answers the menu, whatever has the focus.
        ctx.input_mut(|input| {
            input.events.retain(|event| match event {
                egui::Event::Paste(text) => {
                    commands.push(Command::Clipboard(ClipboardCommand::Pasted(text.clone())));
                    false
                }
                _ => true,
            });
        });
    }
    if has_tree && !ctx.text_edit_focused() {
        // The window system turns these chords into events of their own. egui copies selected text.
        let has_selected_text = ctx.plugin::<egui::text_selection::LabelSelectionState>().lock().has_selection();
        ctx.input(|input| {
            for event in &input.events {
                match event {
                    egui::Event::Copy if !has_selected_text => commands.push(Command::Tree(TreeCommand::Copy)),
                    egui::Event::Cut => commands.push(Command::Tree(TreeCommand::Cut)),
                    egui::Event::Paste(text) => {
                        commands.push(Command::Clipboard(ClipboardCommand::Pasted(text.clone())));
                    }
                    _ => {}
                }
            }
        });
    }
    commands
}

/// Whether a question mark was typed where nothing takes text.
fn asks_for_keys(ctx: &egui::Context) -> bool {
    let is_mark = |event: &egui::Event| matches!(event, egui::Event::Text(text) if text == "?");
    !ctx.text_edit_focused() && ctx.input(|input| input.events.iter().any(is_mark))
}

/// The commands whose shortcuts were pressed. In a text field, only those that work there; where no tree is shown, none about a tree.
fn shortcuts(ctx: &egui::Context, is_editing_text: bool, has_tree: bool) -> Vec<Command> {
    let usable =
        |named: &&Named| (named.works_in_text || !is_editing_text) && (has_tree || !named.command.is_about_tree());
    // Longer chords first, so that Ctrl Shift Z is not taken for Ctrl Z.
    let mut found: Vec<&Named> = NAMED.iter().filter(usable).filter(|named| named.shortcut.is_some()).collect();
    found.sort_by_key(|named| named.shortcut.map(|it| !it.modifiers.shift));
    ctx.input_mut(|input| {
        let mut commands = Vec::new();
        for named in found {
            if named.shortcut.is_some_and(|it| fits(input, it) && input.consume_shortcut(&it)) {
                commands.push(named.command.clone());
            }
        }
        commands
    })
}

/// Checks the Shift and Alt keys, which egui ignores. Some keyboards need Shift for digits and signs; otherwise Shift makes another chord.
/// Ctrl with Alt is how some desktops report `AltGr`, which types a letter. The key's own event is checked: in a slow frame Shift may be up
/// again by now.
fn fits(input: &egui::InputState, shortcut: KeyboardShortcut) -> bool {
    let may_need_shift = matches!(shortcut.logical_key, Key::Plus | Key::Minus | Key::Num0 | Key::Num1);
    input.events.iter().any(|event| match event {
        egui::Event::Key { key, pressed: true, modifiers, .. } => {
            *key == shortcut.logical_key
                && modifiers.alt == shortcut.modifiers.alt
                && (may_need_shift || modifiers.shift == shortcut.modifiers.shift)
        }
        _ => false,
    })
}
