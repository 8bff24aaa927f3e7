//! Answers and traces: what an answer means, how long it takes, what a run lists, and when a round is endless (spec: meaning §9).

use std::sync::Arc;

use signalbox::catalog::sample::{ANA, CONTRACTS};
use signalbox::model::{Channel, ResourceData, RoutingType, ServiceState, Status, UserState};
use signalbox::sim::report::prose;
use signalbox::sim::{Report, Run, suite};

use crate::support::Lab;
use crate::support::lab::outcome;

/// The actions left, as `alias:branch`, or `alias:!how` without a branch.
fn path(run: &Run) -> String {
    let how = |step: signalbox::sim::report::StepLine| match step.left {
        "branch" => format!("{}:{}", step.title, step.branch),
        left => format!("{}:!{left}", step.title),
    };
    Report::new(run).steps.into_iter().map(how).collect::<Vec<_>>().join(" ")
}

fn at_ms(run: &Run) -> u64 {
    run.state().interaction.at_ms
}

/// The time of the last step, in milliseconds.
fn left_at(run: &Run) -> u64 {
    Report::new(run).steps.last().unwrap().at_ms
}

/// For each script the path behind Start.
#[track_caller]
fn paths(lab: &Lab, table: &[(&str, &str)]) {
    for (script, wanted) in table {
        let run = lab.run(script);
        assert_eq!(path(&run).trim_start_matches("Start:ok "), *wanted, "{script}\n{}", prose(&run));
    }
}

#[test]
fn the_first_key_decides_where_one_key_counts() {
    let lab = Lab::new("start -> menu(1 Sales, 2 Help); menu[Sales] -> say(Sales) -> end; rest -> end");
    paths(
        &lab,
        &[
            ("press 1", "menu:row:1 say:ok"),
            ("press 15", "menu:row:1 say:ok"),
            ("press 12", "menu:row:1 say:ok"),
            ("press 1#", "menu:row:1 say:ok"),
            ("press 21", "menu:row:2"),
            // The first is not in use; what follows it is the answer to the same question, asked again.
            ("press 91", "menu:row:1 say:ok"),
            ("press 9992", "menu:invalid"),
            ("press *2", "menu:row:2"),
        ],
    );
}

#[test]
fn keys_that_follow_are_for_the_next_question_if_it_can_be_cut_short() {
    let two = |more: &str| {
        let second = format!("menu2(1 Claim, 2 Invoice){{{more}}}");
        Lab::new(&format!("start -> menu(1 Sales, 2 Help); menu[Sales] -> say(Hello) -> {second}; rest -> end"))
    };
    let open = two("\"barge_in\": Bool(true)");
    paths(
        &open,
        &[
            ("press 12", "menu:row:1 say:ok menu2:row:2"),
            ("press 11", "menu:row:1 say:ok menu2:row:1"),
            ("press 1981", "menu:row:1 say:ok menu2:row:1"),
            ("press 2", "menu:row:2"),
        ],
    );
    // One that is heard out loses them.
    let closed = two("\"barge_in\": Bool(false)");
    paths(&closed, &[("press 12; press 1", "menu:row:1 say:ok menu2:row:1")]);
    assert!(prose(&closed.run("press 12; press 1")).contains("2 was pressed before the announcement was over"));
    // Keys pressed before take no time of their own.
    let (one, both) = (open.run("press 1; press 2"), open.run("press 12"));
    assert!(at_ms(&both) < at_ms(&one), "{} and {}", at_ms(&both), at_ms(&one));
    // An entry takes what fits; what follows its end is for the question behind it.
    let entry = Lab::new(
        "start -> entry(customer.number){\"min_digits\": Int(2), \"max_digits\": Int(3), \"terminator\": Text(\"#\")} -> \
         menu(1 Yes, 2 No){\"barge_in\": Bool(true)}; rest -> end",
    );
    for (script, number, wanted) in [
        ("press 1232", "123", "entry:ok menu:row:2"),
        ("press 12#1", "12", "entry:ok menu:row:1"),
        ("press 123; press 1", "123", "entry:ok menu:row:1"),
        ("press 12#; press 2", "12", "entry:ok menu:row:2"),
        ("press 123#; press 2", "123", "entry:ok menu:row:2"),
    ] {
        let run = entry.run(script);
        assert_eq!(path(&run).trim_start_matches("Start:ok "), wanted, "{script}\n{}", prose(&run));
        assert_eq!(run.read("customer.number"), number, "{script}");
    }
    // A question that takes keys and can not be cut short at all, such as a queue with an exit key, loses them.
    let queue =
        Lab::new("start -> menu(1 Sales); menu[Sales] -> queue(support){\"exit_key\": Text(\"2\")}; rest -> end");
    let run = queue.run("press 12");
    assert!(run.waits() && outcome(&run) == "waits in the queue", "{}", prose(&run));
}

