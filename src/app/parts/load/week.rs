//! Numbers for each half hour of a day as bars: a drag over the bars paints them, the arrow keys change the chosen one, and a text beside them
//! says the same (spec: load §1).

use egui::{
    Align2, CornerRadius, FontId, Id, Key, Modifiers, Rect, Response, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2,
    vec2,
};

use crate::app::kit::theme;
use crate::app::parts::pages::changes::Changes;
use crate::app::parts::pages::input::Input;
use crate::load::typed;
use crate::model::scenario::{Amount, HALF_HOURS};

/// The height of the bars.
const HEIGHT: f32 = 92.0;
/// The height of the hours below the bars.
const HOURS: f32 = 16.0;

/// A day: bars and text. `step` is what an arrow key adds.
pub(super) fn day_ui(ui: &mut Ui, changes: &mut Changes, name: &str, counts: &mut Vec<Amount>) {
    bars_ui(ui, changes, name, counts);
    let shown = typed::words(counts);
    let field = format!("{name}, as text");
    let hint = "8:30 12, 9:00 24, 17:00 0";
    if let Some(read) = Input::named(&field).hint(hint).send_on_leave().checked(ui, changes, &shown, typed::read) {
        *counts = read;
    }
}

fn bars_ui(ui: &mut Ui, changes: &mut Changes, name: &str, counts: &mut Vec<Amount>) {
    let size = vec2(ui.available_width(), HEIGHT + HOURS);
    let (id, rect) = ui.allocate_space(size);
    let id = id.with("bars");
    let bars = Rect::from_min_size(rect.min, Vec2::new(rect.width(), HEIGHT));
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let chosen = ui.data(|data| data.get_temp::<usize>(id)).unwrap_or(18).min(HALF_HOURS - 1);
    // While the pointer paints, the scale stays as it was.
    let scale = id.with("scale");
    let most = if response.dragged() { ui.data(|data| data.get_temp::<f64>(scale)) } else { None };
    let most = most.unwrap_or_else(|| nice(counts));
    ui.data_mut(|data| data.insert_temp(scale, most));
    let chosen = paint_at_pointer(ui, changes, (&response, bars), most, (counts, chosen));
    let chosen = keys_ui(ui, changes, &response, (counts, chosen));
    ui.data_mut(|data| data.insert_temp(id, chosen));
    let count = counts.get(chosen).copied().unwrap_or_default().number();
    let words = format!("{name}, {}: {count}", clock(chosen));
    response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, &words));
    draw(ui, (rect, bars), counts, most, response.has_focus().then_some(chosen));
    response.on_hover_ui_at_pointer(|ui| hover_ui(ui, bars, counts));
}

/// Sets the half hour below the pointer while it is pressed. Returns the half hour chosen now.
fn paint_at_pointer(
    ui: &Ui,
    changes: &mut Changes,
    (response, bars): (&Response, Rect),
    most: f64,
    (counts, chosen): (&mut Vec<Amount>, usize),
) -> usize {
    let is_pressed = response.dragged() || response.clicked();
    let Some(pointer) = response.interact_pointer_pos().filter(|_| is_pressed) else { return chosen };
    if response.drag_started() || response.clicked() {
        response.request_focus();
    }
    let half = half_at(bars, pointer.x);
    let share = f64::from(((bars.bottom() - pointer.y) / bars.height()).clamp(0.0, 1.0));
    let step = if most > 40.0 { (most / 40.0).round() } else { 1.0 };
    let count = Amount::nearest((share * most / step).round() * step);
    // A quick drag passes over bars between two frames.
    let before = if response.dragged() { half_at(bars, pointer.x - response.drag_delta().x) } else { half };
    for half in before.min(half)..=before.max(half) {
        set(counts, half, count);
    }
    changes.typed(tag(ui, response.id));
    half
}

/// Left and right choose a half hour, up and down change it.
fn keys_ui(ui: &Ui, changes: &mut Changes, response: &Response, (counts, chosen): (&mut Vec<Amount>, usize)) -> usize {
    if !response.has_focus() {
        return chosen;
    }
    ui.memory_mut(|memory| {
        let arrows = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
        memory.set_focus_lock_filter(response.id, arrows);
    });
    let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
    let (left, right) = (pressed(Key::ArrowLeft), pressed(Key::ArrowRight));
    let chosen = (chosen + right).saturating_sub(left).min(HALF_HOURS - 1);
    let (up, down) = (pressed(Key::ArrowUp), pressed(Key::ArrowDown));
    if up != down {
        let by = |times: usize| Amount::whole(u32::try_from(times).unwrap_or(0)).0;
        let count = counts.get(chosen).copied().unwrap_or_default().0;
        set(counts, chosen, Amount(count.saturating_add(by(up)).saturating_sub(by(down)).min(10_000_000)));
        changes.typed(tag(ui, response.id));
    }
    chosen
}

