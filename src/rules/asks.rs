//! What the predicates of the changed rules ask of an action, a term, a value or an item.

use crate::catalog::value::{declared, range};
use crate::catalog::{FieldKind, language, messengers, template};
use crate::model::resource::{FieldType, Hours, TableMatch, User};
use crate::model::{Channel, Operand, Operator, ResourceData, ResourceKind, Term, Value};

use super::seen::Seen;

pub(super) fn falls_through(seen: &Seen<'_>) -> bool {
    seen.falls_through()
}

/// Whether an action writes own words into a chat of a messenger that does not take own words at any time.
pub(super) fn writes_after_a_window(seen: &Seen<'_>) -> bool {
    let writes = match seen.action.kind.as_str() {
        "ask" | "quick_replies" | "survey" | "hand_over" | "close" => true,
        "send_message" => seen.text("source") != "template",
        _ => false,
    };
    let mut entry_points = seen.project.entry_points.values();
    let has_window = |kind| messengers::limits(kind).is_some_and(|limits| limits.window_h.is_some());
    writes && seen.channel() == Channel::Messaging && entry_points.any(|it| has_window(it.kind))
}

/// Whether the operand gets its value only while a call runs.
pub(super) fn is_unknown(operand: &Operand) -> bool {
    match operand {
        Operand::Text(text) => text.contains("{{"),
        Operand::Variable(_) | Operand::Expression(_) => true,
    }
}

/// The literals of a term, without the right side of an operator that ignores it.
pub(super) fn literals(term: &Term) -> impl Iterator<Item = &str> {
    let sides = [Some(&term.left), (!term.op.is_unary()).then_some(&term.right)];
    sides.into_iter().flatten().filter_map(|side| match side {
        Operand::Text(text) if !is_unknown(side) => Some(text.as_str()),
        _ => None,
    })
}

/// Whether a term asks whether two values are equal.
pub(super) fn is_equality(term: &Term) -> bool {
    matches!(term.op, Operator::Equals | Operator::Differs | Operator::IsOneOf)
}

/// Whether a term can compare texts that were numbers in schema 1: a literal is one, or nobody knows before the call.
pub(super) fn is_number_or_unknown(term: &Term) -> bool {
    let is_order = matches!(term.op, Operator::Less | Operator::AtMost | Operator::More | Operator::AtLeast);
    let was_number = |text: &str| {
        let text = text.trim();
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let is_plain =
            text.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && digits <= 15;
        text.parse::<f64>().is_ok() && digits > 0 && !is_plain
    };
    let is_open = is_unknown(&term.left) && is_unknown(&term.right);
    (is_equality(term) || is_order) && (is_open || literals(term).any(|text| text.split(',').any(was_number)))
}

/// Whether the right side of a term is empty, has an empty entry, or can be empty while a call runs.
pub(super) fn may_be_empty(term: &Term) -> bool {
    let has_part =
        matches!(term.op, Operator::Contains | Operator::StartsWith | Operator::EndsWith | Operator::Matches);
    match (&term.right, term.op) {
        (right, _) if is_unknown(right) => has_part || term.op == Operator::IsOneOf,
        (Operand::Text(text), Operator::IsOneOf) => text.split(',').any(|entry| entry.trim().is_empty()),
        (right, _) => has_part && right.is_blank(),
    }
}

/// Whether people can write a text in several ways that mean the same.
pub(super) fn has_spellings(text: &str) -> bool {
    text.trim().chars().any(|letter| !letter.is_ascii_alphanumeric() && !",.".contains(letter))
}

pub(super) fn reads_moments(seen: &Seen<'_>) -> bool {
    let is_read = |key: &str| seen.operand(key).is_some_and(is_unknown);
    let of_kind = seen.is(&["date_and_time", "test_schedule", "test_week"]) && (is_read("when") || is_read("other"));
    of_kind || seen.any_term(|term| matches!(term.op, Operator::Before | Operator::After))
}

