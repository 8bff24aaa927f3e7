//! Distribution to a voice mailbox: the caller leaves a message (spec: actions §1). One who speaks and hangs up has
//! left a message all the same.

use std::borrow::Cow;

use crate::catalog::branch::{ERROR, REFERENCE_NOT_FOUND, ResultKind};
use crate::catalog::field::Texts;
use crate::catalog::question::AnswerInput;
use crate::catalog::spec::nothing_to_check;
use crate::catalog::system_phrases::Phrase;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Event, Example, Field, Icon, QuestionChoice,
    Step, WayOn,
};
use crate::model::resource::VoiceMailbox;
use crate::model::{ItemRef, ResourceData, ResourceKind};

use super::shared::{greet_in, ms, record_question, says_beep, take_message};

/// How long a silent caller is listened to.
const SILENCE_MS: u64 = 5_000;

const MAILBOX: Field<Option<ItemRef>> =
    Field::item("mailbox", "Voice mailbox", ResourceKind::VoiceMailbox).help("Where the message is kept.").required();
pub(super) const GREETING: Field<Texts> = Field::texts("greeting", "Greeting")
    .help("What the caller hears first, in each language. Leave it empty for the mailbox's own.");
const MAX_LENGTH_S: Field<i64> = Field::duration("max_length", "Longest message", (0, 600), 0)
    .help("A longer message is cut. With 0 the mailbox's own holds.");
const STOP_KEY: Field<String> = Field::keypad_key("stop_key", "Key that ends the message", "#")
    .help("Pressed when the message is done. Leave it empty for none.");

const MESSAGE_LEFT: BranchSpec = BranchSpec::new("message_left", "Message left").result(ResultKind::Voicemail);
const NO_MESSAGE: BranchSpec = BranchSpec::new("no_message", "No message");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "to_voice_mailbox",
    title: "Distribution to a voice mailbox",
    short_title: "Voice mailbox",
    category: Category::Distribution,
    icon: Icon::Voicemail,
    words: "voicemail, voice mail, vm, answering machine, leave a message, take a message, mailbox, \
            after the tone, beep, record a message",
    channels: Channels::VOICE,
    doc: "Greets the caller and records a message.",
    card: "{mailbox} · {max_length}",
    fields: &[MAILBOX.spec(), GREETING.spec(), MAX_LENGTH_S.spec(), STOP_KEY.spec()],
    branches: &[
        BranchPart::One(&MESSAGE_LEFT),
        BranchPart::One(&NO_MESSAGE),
        BranchPart::One(&REFERENCE_NOT_FOUND),
        BranchPart::One(&ERROR),
    ],
    way_on: WayOn::Key("message_left"),
    caller_may_leave: true,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new("A message", MESSAGES, "speak 20s", "message_left").after_ms(22_800).ledger(KEPT),
        Example::new("A message, and the caller hangs up", MESSAGES, "speak and hang up 20s", "message_left")
            .after_ms(22_800)
            .ledger(KEPT),
        Example::new("Silence", MESSAGES, "silence", "no_message").after_ms(7_800),
        Example::new("The mailbox is out of order", MESSAGES, "mailbox fails", "error").after_ms(2_800),
        Example::new("No such mailbox", r#"{"mailbox": Item(Reference("nothing"))}"#, "", "reference_not_found"),
    ],
};

const KEPT: &[&str] = &["Voice mailbox: Messages: a message of 20 s"];

const MESSAGES: &str = r#"{"mailbox": Item(Reference("messages"))}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(mailbox) = cx.item(&MAILBOX) else { return Step::go(&REFERENCE_NOT_FOUND) };
    let ResourceData::VoiceMailbox(data) = &mailbox.data else { return Step::go(&REFERENCE_NOT_FOUND) };
    let Event::Answer(answer) = cx.event else { return greet(cx, data) };
    if answer.key == "fails" {
        return Step::go(&ERROR);
    }
    let longest_ms = match cx.get(&MAX_LENGTH_S) {
        0 => ms(i64::from(data.max_length_s)),
        own => ms(own),
    };
    if !take_message(cx, &mailbox, data, answer.ms(), longest_ms) {
        if answer.key == "speak_and_leave" {
            cx.did("hangs up");
            return Step::HungUp;
        }
        cx.spend(SILENCE_MS);
        cx.did("stays silent");
        return Step::go(&NO_MESSAGE);
    }
    if answer.key == "speak_and_leave" {
        return Step::LeftBy(Cow::Borrowed(MESSAGE_LEFT.key));
    }
    let stop_key = cx.get(&STOP_KEY);
    if !stop_key.is_empty() && answer.ms() <= longest_ms {
        cx.did(format_args!("presses {stop_key}"));
    }
    Step::go(&MESSAGE_LEFT)
}

/// The phrase that the action says where neither it nor its mailbox has a greeting.
pub(super) fn says(cx: &CheckCx<'_>) -> Vec<&'static Phrase> {
    says_beep(cx, &MAILBOX, &cx.action.params.get(&GREETING))
}

fn greet(cx: &mut Cx<'_>, data: &VoiceMailbox) -> Step {
    greet_in(cx, &cx.get(&GREETING), data);
    let leaves = QuestionChoice::new("speak_and_leave", "speak and hang up", "Speak and hang up");
    let question = record_question()
        .choice(leaves.input(AnswerInput::Duration(20_000)))
        .choice(QuestionChoice::new("fails", "mailbox fails", "The mailbox fails").danger().system());
    Step::Ask(question.hang_up())
}
