//! The table of changed rules. A rule that changes gets a row here, with a predicate on an action: whether the action does something to
//! which the rule applies. A predicate may say yes where a variable decides only while a call runs. `tests.rs` has an action for
//! which each predicate holds and one for which it does not.

use crate::catalog::value::{declared, range};
use crate::catalog::{FieldKind, language, template};
use crate::model::reference::is_same;
use crate::model::resource::{FieldType, Hours, MaxWaiting, TableMatch, User};
use crate::model::{Channel, ItemRef, Operand, Operator, ResourceData, ResourceKind, Term, Value};

use super::ChangedRule;
use super::seen::Seen;

const fn rule(id: &'static str, words: &'static str, applies: fn(&Seen<'_>) -> bool) -> ChangedRule {
    ChangedRule { id, words, applies }
}

/// The kinds that give an interaction to people.
const TO_PEOPLE: &[&str] = &["to_queue", "to_user", "hand_over", "distribute", "routing_rule"];

/// Every rule that means something else than in schema 1.
pub static CHANGED: &[ChangedRule] = &[
    rule(
        "calculations",
        "Calculations are exact decimals, a division has 12 places, and + joins texts as they are written.",
        |seen| seen.any_expression(|text| text.contains(['+', '-', '*', '/', '%'])),
    ),
    rule(
        "numbers-in-texts",
        "A text is compared as a number only where it is written plainly and has at most 15 digits: 5E1 and longer ids are texts.",
        |seen| seen.any_term(is_number_or_unknown),
    ),
    rule(
        "yes-and-no",
        "Is true and is false read the words for yes and no in four languages, and an empty value is neither.",
        |seen| seen.any_term(|term| matches!(term.op, Operator::IsTrue | Operator::IsFalse)),
    ),
    rule(
        "empty-parts",
        "Contains, starts with, ends with and matches are false for an empty text, and an empty entry of a list is no entry.",
        |seen| seen.any_term(may_be_empty),
    ),
    rule(
        "spellings",
        "Texts are the same whatever kind of apostrophe, dash, space or Unicode form they are written with.",
        |seen| seen.any_term(|term| is_equality(term) && literals(term).any(has_spellings)),
    ),
    rule(
        "moments",
        "Dates with Z, an offset or fractions of a second mean that instant, and dates that people type follow the project's country.",
        reads_moments,
    ),
    rule(
        "days-of-the-calendar",
        "A difference in days, weeks, months or years counts days of the calendar, whatever the time of day.",
        |seen| {
            let is_in_days = ["days", "weeks", "months", "years"].contains(&seen.text("unit"));
            seen.is(&["date_and_time"]) && seen.text("calculation") == "difference" && is_in_days
        },
    ),
    rule(
        "hours-past-midnight",
        "Hours whose end is not after their beginning go on after midnight; before, they were never open.",
        |seen| seen.named(ResourceKind::Calendar).iter().any(|it| has_night_hours(&it.data)),
    ),
    rule(
        "types-of-fields",
        "A value that does not have the type of its field is not stored, and the action leaves by its error branch.",
        stores_into_a_type,
    ),
    rule(
        "phone-numbers",
        "A number from a variable is read in any usual spelling; short, emergency and premium-rate numbers from variables are invalid.",
        |seen| dials(seen) && seen.operand("number").is_none_or(is_unknown),
    ),
    rule(
        "sms-to-landlines",
        "An SMS to a number that is certainly no mobile number leaves by Invalid number.",
        |seen| seen.is(&["send_sms"]),
    ),
    rule(
        "number-prefixes",
        "A prefix of a phone number fits the number in every spelling: +33 6, 0033 6 and 06 are the same.",
        |seen| seen.named(ResourceKind::ValuesTable).iter().any(|it| has_number_prefixes(&it.data)),
    ),
    rule(
        "choices",
        "Choices, keywords and phrases are found without punctuation around them, whatever apostrophe, dash or space is written, and with emoji.",
        |seen| match seen.action.kind.as_str() {
            "speech_recognition" => seen.text("mode") != "free" && !seen.action.params.rows("choices").is_empty(),
            "quick_replies" => !seen.action.params.rows("choices").is_empty(),
            "trigger_filter" => !seen.text("keywords").is_empty(),
            "detect_keywords" => !seen.action.params.rows("rows").is_empty(),
            "classify_email" => !seen.action.params.rows("categories").is_empty(),
            _ => false,
        },
    ),
    rule(
        "text-of-emails",
        "The text of an email is searched without quoted history, and HTML is read as text.",
        |seen| {
            let is_searched =
                seen.is(&["classify_email"]) || seen.is(&["detect_keywords"]) && seen.ticked("in_body", true);
            is_searched && seen.channel() == Channel::Email
        },
    ),
    rule("attachments", "A picture that is part of the text of an email is no attachment.", |seen| {
        let of_test = seen.is(&["test_email"]) && seen.text("what") == "attachment";
        of_test || seen.is(&["detect_keywords"]) && seen.ticked("in_attachments", false)
    }),
    rule("mail-of-machines", "More signs show that a machine wrote an email; it gets no automatic reply.", |seen| {
        seen.is(&["auto_reply"]) && seen.ticked("never_automatic", true)
    }),
    rule("reply-to", "An answer goes to the address in Reply-To, where the email has one.", |seen| {
        let to_customer = seen.is(&["send_email"]) && seen.text("to").trim().is_empty();
        seen.channel() == Channel::Email && (to_customer || seen.is(&["auto_reply"]))
    }),
    rule("priority-of-emails", "Of several headers that name a priority, the strongest counts.", |seen| {
        seen.is(&["test_email_priority"])
    }),
    rule("written-surveys", "In chats and emails, a survey is written or clicked.", |seen| {
        seen.is(&["survey"]) && seen.channel() != Channel::Voice
    }),
    rule("work-schedules", "Outside their work schedule, people are not connected.", |seen| {
        seen.is(TO_PEOPLE) && seen.people().iter().any(|user| user.schedule.iter().any(|day| !day.is_empty()))
    }),
    rule(
        "channels-and-capacity",
        "People get only what they may receive, have room for and are allowed per day; a call needs a person without open chats or emails.",
        |seen| seen.is(TO_PEOPLE) && seen.people().iter().any(|user| is_limited(user, seen)),
    ),
    rule("skills", "When nobody who is connected has the required skills, the queue overflows by No user.", |seen| {
        seen.is(&["to_queue"]) && !seen.action.params.rows("skills").is_empty()
    }),
    rule(
        "share-of-people",
        "The most who may wait, as a share of the connected people, is rounded up and at least 1.",
        |seen| {
            let is_share = |data: &ResourceData| matches!(data, ResourceData::Queue(queue) if matches!(queue.max_waiting, MaxWaiting::PercentOfConnected(_)));
            seen.is(&["to_queue"]) && seen.named(ResourceKind::Queue).iter().any(|it| is_share(&it.data))
        },
    ),
    rule(
        "last-agent",
        "The last agent of a customer is who served the customer last on this channel, this interaction included.",
        |seen| {
            let is_returning = |data: &ResourceData| matches!(data, ResourceData::DistributionPolicy(policy) if policy.returning_to_same);
            let by_policy = || seen.named(ResourceKind::DistributionPolicy).iter().any(|it| is_returning(&it.data));
            match seen.action.kind.as_str() {
                "to_queue" => seen.text("preferred") == "last",
                "distribute" => seen.text("returning") == "yes" || seen.text("returning") != "no" && by_policy(),
                _ => false,
            }
        },
    ),
    rule("case-of-references", "References are compared without the case of letters.", |seen| {
        seen.any_value(|kind, value| match (kind, value) {
            (Some(FieldKind::Item(_)), Value::Item(ItemRef::Variable(_))) => true,
            (Some(FieldKind::Item(kind)), Value::Item(item @ ItemRef::Reference(written))) => {
                let found = kind.resolve(seen.project, item);
                found.is_some_and(|it| it.reference != written && is_same(it.reference, written))
            }
            _ => false,
        })
    }),
    rule(
        "fallback-branches",
        "A branch without a link falls back on another branch, such as a reason for overflow on Overflow; before, the customer was dropped.",
        falls_through,
    ),
    rule(
        "groups-of-emails",
        "Texts and conditions can read the email and the message, such as {{email.subject}} and {{message.text}}; before, they were empty.",
        |seen| seen.any_value(|_, value| reads_a_new_group(seen, value)),
    ),
    rule(
        "first-key",
        "Where one key counts, the first key decides; keys after the end of an answer are for the next announcement that a key cuts short.",
        |seen| seen.is(&["voice_announcement"]) && ["menu", "entry"].contains(&seen.text("mode")),
    ),
    rule(
        "short-messages",
        "A caller who hangs up before a message is long enough is gone; before, the call went on by No message.",
        |seen| seen.is(&["to_voice_mailbox"]),
    ),
    rule("ranges-with-a-dash", "In a values table of ranges, 10-20 is the same range as 10..20.", |seen| {
        seen.named(ResourceKind::ValuesTable).iter().any(|it| has_dashed_ranges(&it.data))
    }),
    rule(
        "languages-of-countries",
        "A text for a language, such as fr, is also the text for that language in a country, such as fr-CA, where that has none of its own.",
        |seen| has_languages_of_countries(seen) && seen.any_value(|_, value| has_text_without_country(value)),
    ),
];

fn falls_through(seen: &Seen<'_>) -> bool {
    seen.falls_through()
}

/// Whether the operand gets its value only while a call runs.
fn is_unknown(operand: &Operand) -> bool {
    match operand {
        Operand::Text(text) => text.contains("{{"),
        Operand::Variable(_) | Operand::Expression(_) => true,
    }
}

/// The literals of a term, without the right side of an operator that ignores it.
fn literals(term: &Term) -> impl Iterator<Item = &str> {
    let sides = [Some(&term.left), (!term.op.is_unary()).then_some(&term.right)];
    sides.into_iter().flatten().filter_map(|side| match side {
        Operand::Text(text) if !is_unknown(side) => Some(text.as_str()),
        _ => None,
    })
}

/// Whether a term asks whether two values are equal.
fn is_equality(term: &Term) -> bool {
    matches!(term.op, Operator::Equals | Operator::Differs | Operator::IsOneOf)
}

/// Whether a term can compare texts that were numbers in schema 1: a literal is one, or nobody knows before the call.
fn is_number_or_unknown(term: &Term) -> bool {
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
fn may_be_empty(term: &Term) -> bool {
    let has_part =
        matches!(term.op, Operator::Contains | Operator::StartsWith | Operator::EndsWith | Operator::Matches);
    match (&term.right, term.op) {
        (right, _) if is_unknown(right) => has_part || term.op == Operator::IsOneOf,
        (Operand::Text(text), Operator::IsOneOf) => text.split(',').any(|entry| entry.trim().is_empty()),
        (right, _) => has_part && right.is_blank(),
    }
}

/// Whether people can write a text in several ways that mean the same.
fn has_spellings(text: &str) -> bool {
    text.trim().chars().any(|letter| !letter.is_ascii_alphanumeric() && !",.".contains(letter))
}

fn reads_moments(seen: &Seen<'_>) -> bool {
    let is_read = |key: &str| seen.operand(key).is_some_and(is_unknown);
    let of_kind = seen.is(&["date_and_time", "test_schedule", "test_week"]) && (is_read("when") || is_read("other"));
    of_kind || seen.any_term(|term| matches!(term.op, Operator::Before | Operator::After))
}

fn has_night_hours(data: &ResourceData) -> bool {
    let ResourceData::Calendar(calendar) = data else { return false };
    let is_at_night = |(from, until): &Hours| until <= from && *until != chrono::NaiveTime::MIN;
    let exceptions = calendar.exceptions.iter().flat_map(|it| &it.hours);
    calendar.week.iter().flatten().chain(exceptions).any(is_at_night)
}

/// Whether something goes into a field that accepts only values of its type.
fn stores_into_a_type(seen: &Seen<'_>) -> bool {
    seen.any_value(|kind, value| match (kind, value) {
        (Some(FieldKind::Variable), Value::Text(path)) => declared(seen.project, path.trim())
            .is_some_and(|it| !matches!(it.kind, FieldType::ShortText | FieldType::LongText)),
        _ => false,
    })
}

/// Whether the action dials or stores a number that it reads.
fn dials(seen: &Seen<'_>) -> bool {
    match seen.action.kind.as_str() {
        "to_number" => seen.text("from") == "value",
        "test_mobile" | "modify_caller_id" => seen.operand("number").is_some(),
        "send_sms" | "insert_sms_target" | "insert_voice_target" | "insert_whatsapp_target" => true,
        _ => false,
    }
}

fn has_number_prefixes(data: &ResourceData) -> bool {
    let ResourceData::ValuesTable(table) = data else { return false };
    let is_number = |cell: &String| {
        let cell = cell.trim();
        cell.starts_with(['+', '0']) && cell.len() > 1
    };
    let keys = table.rows.iter().flat_map(|row| row.iter().take(table.keys.len()));
    table.matching == TableMatch::Prefix && keys.clone().any(is_number)
}

fn has_dashed_ranges(data: &ResourceData) -> bool {
    let ResourceData::ValuesTable(table) = data else { return false };
    let is_dashed = |cell: &String| !cell.contains("..") && range(cell).is_some();
    let keys = table.rows.iter().flat_map(|row| row.iter().take(table.keys.len()));
    table.matching == TableMatch::Range && keys.clone().any(is_dashed)
}

/// Whether the project, one of its callers or the action itself speaks a language in a country, or a variable names the language.
fn has_languages_of_countries(seen: &Seen<'_>) -> bool {
    let own = seen.text("language");
    let callers = seen.project.callers.values().map(|caller| caller.language.as_str());
    let mut known = callers.chain([seen.project.settings.default_language.as_str(), own]);
    own.contains("{{") || known.any(|code| !language::country(code).is_empty())
}

fn has_text_without_country(value: &Value) -> bool {
    let Value::Texts(texts) = value else { return false };
    texts.iter().any(|(code, text)| !code.is_empty() && language::country(code).is_empty() && !text.is_empty())
}

/// Whether there are things that this user does not get.
fn is_limited(user: &User, seen: &Seen<'_>) -> bool {
    let has_others = seen.project.routings.values().any(|routing| routing.channel != Channel::Voice);
    let is_closed = user.closed_channels.contains(&seen.channel()) || user.daily_limit.is_some();
    is_closed || seen.channel() != Channel::Voice || (has_others && !user.calls_beside_chats)
}

/// Whether a value reads a group that schema 1 did not have, and that no variable of the project hides.
fn reads_a_new_group(seen: &Seen<'_>, value: &Value) -> bool {
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
