//! Hostile and damaged files: each has its expected result and message.

#![allow(clippy::disallowed_methods, reason = "tests lay out files as other programs would")]

use std::fs;

use super::*;

/// Turns the small project's text into the bytes of a test file.
type Harm = fn(String) -> Vec<u8>;

/// A test file with a part of its message. An empty part means that the file opens.
const TEXTS: &[(&str, Harm, &str)] = &[
    ("empty", |_| Vec::new(), "The file is empty (line 1, column 1)"),
    ("blanks", |_| b" \n\t\r\n".to_vec(), "The file is empty (line 1, column 1)"),
    ("zeros, as after a power cut", |text| vec![0; text.len()], "The file is empty"),
    ("a byte order mark alone", |_| b"\xef\xbb\xbf".to_vec(), "The file is empty"),
    ("with a byte order mark", |text| ["\u{feff}", &text].concat().into_bytes(), ""),
    ("with Windows line ends", |text| text.replace('\n', "\r\n").into_bytes(), ""),
    ("with old Mac line ends", |text| text.replace('\n', "\r").into_bytes(), "does not name the format"),
    ("UTF-16", |text| text.encode_utf16().flat_map(u16::to_le_bytes).collect(), "not UTF-8 (line 7, column 26)"),
    ("UTF-16 with its mark", |text| [b"\xff\xfe".to_vec(), text.into_bytes()].concat(), "not UTF-8 (line 1, column 1)"),
    (
        "Latin-1",
        |text| text.replace('é', "\u{1}").bytes().map(|it| if it == 1 { 0xe9 } else { it }).collect(),
        "not UTF-8 (line 7, column 13)",
    ),
    ("a zero in the middle", |text| text.replacen("Summer", "Sum\0mer", 1).into_bytes(), ""),
    ("JSON", |_| b"{\"uid\": 1}".to_vec(), "a JSON file"),
    ("a list of JSON", |_| b"[1]".to_vec(), "a JSON file"),
    ("an archive", |_| b"PK\x03\x04rest".to_vec(), "a ZIP archive"),
    ("compressed", |_| b"\x1f\x8b\x08".to_vec(), "a compressed file"),
    ("a PDF", |_| b"%PDF-1.7".to_vec(), "a PDF document"),
    ("a picture", |_| b"\x89PNG\r\n".to_vec(), "a picture"),
    ("a program", |_| b"\x7fELF".to_vec(), "a program"),
    ("a web page", |_| b"<!DOCTYPE html><html>".to_vec(), "a web page"),
    ("XML", |_| b"<?xml version='1.0'?>".to_vec(), "an XML file"),
    ("prose", |_| b"Dear all,\nplease find attached".to_vec(), "does not name the format (line 1, column 1)"),
    ("without its first line", |text| text.split_once('\n').unwrap().1.into(), "does not name the format"),
    (
        "of another program",
        |text| text.replace("signalbox/2", "calendar/1").into_bytes(),
        "of the format \"calendar/1\"",
    ),
    ("of a schema that never was", |text| text.replace("signalbox/2", "signalbox/0").into_bytes(), "signalbox/0"),
    (
        "of a schema that is no number",
        |text| text.replace("signalbox/2", "signalbox/2e9").into_bytes(),
        "signalbox/2e9",
    ),
    ("of a newer schema", |text| text.replace("signalbox/2", "signalbox/3").into_bytes(), ""),
    (
        "of a newer schema with something new",
        |text| text.replace("signalbox/2", "signalbox/3").replace("  last_id", "  x: 1,\n  last_id").into_bytes(),
        "",
    ),
    (
        "of a newer schema with something that cannot be read",
        |text| text.replace("signalbox/2", "signalbox/3").replace("  last_id: ", "  last_id: -").into_bytes(),
        "A newer Signalbox wrote this file",
    ),
    (
        "a merge that was not finished",
        |text| text.replace("  last_id", "<<<<<<< mine\n  last_id").into_bytes(),
        "the conflict markers of an unfinished merge (line 12, column 1)",
    ),
    (
        "not a number",
        |text| text.replace("(240, 0)", "(NaN, 0)").into_bytes(),
        "at line 34, column 206, in actions.(6, 2).at[0]",
    ),
    (
        "endless",
        |text| text.replace("(240, 0)", "(1e999, 0)").into_bytes(),
        "at line 34, column 207, in actions.(6, 2).at[0]",
    ),
    ("a number too large", |text| text.replace("Int(3)", "Int(9223372036854775808)").into_bytes(), ""),
    (
        "a place too far",
        |text| text.replace("(240, 0)", "(2000000, 0)").into_bytes(),
        "stands more than 1000000 units away",
    ),
    (
        "an id below zero",
        |text| text.replace("last_id: 9", "last_id: -1").into_bytes(),
        "at line 12, column 14, in last_id",
    ),
    (
        "an id that was never handed out",
        |text| text.replace("last_id: 9", "last_id: 3").into_bytes(),
        "was never handed out",
    ),
    (
        "a field twice",
        |text| text.replace("  last_id: 9", "  last_id: 9,\n  last_id: 9").into_bytes(),
        "at line 13, column 10: `last_id` occurs twice",
    ),
    ("an unknown field", |text| text.replace("  last_id", "  colour: 1,\n  last_id").into_bytes(), ""),
    (
        "an unknown field of an older schema",
        |text| text.replace("signalbox/2", "signalbox/1").replace("  last_id", "  colour: 1,\n  last_id").into_bytes(),
        "at line 12, column 9, in colour",
    ),
    ("of the first schema", |text| text.replace("signalbox/2", "signalbox/1").into_bytes(), ""),
    (
        "a key twice",
        |text| text.replace("    (3, 2): [", "    (3, 2): [],\n    (3, 2): [").into(),
        "at line 21, column 11, in table_rows: the key (3, 2) occurs twice",
    ),
    (
        "an id twice",
        |text| text.replace("    2: (name: \"Ana\"", "    1: (name: \"Ana\"").into_bytes(),
        "at line 15, column 6, in resources: the key 1 occurs twice",
    ),
    ("two Starts", |text| text.replace("(kind: \"queue\"", "(kind: \"start\"").into_bytes(), "has 2 Start actions"),
    ("no Start", |text| text.replace("(kind: \"start\"", "(kind: \"begin\"").into_bytes(), "has 0 Start actions"),
    ("a link to nothing", |text| text.replace("To(3)", "To(77)").into_bytes(), "action 77, which does not exist"),
    (
        "a cycle of two",
        |text| text.replace("record_passage: true", "record_passage: true, links: {\"x\": To(2)}").into_bytes(),
        "",
    ),
    ("a link to itself", |text| text.replace("To(3)", "To(2)").into_bytes(), ""),
    ("a loop through Start", |text| text.replace("To(3)", "To(1)").into_bytes(), "back to Start"),
    ("an unknown kind", |text| text.replace("(kind: \"queue\"", "(kind: \"teleport\"").into_bytes(), ""),
    (
        "endless nesting",
        |text| text.replace("Item(Item(1))", &"[".repeat(100_000)).into_bytes(),
        "at line 35, column 108, in actions.(6, 3).params: there are too many levels",
    ),
    ("a comment without end", |text| (text + "/* and so on").into_bytes(), "ends too early at line 50, column 13"),
    ("something after the end", |text| (text + "()").into_bytes(), "at line 50, column 1: something follows"),
    ("twice the same", |text| text.repeat(2).into_bytes(), "at line 50, column 1: something follows"),
    (
        "cut off in the middle",
        |text| text[..text.len() / 2].into(),
        "at line 29, column 68, in versions.6.digest: a text is not closed",
    ),
    ("upside down text", |text| text.replace("Léonie", "\u{202e}eino\u{301}e\u{200d}L").into_bytes(), ""),
    ("a text of a megabyte", |text| text.replace("Summer", &"x".repeat(1 << 20)).into_bytes(), ""),
    ("larger than a project may be", |text| [text.into_bytes(), vec![b' '; 64 << 20]].concat(), "64 MiB"),
];

