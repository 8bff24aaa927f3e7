//! Refusals name the place, and no file makes the reader panic.

use super::*;

fn says(text: &str, parts: &[&str]) {
    let message = refusal(text);
    for part in parts {
        assert!(message.contains(part), "{part}\nis not in\n{message}");
    }
}

/// The number of the line with a text.
fn line_of(text: &str, part: &str) -> String {
    format!("line {},", text.lines().position(|line| line.contains(part)).unwrap() + 1)
}

#[test]
fn an_error_is_reported_with_line_number_place_and_line() {
    let text = edited("name: \"Camille\"", "name: 5");
    says(&text, &[&line_of(&text, "name: 5"), "in callers.8.name: a text in quotation marks", "(name: 5, is_hidden"]);
    let text = write(&small()).unwrap().replacen("at: (240, 0)", "at: (240.5, 0)", 1);
    says(&text, &[&line_of(&text, "240.5"), "in actions.(6, 2).at", "a fraction where a whole number is expected"]);
    let text = edited("(7, 3): (kind: \"queue\", params: {\"queue\": Item(Item(1))}", "(7, 3): (params: {}");
    says(&text, &[&line_of(&text, "(7, 3): (params"), "in actions.(7, 3)", "`kind`"]);
    let text = edited("last_id: 9", "last_id: -9");
    says(&text, &["in last_id"]);
    // An older schema gains no fields, so an unknown field is an error there.
    let text = edited("(6, 2): (kind: \"menu\", title", "(6, 2): (kind: \"menu\", titel")
        .replace("signalbox/2", "signalbox/1");
    says(&text, &[&line_of(&text, "titel"), "in actions.(6, 2)", "titel", "text editor"]);
    let text = edited("  last_id: 9,\n", "  last_id: 9,\n  colour: 5,\n").replace("signalbox/2", "signalbox/1");
    says(&text, &["colour"]);
    // A further fault is no sign of a newer program either: the first fault is reported.
    let text = edited("  last_id: 9,\n", "  colour: 5,\n  last_id: -9,\n");
    says(&text, &["colour"]);
}

#[test]
fn an_unknown_field_of_our_own_number_opens_read_only() {
    for text in [
        edited("(6, 2): (kind: \"menu\", title", "(6, 2): (kind: \"menu\", colour: Red(1), title"),
        edited("  last_id: 9,\n", "  last_id: 9,\n  colour: {1: (x: \"),\")},\n"),
        edited("skills: {\"english\": 4}", "skills: {\"english\": 4}, colour: (1, 2)"),
    ] {
        let loaded = opened(&text);
        let why = loaded.read_only_because.unwrap();
        assert!(why.contains("does not know (colour)") && why.contains("under another name"), "{why}");
        assert_eq!(loaded.notes, ["This version of Signalbox does not know these fields and leaves them out: colour."]);
        assert_eq!((loaded.repairs, loaded.converted), (Vec::new(), None));
    }
    // Inconsistent entries are still refused, and repaired where that is wanted.
    let text = edited("  last_id: 9,\n", "  last_id: 3,\n  colour: 5,\n");
    says(&text, &["was never handed out"]);
    let loaded = read_repaired(text.as_bytes()).unwrap();
    assert!(loaded.read_only_because.is_some() && !loaded.repairs.is_empty());
}

#[test]
fn a_broken_line_inside_parameters_is_reported_and_not_taken_for_foreign() {
    let text = edited(
        "(7, 3): (kind: \"queue\", params: {\"queue\": Item(Item(1))}",
        "(7, 3): (kind: \"queue\", params: {\"queue\": Item(Item(1)}",
    );
    says(&text, &[&line_of(&text, "Item(Item(1)}"), "in actions.(7, 3).params"]);
}

#[test]
fn a_duplicate_key_is_named() {
    let line = "    (3, 2): [\"69\", \"Lyon\"],\n";
    let text = edited(line, &line.repeat(2));
    says(&text, &["line", "in table_rows: the key (3, 2) occurs twice"]);
    let text = edited("{\"english\": 4}", "{\"english\": 4, \"english\": 5}");
    says(&text, &["in resources.2.data.User.skills: the key \"english\" occurs twice"]);
}

