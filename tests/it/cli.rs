//! Tests of the command line: output, error messages and exit codes.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use serde_json::Value;
use signalbox::model::{Plan, Status, VersionId};
use signalbox::storage::lock::Holder;

pub(crate) struct Done {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

fn finished(output: Output) -> Done {
    let text = |bytes| String::from_utf8(bytes).expect("the output is UTF-8");
    let done = Done { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) };
    assert!(!done.err.contains("panicked"), "{}", done.err);
    done
}

/// Runs the built program.
pub(crate) fn signalbox(arguments: &[&str]) -> Done {
    let mut command = Command::new(env!("CARGO_BIN_EXE_signalbox"));
    finished(command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null()).output().unwrap())
}

fn json(done: &Done) -> Value {
    serde_json::from_str(&done.out).unwrap_or_else(|error| panic!("{error}\n{}\n{}", done.out, done.err))
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

const CLAIMS: &str = "projects/claims_line.ron";

/// A folder with a copy of a project in which a part of the text is replaced.
fn copy(from: &str, to: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(CLAIMS)).unwrap();
    assert!(text.contains(from), "{from}");
    let path = folder.path().join("copy.ron");
    std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    (folder, path)
}

/// A file with answers, and its folder.
pub(crate) fn answers(lines: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("answers.txt");
    std::fs::write(&path, lines).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

#[test]
fn simulate_prints_the_result_as_json_the_same_bytes_every_time() {
    let (_folder, file) = answers("# A caller with patience\n\npress 1\nwait 40s\nagent answers\nhang up\n");
    let arguments = [
        "simulate",
        CLAIMS,
        "--routing",
        "claims",
        "--version",
        "Monday menu",
        "--caller",
        "Noor, VIP, third call this week",
        "--world",
        "Monday 09:02",
        "--answers",
        &file,
        "--json",
    ];
    let done = signalbox(&arguments);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    let result = json(&done);
    for key in ["outcome", "ending", "steps", "events", "ledger", "variables"] {
        assert!(keys(&result).contains(&key), "{key} is missing: {:?}", keys(&result));
    }
    assert_eq!(result["outcome"], "Person");
    for step in result["steps"].as_array().unwrap() {
        assert!(
            step["action"].is_u64() && step["kind"].is_string() && step["branch"].is_string() && step["at_ms"].is_u64()
        );
    }
    let branches: Vec<&str> =
        result["steps"].as_array().unwrap().iter().map(|it| it["branch"].as_str().unwrap()).collect();
    assert_eq!(branches[..5], ["ok", "open", "default", "row:1", "row:3"]);
    assert_eq!(result["events"][0]["title"], "Main menu");
    assert_eq!(result["variables"]["customer.tier"], "vip");
    assert_eq!(signalbox(&arguments).out, done.out);
}

#[test]
fn simulate_prints_prose_and_reads_answers_from_standard_input() {
    use std::io::Write;
    let mut child = Command::new(env!("CARGO_BIN_EXE_signalbox"))
        .args(["simulate", CLAIMS, "--routing", "claims", "--answers", "-"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"press 1\nhang up\n").unwrap();
    let done = finished(child.wait_with_output().unwrap());
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("Main menu → 1 Claim") && done.out.contains("Outcome: Abandoned."), "{}", done.out);
}

#[test]
fn without_a_version_the_production_version_runs() {
    let done = signalbox(&["simulate", CLAIMS, "--routing", "claims", "--json"]);
    assert_eq!(done.code, 1, "the call waits for an agent");
    assert!(done.err.contains("waits for a key") && done.err.contains("press 2"), "{}", done.err);
    let result = json(&done);
    assert_eq!((result["outcome"].is_null(), &result["waits_for"]["action"]), (true, &Value::from(8)));
    let named = signalbox(&["simulate", CLAIMS, "--routing", "claims", "--version", "autumn menu", "--json"]);
    assert_eq!(named.out, done.out);
}

#[test]
fn a_name_up_to_its_comma_is_enough_if_it_is_unambiguous() {
    let ask =
        |path: &str, caller: &str| signalbox(&["simulate", path, "--routing", "claims", "--caller", caller, "--json"]);
    let short = ask(CLAIMS, "noor");
    assert_eq!(json(&short)["variables"]["customer.tier"], "standard", "{}", short.err);
    assert_eq!(short.out, ask(CLAIMS, "Noor, VIP, third call this week").out);
    let (_folder, path) = copy("Sam, has called before", "Noor, has called before");
    let done = ask(path.to_str().unwrap(), "Noor");
    assert!(done.err.contains("There is no caller \"Noor\"."), "{}", done.err);
}

#[test]
fn an_answer_that_does_not_fit_is_refused_with_the_possible_answers() {
    let (_folder, file) = answers("press 1\nsing a song\n");
    for json in [false, true] {
        let mut arguments = vec!["simulate", CLAIMS, "--routing", "claims", "--answers", &file];
        arguments.extend(json.then_some("--json"));
        let done = signalbox(&arguments);
        assert_eq!(done.code, 1);
        assert!(done.err.starts_with("signalbox: Answer 2: \"sing a song\" does not fit here."), "{}", done.err);
        assert!(done.err.contains("agent answers"), "{}", done.err);
        assert!(!done.out.is_empty(), "the trace up to then is printed");
    }
}

/// A project with two routings of one title and versions that are hard to tell apart, in a file.
fn twins(folder: &Path) -> String {
    let mut project = signalbox::storage::load(Path::new(CLAIMS)).unwrap().0.project;
    let ids: Vec<_> = project.routings.keys().copied().collect();
    for (at, routing) in project.routings.values_mut().enumerate() {
        Arc::make_mut(routing).name = "Élan line".to_owned();
        Arc::make_mut(routing).reference = format!("line_{at}");
    }
    for version in project.versions.values_mut().filter(|version| version.info.routing == ids[0]) {
        let version = Arc::make_mut(version);
        if version.info.status != Status::InDevelopment {
            version.info.name = "Menu".to_owned();
        }
    }
    let file = folder.join("twins.ron");
    signalbox::storage::save(&file, &project).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn a_routing_and_a_version_are_named_by_title_where_only_one_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = folder.path().join("sheet.html");
    let sheet = sheet.to_str().unwrap();
    let export = |file: &str, routing: &str, version: &[&str]| {
        signalbox(&[&["export", file, "--call-sheet", sheet, "--routing", routing], version].concat())
    };
    let done = export(CLAIMS, "claims LINE", &["--version", "monday menu"]);
    assert_eq!((done.code, done.out.ends_with(": the sheet of version \"Monday menu\".\n")), (0, true), "{}", done.err);
    let file = twins(folder.path());
    let why = export(&file, "élan line", &[]).err;
    assert!(
        why.contains("2 routings have the title \"élan line\". Name one of them by its reference: line_0, line_1."),
        "{why}"
    );
    // A version by its number, where several have its name.
    let why = export(&file, "line_0", &["--version", "Menu"]).err;
    assert!(why.contains("2 versions have the name \"Menu\". Name one of them by its number: 21, 22."), "{why}");
    let done = export(&file, "line_0", &["--version", "22"]);
    assert!(done.code == 0 && done.out.ends_with("\"Menu\".\n"), "{}", done.err);
}

#[test]
fn several_versions_in_question_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let mut project = signalbox::storage::load(Path::new(CLAIMS)).unwrap().0.project;
    let planned = chrono::NaiveDate::from_ymd_opt(2027, 1, 4).and_then(|day| day.and_hms_opt(8, 0, 0)).unwrap();
    let routing = project.routing_by_reference("claims").unwrap().id;
    let (in_test, _) = project.versions.iter().find(|(_, version)| version.info.in_test).unwrap();
    let in_test = *in_test;
    project.last_id += 1;
    let other = VersionId(project.last_id);
    let mut version = (*project.versions[&in_test]).clone();
    (version.id, version.info.in_test, version.info.name) = (other, false, "Spring menu".to_owned());
    version.info.planned = Some(Plan { at: planned, missed: None });
    assert_eq!(version.info.routing, routing);
    project.versions.insert(other, Arc::new(version));
    let file = folder.path().join("two.ron");
    signalbox::storage::save(&file, &project).unwrap();
    let sheet = folder.path().join("sheet.html");
    let done =
        signalbox(&["export", file.to_str().unwrap(), "--routing", "claims", "--call-sheet", sheet.to_str().unwrap()]);
    assert_eq!(done.code, 1);
    let wanted = format!(
        "\"Claims line\" has several versions in test or planned: \"Monday menu\" ({}), \"Spring menu\" ({}). Name one of them with --version",
        in_test.0, other.0
    );
    assert!(done.err.contains(&wanted), "{}", done.err);
    assert!(!sheet.exists());
}

