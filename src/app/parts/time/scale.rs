//! The scale of the strip: where a moment lies, the ruler with its words, the moment that is dragged, and planned productions.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use egui::{
    Align2, Color32, CursorIcon, EventFilter, FontId, Key, Modifiers, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use crate::catalog::interaction::moment;
use crate::lifecycle::plan;
use crate::sim::hours::time_words;

use crate::app::command::{Command, PageCommand, Tab, TimeCommand, TimeSpan};
use crate::app::cx::Cx;
use crate::app::kit::theme;
use crate::app::services::time::{midnight, step};

/// The height of the ruler.
const RULER: f32 = 34.0;
/// How far below the top of the ruler its words are, and how far above its bottom the knob is.
const WORDS: f32 = 8.0;
const ABOVE: f32 = 9.0;
/// Least space between the beginnings of two words of the ruler.
const LEAST: f32 = 68.0;
/// The radius of the knob.
const KNOB: f32 = 6.0;

/// Where moments lie.
pub(super) struct Scale {
    /// The first moment, and the end.
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
    /// The left and the right end of the strip.
    pub left: f32,
    pub right: f32,
    pub span: TimeSpan,
    zone: Tz,
}

impl Scale {
    pub(super) fn of(ui: &Ui, cx: &Cx<'_>, names: f32) -> Self {
        let (from, until) = cx.time.bounds(cx.now);
        let room = ui.available_rect_before_wrap();
        let (left, right) = (room.left() + names, (room.right() - 12.0).max(room.left() + names + 40.0));
        Self { from, until, left, right, span: cx.time.span(), zone: cx.time.zone() }
    }

    /// Where a moment lies.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a place on the screen")]
    pub(super) fn x(&self, at: DateTime<Utc>) -> f32 {
        let part = (at - self.from).num_seconds() as f64 / (self.until - self.from).num_seconds().max(1) as f64;
        self.left + (self.right - self.left) * part.clamp(0.0, 1.0) as f32
    }

    /// The moment at a place, by whole steps.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a place on the screen")]
    pub(super) fn at(&self, x: f32) -> DateTime<Utc> {
        let part = f64::from((x - self.left) / (self.right - self.left)).clamp(0.0, 1.0);
        let seconds = (part * (self.until - self.from).num_seconds() as f64) as i64;
        let grid = match self.span {
            TimeSpan::Day => 300,
            TimeSpan::Week => 900,
            TimeSpan::Year => 3_600,
        };
        self.held(self.from + TimeDelta::seconds(seconds / grid * grid))
    }

    /// The nearest moment that is shown.
    fn held(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        at.clamp(self.from, self.until - TimeDelta::minutes(1))
    }

