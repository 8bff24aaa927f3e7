//! The card of a version on the page of its routing: its state, its planned production, and only the acts that its status allows (spec:
//! designer §1, domain §5).

use chrono::{DateTime, Utc};
use egui::{Align, Button, CornerRadius, Frame, Label, Layout, Margin, RichText, Stroke, Ui, Vec2};

use crate::catalog::interaction::zone;
use crate::catalog::text::shorten;
use crate::lifecycle::plan::{instant, plan_words};
use crate::lifecycle::{Act, offered};
use crate::model::{Project, Version};

use super::Page;
use crate::app::command::{Command, Tab};
use crate::app::kit::theme;
use crate::app::kit::version_marks::{entry_points, is_changed_outside, problem_chips};

/// The space before the delete button, which is set apart from the others.
const ROOM_FOR_DELETE: f32 = 84.0;

/// Draws the card.
pub(super) fn card_ui(ui: &mut Ui, page: &Page<'_>, version: &Version, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    let frame = Frame::new()
        .fill(palette.card)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(8))
        .inner_margin(Margin::symmetric(16, 12));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 4.0;
        head_ui(ui, page, version, commands);
        if !version.info.description.is_empty() {
            ui.add(Label::new(theme::for_display(version.info.description.as_str())).wrap());
        }
        if let Some(plan) = &version.info.planned {
            let color = if plan.missed.is_some() { palette.warning } else { palette.text };
            ui.add(Label::new(RichText::new(plan_words(plan)).color(color)).wrap());
        }
        ui.add(Label::new(theme::weak(ui, facts(page.project, version), theme::SMALL)).wrap());
        ui.add_space(6.0);
        acts_ui(ui, page.project, version, commands);
    });
    ui.add_space(8.0);
}

/// Draws name and tags, and at the right the problems.
fn head_ui(ui: &mut Ui, page: &Page<'_>, version: &Version, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    ui.horizontal(|ui| {
        // The right side is drawn first, so that a long name leaves room for it.
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            problem_chips(ui, page.problems.all(), version.id, commands);
            let tags = tags(page, version, palette);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let room: f32 = tags.iter().map(|(words, _)| chip_width(words)).sum();
                ui.scope(|ui| {
                    ui.set_max_width((ui.available_width() - room).max(80.0));
                    ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
                    let name = theme::strong(shorten(&version.info.name, 200), theme::BODY + 1.0).color(palette.text);
                    let link = ui.add(egui::Link::new(name)).on_hover_text("Open the version");
                    if link.clicked() {
                        commands.push(Command::open_tab(Tab::Version(version.id)));
                    }
                });
                for (words, color) in tags {
                    theme::chip(ui, words, color);
                }
            });
        });
    });
}

/// The approximate width of a tag.
fn chip_width(words: &str) -> f32 {
    32.0 + 7.0 * f32::from(u8::try_from(words.len()).unwrap_or(u8::MAX))
}

fn tags(page: &Page<'_>, version: &Version, palette: &theme::Palette) -> Vec<(&'static str, egui::Color32)> {
    let mut tags = Vec::new();
    if version.info.in_test {
        tags.push(("In test", palette.ok));
    }
    if let Some(plan) = &version.info.planned {
        let is_due = is_due(page.project, version, page.now);
        tags.push(match plan.missed {
            Some(_) => ("Missed", palette.warning),
            None if is_due => ("Due", palette.warning),
            None => ("Planned", palette.accent),
        });
    }
    if is_changed_outside(page.problems.all(), version.id) {
        tags.push(("Changed outside", palette.warning));
    }
    tags
}

/// Whether the time of a planned production has come.
pub(super) fn is_due(project: &Project, version: &Version, now: DateTime<Utc>) -> bool {
    let moment = version.info.planned.as_ref().and_then(|plan| instant(project, plan.at));
    version.info.is_pending() && moment.is_none_or(|moment| moment <= now)
}

/// Draws the most frequent acts first; the act that removes the version is set apart.
fn acts_ui(ui: &mut Ui, project: &Project, version: &Version, commands: &mut Vec<Command>) {
    let acts = offered(version);
    ui.horizontal_top(|ui| {
        let width = (ui.available_width() - ROOM_FOR_DELETE).max(120.0);
        let wrapped = Layout::left_to_right(Align::Center).with_main_wrap(true);
        ui.allocate_ui_with_layout(Vec2::new(width, 0.0), wrapped, |ui| {
            ui.set_width(width);
            if version.info.status.is_read_only() && ui.button("Open").clicked() {
                commands.push(Command::open_tab(Tab::Version(version.id)));
            }
            for act in acts.iter().filter(|act| **act != Act::Delete) {
                // The first button is the main act of the card; the others are quiet.
                let button = Button::new(act.words()).frame_when_inactive(*act == Act::Edit);
                if ui.add(button).clicked() {
                    commands.push(Command::OfVersion(version.id, *act));
                }
            }
            ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
            let compare = Button::new("Compare with…").frame_when_inactive(false);
            crate::app::parts::compare::menu::button_ui(ui, compare, project, version, commands);
        });
        if acts.contains(&Act::Delete) {
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                let words = RichText::new(Act::Delete.words()).color(theme::of(ui).error);
                if ui.add(Button::new(words).frame_when_inactive(false)).clicked() {
                    commands.push(Command::OfVersion(version.id, Act::Delete));
                }
            });
        }
    });
}

/// The number of actions, the dates, and the entry points that lead here.
fn facts(project: &Project, version: &Version) -> String {
    let count = version.flow.actions.len();
    let mut facts = vec![if count == 1 { "1 action".to_owned() } else { format!("{count} actions") }];
    let day = |moment: DateTime<Utc>| {
        moment.with_timezone(&zone(&project.settings.time_zone, "UTC")).format("%-d %b %Y, %H:%M").to_string()
    };
    facts.extend(version.info.created.map(|created| format!("created {}", day(created))));
    facts.extend(version.info.promoted.map(|promoted| format!("put in production {}", day(promoted))));
    let entry_points = entry_points(project, version);
    if !entry_points.is_empty() {
        facts.push(format!("reached by {}", entry_points.join(", ")));
    } else if version.info.in_test {
        facts.push("no entry point reaches it in test".to_owned());
    }
    facts.join(" · ")
}
