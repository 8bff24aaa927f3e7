//! The controls of a run: stepping and restarting.

use egui::{Button, Label, Response, RichText, Role, Ui, WidgetInfo};

use crate::catalog::text::{clock_words, shorten};
use crate::model::VersionId;
use crate::sim::Run;
use crate::sim::breakpoints::Stopped;

use crate::app::command::{Command, SimCommand, TestCallCommand, named};
use crate::app::cx::available::of_run;
use crate::app::kit::theme;
use crate::app::services::in_time::{InTime, SPEEDS};
use crate::app::services::simulation::RunShown;

/// Draws the controls of a run. `other` is a version that is shown but not being run.
pub(super) fn controls_ui(
    ui: &mut Ui,
    run: &Run,
    other: Option<VersionId>,
    in_time: Option<InTime>,
    commands: &mut Vec<Command>,
) {
    ui.add_space(8.0);
    let mut chosen = Vec::new();
    let shown = Some(RunShown::of(run));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        let mut send = |ui: &mut Ui, button: Button<'_>, sends: SimCommand, what: &str| {
            let why_not = of_run(shown, &sends).err();
            // Back and forward are the most common: arrows, so that two rows are enough.
            let arrow = match sends {
                SimCommand::Back => Some("Back"),
                SimCommand::Forward => Some("Forward"),
                _ => None,
            };
            let command = Command::Sim(sends);
            let response = ui.add_enabled(why_not.is_none(), button);
            if let Some(name) = arrow {
                response.widget_info(|| WidgetInfo::labeled(Role::Button, why_not.is_none(), name));
            }
            let response = explained(ui, response, &command, what, why_not);
            if response.clicked() {
                commands.push(command);
            }
        };
        send(ui, Button::new("←"), SimCommand::Back, "Back: takes back the last step.");
        let hover = "Forward: takes the step again that was taken back.";
        send(ui, Button::new("→"), SimCommand::Forward, hover);
        chosen.extend(in_time_ui(ui, run, in_time));
        let goes_on = of_run(shown, &SimCommand::Step).is_ok();
        let step = if goes_on { theme::primary_button(ui, "Step") } else { Button::new("Step") };
        send(ui, step, SimCommand::Step, "Runs one action, or lets the next automatic event happen.");
        let hover = "Runs until somebody must answer.";
        send(ui, Button::new("To the next question"), SimCommand::ToNextQuestion, hover);
        let hover = "Runs to the end; every question gets its first answer.";
        send(ui, Button::new("To the end"), SimCommand::ToEnd, hover);
        if !run.is_over() {
            let hover = "Restarts with the same caller and world.";
            send(ui, Button::new("Restart"), SimCommand::Restart, hover);
        }
        let hover = "Restarts with another caller, world, entry point or random number.";
        send(ui, Button::new("Restart with…"), SimCommand::Choose(true), hover);
        if let Some(other) = other {
            let hover = "Starts a run of the version shown.";
            send(ui, Button::new("Try the version shown"), SimCommand::Start(other), hover);
        }
        if run.is_over() {
            chosen.extend(save_ui(ui));
        }
        let button = Button::new(theme::weak(ui, "Stop", theme::SMALL)).frame_when_inactive(false);
        send(ui, button, SimCommand::Stop, "Closes the run.");
    });
    commands.extend(chosen);
}

/// Draws the button that keeps a run that is over. The command, where the button was clicked.
fn save_ui(ui: &mut Ui) -> Option<Command> {
    let hover = "Keeps this call with its outcome. It is played again after every change of the tree.";
    let save = ui.add(Button::new("Save as a test call")).on_hover_text(hover);
    save.clicked().then_some(Command::TestCall(TestCallCommand::Save))
}

/// Draws the button that plays the run in time: an arrow. While the run is played, the button shows the clock, and another one the speed. The
/// command that was chosen.
fn in_time_ui(ui: &mut Ui, run: &Run, in_time: Option<InTime>) -> Option<Command> {
    let why_not = of_run(Some(RunShown::of(run)), &SimCommand::PlayInTime(Some(1))).err();
    let play = Command::Sim(SimCommand::PlayInTime(in_time.is_none().then_some(1)));
    let (words, name) = match in_time {
        Some(in_time) => (format!("Pause {}", clock_words(in_time.whole_ms())), "Pause"),
        None => ("▶".to_owned(), "Play in time"),
    };
    let button = ui.add_enabled(why_not.is_none(), Button::new(words));
    button.widget_info(|| WidgetInfo::labeled(Role::Button, why_not.is_none(), name));
    let hover = format!(
        "{name}: announcements, waiting and talks take as long as on the telephone, or a part of that. The clock stops while somebody must answer."
    );
    if explained(ui, button, &play, &hover, why_not).clicked() {
        return Some(play);
    }
    let speed = in_time?.speed;
    let place = SPEEDS.iter().position(|known| *known == speed).unwrap_or(0);
    let next = SPEEDS.get((place + 1) % SPEEDS.len()).copied();
    let button = ui.button(format!("{speed}×"));
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Speed: {speed}×")));
    let is_clicked = button.on_hover_text("Plays faster: 1, 5, 10 or 60 times as fast as on the telephone.").clicked();
    is_clicked.then_some(Command::Sim(SimCommand::PlayInTime(next)))
}

/// Draws at which breakpoint the run is.
pub(super) fn stop_ui(ui: &mut Ui, run: &Run, stopped: Option<Stopped>) {
    let words = match stopped {
        Some(Stopped::Before(action)) => format!("Breakpoint before “{}”", shorten(run.scene.title(action), 60)),
        Some(Stopped::After(action, label)) => {
            format!("Breakpoint after “{}” of “{}”", shorten(&label, 60), shorten(run.scene.title(action), 60))
        }
        None => return,
    };
    ui.add(Label::new(RichText::new(words).size(theme::SMALL).color(theme::of(ui).error)).wrap());
}

/// Adds a hover text: what the button does and its shortcut, or why it is not available.
fn explained(ui: &Ui, response: Response, command: &Command, what: &str, why_not: Option<&str>) -> Response {
    let shortcut = named::find(command).and_then(|named| named.shortcut);
    let words = match shortcut {
        Some(shortcut) => format!("{what} ({})", ui.ctx().format_shortcut(&shortcut)),
        None => what.to_owned(),
    };
    response.on_hover_text(words).on_disabled_hover_text(why_not.unwrap_or_default())
}
