//! The laid out text of the cards in view. A galley is kept until the scene, the zoom or the fonts change. Colours are applied when painting,
//! so that a change of theme needs no new layout.

use std::collections::HashMap;
use std::sync::Arc;

use egui::text::LayoutJob;
use egui::{Color32, FontId, Galley, Painter, Rect, Vec2, pos2, vec2};

use super::annotation_text::{self, AnnotationText};
use super::lod::{Lod, PORTS_FROM};
use super::one_line::{first_line, line};
use super::scene::{Annotation, CARD_WIDTH, Card, MarkKind, ROW_HEIGHT};
use super::style::CanvasStyle;

/// The space between the left edge of a card and its text, in scene units.
pub const PAD_LEFT: f32 = 14.0;
/// The size of an icon beside the title, and how far the title begins after it, in scene units.
const ICON_SIZE: f32 = 15.0;
/// See [`ICON_SIZE`].
pub const ICON_ROOM: f32 = 18.0;
/// From this zoom on, a card that has its title alone has its icon before it.
const SMALL_ICON_FROM: f32 = 0.4;
/// The space between the text and the right edge, in scene units.
pub const PAD_RIGHT: f32 = 14.0;
/// The smallest size of a title on the screen, in points.
const LEGIBLE: f32 = 10.0;
/// The height of a line in sizes of its font, and the most lines of a title.
const LINE_HEIGHT: f32 = 1.22;
const MOST_ROWS: f32 = 2.0;
/// The space beside a title on a small card, in points on the screen.
pub const NARROW_PAD: f32 = 5.0;
/// The space above and below a title on a small card together, in points on the screen.
const LOW_PAD: f32 = 4.0;
const MARK_SIZE: f32 = 12.0;
const MARK_GAP: f32 = 6.0;
const MARK_CENTRE: f32 = 16.0;
/// The most cards whose text is kept.
const MOST_CARDS: usize = 4096;
/// The most characters of a tooltip.
const MOST_READ: usize = 2_000;

/// The text of one card.
#[derive(Clone, Debug)]
pub struct CardText {
    /// The icon before the title, where there is room for both.
    pub icon: Option<Arc<Galley>>,
    /// The first line.
    pub title: Arc<Galley>,
    /// The second line; none when only titles are drawn.
    pub summary: Option<Arc<Galley>>,
    /// The branch labels; none when only titles are drawn.
    pub labels: Vec<Arc<Galley>>,
    /// The marks with their areas in screen points, relative to the corner of the card.
    pub marks: Vec<MarkText>,
}

/// A mark with its position.
#[derive(Clone, Debug)]
pub struct MarkText {
    /// The area relative to the corner of the card.
    pub rect: Rect,
    /// The text of the mark, if it is a text.
    pub galley: Option<Arc<Galley>>,
}

/// The cached text of many cards.
#[derive(Debug, Default)]
pub struct TextCache {
    key: Option<Key>,
    fill: f32,
    cards: HashMap<usize, Arc<CardText>>,
    annotations: HashMap<usize, Arc<AnnotationText>>,
}

#[derive(Debug, PartialEq)]
struct Key {
    revision: u64,
    zoom: u32,
    pixels_per_point: u32,
    atlas: [usize; 2],
    fonts: usize,
    faces: [FontId; 3],
}

impl TextCache {
    /// Discards text that the present zoom, fonts or scene make outdated.
    pub fn refresh(&mut self, painter: &Painter, style: &CanvasStyle, revision: u64, zoom: f32) {
        let (atlas, fill, fonts) = painter.fonts(|fonts| {
            // The address identifies the set of fonts; comparing the sets themselves would cost more than it saves.
            let set = std::ptr::from_ref(fonts.definitions()).addr();
            (fonts.font_image_size(), fonts.font_atlas_fill_ratio(), set)
        });
        let key = Key {
            revision,
            zoom: quantised(zoom).to_bits(),
            pixels_per_point: painter.pixels_per_point().to_bits(),
            atlas,
            fonts,
            faces: [style.title_font.clone(), style.summary_font.clone(), style.label_font.clone()],
        };
        // The atlas is emptied when it is full, and galleys point into it.
        if self.key.as_ref() != Some(&key) || fill < self.fill || self.cards.len() > MOST_CARDS {
            self.cards.clear();
            self.annotations.clear();
            self.key = Some(key);
        }
        self.fill = fill;
    }

