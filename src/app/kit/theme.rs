//! Colours, sizes and fonts: the one place that names a colour. There is a dark and a light mode, and one accent; category hues appear only in
//! stripes and dots (look).

use std::sync::Arc;

use egui::{
    Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Stroke, TextStyle, Theme, Vec2,
};

use crate::catalog::text::shorten;
use crate::catalog::{Category, Severity};
use crate::model::limits::{MAX_TEXT, is_longer};

/// Captions.
pub const CAPTION: f32 = 11.0;
/// Branches and tables.
pub const SMALL: f32 = 12.0;
/// Body text.
pub const BODY: f32 = 13.0;
/// Page titles.
pub const TITLE: f32 = 15.0;
/// Corner radius of buttons and fields.
pub const RADIUS: u8 = 6;

/// The colours of one mode.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    /// Whether this is the dark palette.
    pub is_dark: bool,
    /// The background of the window.
    pub background: Color32,
    /// Panels.
    pub panel: Color32,
    /// The canvas.
    pub canvas: Color32,
    /// Cards and raised areas.
    pub card: Color32,
    /// Separators and outlines.
    pub line: Color32,
    /// Text.
    pub text: Color32,
    /// Secondary text; contrast 4.5:1 with its background.
    pub weak: Color32,
    /// The current item.
    pub accent: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// A quiet tint of the accent, for the selection.
    pub selected: Color32,
    /// Success.
    pub ok: Color32,
    /// Warnings.
    pub warning: Color32,
    /// Errors.
    pub error: Color32,
    /// Links.
    pub link: Color32,
    /// Dots of the canvas.
    pub dot: Color32,
    /// Tree arrows.
    pub wire: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

/// The dark mode.
pub const DARK: Palette = Palette {
    is_dark: true,
    background: rgb(0x0017_191d),
    panel: rgb(0x001d_2025),
    canvas: rgb(0x0014_161a),
    card: rgb(0x0024_282f),
    line: rgb(0x0032_373f),
    text: rgb(0x00e4_e7eb),
    weak: rgb(0x0094_9ca8),
    accent: rgb(0x005b_9dff),
    on_accent: rgb(0x000b_1420),
    selected: rgb(0x0022_3048),
    ok: rgb(0x004c_c38a),
    warning: rgb(0x00e5_a442),
    error: rgb(0x00f0_7a74),
    link: rgb(0x008f_7fe0),
    dot: rgb(0x0026_2a31),
    wire: rgb(0x006b_7480),
};

/// The light mode.
pub const LIGHT: Palette = Palette {
    is_dark: false,
    background: rgb(0x00f4_f5f7),
    panel: rgb(0x00ff_ffff),
    canvas: rgb(0x00f0_f2f5),
    card: rgb(0x00ff_ffff),
    line: rgb(0x00df_e3e8),
    text: rgb(0x001d_232b),
    weak: rgb(0x005d_6775),
    accent: rgb(0x0023_67d1),
    on_accent: rgb(0x00ff_ffff),
    selected: rgb(0x00e0_ebfb),
    ok: rgb(0x0014_7a4e),
    warning: rgb(0x0092_5a00),
    error: rgb(0x00c2_3a34),
    link: rgb(0x006a_55c8),
    dot: rgb(0x00dc_e0e6),
    wire: rgb(0x009a_a3af),
};

/// The palette of the current mode.
#[must_use]
pub fn of(ui: &egui::Ui) -> &'static Palette {
    if ui.visuals().dark_mode { &DARK } else { &LIGHT }
}

/// The hue of a category, for stripes and dots.
#[must_use]
pub fn hue(category: Category) -> Color32 {
    match category {
        Category::Flow => rgb(0x0083_8c99),
        Category::Voice => rgb(0x0037_a699),
        Category::Distribution => rgb(0x005a_84e0),
        Category::Data => rgb(0x00b0_7ad0),
        Category::Time => rgb(0x00dd_9432),
        Category::Connection => rgb(0x0058_a55c),
        Category::Rules => rgb(0x00d9_6a8c),
        Category::Crm => rgb(0x00c0_8552),
        Category::Sending | Category::Campaigns => rgb(0x0048_a8c8),
        Category::Survey => rgb(0x0096_a53c),
        Category::Payment => rgb(0x00c9_a227),
        Category::Email | Category::Messaging => rgb(0x007a_8fd0),
    }
}

impl Palette {
    /// The colour of a severity.
    #[must_use]
    pub fn severity(&self, severity: Severity) -> Color32 {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Hint => self.weak,
        }
    }
}

/// The family of medium weight.
#[must_use]
pub fn medium() -> FontFamily {
    FontFamily::Name("medium".into())
}

/// The family of semibold weight.
#[must_use]
pub fn semibold() -> FontFamily {
    FontFamily::Name("semibold".into())
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

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let fallbacks = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let weights: [(&str, FontFamily, &'static [u8]); 3] = [
        ("inter", FontFamily::Proportional, include_bytes!("../../../assets/fonts/Inter-Regular.otf")),
        ("inter-medium", medium(), include_bytes!("../../../assets/fonts/Inter-Medium.otf")),
        ("inter-semibold", semibold(), include_bytes!("../../../assets/fonts/Inter-SemiBold.otf")),
    ];
    for (name, family, bytes) in weights {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
        let names = std::iter::once(name.to_owned()).chain(fallbacks.iter().cloned()).collect();
        fonts.families.insert(family, names);
    }
    fonts
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
    for (state, fill, outline) in [
        (&mut widgets.noninteractive, palette.panel, palette.line),
        (&mut widgets.inactive, palette.card, palette.line),
        (&mut widgets.hovered, if palette.is_dark { rgb(0x002d_323b) } else { palette.background }, palette.weak),
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

/// A small rounded label: a status, a tag.
pub fn chip(ui: &mut egui::Ui, text: impl Into<String>, color: Color32) -> egui::Response {
    let fill = of(ui).card;
    egui::Frame::new()
        .fill(fill)
        .stroke(Stroke::new(1.0, of(ui).line))
        .corner_radius(CornerRadius::same(10))
        .inner_margin(Margin::symmetric(8, 2))
        .show(ui, |ui| ui.label(egui::RichText::new(for_display(text)).size(SMALL).color(color)))
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
