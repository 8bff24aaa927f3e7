//! A picture as SVG: the shapes of the canvas one by one. Every text is a text, with its font and its length.

use std::fmt::{self, Display, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use egui::epaint::text::Glyph;
use egui::epaint::{CircleShape, PathShape, RectShape, TextShape};
use egui::{Color32, FontFamily, Galley, Pos2, Shape, Stroke, StrokeKind, Vec2};

use crate::canvas::{DrawnAnnotation, DrawnLine};
use crate::catalog::icon::is_icon;
use crate::catalog::xml::Escaped;
use crate::look::semibold;

use super::Picture;
use super::fonts::Fonts;

/// A shadow is drawn as so many areas over each other, each a little larger than the one above it.
const SHADES: u8 = 5;

/// The SVG of a picture, with its fonts or without.
pub(super) fn of(picture: &Picture, has_fonts: bool) -> String {
    let mut svg = Svg { out: String::new(), drawn_by: (!has_fonts).then_some(&picture.fonts) };
    // Writing to a text never fails.
    let _ = svg.picture(picture, has_fonts);
    svg.out
}

/// A number with at most two decimals.
struct Number(f32);

impl Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.2}", if self.0.is_finite() { self.0 } else { 0.0 });
        let text = text.trim_end_matches('0').trim_end_matches('.');
        f.write_str(if text == "-0" { "0" } else { text })
    }
}

/// The points of a path: the first one, and the lines to the others.
struct Points<'p>(&'p [Pos2], bool);

impl Display for Points<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, point) in self.0.iter().enumerate() {
            let step = if at == 0 { "M" } else { "L" };
            write!(f, "{step}{} {}", Number(point.x), Number(point.y))?;
        }
        f.write_str(if self.1 { "Z" } else { "" })
    }
}

/// The attributes of a colour: the colour itself, and how much of it there is.
struct Paint(&'static str, Color32);

impl Display for Paint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(name, color) = self;
        let [red, green, blue, alpha] = color.to_srgba_unmultiplied();
        match alpha {
            0 => write!(f, " {name}=\"none\""),
            255 => write!(f, " {name}=\"#{red:02x}{green:02x}{blue:02x}\""),
            _ => {
                let share = Number(f32::from(alpha) / 255.0);
                write!(f, " {name}=\"#{red:02x}{green:02x}{blue:02x}\" {name}-opacity=\"{share}\"")
            }
        }
    }
}

/// The attributes of a stroke.
struct Stroked(Stroke);

impl Display for Stroked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        write!(f, "{} stroke-width=\"{}\"", Paint("stroke", self.0.color), Number(self.0.width))
    }
}

struct Svg<'p> {
    out: String,
    /// The fonts of the drawing, where it is drawn here and not by another program.
    drawn_by: Option<&'p Fonts>,
}

