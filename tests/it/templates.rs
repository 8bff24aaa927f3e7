//! Templates: with usual and unusual answers, each gives a line without errors whose test calls pass and take every branch that can be taken.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate};
use signalbox::catalog::Severity;
use signalbox::edit::Context;
use signalbox::layout::tree::tidy;
use signalbox::model::{
    Channel, Expectation, Project, ResourceData, ResourceKind, TestCall, TestCallId, Version, VersionId, WorldId,
};
use signalbox::sim::coverage::{self, Coverage, Unreachable};
use signalbox::sim::paths::{self, BadEnd, Request, Verdict, cover};
use signalbox::sim::{Run, Scene, SceneRequest, suite};
use signalbox::templates::{ALL, Answers, Asked, Template, instantiate};
use signalbox::{lint, storage};

use crate::cli::signalbox as program;

/// The ids of the worlds of every template.
const OPEN: WorldId = WorldId(46);
const CLOSED: WorldId = WorldId(47);

/// Test calls that say in their names what a template does: the template, the name, the world, and the answers.
const NAMED: &[(&str, &str, WorldId, &[&str])] = &[
    ("clinic", "Somebody takes an appointment", OPEN, &["press 1", "press 1", "agent answers"]),
    ("clinic", "A prescription, in French", OPEN, &["press 2", "press 2", "press 123456", "service answers found"]),
    ("clinic", "A message at night", CLOSED, &["speak 20s"]),
    ("shop", "Somebody sells", OPEN, &["press 1", "press 1", "agent answers"]),
    ("shop", "A message at night", CLOSED, &["speak 20s"]),
    ("hotel", "A reservation", OPEN, &["press 1", "agent answers"]),
    ("hotel", "The porter at night", CLOSED, &["press 1", "callee answers"]),
    ("claims", "A new claim", OPEN, &["press 1", "agent answers"]),
    ("claims", "A claim that is paid", OPEN, &["press 2", "press 12345678", "service answers paid"]),
    ("claims", "Help on the road at night", CLOSED, &["press 9", "callee answers"]),
    ("restaurant", "A table is booked", OPEN, &["press 1", "agent answers"]),
    ("restaurant", "A message at night", CLOSED, &["speak 20s"]),
    ("helpdesk", "A colleague who cannot work", OPEN, &["press 1", "agent answers"]),
    ("helpdesk", "The technician on call at night", CLOSED, &["press 1", "callee answers"]),
    ("airline_chat", "A booking, in English", OPEN, &["choose English", "choose My booking", "reply K7QX2M"]),
    ("airline_chat", "Written at night", CLOSED, &[]),
    ("shop_chat", "Where is my order?", OPEN, &["choose Where is my order?", "reply 20871"]),
    ("shop_chat", "Written at night", CLOSED, &[]),
    ("support_mailbox", "An email at night", CLOSED, &[]),
    ("orders_mailbox", "An order by email", OPEN, &["agent answers"]),
];

type Change = fn(&mut Answers);

fn context() -> Context {
    Context { now: DateTime::from_timestamp(1_780_000_000, 0).unwrap(), who: "tester".to_owned() }
}

fn made(template: &Template, answers: &Answers) -> Arc<Project> {
    let project = instantiate(template, answers, "uid".to_owned(), &context());
    Arc::new(project.unwrap_or_else(|wrong| panic!("{}: {wrong}", template.id)))
}

fn with(template: &Template, change: impl FnOnce(&mut Answers)) -> Answers {
    let mut answers = Answers::usual(template);
    change(&mut answers);
    answers
}

