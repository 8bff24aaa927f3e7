//! The form before a run starts or restarts: caller, world, entry point and, for an email, the email.

use std::sync::Arc;

use egui::{DragValue, Label, ScrollArea, Ui, Vec2};

use crate::model::{Channel, EntryPointId, Project, Version, VersionId};
use crate::sim::scene::{NO_ENTRY_POINT, entry_points_of};

use super::fields::{Combo, field_ui};
use super::{different, header_row};
use crate::app::command::{Command, FileCommand, SimCommand};
use crate::app::kit::channel_words::{ChannelWords, words};
use crate::app::kit::theme;
use crate::app::parts::pages;
use crate::app::services::simulation::Simulation;

/// The largest seed in the drag field.
const MAX_SEED: u64 = 999_999;
/// The most width of the form.
const FORM: f32 = 680.0;
/// The height of the buttons below the form, with the space before them.
const BUTTONS: f32 = 36.0;

/// What to run.
struct Setup<'a> {
    project: &'a Arc<Project>,
    version: &'a Arc<Version>,
    words: &'static ChannelWords,
}

/// Draws the form and the start button.
pub(super) fn setup_ui(
    ui: &mut Ui,
    simulation: &mut Simulation,
    project: &Arc<Project>,
    version_shown: Option<VersionId>,
    commands: &mut Vec<Command>,
) {
    let Some(version) = version_shown.and_then(|id| project.versions.get(&id)) else {
        header_row(ui, |ui| ui.label(theme::strong("Simulation", theme::BODY)));
        ui.add(Label::new(theme::weak(ui, "Open a version, then try it here.", theme::BODY)).wrap());
        let start = ui.add_enabled(false, theme::primary_button(ui, words(Channel::Voice).start));
        start.on_disabled_hover_text("No version is open.");
        return;
    };
    let setup = Setup { project, version, words: words(project.channel_of(version.id)) };
    header_row(ui, |ui| ui.label(theme::strong(setup.words.title, theme::BODY)));
    // The buttons follow the fields as long as there is room, and stay in view where there is none.
    let height = (ui.available_height() - BUTTONS).max(0.0);
    let fields = ScrollArea::vertical().id_salt("setup").max_height(height).min_scrolled_height(0.0);
    fields.auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        setup.fields_ui(ui, simulation, commands);
        setup.sentence_ui(ui, simulation);
        if project.channel_of(version.id) == Channel::Email {
            setup.letter_ui(ui, simulation);
        }
    });
    ui.add_space(6.0);
    setup.buttons_ui(ui, simulation, commands);
}

