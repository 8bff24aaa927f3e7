//! The page of a smart routing: its versions in three sections, one card per version (spec: designer §1, domain §5).

pub mod acts;
pub mod card;
pub mod draft;
mod test_calls;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use egui::{Frame, Label, Margin, Ui};

use crate::edit::Edit;
use crate::lifecycle::plan::at_words;
use crate::lifecycle::section;
use crate::model::{PathsRule, Project, Routing, RoutingId, RoutingRules, Status, Version};

use crate::app::command::{Command, RoutingAct};
use crate::app::cx::Cx;
use crate::app::kit::theme;
use crate::app::services::problems::Problems;
use card::{card_ui, is_due};

/// The data shown on the page.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// The view of the state that every part may read.
    pub cx: &'a Cx<'a>,
    /// The project.
    pub project: &'a Project,
    /// The problems of the project.
    pub problems: &'a Problems,
    /// The current time.
    pub now: DateTime<Utc>,
}

impl Page<'_> {
    /// Draws the page.
    pub fn routing_ui(&self, ui: &mut Ui, routing: RoutingId, deleted: &[Arc<Version>], commands: &mut Vec<Command>) {
        let project = self.project;
        let Some(routing) = project.routings.get(&routing) else { return };
        egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            Frame::new().inner_margin(Margin::symmetric(28, 20)).show(ui, |ui| {
                ui.set_max_width(ui.available_width().min(980.0));
                head(ui, routing, commands);
                for status in Status::ALL {
                    self.section_ui(ui, routing, status, commands);
                }
                test_calls::test_calls_ui(ui, self, routing, commands);
                deleted_section(ui, routing, deleted, commands);
            });
        });
    }

    fn section_ui(&self, ui: &mut Ui, routing: &Routing, status: Status, commands: &mut Vec<Command>) {
        ui.add_space(24.0);
        let versions = section(self.project, routing.id, status);
        ui.horizontal(|ui| {
            ui.label(theme::strong(status.words(), theme::TITLE));
            if versions.len() > 1 {
                ui.label(theme::weak(ui, versions.len().to_string(), theme::BODY));
            }
            if status == Status::InDevelopment {
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if ui.add(theme::primary_button(ui, "Create a version…")).clicked() {
                        commands.push(Command::OfRouting(routing.id, RoutingAct::CreateVersion));
                    }
                });
            }
        });
        ui.add_space(6.0);
        for version in &versions {
            card_ui(ui, self, version, commands);
        }
        let has_none = self.project.versions_of(routing.id).next().is_none();
        if versions.is_empty() {
            ui.add(Label::new(theme::weak(ui, nothing_words(status, has_none), theme::BODY)).wrap());
        }
        if status == Status::InProduction {
            self.planned_ui(ui, routing);
        }
    }

    /// Draws the planned productions, in order of time.
    fn planned_ui(&self, ui: &mut Ui, routing: &Routing) {
        let pending = self.project.versions_of(routing.id).filter(|version| version.info.is_pending());
        let mut planned: Vec<_> =
            pending.filter_map(|version| Some((version.info.planned.as_ref()?.at, version))).collect();
        planned.sort_unstable_by_key(|(at, version)| (*at, version.id));
        for (at, version) in planned {
            let mut words = format!("Automatic production of version {} on {}", version.info.name, at_words(at));
            let mut color = theme::of(ui).text;
            if is_due(self.project, version, self.now) {
                words.push_str(": due now");
                color = theme::of(ui).warning;
            }
            ui.add(Label::new(egui::RichText::new(theme::for_display(words)).color(color)).wrap());
        }
    }
}

/// The text of an empty section.
fn nothing_words(status: Status, has_none: bool) -> &'static str {
    match status {
        Status::InDevelopment if has_none => {
            "Create a version of this smart routing to manage your incoming interactions. You can then place it in production."
        }
        Status::InDevelopment => "Nothing in development. Create a version, or duplicate one, to make changes.",
        Status::InProduction => "No version in production: interactions that come in here are not handled.",
        Status::InBackup => "When a version replaces the one in production, the former one is kept here.",
    }
}

