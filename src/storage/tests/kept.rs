//! Written data is read back, and nothing else in the file changes.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use super::*;
use crate::digest::changed_outside;
use crate::model::{ActionId, Params, VersionId};

#[test]
fn generated_projects_come_back_equal_and_byte_identical() {
    for seed in 0..cases(200) {
        let project = Dice::new(seed).project();
        let text = write(&project).unwrap();
        let loaded = read(text.as_bytes()).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        assert_eq!(loaded.project, project, "seed {seed}");
        assert_eq!(write(&loaded.project).unwrap(), text, "seed {seed}");
    }
}

/// Texts that other formats and parsers take for something else: words of YAML and JSON, numbers, signs of RON, comments, marks of a merge,
/// escapes, blanks around, line ends, letters in several spellings.
const ODD_TEXTS: &[&str] = &[
    "no",
    "null",
    "~",
    "true",
    "None",
    "Some(\"x\")",
    "()",
    "1e5",
    "0x10",
    "-0",
    "NaN",
    "inf",
    "007",
    "12:30",
    "2026-11-23",
    "'",
    "\"",
    "\"\"\"",
    "\\",
    "\\n",
    "\\u{41}",
    "r#\"x\"#",
    "b\"x\"",
    "//",
    "/* x",
    "*/",
    "#![schema = \"x/9\"]",
    "#![enable(implicit_some)]",
    ")",
    "],",
    "}",
    "{{a.b}}",
    "<<<<<<< HEAD",
    "a\n<<<<<<< b\n=======\n>>>>>>> c",
    " before",
    "after ",
    "\t",
    "one\ntwo",
    "one\r\ntwo",
    "one\rtwo",
    "\n",
    "\0",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{2028}",
    "\u{202e}",
    "\u{feff}",
    "\u{fffd}",
    "\u{10ffff}",
    "é",
    "e\u{301}",
    "ﬁ",
    "ﷺ",
    "👨\u{200d}👩\u{200d}👧",
    "İı",
    "שלום",
];

#[test]
fn odd_texts_come_back_letter_by_letter() {
    for text in ODD_TEXTS {
        let mut project = small();
        project.settings.name = (*text).to_owned();
        for resource in project.resources.values_mut() {
            let resource = Arc::make_mut(resource);
            resource.description = (*text).to_owned();
            if let crate::model::ResourceData::ValuesTable(table) = &mut resource.data {
                table.rows = vec![vec![(*text).to_owned(), (*text).to_owned()]];
            }
        }
        let version = Arc::make_mut(project.versions.get_mut(&VersionId(7)).unwrap());
        version.info.description = (*text).to_owned();
        for action in version.flow.actions.values_mut() {
            let action = Arc::make_mut(action);
            (action.title, action.comment) = ((*text).to_owned(), (*text).to_owned());
            action.params.0.insert("text".to_owned(), crate::model::Value::Text((*text).to_owned()));
        }
        let size = crate::model::Size(200, 80);
        let note = crate::model::Annotation { text: (*text).to_owned(), size, ..Default::default() };
        version.flow.annotations.insert(crate::model::AnnotationId(4), Arc::new(note));
        for routing in project.routings.values_mut() {
            Arc::make_mut(routing).last_action = ActionId(4);
        }
        for caller in project.callers.values_mut() {
            Arc::make_mut(caller).display_name = (*text).to_owned();
        }
        let written = write(&project).unwrap();
        let loaded = read(written.as_bytes()).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        assert_eq!(loaded.project, project, "{text:?}");
        assert_eq!(write(&loaded.project).unwrap(), written, "{text:?}: saving again changes nothing");
    }
}

#[test]
fn one_edited_action_is_one_changed_line() {
    let mut project = large(50);
    let before = write(&project).unwrap();
    let version = Arc::make_mut(project.versions.get_mut(&VersionId(7)).unwrap());
    let action = Arc::make_mut(version.flow.actions.get_mut(&ActionId(30)).unwrap());
    action.title = "Another\ntitle".to_owned();
    action.links.clear();
    action.params = Params::default();
    let after = write(&project).unwrap();
    assert_eq!(before.lines().count(), after.lines().count());
    assert_eq!(before.lines().zip(after.lines()).filter(|(old, new)| old != new).count(), 1);
}