/// Usual answers, and unusual ones.
fn answers_of(template: &Template) -> Vec<Answers> {
    let other = template.languages.last().unwrap().iter().map(|&code| code.to_owned()).collect();
    vec![
        Answers::usual(template),
        with(template, |it| {
            it.name = "Dr \"Ann\" O'Hara \\ Söhne & Partners, the practice at the old river bridge".to_owned();
            it.people = "Zoë".to_owned();
            it.hours = "daily 22-6".to_owned();
            it.languages = other;
        }),
        with(template, |it| {
            it.people = "Ana, Ben; Chloé\nDavid, Emma".to_owned();
            it.hours = "Tue 8:30-12, 13:30-18; Sat 9-12".to_owned();
        }),
    ]
}

fn only_version(project: &Project) -> &Arc<Version> {
    assert_eq!(project.versions.len(), 1);
    let version = project.versions.values().next().unwrap();
    assert!(version.info.in_test);
    version
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

/// A proof from few states: it finds bad ends quickly, and decides nothing else.
fn proof(project: &Arc<Project>, version: VersionId, most_states: usize) -> paths::Proof {
    paths::explore(project, &Request { most_states, ..Request::of(version, first_day()) }).unwrap()
}

/// Plays the answers in a world and keeps what happens.
fn recorded(project: &Arc<Project>, name: &str, world: WorldId, answers: &[&str]) -> TestCall {
    let version = only_version(project);
    let request = SceneRequest {
        version: version.id,
        entry_point: project.entry_points.keys().next().copied(),
        caller: project.callers.values().next().map(|caller| (**caller).clone()).unwrap_or_default(),
        world: (*project.worlds[&world]).clone(),
        seed: 0,
    };
    let mut run = Run::new(Arc::new(Scene::new(project.clone(), request).unwrap()));
    let answers: Vec<String> = answers.iter().map(|&answer| answer.to_owned()).collect();
    let trace = |run: &Run| signalbox::sim::report::prose(run);
    run.play(&answers).unwrap_or_else(|why| panic!("{name}: {why}\n{}", trace(&run)));
    run.to_end();
    TestCall { name: name.to_owned(), is_required: true, ..suite::record(&run) }
}

/// Writes a file again, with its cards tidied and its test calls made again.
fn rewritten(template: &Template) -> String {
    let mut project = storage::read(template.text().as_bytes()).unwrap().project;
    let id = only_version(&project).id;
    let tree = project.tree_type_of(id);
    let flow = &mut Arc::make_mut(project.versions.get_mut(&id).unwrap()).flow;
    flow.positions = tidy(flow, tree);
    project.test_calls.clear();
    project.last_id = 60;
    let project = Arc::new(project);
    let mut calls: Vec<TestCall> = NAMED
        .iter()
        .filter(|it| it.0 == template.id)
        .map(|(_, name, world, answers)| recorded(&project, name, *world, answers))
        .collect();
    let passes: Vec<_> = calls.iter().map(|call| suite::run_one(&project, call, id).passes).collect();
    let proof = proof(&project, id, paths::MOST_STATES);
    let so_far = Coverage::of(&project, &project.versions[&id], &passes, &Unreachable::new());
    let more = cover::missing(&project, &proof, &so_far);
    let left: Vec<String> = more.left.iter().map(coverage::CountedBranch::words).collect();
    assert_eq!(left, Vec::<String>::new(), "{}", template.id);
    calls.extend(more.calls);
    let mut project = Arc::unwrap_or_clone(project);
    for call in calls {
        project.last_id += 1;
        let id = TestCallId(project.last_id);
        project.test_calls.insert(id, Arc::new(TestCall { id, ..call }));
    }
    storage::write(&project).unwrap()
}

#[test]
fn each_file_is_as_the_program_writes_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/templates");
    let mut ids = BTreeSet::new();
    for template in ALL {
        if std::env::var_os("UPDATE_TEMPLATES").is_some() {
            let text = rewritten(template);
            storage::replace_file(&folder.join(format!("{}.ron", template.id)), text.as_bytes()).unwrap();
        } else {
            let loaded = storage::read(template.text().as_bytes()).unwrap();
            assert_eq!((loaded.notes, loaded.read_only_because), (Vec::new(), None), "{}", template.id);
            let written = storage::write(&loaded.project).unwrap();
            assert!(written == template.text(), "{}: write the files again with UPDATE_TEMPLATES=1", template.id);
        }
        assert!(ids.insert(template.id));
    }
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), ALL.len());
}

