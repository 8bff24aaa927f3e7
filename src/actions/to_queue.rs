//! Distribution to a queue, or to one of a group that is drawn: the customer waits until somebody answers (spec: actions §1,
//! Queue branches; meaning §8). Whether the queue lets the customer in, and who is rung, is decided outside.

use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::catalog::branch::{REFERENCE_NOT_FOUND, ResultKind};
use crate::catalog::field::is_key;
use crate::catalog::question::Answer;
use crate::catalog::system_phrases::Phrase;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Decision, Event, Example, Field, Finding,
    FloorEvent, FloorWait, Icon, QueueRefusal, Step, WaitFor, WayOn, sample,
};
use crate::model::resource::{NoUserStrategy, Queue};
use crate::model::{Channel, ItemRef, Params, QueueState, Resource, ResourceData, ResourceId, ResourceKind, UserState};

use super::shared::{ms, play_music, served};
use super::shared_announcements::{SAY_POSITION, SAY_WAIT, Says, announce, announces_every_ms, phrases};
use super::shared_asked::{Asked, MAX_WAIT_S, PREFERRED, PREFERRED_USER, PRIORITY, SKILLS, extra};
use super::shared_group::{self as group, QueueOrGroup};
use super::shared_whisper::{WHISPER, whisper, whispers};

const QUEUE: Field<Option<ItemRef>> = Field::item("queue", "Queue", ResourceKind::Queue)
    .help("The queue that the customer waits in.")
    .required()
    .shown_if("to", &["queue"]);
pub(super) const MUSIC: Field<Option<ItemRef>> = Field::item("music", "Music", ResourceKind::SoundFile)
    .help("What the customer hears while waiting.")
    .only(Channels::VOICE);
const EXIT_KEY: Field<String> = Field::keypad_key("exit_key", "Exit key", "")
    .help("The key by which a waiting customer leaves the queue. Leave it empty for none.")
    .only(Channels::VOICE);
const RING_S: Field<i64> = Field::duration("ring", "Ring time", (0, *Queue::RING_S.end() as i64), 0)
    .help("How long it rings at somebody before the next is rung, 5 s to 2 min. With 0 the queue's own holds.");
const OWN_WAIT: Field<bool> = Field::yes_no("own_estimated_wait", "Own branch: maximum estimated wait", false)
    .help("Whether an estimated wait that is too long has its own branch instead of Overflow (any).");
const OWN_WAITING: Field<bool> = Field::yes_no("own_waiting", "Own branch: maximum waiting", false)
    .help("Whether too many waiting has its own branch instead of Overflow (any).");
const OWN_NO_USER: Field<bool> = Field::yes_no("own_no_user", "Own branch: no user", false)
    .help("Whether nobody connected has its own branch instead of Overflow (any).");

const PROCESSED: BranchSpec = BranchSpec::new("processed", "Processed").result(ResultKind::Person);
const UNPROCESSED: BranchSpec = BranchSpec::new("unprocessed", "Unprocessed");
const OVERFLOW: BranchSpec = BranchSpec::new("overflow", "Overflow (any)")
    .else_by(&["unprocessed"])
    .shown_if(|params| !(params.get(&OWN_WAIT) && params.get(&OWN_WAITING) && params.get(&OWN_NO_USER)));
/// What a reason with a branch of its own falls back on.
const OF_REASONS: &[&str] = &["overflow", "unprocessed"];
const OVERFLOW_WAIT: BranchSpec = BranchSpec::new("overflow_estimated_wait", "Overflow – maximum estimated wait")
    .else_by(OF_REASONS)
    .shown_if(|params| params.get(&OWN_WAIT));
const OVERFLOW_WAITING: BranchSpec = BranchSpec::new("overflow_waiting", "Overflow – maximum waiting")
    .else_by(OF_REASONS)
    .shown_if(|params| params.get(&OWN_WAITING));
const OVERFLOW_NO_USER: BranchSpec = BranchSpec::new("overflow_no_user", "Overflow – no user")
    .else_by(OF_REASONS)
    .shown_if(|params| params.get(&OWN_NO_USER));
