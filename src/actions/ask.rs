//! Ask and wait for the reply: a question in a chat, and what the customer writes (spec: actions §4).

use crate::catalog::field::Texts;
use crate::catalog::question::{Answer, AnswerInput};
use crate::catalog::spec::nothing_to_check;
use crate::catalog::system_phrases::{NO, Phrase, YES};
use crate::catalog::value::{self, Locale, number_typed};
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Event, Example, Field, Question,
    QuestionChoice, Step, WayOn, yes_no,
};
use crate::choice;
use crate::model::resource::FieldType;
use crate::model::{Channel, OutsideSystem};

use super::shared::ms_words;
use super::shared_mail::{customer_writes, is_up, left_ms, wait, with_waiting};

/// How long a customer takes to write, where nobody says so.
const REPLIES_AFTER_MS: u64 = 15_000;

choice! {
    /// What kind of reply is expected.
    Expected {
        Any = "any" "Anything",
        Number = "number" "A number",
        Email = "email" "An email address",
        Phone = "phone" "A phone number",
        Date = "date" "A date",
        YesNo = "yes_no" "Yes or no",
    }
}

const TEXT: Field<Texts> = Field::texts("text", "Question")
    .help("What is asked, in each language. Variables go in double braces: {{customer.name}}.")
    .required();
const EXPECTED: Field<Expected> = Field::choice("expected", "Expected reply")
    .help("A reply of another kind is invalid, and the question is repeated.");
const TARGET: Field<String> = Field::variable("target", "Put the reply into")
    .help("The variable that gets the reply: a date as 2026-11-23, yes or no as yes or no, a file by its name.");
const TIMEOUT_S: Field<i64> = Field::duration("timeout", "Wait for the reply", (5, 7 * 86_400), 600)
    .help("No reply in this time counts as response time exceeded.");
const TRIES: Field<i64> =
    Field::int("tries", "Tries", (1, 9), 3).help("After so many invalid replies it goes on by Invalid.");
const INVALID_TEXT: Field<Texts> =
    Field::texts("invalid_text", "Written after an invalid reply").help("Written before the question is repeated.");

const REPLY: BranchSpec = BranchSpec::new("reply", "Reply");
const TOO_LATE: BranchSpec = BranchSpec::new("timeout", "Response time exceeded");
const INVALID: BranchSpec = BranchSpec::new("invalid", "Invalid");
const NOT_DELIVERED: BranchSpec = BranchSpec::new("delivery_failure", "Delivery failure").technical();

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "ask",
    title: "Ask and wait for the reply",
    short_title: "Ask",
    category: Category::Messaging,
    channels: Channels(&[Channel::Messaging]),
    doc: "Asks the customer a question in the chat, waits for the reply, and puts it into a variable.",
    card: "“{text}” · {expected} · {tries:tries}",
    fields: &[TEXT.spec(), EXPECTED.spec(), TARGET.spec(), TIMEOUT_S.spec(), TRIES.spec(), INVALID_TEXT.spec()],
    branches: &[
        BranchPart::One(&REPLY),
        BranchPart::One(&TOO_LATE),
        BranchPart::One(&INVALID),
        BranchPart::One(&NOT_DELIVERED),
    ],
    way_on: WayOn::Key("reply"),
    caller_may_leave: true,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new("A name", NAME, "reply Camille Martin", "reply"),
        Example::new("A file", NAME, "attach passport.pdf", "reply"),
        Example::new("A number, at the second try", NUMBER, "reply soon; reply 12,5", "reply"),
        Example::new(
            "A button for yes",
            r#"{"text": Texts({"": "Agreed?"}), "expected": Text("yes_no")}"#,
            "reply yes",
            "reply",
        ),
        Example::new("No number, twice", NUMBER, "reply soon; attach map.png", "invalid"),
        Example::new("The customer does not reply", NUMBER, "time passes", "timeout"),
        Example::new("The question does not arrive", NUMBER, "delivery fails", "delivery_failure"),
        Example::new("Messages cannot be sent", NUMBER, "", "delivery_failure").given(|stage| {
            stage.world.systems_down.insert(OutsideSystem::Messages);
        }),
    ],
};