#[test]
fn after_is_when_somebody_answers_and_for_is_how_long_the_talk_lasts() {
    let number = Lab::new("start -> number(+33155001020){\"ring\": Int(30)}; rest -> end");
    let user = Lab::new("start -> user(ana){\"ring\": Int(30)}; rest -> end");
    let queue = Lab::new("start -> queue(support); rest -> end");
    let far =
        Lab::new("start -> to_sip{\"endpoint\": Item(Reference(\"branch_office\")), \"ring\": Int(30)}; rest -> end");
    for (lab, answer, usual_ms, talk_ms) in [
        (&number, "callee answers", 6_000, 180_000),
        (&user, "user answers", 5_000, 180_000),
        // The handling time of the queue is 240 s.
        (&queue, "agent answers", 20_000, 240_000),
        (&far, "answers", 6_000, 180_000),
    ] {
        let took = |more: &str| at_ms(&lab.run(&format!("{answer}{more}")));
        assert_eq!(took(""), usual_ms + talk_ms, "{answer}");
        assert_eq!(took(" after 5s"), 5_000 + talk_ms, "{answer}");
        assert_eq!(took(" 5s"), 5_000 + talk_ms, "{answer}");
        assert_eq!(took(" for 90s"), usual_ms + 90_000, "{answer}");
        assert_eq!(took(" after 5s for 90s"), 95_000, "{answer}");
        assert_eq!(took(" for 1m30s after 0:05"), 95_000, "{answer}");
        // Nobody answers at once.
        assert_eq!(took(" after 0s for 90s"), 91_000, "{answer}");
    }
    // After the ringing is over nobody answers any more.
    paths(&number, &[("callee answers after 31s", "number:no_answer"), ("callee answers after 30s", "number:ok")]);
    paths(&user, &[("user answers after 31s", "user:no_answer")]);
    paths(&far, &[("answers after 31s", "to_sip:no_answer")]);
    assert_eq!(at_ms(&number.run("callee answers after 31s")), 30_000);
    for wrong in [
        "callee answers after 5",
        "callee answers after 5s after 6s",
        "callee answers after 5s and then some",
        "callee answers soon",
        "callee answers for",
        "busy 5s",
        "no answer after 5s",
        "hang up after 5s",
    ] {
        if wrong == "callee answers after 5" {
            assert_eq!(at_ms(&number.run(wrong)), 185_000, "a number is in seconds");
            continue;
        }
        let (run, done) = number.try_run(wrong);
        let why = done.unwrap_err();
        assert!(why.contains("does not fit here"), "{wrong}: {why}");
        assert_eq!(path(&run), "Start:ok", "{wrong}: nothing has happened");
    }
}

