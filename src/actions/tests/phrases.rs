//! What actions say of the phrases that they can say is held against what they say in runs.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::actions::{ALL, phrases_said};
use crate::catalog::system_phrases::{self, LANGUAGES, PAYMENT_LINK, SURVEY_SCALE_WRITTEN};
use crate::catalog::{CheckCx, Effect, Stage, sample};
use crate::model::resource::{MaxEstimatedWait, QuestionKind, SurveyQuestion};
use crate::model::{ResourceData, Routing, Texts, Version};

use super::driver::{ROUTING, drive, reply, texts};
use super::{action, params, staged};

/// Marks every phrase with its key, so that it is known again where it is said.
fn marked(mut stage: Stage) -> Stage {
    for phrase in system_phrases::ALL {
        let texts = LANGUAGES.into_iter().map(|code| (code.to_owned(), format!("§{}§", phrase.key)));
        stage.project.settings.phrases.insert(phrase.key.to_owned(), texts.collect());
    }
    stage
}

/// Lets resources say as much as they can.
fn talkative(mut stage: Stage) -> Stage {
    for resource in stage.project.resources.values_mut() {
        match &mut Arc::make_mut(resource).data {
            ResourceData::VoiceMailbox(mailbox) => mailbox.greeting = Texts::new(),
            ResourceData::Queue(queue) => {
                (queue.says_position, queue.says_wait) = (true, true);
                queue.max_estimated_wait = MaxEstimatedWait::NoLimit;
            }
            ResourceData::Survey(survey) => {
                survey.questions.iter_mut().for_each(|question| question.says_how = true);
                let kind = QuestionKind::Choice(vec![Texts::new(); 9]);
                let choice = SurveyQuestion { kind, says_how: true, ..SurveyQuestion::default() };
                survey.questions.insert(survey.questions.len().min(1), choice);
            }
            _ => {}
        }
    }
    stage
}

/// The keys of the phrases in a text.
fn keys(text: &str) -> impl Iterator<Item = String> {
    text.split('§').skip(1).step_by(2).map(str::to_owned)
}

#[test]
fn an_action_knows_which_phrases_it_says() {
    let mut heard_of_all = BTreeSet::new();
    for spec in ALL {
        for (example, is_talkative) in spec.examples.iter().flat_map(|it| [(it, false), (it, true)]) {
            let stage = marked(staged(spec, example));
            let stage = if is_talkative { talkative(stage) } else { stage };
            for wait_s in [30, 300, 9_000] {
                let mut stage = stage.clone();
                stage.world.queues.entry(sample::SUPPORT).or_default().estimated_wait_s = Some(wait_s);
                let action = action(spec, params(example));
                let (mut answers, mut heard) = (texts(example.answers), BTreeSet::new());
                let (_, effects, _) = drive(spec, &action, &stage, &mut |question| {
                    heard.extend(question.choices.iter().flat_map(|choice| keys(&choice.label)));
                    reply(&mut answers, question)
                });
                for effect in &effects {
                    if let Effect::Heard(text) = effect {
                        heard.extend(keys(text));
                    }
                }
                let channel = stage.channel.unwrap_or_default();
                let routing = Routing { id: ROUTING, channel, ..Routing::default() };
                let version = Version::default();
                let cx = CheckCx { project: &stage.project, routing: &routing, version: &version, action: &action };
                let said: BTreeSet<String> = phrases_said(&cx).iter().map(|phrase| phrase.key.to_owned()).collect();
                assert!(heard.is_subset(&said), "{}, {}: {heard:?} of {said:?}", spec.id, example.title);
                heard_of_all.extend(heard);
            }
        }
    }
    // Two are written, and the examples run as calls.
    let others = [PAYMENT_LINK.key, SURVEY_SCALE_WRITTEN.key];
    let expected = system_phrases::ALL.iter().map(|phrase| phrase.key).filter(|key| !others.contains(key));
    let missing: Vec<&str> = expected.filter(|key| !heard_of_all.contains(*key)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}
