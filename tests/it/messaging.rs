//! Words and acts of chats and emails (spec: meaning §6): the reply window, replies that do not fit, files, the buttons of WhatsApp, and
//! no telephone. Each rule has a table that was worked out by hand.

use std::collections::BTreeSet;
use std::sync::Arc;

use signalbox::catalog::sample::{ANA, BEN};
use signalbox::catalog::{Effect, Fact, FactValue};
use signalbox::lint;
use signalbox::model::{
    Channel, Contact, Email, EntryPoint, EntryPointId, EntryPointKind, OutsideSystem, ReachedStatus, UserState,
};
use signalbox::sim::report::prose;
use signalbox::sim::{Report, Run, What};

use crate::support::Lab;

/// A chat that comes in by an entry point of a kind.
fn chat(flow: &str, kind: EntryPointKind) -> Lab {
    Lab::new(flow).over(Channel::Messaging).given(|lab| {
        lab.project.last_id += 1;
        let id = EntryPointId(lab.project.last_id);
        let entry_point = EntryPoint {
            id,
            name: "Chat".to_owned(),
            reference: "chat".to_owned(),
            kind,
            address: "+33155001031".to_owned(),
            assigned: Some((lab.routing, ReachedStatus::InProduction)),
            ..EntryPoint::default()
        };
        lab.project.entry_points.insert(id, Arc::new(entry_point));
        lab.world.users = [(ANA, UserState::Available), (BEN, UserState::Available)].into();
    })
}

fn wrote_hours_ago(lab: &mut Lab, hours_ago: u32) {
    lab.caller.contacts = vec![Contact { hours_ago, channel: Channel::Messaging, served_by: None }];
}

/// The branch by which the second action was left; empty while it waits.
fn left_by(run: &Run) -> String {
    Report::new(run).steps.get(1).map_or_else(String::new, |step| step.branch.clone())
}

const ASK: &str = r#"start -> ask{"text": Texts({"": "How many?"}), "expected": Text("number")}; rest -> end"#;
const BUTTONS: &str = r#"start -> quick_replies{"text": Texts({"": "Which one?"}), "choices": Rows([(id: 1, cells: {"label": Text("Red")})])}; rest -> end"#;
const SURVEY: &str = "start -> survey(satisfaction); rest -> end";
const PEOPLE: &str = r#"start -> hand_over{"team": Item(Reference("desk"))}; rest -> end"#;
const SEND: &str = r#"start -> send_message{"text": Texts({"": "Hello"})}; rest -> end"#;
const TEMPLATE: &str =
    r#"start -> send_message{"source": Text("template"), "template": Item(Reference("hello"))}; rest -> end"#;

#[test]
fn own_words_are_for_the_reply_window() {
    let kinds = [
        (EntryPointKind::WhatsApp, Some(24)),
        (EntryPointKind::Messenger, Some(24)),
        (EntryPointKind::InstagramMessages, Some(24)),
        (EntryPointKind::WeChat, Some(48)),
        (EntryPointKind::ChatWidget, None),
        (EntryPointKind::Telegram, None),
    ];
    for (kind, hours) in kinds {
        for ago in [1, 24, 25, 48, 49, 500] {
            let is_outside = hours.is_some_and(|hours| ago > hours);
            for flow in [ASK, BUTTONS, SURVEY, PEOPLE, SEND] {
                let run = chat(flow, kind).given(|lab| wrote_hours_ago(lab, ago)).run("");
                let branch = left_by(&run);
                assert_eq!(branch == "outside_window", is_outside, "{kind:?} after {ago} h: {branch} in {flow}");
            }
            let template = chat(TEMPLATE, kind).given(|lab| wrote_hours_ago(lab, ago)).run("");
            assert_eq!(left_by(&template), "ok", "{kind:?} after {ago} h");
        }
    }
}

#[test]
fn who_has_just_written_may_be_answered() {
    let lab = chat(ASK, EntryPointKind::WhatsApp).given(|lab| {
        wrote_hours_ago(lab, 400);
        lab.caller.first_message = "Hello".to_owned();
    });
    assert_eq!(left_by(&lab.run("reply 3")), "reply");
    let later = r#"start -> pause{"duration": Int(3600)} -> close{"text": Texts({"": "Goodbye then"})}"#;
    for (hours, is_sent) in [(22, true), (24, false)] {
        let lab = chat(later, EntryPointKind::WhatsApp).given(|lab| wrote_hours_ago(lab, hours));
        let run = lab.run("");
        let told = prose(&run);
        assert_eq!(told.contains("“Goodbye then”"), is_sent, "{hours} h: {told}");
        assert_eq!(told.contains("The closing text is not sent"), !is_sent, "{hours} h: {told}");
        assert_eq!(Report::new(&run).outcome.as_deref(), Some("Self-service"));
        assert!(told.contains("[Interaction] closed"), "{told}");
    }
}

