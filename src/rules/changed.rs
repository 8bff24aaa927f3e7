//! The table of changed rules. A rule that changes gets a row here, with a predicate on an action: whether the action does something to
//! which the rule applies. A predicate may say yes where a variable decides only while a call runs. `tests.rs` has an action for
//! which each predicate holds and one for which it does not.

use crate::catalog::FieldKind;
use crate::model::reference::is_same;
use crate::model::resource::MaxWaiting;
use crate::model::{Channel, ItemRef, Operator, ResourceData, ResourceKind, Value};

use super::ChangedRule;
use super::asks::{
    dials, falls_through, has_dashed_ranges, has_languages_of_countries, has_night_hours, has_number_prefixes,
    has_spellings, has_text_without_country, is_equality, is_limited, is_number_or_unknown, is_unknown, literals,
    may_be_empty, reads_a_new_group, reads_moments, stores_into_a_type, writes_after_a_window,
};
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
    rule(
        "reply-windows",
        "When the reply window of a messenger is over, texts that are not templates leave by Outside the reply window, and a closing text is not sent.",
        writes_after_a_window,
    ),
    rule(
        "values-in-sentences",
        "Ask takes the one number, address, phone number or date out of a sentence such as: my order is 123456.",
        |seen| seen.is(&["ask"]) && (!["any", ""].contains(&seen.text("expected")) || !seen.text("target").is_empty()),
    ),
    rule("payments-by-link", "In chats and emails, an invoice is paid by a link instead of keys.", |seen| {
        seen.is(&["pay_invoice"]) && seen.channel() != Channel::Voice
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