#[test]
fn hanging_up_fits_wherever_the_customer_can_leave() {
    for (flow, script, wanted) in [
        ("start -> say(Hello there) -> end", "hang up", "say:!customer_left"),
        ("start -> say(Hello there) -> end", "hang up during it", "say:!customer_left"),
        ("start -> say(Hello there) -> menu(1 A); rest -> end", "let it play; hang up", "say:ok menu:!customer_left"),
        ("start -> say(Hello there) -> menu(1 A); rest -> end", "hang up during it", "say:!customer_left"),
        // In a list it is for the next real question, where one comes at which the customer can leave.
        ("start -> say(Hello there) -> menu(1 A); rest -> end", "hang up", "say:ok menu:!customer_left"),
        ("start -> say(Hello there) -> service(contracts); rest -> end", "hang up", "say:!customer_left"),
        ("start -> pause(30s) -> end", "HANG  UP", "pause:!customer_left"),
        ("start -> queue(support); rest -> end", "customer leaves", "queue:!customer_left"),
        ("start -> number(+33155001020); rest -> end", "hang up", "number:!customer_left"),
        ("start -> mailbox(messages); rest -> end", "hang up", "mailbox:!customer_left"),
        ("start -> mailbox(messages); rest -> end", "speak and hang up 20s", "mailbox:message_left"),
        ("start -> mailbox(messages); rest -> end", "speak and hang up 1s", "mailbox:message_left"),
        ("start -> mailbox(messages) -> say(Bye) -> end; rest -> end", "speak and hang up 1s", "mailbox:message_left"),
        ("start -> mailbox(messages); rest -> end", "speak and hang up 0s", "mailbox:!customer_left"),
        (
            "start -> mailbox(messages) -> say(Bye) -> end; mailbox[no_message] -> say; rest -> end",
            "speak and hang up 0s",
            "mailbox:!customer_left",
        ),
    ] {
        let lab = Lab::new(flow);
        let run = lab.run(script);
        assert_eq!(path(&run).trim_start_matches("Start:ok "), wanted, "{flow}: {script}\n{}", prose(&run));
        assert!(run.state().interaction.is_customer_gone, "{flow}: {script}");
        assert_eq!(run.read("call.ended_by"), "customer", "{flow}: {script}");
    }
    let chat = "start -> distribute{\"policy\": Item(Reference(\"shared\")), \"delay\": Int(60)}; rest -> end";
    for script in ["hang up", "customer leaves during it", "customer leaves"] {
        let run = Lab::new(chat).over(Channel::Messaging).run(script);
        assert_eq!(path(&run), "Start:ok distribute:!customer_left", "{script}");
    }
}

#[test]
fn every_answer_of_a_person_takes_at_least_a_second() {
    let number = "start -> number(+33155001020){\"ring\": Int(30)}; rest -> end";
    let queue = "start -> queue(support){\"exit_key\": Text(\"0\")}; rest -> end";
    let chat = "start -> hand_over{\"team\": Item(Reference(\"desk\"))}; rest -> end";
    let pool = "start -> distribute{\"policy\": Item(Reference(\"shared\")), \"delay\": Int(60)}; rest -> end";
    let share = "start -> share(A 50, B 50); rest -> end";
    let speech = "start -> speech_recognition{\"prompt\": Texts({\"\": \"Yes?\"})}; rest -> end";
    let entry = "start -> entry(customer.number){\"min_digits\": Int(1)}; rest -> end";
    let offer = "start -> offer_callback{\"queue\": Item(Reference(\"support\")), \"text\": Texts({\"\": \"Press 1.\"})}; rest -> end";
    for (flow, channel, script, wanted_ms) in [
        (number, Channel::Voice, "hang up", 1_000),
        (number, Channel::Voice, "line error", 0),
        (number, Channel::Voice, "no answer", 30_000),
        ("start -> user(ana); rest -> end", Channel::Voice, "user rejects after 0s", 1_000),
        (queue, Channel::Voice, "press 0", 1_000),
        (queue, Channel::Voice, "everyone disconnects", 0),
        (chat, Channel::Messaging, "customer leaves", 1_000),
        (pool, Channel::Messaging, "Ben joins and replies", 1_000),
        (pool, Channel::Messaging, "delay passes", 60_000),
        // What the action does next comes after the answer: of what is said and asked again, each answer takes its second.
        (speech, Channel::Voice, "say no; say no; say no", 3 * (400 + 1_000)),
        (entry, Channel::Voice, "press #; press #; press 5#", 3 * (600 + 1_000)),
        (offer, Channel::Voice, "press 1", 800 + 1_000),
        // Chance and systems take the time that they take.
        (share, Channel::Voice, "take B", 0),
        ("start -> service(contracts); rest -> end", Channel::Voice, "service is down", 0),
    ] {
        let run = Lab::new(flow).over(channel).run(script);
        assert_eq!(left_at(&run), wanted_ms, "{flow}: {script}\n{}", prose(&run));
    }
    // Where somebody measures the time it is as measured.
    let lab = Lab::new(number);
    let waiting = lab.run("").state().clone();
    let answer = waiting.question.as_ref().unwrap().read("hang up").unwrap();
    let input = signalbox::sim::engine::Input::Answer { answer, at_ms: Some(40) };
    assert_eq!(signalbox::sim::engine::step(&lab.scene(), &waiting, &input).0.interaction.at_ms, 40);
}

