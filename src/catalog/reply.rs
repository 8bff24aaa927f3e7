//! What a customer writes in answer to a question (spec: meaning §6): the number, address, phone number, date, time or code that is
//! asked for, also where it is in a sentence. Two of them in one sentence are no answer, since nobody knows which one is meant.

use crate::model::resource::FieldType;

use super::compare::pattern;
use super::value::{self, Locale, number_typed};
use super::{fold, yes_no};

/// Most words of one value: an IBAN in groups of four has nine.
const MOST_WORDS: usize = 9;
/// Most words of a reply in which a value is looked for.
const MOST_READ: usize = 400;

/// Words before the extension of a phone number, with which it is not a full number.
const EXTENSIONS: [&str; 4] = ["ext", "extension", "poste", "x"];

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// A number, as the customer's language and the country of the project write numbers.
    Number,
    /// An email address.
    Email,
    /// A full phone number.
    Phone,
    /// A date.
    Date,
    /// Yes or no.
    YesNo,
    /// Between so many and so many digits.
    Digits(usize, usize),
    /// A time of day.
    Time,
    /// A web address.
    Url,
    /// An International Bank Account Number, with its check digits (ISO 13616).
    Iban,
    /// A code of letters and digits, with at least one digit.
    Code,
    /// A regular expression.
    Pattern(&'a str),
}

impl Wanted<'_> {
    /// The words of *not a …*.
    #[must_use]
    pub fn not_words(self) -> String {
        match self {
            Self::Number => "not a number".to_owned(),
            Self::Email => "not an email address".to_owned(),
            Self::Phone => "not a phone number".to_owned(),
            Self::Date => "not a date".to_owned(),
            Self::YesNo => "neither yes nor no".to_owned(),
            Self::Digits(least, most) if least == most => format!("not {least} digits"),
            Self::Digits(least, most) => format!("not {least} to {most} digits"),
            Self::Time => "not a time of day".to_owned(),
            Self::Url => "not a web address".to_owned(),
            Self::Iban => "not an IBAN".to_owned(),
            Self::Code => "not a code of letters and digits".to_owned(),
            Self::Pattern(_) => "not what the pattern describes".to_owned(),
        }
    }
}

/// What is kept of a reply: the whole reply if it is what is asked for, else the only part of it that is. None where no part is, or
/// several different ones are.
#[must_use]
pub fn read(wanted: Wanted<'_>, reply: &str, locale: Locale<'_>) -> Option<String> {
    let reply = reply.trim();
    if let Wanted::Pattern(text) = wanted {
        let pattern = pattern(text, false).ok()?;
        return only(pattern.find_iter(reply).map(|found| found.as_str().trim().to_owned()));
    }
    let whole = reply.trim_end_matches(['.', '!', '?', ',', ';']);
    if let Some(kept) = one(wanted, reply, locale).or_else(|| one(wanted, whole, locale)) {
        return Some(kept);
    }
    // A word that says yes is not the answer of a whole sentence.
    if wanted == Wanted::YesNo { None } else { only(parts(wanted, reply, locale).into_iter()) }
}

/// The only value, however often it is named; an empty one is none.
fn only(values: impl Iterator<Item = String>) -> Option<String> {
    let mut values = values.filter(|value| !value.is_empty());
    let first = values.next()?;
    values.all(|other| other == first).then_some(first)
}

/// The values in a sentence, the longest at each place.
fn parts(wanted: Wanted<'_>, reply: &str, locale: Locale<'_>) -> Vec<String> {
    let words = words(reply);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((start, _)) = words.get(at) {
        let most = MOST_WORDS.min(words.len() - at);
        let longest = (1..=most).rev().find_map(|count| {
            let (_, end) = words.get(at + count - 1)?;
            let text = bare(reply.get(*start..*end)?);
            // Two codes of digits beside each other are two, whatever a single one may hold.
            let may_be_joined = count == 1 || !matches!(wanted, Wanted::Digits(..) | Wanted::Code);
            one(wanted, text, locale).filter(|_| may_be_joined).map(|value| (count, value))
        });
        if let Some((count, value)) = longest {
            let next = words.get(at + count).and_then(|(start, end)| reply.get(*start..*end));
            let is_extension = |word: &str| EXTENSIONS.iter().any(|known| fold::same(known, bare(word)));
            if wanted == Wanted::Phone && next.is_some_and(is_extension) {
                return Vec::new();
            }
            found.push(value);
            at += count;
        } else {
            at += 1;
        }
    }
    found
}

/// Where the words of a text begin and end.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match start {
            Some(begin) if letter.is_whitespace() => {
                words.push((begin, at));
                start = None;
            }
            None if !letter.is_whitespace() => start = Some(at),
            _ => {}
        }
    }
    words.truncate(MOST_READ);
    words
}