/// One gesture is one step of undo.
fn tag(ui: &Ui, id: Id) -> u64 {
    let pressed = ui.input(|input| input.pointer.press_start_time()).unwrap_or(0.0);
    id.with(pressed.to_bits()).value()
}

fn set(counts: &mut Vec<Amount>, half: usize, count: Amount) {
    if counts.len() <= half {
        counts.resize(half + 1, Amount::default());
    }
    counts.get_mut(half).into_iter().for_each(|it| *it = count);
    while counts.last() == Some(&Amount::default()) {
        counts.pop();
    }
}

/// The highest value of the scale: a round number above all counts.
fn nice(counts: &[Amount]) -> f64 {
    let most = counts.iter().map(|count| count.number()).fold(8.0, f64::max) * 1.15;
    let power = 10_f64.powf(most.log10().floor());
    [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0]
        .into_iter()
        .map(|step| step * power)
        .find(|it| *it >= most)
        .unwrap_or(most)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "48 bars")]
fn half_at(bars: Rect, x: f32) -> usize {
    let share = ((x - bars.left()) / bars.width()).clamp(0.0, 0.999);
    (share * HALF_HOURS as f32) as usize
}

/// *9:30–10:00*.
pub(super) fn clock(half: usize) -> String {
    let time = |half: usize| format!("{}:{:02}", half / 2, half % 2 * 30);
    format!("{}–{}", time(half), time(half + 1))
}

#[allow(clippy::cast_precision_loss, reason = "48 bars")]
fn left_of(bars: Rect, half: usize) -> f32 {
    bars.left() + bars.width() * half as f32 / HALF_HOURS as f32
}

fn draw(ui: &Ui, (rect, bars): (Rect, Rect), counts: &[Amount], most: f64, chosen: Option<usize>) {
    if !ui.is_rect_visible(rect) {
        return;
    }
    let palette = theme::of(ui);
    let painter = ui.painter_at(rect.expand(1.0));
    painter.rect_filled(bars, CornerRadius::same(4), palette.background);
    for (half, count) in counts.iter().enumerate().filter(|(_, count)| count.0 > 0) {
        #[allow(clippy::cast_possible_truncation, reason = "a share")]
        let height = (count.number() / most).min(1.0) as f32 * bars.height();
        let bar = Rect::from_min_max(
            pos2(left_of(bars, half) + 0.75, bars.bottom() - height.max(1.5)),
            pos2(left_of(bars, half + 1) - 0.75, bars.bottom()),
        );
        painter.rect_filled(bar, CornerRadius { nw: 2, ne: 2, sw: 0, se: 0 }, palette.accent.gamma_multiply(0.75));
    }
    if let Some(half) = chosen {
        let column = Rect::from_x_y_ranges(left_of(bars, half)..=left_of(bars, half + 1), bars.y_range());
        painter.rect_stroke(column, 2, Stroke::new(1.4, palette.text), egui::StrokeKind::Inside);
    }
    let font = FontId::proportional(theme::CAPTION);
    painter.text(bars.left_top() + vec2(4.0, 2.0), Align2::LEFT_TOP, format!("{most}"), font.clone(), palette.weak);
    for hour in (0..24).step_by(4) {
        let x = left_of(bars, hour * 2);
        painter.vline(x, bars.y_range(), Stroke::new(1.0, palette.line));
        painter.text(
            pos2(x + 2.0, rect.bottom()),
            Align2::LEFT_BOTTOM,
            format!("{hour}:00"),
            font.clone(),
            palette.weak,
        );
    }
}

fn hover_ui(ui: &mut Ui, bars: Rect, counts: &[Amount]) {
    let Some(pointer) = ui.input(|input| input.pointer.hover_pos()) else { return };
    let half = half_at(bars, pointer.x);
    let count = counts.get(half).copied().unwrap_or_default().number();
    ui.label(format!("{}: {count}", clock(half)));
}
