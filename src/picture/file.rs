//! A picture as PDF and PNG, both from its SVG.

use std::sync::Arc;

use egui::Vec2;
use krilla::Document;
use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt as _, SvgSettings};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{FontFamily, FontResolver, Options, Tree, fontdb};

use super::{Picture, PictureError, svg};

/// Points of a PDF for each unit of the tree: a unit is a 96th of an inch, as in SVG.
const PDF_POINT: f32 = 0.75;
/// The longest side of a page that every reader shows, in points: 200 inches.
const LONGEST_PAGE: f32 = 14_400.0;
/// Points of a PNG for each unit of the tree.
const PNG_SCALE: f32 = 2.0;
/// The longest side of a PNG and the most points, which take four bytes each while they are drawn.
const LONGEST_PNG: f32 = 30_000.0;
const MOST_POINTS: f32 = 100_000_000.0;

fn tree(picture: &Picture) -> Result<Tree, PictureError> {
    let options =
        Options { fontdb: Arc::new(picture.fonts.database()), font_resolver: resolver(), ..Options::default() };
    Tree::from_str(&svg::of(picture, false), &options).map_err(|error| PictureError::Svg(error.to_string()))
}

/// Finds the fonts of the program, whatever their family is called in the drawing.
fn resolver() -> FontResolver<'static> {
    let select_font = Box::new(|font: &resvg::usvg::Font, database: &mut Arc<fontdb::Database>| {
        let weight = fontdb::Weight(font.weight());
        let is_named = font.families().iter().any(|family| matches!(family, FontFamily::Named(_)));
        let query = fontdb::Query { families: &[fontdb::Family::Name("Inter")], weight, ..fontdb::Query::default() };
        database.query(&query).filter(|_| is_named)
    });
    FontResolver { select_font, select_fallback: FontResolver::default_fallback_selector() }
}

/// The picture as a PDF of one page.
pub(super) fn pdf(picture: &Picture) -> Result<Vec<u8>, PictureError> {
    let tree = tree(picture)?;
    let Vec2 { x, y } = picture.size;
    let scale = PDF_POINT.min(LONGEST_PAGE / x.max(y));
    let failed = |why: &str| PictureError::Pdf(why.to_owned());
    let size = Size::from_wh(x * scale, y * scale).ok_or_else(|| failed("it has no size"))?;
    let mut document = Document::new();
    let metadata = Metadata::new().title(picture.title.clone()).description(picture.about.clone());
    document.set_metadata(metadata.creator("Signalbox".to_owned()).language("en".to_owned()));
    let mut page = document.start_page_with(PageSettings::new(size));
    let mut surface = page.surface();
    let drawn = surface.draw_svg(&tree, size, SvgSettings::default());
    surface.finish();
    page.finish();
    drawn.ok_or_else(|| failed("the drawing does not fit on it"))?;
    document.finish().map_err(|error| PictureError::Pdf(format!("{error:?}")))
}

/// The picture as a PNG, smaller where it would have too many points.
pub(super) fn png(picture: &Picture) -> Result<Vec<u8>, PictureError> {
    let tree = tree(picture)?;
    let Vec2 { x, y } = picture.size;
    let scale = PNG_SCALE.min(LONGEST_PNG / x.max(y)).min((MOST_POINTS / (x * y)).sqrt());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the sides are bounded")]
    let side = |length: f32| (length * scale).round().max(1.0) as u32;
    let (width, height) = (side(x), side(y));
    let mut pixmap = Pixmap::new(width, height).ok_or(PictureError::Png(width, height))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|_| PictureError::Png(width, height))
}
