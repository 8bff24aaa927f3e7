//! What people type: thousands separators and the decimal sign of numbers follow the language and the country (spec: meaning §1).
//! What a program gives is read by [`super::Decimal`] instead, without any of this.

use chrono::Datelike;
use num_format::Locale as Signs;

use super::super::{country, dates, phone};
use super::{Decimal, Locale};

/// How a language writes numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Writing {
    decimal: char,
    /// The sign between groups of thousands; blanks and apostrophes are always accepted.
    group: char,
}

/// The number that somebody typed, as it is stored: digits with a decimal point. None where it is none, or where it may be two
/// different numbers.
#[must_use]
pub fn number_typed(text: &str, locale: Locale<'_>) -> Option<String> {
    let folded = super::super::fold::Fold::USUAL.text(text);
    let (sign, digits) = match folded.strip_prefix('-') {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", folded.strip_prefix('+').unwrap_or(&folded).trim_start()),
    };
    let ungrouped = without_blanks(digits)?;
    let number = read(&ungrouped, writing(locale))?;
    Decimal::read(&number)?;
    Some(format!("{sign}{number}"))
}

/// A decimal as people of a language write it: `42.00` is `42,00` in French.
#[must_use]
pub fn number_in(decimal: &str, locale: Locale<'_>) -> String {
    decimal.replace('.', &writing(locale).decimal.to_string())
}

/// The phone number that somebody typed, as it is stored: in international form. None where it is not a full number.
#[must_use]
pub fn phone_typed(text: &str, locale: Locale<'_>) -> Option<String> {
    phone::e164(text, locale.country)
}

/// The date that somebody typed, as it is stored: `2026-12-24`. Days and months are in the order of the country; none where it could be
/// two days.
#[must_use]
pub fn date_typed(text: &str, locale: Locale<'_>) -> Option<String> {
    let day = dates::read(text).map(|stamp| stamp.day(locale.zone()));
    let day = day.or_else(|| dates::typed_day(text, country::date_order(locale.country)));
    day.filter(|day| (1000..=9999).contains(&day.year())).map(|day| day.to_string())
}

/// Blanks and apostrophes between groups of three digits are left out; anywhere else they make it no number.
fn without_blanks(text: &str) -> Option<String> {
    let is_joint = |letter: char| letter == ' ' || letter == '\'';
    if !text.contains(is_joint) {
        return Some(text.to_owned());
    }
    let whole = text.split(['.', ',']).next().unwrap_or_default();
    let rest = text.get(whole.len()..)?;
    (is_grouped(whole, is_joint) && !rest.contains(is_joint)).then(|| whole.replace(is_joint, "") + rest)
}

/// Whether the digits form groups of three, with one to three digits in the first group.
fn is_grouped(text: &str, is_joint: impl Fn(char) -> bool) -> bool {
    let is_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = text.split(is_joint);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && is_digits(first) && groups.all(|group| group.len() == 3 && is_digits(group))
}

fn read(text: &str, writing: Writing) -> Option<String> {
    let count = |sign: char| text.matches(sign).count();
    let last = text.rfind(['.', ',']).and_then(|place| text.get(place..)?.chars().next());
    match (last, count('.'), count(',')) {
        (None, ..) => joined(text, ""),
        // Both signs: the last one is the decimal sign, the others separate thousands.
        (Some(decimal), points, commas) if points > 0 && commas > 0 => {
            let group = if decimal == '.' { ',' } else { '.' };
            let (whole, part) = text.rsplit_once(decimal)?;
            (count(decimal) == 1 && is_grouped(whole, |letter| letter == group))
                .then(|| joined(&whole.replace(group, ""), part))?
        }
        // A sign that occurs several times separates thousands.
        (Some(group), points, commas) if points + commas > 1 => {
            is_grouped(text, |letter| letter == group).then(|| text.replace(group, ""))
        }
        (Some(sign), ..) => {
            let (whole, part) = text.split_once(sign)?;
            let may_be_group = is_grouped(text, |letter| letter == sign) && !whole.starts_with('0');
            match (may_be_group, sign == writing.decimal, sign == writing.group) {
                // Without three digits after it, the sign can only be the decimal sign.
                (false, ..) | (true, true, false) => joined(whole, part),
                (true, _, true) => joined(&(whole.to_owned() + part), ""),
                // Three digits behind a sign that this language uses for neither: it may be both.
                (true, false, false) => None,
            }
        }
    }
}

fn joined(whole: &str, part: &str) -> Option<String> {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let whole = if whole.is_empty() && !part.is_empty() { "0" } else { whole };
    (is_digits(whole) && is_digits(part) && !whole.is_empty()).then(|| match part {
        "" => whole.to_owned(),
        part => format!("{whole}.{part}"),
    })
}

