//! Small widgets that editors share: labels, notes, icon buttons, a row of choices.

use egui::{Align, Align2, Button, FontId, Frame, Layout, Margin, Response, RichText, Sense, Stroke, Ui, vec2};

use crate::catalog::FieldSpec;

use crate::app::kit::name::Name;
use crate::app::kit::theme;

/// Width of a short input, such as a number.
pub(super) const SHORT: f32 = 96.0;

/// A label in small weak text, followed by its help.
pub(super) fn label(ui: &mut Ui, text: &str, help: &'static str, is_required: bool) -> Name {
    line(ui, 16.0, |ui| label_part(ui, text, help, is_required))
}

fn label_part(ui: &mut Ui, text: &str, help: &'static str, is_required: bool) -> Name {
    ui.spacing_mut().item_spacing.x = 4.0;
    let label = ui.label(theme::weak(ui, text, theme::SMALL));
    if is_required {
        ui.label(RichText::new("*").size(theme::SMALL).color(theme::of(ui).error)).on_hover_text("Needed");
    }
    if !help.is_empty() {
        info(ui, help);
        label.clone().on_hover_text(help);
    }
    Name::by(&label, text, help)
}

/// A line of small widgets with a minimum height.
pub(super) fn line<R>(ui: &mut Ui, height: f32, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = height;
        ui.horizontal(content).inner
    })
    .inner
}

/// The label of a field, and a widget at the right end of its line.
pub(super) fn label_and<R>(ui: &mut Ui, field: &FieldSpec, end: impl FnOnce(&mut Ui, &Name) -> R) -> (Name, R) {
    line(ui, 18.0, |ui| {
        let name = label_part(ui, field.label, field.help, field.is_required);
        let end = ui.with_layout(Layout::right_to_left(Align::Center), |ui| end(ui, &name)).inner;
        (name, end)
    })
}

/// The label of a field.
pub(super) fn field_label(ui: &mut Ui, field: &FieldSpec) -> Name {
    label(ui, field.label, field.help, field.is_required)
}

/// A mark that shows a help text.
pub(super) fn info(ui: &mut Ui, help: &str) {
    let color = theme::of(ui).weak;
    let (rect, response) = ui.allocate_exact_size(vec2(12.0, 12.0), Sense::hover());
    ui.painter().circle_stroke(rect.center(), 5.0, Stroke::new(1.0, color));
    let font = FontId::proportional(8.0);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, "i", font, color);
    response.on_hover_text(help);
}

/// A label at the left and a short input at the right, on one line.
pub(super) fn side_by_side<R>(ui: &mut Ui, field: &FieldSpec, input: impl FnOnce(&mut Ui, Name) -> R) -> R {
    ui.horizontal(|ui| {
        let room = vec2((ui.available_width() - SHORT - 8.0).max(40.0), 26.0);
        let left = Layout::left_to_right(Align::Center).with_main_wrap(true);
        let name = ui.allocate_ui_with_layout(room, left, |ui| {
            ui.set_min_width(room.x);
            field_label(ui, field)
        });
        input(ui, name.inner)
    })
    .inner
}

/// A note below an input, in weak text.
pub(super) fn hint(ui: &mut Ui, text: &str) {
    ui.add(egui::Label::new(theme::weak(ui, text, theme::SMALL)).wrap());
}

/// An error note.
pub(super) fn error_note(ui: &mut Ui, text: &str) {
    let text = RichText::new(text).size(theme::SMALL).color(theme::of(ui).error);
    ui.add(egui::Label::new(text).wrap());
}

/// A warning note.
pub(super) fn warning_note(ui: &mut Ui, text: &str) {
    let text = RichText::new(text).size(theme::SMALL).color(theme::of(ui).warning);
    ui.add(egui::Label::new(text).wrap());
}

/// A thin line between parts of the form.
pub(super) fn rule(ui: &mut Ui) {
    ui.add_space(8.0);
    ui.add(egui::Separator::default().spacing(1.0));
    ui.add_space(8.0);
}

/// The heading of a part of the form.
pub(super) fn heading(ui: &mut Ui, text: &str) {
    rule(ui);
    ui.label(theme::strong(text, theme::SMALL));
    ui.add_space(2.0);
}

/// A small button with a symbol. Returns whether it was clicked.
pub(super) fn icon_button(ui: &mut Ui, is_enabled: bool, sign: &str, words: &str) -> bool {
    let button = Button::new(theme::weak(ui, sign, theme::SMALL)).frame_when_inactive(false).min_size(vec2(22.0, 22.0));
    let response = ui
        .scope(|ui| {
            ui.spacing_mut().button_padding = vec2(4.0, 2.0);
            ui.add_enabled(is_enabled, button)
        })
        .inner;
    Name::plain(words, "").give(&response);
    response.on_hover_text(words).clicked()
}

/// An add button with words and an accessible name, which says to what it adds. Returns whether it was clicked.
pub(super) fn add_button(ui: &mut Ui, is_enabled: bool, words: &str, name: &str) -> bool {
    let text = RichText::new(words).size(theme::SMALL);
    let button = Button::new(text).min_size(vec2(0.0, 24.0));
    let response = ui.add_enabled(is_enabled, button);
    Name::plain(name, "").give(&response);
    response.clicked()
}

/// A few choices side by side. Returns the clicked choice.
pub(super) fn segments<T: Copy + PartialEq>(
    ui: &mut Ui,
    is_enabled: bool,
    current: Option<T>,
    options: &[(T, &str)],
) -> Option<T> {
    let palette = theme::of(ui);
    let frame = Frame::new()
        .fill(palette.background)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(egui::CornerRadius::same(theme::RADIUS))
        .inner_margin(Margin::same(1));
    let choose = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let mut chosen = None;
        for (option, words) in options {
            if segment(ui, is_enabled, current == Some(*option), words).clicked() && current != Some(*option) {
                chosen = Some(*option);
            }
        }
        chosen
    };
    frame.show(ui, |ui| ui.horizontal(choose).inner).inner
}

fn segment(ui: &mut Ui, is_enabled: bool, is_current: bool, words: &str) -> Response {
    let palette = theme::of(ui);
    let color = if is_current { palette.accent } else { palette.weak };
    let mut button = Button::new(RichText::new(words).size(theme::SMALL).color(color))
        .selected(is_current)
        .frame_when_inactive(is_current)
        .min_size(vec2(0.0, 22.0));
    if is_current {
        button = button.fill(palette.selected).stroke(Stroke::NONE);
    }
    ui.add_enabled(is_enabled, button)
}

/// Hides the fill and outline of widgets that are not hovered.
pub(super) fn quieten(ui: &mut Ui) {
    ui.spacing_mut().button_padding = vec2(4.0, 0.0);
    ui.spacing_mut().icon_width = 9.0;
    let palette = theme::of(ui);
    let resting = &mut ui.visuals_mut().widgets.inactive;
    resting.weak_bg_fill = palette.panel.gamma_multiply(0.0);
    resting.bg_stroke = Stroke::NONE;
    resting.fg_stroke.color = palette.weak;
}
