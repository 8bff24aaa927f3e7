//! The head of the pane: how much time is shown, the moment, which version is in production then, and the answer to *When is this branch
//! open?*

use chrono::{DateTime, Utc};
use egui::{Align, Layout, RichText, Ui};

use crate::catalog::interaction::moment;
use crate::lifecycle::plan;
use crate::model::VersionId;

use super::scale::head_words;
use super::{TimePane, start_words};
use crate::app::command::{Command, PageCommand, Tab, TimeCommand, TimeSpan};
use crate::app::cx::Cx;
use crate::app::kit::text_input::{MAX_NAME, one_line};
use crate::app::kit::{read, theme};
use crate::app::services::time::Strip;

/// The most times that the answer names.
const MOST_TIMES: usize = 4;
/// The least width of a head with the moment in words, in points.
const WIDE: f32 = 800.0;
/// The width of the moment that can be typed.
const TYPED: f32 = 134.0;

/// The moment, while it is typed.
pub(super) struct Typed {
    text: String,
    /// The moment that the pane shows meanwhile. Where it shows another one, what was typed is gone.
    at: Option<DateTime<Utc>>,
}

/// Draws the head.
pub(super) fn head_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    own: &mut TimePane,
    version: VersionId,
    strip: Option<&Strip>,
    commands: &mut Vec<Command>,
) {
    let at = cx.time.at(cx.now);
    let start_ui = |ui: &mut Ui, commands: &mut Vec<Command>| {
        let start = ui.button(format!("{} here", start_words(cx)));
        if start.on_hover_text("In the simulation, with this version, at this moment.").clicked() {
            commands.push(Command::Time(TimeCommand::Start(at)));
        }
    };
    // In little space the moment that can be typed is enough.
    if ui.available_width() < WIDE {
        ui.horizontal_wrapped(|ui| {
            choice_ui(ui, cx, own, commands);
            in_production_ui(ui, cx, version, commands);
            start_ui(ui, commands);
        });
    } else {
        ui.horizontal(|ui| {
            choice_ui(ui, cx, own, commands);
            ui.label(theme::strong(head_words(at, cx.time.zone()), theme::BODY));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                start_ui(ui, commands);
                let rest = Layout::left_to_right(Align::Center);
                ui.with_layout(rest, |ui| in_production_ui(ui, cx, version, commands));
            });
        });
    }
    if let Some(why) = own.typed.as_ref().and_then(Typed::why_not) {
        ui.label(RichText::new(why).size(theme::SMALL).color(theme::of(ui).error));
    }
    if let Some(words) = strip.and_then(|strip| answer(cx, strip)) {
        ui.add(egui::Label::new(theme::for_display(words)).truncate());
    }
}

/// Draws how much time is shown, and the moment.
fn choice_ui(ui: &mut Ui, cx: &Cx<'_>, own: &mut TimePane, commands: &mut Vec<Command>) {
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
    typed_ui(ui, cx, own, commands);
}

impl Typed {
    /// Why what was typed is no moment.
    fn why_not(&self) -> Option<String> {
        read::moment(&self.text).err().filter(|_| !self.text.trim().is_empty())
    }
}

/// The moment, as it can be typed. What is no moment stays in the field.
fn typed_ui(ui: &mut Ui, cx: &Cx<'_>, own: &mut TimePane, commands: &mut Vec<Command>) {
    own.typed.take_if(|typed| typed.at != cx.time.chosen());
    let zone = cx.time.zone();
    let shown = || cx.time.at(cx.now).with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string();
    let mut text = own.typed.as_ref().map_or_else(shown, |typed| typed.text.clone());
    let edit = ui.add(one_line(&mut text, MAX_NAME).hint_text(read::MOMENT).desired_width(TYPED));
    let edit =
        edit.accessible_name("Day and time shown").on_hover_text("The moment shown, in the time zone of the project.");
    if edit.changed() {
        let wanted = read::moment(&text).ok().map(|local| moment(local, zone));
        commands.extend(wanted.map(|at| Command::Time(TimeCommand::Go(Some(at)))));
        own.typed = Some(Typed { text, at: wanted.or(cx.time.chosen()) });
    } else if !edit.has_focus() {
        own.typed.take_if(|typed| typed.why_not().is_none());
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
