//! The kinds of the table in meaning §10, each against a table that was worked out by hand.

use chrono::NaiveDateTime;
use signalbox::catalog::Effect;
use signalbox::model::Channel;
use signalbox::sim::{Run, What};

use super::support::lab::Lab;

/// The labels of the branches by which a run left its actions, without those of Start.
fn left(run: &Run) -> Vec<String> {
    let labels = run.beats().iter().filter_map(|beat| match &beat.what {
        What::Left { label, .. } => Some(label.clone()),
        _ => None,
    });
    labels.skip(1).collect()
}

/// What the customer hears.
fn heard(run: &Run) -> Vec<String> {
    let texts = run.beats().iter().filter_map(|beat| match &beat.what {
        What::Effect(Effect::Heard(text)) => Some(text.clone()),
        _ => None,
    });
    texts.collect()
}

/// What goes to a system.
fn ledger(run: &Run, wanted: &str) -> Vec<String> {
    let entries = run.beats().iter().filter_map(|beat| match &beat.what {
        What::Effect(Effect::Ledger { system, what }) if system == wanted => Some(what.clone()),
        _ => None,
    });
    entries.collect()
}

fn at(lab: &mut Lab, local: &str) {
    lab.world.start = Some(NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap());
}

#[test]
fn the_first_schedule_that_is_open_takes_the_call() {
    let flow = r#"start -> schedule_branches{"schedules": Rows([
        (id: 1, cells: {"name": Text("Day"), "calendar": Item(Reference("office"))}),
        (id: 2, cells: {"name": Text("Saturday"), "hours": Text("week"), "week": Text("Sat 10–14")}),
        (id: 3, cells: {"name": Text("Night"), "hours": Text("week"), "week": Text("Fri–Sat 22–4")}),
        (id: 4, cells: {"name": Text("Long Friday"), "hours": Text("week"), "week": Text("Fri 8–20")})])}; rest -> end"#;
    // The calendar is open on workdays from 08:30 to 18:00, and closed on 25 December 2026, a Friday.
    for (local, expected) in [
        ("2026-11-23 08:29", "Any other time"),
        ("2026-11-23 08:30", "Day"),
        ("2026-11-23 17:59", "Day"),
        ("2026-11-23 18:00", "Any other time"),
        ("2026-11-27 10:00", "Day"),
        ("2026-11-27 19:00", "Long Friday"),
        ("2026-11-27 21:59", "Any other time"),
        ("2026-11-27 22:00", "Night"),
        ("2026-11-28 03:59", "Night"),
        ("2026-11-28 04:00", "Any other time"),
        ("2026-11-28 10:00", "Saturday"),
        ("2026-11-28 14:00", "Any other time"),
        ("2026-11-29 01:00", "Night"),
        ("2026-11-30 01:00", "Any other time"),
        ("2026-12-25 10:00", "Long Friday"),
        // The night in which the clocks go back.
        ("2026-10-25 03:30", "Night"),
    ] {
        let lab = Lab::new(flow).given(|lab| at(lab, local));
        assert_eq!(left(&lab.run("")), [expected], "{local}");
    }
}

#[test]
fn the_zone_of_a_schedule_is_for_hours_without_one_of_their_own() {
    let flow = r#"start -> schedule_branches{"zone": Text("America/New_York"), "schedules": Rows([
        (id: 1, cells: {"name": Text("Own hours"), "hours": Text("week"), "week": Text("Mon 3–4")}),
        (id: 2, cells: {"name": Text("Office"), "calendar": Item(Reference("office"))})])}; rest -> end"#;
    // Paris is six hours before New York: 09:00 there is 03:00 here, and 14:30 is 08:30.
    for (local, zone, expected) in [
        ("2026-11-23 09:00", "", "Own hours"),
        ("2026-11-23 10:00", "", "Any other time"),
        ("2026-11-23 14:29", "", "Any other time"),
        ("2026-11-23 14:30", "", "Office"),
        ("2026-11-23 10:00", "Europe/Paris", "Office"),
    ] {
        let lab = Lab::new(flow).given(|lab| {
            at(lab, local);
            for resource in lab.project.resources.values_mut() {
                if let signalbox::model::ResourceData::Calendar(calendar) = &mut std::sync::Arc::make_mut(resource).data
                {
                    calendar.time_zone = zone.to_owned();
                }
            }
        });
        assert_eq!(left(&lab.run("")), [expected], "{local} {zone}");
    }
}

