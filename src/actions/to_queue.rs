//! Distribution to a queue: the customer waits until somebody answers (spec: actions §1, Queue branches;
//! distribution §1). Whether the queue lets the customer in is decided outside; the wait is played here.

use crate::catalog::branch::{REFERENCE_NOT_FOUND, ResultKind};
use crate::catalog::field::is_key;
use crate::catalog::question::{Answer, AnswerInput};
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Decision, Effect, Event, Example, Field,
    Finding, Question, QuestionChoice, QueueRefusal, Request, Step, USUAL_PRIORITY, WayOn, sample,
};
use crate::choice;
use crate::model::resource::{NoUserStrategy, Queue};
use crate::model::{ItemRef, Params, QueueState, ResourceData, ResourceId, ResourceKind, Row, UserState};

use super::shared::{ms, ms_words, optional_item, play_music};

choice! {
    /// Who is asked first.
    Preferred { Nobody = "nobody" "Nobody in particular", Last = "last" "The last agent of this customer", User = "user" "A certain user" }
}

/// How long a mock agent lets it ring, and talks, where nobody says so.
const ANSWERS_AFTER_MS: u64 = 20_000;
const TALK_MS: u64 = 180_000;
/// Most people who get a button of their own.
const MAX_BUTTONS: usize = 8;

const QUEUE: Field<Option<ItemRef>> =
    Field::item("queue", "Queue", ResourceKind::Queue).help("The queue that the customer waits in.").required();
const PRIORITY: Field<i64> = Field::int("priority", "Priority", (1, 10), USUAL_PRIORITY)
    .help("Higher is served first; among equals, who came first.");
const SKILL: Field<String> = Field::text("skill", "Skill").help("The name of the skill.").required();
const LEVEL: Field<i64> = Field::int("level", "Level at least", (1, 5), 1).help("The lowest level that will do.");
const SKILLS: Field<Vec<Row>> = Field::rows("skills", "Extra skills", &[SKILL.spec(), LEVEL.spec()], 10)
    .help("Only people with all of these skills are asked.");
const PREFERRED: Field<Preferred> =
    Field::choice("preferred", "Preferred agent").help("Who is asked before the others, if free.");
const PREFERRED_USER: Field<Option<ItemRef>> = Field::item("preferred_user", "User", ResourceKind::User)
    .help("The user who is asked first.")
    .required()
    .shown_if("preferred", &["user"]);
const MAX_WAIT_S: Field<i64> = Field::duration("max_wait", "Longest wait", (0, 3_600), 0)
    .help("The customer leaves by Unprocessed after this time, 30 s to an hour. With 0 the queue's own holds.");
const MUSIC: Field<Option<ItemRef>> =
    Field::item("music", "Music", ResourceKind::SoundFile).help("What the customer hears while waiting.");
const SAY_POSITION: Field<bool> =
    Field::yes_no("say_position", "Announce the position", false).help("Says which place in the queue it is.");
const SAY_WAIT: Field<bool> =
    Field::yes_no("say_wait", "Announce the estimated wait", false).help("Says how long it will probably take.");
const EXIT_KEY: Field<String> = Field::keypad_key("exit_key", "Exit key", "")
    .help("The key by which a waiting customer leaves the queue. Leave it empty for none.");
const RING_S: Field<i64> =
    Field::duration("ring", "Ring time", (5, 120), 20).help("How long it rings at somebody before the next is asked.");
const OWN_WAIT: Field<bool> = Field::yes_no("own_estimated_wait", "Own branch: maximum estimated wait", false)
    .help("Whether an estimated wait that is too long has its own branch instead of Overflow (any).");
const OWN_WAITING: Field<bool> = Field::yes_no("own_waiting", "Own branch: maximum waiting", false)
    .help("Whether too many waiting has its own branch instead of Overflow (any).");
const OWN_NO_USER: Field<bool> = Field::yes_no("own_no_user", "Own branch: no user", false)
    .help("Whether nobody connected has its own branch instead of Overflow (any).");

const PROCESSED: BranchSpec = BranchSpec::new("processed", "Processed").result(ResultKind::Person);
const UNPROCESSED: BranchSpec = BranchSpec::new("unprocessed", "Unprocessed");
const OVERFLOW: BranchSpec = BranchSpec::new("overflow", "Overflow (any)")
    .shown_if(|params| !(params.get(&OWN_WAIT) && params.get(&OWN_WAITING) && params.get(&OWN_NO_USER)));
