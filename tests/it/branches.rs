//! Where a branch leads that has no link (spec: meaning §6, Branches): fallback branches, technical branches, and *If something fails*
//! of Start. Runs and Problems are compared with tables that were worked out by hand.

use std::collections::BTreeSet;
use std::sync::Arc;

use signalbox::actions;
use signalbox::catalog::sample::{ANA, BEN, SUPPORT};
use signalbox::lint;
use signalbox::model::{Channel, QueueState, UserState};
use signalbox::sim::Report;
use signalbox::sim::report::prose;

use crate::random_runs::random_lab;
use crate::support::{Chance, Lab, cases};

fn send_home(lab: &mut Lab) {
    lab.world.users = [(ANA, UserState::Offline), (BEN, UserState::Offline)].into();
}

fn crowd(lab: &mut Lab) {
    lab.world.queues.insert(SUPPORT, QueueState { waiting: 20, ..QueueState::default() });
}

/// What happens around a run.
fn stage(lab: &mut Lab, what: &str) {
    match what {
        "everybody at work" => {}
        "nobody at work" => send_home(lab),
        "a crowd" => crowd(lab),
        other => panic!("{other}"),
    }
}

/// The outcome, the titles of the actions after the second one, and the words by which the second one was left.
fn told(lab: &Lab, script: &str) -> String {
    let run = lab.run(script);
    let report = Report::new(&run);
    let mut left = report.steps.iter().filter(|step| step.left == "branch");
    let label = left.nth(1).map(|step| step.label.as_str()).unwrap_or_default();
    let after: Vec<&str> = report.steps.iter().skip(2).map(|step| step.title.as_str()).collect();
    format!("{label} · {} · {}", after.join(" "), report.outcome.unwrap_or_default())
}

const TICKED: &str = r#"{"queue": Item(Reference("support")), "exit_key": Text("0"), "own_no_user": Bool(true), "own_waiting": Bool(true)}"#;
const ALL_TICKED: &str = r#"{"queue": Item(Reference("support")), "own_no_user": Bool(true), "own_waiting": Bool(true), "own_estimated_wait": Bool(true)}"#;