#[test]
fn an_unknown_name_is_refused_with_the_known_names() {
    let ask = |option: &str, name: &str| {
        let mut arguments = vec!["simulate", CLAIMS];
        if option != "--routing" {
            arguments.extend(["--routing", "claims"]);
        }
        arguments.extend([option, name]);
        let done = signalbox(&arguments);
        assert_eq!((done.code, done.out.as_str()), (1, ""), "{option}");
        done.err
    };
    let why = ask("--routing", "sales");
    assert!(
        why.contains("No routing has the reference or the title \"sales\". There are: claims (\"Claims line\"), "),
        "{why}"
    );
    let why = ask("--version", "v9");
    assert!(why.contains("There is no version \"v9\"") && why.contains("\"Monday menu\""), "{why}");
    let why = ask("--caller", "Noo");
    assert!(why.contains("\"Noor, VIP, third call this week\""), "half a name does not match: {why}");
    let why = ask("--caller", "Nobody");
    assert!(why.contains("\"Hidden number\""), "{why}");
    let why = ask("--world", "Mars");
    assert!(why.contains("\"Sunday\""), "{why}");
    let why = ask("--entry-point", "door");
    assert!(why.contains("No entry point has the reference \"door\""), "{why}");
    let why = ask("--answers", "no_such_file.txt");
    assert!(why.contains("cannot be read") && why.contains("no_such_file.txt"), "{why}");
}