pub(super) fn has_night_hours(data: &ResourceData) -> bool {
    let ResourceData::Calendar(calendar) = data else { return false };
    let is_at_night = |(from, until): &Hours| until <= from && *until != chrono::NaiveTime::MIN;
    let exceptions = calendar.exceptions.iter().flat_map(|it| &it.hours);
    calendar.week.iter().flatten().chain(exceptions).any(is_at_night)
}

/// Whether something goes into a field that accepts only values of its type.
pub(super) fn stores_into_a_type(seen: &Seen<'_>) -> bool {
    seen.any_value(|kind, value| match (kind, value) {
        (Some(FieldKind::Variable), Value::Text(path)) => declared(seen.project, path.trim())
            .is_some_and(|it| !matches!(it.kind, FieldType::ShortText | FieldType::LongText)),
        _ => false,
    })
}

/// Whether the action dials or stores a number that it reads.
pub(super) fn dials(seen: &Seen<'_>) -> bool {
    match seen.action.kind.as_str() {
        "to_number" => seen.text("from") == "value",
        "test_mobile" | "modify_caller_id" => seen.operand("number").is_some(),
        "send_sms" | "insert_sms_target" | "insert_voice_target" | "insert_whatsapp_target" => true,
        _ => false,
    }
}

pub(super) fn has_number_prefixes(data: &ResourceData) -> bool {
    let ResourceData::ValuesTable(table) = data else { return false };
    let is_number = |cell: &String| {
        let cell = cell.trim();
        cell.starts_with(['+', '0']) && cell.len() > 1
    };
    let keys = table.rows.iter().flat_map(|row| row.iter().take(table.keys.len()));
    table.matching == TableMatch::Prefix && keys.clone().any(is_number)
}

pub(super) fn has_dashed_ranges(data: &ResourceData) -> bool {
    let ResourceData::ValuesTable(table) = data else { return false };
    let is_dashed = |cell: &String| !cell.contains("..") && range(cell).is_some();
    let keys = table.rows.iter().flat_map(|row| row.iter().take(table.keys.len()));
    table.matching == TableMatch::Range && keys.clone().any(is_dashed)
}

/// Whether the project, one of its callers or the action itself speaks a language in a country, or a variable names the language.
pub(super) fn has_languages_of_countries(seen: &Seen<'_>) -> bool {
    let own = seen.text("language");
    let callers = seen.project.callers.values().map(|caller| caller.language.as_str());
    let mut known = callers.chain([seen.project.settings.default_language.as_str(), own]);
    own.contains("{{") || known.any(|code| !language::country(code).is_empty())
}

pub(super) fn has_text_without_country(value: &Value) -> bool {
    let Value::Texts(texts) = value else { return false };
    texts.iter().any(|(code, text)| !code.is_empty() && language::country(code).is_empty() && !text.is_empty())
}

/// Whether there are things that this user does not get.
pub(super) fn is_limited(user: &User, seen: &Seen<'_>) -> bool {
    let has_others = seen.project.routings.values().any(|routing| routing.channel != Channel::Voice);
    let is_closed = user.closed_channels.contains(&seen.channel()) || user.daily_limit.is_some();
    is_closed || seen.channel() != Channel::Voice || (has_others && !user.calls_beside_chats)
}

/// Whether a value reads a group that schema 1 did not have, and that no variable of the project hides.
pub(super) fn reads_a_new_group(seen: &Seen<'_>, value: &Value) -> bool {
    let is_new = |path: &str| {
        let group = path.trim().split('.').next().unwrap_or_default();
        ["email", "message"].contains(&group)
            && seen.project.resource_by_reference(ResourceKind::Variable, group).is_none()
    };
    let in_text = |text: &str| text.contains("{{") && template::paths(text).any(&is_new);
    let in_operand = |operand: &Operand| match operand {
        Operand::Text(text) => in_text(text),
        Operand::Variable(path) => is_new(path),
        Operand::Expression(text) => text.contains("email.") || text.contains("message."),
    };
    match value {
        Value::Text(text) => in_text(text),
        Value::Texts(texts) => texts.values().any(|text| in_text(text)),
        Value::Operand(operand) => in_operand(operand),
        Value::Condition(condition) => {
            condition.terms.iter().any(|term| in_operand(&term.left) || in_operand(&term.right))
        }
        _ => false,
    }
}
