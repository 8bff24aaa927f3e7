//! What fits a type: whether a text may be stored in a field or a column, and as what (spec: meaning §1). What people type in
//! their own way is read before it comes here.

use std::borrow::Cow;

use crate::model::resource::FieldType;

use super::super::{fold, text, yes_no};
use super::readers::{date, moment, phone_key, time};
use super::{Decimal, Locale};

/// Why a text does not fit a type: what is needed instead, as a sentence.
pub type Misfit = &'static str;

/// The text as it is stored in a field of a type. Digits, codes and spellings stay as they are written; yes and no become `yes` and
/// `no`, and an entry of a list is spelt as the list has it. An empty text fits every type. `listed` are the values of a list.
///
/// # Errors
/// What is needed instead.
pub fn fit<'a>(kind: FieldType, listed: &[String], text: &'a str, locale: Locale<'_>) -> Result<Cow<'a, str>, Misfit> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(Cow::Borrowed(if kind == FieldType::LongText { text } else { trimmed }));
    }
    let (fits, needed) = match kind {
        FieldType::LongText => return Ok(Cow::Borrowed(text)),
        FieldType::ShortText => {
            return if text.contains(['\n', '\r']) { Err("A single line is needed.") } else { Ok(Cow::Borrowed(text)) };
        }
        FieldType::YesNo => {
            let read = yes_no::read(trimmed, locale).map(|yes| Cow::Borrowed(yes_no::words(yes)));
            return read.ok_or("\"yes\" or \"no\" is needed.");
        }
        FieldType::List => {
            let found = listed.iter().find(|entry| fold::same(entry, trimmed));
            return match found {
                Some(entry) => Ok(Cow::Owned(entry.trim().to_owned())),
                None if listed.is_empty() => Ok(Cow::Borrowed(text)),
                None => Err("One of the values of the list is needed."),
            };
        }
        FieldType::Number => {
            (Decimal::read(trimmed).is_some(), "A number of at most 28 digits is needed, such as 12 or 9.5.")
        }
        FieldType::Date => (date(trimmed).is_some(), "A date is needed, such as 2026-12-25."),
        FieldType::DateTime => {
            let fits = date(trimmed).is_none() && moment(trimmed, locale).is_some();
            (fits, "A date and a time are needed, such as 2026-12-25 14:30.")
        }
        FieldType::Time => (time(trimmed).is_some(), "A time is needed, such as 08:30."),
        FieldType::Phone => {
            (is_full(trimmed, locale), "A number in international form is needed, such as +33155001010.")
        }
        FieldType::Email => (is_address(trimmed), "An email address is needed, such as ana@example.com."),
        FieldType::Url => (is_url(trimmed), "A web address is needed, such as https://example.com."),
    };
    if fits { Ok(Cow::Borrowed(trimmed)) } else { Err(needed) }
}

/// The text as a field or a column of a type stores it; a text that does not fit the type stays as it is.
#[must_use]
pub fn stored(kind: FieldType, listed: &[String], text: &str, locale: Locale<'_>) -> String {
    fit(kind, listed, text, locale).map_or_else(|_| text.to_owned(), Cow::into_owned)
}

/// Whether a text is a phone number that can be dialled from everywhere; short numbers are dialled where they are literals only.
fn is_full(text: &str, locale: Locale<'_>) -> bool {
    phone_key(text, locale).is_some_and(|number| number.starts_with('+'))
}

/// The sentence that says why a text is not stored.
#[must_use]
pub fn misfit_words(name: &str, kind: FieldType, text: &str, needed: Misfit) -> String {
    let text = text::shorten(&fold::one_line(text), 60);
    format!("\"{text}\" does not fit {name} ({}). {needed}", kind.words().to_lowercase())
}

/// Whether a text is an email address, by its form.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let Some((name, domain)) = text.trim().rsplit_once('@') else { return false };
    let is_plain = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control() || "@<>,;()\"".contains(c))
    };
    let labels = || domain.split('.');
    is_plain(name) && is_plain(domain) && labels().count() > 1 && labels().all(|label| !label.is_empty())
}

/// Whether a text is a web address.
#[must_use]
pub fn is_url(text: &str) -> bool {
    let host = ["http://", "https://"].iter().find_map(|start| {
        let begins = text.get(..start.len())?.eq_ignore_ascii_case(start);
        begins.then(|| text.get(start.len()..))?
    });
    host.is_some_and(|host| !host.is_empty() && !host.starts_with('/') && !text.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fit_their_types() {
        let tiers = ["Gold".to_owned(), "Silver".to_owned()];
        for (kind, text, stored) in [
            (FieldType::Number, " -1.50 ", Some("-1.50")),
            (FieldType::Number, "80.00", Some("80.00")),
            (FieldType::Number, "0033", Some("0033")),
            (FieldType::Number, "many", None),
            (FieldType::Number, "1e5", None),
            (FieldType::Number, "1,000", None),
            (FieldType::Number, "12345678901234567890123456789", None),
            (FieldType::YesNo, "Yes", Some("yes")),
            (FieldType::YesNo, "true", Some("yes")),
            (FieldType::YesNo, "nein", Some("no")),
            (FieldType::YesNo, "0", Some("no")),
            (FieldType::YesNo, "perhaps", None),
            (FieldType::Date, "2026-12-25", Some("2026-12-25")),
            (FieldType::Date, "2026-12-25 10:00", None),
            (FieldType::Date, "2026-11-31", None),
            (FieldType::DateTime, "2026-12-25 10:00", Some("2026-12-25 10:00")),
            (FieldType::DateTime, "2026-12-25T10:00:00", Some("2026-12-25T10:00:00")),
            (FieldType::DateTime, "2026-12-25", None),
            (FieldType::DateTime, "09:00", None),
            (FieldType::Time, "08:30", Some("08:30")),
            (FieldType::Time, "08:30:15", Some("08:30:15")),
            (FieldType::Time, "8 h", None),
            (FieldType::Time, "25:00", None),
            (FieldType::Phone, "+33 1 55 00 10 10", Some("+33 1 55 00 10 10")),
            (FieldType::Phone, "0033155001010", Some("0033155001010")),
            (FieldType::Phone, "12", None),
            (FieldType::Phone, "call +33155001010", None),
            (FieldType::Email, "ana@example.com", Some("ana@example.com")),
            (FieldType::Email, "ana@here", None),
            (FieldType::Email, "a@b@c.de", None),
            (FieldType::Url, "HTTPS://example.com/a", Some("HTTPS://example.com/a")),
            (FieldType::Url, "example.com", None),
            (FieldType::Url, "https:// x", None),
            (FieldType::ShortText, " kept ", Some(" kept ")),
            (FieldType::ShortText, "one\ntwo", None),
            (FieldType::LongText, "one\ntwo", Some("one\ntwo")),
            (FieldType::List, "GOLD", Some("Gold")),
            (FieldType::List, "bronze", None),
        ] {
            let found = fit(kind, &tiers, text, Locale::default());
            assert_eq!(found.ok().as_deref(), stored, "{kind:?} {text}");
            assert_eq!(fit(kind, &tiers, " ", Locale::default()).map(|it| it.trim().is_empty()), Ok(true), "{kind:?}");
        }
        assert_eq!(fit(FieldType::List, &[], "any", Locale::default()).as_deref(), Ok("any"));
    }
}