#[test]
fn an_answer_wins_over_the_world() {
    let lab = |state: ServiceState| {
        Lab::new("start -> service(contracts); rest -> end")
            .given(|lab| _ = lab.world.services.insert(CONTRACTS, state.clone()))
    };
    let canned = |name: &str| ServiceState::Answers(name.to_owned());
    for (state, script, branch) in [
        (canned("found"), "", "ok"),
        (canned("broken"), "service answers found", "ok"),
        (canned("found"), "service times out", "timeout"),
        (canned("found"), "service is down", "error"),
        (canned("found"), "service answers status 500 oops", "error"),
        (ServiceState::Down, "", "error"),
        (ServiceState::Down, "service answers found", "ok"),
        (ServiceState::Down, "service times out", "timeout"),
        (ServiceState::Up, "service answers found", "ok"),
    ] {
        let run = lab(state.clone()).run(script);
        let steps = Report::new(&run).steps;
        assert_eq!(steps.last().unwrap().branch, branch, "{state:?}, {script}\n{}", prose(&run));
    }
    // What the world does not know is asked.
    assert!(lab(canned("nothing")).run("").waits());
    assert!(lab(ServiceState::Up).run("").waits());
}

#[test]
fn what_an_action_says_falls_back_from_a_country_to_the_language() {
    let say = r#"start -> say{"text": Texts({"en": "Hello", "fr": "Bonjour", "": "Hi"})} -> end"#;
    for (language, said) in
        [("fr", "Bonjour"), ("fr-CA", "Bonjour"), ("fr_BE", "Bonjour"), ("de-AT", "Hello"), ("en-GB", "Hello")]
    {
        let run = Lab::new(say).given(|lab| language.clone_into(&mut lab.caller.language)).run("");
        assert!(prose(&run).contains(&format!("“{said}”")), "{language}: {}", prose(&run));
    }
}

#[test]
fn the_clock_of_the_call_is_now_also_at_the_end() {
    let lab = Lab::new("start -> pause(30s) -> end");
    let run = lab.run("");
    assert_eq!(run.read("call.now"), "2026-11-23 09:00:30");
    assert_eq!(Report::new(&run).variables["call.now"], "2026-11-23 09:00:30");
    let told = "start -> say(One two three four five) -> say2(It is {{call.now}}) -> end";
    assert!(prose(&Lab::new(told).run("")).contains("It is 2026-11-23 09:00:02"));
}

