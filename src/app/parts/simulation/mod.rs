//! The simulation pane: first the call as a conversation, then the question with one button per answer, then the variables and records of
//! the call (spec: simulation §2). The pane reads the run and sends commands; the engine decides what a step does.

pub mod composer;
pub mod controls;
pub mod conversation;
pub mod different;
pub mod fields;
pub mod laid_out;
pub mod lines;
pub mod question;
pub mod runs;
pub mod setup;
pub mod side;
pub mod spoken;
pub mod variable;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use egui::{Frame, Layout, Margin, Panel, Pos2, Rect, RichText, Role, Stroke, Ui, UiBuilder, Vec2};

use crate::actions;
use crate::catalog::Outcome;
use crate::model::{ActionRef, Channel, Project, VersionId};
use crate::sim::Run;

use crate::app::command::{Command, SimCommand};
use crate::app::kit::theme::{self, Palette};
use crate::app::services::simulation::{Outdated, Simulation};

/// The height of the controls before they are drawn, and the least height of a question above them, in points.
const USUAL_CONTROLS: f32 = 76.0;
const ANSWERS: f32 = 64.0;
/// The space between the edge of an area and its content.
const MARGIN: Vec2 = Vec2::new(12.0, 8.0);

/// Draws the pane. The pane fills its space up to the edges, so the panel around it needs no margin.
pub fn simulation_ui(
    ui: &mut Ui,
    simulation: &mut Simulation,
    project: &Arc<Project>,
    version_shown: Option<VersionId>,
    is_at_right: bool,
    commands: &mut Vec<Command>,
) {
    runs::runs_ui(ui, simulation, commands);
    let choosing = simulation.choosing.filter(|id| project.versions.contains_key(id));
    if simulation.run().is_none() || choosing.is_some() {
        let version_shown = choosing.or(version_shown);
        let rect = ui.available_rect_before_wrap();
        area_ui(ui, rect, "Before it begins", |ui| setup::setup_ui(ui, simulation, project, version_shown, commands));
        ui.advance_cursor_after_rect(rect);
        return;
    }
    if let Some(outdated) = simulation.outdated(project) {
        outdated_ui(ui, outdated, commands);
    }
    let whole = ui.available_rect_before_wrap();
    let is_voice = simulation.run().is_none_or(|run| run.scene.channel() == Channel::Voice);
    let [conversation, question, side] = areas(ui, whole, is_at_right, is_voice);
    area_ui(ui, conversation, "Conversation", |ui| {
        conversation::header_ui(ui, simulation, commands);
        let Some(run) = simulation.run() else { return };
        if run.scene.channel() == Channel::Messaging {
            Panel::bottom("composer").frame(Frame::NONE).show_separator_line(false).show(ui, |ui| {
                composer::composer_ui(ui, run, commands);
            });
        }
        conversation::conversation_ui(ui, run, simulation.parting().as_ref(), commands);
    });
    area_ui(ui, question, "Question", |ui| {
        asked_ui(ui, simulation, version_shown, commands);
    });
    area_ui(ui, side, "What the call knows", |ui| {
        let mut shown = simulation.side;
        if let Some(run) = simulation.run() {
            side::side_ui(ui, run, (simulation.before(), &simulation.pinned), &mut shown, commands);
        }
        simulation.side = shown;
    });
    ui.advance_cursor_after_rect(whole);
}

/// Draws the question and the controls of the run.
fn asked_ui(ui: &mut Ui, simulation: &Simulation, version_shown: Option<VersionId>, commands: &mut Vec<Command>) {
    let Some(run) = simulation.run() else { return };
    let other = version_shown.filter(|shown| simulation.version() != Some(*shown));
    let stopped = simulation.breakpoints.stop(run);
    // In a low area the controls scroll with the question, so that they do not cover the answers.
    let key = ui.scope_id().with("height of the controls");
    let known = ui.data(|data| data.get_temp::<f32>(key)).unwrap_or(USUAL_CONTROLS);
    let is_low = ui.available_height() < known + ANSWERS;
    let controls = |ui: &mut Ui, commands: &mut Vec<Command>| {
        let top = ui.cursor().top();
        controls::controls_ui(ui, run, other, simulation.in_time, commands);
        let height = ui.min_rect().bottom() - top;
        ui.data_mut(|data| data.insert_temp(key, height));
    };
    if is_low {
        question::question_ui(ui, run, stopped, commands, controls);
    } else {
        let panel = Panel::bottom("controls").frame(Frame::NONE).show_separator_line(false);
        panel.show(ui, |ui| controls(ui, commands));
        question::question_ui(ui, run, stopped, commands, |_, _| {});
    }
}

