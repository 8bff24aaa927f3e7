//! Languages in which a version or a project has texts, beside the project's default language (spec: meaning §5).

use std::collections::BTreeSet;

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
        codes.extend(texts_of(resource).into_iter().flat_map(of_texts));
    }
    let of_callers = project.callers.values().map(|caller| caller.language.as_str());
    codes.extend(of_callers.filter(|code| !code.is_empty()));
    codes
}

/// The languages that have a text.
fn of_texts(texts: &Texts) -> impl Iterator<Item = &str> {
    texts.iter().filter(|(code, text)| !code.is_empty() && !text.trim().is_empty()).map(|(code, _)| code.as_str())
}

/// The texts of a resource that differ by language.
fn texts_of(resource: &Resource) -> Vec<&Texts> {
    match &resource.data {
        ResourceData::VoiceMailbox(mailbox) => vec![&mailbox.greeting],
        ResourceData::SoundFile(sound) => vec![&sound.texts],
        ResourceData::EmailTemplate(template) => vec![&template.subjects, &template.texts],
        ResourceData::SmsTemplate(template) | ResourceData::MessageTemplate(template) => vec![&template.texts],
        ResourceData::Survey(survey) => survey.texts(),
        _ => Vec::new(),
    }
}
