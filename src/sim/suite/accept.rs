//! *Accept what happens now*: what takes the place of an expectation that does not hold (spec: testing §1).

use crate::model::{Expectation, Named, TestedAction};

use super::super::run::Run;
use super::course::{Course, Passed, whole_seconds};
use super::judge::{judge, outcome};

/// The expectations after those that do not hold are replaced by what happened, or dropped where nothing like it happened.
#[must_use]
pub fn accept(run: &Run, expectations: &[Expectation]) -> Vec<Expectation> {
    let course = Course::of(run);
    let mut accepted: Vec<Expectation> = Vec::new();
    for expectation in expectations {
        let holds = judge(run, &course, expectation).holds;
        let now = if holds { Some(expectation.clone()) } else { instead(run, &course, expectation) };
        accepted.extend(now.filter(|now| !accepted.contains(now)));
    }
    accepted
}

fn instead(run: &Run, course: &Course, expectation: &Expectation) -> Option<Expectation> {
    let at = |action: &TestedAction| {
        let of_action = |passed: &&Passed| passed.action == (action.routing, action.action);
        course.passed.iter().find(of_action)
    };
    match expectation {
        Expectation::Outcome(_) => run.is_over().then(|| Expectation::Outcome(outcome(run))),
        Expectation::EndsAt(..) => {
            let last = course.last().filter(|_| run.is_over())?;
            Some(Expectation::EndsAt(last.tested(run), last.branch.clone()))
        }
        Expectation::ServedBy(_) => {
            let (id, _) = course.served.first()?;
            Some(Expectation::ServedBy(Named::of(*id, &run.scene.project)))
        }
        Expectation::Passes(action, _) => Some(match at(action) {
            Some(passed) => Expectation::Passes(action.clone(), passed.branch.clone()),
            None => Expectation::DoesNotPass(action.clone(), String::new()),
        }),
        Expectation::DoesNotPass(action, _) => {
            let passed = at(action)?;
            Some(Expectation::Passes(action.clone(), passed.branch.clone()))
        }
        Expectation::Order(first, second) => {
            let are_passed = at(first).is_some() && at(second).is_some();
            are_passed.then(|| Expectation::Order(second.clone(), first.clone()))
        }
        Expectation::Equals(path, _) => Some(Expectation::Equals(path.clone(), run.read(path))),
        Expectation::Contains(path, _) => Some(Expectation::Contains(path.clone(), run.read(path))),
        Expectation::Ledger(system, _) => {
            let (system, what) = course.ledger.iter().find(|(known, _)| known == system)?;
            Some(Expectation::Ledger(system.clone(), what.clone()))
        }
        Expectation::NoLedger(system, text) => Some(Expectation::Ledger(system.clone(), text.clone())),
        Expectation::Hears(_) => course.heard.last().cloned().map(Expectation::Hears),
        Expectation::Within(until, _) => {
            course.ms(run, *until).map(|ms| Expectation::Within(*until, whole_seconds(ms)))
        }
        Expectation::MenusBeforePerson(_) => {
            course.person_ms()?;
            u32::try_from(course.menus(run)).ok().map(Expectation::MenusBeforePerson)
        }
        Expectation::Passage(action, _) => {
            let of_action = |(found, _): &&_| *found == (action.routing, action.action);
            let (_, event) = course.passages.iter().find(of_action)?;
            Some(Expectation::Passage(action.clone(), event.clone()))
        }
        Expectation::Tag(_) => None,
    }
}