#[test]
fn the_trace_lists_every_action_entered_and_how_it_was_left() {
    let record = |lab: &mut Lab| {
        let version = lab.flow_mut();
        for action in version.flow.actions.values_mut() {
            Arc::make_mut(action).record_passage = true;
        }
    };
    let chat = Channel::Messaging;
    let rest = "start -> distribute{\"policy\": Item(Reference(\"shared\"))}";
    let alone = |lab: &mut Lab| {
        lab.world.users.extend([(ANA, UserState::Offline), (signalbox::catalog::sample::BEN, UserState::Offline)]);
    };
    for (flow, channel, script, wanted, event) in [
        ("start -> say(Hello) -> end", Channel::Voice, "", "Start:ok say:ok", "say → OK"),
        (
            "start -> queue(support); rest -> end",
            Channel::Voice,
            "hang up",
            "Start:ok queue:!customer_left",
            "queue → The customer left",
        ),
        ("start -> close{\"tag\": Text(\"done\")}", chat, "", "Start:ok close:!closed", "close → Closed"),
        (rest, chat, "leave it in the pool", "Start:ok distribute:!waiting", "distribute → Waits in the pool"),
        ("start -> jump(other)", Channel::Voice, "", "Start:ok jump:!jump Start:ok", "jump → Other line"),
        ("start -> node -> node", Channel::Voice, "", "Start:ok node:ok node:!error", "node → Error"),
        ("start -> say(Hello)", Channel::Voice, "", "Start:ok say:ok", "say → OK"),
    ] {
        let lab = Lab::new(flow).over(channel).given(record);
        let lab = if flow == rest { lab.given(alone) } else { lab };
        let run = lab.run(script);
        assert!(run.is_over(), "{flow}");
        assert!(path(&run).starts_with(wanted), "{flow}\n{}", prose(&run));
        let events: Vec<String> =
            Report::new(&run).events.iter().map(|event| format!("{} → {}", event.title, event.branch)).collect();
        assert!(events.iter().any(|it| it == event), "{flow}: {events:?}");
        // Every action of the routing that was left is an event.
        let of_main = Report::new(&run).steps.iter().filter(|step| step.routing == "main").count();
        assert_eq!(events.len(), of_main, "{flow}: {events:?}");
    }
    // Somebody who takes it from the pool ends the flow in the action where it is.
    let on = "start -> distribute{\"policy\": Item(Reference(\"shared\"))}; distribute[assigned] -> end; \
              distribute[unassigned] -> ask{\"text\": Texts({\"\": \"Anything else?\"})}; rest -> end";
    let run = Lab::new(on).over(chat).given(record).given(alone).run("Ana joins and replies");
    assert_eq!(path(&run), "Start:ok distribute:unassigned ask:!taken", "{}", prose(&run));
    // A passage counts however an action was left.
    let left = Lab::new("start -> queue(support); rest -> end").run("hang up").state().interaction.passages.clone();
    assert_eq!(left.iter().map(|(_, count)| count).sum::<u32>(), 2);
}

#[test]
fn a_step_says_which_routing_and_version_it_is_of_and_where_the_customer_left() {
    let lab = Lab::new("start -> jump(second)").with("second", "start -> queue(support); rest -> end");
    let report = Report::new(&lab.run("hang up"));
    let places: Vec<String> = report
        .steps
        .iter()
        .map(|step| format!("{}/{}/{} {} {}", step.routing, step.version, step.action, step.kind, step.left))
        .collect();
    assert_eq!(
        places,
        [
            "main/v1/1 start branch",
            "main/v1/2 to_routing jump",
            "second/v1/1 start branch",
            "second/v1/2 to_queue customer_left"
        ]
    );
    let left_in = report.left_in.unwrap();
    assert_eq!((left_in.routing.as_str(), left_in.action, left_in.title.as_str()), ("second", 2, "queue"));
    // Actions of several routings have the same number, in whatever way one routing leads to another.
    for (flow, expected) in [
        ("start -> node -> jump(second)", &["main/2", "main/3", "second/2", "second/3"][..]),
        ("start -> call(second) -> node -> end", &["second/2", "second/3", "main/2", "main/3"]),
        ("start -> call(second) -> jump(third)", &["second/2", "second/3", "main/2", "main/3", "third/2"]),
        ("start -> jump(third)", &["main/2", "third/2"]),
        ("start -> node -> end", &["main/2", "after/2"]),
    ] {
        let mut lab = Lab::new(flow)
            .with("second", "start -> node -> back(Done)")
            .with("third", "start -> node -> end")
            .given(|lab| _ = lab.add_version(lab.routing, "draft", Status::InDevelopment, "start -> end"));
        if expected.last() == Some(&"after/2") {
            lab = lab.ending("start -> node -> end");
        }
        let report = Report::new(&lab.run(""));
        let places: Vec<String> = (report.steps.iter())
            .filter(|step| step.kind != "start")
            .map(|step| format!("{}/{}", step.routing, step.action))
            .collect();
        assert_eq!(places, expected, "{flow}");
        assert!(report.steps.iter().all(|step| step.version == "v1"), "{flow}");
    }
    // Nobody left: nothing is said.
    let report = Report::new(&lab.run("Ben answers"));
    assert!(report.left_in.is_none());
    assert_eq!(report.served_by.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["Ben"]);
    assert!(
        report.reasons.iter().any(|it| it.routing == "second" && it.what == "Ben: available"),
        "{:?}",
        report.reasons
    );
    let waiting = Report::new(&lab.run("")).waits_for.unwrap();
    assert_eq!((waiting.routing.as_str(), waiting.action), ("second", 2));
    let told = Report::new(&Lab::new("start -> say(Hello) -> menu(1 A); rest -> end").run("press 1")).transcript;
    let told: Vec<String> = told.iter().map(|line| format!("{} {}: {}", line.at_ms, line.by, line.what)).collect();
    assert_eq!(told[0], "0 system: Hello");
    assert!(told.last().unwrap().ends_with("customer: presses 1"), "{told:?}");
}