#[test]
fn every_entry_takes_one_line() {
    let text = write(&small()).unwrap();
    assert!(text.starts_with("#![schema = \"signalbox/2\"]\n#![enable("), "{text}");
    assert!(text.ends_with(")\n"));
    assert!(
        text.contains("\n  actions: {\n    (6, 1): (kind: \"start\", links: {\"next\": To(2)}, at: (0, 0)),\n"),
        "{text}"
    );
    assert!(text.contains("\n    (3, 2): [\"69\", \"Lyon\"],\n"), "{text}");
    assert!(text.contains("record_passage: true, at: (480, 0)),\n") && !text.contains("positions"), "{text}");
    assert!(!text.contains("last_action"), "{text}");
    assert!(text.contains("name: \"Léonie's bakery\""), "{text}");
    assert!(!text.contains('\r'));
}

/// A schema, a file, and its content.
type Frozen = (u32, &'static [u8], fn() -> crate::model::Project);

/// Every released schema, with a file of that time and its project. Entries are never edited, only added.
const FROZEN: &[Frozen] = &[
    (1, include_bytes!("../../../tests/data/schema_1.ron"), small),
    (2, include_bytes!("../../../tests/data/schema_2_meaning.ron"), super::meaning::project),
    (2, include_bytes!("../../../tests/data/schema_2_phrases.ron"), super::meaning_more::project),
    (2, include_bytes!("../../../tests/data/schema_2_testing.ron"), super::testing::project),
    (2, include_bytes!("../../../tests/data/schema_2_canvas.ron"), super::canvas::project),
    (2, include_bytes!("../../../tests/data/schema_2_load.ron"), super::scenarios::project),
];

#[test]
fn the_frozen_file_of_every_schema_opens_and_is_saved_in_the_newest() {
    use crate::storage::format::{SCHEMA, schema_line};
    let numbers: BTreeSet<u32> = FROZEN.iter().map(|(number, ..)| *number).collect();
    assert_eq!(numbers, (1..=SCHEMA).collect(), "a schema without a file of its time");
    for (number, file, project) in FROZEN {
        let first = file.split(|byte| *byte == b'\n').next().unwrap();
        assert_eq!(std::str::from_utf8(first).unwrap(), format!("#![schema = \"signalbox/{number}\"]"));
        let loaded = read(file).unwrap();
        assert_eq!(loaded.project, project());
        assert_eq!((loaded.notes, loaded.read_only_because), (Vec::new(), None));
        assert_eq!(loaded.converted.map(|it| it.from), (*number < SCHEMA).then_some(*number));
        let saved = write(&loaded.project).unwrap();
        assert!(saved.starts_with(&schema_line()), "{saved}");
        assert_eq!((opened(&saved).project, opened(&saved).converted), (project(), None));
        // Since schema 2, what a schema gains is left out where it is not used.
        assert!(*number < 2 || saved.as_bytes() == *file, "{saved}");
    }
}

#[test]
fn a_newer_file_keeps_unknown_kinds_and_values_byte_for_byte() {
    let foreign = "{\"glow\": Hologram(x: 1.5, deep: [[(a: Now)]]), \"tries\": Int(3)}";
    let text = write(&small()).unwrap().replace("signalbox/2", "signalbox/3");
    let text = text.replace("(7, 3): (kind: \"queue\"", "(7, 3): (kind: \"teleport\"");
    let text = text.replace("{\"queue\": Item(Item(1))}, record_passage", &format!("{foreign}, record_passage"));
    assert_eq!((text.matches(foreign).count(), text.matches("teleport").count()), (2, 1));
    let loaded = opened(&text);
    assert!(loaded.read_only_because.unwrap().contains("signalbox/3"));
    assert_eq!(write(&loaded.project).unwrap().replace("signalbox/2", "signalbox/3"), text);
}

#[test]
fn a_counter_of_action_ids_is_written_if_the_actions_do_not_imply_it() {
    for (last, is_written) in [(3, false), (4, true), (900, true)] {
        let mut project = small();
        let routing = project.routings.values_mut().next().unwrap();
        Arc::make_mut(routing).last_action = ActionId(last);
        let text = write(&project).unwrap();
        assert_eq!(text.contains(&format!("last_action: {last}")), is_written, "{text}");
        assert_eq!(opened(&text).project, project);
    }
    let lower = edited("reference: \"main_line\"", "reference: \"main_line\", last_action: 2");
    assert!(refusal(&lower).contains("an id that its routing never handed out"), "{}", refusal(&lower));
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_are_accepted() {
    let text = write(&small()).unwrap();
    let loaded = opened(&format!("\u{feff}{}", text.replace('\n', "\r\n")));
    assert_eq!(write(&loaded.project).unwrap(), text);
}

#[test]
fn an_unknown_kind_survives() {
    let text = write(&small()).unwrap().replace("kind: \"menu\"", "kind: \"hologram\"");
    let loaded = opened(&text);
    assert_eq!(write(&loaded.project).unwrap(), text);
}

#[test]
fn a_value_of_a_newer_program_survives_as_text_and_the_rest_is_parsed() {
    let foreign = "{ \"tries\":Curve([(0, 1.5), (1,2)] /* why */),\n\"x\": Now }";
    let text = write(&small()).unwrap();
    let line = text.lines().find(|line| line.contains("(7, 2): (kind")).unwrap();
    let params = &line[line.find("params: ").unwrap() + 8..line.find(", links").unwrap()];
    let future = text.replace(line, &line.replace(params, foreign));
    let loaded = opened(&future);
    let version = &loaded.project.versions[&VersionId(7)];
    let action = &version.flow.actions[&ActionId(2)];
    assert_eq!(action.foreign_params.as_deref(), Some(foreign));
    assert_eq!((action.title.as_str(), action.links.len()), ("What is it about?", 2));
    assert!(version.flow.actions.values().all(|it| it.id == ActionId(2) || it.foreign_params.is_none()));
    assert!(loaded.notes[0].contains("Action 2 of version 7"), "{:?}", loaded.notes);
    assert!(
        loaded.notes[0].contains(&format!("line {}", future.lines().position(|it| it.contains("Curve")).unwrap() + 1))
    );
    assert_eq!(write(&loaded.project).unwrap(), future);
    assert_eq!(opened(&future).project, loaded.project);
}

#[test]
fn many_values_of_a_newer_program_are_counted() {
    let text = write(&large(2_000)).unwrap().replace("Int(5)", "Curve(5)");
    let loaded = opened(&text);
    assert_eq!(loaded.notes.len(), 21);
    assert!(loaded.notes[20].contains("1977 more actions"), "{}", loaded.notes[20]);
    assert_eq!(write(&loaded.project).unwrap(), text);
}

#[test]
fn a_version_changed_by_hand_is_reported() {
    let loaded = opened(&edited("name: \"Summer\"", "name: \"Smuggled\""));
    assert_eq!(changed_outside(&loaded.project), [VersionId(6)]);
    assert!(loaded.notes[0].contains("Version \"Smuggled\" is read-only (in production)"), "{:?}", loaded.notes);
}

#[test]
fn a_readable_newer_file_may_not_be_overwritten() {
    let loaded = opened(&edited("signalbox/2", "signalbox/3"));
    assert_eq!(loaded.project, small());
    assert!(loaded.read_only_because.unwrap().contains("signalbox/3"));
}

#[test]
fn the_example_of_the_documentation_opens() {
    let guide = include_str!("../../../docs/file-format.md");
    let example = guide.split("```ron\n").nth(1).unwrap().split("```").next().unwrap();
    let loaded = opened(example);
    assert_eq!((loaded.notes, loaded.converted), (Vec::new(), None));
    assert_eq!(write(&loaded.project).unwrap(), example);
    for action in loaded.project.versions.values().flat_map(|version| version.flow.actions.values()) {
        assert!(crate::actions::spec(&action.kind).is_some(), "{} is no kind of action", action.kind);
    }
}

/// `cargo test --release --no-default-features --lib storage::tests::kept::speed -- --ignored --nocapture`
#[test]
#[ignore = "measures, and says so"]
fn speed_at_10_000_actions() {
    let project = large(10_000);
    let mut best = [f64::MAX; 4];
    let mut bytes = 0;
    for _ in 0..10 {
        let mut took =
            |slot: usize, since: Instant| best[slot] = best[slot].min(since.elapsed().as_secs_f64() * 1000.0);
        let start = Instant::now();
        let text = write(&project).unwrap();
        took(0, start);
        bytes = text.len();
        let start = Instant::now();
        drop(read(text.as_bytes()).unwrap());
        took(1, start);
        let start = Instant::now();
        crate::storage::write::prove(&text, &project).unwrap();
        took(2, start);
        let foreign = text.replacen("Int(5)", "Curve(5)", 1);
        let start = Instant::now();
        assert_eq!(read(foreign.as_bytes()).unwrap().notes.len(), 1);
        took(3, start);
    }
    println!(
        "{bytes} bytes: write {:.1} ms, read {:.1} ms, read and compare {:.1} ms, read with one foreign action {:.1} ms",
        best[0], best[1], best[2], best[3]
    );
}
