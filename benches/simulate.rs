//! Speed of the engine, and of a suite of test calls in a large project, each with its bar: `cargo bench --bench simulate`. With `--profile`,
//! the calls are played for ten seconds on one core, for a profiler.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a program of known small numbers"
)]

use std::collections::VecDeque;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use signalbox::catalog::sample::{self, SUPPORT};
use signalbox::catalog::{Fact, FactValue, FloorEvent, Outside};
use signalbox::model::resource::{MaxEstimatedWait, MaxWaiting, QueueMember, User};
use signalbox::model::{
    Action, ActionId, Arrival, Expectation, Flow, ItemRef, Link, Named, Params, Project, RecordedAnswer, Resource,
    ResourceData, ResourceId, Routing, RoutingId, Status, TestCall, TestCallId, TestedAction, Until, UserLoad,
    UserState, Value, Version, VersionId, VersionInfo,
};
use signalbox::sim::engine::Input;
use signalbox::sim::suite::play::{self, Played};
use signalbox::sim::suite::{self, Verdict};
use signalbox::sim::{Basis, Scene, SceneRequest, SilentRun, Watch};

/// Routings, each with one version; chains of actions in each; actions in a chain; and test calls of each routing.
const ROUTINGS: u32 = 10;
const CHAINS: u32 = 81;
const CHAIN: u32 = 12;
const CALLS: u32 = 100;
/// The bar for all test calls, in milliseconds on two cores (spec: testing §1).
const BAR_MS: f64 = 100.0;
/// The bar for a core, in actions a second (spec: testing §8).
const BAR_PER_S: f64 = 2_000_000.0;
/// The bar for contacts that pass a queue, in contacts a second on a core (spec: load §2).
const BAR_CONTACTS_PER_S: f64 = 400_000.0;
/// Contacts that pass a queue, people there, and how many of them talk at a time.
const CONTACTS: u32 = 1_000;
const PEOPLE: u32 = 48;
const TALKING: usize = 24;
/// How often each measurement is made; the fastest counts.
const ROUNDS: usize = 11;