/// Messages that begin with these words have the position directly after them.
const PLACED: &[&str] = &[
    "The file is empty",
    "This is ",
    "The text is not UTF-8",
    "The file contains the conflict markers",
    "The file is of",
];

#[test]
fn refusals_of_other_files_name_the_position() {
    let placed = TEXTS.iter().filter_map(|(name, harm, says)| {
        let message = read(&harm(write(&small()).unwrap())).err()?.to_string();
        let is_placed = PLACED.iter().any(|start| message.starts_with(start));
        assert!(!is_placed || (message.contains("(line ") && message.contains(", column ")), "{name}: {message}");
        is_placed.then_some(says)
    });
    assert!(placed.count() >= 18);
}

#[test]
fn the_size_limit_is_exact() {
    let padded = |bytes: usize| {
        let text = write(&small()).unwrap();
        let pad = bytes - text.len();
        [text.into_bytes(), vec![b' '; pad]].concat()
    };
    assert_eq!(read(&padded(64 << 20)).unwrap().project, small());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.ron");
    fs::write(&path, padded((64 << 20) + 1)).unwrap();
    let message = load(&path).unwrap_err().to_string();
    assert!(message.starts_with("The file is larger than a project may be (64 MiB)."), "{message}");
    assert!(message.ends_with(&format!("File: {}", path.display())), "{message}");
}