const OVERFLOW_WAIT: BranchSpec =
    BranchSpec::new("overflow_estimated_wait", "Overflow – maximum estimated wait").shown_if(|p| p.get(&OWN_WAIT));
const OVERFLOW_WAITING: BranchSpec =
    BranchSpec::new("overflow_waiting", "Overflow – maximum waiting").shown_if(|p| p.get(&OWN_WAITING));
const OVERFLOW_NO_USER: BranchSpec =
    BranchSpec::new("overflow_no_user", "Overflow – no user").shown_if(|p| p.get(&OWN_NO_USER));
const DISSUASION: BranchSpec = BranchSpec::new("dissuasion", "Dissuasion");
const EXIT: BranchSpec = BranchSpec::new("exit_key", "Exit key").shown_if(|params| exit_key(params).is_some());

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "to_queue",
    title: "Distribution to queue",
    short_title: "Queue",
    category: Category::Distribution,
    channels: Channels::ALL,
    doc: "Lets the customer wait in a queue until an agent answers. A queue that is full, too slow or without anybody \
          connected refuses before the wait begins: that is an overflow.",
    card: "{queue} · max wait {max_wait} · key {exit_key}",
    fields: &[
        QUEUE.spec(),
        PRIORITY.spec(),
        SKILLS.spec(),
        PREFERRED.spec(),
        PREFERRED_USER.spec(),
        MAX_WAIT_S.spec(),
        MUSIC.spec(),
        SAY_POSITION.spec(),
        SAY_WAIT.spec(),
        EXIT_KEY.spec(),
        RING_S.spec(),
        OWN_WAIT.spec(),
        OWN_WAITING.spec(),
        OWN_NO_USER.spec(),
    ],
    branches: &[
        BranchPart::One(&PROCESSED),
        BranchPart::One(&UNPROCESSED),
        BranchPart::One(&REFERENCE_NOT_FOUND),
        BranchPart::One(&OVERFLOW),
        BranchPart::One(&OVERFLOW_WAIT),
        BranchPart::One(&OVERFLOW_WAITING),
        BranchPart::One(&OVERFLOW_NO_USER),
        BranchPart::One(&DISSUASION),
        BranchPart::One(&EXIT),
    ],
    way_on: WayOn::Key("processed"),
    caller_may_leave: true,
    run,
    check,
    examples: &[
        Example::new("An agent answers", SUPPORT, "wait 40s; agent answers", "processed"),
        Example::new("A certain agent answers", SUPPORT, "Ben answers", "processed"),
        Example::new("Nobody answers in time", SUPPORT, "everyone rejects; wait out", "unprocessed"),
        Example::new("Everyone goes home", SUPPORT, "wait 40s; everyone disconnects", "dissuasion"),
        Example::new("The exit key", TICKED, "press 0", "exit_key"),
        Example::new("No such queue", r#"{"queue": Item(Reference("nothing"))}"#, "", "reference_not_found"),
        Example::new("Nobody is connected", SUPPORT, "", "overflow").given(|stage| send_home(&mut stage.world)),
        Example::new("Nobody is connected, with a branch of its own", TICKED, "", "overflow_no_user")
            .given(|stage| send_home(&mut stage.world)),
        Example::new("Too many wait", TICKED, "", "overflow_waiting").given(|stage| {
            stage.world.queues.insert(sample::SUPPORT, QueueState { waiting: 20, ..QueueState::default() });
        }),
        Example::new("It would take too long", TICKED, "", "overflow_estimated_wait").given(|stage| {
            let slow = QueueState { estimated_wait_s: Some(900), ..QueueState::default() };
            stage.world.queues.insert(sample::SUPPORT, slow);
        }),
    ],
};

const SUPPORT: &str = r#"{"queue": Item(Reference("support"))}"#;
const TICKED: &str = r#"{"queue": Item(Reference("support")), "exit_key": Text("0"),
    "own_estimated_wait": Bool(true), "own_waiting": Bool(true), "own_no_user": Bool(true)}"#;

fn send_home(world: &mut crate::model::World) {
    world.users.extend([sample::ANA, sample::BEN].map(|user| (user, UserState::Offline)));
}

