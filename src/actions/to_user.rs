//! Distribution to a user: rings at one person (spec: actions §1; meaning §8). Whether the person may be rung is decided
//! outside.

use crate::catalog::branch::{REFERENCE_NOT_FOUND, ResultKind};
use crate::catalog::field::Texts;
use crate::catalog::question::Answer;
use crate::catalog::spec::nothing_to_check;
use crate::catalog::system_phrases::Phrase;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Decision, Event, Example, Field, FloorEvent,
    FloorWait, Icon, Request, Step, UserVerdict, WaitFor, WayOn, sample,
};
use crate::model::resource::NoAnswer;
use crate::model::{Channel, ItemRef, Params, ResourceData, ResourceId, ResourceKind, UserState};

use super::shared::{greet_in, ms, optional_item, record_question, says_beep, served, take_message};
use super::shared_whisper::{WHISPER, whisper};

/// How long a talk is where nobody says so.
const TALK_MS: u64 = 180_000;

const USER: Field<Option<ItemRef>> =
    Field::item("user", "User", ResourceKind::User).help("The person who is called.").required();
const RING_S: Field<i64> =
    Field::duration("ring", "Ring time", (5, 120), 30).help("Not answering in this time counts as No answer.");
const ALLOW_BUSY: Field<bool> = Field::yes_no("allow_busy", "Ring when busy", false)
    .help("Whether it also rings while the person serves somebody else.");
const ALLOW_AWAY: Field<bool> =
    Field::yes_no("allow_away", "Ring when away", false).help("Whether it also rings while the person is on a break.");
const MAILBOX: Field<Option<ItemRef>> = Field::item("mailbox", "Voice mail afterwards", ResourceKind::VoiceMailbox)
    .help("Where the caller may leave a message when the person was not reached; then the flow goes on.")
    .only(Channels::VOICE);

const PROCESSED: BranchSpec = BranchSpec::new("processed", "Processed").result(ResultKind::Person);
const NO_ANSWER: BranchSpec = BranchSpec::new("no_answer", "No answer");
const BUSY: BranchSpec = BranchSpec::new("busy", "Busy");
const UNAVAILABLE: BranchSpec = BranchSpec::new("unavailable", "Unavailable");
const MESSAGE_LEFT: BranchSpec = BranchSpec::new("message_left", "Message left")
    .result(ResultKind::Voicemail)
    .else_by_one_of(&["no_answer", "busy", "unavailable"])
    .only(Channels::VOICE)
    .shown_if(has_mailbox);

/// The ways of not being reached. While the caller leaves a message, `visit.stage` is the place in here, from 1.
const NOT_REACHED: [&BranchSpec; 3] = [&NO_ANSWER, &BUSY, &UNAVAILABLE];

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "to_user",
    title: "Distribution to a user",
    short_title: "User",
    category: Category::Distribution,
    icon: Icon::User,
    words: "extension, agent, person, employee, colleague, transfer to agent, direct line, transfer to user, \
            ring a person, operator, receptionist",
    channels: Channels::ALL,
    doc: "Rings at one person. When the person cannot be reached the caller may leave a message first, if a voice \
          mailbox is chosen: that is Message left, or without a link there the branch by which the person was not reached.",
    card: "{user} · ring {ring}",
    fields: &[
        USER.spec(),
        RING_S.spec(),
        ALLOW_BUSY.spec(),
        ALLOW_AWAY.spec(),
        MAILBOX.spec(),
        WHISPER[0],
        WHISPER[1],
        WHISPER[2],
        WHISPER[3],
    ],
    branches: &[
        BranchPart::One(&PROCESSED),
        BranchPart::One(&NO_ANSWER),
        BranchPart::One(&BUSY),
        BranchPart::One(&UNAVAILABLE),
        BranchPart::One(&MESSAGE_LEFT),
        BranchPart::One(&REFERENCE_NOT_FOUND),
    ],
    way_on: WayOn::Key("processed"),
    caller_may_leave: true,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new("Ana answers", ANA, "user answers", "processed").after_ms(185_000),
        Example::new("Ana does not answer", ANA, "no answer", "no_answer").after_ms(30_000),
        Example::new("A message for Ana", WITH_MAILBOX, "no answer; speak 20s", "message_left")
            .after_ms(52_800)
            .ledger(&["Voice mailbox: Messages: a message of 20 s"]),
        Example::new("No message for Ana", WITH_MAILBOX, "no answer; silence", "no_answer").after_ms(33_800),
        Example::new("Ana rejects the call", ANA, "user rejects", "busy").after_ms(5_000),
        Example::new("Ana serves somebody", ANA, "", "busy").given(|stage| {
            stage.world.users.insert(sample::ANA, UserState::Busy);
        }),
        Example::new("Ana is on a break", ANA, "", "unavailable").given(|stage| {
            stage.world.users.insert(sample::ANA, UserState::Away);
        }),
        Example::new("The caller hangs up during the talk", ANA, "Ana answers; hang up during it", "processed")
            .after_ms(95_000),
        Example::new("No such user", r#"{"user": Item(Reference("nobody"))}"#, "", "reference_not_found"),
    ],
};

