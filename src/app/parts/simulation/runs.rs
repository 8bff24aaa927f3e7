//! The tabs of the open runs, shown while there are several.

use egui::{Button, FontId, Frame, Margin, Panel, RichText, Role, Ui, Vec2, WidgetInfo};

use crate::app::command::{Command, SimCommand};
use crate::app::kit::theme;
use crate::app::services::open_runs::{OpenRun, Origin};
use crate::app::services::simulation::Simulation;

/// Draws the tabs.
pub(super) fn runs_ui(ui: &mut Ui, simulation: &Simulation, commands: &mut Vec<Command>) {
    let runs = simulation.runs.all();
    if runs.len() < 2 {
        return;
    }
    let shown = simulation.runs.shown().map(|open| open.number);
    let frame = Frame::new().inner_margin(Margin { left: 12, right: 12, top: 0, bottom: 4 });
    Panel::top("runs").frame(frame).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::new(4.0, 4.0);
            for open in runs {
                tab_ui(ui, open, shown == Some(open.number), commands);
            }
            let another = ui.add(Button::new("+").frame_when_inactive(false));
            another.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Another run"));
            if another.on_hover_text("Starts another run beside these.").clicked() {
                commands.push(Command::Sim(SimCommand::Beside));
            }
        });
    });
}

fn tab_ui(ui: &mut Ui, open: &OpenRun, is_shown: bool, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    let words = title(open);
    let text = if is_shown {
        theme::strong(words.as_str(), theme::SMALL)
    } else {
        RichText::new(&words).font(FontId::proportional(theme::SMALL)).color(palette.weak)
    };
    let fill = if is_shown { palette.selected } else { palette.panel };
    let tab = ui.add(Button::new(text).fill(fill));
    tab.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_shown, &words));
    let scene = &open.run.scene;
    let who = if scene.caller.name.is_empty() { "An unknown caller" } else { &scene.caller.name };
    let hover = format!("{who}, through version “{}”. Answers: {}", scene.version.info.name, answers(open));
    if tab.on_hover_text(hover).clicked() {
        commands.push(Command::Sim(SimCommand::ShowRun(open.number)));
    }
    let close = ui.add(Button::new(theme::weak(ui, "×", theme::SMALL)).frame_when_inactive(false));
    close.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Close run {}", open.number)));
    if close.on_hover_text("Closes this run.").clicked() {
        commands.push(Command::Sim(SimCommand::CloseRun(open.number)));
    }
    ui.add_space(6.0);
}

/// The number of the run, what it came from, and how it ended.
fn title(open: &OpenRun) -> String {
    let from = match &open.origin {
        Origin::Own => String::new(),
        Origin::Fork(number) => format!(", fork of run {number}"),
        Origin::Earlier(_) => ", again".to_owned(),
    };
    let ended = open.run.outcome().map_or_else(String::new, |outcome| format!(" · {}", outcome.words()));
    format!("Run {}{from}{ended}", open.number)
}

fn answers(open: &OpenRun) -> String {
    let answers = open.run.answers();
    let words = if answers.is_empty() { "none".to_owned() } else { answers.join(", ") };
    crate::catalog::text::shorten(&words, 200)
}