const DISSUASION: BranchSpec = BranchSpec::new("dissuasion", "Dissuasion").else_by(&["unprocessed"]);
const EXIT: BranchSpec = BranchSpec::new("exit_key", "Exit key")
    .else_by(&["unprocessed"])
    .only(Channels::VOICE)
    .shown_if(|params| exit_key(params).is_some());

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "to_queue",
    title: "Distribution to queue",
    short_title: "Queue",
    category: Category::Distribution,
    icon: Icon::Queue,
    words: "queue, transfer to queue, call queue, acd, hold, wait for an agent, agents, team, enqueue, hotline, department, group",
    channels: Channels::ALL,
    doc: "Lets the customer wait in a queue until an agent answers. Of a group, one queue is drawn by weight. A queue that is full, too slow or without anybody \
          connected refuses before the wait begins: that is an overflow.",
    card: "{queue}{group} · max wait {max_wait} · key {exit_key}",
    fields: &[
        group::TO.spec(),
        QUEUE.spec(),
        group::GROUP.spec(),
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
        WHISPER[0],
        WHISPER[1],
        WHISPER[2],
        WHISPER[3],
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
        Example::new("An agent answers", SUPPORT, "wait 40s; agent answers", "processed").after_ms(300_000),
        Example::new("A certain agent answers", SUPPORT, "Ben answers", "processed").after_ms(280_000),
        Example::new("Nobody answers in time", SUPPORT, "everyone rejects; wait out", "unprocessed").after_ms(300_000),
        Example::new("Everyone goes home", SUPPORT, "wait 40s; everyone disconnects", "dissuasion").after_ms(40_000),
        Example::new("Ana rejects, and Ben answers", SUPPORT, "Ana rejects; Ben answers", "processed")
            .after_ms(265_000),
        Example::new("Ana hears first what it is about", WHISPERED, "Ana answers", "processed").after_ms(261_600),
        Example::new("A queue of a group", GROUPED, "take Sales; agent answers", "processed").after_ms(260_000),
        Example::new("The exit key", TICKED, "press 0", "exit_key").after_ms(1_000),
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
const WHISPERED: &str = r#"{"queue": Item(Reference("support")), "whisper": Text("text"), "whisper_text": Texts({"": "A call for support"})}"#;
const GROUPED: &str = r#"{"to": Text("group"), "group": Item(Reference("all_desks"))}"#;
const TICKED: &str = r#"{"queue": Item(Reference("support")), "exit_key": Text("0"),
    "own_estimated_wait": Bool(true), "own_waiting": Bool(true), "own_no_user": Bool(true)}"#;

fn send_home(world: &mut crate::model::World) {
    world.users.extend([sample::ANA, sample::BEN].map(|user| (user, UserState::Offline)));
}

fn exit_key(params: &Params) -> Option<String> {
    Some(params.get(&EXIT_KEY)).filter(|key| is_key(key))
}

/// What is read from the parameters once.
struct Read {
    is_group: bool,
    queue: Option<ItemRef>,
    asked: Asked,
    music: Option<ItemRef>,
    exit_key: Option<String>,
    ring_s: i64,
    /// Which reasons to refuse have a branch of their own: no user, maximum waiting, maximum estimated wait.
    own: [bool; 3],
    says: Says,
    whispers: bool,
}

impl Read {
    fn of(params: &Params) -> Self {
        Self {
            is_group: params.get(&group::TO) == QueueOrGroup::Group,
            queue: params.get(&QUEUE),
            asked: Asked::of(params),
            music: params.get(&MUSIC),
            exit_key: exit_key(params),
            ring_s: params.get(&RING_S),
            own: [&OWN_NO_USER, &OWN_WAITING, &OWN_WAIT].map(|tick| params.get(tick)),
            says: Says::of(params),
            whispers: whispers(params),
        }
    }

    /// The queue that was asked.
    fn queue<'a>(&self, cx: &mut Cx<'a>) -> Option<&'a Arc<Resource>> {
        if self.is_group { group::queue(cx) } else { cx.named(ResourceKind::Queue, self.queue.as_ref()) }
    }
}

fn run(cx: &mut Cx<'_>) -> Step {
    let read = cx.once(Read::of);
    match cx.event {
        Event::Enter if read.is_group => group::enter(cx),
        Event::Drawn { value, is_forced } => match group::drawn(cx, value, *is_forced) {
            Some(queue) => ask(cx, &read, queue),
            None => Step::go(&REFERENCE_NOT_FOUND),
        },
        Event::Enter => match read.queue(cx) {
            Some(queue) => ask(cx, &read, queue.id),
            None => Step::go(&REFERENCE_NOT_FOUND),
        },
        Event::Decided(decision) => decided(cx, &read, decision),
        Event::Floor(event) => happened(cx, &read, *event),
        Event::Answer(answer) => press(cx, &read, answer),
    }
}

/// Asks the queue.
fn ask(cx: &mut Cx<'_>, read: &Read, queue: ResourceId) -> Step {
    read.asked.note_missing(cx);
    Step::Decide(read.asked.request(cx, queue))
}

fn decided(cx: &mut Cx<'_>, read: &Read, decision: &Decision) -> Step {
    match decision {
        Decision::Refused { refusal, reasons } => {
            cx.note_all(reasons);
            refuse(read, *refusal)
        }
        Decision::Admitted { position, estimated_wait_s, rings, offers, members, reasons } => {
            cx.note_all(reasons);
            let resource = read.queue(cx);
            let Some(Resource { id, data: ResourceData::Queue(queue), .. }) = resource.map(|it| &**it) else {
                return Step::go(&REFERENCE_NOT_FOUND);
            };
            begin_music(cx, read, queue);
            announce(cx, read.says, queue, *position, *estimated_wait_s);
            Step::Wait(Box::new(FloorWait {
                wait_for: WaitFor::Queue {
                    request: read.asked.request(cx, *id),
                    offers: offers.clone(),
                    rings: *rings,
                    members: members.clone(),
                    position: *position,
                    exit_key: read.exit_key.clone().filter(|_| cx.channel() == Channel::Voice),
                    announces_every_ms: announces_every_ms(read.says, queue),
                },
                longest_ms: Some(own_or(read.asked.max_wait_s, queue.max_wait_s)),
                ring_ms: own_or(read.ring_s, queue.ring_s).max(1_000),
                talk_ms: Some(ms(i64::from(queue.handling_s))),
                wrap_up_ms: ms(i64::from(queue.wrap_up_s)),
                no_answer: queue.no_answer,
                whisper: if read.whispers { whisper(cx) } else { None },
            }))
        }
        _ => Step::go(&UNPROCESSED),
    }
}

