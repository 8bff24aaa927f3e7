//! The shipped projects: they open, are in their one form, have no errors, lie tidily, and their calls end as this file says.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use signalbox::actions;
use signalbox::catalog::Severity;
use signalbox::layout::metrics::{CARD_WIDTH, card_height};
use signalbox::model::{Caller, Project, World};
use signalbox::sim::report::prose;
use signalbox::sim::{Phase, Report, Run, Scene, SceneRequest};
use signalbox::{lint, storage};

use crate::support::lab::{answers, outcome};

/// Every shipped project.
fn shipped() -> Vec<(PathBuf, Project)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|it| it == "ron")).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), open(&path))).collect()
}

fn open(path: &Path) -> Project {
    let (loaded, _) = storage::load(path).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((loaded.notes, loaded.read_only_because), (Vec::new(), None), "{}", path.display());
    loaded.project
}

#[test]
fn they_open_and_are_in_their_one_form() {
    assert!(shipped().len() >= 2);
    for (path, project) in shipped() {
        let bytes = std::fs::read(&path).unwrap();
        assert!(bytes == storage::write(&project).unwrap().as_bytes(), "{}: run signalbox format", path.display());
    }
}

#[test]
fn they_have_no_errors_and_what_is_in_production_has_no_problem() {
    for (path, project) in shipped() {
        for problem in lint::check(&project) {
            assert!(problem.severity != Severity::Error, "{}: {}", path.display(), problem.message);
            let is_live = problem.version().is_some_and(|id| project.versions[&id].info.status.is_read_only());
            assert!(!is_live, "{}: {}", path.display(), problem.message);
        }
        for version in project.versions.values() {
            let blocking = lint::blocking(&project, version);
            assert_eq!(blocking, Vec::<String>::new(), "{}: {}", path.display(), version.info.name);
        }
    }
}

#[test]
fn no_two_cards_overlap_and_every_card_has_its_place() {
    for (path, project) in shipped() {
        for version in project.versions.values() {
            let kind = project.routing_of(version.id).unwrap().kind;
            let cards: Vec<(&str, i32, i32, i32)> = version
                .flow
                .actions
                .values()
                .map(|action| {
                    let pos = version.flow.positions.get(&action.id).copied().unwrap_or_else(|| {
                        panic!("{}: {} has no place", path.display(), actions::title(action));
                    });
                    let height = card_height(actions::branch_keys(action, kind).len());
                    (actions::title(action), pos.0, pos.1, height)
                })
                .collect();
            for (place, (one, x1, y1, h1)) in cards.iter().enumerate() {
                for (two, x2, y2, h2) in &cards[place + 1..] {
                    let is_apart = (x1 - x2).abs() >= CARD_WIDTH || y1 + h1 <= *y2 || y2 + h2 <= *y1;
                    let name = &version.info.name;
                    assert!(is_apart, "{}: \"{one}\" and \"{two}\" of {name} overlap", path.display());
                }
            }
        }
    }
}

/// A call: routing, version, caller, world; what is answered; how it turns out, and the title of the action that decided it.
type Call = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const CLAIMS: &[Call] = &[
    // VIP callers go to the experts.
    ("claims", "Monday menu", "Noor", "Monday 09:02", "press 1; agent answers", "Person", "Claims experts"),
    ("claims", "Monday menu", "Noor", "Monday 09:02", "press 1; press #; speak 20s", "Voicemail", "Leave a message"),
    ("claims", "Monday menu", "Noor", "Monday rush", "press 1; speak 20s", "Voicemail", "All lines are busy"),
    // Everybody else to the desk, by each way there is.
    ("claims", "Monday menu", "Camille", "Monday 09:02", "press 1; agent answers", "Person", "Claims desk"),
    ("claims", "Monday menu", "Hidden number", "Monday 09:02", "press 1; agent answers", "Person", "Claims desk"),
    ("claims", "Monday menu", "Sam", "Monday 09:02", "press 5; agent answers", "Person", "Claims desk"),
    (
        "claims",
        "Monday menu",
        "Sam",
        "Monday 09:02",
        "press 9; silence; silence; agent answers",
        "Person",
        "Claims desk",
    ),
    ("claims", "Monday menu", "Sam", "Contract system down", "press 2; agent answers", "Person", "Claims desk"),
    (
        "claims",
        "Monday menu",
        "Sam",
        "Monday 09:02",
        "press 2; service answers suspended; agent answers",
        "Person",
        "Claims desk",
    ),
    (
        "claims",
        "Monday menu",
        "Sam",
        "Monday 09:02",
        "press 2; service answers slow; agent answers",
        "Person",
        "Claims desk",
    ),
    // An active contract is told.
    (
        "claims",
        "Monday menu",
        "Sam",
        "Monday 09:02",
        "press 2; service answers active",
        "Goodbye",
        "Contract is active",
    ),
    // A queue that is full, or has nobody, leads to the mailbox.
    ("claims", "Monday menu", "Sam", "Monday rush", "press 1; speak 20s", "Voicemail", "Leave a message"),
    ("claims", "Monday menu", "Sam", "Nobody connected", "press 1; speak 20s", "Voicemail", "Leave a message"),
    ("claims", "Monday menu", "Noor", "Nobody connected", "press 1; silence", "Goodbye", "Leave a message"),
    (
        "claims",
        "Monday menu",
        "Sam",
        "Monday 09:02",
        "press 1; wait out; speak and hang up 9s",
        "Voicemail",
        "Leave a message",
    ),
    // Closed on Sunday.
    ("claims", "Monday menu", "Camille", "Sunday", "speak 15s", "Voicemail", "Leave a message"),
    ("claims", "Autumn menu", "Camille", "Sunday", "speak 15s", "Voicemail", "Leave a message"),
    // The customer leaves.
    ("claims", "Monday menu", "Camille", "Monday 09:02", "hang up", "Abandoned", "Main menu"),
    ("claims", "Monday menu", "Camille", "Monday 09:02", "hang up during it", "Abandoned", "Welcome"),
    ("claims", "Autumn menu", "Sam", "Monday 09:02", "press 1; wait 40s; hang up", "Abandoned", "Claims desk"),
    ("claims", "Opening", "Sam", "Monday 09:02", "agent answers", "Person", "Claims desk"),
    ("claims", "Shared load", "Sam", "Monday 09:02", "press 5; take Mailbox; speak 9s", "Voicemail", "Leave a message"),
    ("claims", "Shared load", "Sam", "Monday 09:02", "press 5; take Desk; agent answers", "Person", "Claims desk"),
    // The survey after the call, once the agent has left.
    ("claims", "Autumn menu", "Sam", "Monday 09:02", "press 1; agent answers; press 9; press 1", "Person", "Survey"),
];

