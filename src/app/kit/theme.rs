//! The looks of the window: colours and fonts of `look` in the style of every widget, and texts in the sizes of the window.

use egui::{Color32, CornerRadius, FontId, Margin, Stroke, TextStyle, Theme, Vec2};

use crate::catalog::text::shorten;
use crate::look::{fonts, rgb};
use crate::model::limits::{MAX_TEXT, is_longer};

pub use crate::look::{BODY, CAPTION, DARK, LIGHT, Palette, SMALL, TITLE, hue, medium, semibold};

/// Corner radius of buttons and fields.
pub const RADIUS: u8 = 6;

/// The palette of the current mode.
#[must_use]
pub fn of(ui: &egui::Ui) -> &'static Palette {
    if ui.visuals().dark_mode { &DARK } else { &LIGHT }
}

/// As much of a text as is displayed at once: everything that can be typed. Longer text came from a file and would be slow to lay out.
#[must_use]
pub fn for_display(text: impl Into<String>) -> String {
    let text = text.into();
    if is_longer(&text, MAX_TEXT) { shorten(&text, MAX_TEXT) } else { text }
}

/// Text of a size in semibold weight.
#[must_use]
pub fn strong(text: impl Into<String>, size: f32) -> egui::RichText {
    egui::RichText::new(for_display(text)).font(FontId::new(size, semibold()))
}

/// Secondary text of a size.
#[must_use]
pub fn weak(ui: &egui::Ui, text: impl Into<String>, size: f32) -> egui::RichText {
    egui::RichText::new(for_display(text)).size(size).color(of(ui).weak)
}

/// Installs the fonts and both modes; called once, at start.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    super::signs::install(ctx);
    ctx.style_mut_of(Theme::Dark, |style| apply_style(style, &DARK));
    ctx.style_mut_of(Theme::Light, |style| apply_style(style, &LIGHT));
}

fn apply_style(style: &mut egui::Style, palette: &Palette) {
    style.text_styles = [
        (TextStyle::Small, FontId::proportional(CAPTION)),
        (TextStyle::Body, FontId::proportional(BODY)),
        (TextStyle::Button, FontId::proportional(BODY)),
        (TextStyle::Heading, FontId::new(TITLE, semibold())),
        (TextStyle::Monospace, FontId::monospace(SMALL)),
    ]
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = Vec2::new(8.0, 6.0);
    spacing.button_padding = Vec2::new(10.0, 4.0);
    spacing.interact_size = Vec2::new(32.0, 26.0);
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(16);
    spacing.combo_width = 80.0;
    spacing.scroll = egui::style::ScrollStyle::thin();
    let radius = CornerRadius::same(RADIUS);
    let visuals = &mut style.visuals;
    *visuals = if palette.is_dark { egui::Visuals::dark() } else { egui::Visuals::light() };
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(palette.weak);
    visuals.panel_fill = palette.panel;
    visuals.window_fill = palette.panel;
    visuals.window_stroke = Stroke::new(1.0, palette.line);
    visuals.window_corner_radius = CornerRadius::same(10);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals.extreme_bg_color = palette.canvas;
    visuals.text_edit_bg_color = Some(palette.background);
    visuals.faint_bg_color = palette.background;
    visuals.code_bg_color = palette.background;
    visuals.hyperlink_color = palette.accent;
    visuals.warn_fg_color = palette.warning;
    visuals.error_fg_color = palette.error;
    visuals.selection.bg_fill = if palette.is_dark { rgb(0x002a_4a7f) } else { rgb(0x00c3_d9fa) };
    visuals.selection.stroke = Stroke::new(1.0, palette.text);
    let widgets = &mut visuals.widgets;
    // What the pointer is on is quieter than what has the focus.
    let hovered = palette.line.lerp_to_gamma(palette.weak, 0.5);
    for (state, fill, outline) in [
        (&mut widgets.noninteractive, palette.panel, palette.line),
        (&mut widgets.inactive, palette.card, palette.line),
        (&mut widgets.hovered, if palette.is_dark { rgb(0x002d_323b) } else { palette.background }, hovered),
        (&mut widgets.active, palette.selected, palette.accent),
        (&mut widgets.open, palette.card, palette.line),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::new(1.0, outline);
        state.fg_stroke = Stroke::new(1.0, palette.text);
        state.corner_radius = radius;
        state.expansion = 0.0;
    }
}

