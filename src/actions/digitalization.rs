//! Digitalization: sends the caller a link to a chat and waits until it is opened (spec: actions §1).

use crate::catalog::branch::{ERROR, ResultKind};
use crate::catalog::field::Texts;
use crate::catalog::question::{Answer, AnswerInput};
use crate::catalog::text::duration_words;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Event, Example, Field, Finding, Icon,
    Question, QuestionChoice, Step, WayOn,
};
use crate::choice;
use crate::model::{ItemRef, Operand, OutsideSystem, ResourceData, ResourceKind};

use super::shared::ms;
use super::shared_sending::{check_addresses, check_number, is_address, is_down, mobile_number};

choice! {
    /// How the link is sent.
    SendBy { Sms = "sms" "By SMS", Email = "email" "By email" }
}

/// When a caller opens a link, where nobody says so.
const OPENS_AFTER_MS: u64 = 20_000;

const MODULE: Field<Option<ItemRef>> =
    Field::item("module", "Chat module", ResourceKind::ChatModule).help("The chat that the link opens.").required();
const SEND_BY: Field<SendBy> = Field::choice("send_by", "Send the link").help("How the caller gets the link.");
const NUMBER: Field<Operand> = Field::operand("number", "Number")
    .help("A mobile number in international form, or a variable. Leave it empty for the caller's own number.")
    .shown_if("send_by", &["sms"]);
const ADDRESS: Field<Operand> = Field::operand("address", "Email address")
    .help("Where the link is sent, usually a variable that holds the caller's address.")
    .required()
    .shown_if("send_by", &["email"]);
const TEXT: Field<Texts> = Field::texts("text", "Text before the link")
    .written()
    .help("What the message says, in each language; the link follows. It may stay empty.");
const WAIT_S: Field<i64> = Field::duration("wait", "Wait up to", (10, 3_600), 120)
    .help("A caller who has not opened the link by then has not joined in time.");
const KEEP_CALL: Field<bool> = Field::yes_no("keep_call", "Keep the call", true).help(
    "Whether caller and flow go on talking beside the chat. Otherwise the conversation goes on in the chat alone.",
);

const JOINED: BranchSpec = BranchSpec::new("joined", "Joined").result(ResultKind::Person);
const NOT_IN_TIME: BranchSpec = BranchSpec::new("not_joined", "Not joined in time");
const NOT_REACHABLE: BranchSpec = BranchSpec::new("not_reachable", "Not reachable");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "digitalization",
    title: "Digitalization",
    short_title: "",
    category: Category::Voice,
    icon: Icon::DeviceMobileSpeaker,
    words: "visual ivr, call deflection, switch to chat, send a link, move to chat, deflect",
    channels: Channels::VOICE,
    doc: "Sends the caller a link to a chat, by SMS or email, and waits until it is opened. A caller without a mobile number or \
          an address cannot be reached.",
    card: "{module} · {send_by} · wait {wait}",
    fields: &[
        MODULE.spec(),
        SEND_BY.spec(),
        NUMBER.spec(),
        ADDRESS.spec(),
        TEXT.spec(),
        WAIT_S.spec(),
        KEEP_CALL.spec(),
    ],
    branches: &[
        BranchPart::One(&JOINED),
        BranchPart::One(&NOT_IN_TIME),
        BranchPart::One(&NOT_REACHABLE),
        BranchPart::One(&ERROR),
    ],
    way_on: WayOn::Key("joined"),
    caller_may_leave: true,
    run,
    check,
    examples: &[
        Example::new("The caller opens the link", WEB_CHAT, "opens the link after 40s", "joined")
            .after_ms(40_000)
            .ledger(SENT),
        Example::new("By email, and the call ends", BY_EMAIL, "opens the link", "joined")
            .after_ms(20_000)
            .ledger(&["Email: to camille@example.com · https://chat.example.com/+33612345678"]),
        Example::new("The caller does not open it", WEB_CHAT, "does not open the link", "not_joined")
            .after_ms(120_000)
            .ledger(SENT),
        Example::new("The caller opens it too late", WEB_CHAT, "opens the link after 3m", "not_joined")
            .after_ms(120_000)
            .ledger(SENT),
        Example::new("The SMS does not arrive", WEB_CHAT, "link cannot be delivered", "not_reachable").ledger(SENT),
        Example::new("A call from a fixed line", WEB_CHAT, "", "not_reachable")
            .given(|stage| "+33155001010".clone_into(&mut stage.caller.number)),
        Example::new("Sending of SMS is down in this world", WEB_CHAT, "", "error").given(|stage| {
            stage.world.systems_down.insert(OutsideSystem::Sms);
        }),
        Example::new("No such chat module", r#"{"module": Item(Reference("nothing"))}"#, "", "error"),
    ],
};