#[test]
fn a_round_is_endless_when_nothing_at_all_has_changed() {
    let endless = "These actions would repeat for ever without any change";
    for (flow, is_endless) in [
        ("start -> node -> node", true),
        ("start -> node -> node2 -> node3 -> node", true),
        ("start -> node -> assign(customer.tier=gold) -> node", true),
        // Round and round between two values, longer than one round.
        (
            "start -> node -> test(customer.tier=gold); test[gold] -> assign(customer.tier=silver) -> node; \
             test[default] -> assign2(customer.tier=gold) -> node; rest -> end",
            true,
        ),
        // What changes each time is limited by the count of steps.
        ("start -> node -> assign(customer.points={customer.points + 1}) -> node; rest -> node", false),
        ("start -> pause(1s) -> pause", false),
        ("start -> share(A 50, B 50); share[A] -> share; share[B] -> share", false),
    ] {
        let run = Lab::new(flow).run("");
        assert!(run.is_over(), "{flow}");
        assert_eq!(run.state().ending.starts_with(endless), is_endless, "{flow}: {}", run.state().ending);
        assert_eq!(outcome(&run), if is_endless { "Error" } else { "Step limit" }, "{flow}");
    }
}

#[test]
fn a_round_in_which_somebody_answers_or_a_row_is_written_is_not_endless() {
    // Busy again, and then somebody answers.
    let lab = Lab::new("start -> number(+33155001020); number[Busy] -> number; rest -> end");
    assert_eq!(outcome(&lab.run("busy; busy; callee answers")), "Transferred out");
    // The same with an answer that takes no time at all.
    let lab = Lab::new("start -> number(+33155001020); number[Error] -> number; rest -> end");
    assert_eq!(outcome(&lab.run("line error; line error; callee answers")), "Transferred out");
    // Wherever somebody or a system answers.
    let rings = r#"{"order": Text("order"), "numbers": Rows([(id: 1, cells: {"item": Item(Reference("partner"))})])}"#;
    let far = r#"{"endpoint": Item(Reference("branch_office"))}"#;
    for (flow, script, wanted) in [
        (
            "start -> user(ana); user[Busy] -> user; rest -> end".to_owned(),
            "user rejects; user rejects; user answers",
            "Person",
        ),
        (
            "start -> user(ana); user[No answer] -> user; rest -> end".to_owned(),
            "no answer; no answer; user answers",
            "Person",
        ),
        (
            format!("start -> to_sip{far}; to_sip[busy] -> to_sip; rest -> end"),
            "busy; busy; answers",
            "Transferred out",
        ),
        (
            format!("start -> to_sip{far}; to_sip[error] -> to_sip; rest -> end"),
            "service unavailable; service unavailable; answers",
            "Transferred out",
        ),
        (
            format!("start -> ring_numbers{rings}; ring_numbers[nobody] -> ring_numbers; rest -> end"),
            "busy; busy; busy; Partner answers",
            "Transferred out",
        ),
        (
            "start -> mailbox(messages); mailbox[No message] -> mailbox; rest -> end".to_owned(),
            "silence; silence; speak 9s",
            "Voicemail",
        ),
        (
            "start -> menu(1 A){\"tries\": Int(1)}; menu[Invalid] -> menu; rest -> end".to_owned(),
            "press 9; press 9; press 1",
            "Goodbye",
        ),
        (
            "start -> service(contracts); service[error] -> service; rest -> end".to_owned(),
            "service is down; service is down; service answers found",
            "Goodbye",
        ),
    ] {
        assert_eq!(outcome(&Lab::new(&flow).run(script)), wanted, "{flow}: {script}");
    }
    // Each round adds a row, and the third finds several.
    let rows = "start -> database_read{\"database\": Item(Reference(\"clients\")), \"filters\": Rows([(id: 1, cells: {\"column\": \
                Text(\"name\"), \"value\": Operand(Text(\"Zoe\"))})])}; database_read[not_found] -> database_save{\"database\": \
                Item(Reference(\"clients\")), \"values\": Rows([(id: 1, cells: {\"column\": Text(\"name\"), \"value\": \
                Operand(Text(\"Zoe\"))})])} -> database_read; database_read[ok] -> database_save; \
                database_read[several_found] -> say(Several) -> end; rest -> end";
    let run = Lab::new(rows)
        .given(|lab| {
            let clients = lab.project.resources.values_mut().find(|it| it.reference == "clients").unwrap();
            let ResourceData::Database(clients) = &mut Arc::make_mut(clients).data else { panic!("no database") };
            for column in &mut clients.columns {
                (column.is_unique, column.is_required) = (false, false);
            }
        })
        .run("");
    assert!(prose(&run).contains("“Several”"), "{}", prose(&run));
    // A counter that somebody reads makes a difference; one that nobody reads in the round does not, even where another routing reads it.
    let counted = Lab::new("start -> node -> passages(3 of node); passages[row:1] -> end; passages[Below] -> node");
    assert_eq!(outcome(&counted.run("")), "Goodbye");
    let lone = Lab::new("start -> node -> node")
        .with("second", "start -> passages(3); passages[row:1] -> end; passages[Below] -> end");
    assert_eq!(path(&lone.run("")), "Start:ok node:ok node:!error");
    // Nor wherever else something counts.
    for other in [
        "start -> node -> passages(3 of node); passages[row:1] -> end; passages[Below] -> node",
        "start -> check_nth_contact{\"thresholds\": Rows([(id: 1, cells: {\"at_least\": Int(2)})])}; rest -> end",
        "start -> share(A 50, B 50); rest -> end",
        "start -> test(call.attempts=3); rest -> end",
    ] {
        let lab = Lab::new("start -> node -> node").with("second", other).ending(other);
        assert!(path(&lab.run("")).starts_with("Start:ok node:ok node:!error"), "{other}");
        let mut lab = Lab::new("start -> node -> node2 -> node");
        lab.add_version(lab.routing, "draft", Status::InDevelopment, other);
        assert_eq!(path(&lab.run("")), "Start:ok node:ok node2:ok node:!error", "{other}");
    }
    // Also where the same tree has one that the round does not come to.
    let beside = Lab::new("start -> node -> node; passages(3 of node) -> end; passages[Below] -> end");
    assert_eq!(path(&beside.run("")), "Start:ok node:ok node:!error");
}

