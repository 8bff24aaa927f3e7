//! The behaviour of two versions: the calls that end differently, grouped by where they part and how they end (spec: testing §7).

use egui::{Align, Button, Frame, Layout, Margin, Role, ScrollArea, Ui, WidgetInfo};

use crate::model::ActionRef;
use crate::sim::behaviour::{Apart, Group, log};

use super::comparison::Pair;
use crate::app::command::{Command, CompareCommand, FileCommand, PageCommand};
use crate::app::cx::Cx;
use crate::app::kit::theme;
use crate::app::services::behaviour::{Compared, Replayed};

/// How many calls of a group, and how many contacts that were left out, are listed at first.
const FEW: usize = 5;

/// Draws what was found, into the whole page below the header.
pub(super) fn behaviour_ui(ui: &mut Ui, cx: &Cx<'_>, pair: Pair, commands: &mut Vec<Command>) {
    let frame = Frame::new().inner_margin(Margin::symmetric(16, 12));
    ScrollArea::vertical().id_salt("behaviour").auto_shrink(false).show(ui, |ui| {
        frame.show(ui, |ui| {
            let found = cx.behaviours.of(cx.document.revision(), pair);
            head_ui(ui, cx, found, commands);
            let Some(Ok(found)) = found else { return };
            for limit in &found.behaviour.limits {
                ui.label(theme::weak(ui, limit, theme::SMALL));
            }
            if let Some(replayed) = &found.replayed {
                replayed_ui(ui, replayed);
            }
            for (place, group) in found.behaviour.groups.iter().enumerate() {
                ui.add_space(10.0);
                ui.push_id(("group", place), |ui| group_ui(ui, pair, place, group, commands));
            }
        });
    });
}

/// Draws the result in a sentence, which calls were played, and the buttons for playing others.
fn head_ui(ui: &mut Ui, cx: &Cx<'_>, found: Option<&Result<Compared, String>>, commands: &mut Vec<Command>) {
    let log = cx.behaviours.log();
    ui.horizontal(|ui| {
        match found {
            Some(Ok(found)) => drop(ui.label(theme::strong(found.behaviour.words(), theme::TITLE))),
            Some(Err(why)) => drop(ui.label(why)),
            None => playing_ui(ui, cx.behaviours.done()),
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let replay = ui.button(if log.is_some() { "Replay another log…" } else { "Replay a log…" });
            let columns = log::COLUMNS.join(", ");
            let hint = format!("Plays past contacts from a CSV file to both versions. Columns: {columns}. Only time must be there; answers are separated by semicolons.");
            if replay.on_hover_text(hint).clicked() {
                commands.push(Command::File(FileCommand::ReplayLog(None)));
            }
            if log.is_some() && ui.button("Back to test calls and branches").clicked() {
                commands.push(Command::Compare(CompareCommand::LeaveLog));
            }
        });
    });
    let what = match log {
        None => "The test calls, and a call for each branch of both versions. Other calls may still end differently."
            .to_owned(),
        Some(log) => {
            format!("The past contacts of {}. Other calls may still end differently.", theme::for_display(&log.file))
        }
    };
    ui.label(theme::weak(ui, what, theme::BODY));
    if let Some(unread) = log.and_then(|log| log.unread.as_ref()) {
        ui.label(theme::weak(ui, theme::for_display(unread), theme::SMALL));
    }
}

fn playing_ui(ui: &mut Ui, done: usize) {
    ui.label(theme::weak(ui, format!("Playing the same calls to both versions… {done} done."), theme::BODY));
    ui.ctx().request_repaint_after(std::time::Duration::from_millis(200));
}

