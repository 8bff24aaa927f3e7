//! Whether two texts that people say, type or write say the same (spec: meaning §2). Every rule about letters, signs and
//! blanks is here; what a text means as a number, a date or a yes is not.

use std::sync::OnceLock;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What makes a difference between two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// Capital letters do.
    pub case: bool,
    /// Accents do.
    pub accents: bool,
    /// Every sign and blank does: nothing is folded.
    pub spelling: bool,
}

impl Fold {
    /// Accents make a difference, capital letters do not: how texts are compared where nothing else is said.
    pub const USUAL: Self = Self { case: false, accents: true, spelling: false };
    /// Capital letters and accents make a difference.
    pub const CASE: Self = Self { case: true, ..Self::USUAL };
    /// Neither capital letters nor accents make a difference.
    pub const LOOSE: Self = Self { accents: false, ..Self::USUAL };
    /// Everything makes a difference, for codes.
    pub const SPELLING: Self = Self { case: true, accents: true, spelling: true };

    /// How texts are compared where capital letters make a difference, or not.
    #[must_use]
    pub fn with_case(case: bool) -> Self {
        if case { Self::CASE } else { Self::USUAL }
    }

    /// How the texts of a column or a table are compared, by its field `exact_spelling`.
    #[must_use]
    pub fn of(exact_spelling: bool) -> Self {
        if exact_spelling { Self::SPELLING } else { Self::USUAL }
    }

    /// The text as it is compared: two texts say the same when they are equal after this. Unicode NFKC, one kind of apostrophe, dash
    /// and blank, one blank between words and none around, no invisible characters.
    #[must_use]
    pub fn text(self, text: &str) -> String {
        if self.spelling {
            return text.to_owned();
        }
        if text.is_ascii() {
            return self.ascii(text);
        }
        let plain = text.chars().filter_map(plain);
        let spelt: String = if self.case {
            plain.nfkc().collect()
        } else {
            // Twice, since the composed form of a folded letter may have a fold of its own.
            let once: String = plain.nfd().default_case_fold().nfkc().collect();
            once.chars().default_case_fold().nfkc().collect()
        };
        let spelt = if self.accents { spelt } else { without_accents(&spelt) };
        // The compatible form of a letter may be a sign that has one kind only.
        let once_more: String = spelt.chars().filter_map(plain_again).collect();
        one_line(&once_more)
    }

    fn ascii(self, text: &str) -> String {
        let mut folded = String::with_capacity(text.len());
        let mut is_apart = false;
        for letter in text.chars().filter_map(plain) {
            if letter == ' ' {
                is_apart = !folded.is_empty();
                continue;
            }
            if std::mem::take(&mut is_apart) {
                folded.push(' ');
            }
            folded.push(if self.case { letter } else { letter.to_ascii_lowercase() });
        }
        folded
    }

    /// Whether two texts say the same.
    #[must_use]
    pub fn same(self, one: &str, other: &str) -> bool {
        match (self == Self::USUAL).then(|| same_quickly(one, other)).flatten() {
            Some(is_same) => is_same,
            None => one == other || self.text(one) == self.text(other),
        }
    }
}

/// Whether two texts say the same, with accents and without case.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    Fold::USUAL.same(one, other)
}

/// A character with one kind of apostrophe, dash and blank; none where it cannot be seen.
fn plain(letter: char) -> Option<char> {
    match letter {
        '!'..='_' | 'a'..='~' | ' ' => Some(letter),
        '`' | '´' | '‘' | '’' | '‚' | '‛' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ˈ' | '′' | '‵' | '＇' => {
            Some('\'')
        }
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '⁃' | '﹘' | '﹣' | '－' | '⸺' | '⸻' | '־' => {
            Some('-')
        }
        _ if letter.is_whitespace() => Some(' '),
        _ if is_invisible(letter) => None,
        _ => Some(letter),
    }
}

