//! One scenario for each kind of action, through the command line with `--json`: the path, the clock, the outcome, the ledger and the
//! recorded passages. The expected values in `tests/data/scenarios` are worked out by hand from the requirements; each scenario
//! says how in its line `why`.
//!
//! A scenario begins with `== kind: title` and has one line for each key; an indented line continues the one before it. What is given:
//! `flow` (see `support/flow.rs`), `with NAME` (another routing in production), `ending` (the flow of an *interaction end* routing),
//! `channel`, `caller` and `world` (as in a project file; `<ref>` is the id of the resource with that reference), `records` (the
//! actions that record their passage) and `answers`. What is expected: `path` (when each action was left, in seconds, and by which
//! branch), `clock`, `outcome`, and `ledger` and `event`, a line each. A scenario without a line `ledger` or `event` expects none.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use signalbox::actions::ALL;
use signalbox::model::{ActionId, Caller, Channel, RoutingType, VersionId, World};
use signalbox::{digest, storage};

use super::cli::{answers, signalbox};
use super::support::Lab;

/// What a scenario gives, and what it expects.
const GIVEN: &[&str] = &["flow", "with", "ending", "channel", "caller", "world", "records", "answers", "why"];
const EXPECTED: &[&str] = &["path", "clock", "outcome", "ledger", "event"];

struct Scenario {
    kind: String,
    title: String,
    lines: Vec<(String, String)>,
}