#[test]
fn the_step_limit_is_1_to_10_000() {
    let lab = |limit: u32| {
        Lab::new("start -> node -> assign(customer.points={customer.points + 1}) -> node; rest -> node")
            .given(|lab| lab.project.settings.step_limit = limit)
    };
    for (limit, steps) in [(1, 1), (2, 2), (499, 499), (500, 500), (10_000, 10_000), (30_000, 10_000), (0, 1)] {
        let run = lab(limit).run("");
        assert_eq!(outcome(&run), "Step limit", "{limit}");
        assert_eq!(Report::new(&run).steps.len(), steps, "{limit}");
    }
    for (limit, is_problem) in [(0, true), (1, false), (10_000, false), (10_001, true), (30_000, true)] {
        let found = signalbox::lint::check(&lab(limit).project);
        assert_eq!(found.iter().any(|it| it.code == "step-limit"), is_problem, "{limit}");
    }
}

#[test]
fn an_end_routing_in_test_runs_for_those_who_come_by_an_entry_point_in_test() {
    use signalbox::model::ReachedStatus::{InProduction, InTest};

    let lab = |status: signalbox::model::ReachedStatus, in_test: bool| {
        Lab::new("start -> say(Hello) -> end").ending("start -> say(After it) -> end").given(|lab| {
            for entry_point in lab.project.entry_points.values_mut() {
                let entry_point = Arc::make_mut(entry_point);
                entry_point.assigned = entry_point.assigned.map(|(routing, _)| (routing, status));
            }
            let ends: Vec<_> = lab
                .project
                .routings
                .values()
                .filter(|it| it.kind == RoutingType::InteractionEnd)
                .map(|it| it.id)
                .collect();
            for version in lab.project.versions.values_mut().filter(|it| ends.contains(&it.info.routing)) {
                let version = Arc::make_mut(version);
                version.info.status = Status::InDevelopment;
                version.info.in_test = in_test;
                version.info.digest = None;
            }
        })
    };
    for (status, in_test, runs) in
        [(InTest, true, true), (InTest, false, false), (InProduction, true, false), (InProduction, false, false)]
    {
        let told = prose(&lab(status, in_test).run(""));
        assert_eq!(told.contains("After it"), runs, "{status:?}, in test: {in_test}\n{told}");
        assert_eq!(told.contains("has no version in production"), !runs, "{told}");
    }
}

