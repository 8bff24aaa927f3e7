//! The fonts of pictures: those of the window, which come with the program, and for letters that none of them has, fonts of the machine.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use egui::{FontData, FontDefinitions, FontFamily};
use epaint_default_fonts::{EMOJI_ICON, NOTO_EMOJI_REGULAR};
use resvg::usvg::fontdb::{Database, ID, Source, Style};
use ttf_parser::Face;

use crate::look::{fonts, semibold};

/// The families of `egui` that texts of a picture are in, with their weights.
const WEIGHTS: [u16; 2] = [400, 600];

/// Emoji, which the window takes from the machine.
const EMOJI: [&[u8]; 2] = [NOTO_EMOJI_REGULAR, EMOJI_ICON];

/// What stands for a letter without a glyph: the first sign that the shipped fonts have.
const SIGNS: [char; 3] = ['\u{fffd}', '□', '?'];

/// The fonts that come with the program, in the order in which a letter is looked for.
static OWN: LazyLock<Own> = LazyLock::new(Own::new);

struct Own {
    /// The bytes of each font: the regular one, the semibold one, and those behind them.
    bytes: Vec<Arc<FontData>>,
    database: Database,
}

impl Own {
    fn new() -> Self {
        let definitions = fonts();
        let names = |family| definitions.families.get(&family).cloned().unwrap_or_default();
        let (regular, bold) = (names(FontFamily::Proportional), names(semibold()));
        let first = regular.iter().take(1).chain(bold.iter().take(1)).chain(regular.iter().skip(1));
        let shipped = first.filter_map(|name| definitions.font_data.get(name).cloned());
        let emoji = EMOJI.into_iter().map(|bytes| Arc::new(FontData::from_static(bytes)));
        let bytes: Vec<Arc<FontData>> = shipped.chain(emoji).collect();
        let mut database = Database::new();
        for data in &bytes {
            database.load_font_source(Source::Binary(Arc::clone(&data.font)));
        }
        Self { bytes, database }
    }

    fn has(&self, letter: char) -> bool {
        self.bytes.iter().any(|data| has(data, letter))
    }
}

fn has(data: &FontData, letter: char) -> bool {
    Face::parse((*data.font).as_ref(), data.index).is_ok_and(|face| draws(&face, letter))
}

/// Whether a font has a glyph for a letter; the first glyph stands for letters that it has not.
fn draws(face: &Face<'_>, letter: char) -> bool {
    face.glyph_index(letter).is_some_and(|glyph| glyph.0 != 0)
}

/// The fonts of one picture.
#[derive(Clone, Debug)]
pub(super) struct Fonts {
    letters: BTreeSet<char>,
    /// Fonts of the machine, for letters that no font of the program has.
    others: Vec<Arc<FontData>>,
    /// The letters that no font has.
    absent: BTreeSet<char>,
}

impl Fonts {
    /// The fonts that texts need.
    pub(super) fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let letters: BTreeSet<char> = texts.flat_map(str::chars).filter(|letter| !is_joined(*letter)).collect();
        let lacking: BTreeSet<char> = letters.iter().copied().filter(|letter| !OWN.has(*letter)).collect();
        let others = if lacking.is_empty() { Vec::new() } else { of_machine(&lacking) };
        let absent = lacking.into_iter().filter(|letter| !others.iter().any(|data| has(data, *letter))).collect();
        Self { letters, others, absent }
    }

    /// A text with a sign of the shipped fonts for letters that no font has: after one of them, `usvg` looks for no font for the others.
    pub(super) fn drawn(&self, text: &str) -> String {
        let sign = SIGNS.into_iter().find(|sign| OWN.has(*sign)).unwrap_or('?');
        text.chars().map(|letter| if self.absent.contains(&letter) { sign } else { letter }).collect()
    }

    /// The fonts for laying out texts.
    pub(super) fn definitions(&self) -> FontDefinitions {
        let mut definitions = fonts();
        let emoji = EMOJI.into_iter().map(|bytes| Arc::new(FontData::from_static(bytes)));
        for (at, data) in emoji.chain(self.others.iter().cloned()).enumerate() {
            let name = format!("more {at}");
            definitions.font_data.insert(name.clone(), data);
            definitions.families.values_mut().for_each(|names| names.push(name.clone()));
        }
        definitions
    }

    /// The fonts for drawing texts.
    pub(super) fn database(&self) -> Database {
        let mut database = OWN.database.clone();
        for data in &self.others {
            database.load_font_source(Source::Binary(Arc::clone(&data.font)));
        }
        database
    }

    /// The fonts of the program that have some of the letters, with their weights, for a drawing that brings its fonts along.
    pub(super) fn embedded(&self) -> Vec<(u16, &'static [u8])> {
        let (weighted, behind) = OWN.bytes.split_at(WEIGHTS.len().min(OWN.bytes.len()));
        let mut found: Vec<(u16, &'static [u8])> =
            WEIGHTS.into_iter().zip(weighted).map(|(weight, data)| (weight, (*data.font).as_ref())).collect();
        let mut lacking: BTreeSet<char> = self.letters.clone();
        lacking.retain(|letter| !weighted.iter().any(|data| has(data, *letter)));
        for data in behind {
            let before = lacking.len();
            lacking.retain(|letter| !has(data, *letter));
            if lacking.len() < before {
                found.push((400, (*data.font).as_ref()));
            }
        }
        found
    }
}

/// Whether a character changes the letter before or after it and needs no glyph of its own.
fn is_joined(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// Fonts of the machine that have as many of these letters as there are, upright ones of usual weight first.
fn of_machine(letters: &BTreeSet<char>) -> Vec<Arc<FontData>> {
    let mut database = Database::new();
    database.load_system_fonts();
    let mut faces: Vec<(bool, u16, String, ID)> = database
        .faces()
        .map(|face| {
            let is_slanted = face.style != Style::Normal;
            (is_slanted, face.weight.0.abs_diff(400), face.post_script_name.clone(), face.id)
        })
        .collect();
    faces.sort();
    let (mut lacking, mut found) = (letters.clone(), Vec::new());
    for (.., id) in faces {
        if lacking.is_empty() {
            break;
        }
        let data = database.with_face_data(id, |bytes, index| {
            let face = Face::parse(bytes, index).ok()?;
            let before = lacking.len();
            lacking.retain(|letter| !draws(&face, *letter));
            (lacking.len() < before).then(|| {
                let mut data = FontData::from_owned(bytes.to_vec());
                data.index = index;
                Arc::new(data)
            })
        });
        found.extend(data.flatten());
    }
    found
}