#[test]
fn a_duplicate_parameter_is_not_a_value_of_a_newer_program() {
    let text = write(&small()).unwrap().replace("\"tries\": Int(3)", "\"tries\": Int(3), \"tries\": Int(4)");
    says(&text, &["the key \"tries\" occurs twice", "in actions.(6, 2).params"]);
    // The same in a file with an earlier value of a newer program.
    let text = text.replace("(6, 1): (kind: \"start\",", "(6, 1): (kind: \"start\", params: {\"x\": Orbit(1)},");
    assert!(text.contains("Orbit"));
    says(&text, &["the key \"tries\" occurs twice", "in actions.(6, 2).params", &line_of(&text, "(6, 2): (kind")]);
}

#[test]
fn inconsistencies_are_listed() {
    let text = edited("(7, 1): (kind: \"start\"", "(7, 1): (kind: \"begin\"").replace("(3, 2): [", "(2, 2): [");
    says(
        &text,
        &["Version \"Winter\" has 0 Start actions", "Table row (2, 2) belongs to no values table", "text editor"],
    );
    let placed = |place: &str| edited("  callers: {", &format!("  positions: {{\n    {place},\n  }},\n  callers: {{"));
    says(&placed("(70, 1): (0, 0)"), &["Position (70, 1) belongs to no version"]);
    says(&placed("(7, 9): (0, 0)"), &["Version \"Winter\" has a position for action 9, which does not exist"]);
    says(&placed("(7, 1): (9, 0)"), &["Action (7, 1) has a position both in its entry and in the section positions."]);
    let far = write(&small()).unwrap().replace("at: (0, 0)", "at: (-2147483648, 0)");
    says(&far, &["Action 1 of version \"Winter\" stands more than"]);
    says(&edited("    (7, 3): (kind", "    (70, 3): (kind"), &["Action (70, 3) belongs to no version"]);
}

#[test]
fn an_unreadable_newer_file_is_reported() {
    let text = edited("signalbox/2", "signalbox/3").replace("  last_id: 9", "  last_id: Many(9)");
    says(&text, &["A newer Signalbox wrote this file (format \"signalbox/3\")"]);
    // A file with too many unknown fields is a different format.
    let many: Vec<String> = (0..100).map(|number| format!("  horizon_{number}: 5,\n")).collect();
    let text = edited("signalbox/2", "signalbox/3").replace("  last_id", &(many.concat() + "  last_id"));
    says(&text, &["A newer Signalbox wrote this file (format \"signalbox/3\")"]);
}

#[test]
fn a_newer_file_is_read_without_unknown_fields() {
    let text = edited("signalbox/2", "signalbox/3.2")
        .replace("  last_id", "  horizon: {1: (kind: \"x\"), 2: \"),\"},\n  last_id")
        .replace("(kind: \"menu\", title", "(kind: \"menu\", colour: Some(Red(\"a, b\")), title")
        .replace("(kind: \"start\"", "(colour: None, kind: \"start\"");
    assert!(text.matches("colour").count() > 2 && text.contains("horizon"));
    let loaded = read(text.as_bytes()).unwrap();
    assert_eq!(loaded.project, small());
    let why = loaded.read_only_because.unwrap();
    assert!(why.contains("\"signalbox/3.2\"") && why.contains("not save it here"), "{why}");
    assert!(loaded.notes.iter().any(|note| note.ends_with(": horizon, colour.")), "{:?}", loaded.notes);
    // The same text with the current schema is read the same, and with an older one it is refused.
    let ours = opened(&text.replace("signalbox/3.2", "signalbox/2"));
    assert_eq!(ours.project, small());
    assert!(ours.read_only_because.unwrap().contains("(horizon, colour)"));
    says(&text.replace("signalbox/3.2", "signalbox/1"), &["horizon"]);
}

/// The line and the column that a message names.
fn told(message: &str) -> (usize, usize) {
    let (before, after) = message.split_once(", column ").unwrap_or_else(|| panic!("no place in {message}"));
    let column = after.split(|it: char| !it.is_ascii_digit()).next().unwrap();
    let line = before.rsplit(' ').next().unwrap();
    (line.parse().unwrap(), column.parse().unwrap())
}