/// How a language writes numbers, in the country of its tag, else in the project's.
fn writing(locale: Locale<'_>) -> Writing {
    let tag = locale.language.replace('-', "_");
    let (language, region) = tag.split_once('_').unwrap_or((&tag, locale.country));
    let known = |name: &str| Signs::from_name(name).ok();
    let language = language.to_ascii_lowercase();
    let signs = known(&format!("{language}_{}", region.to_ascii_uppercase())).or_else(|| known(&language));
    let signs = signs.unwrap_or(Signs::en);
    let first = |text: &str, or: char| text.chars().next().unwrap_or(or);
    Writing { decimal: first(signs.decimal(), '.'), group: first(signs.separator(), ' ') }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_type_them() {
        for (language, country, text, expected) in [
            ("en", "", "1,000", Some("1000")),
            ("en-US", "FR", "1,000", Some("1000")),
            ("en", "", "1,000.50", Some("1000.50")),
            ("en", "", "1,000,000", Some("1000000")),
            ("en", "", "12,5", Some("12.5")),
            ("en", "", "1.234,56", Some("1234.56")),
            ("en", "", "2.500", Some("2.500")),
            ("de", "DE", "250.000", Some("250000")),
            ("de", "DE", "1.234,50", Some("1234.50")),
            ("de", "DE", "12.5", Some("12.5")),
            ("de", "DE", "2,500", Some("2.500")),
            ("de-CH", "", "1'000", Some("1000")),
            ("de", "CH", "1’000.50", Some("1000.50")),
            ("fr", "FR", "1\u{202f}000,50", Some("1000.50")),
            ("fr", "FR", "1 000", Some("1000")),
            ("fr", "FR", "3,14", Some("3.14")),
            ("fr", "FR", "1.000", None),
            ("es", "ES", "1.000", Some("1000")),
            ("es", "MX", "1,000", Some("1000")),
            ("en", "", "0.125", Some("0.125")),
            ("de", "", "0.125", Some("0.125")),
            ("en", "", "0042", Some("0042")),
            ("en", "", "- 3", Some("-3")),
            ("en", "", "−3", Some("-3")),
            ("en", "", "+4", Some("4")),
            ("en", "", ".5", Some("0.5")),
            ("en", "", "１２", Some("12")),
            ("en", "", "12 34", None),
            ("en", "", "1,00,000", None),
            ("en", "", "1.000.00", None),
            ("en", "", "1e9", None),
            ("en", "", "", None),
            ("en", "", "-", None),
            ("en", "", "twelve", None),
            ("en", "", "12345678901234567890123456789", None),
            ("xx", "", "1,000", Some("1000")),
        ] {
            let locale = Locale { language, country, ..Locale::default() };
            assert_eq!(number_typed(text, locale).as_deref(), expected, "{language} {country} {text}");
        }
        for (language, expected) in
            [("en", "42.50"), ("fr", "42,50"), ("de-CH", "42.50"), ("es", "42,50"), ("xx", "42.50")]
        {
            assert_eq!(number_in("42.50", Locale { language, ..Locale::default() }), expected, "{language}");
        }
    }

    mod properties {
        use num_format::{Buffer, Locale as Signs};
        use proptest::prelude::*;

        use super::*;

        proptest! {
            #![proptest_config(ProptestConfig::with_cases(1_500))]

            /// Numbers as another program writes them for people are read in the language that they are written in.
            #[test]
            fn what_is_written_in_a_language_is_read_in_it(
                place in 0_usize..7, whole in any::<i64>().prop_flat_map(|most| 0..=most.unsigned_abs() / 1_000),
                part in "([0-9]{1,9})?", is_negative in any::<bool>(),
            ) {
                let (language, signs) = [
                    ("en", Signs::en), ("pt", Signs::pt), ("de", Signs::de), ("de-CH", Signs::de_CH), ("fr", Signs::fr),
                    ("es-MX", Signs::es_MX), ("it", Signs::it),
                ][place];
                let mut buffer = Buffer::new();
                buffer.write_formatted(&whole, &signs);
                let sign = if is_negative { "-" } else { "" };
                let decimal = if part.is_empty() { "" } else { signs.decimal() };
                let written = format!("{sign}{}{decimal}{part}", buffer.as_str());
                let plain = if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") };
                prop_assume!(Decimal::read(&plain).is_some());
                let read = number_typed(&written, Locale { language, ..Locale::default() });
                prop_assert_eq!(read.as_deref().and_then(Decimal::read), Decimal::read(&plain), "{} {}: {:?}", language, written, read);
            }
        }
    }
}
