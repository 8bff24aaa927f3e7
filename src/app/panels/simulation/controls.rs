//! What drives a run: the steps, and who calls into which world with which seed.

use egui::{Align, Button, ComboBox, DragValue, Layout, Response, RichText, Ui, Vec2};

use crate::model::Project;
use crate::model::VersionId;
use crate::sim::Run;

use super::super::super::command::{self, Command, SimCommand};
use super::super::super::simulation::Simulation;
use super::super::super::theme;

/// The largest seed that can be dragged to.
const MAX_SEED: u64 = 999_999;
/// The width of a label, where fields stand below one another.
const LABEL: f32 = 72.0;

/// The buttons that drive a run. `other` is a version that is shown but not under test.
pub(super) fn controls_ui(ui: &mut Ui, run: &Run, other: Option<VersionId>, commands: &mut Vec<Command>) {
    ui.add_space(8.0);
    let why_not = if run.is_over() {
        Some("The call is over.")
    } else if run.waits() {
        Some("The call waits for an answer. Choose one above.")
    } else {
        None
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        let mut send = |ui: &mut Ui, button: Button<'_>, sends: SimCommand, what: &str, why_not: Option<&str>| {
            let command = Command::Sim(sends);
            let response = ui.add_enabled(why_not.is_none(), button);
            let response = explained(ui, response, &command, what, why_not);
            if response.clicked() {
                commands.push(command);
            }
        };
        let at_start = (run.steps_taken() == 0).then_some("The call has just begun.");
        send(ui, Button::new("Back"), SimCommand::Back, "Takes the last step back.", at_start);
        let step = if why_not.is_none() { theme::primary_button(ui, "Step") } else { Button::new("Step") };
        send(ui, step, SimCommand::Step, "Runs one action, or lets pass what happens by itself.", why_not);
        let words = "Runs on until somebody must answer.";
        send(ui, Button::new("To the next question"), SimCommand::ToNextQuestion, words, why_not);
        let over = run.is_over().then_some("The call is over.");
        let words = "Runs to the end with the first answer of every question.";
        send(ui, Button::new("To the end"), SimCommand::ToEnd, words, over);
        if !run.is_over() {
            let words = "Begins again, with the same caller and world.";
            send(ui, Button::new("Restart"), SimCommand::Restart, words, None);
        }
        if let Some(other) = other {
            let words = "Begins a call through the version that is shown.";
            send(ui, Button::new("Call the version shown"), SimCommand::Start(other), words, None);
        }
        let put_away = Button::new(theme::weak(ui, "Stop", theme::SMALL)).frame_when_inactive(false);
        send(ui, put_away, SimCommand::Stop, "Puts the call away.", None);
    });
}

/// With a hover text: what the button does and its shortcut, or why it cannot.
fn explained(ui: &Ui, response: Response, command: &Command, what: &str, why_not: Option<&str>) -> Response {
    let shortcut = command::find(command).and_then(|named| named.shortcut);
    let words = match shortcut {
        Some(shortcut) => format!("{what} ({})", ui.ctx().format_shortcut(&shortcut)),
        None => what.to_owned(),
    };
    response.on_hover_text(words).on_disabled_hover_text(why_not.unwrap_or_default())
}

/// Who calls, as a sentence begins.
pub(super) fn caller_name(simulation: &Simulation, project: &Project) -> String {
    let caller = simulation.caller.and_then(|id| project.callers.get(&id));
    caller.map_or_else(|| "An unknown caller".to_owned(), |caller| caller.name.clone())
}