    /// The text of a card.
    pub fn card(
        &mut self,
        painter: &Painter,
        style: &CanvasStyle,
        place: usize,
        card: &Card,
        zoom: f32,
    ) -> Arc<CardText> {
        let text = self.cards.entry(place).or_insert_with(|| Arc::new(lay_out(painter, style, card, quantised(zoom))));
        Arc::clone(text)
    }

    /// The text of an annotation that is drawn in an area of the scene. It is laid out anew while its size changes.
    pub fn annotation(
        &mut self,
        painter: &Painter,
        style: &CanvasStyle,
        (place, annotation, rect): (usize, &Annotation, Rect),
        zoom: f32,
    ) -> Arc<AnnotationText> {
        let new = || Arc::new(annotation_text::lay_out(painter, style, annotation, rect, quantised(zoom)));
        if rect.size() != annotation.rect().size() {
            return new();
        }
        Arc::clone(self.annotations.entry(place).or_insert_with(new))
    }
}

/// Rounds zooms that are so close that the text needs no new layout.
fn quantised(zoom: f32) -> f32 {
    let rounded = (zoom * 64.0).round().max(1.0) / 64.0;
    // A card must be laid out for the level of detail with which it is painted.
    if Lod::at(rounded) == Lod::at(zoom) { rounded } else { zoom }
}

/// A text that is wrapped to the lines that fit in a room, at least one.
fn lines(painter: &Painter, text: &str, font: FontId, room: Vec2) -> Arc<Galley> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a card has room for few lines")]
    let rows = (room.y / (font.size * LINE_HEIGHT)).clamp(1.0, MOST_ROWS) as usize;
    let mut job = LayoutJob::simple(first_line(text), font, Color32::PLACEHOLDER, room.x.max(1.0));
    job.wrap.max_rows = rows;
    // A single line is cut within a word, so that it is as long as it can be.
    job.wrap.break_anywhere = rows == 1;
    painter.layout_job(job)
}

/// The icon of a card.
fn icon(painter: &Painter, style: &CanvasStyle, card: &Card, size: f32) -> Option<Arc<Galley>> {
    let font = FontId::new(size, style.summary_font.family.clone());
    card.icon.map(|icon| painter.layout_no_wrap(icon.to_string(), font, Color32::PLACEHOLDER))
}

/// Lays out the text of a card at a zoom.
#[must_use]
pub fn lay_out(painter: &Painter, style: &CanvasStyle, card: &Card, zoom: f32) -> CardText {
    let sized = |font: &FontId, scale: f32| FontId::new(font.size * scale, font.family.clone());
    if Lod::at(zoom) != Lod::Full {
        // Larger than to scale: the title is the only text on the card and may use its whole height.
        let size = (style.title_font.size * zoom * 1.4).clamp(LEGIBLE, style.title_font.size);
        let font = FontId::new(size, style.title_font.family.clone());
        let icon = if zoom < SMALL_ICON_FROM { None } else { icon(painter, style, card, size * 1.1) };
        let taken = icon.as_ref().map_or(0.0, |icon| icon.size().x + NARROW_PAD);
        let room = card.rect().size() * zoom - vec2(NARROW_PAD * 2.0 + taken, LOW_PAD);
        let title = lines(painter, &card.title, font, room);
        return CardText { icon, title, summary: None, labels: Vec::new(), marks: Vec::new() };
    }
    let mut right = CARD_WIDTH - 12.0;
    let marks = card
        .marks
        .iter()
        .map(|mark| {
            let words = match &mark.kind {
                MarkKind::Links(1) => Some("1 link".to_owned()),
                MarkKind::Links(n) => Some(format!("{n} links")),
                MarkKind::Text(text) => Some(text.clone()),
                _ => None,
            };
            let galley = words.map(|words| line(painter, &words, sized(&style.summary_font, zoom), 90.0 * zoom));
            let width = galley.as_ref().map_or(MARK_SIZE, |galley| galley.size().x / zoom);
            let corner = pos2(right - width, MARK_CENTRE - MARK_SIZE / 2.0);
            right -= width + MARK_GAP;
            let rect = Rect::from_min_size(corner, vec2(width, MARK_SIZE));
            MarkText { rect: rect * zoom, galley }
        })
        .collect();
    let icon = icon(painter, style, card, ICON_SIZE * zoom);
    let left = PAD_LEFT + if icon.is_some() { ICON_ROOM } else { 0.0 };
    let title_width = (right - left).max(40.0) * zoom;
    let full_width = (CARD_WIDTH - PAD_LEFT - PAD_RIGHT) * zoom;
    CardText {
        icon,
        title: line(painter, &card.title, sized(&style.title_font, zoom), title_width),
        summary: Some(line(painter, &card.summary, sized(&style.summary_font, zoom), full_width)),
        labels: card
            .ports
            .iter()
            .map(|port| line(painter, &port.label, sized(&style.label_font, zoom), full_width))
            .collect(),
        marks,
    }
}

