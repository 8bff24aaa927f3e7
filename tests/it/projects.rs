//! The shipped projects: they open, are in the standard form, have no errors and a tidy layout, and end as `projects/README.md` says.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use signalbox::actions;
use signalbox::catalog::{Effect, Severity};
use signalbox::layout::metrics::{CARD_WIDTH, card_height};
use signalbox::model::{ActionRef, Caller, Project, RoutingType};
use signalbox::sim::coverage::{self, Unreachable};
use signalbox::sim::report::prose;
use signalbox::sim::suite;
use signalbox::sim::trace::What;
use signalbox::sim::{Run, Scene, SceneRequest};
use signalbox::{lint, storage};

use crate::cli;
use crate::support::lab::outcome;
use crate::support::promises::{self, Promise};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("projects")
}

/// Every shipped project.
fn shipped() -> Vec<(PathBuf, Project)> {
    let files = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
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
fn shipped_projects_open_and_are_in_the_standard_form() {
    assert!(shipped().len() >= 2);
    for (path, project) in shipped() {
        let bytes = std::fs::read(&path).unwrap();
        assert!(bytes == storage::write(&project).unwrap().as_bytes(), "{}: run signalbox format", path.display());
    }
}

#[test]
fn shipped_projects_have_no_errors_and_production_versions_no_problems() {
    for (path, project) in shipped() {
        for problem in lint::check(&project) {
            assert!(problem.severity != Severity::Error, "{}: {}", path.display(), problem.message);
            // A branch that was added to a kind later falls back on another one; this is a hint even in a version that nobody can edit.
            if problem.code == "branch-falls-back" {
                continue;
            }
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
fn no_two_cards_overlap_and_every_card_has_a_position() {
    for (path, project) in shipped() {
        for version in project.versions.values() {
            let tree = project.tree_type_of(version.id);
            let cards: Vec<(&str, i32, i32, i32)> = version
                .flow
                .actions
                .values()
                .map(|action| {
                    let pos = version.flow.positions.get(&action.id).copied().unwrap_or_else(|| {
                        panic!("{}: {} has no place", path.display(), actions::title(action));
                    });
                    let height = card_height(actions::branch_keys(action, tree).len());
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

/// The promises of `projects/README.md` and of `tests/data/projects.md`: the files with a section in the first, and the rows of both.
fn promised() -> (Vec<String>, Vec<Promise>) {
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        promises::read(&text).unwrap_or_else(|why| panic!("{}, {why}", path.display()))
    };
    let (files, mut rows) = read(folder().join("README.md"));
    assert!(files.iter().all(|file| rows.iter().filter(|row| row.file == *file).count() == 3), "three calls of each");
    let more = read(folder().with_file_name("tests").join("data/projects.md")).1;
    assert!(more.iter().all(|row| !rows.contains(row)), "a row stands in both");
    rows.extend(more);
    (files, rows)
}

/// Runs a promise with the default seed of the command line.
fn run(project: &Arc<Project>, promise: &Promise) -> Result<Run, String> {
    run_with(project, promise, 0)
}

fn run_with(project: &Arc<Project>, promise: &Promise, seed: u64) -> Result<Run, String> {
    let routing = project.routing_by_reference(&promise.routing).ok_or("there is no such routing")?;
    let version = project.versions_of(routing.id).find(|it| it.info.name == promise.version);
    let is_caller = |it: &&Arc<Caller>| [Some(&*it.name), it.name.split(',').next()].contains(&Some(&*promise.caller));
    let caller = project.callers.values().find(is_caller).ok_or("there is no such caller")?;
    let world = project.worlds.values().find(|it| it.name == promise.world).ok_or("there is no such world")?;
    let mut entry_points = project.entry_points.values();
    let entry_point = match &*promise.entry_point {
        "" => None,
        wanted => Some(entry_points.find(|it| it.reference == wanted).ok_or("there is no such entry point")?.id),
    };
    let request = SceneRequest {
        version: version.ok_or("there is no such version")?.id,
        entry_point,
        caller: (**caller).clone(),
        world: (**world).clone(),
        seed,
    };
    let mut run = Run::new(Arc::new(Scene::new(project.clone(), request)?));
    run.play(&promise.answers).map_err(|why| format!("{why}\n{}", prose(&run)))?;
    Ok(run)
}

/// The titles of the actions on the path and the people who served, in order.
fn way(run: &Run) -> Vec<String> {
    let title =
        |at: ActionRef| Some(actions::title(run.scene.version(at.version)?.flow.actions.get(&at.action)?).to_owned());
    let mut way = Vec::new();
    for beat in run.beats() {
        if let Some(title) = beat.place.and_then(title).filter(|title| way.last() != Some(title)) {
            way.push(title);
        }
        if let What::Effect(Effect::ServedBy(user)) = &beat.what {
            way.push(run.scene.project.resources[user].name.clone());
        }
    }
    way
}

/// Runs a row with the program, as the document describes.
fn simulated(promise: &Promise) -> String {
    let (_folder, answers) = cli::answers(&promise.answers.join("\n"));
    let project = format!("projects/{}", promise.file);
    let mut arguments = vec!["simulate", &project, "--routing", &promise.routing, "--version", &promise.version];
    arguments.extend(["--caller", &promise.caller, "--world", &promise.world, "--answers", &answers]);
    if !promise.entry_point.is_empty() {
        arguments.extend(["--entry-point", &promise.entry_point]);
    }
    let done = cli::signalbox(&arguments);
    assert_eq!((done.code, done.err.as_str()), (0, ""), "{promise:?}");
    done.out
}

/// Runs a promise and compares.
fn keep(project: &Arc<Project>, promise: &Promise) -> Result<(), String> {
    let run = run(project, promise)?;
    let trace = prose(&run);
    if !run.is_over() {
        return Err(format!("it is not over: {}\n{trace}", outcome(&run)));
    }
    if outcome(&run) != promise.ends_as {
        return Err(format!("it ends as {}\n{trace}", outcome(&run)));
    }
    let way = way(&run);
    let mut rest = way.iter();
    match promise.by_way_of.iter().find(|stage| !rest.any(|it| it == *stage)) {
        Some(stage) => Err(format!("it never came to {stage} in this order: {way:?}\n{trace}")),
        None => Ok(()),
    }
}

#[test]
fn every_promise_is_kept() {
    let mut broken = Vec::new();
    for (path, project) in shipped() {
        let project = Arc::new(project);
        for promise in promised().1.iter().filter(|it| path.ends_with(&it.file)) {
            broken.extend(keep(&project, promise).err().map(|why| format!("{promise:?}: {why}")));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_first_rows_end_the_same_in_the_command_line() {
    let mut tried = BTreeSet::new();
    for promise in promised().1 {
        if tried.insert((promise.file.clone(), promise.routing.clone())) {
            let printed = simulated(&promise);
            assert!(printed.contains(&format!("Outcome: {}. ", promise.ends_as)), "{promise:?}\n{printed}");
            let project = Arc::new(open(&folder().join(&promise.file)));
            assert_eq!(printed, prose(&run(&project, &promise).unwrap()));
        }
    }
}

#[test]
fn refunds_of_the_airline_follow_the_daily_limits() {
    let project = Arc::new(open(&folder().join("airline_after_sales.ron")));
    let promise =
        promised().1.into_iter().find(|it| it.by_way_of.ends_with(&["Refunds".into(), "Amira".into()])).unwrap();
    let goes_to_amira = |seed| way(&run_with(&project, &promise, seed).unwrap()).contains(&"Amira".to_owned());
    let of_amira = (0..900).filter(|seed| goes_to_amira(*seed)).count();
    assert!((255..=345).contains(&of_amira), "{of_amira} of 900, where 100 of 300 are hers");
}

#[test]
fn every_project_has_a_section_and_every_version_a_row() {
    let (mut files, promises) = promised();
    files.sort();
    let names: Vec<String> =
        shipped().iter().map(|(path, _)| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!(files, names);
    for (path, project) in shipped() {
        for version in project.versions.values() {
            let routing = project.routing_of(version.id).unwrap();
            let is_it = |it: &Promise| (&it.routing, &it.version) == (&routing.reference, &version.info.name);
            let is_called = promises.iter().any(|it| path.ends_with(&it.file) && is_it(it));
            let name = &version.info.name;
            assert!(is_called || routing.kind == RoutingType::InteractionEnd, "{}: {name}", path.display());
        }
    }
}

#[test]
fn the_test_calls_of_every_project_pass() {
    for (path, project) in shipped() {
        let project = Arc::new(project);
        let mut count = 0;
        for routing in project.routings.keys() {
            for version in suite::usual_versions(&project, *routing) {
                for (call, result) in suite::run_version(&project, version.id, |_| true) {
                    assert_eq!(result.trouble(), "", "{}: {}", path.display(), call.name);
                    assert_eq!(result.moved, Vec::<String>::new(), "{}: {}", path.display(), call.name);
                    count += 1;
                }
            }
        }
        assert_eq!((count, count >= 5), (project.test_calls.len(), true), "{}", path.display());
    }
}

#[test]
fn the_test_calls_of_every_project_pass_every_branch_of_the_versions_they_are_played_to() {
    for (path, project) in shipped() {
        let project = Arc::new(project);
        for routing in project.routings.keys() {
            for version in suite::usual_versions(&project, *routing) {
                let own: Vec<_> =
                    suite::run_version(&project, version.id, |_| true).into_iter().map(|(_, result)| result).collect();
                let coverage = coverage::of_version(&project, version, &own, &Unreachable::new());
                let missing: Vec<String> = coverage.missing_branches().map(coverage::CountedBranch::words).collect();
                let name = &version.info.name;
                assert_eq!(missing, Vec::<String>::new(), "{}: {name}", path.display());
                assert_eq!(coverage.passed_actions(), coverage.actions.len(), "{}: {name}", path.display());
                assert!(coverage.branches.len() >= 5, "{}: {name} has {}", path.display(), coverage.words());
            }
        }
    }
}