#[test]
fn a_file_cut_off_at_any_of_200_places_says_where() {
    for text in [write(&small()).unwrap(), write(&Dice::new(7).project()).unwrap()] {
        let mut at_the_end = 0;
        for place in 0..200 {
            let cut = &text.as_bytes()[..text.len() * place / 200];
            let message = read(cut).unwrap_err().to_string();
            // The text up to the last complete character ends at this line and column.
            let whole = match std::str::from_utf8(cut) {
                Ok(whole) => whole,
                Err(error) => std::str::from_utf8(&cut[..error.valid_up_to()]).unwrap(),
            };
            let line = whole.matches('\n').count() + 1;
            let last = whole.rsplit('\n').next().unwrap().chars().count() + 1;
            let (says, wanted) = match (line, whole.len() == cut.len()) {
                (1, _) if last == 1 => ("The file is empty", (1, 1..=1)),
                (1, _) => ("The first line does not name the format", (1, 1..=1)),
                (_, false) => ("The text is not UTF-8", (line, last..=last)),
                // The message can name the unfinished word from its first letter on.
                _ => ("The file ", (line, 1..=last)),
            };
            let (found, column) = told(&message);
            assert!(message.starts_with(says), "place {place}: {message}");
            assert!(found == wanted.0 && wanted.1.contains(&column), "place {place} ends at {line}:{last}: {message}");
            at_the_end += usize::from(column == last);
        }
        assert!(at_the_end > 100, "{at_the_end}");
    }
    let cut = write(&small()).unwrap();
    let cut = &cut[..cut.find("callers").unwrap()];
    says(cut, &["The file ends too early at line", "followed by ~"]);
}

#[test]
fn endless_nesting_is_refused() {
    for inner in ["[", "(", "{\"a\": Rows([(id: 1, cells: ", "Some(", "/*", "Rows(["] {
        let params = inner.repeat(5_000);
        let text = edited("{\"english\": 4}", &params);
        assert!(read(text.as_bytes()).is_err());
        let text = write(&small()).unwrap().replace("{\"queue\": Item(Item(1))}", &params);
        assert!(read(text.as_bytes()).is_err());
    }
    let deep = format!("{}5{}", "{\"a\": Rows([(id: 1, cells: ".repeat(30), ")])}".repeat(30));
    let text = write(&small()).unwrap().replace("{\"queue\": Item(Item(1))}", &deep);
    let _ = read(text.as_bytes());
}

/// Files with a few bytes changed, removed, doubled or moved: refused or accepted, but never a panic. An
/// accepted file can be written and is read back the same.
#[test]
fn mutated_files_never_panic() {
    let texts = [write(&small()).unwrap(), write(&Dice::new(3).project()).unwrap()];
    let mut accepted = 0;
    for seed in 0..cases(20_000) {
        let mut dice = Dice::new(seed);
        // Mostly the small project, which is faster to read.
        let mut bytes = texts[usize::from(seed % 16 == 0)].clone().into_bytes();
        for _ in 0..=dice.below(3) {
            mutate(&mut bytes, &mut dice);
        }
        match read(&bytes) {
            Ok(loaded) => {
                accepted += 1;
                let text = write(&loaded.project).unwrap();
                assert_eq!(opened(&text).project, loaded.project, "seed {seed}");
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    assert!(accepted > 0);
}

fn mutate(bytes: &mut Vec<u8>, dice: &mut Dice) {
    const PIECES: &[&str] =
        &["(", ")", "{", "}", "\"", ",", ":", "None", "Some(", "-1", "1e999", "//", "/*", "\\u{", "\n", "Int("];
    let at = dice.below(bytes.len());
    let end = (at + 1 + dice.below(8)).min(bytes.len());
    match dice.below(6) {
        0 => bytes[at] = u8::try_from(dice.below(256)).unwrap(),
        1 => drop(bytes.drain(at..end)),
        2 => drop(bytes.splice(at..at, PIECES[dice.below(PIECES.len())].bytes())),
        3 => {
            let piece = bytes[at..end].to_vec();
            let to = dice.below(bytes.len());
            drop(bytes.splice(to..to, piece));
        }
        4 => {
            let digits: Vec<usize> = (0..bytes.len()).filter(|it| bytes[*it].is_ascii_digit()).collect();
            if !digits.is_empty() {
                bytes[digits[dice.below(digits.len())]] = b'0' + u8::try_from(dice.below(10)).unwrap();
            }
        }
        _ => {
            // A line doubled or missing, as after a bad merge.
            let start = bytes[..at].iter().rposition(|it| *it == b'\n').map_or(0, |it| it + 1);
            let end = bytes[at..].iter().position(|it| *it == b'\n').map_or(bytes.len(), |it| at + it + 1);
            let line = bytes[start..end].to_vec();
            let keep = if dice.below(2) == 0 { line.repeat(2) } else { Vec::new() };
            drop(bytes.splice(start..end, keep));
        }
    }
}