/// The kinds of a chain, one after the other, with their parameters.
const KINDS: [(&str, &str); 6] = [
    (
        "assign_values",
        r#"{"values": Rows([(id: 1, cells: {"value": Operand(Text("gold")), "variable": Text("customer.tier")})])}"#,
    ),
    (
        "test_values",
        r#"{"tests": Rows([(id: 1, cells: {"condition": Condition((terms: [(left: Variable("customer.tier"), op: Equals, right: Text("gold"))])), "name": Text("Gold")})])}"#,
    ),
    ("voice_announcement", r#"{"text": Texts({"": "Hello {{customer.name}}, please wait."})}"#),
    ("checkpoint", r#"{"label": Text("passed {{customer.tier}}")}"#),
    ("tag", r#"{"add": Rows([(id: 1, cells: {"tag": Text("Sales")})])}"#),
    ("pause", r#"{"duration": Int(1)}"#),
];

fn main() {
    let project = Arc::new(project());
    let basis = Basis::of(project.clone());
    let actions: usize = project.versions.values().map(|version| version.flow.actions.len()).sum();
    let versions: Vec<VersionId> = project.versions.values().map(|version| version.id).collect();
    let results = suite::run_versions(&project, &versions, &Watch::default());
    let passed: usize = results.iter().map(|it| it.way.len()).sum();
    for result in &results {
        assert_eq!(result.verdict, Verdict::Passes, "{}", result.trouble());
    }
    let per_call = passed as f64 / results.len() as f64;
    println!("{} actions, {} test calls, each passes {per_call:.1} actions", actions, results.len());
    let every_call = |play: fn(Scene, &TestCall) -> Played| {
        for version in &versions {
            let routing = project.versions[version].info.routing;
            for call in project.test_calls.values().filter(|call| call.routing == routing) {
                let scene = play::scene_on(&basis, call, *version).expect("there is the version");
                black_box(play(scene, call));
            }
        }
    };
    let silently = |count: usize| {
        for version in versions.iter().rev().take(count) {
            let routing = project.versions[version].info.routing;
            for call in project.test_calls.values().filter(|call| call.routing == routing) {
                let scene = play::scene_on(&basis, call, *version).expect("there is the version");
                let mut run = SilentRun::new(Arc::new(scene));
                run.run_on();
                for answer in &call.answers {
                    let answer = run.state().question.as_ref().and_then(|it| play::choose(it, answer));
                    run.give(answer.expect("the answer fits"));
                    run.run_on();
                }
                assert!(run.state().is_over());
                black_box(run);
            }
        }
    };
    let the_suite = || drop(black_box(suite::run_versions(&project, &versions, &Watch::default())));
    let on = |cores: usize, work: &(dyn Fn() + Sync)| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(cores).build().expect("threads");
        pool.install(|| least_ms(work))
    };
    let line = Line::new();
    for (argument, work) in [("--profile", &|| silently(versions.len()) as _), ("--profile-contacts", &|| line.play())]
        as [(&str, &dyn Fn()); 2]
    {
        if std::env::args().any(|given| given == argument) {
            let until = Instant::now() + Duration::from_secs(10);
            while Instant::now() < until {
                work();
            }
            return;
        }
    }
    println!("{:<52} {:>9} {:>13} {:>13} {:>6}", "", "least ms", "actions/s", "bar", "ratio");
    for (words, play) in [
        ("one core, every state kept", play::play as fn(Scene, &TestCall) -> Played),
        ("one core, only the last state kept", play::play_fast),
    ] {
        let ms = least_ms(&|| every_call(play));
        let speed = passed as f64 / ms * 1_000.0;
        println!("{words:<52} {ms:>9.1} {speed:>13.0} {BAR_PER_S:>13.0} {:>6.2}", BAR_PER_S / speed);
    }
    for (words, count) in [("one core, no words", versions.len()), ("one core, no words, calls of one routing", 1)] {
        let ms = least_ms(&|| silently(count));
        let speed = passed as f64 * count.min(ROUTINGS as usize) as f64 / f64::from(ROUTINGS) / ms * 1_000.0;
        println!("{words:<52} {ms:>9.1} {speed:>13.0} {BAR_PER_S:>13.0} {:>6.2}", BAR_PER_S / speed);
    }
    let speed = f64::from(CONTACTS) / least_ms(&|| line.play()) * 1_000.0;
    println!(
        "{:<52} {:>9} {speed:>13.0} {BAR_CONTACTS_PER_S:>13.0} {:>6.2}",
        format!("one core, contacts of a queue of {PEOPLE}"),
        "",
        BAR_CONTACTS_PER_S / speed
    );
    for cores in [1, 2] {
        let ms = on(cores, &the_suite);
        let words = format!("all test calls with verdicts, threads: {cores}");
        let bar = if cores == 2 { format!("{BAR_MS:.0} ms") } else { String::new() };
        println!("{words:<52} {ms:>9.1} {:>13} {bar:>13} {:>6.2}", "", ms / BAR_MS);
    }
}

/// The least time of several rounds, in milliseconds.
fn least_ms(work: &(dyn Fn() + Sync)) -> f64 {
    let round = |_| {
        let began = Instant::now();
        work();
        began.elapsed().as_secs_f64() * 1_000.0
    };
    (0..ROUNDS).map(round).fold(f64::MAX, f64::min)
}

/// A queue of many people on a floor, as a load run has it, without its clock: every other contact finds nobody free and is rung when
/// somebody is again.
struct Line {
    scene: Scene,
    floor: Arc<Floor>,
}

#[derive(Debug)]
struct Floor {
    busy: AtomicU64,
    is_full: AtomicBool,
    first: u32,
}

impl Floor {
    fn is_busy(&self, who: ResourceId) -> bool {
        let place = who.0.wrapping_sub(self.first);
        self.is_full.load(Ordering::Relaxed) || self.busy.load(Ordering::Relaxed) >> place & 1 == 1
    }

    fn change(&self, who: ResourceId) {
        self.busy.fetch_xor(1 << (who.0 - self.first), Ordering::Relaxed);
    }
}

impl Outside for Floor {
    fn read(&self, fact: Fact) -> FactValue {
        match fact {
            Fact::State(who) => FactValue::State(self.person(who).0.unwrap()),
            Fact::Load(who) => FactValue::Load(self.person(who).1),
            Fact::Waiting(_) | Fact::Cursor(_) => FactValue::Number(0),
            _ => FactValue::Nothing,
        }
    }

    fn is_floor(&self) -> bool {
        true
    }

    fn person(&self, who: ResourceId) -> (Option<UserState>, UserLoad) {
        let is_busy = self.is_busy(who);
        let state = if is_busy { UserState::Busy } else { UserState::Available };
        (Some(state), UserLoad { sessions: u32::from(is_busy), received_today: 0, idle_s: who.0 % 7 })
    }
}

impl Line {
    fn new() -> Self {
        let mut project = sample::project();
        let first = project.last_id + 1_000;
        let mut members = Vec::new();
        for id in (first..first + PEOPLE).map(ResourceId) {
            let (name, data) = (format!("Agent {id}"), ResourceData::User(User::default()));
            let agent = Resource {
                id,
                name,
                reference: format!("agent-{id}"),
                description: String::new(),
                aliases: Vec::new(),
                data,
            };
            project.resources.insert(id, Arc::new(agent));
            members.push(QueueMember { who: id, ..QueueMember::default() });
        }
        let support = Arc::make_mut(project.resources.get_mut(&SUPPORT).unwrap());
        let ResourceData::Queue(queue) = &mut support.data else { panic!("no queue") };
        (queue.members, queue.max_estimated_wait) = (members, MaxEstimatedWait::NoLimit);
        (queue.max_waiting, queue.wrap_up_s) = (MaxWaiting::NoLimit, 0);
        let (routing, id) = (RoutingId(1_001), VersionId(2_001));
        project.routings.insert(routing, Arc::new(Routing { id: routing, ..Routing::default() }));
        let mut flow = Flow::blank(ActionId(1));
        let mut start = Action::new(ActionId(1), "start");
        link(&mut start, "ok", 2);
        let mut to_queue = Action::new(ActionId(2), "to_queue");
        to_queue.params.0.insert("queue".to_owned(), Value::Item(ItemRef::Reference("support".to_owned())));
        to_queue.links.insert("processed".to_owned(), Link::EndsHere);
        flow.actions.extend([start, to_queue].map(|action| (action.id, Arc::new(action))));
        let info = VersionInfo { routing, status: Status::InDevelopment, ..VersionInfo::default() };
        project.versions.insert(id, Arc::new(Version { id, info, flow }));
        let scene = Scene::on(&Basis::of(Arc::new(project)), SceneRequest { version: id, ..SceneRequest::default() });
        let floor = Floor { busy: AtomicU64::new(0), is_full: AtomicBool::new(false), first };
        Self { scene: scene.unwrap(), floor: Arc::new(floor) }
    }

    fn play(&self) {
        let mut talks: VecDeque<(ResourceId, SilentRun)> = VecDeque::new();
        for number in 0..CONTACTS {
            let scene = self.scene.arriving(self.scene.started, number.into(), self.floor.clone());
            let must_wait = number % 2 == 1;
            self.floor.is_full.store(must_wait, Ordering::Relaxed);
            let mut run = SilentRun::new(Arc::new(scene));
            run.run_on();
            self.floor.is_full.store(false, Ordering::Relaxed);
            if must_wait {
                run.take(Input::AskAgain { at_ms: 5_000 });
            }
            let who = run.state().floor.as_ref().and_then(|floor| floor.ringing).unwrap().0;
            self.floor.change(who);
            talks.push_back((who, run));
            if talks.len() > TALKING {
                let (who, mut run) = talks.pop_front().unwrap();
                self.floor.change(who);
                let event = FloorEvent::Served { who, answered_at: 5_000, left_at: 90_000, by_customer: false };
                run.take(Input::Floor { at_ms: 90_000, event });
                run.run_on();
                assert!(run.state().is_over());
                black_box(run);
            }
        }
        for (who, _) in &talks {
            self.floor.change(*who);
        }
    }
}

fn link(action: &mut Action, branch: &str, to: u32) {
    action.links.insert(branch.to_owned(), Link::To(ActionId(to)));
}

fn menu(id: u32, targets: &[u32]) -> Action {
    let rows: Vec<String> = (1..=targets.len())
        .map(|key| format!(r#"(id: {key}, cells: {{"key": Text("{key}"), "label": Text("Choice {key}")}})"#))
        .collect();
    let params = format!(
        r#"{{"keys": Rows([{}]), "mode": Text("menu"), "text": Texts({{"": "Please choose."}})}}"#,
        rows.join(", ")
    );
    let params: Params = ron::from_str(&params).unwrap();
    let mut action = Action { params, ..Action::new(ActionId(id), "voice_announcement") };
    for (key, target) in (1..).zip(targets) {
        link(&mut action, &format!("row:{key}"), *target);
    }
    action
}

/// A tree: Start, a menu, nine menus below it, and a chain below each of their keys, which ends in a queue.
fn flow() -> Flow {
    let mut flow = Flow::blank(ActionId(1));
    let first_menu = 3;
    let first_chain = first_menu + 9;
    let mut add = |action: Action| flow.actions.insert(action.id, Arc::new(action));
    let mut start = Action::new(ActionId(1), "start");
    link(&mut start, "ok", 2);
    add(start);
    add(menu(2, &(first_menu..first_chain).collect::<Vec<_>>()));
    for number in 0..9 {
        let targets: Vec<u32> = (0..9).map(|key| first_chain + (number * 9 + key) * CHAIN).collect();
        add(menu(first_menu + number, &targets));
    }
    for chain in 0..CHAINS {
        for place in 0..CHAIN {
            let id = first_chain + chain * CHAIN + place;
            let is_last = place + 1 == CHAIN;
            let (kind, params) = KINDS[place as usize % KINDS.len()];
            let mut action = if is_last {
                let mut queue = Action::new(ActionId(id), "to_queue");
                queue.params.0.insert("queue".to_owned(), Value::Item(ItemRef::Item(SUPPORT.0)));
                queue
            } else {
                Action { params: ron::from_str(params).unwrap(), ..Action::new(ActionId(id), kind) }
            };
            if !is_last {
                let branch = match kind {
                    "test_values" => "row:1",
                    _ => "ok",
                };
                link(&mut action, branch, id + 1);
            }
            add(action);
        }
    }
    flow
}

fn project() -> Project {
    let mut project = sample::project();
    project.last_id = 1_000;
    let flow = flow();
    for number in 0..ROUTINGS {
        let (routing, version) = (RoutingId(1_001 + number), VersionId(2_001 + number));
        let name = format!("Routing {number}");
        let owner = Routing {
            id: routing,
            reference: format!("routing-{number}"),
            name,
            last_action: ActionId(20_000),
            ..Routing::default()
        };
        project.routings.insert(routing, Arc::new(owner));
        let info =
            VersionInfo { routing, name: "v1".to_owned(), status: Status::InDevelopment, ..VersionInfo::default() };
        project.versions.insert(version, Arc::new(Version { id: version, info, flow: flow.clone() }));
        for call in 0..CALLS {
            let call = test_call(routing, number * CALLS + call);
            project.test_calls.insert(call.id, Arc::new(call));
        }
    }
    project
}

fn test_call(routing: RoutingId, number: u32) -> TestCall {
    let (one, other) = (number % 9, number / 9 % 9);
    let chain = 12 + (one * 9 + other) * CHAIN;
    let queue = chain + CHAIN - 1;
    let answer = |action: u32, key: &str, value: String, text: String| RecordedAnswer {
        routing,
        action: ActionId(action),
        question: 1,
        key: key.to_owned(),
        value,
        text,
    };
    let press = |action: u32, key: u32| answer(action, "press", key.to_string(), format!("press {key}"));
    let tested = |action: u32| TestedAction { routing, action: ActionId(action), title: String::new() };
    TestCall {
        id: TestCallId(10_000 + number),
        name: format!("Call {number}"),
        routing,
        arrival: Arrival::Nowhere,
        answers: vec![
            press(2, one + 1),
            press(3 + one, other + 1),
            answer(queue, "agent", "20000+240000".to_owned(), "agent answers".to_owned()),
        ],
        expectations: vec![
            Expectation::Outcome("Person".to_owned()),
            Expectation::ServedBy(Named { id: SUPPORT, name: "Support".to_owned() }),
            Expectation::Passes(tested(2), format!("row:{}", one + 1)),
            Expectation::DoesNotPass(tested(chain), "error".to_owned()),
            Expectation::Order(tested(2), tested(queue)),
            Expectation::Equals("customer.tier".to_owned(), "gold".to_owned()),
            Expectation::Hears("please wait".to_owned()),
            Expectation::Within(Until::End, 600),
        ],
        ..TestCall::default()
    }
}
