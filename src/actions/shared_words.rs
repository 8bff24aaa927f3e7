//! Words and phrases in what a customer wrote. Small and capital letters, and accents, make a difference only where
//! a kind says so.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// What makes a difference when words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Likeness {
    /// Capital letters do.
    pub(super) case: bool,
    /// Accents do.
    pub(super) accents: bool,
    /// A word must stand alone.
    pub(super) whole_word: bool,
}

impl Likeness {
    /// Whole words, without regard to case and accents.
    pub(super) const LOOSE: Self = Self { case: false, accents: false, whole_word: true };

    /// A text as it is compared: one space between words, and only the differences that count.
    pub(super) fn folded(self, text: &str) -> String {
        let text = one_line(text);
        let text = if self.case { text } else { text.to_lowercase() };
        if self.accents { text.nfc().collect() } else { without_accents(&text) }
    }

    /// Whether a phrase stands in a text that is [`Self::folded`] already. An empty phrase stands nowhere.
    pub(super) fn finds(self, folded: &str, phrase: &str) -> bool {
        let phrase = self.folded(phrase);
        let stands_alone = |place: usize| {
            let before = folded.get(..place).and_then(|text| text.chars().next_back());
            let after = folded.get(place + phrase.len()..).and_then(|text| text.chars().next());
            let is_cut = |inside: Option<char>, outside: Option<char>| {
                inside.is_some_and(is_word_letter) && outside.is_some_and(is_word_letter)
            };
            !is_cut(phrase.chars().next(), before) && !is_cut(phrase.chars().next_back(), after)
        };
        !phrase.is_empty() && folded.match_indices(&phrase).any(|(place, _)| !self.whole_word || stands_alone(place))
    }
}

/// A letter or digit of a script that puts spaces between its words.
fn is_word_letter(letter: char) -> bool {
    let is_unspaced = matches!(u32::from(letter),
        0x0e00..=0x0eff | 0x3040..=0x30ff | 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff);
    letter.is_alphanumeric() && !is_unspaced
}

/// A text without the accents of Latin, Greek and Cyrillic letters; the marks of other scripts are letters of their own.
pub(super) fn without_accents(text: &str) -> String {
    let spelt: String = text.nfd().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter)).nfc().collect();
    let plain = |letter: char| match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' => "d",
        'ı' => "i",
        'Æ' => "AE",
        'Œ' => "OE",
        'Ø' => "O",
        'Ł' => "L",
        'Đ' => "D",
        _ => "",
    };
    let mut bare = String::with_capacity(spelt.len());
    for letter in spelt.chars() {
        match plain(letter) {
            "" => bare.push(letter),
            letters => bare.push_str(letters),
        }
    }
    bare
}

/// A text on one line, with one space between words.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The phrases of a list with commas, without the empty ones.
pub(super) fn phrases(list: &str) -> Vec<String> {
    list.split([',', '\n']).map(one_line).filter(|phrase| !phrase.is_empty()).collect()
}

/// Whether two short texts say the same, without regard to case, accents and spaces.
pub(super) fn says_the_same(one: &str, other: &str) -> bool {
    Likeness::LOOSE.folded(one) == Likeness::LOOSE.folded(other)
}

/// A text in quotation marks, cut where it is long.
pub(super) fn quoted(text: &str) -> Cow<'static, str> {
    Cow::Owned(format!("“{}”", crate::catalog::text::shorten(&one_line(text), 200)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_with_and_without_what_makes_a_difference() {
        let like = |case, accents, whole_word| Likeness { case, accents, whole_word };
        let loose = Likeness::LOOSE;
        for (how, text, phrase, expected) in [
            (loose, "Ma facture est erronée", "ERRONEE", true),
            (loose, "cafe\u{301} noir", "café", true),
            (loose, "Große Straße", "strasse", true),
            (loose, "my\n  last  bill", "Last Bill", true),
            (loose, "unbilled, billing", "bill", false),
            (loose, "(bill)", "bill", true),
            (loose, "refund!", "refund!", true),
            (loose, "refund!!now", "refund!", true),
            (loose, "返金をお願いします", "返金", true),
            (loose, "हिन्दी में", "हन्दी", false),
            (loose, "anything", " ", false),
            (like(false, false, false), "unbilled", "bill", true),
            (like(false, true, true), "erronée", "erronee", false),
            (like(false, true, true), "erronée", "ERRONE\u{301}E", true),
            (like(true, false, true), "SOS please", "sos", false),
            (like(true, false, true), "SOS please", "SOS", true),
        ] {
            assert_eq!(how.finds(&how.folded(text), phrase), expected, "{how:?} {text} {phrase}");
        }
        assert_eq!(phrases("refund, , money  back,\n give back "), ["refund", "money back", "give back"]);
        assert_eq!(without_accents("ŁÓDŹ, Ørsted, 한국"), "LODZ, Orsted, 한국");
    }
}
