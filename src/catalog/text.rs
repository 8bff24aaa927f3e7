//! Small readings and writings of text that several layers share: durations, clock times, lists in words.

use crate::model::limits::is_longer;

/// Reads `40s`, `2 min`, `1m30s`, `1h`, `00:05:00` or a bare number of seconds, as milliseconds. Bounded by a year.
#[must_use]
pub fn parse_duration_ms(text: &str) -> Option<u64> {
    const YEAR_MS: u64 = 366 * 86_400_000;
    let text = text.trim().to_lowercase();
    if text.contains(':') {
        let parts: Vec<u64> = text.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
        let seconds = match parts.as_slice() {
            [m, s] => m.checked_mul(60)?.checked_add(*s)?,
            [h, m, s] => h.checked_mul(3600)?.checked_add(m.checked_mul(60)?)?.checked_add(*s)?,
            _ => return None,
        };
        return seconds.checked_mul(1000).filter(|ms| *ms <= YEAR_MS);
    }
    let mut total: u64 = 0;
    let mut rest = text.as_str();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits);
        let number: u64 = number.parse().ok()?;
        let after = after.trim_start();
        let letters = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at(letters);
        let unit_ms = match unit {
            "ms" => 1,
            "" | "s" | "sec" | "second" | "seconds" => 1_000,
            "m" | "min" | "minute" | "minutes" => 60_000,
            "h" | "hour" | "hours" => 3_600_000,
            "d" | "day" | "days" => 86_400_000,
            _ => return None,
        };
        total = total.checked_add(number.checked_mul(unit_ms)?)?;
        rest = after.trim_start();
    }
    (total <= YEAR_MS).then_some(total)
}

/// Reads when somebody answers and how long the talk lasts, `after 5s for 90s`, in any order and each at most once; what is not said
/// is as given. Without a word a duration is when. The words are folded already.
#[must_use]
pub fn parse_talk_ms(typed: &str, after_ms: u64, talk_ms: u64) -> Option<(u64, u64)> {
    let (mut after, mut talk) = (None, None);
    let mut rest = format!(" {typed}");
    // From the end, so that each word takes what follows it.
    while !rest.trim().is_empty() {
        let place = rest.rfind(" after ").max(rest.rfind(" for "));
        let (before, part) = rest.split_at(place.unwrap_or(0));
        let (cell, duration) = match (part.strip_prefix(" for "), part.strip_prefix(" after ")) {
            (Some(duration), _) => (&mut talk, duration),
            (None, duration) => (&mut after, duration.unwrap_or(part)),
        };
        if cell.replace(parse_duration_ms(duration)?).is_some() {
            return None;
        }
        rest = before.to_owned();
    }
    Some((after.unwrap_or(after_ms), talk.unwrap_or(talk_ms)))
}

/// A text without the digits of a card: where twelve or more stand together, blanks and hyphens left aside, every digit is hidden.
#[must_use]
pub fn without_cards(text: &str) -> String {
    const SHORTEST: usize = 12;
    let mut digits: usize = 0;
    let has_card = text.chars().any(|letter| {
        digits = match letter {
            '0'..='9' => digits.saturating_add(1),
            ' ' | '-' => digits,
            _ => 0,
        };
        digits >= SHORTEST
    });
    if has_card { without_digits(text) } else { text.to_owned() }
}

/// A text with a dot for every digit.
#[must_use]
pub fn without_digits(text: &str) -> String {
    text.chars().map(|letter| if letter.is_numeric() { '•' } else { letter }).collect()
}

/// Writes a duration as people say it: `40 s`, `5 min`, `1 min 30 s`, `2 h`, `3 days`.
#[must_use]
pub fn duration_words(seconds: i64) -> String {
    let units = [(86_400, "day"), (3_600, "h"), (60, "min"), (1, "s")];
    let mut rest = seconds.max(0);
    let mut words = Vec::new();
    for (size, unit) in units {
        let count = rest / size;
        rest %= size;
        if count > 0 {
            let plural = if unit == "day" && count > 1 { "s" } else { "" };
            words.push(format!("{count} {unit}{plural}"));
        }
    }
    if words.is_empty() { "0 s".to_owned() } else { words.join(" ") }
}

/// Writes a time since the start of a call: `0:14`, `12:05`, `1:02:07`.
#[must_use]
pub fn clock_words(ms: u64) -> String {
    let seconds = ms / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// How long it takes to speak a text: words ÷ 2.5 per second, in milliseconds (spec: simulation §3).
#[must_use]
pub fn speaking_ms(text: &str) -> u64 {
    if !text.is_ascii() {
        return text.split_whitespace().count() as u64 * 400;
    }
    let parts = text.as_bytes().split(|byte| matches!(byte, b' ' | b'\t'..=b'\r'));
    parts.filter(|part| !part.is_empty()).count() as u64 * 400
}

/// How long it takes to speak what is heard in pieces.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words {
    count: u64,
    is_in_word: bool,
}

impl Words {
    /// Hears the next piece.
    pub fn hear(&mut self, piece: &str) {
        for letter in piece.chars() {
            let is_letter = !letter.is_whitespace();
            self.count += u64::from(is_letter && !self.is_in_word);
            self.is_in_word = is_letter;
        }
    }

    /// How long it takes to speak all of it, in milliseconds.
    #[must_use]
    pub fn speaking_ms(self) -> u64 {
        self.count * 400
    }
}

