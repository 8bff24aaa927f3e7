//! The day of a queue in charts: contacts, waits, and how busy people are, for each half hour (spec: load §3).

use egui::{Color32, Stroke, Ui, vec2};
use egui_plot::{Bar, BarChart, FilledArea, GridInput, GridMark, Line, LineStyle, Plot, PlotPoints, PlotUi};

use super::shown::{Shown, interval};
use crate::app::kit::theme::{self, Palette};
use crate::app::parts::pages::widgets::option_button;
use crate::load::Load;
use crate::load::sums::{POOL, QueueSums, Sums, share};
use crate::model::ResourceId;

/// The height of a chart.
const HEIGHT: f32 = 132.0;
/// What is different is drawn with dashes of this length.
const DASH: f32 = 6.0;

/// Buttons for the queues. Returns the one that was chosen.
pub(super) fn queues_ui(ui: &mut Ui, shown: &Shown<'_>, queue: ResourceId) -> Option<ResourceId> {
    if shown.load.queues.len() < 2 {
        if let Some(facts) = shown.load.queues.get(&queue) {
            ui.label(theme::weak(ui, facts.name.as_str(), theme::BODY));
        }
        return None;
    }
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        for (id, facts) in &shown.load.queues {
            let name = crate::catalog::text::shorten(&facts.name, 32);
            if option_button(ui, *id == queue, &name, &format!("Show {}", facts.name)) {
                chosen = Some(*id);
            }
        }
    });
    chosen
}

/// Draws the charts of a queue.
pub(super) fn charts_ui(ui: &mut Ui, shown: &Shown<'_>, queue: ResourceId) {
    let palette = theme::of(ui);
    let day = Day::of(shown, queue);
    let what_if = shown.other.as_ref().map(|_| palette.text);
    let keys = PARTS.map(|part| (part.name, (part.color)(palette)));
    keys_ui(ui, "Contacts in each half hour", &keys, what_if.map(|color| ("answered, what if", color)));
    ui.label(theme::weak(ui, day.spoken(shown), theme::SMALL));
    day.plot("contacts", palette).show(ui, |plot| contacts_ui(plot, &day, shown, palette));
    keys_ui(
        ui,
        "Wait in seconds",
        &[("average with its 95 % interval", palette.accent)],
        what_if.map(|it| ("what if", it)),
    );
    day.plot("waits", palette).show(ui, |plot| waits_ui(plot, &day, shown, palette));
    if queue == POOL {
        // It has no people of its own and no target.
        return;
    }
    let has_target = shown.load.queues.get(&queue).is_some_and(|facts| facts.target.is_some());
    let keys = [("of their time that people are busy", palette.accent), ("answered in time", palette.ok)];
    let keys = keys.get(..if has_target { 2 } else { 1 }).unwrap_or_default();
    keys_ui(ui, "Percent", keys, what_if.map(|_| ("dashed: what if", palette.weak)));
    day.plot("shares", palette).include_y(100.0).show(ui, |plot| shares_ui(plot, &day, shown, palette));
}

/// What a chart shows, with a mark in the colour of each part.
fn keys_ui(ui: &mut Ui, what: &str, keys: &[(&str, Color32)], other: Option<(&str, Color32)>) {
    ui.add_space(8.0);
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::strong(what, theme::SMALL));
        for (words, color) in keys.iter().copied().chain(other) {
            ui.add_space(4.0);
            let (_, mark) = ui.allocate_space(vec2(10.0, 10.0));
            ui.painter().rect_filled(mark, 2, color.gamma_multiply(0.8));
            ui.label(theme::weak(ui, words, theme::SMALL));
        }
    });
}

/// A part of the contacts of a half hour.
struct Part {
    name: &'static str,
    color: fn(&Palette) -> Color32,
    count: fn(&QueueSums) -> u64,
}

const PARTS: [Part; 3] = [
    Part { name: "answered", color: |palette| palette.accent, count: |sums| sums.answered },
    Part { name: "gave up", color: |palette| palette.error, count: |sums| sums.abandoned },
    Part {
        name: "overflow, or waited too long",
        color: |palette| palette.warning,
        count: |sums| sums.overflowed + sums.timed_out + sums.left,
    },
];

