//! What callers press: one counter of tries, when an entry is over, and options of one key beside numbers of several (spec: meaning §9,
//! simulation §3). Times are worked out by hand: a word takes 0.4 s, of which a key cuts off half, and each key 0.5 s.

use signalbox::catalog::Effect;
use signalbox::sim::{Report, Run, What};

use crate::support::Lab;

fn heard(run: &Run) -> Vec<&str> {
    let texts = run.beats().iter().filter_map(|beat| match &beat.what {
        What::Effect(Effect::Heard(text)) => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

#[test]
fn one_counter_counts_every_try() {
    let menu =
        |tries: u32| Lab::new(&format!("start -> menu(1 Sales, 2 Help){{\"tries\": Int({tries})}}; rest -> end"));
    let entry = |tries: u32| {
        let more = format!(
            "\"tries\": Int({tries}), \"min_digits\": Int(3), \"max_digits\": Int(4), \"terminator\": Text(\"#\")"
        );
        Lab::new(&format!("start -> entry(customer.number){{{more}}}; rest -> end"))
    };
    for (lab, script, branch) in vec![
        (menu(1), "silence", "no_input"),
        (menu(1), "press 9", "invalid"),
        (menu(1), "press 2", "row:2"),
        (menu(2), "silence; press 9", "invalid"),
        (menu(2), "press 9; silence", "no_input"),
        (menu(2), "silence; press 1", "row:1"),
        (menu(3), "press 9; silence; press 8", "invalid"),
        (menu(3), "silence; silence; silence", "no_input"),
        (menu(3), "silence; press *; press 2", "row:2"),
        (entry(1), "silence", "no_input"),
        (entry(1), "press 12#", "invalid"),
        (entry(2), "press 12#; press 123#", "ok"),
        (entry(2), "silence; press 1#", "invalid"),
        (entry(3), "press 1#; press 2#; silence", "no_input"),
    ] {
        let run = lab.run(script);
        assert_eq!(Report::new(&run).steps[1].branch, branch, "{script}");
        // The question is heard once for each try, and not once more.
        assert_eq!(heard(&run).len(), script.split(';').count(), "{script}: {:?}", heard(&run));
    }
}

#[test]
fn an_entry_is_over_when_no_further_key_comes() {
    // "Please enter it." takes 1.2 s, of which 0.6 s are heard.
    let usual = r#""min_digits": Int(1), "max_digits": Int(4), "between_keys": Int(3), "tries": Int(1)"#;
    let slow = r#""min_digits": Int(1), "max_digits": Int(4), "between_keys": Int(5), "tries": Int(1)"#;
    let ended = r##""min_digits": Int(1), "max_digits": Int(4), "between_keys": Int(3), "tries": Int(1), "terminator": Text("#")"##;
    let long = r#""min_digits": Int(2), "max_digits": Int(16), "between_keys": Int(3), "tries": Int(1)"#;
    let heard_out = r#""min_digits": Int(1), "max_digits": Int(4), "between_keys": Int(3), "tries": Int(1), "barge_in": Bool(false)"#;
    for (params, script, branch, number, ms) in [
        (usual, "press 1", "ok", "1", 600 + 500 + 3_000),
        (usual, "press 12", "ok", "12", 600 + 1_000 + 3_000),
        (usual, "press 123", "ok", "123", 600 + 1_500 + 3_000),
        // With the last key that it takes it is over at once.
        (usual, "press 1234", "ok", "1234", 600 + 2_000),
        (slow, "press 1", "ok", "1", 600 + 500 + 5_000),
        // Nobody presses in less than a second.
        (ended, "press 1#", "ok", "1", 600 + 1_000),
        (ended, "press 12#", "ok", "12", 600 + 1_000),
        (ended, "press 12", "ok", "12", 600 + 1_000 + 3_000),
        (long, "press 1", "invalid", "", 600 + 500 + 3_000),
        (long, "press 1234567890", "ok", "1234567890", 600 + 5_000 + 3_000),
        (heard_out, "press 1", "ok", "1", 1_200 + 500 + 3_000),
    ] {
        let run = Lab::new(&format!("start -> entry(customer.number){{{params}}}; rest -> end")).run(script);
        let step = &Report::new(&run).steps[1];
        assert_eq!((step.branch.as_str(), step.at_ms), (branch, ms), "{params} {script}");
        assert_eq!(run.read("customer.number"), number, "{params} {script}");
    }
}

/// A reception: options of one key, extensions of four keys, a star that hears it again, and three tries.
const RECEPTION: &str = r##"start -> entry(customer.number){"min_digits": Int(1), "max_digits": Int(4), "terminator": Text("#")} -> test_values{"tests": Rows([
        (id: 1, cells: {"name": Text("Bookings"), "condition": Condition((terms: [(left: Variable("customer.number"), op: Equals, right: Text("1"))]))}),
        (id: 2, cells: {"name": Text("Spa"), "condition": Condition((terms: [(left: Variable("customer.number"), op: Equals, right: Text("2"))]))}),
        (id: 3, cells: {"name": Text("Again"), "condition": Condition((terms: [(left: Variable("customer.number"), op: Equals, right: Text("*"))]))}),
        (id: 4, cells: {"name": Text("Room"), "condition": Condition((terms: [(left: Variable("customer.number"), op: Matches, right: Text("^[12][0-9]{3}$"))]))})])};
    test_values[Bookings] -> say(Bookings) -> end; test_values[Spa] -> say2(The spa) -> end; test_values[Again] -> entry;
    test_values[Room] -> say3(Room {{customer.number}}) -> end; test_values[default] -> say4(No such room) -> entry; rest -> say5(Goodbye) -> end"##;

#[test]
fn options_of_one_key_go_beside_numbers_of_several() {
    let lab = Lab::new(RECEPTION);
    for (script, said) in [
        ("press 1", "Bookings"),
        ("press 1#", "Bookings"),
        ("press 2", "The spa"),
        ("press 1042", "Room 1042"),
        ("press 2001#", "Room 2001"),
        ("press *; press 2", "The spa"),
        ("press *; press *; press 1001", "Room 1001"),
        ("press 12; press 1", "Bookings"),
        ("press 9; press 3000; press 1999", "Room 1999"),
        ("silence; press 2", "The spa"),
        ("silence; silence; silence", "Goodbye"),
    ] {
        let run = lab.run(script);
        assert_eq!(heard(&run).last(), Some(&said), "{script}: {:?}", heard(&run));
        assert!(run.is_over(), "{script}");
    }
}