/// The same for what a compatible form has brought in.
fn plain_again(letter: char) -> Option<char> {
    if letter.is_ascii_graphic() && letter != '`' { Some(letter) } else { plain(letter) }
}

/// Whether a character cannot be seen: controls, joiners, marks of direction, soft hyphens, and what picks the look of a sign
/// (also the colour of skin of an emoji and the frame around a key).
fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(u32::from(letter),
            0xad | 0x34f | 0x61c | 0x115f | 0x1160 | 0x17b4 | 0x17b5 | 0x180b..=0x180f | 0x200b..=0x200f | 0x202a..=0x202e
            | 0x2060..=0x206f | 0x20e3 | 0x3164 | 0xfe00..=0xfe0f | 0xfeff | 0xffa0 | 0xfff9..=0xfffb | 0x1d173..=0x1d17a
            | 0x1f3fb..=0x1f3ff | 0xe0000..=0xe0fff)
}

/// How far the table of letters goes that are folded alone: Latin, Greek and Cyrillic.
const ALONE: usize = 0x530;

/// Letters that fold to one letter whatever stands before them, with that letter; 0 for all others.
fn alone() -> &'static [u16; ALONE] {
    static TABLE: OnceLock<[u16; ALONE]> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = [0; ALONE];
        for (code, place) in (0_u32..).zip(table.iter_mut()) {
            let Some(letter) = char::from_u32(code).filter(|it| it.is_alphanumeric() && !is_combining_mark(*it)) else {
                continue;
            };
            let folded = Fold::USUAL.text(letter.encode_utf8(&mut [0; 4]));
            let mut letters = folded.chars();
            if let (Some(only), None) = (letters.next(), letters.next()) {
                *place = u16::try_from(u32::from(only)).unwrap_or(0);
            }
        }
        table
    })
}

/// Whether two texts say the same, as far as letters show it that are folded alone; none when they do not.
fn same_quickly(one: &str, other: &str) -> Option<bool> {
    let table = alone();
    let fold =
        |letter: char| usize::try_from(u32::from(letter)).ok().and_then(|at| table.get(at).copied()).unwrap_or(0);
    let (mut ours, mut theirs) = (one.chars(), other.chars());
    loop {
        let (left, right) = (ours.next(), theirs.next());
        let (Some(left), Some(right)) = (left, right) else {
            let rest = left.or(right);
            // What is left over is something that can be seen, or it must be looked at whole.
            return match rest {
                None => Some(true),
                Some(letter) => (fold(letter) != 0).then_some(false),
            };
        };
        let (left, right) = (fold(left), fold(right));
        if left == 0 || right == 0 {
            return None;
        }
        if left != right {
            // A mark behind a letter may be part of it.
            let is_alone = |rest: &std::str::Chars<'_>| rest.clone().next().is_none_or(|next| fold(next) != 0);
            return (is_alone(&ours) && is_alone(&theirs)).then_some(false);
        }
    }
}

/// A text without the accents of Latin, Greek and Cyrillic letters; the marks of other scripts are letters of their own.
fn without_accents(text: &str) -> String {
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

/// Whether a text holds nothing that can be seen.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|letter| plain(letter).is_none_or(|letter| letter == ' '))
}

/// A text on one line, with one blank between words.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The entries of a list with commas (or lines), as they are written, without the empty ones.
pub fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.split([',', '\n']).map(str::trim).filter(|entry| !entry.is_empty())
}

/// A folded text without the punctuation and the signs around it; the text itself where it is nothing else.
#[must_use]
pub fn bare(folded: &str) -> &str {
    let bare = folded.trim_matches(|letter: char| !letter.is_alphanumeric() && !is_combining_mark(letter));
    if bare.is_empty() { folded } else { bare }
}

