//! Phone numbers by the numbering plans of the world. The one place that knows the library behind it; whether a number merely
//! has the form of E.164 is said by [`super::text::is_e164`].

use phonenumber::metadata::DATABASE;
use phonenumber::{Mode, PhoneNumber, Type, country};

use super::text::bare_number;

/// What a numbering plan says of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineType {
    /// A mobile phone.
    Mobile,
    /// Anything else: a fixed line, a service number.
    NotMobile,
}

/// Whether a number is mobile. None where it is no valid number, or where the plan gives mobile phones and fixed lines the same
/// numbers, as in North America. `default_country` is a code of two letters for numbers that are not in international form; it may be
/// empty.
#[must_use]
pub fn line_type(number: &str, default_country: &str) -> Option<LineType> {
    match parse(number, default_country)?.number_type(&DATABASE) {
        Type::Mobile => Some(LineType::Mobile),
        Type::FixedLineOrMobile | Type::Unknown => None,
        _ => Some(LineType::NotMobile),
    }
}

/// A valid number in international form (E.164).
#[must_use]
pub fn e164(number: &str, default_country: &str) -> Option<String> {
    Some(parse(number, default_country)?.format().mode(Mode::E164).to_string())
}

/// Whether a text is the code of a country that has a numbering plan, such as `FR`.
#[must_use]
pub fn is_country(code: &str) -> bool {
    country_of(code).is_some()
}

fn country_of(code: &str) -> Option<country::Id> {
    code.trim().to_uppercase().parse().ok()
}

fn parse(number: &str, default_country: &str) -> Option<PhoneNumber> {
    let country = country_of(default_country);
    let read = |text: &str| phonenumber::parse(country, text).ok().filter(PhoneNumber::is_valid);
    // No plan is longer than this, however it is written; the rest would only cost time.
    let number = number.trim();
    if number.len() > 64 {
        return None;
    }
    read(number).or_else(|| read(&bare_number(number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_some_plans() {
        let mobile = Some(LineType::Mobile);
        let other = Some(LineType::NotMobile);
        for (number, country, expected, international) in [
            ("+33612345678", "", mobile, Some("+33612345678")),
            ("06 12 34 56 78", "fr", mobile, Some("+33612345678")),
            ("06 12 34 56 78", "", None, None),
            ("0033612345678", "", mobile, Some("+33612345678")),
            ("01 55 00 10 10", "FR", other, Some("+33155001010")),
            ("+33800123456", "", other, Some("+33800123456")),
            ("07911 123456", "GB", mobile, Some("+447911123456")),
            ("+491701234567", "FR", mobile, Some("+491701234567")),
            ("+12025550123", "", None, Some("+12025550123")),
            ("+33", "", None, None),
            ("+999999999", "", None, None),
            ("112", "FR", None, None),
            ("", "FR", None, None),
            ("ü\u{0}", "XX", None, None),
        ] {
            assert_eq!(line_type(number, country), expected, "{number} {country}");
            assert_eq!(e164(number, country).as_deref(), international, "{number} {country}");
        }
        assert!(is_country("FR") && is_country(" de ") && !is_country("") && !is_country("XX"));
        assert_eq!(e164(&"+3361234567".repeat(10_000), ""), None);
    }
}