/// Words without the punctuation around them; the signs and the bracket with which a number may begin stay.
fn bare(text: &str) -> &str {
    let text = text.trim_start_matches(|letter: char| !letter.is_alphanumeric() && !"+-(".contains(letter));
    text.trim_end_matches(|letter: char| !letter.is_alphanumeric() && letter != '/')
}

/// A text that is nothing but what is asked for, as it is kept.
fn one(wanted: Wanted<'_>, text: &str, locale: Locale<'_>) -> Option<String> {
    let fit = |kind| value::fit(kind, &[], text, locale).ok().map(std::borrow::Cow::into_owned);
    match wanted {
        _ if text.is_empty() => None,
        Wanted::Number => number_typed(text, locale),
        Wanted::Email => value::is_address(text).then(|| text.to_owned()),
        Wanted::Phone => value::phone_typed(text, locale),
        Wanted::Date => value::date_typed(text, locale),
        Wanted::YesNo => yes_no::read(text, locale).map(|yes| yes_no::words(yes).to_owned()),
        Wanted::Digits(least, most) => digits(text).filter(|found| (least..=most).contains(&found.len())),
        Wanted::Time => fit(FieldType::Time),
        Wanted::Url => fit(FieldType::Url),
        Wanted::Iban => iban(text),
        Wanted::Code => {
            let code = fold::one_line(text);
            let is_code = code.chars().all(char::is_alphanumeric) && code.chars().any(|letter| letter.is_ascii_digit());
            is_code.then_some(code)
        }
        Wanted::Pattern(_) => None,
    }
}

/// The digits of a text that has nothing else but blanks, dots and hyphens between them.
fn digits(text: &str) -> Option<String> {
    let is_joint = |letter: char| letter.is_whitespace() || letter == '.' || letter == '-';
    let is_code = text.starts_with(|letter: char| letter.is_ascii_digit())
        && text.chars().all(|letter| letter.is_ascii_digit() || is_joint(letter));
    is_code.then(|| text.chars().filter(char::is_ascii_digit).collect())
}

