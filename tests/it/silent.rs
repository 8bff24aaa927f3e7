//! A run of which nobody reads the words passes the same states as the plain one, over random trees (spec: testing §8).

use std::collections::BTreeMap;
use std::sync::Arc;

use signalbox::actions;
use signalbox::catalog::sample::{ANA, BEN, SUPPORT};
use signalbox::catalog::{Fact, FactValue, Facts, FloorEvent, Outside, Question};
use signalbox::model::resource::{NoAnswer, QueueStrategy};
use signalbox::model::{Channel, ResourceData, TreeType};
use signalbox::sim::engine::Input;
use signalbox::sim::{CallState, Run, Scene, SilentRun, What, changes};
use strum::IntoEnumIterator;

use crate::random_runs::{answer, random_lab};
use crate::support::{Chance, Lab, cases};

/// Most steps of a run here.
const MOST_STEPS: usize = 60;

/// A state without the words of its question: what may happen is told by keys and values.
fn without_words(state: &CallState) -> CallState {
    let mut state = state.clone();
    if let Some(question) = &mut state.question {
        let mut bare = Question { passes_by: question.passes_by, ..Question::default() };
        bare.hides_digits = question.hides_digits;
        bare.choices = (question
            .choices
            .iter()
            .map(|choice| {
                let mut choice = choice.clone();
                (choice.text, choice.also, choice.label) = ("".into(), "".into(), "".into());
                choice
            })
            .collect::<Vec<_>>())
        .into();
        *question = bare;
    }
    state
}

/// The actions that a run has left by its beats, as the silent run notes them: action, key of the branch, moment.
fn left_of(run: &Run) -> Vec<(signalbox::model::ActionRef, Option<String>, u64)> {
    let left = run.beats().iter().filter_map(|beat| match &beat.what {
        What::Left { taken, .. } => Some((beat.place?, Some(taken.clone()), beat.at_ms)),
        What::Stopped(_) | What::Jumped(_) | What::CameBack(_) => Some((beat.place?, None, beat.at_ms)),
        _ => None,
    });
    left.collect()
}

fn left_silently(run: &SilentRun) -> Vec<(signalbox::model::ActionRef, Option<String>, u64)> {
    let scene = run.scene();
    let key = |left: &signalbox::sim::trace::Left| {
        let routing = &scene.project.routings[&scene.version(left.at.version)?.info.routing];
        let tree = TreeType { kind: routing.kind, channel: routing.channel };
        let branches = actions::branch_keys(scene.action(left.at)?, tree);
        branches.get(usize::from(left.branch?)).cloned()
    };
    run.left().iter().map(|left| (left.at, key(left), left.at_ms)).collect()
}

#[test]
fn a_silent_run_passes_the_same_states() {
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    for case in 0..cases(600) {
        let mut chance = Chance::new(70_000 + case);
        let channel = *chance.pick(&Channel::ALL);
        let scene = random_lab(&mut chance, channel).scene();
        let (mut plain, mut silent) = (Run::new(scene.clone()), SilentRun::new(scene));
        for step in 0..MOST_STEPS {
            let words = format!("case {case}, step {step}");
            assert!(without_words(plain.state()) == without_words(silent.state()), "{words}");
            assert_eq!(left_of(&plain), left_silently(&silent), "{words}");
            if plain.is_over() {
                *met.entry("over").or_default() += 1;
                break;
            }
            if chance.once_in(8) {
                let text = *chance.pick(&["set customer.tier to gold", "set Ana busy", "set Support waiting 3"]);
                let input = changes::read_now(&plain.scene, plain.state(), text).unwrap().unwrap().0.input();
                plain.answer(text).unwrap();
                silent.take(input);
                continue;
            }
            let question = plain.state().question.clone();
            match question.filter(|question| question.passes_by.is_none() || chance.once_in(3)) {
                None => {
                    assert!(plain.step(), "{words}");
                    let passing = silent.state().question.as_ref().and_then(Question::passing_answer);
                    silent.take(passing.map_or(Input::Go, |answer| Input::Answer { answer, at_ms: None }));
                }
                Some(question) => {
                    let read = |_| question.read(&answer(&mut chance, &question)).ok();
                    let Some(given) = (0..200).find_map(read) else { break };
                    *met.entry("answered").or_default() += 1;
                    plain.give(given.clone()).unwrap();
                    silent.give(given);
                }
            }
        }
    }
    assert!(met["over"] > 400 && met["answered"] > 400, "{met:?}");
}

/// A floor that says what another outside says.
#[derive(Debug)]
struct OnFloor(Arc<dyn Outside>);

impl Outside for OnFloor {
    fn read(&self, fact: Fact) -> FactValue {
        self.0.read(fact)
    }

    fn is_floor(&self) -> bool {
        true
    }
}

/// A run over a floor passes the states of the run that asks what people do, by the same events; it asks nobody, and keeps nothing that was
/// read.
#[test]
fn a_run_over_a_floor_asks_nobody_what_people_do() {
    let bare = |state: &CallState| {
        let mut state = state.clone();
        (state.question, state.facts) = (None, Facts::default());
        state
    };
    let mut rung = 0;
    for case in 0..cases(300) {
        let mut chance = Chance::new(90_000 + case);
        let mut lab = Lab::new("start -> pause(3s) -> queue(support) -> end; queue[Unprocessed] -> end; rest -> end")
            .reached(None);
        let support = Arc::make_mut(lab.project.resources.get_mut(&SUPPORT).unwrap());
        let ResourceData::Queue(queue) = &mut support.data else { panic!("no queue") };
        queue.no_answer = NoAnswer::StaysAvailable;
        queue.strategy =
            *chance.pick(&QueueStrategy::iter().filter(|it| *it != QueueStrategy::Weighted).collect::<Vec<_>>());
        let scene = lab.scene();
        let outside: Arc<dyn Outside> = Arc::new(OnFloor(scene.outside.clone()));
        let floor = Arc::new(Scene::arriving(&scene, scene.started, scene.seed, outside));
        let (mut asking, mut told) = (SilentRun::new(scene), SilentRun::new(floor));
        let mut at_ms = 3_000;
        for step in 0..20 {
            asking.run_on();
            told.run_on();
            assert_eq!(bare(asking.state()), bare(told.state()), "case {case}, step {step}");
            assert_eq!(asking.left(), told.left(), "case {case}, step {step}");
            assert_eq!((told.state().question.is_none(), &told.state().facts.read), (true, &Facts::default().read));
            if told.state().is_over() {
                break;
            }
            assert!(told.waits() && asking.waits());
            let before = told.state().clone();
            told.take(Input::Go);
            assert_eq!(*told.state(), before, "nothing goes on by itself");
            rung += u32::from(before.floor.as_ref().is_some_and(|floor| floor.ringing.is_some()));
            at_ms += chance.pick(&[0, 1_000, 7_000]);
            let who = *chance.pick(&[ANA, BEN]);
            let served = FloorEvent::Served { who, answered_at: at_ms, left_at: at_ms + 60_000, by_customer: false };
            let event =
                *chance.pick(&[FloorEvent::Rejected { who }, FloorEvent::RangOut { who }, served, FloorEvent::GaveUp]);
            let input = if chance.once_in(2) { Input::AskAgain { at_ms } } else { Input::Floor { at_ms, event } };
            asking.take(input.clone());
            told.take(input);
        }
    }
    assert!(rung > 300, "{rung}");
}
