//! Search boxes: which kind of action to add, and which command to run. Type, go up and down, press Enter.

use egui::{Align, Key, Modifiers, ScrollArea, Ui};

use crate::actions;
use crate::edit::{Edit, Spot};
use crate::model::{Pos, VersionId};

use super::super::command::Command;
use super::super::editor::{MAX_NAME, one_line};
use super::super::shortcuts::NAMED;
use super::super::state::State;
use super::super::theme;
use super::modal::{Beside, modal};

/// Which kind of action to add, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct KindFinder {
    /// The version.
    pub version: VersionId,
    /// Where in the tree.
    pub spot: Spot,
    /// Where on the canvas.
    pub pos: Option<Pos>,
    /// What is typed.
    pub text: String,
    /// The line that Enter takes.
    pub line: usize,
}

/// Which command to run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CommandFinder {
    /// What is typed.
    pub text: String,
    /// The line that Enter takes.
    pub line: usize,
}

/// A line of a search box.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What it is called.
    pub name: String,
    /// What is said beside it.
    pub detail: String,
    /// The colour of its dot.
    pub hue: Option<egui::Color32>,
    /// What it sends.
    pub command: Command,
}

/// Whether every word typed is found in a name.
#[must_use]
pub fn matches(typed: &str, name: &str) -> bool {
    let name = name.to_lowercase();
    typed.to_lowercase().split_whitespace().all(|word| name.contains(word))
}

/// Whether it stays open.
pub(super) fn kind_ui(ui: &Ui, finder: &mut KindFinder, state: &State, commands: &mut Vec<Command>) -> bool {
    let channel = state.project().channel_of(finder.version);
    let palette = theme::of(ui);
    let found: Vec<Found> = actions::ALL
        .iter()
        .filter(|spec| spec.channels.has(channel) && spec.id != crate::model::flow::START)
        .filter(|spec| matches(&finder.text, &format!("{} {} {}", spec.title, spec.short(), spec.category.words())))
        .map(|spec| Found {
            name: spec.short().to_owned(),
            detail: spec.category.words().to_owned(),
            hue: Some(palette.hue(spec.category)),
            command: Command::edit(Edit::AddAction {
                version: finder.version,
                kind: spec.id.to_owned(),
                spot: finder.spot.clone(),
                pos: finder.pos,
            }),
        })
        .collect();
    let (text, line) = (&mut finder.text, &mut finder.line);
    list_ui(ui, "find-kind", "Add an action", text, line, &found, commands)
}

/// Whether it stays open.
pub(super) fn command_ui(ui: &Ui, finder: &mut CommandFinder, commands: &mut Vec<Command>) -> bool {
    let found: Vec<Found> = NAMED
        .iter()
        .filter(|named| matches(&finder.text, named.name))
        .map(|named| Found {
            name: named.name.to_owned(),
            detail: named.shortcut.map_or_else(String::new, |shortcut| ui.ctx().format_shortcut(&shortcut)),
            hue: None,
            command: named.command.clone(),
        })
        .collect();
    list_ui(ui, "find-command", "Run a command", &mut finder.text, &mut finder.line, &found, commands)
}

fn list_ui(
    ui: &Ui,
    name: &str,
    hint: &str,
    text: &mut String,
    line: &mut usize,
    found: &[Found],
    commands: &mut Vec<Command>,
) -> bool {
    let mut is_chosen = false;
    let stays = modal(ui, name, "", 380.0, Beside::Closes, |ui| {
        let (up, down, enter) = ui.input_mut(|input| {
            (
                input.consume_key(Modifiers::NONE, Key::ArrowUp),
                input.consume_key(Modifiers::NONE, Key::ArrowDown),
                input.consume_key(Modifiers::NONE, Key::Enter),
            )
        });
        let edit = ui.add(one_line(text, MAX_NAME).hint_text(hint).desired_width(f32::INFINITY));
        edit.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, hint));
        edit.request_focus();
        if edit.changed() {
            *line = 0;
        }
        *line = match (up, down) {
            (true, _) => line.saturating_sub(1),
            (_, true) => (*line + 1).min(found.len().saturating_sub(1)),
            _ => (*line).min(found.len().saturating_sub(1)),
        };
        if enter && let Some(found) = found.get(*line) {
            commands.push(found.command.clone());
            is_chosen = true;
        }
        ui.add_space(4.0);
        ScrollArea::vertical().max_height(340.0).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (place, found) in found.iter().enumerate() {
                let row = row_ui(ui, found, place == *line);
                if place == *line && (up || down) {
                    row.scroll_to_me(Some(Align::Center));
                }
                if row.clicked() {
                    commands.push(found.command.clone());
                    is_chosen = true;
                }
            }
            if found.is_empty() {
                ui.label(theme::weak(ui, "Nothing is called so.", theme::SMALL));
            }
        });
    });
    stays && !is_chosen
}

fn row_ui(ui: &mut Ui, found: &Found, is_current: bool) -> egui::Response {
    let palette = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 28.0), egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &found.name));
    if is_current || response.hovered() {
        ui.painter().rect_filled(rect, theme::RADIUS, palette.selected);
    }
    let mut left = rect.left() + 10.0;
    if let Some(hue) = found.hue {
        let dot = egui::Rect::from_center_size(egui::pos2(left + 4.0, rect.center().y), egui::Vec2::splat(8.0));
        ui.painter().rect_filled(dot, 2, hue);
        left += 18.0;
    }
    let font = egui::FontId::proportional(theme::BODY);
    ui.painter().text(egui::pos2(left, rect.center().y), egui::Align2::LEFT_CENTER, &found.name, font, palette.text);
    let font = egui::FontId::proportional(theme::SMALL);
    let right = egui::pos2(rect.right() - 10.0, rect.center().y);
    ui.painter().text(right, egui::Align2::RIGHT_CENTER, &found.detail, font, palette.weak);
    response
}
