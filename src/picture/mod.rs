//! Pictures of the tree of a version, and of the map of a project, for print and mail (spec: ease §2): one drawing, which is that of the canvas at 100 %, with a caption, as
//! SVG, PDF and PNG. Fonts come with the program, so a picture is the same on every machine.

mod file;
mod fonts;
mod layout;
pub mod map;
pub mod scene;
mod svg;

use std::path::Path;

use chrono::{DateTime, Utc};
use egui::{Color32, Shape, Vec2};

use crate::canvas::{CanvasScene, Drawing};
use crate::catalog::text::is_hidden;
use crate::look::{DARK, LIGHT, Palette};
use crate::map::{Map, Shown};
use crate::model::{Project, Routing, Version};
use crate::sheet::{self, Fact};

use fonts::Fonts;

/// The colours of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light, for print.
    #[default]
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
        }
    }
}

/// The format of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter)]
pub enum Format {
    /// A drawing that other programs can change; texts are texts.
    Svg,
    /// One page as large as the tree, whose texts can be searched and copied.
    Pdf,
    /// Points of colour, two for each unit of the tree.
    Png,
}

impl Format {
    /// The ending of the files.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Pdf => "pdf",
            Self::Png => "png",
        }
    }

    /// The format that the ending of a path names, in small or capital letters.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        use strum::IntoEnumIterator as _;
        let ending = path.extension()?.to_str()?;
        Self::iter().find(|format| format.ending().eq_ignore_ascii_case(ending))
    }
}

/// Why a picture could not become a file. Whatever the tree, only the ending of the file should give an error.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The ending of the file names no format.
    #[error("A picture is a PDF, an SVG or a PNG, as its file ends. Name a file that ends in .pdf, .svg or .png.")]
    Ending,
    /// The drawing cannot be read back.
    #[error(
        "The drawing cannot be read: {0}. Please report this, with the project if you may; the call sheet has the same content."
    )]
    Svg(String),
    /// The page cannot be made.
    #[error("The page cannot be made: {0}. Export an SVG and print that.")]
    Pdf(String),
    /// There is no room for the points.
    #[error("There is no room for a picture of {0} × {1} points. Export an SVG or a PDF.")]
    Png(u32, u32),
}

/// A picture of the tree of a version.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Routing and version, and the line below them.
    title: String,
    about: String,
    size: Vec2,
    ground: Color32,
    /// What is above and below the tree.
    around: Vec<Shape>,
    drawing: Drawing,
    /// Where the drawing begins on the page.
    offset: Vec2,
    /// The title and the summary of each card, whole.
    words: Vec<[String; 2]>,
    /// The text of each note and frame, whole.
    annotations: Vec<String>,
    fonts: Fonts,
}

impl Picture {
    /// The picture of a version of a routing, made at a moment.
    #[must_use]
    pub fn of(project: &Project, routing: &Routing, version: &Version, theme: Theme, made: DateTime<Utc>) -> Self {
        let palette = theme.palette();
        let mut scene = scene::scene(project, routing, version, std::iter::empty(), palette, 0);
        show_hidden(&mut scene);
        let facts = sheet::head(project, routing, version, made);
        let value = |label: &str| {
            let of_label = facts.iter().find(|fact| fact.label == label);
            visible(of_label.map_or_else(String::new, |Fact { values, .. }| values.join(", ")).as_str())
        };
        let title = format!("{} · {}", visible(&routing.name), visible(&version.info.name));
        let about =
            format!("{} · {} · {}, as of {}", value("Project"), value("Channel"), value("Status"), value("Made"));
        layout::picture(&scene, palette, title, about)
    }

    /// The picture of the map of a project.
    #[must_use]
    pub fn of_map(project: &Project, map: &Map, shown: Shown, theme: Theme) -> Self {
        let mut scene = map::scene(project, map, 0);
        show_hidden(&mut scene);
        let title = format!("Map of {}", visible(&project.settings.name));
        let about = format!("{} · {}", shown.words(), map.counted());
        layout::picture(&scene, theme.palette(), title, about)
    }

    /// The size of the picture in units of the tree, of which the window shows one as one point at 100 %.
    #[must_use]
    pub fn size(&self) -> Vec2 {
        self.size
    }

    /// The picture as a file of a format.
    ///
    /// # Errors
    /// Why the file could not be made; see [`PictureError`].
    pub fn bytes(&self, format: Format) -> Result<Vec<u8>, PictureError> {
        match format {
            Format::Svg => Ok(self.svg().into_bytes()),
            Format::Pdf => file::pdf(self),
            Format::Png => file::png(self),
        }
    }

    /// The picture as a file, in the format that the ending of its path names.
    ///
    /// # Errors
    /// Why the file could not be made; see [`PictureError`].
    pub fn file(&self, path: &Path) -> Result<Vec<u8>, PictureError> {
        self.bytes(Format::of(path).ok_or(PictureError::Ending)?)
    }

    /// The picture as SVG, with its fonts.
    #[must_use]
    pub fn svg(&self) -> String {
        svg::of(self, true)
    }
}

/// Shows characters that cannot be seen as U+FFFD.
fn visible(text: &str) -> String {
    text.chars().map(|letter| if is_hidden(letter) { '\u{fffd}' } else { letter }).collect()
}

fn show_hidden(scene: &mut CanvasScene) {
    let show = |text: &mut String| {
        if text.chars().any(is_hidden) {
            *text = visible(text);
        }
    };
    for card in &mut scene.cards {
        show(&mut card.title);
        show(&mut card.summary);
        card.ports.iter_mut().for_each(|port| show(&mut port.label));
    }
}