/// The beginning of a text, as long as a tooltip may be.
#[must_use]
pub fn shown(text: &str) -> String {
    text.chars().take(MOST_READ).collect()
}

/// The tooltip when the pointer is at `at`, in screen points relative to the corner of the card: the meaning of a mark, or a shortened text.
#[must_use]
pub fn tooltip(card: &Card, text: &CardText, at: egui::Vec2, zoom: f32) -> Option<String> {
    let scene = at / zoom;
    if let Some((mark, _)) =
        card.marks.iter().zip(&text.marks).find(|(_, place)| place.rect.expand(3.0 * zoom).contains(at.to_pos2()))
    {
        return (!mark.hover.is_empty()).then(|| shown(&mark.hover));
    }
    let row = (scene.y - super::scene::HEADER_HEIGHT) / ROW_HEIGHT;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a row of the card")]
    let row = row.max(0.0) as usize;
    let is_small = Lod::at(zoom) != Lod::Full;
    // A port whose label is not drawn says what it is.
    let is_port = zoom >= PORTS_FROM && scene.x > CARD_WIDTH - ROW_HEIGHT && scene.y > super::scene::HEADER_HEIGHT;
    if let Some(port) = card.ports.get(row).filter(|_| is_small && is_port) {
        return Some(shown(&port.label));
    }
    if scene.y < super::scene::HEADER_HEIGHT || is_small {
        let mut lines = Vec::new();
        if text.title.elided {
            lines.push(card.title.as_str());
        }
        if text.summary.as_ref().is_none_or(|summary| summary.elided) && !card.summary.is_empty() {
            lines.push(card.summary.as_str());
        }
        lines.extend(card.worst_mark().filter(|_| is_small).map(|mark| mark.hover.as_str()));
        return (!lines.is_empty()).then(|| shown(&lines.join("\n")));
    }
    let cut = text.labels.get(row).is_some_and(|label| label.elided);
    card.ports.get(row).filter(|_| cut).map(|port| shown(&port.label))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::card;
    use super::*;

    #[test]
    fn a_title_is_legible_at_every_zoom_and_stays_on_its_card() {
        let context = egui::Context::default();
        let style = CanvasStyle::dark();
        let mut long = card(1, 0.0, 0.0, 3);
        long.title = "Announcement of the opening hours during the holidays".to_owned();
        for percent in 28..60_u8 {
            let zoom = f32::from(percent) / 100.0;
            let mut text = None;
            let mut output = context.run_ui(egui::RawInput::default(), |ui| {
                text = Some(lay_out(ui.painter(), &style, &long, zoom));
            });
            output.textures_delta.clear();
            let title = text.unwrap().title;
            assert!(title.job.sections[0].format.font_id.size >= 10.0, "{percent} %");
            let room = long.rect().size() * zoom;
            assert!(
                title.size().x <= room.x && title.size().y <= room.y,
                "{percent} %: {:?} on {room:?}",
                title.size()
            );
            // Below that, the first word takes the whole width.
            assert!(percent < 45 || title.rows.len() > 1, "{percent} %");
        }
    }

    #[test]
    fn a_card_is_laid_out_for_the_level_of_detail_with_which_it_is_painted() {
        for thousandths in 50..4_000_u16 {
            let zoom = f32::from(thousandths) / 1_000.0;
            assert_eq!(Lod::at(quantised(zoom)), Lod::at(zoom), "{zoom}");
        }
    }
}