/// Caller, world and seed. Compact during a run, where a change begins it again; with labels before one.
pub(super) fn setup_ui<'a>(
    ui: &mut Ui,
    simulation: &'a Simulation,
    project: &'a Project,
    is_compact: bool,
    commands: &mut Vec<Command>,
) {
    let width = if is_compact { (ui.available_width() - 72.0) / 2.0 } else { ui.available_width() - LABEL };
    let setup = Setup { simulation, project, is_compact, width: width.clamp(48.0, 200.0) };
    let fields: [(&str, FieldUi<'a>); 3] =
        [("Who calls", Setup::caller_ui), ("World", Setup::world_ui), ("Seed", Setup::seed_ui)];
    let mut chosen = None;
    if is_compact {
        ui.scope(|ui| {
            let spacing = ui.spacing_mut();
            spacing.button_padding = Vec2::new(8.0, 2.0);
            spacing.interact_size.y = 22.0;
            ui.horizontal(|ui| chosen = fields.iter().filter_map(|(_, field_ui)| field_ui(&setup, ui)).last());
        });
    } else if ui.available_width() < 640.0 {
        for (label, field_ui) in fields {
            ui.horizontal(|ui| {
                let start = ui.cursor().left();
                ui.label(theme::weak(ui, label, theme::BODY));
                ui.add_space((start + LABEL - ui.cursor().left()).max(0.0));
                chosen = field_ui(&setup, ui).or(chosen.take());
            });
        }
    } else {
        ui.horizontal(|ui| {
            for (label, field_ui) in fields {
                ui.label(theme::weak(ui, label, theme::BODY));
                chosen = field_ui(&setup, ui).or(chosen.take());
                ui.add_space(8.0);
            }
        });
    }
    commands.extend(chosen.map(Command::Sim));
}

type FieldUi<'a> = fn(&Setup<'a>, &mut Ui) -> Option<SimCommand>;

/// The fields of `setup_ui`; each says what was chosen just now.
struct Setup<'a> {
    simulation: &'a Simulation,
    project: &'a Project,
    is_compact: bool,
    width: f32,
}

impl Setup<'_> {
    fn hover(&self, words: &str) -> String {
        if self.is_compact { format!("{words} A change begins the call again.") } else { words.to_owned() }
    }

    fn combo(&self, name: &'static str, none: &'static str, words: &str) -> Combo {
        let size = if self.is_compact { theme::SMALL } else { theme::BODY };
        Combo { name, none, hover: self.hover(words), width: self.width, size }
    }

    fn caller_ui(&self, ui: &mut Ui) -> Option<SimCommand> {
        let callers = &self.project.callers;
        let chosen = self.simulation.caller.and_then(|id| callers.get(&id));
        let combo = self.combo("Who calls", "Unknown caller", "Who calls.");
        let items = callers.values().map(|caller| (caller.id, caller.name.as_str()));
        combo.ui(ui, chosen.map(|it| (it.id, it.name.as_str())), items).map(SimCommand::SetCaller)
    }

    fn world_ui(&self, ui: &mut Ui) -> Option<SimCommand> {
        let worlds = &self.project.worlds;
        let chosen = self.simulation.world.and_then(|id| worlds.get(&id));
        let combo = self.combo("World", "All is well", "The time, and who and what is there.");
        let items = worlds.values().map(|world| (world.id, world.name.as_str()));
        combo.ui(ui, chosen.map(|it| (it.id, it.name.as_str())), items).map(SimCommand::SetWorld)
    }

    fn seed_ui(&self, ui: &mut Ui) -> Option<SimCommand> {
        let mut seed = self.simulation.seed;
        let drag = DragValue::new(&mut seed).speed(0.1).range(0..=MAX_SEED).update_while_editing(false);
        let drag = ui.add(drag.clamp_existing_to_range(false)).accessible_name("Seed");
        let drag = drag.on_hover_text(self.hover("The seed of chance: the same seed, the same call."));
        (drag.changed() && seed != self.simulation.seed).then_some(SimCommand::SetSeed(seed))
    }
}

/// A choice of one of the project's objects, or of none.
struct Combo {
    name: &'static str,
    none: &'static str,
    hover: String,
    width: f32,
    size: f32,
}

impl Combo {
    /// What was chosen just now, if something was.
    #[expect(clippy::option_option, reason = "nothing was chosen, or none was, or one was")]
    fn ui<'a, T: Copy + PartialEq>(
        self,
        ui: &mut Ui,
        chosen: Option<(T, &str)>,
        items: impl Iterator<Item = (T, &'a str)>,
    ) -> Option<Option<T>> {
        let mut answer = None;
        let words = chosen.map_or(self.none, |(_, name)| name);
        // The box would grow with the text in it; what does not fit is cut, and whole on hover.
        let size = Vec2::new(self.width, ui.spacing().interact_size.y);
        let box_ui = |ui: &mut Ui| {
            let combo = ComboBox::from_id_salt(self.name).width(self.width).truncate();
            combo.selected_text(RichText::new(words).size(self.size)).show_ui(ui, |ui| {
                ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
                if ui.selectable_label(chosen.is_none(), self.none).clicked() {
                    answer = Some(None);
                }
                for (id, name) in items {
                    if ui.selectable_label(chosen.is_some_and(|(it, _)| it == id), name).clicked() {
                        answer = Some(Some(id));
                    }
                }
            })
        };
        let combo = ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), box_ui).inner;
        combo.response.accessible_name(self.name).on_hover_text(format!("{words}\n{}", self.hover));
        answer
    }
}
