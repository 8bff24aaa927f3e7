//! Puts the answers into the project of a template.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::edit::Context;
use crate::model::resource::Week;
use crate::model::{Activity, Project, ResourceData, Value};
use crate::storage;

use super::answers::{Answers, Asked, WrongAnswer};
use super::moments::{self, hours_words};
use super::{Template, people};

/// Makes the project of a template: one line in test, with its resources and test calls. The answers are put where the template has a place
/// for them:
/// - the marks `[[name]]`, `[[person]]` (the first person), `[[hours:en]]` and `[[hours:fr]]`, in any text;
/// - texts by language: the text of the default language is the one without a language;
/// - the calendar; moments of worlds and test calls move to where the new hours say the same as the old ones;
/// - the user of the template, of whom each person is a copy, in queues, teams and worlds too;
/// - the address of the entry point.
///
/// # Errors
/// Which answer cannot be used, and what to do.
pub fn instantiate(
    template: &Template,
    answers: &Answers,
    uid: String,
    context: &Context,
) -> Result<Project, WrongAnswer> {
    let name = answers.read_name()?;
    let week = answers.read_hours()?;
    let languages = answers.read_languages(template)?;
    let people = answers.read_people()?;
    let language = languages.first().copied().unwrap_or("en");
    let marks = Marks { name: &name, person: people.first().map_or("", String::as_str), week: &week };
    let text = marks.fill(template.text);
    // A test instantiates every template.
    let read = storage::read(text.as_bytes());
    let mut project = read.map_err(|error| WrongAnswer::new(Asked::Name, error.to_string()))?.project;
    project.uid = uid;
    language.clone_into(&mut project.settings.default_language);
    for entry_point in project.entry_points.values_mut() {
        let address = answers.read_number(entry_point.kind, &project.settings)?;
        Arc::make_mut(entry_point).address = address;
    }
    keep_languages(&mut project, languages);
    moments::set_hours(&mut project, &week)?;
    people::put(&mut project, &people);
    stamp(&mut project, template, context);
    Ok(project)
}

/// The answers that replace the marks in texts.
struct Marks<'a> {
    name: &'a str,
    person: &'a str,
    week: &'a Week,
}

impl Marks<'_> {
    /// The file with its marks filled.
    fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("[[") {
            filled.push_str(before);
            let mark = after.split_once("]]").and_then(|(mark, after)| Some((self.of(mark)?, after)));
            if let Some((answer, after)) = mark {
                filled.push_str(&escaped(&answer));
                rest = after;
            } else {
                // A list within a list.
                filled.push_str("[[");
                rest = after;
            }
        }
        filled + rest
    }

    fn of(&self, mark: &str) -> Option<String> {
        match mark {
            "name" => Some(self.name.to_owned()),
            "person" => Some(self.person.to_owned()),
            "hours:en" => Some(hours_words(self.week, "en")),
            "hours:fr" => Some(hours_words(self.week, "fr")),
            _ => None,
        }
    }
}

/// A text within the quotes of a file.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// Texts by language: that of the default language becomes the one without a language, and languages that nobody asked for go.
fn keep_languages(project: &mut Project, languages: &[&str]) {
    let change = |texts: &mut BTreeMap<String, String>| {
        // In the file, the text without a language is English.
        let english = texts.remove("");
        texts.extend(english.map(|text| ("en".to_owned(), text)));
        texts.retain(|code, _| code == "en" || languages.contains(&code.as_str()));
        let first = languages.first().and_then(|code| texts.remove(*code)).or_else(|| texts.remove("en"));
        texts.retain(|code, _| languages.contains(&code.as_str()));
        texts.extend(first.map(|text| (String::new(), text)));
    };
    for version in project.versions.values_mut() {
        for action in Arc::make_mut(version).flow.actions.values_mut() {
            Arc::make_mut(action).params.visit_mut(&mut |_, value| {
                if let Value::Texts(texts) = value {
                    change(texts);
                }
            });
        }
    }
    for resource in project.resources.values_mut() {
        match &mut Arc::make_mut(resource).data {
            ResourceData::SmsTemplate(template) => change(&mut template.texts),
            ResourceData::EmailTemplate(template) => {
                change(&mut template.subjects);
                change(&mut template.texts);
            }
            ResourceData::VoiceMailbox(mailbox) => change(&mut mailbox.greeting),
            _ => {}
        }
    }
}

/// When the version was made, and by whom.
fn stamp(project: &mut Project, template: &Template, context: &Context) {
    for version in project.versions.values_mut() {
        Arc::make_mut(version).info.created = Some(context.now);
    }
    let what = format!("Created the project from the template \"{}\".", template.title);
    project.activity = vec![Activity { at: context.now, who: context.who.clone(), what }];
}