#[test]
fn every_kind_that_writes_fails_alike() {
    for (flow, script, branch) in [
        (ASK, "delivery fails", "delivery_failure"),
        (BUTTONS, "delivery fails", "delivery_failure"),
        (SURVEY, "delivery fails", "delivery_failure"),
        (SEND, "delivery fails", "delivery_failure"),
    ] {
        assert_eq!(left_by(&chat(flow, EntryPointKind::ChatWidget).run(script)), branch, "{flow}");
        let down = chat(flow, EntryPointKind::ChatWidget)
            .given(|lab| _ = lab.world.systems_down.insert(OutsideSystem::Messages));
        assert_eq!(left_by(&down.run("")), branch, "{flow}");
    }
}

/// A change of a lab.
type Given<'a> = &'a dyn Fn(&mut Lab);

#[test]
fn older_trees_go_on_where_they_did() {
    // The branches that were added since have no links of their own.
    let late = |lab: &mut Lab| wrote_hours_ago(lab, 30);
    let down = |lab: &mut Lab| _ = lab.world.systems_down.insert(OutsideSystem::Messages);
    let cases: &[(&str, &str, Given<'_>, &str)] = &[
        (ASK, "outside_window", &late, "Outside the reply window, by Delivery failure"),
        (BUTTONS, "outside_window", &late, "Outside the reply window, by Response time exceeded"),
        (BUTTONS, "delivery_failure", &down, "Delivery failure, by Response time exceeded"),
        (SURVEY, "outside_window", &late, "Outside the reply window, by Error"),
        (SURVEY, "delivery_failure", &down, "Delivery failure, by Error"),
        (PEOPLE, "outside_window", &late, "Outside the reply window, by Nobody"),
        (SEND, "delivery_failure", &down, "Delivery failure, by Error"),
    ];
    for (flow, branch, given, expected) in cases {
        let lab = chat(flow, EntryPointKind::WhatsApp).given(|lab| {
            for action in lab.flow_mut().flow.actions.values_mut() {
                Arc::make_mut(action).links.remove(*branch);
            }
            given(lab);
        });
        let run = lab.run("");
        assert!(prose(&run).contains(&format!("→ {expected}\n")), "{branch}: {}", prose(&run));
        assert_eq!(Report::new(&run).outcome.as_deref(), Some("Goodbye"), "{branch}");
        let found = lint::check_version(&lab.project, &lab.project.versions[&lab.version]);
        // The tree was changed after its digest was made, and WhatsApp shows the scale of the survey as a list.
        let others = ["changed-outside", "choices-list"];
        let codes: BTreeSet<&str> = found.iter().map(|it| it.code).filter(|code| !others.contains(code)).collect();
        assert_eq!(codes, ["branch-falls-back"].into(), "{branch}: {found:?}");
    }
}

#[test]
fn a_reply_that_does_not_fit_is_named() {
    let ask = |expected: &str| format!(r#"start -> ask{{"text": Texts({{"": "Well?"}}), {expected}}}; rest -> end"#);
    for (expected, replies, lines) in [
        (
            r#""expected": Text("number")"#,
            "reply soon; attach map.png; reply later",
            &[
                "“soon” is not a number, try 2 of 3.",
                "“map.png” is not a number, try 3 of 3.",
                "“later” is not a number, and no try is left.",
            ][..],
        ),
        (
            r#""expected": Text("number")"#,
            "reply two of 3, or 4; reply it is 5",
            &["“two of 3, or 4” is not a number, try 2 of 3."],
        ),
        (
            r#""expected": Text("email"), "tries": Int(1)"#,
            "reply none",
            &["“none” is not an email address, and no try is left."],
        ),
        (
            r#""expected": Text("file")"#,
            "reply here; attach id.pdf",
            &["“here” is not a picture or a file, try 2 of 3."],
        ),
        (
            r#""expected": Text("digits"), "digits_least": Int(6), "digits_most": Int(6)"#,
            "reply 12345; reply so 123456",
            &["“12345” is not 6 digits, try 2 of 3."],
        ),
        (
            r#""expected": Text("named"), "named": Text("iban")"#,
            "reply DE00 1234; reply DE89370400440532013000",
            &["“DE00 1234” is not an IBAN, try 2 of 3."],
        ),
        (
            r#""expected": Text("pattern"), "pattern": Text("NW-[0-9]+")"#,
            "reply NW; reply nw-7",
            &["“NW” is not what the pattern describes, try 2 of 3."],
        ),
        (r#""target": Text("customer.points")"#, "reply many; reply 9", &["“many” is not a number, try 2 of 3."]),
        (
            r#""expected": Text("yes_no")"#,
            "reply perhaps; reply Yes.",
            &["“perhaps” is neither yes nor no, try 2 of 3."],
        ),
    ] {
        let run = chat(&ask(expected), EntryPointKind::ChatWidget).run(replies);
        let notes: Vec<String> = run
            .beats()
            .iter()
            .filter_map(|beat| match &beat.what {
                What::Effect(Effect::Note(note)) => Some(note.clone()),
                _ => None,
            })
            .collect();
        assert_eq!(notes, lines, "{expected}");
    }
}

#[test]
fn what_is_taken_out_of_a_sentence_is_kept() {
    for (expected, target, reply, kept) in [
        ("number", "customer.points", "we need 12 of them", "12"),
        ("phone", "customer.name", "call 01 55 00 10 10 please", "+33155001010"),
        ("date", "customer.name", "on 24/12/2026, please", "2026-12-24"),
        ("email", "customer.name", "my address is ana@example.com.", "ana@example.com"),
        ("any", "customer.points", "we need 12 of them", "12"),
        ("any", "customer.name", "we need 12 of them", "we need 12 of them"),
    ] {
        let flow = format!(
            r#"start -> ask{{"text": Texts({{"": "Well?"}}), "expected": Text("{expected}"), "target": Text("{target}")}}; rest -> end"#
        );
        let lab = chat(&flow, EntryPointKind::ChatWidget)
            .given(|lab| lab.project.settings.time_zone = "Europe/Paris".to_owned());
        let run = lab.run(&format!("reply {reply}"));
        assert_eq!(run.read(target), kept, "{expected}: {reply}");
    }
}

#[test]
fn a_file_may_be_sent_wherever_a_text_may() {
    let wait = "start -> wait_message; rest -> end";
    for (flow, script, branch) in [
        (ASK, "attach map.png; reply 4", "reply"),
        (BUTTONS, "attach map.png", "default"),
        (wait, "attach map.png", "wrote"),
        (SURVEY, "attach map.png; reply 9; reply 1", "completed"),
    ] {
        let run = chat(flow, EntryPointKind::ChatWidget).run(script);
        assert_eq!(left_by(&run), branch, "{flow}");
        assert!(prose(&run).contains("> attaches map.png"), "{flow}");
    }
    let flow = r#"start -> ask{"text": Texts({"": "Is this it?"}), "file": Text("photo.png"), "expected": Text("yes_no")}; rest -> end"#;
    let told = prose(&chat(flow, EntryPointKind::ChatWidget).run("reply yes"));
    assert!(told.contains("“[photo.png]”"), "{told}");
}

#[test]
fn whatsapp_has_three_buttons_and_a_list_of_ten() {
    let choices = |count: usize| {
        let rows: Vec<String> =
            (1..=count).map(|id| format!(r#"(id: {id}, cells: {{"label": Text("Choice {id}")}})"#)).collect();
        format!(
            r#"start -> quick_replies{{"text": Texts({{"": "Which?"}}), "choices": Rows([{}])}}; rest -> end"#,
            rows.join(", ")
        )
    };
    let codes = |lab: &Lab| -> Vec<&'static str> {
        let found = lint::check_version(&lab.project, &lab.project.versions[&lab.version]);
        found.into_iter().map(|it| it.code).collect()
    };
    for (count, code) in [(3, None), (4, Some("choices-list")), (10, Some("choices-list"))] {
        let over = chat(&choices(count), EntryPointKind::WhatsApp);
        assert_eq!(codes(&over), code.into_iter().collect::<Vec<_>>(), "{count}");
        assert_eq!(prose(&over.run("")).contains("WhatsApp shows the choices as a list."), code.is_some(), "{count}");
        let widget = chat(&choices(count), EntryPointKind::ChatWidget);
        assert_eq!(codes(&widget), Vec::<&str>::new(), "{count}");
    }
    // The scale of the survey has ten choices.
    let survey = chat(SURVEY, EntryPointKind::WhatsApp);
    assert_eq!(codes(&survey), ["choices-list"]);
    assert!(prose(&survey.run("")).contains("WhatsApp shows the choices as a list."));
    assert_eq!(codes(&chat(SURVEY, EntryPointKind::Messenger)), Vec::<&str>::new());
}

#[test]
fn a_customer_leaves_a_chat_and_hangs_up_a_call() {
    for (channel, leaves, did) in [
        (Channel::Voice, "hang up", "> hangs up"),
        (Channel::Messaging, "customer leaves", "> leaves"),
        (Channel::Email, "customer leaves", "> leaves"),
    ] {
        let lab = Lab::new("start -> queue(support); rest -> end").over(channel);
        let run = lab.run(leaves);
        assert!(prose(&run).contains(did), "{channel:?}: {}", prose(&run));
        assert_eq!(run.answers(), [leaves]);
    }
}

#[test]
fn a_customer_comes_back_to_what_has_ended() {
    let flow = r#"start -> check_nth_contact{"thresholds": Rows([(id: 1, cells: {"at_least": Int(3)})])}; check_nth_contact[row:1] -> ask{"text": Texts({"": "Well?"})}; ask -> end; rest -> end"#;
    let lab = chat(flow, EntryPointKind::WhatsApp).given(|lab| lab.caller.contacts.clear());
    let branches = |script: &str| -> Vec<String> {
        let run = lab.run(script);
        let left = run.beats().iter().filter_map(|beat| match &beat.what {
            What::Left { branch, .. }
                if beat.place.is_some_and(|place| place.action == lab.ids["check_nth_contact"]) =>
            {
                Some(branch.clone())
            }
            _ => None,
        });
        left.collect()
    };
    assert_eq!(branches(""), ["first"]);
    assert_eq!(branches("customer comes back after 1h"), ["first", "default"]);
    assert_eq!(branches("customer comes back after 1h; customer comes back after 3d"), ["first", "default", "row:1"]);
}

#[test]
fn coming_back_takes_its_time_and_is_a_new_interaction() {
    let flow = r#"start -> assign(customer.points = 7) -> send_message{"text": Texts({"": "Hello"})}; rest -> end"#;
    for (script, hours) in [
        ("customer comes back after 1h", 1),
        ("customer comes back after 1d", 24),
        ("customer comes back after 25h", 25),
        ("customer comes back after 90min", 1),
    ] {
        let lab = chat(flow, EntryPointKind::WhatsApp);
        let before = lab.run("").state().interaction.at_ms;
        let run = lab.run(script);
        let after = run.state().interaction.at_ms - before;
        assert_eq!(after / 3_600_000, hours, "{script}");
        // Who comes back has just written, so own words arrive.
        assert_eq!(prose(&run).matches("    “Hello”").count(), 2, "{script}: {}", prose(&run));
        assert_eq!(run.answers(), [script]);
        assert!(run.is_over(), "{script}");
    }
    assert_eq!(chat(flow, EntryPointKind::WhatsApp).run("").comes_back().unwrap().choices.len(), 4);
    let call = Lab::new("start -> end");
    assert!(call.run("").comes_back().is_none());
    assert!(call.try_run("customer comes back after 1h").1.is_err());
}

#[test]
fn a_customer_comes_back_to_what_waits() {
    let flow = r#"start -> distribute{"policy": Item(Reference("shared"))}; distribute[reference_not_found] -> end"#;
    let lab = chat(flow, EntryPointKind::ChatWidget)
        .given(|lab| lab.world.users = [(ANA, UserState::Busy), (BEN, UserState::Offline)].into());
    let run = lab.run("customer comes back after 1d; somebody becomes available; customer comes back after 1h");
    assert_eq!(Report::new(&run).outcome.as_deref(), Some("Person"), "{}", prose(&run));
    assert!(run.state().interaction.at_ms >= 25 * 3_600_000, "{}", prose(&run));
}

#[test]
fn past_contacts_grow_older_by_the_time_between_two_interactions() {
    let lab = chat("start -> end", EntryPointKind::WhatsApp).given(|lab| wrote_hours_ago(lab, 10));
    // Each interaction takes less than an hour: 10 h ago is 13 h ago after 3 h, and 18 h ago after 5 h more.
    for (script, ages) in [
        ("customer comes back after 3h", &[3, 13][..]),
        ("customer comes back after 3h; customer comes back after 5h", &[5, 8, 18]),
        (
            "customer comes back after 3h; customer comes back after 5h; customer comes back after 30h",
            &[30, 35, 38, 48],
        ),
    ] {
        let run = lab.run(script);
        let Some(FactValue::Contacts(contacts)) = run.state().facts.set.get(&Fact::Contacts) else {
            panic!("{script}")
        };
        let found: Vec<u32> = contacts.iter().map(|contact| contact.hours_ago).collect();
        assert_eq!(found, ages, "{script}");
    }
}

#[test]
fn who_comes_back_to_an_email_thread_replies() {
    let flow = r#"start -> test_email{"what": Text("thread")}; rest -> end"#;
    let lab = Lab::new(flow).over(Channel::Email).given(|lab| lab.caller.email = Some(Email::default()));
    let branches = |script: &str| -> Vec<String> {
        let run = lab.run(script);
        let steps = Report::new(&run).steps.into_iter().map(|step| step.branch);
        steps.filter(|branch| ["yes", "no"].contains(&branch.as_str())).collect()
    };
    assert_eq!(branches(""), ["no"]);
    assert_eq!(branches("customer comes back after 1d"), ["no", "yes"]);
}
