//! The head of the pane: how much time is shown, the moment, which version is in production then, and the answer to *When is this branch
//! open?*

use egui::{Align, Layout, Ui};

use crate::lifecycle::plan;
use crate::model::VersionId;

use super::scale::head_words;
use super::start_words;
use crate::app::command::{Command, PageCommand, Tab, TimeCommand, TimeSpan};
use crate::app::cx::Cx;
use crate::app::kit::theme;
use crate::app::services::time::Strip;

/// The most times that the answer names.
const MOST_TIMES: usize = 4;

/// Draws the head.
pub(super) fn head_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    version: VersionId,
    strip: Option<&Strip>,
    commands: &mut Vec<Command>,
) {
    ui.horizontal(|ui| {
        ui.label(theme::strong("Time", theme::BODY));
        ui.add_space(4.0);
        let spans = [(TimeSpan::Day, "Day"), (TimeSpan::Week, "Week"), (TimeSpan::Year, "Year")];
        for (span, words) in spans {
            if ui.selectable_label(cx.time.span() == span, words).clicked() {
                commands.push(Command::Time(TimeCommand::Span(span)));
            }
        }
        let unit = spans.iter().find(|(span, _)| *span == cx.time.span()).map_or("", |(_, words)| words).to_lowercase();
        for (sign, by, words) in [("‹", -1, format!("One {unit} back")), ("›", 1, format!("One {unit} on"))] {
            if ui.button(sign).on_hover_text(&words).accessible_name(&words).clicked() {
                commands.push(Command::Time(TimeCommand::Turn(by)));
            }
        }
        let now = ui.add_enabled(cx.time.chosen().is_some(), egui::Button::new("Now"));
        if now.on_hover_text("Shows the present moment.").clicked() {
            commands.push(Command::Time(TimeCommand::Go(None)));
        }
        let at = cx.time.at(cx.now);
        ui.label(theme::strong(head_words(at, cx.time.zone()), theme::BODY));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let start = ui.button(format!("{} here", start_words(cx)));
            if start.on_hover_text("In the simulation, with this version, at this moment.").clicked() {
                commands.push(Command::Time(TimeCommand::Start(at)));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| in_production_ui(ui, cx, version, commands));
        });
    });
    if let Some(words) = strip.and_then(|strip| answer(cx, strip)) {
        ui.add(egui::Label::new(theme::for_display(words)).truncate());
    }
}

/// Says which version is in production at the moment shown, where it is another one.
fn in_production_ui(ui: &mut Ui, cx: &Cx<'_>, version: VersionId, commands: &mut Vec<Command>) {
    let project = cx.project();
    let Some(routing) = project.routing_of(version) else { return };
    let at = cx.time.at(cx.now);
    let Some(id) = plan::in_production_at(project, routing.id, at) else { return };
    let Some(other) = project.versions.get(&id).filter(|other| other.info.planned.is_some() || other.id != version)
    else {
        return;
    };
    if id == version {
        theme::chip(ui, "In production then", theme::of(ui).ok);
        return;
    }
    let words = format!("In production then: {}", theme::for_display(&other.info.name));
    let link = ui.add(egui::Button::new(theme::weak(ui, &words, theme::SMALL)).frame(false).truncate());
    if link.on_hover_text("Opens that version. The time stays.").clicked() {
        commands.push(Command::Page(PageCommand::Open(Tab::Version(id))));
    }
}

/// When the branch is open of which somebody asked, in words.
fn answer(cx: &Cx<'_>, strip: &Strip) -> Option<String> {
    let line = strip.lines.iter().find(|line| super::lines::is_asked(cx, line))?;
    let taken: Vec<&str> =
        line.bands.iter().filter(|band| band.covered_by.is_none()).map(|band| band.words.as_str()).collect();
    let times = match taken.len() {
        0 => "not in this time".to_owned(),
        count if count > MOST_TIMES => {
            format!("{}; and {} more", taken.get(..MOST_TIMES)?.join("; "), count - MOST_TIMES)
        }
        _ => taken.join("; "),
    };
    Some(format!("{}, {}: {times}", line.title, line.line.label))
}