#[test]
fn what_may_have_changed_is_offered_once_time_has_passed_and_is_written_among_the_answers() {
    let lab = Lab::new("start -> queue(support); queue[unprocessed] -> pause(30s) -> queue2(support); rest -> end");
    let run = lab.run("");
    assert_eq!(run.changes_offered(), Vec::<String>::new(), "no time has passed");
    let run = lab.run("wait out");
    assert_eq!(run.changes_offered(), Vec::<String>::new(), "at the second queue all is read anew: {}", prose(&run));
    // At 20 and 40 s it begins to ring at the next one, so people are read anew.
    let mut run = lab.run("wait 45s");
    let offered = run.changes_offered();
    for wanted in [
        "set Support waiting 1",
        "set Support connected 0",
        "set Support estimated wait 5 min",
        "set Ana busy",
        "set Ben busy",
    ] {
        assert!(offered.iter().any(|it| it == wanted), "{wanted}: {offered:?}");
    }
    assert_eq!(Report::new(&run).waits_for.unwrap().changes, offered);
    // Each of them can be given as it is written, and counts from then on.
    for text in &offered {
        run.answer(text).unwrap();
    }
    assert!(prose(&run).contains("From now on Ana is busy."), "{}", prose(&run));
    let again = lab.run("wait 40s; set support WAITING 50; wait out");
    assert_eq!(path(&again), "Start:ok queue:unprocessed pause:ok queue2:overflow", "{}", prose(&again));
    // They are answers of the run: a step back takes them back, and the run is played again with them.
    assert_eq!(again.answers(), ["wait 40s", "set support WAITING 50", "wait out"]);
    let replayed = suite::again(&again, &again.scene.project).unwrap();
    assert_eq!((replayed.stale, replayed.run.state() == again.state()), (Vec::new(), true));
    // A change comes to a queue that is asked later, also in the middle of what passes by itself.
    let later = Lab::new("start -> pause(30s) -> user(ana); rest -> end");
    assert_eq!(path(&later.run("set Ana offline")), "Start:ok pause:ok user:unavailable");
    let service = Lab::new("start -> pause(30s) -> service(contracts); rest -> end");
    assert!(service.run("set Contracts down").is_over());
    for wrong in
        ["set", "set Ana", "set Ana asleep", "set Nobody busy", "set Support waiting many", "set Email sideways"]
    {
        let (_, done) = later.try_run(wrong);
        assert!(done.is_err(), "{wrong}");
    }
}
