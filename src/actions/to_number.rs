//! Distribution to a number: puts the customer through to a number outside (spec: actions §1).

use crate::catalog::branch::{ERROR, OK, ResultKind};
use crate::catalog::check::Never;
use crate::catalog::field::KEYPAD;
use crate::catalog::phone::{self, Number};
use crate::catalog::question::{Answer, AnswerInput};
use crate::catalog::text::duration_words;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Effect, Event, Example, Field, Finding, Icon,
    Question, QuestionChoice, Step, WayOn, Whisper, country,
};

use super::shared::{ms, note_caller_id};
use super::shared_number::{FROM, ITEM, NUMBER, check_dialled, dialled, is_dialled};
use super::shared_whisper::{WHISPER, whisper};

/// How long a mock callee lets it ring, and talks, where nobody says so.
const ANSWERS_AFTER_MS: u64 = 6_000;
const TALK_MS: u64 = 180_000;

const PREMIUM: Field<bool> = Field::yes_no("premium", "Allow premium-rate numbers", false)
    .help("Whether a variable may hold a number whose calls cost extra. Without it such a number is invalid.")
    .shown_if("from", &["value"]);
const CALLER_ID: Field<String> = Field::text("caller_id", "Caller ID shown")
    .help("The number that the callee sees. Leave it empty for the one that was set before, or the customer's own.");
const RING_S: Field<i64> =
    Field::duration("ring", "Ring time", (5, 120), 30).help("Nobody answering in this time counts as No answer.");
const KEYS: Field<String> = Field::text("keys", "Keys to send after the answer")
    .help("Keys of the keypad, such as an extension; a comma is a short break.");

const PUT_THROUGH: BranchSpec = OK.result(ResultKind::TransferredOut);
const BUSY: BranchSpec = BranchSpec::new("busy", "Busy");
const NO_ANSWER: BranchSpec = BranchSpec::new("no_answer", "No answer");
const INVALID: BranchSpec = BranchSpec::new("invalid", "Invalid");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "to_number",
    title: "Distribution to a number",
    short_title: "Number",
    category: Category::Distribution,
    icon: Icon::PhoneTransfer,
    words: "transfer, forward, call forward, external number, transfer to phone number, dial, connect call to, \
            mobile, landline, divert, transfer outside, misc destination, outside line",
    channels: Channels::VOICE,
    doc: "Calls a number outside the company and puts the customer through. OK is taken when the callee has hung up \
          and the customer is still there.",
    card: "{item}{number} · ring {ring}",
    fields: &[
        FROM.spec(),
        ITEM.spec(),
        NUMBER.spec(),
        PREMIUM.spec(),
        CALLER_ID.spec(),
        RING_S.spec(),
        KEYS.spec(),
        WHISPER[0],
        WHISPER[1],
        WHISPER[2],
        WHISPER[3],
    ],
    branches: &[
        BranchPart::One(&PUT_THROUGH),
        BranchPart::One(&BUSY),
        BranchPart::One(&NO_ANSWER),
        BranchPart::One(&INVALID),
        BranchPart::One(&ERROR),
    ],
    way_on: WayOn::Key("ok"),
    caller_may_leave: true,
    run,
    check,
    examples: &[
        Example::new("The partner answers", PARTNER, "callee answers for 2m", "ok").after_ms(126_000).ledger(CALLED),
        Example::new("The line is busy", PARTNER, "busy", "busy").after_ms(1_000).ledger(CALLED),
        Example::new("Nobody answers", PARTNER, "no answer", "no_answer").after_ms(30_000).ledger(CALLED),
        Example::new("The line fails", PARTNER, "line error", "error").ledger(CALLED),
        Example::new(
            "No phone number",
            r#"{"from": Text("value"), "number": Operand(Text("01 55 00"))}"#,
            "",
            "invalid",
        ),
        Example::new(
            "An emergency number that is written here",
            r#"{"from": Text("value"), "number": Operand(Text("112"))}"#,
            "callee answers",
            "ok",
        )
        .after_ms(186_000)
        .ledger(&["Telephone: calls 112"]),
        Example::new(
            "A premium-rate number in a variable",
            r#"{"from": Text("value"), "number": Operand(Variable("call.number"))}"#,
            "",
            "invalid",
        )
        .given(|stage| "+33899123456".clone_into(&mut stage.caller.number)),
        Example::new(
            "The customer's own number",
            r#"{"from": Text("value"), "number": Operand(Variable("call.number")), "keys": Text("12#")}"#,
            "callee answers",
            "ok",
        )
        .after_ms(186_000)
        .ledger(&["Telephone: calls +33612345678"]),
    ],
};

