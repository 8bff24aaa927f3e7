//! The figures of a load run, a row for each queue; where something is different, the same figures below (spec: load §3).

use egui::{Grid, RichText, Ui};

use super::shown::{Shown, interval, seconds};
use crate::app::kit::theme;
use crate::app::parts::pages::widgets::section;
use crate::load::Load;
use crate::load::compare::{Line, Measure, Side, Verdict, compare};
use crate::load::sums::{POOL, QueueFacts, percent_words};
use crate::model::ResourceId;

/// What a measure means.
fn about(measure: Measure) -> (&'static str, &'static str) {
    match measure {
        Measure::Offered => ("Offered", "Contacts that come to the queue, on average of one replication."),
        Measure::Answered => ("Answered", "How many of them a person answers."),
        Measure::GaveUp => ("Gave up", "How many of them leave before somebody answers."),
        Measure::MeanWait => ("Wait", "How long they wait, on average."),
        Measure::Wait90 => ("90 % within", "Nine of ten who are answered do not wait longer."),
        Measure::ServiceLevel => ("Service level", "How many of them are answered within the target of the queue."),
        Measure::Occupancy => {
            ("Busy", "How much of the time in which they are there the people of the queue talk, or work after a talk.")
        }
        Measure::Outcome(outcome) => (outcome, "How many of all contacts end so."),
    }
}

/// A value as a supervisor reads it.
fn words(measure: Measure, value: f64) -> String {
    match measure {
        Measure::Offered => format!("{value:.0}"),
        Measure::MeanWait | Measure::Wait90 => seconds(value),
        _ => percent_words(value),
    }
}

/// Draws the figures.
pub(super) fn figures_ui(ui: &mut Ui, shown: &Shown<'_>) {
    let title = match &shown.other {
        Some((_, what)) => format!("As planned, and {what}"),
        None => "What happens".to_owned(),
    };
    section(ui, &title, |ui| {
        if shown.load.total.queues.is_empty() {
            ui.label(theme::weak(ui, "Nobody came to a queue.", theme::BODY));
            return;
        }
        egui::ScrollArea::horizontal().id_salt("figures").auto_shrink([false, true]).show(ui, |ui| {
            Grid::new("figures")
                .num_columns(Measure::OF_QUEUE.len() + 1)
                .spacing([18.0, 6.0])
                .show(ui, |ui| grid_ui(ui, shown));
        });
    });
}

fn grid_ui(ui: &mut Ui, shown: &Shown<'_>) {
    ui.label("");
    for (title, hover) in Measure::OF_QUEUE.map(about) {
        ui.label(theme::weak(ui, title, theme::SMALL)).on_hover_text(hover);
    }
    ui.end_row();
    let side = |name, load| Side { name, load, seed: 0 };
    let compared = shown.other.as_ref().map(|(other, what)| compare(side("As planned", shown.load), side(what, other)));
    for (id, facts) in &shown.load.queues {
        let name = if *id == POOL { "Pool".to_owned() } else { theme::for_display(facts.name.as_str()) };
        ui.label(theme::strong(crate::catalog::text::shorten(&name, 28), theme::BODY)).on_hover_text(name);
        for measure in Measure::OF_QUEUE {
            value_ui(ui, measure, shown.load, *id);
        }
        ui.end_row();
        if let Some(compared) = &compared {
            ui.label(theme::weak(ui, "    what if", theme::BODY));
            for measure in Measure::OF_QUEUE {
                let line = compared.lines.iter().find(|line| line.queue == Some(*id) && line.measure == measure);
                other_ui(ui, line);
            }
            ui.end_row();
        }
    }
}

/// The value of a measure of a queue: that of all replications together, or the average of a count.
fn value_of(measure: Measure, load: &Load, queue: ResourceId) -> Option<f64> {
    match measure {
        Measure::Offered => Some(load.average(load.total.queues.get(&queue)?.offered)),
        _ => measure.of(load, &load.total, Some(queue)),
    }
}

fn value_ui(ui: &mut Ui, measure: Measure, load: &Load, queue: ResourceId) {
    let Some(value) = value_of(measure, load, queue) else {
        ui.label(theme::weak(ui, "–", theme::BODY));
        return;
    };
    let is_missed =
        measure == Measure::ServiceLevel && load.queues.get(&queue).is_some_and(|facts| misses(facts, value));
    let color = if is_missed { theme::of(ui).error } else { theme::of(ui).text };
    let label = ui.label(RichText::new(words(measure, value)).color(color));
    if let Some((mean, half)) = interval(load, |sums| measure.of(load, sums, Some(queue))) {
        label.on_hover_text(format!("{} ± {} in 95 of 100 cases", words(measure, mean), words(measure, half)));
    }
}

/// Whether a service level misses the target of its queue.
fn misses(facts: &QueueFacts, level: f64) -> bool {
    facts.target.is_some_and(|(percent, _)| level * 100.0 < f64::from(percent))
}

/// The value with what is different, in the colour of what that says.
fn other_ui(ui: &mut Ui, line: Option<&Line>) {
    let Some(line) = line else {
        ui.label(theme::weak(ui, "–", theme::BODY));
        return;
    };
    let palette = theme::of(ui);
    let color = match line.verdict {
        Verdict::Better => palette.ok,
        Verdict::Worse => palette.error,
        Verdict::Different => palette.text,
        Verdict::NoDifferenceSeen => palette.weak,
    };
    ui.label(RichText::new(words(line.measure, line.other)).color(color)).on_hover_text(line.words());
}
