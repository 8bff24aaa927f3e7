//! Colours, sizes and fonts: the one place that names a colour. There is a dark and a light mode, and one accent; category hues appear only in
//! stripes and dots (look). The window and the pictures in files have the same ones.

use std::sync::Arc;

use egui::{Color32, FontData, FontDefinitions, FontFamily};

use crate::catalog::{Category, Severity};

/// Captions.
pub const CAPTION: f32 = 11.0;
/// Branches and tables.
pub const SMALL: f32 = 12.0;
/// Body text.
pub const BODY: f32 = 13.0;
/// Page titles.
pub const TITLE: f32 = 15.0;
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

/// A colour by its number, such as `0x0023_67d1`.
#[must_use]
pub const fn rgb(hex: u32) -> Color32 {
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
    link: rgb(0x009d_8ff0),
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
    accent: rgb(0x001f_63cc),
    on_accent: rgb(0x00ff_ffff),
    selected: rgb(0x00e0_ebfb),
    ok: rgb(0x0013_784d),
    warning: rgb(0x0092_5a00),
    error: rgb(0x00bf_3832),
    link: rgb(0x006a_55c8),
    dot: rgb(0x00dc_e0e6),
    wire: rgb(0x0080_8a97),
};

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

/// How much of the colour of text an icon has, so that it is visible on every ground.
pub const ICON_INK: f32 = 0.35;

impl Palette {
    /// The colour of an icon of a hue.
    #[must_use]
    pub fn icon(&self, hue: Color32) -> Color32 {
        hue.lerp_to_gamma(self.text, ICON_INK)
    }

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

/// The name of the font of the icons of kinds (`catalog::Icon`).
const ICONS: &str = "icons";

/// The fonts: Inter in three weights, the icons, and for what it lacks those that come with `egui`.
#[must_use]
pub fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let fallbacks = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let weights: [(&str, FontFamily, &'static [u8]); 3] = [
        ("inter", FontFamily::Proportional, include_bytes!("../assets/fonts/Inter-Regular.otf")),
        ("inter-medium", medium(), include_bytes!("../assets/fonts/Inter-Medium.otf")),
        ("inter-semibold", semibold(), include_bytes!("../assets/fonts/Inter-SemiBold.otf")),
    ];
    for (name, family, bytes) in weights {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
        let names = [name, ICONS].map(str::to_owned).into_iter().chain(fallbacks.iter().cloned()).collect();
        fonts.families.insert(family, names);
    }
    let icons = FontData::from_static(include_bytes!("../assets/fonts/Phosphor-Signalbox.ttf"));
    fonts.font_data.insert(ICONS.to_owned(), Arc::new(icons));
    fonts
}

/// The relative luminance of WCAG 2.2.
#[cfg(test)]
fn luminance(color: Color32) -> f64 {
    let part = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(color.r()) + 0.7152 * part(color.g()) + 0.0722 * part(color.b())
}

/// The contrast ratio of WCAG 2.2, from 1 to 21.
#[cfg(test)]
pub(crate) fn contrast(one: Color32, other: Color32) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Icon;

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((contrast(Color32::WHITE, Color32::BLACK) - 21.0).abs() < 1e-9);
        // The example of the standard for a grey that just passes on white.
        assert!((contrast(rgb(0x0076_7676), Color32::WHITE) - 4.54).abs() < 0.01);
    }

    #[test]
    fn every_text_has_contrast_aa_in_both_modes() {
        for palette in [DARK, LIGHT] {
            let grounds = [palette.background, palette.panel, palette.canvas, palette.card, palette.selected];
            let texts = [
                ("text", palette.text),
                ("weak", palette.weak),
                ("accent", palette.accent),
                ("ok", palette.ok),
                ("warning", palette.warning),
                ("error", palette.error),
                ("link", palette.link),
            ];
            for (name, text) in texts {
                for ground in grounds {
                    let found = contrast(text, ground);
                    assert!(found >= 4.5, "{name} on {ground:?}: {found:.2}, dark: {}", palette.is_dark);
                }
            }
            assert!(contrast(palette.on_accent, palette.accent) >= 4.5);
        }
    }

    #[test]
    fn arrows_and_icons_have_the_contrast_of_graphics_in_both_modes() {
        for palette in [DARK, LIGHT] {
            for arrow in [palette.wire, palette.link, palette.accent] {
                for ground in [palette.canvas, palette.card] {
                    assert!(contrast(arrow, ground) >= 3.0, "{arrow:?} on {ground:?}");
                }
            }
            for spec in crate::actions::ALL {
                let icon = palette.icon(hue(spec.category));
                for ground in [palette.panel, palette.card, palette.selected] {
                    assert!(contrast(icon, ground) >= 3.0, "{:?} on {ground:?}", spec.category);
                }
            }
        }
    }

    #[test]
    fn the_font_has_every_icon_and_every_icon_is_one_of_a_kind() {
        let fonts = fonts();
        let data = &fonts.font_data[ICONS];
        let face = ttf_parser::Face::parse((*data.font).as_ref(), 0).unwrap();
        for icon in Icon::ALL {
            let glyph = face.glyph_index(icon.glyph()).unwrap_or_else(|| panic!("{icon:?} is not in the font"));
            assert!(face.glyph_bounding_box(glyph).is_some(), "{icon:?} is empty");
            // No other font of the program has a glyph there.
            for (name, data) in fonts.font_data.iter().filter(|(name, _)| *name != ICONS) {
                let face = ttf_parser::Face::parse((*data.font).as_ref(), 0).unwrap();
                assert_eq!(face.glyph_index(icon.glyph()), None, "{icon:?} in {name}");
            }
        }
        let mut used: Vec<Icon> = crate::actions::ALL.iter().map(|spec| spec.icon).collect();
        let kinds = used.len();
        used.sort_by_key(|icon| icon.glyph());
        used.dedup();
        assert_eq!(used.len(), kinds, "two kinds have the same icon");
    }
}
