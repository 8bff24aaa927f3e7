//! Puts the parts of a picture on the page: the caption, the tree, and whole what is cut on its card.

use egui::{Color32, Context, FontFamily, FontId, Painter, RawInput, Shape, Vec2, pos2, vec2};

use crate::canvas::{CanvasScene, CanvasStyle, Drawing, drawing};
use crate::look::{CAPTION, Palette, SMALL, semibold};

use super::Picture;
use super::fonts::Fonts;
use super::scene::canvas_style;

/// The space around the tree and between the parts, in units of the tree.
const MARGIN: f32 = 32.0;
/// The narrowest page, so that a caption has room above a single card.
const NARROWEST: f32 = 640.0;
/// The width of a tree from which on the caption grows with it, and the most that it grows: a large tree is printed small.
const GROWS_FROM: f32 = 1600.0;
const MOST_GROWTH: f32 = 6.0;
/// The size of the title.
const TITLE: f32 = 20.0;
/// Texts are measured in so many points for each unit, so that no letter is moved to a whole point of a screen.
const FINE: f32 = 8.0;

/// The picture of a scene.
pub(super) fn picture(scene: &CanvasScene, palette: &Palette, title: String, about: String) -> Picture {
    let style = canvas_style(palette);
    let fonts = Fonts::of(texts(scene).chain([title.as_str(), about.as_str()]));
    let context = Context::default();
    context.set_fonts(fonts.definitions());
    context.set_pixels_per_point(FINE);
    let mut found = None;
    // The fonts of a context and its scale hold from the next pass on.
    for _ in 0..2 {
        let mut output = context.run_ui(RawInput::default(), |ui| {
            found = Some(parts(ui.painter(), scene, &style, &[&title, &about]));
        });
        output.textures_delta.clear();
    }
    let Parts { drawing, around, size, offset } = found.unwrap_or_else(Parts::empty);
    let words = scene.cards.iter().map(|card| [card.title.clone(), card.summary.clone()]).collect();
    let annotations = scene.annotations.iter().map(|it| it.text.clone()).collect();
    Picture { title, about, size, ground: style.background, around, drawing, offset, words, annotations, fonts }
}

fn texts(scene: &CanvasScene) -> impl Iterator<Item = &str> {
    let cards = scene.cards.iter().flat_map(|card| {
        let labels = card.ports.iter().map(|port| port.label.as_str());
        [card.title.as_str(), card.summary.as_str()].into_iter().chain(labels)
    });
    cards.chain(scene.annotations.iter().map(|it| it.text.as_str()))
}

struct Parts {
    drawing: Drawing,
    around: Vec<Shape>,
    size: Vec2,
    offset: Vec2,
}

impl Parts {
    fn empty() -> Self {
        let (lines, cards, frames, notes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let drawing = Drawing { area: egui::Rect::NOTHING, frames, notes, lines, cards };
        Self { drawing, around: Vec::new(), size: vec2(NARROWEST, NARROWEST), offset: Vec2::ZERO }
    }
}

fn parts(painter: &Painter, scene: &CanvasScene, style: &CanvasStyle, [title, about]: &[&str; 2]) -> Parts {
    let drawing = drawing(painter, scene, style);
    let tree = if drawing.area.is_positive() { drawing.area.size() } else { Vec2::ZERO };
    let width = (tree.x + 2.0 * MARGIN).max(NARROWEST);
    let growth = (tree.x / GROWS_FROM).clamp(1.0, MOST_GROWTH);
    let mut column = Column { painter, width: width - 2.0 * MARGIN, growth, y: MARGIN, shapes: Vec::new() };
    column.line(title, TITLE, semibold(), style.text);
    column.line(about, SMALL, FontFamily::Proportional, style.weak);
    column.y += MARGIN - 8.0;
    let offset = vec2(MARGIN, column.y) - drawing.area.min.to_vec2();
    column.y += tree.y;
    let cut = cut(scene, &drawing);
    if !cut.is_empty() {
        column.y += MARGIN;
        column.line("Texts that are cut above", SMALL, semibold(), style.text);
        for text in &cut {
            column.line(text, CAPTION, FontFamily::Proportional, style.text);
        }
    }
    let size = vec2(width, column.y + MARGIN).ceil();
    Parts { around: column.shapes, drawing, size, offset }
}

/// Lines one below the other, from the top of the page.
struct Column<'p> {
    painter: &'p Painter,
    width: f32,
    growth: f32,
    y: f32,
    shapes: Vec<Shape>,
}

impl Column<'_> {
    fn line(&mut self, text: &str, size: f32, family: FontFamily, color: Color32) {
        let font = FontId::new(size * self.growth, family);
        for line in self.lines(text, &font) {
            let galley = self.painter.layout_no_wrap(line, font.clone(), color);
            let height = galley.size().y;
            self.shapes.push(Shape::galley(pos2(MARGIN, self.y), galley, color));
            self.y += height;
        }
        self.y += 4.0 * self.growth;
    }

    /// A text in lines that fit, broken at blanks, and in a word only where the word is wider than the page.
    fn lines(&self, text: &str, font: &FontId) -> Vec<String> {
        let fits = |line: &str| {
            let galley = self.painter.layout_no_wrap(line.to_owned(), font.clone(), Color32::PLACEHOLDER);
            galley.size().x <= self.width
        };
        let (mut lines, mut line) = (Vec::new(), String::new());
        for word in text.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if fits(&longer) {
                line = longer;
                continue;
            }
            lines.extend((!line.is_empty()).then(|| std::mem::take(&mut line)));
            for letter in word.chars() {
                line.push(letter);
                if !fits(&line) {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, letter.to_string()));
                }
            }
        }
        lines.push(line);
        lines.retain(|line| !line.is_empty());
        lines
    }
}

/// The titles and branch labels for which their cards are too narrow, in the order of the cards, then the texts of notes and frames that have
/// no room for them.
fn cut(scene: &CanvasScene, drawing: &Drawing) -> Vec<String> {
    let mut found = Vec::new();
    for drawn in &drawing.cards {
        let Some(card) = scene.cards.get(drawn.place) else { continue };
        if drawn.is_title_cut {
            found.push(card.title.clone());
        }
        let labels = drawn.cut_labels.iter().filter_map(|port| card.ports.get(*port));
        found.extend(labels.map(|port| format!("{}: {}", card.title, port.label)));
    }
    let annotations = drawing.frames.iter().chain(&drawing.notes).filter(|drawn| drawn.is_cut);
    found.extend(annotations.filter_map(|drawn| scene.annotations.get(drawn.place)).map(|it| it.text.clone()));
    found
}
