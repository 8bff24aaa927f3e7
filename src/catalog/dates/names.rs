//! Moments in words: the names of days and months in a language. The names come from the locales of the library `chrono`.

use chrono::{DateTime, Locale};
use chrono_tz::Tz;

/// The day in words: *Monday 23 November 2026*, *lundi 23 novembre 2026*.
#[must_use]
pub fn in_words(moment: &DateTime<Tz>, language: &str) -> String {
    let pattern = match main_part(language).as_str() {
        "de" => "%A, %-d. %B %Y",
        "es" | "pt" => "%A, %-d de %B de %Y",
        _ => "%A %-d %B %Y",
    };
    written(moment, pattern, language)
}

/// The moment by a pattern of `strftime`, with the names of a language; English where the language is not known. The pattern must
/// be one that has been checked.
#[must_use]
pub fn written(moment: &DateTime<Tz>, pattern: &str, language: &str) -> String {
    match locale(language) {
        Some(locale) => moment.format_localized(pattern, locale).to_string(),
        None => moment.format(pattern).to_string(),
    }
}

fn main_part(language: &str) -> String {
    language.trim().split(['-', '_']).next().unwrap_or_default().to_lowercase()
}

/// The locale of a language code such as `fr` or `fr-CA`; a country that the library does not know is left aside.
fn locale(language: &str) -> Option<Locale> {
    let main = main_part(language);
    let country = language.trim().split(['-', '_']).next_back().unwrap_or_default().to_uppercase();
    let of = |country: &str| Locale::try_from(format!("{main}_{country}").as_str()).ok();
    let usual = match main.as_str() {
        "" | "en" => return None,
        "ar" => "EG",
        "ca" | "eu" | "gl" => "ES",
        "cs" => "CZ",
        "cy" => "GB",
        "da" => "DK",
        "el" => "GR",
        "et" => "EE",
        "fa" => "IR",
        "ga" => "IE",
        "he" => "IL",
        "hi" => "IN",
        "ja" => "JP",
        "ko" => "KR",
        "nb" | "nn" => "NO",
        "sl" => "SI",
        "sq" => "AL",
        "sr" => "RS",
        "sv" => "SE",
        "uk" => "UA",
        "vi" => "VN",
        "zh" => "CN",
        _ => "",
    };
    of(&country).or_else(|| of(usual)).or_else(|| of(&main.to_uppercase()))
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
            ("tlh", "Monday 23 November 2026"),
        ] {
            assert_eq!(in_words(&moment, language), expected, "{language}");
        }
        assert_eq!(written(&moment, "%A", "it"), "lunedì");
        assert_eq!(written(&moment, "%d.%m.%Y %H:%M", "ja"), "23.11.2026 09:05");
    }
}
