//! Messages that a messenger does not take as they are: texts and buttons that are too long, and more choices than buttons (spec: meaning
//! §6). Only messengers whose entry points lead to the smart routing are asked.

use std::collections::BTreeSet;

use crate::actions;
use crate::catalog::field::FieldKind;
use crate::catalog::messengers::{Limits, limits as limits_of};
use crate::catalog::{ActionSpec, Category, Finding, survey, template};
use crate::model::{
    Action, ActionRef, Channel, EntryPointKind, Params, Place, Project, ResourceData, ResourceKind, Routing, Value,
    Version,
};

use super::{Diagnostic, quoted};

pub(super) fn check(project: &Project, routing: &Routing, version: &Version, found: &mut Vec<Diagnostic>) {
    if routing.channel != Channel::Messaging {
        return;
    }
    let leads_here = project.entry_points.values().filter(|it| it.routings().any(|(id, _)| id == routing.id));
    let kinds: BTreeSet<EntryPointKind> = leads_here.map(|it| it.kind).collect();
    let known: Vec<Limits> = kinds.into_iter().filter_map(limits_of).collect();
    if known.is_empty() {
        return;
    }
    for action in version.flow.actions.values() {
        // Emails and SMS go elsewhere.
        let Some(spec) = actions::spec_of(action).filter(|spec| spec.category != Category::Sending) else { continue };
        let place = Place::Action(ActionRef { version: version.id, action: action.id });
        let findings = known.iter().flat_map(|known| {
            let texts = long_texts(action, spec, *known).chain(choices(action, *known));
            texts.chain(questions(action, project, *known))
        });
        found.extend(findings.map(|finding| Diagnostic::new(place, finding)));
    }
}

/// The texts of an action that are too long for a messenger, whatever its variables hold.
fn long_texts(action: &Action, spec: &ActionSpec, limits: Limits) -> impl Iterator<Item = Finding> {
    let fields = spec
        .fields
        .iter()
        .filter(|field| field.kind == FieldKind::Texts && field.is_shown(&action.params, spec.fields));
    fields.filter_map(move |field| {
        let Some(Value::Texts(texts)) = action.params.value(field.key) else { return None };
        let length = texts.values().map(|text| limits.length(&template::fill(text, |_| ""))).max()?;
        (length > limits.text).then(|| {
            let message = format!(
                "\"{}\" has {length} {unit}, but {} takes {} {unit}. Shorten the text, or send it in parts.",
                field.label,
                limits.name,
                limits.text,
                unit = limits.unit()
            );
            Finding::warning("text-long", message)
        })
    })
}

/// Choices that become a list, since they are more than the buttons of a messenger, and choices with too many letters.
fn choices(action: &Action, limits: Limits) -> impl Iterator<Item = Finding> {
    let rows = match action.params.value("choices") {
        Some(Value::Rows(rows)) if action.kind == "quick_replies" => rows.as_slice(),
        _ => &[],
    };
    let is_list = limits.is_list(rows.len());
    let longest = if is_list { limits.entry } else { limits.button };
    let list = is_list.then(|| shown_as_list(&quoted(action), rows.len(), limits));
    let long = rows.iter().flat_map(|row| labels(&row.cells)).filter(move |label| limits.length(label) > longest);
    let long = long.map(move |label| {
        let message = format!(
            "The choice \"{label}\" has {} {unit}, but {} shows {longest} {unit}. Shorten the choice.",
            limits.length(&label),
            limits.name,
            unit = limits.unit()
        );
        Finding::warning("text-long", message)
    });
    list.into_iter().chain(long)
}

/// Questions of a survey that become a list, since their choices are more than the buttons of a messenger.
fn questions(action: &Action, project: &Project, limits: Limits) -> Vec<Finding> {
    let item = match action.params.value("survey") {
        Some(Value::Item(item)) if action.kind == "survey" => item,
        _ => return Vec::new(),
    };
    let resource = project.resolve(ResourceKind::Survey, item);
    let Some(ResourceData::Survey(survey)) = resource.map(|resource| &resource.data) else { return Vec::new() };
    let counts = survey.questions.iter().map(|question| survey::keys(&project.settings, &question.kind, "").len());
    let lists = (1..).zip(counts).filter(|(_, count)| limits.is_list(*count));
    lists
        .map(|(number, count)| shown_as_list(&format!("Question {number} of {}", quoted(action)), count, limits))
        .collect()
}

/// The hint for choices that a messenger shows as a list. `what` has the choices.
fn shown_as_list(what: &str, count: usize, limits: Limits) -> Finding {
    let message = format!(
        "{what} has {count} choices. {} shows at most {} buttons, so the choices are shown as a list.",
        limits.name, limits.buttons
    );
    Finding::hint("choices-list", message)
}

/// The words of a choice, in each language.
fn labels(cells: &Params) -> Vec<String> {
    match cells.value("label") {
        Some(Value::Text(text)) => vec![template::fill(text, |_| "")],
        Some(Value::Texts(texts)) => texts.values().map(|text| template::fill(text, |_| "")).collect(),
        _ => Vec::new(),
    }
}