/// An IBAN without blanks, in capitals: country, check digits, up to 30 letters and digits, and the remainder 1 of 97 (ISO 13616).
fn iban(text: &str) -> Option<String> {
    let compact: String =
        text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>().to_ascii_uppercase();
    let is_shaped = (15..=34).contains(&compact.len())
        && compact.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && compact.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
        && compact.bytes().skip(2).take(2).all(|byte| byte.is_ascii_digit());
    if !is_shaped {
        return None;
    }
    let (head, tail) = compact.split_at(4);
    let rest = tail.bytes().chain(head.bytes()).fold(0_u32, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
    });
    (rest == 1).then_some(compact)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn french(wanted: Wanted<'_>, reply: &str) -> Option<String> {
        let locale =
            Locale { language: "en", country: "FR", zone: Some(chrono_tz::Tz::Europe__Paris), ..Locale::default() };
        read(wanted, reply, locale)
    }

    #[test]
    fn the_one_value_of_a_sentence_is_taken_out_of_it() {
        let long = format!("{} 7", "word ".repeat(60));
        for (wanted, reply, kept) in [
            (Wanted::Number, "my order is 123456", Some("123456")),
            (Wanted::Number, "It is 12.", Some("12")),
            (Wanted::Number, "about 1,000 or so", Some("1000")),
            (Wanted::Number, "minus no, -3!", Some("-3")),
            (Wanted::Number, "that makes 12,50 €", Some("12.50")),
            (Wanted::Number, "€40 please", Some("40")),
            (Wanted::Number, "7, yes 7", Some("7")),
            (Wanted::Number, &long, Some("7")),
            (Wanted::Number, "2 adults and 3 children", None),
            (Wanted::Number, "flat A12", None),
            (Wanted::Number, "soon", None),
            (Wanted::Number, "", None),
            (Wanted::Email, "write to ana@example.com, please", Some("ana@example.com")),
            (Wanted::Email, "<ana@example.com>", Some("ana@example.com")),
            (Wanted::Email, "ana@example.com or ben@example.com", None),
            (Wanted::Email, "ana at example", None),
            (Wanted::Phone, "call me at 06 12 34 56 78 after six", Some("+33612345678")),
            (Wanted::Phone, "my number: +33 (0)6 12 34 56 78.", Some("+33612345678")),
            (Wanted::Phone, "order 123456, phone 0155001010", Some("+33155001010")),
            (Wanted::Phone, "0612345678 or 0155001010", None),
            (Wanted::Phone, "06 12 34 56 78 ext. 9", None),
            (Wanted::Phone, "on 24/12/2026", None),
            (Wanted::Date, "we arrive on 24/12/2026 in the evening", Some("2026-12-24")),
            (Wanted::Date, "from 24/12/2026 to 26/12/2026", None),
            (Wanted::Date, "tomorrow", None),
            (Wanted::Digits(6, 6), "the code is 482913", Some("482913")),
            (Wanted::Digits(6, 6), "48-29-13", Some("482913")),
            (Wanted::Digits(6, 6), "482 913", Some("482913")),
            (Wanted::Digits(6, 6), "12345 or 123456", Some("123456")),
            (Wanted::Digits(4, 8), "1234 and 5678", None),
            (Wanted::Digits(4, 8), "A1234", None),
            (Wanted::Time, "let us say 08:30.", Some("08:30")),
            (Wanted::Url, "see https://northwind.example/offers now", Some("https://northwind.example/offers")),
            (Wanted::Iban, "it is GB82 WEST 1234 5698 7654 32 thanks", Some("GB82WEST12345698765432")),
            (Wanted::Iban, "gb82west12345698765432", Some("GB82WEST12345698765432")),
            (Wanted::Iban, "GB83 WEST 1234 5698 7654 32", None),
            (Wanted::Iban, "DE89 3704 0044 0532 0130 00", Some("DE89370400440532013000")),
            (Wanted::Code, "booking QX7T4", Some("QX7T4")),
            (Wanted::Code, "no idea", None),
            (Wanted::YesNo, "Yes.", Some("yes")),
            (Wanted::YesNo, "yes but not today", None),
            (Wanted::Pattern("[a-z]{2}-[0-9]{4}"), "it is AB-1234!", Some("AB-1234")),
            (Wanted::Pattern("^[0-9]+$"), "12 34", None),
            (Wanted::Pattern("[0-9]{2}"), "12 and 34", None),
            (Wanted::Pattern("("), "(", None),
            (Wanted::Pattern("x*"), "abc", None),
        ] {
            assert_eq!(french(wanted, reply).as_deref(), kept, "{wanted:?} in {reply:?}");
        }
    }

    #[test]
    fn replies_are_kept_in_one_form() {
        for (wanted, reply, kept) in [
            (Wanted::Number, "12,5", Some("12.5")),
            (Wanted::Number, "0042", Some("0042")),
            (Wanted::Number, "-3", Some("-3")),
            (Wanted::Number, "1,000.50", Some("1000.50")),
            (Wanted::Number, "1,000", Some("1000")),
            (Wanted::Number, "1e9", None),
            (Wanted::Number, "", None),
            (Wanted::Email, "a@b.example", Some("a@b.example")),
            (Wanted::Email, "a at b", None),
            (Wanted::Phone, "0033 6 12 34 56 78", Some("+33612345678")),
            (Wanted::Phone, "01 55 00 10 10", Some("+33155001010")),
            (Wanted::Phone, "+33 (0)6 12 34 56 78", Some("+33612345678")),
            (Wanted::Phone, "ext. 12345678", None),
            (Wanted::Phone, "+1+2345678", None),
            (Wanted::Phone, "24/12/2026", None),
            (Wanted::Phone, "112", None),
            (Wanted::Date, "24/12/2026", Some("2026-12-24")),
            (Wanted::Date, "12/24/2026", Some("2026-12-24")),
            (Wanted::Date, "2026-12-24 18:00", Some("2026-12-24")),
            (Wanted::Date, "2026-12-24T23:30:00Z", Some("2026-12-25")),
            (Wanted::Date, "24.12.26", None),
            (Wanted::Date, "31/02/2026", None),
            (Wanted::YesNo, "Sí", Some("yes")),
            (Wanted::YesNo, "NEIN", Some("no")),
            (Wanted::YesNo, "maybe", None),
        ] {
            assert_eq!(french(wanted, reply).as_deref(), kept, "{wanted:?} {reply}");
        }
        let elsewhere =
            |wanted, reply: &str, country| read(wanted, reply, Locale { language: "en", country, ..Locale::default() });
        assert_eq!(elsewhere(Wanted::Date, "03/04/2026", "US").as_deref(), Some("2026-03-04"));
        assert_eq!(elsewhere(Wanted::Date, "03/04/2026", ""), None);
        assert_eq!(elsewhere(Wanted::Phone, "01 55 00 10 10", ""), None);
    }

    #[test]
    fn what_does_not_fit_is_named() {
        for (wanted, words) in [
            (Wanted::Number, "not a number"),
            (Wanted::Email, "not an email address"),
            (Wanted::Digits(6, 6), "not 6 digits"),
            (Wanted::Digits(4, 8), "not 4 to 8 digits"),
        ] {
            assert_eq!(wanted.not_words(), words);
        }
    }
}