#[test]
fn a_missing_file_or_another_kind_of_file_is_reported() {
    for arguments in [
        vec!["check", "no_such.ron"],
        vec!["format", "no_such.ron"],
        vec!["simulate", "no_such.ron", "--routing", "claims"],
    ] {
        let done = signalbox(&arguments);
        assert_eq!((done.code, done.out.as_str()), (1, ""), "{arguments:?}");
        assert!(done.err.starts_with("signalbox: ") && done.err.contains("no_such.ron"), "{}", done.err);
    }
    let done = signalbox(&["check", "Cargo.toml"]);
    assert_eq!((done.code, done.out.as_str()), (1, ""));
    assert!(done.err.contains("Cargo.toml"), "{}", done.err);
    let (_folder, path) = copy("routings: {", "routings: [");
    let done = signalbox(&["check", path.to_str().unwrap()]);
    assert_eq!(done.code, 1);
    assert!(done.err.contains("line "), "{}", done.err);
}

/// The keys of a branch.
const BRANCH: [&str; 7] = ["channels", "fallbacks", "key", "label", "picks_fallback", "result", "technical"];

#[test]
fn actions_are_listed_as_json() {
    let done = signalbox(&["actions", "--json"]);
    assert_eq!(done.code, 0);
    let kinds = json(&done);
    let kinds = kinds.as_array().unwrap();
    assert_eq!(kinds.len(), signalbox::actions::ALL.len());
    for kind in kinds {
        assert_eq!(keys(kind), ["branches", "branches_per_row", "category", "channels", "fields", "id", "title"]);
        assert!(kind["branches_per_row"].is_null() || kind["branches_per_row"].is_string());
        assert!(
            kind["channels"]
                .as_array()
                .unwrap()
                .iter()
                .all(|it| ["voice", "email", "messaging"].contains(&it.as_str().unwrap()))
        );
        for field in kind["fields"].as_array().unwrap() {
            let wanted: &[&str] = match field["kind"].as_str().unwrap() {
                "choice" => &["choices", "key", "kind", "label"],
                "rows" => &["cells", "key", "kind", "label"],
                _ => &["key", "kind", "label"],
            };
            assert_eq!(keys(field), wanted, "{field}");
        }
        assert!(kind["branches"].as_array().unwrap().iter().all(|branch| keys(branch) == BRANCH));
    }
    let queue = kinds.iter().find(|kind| kind["id"] == "to_queue").unwrap();
    assert_eq!((&queue["title"], &queue["category"]), (&"Distribution to queue".into(), &"Distribution".into()));
    assert_eq!(
        queue["branches"][0],
        serde_json::json!({
            "key": "processed", "label": "Processed", "result": "Person", "technical": false, "fallbacks": [], "picks_fallback": false,
            "channels": ["voice", "email", "messaging"]
        })
    );
    let fallbacks = |key: &str| {
        let branches = queue["branches"].as_array().unwrap();
        branches.iter().find(|branch| branch["key"] == key).unwrap()["fallbacks"].clone()
    };
    assert_eq!(fallbacks("overflow_no_user"), serde_json::json!(["overflow", "unprocessed"]));
    let voice = kinds.iter().find(|kind| kind["id"] == "voice_announcement").unwrap();
    let of = |key: &str| voice["fields"].as_array().unwrap().iter().find(|field| field["key"] == key).unwrap();
    let choices: Vec<&str> =
        of("mode")["choices"].as_array().unwrap().iter().map(|it| it["key"].as_str().unwrap()).collect();
    assert_eq!(choices, ["message", "menu", "entry"]);
    let cells: Vec<&str> =
        of("keys")["cells"].as_array().unwrap().iter().map(|it| it["key"].as_str().unwrap()).collect();
    assert_eq!(cells, ["key", "label"]);
    let list = signalbox(&["actions"]).out;
    assert_eq!(list.lines().count(), kinds.len());
    assert_eq!(signalbox(&["actions", "--manual"]).out, signalbox::manual::kinds::manual());
    assert_eq!(signalbox(&["actions", "--manual", "--json"]).code, 2);
}