fn exit_key(params: &Params) -> Option<String> {
    Some(params.get(&EXIT_KEY)).filter(|key| is_key(key))
}

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(resource) = cx.item(&QUEUE) else { return Step::go(&REFERENCE_NOT_FOUND) };
    let ResourceData::Queue(queue) = &resource.data else { return Step::go(&REFERENCE_NOT_FOUND) };
    match cx.event {
        Event::Enter => {
            let own_s = u32::try_from(cx.get(&MAX_WAIT_S)).ok().filter(|own_s| *own_s > 0);
            Step::Decide(Request::Queue {
                queue: resource.id,
                preferred: preferred(cx),
                max_wait_s: own_s,
                priority: cx.get(&PRIORITY),
                skills: skills(cx),
            })
        }
        Event::Decided(Decision::Refused { refusal, reasons }) => {
            note_all(cx, reasons);
            refuse(cx, *refusal)
        }
        Event::Decided(Decision::Admitted { position, estimated_wait_s, candidates, reasons }) => {
            note_all(cx, reasons);
            cx.visit.answers = candidates.iter().map(|(who, _)| who.to_string()).collect();
            cx.visit.since_ms = cx.at_ms();
            announce(cx, *position, *estimated_wait_s);
            ask(cx, queue)
        }
        Event::Decided(_) | Event::Drawn { .. } => Step::go(&UNPROCESSED),
        Event::Answer(answer) => hear(cx, queue, answer),
    }
}

fn note_all(cx: &mut Cx<'_>, reasons: &[String]) {
    for reason in reasons {
        cx.note(reason.clone());
    }
}

/// Who is asked first. A customer who withholds the number is not recognised.
fn preferred(cx: &mut Cx<'_>) -> Option<ResourceId> {
    match cx.get(&PREFERRED) {
        Preferred::Nobody => None,
        Preferred::Last if cx.is_number_hidden() => None,
        Preferred::Last => cx.contacts().iter().find_map(|contact| contact.served_by),
        Preferred::User => optional_item(cx, &PREFERRED_USER).map(|user| user.id),
    }
}

fn refuse(cx: &Cx<'_>, refusal: QueueRefusal) -> Step {
    let (tick, own) = match refusal {
        QueueRefusal::NoUser => (&OWN_NO_USER, &OVERFLOW_NO_USER),
        QueueRefusal::MaxWaiting => (&OWN_WAITING, &OVERFLOW_WAITING),
        QueueRefusal::MaxEstimatedWait => (&OWN_WAIT, &OVERFLOW_WAIT),
    };
    Step::go(if cx.get(tick) { own } else { &OVERFLOW })
}

fn announce(cx: &mut Cx<'_>, position: u32, estimated_wait_s: u32) {
    play_music(cx, &MUSIC);
    if cx.get(&SAY_POSITION) {
        cx.say(format!("You are number {position} in the queue."));
    }
    if cx.get(&SAY_WAIT) && estimated_wait_s > 0 {
        cx.say(format!("The estimated wait is {}.", ms_words(ms(i64::from(estimated_wait_s)))));
    }
}

/// The longest wait: the action's own wins over the queue's.
fn longest_ms(cx: &Cx<'_>, queue: &Queue) -> u64 {
    match cx.get(&MAX_WAIT_S) {
        0 => ms(i64::from(queue.max_wait_s)),
        own => ms(own),
    }
}

fn left_ms(cx: &Cx<'_>, queue: &Queue) -> u64 {
    longest_ms(cx, queue).saturating_sub(cx.at_ms().saturating_sub(cx.visit.since_ms))
}

fn ask(cx: &Cx<'_>, queue: &Queue) -> Step {
    let left_ms = left_ms(cx, queue);
    let longest_ms = longest_ms(cx, queue);
    let waited = format!("waited {} of {}", ms_words(longest_ms - left_ms), ms_words(longest_ms));
    let mut question = Question::new("waits in the queue").detail(waited);
    if who_could(cx, queue).is_some() || cx.get(&SKILLS).is_empty() {
        let answers = QuestionChoice::new("agent", "agent answers", "Agent answers").others();
        question = question.choice(answers.input(AnswerInput::Duration(ANSWERS_AFTER_MS.min(left_ms))));
    }
    for id in cx.visit.answers.iter().take(MAX_BUTTONS) {
        if let Some(user) = user_of(id).and_then(|id| cx.resource_of(id)) {
            let text = format!("{} answers", user.name);
            question = question.choice(QuestionChoice::new("candidate", text.clone(), text).value(id.clone()).others());
        }
    }
    question = question
        .choice(QuestionChoice::new("reject", "everyone rejects", "Everyone rejects").others())
        .choice(QuestionChoice::new("wait", "wait", "Wait").input(AnswerInput::Duration(30_000)).time())
        .choice(QuestionChoice::new("out", "wait out", "Wait until the longest wait is over").time())
        .choice(QuestionChoice::new("disconnect", "everyone disconnects", "Everyone disconnects").danger().others());
    if let Some(key) = exit_key(&cx.action.params) {
        question = question.choice(QuestionChoice::new("exit", format!("press {key}"), format!("{key} Exit")));
    }
    Step::Ask(question.hang_up())
}

