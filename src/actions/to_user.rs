//! Distribution to a user: rings at one person (spec: actions §1; distribution §1). What state the person is in is
//! decided outside.

use crate::catalog::branch::{REFERENCE_NOT_FOUND, ResultKind};
use crate::catalog::question::{Answer, AnswerInput};
use crate::catalog::spec::nothing_to_check;
use crate::catalog::text::duration_words;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, Cx, Decision, Effect, Event, Example, Field, Question,
    QuestionChoice, Request, Step, WayOn, sample,
};
use crate::model::{ItemRef, ResourceData, ResourceId, ResourceKind, UserState};

use super::shared::{ms, optional_item, record_question, take_message};

/// When a mock user answers, and how long the talk is, where nobody says so.
const ANSWERS_AFTER_MS: u64 = 5_000;
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
    .help("Where the caller may leave a message when the person was not reached; then the flow goes on.");

const PROCESSED: BranchSpec = BranchSpec::new("processed", "Processed").result(ResultKind::Person);
const NO_ANSWER: BranchSpec = BranchSpec::new("no_answer", "No answer");
const BUSY: BranchSpec = BranchSpec::new("busy", "Busy");
const UNAVAILABLE: BranchSpec = BranchSpec::new("unavailable", "Unavailable");

/// The ways of not being reached. While the caller leaves a message, `visit.stage` is the place in here, from 1.
const NOT_REACHED: [&BranchSpec; 3] = [&NO_ANSWER, &BUSY, &UNAVAILABLE];

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "to_user",
    title: "Distribution to a user",
    short_title: "User",
    category: Category::Distribution,
    channels: Channels::ALL,
    doc: "Rings at one person. When the person cannot be reached the caller may leave a message first, if a voice \
          mailbox is chosen.",
    card: "{user} · ring {ring}",
    fields: &[USER.spec(), RING_S.spec(), ALLOW_BUSY.spec(), ALLOW_AWAY.spec(), MAILBOX.spec()],
    branches: &[
        BranchPart::One(&PROCESSED),
        BranchPart::One(&NO_ANSWER),
        BranchPart::One(&BUSY),
        BranchPart::One(&UNAVAILABLE),
        BranchPart::One(&REFERENCE_NOT_FOUND),
    ],
    way_on: WayOn::Key("processed"),
    caller_may_leave: true,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new("Ana answers", ANA, "user answers", "processed"),
        Example::new("Ana does not answer", ANA, "no answer", "no_answer"),
        Example::new("A message for Ana", WITH_MAILBOX, "no answer; speak 20s", "no_answer"),
        Example::new("Ana rejects the call", ANA, "user rejects", "busy"),
        Example::new("Ana serves somebody", ANA, "", "busy").given(|stage| {
            stage.world.users.insert(sample::ANA, UserState::Busy);
        }),
        Example::new("Ana is on a break", ANA, "", "unavailable").given(|stage| {
            stage.world.users.insert(sample::ANA, UserState::Away);
        }),
        Example::new("No such user", r#"{"user": Item(Reference("nobody"))}"#, "", "reference_not_found"),
    ],
};

const ANA: &str = r#"{"user": Item(Reference("ana"))}"#;
const WITH_MAILBOX: &str = r#"{"user": Item(Reference("ana")), "mailbox": Item(Reference("messages"))}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(user) = cx.item(&USER) else { return Step::go(&REFERENCE_NOT_FOUND) };
    match cx.event {
        Event::Enter => Step::Decide(Request::User { user: user.id }),
        Event::Decided(Decision::User { state, reasons }) => {
            for reason in reasons {
                cx.note(reason.clone());
            }
            match state {
                UserState::Available => ring(cx, &user.name),
                UserState::Busy if cx.get(&ALLOW_BUSY) => ring(cx, &user.name),
                UserState::Away if cx.get(&ALLOW_AWAY) => ring(cx, &user.name),
                UserState::Busy => not_reached(cx, 2),
                UserState::Away | UserState::Offline => not_reached(cx, 3),
            }
        }
        Event::Decided(_) | Event::Drawn { .. } => not_reached(cx, 3),
        Event::Answer(answer) if cx.visit.stage == 0 => hear(cx, user.id, &user.name, answer),
        Event::Answer(answer) => leave_message(cx, answer),
    }
}

fn ring(cx: &Cx<'_>, name: &str) -> Step {
    let ring_s = cx.get(&RING_S);
    let answers = QuestionChoice::new("answers", "user answers", format!("{name} answers")).others();
    let question = Question::new(format!("rings at {name}"))
        .detail(format!("for {}", duration_words(ring_s)))
        .choice(answers.input(AnswerInput::Duration(ANSWERS_AFTER_MS.min(ms(ring_s)))))
        .choice(QuestionChoice::new("no_answer", "no answer", "No answer").others())
        .choice(QuestionChoice::new("rejects", "user rejects", format!("{name} rejects")).others());
    Step::Ask(question.hang_up())
}

fn hear(cx: &mut Cx<'_>, user: ResourceId, name: &str, answer: &Answer) -> Step {
    let ring_ms = ms(cx.get(&RING_S));
    match answer.key {
        "answers" if answer.ms() <= ring_ms => {
            cx.spend(answer.ms());
            cx.others_did(format!("{name} answers"));
            cx.emit(Effect::ServedBy(user));
            cx.spend(TALK_MS);
            Step::go(&PROCESSED)
        }
        "rejects" => {
            cx.others_did(format!("{name} rejects"));
            not_reached(cx, 2)
        }
        _ => {
            cx.spend(ring_ms);
            not_reached(cx, 1)
        }
    }
}

/// The voice mailbox, if there is one, and then the branch.
fn not_reached(cx: &mut Cx<'_>, stage: u32) -> Step {
    cx.visit.stage = stage;
    let Some(mailbox) = optional_item(cx, &MAILBOX) else { return Step::go(why(stage)) };
    if let ResourceData::VoiceMailbox(data) = &mailbox.data {
        let greeting = cx.fill(&data.greeting);
        let greeting_ms = cx.say(greeting);
        cx.spend(greeting_ms);
    }
    Step::Ask(record_question().hang_up())
}

fn leave_message(cx: &mut Cx<'_>, answer: &Answer) -> Step {
    if let Some(mailbox) = optional_item(cx, &MAILBOX)
        && let ResourceData::VoiceMailbox(data) = &mailbox.data
    {
        take_message(cx, &mailbox, data, answer.ms(), ms(i64::from(data.max_length_s)));
    }
    Step::go(why(cx.visit.stage))
}

fn why(stage: u32) -> &'static BranchSpec {
    let place = usize::try_from(stage).unwrap_or(0).saturating_sub(1);
    NOT_REACHED.get(place).copied().unwrap_or(&NO_ANSWER)
}
