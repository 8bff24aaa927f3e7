//! Short messages at the bottom of the page, where they cover least. A message disappears after some seconds or when it is clicked.

use egui::{
    Align, Align2, Area, CornerRadius, CursorIcon, FontId, Frame, Id, Label, Layout, Margin, Order, Rect, Sense,
    Stroke, Ui, Vec2,
};

use super::announce::Announcer;
use super::theme;

/// How long a notice stays, in seconds.
const STAYS_S: f64 = 6.0;
/// The space between a notice and the lower edge of the page.
const GAP: f32 = 16.0;
/// The most width of a notice.
const WIDTH: f32 = 520.0;

/// The short messages.
#[derive(Default)]
pub struct Notices {
    shown: Vec<(String, f64)>,
    page: Option<Rect>,
    /// The number of notices drawn last. The area is placed by its height, so a change of the number needs another frame.
    drawn: usize,
    /// What screen readers say. Messages are announced too.
    pub announcer: Announcer,
}

impl Notices {
    /// Shows a message.
    pub fn say(&mut self, text: impl Into<String>) {
        let text = text.into();
        self.announcer.say(&text);
        self.shown.retain(|(shown, _)| *shown != text);
        self.shown.push((text, f64::NAN));
    }

    /// The messages shown.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.shown.iter().map(|(text, _)| text.as_str())
    }

    /// Sets the area of the page.
    pub fn over(&mut self, page: Rect) {
        self.page = Some(page);
    }

    /// Draws the messages and removes those that are old or were clicked.
    pub fn ui(&mut self, ui: &Ui) {
        self.announcer.ui(ui);
        let now = ui.input(|input| input.time);
        for (_, until) in self.shown.iter_mut().filter(|(_, until)| until.is_nan()) {
            *until = now + STAYS_S;
        }
        self.shown.retain(|(_, until)| now < *until);
        let Some(first) = self.shown.iter().map(|(_, until)| *until).reduce(f64::min) else { return };
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64((first - now).clamp(0.05, STAYS_S)));
        let page = self.page.unwrap_or_else(|| ui.ctx().content_rect());
        let area = Area::new(Id::unique("notices")).order(Order::Tooltip).pivot(Align2::CENTER_BOTTOM);
        let width = WIDTH.min(page.width() - 4.0 * GAP);
        area.fixed_pos(page.center_bottom() - Vec2::new(0.0, GAP)).show(ui.ctx(), |ui| {
            ui.with_layout(Layout::top_down(Align::Center), |ui| {
                self.shown.retain(|(text, _)| !notice_ui(ui, text, width));
            });
        });
        if self.drawn != self.shown.len() {
            self.drawn = self.shown.len();
            ui.ctx().request_repaint();
        }
    }
}

/// Draws a message. Returns whether it was clicked.
fn notice_ui(ui: &mut Ui, text: &str, width: f32) -> bool {
    let text = theme::for_display(text);
    let palette = theme::of(ui);
    let frame = Frame::new()
        .fill(palette.card)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(8))
        .shadow(ui.visuals().popup_shadow)
        .inner_margin(Margin { left: 14, right: 32, top: 8, bottom: 8 });
    let shown = frame.show(ui, |ui| {
        // As wide as its text, so that it covers as little as possible.
        let font = egui::TextStyle::Body.resolve(ui.style());
        let words = ui.painter().layout(text.clone(), font, palette.text, width);
        ui.set_width(words.size().x.ceil() + 1.0);
        ui.add(Label::new(text.as_str()).wrap().selectable(false));
    });
    ui.add_space(6.0);
    // Not a tab stop: it disappears by itself.
    let notice = ui.interact(shown.response.rect, ui.scope_id().with(&text), Sense::CLICK);
    let color = if notice.hovered() { palette.text } else { palette.weak };
    let cross = notice.rect.right_top() + Vec2::new(-16.0, 16.0);
    ui.painter().text(cross, Align2::CENTER_CENTER, "×", FontId::proportional(theme::BODY), color);
    notice.on_hover_cursor(CursorIcon::PointingHand).on_hover_text("Click to dismiss").clicked()
}