#[test]
fn every_template_gives_a_line_that_is_tested_with_usual_and_unusual_answers() {
    for template in ALL {
        for answers in answers_of(template) {
            let project = made(template, &answers);
            let (version, name) = (only_version(&project), format!("{} with {answers:?}", template.id));
            let errors: Vec<String> = lint::check(&project)
                .into_iter()
                .filter(|it| it.severity == Severity::Error)
                .map(|it| format!("{}: {}", it.code, it.message))
                .collect();
            assert_eq!(errors, Vec::<String>::new(), "{name}");
            let results = suite::run_version(&project, version.id, |_| true);
            for (call, result) in &results {
                assert_eq!(result.trouble(), "", "{name}: {}", call.name);
                assert_eq!(result.moved, Vec::<String>::new(), "{name}: {}", call.name);
            }
            assert!(results.len() >= 3 && results.len() == project.test_calls.len(), "{name}");
            let results: Vec<_> = results.into_iter().map(|(_, result)| result).collect();
            let coverage = coverage::of_version(&project, version, &results, &Unreachable::new());
            let missing: Vec<String> = coverage.missing_branches().map(coverage::CountedBranch::words).collect();
            assert_eq!(missing, Vec::<String>::new(), "{name}");
            assert_eq!(coverage.passed_actions(), coverage.actions.len(), "{name}");
        }
    }
}

#[test]
fn no_path_of_a_template_ends_badly() {
    for template in ALL {
        let project = made(template, &Answers::usual(template));
        let proof = proof(&project, only_version(&project).id, 3_000);
        let bad: Vec<&BadEnd> = proof.bad.iter().collect();
        assert!(bad.is_empty() && proof.verdict != Verdict::Refuted, "{}: {bad:?}", template.id);
    }
}

#[test]
fn the_answers_are_where_people_look_for_them() {
    for template in ALL {
        for answers in answers_of(template) {
            let project = made(template, &answers);
            let text = storage::write(&project).unwrap();
            assert!(!text.contains("[["), "{}", template.id);
            assert_eq!(project.settings.name, answers.name, "{}", template.id);
            assert_eq!(project.settings.default_language, answers.languages[0]);
            let names: Vec<&str> = project.resources_of(ResourceKind::User).map(|it| it.name.as_str()).collect();
            let typed: Vec<&str> = answers.people.split([',', ';', '\n']).map(str::trim).collect();
            assert_eq!(names, typed, "{}", template.id);
            for queue in project.resources_of(ResourceKind::Queue) {
                let ResourceData::Queue(queue) = &queue.data else { panic!() };
                assert_eq!(queue.members.len(), typed.len(), "{}", template.id);
            }
            let is_person = |it: &Expectation| matches!(it, Expectation::ServedBy(who) if who.name.contains("person"));
            assert!(!project.test_calls.values().any(|call| call.expectations.iter().any(is_person)));
            let number = project.entry_points.values().next().unwrap().address.clone();
            let typed = answers.number.replace(' ', "");
            assert_eq!(number, typed, "{}", template.id);
        }
    }
}

#[test]
fn moments_follow_the_hours() {
    let template = Template::of("clinic").unwrap();
    let world = |hours: &str, id: WorldId| {
        let project = made(template, &with(template, |it| it.hours = hours.to_owned()));
        project.worlds[&id].start.unwrap().format("%a %H:%M").to_string()
    };
    // Monday at ten and at half past eleven at night, where the hours allow it.
    assert_eq!((world("Mon-Fri 8-18", OPEN), world("Mon-Fri 8-18", CLOSED)), ("Mon 10:00".into(), "Mon 23:30".into()));
    assert_eq!((world("daily 22-6", OPEN), world("daily 22-6", CLOSED)), ("Mon 22:00".into(), "Tue 06:00".into()));
    assert_eq!((world("Sat 9-12", OPEN), world("daily 0-23:45", CLOSED)), ("Sat 09:00".into(), "Mon 23:45".into()));
}