const NAME: &str = r#"{"text": Texts({"": "What is your name?"}), "target": Text("customer.name")}"#;
const NUMBER: &str = r#"{"text": Texts({"": "How many?"}), "expected": Text("number"), "target": Text("customer.points"), "tries": Int(2)}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Event::Answer(answer) = cx.event else {
        return if is_up(cx, OutsideSystem::Messages) { ask(cx) } else { Step::go(&NOT_DELIVERED) };
    };
    match answer.key {
        "reply" | "attach" => hear(cx, answer),
        "fails" => {
            cx.note("The question was not delivered.");
            Step::go(&NOT_DELIVERED)
        }
        "wait" if wait(cx, cx.get(&TIMEOUT_S), answer.ms()) => await_reply(cx),
        _ => {
            cx.spend(left_ms(cx, cx.get(&TIMEOUT_S)));
            Step::go(&TOO_LATE)
        }
    }
}

/// The words of the buttons for yes and no.
pub(super) fn says(cx: &CheckCx<'_>) -> Vec<&'static Phrase> {
    if cx.action.params.get(&EXPECTED) == Expected::YesNo { vec![&YES, &NO] } else { Vec::new() }
}

fn ask(cx: &mut Cx<'_>) -> Step {
    let text = cx.text_in_language(&cx.get(&TEXT));
    cx.say(text);
    cx.visit.since_ms = cx.at_ms();
    await_reply(cx)
}

/// Waits for as long as the customer may still take.
fn await_reply(cx: &Cx<'_>) -> Step {
    let left_ms = left_ms(cx, cx.get(&TIMEOUT_S));
    let detail = format!("try {} of {}, for {}", cx.visit.tries + 1, cx.get(&TRIES), ms_words(left_ms));
    let mut question = Question::new("waits for a reply").detail(detail);
    if cx.get(&EXPECTED) == Expected::YesNo {
        for (phrase, yes) in [(&YES, true), (&NO, false)] {
            let word = cx.word(phrase);
            let text = format!("reply {}", yes_no::words(yes));
            question = question.choice(QuestionChoice::new("reply", text, word.clone()).value(word));
        }
    }
    let question = question
        .choice(QuestionChoice::new("reply", "reply", "Reply").input(AnswerInput::Text))
        .choice(QuestionChoice::new("attach", "attach", "Attach a file").input(AnswerInput::Text));
    let fails = QuestionChoice::new("fails", "delivery fails", "Delivery fails").danger().system();
    Step::Ask(with_waiting(question, left_ms).choice(fails).hang_up())
}

fn hear(cx: &mut Cx<'_>, answer: &Answer) -> Step {
    cx.spend(REPLIES_AFTER_MS.min(left_ms(cx, cx.get(&TIMEOUT_S))));
    let is_file = answer.key == "attach";
    if is_file {
        cx.did(format!("attaches {}", answer.value));
        cx.set_last_message(&answer.value);
    } else {
        customer_writes(cx, &answer.value);
    }
    let expected = cx.get(&EXPECTED);
    let kept = match expected {
        Expected::Any => kept_in(cx, &answer.value),
        _ if is_file => None,
        expected => read(expected, &answer.value, cx.customer_locale(&cx.call("language"))),
    };
    let target = cx.get(&TARGET);
    if kept.is_some_and(|kept| cx.assign_if_named(&target, kept)) {
        return Step::go(&REPLY);
    }
    cx.visit.tries += 1;
    if i64::from(cx.visit.tries) >= cx.get(&TRIES) {
        return Step::go(&INVALID);
    }
    let complaint = cx.text_in_language(&cx.get(&INVALID_TEXT));
    cx.say(complaint);
    ask(cx)
}

/// Any reply as the variable that gets it can keep it; none where it cannot. A number may be typed as the customer writes numbers.
fn kept_in(cx: &Cx<'_>, reply: &str) -> Option<String> {
    let reply = reply.trim();
    let language = cx.call("language");
    let typed = |expected| read(expected, reply, cx.customer_locale(&language));
    let kept = match cx.declared(cx.get(&TARGET).trim()).map(|found| (found.kind, found.listed)) {
        None | Some((FieldType::ShortText | FieldType::LongText, _)) => Some(reply.to_owned()),
        Some((FieldType::Number, _)) => typed(Expected::Number),
        Some((FieldType::Date, _)) => typed(Expected::Date),
        Some((FieldType::Phone, _)) => typed(Expected::Phone),
        Some((kind, listed)) => value::fit(kind, listed, reply, cx.locale()).ok().map(std::borrow::Cow::into_owned),
    };
    kept.filter(|_| !reply.is_empty())
}

/// The reply as it is kept; none when it is not of the kind expected.
fn read(expected: Expected, reply: &str, locale: Locale<'_>) -> Option<String> {
    let reply = reply.trim();
    match expected {
        Expected::Any => Some(reply.to_owned()),
        Expected::Number => number_typed(reply, locale),
        Expected::Email => value::is_address(reply).then(|| reply.to_owned()),
        Expected::Phone => value::phone_typed(reply, locale),
        Expected::Date => value::date_typed(reply, locale),
        Expected::YesNo => yes_no::read(reply, locale).map(|yes| yes_no::words(yes).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_are_kept_in_one_form() {
        for (expected, reply, kept) in [
            (Expected::Any, " hello ", Some("hello")),
            (Expected::Number, "12,5", Some("12.5")),
            (Expected::Number, "0042", Some("0042")),
            (Expected::Number, "-3", Some("-3")),
            (Expected::Number, "1,000.50", Some("1000.50")),
            (Expected::Number, "1,000", Some("1000")),
            (Expected::Number, "1e9", None),
            (Expected::Number, "", None),
            (Expected::Email, "a@b.example", Some("a@b.example")),
            (Expected::Email, "a at b", None),
            (Expected::Phone, "0033 6 12 34 56 78", Some("+33612345678")),
            (Expected::Phone, "01 55 00 10 10", Some("+33155001010")),
            (Expected::Phone, "+33 (0)6 12 34 56 78", Some("+33612345678")),
            (Expected::Phone, "ext. 12345678", None),
            (Expected::Phone, "+1+2345678", None),
            (Expected::Phone, "24/12/2026", None),
            (Expected::Phone, "112", None),
            (Expected::Date, "24/12/2026", Some("2026-12-24")),
            (Expected::Date, "12/24/2026", Some("2026-12-24")),
            (Expected::Date, "2026-12-24 18:00", Some("2026-12-24")),
            (Expected::Date, "2026-12-24T23:30:00Z", Some("2026-12-25")),
            (Expected::Date, "24.12.26", None),
            (Expected::Date, "31/02/2026", None),
            (Expected::YesNo, "Sí", Some("yes")),
            (Expected::YesNo, "NEIN", Some("no")),
            (Expected::YesNo, "maybe", None),
        ] {
            let zone = Some(chrono_tz::Tz::Europe__Paris);
            let locale = Locale { language: "en", country: "FR", zone, ..Locale::default() };
            assert_eq!(read(expected, reply, locale).as_deref(), kept, "{expected:?} {reply}");
        }
        let elsewhere = |expected, reply: &str, country| {
            read(expected, reply, Locale { language: "en", country, ..Locale::default() })
        };
        assert_eq!(elsewhere(Expected::Date, "03/04/2026", "US").as_deref(), Some("2026-03-04"));
        assert_eq!(elsewhere(Expected::Date, "03/04/2026", ""), None);
        assert_eq!(elsewhere(Expected::Phone, "01 55 00 10 10", ""), None);
    }
}
