//! Moments in words: the names of days and months in a language of the table [`language`]. The names come from the locales of the
//! library `chrono`.

use chrono::{DateTime, Locale};
use chrono_tz::Tz;

use crate::catalog::language;

/// The day in words: *Monday 23 November 2026*, *lundi 23 novembre 2026*.
#[must_use]
pub fn in_words(moment: &DateTime<Tz>, code: &str) -> String {
    let pattern = match language::main_part(code).as_str() {
        "de" => "%A, %-d. %B %Y",
        "es" | "pt" => "%A, %-d de %B de %Y",
        _ => "%A %-d %B %Y",
    };
    written(moment, pattern, code)
}

/// The moment by a pattern of `strftime`, with the names of a language; English where the language is not known. The pattern must
/// be one that has been checked.
#[must_use]
pub fn written(moment: &DateTime<Tz>, pattern: &str, code: &str) -> String {
    match locale(code) {
        Some(locale) => moment.format_localized(pattern, locale).to_string(),
        None => moment.format(pattern).to_string(),
    }
}

/// The locale of a language code such as `fr` or `fr-CA`; a country that the library does not know is left aside.
fn locale(code: &str) -> Option<Locale> {
    let main = language::main_part(code);
    if matches!(main.as_str(), "" | "en") {
        return None;
    }
    let of_country = Locale::try_from(format!("{main}_{}", language::country(code)).as_str()).ok();
    let of_language = || Locale::try_from(language::find(code)?.locale).ok();
    let of_own_country = || Locale::try_from(format!("{main}_{}", main.to_uppercase()).as_str()).ok();
    of_country.or_else(of_language).or_else(of_own_country)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn days_and_months_have_names_in_the_language() {
        let moment = Tz::Europe__Paris.with_ymd_and_hms(2026, 11, 23, 9, 5, 0).unwrap();
        for (language, expected) in [
            ("", "Monday 23 November 2026"),
            ("en", "Monday 23 November 2026"),
            ("en-GB", "Monday 23 November 2026"),
            ("fr", "lundi 23 novembre 2026"),
            ("fr-CA", "lundi 23 novembre 2026"),
            ("FR", "lundi 23 novembre 2026"),
            ("de", "Montag, 23. November 2026"),
            ("de-AT", "Montag, 23. November 2026"),
            ("es-XX", "lunes, 23 de noviembre de 2026"),
            ("pt-BR", "segunda, 23 de novembro de 2026"),
            ("nl", "maandag 23 november 2026"),
            ("no", "mandag 23 november 2026"),
            ("sv-FI", "måndag 23 november 2026"),
            ("tlh", "Monday 23 November 2026"),
        ] {
            assert_eq!(in_words(&moment, language), expected, "{language}");
        }
        assert_eq!(written(&moment, "%A", "it"), "lunedì");
        assert_eq!(written(&moment, "%d.%m.%Y %H:%M", "ja"), "23.11.2026 09:05");
    }
}