/// The half hours that are shown of a queue.
struct Day<'a> {
    queue: ResourceId,
    first: u32,
    last: u32,
    load: &'a Load,
}

impl<'a> Day<'a> {
    fn of(shown: &Shown<'a>, queue: ResourceId) -> Self {
        let is_open = |(_, is_open): &(usize, &bool)| **is_open;
        let mut open = shown.load.is_open.iter().enumerate().filter(is_open).map(|(half, _)| half);
        let first = open.next().unwrap_or(0);
        let last = open.next_back().unwrap_or(first);
        let half = |half: usize| u32::try_from(half).unwrap_or(0);
        Self { queue, first: half(first), last: half(last), load: shown.load }
    }

    fn halves(&self) -> impl Iterator<Item = u32> + use<> {
        self.first..=self.last
    }

    /// What a screen reader says of the chart: the half hour in which most give up.
    fn spoken(&self, shown: &Shown<'_>) -> String {
        let at = |half: &u32| shown.load.total.halves.get(&(self.queue, *half));
        let worst = self.halves().max_by_key(|half| at(half).map_or(0, |sums| sums.abandoned));
        let Some((half, sums)) = worst.and_then(|half| Some((half, at(&half)?))).filter(|(_, it)| it.abandoned > 0)
        else {
            return "Nobody gives up.".to_owned();
        };
        let local = self.load.span.local(half);
        let given_up = share(sums.abandoned * 100, sums.offered).unwrap_or(0.0);
        format!("Most give up at {}: {given_up:.0} % of those who come then.", local.format("%H:%M"))
    }

    fn plot(&self, name: &str, palette: &Palette) -> Plot<'static> {
        let span = self.load.span.clone();
        let is_one_day = span.halves() <= 50;
        let label = move |mark: GridMark, _: &std::ops::RangeInclusive<f64>| {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a half hour")]
            let local = span.local(mark.value.max(0.0) as u32);
            local.format(if is_one_day { "%H:%M" } else { "%a %H:%M" }).to_string()
        };
        let every = if is_one_day { 4.0 } else { 24.0 };
        let marks = move |input: GridInput| {
            let (from, until) = input.bounds;
            let mut at = (from / every).ceil() * every;
            let mut marks = Vec::new();
            while at <= until && marks.len() < 64 {
                marks.push(GridMark { value: at, step_size: every });
                at += every;
            }
            marks
        };
        Plot::new((name.to_owned(), self.queue))
            .height(HEIGHT)
            .allow_zoom(false)
            .allow_drag(false)
            .allow_scroll(false)
            .allow_boxed_zoom(false)
            .allow_double_click_reset(false)
            .show_background(false)
            .include_x(f64::from(self.first))
            .include_x(f64::from(self.last) + 1.0)
            .include_y(0.0)
            .y_axis_min_width(36.0)
            .x_grid_spacer(marks)
            .x_axis_formatter(label)
            .y_grid_spacer(|input| few_marks(input.bounds))
            .grid_color(palette.line)
            .grid_fade(0.0)
    }
}

/// Three or four marks at round numbers.
fn few_marks((from, until): (f64, f64)) -> Vec<GridMark> {
    let rough = (until - from).max(1e-9) / 3.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|step| step * power).find(|step| *step >= rough).unwrap_or(rough);
    let first = (from / step).ceil();
    let marks = (0..8).map(|place| (first + f64::from(place)) * step).take_while(|value| *value <= until);
    marks.map(|value| GridMark { value, step_size: step }).collect()
}

/// The middle of a half hour on the axis.
fn middle(half: u32) -> f64 {
    f64::from(half) + 0.5
}

/// An average over replications.
fn average(load: &Load, queue: ResourceId, half: u32, of: impl Fn(&QueueSums) -> u64) -> f64 {
    let sums = load.total.halves.get(&(queue, half));
    load.average(sums.map_or(0, of))
}

