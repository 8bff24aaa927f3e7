//! Load runs of shipped projects, in the terminal and out of it, and what is said of a scenario that cannot be played.

use signalbox::load::run;
use signalbox::model::scenario::{Amount, AnswerMix, Staff};
use signalbox::model::{EntryPointId, Named, ResourceId, Scenario, TestedAction};

use super::{QUEUE, fixed, line, scenario};
use crate::cli::{Done, signalbox};

const CLAIMS: &str = "projects/claims_line.ron";

/// The program over the example with a busy Monday, with more arguments.
fn load_by(more: &[&str]) -> Done {
    signalbox(&[&["load", CLAIMS], more].concat())
}

#[test]
fn the_busy_monday_of_the_claims_line_is_played_in_the_terminal() {
    let done = load_by(&["--scenario", "a busy monday", "--json"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(done.out, load_by(&["--json", "--threads", "5"]).out);
    let found: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    let count = |value: &serde_json::Value| value.as_u64().unwrap();
    // 376 calls on average in each of 20 replications, without those who call again; 4 standard deviations are 347.
    let first = count(&found["contacts"]) - count(&found["retries"]);
    assert!((7_173..=7_867).contains(&first), "{first}");
    let ended: u64 = found["outcomes"].as_array().unwrap().iter().map(|it| count(&it["contacts"])).sum();
    assert_eq!(ended, count(&found["contacts"]), "{}", done.out);
    for queue in found["queues"].as_array().unwrap() {
        let parts = ["answered", "abandoned", "timed_out", "overflowed", "left"];
        assert_eq!(count(&queue["offered"]), parts.iter().map(|part| count(&queue[part])).sum::<u64>(), "{queue}");
    }
    let told = load_by(&[]);
    assert!(told.out.contains("Claims desk, ") && told.out.contains("Assumed:\n"), "{}", told.out);
}

#[test]
fn what_is_wrong_in_a_scenario_is_said_with_its_place() {
    type Change<'a> = &'a dyn Fn(&mut Scenario);
    let project = line(QUEUE, |_| {});
    let refused = |change: &dyn Fn(&mut Scenario)| {
        let mut asked = scenario(9.0, 1, 3, fixed(60.0));
        change(&mut asked);
        run(&project, &asked).unwrap_err()
    };
    let nobody = Named { id: ResourceId(9_999), name: "Nobody".to_owned() };
    let table: [(Change, &str); 16] = [
        (&|it| it.arrivals.clear(), "Nothing arrives on the days of the scenario, 2026-11-30"),
        (&|it| it.percent = 0, "Nothing arrives"),
        (&|it| it.arrivals[0].entry_point.id = EntryPointId(9_999), "no entry point \"number, deleted\""),
        (&|it| it.arrivals[0].week[0][0] = Amount::whole(100_001), "are more than 100,000"),
        (&|it| it.arrivals[0].week[0] = vec![Amount::whole(1); 49], "a week has 7 days of 48 half hours"),
        (&|it| it.arrivals.push(it.arrivals[0].clone()), "is there twice"),
        (&|it| it.replications = 0, "Replications: 0 is not from 1 to 1,000"),
        (&|it| it.warm_up_s = 86_400, "nothing would be counted"),
        (&|it| it.days = 36, "Days: 36 is not from 1 to 35"),
        (&|it| it.queues[0].queue = nobody.clone(), "no queue \"Nobody, deleted\""),
        (&|it| it.queues[0].staff = Staff::People(99_999), "99999 people are more than 5,000"),
        (&|it| it.queues[0].handling = Some(fixed(0.0)), "talks: 0 s is not above 0"),
        (&|it| it.queues.push(it.queues[0].clone()), "is there twice"),
        (&|it| it.absent.push(nobody.clone()), "no user \"Nobody, deleted\""),
        (
            &|it| {
                let action = TestedAction { title: "Menu".to_owned(), ..TestedAction::default() };
                it.answers.push(AnswerMix { action, mix: vec![("press 1".to_owned(), 1)] });
            },
            "has the action \"Menu, deleted\"",
        ),
        (
            &|it| it.answers.push(AnswerMix { mix: vec![("press 1".to_owned(), 0)], ..AnswerMix::default() }),
            "no answer has a share above 0",
        ),
    ];
    for (change, wanted) in table {
        let why = refused(change);
        assert!(why.contains(wanted), "{wanted}\n{why}");
    }
    let missing = load_by(&["--scenario", "Tuesday"]);
    assert!(
        missing.code == 2 && missing.err.contains("no scenario \"Tuesday\". It has: \"A busy Monday\""),
        "{}",
        missing.err
    );
    let without = signalbox(&["load", "projects/support_mailbox.ron"]);
    assert!(without.code == 2 && without.err.contains("has no scenario"), "{}", without.err);
}

#[test]
fn the_shipped_monday_of_the_claims_line_is_worse_when_two_are_ill() {
    let project = signalbox::storage::load(std::path::Path::new(CLAIMS)).unwrap().0.project;
    let scenario = project.scenarios.values().next().unwrap();
    let desk = scenario.queues[0].queue.id;
    let members: Vec<ResourceId> =
        run(&project, &Scenario { replications: 1, ..(**scenario).clone() }).unwrap().queues[&desk].members.clone();
    let answered = |ill: usize| {
        let absent = members.iter().take(ill).map(|who| Named { id: *who, name: String::new() }).collect();
        // Who gives up does not come again, so that the callers are the same.
        let found =
            run(&project, &Scenario { absent, retries: None, replications: 5, ..(**scenario).clone() }).unwrap();
        (found.total.queues[&desk].offered, found.total.queues[&desk].answered)
    };
    let [(offered, nobody), (same, one), (_, two)] = [0, 1, 2].map(answered);
    assert_eq!(offered, same, "the same callers");
    assert!(nobody > one && one > two, "{nobody} {one} {two}");
}
