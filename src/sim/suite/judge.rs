//! Verdicts: each expectation against the course of a run, with what was found instead (spec: testing §1).

use crate::catalog::branch::IF_SOMETHING_FAILS;
use crate::catalog::fold::{self, Fold};
use crate::model::named::NamedId;
use crate::model::{Expectation, Project, TestedAction, Until};

use super::super::run::Run;
use super::course::{Course, Passed, whole_seconds};

/// The verdict of one expectation.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Line {
    /// What is expected, as a sentence.
    pub expected: String,
    /// Whether it holds.
    pub holds: bool,
    /// What was found, where it does not hold; else empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub found: String,
}

impl Line {
    /// What is expected, and what was found where it does not hold.
    #[must_use]
    pub fn words(&self) -> String {
        if self.holds { self.expected.clone() } else { format!("{}: {}", self.expected, self.found) }
    }
}

/// The verdict of an expectation.
#[must_use]
pub fn judge(run: &Run, course: &Course, expectation: &Expectation) -> Line {
    let expected = words(&run.scene.project, expectation);
    match found(run, course, expectation) {
        None => Line { expected, holds: true, found: String::new() },
        Some(found) => Line { expected, holds: false, found },
    }
}

/// What was found instead of what is expected; none where the expectation holds.
fn found(run: &Run, course: &Course, expectation: &Expectation) -> Option<String> {
    let unless = |holds: bool, found: &dyn Fn() -> String| (!holds).then(found);
    match expectation {
        Expectation::Outcome(wanted) => {
            let outcome = outcome(run);
            unless(fold::same(&outcome, wanted), &|| outcome.clone())
        }
        Expectation::EndsAt(action, branch) => {
            let last = course.last();
            let holds = run.is_over() && last.is_some_and(|last| is_at(last, action, branch));
            unless(holds, &|| match last {
                _ if !run.is_over() => outcome(run),
                Some(last) => format!("ended at {}", passed_words(run, last)),
                None => "no action was passed".to_owned(),
            })
        }
        Expectation::ServedBy(wanted) => {
            let names: Vec<&str> =
                course.served.iter().filter_map(|(who, _)| who.name_in(&run.scene.project)).collect();
            unless(course.served.iter().any(|(who, _)| *who == wanted.id), &|| match names.as_slice() {
                [] => "nobody served the customer".to_owned(),
                names => format!("served by {}", names.join(", ")),
            })
        }
        Expectation::Passes(action, branch) => {
            let of_action: Vec<&Passed> = course.passed.iter().filter(|passed| is_at(passed, action, "")).collect();
            let is_passed = is_net(course, action, branch) || of_action.iter().any(|it| is_at(it, action, branch));
            unless(is_passed, &|| match of_action.as_slice() {
                [] => "not passed".to_owned(),
                passed => {
                    let labels: Vec<&str> = passed.iter().map(|passed| passed.label.as_str()).collect();
                    format!("passed by {}", labels.join(", "))
                }
            })
        }
        Expectation::DoesNotPass(action, branch) => {
            if is_net(course, action, branch) {
                return Some("something fails".to_owned());
            }
            let passed = course.passed.iter().find(|passed| is_at(passed, action, branch));
            passed.map(|passed| format!("passed {}", passed_words(run, passed)))
        }
        Expectation::Order(first, second) => {
            let at = |action: &TestedAction| course.passed.iter().position(|passed| is_at(passed, action, ""));
            match (at(first), at(second)) {
                (Some(one), Some(other)) if one < other => None,
                (Some(_), Some(_)) => Some("passed the other way round".to_owned()),
                (None, _) => Some(format!("\"{}\" is not passed", first.words(&run.scene.project))),
                (_, None) => Some(format!("\"{}\" is not passed", second.words(&run.scene.project))),
            }
        }
        Expectation::Equals(..)
        | Expectation::Contains(..)
        | Expectation::Ledger(..)
        | Expectation::NoLedger(..)
        | Expectation::Hears(_)
        | Expectation::Within(..)
        | Expectation::MenusBeforePerson(_)
        | Expectation::Passage(..)
        | Expectation::Tag(_) => found_at_end(run, course, expectation),
    }
}

