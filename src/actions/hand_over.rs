//! Hand over to people: puts a chat before a team or queue, until somebody joins and replies (spec: actions §4;
//! distribution §3, self-select). Only who replies owns it.

use crate::catalog::branch::{REFERENCE_NOT_FOUND, ResultKind};
use crate::catalog::question::Answer;
use crate::catalog::spec::nothing_to_check;
use crate::catalog::text::duration_words;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, Cx, Effect, Event, Example, Field, Question,
    QuestionChoice, Step, WayOn, sample,
};
use crate::choice;
use crate::model::{Channel, ItemRef, Resource, ResourceData, ResourceId, ResourceKind, UserState};

use super::shared::ms;
use crate::catalog::fold::one_line;

/// When a mock user joins, and how long the chat then is, where nobody says so.
const JOINS_AFTER_MS: u64 = 20_000;
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

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "hand_over",
    title: "Hand over to people",
    short_title: "",
    category: Category::Messaging,
    channels: Channels(&[Channel::Messaging]),
    doc: "Puts the chat before the members of a team or queue. Whoever joins and replies has it.",
    card: "{team}{queue} · {wait}",
    fields: &[TO.spec(), TEAM.spec(), QUEUE.spec(), WAIT_S.spec(), BOT_STAYS.spec()],
    branches: &[BranchPart::One(&JOINED), BranchPart::One(&NOBODY), BranchPart::One(&REFERENCE_NOT_FOUND)],
    way_on: WayOn::Key("joined"),
    caller_may_leave: true,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new("Somebody of the team joins", DESK, "Ben joins and replies", "joined"),
        Example::new(
            "Somebody of the queue joins, and the bot stays on",
            r#"{"to": Text("queue"), "queue": Item(Reference("support")), "bot_stays": Bool(true)}"#,
            "Ana joins and replies",
            "joined",
        ),
        Example::new("Nobody joins", DESK, "nobody joins", "nobody"),
        Example::new("Nobody is connected", DESK, "", "nobody").given(|stage| {
            stage.world.users.extend([(sample::ANA, UserState::Offline), (sample::BEN, UserState::Offline)]);
        }),
        Example::new("No such team", r#"{"team": Item(Reference("nobody"))}"#, "", "reference_not_found"),
    ],
};

const DESK: &str = r#"{"team": Item(Reference("desk"))}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let field = if cx.get(&TO) == People::Team { &TEAM } else { &QUEUE };
    let Some(people) = cx.item(field) else { return Step::go(&REFERENCE_NOT_FOUND) };
    let connected = connected(cx, &people);
    match cx.event {
        Event::Answer(answer) => hear(cx, answer, &connected),
        Event::Enter | Event::Decided(_) | Event::Drawn { .. } => ask(cx, &people, &connected),
    }
}

/// The members who could join, in order: connected, and open for messages.
fn connected(cx: &Cx<'_>, people: &Resource) -> Vec<(ResourceId, String)> {
    let mut found: Vec<(ResourceId, String)> = Vec::new();
    for id in members(cx, people) {
        let Some(resource) = cx.resource_of(id) else { continue };
        let ResourceData::User(user) = &resource.data else { continue };
        let is_offline = cx.user_state(id) == UserState::Offline;
        let is_closed = user.closed_channels.contains(&Channel::Messaging);
        if !is_offline && !is_closed && found.iter().all(|(known, _)| *known != id) {
            found.push((id, one_line(&resource.name)));
        }
    }
    found
}

fn members(cx: &Cx<'_>, people: &Resource) -> Vec<ResourceId> {
    let of_team = |id: &ResourceId| match cx.resource_of(*id).map(|it| &it.data) {
        Some(ResourceData::Team(team)) => team.members.clone(),
        _ => vec![*id],
    };
    match &people.data {
        ResourceData::Team(team) => team.members.clone(),
        ResourceData::Queue(queue) => queue.members.iter().flat_map(|member| of_team(&member.who)).collect(),
        _ => Vec::new(),
    }
}

fn ask(cx: &mut Cx<'_>, people: &Resource, connected: &[(ResourceId, String)]) -> Step {
    if connected.is_empty() {
        cx.note(format!("{}: nobody is connected.", people.name));
        return Step::go(&NOBODY);
    }
    cx.note(format!("The chat is put before {}.", people.name));
    let mut question =
        Question::new("waits for somebody to join").detail(format!("for {}", duration_words(cx.get(&WAIT_S))));
    for (id, name) in connected {
        let choice =
            QuestionChoice::new("joins", format!("{name} joins and replies"), format!("{name} joins, replies"));
        question = question.choice(choice.value(id.to_string()).others());
    }
    Step::Ask(question.choice(QuestionChoice::new("nobody", "nobody joins", "Nobody joins").time()).hang_up())
}

fn hear(cx: &mut Cx<'_>, answer: &Answer, connected: &[(ResourceId, String)]) -> Step {
    let wait_ms = ms(cx.get(&WAIT_S));
    let joined = connected.iter().find(|(id, _)| answer.key == "joins" && id.to_string() == answer.value);
    let Some((user, name)) = joined else {
        cx.spend(wait_ms);
        cx.note("Nobody joined in time.");
        return Step::go(&NOBODY);
    };
    cx.spend(JOINS_AFTER_MS.min(wait_ms));
    cx.others_did(format!("{name} joins and replies"));
    cx.emit(Effect::ServedBy(*user));
    if cx.get(&BOT_STAYS) {
        cx.note("The bot stays on.");
    } else {
        cx.spend(CHAT_MS);
    }
    Step::go(&JOINED)
}
