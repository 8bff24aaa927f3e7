//! Messages that a messenger does not take as they are: texts and buttons that are too long, and more choices than buttons (spec: meaning
//! §6). Only messengers whose entry points lead to the smart routing are asked.

use std::collections::BTreeSet;

use crate::actions;
use crate::catalog::field::FieldKind;
use crate::catalog::messengers::{Limits, limits};
use crate::catalog::{ActionSpec, Category, Finding, template};
use crate::model::{Action, ActionRef, Channel, EntryPointKind, Params, Place, Project, Routing, Value, Version};

use super::{Diagnostic, quoted};

pub(super) fn check(project: &Project, routing: &Routing, version: &Version, found: &mut Vec<Diagnostic>) {
    if routing.channel != Channel::Messaging {
        return;
    }
    let leads_here = project.entry_points.values().filter(|it| it.routings().any(|(id, _)| id == routing.id));
    let kinds: BTreeSet<EntryPointKind> = leads_here.map(|it| it.kind).collect();
    let known: Vec<(EntryPointKind, Limits)> =
        kinds.into_iter().filter_map(|kind| Some((kind, limits(kind)?))).collect();
    if known.is_empty() {
        return;
    }
    for action in version.flow.actions.values() {
        // Emails and SMS go elsewhere.
        let Some(spec) = actions::spec_of(action).filter(|spec| spec.category != Category::Sending) else { continue };
        let place = Place::Action(ActionRef { version: version.id, action: action.id });
        let findings = known.iter().flat_map(|known| long_texts(action, spec, *known).chain(choices(action, *known)));
        found.extend(findings.map(|finding| Diagnostic::new(place, finding)));
    }
}

/// The texts of an action that are too long for a messenger, whatever its variables hold.
fn long_texts(
    action: &Action,
    spec: &ActionSpec,
    (kind, limits): (EntryPointKind, Limits),
) -> impl Iterator<Item = Finding> {
    let fields = spec
        .fields
        .iter()
        .filter(|field| field.kind == FieldKind::Texts && field.is_shown(&action.params, spec.fields));
    fields.filter_map(move |field| {
        let Some(Value::Texts(texts)) = action.params.value(field.key) else { return None };
        let length = texts.values().map(|text| limits.length(&template::fill(text, |_| ""))).max()?;
        (length > limits.text).then(|| {
            let message = format!(
                "\"{}\" has {length} {unit}, but a {} takes {} {unit}. Shorten the text, or send it in parts.",
                field.label,
                kind.words(),
                limits.text,
                unit = limits.unit()
            );
            Finding::warning("text-long", message)
        })
    })
}

/// Choices that become a list, since they are more than the buttons of a messenger, and choices with too many letters.
fn choices(action: &Action, (kind, limits): (EntryPointKind, Limits)) -> impl Iterator<Item = Finding> {
    let rows = match action.params.value("choices") {
        Some(Value::Rows(rows)) if action.kind == "quick_replies" => rows.as_slice(),
        _ => &[],
    };
    let is_list = rows.len() > limits.buttons && limits.entry > 0;
    let longest = if is_list { limits.entry } else { limits.button };
    let list = is_list.then(|| {
        let message = format!(
            "{} has {} choices. A {} shows at most {} buttons, so the choices are shown as a list.",
            quoted(action),
            rows.len(),
            kind.words(),
            limits.buttons
        );
        Finding::hint("choices-list", message)
    });
    let long = rows.iter().flat_map(|row| labels(&row.cells)).filter(move |label| limits.length(label) > longest);
    let long = long.map(move |label| {
        let message = format!(
            "The choice \"{label}\" has {} {unit}, but a {} shows {longest} {unit}. Shorten the choice.",
            limits.length(&label),
            kind.words(),
            unit = limits.unit()
        );
        Finding::warning("text-long", message)
    });
    list.into_iter().chain(long)
}

/// The words of a choice, in each language.
fn labels(cells: &Params) -> Vec<String> {
    match cells.value("label") {
        Some(Value::Text(text)) => vec![template::fill(text, |_| "")],
        Some(Value::Texts(texts)) => texts.values().map(|text| template::fill(text, |_| "")).collect(),
        _ => Vec::new(),
    }
}
