//! What single kinds find wrong, and the finer points of what they do.

use crate::catalog::text::clock_words;
use crate::catalog::words::summary;
use crate::catalog::{Effect, Stage, sample};
use crate::model::resource::{NoUserStrategy, Queue};
use crate::model::{Flow, Params, QueueState, ResourceData};

use super::driver::{Left, drive, reply, texts};
use super::{action, check};

/// The findings of an action of a kind, by code.
pub(super) fn codes(kind: &str, params: &str) -> Vec<&'static str> {
    let spec = crate::actions::spec(kind).unwrap();
    let params: Params = ron::from_str(params).unwrap();
    check(spec, &action(spec, params), &sample::stage()).into_iter().map(|finding| finding.code).collect()
}

#[test]
fn what_is_wrong_is_found() {
    let two_rows = |field: &str, first: &str, second: &str| {
        format!(r#"{{"{field}": Rows([(id: 1, cells: {{{first}}}), (id: 2, cells: {{{second}}})])}}"#)
    };
    let criteria = |first: &str, second: &str| {
        let cell = |criteria: &str| format!(r#""criteria": Criteria([{criteria}])"#);
        two_rows("branches", &cell(first), &cell(second))
    };
    let condition = r#""condition": Condition((terms: [(left: Variable("a"), op: Matches, right: Text("("))]))"#;
    let weight = r#""name": Text("A"), "weight": Int(60)"#;
    let cases = [
        ("load_sharing", two_rows("shares", weight, weight), &["share-twice", "shares-over-100"][..]),
        ("pause", r#"{"duration": Int(7200)}"#.to_owned(), &["pause-long"]),
        ("to_queue", r#"{"max_wait": Int(10)}"#.to_owned(), &["max-wait"]),
        (
            "to_number",
            r#"{"from": Text("value"), "number": Operand(Text("01 55")), "caller_id": Text("x"), "keys": Text("1a")}"#
                .to_owned(),
            &["number", "caller-id", "keys"],
        ),
        (
            "to_routing",
            r#"{"routing": Item(Reference("other")), "version": Text("test")}"#.to_owned(),
            &["jump-no-version"],
        ),
        (
            "test_values",
            two_rows("tests", condition, condition),
            &["regular-expression", "test-shadowed", "regular-expression"],
        ),
        (
            "values_table",
            format!(
                r#"{{"table": Item(Reference("tiers")), "result_column": Text("colour"), {}"#,
                &two_rows("results", r#""result": Text("vip")"#, r#""result": Text("VIP")"#)[1..]
            ),
            &["result-twice", "table-keys", "table-column"],
        ),
        (
            "check_passages",
            format!(
                r#"{{"action": Action(99), {}"#,
                &two_rows("thresholds", r#""at_least": Int(2)"#, r#""at_least": Int(2)"#)[1..]
            ),
            &["threshold-twice"],
        ),
        (
            "test_schedule",
            r#"{"calendar": Item(Reference("office")), "exceptions": Rows([(id: 1, cells: {"name": Text("Holi")})])}"#
                .to_owned(),
            &["exception-unknown"],
        ),
        (
            "web_service",
            two_rows("responses", r#""path": Text("a.b")"#, r#""variable": Text("call.x")"#),
            &["json-path"],
        ),
        ("responsive_routing", criteria("", "(kind: FirstTime), (kind: Repeat)"), &["criteria-contradiction"]),
        (
            "responsive_routing",
            criteria(
                r#"(kind: FirstTime), (kind: Source, op: Equals, value: "Radio")"#,
                r#"(kind: Source, op: Equals, value: "radio"), (kind: FirstTime)"#,
            ),
            &["criteria-twice"],
        ),
        (
            "responsive_routing",
            criteria(
                r#"(kind: Source, op: Contains, value: "a")"#,
                r#"(kind: Source, op: Equals, value: "Radio"), (kind: Repeat)"#,
            ),
            &["criteria-unreachable"],
        ),
        (
            "responsive_routing",
            criteria(r#"(kind: Score, op: AtLeast, value: "4")"#, r#"(kind: Score, op: AtLeast, value: "3")"#),
            &[],
        ),
    ];
    for (kind, params, expected) in cases {
        assert_eq!(codes(kind, &params), expected, "{kind} {params}");
    }
}

/// What an action does, as prose: what is heard (“…”), done, noted (!), sent (→), assigned (=), and how it is left.
pub(super) fn told(kind: &str, params: &str, given: fn(&mut Stage), answers: &str) -> String {
    let spec = crate::actions::spec(kind).unwrap();
    let mut stage = sample::stage();
    given(&mut stage);
    let action = action(spec, ron::from_str(params).unwrap());
    let mut answers = texts(answers);
    let (left, effects, interaction) = drive(spec, &action, &stage, &mut |question| reply(&mut answers, question));
    let mut told: Vec<String> = effects
        .into_iter()
        .map(|effect| match effect {
            Effect::Heard(text) => format!("“{text}”"),
            Effect::Offered(words) => format!("[{}]", words.join("] [")),
            Effect::Did(what) | Effect::OthersDid(what) => what,
            Effect::Whispered { who, text } => format!("{who} ← “{text}”"),
            Effect::Wrote(text) => format!("writes “{text}”"),
            Effect::Note(what) => format!("! {what}"),
            Effect::Ledger { system, what } => format!("→ {system}: {what}"),
            Effect::Assigned { path, before, after } => format!("{path} = {before} → {after}"),
            Effect::ServedBy(user) => format!("by {user}"),
            Effect::Passage { .. } | Effect::Mailed(_) | Effect::Decided { .. } => String::new(),
        })
        // Why the queue or the user was chosen is said and tested by `dist`.
        .filter(|text| {
            !text.is_empty() && !["! Ana: ", "! Ben: ", "! Support: "].iter().any(|reason| text.starts_with(reason))
        })
        .collect();
    let left = if let Left::By(branch) = left { branch } else { format!("{left:?}") };
    told.push(format!("{left} at {}", clock_words(interaction.at_ms)));
    told.join("; ")
}

pub(super) fn as_it_is(_: &mut Stage) {}

fn queue_of(stage: &mut Stage) -> &mut Queue {
    let resource = std::sync::Arc::make_mut(stage.project.resources.get_mut(&sample::SUPPORT).unwrap());
    let ResourceData::Queue(queue) = &mut resource.data else { panic!("support is no queue") };
    queue
}

#[test]
fn the_wait_in_a_queue_is_bounded() {
    let told = |params: &str, given: fn(&mut Stage), answers: &str| {
        told("to_queue", &format!(r#"{{"queue": Item(Reference("support")){params}}}"#), given, answers)
    };
    assert_eq!(
        told("", as_it_is, "wait 40s; agent answers after 20s"),
        "Ana does not answer; Ben does not answer; Ana answers; by 1; processed at 5:00"
    );
    assert_eq!(told("", as_it_is, "Ben answers"), "Ana does not answer; Ben answers; by 2; processed at 4:40");
    // Each is rung for 20 s, in turn; the wait is over before the fifteenth ringing is.
    let rung = "Ana does not answer; Ben does not answer; ".repeat(7);
    let out = format!("{rung}! The longest wait is over.; unprocessed at 5:00");
    assert_eq!(told("", as_it_is, "wait 10m"), out);
    let own = r#", "max_wait": Int(60), "ring": Int(30)"#;
    assert_eq!(
        told(own, as_it_is, "everyone rejects; everyone rejects"),
        "Ana rejects; Ben rejects; Ana rejects; Ben rejects; ! The longest wait is over.; unprocessed at 1:00"
    );
    assert_eq!(
        told(own, as_it_is, "wait 50s; agent answers after 11s"),
        "Ana does not answer; ! The longest wait is over.; unprocessed at 1:00"
    );
    assert_eq!(
        told(own, as_it_is, "wait 50s; agent answers"),
        "Ana does not answer; Ben answers; by 2; processed at 5:00"
    );
    assert_eq!(
        told("", |stage| queue_of(stage).no_user = NoUserStrategy::QueueAnyway, "everyone disconnects; wait out"),
        "everyone disconnects; ! Nobody is connected any more; customers go on waiting in this queue.; \
         ! The longest wait is over.; unprocessed at 5:00"
    );
}

#[test]
fn skills_and_announcements_of_a_queue() {
    let told = |params: &str, given: fn(&mut Stage), answers: &str| {
        told("to_queue", &format!(r#"{{"queue": Item(Reference("support")), {params}}}"#), given, answers)
    };
    let german = r#""skills": Rows([(id: 1, cells: {"skill": Text("German"), "level": Int(3)})])"#;
    assert_eq!(told(german, as_it_is, ""), "overflow at 0:00");
    let teach_ben = |stage: &mut Stage| {
        let ben = std::sync::Arc::make_mut(stage.project.resources.get_mut(&sample::BEN).unwrap());
        let ResourceData::User(user) = &mut ben.data else { panic!("Ben is no user") };
        user.skills.insert("German".to_owned(), 3);
    };
    assert_eq!(told(german, teach_ben, "agent answers after 1s"), "Ben answers; by 2; processed at 4:01");
    let says = r#""music": Item(Reference("welcome")), "say_position": Bool(true), "say_wait": Bool(true)"#;
    assert_eq!(
        told(says, as_it_is, "hang up"),
        "“(music) Welcome”; “You are number 1 in the queue.”; hangs up; HungUp at 0:01"
    );
    let busy = |stage: &mut Stage| {
        let line = QueueState { waiting: 2, estimated_wait_s: Some(60), ..QueueState::default() };
        stage.world.queues.insert(sample::SUPPORT, line);
    };
    assert_eq!(
        told(says, busy, "hang up"),
        "“(music) Welcome”; “You are number 3 in the queue.”; “The estimated wait is one minute.”; hangs up; HungUp at 0:01"
    );
}

#[test]
fn messages_surveys_services_and_shares_in_detail() {
    let greeting = "“Please leave a message after the tone.”";
    let mailbox = r#"{"mailbox": Item(Reference("messages")), "max_length": Int(10)}"#;
    let shares = r#"{"shares": Rows([(id: 1, cells: {"name": Text("A"), "weight": Int(99)}), (id: 2, cells: {"name": Text("B"), "weight": Int(5)})])}"#;
    let service = r#"{"service": Item(Reference("contracts")),
        "inputs": Rows([(id: 1, cells: {"name": Text("call.number"), "value": Operand(Expression("1 + 1"))})]),
        "responses": Rows([(id: 2, cells: {"path": Text("$..status"), "variable": Text("customer.tier")})])}"#;
    let cases = [
        (
            told("to_voice_mailbox", mailbox, as_it_is, "speak 20s"),
            format!("{greeting}; speaks 10 s; ! The message is cut after 10 s.; → Voice mailbox: Messages: a message of 10 s; message_left at 0:12"),
        ),
        (told("to_voice_mailbox", mailbox, as_it_is, "speak 0s"), format!("{greeting}; stays silent; no_message at 0:07")),
        (
            told("to_user", r#"{"user": Item(Reference("ana")), "mailbox": Item(Reference("messages"))}"#, as_it_is, "user answers after 31s; speak 5s"),
            format!("Ana does not answer; {greeting}; speaks 5 s; → Voice mailbox: Messages: a message of 5 s; message_left at 0:37"),
        ),
        (told("load_sharing", shares, as_it_is, "take B"), "row:2 at 0:00".to_owned()),
        (told("load_sharing", shares, as_it_is, "take no link"), "! Chance takes A (99 %).; row:1 at 0:00".to_owned()),
        (
            told("web_service", service, as_it_is, r#"service answers status 201 {"status": "gold"}"#),
            "→ Web service: GET https://contracts.example.com/by-phone/2 · call.number = 2; the service answers 201 {\"status\": \"gold\"}; \
             customer.tier = blue → gold; ok at 0:00"
                .to_owned(),
        ),
        (
            told("assign_values", r#"{"values": Rows([(id: 1, cells: {"variable": Text("customer.tier"), "value": Operand(Text("Hi {{call.number}}"))}), (id: 2, cells: {"variable": Text("call.x")})])}"#, as_it_is, ""),
            "customer.tier = blue → Hi +33612345678; ! call.x is read-only.; error at 0:00".to_owned(),
        ),
        (
            told("test_schedule", r#"{"calendar": Item(Reference("office"))}"#, as_it_is, ""),
            "! Monday 09:00: open; open at 0:00".to_owned(),
        ),
        (
            told("test_schedule", r#"{"calendar": Item(Reference("office")), "when": Operand(Text("soon"))}"#, as_it_is, ""),
            "! \"soon\" is not a date and time, so now counts.; ! Monday 09:00: open; open at 0:00".to_owned(),
        ),
        (
            told("survey", r#"{"survey": Item(Reference("satisfaction")), "tries": Int(1)}"#, as_it_is, "press 12"),
            "“Two short questions about this call.”; “How satisfied are you, from 0 to 9?”; presses 12; refused at 0:07".to_owned(),
        ),
    ];
    for (told, expected) in cases {
        assert_eq!(told, expected);
    }
}

#[test]
fn a_card_shows_no_marks_around_nothing() {
    let mut told = Vec::new();
    for spec in crate::actions::ALL {
        for example in spec.examples {
            let action = action(spec, ron::from_str(example.params).unwrap());
            let words = summary(&sample::stage().project, &Flow::default(), spec, &action);
            assert!(!words.contains("“”"), "{}, {}: {words}", spec.id, example.title);
            told.push((spec.id, words));
        }
    }
    assert!(told.contains(&("send_sms", "Confirmation".to_owned())));
}