impl Setup<'_> {
    fn is_email(&self) -> bool {
        self.project.channel_of(self.version.id) == Channel::Email
    }

    fn buttons_ui(&self, ui: &mut Ui, simulation: &mut Simulation, commands: &mut Vec<Command>) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            if ui.add(theme::primary_button(ui, self.words.start)).clicked() {
                if self.is_email() {
                    // The form shows exactly the email that is sent.
                    simulation.letter = Some(simulation.letter_for(self.project, self.version.id));
                }
                commands.push(Command::Sim(SimCommand::Start(self.version.id)));
            }
            if self.is_email() {
                let read = ui.button("Read .eml file…").on_hover_text("Reads an email from a file, with its headers.");
                if read.clicked() {
                    commands.push(Command::File(FileCommand::ReadEmail(None)));
                }
                let save = ui.add_enabled(simulation.letter.is_some(), egui::Button::new("Save as caller"));
                let save = save.on_hover_text("Saves the email in the project, with a new caller who writes it.");
                if save.on_disabled_hover_text("The email is the caller's own.").clicked() {
                    commands.push(Command::Sim(SimCommand::SaveCaller));
                }
            }
            let has_number = simulation.caller.is_none() && !simulation.own.number.trim().is_empty();
            if has_number || simulation.own.changes_world() {
                let save = ui.button("Save as caller and world");
                let save =
                    save.on_hover_text("Keeps the number as a caller, and the time and what is different as a world.");
                if save.clicked() {
                    commands.push(Command::Sim(SimCommand::SaveScene));
                }
            }
            if simulation.run().is_some() {
                let back = ui.button(format!("Return to the previous {}", self.words.noun));
                if back.on_hover_text("Shows the run without restarting it.").clicked() {
                    commands.push(Command::Sim(SimCommand::Choose(false)));
                }
            }
        });
    }

    /// Draws caller, world, entry point and seed, side by side as far as there is room.
    fn fields_ui(&self, ui: &mut Ui, simulation: &Simulation, commands: &mut Vec<Command>) {
        let who = if self.words.noun == "call" { "Who calls" } else { "Who writes" };
        let (callers, worlds) = (&self.project.callers, &self.project.worlds);
        let chosen = |sent: &mut Vec<Command>, command: SimCommand| sent.push(Command::Sim(command));
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::new(16.0, 6.0);
            field_ui(ui, who, |ui, width| {
                let combo = Combo { name: who, hover: "Who calls or writes.", width };
                let items = callers.values().map(|it| (Some(it.id), it.name.clone()));
                let items = std::iter::once((None, "Unknown caller".to_owned())).chain(items);
                if let Some(id) = combo.ui(ui, simulation.caller, items) {
                    chosen(commands, SimCommand::SetCaller(id));
                }
            });
            let is_call = self.words.noun == "call";
            if simulation.caller.is_none() && !self.is_email() {
                different::number_ui(ui, is_call, simulation, commands);
            }
            different::when_ui(ui, self.project, simulation, commands);
            if !worlds.is_empty() {
                field_ui(ui, "World", |ui, width| {
                    let hover =
                        "What is around the flow: the time, who is there, how full queues are, and which systems answer.";
                    let combo = Combo { name: "World", hover, width };
                    let items = worlds.values().map(|it| (Some(it.id), it.name.clone()));
                    let items = std::iter::once((None, "All is well".to_owned())).chain(items);
                    if let Some(id) = combo.ui(ui, simulation.world, items) {
                        chosen(commands, SimCommand::SetWorld(id));
                    }
                });
            }
            field_ui(ui, "Arrives at", |ui, width| {
                let hover = "The entry point: its kind, its address, and what runs when the interaction ends.";
                let combo = Combo { name: "Arrives at", hover, width };
                let shown = simulation.entry_point_for(self.project, self.version.id);
                if let Some(id) = combo.ui(ui, shown, self.entry_points().into_iter()) {
                    chosen(commands, SimCommand::SetEntryPoint(id));
                }
            });
            different::different_ui(ui, self.project, simulation, commands);
        });
        egui::CollapsingHeader::new("Advanced")
            .id_salt("advanced scene")
            .show(ui, |ui| seed_ui(ui, simulation, commands));
    }

    /// The entry points that lead here, the first one as the default, and none.
    fn entry_points(&self) -> Vec<(Option<EntryPointId>, String)> {
        let leading: Vec<_> = entry_points_of(self.project, self.version).collect();
        let first = leading.first().map_or_else(
            || "None: no entry point leads here".to_owned(),
            |first| format!("{} (first that leads here)", first.name),
        );
        let mut options = vec![(None, first)];
        options.extend(leading.iter().map(|it| (Some(it.id), format!("{}, {}", it.name, it.address))));
        if !leading.is_empty() {
            options.push((Some(NO_ENTRY_POINT), "None".to_owned()));
        }
        options
    }

    /// Describes in a sentence what the start button does.
    fn sentence_ui(&self, ui: &mut Ui, simulation: &Simulation) {
        let caller = simulation.caller.and_then(|id| self.project.callers.get(&id));
        let who = caller.map_or("An unknown caller", |caller| caller.name.as_str());
        let first = || entry_points_of(self.project, self.version).next();
        let chosen = simulation.entry_point_for(self.project, self.version.id);
        let to = chosen.map_or_else(first, |id| self.project.entry_points.get(&id));
        let does = if self.words.noun == "call" { "calls" } else { "writes to" };
        let to = to.map_or_else(String::new, |it| format!(" {} ({})", it.name, it.address));
        let does = if to.is_empty() { does.trim_end_matches(" to") } else { does };
        let when = simulation.start_for(self.project);
        let when = when.map_or_else(String::new, |when| when.format(" on %a %-d %b %Y at %H:%M").to_string());
        let version = &self.version.info.name;
        let sentence =
            format!("{who} {does}{to}{when} and goes through version “{version}”. Nothing leaves this machine.");
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width().min(FORM));
            ui.add(Label::new(theme::weak(ui, sentence, theme::SMALL)).wrap());
        });
    }

    /// Draws the email that comes in. Changes are kept for the next runs, apart from the caller's own email.
    fn letter_ui(&self, ui: &mut Ui, simulation: &mut Simulation) {
        let before = simulation.letter_for(self.project, self.version.id);
        let mut letter = before.clone();
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width().min(FORM));
            ui.add_space(2.0);
            pages::customer::letter_ui(ui, &mut letter.from, &mut letter.email);
        });
        if letter != before {
            simulation.letter = Some(letter);
        }
    }
}

/// Draws the seed of chance, which the window calls by a plain word.
fn seed_ui(ui: &mut Ui, simulation: &Simulation, commands: &mut Vec<Command>) {
    field_ui(ui, "Random number", |ui, _| {
        let mut seed = simulation.seed;
        let drag = DragValue::new(&mut seed).speed(0.1).range(0..=MAX_SEED).update_while_editing(false);
        let drag = ui.add(drag.clamp_existing_to_range(false)).accessible_name("Random number");
        let drag = drag.on_hover_text(
            "Where chance decides, such as who of two people answers, the same number gives the same call.",
        );
        if drag.changed() && seed != simulation.seed {
            commands.push(Command::Sim(SimCommand::SetSeed(seed)));
        }
    });
}
