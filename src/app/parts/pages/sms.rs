//! The length of an SMS: 160 characters of the GSM alphabet, or 153 per segment; with any other character 70, or 67 per segment.

use crate::catalog::template::{Piece, pieces};

/// Characters of the GSM alphabet other than digits and English letters.
const GSM: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
/// Characters of the GSM extension, which count twice.
const EXTENDED: &str = "^{}\\[~]|€";

/// The length of a text, without the values of its placeholders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// Characters; those of the extension count twice.
    pub signs: usize,
    /// Number of messages.
    pub segments: usize,
    /// Whether all characters are in the GSM alphabet.
    pub is_gsm: bool,
    /// Whether placeholders add to the length.
    pub has_placeholders: bool,
}

/// The length of a text.
#[must_use]
pub fn length(text: &str) -> Length {
    let mut plain = String::new();
    let mut has_placeholders = false;
    for piece in pieces(text) {
        match piece {
            Piece::Plain(text) => plain.push_str(text),
            Piece::Path(_) => has_placeholders = true,
        }
    }
    let is_basic = |sign: char| sign.is_ascii_alphanumeric() || GSM.contains(sign);
    let is_gsm = plain.chars().all(|sign| is_basic(sign) || EXTENDED.contains(sign));
    let signs = if is_gsm {
        plain.chars().map(|sign| if is_basic(sign) { 1 } else { 2 }).sum()
    } else {
        plain.encode_utf16().count()
    };
    let (one, several) = if is_gsm { (160, 153) } else { (70, 67) };
    let segments = if signs <= one { 1 } else { signs.div_ceil(several) };
    Length { signs, segments, is_gsm, has_placeholders }
}

impl Length {
    /// *126 characters, 1 segment*.
    #[must_use]
    pub fn words(self) -> String {
        let Self { signs, segments, is_gsm, has_placeholders } = self;
        let of = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        let mut words = format!("{}, {}", of(signs, "character"), of(segments, "segment"));
        if !is_gsm {
            words.push_str(" (with characters outside the GSM alphabet, 70 fit in one)");
        }
        words.push_str(if has_placeholders { ", plus the values of the placeholders." } else { "." });
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_segments_are_counted() {
        let of = |text: &str| (length(text).signs, length(text).segments, length(text).is_gsm);
        assert_eq!(of(""), (0, 1, true));
        assert_eq!(of(&"a".repeat(160)), (160, 1, true));
        assert_eq!(of(&"a".repeat(161)), (161, 2, true));
        assert_eq!(of("5 €"), (4, 1, true));
        assert_eq!(of(&"я".repeat(71)), (71, 2, false));
        assert_eq!(of("Hello {{call.name}}"), (6, 1, true));
        assert_eq!(length("a{{b.c}}").words(), "1 character, 1 segment, plus the values of the placeholders.");
    }
}