impl Scenario {
    fn all(&self, key: &str) -> impl Iterator<Item = &str> {
        self.lines.iter().filter(move |(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    fn one(&self, key: &str) -> &str {
        self.all(key).next().unwrap_or("")
    }

    /// The lines that are expected, in one order.
    fn expected(&self) -> Vec<String> {
        let lines = EXPECTED.iter().flat_map(|key| self.all(key).map(move |value| format!("{key} {value}")));
        lines.map(|line| one_line(&line)).collect()
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every scenario, in the order of the files.
fn scenarios() -> Vec<Scenario> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/scenarios");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().flat_map(|file| read(&std::fs::read_to_string(file).unwrap())).collect()
}

/// The scenarios of a file.
fn read(text: &str) -> Vec<Scenario> {
    let mut found: Vec<Scenario> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        if let Some(heading) = line.strip_prefix("== ") {
            let (kind, title) = heading.split_once(": ").unwrap();
            found.push(Scenario { kind: kind.to_owned(), title: title.to_owned(), lines: Vec::new() });
            continue;
        }
        let lines = &mut found.last_mut().unwrap().lines;
        if line.starts_with(' ') {
            let (_, value) = lines.last_mut().unwrap();
            value.push(' ');
            value.push_str(line.trim());
        } else {
            let (key, value) = line.split_once(' ').unwrap();
            assert!(GIVEN.contains(&key) || EXPECTED.contains(&key), "there is no line \"{key}\": {line}");
            lines.push((key.to_owned(), value.trim().to_owned()));
        }
    }
    found
}

/// A laboratory as the scenario gives it, with its caller and its world in the project.
fn lab(scenario: &Scenario) -> Lab {
    let channel = match scenario.one("channel") {
        "email" => Channel::Email,
        "messaging" => Channel::Messaging,
        _ => Channel::Voice,
    };
    let mut lab = Lab::new(scenario.one("flow")).over(channel);
    let mut versions = BTreeMap::from([("main".to_owned(), (lab.version, lab.ids.clone()))]);
    for other in scenario.all("with") {
        let (name, flow) = other.split_once(' ').unwrap();
        let (_, version, ids) = lab.add_routing(name, RoutingType::InteractionStart, flow);
        versions.insert(name.to_owned(), (version, ids));
    }
    for flow in scenario.all("ending") {
        lab = lab.ending(flow);
    }
    for recorded in scenario.one("records").split(',').map(str::trim).filter(|alias| !alias.is_empty()) {
        let (routing, alias) = recorded.split_once('/').unwrap_or(("main", recorded));
        let (version, ids) = &versions[routing];
        record(&mut lab, *version, ids[alias]);
    }
    stamp(&mut lab);
    lab.caller = caller(&lab, scenario.one("caller"));
    lab.world = world(&lab, scenario.one("world"));
    lab.project.callers.insert(lab.caller.id, Arc::new(lab.caller.clone()));
    lab.project.worlds.insert(lab.world.id, Arc::new(lab.world.clone()));
    lab
}

/// Lets an action record its passage.
fn record(lab: &mut Lab, version: VersionId, action: ActionId) {
    let version = Arc::make_mut(lab.project.versions.get_mut(&version).unwrap());
    Arc::make_mut(version.flow.actions.get_mut(&action).unwrap()).record_passage = true;
}

/// Stamps every version that may not be edited, as a production does.
fn stamp(lab: &mut Lab) {
    for version in lab.project.versions.values_mut().filter(|version| version.info.status.is_read_only()) {
        let version = Arc::make_mut(version);
        version.info.digest = Some(digest::digest(version));
    }
}

/// A caller or a world, with `<ref>` as the id of a resource; one without anything of its own where the text is empty.
fn given<T: Default + serde::de::DeserializeOwned>(lab: &Lab, text: &str) -> T {
    let mut text = text.to_owned();
    for resource in lab.project.resources.values() {
        text = text.replace(&format!("<{}>", resource.reference), &resource.id.to_string());
    }
    if text.is_empty() { T::default() } else { ron::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")) }
}

/// The caller of the sample project, with what the scenario says.
fn caller(lab: &Lab, text: &str) -> Caller {
    let own: Caller = given(lab, text);
    let usual = lab.caller.clone();
    let or = |own: String, usual: String| if own.is_empty() { usual } else { own };
    Caller {
        id: usual.id,
        name: usual.name,
        number: or(own.number.clone(), usual.number),
        display_name: or(own.display_name.clone(), usual.display_name),
        language: or(own.language.clone(), usual.language),
        source: or(own.source.clone(), usual.source),
        ..own
    }
}

/// The world of the sample project, with what the scenario says.
fn world(lab: &Lab, text: &str) -> World {
    let own: World = given(lab, text);
    World { id: lab.world.id, name: lab.world.name.clone(), start: own.start.or(lab.world.start), ..own }
}

/// What the program prints for a scenario; or what it complains of.
fn simulate(scenario: &Scenario) -> Result<Value, String> {
    let lab = lab(scenario);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("project.ron");
    std::fs::write(&file, storage::write(&lab.project).unwrap()).unwrap();
    let (_folder, answers) = answers(&scenario.one("answers").replace(';', "\n"));
    let file = file.to_str().unwrap();
    let who = [lab.caller.name.as_str(), lab.world.name.as_str()];
    let arguments = ["simulate", file, "--routing", "main", "--caller", who[0], "--world", who[1]];
    let done = signalbox(&[&arguments[..], &["--answers", &answers, "--json"]].concat());
    if done.code != 0 || !done.err.is_empty() {
        return Err(done.err);
    }
    serde_json::from_str(&done.out).map_err(|error| format!("{error}: {}", done.out))
}

fn list<'a>(result: &'a Value, key: &str) -> &'a [Value] {
    result[key].as_array().unwrap()
}

/// Milliseconds as seconds.
fn seconds(ms: &Value) -> String {
    let ms = ms.as_u64().unwrap();
    let digits = format!("{}.{:03}", ms / 1_000, ms % 1_000);
    digits.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The alias of an action, with its routing where that is another one.
fn name(line: &Value) -> String {
    let title = line["title"].as_str().unwrap();
    let title = if title == "Start" { "start" } else { title };
    match line["routing"].as_str().unwrap() {
        "main" => title.to_owned(),
        other => format!("{other}/{title}"),
    }
}

fn step(line: &Value) -> String {
    let how = match line["left"].as_str().unwrap() {
        "branch" => format!("[{}]", line["branch"].as_str().unwrap()),
        left => format!("({left})"),
    };
    format!("{} {}{how}", seconds(&line["at_ms"]), name(line))
}

/// The lines of what happened, as a scenario expects them.
fn happened(result: &Value) -> Vec<String> {
    let path: Vec<String> = list(result, "steps").iter().map(step).collect();
    let mut lines = vec![
        format!("path {}", path.join(" | ")),
        format!("clock {}", seconds(&result["duration_ms"])),
        format!("outcome {}", result["outcome"].as_str().unwrap()),
    ];
    let text = |line: &Value, key: &str| line[key].as_str().unwrap().to_owned();
    lines.extend(
        list(result, "ledger")
            .iter()
            .map(|line| format!("ledger {} {}: {}", seconds(&line["at_ms"]), text(line, "system"), text(line, "what"))),
    );
    lines.extend(
        list(result, "events")
            .iter()
            .map(|line| format!("event {} {}: {}", seconds(&line["at_ms"]), name(line), text(line, "branch"))),
    );
    lines.iter().map(|line| one_line(line)).collect()
}

#[test]
fn scenarios_end_as_they_were_worked_out_by_hand() {
    let mut wrong = Vec::new();
    for scenario in scenarios() {
        let expected = scenario.expected();
        let is_whole = ["path", "clock", "outcome", "why"].iter().all(|key| !scenario.one(key).is_empty());
        assert!(is_whole, "{}: a line is missing", scenario.title);
        let Scenario { kind, title, .. } = &scenario;
        let result = match simulate(&scenario) {
            Ok(result) => result,
            Err(why) => {
                wrong.push(format!("{kind}: {title}\n{why}"));
                continue;
            }
        };
        let happened = happened(&result);
        let passes = list(&result, "steps").iter().any(|step| step["kind"] == *scenario.kind);
        assert!(passes, "{title}: no action is of the kind {kind}");
        if happened != expected {
            wrong.push(format!("{kind}: {title}\n{}\nand not\n{}\n", happened.join("\n"), expected.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_kind_has_one_scenario() {
    let mut counted: BTreeMap<String, usize> = ALL.iter().map(|spec| (spec.id.to_owned(), 0)).collect();
    for scenario in scenarios() {
        *counted.entry(scenario.kind).or_default() += 1;
    }
    let other: Vec<_> = counted.iter().filter(|(_, count)| **count != 1).collect();
    assert!(other.is_empty(), "{other:?}");
    let titles: BTreeSet<String> = scenarios().into_iter().map(|scenario| scenario.title).collect();
    assert_eq!(titles.len(), ALL.len(), "two scenarios have one title");
}
