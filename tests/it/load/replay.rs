//! The inputs of one contact of a load run, given to the plain engine, yield the very same contact (spec: load §6).

use std::collections::BTreeSet;
use std::path::Path;

use signalbox::actions;
use signalbox::load::{ContactId, Watched, run, watch};
use signalbox::model::{ActionRef, Project, Scenario, TreeType};
use signalbox::sim::engine::{begin, go_on};
use signalbox::sim::trace::Left;
use signalbox::sim::{Beat, Scene, SilentRun, What};

use crate::support::cases;

/// An action that was left, by which branch, and when.
type Step = (ActionRef, Option<String>, u64);

/// What the beats of a plain run say.
fn told(beats: &[Beat]) -> Vec<Step> {
    let left = beats.iter().filter_map(|beat| match &beat.what {
        What::Left { taken, .. } => Some((beat.place?, Some(taken.clone()), beat.at_ms)),
        What::Stopped(_) | What::Jumped(_) | What::CameBack(_) => Some((beat.place?, None, beat.at_ms)),
        _ => None,
    });
    left.collect()
}

/// What a silent run has noted.
fn noted(scene: &Scene, left: &[Left]) -> Vec<Step> {
    let key = |left: &Left| {
        let routing = &scene.project.routings[&scene.version(left.at.version)?.info.routing];
        let tree = TreeType { kind: routing.kind, channel: routing.channel };
        actions::branch_keys(scene.action(left.at)?, tree).get(usize::from(left.branch?)).cloned()
    };
    left.iter().map(|left| (left.at, key(left), left.at_ms)).collect()
}

fn assert_plays_again(watched: &Watched, words: &str) {
    let scene = watched.scene.clone().unwrap();
    let (mut state, mut beats) = begin(&scene);
    for input in &watched.inputs {
        beats.extend(go_on(&scene, &mut state, input));
    }
    assert_eq!(told(&beats), noted(&scene, &watched.left), "{words}");
    let end = &watched.end;
    assert_eq!((&state.outcome, &state.ending, state.served_by), (&end.outcome, &end.ending, end.served_by), "{words}");
    // The clock, variables, counters of passages, tags, cases and whatever else belongs to the interaction.
    assert_eq!(state.interaction, end.interaction, "{words}");
    assert!(state.is_over() == end.is_over(), "{words}");
    let mut silent = SilentRun::new(scene.into());
    watched.inputs.iter().for_each(|input| silent.take(input.clone()));
    assert_eq!(silent.left(), watched.left, "{words}");
    assert_eq!(silent.state().interaction, end.interaction, "{words}");
}

/// Every kept example of every arrow, or some of them.
fn plays_again(path: &str, least: usize) {
    let project: Project = signalbox::storage::load(Path::new(path)).unwrap().0.project;
    let kept = project.scenarios.values().next().unwrap();
    let quick = cases(1) < 8;
    let asked = Scenario { replications: if quick { 2 } else { kept.replications }, ..(**kept).clone() };
    let found = run(&project, &asked).unwrap();
    let examples = found.total.passages.values().flat_map(|it| &it.examples).map(|(_, id)| *id);
    let all: BTreeSet<ContactId> = examples.collect();
    assert!(all.len() >= least, "{}", all.len());
    let every = if quick { all.len() / least } else { 1 };
    for (number, id) in all.into_iter().step_by(every).enumerate() {
        let watched = watch(&project, &asked, None, id).unwrap();
        assert_plays_again(&watched, &format!("{path}, {id:?}"));
        if number == 0 {
            let again = watch(&project, &asked, None, id).unwrap();
            assert_eq!((again.inputs, again.left, again.end), (watched.inputs, watched.left, watched.end));
        }
    }
}

#[test]
fn contacts_of_the_claims_line_play_again() {
    plays_again("projects/claims_line.ron", 30);
}

#[test]
fn contacts_of_the_airline_play_again() {
    plays_again("projects/airline_after_sales.ron", 30);
}
