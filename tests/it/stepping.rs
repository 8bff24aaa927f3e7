//! Stepping a run (spec: testing §2), over random trees: back and forward, against runs that never went back.

use signalbox::catalog::Question;
use signalbox::model::Channel;
use signalbox::sim::{Beat, CallState, Run};

use crate::random_runs::{answer, random_lab};
use crate::support::{Chance, cases};

/// Most steps of a run here.
const MOST_STEPS: usize = 60;

/// What was done in a step.
#[derive(Clone, Debug, PartialEq)]
enum Did {
    Step,
    Answer(String),
}

fn redo(run: &mut Run, did: &Did) {
    match did {
        Did::Step => assert!(run.step()),
        Did::Answer(text) => run.answer(text).unwrap(),
    }
}

/// A random step; none where the run is over.
fn one_step(chance: &mut Chance, run: &mut Run) -> Option<Did> {
    if run.is_over() {
        return None;
    }
    let question: Option<Question> = run.state().question.clone();
    let Some(question) = question.filter(|question| question.passes_by.is_none() || chance.once_in(3)) else {
        assert!(run.step());
        return Some(Did::Step);
    };
    let given = (0..200).map(|_| answer(chance, &question)).find(|text| run.answer(text).is_ok());
    // A question that takes none of the random answers is left as it is.
    given.map(Did::Answer)
}

/// What can be seen of a run.
type Seen = (CallState, Vec<Beat>, Vec<String>);

fn seen(run: &Run) -> Seen {
    (run.state().clone(), run.beats().to_vec(), run.answers().to_vec())
}

/// A random run, what was done in each of its steps, and what was seen before the first step and after each.
fn random_run(chance: &mut Chance) -> (Run, Vec<Did>, Vec<Seen>) {
    let channel = *chance.pick(&Channel::ALL);
    let mut run = Run::new(random_lab(chance, channel).scene());
    let (mut done, mut kept) = (Vec::new(), vec![seen(&run)]);
    while done.len() < MOST_STEPS
        && let Some(did) = one_step(chance, &mut run)
    {
        done.push(did);
        kept.push(seen(&run));
    }
    (run, done, kept)
}

#[test]
fn back_and_forward_again_is_the_same_run() {
    let mut met = [0; 3];
    for case in 0..cases(400) {
        let mut chance = Chance::new(case);
        let (mut run, done, kept) = random_run(&mut chance);
        assert_eq!((run.steps_taken(), run.steps_ahead()), (done.len(), 0));
        // Anywhere, step by step or at once.
        for _ in 0..6 {
            let to = chance.below(kept.len());
            if chance.once_in(2) {
                run.go_to(to);
            }
            while run.steps_taken() > to {
                assert!(run.back());
            }
            while run.steps_taken() < to {
                assert!(run.forward());
            }
            assert_eq!(seen(&run), kept[to], "case {case}, after {to} steps");
            assert_eq!((run.steps_taken(), run.steps_ahead()), (to, done.len() - to));
            assert_eq!(
                run.states().cloned().collect::<Vec<_>>(),
                kept[..=to].iter().map(|it| it.0.clone()).collect::<Vec<_>>()
            );
            assert_eq!(run.answered().count(), run.answers().len());
        }
        run.go_to(usize::MAX);
        assert!(!run.forward());
        assert_eq!(seen(&run), kept[done.len()]);
        if done.is_empty() {
            continue;
        }
        // The same input keeps the rest.
        let asked: Vec<usize> = (0..done.len()).filter(|at| kept[*at].0.question.is_some()).collect();
        let at = if asked.is_empty() { chance.below(done.len()) } else { *chance.pick(&asked) };
        run.go_to(at);
        redo(&mut run, &done[at]);
        assert_eq!(seen(&run), kept[at + 1], "case {case}");
        assert_eq!(run.steps_ahead(), done.len() - at - 1, "case {case}: the same input drops nothing");
        // Another one drops it, and the run goes on as one that never went back.
        run.go_to(at);
        let mut fresh = Run::new(run.scene.clone());
        done[..at].iter().for_each(|did| redo(&mut fresh, did));
        let Some(did) = one_step(&mut chance, &mut run) else { continue };
        redo(&mut fresh, &did);
        met[0] += usize::from(done[at] == did);
        met[1] += usize::from(done[at] != did && run.steps_ahead() == 0);
        met[2] += usize::from(done[at] != did && run.steps_ahead() > 0);
        while run.steps_taken() < MOST_STEPS
            && let Some(did) = one_step(&mut chance, &mut run)
        {
            redo(&mut fresh, &did);
        }
        assert!(seen(&run) == seen(&fresh), "case {case}: {:?} and {:?}", run.answers(), fresh.answers());
        assert_eq!(fresh.states().count(), fresh.steps_taken() + 1);
    }
    // The same and other inputs were given. What passes by itself is the same input, whether a step lets it pass or an answer says so.
    assert!(met[0] > 50 && met[1] > 50 && met[2] > 5, "{met:?}");
}
