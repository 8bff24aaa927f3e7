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
