//! Visible glyphs for invisible characters: control characters, and those that change the direction of the following text. Text can be hidden
//! with such characters, so everywhere in the window each appears as its code point in a small frame (spec: quality, Part 2 §2b).

use egui::epaint::text::{FontPriority, GlyphBitmap, GlyphRasterizer, GlyphRasterizerRequest, RasterizedGlyph};
use egui::{Color32, ColorImage, Context, Vec2};

use crate::catalog::text::is_hidden;

/// The digits of numbers, five rows of three dots each.
const DIGITS: [[u8; 5]; 16] = [
    [0b111, 0b101, 0b101, 0b101, 0b111],
    [0b010, 0b110, 0b010, 0b010, 0b111],
    [0b111, 0b001, 0b111, 0b100, 0b111],
    [0b111, 0b001, 0b111, 0b001, 0b111],
    [0b101, 0b101, 0b111, 0b001, 0b001],
    [0b111, 0b100, 0b111, 0b001, 0b111],
    [0b111, 0b100, 0b111, 0b101, 0b111],
    [0b111, 0b001, 0b010, 0b010, 0b010],
    [0b111, 0b101, 0b111, 0b101, 0b111],
    [0b111, 0b101, 0b111, 0b001, 0b111],
    [0b111, 0b101, 0b111, 0b101, 0b101],
    [0b110, 0b101, 0b110, 0b101, 0b110],
    [0b111, 0b100, 0b100, 0b100, 0b111],
    [0b110, 0b101, 0b101, 0b101, 0b110],
    [0b111, 0b100, 0b110, 0b100, 0b111],
    [0b111, 0b100, 0b110, 0b100, 0b100],
];
/// The space between the frame and the digits, including the frame.
const EDGE: usize = 2;
/// The width of a digit with the gap after it.
const STEP: usize = 4;
/// The height of a glyph, in dots.
const HEIGHT: usize = 5 + 2 * EDGE;
/// The font size, in points, at which a dot is one point wide.
const SIZE: f32 = 13.0;

/// Installs the glyphs in all fonts of the window.
pub fn install(ctx: &Context) {
    ctx.add_glyph_rasterizer(GlyphRasterizer::new("signalbox signs", sign).with_priority(FontPriority::Highest));
}

fn sign(request: &GlyphRasterizerRequest<'_>) -> Option<RasterizedGlyph> {
    let mut letters = request.cluster.chars();
    let letter = letters.next().filter(|letter| is_hidden(*letter))?;
    // The end of a line on Windows.
    if letter == '\r' && letters.next() == Some('\n') {
        return None;
    }
    let dots = dots(letter);
    let width = dots.first().map_or(0, Vec::len);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the size of a letter")]
    let scale = (request.font_size_px / SIZE).round().clamp(1.0, 8.0) as usize;
    let dot = |at: usize| {
        let (x, y) = (at % (width * scale) / scale, at / (width * scale) / scale);
        let is_set = dots.get(y).and_then(|row| row.get(x)).copied().unwrap_or_default();
        if is_set { Color32::WHITE } else { Color32::TRANSPARENT }
    };
    let size = [width * scale, HEIGHT * scale];
    let image = ColorImage::new(size, (0..size[0] * size[1]).map(dot).collect());
    #[allow(clippy::cast_precision_loss, reason = "some dots")]
    let [width_px, height_px] = size.map(|side| side as f32);
    // The frame stands on the baseline and reaches a little below it.
    let offset_px = Vec2::new(1.0, -height_px + (request.font_size_px * 0.1).round());
    let bitmap = GlyphBitmap { image, offset_px, is_color: false };
    Some(RasterizedGlyph { bitmap, advance_px: width_px + 2.0 })
}

/// The code point of a character in a frame, with at least two digits.
fn dots(letter: char) -> Vec<Vec<bool>> {
    let number = u32::from(letter);
    let count = if number < 0x100 { 2 } else { 4 };
    let width = count * STEP - 1 + 2 * EDGE;
    let digit = |x: usize, y: usize| {
        let (place, across) = (x.checked_sub(EDGE)? / STEP, (x - EDGE) % STEP);
        let down = y.checked_sub(EDGE)?;
        let shift = 4 * (count.checked_sub(place + 1)?);
        let digit = DIGITS.get(usize::try_from(number >> shift & 0xf).ok()?)?;
        Some(across < 3 && *digit.get(down)? >> (2 - across) & 1 == 1)
    };
    let is_frame = |x, y| x == 0 || y == 0 || x + 1 == width || y + 1 == HEIGHT;
    let row = |y| (0..width).map(|x| is_frame(x, y) || digit(x, y).unwrap_or_default()).collect();
    (0..HEIGHT).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::kit::theme;

    #[test]
    fn a_glyph_is_the_code_point_in_a_frame() {
        let drawn = |letter| {
            let row = |row: Vec<bool>| row.iter().map(|dot| if *dot { '#' } else { ' ' }).collect::<String>();
            dots(letter).into_iter().map(row).collect::<Vec<_>>()
        };
        let nul = [
            "###########",
            "#         #",
            "# ### ### #",
            "# # # # # #",
            "# # # # # #",
            "# # # # # #",
            "# ### ### #",
            "#         #",
            "###########",
        ];
        assert_eq!(drawn('\0'), nul);
        assert_eq!(drawn('\u{202e}')[2], "# ### ### ### ### #");
        assert_eq!(drawn('\u{202e}')[3], "#   # # #   # #   #");
    }

    #[test]
    fn invisible_characters_take_room_in_every_font_of_the_window() {
        let mut harness = egui_kittest::Harness::builder().with_context_setup(theme::install).build_ui(|_| {});
        // A character without a glyph is drawn as a box, as on the desktop.
        harness.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
        harness.run();
        let ctx = &harness.ctx;
        for family in [egui::FontFamily::Proportional, egui::FontFamily::Monospace, theme::medium(), theme::semibold()]
        {
            let width = |text: &str| {
                let font = egui::FontId::new(theme::BODY, family.clone());
                ctx.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font, Color32::WHITE)).size().x
            };
            let plain = width("ab");
            for hidden in
                ['\0', '\u{7}', '\r', '\u{1b}', '\u{7f}', '\u{85}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{feff}']
            {
                let digits = if u32::from(hidden) < 0x100 { 13.0 } else { 21.0 };
                assert!((width(&format!("a{hidden}b")) - plain - digits).abs() < 1.5, "{hidden:?} in {family:?}");
            }
            // Joiners belong to what they join, and line ends are no characters.
            let family_of_three = "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}";
            assert!(width(family_of_three) < 80.0, "{family:?}");
            assert!((width("ab\r\nab") - plain).abs() < 0.1 || width("ab\r\nab") < plain + 14.0, "{family:?}");
        }
    }
}