const CALLED: &[&str] = &["Telephone: calls +33155001020"];

const PARTNER: &str = r#"{"item": Item(Reference("partner"))}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    if let Event::Answer(answer) = cx.event {
        return hear(cx, answer);
    }
    let (action, allows_premium) = (cx.action, cx.get(&PREMIUM));
    let Some(number) = dialled(cx, &action.params, allows_premium) else { return Step::go(&INVALID) };
    let caller_id = cx.text(&CALLER_ID);
    let caller_id = phone::e164(&caller_id, cx.country()).unwrap_or_else(|| caller_id.into_owned());
    note_caller_id(cx, "The callee", &caller_id);
    cx.ledger("Telephone", format_args!("calls {number}"));
    let question = Question::new("rings")
        .detail(format!("{number} for {}", duration_words(cx.get(&RING_S))))
        .choice(
            QuestionChoice::new("answers", "callee answers", "Callee answers")
                .input(AnswerInput::Talk { after_ms: ANSWERS_AFTER_MS.min(ms(cx.get(&RING_S))), talk_ms: TALK_MS })
                .others(),
        )
        .choice(QuestionChoice::new("busy", "busy", "Busy").others())
        .choice(QuestionChoice::new("no_answer", "no answer", "No answer").system())
        .choice(QuestionChoice::new("error", "line error", "The line fails").danger().system());
    Step::Ask(question.hang_up())
}

fn hear(cx: &mut Cx<'_>, answer: &Answer) -> Step {
    let ring_ms = ms(cx.get(&RING_S));
    match answer.key {
        "answers" if answer.ms() <= ring_ms => {
            cx.spend_by_person(answer.ms());
            cx.others_did("the callee answers");
            let keys = cx.text(&KEYS);
            if !keys.is_empty() {
                cx.note(format_args!("Sends the keys {keys}."));
            }
            if let Some(Whisper { text, length_ms }) = whisper(cx) {
                cx.emit(Effect::Whispered { who: "the callee".to_owned(), text });
                cx.spend(length_ms);
            }
            cx.spend(answer.talk_ms());
            Step::go(&PUT_THROUGH)
        }
        "busy" => Step::go(&BUSY),
        "error" => Step::go(&ERROR),
        _ => {
            cx.spend(ring_ms);
            Step::go(&NO_ANSWER)
        }
    }
}

/// A number that is known before a call is dialled, or never.
pub(super) fn never(cx: &CheckCx<'_>) -> Option<Never> {
    is_dialled(cx, &cx.action.params).then_some((INVALID.key, "the number is fixed and can be dialled"))
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let mut findings = Vec::new();
    findings.extend(check_dialled(cx, params));
    let country = country::of(&cx.project.settings);
    let shown = params.get(&CALLER_ID);
    if !shown.is_empty() && !shown.contains("{{") && !matches!(phone::read(&shown, country), Ok(Number::Full { .. })) {
        let message = format!("The caller ID \"{shown}\" is not a phone number. Write it as +33155001010.");
        findings.push(Finding::error("caller-id", message));
    }
    let keys = params.get(&KEYS);
    if !keys.contains("{{") && !keys.chars().all(|key| key == ',' || key == ' ' || KEYPAD.contains(key)) {
        findings.push(Finding::error("keys", format!("\"{keys}\" holds more than keys of the keypad and commas.")));
    }
    findings
}
