//! The figures of a load run, a row for each queue; where something is different, the same figures below (spec: load §3).

use egui::{Grid, RichText, Ui};

use super::super::pages::widgets::section;
use super::results::Shown;
use crate::app::kit::theme;
use crate::catalog::text::duration_words;
use crate::load::Load;
use crate::load::sums::{POOL, QueueFacts, QueueSums, Sums, share};
use crate::model::ResourceId;

/// What is good news.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Better {
    More,
    Less,
    Neither,
}

/// A column: its title, what it means, what is better, and its value with the words for it.
struct Column {
    title: &'static str,
    hover: &'static str,
    better: Better,
    value: fn(&Sums, &QueueFacts, &QueueSums) -> Option<f64>,
    words: fn(f64) -> String,
}

const COLUMNS: [Column; 7] = [
    Column {
        title: "Offered",
        hover: "Contacts that come to the queue, on average of one replication.",
        better: Better::Neither,
        value: |_, _, sums| Some(count(sums.offered)),
        words: |it| format!("{it:.0}"),
    },
    Column {
        title: "Answered",
        hover: "How many of them a person answers.",
        better: Better::More,
        value: |_, _, sums| share(sums.answered, sums.offered),
        words: percent,
    },
    Column {
        title: "Gave up",
        hover: "How many of them leave before somebody answers.",
        better: Better::Less,
        value: |_, _, sums| share(sums.abandoned, sums.offered),
        words: percent,
    },
    Column {
        title: "Wait",
        hover: "How long they wait, on average.",
        better: Better::Less,
        value: |_, _, sums| sums.mean_wait_s(),
        words: seconds,
    },
    Column {
        title: "90 % within",
        hover: "Nine of ten who are answered do not wait longer.",
        better: Better::Less,
        value: |_, _, sums| share(sums.waits.percentile(90), 1_000),
        words: seconds,
    },
    Column {
        title: "Service level",
        hover: "How many of them are answered within the target of the queue.",
        better: Better::More,
        value: |_, facts, sums| facts.target.and(sums.service_level()),
        words: percent,
    },
    Column {
        title: "Busy",
        hover: "How much of the time in which they are there the people of the queue talk, or work after a talk.",
        better: Better::Neither,
        value: |total, facts, _| total.occupancy(facts),
        words: percent,
    },
];

#[allow(clippy::cast_precision_loss, reason = "a count of contacts")]
fn count(number: u64) -> f64 {
    number as f64
}

/// *74.2 %*.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// *42 s*, *2 min 5 s*.
pub(super) fn seconds(seconds: f64) -> String {
    #[allow(clippy::cast_possible_truncation, reason = "a cast of a float stays within the bounds")]
    let whole = seconds.round() as i64;
    if whole == 0 && seconds > 0.0 { format!("{seconds:.1} s") } else { duration_words(whole) }
}

/// A value and the half width of its 95 % interval over replications, where there are at least two.
pub(super) fn interval(load: &Load, of: impl Fn(&Sums) -> Option<f64>) -> Option<(f64, f64)> {
    let values: Vec<f64> = load.replications.iter().filter_map(of).collect();
    if values.len() < 2 {
        return None;
    }
    Some(crate::load::statistics::mean_and_half(&values))
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
            Grid::new("figures").num_columns(COLUMNS.len() + 1).spacing([18.0, 6.0]).show(ui, |ui| grid_ui(ui, shown));
        });
    });
}

fn grid_ui(ui: &mut Ui, shown: &Shown<'_>) {
    ui.label("");
    for column in &COLUMNS {
        ui.label(theme::weak(ui, column.title, theme::SMALL)).on_hover_text(column.hover);
    }
    ui.end_row();
    let other = shown.other.as_ref().map(|(load, _)| *load);
    for (id, facts) in &shown.load.queues {
        let name = if *id == POOL { "Pool".to_owned() } else { theme::for_display(facts.name.as_str()) };
        ui.label(theme::strong(crate::catalog::text::shorten(&name, 28), theme::BODY)).on_hover_text(name);
        for column in &COLUMNS {
            value_ui(ui, column, shown.load, *id);
        }
        ui.end_row();
        if let Some(other) = other {
            ui.label(theme::weak(ui, "    what if", theme::BODY));
            for column in &COLUMNS {
                other_ui(ui, column, (shown.load, other), *id);
            }
            ui.end_row();
        }
    }
}

/// The value of a column for a queue, in each replication.
fn value_in(column: &Column, load: &Load, sums: &Sums, queue: ResourceId) -> Option<f64> {
    (column.value)(sums, load.queues.get(&queue)?, sums.queues.get(&queue)?)
}

/// The value of a column for a queue: that of all replications together, or the average of a count.
fn value_of(column: &Column, load: &Load, queue: ResourceId) -> Option<f64> {
    let value = value_in(column, load, &load.total, queue)?;
    let is_count = column.title == "Offered";
    let replications = count(u64::try_from(load.replications.len().max(1)).unwrap_or(1));
    Some(if is_count { value / replications } else { value })
}

fn value_ui(ui: &mut Ui, column: &Column, load: &Load, queue: ResourceId) {
    let Some(value) = value_of(column, load, queue) else {
        ui.label(theme::weak(ui, "–", theme::BODY));
        return;
    };
    let color = if is_missed(column, load, queue) { theme::of(ui).error } else { theme::of(ui).text };
    let label = ui.label(RichText::new((column.words)(value)).color(color));
    if let Some((mean, half)) = interval(load, |sums| value_in(column, load, sums, queue)) {
        label.on_hover_text(format!("{} ± {} in 95 of 100 cases", (column.words)(mean), (column.words)(half)));
    }
}

/// Whether a queue misses its service level.
fn is_missed(column: &Column, load: &Load, queue: ResourceId) -> bool {
    let target = load.queues.get(&queue).and_then(|facts| facts.target);
    let level = load.total.queues.get(&queue).and_then(QueueSums::service_level);
    let is_below = |(target, level): ((u8, u32), f64)| level * 100.0 < f64::from(target.0);
    column.title == "Service level" && target.zip(level).is_some_and(is_below)
}

/// The value with what is different, and whether that is better. It is told as better or worse only where chance does not explain it: the
/// interval of the difference, replication by replication on the same contacts, does not contain 0.
fn other_ui(ui: &mut Ui, column: &Column, (load, other): (&Load, &Load), queue: ResourceId) {
    let Some(value) = value_of(column, other, queue) else {
        ui.label(theme::weak(ui, "–", theme::BODY));
        return;
    };
    let pairs = load.replications.iter().zip(&other.replications);
    let differences: Vec<f64> = pairs
        .filter_map(|(one, two)| Some(value_in(column, other, two, queue)? - value_in(column, load, one, queue)?))
        .collect();
    let palette = theme::of(ui);
    let (color, verdict) = if differences.len() < 2 {
        (palette.text, "one replication tells no difference")
    } else {
        let (mean, half) = crate::load::statistics::mean_and_half(&differences);
        match (mean.abs() > half, column.better, mean > 0.0) {
            (false, ..) => (palette.weak, "no difference seen"),
            (true, Better::Neither, true) => (palette.text, "more"),
            (true, Better::Neither, false) => (palette.text, "less"),
            (true, Better::More, true) | (true, Better::Less, false) => (palette.ok, "better"),
            (true, Better::More, false) | (true, Better::Less, true) => (palette.error, "worse"),
        }
    };
    ui.label(RichText::new((column.words)(value)).color(color)).on_hover_text(verdict);
}