fn refuse(read: &Read, refusal: QueueRefusal) -> Step {
    let [no_user, waiting, wait] = read.own;
    let (has_own, own) = match refusal {
        QueueRefusal::NoUser => (no_user, &OVERFLOW_NO_USER),
        QueueRefusal::MaxWaiting => (waiting, &OVERFLOW_WAITING),
        QueueRefusal::MaxEstimatedWait => (wait, &OVERFLOW_WAIT),
    };
    Step::go(if has_own { own } else { &OVERFLOW })
}

/// Lets the music of the action begin, else that of the queue.
fn begin_music(cx: &mut Cx<'_>, read: &Read, queue: &Queue) {
    let own = read.music.as_ref().and_then(|music| cx.named(ResourceKind::SoundFile, Some(music)).cloned());
    let of_queue = || queue.music.and_then(|id| cx.resource(ResourceKind::SoundFile, &ItemRef::Item(id.0)));
    let music = own.or_else(of_queue);
    play_music(cx, music);
}

/// The action's own time in seconds wins over the queue's.
fn own_or(own_s: i64, of_queue_s: u32) -> u64 {
    if own_s > 0 { ms(own_s) } else { ms(i64::from(of_queue_s)) }
}

fn happened(cx: &mut Cx<'_>, read: &Read, event: FloorEvent) -> Step {
    let resource = read.queue(cx);
    let Some(ResourceData::Queue(queue)) = resource.map(|it| &it.data) else {
        return Step::go(&REFERENCE_NOT_FOUND);
    };
    match event {
        FloorEvent::Served { who, left_at, by_customer, .. } => served(cx, who, left_at, by_customer, &PROCESSED),
        FloorEvent::NobodyLeft if queue.no_user == NoUserStrategy::Overflow => {
            cx.note("Nobody is connected any more.");
            Step::go(&DISSUASION)
        }
        FloorEvent::NobodyLeft => {
            cx.note("Nobody is connected any more; customers go on waiting in this queue.");
            Step::Stay
        }
        FloorEvent::WaitOver => {
            cx.note("The longest wait is over.");
            Step::go(&UNPROCESSED)
        }
        FloorEvent::Announces { position, estimated_wait_s } => {
            announce(cx, read.says, queue, position, estimated_wait_s);
            Step::Stay
        }
        FloorEvent::Rings { .. }
        | FloorEvent::Rejected { .. }
        | FloorEvent::RangOut { .. }
        | FloorEvent::GaveUp
        | FloorEvent::Taken { .. } => Step::Stay,
    }
}

/// The customer presses the exit key.
fn press(cx: &mut Cx<'_>, read: &Read, answer: &Answer) -> Step {
    if read.exit_key.is_none() || cx.channel() != Channel::Voice {
        return Step::Stay;
    }
    cx.did(|| answer.text.replacen("press", "presses", 1));
    Step::go(&EXIT)
}

/// The phrases that the action can say: as the action asks for them, or a queue that is known before a call.
pub(super) fn says(cx: &CheckCx<'_>) -> Vec<&'static Phrase> {
    let params = &cx.action.params;
    let queues = group::queues(cx, params.get(&QUEUE)).into_iter().map(|(_, queue)| queue).collect::<Vec<_>>();
    phrases(params, &queues)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let (own_s, ring_s) = (cx.action.params.get(&MAX_WAIT_S), cx.action.params.get(&RING_S));
    let is_short = |own_s: i64, bounds: RangeInclusive<u32>| own_s > 0 && own_s < i64::from(*bounds.start());
    let is_long = own_s > i64::from(*Queue::MAX_WAIT_S.end()) && cx.routing.channel == Channel::Voice;
    let mut findings = Vec::new();
    if is_long || is_short(own_s, Queue::MAX_WAIT_S) {
        let how = if is_long { "long for a call" } else { "short" };
        let message = format!("The longest wait of {own_s} s is too {how}: 30 s to an hour, or 0 for the queue's own.");
        findings.push(Finding::error("max-wait", message));
    }
    if is_short(ring_s, Queue::RING_S) {
        let message = format!("The ring time of {ring_s} s is too short: 5 s to 2 min, or 0 for the queue's own.");
        findings.push(Finding::error("ring-time", message));
    }
    findings.extend(group::check_skills(cx, cx.action.params.get(&QUEUE), extra(cx.action.params.get(&SKILLS))));
    findings
}
