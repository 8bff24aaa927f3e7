//! The commands of the acts of a version, and the questions before them: a promotion lists its effects and the problems against it.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::catalog::Severity;
use crate::catalog::text::name_of_copy;
use crate::edit::Edit;
use crate::lifecycle::{Act, deletion_words, may, promotion_words, test_words};
use crate::lint::{self, Diagnostic};
use crate::model::gate::Gate;
use crate::model::{ActionRef, Place, Project, RoutingId, Version, VersionId};
use crate::sim::paths::{BadEnd, Proof, demand, rules};
use crate::sim::suite;

use super::loose_ends;
use crate::app::command::{Ask, Button, Command, Emphasis, Finding, Findings, PageCommand, Question, Tab};

/// Whether a routing has a version of this name.
#[must_use]
pub fn is_version_name(project: &Project, routing: RoutingId, name: &str) -> bool {
    project.versions_of(routing).any(|version| version.info.name == name)
}

/// Puts a version in test, after a question where another version leaves the test.
fn put_in_test(project: &Project, version: &Version) -> Command {
    let edit = Command::edit(Edit::PutInTest { version: version.id });
    let Some(lines) = test_words(project, version) else { return edit };
    Command::Ask(Box::new(Ask::Question(Question {
        title: format!("Put \"{}\" in test?", version.info.name),
        lines,
        buttons: vec![Button::close("Cancel"), Button::new("Put in test", edit, Emphasis::Primary)],
    })))
}

/// The command that carries out an act of a version. `known` is what exploring every path has found, where that is known.
#[must_use]
pub fn command_of(
    project: &Arc<Project>,
    version: &Version,
    act: Act,
    today: NaiveDate,
    known: Option<&Proof>,
) -> Command {
    let id = version.id;
    match act {
        Act::Edit => Command::open_tab(Tab::Version(id)),
        Act::Describe => Command::ask(Ask::DescribeVersion(id)),
        Act::PutInTest => put_in_test(project, version),
        Act::RemoveFromTest => Command::edit(Edit::RemoveFromTest { version: id }),
        Act::RemoveFromSchedule => Command::edit(Edit::RemoveFromSchedule { version: id }),
        Act::Schedule => Command::ask(Ask::Schedule(id)),
        Act::Duplicate => Command::edit(Edit::CreateVersion {
            routing: version.info.routing,
            from: Some(id),
            name: name_of_copy(&version.info.name, |name| is_version_name(project, version.info.routing, name)),
            description: version.info.description.clone(),
        }),
        Act::PutInProduction => Command::ask(put_in_production(project, version, today, known)),
        Act::PutBack => Command::ask(put_back(project, version)),
        Act::Accept => accept(version),
        Act::Delete => Command::ask(Ask::Question(Question {
            title: format!("Delete version \"{}\"?", version.info.name),
            lines: deletion_words(project, version),
            buttons: vec![
                Button::close("Cancel"),
                Button::new("Delete", Command::edit(Edit::DeleteVersion { version: id }), Emphasis::Danger),
            ],
        })),
    }
}

/// Asks before a version goes into production; lists the reasons with their places where it cannot.
#[must_use]
pub fn put_in_production(project: &Arc<Project>, version: &Version, today: NaiveDate, known: Option<&Proof>) -> Ask {
    let name = &version.info.name;
    let start = version.flow.start().map(|start| ActionRef { version: version.id, action: start.id });
    let blank = may(version, Act::PutInProduction).err().map(|text| Finding {
        severity: Severity::Error,
        text,
        place: place_words(project, version, start.map_or(Place::Version(version.id), Place::Action)),
        jump: start.map_or(Command::open_tab(Tab::Version(version.id)), |it| Command::Page(PageCommand::Reveal(it))),
    });
    let problems = lint::check_version(project, version);
    let loose_ends = problems.iter().filter(|problem| loose_ends::is_loose_end(problem)).count();
    let blocking = problems.into_iter().filter(|problem| problem.blocks);
    let blocking = blocking.map(|problem| finding(project, version, problem));
    let failing = suite::failing(project, version.id).into_iter().map(|test| Finding {
        severity: Severity::Error,
        text: test.words(),
        place: "Test calls".to_owned(),
        jump: Command::Page(PageCommand::RevealPlace(Place::TestCall(test.id))),
    });
    let missing = demand::shortfall(project, version, today, known).map(|missing| Finding {
        severity: Severity::Error,
        text: missing.words(),
        place: "Coverage".to_owned(),
        jump: Command::Page(PageCommand::RevealCoverage(version.id)),
    });
    let broken = rules::broken(project, version, today, known).into_iter().map(|rule| Finding {
        severity: Severity::Error,
        text: rule.words,
        place: if rule.title.is_empty() { "Paths".to_owned() } else { rule.title },
        jump: Command::Page(PageCommand::RevealPaths(version.id)),
    });
    let findings: Vec<Finding> =
        blank.into_iter().chain(blocking).chain(failing).chain(missing).chain(broken).collect();
    if !findings.is_empty() {
        return Ask::Findings(Findings {
            title: format!("\"{name}\" cannot be put in production yet"),
            lines: Vec::new(),
            heading: "Correct these problems first:".to_owned(),
            list: findings,
            buttons: loose_ends_button(version.id, loose_ends).into_iter().chain([Button::close("Close")]).collect(),
        });
    }
    let title = format!("Put \"{name}\" in production?");
    let lines = promotion_words(project, version);
    let do_it = Command::edit(Edit::PutInProduction { version: version.id, gate: Gate::default() });
    let buttons = vec![Button::close("Cancel"), Button::new("Put in production", do_it, Emphasis::Primary)];
    let list: Vec<Finding> = known.map(|proof| ways_to_get_stuck(proof, version.id)).unwrap_or_default();
    if list.is_empty() {
        return Ask::Question(Question { title, lines, buttons });
    }
    let heading = "No rule forbids it, but a caller can get stuck in this version:".to_owned();
    Ask::Findings(Findings { title, lines, heading, list, buttons })
}

