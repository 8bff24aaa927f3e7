//! Offer to call back: the caller may hang up and be called back by the people of a queue (spec: meaning §10; load, accepted call-backs
//! keep their place).

use std::collections::BTreeMap;

use crate::catalog::branch::{REFERENCE_NOT_FOUND, ResultKind};
use crate::catalog::field::{Texts, is_key};
use crate::catalog::phone::{self, Source};
use crate::catalog::question::{Answer, AnswerInput};
use crate::catalog::text::duration_words;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Event, Example, Field, Finding, Icon,
    Question, QuestionChoice, Step, WayOn,
};
use crate::choice;
use crate::model::{ItemRef, Resource, ResourceKind};

use super::shared_prompts::check_prompts;

choice! {
    /// Which number is called back.
    Whose { Caller = "caller" "The caller's own", Typed = "typed" "The caller types one" }
}

/// How often a number is asked for, and how long the caller may take for a key.
const TYPING_TRIES: u32 = 3;
const FIRST_KEY_MS: u64 = 5_000;
/// How long a key takes.
const KEY_MS: u64 = 500;

const QUEUE: Field<Option<ItemRef>> = Field::item("queue", "Queue", ResourceKind::Queue)
    .help("Its people call back. The caller keeps the place that waiting would have given.")
    .required();
const TEXT: Field<Texts> = Field::texts("text", "Offer")
    .help("What the caller hears, such as: To be called back, press 1. To go on waiting, press 2.")
    .required();
const ACCEPT_KEY: Field<String> =
    Field::keypad_key("accept_key", "Key to accept", "1").help("The key by which the caller accepts.").required();
const DECLINE_KEY: Field<String> = Field::keypad_key("decline_key", "Key to decline", "2")
    .help("The key by which the caller declines; every other key and silence decline as well.");
const WHOSE: Field<Whose> = Field::choice("whose", "Number")
    .help("The number that is called back. A hidden number of one's own is invalid, and so are short and premium-rate numbers.");
const NUMBER_TEXT: Field<Texts> = Field::texts("number_text", "Question for the number")
    .help("What the caller hears before typing, such as: Please type your number and press the hash key.")
    .required()
    .shown_if("whose", &["typed"]);
const WINDOW_S: Field<i64> = Field::duration("window", "Call back within", (900, 604_800), 14_400)
    .help("After this time the call-back is given up.");
const TRIES: Field<i64> =
    Field::int("tries", "Tries", (1, 10), 3).help("How often the number is called in this time, if nobody answers.");

const ACCEPTED: BranchSpec = BranchSpec::new("accepted", "Accepted").result(ResultKind::CallBack);
const DECLINED: BranchSpec = BranchSpec::new("declined", "Declined");
const INVALID_NUMBER: BranchSpec = BranchSpec::new("invalid_number", "Invalid number");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "offer_callback",
    title: "Offer to call back",
    short_title: "Call-back",
    category: Category::Distribution,
    icon: Icon::PhoneCall,
    words: "callback, call back, call-back, queue callback, set callback number, virtual hold, ring back, \
            callback request",
    channels: Channels::VOICE,
    doc: "Offers to be called back instead of waiting. The call-back keeps its place in the queue, and whoever becomes free calls the \
          number. Accepted may lead nowhere: the caller hangs up and is called back.",
    card: "{queue} · {whose} · within {window} · {tries:tries}",
    fields: &[
        QUEUE.spec(),
        TEXT.spec(),
        ACCEPT_KEY.spec(),
        DECLINE_KEY.spec(),
        WHOSE.spec(),
        NUMBER_TEXT.spec(),
        WINDOW_S.spec(),
        TRIES.spec(),
    ],
    branches: &[
        BranchPart::One(&ACCEPTED),
        BranchPart::One(&DECLINED),
        BranchPart::One(&INVALID_NUMBER),
        BranchPart::One(&REFERENCE_NOT_FOUND),
    ],
    way_on: WayOn::Key("declined"),
    caller_may_leave: true,
    run,
    check,
    examples: &[
        Example::new("The caller accepts", OWN, "accepts", "accepted").after_ms(5_800).ledger(OFFERED),
        Example::new("The caller goes on waiting", OWN, "press 2", "declined").after_ms(5_800),
        Example::new("No key is pressed", OWN, "silence", "declined").after_ms(9_800),
        Example::new("Another number is typed", TYPED, "press 1; types the number 0612345678", "accepted")
            .after_ms(14_400)
            .ledger(OFFERED),
        Example::new(
            "No number that exists",
            TYPED,
            "accepts; types the number 12; silence; types the number 0612",
            "invalid_number",
        )
        .after_ms(24_600),
        Example::new("The number is hidden", OWN, "accepts", "invalid_number")
            .after_ms(5_800)
            .given(|stage| stage.caller.is_hidden = true),
        Example::new(
            "No such queue",
            r#"{"queue": Item(Reference("nothing")), "text": Texts({"": "Press 1."})}"#,
            "",
            "reference_not_found",
        ),
    ],
};

const OFFERED: &[&str] = &["Call-back: Support: +33612345678 within 4 h, 3 tries"];