#[test]
fn check_lists_problems_and_fails_on_an_error() {
    let clean = signalbox(&["check", CLAIMS, "--json"]);
    assert_eq!(clean.code, 0);
    assert!(json(&clean)["problems"].as_array().unwrap().iter().all(|it| it["severity"] != "error"));
    let (_folder, path) = copy("\"queue\": Item(Item(7))", "\"queue\": Item(Item(77))");
    let path = path.to_str().unwrap();
    let broken = signalbox(&["check", path, "--json"]);
    assert_eq!(broken.code, 1);
    let problems = json(&broken);
    let problems = problems["problems"].as_array().unwrap();
    for problem in problems {
        assert_eq!(keys(problem), ["blocks_production", "code", "message", "place", "severity"]);
    }
    let error = problems.iter().find(|it| it["severity"] == "error").unwrap();
    assert_eq!(
        (&error["code"], &error["place"]),
        (&"unknown-item".into(), &"claims / Monday menu / 11 Claims experts".into())
    );
    let prose = signalbox(&["check", path]);
    assert_eq!(prose.code, 1);
    assert!(prose.out.contains("error: claims / Monday menu / 11 Claims experts: "), "{}", prose.out);
    assert!(prose.out.contains("[unknown-item]"));
}

#[test]
fn a_read_only_version_changed_by_hand_is_reported() {
    let (_folder, path) = copy("Welcome to Northwind Insurance.", "Welcome, stranger.");
    let done = signalbox(&["check", path.to_str().unwrap(), "--json"]);
    assert!(done.err.contains("was changed outside of Signalbox"), "{}", done.err);
    assert!(json(&done)["problems"].as_array().unwrap().iter().any(|it| it["code"] == "changed-outside"));
}

#[test]
fn format_writes_the_standard_form_and_check_changes_nothing() {
    assert_eq!(signalbox(&["format", CLAIMS, "--check"]).code, 0);
    let (_folder, path) = copy("  uid:", "\n     uid  :");
    let before = std::fs::read(&path).unwrap();
    let file = path.to_str().unwrap();
    let look = signalbox(&["format", file, "--check", "--json"]);
    assert_eq!((look.code, json(&look)), (1, serde_json::json!({"formatted": false, "written": false})));
    assert_eq!(std::fs::read(&path).unwrap(), before, "--check changes nothing");
    assert!(signalbox(&["format", file, "--check"]).out.contains("is not in the standard form"));
    let written = signalbox(&["format", file, "--json"]);
    assert_eq!((written.code, json(&written)), (0, serde_json::json!({"formatted": false, "written": true})));
    let original = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(CLAIMS)).unwrap();
    assert!(std::fs::read(&path).unwrap() == original, "the shipped file is in the standard form");
    assert_eq!(signalbox(&["format", file, "--check"]).code, 0);
}

#[test]
fn wrong_arguments_exit_with_2_and_help_with_0() {
    assert_eq!(signalbox(&["check", CLAIMS, "--loudly"]).code, 2);
    assert_eq!(signalbox(&["simulate"]).code, 2);
    assert_eq!(signalbox(&["simulate", CLAIMS, "--routing", "claims", "--seed", "much"]).code, 2);
    for arguments in [["--help"], ["--version"]] {
        let done = signalbox(&arguments);
        assert_eq!(done.code, 0);
        assert!(done.out.contains("signalbox"), "{}", done.out);
    }
}

