//! Finds actions, notes, resources and test calls by their texts, in a version or everywhere (spec: designer §2, testing §1).

pub mod commands;
pub mod dialog;
pub mod replace;

use crate::actions;
use crate::catalog::field::{FieldKind, FieldSpec};
use crate::catalog::words::{summary, whole_value_words};
use crate::model::{Action, ActionRef, Params, Place, Project, Value, Version, VersionId};
use crate::uses::{dependencies_of, texts_of_scenario, texts_of_test_call};

use crate::app::command::{Command, PageCommand, Tab};

/// The most characters of an excerpt next to a name.
const EXCERPT: usize = 60;

/// A place found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The name of the action, note, frame, resource or test call.
    pub name: String,
    /// The matching text, where it is not the name: *Text: Welcome to …*.
    pub what: String,
    /// The location.
    pub place: String,
    /// The kind of the action.
    pub kind: Option<String>,
    /// The command that shows the place.
    pub command: Command,
}

/// The places that contain all typed words: the actions of a version in reading order, its notes and frames, the resources that it depends on and the test calls of its
/// routing, or everything, with that version first.
#[must_use]
pub fn find(project: &Project, typed: &str, version: Option<VersionId>, is_everywhere: bool) -> Vec<Hit> {
    let typed: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    let mut hits = Vec::new();
    if typed.is_empty() {
        return hits;
    }
    let first = version.and_then(|id| project.versions.get(&id));
    let others = project.versions.values().filter(|it| is_everywhere && Some(it.id) != version);
    for version in first.into_iter().chain(others) {
        in_version(project, version, &typed, &mut hits);
        in_annotations(project, version, &typed, &mut hits);
    }
    let needed = version.filter(|_| !is_everywhere).map(|id| dependencies_of(project, id));
    for resource in project.resources.values() {
        if needed.as_ref().is_some_and(|needed| !needed.contains(&resource.id.0)) {
            continue;
        }
        let kind = resource.data.kind().words().0;
        let parts = [
            ("", resource.name.clone()),
            ("", kind.to_owned()),
            ("Reference", resource.reference.clone()),
            ("Description", resource.description.clone()),
        ];
        if let Some(what) = fit(&typed, &parts) {
            let (name, place) = (resource.name.clone(), kind.to_owned());
            hits.push(Hit { name, what, place, kind: None, command: Command::open_tab(Tab::Resource(resource.id)) });
        }
    }
    let routing = first.filter(|_| !is_everywhere).map(|version| version.info.routing);
    let test_calls = project.test_calls.values().filter(|call| routing.is_none_or(|routing| call.routing == routing));
    for call in test_calls {
        if let Some(what) = fit(&typed, &texts_of_test_call(project, call)) {
            let routing = project.routings.get(&call.routing).map_or("", |routing| routing.name.as_str());
            let (name, place) = (call.name.clone(), format!("Test call · {routing}"));
            let command = Command::Page(PageCommand::RevealPlace(Place::TestCall(call.id)));
            hits.push(Hit { name, what, place, kind: None, command });
        }
    }
    for scenario in project.scenarios.values().filter(|_| is_everywhere) {
        if let Some(what) = fit(&typed, &texts_of_scenario(project, scenario)) {
            let (name, place) = (scenario.name.clone(), "Scenario".to_owned());
            hits.push(Hit { name, what, place, kind: None, command: Command::open_tab(Tab::Scenario(scenario.id)) });
        }
    }
    hits
}

fn in_version(project: &Project, version: &Version, typed: &[String], hits: &mut Vec<Hit>) {
    let Some(routing) = project.routings.get(&version.info.routing) else { return };
    let shape = actions::shape(&version.flow, routing.tree_type());
    for action in shape.order.iter().filter_map(|id| version.flow.actions.get(id)) {
        if let Some(what) = fit(typed, &parts(project, version, action)) {
            hits.push(Hit {
                name: actions::title(action).to_owned(),
                what,
                place: format!("{} · {}", version.info.name, routing.name),
                kind: Some(action.kind.clone()),
                command: Command::Page(PageCommand::Reveal(ActionRef { version: version.id, action: action.id })),
            });
        }
    }
}

/// The notes and frames of a version that contain all typed words.
fn in_annotations(project: &Project, version: &Version, typed: &[String], hits: &mut Vec<Hit>) {
    let Some(routing) = project.routings.get(&version.info.routing) else { return };
    for (id, annotation) in &version.flow.annotations {
        if let Some(what) = fit(typed, &[("", annotation.words()), ("", annotation.text.clone())]) {
            hits.push(Hit {
                name: annotation.words(),
                what,
                place: format!("{} · {}", version.info.name, routing.name),
                kind: None,
                command: Command::Page(PageCommand::RevealAnnotation(version.id, *id)),
            });
        }
    }
}

/// All texts of an action, each with the name of its field.
fn parts(project: &Project, version: &Version, action: &Action) -> Vec<(&'static str, String)> {
    let mut parts = vec![("", actions::title(action).to_owned())];
    if let Some(spec) = actions::spec_of(action) {
        parts.push(("", spec.title.to_owned()));
        in_params(project, version, spec.fields, &action.params, &mut parts);
        parts.push(("", summary(project, &version.flow, spec, action)));
    }
    parts.push(("Comment", action.comment.clone()));
    parts
}

fn in_params(
    project: &Project,
    version: &Version,
    fields: &[&'static FieldSpec],
    params: &Params,
    parts: &mut Vec<(&'static str, String)>,
) {
    for field in fields {
        match (params.value(field.key), field.kind) {
            (Some(Value::Rows(rows)), FieldKind::Rows { columns, .. }) => {
                for row in rows {
                    in_params(project, version, columns, &row.cells, parts);
                }
            }
            // In every language.
            (Some(Value::Texts(texts)), _) => parts.extend(texts.values().map(|text| (field.label, text.clone()))),
            (Some(value), _) => {
                parts.push((field.label, whole_value_words(project, &version.flow, field, value)));
            }
            (None, _) => {}
        }
    }
}

/// Checks that every word occurs in one of the parts. Returns the matching text, where it is not the name.
fn fit(typed: &[String], parts: &[(&str, String)]) -> Option<String> {
    let lower: Vec<String> = parts.iter().map(|(_, text)| text.to_lowercase()).collect();
    if !typed.iter().all(|word| lower.iter().any(|text| text.contains(word.as_str()))) {
        return None;
    }
    let name = lower.first()?;
    let Some(missing) = typed.iter().find(|word| !name.contains(word.as_str())) else { return Some(String::new()) };
    let place = lower.iter().position(|text| text.contains(missing.as_str()))?;
    let (label, text) = parts.get(place)?;
    let text = excerpt(text, missing);
    Some(if label.is_empty() { text } else { format!("{label}: {text}") })
}

/// The part of a text around a word.
fn excerpt(text: &str, word: &str) -> String {
    const BEFORE: usize = 20;
    let word = &word.to_lowercase();
    let letters: Vec<char> = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
    let lower: String = letters.iter().collect::<String>().to_lowercase();
    let at = lower
        .find(word.as_str())
        .map_or(0, |at| lower.chars().count() - lower.get(at..).map_or(0, |it| it.chars().count()));
    let from = if letters.len() <= EXCERPT { 0 } else { at.saturating_sub(BEFORE).min(letters.len()) };
    let cut: String = letters.iter().skip(from).take(EXCERPT).collect();
    let (before, after) = (if from > 0 { "…" } else { "" }, if from + EXCERPT < letters.len() { "…" } else { "" });
    format!("{before}{cut}{after}")
}
