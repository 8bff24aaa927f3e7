//! *Accept what happens now*: what takes the place of an expectation that does not hold (spec: testing §1).

use crate::actions;
use crate::model::{Expectation, Named, TestedAction, Until};

use super::super::run::Run;
use super::course::{Course, Passed};
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
        let of_action = |passed: &&Passed| passed.asked == (action.routing, action.action);
        course.passed.iter().find(of_action)
    };
    let seconds = |ms: u64| u32::try_from(ms.div_ceil(1_000)).unwrap_or(u32::MAX);
    match expectation {
        Expectation::Outcome(_) => run.is_over().then(|| Expectation::Outcome(outcome(run))),
        Expectation::EndsAt(..) => {
            let last = course.passed.get(course.before_end.wrapping_sub(1)).filter(|_| run.is_over())?;
            let action =
                run.scene.version(last.at.version).and_then(|version| version.flow.actions.get(&last.at.action));
            let title = action.map_or_else(String::new, |action| actions::title(action).to_owned());
            let (routing, action) = last.asked;
            Some(Expectation::EndsAt(TestedAction { routing, action, title }, last.branch.clone()))
        }
        Expectation::ServedBy(_) => {
            let (id, _) = course.served.first()?;
            let name = run.scene.project.resources.get(id).map_or_else(String::new, |found| found.name.clone());
            Some(Expectation::ServedBy(Named { id: *id, name }))
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
            let ms = match until {
                Until::End => Some(run.state().interaction.at_ms),
                Until::Person => course.person_ms(),
                Until::Queue => Some(course.queue_ms(run)),
            };
            ms.map(|ms| Expectation::Within(*until, seconds(ms)))
        }
        Expectation::MenusBeforePerson(_) => {
            course.person_ms()?;
            u32::try_from(course.menus(run)).ok().map(Expectation::MenusBeforePerson)
        }
        Expectation::Passage(action, _) => {
            let of_action = |(asked, _): &&_| *asked == (action.routing, action.action);
            let (_, event) = course.passages.iter().find(of_action)?;
            Some(Expectation::Passage(action.clone(), event.clone()))
        }
        Expectation::Tag(_) => None,
    }
}
