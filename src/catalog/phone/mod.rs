//! The one reader of phone numbers: what a text says by the numbering plans of the world, whether two texts say the same number, and
//! whether a number begins with a prefix. Whether an action may dial a number is decided here too, by where the number comes from.

mod plan;
mod rules;
mod spelling;

use super::dates;
use crate::model::Operand;

pub use plan::is_country;

/// Shortest and longest short number, such as 15 and 118218.
const SHORT: std::ops::RangeInclusive<usize> = 2..=6;

/// What a numbering plan says of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineType {
    /// A mobile phone.
    Mobile,
    /// Certainly no mobile phone: a fixed line, a service number.
    NotMobile,
    /// A service number whose calls cost extra.
    Premium,
    /// It may be a mobile phone or not: both have the same numbers, as in North America, or the plan does not have the number yet.
    Either,
}

/// A phone number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Number {
    /// A number of a subscriber or a service, which can be dialled from everywhere.
    Full {
        /// In international form (E.164), such as `+33612345678`.
        e164: String,
        /// What the plan says of it.
        line: LineType,
    },
    /// A number that exists inside a country or network only, such as 112, 15 or 3912.
    Short(String),
}

impl Number {
    /// What is dialled.
    #[must_use]
    pub fn digits(&self) -> &str {
        match self {
            Self::Full { e164, .. } => e164,
            Self::Short(digits) => digits,
        }
    }
}

/// Why a text is not a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no text.
    Empty,
    /// The text contains letters, an extension or other signs that cannot be dialled.
    Signs,
    /// It could be a national number, but no country is known.
    NoCountry,
    /// No numbering plan has it.
    NoSuchNumber,
}

impl Fault {
    /// What is wrong and what to do, in a sentence or two.
    #[must_use]
    pub fn words(self, text: &str) -> String {
        let text = super::text::shorten(text.trim(), 40);
        match self {
            Self::Empty => "No number is given.".to_owned(),
            Self::Signs => format!("\"{text}\" is not a phone number. Leave out letters, extensions and other signs."),
            Self::NoCountry => format!(
                "\"{text}\" has no country. Write it in international form, such as +33155001010, or choose the default country \
                 in the project's settings."
            ),
            Self::NoSuchNumber => {
                format!(
                    "\"{text}\" is not an existing phone number. Write it in international form, such as +33155001010."
                )
            }
        }
    }
}

/// Reads a phone number in any usual spelling. `country` is the code of two letters whose national numbers are read; it may be empty.
///
/// # Errors
/// Why the text is not a phone number.
pub fn read(text: &str, country: &str) -> Result<Number, Fault> {
    let spelt = spelling::read(text)?;
    if dates::looks_typed(text) {
        return Err(Fault::NoSuchNumber);
    }
    let is_short_enough = SHORT.contains(&spelt.digits.len()) && !spelt.is_international();
    match plan::find(&spelt, country, is_short_enough) {
        Some((e164, line)) => Ok(Number::Full { e164, line }),
        _ if is_short_enough && (!spelt.digits.starts_with('0') || spelt.digits == "000") => {
            Ok(Number::Short(spelt.digits))
        }
        _ if country.is_empty() && !spelt.is_international() => Err(Fault::NoCountry),
        _ => Err(Fault::NoSuchNumber),
    }
}

/// A number in international form (E.164); none for short numbers and for texts that are not numbers.
#[must_use]
pub fn e164(text: &str, country: &str) -> Option<String> {
    match read(text, country) {
        Ok(Number::Full { e164, .. }) => Some(e164),
        _ => None,
    }
}

/// What the numbering plan says of a full number.
#[must_use]
pub fn line_type(text: &str, country: &str) -> Option<LineType> {
    match read(text, country) {
        Ok(Number::Full { line, .. }) => Some(line),
        _ => None,
    }
}

/// What two spellings of one number share, and no others. A number in international form that no plan has is itself.
#[must_use]
pub fn key(text: &str, country: &str) -> Option<String> {
    if plan::is_written_in_full(text) {
        return Some(text.to_owned());
    }
    match read(text, country) {
        Ok(Number::Full { e164, .. }) => Some(e164),
        Ok(Number::Short(digits)) => Some(digits),
        Err(_) => {
            let spelt = spelling::read(text).ok().filter(|_| !dates::looks_typed(text))?;
            let digits = spelt.international()?;
            (7..=15).contains(&digits.len()).then(|| format!("+{digits}"))
        }
    }
}

/// Whether two texts are the same number.
#[must_use]
pub fn is_same(one: &str, other: &str, country: &str) -> bool {
    key(one, country).is_some_and(|one| key(other, country) == Some(one))
}

/// The beginnings of the keys of all numbers that begin with a prefix, such as `+33 6`, `0033 6` or `06`, however it is spelt. None where
/// the text cannot be part of a phone number.
#[must_use]
pub fn beginnings(prefix: &str, country: &str) -> Option<Vec<String>> {
    let prefix = spelling::read(prefix).ok()?;
    let full = match prefix.international() {
        Some(begin) => {
            let other = plan::without_trunk_zero(begin);
            [Some(begin.to_owned()), other].into_iter().flatten().collect()
        }
        None => plan::full_prefixes(&prefix.digits, country),
    };
    let short = if prefix.is_international() { None } else { Some(prefix.digits) };
    Some(full.into_iter().map(|begin| format!("+{begin}")).chain(short).collect())
}

/// Whether a number begins with a prefix. None where the number or the prefix cannot be read.
#[must_use]
pub fn has_prefix(number: &str, prefix: &str, country: &str) -> Option<bool> {
    let number = key(number, country)?;
    Some(beginnings(prefix, country)?.iter().any(|begin| number.starts_with(begin.as_str())))
}

/// Where the number that an action dials comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// It is written in the action, or in an external number of the project.
    Literal,
    /// It was read from a variable or an expression.
    Variable {
        /// Whether the action allows numbers whose calls cost extra.
        allows_premium: bool,
    },
}

impl Source {
    /// Where the value of an operand comes from; a text with a placeholder is read from a variable.
    #[must_use]
    pub fn of(operand: &Operand, allows_premium: bool) -> Self {
        match operand {
            Operand::Text(text) if !text.contains("{{") => Self::Literal,
            _ => Self::Variable { allows_premium },
        }
    }
}

/// The number that an action dials. From a variable neither short and emergency numbers are dialled nor, unless the action allows
/// them, premium-rate numbers.
///
/// # Errors
/// Why the text is not dialled, in a sentence.
pub fn dialled(text: &str, country: &str, source: Source) -> Result<String, String> {
    let number = read(text, country).map_err(|fault| fault.words(text))?;
    match (&number, source) {
        (Number::Short(digits), Source::Variable { .. }) => {
            Err(format!("{digits} is a short number. Short numbers are not dialled from a variable."))
        }
        (Number::Full { e164, line: LineType::Premium }, Source::Variable { allows_premium: false }) => {
            Err(format!("{e164} is a premium-rate number, which this action does not allow from a variable."))
        }
        _ => Ok(number.digits().to_owned()),
    }
}

#[cfg(test)]
mod tests;
