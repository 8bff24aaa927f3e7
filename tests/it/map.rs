//! `signalbox map`: the graph over all routings as text and as JSON, its exit codes, and its picture (spec: ease §2). `src/map/tests.rs` tests
//! the graph itself.

use std::path::Path;

use serde_json::{Value, json};

use crate::cli::signalbox;

const NUMBERS: &str = "projects/tracking_numbers.ron";

/// A copy of the project in which a part of the text is replaced.
fn copy(from: &str, to: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(NUMBERS)).unwrap();
    assert!(text.contains(from), "{from}");
    let path = folder.path().join("copy.ron");
    std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

#[test]
fn the_map_lists_who_leads_where() {
    let done = signalbox(&["map", NUMBERS]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    let expected = "\
Smart routing \"Website numbers\", version \"By visit\"
  Queue → Queue \"Battery advisers\"
  Queue → Queue \"Sales\", 2 actions
  Queue → Queue \"Service\"
  Smart routing → Smart routing \"Advert numbers\"
  Voice mailbox → Voice mailbox \"Call me back\"
Nothing looks wrong.
";
    assert!(done.out.ends_with(expected), "{}", done.out);
    assert!(
        done.out
            .contains("Phone number (source) \"Radio number\"\n  In production → Smart routing \"Advert numbers\"\n")
    );

    let tested = signalbox(&["map", NUMBERS, "--development"]);
    assert!(tested.out.contains("Smart routing \"Website numbers\", version \"On the quote page\""), "{}", tested.out);
}

#[test]
fn the_map_as_json_names_both_ends_and_the_actions() {
    let done = signalbox(&["map", NUMBERS, "--json"]);
    let found: Value = serde_json::from_str(&done.out).unwrap();
    let keys: Vec<&str> = found.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["edges", "findings", "nodes", "open"]);
    let edge = json!({
        "from": {"kind": "Smart routing", "reference": "website_numbers"},
        "to": {"kind": "Queue", "reference": "sales"},
        "by": "Queue",
        "actions": [7, 8],
    });
    assert!(found["edges"].as_array().unwrap().contains(&edge), "{}", done.out);
    let node = json!({"kind": "Smart routing", "reference": "advert_numbers", "name": "Advert numbers", "version": "By source", "reached": true});
    assert!(found["nodes"].as_array().unwrap().contains(&node), "{}", done.out);
    assert_eq!((&found["open"], &found["findings"]), (&json!([]), &json!([])));
}

#[test]
fn the_exit_code_says_whether_somebody_hears_nothing() {
    let (_folder, dead) =
        copy("last time reaches Milan.\", status: InProduction", "last time reaches Milan.\", status: InBackup");
    let done = signalbox(&["map", &dead]);
    assert_eq!(done.code, 1);
    let line =
        "warning: \"Website numbers\" leads to \"Advert numbers\", which has no version that could run. [no-version]";
    assert!(done.out.contains(line), "{}", done.out);

    // A hint is no trouble.
    let (_folder, spare) = copy("source: \"Flyer\", assigned: (12, InProduction)", "source: \"Flyer\"");
    let done = signalbox(&["map", &spare]);
    assert!(done.out.contains("hint: \"Flyer number\" leads to no smart routing. [leads-nowhere]"), "{}", done.out);
    assert_eq!(done.code, 0);

    assert_eq!(signalbox(&["map", "nothing.ron"]).code, 2);
}

#[cfg(feature = "gui")]
#[test]
fn the_map_is_drawn_as_a_picture() {
    let (folder, project) = copy("Radio number", "Radio number");
    let file = folder.path().join("map.svg");
    let done = signalbox(&["map", &project, "--picture", file.to_str().unwrap(), "--theme", "dark"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let picture = std::fs::read_to_string(&file).unwrap();
    for text in
        ["Radio number", "Website numbers", "Battery advisers", "5 entry points, 2 smart routings, 5 destinations"]
    {
        assert!(picture.contains(text), "{text}");
    }
    let before = std::fs::read(&project).unwrap();
    let done = signalbox(&["map", &project, "--picture", &project]);
    assert!(done.code != 0 && done.err.contains("would replace the project"), "{}", done.err);
    assert_eq!(std::fs::read(&project).unwrap(), before);
    let done = signalbox(&["map", &project, "--picture", folder.path().join("map.bmp").to_str().unwrap()]);
    assert!(done.code != 0 && done.err.contains("ends in .pdf, .svg or .png"), "{}", done.err);
}