/// The room for the tags after the name, and the least width of a row with the name, the tags and the buttons, in points.
const CHIPS: f32 = 220.0;
const WIDE_HEAD: f32 = 600.0;

fn head(ui: &mut Ui, routing: &Routing, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    let has_room = ui.available_width() > WIDE_HEAD;
    let chips = |ui: &mut Ui| {
        theme::chip(ui, routing.channel.words(), palette.weak);
        theme::chip(ui, routing.kind.words(), palette.weak);
    };
    ui.horizontal(|ui| {
        // The buttons come first, so that a long name leaves room for them.
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let copies = "Copies the version in production, or else the newest version";
            for (label, hover, act) in [
                ("Delete…", "", RoutingAct::Delete),
                ("Copy…", copies, RoutingAct::Copy),
                ("Edit…", "", RoutingAct::Settings),
            ] {
                let button = ui.button(label);
                let button = if hover.is_empty() { button } else { button.on_hover_text(hover) };
                if button.clicked() {
                    commands.push(Command::OfRouting(routing.id, act));
                }
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                theme::name_before(ui, theme::strong(&routing.name, 20.0), if has_room { CHIPS } else { 0.0 });
                if has_room {
                    ui.add_space(4.0);
                    chips(ui);
                }
            });
        });
    });
    if !has_room {
        ui.horizontal_wrapped(chips);
    }
    ui.label(theme::weak(ui, format!("Reference: {}", routing.reference), theme::SMALL));
    if let Some(percent) = routing.rules.coverage {
        let words = format!("Before production, test calls must pass {percent} % of the branches of a version.");
        ui.label(theme::weak(ui, words, theme::SMALL));
    }
    for words in path_rules(&routing.rules) {
        ui.label(theme::weak(ui, words, theme::SMALL));
    }
    if !routing.description.is_empty() {
        ui.add_space(2.0);
        ui.label(theme::for_display(&routing.description));
    }
}

/// What every path of a version must be like before production, a sentence each.
fn path_rules(rules: &RoutingRules) -> Vec<String> {
    let verdict = match rules.paths {
        PathsRule::Off => None,
        PathsRule::NobodyStuck => Some("Before production, no caller may get stuck in a version.".to_owned()),
        PathsRule::Proven => {
            Some("Before production, it must be proven that no caller gets stuck in a version.".to_owned())
        }
    };
    let rests = rules.nobody_rests.then(|| "No conversation may rest in the pool.".to_owned());
    let menus = rules.menus.map(|most| format!("A customer may meet at most {most} menus before a person."));
    let seconds =
        rules.seconds.map(|most| format!("A person must come within {most} seconds, waits in queues left out."));
    [verdict, rests, menus, seconds].into_iter().flatten().collect()
}

/// Draws the deleted versions, which can be restored until the project closes.
fn deleted_section(ui: &mut Ui, routing: &Routing, deleted: &[Arc<Version>], commands: &mut Vec<Command>) {
    let own: Vec<_> = deleted.iter().filter(|version| version.info.routing == routing.id).collect();
    if own.is_empty() {
        return;
    }
    ui.add_space(20.0);
    ui.label(theme::strong("Deleted versions", theme::TITLE));
    ui.label(theme::weak(ui, "They can be restored until the project is closed.", theme::SMALL));
    ui.add_space(4.0);
    for version in own {
        ui.horizontal(|ui| {
            if ui
                .button("Restore")
                .on_hover_text(theme::for_display(format!("Restore \"{}\"", version.info.name)))
                .clicked()
            {
                commands.push(Command::edit(Edit::RestoreVersion { version: Arc::clone(version) }));
            }
            ui.label(theme::for_display(&version.info.name));
        });
    }
}