/// Every way in which a call can end badly, as far as exploring every path has found one.
fn ways_to_get_stuck(proof: &Proof, version: VersionId) -> Vec<Finding> {
    let finding = |bad: &BadEnd| Finding {
        severity: Severity::Warning,
        text: format!("{}: {}", bad.outcome, bad.how),
        place: bad.at.map_or_else(|| "Paths".to_owned(), |at| proof.title(at)),
        jump: Command::Page(PageCommand::RevealPaths(version)),
    };
    proof.bad.iter().map(finding).collect()
}

/// The button that ends all branches that lead nowhere on purpose, or leads them on; none where at most one does.
fn loose_ends_button(version: VersionId, count: usize) -> Option<Button> {
    let ask = Command::ask(Ask::LooseEnds(version));
    (count > 1).then(|| Button::new("Branches that lead nowhere…", ask, Emphasis::Plain))
}

/// Asks before a backup goes back into production. Its problems do not prevent that, but an error is asked about again.
fn put_back(project: &Project, version: &Version) -> Ask {
    let name = &version.info.name;
    let title = format!("Put \"{name}\" back into production?");
    let do_it = Command::edit(Edit::PutBack { version: version.id });
    let mut found = lint::check_version(project, version);
    found.retain(|problem| problem.severity > Severity::Hint || problem.blocks);
    found.sort_by_key(|problem| std::cmp::Reverse(problem.severity));
    let errors = found.iter().filter(|problem| problem.severity == Severity::Error).count();
    let next = if errors == 0 { do_it } else { Command::ask(ask_again(name, errors, do_it)) };
    let buttons = vec![Button::close("Cancel"), Button::new("Put back into production", next, Emphasis::Primary)];
    let lines = promotion_words(project, version);
    if found.is_empty() {
        return Ask::Question(Question { title, lines, buttons });
    }
    let findings = found.into_iter().map(|problem| finding(project, version, problem)).collect();
    let heading = "The backup has these problems now. A backup cannot be changed:".to_owned();
    Ask::Findings(Findings { title, lines, heading, list: findings, buttons })
}

fn ask_again(name: &str, errors: usize, do_it: Command) -> Ask {
    let count = if errors == 1 { "an error".to_owned() } else { format!("{errors} errors") };
    Ask::Question(Question {
        title: format!("Put \"{name}\" back although it has {count}?"),
        lines: vec!["Interactions that reach an error may be lost.".to_owned()],
        buttons: vec![Button::close("Cancel"), Button::new("Put back anyway", do_it, Emphasis::Danger)],
    })
}

/// Asks before the external change of a version is accepted.
#[must_use]
pub fn accept(version: &Version) -> Command {
    let lines = [
        "The version was changed in the project file, outside of Signalbox. If you accept the change, it becomes part of the version, which stays read-only.",
        "The history records who accepted it, and when.",
    ];
    Command::Ask(Box::new(Ask::Question(Question {
        title: format!("Accept \"{}\" as it is?", version.info.name),
        lines: lines.map(str::to_owned).to_vec(),
        buttons: vec![
            Button::close("Cancel"),
            Button::new("Accept", Command::edit(Edit::AcceptChange { version: version.id }), Emphasis::Primary),
        ],
    })))
}

/// The description of a place in a version, without the version itself.
fn place_words(project: &Project, version: &Version, subject: Place) -> String {
    let whole = lint::place_words(project, Place::Version(version.id));
    let words = lint::place_words(project, subject);
    let rest = words.strip_prefix(&whole).and_then(|rest| rest.strip_prefix(" / "));
    rest.map_or_else(|| version.info.name.clone(), str::to_owned)
}

fn finding(project: &Project, version: &Version, problem: Diagnostic) -> Finding {
    let place = place_words(project, version, problem.place);
    let jump = Command::Page(PageCommand::RevealPlace(problem.place));
    Finding { severity: problem.severity, text: problem.message, place, jump }
}
