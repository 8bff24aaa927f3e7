//! Languages by their codes: `fr`, or `fr-CA` for a language in a country. This is the one table of languages: names in the window,
//! names of days and months ([`super::dates`]), and the fallback from `fr-CA` to `fr` all use it (spec: meaning §5, §9).

use std::borrow::Cow;
use std::collections::BTreeMap;

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its code (ISO 639), such as `fr`.
    pub code: &'static str,
    /// Its English name.
    pub name: &'static str,
    /// The locale of the library `chrono` with its names of days and months, where a code has no country.
    pub locale: &'static str,
}

const fn language(code: &'static str, name: &'static str, locale: &'static str) -> Language {
    Language { code, name, locale }
}

/// The languages that have a name, in the order of their names.
pub const ALL: &[Language] = &[
    language("sq", "Albanian", "sq_AL"),
    language("ar", "Arabic", "ar_EG"),
    language("eu", "Basque", "eu_ES"),
    language("bg", "Bulgarian", "bg_BG"),
    language("ca", "Catalan", "ca_ES"),
    language("zh", "Chinese", "zh_CN"),
    language("hr", "Croatian", "hr_HR"),
    language("cs", "Czech", "cs_CZ"),
    language("da", "Danish", "da_DK"),
    language("nl", "Dutch", "nl_NL"),
    language("en", "English", "POSIX"),
    language("et", "Estonian", "et_EE"),
    language("fi", "Finnish", "fi_FI"),
    language("fr", "French", "fr_FR"),
    language("gl", "Galician", "gl_ES"),
    language("de", "German", "de_DE"),
    language("el", "Greek", "el_GR"),
    language("he", "Hebrew", "he_IL"),
    language("hi", "Hindi", "hi_IN"),
    language("hu", "Hungarian", "hu_HU"),
    language("ga", "Irish", "ga_IE"),
    language("it", "Italian", "it_IT"),
    language("ja", "Japanese", "ja_JP"),
    language("ko", "Korean", "ko_KR"),
    language("lv", "Latvian", "lv_LV"),
    language("lt", "Lithuanian", "lt_LT"),
    language("no", "Norwegian", "nb_NO"),
    language("nb", "Norwegian Bokmål", "nb_NO"),
    language("nn", "Norwegian Nynorsk", "nn_NO"),
    language("fa", "Persian", "fa_IR"),
    language("pl", "Polish", "pl_PL"),
    language("pt", "Portuguese", "pt_PT"),
    language("ro", "Romanian", "ro_RO"),
    language("ru", "Russian", "ru_RU"),
    language("sr", "Serbian", "sr_RS"),
    language("sk", "Slovak", "sk_SK"),
    language("sl", "Slovenian", "sl_SI"),
    language("es", "Spanish", "es_ES"),
    language("sv", "Swedish", "sv_SE"),
    language("tr", "Turkish", "tr_TR"),
    language("uk", "Ukrainian", "uk_UA"),
    language("vi", "Vietnamese", "vi_VN"),
    language("cy", "Welsh", "cy_GB"),
];

/// A code in one spelling: small letters, parts joined by a hyphen. `FR_ca` is `fr-ca`.
#[must_use]
pub fn folded(code: &str) -> String {
    code.trim().to_ascii_lowercase().replace('_', "-")
}

/// The code of the language alone, folded: `fr` of `fr-CA`.
#[must_use]
pub fn main_part(code: &str) -> String {
    folded(code).split('-').next().unwrap_or_default().to_owned()
}

/// The country of a code in capitals, such as `CA`; empty where it has none.
#[must_use]
pub fn country(code: &str) -> String {
    folded(code).split('-').skip(1).last().unwrap_or_default().to_ascii_uppercase()
}

/// Whether two codes name the same language in the same country, whatever their spelling.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

/// The language of a code, if it has a name.
#[must_use]
pub fn find(code: &str) -> Option<&'static Language> {
    let main = main_part(code);
    ALL.iter().find(|language| language.code == main)
}

/// The English name of the language of a code: *French*, *French (CA)*. A code without a name is its own name.
#[must_use]
pub fn words(code: &str) -> Cow<'_, str> {
    match (find(code), country(code).as_str()) {
        (None, _) => Cow::Borrowed(code),
        (Some(language), "") => Cow::Borrowed(language.name),
        (Some(language), country) => Cow::Owned(format!("{} ({country})", language.name)),
    }
}

/// The codes that are tried for a language, in order: `fr-CA`, `fr`.
#[must_use]
pub fn candidates(code: &str) -> Vec<String> {
    let (whole, main) = (folded(code), main_part(code));
    if whole == main { vec![main] } else { vec![whole, main] }
}

/// What a map from language codes has for a language: for the code itself, else for the language alone. Only what is `wanted`
/// counts.
pub fn entry<'m, T>(map: &'m BTreeMap<String, T>, code: &str, wanted: impl Fn(&T) -> bool) -> Option<&'m T> {
    let find = |code: String| map.iter().find(|(known, value)| folded(known) == code && wanted(value));
    candidates(code).into_iter().filter(|code| !code.is_empty()).find_map(find).map(|(_, value)| value)
}

/// The text for a language: `fr-CA` falls back to `fr`, then to the project's default language, whose text may have an empty
/// code, and at last to any text. Empty texts do not count.
#[must_use]
pub fn text<'t>(texts: &'t BTreeMap<String, String>, code: &str, default: &str) -> &'t str {
    let is_text = |text: &String| !text.is_empty();
    let of_default = || entry(texts, default, is_text).or_else(|| texts.get("").filter(|text| is_text(text)));
    let chosen = entry(texts, code, is_text).or_else(of_default);
    chosen.or_else(|| texts.values().find(|text| is_text(text))).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(all: &[(&str, &str)]) -> BTreeMap<String, String> {
        all.iter().map(|(code, text)| ((*code).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn the_nearest_language_wins() {
        let all = texts(&[("", "Hello"), ("fr", "Bonjour"), ("fr-CA", "Allô"), ("pt-BR", "Olá"), ("de", "")]);
        for (code, expected) in [
            ("", "Hello"),
            ("en", "Hello"),
            ("fr", "Bonjour"),
            ("FR", "Bonjour"),
            ("fr-BE", "Bonjour"),
            ("fr-CA", "Allô"),
            ("fr_ca", "Allô"),
            ("pt-BR", "Olá"),
            ("pt", "Hello"),
            ("de-AT", "Hello"),
            ("it", "Hello"),
        ] {
            assert_eq!(text(&all, code, "en"), expected, "{code}");
        }
        assert_eq!(text(&all, "it", "fr-BE"), "Bonjour");
        assert_eq!(text(&texts(&[("de", ""), ("fr", "Bonjour")]), "it", "en"), "Bonjour");
        assert_eq!(text(&texts(&[]), "it", "en"), "");
    }

    #[test]
    fn languages_have_names() {
        for (code, name) in [
            ("fr", "French"),
            ("FR", "French"),
            ("fr-CA", "French (CA)"),
            ("pt_br", "Portuguese (BR)"),
            ("zh-Hant-TW", "Chinese (TW)"),
            ("tlh", "tlh"),
        ] {
            assert_eq!(words(code), name);
        }
        let names: Vec<&str> = ALL.iter().map(|language| language.name).collect();
        assert!(names.is_sorted(), "{names:?}");
    }

    #[test]
    fn every_language_has_a_locale_of_its_own() {
        for language in ALL {
            assert!(chrono::Locale::try_from(language.locale).is_ok(), "{}", language.code);
            assert!(language.code == "en" || language.code == "no" || language.locale.starts_with(language.code));
        }
    }
}