/// The same for what is read at the end: values, the ledger, what was heard, times, passages and tags.
fn found_at_end(run: &Run, course: &Course, expectation: &Expectation) -> Option<String> {
    let unless = |holds: bool, found: &dyn Fn() -> String| (!holds).then(found);
    match expectation {
        Expectation::Outcome(_)
        | Expectation::EndsAt(..)
        | Expectation::ServedBy(_)
        | Expectation::Passes(..)
        | Expectation::DoesNotPass(..)
        | Expectation::Order(..) => None,
        Expectation::Equals(path, wanted) => {
            let value = run.read(path);
            unless(value == *wanted, &|| format!("\"{value}\""))
        }
        Expectation::Contains(path, wanted) => {
            let value = run.read(path);
            unless(holds_text(&value, wanted), &|| format!("\"{value}\""))
        }
        Expectation::Ledger(system, text) => {
            let of_system: Vec<&str> = entries(course, system).collect();
            unless(of_system.iter().any(|what| holds_text(what, text)), &|| match of_system.as_slice() {
                [] => format!("nothing in the ledger of {system}"),
                entries => entries.join("; "),
            })
        }
        Expectation::NoLedger(system, text) => {
            entries(course, system).find(|what| holds_text(what, text)).map(str::to_owned)
        }
        Expectation::Hears(text) => unless(course.heard.iter().any(|heard| holds_text(heard, text)), &|| {
            course.heard.last().map_or_else(|| "nothing was said".to_owned(), |last| format!("last heard: “{last}”"))
        }),
        Expectation::Within(until, most_s) => match course.ms(run, *until) {
            None => Some("nobody served the customer".to_owned()),
            Some(ms) => unless(ms <= u64::from(*most_s) * 1_000, &|| format!("{} s", whole_seconds(ms))),
        },
        Expectation::MenusBeforePerson(most) => {
            let menus = course.menus(run);
            let holds = u32::try_from(menus).is_ok_and(|menus| menus <= *most);
            match course.person_ms() {
                None => Some("nobody served the customer".to_owned()),
                Some(_) => unless(holds, &|| if menus == 1 { "1 menu".to_owned() } else { format!("{menus} menus") }),
            }
        }
        Expectation::Passage(action, event) => {
            let of_action = course.passages.iter().filter(|(found, _)| *found == (action.routing, action.action));
            let events: Vec<&str> = of_action.map(|(_, event)| event.as_str()).collect();
            let holds = events.iter().any(|found| event.is_empty() || fold::same(found, event));
            unless(holds, &|| match events.as_slice() {
                [] => "no passage was recorded".to_owned(),
                events => format!("recorded: {}", events.join(", ")),
            })
        }
        Expectation::Tag(tag) => {
            let tags = &run.state().interaction.tags;
            unless(tags.iter().any(|found| fold::same(found, tag)), &|| match tags.as_slice() {
                [] => "no tags".to_owned(),
                tags => tags.join(", "),
            })
        }
    }
}

/// The outcome in words; where the call waits, for what.
#[must_use]
pub fn outcome(run: &Run) -> String {
    match (run.outcome(), &run.state().question, run.state().at) {
        (Some(outcome), ..) if run.is_over() => outcome.words().to_owned(),
        (_, Some(_), Some(at)) => format!("Still waiting at \"{}\"", run.scene.title(at)),
        _ => "Still going on".to_owned(),
    }
}

/// Whether a branch of another action was followed by *If something fails* of this Start.
fn is_net(course: &Course, start: &TestedAction, branch: &str) -> bool {
    branch == IF_SOMETHING_FAILS.key && course.nets.contains(&(start.routing, start.action))
}

fn is_at(passed: &Passed, action: &TestedAction, branch: &str) -> bool {
    passed.action == (action.routing, action.action) && (branch.is_empty() || passed.branch == branch)
}

/// Whether a text holds another one, without regard to case and spelling; an empty one is in every text.
fn holds_text(text: &str, part: &str) -> bool {
    Fold::USUAL.text(text).contains(&Fold::USUAL.text(part))
}

fn entries<'c>(course: &'c Course, system: &str) -> impl Iterator<Item = &'c str> {
    let of_system = course.ledger.iter().filter(move |(known, _)| fold::same(known, system));
    of_system.map(|(_, what)| what.as_str())
}

fn passed_words(run: &Run, passed: &Passed) -> String {
    let title = run.scene.title(passed.at);
    if passed.label.is_empty() { format!("\"{title}\"") } else { format!("\"{title}\" → {}", passed.label) }
}

/// What is expected, as a sentence without a full stop.
#[must_use]
pub fn words(project: &Project, expectation: &Expectation) -> String {
    let action = |tested: &TestedAction| format!("\"{}\"", tested.words(project));
    let by = |tested: &TestedAction, branch: &str| match branch {
        "" => String::new(),
        key => format!(" by {}", tested.branch_words(project, key)),
    };
    match expectation {
        Expectation::Outcome(outcome) => format!("The outcome is {outcome}"),
        Expectation::EndsAt(at, branch) => format!("The flow ends at {}{}", action(at), by(at, branch)),
        Expectation::ServedBy(who) => format!("{} serves the customer", who.words(project)),
        Expectation::Passes(at, branch) => format!("The call passes {}{}", action(at), by(at, branch)),
        Expectation::DoesNotPass(at, branch) => format!("The call does not pass {}{}", action(at), by(at, branch)),
        Expectation::Order(first, second) => format!("The call passes {} before {}", action(first), action(second)),
        Expectation::Equals(path, value) => format!("{path} is \"{value}\""),
        Expectation::Contains(path, text) => format!("{path} contains \"{text}\""),
        Expectation::Ledger(system, text) => format!("The ledger of {system} has an entry with \"{text}\""),
        Expectation::NoLedger(system, text) => format!("The ledger of {system} has no entry with \"{text}\""),
        Expectation::Hears(text) => format!("The customer hears \"{text}\""),
        Expectation::Within(Until::End, most_s) => format!("The interaction takes at most {most_s} s"),
        Expectation::Within(Until::Person, most_s) => format!("A person answers within {most_s} s"),
        Expectation::Within(Until::Queue, most_s) => format!("The customer waits in queues for at most {most_s} s"),
        Expectation::MenusBeforePerson(1) => "The customer meets at most 1 menu before a person".to_owned(),
        Expectation::MenusBeforePerson(most) => format!("The customer meets at most {most} menus before a person"),
        Expectation::Passage(at, event) => match event.as_str() {
            "" => format!("A passage of {} is recorded", action(at)),
            event => format!("The passage of {} by {event} is recorded", action(at)),
        },
        Expectation::Tag(tag) => format!("The interaction has the tag {tag}"),
    }
}
