//! Languages in which a version or a project has texts, beside the project's default language (spec: meaning §5).

use std::collections::BTreeSet;

use crate::model::resource::QuestionKind;
use crate::model::{Project, Resource, ResourceData, Texts, Value, Version};

/// The language codes of the texts of a version's actions.
#[must_use]
pub fn of_version(version: &Version) -> BTreeSet<&str> {
    let mut codes = BTreeSet::new();
    for action in version.flow.actions.values() {
        action.params.visit(&mut |_, value| {
            if let Value::Texts(texts) = value {
                codes.extend(of_texts(texts));
            }
        });
    }
    codes
}

/// The language codes of all texts of a project, and those of its callers.
#[must_use]
pub fn of_project(project: &Project) -> BTreeSet<&str> {
    let mut codes: BTreeSet<&str> = project.versions.values().flat_map(|version| of_version(version)).collect();
    for resource in project.resources.values() {
        codes.extend(texts_of(resource).into_iter().flat_map(|(_, texts)| of_texts(texts)));
    }
    let of_callers = project.callers.values().map(|caller| caller.language.as_str());
    codes.extend(of_callers.filter(|code| !code.is_empty()));
    codes
}

/// The languages that have a text.
fn of_texts(texts: &Texts) -> impl Iterator<Item = &str> {
    texts.iter().filter(|(code, text)| !code.is_empty() && !text.trim().is_empty()).map(|(code, _)| code.as_str())
}

/// The texts of a resource that differ by language, in the order in which customers hear or read them, each with its name.
#[must_use]
pub fn texts_of(resource: &Resource) -> Vec<(String, &Texts)> {
    let named = |name: &str, texts| (name.to_owned(), texts);
    match &resource.data {
        ResourceData::VoiceMailbox(mailbox) => vec![named("Greeting", &mailbox.greeting)],
        ResourceData::SoundFile(sound) => vec![named("Sound", &sound.texts)],
        ResourceData::EmailTemplate(template) => {
            vec![named("Subject", &template.subjects), named("Text", &template.texts)]
        }
        ResourceData::SmsTemplate(template) | ResourceData::MessageTemplate(template) => {
            vec![named("Text", &template.texts)]
        }
        ResourceData::Survey(survey) => {
            let mut texts = vec![named("Introduction", &survey.introduction)];
            for (place, question) in (1..).zip(&survey.questions) {
                texts.push((format!("Question {place}"), &question.text));
                if let QuestionKind::Choice(choices) = &question.kind {
                    let choices = (1..).zip(choices);
                    texts.extend(choices.map(|(key, choice)| (format!("Question {place}, choice {key}"), choice)));
                }
            }
            texts
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::ResourceId;
    use crate::model::resource::{EmailTemplate, SoundFile, TextTemplate, VoiceMailbox};

    #[test]
    fn the_texts_of_every_kind_of_resource_count() {
        let said = |code: &str| Texts::from([(code.to_owned(), "Hello".to_owned())]);
        let all = [
            ("cs", ResourceData::VoiceMailbox(VoiceMailbox { greeting: said("cs"), ..VoiceMailbox::default() })),
            ("da", ResourceData::SoundFile(SoundFile { texts: said("da"), ..SoundFile::default() })),
            ("el", ResourceData::EmailTemplate(EmailTemplate { subjects: said("el"), ..EmailTemplate::default() })),
            ("fi", ResourceData::EmailTemplate(EmailTemplate { texts: said("fi"), ..EmailTemplate::default() })),
            ("hu", ResourceData::SmsTemplate(TextTemplate { texts: said("hu"), ..TextTemplate::default() })),
            ("it", ResourceData::MessageTemplate(TextTemplate { texts: said("it"), ..TextTemplate::default() })),
        ];
        for (code, data) in all {
            let mut project = Project::default();
            let (name, reference, description) = ("It".to_owned(), "it".to_owned(), String::new());
            let resource = Resource { id: ResourceId(1), name, reference, description, aliases: Vec::new(), data };
            project.resources.insert(resource.id, Arc::new(resource));
            assert_eq!(of_project(&project), BTreeSet::from([code]));
        }
    }
}