/// The areas of conversation, question and side lists, with lines between them: side by side, or one below the other.
fn areas(ui: &Ui, whole: Rect, is_stacked: bool, is_voice: bool) -> [Rect; 3] {
    let line = Stroke::new(1.0, theme::of(ui).line);
    let (first, second) = match (is_stacked, is_voice) {
        (true, true) => (0.42, 0.72),
        (true, false) => (0.44, 0.80),
        // Written messages are longer than spoken ones, and their answers appear below them.
        (false, false) => (0.38, 0.76),
        (false, true) if whole.width() < 720.0 => (0.28, 0.72),
        // The answers need more width than the lists.
        (false, true) if whole.width() < 1200.0 => (0.32, 0.72),
        (false, true) => (0.30, 0.62),
    };
    let at = |share: f32| {
        let corner = whole.min + whole.size() * share;
        Pos2::new(corner.x.round(), corner.y.round())
    };
    let (one, two) = (at(first), at(second));
    if is_stacked {
        for y in [one.y, two.y] {
            ui.painter().hline(whole.x_range(), y, line);
        }
        let part = |top: f32, bottom: f32| Rect::from_x_y_ranges(whole.x_range(), top..=bottom);
        [part(whole.top(), one.y), part(one.y, two.y), part(two.y, whole.bottom())]
    } else {
        for x in [one.x, two.x] {
            ui.painter().vline(x, whole.y_range(), line);
        }
        let part = |left: f32, right: f32| Rect::from_x_y_ranges(left..=right, whole.y_range());
        [part(whole.left(), one.x), part(one.x, two.x), part(two.x, whole.right())]
    }
}

fn area_ui(ui: &mut Ui, rect: Rect, name: &str, content: impl FnOnce(&mut Ui)) {
    let builder = UiBuilder::new()
        .id_salt(name)
        .max_rect(rect.shrink2(MARGIN))
        .layout(Layout::top_down(egui::Align::Min))
        .accessibility_label(name)
        .accessibility_role(Role::Region);
    let mut area = ui.new_child(builder);
    area.set_clip_rect(rect.intersect(ui.clip_rect()));
    content(&mut area);
}

/// Draws the first row of an area; the first rows of all three areas are level.
fn header_row<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 20.0;
        ui.horizontal(content).inner
    })
    .inner
}

/// Says that the run shows trees as they were, and offers to play it again.
fn outdated_ui(ui: &mut Ui, outdated: Outdated, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    let frame = Frame::new().fill(palette.background).inner_margin(Margin::symmetric(12, 4));
    Panel::top("outdated").frame(frame).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            let words = match outdated {
                Outdated::Edited => "The tree has changed since this run began. The run still shows the earlier tree.",
                Outdated::Deleted => "The version of this run was deleted. The run still shows its tree.",
            };
            ui.label(RichText::new(words).size(theme::SMALL).color(palette.warning));
            if outdated == Outdated::Edited {
                let button = ui.button(RichText::new("Again with the same answers").size(theme::SMALL));
                let hover = "Plays the same caller, world and answers through the tree as it is now.";
                if button.on_hover_text(hover).clicked() {
                    commands.push(Command::Sim(SimCommand::Replay));
                }
            }
        });
    });
}

/// The title of an action that a run passes through.
fn title_at(run: &Run, place: ActionRef) -> Option<&str> {
    run.scene.action(place).map(actions::title)
}

/// The colour of an outcome: intended by the company, chosen by the customer, or an error.
fn outcome_color(palette: &Palette, outcome: &Outcome) -> egui::Color32 {
    match outcome {
        outcome if outcome.is_good() => palette.ok,
        Outcome::Abandoned => palette.warning,
        _ => palette.error,
    }
}