/// Draws what became of past contacts: how many were played, and the first ones that could not be played, with the reason.
fn replayed_ui(ui: &mut Ui, replayed: &Replayed) {
    ui.label(&replayed.words);
    if replayed.left.is_empty() {
        return;
    }
    let left = match replayed.left.len() {
        1 => "1 contact could not be played to the first version:".to_owned(),
        left => format!("{left} contacts could not be played to the first version:"),
    };
    ui.label(egui::RichText::new(left).color(theme::of(ui).warning));
    for why in replayed.left.iter().take(FEW) {
        ui.label(theme::weak(ui, theme::for_display(why), theme::SMALL));
    }
    if replayed.left.len() > FEW {
        ui.label(theme::weak(ui, format!("and {} more", replayed.left.len() - FEW), theme::SMALL));
    }
}

fn group_ui(ui: &mut Ui, pair: Pair, place: usize, group: &Group, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    let card = Frame::new().fill(palette.panel).corner_radius(theme::RADIUS).inner_margin(Margin::symmetric(12, 10));
    card.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let title = match &group.at {
            Some(at) => format!("From \"{}\" on", theme::for_display(at)),
            None => "On the same way".to_owned(),
        };
        let count = if group.calls.len() == 1 { "1 call".to_owned() } else { format!("{} calls", group.calls.len()) };
        ui.horizontal(|ui| {
            ui.label(theme::strong(&title, theme::BODY));
            theme::chip(ui, count, palette.weak);
            let difference = group.calls.first().and_then(|call| call.difference.as_ref());
            if let Some(difference) = difference {
                show_ui(ui, difference.at, &title, commands);
            }
        });
        egui::Grid::new("ends").num_columns(2).spacing([10.0, 2.0]).min_row_height(0.0).show(ui, |ui| {
            for (version, words) in [("Before", &group.one), ("After", &group.other)] {
                ui.label(theme::weak(ui, version, theme::SMALL));
                ui.add(egui::Label::new(theme::for_display(words)).wrap());
                ui.end_row();
            }
        });
        if !group.common.is_empty() {
            ui.label(theme::weak(ui, format!("All of them: {}.", group.common.join(", ")), theme::SMALL));
        }
        ui.add_space(4.0);
        let id = ui.scope_id().with("all");
        let shows_all = ui.data(|data| data.get_temp(id).unwrap_or(false));
        let most = if shows_all { group.calls.len() } else { FEW };
        for (number, call) in group.calls.iter().take(most).enumerate() {
            ui.push_id(number, |ui| call_ui(ui, (pair, place, number), call, &group.common, commands));
        }
        let left = group.calls.len().saturating_sub(most);
        if left > 0 && ui.button(format!("Show {left} more")).clicked() {
            ui.data_mut(|data| data.insert_temp(id, true));
        }
    });
}

fn call_ui(
    ui: &mut Ui,
    (pair, group, place): (Pair, usize, usize),
    call: &Apart,
    common: &[String],
    commands: &mut Vec<Command>,
) {
    ui.horizontal(|ui| {
        let play = ui.add(Button::new("Play both"));
        play.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Play both: {}", call.name)));
        let hint = "Plays the call with both versions, each in a tab of the simulation. Where they part is marked.";
        if play.on_hover_text(hint).clicked() {
            commands.push(Command::Compare(CompareCommand::PlayBoth(pair, group, place)));
        }
        let own: Vec<&str> = call.given.iter().filter(|it| !common.contains(it)).map(String::as_str).collect();
        let own = if own.is_empty() { String::new() } else { format!(" · {}", own.join(", ")) };
        // The name of a call that was made says its answers.
        let answers = call.answers.join("; ");
        let is_said = answers.is_empty() || call.name.contains(call.answers.first().map_or("", String::as_str));
        let answers = if is_said { String::new() } else { format!(" · answers: {answers}") };
        let words = theme::for_display(format!("{}{own}{answers}", call.name));
        ui.add(egui::Label::new(words).truncate());
    });
}

fn show_ui(ui: &mut Ui, at: ActionRef, what: &str, commands: &mut Vec<Command>) {
    let show = ui.add(Button::new("Show").small());
    show.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Show {what}")));
    if show.on_hover_text("Shows the action on the canvas.").clicked() {
        commands.push(Command::Page(PageCommand::Reveal(at)));
    }
}
