//! How many people a scenario needs to meet the targets of its queues: by formula, and confirmed by runs (spec: load §4).

use std::sync::Arc;

use egui::{Grid, Label, Rect, Sense, Ui, pos2, vec2};

use super::week::clock;
use crate::app::command::{Command, LoadCommand};
use crate::app::cx::Cx;
use crate::app::kit::theme;
use crate::app::parts::pages::widgets::{error, section};
use crate::edit::Edit;
use crate::load::staffing::{HalfHour, QueueStaff, Staffing};
use crate::model::Scenario;
use crate::model::scenario::{AtQueue, HALF_HOURS, Staff};

/// The height of the bars.
const HEIGHT: f32 = 72.0;

/// Draws how many people are needed.
pub(super) fn staff_ui(ui: &mut Ui, cx: &Cx<'_>, scenario: &Arc<Scenario>, commands: &mut Vec<Command>) {
    section(ui, "How many people are needed", |ui| {
        let revision = cx.document.revision();
        if cx.load_checks.is_staffing(scenario.id) {
            ui.label(theme::weak(ui, "Finding the smallest staff: this plays the scenario many times…", theme::BODY));
            return;
        }
        match cx.load_checks.staffing(revision, scenario.id).map(|found| &**found) {
            Some(Ok(found)) => found_ui(ui, scenario, found, commands),
            Some(Err(why)) => {
                error(ui, why);
            }
            None => {
                let words = "The smallest number of people in each half hour with which every queue answers as many in time as it aims to.";
                ui.add(Label::new(theme::weak(ui, words, theme::BODY)).wrap());
                if ui.button("Find the staff").clicked() {
                    commands.push(Command::Load(LoadCommand::FindStaff(scenario.id)));
                }
            }
        }
    });
}

fn found_ui(ui: &mut Ui, scenario: &Arc<Scenario>, found: &Staffing, commands: &mut Vec<Command>) {
    for queue in &found.queues {
        ui.push_id(queue.queue, |ui| queue_ui(ui, queue));
    }
    if !found.without_target.is_empty() {
        let words = format!("Without a target: {}.", found.without_target.join(", "));
        ui.add(Label::new(theme::weak(ui, words, theme::SMALL)).wrap());
    }
    let how = if found.is_smallest {
        format!("Confirmed by {} runs; one person less in any half hour would miss a target.", found.runs)
    } else {
        format!("Found by {} runs; fewer people may do.", found.runs)
    };
    ui.add(Label::new(theme::weak(ui, how, theme::SMALL)).wrap());
    let hover = "The queues of the scenario are served by so many people in each half hour. You can undo this.";
    if ui.button("Use in the scenario").on_hover_text(hover).clicked() {
        let changed = Box::new(with_staff(scenario, found));
        commands.push(Command::edit(Edit::StoreScenario { scenario: changed }));
    }
}

fn queue_ui(ui: &mut Ui, queue: &QueueStaff) {
    let most = queue.halves.iter().map(|half| half.people.max(half.by_formula)).max().unwrap_or(0);
    let hours: f64 = queue.halves.iter().map(|half| f64::from(half.people)).sum::<f64>() / 2.0;
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::strong(queue.name.as_str(), theme::BODY));
        let words =
            format!("{} % within {} s: {most} people at most, {hours:.1} hours of work", queue.percent, queue.within_s);
        ui.label(theme::weak(ui, words, theme::BODY));
    });
    bars_ui(ui, queue, most.max(1));
    let missed: Vec<String> = queue.missed_with_one_less().map(clock).collect();
    let words = match missed.as_slice() {
        [] => "If one is ill, the target is still met all day.".to_owned(),
        [first, .., last] => {
            format!("If one is ill, {} half hours miss the target, from {first} to {last}.", missed.len())
        }
        [one] => format!("If one is ill, {one} misses the target."),
    };
    ui.add(Label::new(words).wrap());
    egui::CollapsingHeader::new("Each half hour").id_salt("halves").show(ui, |ui| table_ui(ui, queue));
    ui.add_space(8.0);
}

/// The people of each half hour as bars, and a mark where the formula says.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "48 bars of a few people")]
fn bars_ui(ui: &mut Ui, queue: &QueueStaff, most: u32) {
    let palette = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width().min(640.0), HEIGHT + 14.0), Sense::hover());
    let bars = Rect::from_min_size(rect.min, vec2(rect.width(), HEIGHT));
    let painter = ui.painter_at(rect);
    painter.rect_filled(bars, 4, palette.background);
    let x = |half: usize| bars.left() + bars.width() * half as f32 / HALF_HOURS as f32;
    let y = |people: u32| bars.bottom() - bars.height() * 0.9 * people as f32 / most as f32;
    for half in &queue.halves {
        let bar =
            Rect::from_min_max(pos2(x(half.half) + 0.75, y(half.people)), pos2(x(half.half + 1) - 0.75, bars.bottom()));
        painter.rect_filled(bar, 2, palette.accent.gamma_multiply(0.75));
        let formula = y(half.by_formula);
        painter.hline(x(half.half)..=x(half.half + 1), formula, egui::Stroke::new(1.6, palette.text));
    }
    let font = egui::FontId::proportional(theme::CAPTION);
    for hour in (0..24).step_by(4) {
        let place = pos2(x(hour * 2) + 2.0, rect.bottom());
        painter.text(place, egui::Align2::LEFT_BOTTOM, format!("{hour}:00"), font.clone(), palette.weak);
    }
    let name = format!("People of {} in each half hour; a line where the formula says", queue.name);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &name));
    response.on_hover_text(name);
}

fn table_ui(ui: &mut Ui, queue: &QueueStaff) {
    Grid::new("half hours").spacing([18.0, 4.0]).show(ui, |ui| {
        for title in ["", "Offered", "By formula", "People", "In time", "With one less"] {
            ui.label(theme::weak(ui, title, theme::SMALL));
        }
        ui.end_row();
        for half in &queue.halves {
            half_ui(ui, half);
        }
    });
}

fn half_ui(ui: &mut Ui, half: &HalfHour) {
    let level = |level: Option<f64>| level.map_or_else(|| "–".to_owned(), crate::load::sums::percent_words);
    ui.label(clock(half.half));
    ui.label(format!("{:.1}", half.offered));
    ui.label(half.by_formula.to_string());
    ui.label(half.people.to_string());
    ui.label(level(half.level));
    ui.label(level(half.level_with_one_less));
    ui.end_row();
}

/// The scenario with the people that were found.
fn with_staff(scenario: &Scenario, found: &Staffing) -> Scenario {
    let mut changed = scenario.clone();
    for queue in &found.queues {
        let mut counts = vec![0; HALF_HOURS];
        for half in &queue.halves {
            counts.get_mut(half.half).into_iter().for_each(|count| *count = half.people);
        }
        let staff = Staff::EachHalfHour(counts);
        if let Some(at) = changed.queues.iter_mut().find(|it| it.queue.id == queue.queue) {
            at.staff = staff;
        } else {
            let named = crate::model::Named { id: queue.queue, name: queue.name.clone() };
            changed.queues.push(AtQueue { queue: named, staff, ..AtQueue::default() });
        }
    }
    changed
}