/// Cuts a text to so many characters, with an ellipsis where something is missing.
#[must_use]
pub fn shorten(text: &str, most: usize) -> String {
    if !is_longer(text, most) {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Whether a character is invisible and is shown by a sign. Line ends and tabs are visible by their effect; joiners within a word or an emoji belong
/// to it.
#[must_use]
pub fn is_hidden(letter: char) -> bool {
    match letter {
        '\n' | '\t' => false,
        '\u{61c}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => true,
        _ => letter.is_control(),
    }
}

/// A text with a capital first letter, as at the beginning of a sentence.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A text with a small first letter, as in the middle of a sentence.
#[must_use]
pub fn uncapitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// Texts in quotation marks: *"A", "B" and "C"*.
#[must_use]
pub fn quoted_list<T: AsRef<str>>(texts: &[T]) -> String {
    let quoted = |text: &T| format!("\"{}\"", text.as_ref());
    match texts.split_last() {
        Some((last, [])) => quoted(last),
        Some((last, others)) => {
            format!("{} and {}", others.iter().map(quoted).collect::<Vec<_>>().join(", "), quoted(last))
        }
        None => String::new(),
    }
}

/// As much of a text as fits in so many bytes.
#[must_use]
pub fn shorten_bytes(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or_default()
}

/// A number with its thousands apart: *10,000*.
#[must_use]
pub fn number_words(number: usize) -> String {
    let digits = number.to_string();
    let mut words = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

/// The text with the digits of payment cards masked and all else as it is, for what is kept and read again: 13 to 19 digits that pass the check of card numbers (ISO/IEC 7812-1), in one
/// piece or in groups.
#[must_use]
pub fn mask_cards(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let digit = |place: usize| letters.get(place).is_some_and(char::is_ascii_digit);
    let mut masked = String::with_capacity(text.len());
    let mut place = 0;
    while let Some(letter) = letters.get(place) {
        let mut end = place;
        if letter.is_ascii_digit() {
            // A single space or hyphen may stand between two groups.
            while digit(end) || (end > place && digit(end - 1) && digit(end + 1) && is_joint(letters.get(end))) {
                end += 1;
            }
        }
        let group = letters.get(place..end).unwrap_or_default();
        if is_card_number(group) {
            masked.extend(group.iter().map(|letter| if letter.is_ascii_digit() { '•' } else { *letter }));
        } else if group.is_empty() {
            masked.push(*letter);
        } else {
            masked.extend(group);
        }
        place = end.max(place + 1);
    }
    masked
}

fn is_joint(letter: Option<&char>) -> bool {
    matches!(letter, Some(' ' | '-'))
}

fn is_card_number(group: &[char]) -> bool {
    let digits: Vec<u32> = group.iter().filter_map(|letter| letter.to_digit(10)).collect();
    let weigh = |(place, digit): (usize, &u32)| match digit * 2 {
        _ if place % 2 == 0 => *digit,
        double if double > 9 => double - 9,
        double => double,
    };
    (13..=19).contains(&digits.len()) && digits.iter().rev().enumerate().map(weigh).sum::<u32>() % 10 == 0
}

/// A copy is called after what it is a copy of, and unlike all others; a name has its limit, so a long one is cut.
#[must_use]
pub fn name_of_copy(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    const ROOM: usize = 180;
    let name = shorten(name, ROOM);
    let mut copies = (1..).map(|number| match number {
        1 => format!("{name} (copy)"),
        number => format!("{name} (copy {number})"),
    });
    copies.find(|copy| !is_taken(copy)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_text_are_counted_as_its_parts_between_blanks() {
        for text in [
            "",
            " ",
            "one",
            " one  two\tthree\r\nfour ",
            "a\u{b}b\u{c}c",
            "\u{1c}x \u{1f} y",
            "déjà vu",
            "ein\u{a0}Wort",
            "—",
        ] {
            assert_eq!(speaking_ms(text), text.split_whitespace().count() as u64 * 400, "{text:?}");
        }
    }

    #[test]
    fn durations_are_read_and_written() {
        for (text, ms) in [("40s", 40_000), ("2 min", 120_000), ("1m30s", 90_000), ("00:05:00", 300_000), ("7", 7_000)]
        {
            assert_eq!(parse_duration_ms(text), Some(ms), "{text}");
        }
        for text in ["", "soon", "s", "99999999999d", "1:2:3:4", "-4s"] {
            assert_eq!(parse_duration_ms(text), None, "{text}");
        }
        assert_eq!(duration_words(90), "1 min 30 s");
        assert_eq!(duration_words(172_800), "2 days");
        assert_eq!(clock_words(3_727_000), "1:02:07");
    }

    #[test]
    fn the_first_letter_is_made_a_capital_or_a_small_one() {
        assert_eq!([capitalised("ana"), capitalised("état"), capitalised("")], ["Ana", "État", ""]);
        assert_eq!([uncapitalised("Queue"), uncapitalised("État"), uncapitalised("")], ["queue", "état", ""]);
    }

    #[test]
    fn digits_of_cards_are_masked_and_nothing_else() {
        let masked = [
            ("say my card is 4111 1111 1111 1111, please", "say my card is •••• •••• •••• ••••, please"),
            ("press 378282246310005", "press •••••••••••••••"),
            ("4012-8888-8888-1881", "••••-••••-••••-••••"),
        ];
        for (text, wanted) in masked {
            assert_eq!(mask_cards(text), wanted);
        }
        for text in
            ["press 1", "+33 1 55 00 10 10", "4111111111111112", "2026-11-23 10:00:00", "Été – 12", "", "0:10  4"]
        {
            assert_eq!(mask_cards(text), text);
        }
    }

    #[test]
    fn a_copy_gets_a_name_that_is_free() {
        let named = |taken: &[&str]| name_of_copy("Menu", |name| taken.contains(&name));
        assert_eq!(named(&["Menu"]), "Menu (copy)");
        assert_eq!(named(&["Menu", "Menu (copy)", "Menu (copy 2)"]), "Menu (copy 3)");
    }
}