    /// Draws the ruler. The pointer drags the moment, and keys move it. Gives the room at the left of the ruler.
    pub(super) fn ruler_ui(&self, ui: &mut Ui, cx: &Cx<'_>, commands: &mut Vec<Command>) -> Rect {
        let (whole, _) = ui.allocate_exact_size(vec2(ui.available_width(), RULER), Sense::hover());
        let rect = Rect::from_x_y_ranges(self.left..=self.right, whole.y_range());
        let at = cx.time.at(cx.now);
        let slider = ui.interact(rect.expand2(vec2(KNOB, 0.0)), ui.scope_id().with("moment"), Sense::click_and_drag());
        let words = head_words(at, self.zone);
        slider.widget_info(|| WidgetInfo::labeled(Role::Slider, true, "Moment"));
        ui.ctx().accesskit_node_builder(slider.id, |node| {
            node.set_value(words);
            node.add_action(egui::accesskit::Action::Increment);
            node.add_action(egui::accesskit::Action::Decrement);
        });
        let palette = theme::of(ui);
        ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(1.0, palette.line));
        for (x, words) in self.ticks() {
            ui.painter().vline(x, rect.bottom() - 6.0..=rect.bottom(), Stroke::new(1.0, palette.line));
            let font = FontId::proportional(theme::CAPTION);
            ui.painter().text(pos2(x + 3.0, rect.top() + WORDS), Align2::LEFT_CENTER, words, font, palette.weak);
        }
        if let Some(pointer) = slider.interact_pointer_pos().filter(|_| slider.dragged() || slider.clicked()) {
            slider.request_focus();
            commands.push(Command::Time(TimeCommand::Go(Some(self.at(pointer.x)))));
        }
        if let Some(to) = slider.has_focus().then(|| self.moved_by_key(ui, slider.id, at)).flatten() {
            commands.push(Command::Time(TimeCommand::Go(Some(to))));
        }
        self.plans_ui(ui, cx, rect, commands);
        slider.on_hover_cursor(CursorIcon::ResizeHorizontal);
        Rect::from_min_max(whole.min, pos2(self.left - 8.0, whole.bottom()))
    }

    /// The moment to which keys move.
    fn moved_by_key(&self, ui: &Ui, slider: egui::Id, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(slider, filter));
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        let asks = |action| ui.input(|input| input.has_accesskit_action_request(slider, action));
        for (is_far, modifiers) in [(true, Modifiers::SHIFT), (false, Modifiers::NONE)] {
            let by = step(self.span, is_far);
            if pressed(modifiers, Key::ArrowRight) {
                return Some(at + by);
            }
            if pressed(modifiers, Key::ArrowLeft) {
                return Some(at - by);
            }
        }
        if asks(egui::accesskit::Action::Increment) {
            return Some(at + step(self.span, false));
        }
        if asks(egui::accesskit::Action::Decrement) {
            return Some(at - step(self.span, false));
        }
        if pressed(Modifiers::NONE, Key::Home) {
            return Some(self.from);
        }
        pressed(Modifiers::NONE, Key::End).then(|| self.held(self.until))
    }

    /// The words of the ruler, each with its place.
    fn ticks(&self) -> Vec<(f32, String)> {
        let day = |at: DateTime<Utc>| at.with_timezone(&self.zone).date_naive();
        let first = day(self.from);
        let found: Vec<(DateTime<Utc>, String)> = match self.span {
            TimeSpan::Day => (0..24)
                .filter_map(|hour| first.and_hms_opt(hour, 0, 0))
                .map(|local| (moment(local, self.zone), local.format("%H:%M").to_string()))
                .collect(),
            TimeSpan::Week => (0..7)
                .filter_map(|ahead| first.checked_add_days(Days::new(ahead)))
                .map(|day| (midnight(day, self.zone), day.format("%a %-d %b").to_string()))
                .collect(),
            TimeSpan::Year => (0..12)
                .filter_map(|ahead| first.checked_add_months(Months::new(ahead)))
                .map(|day| (midnight(day, self.zone), month_words(day)))
                .collect(),
        };
        let mut ticks: Vec<(f32, String)> = Vec::new();
        for (at, words) in found {
            let x = self.x(at);
            let is_free = ticks.last().is_none_or(|(last, _)| x - last >= LEAST);
            if is_free && x + 20.0 < self.right {
                ticks.push((x, words));
            }
        }
        ticks
    }

    /// Draws the planned productions of the routing; a click opens the version.
    fn plans_ui(&self, ui: &Ui, cx: &Cx<'_>, ruler: Rect, commands: &mut Vec<Command>) {
        let project = cx.project();
        let routing = cx.version_shown().and_then(|id| project.routing_of(id));
        let Some(routing) = routing else { return };
        for (at, id) in plan::within(project, routing.id, self.from, self.until) {
            let Some(version) = project.versions.get(&id) else { continue };
            let x = self.x(at);
            let flag = Rect::from_min_size(pos2(x, ruler.bottom() - 2.0 * ABOVE), vec2(14.0, 12.0));
            let response = ui.interact(flag.expand(2.0), ui.scope_id().with(("plan", id)), Sense::click());
            let when = plan::at_words(at.with_timezone(&self.zone).naive_local());
            let words = format!("Planned production of “{}” on {when}", theme::for_display(&version.info.name));
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
            let color = theme::of(ui).link;
            let ends = [flag.left_top(), pos2(x, ruler.bottom())];
            ui.painter().line_segment(ends, Stroke::new(1.5, color));
            let cloth = vec![flag.left_top(), flag.left_top() + vec2(11.0, 4.0), flag.left_top() + vec2(0.0, 8.0)];
            ui.painter().add(Shape::convex_polygon(cloth, color, Stroke::NONE));
            let hover =
                format!("{words}, if nothing blocks it. From then on calls go through that version. Click to open it.");
            if response.on_hover_text(hover).clicked() {
                commands.push(Command::Page(PageCommand::Open(Tab::Version(id))));
            }
        }
    }

    /// Draws the moment and planned productions over the lines.
    pub(super) fn moment_ui(&self, ui: &Ui, cx: &Cx<'_>, (top, bottom): (f32, f32)) {
        let palette = theme::of(ui);
        let project = cx.project();
        if let Some(routing) = cx.version_shown().and_then(|id| project.routing_of(id)) {
            for (at, _) in plan::within(project, routing.id, self.from, self.until) {
                let ends = [pos2(self.x(at), top), pos2(self.x(at), bottom)];
                ui.painter().extend(Shape::dashed_line(&ends, Stroke::new(1.5, palette.link), 5.0, 4.0));
            }
        }
        let x = self.x(cx.time.at(cx.now));
        ui.painter().vline(x, top - ABOVE..=bottom, Stroke::new(1.5, palette.text));
        knob(ui, pos2(x, top - ABOVE), palette.text, palette.panel);
    }

    /// The width of a time in points.
    pub(super) fn rect(&self, from: DateTime<Utc>, until: DateTime<Utc>, line: Rect) -> Rect {
        let (left, right) = (self.x(from), self.x(until));
        Rect::from_min_size(Pos2::new(left, line.top()), Vec2::new((right - left).max(1.0), line.height()))
    }
}

fn knob(ui: &Ui, centre: Pos2, color: Color32, edge: Color32) {
    ui.painter().circle(centre, KNOB, color, Stroke::new(1.5, edge));
}

/// *Jan 2027* where a year begins, else *Feb*.
fn month_words(day: NaiveDate) -> String {
    day.format(if day.month() == 1 { "%b %Y" } else { "%b" }).to_string()
}

/// A moment in words: *Mon 23 Nov 2026, 10:00*.
pub(super) fn head_words(at: DateTime<Utc>, zone: Tz) -> String {
    format!("{}, {}", at.with_timezone(&zone).format("%a %-d %b %Y"), time_words(at, zone))
}