const SENT: &[&str] = &["SMS: to +33612345678 · Continue here: https://chat.example.com/+33612345678"];

const WEB_CHAT: &str = r#"{"module": Item(Reference("web_chat")), "text": Texts({"": "Continue here:"})}"#;
const BY_EMAIL: &str = r#"{"module": Item(Reference("web_chat")), "send_by": Text("email"),
    "address": Operand(Text("camille@example.com")), "keep_call": Bool(false)}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    if let Event::Answer(answer) = cx.event {
        return hear(cx, answer);
    }
    let Some(module) = cx.item(&MODULE) else { return Step::go(&ERROR) };
    let ResourceData::ChatModule(chat) = &module.data else { return Step::go(&ERROR) };
    let link = cx.fill(&chat.url);
    if link.trim().is_empty() {
        cx.note(format_args!("{} has no link.", module.name));
        return Step::go(&ERROR);
    }
    let (system, receiver) = match cx.get(&SEND_BY) {
        SendBy::Sms => (OutsideSystem::Sms, mobile_number(cx, &NUMBER)),
        SendBy::Email => (OutsideSystem::Email, address(cx)),
    };
    let Some(receiver) = receiver else { return Step::go(&NOT_REACHABLE) };
    if is_down(cx, system) {
        return Step::go(&ERROR);
    }
    let text = cx.text_for(&TEXT);
    cx.ledger(system.words(), format_args!("to {receiver} · {}", format!("{text} {link}").trim()));
    let opens = QuestionChoice::new("opens", "opens the link", "Opens the link");
    let question = Question::new("waits until the link is opened")
        .detail(format!("at most {}", duration_words(cx.get(&WAIT_S))))
        .choice(opens.input(AnswerInput::After(OPENS_AFTER_MS.min(ms(cx.get(&WAIT_S))))))
        .choice(QuestionChoice::new("waits_out", "does not open the link", "Does not open it").time())
        .choice(QuestionChoice::new("lost", "link cannot be delivered", "It cannot be delivered").danger().system());
    Step::Ask(question.hang_up())
}

/// The caller's address; why there is none is noted.
fn address(cx: &mut Cx<'_>) -> Option<String> {
    match cx.value(cx.get(&ADDRESS)) {
        Ok(address) if is_address(address.trim()) => return Some(address.trim().to_owned()),
        Ok(address) => cx.note(format_args!("\"{address}\" is no email address.")),
        Err(why) => cx.note(why),
    }
    None
}

fn hear(cx: &mut Cx<'_>, answer: &Answer) -> Step {
    let wait_ms = ms(cx.get(&WAIT_S));
    match answer.key {
        "opens" if answer.ms() <= wait_ms => {
            cx.spend(answer.ms());
            cx.did("opens the link");
            if !cx.get(&KEEP_CALL) {
                cx.note("The conversation goes on in the chat alone.");
            }
            Step::go(&JOINED)
        }
        "lost" => {
            cx.note("The link could not be delivered.");
            Step::go(&NOT_REACHABLE)
        }
        _ => {
            cx.spend(wait_ms);
            Step::go(&NOT_IN_TIME)
        }
    }
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    match params.get(&SEND_BY) {
        SendBy::Sms => check_number(cx, params.get(&NUMBER)).into_iter().collect(),
        SendBy::Email => match params.get(&ADDRESS) {
            Operand::Text(text) => check_addresses(ADDRESS.spec().label, text),
            _ => Vec::new(),
        },
    }
}