const ANA: &str = r#"{"user": Item(Reference("ana"))}"#;
const WITH_MAILBOX: &str = r#"{"user": Item(Reference("ana")), "mailbox": Item(Reference("messages"))}"#;

fn has_mailbox(params: &Params) -> bool {
    params.get(&MAILBOX).is_some()
}

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(user) = cx.item(&USER) else { return Step::go(&REFERENCE_NOT_FOUND) };
    match cx.event {
        Event::Enter => Step::Decide(Request::User {
            user: user.id,
            allow_busy: cx.get(&ALLOW_BUSY),
            allow_away: cx.get(&ALLOW_AWAY),
        }),
        Event::Decided(Decision::User { verdict, reasons }) => {
            cx.note_all(reasons);
            match verdict {
                UserVerdict::Rings => ring(cx, user.id),
                UserVerdict::Busy => not_reached(cx, 2),
                UserVerdict::Unavailable => not_reached(cx, 3),
            }
        }
        Event::Decided(_) | Event::Drawn { .. } => not_reached(cx, 3),
        Event::Floor(event) => happened(cx, *event),
        Event::Answer(answer) => leave_message(cx, answer),
    }
}

fn ring(cx: &mut Cx<'_>, user: ResourceId) -> Step {
    Step::Wait(Box::new(FloorWait {
        wait_for: WaitFor::User(user),
        longest_ms: None,
        ring_ms: ms(cx.get(&RING_S)),
        talk_ms: Some(TALK_MS),
        wrap_up_ms: 0,
        no_answer: NoAnswer::StaysAvailable,
        whisper: whisper(cx),
    }))
}

fn happened(cx: &mut Cx<'_>, event: FloorEvent) -> Step {
    match event {
        FloorEvent::Served { who, left_at, by_customer, .. } => served(cx, who, left_at, by_customer, &PROCESSED),
        FloorEvent::Rejected { .. } => not_reached(cx, 2),
        FloorEvent::RangOut { .. } | FloorEvent::WaitOver => not_reached(cx, 1),
        FloorEvent::NobodyLeft => not_reached(cx, 3),
        FloorEvent::Rings { .. } | FloorEvent::GaveUp | FloorEvent::Taken { .. } | FloorEvent::Announces { .. } => {
            Step::Stay
        }
    }
}

/// The voice mailbox, if there is one, and then the branch.
fn not_reached(cx: &mut Cx<'_>, stage: u32) -> Step {
    cx.visit.stage = stage;
    let mailbox = optional_item(cx, &MAILBOX).filter(|_| cx.channel() == Channel::Voice);
    let Some(mailbox) = mailbox else { return Step::go(why(stage)) };
    if let ResourceData::VoiceMailbox(data) = &mailbox.data {
        greet_in(cx, &Texts::new(), data);
    }
    Step::Ask(record_question().hang_up())
}

/// The phrase that is said where the mailbox has no greeting.
pub(super) fn says(cx: &CheckCx<'_>) -> Vec<&'static Phrase> {
    says_beep(cx, &MAILBOX, &Texts::new())
}

fn leave_message(cx: &mut Cx<'_>, answer: &Answer) -> Step {
    let not_reached = why(cx.visit.stage);
    let is_left = optional_item(cx, &MAILBOX).is_some_and(|mailbox| match &mailbox.data {
        ResourceData::VoiceMailbox(data) => {
            take_message(cx, &mailbox, data, answer.ms(), ms(i64::from(data.max_length_s)))
        }
        _ => false,
    });
    if is_left { Step::go_or(&MESSAGE_LEFT, not_reached) } else { Step::go(not_reached) }
}

fn why(stage: u32) -> &'static BranchSpec {
    let place = usize::try_from(stage).unwrap_or(0).saturating_sub(1);
    NOT_REACHED.get(place).copied().unwrap_or(&NO_ANSWER)
}
