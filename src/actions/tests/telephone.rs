//! No telephone in chats and emails (spec: meaning §6): what every kind says, asks and offers there is read for words of the telephone.

use super::super::ALL;
use super::driver::{drive, reply, texts};
use super::{action, params, staged};
use crate::catalog::{Effect, Question};
use crate::model::Channel;

/// Words of the telephone, as parts of texts in small letters.
const TELEPHONE: &[&str] = &["hang", "press", "ring", "talk", "keypad", "hears", "(music)", "voice mailbox"];
/// Words that contain one of these, and are none.
const OTHERS: &[&str] = &["during", "string", "expiring", "bring", "offering", "change", "exchange", "express"];

fn telephone_word(text: &str) -> Option<&'static str> {
    let mut text = text.to_lowercase();
    for other in OTHERS {
        text = text.replace(other, "");
    }
    TELEPHONE.iter().copied().find(|word| text.contains(word))
}

fn words_of(question: &Question) -> Vec<String> {
    let mut words = vec![question.prompt.clone(), question.detail.clone()];
    for choice in question.choices.iter() {
        words.extend([choice.text.clone(), choice.label.clone()]);
    }
    words.into_iter().map(std::borrow::Cow::into_owned).collect()
}

#[test]
fn no_kind_telephones_in_a_chat_or_an_email() {
    for spec in ALL {
        for channel in [Channel::Email, Channel::Messaging].into_iter().filter(|it| spec.channels.has(*it)) {
            for example in spec.examples {
                let mut stage = staged(spec, example);
                stage.channel = Some(channel);
                let mut said = Vec::new();
                let mut answers = texts(example.answers);
                let mut most = 40;
                let (_, effects, _) = drive(spec, &action(spec, params(example)), &stage, &mut |question| {
                    said.extend(words_of(question));
                    most -= 1;
                    // An answer of the telephone fits no question here.
                    reply(&mut answers, question).filter(|_| most > 0)
                });
                said.extend(effects.into_iter().filter_map(|effect| match effect {
                    // The questions of a survey are the project's own.
                    Effect::Heard(_) if spec.id == "survey" => None,
                    Effect::Heard(text) | Effect::Did(text) | Effect::OthersDid(text) | Effect::Note(text) => {
                        Some(text)
                    }
                    _ => None,
                }));
                for text in said {
                    let found = telephone_word(&text);
                    assert_eq!(found, None, "{}, {} over {channel:?}: {text}", spec.id, example.title);
                }
            }
        }
    }
}