#[test]
fn an_answer_that_cannot_be_used_says_what_to_do() {
    let template = Template::of("clinic").unwrap();
    let cases: &[(Change, Asked, &str)] = &[
        (|it| it.name = "  ".into(), Asked::Name, "Enter the name"),
        (|it| it.name = "{{call.number}}".into(), Asked::Name, "without braces"),
        (|it| it.name = "[[person]]".into(), Asked::Name, "without braces"),
        (|it| it.name = "x".repeat(81), Asked::Name, "at most 80"),
        (|it| it.hours = "from nine to five".into(), Asked::Hours, "Enter days"),
        (|it| it.hours = "Mon 9-17; Mon 16-18".into(), Asked::Hours, "overlap"),
        (|it| it.hours = "daily 0-24".into(), Asked::Hours, "never closed"),
        (|it| it.languages = vec!["en".into()], Asked::Languages, "Choose one"),
        (|it| it.people = " , ".into(), Asked::People, "at least one person"),
        (|it| it.people = "Anna, Paul, ANNA".into(), Asked::People, "ANNA is there twice"),
        (|it| it.people = "{{x}}".into(), Asked::People, "short names"),
        (|it| it.number = String::new(), Asked::Number, "Enter the phone number"),
        (|it| it.number = "hello".into(), Asked::Number, "hello"),
        (|it| it.number = "112".into(), Asked::Number, "short number"),
        (|it| it.number = "+33 1".into(), Asked::Number, "not"),
    ];
    for (change, asked, words) in cases {
        let answers = with(template, change);
        let wrong = instantiate(template, &answers, String::new(), &context()).expect_err(words);
        assert_eq!(wrong.asked, *asked, "{wrong}");
        assert!(wrong.words.contains(words) && wrong.words.ends_with('.'), "{wrong}");
    }
    for template in ALL.iter().filter(|template| template.channel != Channel::Voice) {
        for number in ["", "a b", "{{x}}"] {
            let answers = with(template, |it| it.number = number.to_owned());
            let wrong = instantiate(template, &answers, String::new(), &context()).unwrap_err();
            assert_eq!(wrong.asked, Asked::Number, "{}: {number}", template.id);
        }
    }
}

#[test]
fn the_command_line_makes_a_project_and_its_test_calls_pass() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("riverside.ron");
    let file = file.to_str().unwrap();
    let arguments = ["new", "--template", "clinic", "--name", "Riverside Clinic", "--hours", "Mon-Sat 7-19"];
    let arguments = [&arguments[..], &["--people", "Ana, Ben", "--number", "01 55 00 77 77", "--language", "fr", file]];
    let done = program(&arguments.concat());
    assert_eq!((done.code, done.err.as_str()), (0, ""), "{}", done.out);
    assert!(done.out.contains("Riverside Clinic") && done.out.contains("test calls"), "{}", done.out);
    let tested = program(&["test", file]);
    assert_eq!(tested.code, 0, "{}{}", tested.out, tested.err);
    let again = program(&arguments.concat());
    assert_eq!(again.code, 1);
    assert!(again.err.contains("exists already"), "{}", again.err);
    let listed = program(&["new", "--list"]).out;
    assert!(ALL.iter().all(|template| listed.contains(template.title)), "{listed}");
    let wrong = program(&["new", "--template", "clinic", "--name", "A", "--number", "12", "x.ron"]);
    assert!(wrong.code == 1 && wrong.err.contains("Number or address: "), "{}", wrong.err);
    assert_eq!(program(&["new", "--template", "nothing", "--name", "A", "x.ron"]).code, 1);
    assert_eq!(program(&["new"]).code, 2);
}