const HOTEL: &[Call] = &[
    ("front_desk", "First steps", "A guest", "Monday morning", "press 1; agent answers", "Person", "Front desk"),
    ("front_desk", "First steps", "A guest", "Monday morning", "press 2; callee answers", "Transferred out", "Taxi"),
    ("front_desk", "First steps", "A guest", "Monday morning", "press 2; busy; agent answers", "Person", "Front desk"),
    (
        "front_desk",
        "First steps",
        "A guest",
        "Monday morning",
        "silence; silence; silence; agent answers",
        "Person",
        "Front desk",
    ),
    (
        "front_desk",
        "First steps",
        "A guest",
        "Monday morning",
        "press 1; wait out; speak 9s",
        "Voicemail",
        "Leave a message",
    ),
    ("front_desk", "First steps", "A guest", "At night", "speak 9s", "Voicemail", "Leave a message"),
    ("front_desk", "First steps", "A guest", "At night", "hang up", "Abandoned", "Leave a message"),
    ("front_desk", "My copy", "A guest", "Monday morning", "press 1; agent answers", "Person", "Front desk"),
];

fn call(project: &Arc<Project>, call: &Call) -> Run {
    let (routing, version, caller, world, script, ..) = call;
    let routing = project.routing_by_reference(routing).unwrap();
    let version = project.versions_of(routing.id).find(|it| it.info.name == *version).unwrap().id;
    let is_caller = |it: &&Arc<Caller>| it.name.split(',').next() == Some(caller);
    let caller = (**project.callers.values().find(is_caller).unwrap()).clone();
    let world: World = (**project.worlds.values().find(|it| it.name == *world).unwrap()).clone();
    let request = SceneRequest { version, entry_point: None, caller, world, seed: 1 };
    let mut run = Run::new(Arc::new(Scene::new(project.clone(), request).unwrap()));
    run.play(&answers(script)).unwrap_or_else(|why| panic!("{call:?}: {why}\n{}", prose(&run)));
    if run.state().phase == Phase::End {
        // Who is not listed as answering the survey hangs up.
        run.answer("hang up").unwrap();
    }
    run
}

#[test]
fn their_calls_end_as_listed() {
    for (file, calls) in [("claims_line.ron", CLAIMS), ("hotel_front_desk.ron", HOTEL)] {
        let project = Arc::new(open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("projects").join(file)));
        for listed in calls {
            let run = call(&project, listed);
            assert!(run.is_over(), "{listed:?} is not over: {}\n{}", outcome(&run), prose(&run));
            assert_eq!(outcome(&run), listed.5, "{listed:?}\n{}", prose(&run));
            let mut titles: Vec<String> = Report::new(&run).steps.into_iter().map(|step| step.title).collect();
            // Where the customer hung up no step was made.
            let last = run.beats().iter().rev().filter_map(|beat| beat.place);
            titles.extend(last.filter_map(|at| {
                Some(actions::title(run.scene.version(at.version)?.flow.actions.get(&at.action)?).to_owned())
            }));
            assert!(titles.iter().any(|title| title == listed.6), "{listed:?} never came to it\n{}", prose(&run));
        }
        // Every version that is shipped is called.
        for version in project.versions.values() {
            let kind = project.routing_of(version.id).unwrap().kind;
            let is_called = calls.iter().any(|call| call.1 == version.info.name);
            assert!(is_called || kind == signalbox::model::RoutingType::InteractionEnd, "{}", version.info.name);
        }
    }
}
