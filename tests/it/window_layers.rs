//! The layers of the window: allowed imports between the folders below `src/app` and between parts, and the maximum length of a
//! function. The reader of imports is shared with `layers`.

use crate::layers::sources;
use crate::support::imports::{Imports, named};

/// The layers of the window that each layer may import besides itself.
const IN_APP: &[(&str, &[&str])] = &[
    ("command", &[]),
    ("kit", &["command"]),
    ("services", &["command"]),
    ("cx", &["command", "kit", "services"]),
    ("parts", &["command", "kit", "services", "cx"]),
    ("shell", &["command", "kit", "services", "cx", "parts"]),
    ("mod", &["command", "kit", "services", "cx", "parts", "shell"]),
];

/// The parts that a part may import besides itself.
const BETWEEN_PARTS: &[(&str, &[&str])] = &[
    ("create", &["load", "pages"]),
    ("load", &["pages"]),
    ("routing", &["compare"]),
    ("simulation", &["pages"]),
    ("test_calls", &["pages"]),
    ("version", &["compare", "form"]),
];

/// Maximum length of a function of the window, in lines.
const MAX_FUNCTION: usize = 60;
/// Maximum number of parameters of a function of the window, including `self`.
const MAX_PARAMETERS: usize = 6;

/// The files of the window, with their path below `src/app`.
fn window() -> Vec<(String, String)> {
    let files: Vec<_> =
        sources().into_iter().filter_map(|(path, text)| Some((path.strip_prefix("app/")?.to_owned(), text))).collect();
    assert!(files.len() > 120, "only {} files were read", files.len());
    files
}

/// The first folder or file of a path below `src/app`.
fn floor(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

/// Forbidden imports of a file by the two tables, each with its line.
fn broken(path: &str, text: &str) -> Vec<String> {
    let own = floor(path);
    let allowed = IN_APP.iter().find(|(name, _)| *name == own).map(|(_, allowed)| *allowed);
    let Some(allowed) = allowed else {
        return vec![format!("src/app/{path} is on no floor; give {own} its place in IN_APP")];
    };
    let own_part = path.strip_prefix("parts/").map(floor);
    let mut broken = Vec::new();
    for import in named(&format!("app/{path}"), text) {
        let segments: Vec<&str> = import.path.iter().map(String::as_str).collect();
        let ["app", used, rest @ ..] = segments.as_slice() else { continue };
        let place = format!("src/app/{path}:{}", import.line);
        if *used != own && !allowed.contains(used) {
            broken.push(format!("{place}: {own} may not import {used}"));
        }
        if let (Some(own), "parts", [part, ..]) = (own_part, *used, rest) {
            let others = BETWEEN_PARTS.iter().find(|(name, _)| *name == own).map_or(&[][..], |(_, others)| *others);
            if *part != own && !others.contains(part) {
                broken.push(format!("{place}: the part {own} may not import the part {part}"));
            }
        }
    }
    broken
}

#[test]
fn every_layer_of_the_window_imports_only_lower_layers() {
    let broken: Vec<String> = window().iter().flat_map(|(path, text)| broken(path, text)).collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn a_planted_import_upwards_is_found() {
    let found = |path: &str, text: &str| broken(path, text);
    assert_eq!(
        found("kit/row.rs", "\nuse crate::app::shell::state::State;\n"),
        ["src/app/kit/row.rs:2: kit may not import shell"]
    );
    assert_eq!(
        found("services/problems.rs", "use crate::{app::{command::Tab, parts::tabs}, lint};"),
        ["src/app/services/problems.rs:1: services may not import parts"]
    );
    assert_eq!(
        found("parts/tree.rs", "use super::version::acts;"),
        ["src/app/parts/tree.rs:1: the part tree may not import the part version"]
    );
    assert_eq!(found("attic/chest.rs", ""), ["src/app/attic/chest.rs is on no floor; give attic its place in IN_APP"]);
    assert!(found("parts/version/mod.rs", "use crate::app::parts::{compare, form};").is_empty());
}

#[test]
fn no_file_of_the_window_imports_itself_through_others() {
    let circle = Imports::of(&sources()).within(&["app"]).circle();
    assert!(
        circle.is_none(),
        "a circle, each file with the line that imports the next one:\n{}",
        circle.unwrap().join("\n")
    );
}

#[test]
fn no_file_uses_super_super() {
    let climbs = |text: &str| text.lines().any(|line| line.contains("super::super::"));
    let climbing: Vec<String> = window().into_iter().filter(|(_, text)| climbs(text)).map(|(path, _)| path).collect();
    assert!(climbing.is_empty(), "say crate::app::… instead of super::super::… in {climbing:?}");
}

#[test]
fn commands_are_plain_data() {
    let drawn = ["egui::Ui", "egui::Context", "State", "Dialog"];
    for (path, text) in window().into_iter().filter(|(path, _)| floor(path) == "command") {
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            let mut words = line.split(|letter: char| !(letter.is_alphanumeric() || ":_".contains(letter)));
            let found = words.find(|word| drawn.contains(word));
            assert!(found.is_none(), "src/app/{path}:{}: a command names {}", number + 1, found.unwrap_or_default());
        }
    }
}

/// A function formatted by rustfmt: its name, its lines, its parameters.
fn functions(text: &str) -> Vec<(String, usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let indent = &line[..line.len() - code.len()];
        let Some(at) = code.find("fn ").filter(|at| code[..*at].split(' ').all(is_qualifier)) else { continue };
        let name: String = code[at + 3..].chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect();
        let head: String = lines[start..].iter().take_while(|it| !it.ends_with('{')).copied().collect::<String>();
        let head = if line.ends_with('{') || line.ends_with('}') { (*line).to_owned() } else { head };
        let end = lines[start..].iter().position(|it| *it == format!("{indent}}}"));
        let length = if line.ends_with('}') { 1 } else { end.map_or(1, |end| end + 1) };
        found.push((name, length, parameters(&head)));
    }
    found
}