#[test]
fn diff_lists_the_differences_and_sets_the_exit_code() {
    let done = signalbox(&["diff", "projects/claims_line.ron#claims/Autumn menu", "#claims/Monday menu"]);
    assert_eq!(done.code, 1, "{}", done.err);
    assert!(done.out.contains("+ 9 First call?"), "{}", done.out);
    assert!(done.out.contains("    Branch 1 Claim: 4 Claims desk → 10 VIP numbers"), "{}", done.out);
    assert!(done.out.ends_with("6 added, 3 changed, 5 moved.\n"), "{}", done.out);
    let json =
        json(&signalbox(&["diff", "projects/claims_line.ron#claims/Autumn menu", "#claims/Monday menu", "--json"]));
    let ways: Vec<&str> =
        json["actions"].as_array().unwrap().iter().filter_map(|it| it["difference"].as_str()).collect();
    assert_eq!(ways.iter().filter(|it| **it == "changed").count(), 3, "{ways:?}");
    let same = signalbox(&["diff", CLAIMS, CLAIMS]);
    assert_eq!((same.code, same.out.as_str()), (0, "The projects are the same.\n"));
    let (_folder, path) = copy("Welcome to Northwind Insurance.", "Good morning.");
    let other = signalbox(&["diff", CLAIMS, path.to_str().unwrap()]);
    assert_eq!(other.code, 1);
    assert!(other.out.contains("→ Good morning."), "{}", other.out);
    let wrong = signalbox(&["diff", "projects/claims_line.ron#claims/Never", "#claims/Monday menu"]);
    assert!(wrong.err.contains("There is no version \"Never\". There are: "), "{}", wrong.err);
}

#[test]
fn diff_names_notes_and_frames() {
    let file = "tests/data/schema_2_canvas.ron";
    let text = std::fs::read_to_string(file).unwrap();
    let other = text.replace("ask twice", "ask once").replace("at: (-24, -48)", "at: (-24, -56)");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.ron");
    std::fs::write(&path, other).unwrap();
    let path = path.to_str().unwrap();
    let done = signalbox(&["diff", file, path]);
    assert_eq!(done.code, 1, "{}", done.err);
    let note = "  ~ Note \"Léonie's idea:\"\n      Note: Léonie's idea:   ask twice → Léonie's idea:   ask once\n";
    assert!(done.out.contains(note), "{}", done.out);
    assert!(!done.out.contains("Frame"), "{}", done.out);
    let done = signalbox(&["diff", file, path, "--moved"]);
    assert!(done.out.contains("  > Frame \"Orders, \"1\"\"\n"), "{}", done.out);
}

#[test]
fn diff_plays_the_same_calls_to_both_versions() {
    let (autumn, monday) = ("projects/claims_line.ron#claims/Autumn menu", "#claims/Monday menu");
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log.csv");
    std::fs::write(
        &log,
        "time;number;answers;outcome\n2026-11-23 11:00;+33612345678;press 5; agent answers;Person\nlater;;;\n",
    )
    .unwrap();
    let wrong = signalbox(&["diff", autumn, monday, "--behaviour", "--log", log.to_str().unwrap()]);
    assert!(wrong.err.contains("Line 2 has 5 cells"), "{}", wrong.err);
    std::fs::write(
        &log,
        "time;number;answers;outcome\n2026-11-23 11:00;+33612345678;\"press 5; hang up\";Abandoned\nlater;;;\n",
    )
    .unwrap();
    let done =
        signalbox(&["diff", autumn, monday, "--behaviour", "--from", "2026-11-23", "--log", log.to_str().unwrap()]);
    assert_eq!(done.code, 1, "{}", done.err);
    assert!(done.out.contains("From \"Opening hours\" on, "), "{}", done.out);
    assert!(done.out.ends_with(" calls end differently.\n"), "{}", done.out);
    // A web service that answers as usual is no clause of what is given.
    assert!(!done.out.contains("the customer has other records"), "{}", done.out);
    assert!(done.err.contains("Contact 2 was not played: \"later\" is not a date and time."), "{}", done.err);
    let same = signalbox(&["diff", autumn, "#claims/Autumn menu", "--behaviour", "--from", "2026-11-23", "--json"]);
    let json = json(&same);
    assert_eq!((same.code, json["groups"].as_array().unwrap().len()), (0, 0), "{}", same.out);
    let calls = json["calls"].as_u64().unwrap();
    assert!(calls > 20 && json["words"] == format!("No difference in {calls} calls."), "{}", same.out);
    let whole = signalbox(&["diff", CLAIMS, CLAIMS, "--behaviour"]);
    assert!(whole.err.contains("Name a version on both sides: FILE#ROUTING/VERSION."), "{}", whole.err);
}

