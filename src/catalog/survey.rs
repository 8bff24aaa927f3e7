//! How questions of surveys are answered: the keys of a question, with what each stands for in a language (spec: meaning §5).

use std::borrow::Cow;

use crate::model::Settings;
use crate::model::resource::{MAX_CHOICES, QuestionKind, SurveyQuestion};

use super::system_phrases::{NO, Phrase, SURVEY_CHOICE, SURVEY_SCALE, SURVEY_SCALE_WRITTEN, SURVEY_YES_NO, YES};
use super::{kept, language};

/// The keys that answer a question, with what each stands for; nothing beyond the key itself on a scale.
#[must_use]
pub fn keys(settings: &Settings, kind: &QuestionKind, code: &str) -> Vec<(Cow<'static, str>, String)> {
    let words = |phrase: &Phrase| phrase.first_word(settings, code).to_owned();
    match kind {
        QuestionKind::Scale => (0..=9).map(|key| (kept::number(key), String::new())).collect(),
        QuestionKind::YesNo => vec![("1".into(), words(&YES)), ("2".into(), words(&NO))],
        QuestionKind::Choice(choices) => {
            let texts = choices.iter().map(|texts| language::text(texts, code, &settings.default_language).to_owned());
            (1..).map(kept::number).zip(texts).take(MAX_CHOICES).collect()
        }
        QuestionKind::Comment => Vec::new(),
    }
}

/// What is said or written after a question that says how to answer. In writing, choices are buttons and need no words.
#[must_use]
pub fn how_to_answer(settings: &Settings, question: &SurveyQuestion, code: &str, is_written: bool) -> Vec<String> {
    if !question.says_how {
        return Vec::new();
    }
    let say = |phrase: &Phrase, values: &[(&str, &str)]| phrase.sentence(settings, code, values);
    match &question.kind {
        QuestionKind::Scale if is_written => vec![say(&SURVEY_SCALE_WRITTEN, &[])],
        QuestionKind::Scale => vec![say(&SURVEY_SCALE, &[])],
        QuestionKind::YesNo if !is_written => vec![say(&SURVEY_YES_NO, &[])],
        kind @ QuestionKind::Choice(_) if !is_written => keys(settings, kind, code)
            .iter()
            .map(|(key, choice)| say(&SURVEY_CHOICE, &[("key", key), ("choice", choice)]))
            .collect(),
        QuestionKind::YesNo | QuestionKind::Choice(_) | QuestionKind::Comment => Vec::new(),
    }
}

/// The phrases that a question needs: its keys, and how to answer it.
#[must_use]
pub fn phrases(question: &SurveyQuestion, is_written: bool) -> Vec<&'static Phrase> {
    let says_how = question.says_how;
    match &question.kind {
        QuestionKind::Scale if says_how && is_written => vec![&SURVEY_SCALE_WRITTEN],
        QuestionKind::Scale if says_how => vec![&SURVEY_SCALE],
        QuestionKind::YesNo if says_how && !is_written => vec![&YES, &NO, &SURVEY_YES_NO],
        QuestionKind::YesNo => vec![&YES, &NO],
        QuestionKind::Choice(_) if says_how && !is_written => vec![&SURVEY_CHOICE],
        QuestionKind::Scale | QuestionKind::Choice(_) | QuestionKind::Comment => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Texts;

    fn choice(own: &str, french: &str) -> Texts {
        Texts::from([(String::new(), own.to_owned()), ("fr".to_owned(), french.to_owned())])
    }

    #[test]
    fn keys_and_sentences_are_in_the_language_of_the_customer() {
        let settings = Settings::default();
        let choices = QuestionKind::Choice(vec![choice("Paper", "Papier"), choice("Screen", "")]);
        let words = |kind: &QuestionKind, code| {
            keys(&settings, kind, code)
                .iter()
                .map(|(key, words)| format!("{key} {words}"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        for (kind, code, expected) in [
            (&QuestionKind::YesNo, "en", "1 Yes, 2 No"),
            (&QuestionKind::YesNo, "fr-CA", "1 Oui, 2 Non"),
            (&QuestionKind::YesNo, "de", "1 Ja, 2 Nein"),
            (&QuestionKind::YesNo, "es", "1 Sí, 2 No"),
            (&QuestionKind::YesNo, "pl", "1 Yes, 2 No"),
            (&choices, "fr", "1 Papier, 2 Screen"),
            (&choices, "de", "1 Paper, 2 Screen"),
            (&QuestionKind::Comment, "fr", ""),
        ] {
            assert_eq!(words(kind, code), expected, "{code}");
        }
        let many = QuestionKind::Choice(vec![Texts::new(); 12]);
        assert_eq!((keys(&settings, &many, "en").len(), keys(&settings, &QuestionKind::Scale, "en").len()), (9, 10));
        let says = |kind: &QuestionKind, code, is_written| {
            let question = SurveyQuestion { kind: kind.clone(), says_how: true, ..SurveyQuestion::default() };
            how_to_answer(&settings, &question, code, is_written).join(" ")
        };
        for (kind, is_written, expected) in [
            (&QuestionKind::Scale, false, "Tapez un chiffre de 0 à 9."),
            (&QuestionKind::Scale, true, "Répondez par un chiffre de 0 à 9."),
            (&QuestionKind::YesNo, false, "Tapez 1 pour oui, 2 pour non."),
            (&QuestionKind::YesNo, true, ""),
            (&choices, false, "Pour Papier, tapez 1. Pour Screen, tapez 2."),
            (&choices, true, ""),
            (&QuestionKind::Comment, false, ""),
        ] {
            assert_eq!(says(kind, "fr", is_written), expected, "{kind:?} {is_written}");
        }
        let silent = SurveyQuestion { kind: QuestionKind::Scale, ..SurveyQuestion::default() };
        assert!(how_to_answer(&settings, &silent, "fr", false).is_empty());
        assert!(phrases(&silent, false).is_empty() && phrases(&silent, true).is_empty());
    }
}