fn hear(cx: &mut Cx<'_>, queue: &Queue, answer: &Answer) -> Step {
    let left_ms = left_ms(cx, queue);
    match answer.key {
        "agent" => answered(cx, who_could(cx, queue), answer.ms(), left_ms),
        "candidate" => answered(cx, user_of(&answer.value), ANSWERS_AFTER_MS.min(left_ms), left_ms),
        "reject" => {
            cx.others_did("everyone rejects");
            wait(cx, queue, ms(cx.get(&RING_S)), left_ms)
        }
        "wait" => wait(cx, queue, answer.ms(), left_ms),
        "disconnect" if queue.no_user == NoUserStrategy::Overflow => {
            cx.note("Nobody is connected any more.");
            Step::go(&DISSUASION)
        }
        "disconnect" => {
            cx.note("Nobody is connected any more; this queue keeps its customers all the same.");
            ask(cx, queue)
        }
        "exit" if exit_key(&cx.action.params).is_some() => {
            cx.did(answer.text.replacen("press", "presses", 1));
            Step::go(&EXIT)
        }
        _ => wait(cx, queue, left_ms, left_ms),
    }
}

fn wait(cx: &mut Cx<'_>, queue: &Queue, wanted_ms: u64, left_ms: u64) -> Step {
    cx.spend(wanted_ms.min(left_ms));
    if wanted_ms < left_ms {
        return ask(cx, queue);
    }
    cx.note("The longest wait is over.");
    Step::go(&UNPROCESSED)
}

/// Somebody answers and talks, unless the longest wait is over before.
fn answered(cx: &mut Cx<'_>, who: Option<ResourceId>, after_ms: u64, left_ms: u64) -> Step {
    cx.spend(after_ms.min(left_ms));
    if after_ms > left_ms {
        cx.note("The longest wait is over before somebody answers.");
        return Step::go(&UNPROCESSED);
    }
    let name = who.and_then(|id| cx.resource_of(id)).map_or("An agent", |user| user.name.as_str());
    cx.others_did(format!("{name} answers"));
    if let Some(who) = who {
        cx.emit(Effect::ServedBy(who));
    }
    cx.spend(TALK_MS);
    Step::go(&PROCESSED)
}

/// Who answers when nobody in particular is named: the first who would be asked, else a member who may become free.
fn who_could(cx: &Cx<'_>, queue: &Queue) -> Option<ResourceId> {
    let members = queue.members.iter().flat_map(|member| match cx.resource_of(member.who).map(|it| &it.data) {
        Some(ResourceData::Team(team)) => team.members.clone(),
        _ => vec![member.who],
    });
    let fit: Vec<ResourceId> = members.filter(|who| has_skills(cx, *who)).collect();
    let is_connected = |who: &&ResourceId| cx.user_state(**who) != UserState::Offline;
    let asked = cx.visit.answers.first().and_then(|id| user_of(id));
    asked.or_else(|| fit.iter().find(is_connected).or(fit.first()).copied())
}

fn user_of(id: &str) -> Option<ResourceId> {
    id.parse().ok().map(ResourceId)
}

/// The extra skills, with the least level of each.
fn skills(cx: &Cx<'_>) -> Vec<(String, i64)> {
    cx.get(&SKILLS).iter().map(|row| (row.cells.get(&SKILL), row.cells.get(&LEVEL))).collect()
}

fn has_skills(cx: &Cx<'_>, who: ResourceId) -> bool {
    let Some(ResourceData::User(user)) = cx.resource_of(who).map(|it| &it.data) else { return false };
    skills(cx).iter().all(|(skill, least)| i64::from(user.level(skill)) >= *least)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let own_s = cx.action.params.get(&MAX_WAIT_S);
    let mut findings = Vec::new();
    if (1..30).contains(&own_s) {
        findings.push(Finding::error(
            "max-wait",
            format!("The longest wait of {own_s} s is too short: 30 s to an hour, or 0 for the queue's own."),
        ));
    }
    findings
}