/// The place of the choice that somebody means: the one that says the same, else the only one that says the same without the
/// punctuation and the signs around it. Signs are read before they are left out, so `👍` may be a choice.
#[must_use]
pub fn choice<'a>(choices: impl IntoIterator<Item = &'a str>, said: &str) -> Option<usize> {
    let said = Fold::USUAL.text(said);
    let choices: Vec<String> = choices.into_iter().map(|choice| Fold::USUAL.text(choice)).collect();
    let exact = choices.iter().position(|choice| *choice == said && !said.is_empty());
    exact.or_else(|| {
        let said = bare(&said);
        let mut meant = choices.iter().enumerate().filter(|(_, choice)| !said.is_empty() && bare(choice) == said);
        let only = meant.next()?.0;
        meant.next().is_none().then_some(only)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_that_say_the_same() {
        for (one, other, expected) in [
            ("café", "cafe\u{301}", true),
            ("café", "cafe", false),
            ("don’t", "don't", true),
            ("don`t", "DON´T", true),
            ("well–known", "well-known", true),
            ("−5", "-5", true),
            (" two\u{a0}\n words ", "Two words", true),
            ("STRASSE", "straße", true),
            ("ﬁn", "fin", true),
            ("ＡＢＣ１２", "abc12", true),
            ("\u{200b}VIP\u{feff}", "vip", true),
            ("co\u{ad}operate", "cooperate", true),
            ("\u{202a}+33\u{202c}", "+33", true),
            ("👍🏽", "👍\u{fe0f}", true),
            ("1\u{fe0f}\u{20e3}", "1", true),
            ("ΣΊΣΥΦΟΣ", "σίσυφοσ", true),
            ("Żółć", "żółć", true),
            ("m²", "m2", true),
            ("two words", "twowords", false),
            ("a", "b", false),
            ("", " \u{200b}", true),
        ] {
            assert_eq!(same(one, other), expected, "{one:?} {other:?}");
            assert_eq!(same(other, one), expected, "{other:?} {one:?}");
        }
        assert!(!Fold::CASE.same("Café", "café") && Fold::CASE.same("Café", "Cafe\u{301}"));
        assert!(Fold::LOOSE.same("Großœ", "GROSSOE") && Fold::LOOSE.same("naïve", "naive"));
    }

    #[test]
    fn choices_are_meant_with_punctuation_and_signs_around() {
        for (choices, said, expected) in [
            (&["Yes", "No"][..], "yes.", Some(0)),
            (&["Yes", "No"], "«No»!", Some(1)),
            (&["👍", "👎"], "👎🏿", Some(1)),
            (&["C", "C++", "C#"], "c++", Some(1)),
            (&["C++", "C#"], "c", None),
            (&["🔴 Red", "🔵 Blue"], "red", Some(0)),
            (&["Yes", "No"], "...", None),
            (&["Yes", ""], "", None),
            (&["Order lookup"], "order  lookup?", Some(0)),
            (&["Café"], "cafe", None),
        ] {
            assert_eq!(choice(choices.iter().copied(), said), expected, "{choices:?} {said}");
        }
        assert_eq!(entries("gold, silver,,\n blue ,").collect::<Vec<_>>(), ["gold", "silver", "blue"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_500))]

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,12}|[a-zA-ZÀ-ž\u{300}-\u{345} '’–]{0,12}|.{0,8}") {
            for fold in [Fold::USUAL, Fold::CASE, Fold::LOOSE] {
                let once = fold.text(&text);
                prop_assert_eq!(fold.text(&once), once.clone(), "{:?} {:?}", fold, text);
            }
        }

        #[test]
        fn the_quick_way_says_what_the_whole_way_says(
            one in "[a-cA-CéÉèe\u{301}ßsſıİΣς '’]{0,5}",
            other in "[a-cA-CéÉèe\u{301}ßsſıİΣς '’]{0,5}",
        ) {
            prop_assert_eq!(same(&one, &other), Fold::USUAL.text(&one) == Fold::USUAL.text(&other));
        }
    }
}
