//! What may happen at a question while everything outside works, and what may happen while one thing fails for the whole call (spec:
//! testing §5). What customers do, what chance gives and how long things take is left open.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::actions;
use crate::catalog::{Actor, AnswerInput, Question, QuestionChoice, Request, Tone, WaitFor};
use crate::model::{Action, ActionRef, ResourceData};

use super::super::floor::key;
use super::super::pool;
use super::super::scene::Scene;
use super::super::state::{CallState, Phase};
use super::things::{Thing, thing_of};

/// A way in which something outside fails: at every question about the thing, this choice alone happens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Break {
    /// The thing.
    pub thing: Thing,
    /// The key of the choice.
    pub key: &'static str,
    /// Its value.
    pub value: String,
}

/// A way to fail that a call was offered.
#[derive(Clone, Debug)]
pub(super) struct Offered {
    /// The first action that offers it.
    pub at: ActionRef,
    /// How the choice is written.
    pub text: String,
    /// Whether things work by it. A service may have several good answers.
    pub works: bool,
}

/// What a choice means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// It depends on nothing outside.
    Free,
    /// By it the thing does what it is for.
    Works,
    /// By it the thing fails.
    Breaks,
}

/// The choices that are left at each question.
#[derive(Debug)]
pub(super) struct Rule<'a> {
    failing: Option<&'a Break>,
    offered: Mutex<BTreeMap<Break, Offered>>,
}

impl<'a> Rule<'a> {
    /// Everything works, except one thing.
    pub(super) fn new(failing: Option<&'a Break>) -> Self {
        Self { failing, offered: Mutex::default() }
    }

    /// Every way to fail that was offered so far, and every way to work of which there may be others.
    pub(super) fn offered(&self) -> BTreeMap<Break, Offered> {
        self.offered.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What may happen at a question.
    pub(super) fn choices(&self, scene: &Scene, state: &CallState, question: &Question) -> Vec<QuestionChoice> {
        let all = &question.choices;
        let sorted = state.at.and_then(|at| Some((at, sorted(scene, state, at, question)?)));
        let Some((at, (thing, sorts))) = sorted else { return all.to_vec() };
        let kept = |is_kept: &dyn Fn(&QuestionChoice, Sort) -> bool| -> Vec<QuestionChoice> {
            let each = all.iter().zip(&sorts);
            each.filter(|(choice, sort)| is_kept(choice, **sort)).map(|(choice, _)| choice.clone()).collect()
        };
        self.note(at, &thing, all.iter().zip(&sorts));
        if let Some(failing) = self.failing.filter(|failing| failing.thing == thing) {
            let is_it = |choice: &QuestionChoice| choice.key == failing.key && choice.value == failing.value;
            if all.iter().any(is_it) {
                return kept(&|choice, _| is_it(choice) || goes_away(choice));
            }
        }
        let works = kept(&|_, sort| sort != Sort::Breaks);
        if works.iter().any(|choice| !choice.is_leaving()) {
            return works;
        }
        // Nobody knows how the thing works, such as a service without an example of a good answer: what does not break it may happen.
        let unknown = kept(&|choice, _| choice.tone != Tone::Danger || choice.is_leaving());
        if unknown.iter().any(|choice| !choice.is_leaving()) { unknown } else { all.to_vec() }
    }

    fn note<'c>(&self, at: ActionRef, thing: &Thing, choices: impl Iterator<Item = (&'c QuestionChoice, &'c Sort)>) {
        let mut offered = self.offered.lock().unwrap_or_else(PoisonError::into_inner);
        for (choice, sort) in choices {
            // What somebody types is none of the known ways.
            if *sort == Sort::Free || choice.input == Some(AnswerInput::Text) {
                continue;
            }
            let way = Break { thing: thing.clone(), key: choice.key, value: choice.value.clone().into_owned() };
            let works = *sort == Sort::Works;
            let known =
                offered.entry(way).or_insert_with(|| Offered { at, text: choice.text.clone().into_owned(), works });
            known.works &= works;
        }
    }
}

/// Whether the customer goes away by a choice, or somebody else takes the conversation.
fn goes_away(choice: &QuestionChoice) -> bool {
    choice.is_leaving() || [key::EXIT, pool::TAKEN, pool::AVAILABLE].contains(&choice.key)
}

/// What a question is about, and what each of its choices means; none where it is about nothing outside.
fn sorted(scene: &Scene, state: &CallState, at: ActionRef, question: &Question) -> Option<(Thing, Vec<Sort>)> {
    // A campaign that reaches nobody fails nobody who calls.
    let action = scene.action(at).filter(|_| state.phase != Phase::Dialling)?;
    let sorts = |works: &[&str], breaks: &[&str]| -> Vec<Sort> {
        let sort = |choice: &QuestionChoice| match choice.key {
            key if works.contains(&key) => Sort::Works,
            key if breaks.contains(&key) => Sort::Breaks,
            _ => Sort::Free,
        };
        question.choices.iter().map(sort).collect()
    };
    let (thing, sorts) = match &state.floor {
        Some(floor) if floor.talk.is_some() => return None,
        Some(floor) => match &floor.wait.wait_for {
            WaitFor::Queue { request, .. } => {
                let thing = match request {
                    Request::Queue { queue, .. } => Thing::Item(*queue),
                    _ => Thing::Action(at),
                };
                (thing, sorts(&[key::SOMEBODY], &[key::WAIT_OUT, key::DISCONNECT]))
            }
            WaitFor::User(user) => (Thing::Item(*user), sorts(&[key::ANSWERS], &[key::NO_ANSWER, key::REJECTS])),
            WaitFor::Join { .. } => (Thing::Action(at), sorts(&[key::JOINS], &[key::WAIT_OUT])),
            WaitFor::Pool(_) | WaitFor::Delay(_) => return None,
        },
        None => {
            let thing = thing_of(scene, at, action);
            let sorts = match action.kind.as_str() {
                "to_number" | "to_sip" | "ring_numbers" => {
                    sorts(&["answers"], &["busy", "no_answer", "error", "unavailable"])
                }
                "web_service" => of_service(scene, &thing, action, question),
                _ => question.choices.iter().map(of_others).collect(),
            };
            (thing, sorts)
        }
    };
    // Where nobody is left who could answer, it breaks nothing that nobody does.
    let is_floor = state.floor.is_some();
    let is_open = if is_floor { sorts.contains(&Sort::Works) } else { sorts.contains(&Sort::Breaks) };
    is_open.then_some((thing, sorts))
}

/// A service works by answers that lead on by OK. Of a service that a variable names, it is known what breaks.
fn of_service(scene: &Scene, thing: &Thing, action: &Action, question: &Question) -> Vec<Sort> {
    let resource = thing.item().and_then(|id| scene.project.resources.get(&id));
    let Some(ResourceData::WebService(service)) = resource.map(|it| &it.data) else {
        return question.choices.iter().map(of_others).collect();
    };
    let is_good = |choice: &QuestionChoice| {
        let response = service.canned.iter().find(|response| response.name == choice.value);
        choice.key == "canned" && response.is_some_and(|it| actions::is_good_answer(action, service, it))
    };
    question.choices.iter().map(|choice| if is_good(choice) { Sort::Works } else { Sort::Breaks }).collect()
}

/// A system fails by what breaks; everything else is for the customer, or for chance, to decide.
fn of_others(choice: &QuestionChoice) -> Sort {
    let breaks = choice.by == Actor::System && choice.tone == Tone::Danger;
    if breaks { Sort::Breaks } else { Sort::Free }
}
