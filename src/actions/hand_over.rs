//! Hand over to people: puts a chat before a team or queue, until somebody joins and replies (spec: actions §4;
//! meaning §8). Who may join is decided outside; only who replies owns it.

use crate::catalog::branch::{REFERENCE_NOT_FOUND, ResultKind};
use crate::catalog::spec::nothing_to_check;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, Cx, Decision, Effect, Event, Example, Field, FloorEvent,
    FloorWait, Icon, Request, Step, WaitFor, WayOn, sample,
};
use crate::choice;
use crate::model::resource::NoAnswer;
use crate::model::{Channel, ItemRef, ResourceId, ResourceKind, UserState};

use super::shared::{ms, served};
use super::shared_window::{OUTSIDE_WINDOW, given_closed_window, is_window_closed, note_outside};

/// How long the chat with a person is where nobody says so.
const CHAT_MS: u64 = 180_000;

choice! {
    /// Before whom it is put.
    People { Team = "team" "A team", Queue = "queue" "A queue" }
}

const TO: Field<People> = Field::choice("to", "Hand over to").help("The people who see the chat and may join it.");
const TEAM: Field<Option<ItemRef>> =
    Field::item("team", "Team", ResourceKind::Team).help("Its members may join.").required().shown_if("to", &["team"]);
const QUEUE: Field<Option<ItemRef>> = Field::item("queue", "Queue", ResourceKind::Queue)
    .help("Its members may join.")
    .required()
    .shown_if("to", &["queue"]);
const WAIT_S: Field<i64> = Field::duration("wait", "Wait for somebody", (5, 86_400), 300)
    .help("Nobody who joined and replied in this time counts as Nobody.");
const BOT_STAYS: Field<bool> = Field::yes_no("bot_stays", "The bot stays on", false)
    .help("Whether the flow goes on at once beside the person. Otherwise it goes on when the person is done.");

const JOINED: BranchSpec = BranchSpec::new("joined", "Joined").result(ResultKind::Person);
const NOBODY: BranchSpec = BranchSpec::new("nobody", "Nobody");
const OUTSIDE: BranchSpec = OUTSIDE_WINDOW.else_by(&["nobody"]);

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "hand_over",
    title: "Hand over to people",
    short_title: "",
    category: Category::Messaging,
    icon: Icon::Headset,
    words: "live agent, human, talk to a person, agent handoff, handoff, escalate, operator, live chat, \
            transfer to agent, transfer to flex",
    channels: Channels(&[Channel::Messaging]),
    doc: "Puts the chat before the members of a team or queue. Whoever joins and replies has it. People \
          cannot write to a customer whose messenger takes own words no more.",
    card: "{team}{queue} · {wait}",
    fields: &[TO.spec(), TEAM.spec(), QUEUE.spec(), WAIT_S.spec(), BOT_STAYS.spec()],
    branches: &[
        BranchPart::One(&JOINED),
        BranchPart::One(&NOBODY),
        BranchPart::One(&OUTSIDE),
        BranchPart::One(&REFERENCE_NOT_FOUND),
    ],
    way_on: WayOn::Key("joined"),
    caller_may_leave: true,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new("Somebody of the team joins", DESK, "Ben joins and replies", "joined").after_ms(200_000),
        Example::new(
            "Somebody of the queue joins, and the bot stays on",
            r#"{"to": Text("queue"), "queue": Item(Reference("support")), "bot_stays": Bool(true)}"#,
            "Ana joins and replies",
            "joined",
        )
        .after_ms(20_000),
        Example::new(
            "Ben is busy, and joins once he is free",
            DESK,
            "Ben becomes free; Ben joins and replies",
            "joined",
        )
        .after_ms(201_000)
        .given(|stage| {
            stage.world.users.extend([(sample::ANA, UserState::Offline), (sample::BEN, UserState::Busy)]);
        }),
        Example::new("Nobody joins", DESK, "nobody joins", "nobody").after_ms(300_000),
        Example::new("Nobody is connected", DESK, "", "nobody").given(|stage| {
            stage.world.users.extend([(sample::ANA, UserState::Offline), (sample::BEN, UserState::Offline)]);
        }),
        Example::new("The customer wrote 30 hours ago", DESK, "", "outside_window").given(given_closed_window),
        Example::new("No such team", r#"{"team": Item(Reference("nobody"))}"#, "", "reference_not_found"),
    ],
};

const DESK: &str = r#"{"team": Item(Reference("desk"))}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let field = if cx.get(&TO) == People::Team { &TEAM } else { &QUEUE };
    let Some(people) = cx.item(field) else { return Step::go(&REFERENCE_NOT_FOUND) };
    match cx.event {
        Event::Enter => {
            // What people write would not arrive.
            if is_window_closed(cx) {
                note_outside(cx);
                return Step::go(&OUTSIDE);
            }
            Step::Decide(Request::Join { people: people.id })
        }
        Event::Decided(Decision::MayJoin { offers, later, reasons }) => {
            cx.note_all(reasons);
            if offers.is_empty() && later.is_empty() {
                cx.note(format_args!("{}: nobody is connected.", people.name));
                return Step::go(&NOBODY);
            }
            cx.note(format_args!("The chat is put before {}.", people.name));
            wait(cx, offers.clone(), later.clone())
        }
        Event::Floor(event) => happened(cx, *event),
        Event::Answer(_) | Event::Decided(_) | Event::Drawn { .. } => Step::Stay,
    }
}

fn wait(cx: &Cx<'_>, offers: Vec<ResourceId>, later: Vec<ResourceId>) -> Step {
    let wait_ms = ms(cx.get(&WAIT_S));
    Step::Wait(Box::new(FloorWait {
        wait_for: WaitFor::Join { offers, later },
        longest_ms: Some(wait_ms),
        ring_ms: wait_ms,
        talk_ms: (!cx.get(&BOT_STAYS)).then_some(CHAT_MS),
        wrap_up_ms: 0,
        no_answer: NoAnswer::StaysAvailable,
        whisper: None,
    }))
}

fn happened(cx: &mut Cx<'_>, event: FloorEvent) -> Step {
    match event {
        FloorEvent::Served { who, left_at, by_customer, .. } => served(cx, who, left_at, by_customer, &JOINED),
        FloorEvent::Taken { who } => {
            cx.emit(Effect::ServedBy(who));
            cx.note("The bot stays on.");
            Step::go(&JOINED)
        }
        FloorEvent::WaitOver | FloorEvent::NobodyLeft => {
            cx.note("Nobody joined in time.");
            Step::go(&NOBODY)
        }
        FloorEvent::Rings { .. }
        | FloorEvent::Rejected { .. }
        | FloorEvent::RangOut { .. }
        | FloorEvent::GaveUp
        | FloorEvent::Announces { .. } => Step::Stay,
    }
}