#[test]
fn a_version_name_can_contain_the_separator() {
    let (_folder, path) = copy("\"Monday menu\"", "\"Menu #2\"");
    let path = path.to_str().unwrap();
    let done = signalbox(&["diff", &format!("{path}#claims/Autumn menu"), "#claims/Menu #2"]);
    assert!(done.out.ends_with("6 added, 3 changed, 5 moved.\n"), "{} {}", done.out, done.err);
    let done = signalbox(&["diff", &format!("{path}#claims/Menu #2"), "#claims/Menu #2"]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
}

#[test]
fn dates_and_numbers_out_of_range_are_refused_with_a_message() {
    let far = "status: InDevelopment, planned: (at: \"+262142-12-31T23:59:59\"),";
    for (from, to, said) in [
        ("status: InDevelopment,", far, "is dated +262142-12-31; a year has four digits"),
        ("last_id: 65", "last_id: 4294967295", "The project has counted to 4294967295"),
    ] {
        let (_folder, path) = copy(from, to);
        let path = path.to_str().unwrap();
        for arguments in [vec!["check", path], vec!["promote", path]] {
            let done = signalbox(&arguments);
            assert_eq!(done.code, 1, "{arguments:?}: {}", done.err);
            assert!(done.err.contains(said), "{arguments:?}: {}", done.err);
        }
    }
}

#[test]
fn a_project_that_another_user_has_open_is_not_written() {
    let planned = "status: InDevelopment, planned: (at: \"2026-01-05T08:00:00\"),";
    for (verb, before, after) in [("format", "  uid:", "\n     uid  :"), ("promote", "status: InDevelopment,", planned)]
    {
        let (_folder, path) = copy(before, after);
        let bytes = std::fs::read(&path).unwrap();
        let holder = Holder { user: "Léa".to_owned(), host: "desk-7".to_owned(), ..Holder::default() };
        let lock = signalbox::storage::lock::acquire(&path, &holder, false).unwrap();
        let refused = signalbox(&[verb, path.to_str().unwrap()]);
        assert_eq!(refused.code, 1, "{verb}");
        assert!(
            refused.err.contains("Léa on desk-7, since 00:00 UTC on 1 January, has this project open."),
            "{}",
            refused.err
        );
        assert_eq!(std::fs::read(&path).unwrap(), bytes, "{verb}");
        drop(lock);
        assert_eq!(signalbox(&[verb, path.to_str().unwrap()]).code, 0, "{verb}");
        assert_ne!(std::fs::read(&path).unwrap(), bytes, "{verb}");
        let names = std::fs::read_dir(path.parent().unwrap()).unwrap().map(|it| it.unwrap().file_name());
        assert!(names.into_iter().all(|name| !name.to_string_lossy().contains(".lock")), "{verb} leaves its lock");
    }
}

#[test]
fn a_file_of_a_newer_program_is_not_written() {
    let (_folder, path) = copy("signalbox/2", "signalbox/99");
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(signalbox(&["format", path.to_str().unwrap()]).code, 1);
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[test]
fn a_file_of_format_1_is_checked_as_it_is_and_converted_by_format() {
    // Who has a daily limit gets no more calls than that now.
    let (folder, path) = copy("data: User(", "data: User(daily_limit: 40, ");
    let before = std::fs::read_to_string(&path).unwrap().replacen("signalbox/2", "signalbox/1", 1);
    std::fs::write(&path, &before).unwrap();
    let path = path.to_str().unwrap();
    let says = |text: &str, part: &str| assert!(text.contains(part), "{part} is not in {text}");
    let checked = signalbox(&["check", path]);
    says(&checked.err, "has format 1. It is read by the rules of format 2, and stays as it is.");
    says(&checked.err, "in version \"Monday menu\" of \"Claims line\", in test: People get only what they may receive");
    says(&checked.err, "[channels-and-capacity]");
    let simulated = signalbox(&["simulate", path, "--routing", "claims"]);
    says(&simulated.err, "has format 1.");
    let asked = signalbox(&["format", "--check", path]);
    assert_eq!(asked.code, 1);
    says(&asked.out, "has format 1; the standard form has format 2. Run: signalbox format FILE");
    assert_eq!(std::fs::read_to_string(path).unwrap(), before, "nothing was written so far");
    let done = signalbox(&["format", "--json", path]);
    assert_eq!(done.code, 0, "{}", done.err);
    let answer: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(answer, serde_json::json!({"formatted": false, "written": true, "older_format": 1}));
    let after = std::fs::read_to_string(path).unwrap();
    assert!(after.starts_with("#![schema = \"signalbox/2\"]\n"));
    assert_eq!(std::fs::read_to_string(folder.path().join("copy.ron~")).unwrap(), before);
    let again = signalbox(&["format", path]);
    assert_eq!(again.out, format!("{path} is in the standard form.\n"));
    assert!(!signalbox(&["check", path]).err.contains("format 1"));
}

#[test]
fn a_planned_production_of_a_file_of_format_1_waits_until_it_is_converted() {
    let planned = "status: InDevelopment, planned: (at: \"2026-01-05T08:00:00\"),";
    let (_folder, path) = copy("status: InDevelopment,", planned);
    let text = std::fs::read_to_string(&path).unwrap().replacen("signalbox/2", "signalbox/1", 1);
    std::fs::write(&path, &text).unwrap();
    let path = path.to_str().unwrap();
    let refused = signalbox(&["promote", path]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("waits until the file is converted. Run: signalbox format FILE"), "{}", refused.err);
    assert_eq!(std::fs::read_to_string(path).unwrap(), text);
    assert_eq!(signalbox(&["format", path]).code, 0);
    let done = signalbox(&["promote", path]);
    assert!(done.out.contains("is in production now"), "{}{}", done.out, done.err);
    // Without a due production there is nothing to wait for.
    let (_folder, path) = copy("signalbox/2", "signalbox/1");
    let nothing = signalbox(&["promote", path.to_str().unwrap()]);
    assert_eq!((nothing.code, nothing.out.as_str()), (0, "No planned production is due.\n"));
}

#[test]
fn promote_puts_due_versions_in_production_and_other_commands_only_report_them() {
    let planned = "status: InDevelopment, planned: (at: \"2026-01-05T08:00:00\"),";
    let (_folder, path) = copy("status: InDevelopment,", planned);
    let path = path.to_str().unwrap();
    for verb in ["check", "simulate"] {
        let rest: &[&str] = if verb == "check" { &[] } else { &["--routing", "claims"] };
        let done = signalbox(&[&[verb, path], rest].concat());
        assert!(
            done.err.contains("is due: its production was planned for Monday 5 January 2026, 08:00."),
            "{}",
            done.err
        );
    }
    let done = signalbox(&["promote", path]);
    assert_eq!(
        (done.code, done.out.contains("is in production now, as planned for Monday 5 January 2026, 08:00.")),
        (0, true),
        "{}{}",
        done.out,
        done.err
    );
    let again = signalbox(&["promote", path]);
    assert_eq!(again.out, "No planned production is due.\n");
    let saved = std::fs::read_to_string(path).unwrap();
    assert!(saved.contains("in production, as planned for ") && !saved.contains("planned: ("));
}

#[test]
fn promote_reports_missed_productions_and_exits_with_1() {
    let (folder, path) =
        copy("status: InDevelopment,", "status: InDevelopment, planned: (at: \"2026-01-05T08:00:00\"),");
    let text = std::fs::read_to_string(&path).unwrap();
    let version =
        text.lines().find(|line| line.contains("planned: (")).unwrap().trim().split_once(':').unwrap().0.to_owned();
    // The version's Start leads nowhere.
    let start = text
        .lines()
        .find(|line| line.trim().starts_with(&format!("({version}, ")) && line.contains("\"start\""))
        .unwrap();
    let (head, _) = start.split_once(", links:").unwrap();
    std::fs::write(folder.path().join("copy.ron"), text.replace(start, &format!("{head}),"))).unwrap();
    let done = signalbox(&["promote", path.to_str().unwrap()]);
    assert_eq!(done.code, 1, "{}{}", done.out, done.err);
    assert!(done.out.contains("was missed: ") && done.out.contains("is blank"), "{}", done.out);
    assert!(std::fs::read_to_string(&path).unwrap().contains("missed: "));
}