impl Svg<'_> {
    fn picture(&mut self, picture: &Picture, has_fonts: bool) -> fmt::Result {
        let (width, height) = (Number(picture.size.x), Number(picture.size.y));
        writeln!(
            self.out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
             <title>{}</title>\n<desc>{}</desc>",
            Escaped(&picture.title),
            Escaped(&picture.about)
        )?;
        if has_fonts {
            self.fonts(picture)?;
        }
        writeln!(self.out, "<rect width=\"{width}\" height=\"{height}\"{}/>", Paint("fill", picture.ground))?;
        let Vec2 { x, y } = picture.offset;
        writeln!(self.out, "<g transform=\"translate({} {})\">", Number(x), Number(y))?;
        self.annotations(picture, "frame", &picture.drawing.frames)?;
        writeln!(self.out, "<g class=\"arrows\">")?;
        picture.drawing.lines.iter().try_for_each(|line| self.line(line))?;
        writeln!(self.out, "</g>")?;
        self.annotations(picture, "note", &picture.drawing.notes)?;
        for card in &picture.drawing.cards {
            let [title, summary] =
                picture.words.get(card.place).map_or(["", ""], |words| words.each_ref().map(String::as_str));
            writeln!(
                self.out,
                "<g class=\"card\">\n<title>{}</title>\n<desc>{}</desc>",
                Escaped(title),
                Escaped(summary)
            )?;
            card.shapes.iter().try_for_each(|shape| self.shape(shape))?;
            writeln!(self.out, "</g>")?;
        }
        writeln!(self.out, "</g>\n<g class=\"caption\">")?;
        picture.around.iter().try_for_each(|shape| self.shape(shape))?;
        writeln!(self.out, "</g>\n</svg>")
    }

    fn annotations(&mut self, picture: &Picture, class: &str, all: &[DrawnAnnotation]) -> fmt::Result {
        for drawn in all {
            let text = picture.annotations.get(drawn.place).map_or("", String::as_str);
            writeln!(self.out, "<g class=\"{class}\">\n<title>{}</title>", Escaped(text))?;
            drawn.shapes.iter().try_for_each(|shape| self.shape(shape))?;
            writeln!(self.out, "</g>")?;
        }
        Ok(())
    }

    fn fonts(&mut self, picture: &Picture) -> fmt::Result {
        writeln!(self.out, "<style>")?;
        for (weight, font) in picture.fonts.embedded() {
            writeln!(
                self.out,
                "@font-face{{font-family:\"Signalbox\";font-weight:{weight};src:url(data:font/otf;base64,{})}}",
                STANDARD.encode(font)
            )?;
        }
        writeln!(self.out, "</style>")
    }

    fn line(&mut self, line: &DrawnLine) -> fmt::Result {
        let dashes = line
            .dashes
            .map_or_else(String::new, |[on, off]| format!(" stroke-dasharray=\"{} {}\"", Number(on), Number(off)));
        writeln!(
            self.out,
            "<path d=\"{}\" fill=\"none\"{}{dashes}/>",
            Points(&line.points, false),
            Stroked(line.stroke)
        )?;
        writeln!(self.out, "<path d=\"{}\"{}/>", Points(&line.head, true), Paint("fill", line.stroke.color))
    }

    fn shape(&mut self, shape: &Shape) -> fmt::Result {
        match shape {
            Shape::Vec(shapes) => shapes.iter().try_for_each(|shape| self.shape(shape)),
            Shape::Rect(rect) if rect.blur_width > 0.0 => self.shadow(rect),
            Shape::Rect(rect) => self.rect(rect),
            Shape::Circle(CircleShape { center, radius, fill, stroke }) => {
                let (x, y, radius) = (Number(center.x), Number(center.y), Number(*radius));
                writeln!(
                    self.out,
                    "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"{}{}/>",
                    Paint("fill", *fill),
                    Stroked(*stroke)
                )
            }
            Shape::LineSegment { points, stroke } => {
                writeln!(self.out, "<path d=\"{}\"{}/>", Points(points, false), Stroked(*stroke))
            }
            Shape::Path(path) => self.path(path),
            Shape::Text(text) => self.text(text),
            // The canvas draws nothing else on a card.
            _ => Ok(()),
        }
    }

    fn path(&mut self, PathShape { points, closed, fill, stroke }: &PathShape) -> fmt::Result {
        let color = match stroke.color {
            egui::epaint::ColorMode::Solid(color) => color,
            egui::epaint::ColorMode::UV(_) => Color32::TRANSPARENT,
        };
        let (fill, stroke) = (Paint("fill", *fill), Stroked(Stroke::new(stroke.width, color)));
        writeln!(self.out, "<path d=\"{}\"{fill}{stroke}/>", Points(points, *closed))
    }

    fn rect(&mut self, shape: &RectShape) -> fmt::Result {
        // SVG draws a stroke on the edge.
        let inset = match shape.stroke_kind {
            StrokeKind::Inside => shape.stroke.width / 2.0,
            StrokeKind::Middle => 0.0,
            StrokeKind::Outside => -shape.stroke.width / 2.0,
        };
        let (rect, radius) = (shape.rect.shrink(inset), (f32::from(shape.corner_radius.nw) - inset).max(0.0));
        let (x, y, width, height) =
            (Number(rect.left()), Number(rect.top()), Number(rect.width()), Number(rect.height()));
        let (fill, stroke) = (Paint("fill", shape.fill), Stroked(shape.stroke));
        writeln!(
            self.out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{}\"{fill}{stroke}/>",
            Number(radius)
        )
    }

    /// A shadow without a filter, since a filter becomes points of colour in a PDF.
    fn shadow(&mut self, shape: &RectShape) -> fmt::Result {
        let [.., alpha] = shape.fill.to_srgba_unmultiplied();
        let opacity = f32::from(alpha) / 255.0 / f32::from(SHADES);
        let [red, green, blue, _] = shape.fill.to_srgba_unmultiplied();
        for shade in 0..SHADES {
            let reach = shape.blur_width * (0.5 - (f32::from(shade) + 0.5) / f32::from(SHADES));
            let rect = shape.rect.expand(reach);
            let radius = Number((f32::from(shape.corner_radius.nw) + reach).max(0.0));
            writeln!(
                self.out,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{radius}\" fill=\"#{red:02x}{green:02x}{blue:02x}\" fill-opacity=\"{opacity:.4}\"/>",
                Number(rect.left()),
                Number(rect.top()),
                Number(rect.width()),
                Number(rect.height())
            )?;
        }
        Ok(())
    }

    fn text(&mut self, text: &TextShape) -> fmt::Result {
        let Some(format) = text.galley.job.sections.first().map(|section| &section.format) else { return Ok(()) };
        let color = match text.override_text_color {
            Some(color) => color,
            None if format.color == Color32::PLACEHOLDER => text.fallback_color,
            None => format.color,
        };
        let weight = if format.font_id.family == semibold() { 600 } else { 400 };
        debug_assert!(weight == 600 || format.font_id.family == FontFamily::Proportional, "a font of another family");
        // Lines are broken in `layout`, so a text has one row.
        if let Some(row) = text.galley.rows.first() {
            let glyphs = &row.row.glyphs;
            let (Some(first), Some(last)) = (glyphs.first(), glyphs.last()) else { return Ok(()) };
            let words = words(&text.galley, glyphs);
            let words = self.drawn_by.map_or_else(|| words.clone(), |fonts| fonts.drawn(&words));
            if words.trim().is_empty() {
                return Ok(());
            }
            let at = text.pos + row.pos.to_vec2() + first.pos.to_vec2();
            let length = last.pos.x + last.advance_width - first.pos.x;
            writeln!(
                self.out,
                "<text x=\"{}\" y=\"{}\" font-family=\"Signalbox, Inter, sans-serif\" font-size=\"{}\" font-weight=\"{weight}\" \
                 textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\"{}{}>{}</text>",
                Number(at.x),
                Number(at.y),
                Number(format.font_id.size),
                Number(length),
                Paint("fill", color),
                // A listener hears the title beside it.
                if words.chars().all(is_icon) { " aria-hidden=\"true\"" } else { "" },
                Escaped(&words)
            )?;
        }
        Ok(())
    }
}

/// The words of a row. `egui` has letters that run from right to left in the order of the screen, and some of them twice, so where nothing is
/// cut they are taken from the text itself, and where something is, as many as the row shows.
fn words(galley: &Galley, glyphs: &[Glyph]) -> String {
    if !galley.elided {
        return galley.job.text.clone();
    }
    if !galley.job.text.chars().any(is_right_to_left) {
        return glyphs.iter().map(|glyph| glyph.chr).collect();
    }
    let seen = glyphs.iter().filter(|glyph| glyph.advance_width > 0.0).count();
    let kept: String = galley.job.text.chars().take(seen.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Whether a letter is in one of the blocks of scripts that run from right to left.
fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}
