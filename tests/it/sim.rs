//! The simulator: outcomes, surviving data, durations, and going back and repeating any step.

use std::sync::Arc;

use signalbox::catalog::AnswerInput;
use signalbox::catalog::sample::{ANA, BEN, SUPPORT};
use signalbox::model::Channel::{Messaging, Voice};
use signalbox::model::{Project, QueueState, ResourceData, ServiceState, Status, UserState};
use signalbox::sim::engine::{Input, begin, step};
use signalbox::sim::report::prose;
use signalbox::sim::{CallState, Phase, Report, Run, What, suite};

use crate::support::lab::outcome;
use crate::support::{Chance, Lab, check};

fn json(run: &Run) -> String {
    serde_json::to_string(&Report::new(run)).unwrap()
}

/// The branches taken, as `alias:key`.
fn path(run: &Run) -> String {
    let steps = Report::new(run).steps;
    steps.iter().map(|step| format!("{}:{}", step.title, step.branch)).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_call_reads_as_prose() {
    check(
        "start -> menu(1 Sales, 2 Help); menu[Sales] -> queue(support); menu[Help] -> say(Goodbye then) -> end; rest -> end",
        "press 7; press 1; wait 40s; agent answers",
        "0:00 Camille calls.
        Start → OK
        “For Sales, press 1. For Help, press 2.”
        0:02 > presses 7
        “For Sales, press 1. For Help, press 2.”
        0:05 > presses 1
        menu → 1 Sales
        Ana: available
        Ben: available
        Support: longest idle → Ana is asked first
        0:25 > Ana does not answer
        0:45 > Ben does not answer
        1:05 > Ana answers
        1:05 Served by Ana
        5:05 queue → Processed
        Outcome: Person. No action follows here, and none is needed.",
    );
}

#[test]
fn every_kind_of_outcome() {
    let slow_loop = "start -> share(A 50, B 50); share[A] -> node; share[B] -> node; node -> share";
    let cases = [
        ("start -> queue(support); rest -> end", "agent answers", "Person"),
        ("start -> user(ana); rest -> end", "user answers", "Person"),
        ("start -> number(partner); rest -> end", "callee answers", "Transferred out"),
        ("start -> mailbox(messages); rest -> end", "speak 20s", "Voicemail"),
        ("start -> mailbox(messages); rest -> end", "speak and hang up 20s", "Voicemail"),
        ("start -> survey(satisfaction); rest -> end", "press 9; press 1", "Self-service"),
        ("start -> say(Goodbye) -> end", "", "Goodbye"),
        ("start -> queue(support)", "hang up", "Abandoned"),
        ("start -> queue(support)", "wait out", "Dropped"),
        ("start -> say(Hello there)", "", "Dropped"),
        ("start", "", "Dropped"),
        ("start -> node -> node2 -> node", "", "Error"),
        ("start -> mystery", "", "Error"),
        (slow_loop, "", "Step limit"),
    ];
    for (flow, script, expected) in cases {
        assert_eq!(Lab::new(flow).outcome(script), expected, "{flow} / {script}");
    }
}

#[test]
fn an_unlinked_branch_with_a_result_needs_no_mark() {
    let run = Lab::new("start -> queue(support)").run("agent answers");
    assert_eq!(run.state().ending, "No action follows here, and none is needed.");
    assert_eq!(run.read("call.ended_by"), "agent");
    let run = Lab::new("start -> number(partner)").run("callee answers");
    assert_eq!(run.read("call.ended_by"), "callee");
    let run = Lab::new("start -> say(Bye) -> end").run("");
    assert_eq!(run.read("call.ended_by"), "flow");
}

#[test]
fn a_cycle_without_change_is_an_error_that_names_the_cycle() {
    let run = Lab::new("start -> node -> node2 -> node").run("");
    assert_eq!(outcome(&run), "Error");
    assert!(run.state().ending.contains("node → node2 → node"), "{}", run.state().ending);
}

#[test]
fn the_step_limit_names_the_cycle() {
    let lab = Lab::new("start -> say(One two) -> pause(1s) -> say").given(|lab| lab.project.settings.step_limit = 40);
    let run = lab.run("");
    assert_eq!(outcome(&run), "Step limit");
    assert_eq!(run.state().steps, 41);
    let ending = &run.state().ending;
    assert!(ending.contains("say → pause → say") || ending.contains("pause → say → pause"), "{ending}");
}

#[test]
fn the_best_result_is_kept_after_a_later_hang_up() {
    let after = |first: &str, second: &str, script: &str| {
        Lab::new(&format!("start -> {first} -> {second}; rest -> end")).outcome(script)
    };
    assert_eq!(after("queue(support)", "survey(satisfaction)", "agent answers; hang up"), "Person");
    assert_eq!(after("queue(support)", "mailbox(messages)", "agent answers; speak 9s"), "Person");
    assert_eq!(after("mailbox(messages)", "number(partner)", "speak 9s; callee answers"), "Transferred out");
    assert_eq!(after("mailbox(messages)", "survey(satisfaction)", "speak 9s; press 1; press 1"), "Voicemail");
    assert_eq!(after("survey(satisfaction)", "queue(support)", "press 1; press 1; hang up"), "Self-service");
    // A branch that leads nowhere drops the customer, but what was reached counts.
    let lab = Lab::new("start -> queue(support) -> say(Thank you)");
    let run = lab.run("agent answers");
    assert_eq!((outcome(&run).as_str(), run.state().ending.contains("dropped")), ("Person", true));
}

const PAYS: &str = r#"pay_invoice{"module": Item(Reference("billing")), "invoice": Operand(Text("F-1"))}"#;
const ASKS: &str = r#"ask{"text": Texts({"": "What is your name?"}), "target": Text("customer.name")}"#;
const CHOICES: &str = r#"quick_replies{"text": Texts({"": "Shall we?"}), "free_text": Bool(false), "choices": Rows([(id: 1, cells: {"label": Text("Yes")})])}"#;
const RULE: &str = r#"routing_rule{"rule": Item(Reference("owner_first"))}"#;
const POOL: &str = r#"distribute{"policy": Item(Reference("shared")), "delay": Int(60)}"#;

const RINGS: &str = r#"ring_numbers{"order": Text("order"), "numbers": Rows([(id: 1, cells: {"item": Item(Reference("partner"))}), (id: 2, cells: {"from": Text("value"), "number": Operand(Text("+33155001030"))})])}"#;
const OFFERS: &str = r#"offer_callback{"queue": Item(Reference("support")), "whose": Text("typed"), "text": Texts({"": "Press 1."}), "number_text": Texts({"": "Which number?"})}"#;

#[test]
fn the_customer_can_hang_up_wherever_the_kind_says_so() {
    let kinds = [
        (Voice, "say(Hello)", "hang up during it"),
        (Voice, "menu(1 A)", "hang up"),
        (Voice, "entry(customer.number)", "hang up"),
        (Voice, r#"speech_recognition{"mode": Text("free"), "target": Text("customer.name")}"#, "hang up"),
        (Voice, r#"digitalization{"module": Item(Reference("web_chat"))}"#, "hang up"),
        (Voice, "pause(9s)", "hang up during it"),
        (Voice, "queue(support)", "hang up"),
        (Voice, "number(partner)", "hang up"),
        (Voice, "user(ana)", "hang up"),
        (Voice, RINGS, "hang up"),
        (Voice, RINGS, "busy; hang up"),
        (Voice, OFFERS, "hang up"),
        (Voice, OFFERS, "accepts; hang up"),
        (Voice, "mailbox(messages)", "hang up"),
        (Voice, r#"to_sip{"endpoint": Item(Reference("branch_office"))}"#, "hang up"),
        (Voice, "survey(satisfaction)", "hang up"),
        (Voice, PAYS, "hang up"),
        (Voice, PAYS, "enters a card; hang up"),
        (Messaging, ASKS, "hang up"),
        (Messaging, CHOICES, "reply neither; hang up"),
        (Messaging, r#"hand_over{"team": Item(Reference("desk"))}"#, "hang up"),
        (Messaging, RULE, "customer leaves"),
        (Messaging, POOL, "customer leaves during it"),
        (Messaging, POOL, "delay passes; customer leaves"),
    ];
    let mut tested = Vec::new();
    for (channel, action, answer) in kinds {
        // If Unassigned has a follower, the conversation does not wait in the pool.
        let waits = action == RULE || action == POOL;
        let rest = if waits { "" } else { "; rest -> end" };
        let mut lab = Lab::new(&format!("start -> {action}{rest}")).over(channel);
        if waits {
            lab.world.users = [ANA, BEN].map(|user| (user, UserState::Offline)).into();
        }
        let run = lab.run(answer);
        assert_eq!(outcome(&run), "Abandoned", "{action}");
        assert_eq!(run.read("call.ended_by"), "customer");
        assert!(run.state().interaction.is_customer_gone);
        let alias = action.split(['(', '{']).next().unwrap();
        tested.push(lab.project.versions[&lab.version].flow.actions[&lab.ids[alias]].kind.clone());
    }
    for spec in signalbox::actions::ALL.iter().filter(|spec| spec.caller_may_leave) {
        assert!(tested.iter().any(|kind| kind == spec.id), "hanging up in {} is not tested", spec.id);
    }
}

#[test]
fn when_the_agent_ends_the_call_the_survey_is_asked() {
    let lab = Lab::new("start -> queue(support); rest -> end").ending("start -> survey(satisfaction); rest -> end");
    let run = lab.run("agent answers; press 8; press 1");
    assert_eq!(path(&run), "Start:ok queue:processed Start:ok survey:completed");
    assert_eq!(outcome(&run), "Person", "the end routing changes no outcome");
    assert_eq!(Report::new(&run).ledger.len(), 2);
    assert_eq!(run.read("call.routing"), "after");
    assert_eq!(run.read("call.outcome"), "Person");
}

#[test]
fn when_the_customer_left_nothing_is_played_and_caller_gone_is_taken() {
    let lab = Lab::new("start -> queue(support)").ending(
        "start -> say(Before you go) -> survey(satisfaction); say[Caller gone] -> checkpoint(gone) -> end; rest -> end",
    );
    let run = lab.run("hang up");
    assert_eq!(path(&run), "Start:ok queue: Start:ok say:caller_gone checkpoint:ok");
    let heard = run.beats().iter().filter(|beat| prose_of(beat).contains("Before you go")).count();
    assert_eq!((heard, outcome(&run).as_str()), (0, "Abandoned"));
    // The branch exists only in a tree of this type.
    let spec = signalbox::actions::spec("voice_announcement").unwrap();
    let action = signalbox::model::Action::new(signalbox::model::ActionId(1), spec.id);
    let gone = |kind| {
        let tree = signalbox::model::TreeType { kind, ..Default::default() };
        spec.branches(&action, tree).iter().any(|branch| branch.key == "caller_gone")
    };
    assert!(gone(signalbox::model::RoutingType::InteractionEnd));
    assert!(!gone(signalbox::model::RoutingType::InteractionStart));
}

#[test]
fn a_jump_out_of_the_end_tree_plays_nothing_to_a_customer_who_left() {
    let lab = Lab::new("start -> queue(support)")
        .with("second", "start -> checkpoint(seen) -> say(Hello again) -> end")
        .ending("start -> jump(second); rest -> end");
    let run = lab.run("hang up");
    assert_eq!(path(&run), "Start:ok queue: Start:ok jump: Start:ok checkpoint:ok say:");
    assert!(matches!(&run.beats().last().unwrap().what, What::EndRoutingOver(how) if how == "The customer left."));
}

fn prose_of(beat: &signalbox::sim::Beat) -> String {
    format!("{:?}", beat.what)
}

#[test]
fn the_end_routing_runs_once_and_starts_no_other() {
    let endings = |run: &Run| run.beats().iter().filter(|beat| matches!(beat.what, What::EndRoutingOver(_))).count();
    for script in ["agent answers", "hang up", "wait out"] {
        let run = Lab::new("start -> queue(support)").ending("start -> node -> end").run(script);
        assert_eq!((endings(&run), run.state().phase), (1, Phase::Over), "{script}");
    }
    // The end routing has its own step limit, and its failure changes no outcome.
    let lab = Lab::new("start -> say(Bye) -> end").ending("start -> pause(1s) -> node -> pause");
    let run = lab.run("");
    assert_eq!((endings(&run), outcome(&run).as_str()), (1, "Goodbye"));
    // The customer may leave during it, and the agent's result stays.
    let run = Lab::new("start -> queue(support)").ending("start -> survey(satisfaction)").run("agent answers; hang up");
    assert_eq!((endings(&run), outcome(&run).as_str()), (1, "Person"));
    // A routing without a version in production is only reported.
    let mut lab = Lab::new("start -> say(Bye) -> end").ending("start -> node -> end");
    let end = lab.project.routing_by_reference("after").unwrap().id;
    let version = lab.project.in_production(end).unwrap().id;
    lab.project.versions.remove(&version);
    assert!(prose(&lab.run("")).contains("\"after\" has no version in production"));
}

#[test]
fn a_jump_continues_in_the_other_routing_and_does_not_return() {
    let lab = Lab::new("start -> assign(customer.tier = gold) -> jump(second); rest -> end")
        .with("second", "start -> test(customer.tier = gold); test[gold] -> queue(support); rest -> end");
    let run = lab.run("agent answers");
    assert_eq!(path(&run), "Start:ok assign:ok jump: Start:ok test:row:1 queue:processed");
    assert_eq!(run.read("call.routing"), "second");
    assert_eq!(run.state().nesting, 1);
}

#[test]
fn variables_passed_are_assigned_before_the_jump() {
    let passed =
        r#"{"variables": Rows([(id: 1, cells: {"variable": Text("customer.tier"), "value": Operand(Text("vip"))})])}"#;
    let lab = Lab::new(&format!("start -> jump(second){passed}; rest -> end"))
        .with("second", "start -> test(customer.tier = vip); test[vip] -> say(Hello) -> end; rest -> end");
    assert!(path(&lab.run("")).ends_with("test:row:1 say:ok"));
}

#[test]
fn an_unreachable_jump_target_has_its_branch() {
    let lab = Lab::new("start -> jump(nothing); jump[Reference not found] -> say(Sorry) -> end; rest -> end");
    assert_eq!(path(&lab.run("")), "Start:ok jump:reference_not_found say:ok");
    let lab = Lab::new("start -> jump(other test); rest -> end");
    assert_eq!(path(&lab.run("")), "Start:ok jump:no_version");
    // A routing of the other type is not a valid target.
    let lab = Lab::new("start -> jump(after); rest -> end").ending("start -> end");
    assert!(path(&lab.run("")).starts_with("Start:ok jump:reference_not_found"));
}

#[test]
fn routings_nest_twenty_deep_and_no_deeper() {
    let chain = |length: usize| {
        let mut lab = Lab::new("start -> jump(r1)");
        for place in 1..length {
            lab = lab.with(&format!("r{place}"), &format!("start -> jump(r{})", place + 1));
        }
        lab.with(&format!("r{length}"), "start -> end")
    };
    let run = chain(20).run("");
    assert_eq!((outcome(&run).as_str(), run.state().nesting), ("Goodbye", 20));
    let run = chain(21).run("");
    assert_eq!(outcome(&run), "Error");
    assert!(run.state().ending.contains("20 deep"), "{}", run.state().ending);
}

#[test]
fn a_jump_to_the_routing_under_test_runs_its_production_version() {
    let mut lab = Lab::new("start -> say(Live version) -> end");
    let (draft, _) = lab.add_version(lab.routing, "draft", Status::InDevelopment, "start -> jump(main)");
    lab.version = draft;
    let run = lab.run("");
    assert!(prose(&run).contains("Live version"), "{}", prose(&run));
    assert!(prose(&run).contains("version \"v1\""));
}

#[test]
fn a_routing_that_jumps_to_itself_ends() {
    // Nothing changes between rounds, so the cycle is detected at once and not by the limits.
    let run = Lab::new("start -> jump(main)").run("");
    assert_eq!(outcome(&run), "Error");
}

#[test]
fn a_hidden_number_is_not_seen_and_counts_as_first_time() {
    let flow = "start -> who(first-time, repeat); who[first-time] -> table(tiers: vip); who[repeat] -> end;
        table[vip] -> queue(support); rest -> end";
    let contact =
        signalbox::model::Contact { hours_ago: 3, channel: signalbox::model::Channel::Voice, served_by: Some(BEN) };
    let lab = Lab::new(flow).given(|lab| lab.caller.contacts = vec![contact]);
    assert_eq!(path(&lab.run("")), "Start:ok who:row:2");
    let lab = lab.given(|lab| lab.caller.is_hidden = true);
    let run = lab.run("");
    assert_eq!(path(&run), "Start:ok who:row:1 table:default");
    assert_eq!(run.read("call.number"), "");
    assert!(!json(&run).contains("612345678"), "a hidden number shows nowhere");
}

#[test]
fn a_source_number_has_no_visit_data_and_a_pool_number_has() {
    use signalbox::model::EntryPointKind::{SourceNumber, WebsitePoolNumber};
    const OF_VISIT: [&str; 5] = ["keyword", "active_page", "landing_page", "campaign", "referrer"];
    for (kind, known) in [(SourceNumber, ""), (WebsitePoolNumber, "roof")] {
        let lab = Lab::new("start -> end").ending("start -> end").given(|lab| {
            for entry_point in lab.project.entry_points.values_mut() {
                std::sync::Arc::make_mut(entry_point).kind = kind;
            }
            let caller = &mut lab.caller;
            let texts = [&mut caller.keyword, &mut caller.active_page, &mut caller.landing_page];
            texts
                .into_iter()
                .chain([&mut caller.campaign, &mut caller.referrer])
                .for_each(|it| *it = "roof".to_owned());
        });
        let run = lab.run("");
        let read = |name| run.read(&format!("call.{name}")).clone();
        assert_eq!(OF_VISIT.map(read), [known; 5], "{kind:?}");
        assert_eq!(read("source"), "Newspaper", "{kind:?}");
    }
}

#[test]
fn variables_survive_jumps_and_the_end_routing() {
    let lab = Lab::new("start -> assign(customer.points = {customer.points + 5}) -> jump(second)")
        .with("second", "start -> assign(customer.points = {customer.points + 5}) -> end")
        .ending(
            "start -> assign(customer.points = {customer.points + 5}) -> checkpoint(Points {{customer.points}}) -> end",
        );
    let run = lab.run("");
    assert_eq!(run.read("customer.points"), "25");
    assert!(prose(&run).contains("Checkpoint: Points 25"));
}

#[test]
fn a_cycle_ends_by_counting_passages() {
    let lab = Lab::new("start -> node -> passages(3); passages[row:1] -> say(Enough) -> end; passages[Below] -> node");
    let run = lab.run("");
    assert_eq!(path(&run).matches("passages:below").count(), 2);
    assert!(path(&run).ends_with("passages:row:1 say:ok"));
    // Counters are kept for each routing, and the jump is a passage, too.
    let lab = Lab::new("start -> node -> passages(2 of node); passages[row:1] -> end; passages[Below] -> jump(main)");
    assert_eq!(lab.outcome(""), "Goodbye");
}

#[test]
fn recorded_passages_are_events() {
    let mut lab = Lab::new("start -> node -> jump(second)").with("second", "start -> say(Hello) -> end");
    for action in lab.flow_mut().flow.actions.values_mut() {
        Arc::make_mut(action).record_passage = true;
    }
    let report = Report::new(&lab.run(""));
    let events: Vec<String> = report.events.iter().map(|event| format!("{} {}", event.title, event.branch)).collect();
    assert_eq!(events, ["Start OK", "node OK", "jump second"]);
}

#[test]
fn back_restores_the_exact_state_at_every_step() {
    let mut chance = Chance::new(3);
    for round in 0..60 {
        let lab = busy().given(|lab| lab.seed = round);
        let mut run = Run::new(lab.scene());
        let mut kept: Vec<(CallState, usize, usize)> = vec![frame(&run)];
        while !run.is_over() && kept.len() < 80 {
            if run.state().question.is_some() {
                let question = run.state().question.clone().unwrap();
                let choice = chance.pick(&question.choices);
                let text = match choice.input {
                    Some(AnswerInput::Keys) => "press 7".to_owned(),
                    Some(AnswerInput::Text) => format!("{} 200 {{}}", choice.text),
                    _ => choice.text.clone().into_owned(),
                };
                run.answer(&text).unwrap_or_else(|why| panic!("{why}"));
            } else {
                assert!(run.step());
            }
            kept.push(frame(&run));
        }
        assert_eq!(run.steps_taken() + 1, kept.len());
        let whole = run.clone();
        for expected in kept.iter().rev().skip(1) {
            assert!(run.back());
            assert_eq!(frame(&run), *expected);
        }
        assert!(!run.back(), "there is no step before the beginning");
        // From the beginning the same answers give the same beats.
        let again = suite::again(&whole, &whole.scene.project).unwrap();
        assert_eq!((again.stale, again.run.answers()), (Vec::new(), whole.answers()));
        assert_eq!(again.run.beats(), whole.beats());
    }
}

fn frame(run: &Run) -> (CallState, usize, usize) {
    (run.state().clone(), run.beats().len(), run.answers().len())
}

/// A flow with nearly every kind of event.
fn busy() -> Lab {
    Lab::new(
        "start -> hours(office); hours[Open] -> menu(1 Sales, 2 Contract, 3 Chance); hours[Closed] -> mailbox(messages)
        menu[1] -> queue(support){\"exit_key\": Text(\"#\")}; queue[Exit key] -> menu
        menu[2] -> service(contracts: $.contract.status = customer.tier); service[OK] -> test(customer.tier = active)
        test[active] -> say(Your contract is active) -> end
        menu[3] -> share(A 50, B 50); share[A] -> user(ana); share[B] -> number(partner); user[No answer] -> menu
        rest -> mailbox",
    )
    .ending("start -> survey(satisfaction); rest -> end")
}

#[test]
fn a_step_is_pure() {
    let scene = busy().scene();
    let (mut state, _) = begin(&scene);
    for _ in 0..4 {
        let before = state.clone();
        let first = step(&scene, &state, &Input::Go);
        let second = step(&scene, &state, &Input::Go);
        assert_eq!((&first, &state), (&second, &before));
        state = first.0;
    }
    // An input that does not fit changes nothing.
    assert!(state.question.is_some());
    let (same, beats) = step(&scene, &state, &Input::Go);
    assert_eq!((same, beats.len()), (state, 0));
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_may_differ() {
    let report = |seed: u64| {
        let lab = Lab::new("start -> share(A 50, B 50); share[A] -> say(A) -> end; share[B] -> say2(B) -> end");
        json(&lab.given(|lab| lab.seed = seed).run(""))
    };
    let reports: Vec<String> = (0..20).map(report).collect();
    assert_eq!(reports, (0..20).map(report).collect::<Vec<_>>());
    assert!(reports.iter().any(|other| *other != reports[0]), "random results never differ");
}

#[test]
fn actions_take_simulated_time() {
    let at = |flow: &str, script: &str| Lab::new(flow).run(script).state().interaction.at_ms;
    // Ten words, 2.5 a second.
    assert_eq!(at("start -> say(one two three four five six seven eight nine ten) -> end", ""), 4_000);
    assert_eq!(
        at("start -> say{\"source\": Text(\"sound\"), \"sound\": Item(Reference(\"welcome\"))} -> end", ""),
        3_000
    );
    assert_eq!(at("start -> pause(10s) -> end", ""), 10_000);
    // Eight words in full, and five seconds for a key, three times.
    let menu = "start -> menu(1 Sales, 2 Help); rest -> end";
    assert_eq!(at(menu, "silence; silence; silence"), 3 * (3_200 + 5_000));
    // A key in the middle, and a second to press it; to the end where it may not cut short.
    assert_eq!(at(menu, "press 1"), 1_600 + 1_000);
    assert_eq!(at("start -> menu(1 Sales, 2 Help){\"barge_in\": Bool(false)}; rest -> end", "press 1"), 3_200 + 1_000);
    // Waiting, ringing, talking.
    assert_eq!(at("start -> queue(support); rest -> end", "wait 40s; agent answers after 5s"), 45_000 + 240_000);
    assert_eq!(at("start -> queue(support); rest -> end", "wait out"), 300_000);
    assert_eq!(at("start -> number(partner); rest -> end", "no answer"), 30_000);
    assert_eq!(at("start -> number(partner); rest -> end", "callee answers for 2m"), 126_000);
    assert_eq!(at("start -> node -> assign(customer.tier = x) -> end", ""), 0);
}

#[test]
fn the_virtual_clock_decides_what_is_open() {
    // Office hours end at 18:00 in Paris.
    let late = |start: &str| {
        let lab = Lab::new("start -> pause(60s) -> hours(office); rest -> end");
        path(&lab.given(|lab| lab.world.start = Some(start.parse().unwrap())).run(""))
    };
    assert_eq!(late("2026-11-23T17:58:30"), "Start:ok pause:ok hours:open");
    assert_eq!(late("2026-11-23T17:59:30"), "Start:ok pause:ok hours:closed");
}

#[test]
fn the_world_decides_and_an_answer_decides_over_it() {
    let queue = "start -> queue(support); rest -> end";
    let branch = |change: &dyn Fn(&mut Lab), script: &str| path(&Lab::new(queue).given(change).run(script));
    let away = |lab: &mut Lab| lab.world.users.extend([ANA, BEN].map(|user| (user, UserState::Offline)));
    assert_eq!(branch(&away, ""), "Start:ok queue:overflow");
    let crowded = |lab: &mut Lab| {
        lab.world.queues.insert(SUPPORT, QueueState { waiting: 99, ..QueueState::default() });
    };
    assert_eq!(branch(&crowded, ""), "Start:ok queue:overflow");
    let busy = |lab: &mut Lab| lab.world.users.extend([ANA, BEN].map(|user| (user, UserState::Busy)));
    assert_eq!(branch(&busy, "agent answers"), "Start:ok queue:processed");
    let service = "start -> service(contracts: $.contract.status = customer.tier); rest -> end";
    let state = |state: ServiceState| {
        let contracts = signalbox::catalog::sample::CONTRACTS;
        path(&Lab::new(service).given(|lab| drop(lab.world.services.insert(contracts, state))).run(""))
    };
    assert_eq!(state(ServiceState::Answers("found".to_owned())), "Start:ok service:ok");
    assert_eq!(state(ServiceState::Down), "Start:ok service:error");
}

#[test]
fn an_answer_that_does_not_fit_is_refused_with_the_possible_answers() {
    let lab = Lab::new("start -> menu(1 Sales, 2 Help); rest -> end");
    let why = |script: &str| lab.try_run(script).1.unwrap_err();
    let unknown = why("press 9; agent answers");
    for part in ["Answer 2", "\"agent answers\"", "press 1", "press 2", "press KEYS", "silence", "hang up"] {
        assert!(unknown.contains(part), "{unknown}");
    }
    assert!(why("press 1; press 1").contains("Answer 2 (\"press 1\") comes after the call is over"));
    // The run waits at the question of the wrong answer.
    assert_eq!(outcome(&lab.try_run("press 9; agent answers").0), "waits for a key");
    let mut run = Run::new(lab.scene());
    assert_eq!(run.answer("press 1").unwrap_err(), "No question is open here.");
}

#[test]
fn events_that_happen_by_themselves_need_no_answer() {
    let lab = Lab::new("start -> say(Hello) -> pause(5s) -> menu(1 A); rest -> end");
    assert_eq!(path(&lab.run("press 1")), "Start:ok say:ok pause:ok menu:row:1");
    assert_eq!(outcome(&lab.run("let it play; hang up during it")), "Abandoned");
    let mut run = Run::new(lab.scene());
    run.to_end();
    assert!(run.is_over());
}

#[test]
fn a_live_call_uses_an_external_clock() {
    let scene = Lab::new("start -> menu(1 Sales, 2 Help); menu[1] -> queue(support); rest -> end").scene();
    let (mut state, _) = begin(&scene);
    let go = |state: &CallState| step(&scene, state, &Input::Go).0;
    let answer = |state: &CallState, text: &str, at_ms: u64| {
        let answer = state.question.as_ref().unwrap().read(text).unwrap();
        step(&scene, state, &Input::Answer { answer, at_ms: Some(at_ms) })
    };
    state = go(&go(&state));
    let (state, _) = answer(&state, "press 9", 2_345);
    assert_eq!(state.interaction.at_ms, 2_345, "only the measured time counts");
    let (state, _) = answer(&state, "press 1", 6_789);
    assert_eq!(state.interaction.at_ms, 6_789);
    let (state, beats) = answer(&go(&state), "agent answers", 30_000);
    assert_eq!(state.interaction.at_ms, 30_000);
    assert!(beats.iter().all(|beat| beat.at_ms == 30_000), "{beats:?}");
    // The clock never runs backwards.
    let state = go(&go(&begin(&scene).0));
    let late = answer(&state, "press 9", 9_000).0;
    assert_eq!(answer(&late, "press 1", 4_000).0.interaction.at_ms, 9_000);
}

#[test]
fn a_version_without_start_fails_at_once() {
    let mut lab = Lab::new("start -> end");
    let scene = {
        let broken = lab.flow_mut();
        broken.flow.actions.clear();
        let request = signalbox::sim::SceneRequest { version: lab.version, ..signalbox::sim::SceneRequest::default() };
        signalbox::sim::Scene::new(Arc::new(lab.project.clone()), request).unwrap()
    };
    let run = Run::new(Arc::new(scene));
    assert_eq!((outcome(&run).as_str(), &*run.state().ending), ("Error", "The version has no Start action."));
    let missing = signalbox::sim::Scene::new(Arc::new(Project::default()), signalbox::sim::SceneRequest::default());
    assert_eq!(missing.unwrap_err(), "This version no longer exists.");
}

#[test]
fn a_queue_without_people_dissuades_or_keeps() {
    let keeps = |lab: &mut Lab| {
        let resource = Arc::make_mut(lab.project.resources.get_mut(&SUPPORT).unwrap());
        let ResourceData::Queue(queue) = &mut resource.data else { panic!() };
        queue.no_user = signalbox::model::resource::NoUserStrategy::QueueAnyway;
    };
    let lab = Lab::new("start -> queue(support); rest -> end");
    assert_eq!(path(&lab.run("everyone disconnects")), "Start:ok queue:dissuasion");
    assert_eq!(path(&lab.given(keeps).run("everyone disconnects; wait out")), "Start:ok queue:unprocessed");
}

/// A laboratory whose entry point is a campaign.
fn campaign() -> Lab {
    Lab::new("start -> say(Hello there) -> end").ending("start -> say(After it) -> end").given(|lab| {
        for entry_point in lab.project.entry_points.values_mut() {
            Arc::make_mut(entry_point).kind = signalbox::model::EntryPointKind::VoiceCampaign;
        }
    })
}

#[test]
fn a_campaign_asks_who_answers_before_its_routing_runs() {
    let lab = campaign();
    let waiting = lab.run("");
    assert_eq!(waiting.state().phase, Phase::Dialling);
    let answers = Report::new(&waiting).waits_for.unwrap().answers;
    assert_eq!(answers, ["answered", "voicemail", "busy", "no answer"]);
    assert_eq!(outcome(&lab.run("answered")), "Goodbye");
    for (answer, at_ms) in [("voicemail", 20_000), ("busy", 2_000), ("no answer", 30_000)] {
        let mut run = lab.run(answer);
        assert_eq!(outcome(&run), "Not reached", "{answer}");
        assert!(!prose(&run).contains("Hello there"), "{answer}");
        // The end routing has run, and the caller was not dropped.
        assert!(prose(&run).contains("After it"), "{answer}");
        assert!(run.state().interaction.at_ms >= at_ms);
        while run.back() {}
        assert_eq!(run.state(), waiting.state());
    }
    let mut run = lab.run("");
    run.to_end();
    assert_eq!(outcome(&run), "Goodbye");
    // An external clock measures the ringing time.
    let state = lab.run("").state().clone();
    let answer = state.question.as_ref().unwrap().read("busy").unwrap();
    let (state, _) = step(&lab.scene(), &state, &Input::Answer { answer, at_ms: Some(700) });
    assert_eq!(state.interaction.at_ms, 700);
}

#[test]
fn a_chat_pauses_where_time_passes_and_a_call_does_not() {
    let lab = Lab::new("start -> say(Hello there) -> end");
    let mut run = Run::new(lab.scene());
    run.to_next_wait();
    assert!(run.is_over(), "an announcement ends by itself");
}

#[test]
fn the_recording_preference_of_the_routing_holds() {
    use signalbox::model::Recording;
    let flow =
        "start -> start_recording -> stop_recording -> say(Hello) -> end; rest -> end; start_recording[error] -> end";
    let with = |recording: Recording| {
        let lab = Lab::new(flow).given(|lab| {
            Arc::make_mut(lab.project.routings.get_mut(&lab.routing).unwrap()).recording = recording;
        });
        prose(&lab.run(""))
    };
    let as_actions_say = with(Recording::AsActionsSay);
    assert!(as_actions_say.contains("starts, one track"), "{as_actions_say}");
    let on = with(Recording::On);
    assert!(on.contains("A recording runs already.") && on.contains("stops"), "{on}");
    let off = with(Recording::Off);
    assert!(off.contains("The routing is set to record no call.") && !off.contains("Hello"), "{off}");
}

#[test]
fn called_parties_see_the_caller_id_that_was_set() {
    let flow = |own: &str| {
        format!(
            "start -> modify_caller_id{{\"number\": Operand(Text(\"+33155001020\"))}} -> \
             to_number{{\"from\": Text(\"value\"), \"number\": Operand(Text(\"+33140000001\")), \"caller_id\": Text(\"{own}\")}}; rest -> end"
        )
    };
    let told = prose(&Lab::new(&flow("")).run("callee answers"));
    assert!(told.contains("The callee sees +33155001020."), "{told}");
    let told = prose(&Lab::new(&flow("+33155009999")).run("callee answers"));
    assert!(told.contains("The callee sees +33155009999."), "{told}");
}

#[test]
fn a_chat_cannot_be_hung_up() {
    let label = |channel| {
        let lab = Lab::new("start -> queue(support); rest -> end").over(channel);
        let question = lab.run("").state().question.clone().unwrap();
        question.choices.iter().find(|choice| choice.key == "hang_up").unwrap().label.clone()
    };
    assert_eq!((&*label(Voice), &*label(Messaging)), ("Hang up", "Customer leaves"));
}

#[test]
fn a_world_can_have_its_own_rows_in_a_database() {
    let read = "start -> database_read{\"database\": Item(Item(60)), \"filters\": Rows([(id: 1, cells: {\"column\": Text(\"number\"), \
                \"value\": Operand(Text(\"+33700000001\"))})])} -> say(Known) -> end; database_read[not_found] -> say2(Unknown) -> end; rest -> end";
    let lab = Lab::new(read);
    let told = prose(&lab.run(""));
    assert!(told.contains("“Unknown”"), "{told}");
    let row = ["+33700000001", "Zoe", "5"].map(str::to_owned).to_vec();
    let lab = lab.given(|lab| lab.world.databases = [(signalbox::model::ResourceId(60), vec![row.clone()])].into());
    let told = prose(&lab.run(""));
    assert!(told.contains("“Known”"), "{told}");
}
