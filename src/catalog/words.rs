//! Values and actions in words: the line of summary on a card, and what a value reads as in lists.

use crate::model::{ActionId, Condition, Criterion, Flow, ItemRef, Join, Operand, Project, Row, Term, Value};

use super::field::{FieldKind, FieldSpec, ItemKind};
use super::language;
use super::spec::ActionSpec;
use super::text::{duration_words, shorten};

/// Longest text of a value on a card, in letters.
const MAX_LETTERS: usize = 60;

/// The summary of an action, from its kind's card text: `{field}` is the value, `{field:unit}` a count with its unit; a part
/// between ` · ` whose fields are all empty is left out.
#[must_use]
pub fn summary(project: &Project, flow: &Flow, spec: &ActionSpec, action: &crate::model::Action) -> String {
    let parts = spec.card.split(" · ").filter_map(|part| {
        let mut text = String::new();
        let mut holes = 0;
        let mut filled = 0;
        let mut rest = part;
        while let Some((before, after)) = rest.split_once('{') {
            let (hole, behind) = after.split_once('}')?;
            let (key, unit) = hole.split_once(':').unwrap_or((hole, ""));
            let words = spec
                .field(key)
                .filter(|field| field.is_shown(&action.params, spec.fields))
                .map_or_else(String::new, |field| {
                    counted(&value_or_default(project, flow, field, action.params.value(key)), unit)
                });
            text.push_str(before);
            holes += 1;
            filled += usize::from(!words.is_empty());
            text.push_str(&words);
            rest = behind;
        }
        text.push_str(rest);
        // Marks around a field that is empty say nothing.
        (holes == 0 || filled > 0).then_some(text.replace("“”", ""))
    });
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// `3` and `tries` give *3 tries*; `1` and `tries` give *1 try*; without a unit the words stay.
fn counted(words: &str, unit: &str) -> String {
    match (words, unit) {
        ("", _) => String::new(),
        (words, "") => words.to_owned(),
        ("0", _) => String::new(),
        ("1", "tries") => "1 try".to_owned(),
        ("1", "branches") => "1 branch".to_owned(),
        ("1", unit) => format!("1 {}", unit.strip_suffix('s').unwrap_or(unit)),
        (words, unit) => format!("{words} {unit}"),
    }
}

fn value_or_default(project: &Project, flow: &Flow, field: &FieldSpec, value: Option<&Value>) -> String {
    match value {
        Some(value) => value_words(project, flow, field, value),
        None => field.default_value().map_or_else(String::new, |value| value_words(project, flow, field, &value)),
    }
}

/// A value of a field in words, short enough for a card; rows are counted, tags are listed.
#[must_use]
pub fn value_words(project: &Project, flow: &Flow, field: &FieldSpec, value: &Value) -> String {
    shorten(&whole_value_words(project, flow, field, value), MAX_LETTERS)
}

/// A value of a field in words, however long; rows are counted, tags are listed.
#[must_use]
pub fn whole_value_words(project: &Project, flow: &Flow, field: &FieldSpec, value: &Value) -> String {
    match (value, field.kind) {
        (Value::Bool(yes), _) => if *yes { "yes" } else { "" }.to_owned(),
        (Value::Int(0), FieldKind::Duration { .. }) => String::new(),
        (Value::Int(seconds), FieldKind::Duration { .. }) => duration_words(*seconds),
        (Value::Int(number), FieldKind::Int { unit, .. }) if !unit.is_empty() => format!("{number} {unit}"),
        (Value::Int(number), _) => number.to_string(),
        (Value::Text(key), FieldKind::Choice(options)) => {
            options.iter().find(|(known, _)| known == key).map_or_else(String::new, |(_, label)| (*label).to_owned())
        }
        (Value::Text(text), _) => text.clone(),
        (Value::Texts(texts), _) => {
            let default = project.settings.default_language.as_str();
            language::text(texts, "", default).split_whitespace().collect::<Vec<_>>().join(" ")
        }
        (Value::Item(item), FieldKind::Item(kind)) => item_words(project, kind, item),
        (Value::Item(_), _) => String::new(),
        (Value::Action(id), _) => action_words(flow, *id),
        (Value::Operand(operand), _) => operand_words(operand),
        (Value::Condition(condition), _) => condition_words(condition),
        (Value::Criteria(criteria), _) => criteria_words(criteria),
        (Value::Rows(rows), FieldKind::Rows { columns: [column], .. }) if column.kind == FieldKind::Known => {
            let tag = |row: &Row| match row.cells.value(column.key) {
                Some(Value::Text(tag)) => tag.trim().to_owned(),
                _ => String::new(),
            };
            rows.iter().map(tag).filter(|tag| !tag.is_empty()).collect::<Vec<_>>().join(", ")
        }
        (Value::Rows(rows), _) => rows.len().to_string(),
    }
}

fn action_words(flow: &Flow, id: ActionId) -> String {
    match flow.actions.get(&id) {
        Some(action) if !action.title.is_empty() => action.title.clone(),
        Some(action) => format!("{} {id}", action.kind.replace('_', " ")),
        None => format!("action {id}"),
    }
}

/// An item by its name; a reference or a variable by itself.
#[must_use]
pub fn item_words(project: &Project, kind: ItemKind, item: &ItemRef) -> String {
    let name = kind.resolve(project, item).map(|found| found.name.to_owned());
    name.unwrap_or_else(|| match item {
        ItemRef::Item(id) => format!("item {id}, gone"),
        ItemRef::Reference(reference) => reference.clone(),
        ItemRef::Variable(path) => format!("from {path}"),
    })
}

/// An operand in words: a text in quotation marks, a variable by its path, an expression after `=`.
#[must_use]
pub fn operand_words(operand: &Operand) -> String {
    match operand {
        _ if operand.is_blank() => String::new(),
        Operand::Text(text) => format!("“{text}”"),
        Operand::Variable(path) => path.clone(),
        Operand::Expression(text) => format!("= {text}"),
    }
}

fn term_words(term: &Term) -> String {
    let right = if term.op.is_unary() { String::new() } else { format!(" {}", operand_words(&term.right)) };
    format!("{} {}{right}", operand_words(&term.left), term.op.words())
}

/// A condition in words.
#[must_use]
pub fn condition_words(condition: &Condition) -> String {
    let word = if condition.join == Join::All { " and " } else { " or " };
    condition.terms.iter().map(term_words).collect::<Vec<_>>().join(word)
}

/// Criteria in words.
#[must_use]
pub fn criteria_words(criteria: &[Criterion]) -> String {
    let words = |criterion: &Criterion| {
        if criterion.kind.is_plain() {
            criterion.kind.words().to_owned()
        } else {
            format!("{} {} “{}”", criterion.kind.words(), criterion.op.words(), criterion.value)
        }
    };
    criteria.iter().map(words).collect::<Vec<_>>().join(" and ")
}