fn contacts_ui(plot: &mut PlotUi<'_>, day: &Day<'_>, shown: &Shown<'_>, palette: &Palette) {
    let mut below: Vec<BarChart> = Vec::new();
    for part in PARTS {
        let color = (part.color)(palette).gamma_multiply(0.8);
        let bar = |half: u32| Bar::new(middle(half), average(shown.load, day.queue, half, part.count));
        let bars = day.halves().map(|half| bar(half).width(0.86).fill(color).stroke(Stroke::NONE));
        let chart = BarChart::new(part.name, bars.collect());
        let chart = chart.stack_on(&below.iter().collect::<Vec<_>>());
        below.push(chart);
    }
    for chart in below {
        plot.bar_chart(chart);
    }
    if let Some((other, _)) = &shown.other {
        let points = day.halves().map(|half| [middle(half), average(other, day.queue, half, |sums| sums.answered)]);
        let line = Line::new("Answered, what if", points.collect::<PlotPoints<'_>>()).color(palette.text).width(1.6);
        plot.line(line.style(LineStyle::Dashed { length: DASH }));
    }
}

/// The mean wait of a half hour, in seconds.
fn wait(sums: &Sums, queue: ResourceId, half: u32) -> Option<f64> {
    sums.halves.get(&(queue, half))?.mean_wait_s()
}

fn waits_ui(plot: &mut PlotUi<'_>, day: &Day<'_>, shown: &Shown<'_>, palette: &Palette) {
    let loads = [Some((shown.load, palette.accent)), shown.other.as_ref().map(|(other, _)| (*other, palette.text))];
    for (place, (load, color)) in loads.into_iter().flatten().enumerate() {
        let (mut xs, mut low, mut high) = (Vec::new(), Vec::new(), Vec::new());
        for half in day.halves() {
            let Some((mean, around)) = interval(load, |sums| wait(sums, day.queue, half)) else { continue };
            xs.push(middle(half));
            low.push((mean - around).max(0.0));
            high.push(mean + around);
        }
        if xs.len() > 1 {
            plot.add(FilledArea::new("", &xs, &low, &high).fill_color(color.gamma_multiply(0.18)).allow_hover(false));
        }
        let points = day.halves().filter_map(|half| Some([middle(half), wait(&load.total, day.queue, half)?]));
        let line = Line::new(if place == 0 { "Wait" } else { "Wait, what if" }, points.collect::<PlotPoints<'_>>());
        let line = line.color(color).width(1.8);
        plot.line(if place == 0 { line } else { line.style(LineStyle::Dashed { length: DASH }) });
    }
}

fn shares_ui(plot: &mut PlotUi<'_>, day: &Day<'_>, shown: &Shown<'_>, palette: &Palette) {
    let loads = [Some(shown.load), shown.other.as_ref().map(|(other, _)| *other)];
    for (place, load) in loads.into_iter().flatten().enumerate() {
        let Some(facts) = load.queues.get(&day.queue) else { continue };
        let after = if place == 0 { "" } else { ", what if" };
        let level = |half: u32| {
            let sums = load.total.halves.get(&(day.queue, half))?;
            Some([middle(half), facts.target.and(sums.service_level())? * 100.0])
        };
        let busy = |half: u32| {
            let (busy_ms, there_ms) = load.total.busy_and_there(facts, half);
            Some([middle(half), share(busy_ms, there_ms)? * 100.0])
        };
        let lines = [
            (
                format!("Answered in time{after}"),
                palette.ok,
                day.halves().filter_map(level).collect::<PlotPoints<'_>>(),
            ),
            (format!("Busy{after}"), palette.accent, day.halves().filter_map(busy).collect::<PlotPoints<'_>>()),
        ];
        for (name, color, points) in lines.into_iter().filter(|(_, _, points)| !points.points().is_empty()) {
            let line = Line::new(name, points).color(color).width(1.8);
            plot.line(if place == 0 { line } else { line.style(LineStyle::Dashed { length: DASH }) });
        }
    }
    if let Some((percent, _)) = day.load.queues.get(&day.queue).and_then(|facts| facts.target) {
        let target = egui_plot::HLine::new("Target", f64::from(percent)).color(palette.weak).width(1.0);
        plot.hline(target.style(LineStyle::Dotted { spacing: 4.0 }));
    }
}