#[test]
fn the_first_branch_with_a_link_is_followed_and_the_first_one_counts() {
    let cases: &[(&str, &str, &str, &str, &str)] = &[
        // parameters, links, what happens around it, answers, what is told
        ("", "queue[overflow] -> node", "nobody at work", "", "Overflow (any) · node · Goodbye"),
        ("", "queue[unprocessed] -> node", "nobody at work", "", "Overflow (any), by Unprocessed · node · Goodbye"),
        ("", "queue[unprocessed] -> end", "nobody at work", "", "Overflow (any), by Unprocessed ·  · Goodbye"),
        ("", "queue[dissuasion] -> node", "nobody at work", "", "Overflow (any) ·  · Dropped"),
        (
            "",
            "queue[unprocessed] -> node",
            "everybody at work",
            "everyone disconnects",
            "Dissuasion, by Unprocessed · node · Goodbye",
        ),
        (
            TICKED,
            "queue[overflow_no_user] -> node; queue[overflow] -> node2",
            "nobody at work",
            "",
            "Overflow – no user · node · Goodbye",
        ),
        (
            TICKED,
            "queue[overflow] -> node2; queue[unprocessed] -> node",
            "nobody at work",
            "",
            "Overflow – no user, by Overflow (any) · node2 · Goodbye",
        ),
        (
            TICKED,
            "queue[unprocessed] -> node",
            "a crowd",
            "",
            "Overflow – maximum waiting, by Unprocessed · node · Goodbye",
        ),
        (
            TICKED,
            "queue[unprocessed] -> node",
            "everybody at work",
            "press 0",
            "Exit key, by Unprocessed · node · Goodbye",
        ),
        (TICKED, "queue[processed] -> node", "everybody at work", "press 0", "Exit key ·  · Dropped"),
        // No reason is without a branch of its own, so Overflow (any) does not exist.
        (
            ALL_TICKED,
            "queue[unprocessed] -> node",
            "nobody at work",
            "",
            "Overflow – no user, by Unprocessed · node · Goodbye",
        ),
        // What really happened is nothing technical.
        ("", "start[if_something_fails] -> node", "nobody at work", "", "Overflow (any) ·  · Dropped"),
    ];
    for (params, links, around, script, expected) in cases {
        let params = if params.is_empty() { r#"{"queue": Item(Reference("support"))}"# } else { params };
        let ends = ["node", "node2"].iter().filter(|it| links.contains(*it)).map(|it| format!("; {it} -> end"));
        let flow = format!("start -> queue{params}; {links}{}", ends.collect::<String>());
        let lab = Lab::new(&flow).given(|lab| stage(lab, around));
        assert_eq!(told(&lab, script), *expected, "{links}, {around}");
    }
}

#[test]
fn a_link_of_a_branch_that_is_switched_off_is_no_fallback() {
    let flow = format!(
        "start -> queue{TICKED}; queue[overflow] -> node; queue[unprocessed] -> node2; node -> end; node2 -> end"
    );
    let lab = Lab::new(&flow).given(|lab| {
        send_home(lab);
        let queue = lab.ids["queue"];
        let flow = &mut lab.flow_mut().flow;
        let params = ron::from_str(ALL_TICKED).unwrap();
        Arc::make_mut(flow.actions.get_mut(&queue).unwrap()).params = params;
    });
    assert_eq!(told(&lab, ""), "Overflow – no user, by Unprocessed · node2 · Goodbye");
}

#[test]
fn an_exit_key_exists_on_the_telephone_alone() {
    let flow = format!("start -> queue{TICKED}; queue[unprocessed] -> end; rest -> end");
    for (channel, is_offered) in [(Channel::Voice, true), (Channel::Email, false), (Channel::Messaging, false)] {
        let lab = Lab::new(&flow).over(channel);
        assert_eq!(lab.try_run("press 0").1.is_ok(), is_offered, "{channel:?}");
        let action = &lab.project.versions[&lab.version].flow.actions[&lab.ids["queue"]];
        assert_eq!(action.links.contains_key("exit_key"), is_offered, "{channel:?}");
    }
}

#[test]
fn what_is_technical_falls_back_on_start() {
    let service = "start -> service(contracts)";
    let net = "start[if_something_fails] -> say(Sorry); say -> end";
    let cases: &[(String, &str, &str)] = &[
        (format!("{service}; {net}"), "service times out", "Timeout, by If something fails · say · Goodbye"),
        (
            format!("{service}; service[timeout] -> node; node -> end; {net}"),
            "service times out",
            "Timeout · node · Goodbye",
        ),
        (
            format!("{service}; service[error] -> node; node -> end; {net}"),
            "service times out",
            "Timeout, by If something fails · say · Goodbye",
        ),
        (
            format!("{service}; start[if_something_fails] -> end"),
            "service times out",
            "Timeout, by If something fails ·  · Goodbye",
        ),
        (service.to_owned(), "service times out", "Timeout ·  · Dropped"),
        (format!("start -> queue(nothing); {net}"), "", "Reference not found, by If something fails · say · Goodbye"),
        (format!("start -> jump(nothing); {net}"), "", "Reference not found, by If something fails · say · Goodbye"),
        (format!("start -> jump(other test); {net}"), "", "No such version, by If something fails · say · Goodbye"),
        // Nobody answers: nothing technical.
        (format!("start -> number(+33698765432); {net}"), "no answer", "No answer ·  · Dropped"),
    ];
    for (flow, script, expected) in cases {
        assert_eq!(told(&Lab::new(flow), script), *expected, "{flow}, {script}");
    }
}

#[test]
fn each_version_has_its_own_if_something_fails() {
    let jump = "start -> jump(second); start[if_something_fails] -> say(First); say -> end; rest -> end";
    let own = "start -> queue(nothing); start[if_something_fails] -> say(Second); say -> end";
    let titles = |second: &str| {
        let run = Lab::new(jump).with("second", second).run("");
        let report = Report::new(&run);
        (prose(&run).contains("“First”"), prose(&run).contains("“Second”"), report.outcome.unwrap())
    };
    assert_eq!(titles(own), (false, true, "Goodbye".to_owned()));
    assert_eq!(titles("start -> queue(nothing)"), (false, false, "Dropped".to_owned()));
}

#[test]
fn the_result_of_what_really_happened_counts_whatever_is_followed() {
    let params = r#"{"user": Item(Reference("ana")), "mailbox": Item(Reference("messages"))}"#;
    for (links, script, expected) in [
        ("user[busy] -> node; node -> end", "no answer; speak 20s", "Message left ·  · Voicemail"),
        (
            "user[no_answer] -> node; node -> end",
            "no answer; speak 20s",
            "Message left, by No answer · node · Voicemail",
        ),
        ("user[no_answer] -> node; node -> end", "Ana rejects; speak 20s", "Message left ·  · Voicemail"),
        ("user[no_answer] -> node", "no answer; silence", "No answer · node · Dropped"),
    ] {
        let lab = Lab::new(&format!("start -> user{params}; {links}"));
        assert_eq!(told(&lab, script), expected, "{links}, {script}");
    }
}

/// The codes and the messages of the version of `main`.
fn problems(lab: &Lab) -> (BTreeSet<&'static str>, Vec<String>) {
    let found = lint::check_version(&lab.project, &lab.project.versions[&lab.version]);
    (found.iter().map(|it| it.code).collect(), found.into_iter().map(|it| it.message).collect())
}

#[test]
fn problems_count_a_drop_once_and_a_fallback_as_a_hint() {
    let queue = "start -> queue(support)";
    let net = "start[if_something_fails] -> end";
    for (flow, codes) in [
        (format!("{queue}; {net}; queue[unprocessed] -> end; queue[overflow] -> end; queue[dissuasion] -> end"), ""),
        (format!("{queue}; {net}; queue[unprocessed] -> end"), "branch-falls-back"),
        (format!("{queue}; {net}"), "dropped-branch"),
        (format!("{queue}; queue[unprocessed] -> end"), "branch-falls-back dropped-branch"),
        ("start -> node -> end".to_owned(), ""),
        (format!("start -> service(contracts) -> end; {net}"), ""),
        ("start -> service(contracts) -> end".to_owned(), "dropped-branch"),
        // A result branch without a link is a good ending.
        ("start -> user(ana); rest -> end".to_owned(), ""),
        // Round and round, since the service fails each time.
        ("start -> service(contracts) -> end; start[if_something_fails] -> service".to_owned(), "round-without-wait"),
    ] {
        let lab = Lab::new(&flow).ending("start -> end");
        assert_eq!(problems(&lab).0, codes.split_whitespace().collect(), "{flow}: {:?}", problems(&lab).1);
    }
    let lab = |flow: &str| Lab::new(&format!("{queue}; {net}; {flow}")).ending("start -> end");
    assert_eq!(
        problems(&lab("queue[unprocessed] -> end")).1,
        ["\"queue\": \"Overflow (any)\" and \"Dissuasion\" have no links and go on by \"Unprocessed\"."]
    );
    assert_eq!(
        problems(&lab("queue[dissuasion] -> end")).1,
        [
            "\"queue\": the branch \"Unprocessed\" leads nowhere, so the customer is dropped. Link the branch, or end it on purpose. \
          The branch \"Overflow (any)\" falls back on it."
        ]
    );
}

#[test]
fn a_hint_neither_blocks_production_nor_marks_a_card() {
    let lab = Lab::new("start -> queue(support); start[if_something_fails] -> end; queue[unprocessed] -> end");
    let version = &lab.project.versions[&lab.version];
    assert_eq!(lint::blocking(&lab.project, version), Vec::<String>::new());
    let found = lint::check_version(&lab.project, version);
    assert!(found.iter().all(|it| it.severity == signalbox::catalog::Severity::Hint), "{found:?}");
}

#[test]
fn followers_are_those_of_the_fallbacks_too() {
    let lab = Lab::new(
        "start -> queue(support); start[if_something_fails] -> node; queue[unprocessed] -> node2; node -> end; node2 -> end",
    );
    let version = &lab.project.versions[&lab.version];
    let tree = lab.project.tree_type_of(lab.version);
    let reached = actions::reachable(&version.flow, tree, lab.ids["queue"]);
    // Reference not found leads to node by Start; everything else leads to node2.
    let expected = ["queue", "node", "node2"].map(|alias| lab.ids[alias]);
    assert_eq!(reached, expected.into());
}

#[test]
fn what_is_on_the_way_to_an_action_is_between_start_and_the_action() {
    let (mut on, mut off) = (0, 0);
    for case in 0..cases(60) {
        let mut chance = Chance::new(case);
        let channel = *chance.pick(&Channel::ALL);
        let lab = random_lab(&mut chance, channel);
        let (flow, tree) = (&lab.project.versions[&lab.version].flow, lab.project.tree_type_of(lab.version));
        let from = |id| actions::reachable(flow, tree, id);
        let ahead = from(flow.start().unwrap().id);
        for to in flow.actions.keys() {
            let way = actions::ways_to(flow, tree, *to);
            for id in flow.actions.keys() {
                let is_between = ahead.contains(id) && from(*id).contains(to);
                assert_eq!(way.contains(id), is_between, "case {case}: {id} on the way to {to}");
                *(if is_between { &mut on } else { &mut off }) += 1;
            }
        }
    }
    assert!(on > 500 && off > 500, "{on} on a way, {off} on none");
}