#[test]
fn each_file_has_its_expected_result() {
    assert!(TEXTS.len() >= 40);
    for (name, harm, says) in TEXTS {
        let whole = write(&small()).unwrap();
        let bytes = harm(whole.clone());
        assert_ne!(bytes, whole.into_bytes(), "{name} changes nothing");
        match read(&bytes) {
            Ok(loaded) => {
                assert_eq!(*says, "", "{name} was opened");
                assert_eq!(crate::model::invariants::check(&loaded.project), Vec::<String>::new(), "{name}");
                let again = opened(&write(&loaded.project).unwrap());
                assert_eq!(again.project, loaded.project, "{name}");
            }
            Err(error) => {
                let message = error.to_string();
                assert!(!says.is_empty() && message.contains(says), "{name}: {message}");
                assert!(message.len() < 4_000, "{name}: the message is {} bytes long", message.len());
            }
        }
    }
}

#[test]
fn a_newer_schema_is_read_only_and_unknown_data_is_kept() {
    let text = write(&small()).unwrap().replace("signalbox/2", "signalbox/2.4");
    let text = text.replace("(kind: \"queue\"", "(kind: \"teleport\"");
    let loaded = opened(&text);
    assert!(loaded.read_only_because.unwrap().contains("A newer Signalbox wrote this file"));
    let ours = text.replace("signalbox/2.4", "signalbox/2");
    assert_eq!(write(&loaded.project).unwrap(), ours, "byte for byte, but for the first line");
}

#[cfg(unix)]
#[test]
fn paths_that_are_not_files_are_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let says = |path: &Path, part: &str| {
        let message = load(path).unwrap_err().to_string();
        assert!(message.contains(part), "{message}");
    };
    says(folder.path(), "This is a folder");
    says(Path::new("/dev/zero"), "a device or a pipe");
    let made = std::process::Command::new("mkfifo").arg(at("pipe")).status();
    if made.is_ok_and(|status| status.success()) {
        says(&at("pipe"), "a device or a pipe");
    }
    let sparse = fs::File::create(at("sparse")).unwrap();
    sparse.set_len(1 << 30).unwrap();
    says(&at("sparse"), "64 MiB");
    std::os::unix::fs::symlink("loop", at("loop")).unwrap();
    assert!(load(&at("loop")).is_err());
}