fn is_qualifier(word: &str) -> bool {
    ["", "pub", "pub(super)", "pub(crate)", "pub(in", "crate::app)", "const", "async"].contains(&word)
}

/// The number of parameters in a function signature: counted by commas on the first level of its parentheses.
fn parameters(head: &str) -> usize {
    let Some(open) = head.find('(').map(|_| head.find("fn ").map_or(0, |at| at + head[at..].find('(').unwrap_or(0)))
    else {
        return 0;
    };
    let (mut depth, mut count, mut has_text) = (0, 0, false);
    for letter in head[open..].chars() {
        match letter {
            '(' | '[' | '<' | '{' => depth += 1,
            ')' | ']' | '}' | '>' => depth -= 1,
            ',' if depth == 1 => {
                count += usize::from(has_text);
                has_text = false;
                continue;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
        has_text |= depth >= 1 && !letter.is_whitespace() && letter != '(';
    }
    count + usize::from(has_text)
}

#[test]
fn functions_of_the_window_are_short() {
    let mut broken = Vec::new();
    for (path, text) in window() {
        for (name, length, parameters) in functions(&text) {
            if length > MAX_FUNCTION {
                broken.push(format!("src/app/{path}: {name} has {length} lines, {MAX_FUNCTION} at most"));
            }
            if parameters > MAX_PARAMETERS {
                broken.push(format!("src/app/{path}: {name} takes {parameters} parameters, {MAX_PARAMETERS} at most"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn functions_are_measured() {
    let text = "impl A {\n    pub(super) fn one(&self, a: Vec<(u8, u8)>, b: &str) -> u8 {\n        1\n    }\n}\n\
                fn two(\n    a: u8,\n    b: impl FnOnce(u8, u8),\n) {\n}\n\nconst fn three() {}\n";
    let expected = [("one", 3, 3), ("two", 5, 2), ("three", 1, 0)];
    assert_eq!(functions(text), expected.map(|(name, lines, count)| (name.to_owned(), lines, count)));
}