#[test]
fn what_is_said_after_the_language_is_set_is_in_it() {
    let greeting = r#""text": Texts({"": "Hello", "fr": "Bonjour", "de": "Hallo"})"#;
    // The customer speaks German, and the project English.
    for (language, expected, read) in [
        (r#"Text("fr")"#, "Bonjour", "fr"),
        (r#"Text(" fr ")"#, "Bonjour", "fr"),
        (r#"Text("en")"#, "Hello", "en"),
        (r#"Text("it")"#, "Hello", "it"),
        (r#"Text("French, please")"#, "Hallo", "de"),
        (r#"Text("f")"#, "Hallo", "de"),
        (r#"Text("")"#, "Hallo", "de"),
        (r#"Variable("customer.name")"#, "Bonjour", "fr"),
        (r#"Variable("customer.tier")"#, "Hello", "blue"),
        (r#"Variable("customer.number")"#, "Hallo", "de"),
        (r#"Expression("\"f\" + \"r\"")"#, "Bonjour", "fr"),
        (r#"Expression("1 / 0")"#, "Hallo", "de"),
    ] {
        let flow = format!(
            r#"start -> set_language{{"language": Operand({language}), "voice": Item(Reference("emma"))}} -> say{{{greeting}}} -> end; rest -> end"#
        );
        for channel in [Channel::Voice, Channel::Messaging] {
            let flow = match channel {
                Channel::Voice => flow.clone(),
                _ => flow.replace("say{", "send_message{"),
            };
            let lab = Lab::new(&flow).over(channel).given(|lab| {
                lab.caller.language = "de".to_owned();
                lab.caller.variables.insert("customer.name".to_owned(), "fr".to_owned());
            });
            let run = lab.run("");
            assert_eq!(heard(&run), [expected], "{language} {channel:?}");
            assert_eq!(run.read("call.language"), read, "{language}");
        }
    }
}

#[test]
fn the_language_stays_in_the_interaction_end_routing() {
    let lab = Lab::new(r#"start -> set_language{"language": Operand(Text("fr"))} -> end"#)
        .ending(r#"start -> say{"text": Texts({"": "Goodbye", "fr": "Au revoir"})} -> end; rest -> end"#);
    let entry_point = *lab.project.entry_points.keys().next().unwrap();
    let request = signalbox::sim::SceneRequest {
        version: lab.version,
        entry_point: Some(entry_point),
        caller: lab.caller.clone(),
        world: lab.world.clone(),
        seed: 7,
    };
    let scene = signalbox::sim::Scene::new(std::sync::Arc::new(lab.project.clone()), request).unwrap();
    let mut run = Run::new(std::sync::Arc::new(scene));
    run.to_end();
    assert_eq!(heard(&run), ["Au revoir"]);
}

/// Tags to add, and tags to remove.
type Tagging<'a> = (&'a [&'a str], &'a [&'a str]);

/// A tag action: tags to add, and tags to remove.
fn tag(number: usize, add: &[&str], remove: &[&str]) -> String {
    let rows = |tags: &[&str], first: usize| {
        let rows: Vec<String> = tags
            .iter()
            .zip(first..)
            .map(|(tag, id)| format!(r#"(id: {id}, cells: {{"tag": Text("{tag}")}})"#))
            .collect();
        format!("Rows([{}])", rows.join(", "))
    };
    format!(r#"tag{number}{{"add": {}, "remove": {}}}"#, rows(add, 1), rows(remove, 31))
}

#[test]
fn tags_are_kept_in_the_order_of_adding() {
    let long = "a".repeat(41);
    let twenty: Vec<String> = (1..=20).map(|number| format!("t{number}")).collect();
    let twenty: Vec<&str> = twenty.iter().map(String::as_str).collect();
    let all = twenty.join(", ");
    let table: &[(&[Tagging<'_>], &str, &[&str])] = &[
        (&[(&["claim", "gold"], &[])], "claim, gold", &["adds claim · adds gold"]),
        (&[(&["gold", "claim"], &[])], "gold, claim", &["adds gold · adds claim"]),
        (&[(&["claim"], &[]), (&["CLAIM ", "gold"], &[])], "claim, gold", &["adds claim", "adds gold"]),
        (
            &[(&["claim", "gold"], &[]), (&["new"], &["Claim"])],
            "gold, new",
            &["adds claim · adds gold", "removes claim · adds new"],
        ),
        (&[(&[], &["claim"])], "", &[]),
        (&[(&["  late   payment "], &[])], "late payment", &["adds late payment"]),
        (&[(&["{{customer.name}}"], &[])], "red, blue", &["adds red · adds blue"]),
        (&[(&[&long, &long[1..]], &[])], &long[1..], &[&format!("adds {}", &long[1..])]),
        (&[(&twenty, &[]), (&["more"], &[])], &all, &[&format!("adds {}", twenty.join(" · adds "))]),
        (
            &[(&twenty, &[]), (&["more"], &["t1"])],
            &format!("{}, more", twenty[1..].join(", ")),
            &[&format!("adds {}", twenty.join(" · adds ")), "removes t1 · adds more"],
        ),
    ];
    for (actions, expected, entries) in table {
        let tags: Vec<String> =
            actions.iter().zip(1..).map(|((add, remove), number)| tag(number, add, remove)).collect();
        let lab = Lab::new(&format!("start -> {} -> end", tags.join(" -> "))).given(|lab| {
            lab.caller.variables.insert("customer.name".to_owned(), "red, blue".to_owned());
        });
        let run = lab.run("");
        assert_eq!(run.read("call.tags"), *expected, "{actions:?}");
        assert_eq!(ledger(&run, "Tags"), *entries, "{actions:?}");
    }
}

#[test]
fn conditions_on_tags_compare_whole_tags() {
    for (op, right, holds) in [
        ("Contains", "gold", true),
        ("Contains", "GOLD", true),
        ("Contains", "old", false),
        ("Contains", "late  payment", true),
        ("Contains", "payment", false),
        ("IsOneOf", "silver, gold", true),
        ("IsOneOf", "silver, payment", false),
        ("StartsWith", "late", true),
        ("Equals", "late payment, gold", true),
    ] {
        let test = format!(
            r#"test_values{{"tests": Rows([(id: 1, cells: {{"name": Text("Yes"), "condition": Condition((terms: [(left: Variable("call.tags"), op: {op}, right: Text("{right}"))]))}})])}}"#
        );
        let lab = Lab::new(&format!("start -> {} -> {test}; rest -> end", tag(1, &["late payment", "gold"], &[])));
        assert_eq!(left(&lab.run(""))[1..], [if holds { "Yes" } else { "By default" }], "{op} {right}");
    }
}

/// Rows of numbers: a reference of an external number, or an operand, with the ring time.
fn ring(number: usize, more: &str, numbers: &[(&str, u32)]) -> String {
    let row = |((number, ring), id): (&(&str, u32), u32)| {
        let number = match number.strip_prefix('@') {
            Some(reference) => format!(r#""item": Item(Reference("{reference}"))"#),
            None => format!(r#""from": Text("value"), "number": Operand({number})"#),
        };
        format!(r#"(id: {id}, cells: {{{number}, "ring": Int({ring})}})"#)
    };
    let rows: Vec<String> = numbers.iter().zip(1..).map(row).collect();
    format!(r#"ring_numbers{number}{{{more}"numbers": Rows([{}])}}"#, rows.join(", "))
}

/// The partner, who is rung for 20 s, and the desk, which is rung for 10 s.
const TWO: &[(&str, u32)] = &[("@partner", 20), (r#"Text("01 55 00 10 30")"#, 10)];

/// Order, answers, branch, seconds, and what is called.
type Ringing<'a> = (&'a str, &'a str, &'a str, u64, &'a [&'a str]);

#[test]
fn several_numbers_are_rung_until_somebody_answers() {
    let partner = "calls +33155001020";
    let desk = "calls +33155001030";
    let both = "calls +33155001020, +33155001030";
    let table: &[Ringing<'_>] = &[
        ("all", "Partner answers for 60s", "Answered", 66, &[both]),
        ("all", "+33155001030 answers for 1m", "Answered", 66, &[both]),
        ("all", "nobody answers", "Nobody answered", 20, &[both]),
        ("all", "line error", "Error", 0, &[both]),
        ("order", "Partner answers for 60s", "Answered", 66, &[partner]),
        ("order", "no answer; +33155001030 answers for 10s", "Answered", 36, &[partner, desk]),
        ("order", "busy; no answer", "Nobody answered", 11, &[partner, desk]),
        ("order", "no answer; line error", "Error", 20, &[partner, desk]),
        ("turn", "begin with +33155001030; no answer; no answer", "Nobody answered", 30, &[desk, partner]),
        ("turn", "begin with Partner; busy; callee answers for 5s", "Answered", 12, &[partner, desk]),
        ("order", "Partner answers after 2s for 3s", "Answered", 5, &[partner]),
        ("weight", "take +33155001030; no answer; Partner answers for 1s", "Answered", 17, &[desk, partner]),
    ];
    for (order, answers, branch, seconds, calls) in table {
        let flow = format!("start -> {}; rest -> end", ring(1, &format!(r#""order": Text("{order}"), "#), TWO));
        let run = Lab::new(&flow).run(answers);
        assert_eq!(left(&run), [*branch], "{order}: {answers}");
        assert_eq!(run.state().interaction.at_ms, seconds * 1_000, "{order}: {answers}");
        assert_eq!(ledger(&run, "Telephone"), *calls, "{order}: {answers}");
        let outcome = if *branch == "Answered" { "Transferred out" } else { "Goodbye" };
        assert_eq!(run.outcome().unwrap().words(), outcome, "{order}: {answers}");
    }
}

#[test]
fn who_answers_hears_the_announcement_first() {
    let more =
        r#""order": Text("order"), "whisper": Text("text"), "whisper_text": Texts({"": "A call for {{call.name}}"}), "#;
    let run = Lab::new(&format!("start -> {}; rest -> end", ring(1, more, TWO))).run("callee answers for 3s");
    // Who is called answers after 6 s, and four words take 1.6 s.
    assert_eq!(run.state().interaction.at_ms, 6_000 + 1_600 + 3_000);
    let others: Vec<String> = run
        .beats()
        .iter()
        .filter_map(|beat| match &beat.what {
            What::Effect(Effect::OthersDid(what)) => Some(what.clone()),
            What::Effect(Effect::Whispered { who, text }) => Some(format!("{who} hears “{text}”")),
            _ => None,
        })
        .collect();
    assert_eq!(others, ["Partner answers", "Partner hears “A call for Camille”"]);
    assert_eq!(heard(&run), Vec::<String>::new(), "the customer does not hear it");
}

/// The value of the variable, whether premium-rate numbers are allowed, the rows, and what is called.
type Dialling<'a> = (&'a str, bool, &'a [(&'a str, u32)], &'a [&'a str]);

#[test]
fn numbers_that_cannot_be_dialled_are_left_out() {
    let variable = r#"Variable("customer.number")"#;
    let table: &[Dialling<'_>] = &[
        ("01 55 00 10 40", false, &[(variable, 5), ("@partner", 5)], &["calls +33155001040, +33155001020"]),
        ("112", false, &[(variable, 5), ("@partner", 5)], &["calls +33155001020"]),
        ("112", false, &[(variable, 5)], &[]),
        ("", false, &[(r#"Text("112")"#, 5)], &["calls 112"]),
        ("me", false, &[(variable, 5)], &[]),
        ("+33899123456", false, &[(variable, 5)], &[]),
        ("+33899123456", true, &[(variable, 5)], &["calls +33899123456"]),
        ("0033 1 55 00 10 20", false, &[(variable, 5), ("@partner", 5)], &["calls +33155001020"]),
        ("", false, &[("@nobody", 5), ("@partner", 5)], &["calls +33155001020"]),
    ];
    for (value, premium, rows, calls) in table {
        let flow = format!("start -> {}; rest -> end", ring(1, &format!(r#""premium": Bool({premium}), "#), rows));
        let lab = Lab::new(&flow).given(|lab| {
            lab.caller.variables.insert("customer.number".to_owned(), (*value).to_owned());
        });
        let run = lab.run(if calls.is_empty() { "" } else { "nobody answers" });
        assert_eq!(left(&run), [if calls.is_empty() { "Invalid" } else { "Nobody answered" }], "{value} {rows:?}");
        assert_eq!(ledger(&run, "Telephone"), *calls, "{value} {rows:?}");
    }
}

#[test]
fn who_answered_this_caller_before_is_rung_first() {
    use signalbox::catalog::sample::BEN;
    use signalbox::model::{Contact, ResourceData};

    let known = r#""order": Text("order"), "known_first": Bool(true), "#;
    let twice = format!("start -> {} -> {}; rest -> end", ring(1, known, TWO), ring(2, known, TWO));
    let run = Lab::new(&twice).run("busy; callee answers for 1s; busy; no answer");
    let calls =
        ["+33155001020", "+33155001030", "+33155001030", "+33155001020"].map(|number| format!("calls {number}"));
    assert_eq!(ledger(&run, "Telephone"), calls, "the desk answered in this call");

    for (channel, extension, first) in [
        (Channel::Voice, "01 55 00 10 30", "calls +33155001030"),
        (Channel::Voice, "202", "calls +33155001020"),
        (Channel::Messaging, "01 55 00 10 30", "calls +33155001020"),
    ] {
        let lab = Lab::new(&format!("start -> {}; rest -> end", ring(1, known, TWO))).given(|lab| {
            lab.caller.contacts = vec![Contact { hours_ago: 48, channel, served_by: Some(BEN) }];
            let ben = std::sync::Arc::make_mut(lab.project.resources.get_mut(&BEN).unwrap());
            let ResourceData::User(user) = &mut ben.data else { panic!() };
            user.extension = extension.to_owned();
        });
        assert_eq!(ledger(&lab.run("callee answers"), "Telephone"), [first], "{channel:?} {extension}");
    }

    // All the others ring at once when the known one does not answer.
    let at_once = Lab::new(&twice.replace(r#""order": Text("order")"#, r#""order": Text("all")"#));
    let run = at_once.run("Partner answers for 1s; no answer; nobody answers");
    let calls = ["+33155001020, +33155001030", "+33155001020", "+33155001030"].map(|number| format!("calls {number}"));
    assert_eq!(ledger(&run, "Telephone"), calls);
}

#[test]
fn weights_and_turns_say_how_often_a_number_is_rung_first() {
    let rows = r#""numbers": Rows([(id: 1, cells: {"item": Item(Reference("partner")), "weight": Int(60)}), (id: 2, cells: {"from": Text("value"), "number": Operand(Text("+33155001030")), "weight": Int(20)})])"#;
    for (order, share) in [("weight", 0.75), ("turn", 0.5)] {
        let flow = format!(r#"start -> ring_numbers{{"order": Text("{order}"), {rows}}}; rest -> end"#);
        let first = |seed| {
            let lab = Lab::new(&flow).given(|lab| lab.seed = seed);
            ledger(&lab.run("no answer; no answer"), "Telephone")[0] == "calls +33155001020"
        };
        let (runs, mean) = (400.0, 400.0 * share);
        let found = f64::from(u32::try_from((0..400).filter(|seed| first(*seed)).count()).unwrap());
        // Above 6.635 in one of a hundred series.
        let chi_square = (found - mean).powi(2) / mean + (found - mean).powi(2) / (runs - mean);
        assert!(chi_square < 6.635, "{order}: {found} of {runs}");
    }
}

/// Whose number, the caller's number, answers, branch, milliseconds, and the ledger.
type Offer<'a> = (&'a str, &'a str, &'a str, &'a str, u64, &'a [&'a str]);

#[test]
fn a_call_back_needs_a_number_that_can_be_called() {
    // Six words take 2.4 s, and five take 2 s. A key to accept or decline takes a second, as every answer of a person does at least.
    let texts = r#""text": Texts({"": "Press 1 to be called back."}), "number_text": Texts({"": "Please type your number now."}), "decline_key": Text("9")"#;
    let table: &[Offer<'_>] = &[
        ("caller", "+33612345678", "accepts", "Accepted", 3_400, &["Support: +33612345678 within 2 h, 1 try"]),
        ("caller", "+33612345678", "press 1", "Accepted", 3_400, &["Support: +33612345678 within 2 h, 1 try"]),
        ("caller", "+33612345678", "press 9", "Declined", 3_400, &[]),
        ("caller", "+33612345678", "declines", "Declined", 3_400, &[]),
        ("caller", "+33612345678", "silence", "Declined", 7_400, &[]),
        ("caller", "", "accepts", "Invalid number", 3_400, &[]),
        ("caller", "+33899123456", "accepts", "Invalid number", 3_400, &[]),
        (
            "typed",
            "",
            "accepts; types the number 0612345678#",
            "Accepted",
            3_400 + 2_000 + 5_500,
            &["Support: +33612345678 within 2 h, 1 try"],
        ),
        (
            "typed",
            "",
            "accepts; press 00442079460018",
            "Accepted",
            3_400 + 2_000 + 7_000,
            &["Support: +442079460018 within 2 h, 1 try"],
        ),
        (
            "typed",
            "+33612345678",
            "accepts; press 112; press 12; silence",
            "Invalid number",
            3_400 + 6_000 + 7_500,
            &[],
        ),
        (
            "typed",
            "+33612345678",
            "accepts; silence; press 0155001020",
            "Accepted",
            3_400 + 4_000 + 10_000,
            &["Support: +33155001020 within 2 h, 1 try"],
        ),
    ];
    for (whose, number, answers, branch, ms, entries) in table {
        let flow = format!(
            r#"start -> offer_callback{{"queue": Item(Reference("support")), "whose": Text("{whose}"), "window": Int(7200), "tries": Int(1), {texts}}}; rest -> end"#
        );
        let lab = Lab::new(&flow).given(|lab| lab.caller.number = (*number).to_owned());
        let run = lab.run(answers);
        assert_eq!(left(&run), [*branch], "{whose} {number}: {answers}");
        assert_eq!(run.state().interaction.at_ms, *ms, "{whose} {number}: {answers}");
        assert_eq!(ledger(&run, "Call-back"), *entries, "{whose} {number}: {answers}");
        let outcome = if *branch == "Accepted" { "Call-back" } else { "Goodbye" };
        assert_eq!(run.outcome().unwrap().words(), outcome, "{whose} {number}: {answers}");
    }
}

#[test]
fn cards_say_what_the_actions_do() {
    for (flow, expected) in [
        (
            r#"schedule_branches{"zone": Text("Asia/Tokyo"), "schedules": Rows([(id: 1, cells: {"name": Text("Day")})])}"#,
            "1 schedule · Asia/Tokyo",
        ),
        (r#"schedule_branches{"schedules": Rows([(id: 1), (id: 2)])}"#, "2 schedules"),
        (r#"set_language{"language": Operand(Text("fr")), "voice": Item(Reference("emma"))}"#, "“fr” · Emma"),
        (r#"set_language{"language": Operand(Variable("customer.name"))}"#, "customer.name"),
        (tag(1, &["claim", "late payment"], &["new"]).as_str(), "claim, late payment · without new"),
        (r#"tag{"note": Text("Moved house")}"#, "“Moved house”"),
        (ring(1, "", TWO).as_str(), "2 numbers · All at once"),
        (ring(1, r#""order": Text("turn"), "#, &TWO[..1]).as_str(), "1 number · In turn"),
        (
            r#"offer_callback{"queue": Item(Reference("support")), "tries": Int(1)}"#,
            "Support · The caller's own · within 4 h · 1 try",
        ),
    ] {
        let lab = Lab::new(&format!("start -> {flow}; rest -> end"));
        let version = &lab.project.versions[&lab.version];
        let action = version.flow.actions.values().find(|action| !action.is_start()).unwrap();
        let spec = signalbox::actions::spec_of(action).unwrap();
        let card = signalbox::catalog::words::summary(&lab.project, &version.flow, spec, action);
        assert_eq!(card, expected, "{flow}");
    }
}