const OWN: &str = r#"{"queue": Item(Reference("support")),
    "text": Texts({"": "To be called back, press 1. To go on waiting, press 2."})}"#;
const TYPED: &str = r#"{"queue": Item(Reference("support")), "whose": Text("typed"),
    "text": Texts({"": "To be called back, press 1. To go on waiting, press 2."}),
    "number_text": Texts({"": "Please type your number and press the hash key."})}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(queue) = cx.item(&QUEUE) else { return Step::go(&REFERENCE_NOT_FOUND) };
    match cx.event {
        Event::Answer(answer) if cx.visit.stage == 0 => hear_choice(cx, &queue, answer),
        Event::Answer(answer) => hear_number(cx, &queue, answer),
        Event::Enter => offer(cx),
        Event::Decided(_) | Event::Drawn { .. } | Event::Floor(_) => Step::go(&DECLINED),
    }
}

fn offer(cx: &mut Cx<'_>) -> Step {
    let text = cx.text_for(&TEXT);
    cx.visit.since_ms = cx.say(text);
    let accepts = QuestionChoice::new("accepts", format!("press {}", cx.get(&ACCEPT_KEY)), "Accepts").also("accepts");
    let declines = QuestionChoice::new("declines", format!("press {}", cx.get(&DECLINE_KEY)), "Declines");
    let declines = if is_key(&cx.get(&DECLINE_KEY)) {
        declines.also("declines")
    } else {
        QuestionChoice::new("declines", "declines", "Declines")
    };
    let silence = QuestionChoice::new("silence", "silence", "Stay silent");
    Step::Ask(Question::new("hears the offer").choice(accepts).choice(declines).choice(silence).hang_up())
}

fn hear_choice(cx: &mut Cx<'_>, queue: &Resource, answer: &Answer) -> Step {
    let said_ms = std::mem::take(&mut cx.visit.since_ms);
    cx.spend(said_ms);
    match answer.key {
        "accepts" => {
            cx.spend_by_person(KEY_MS);
            cx.did("accepts the call-back");
            match cx.get(&WHOSE) {
                Whose::Caller => {
                    let number = cx.call("number");
                    accept(cx, queue, &number).unwrap_or_else(|| Step::go(&INVALID_NUMBER))
                }
                Whose::Typed => ask_number(cx),
            }
        }
        "declines" => {
            cx.spend_by_person(KEY_MS);
            cx.did("declines the call-back");
            Step::go(&DECLINED)
        }
        _ => {
            cx.spend(FIRST_KEY_MS);
            cx.did("stays silent");
            Step::go(&DECLINED)
        }
    }
}

fn ask_number(cx: &mut Cx<'_>) -> Step {
    cx.visit.stage = 1;
    let text = cx.text_for(&NUMBER_TEXT);
    cx.visit.since_ms = cx.say(text);
    let typed = QuestionChoice::new("types", "types the number", "Types the number").input(AnswerInput::Keys);
    let question = Question::new("waits for the number")
        .detail(format!("try {} of {TYPING_TRIES}", cx.visit.tries + 1))
        .choice(typed.also("press"))
        .choice(QuestionChoice::new("silence", "silence", "Stay silent"));
    Step::Ask(question.hang_up())
}

fn hear_number(cx: &mut Cx<'_>, queue: &Resource, answer: &Answer) -> Step {
    let said_ms = std::mem::take(&mut cx.visit.since_ms);
    cx.spend(said_ms);
    if answer.key == "types" {
        cx.did(format_args!("types {}", answer.value));
        cx.spend_by_person(answer.value.chars().count() as u64 * KEY_MS);
        if let Some(step) = accept(cx, queue, answer.value.trim_end_matches('#')) {
            return step;
        }
    } else {
        cx.spend(FIRST_KEY_MS);
        cx.did("stays silent");
    }
    cx.visit.tries += 1;
    if cx.visit.tries < TYPING_TRIES { ask_number(cx) } else { Step::go(&INVALID_NUMBER) }
}

/// Keeps the place of the caller, if the number can be called; why not is noted.
fn accept(cx: &mut Cx<'_>, queue: &Resource, number: &str) -> Option<Step> {
    let source = Source::Variable { allows_premium: false };
    let number = phone::dialled(number, cx.country(), source).map_err(|why| cx.note(why)).ok()?;
    let (within, tries) = (duration_words(cx.get(&WINDOW_S)), cx.get(&TRIES));
    let tries = if tries == 1 { "1 try".to_owned() } else { format!("{tries} tries") };
    cx.ledger("Call-back", format_args!("{}: {number} within {within}, {tries}", queue.name));
    Some(Step::go(&ACCEPTED))
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let (accept, decline) = (params.get(&ACCEPT_KEY), params.get(&DECLINE_KEY));
    let mut findings = Vec::new();
    if accept == decline {
        let message = format!("Key {accept} accepts and declines. Choose two keys that differ.");
        findings.push(Finding::error("callback-key-twice", message));
    }
    let keys: BTreeMap<String, usize> =
        [accept, decline].into_iter().filter(|key| is_key(key)).map(|key| (key, 1)).collect();
    check_prompts(cx, &params.get(&TEXT), &keys, &mut findings);
    findings
}