/// Draws the following widgets read-only: values without the frames of inputs.
pub fn flatten(ui: &mut egui::Ui) {
    let visuals = ui.visuals_mut();
    visuals.disabled_alpha = 1.0;
    visuals.text_edit_bg_color = Some(Color32::TRANSPARENT);
    let widgets = &mut visuals.widgets;
    for state in [&mut widgets.noninteractive, &mut widgets.inactive, &mut widgets.hovered] {
        state.bg_fill = Color32::TRANSPARENT;
        state.weak_bg_fill = Color32::TRANSPARENT;
        state.bg_stroke = Stroke::NONE;
    }
    ui.spacing_mut().button_padding.x = 4.0;
}

/// The main button of a page or dialog.
pub fn primary_button(ui: &egui::Ui, text: &str) -> egui::Button<'static> {
    let palette = of(ui);
    let text = egui::RichText::new(text.to_owned()).color(palette.on_accent).font(FontId::new(BODY, medium()));
    egui::Button::new(text).fill(palette.accent).stroke(Stroke::new(1.0, palette.accent))
}

/// The stroke of the focus mark.
#[must_use]
pub fn focus(ui: &egui::Ui) -> Stroke {
    Stroke::new(2.0, of(ui).accent)
}

/// Draws a name, shortened to leave `room_after` at its right.
pub fn name_before(ui: &mut egui::Ui, name: egui::RichText, room_after: f32) {
    ui.scope(|ui| {
        ui.set_max_width((ui.available_width() - room_after).max(60.0));
        ui.add(egui::Label::new(name).truncate());
    });
}

/// The next widget has a text that is not broken: in a row that continues below, the widget begins the next line where the rest of this line has
/// no room for it.
pub fn keep_whole(ui: &mut egui::Ui, text: &str, size: f32) {
    if !ui.layout().main_wrap() {
        return;
    }
    let galley = ui.painter().layout_no_wrap(text.to_owned(), FontId::proportional(size), of(ui).text);
    let around = 2.0 * ui.spacing().button_padding.x.max(9.0);
    if galley.size().x + around > ui.available_size_before_wrap().x {
        ui.end_row();
    }
}

/// The width of a tag with the space after it.
#[must_use]
pub fn tag_width(ui: &egui::Ui, words: &str) -> f32 {
    let galley = ui.painter().layout_no_wrap(words.to_owned(), FontId::proportional(SMALL), of(ui).text);
    galley.size().x + 2.0 * ui.spacing().button_padding.x + ui.spacing().item_spacing.x
}

/// A small rounded label: a status, a tag.
pub fn chip(ui: &mut egui::Ui, text: impl Into<String>, color: Color32) -> egui::Response {
    chip_for(ui, text, color, "")
}

/// A small rounded label that is wide enough for other words too, so that nothing moves when they come.
pub fn chip_for(ui: &mut egui::Ui, text: impl Into<String>, color: Color32, widest: &str) -> egui::Response {
    let text = for_display(text);
    keep_whole(ui, &text, SMALL);
    let fill = of(ui).card;
    egui::Frame::new()
        .fill(fill)
        .stroke(Stroke::new(1.0, of(ui).line))
        .corner_radius(CornerRadius::same(10))
        .inner_margin(Margin::symmetric(8, 2))
        .show(ui, |ui| {
            let words = |text: &str| ui.painter().layout_no_wrap(text.to_owned(), FontId::proportional(SMALL), color);
            ui.set_min_width(words(widest).size().x);
            ui.label(egui::RichText::new(text).size(SMALL).color(color))
        })
        .inner
}

/// Draws the name of a dragged item next to the pointer.
pub fn ghost(ui: &egui::Ui, words: &str) {
    let Some(place) = ui.input(|input| input.pointer.interact_pos()) else { return };
    let palette = of(ui);
    let painter = ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("dragged")));
    let galley = painter.layout_no_wrap(for_display(words), FontId::new(SMALL, medium()), palette.text);
    let at = place + Vec2::splat(16.0);
    let pill = egui::Rect::from_min_size(at, galley.size()).expand2(Vec2::new(8.0, 4.0));
    painter.rect(pill, RADIUS, palette.card, Stroke::new(1.0, palette.accent), egui::StrokeKind::Inside);
    painter.galley(at, galley, palette.text);
}

/// Draws a small arrow that shows whether a section is open; painted, since not every font has such a glyph.
pub fn chevron(ui: &egui::Ui, centre: egui::Pos2, is_open: bool) {
    let points =
        if is_open { [(-4.0, -2.0), (0.0, 2.0), (4.0, -2.0)] } else { [(-2.0, -4.0), (2.0, 0.0), (-2.0, 4.0)] };
    let line = points.iter().map(|(x, y)| centre + Vec2::new(*x, *y)).collect();
    ui.painter().line(line, Stroke::new(1.4, of(ui).weak));
}
