//! Stepping a run (spec: testing §2), mostly over random trees: back and forward against runs that never went back, breakpoints and *run to here*
//! against stepping by hand, and forks.

use std::collections::BTreeSet;

use signalbox::catalog::sample::{ANA, BEN};
use signalbox::catalog::{AnswerInput, Question};
use signalbox::model::{ActionId, ActionRef, Channel, RecordedAnswer, UserState, VersionId};
use signalbox::sim::breakpoints::{Breakpoints, Stopped};
use signalbox::sim::report::prose;
use signalbox::sim::run_on::Goal;
use signalbox::sim::trace::first_difference;
use signalbox::sim::{Beat, CallState, Run, What, execution, suite};

use crate::random_runs::{answer, random_lab};
use crate::support::{Chance, Lab, cases};

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

/// Changes in mid-run.
const CHANGES: [&str; 7] = [
    "set customer.tier to gold",
    "set customer.points to 12",
    "set customer.name to",
    "set Ana busy",
    "set Ben available",
    "set Support waiting 3",
    "set Email down",
];

/// A random step; none where the run is over.
fn one_step(chance: &mut Chance, run: &mut Run) -> Option<Did> {
    if run.is_over() {
        return None;
    }
    if chance.once_in(6) {
        let text = (*chance.pick(&CHANGES)).to_owned();
        run.answer(&text).unwrap();
        return Some(Did::Answer(text));
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

/// Where runs are to stop.
#[derive(Default)]
struct Stops {
    actions: BTreeSet<ActionRef>,
    branches: BTreeSet<(ActionRef, String)>,
}

impl Stops {
    fn breakpoints(&self) -> Breakpoints {
        let mut breakpoints = Breakpoints::default();
        self.actions.iter().for_each(|action| breakpoints.toggle(*action, None));
        self.branches.iter().for_each(|(action, branch)| breakpoints.toggle(*action, Some(branch)));
        breakpoints
    }

    /// Goes on step by step, and says whether a stop was met. Too long a run is left.
    fn by_hand(&self, run: &mut Run, goal: Goal) -> Option<bool> {
        for _ in 0..1_000 {
            let beats = run.beats().len();
            if !run.step() {
                let question = run.state().question.clone().filter(|_| goal == Goal::End);
                let Some(question) = question else { return Some(false) };
                let is_typed = |input| matches!(input, Some(AnswerInput::Keys | AnswerInput::Text));
                let first = question.choices.iter().find(|choice| !is_typed(choice.input));
                if run.answer(first.map_or("hang up", |choice| &choice.text)).is_err() {
                    return Some(false);
                }
            }
            let state = run.state();
            let is_next = !state.is_entered && state.question.is_none() && state.outcome.is_none();
            let is_end = state.outcome.is_some() && !run.is_over() && !state.is_entered && state.question.is_none();
            let is_action = state.at.is_some_and(|at| self.actions.contains(&at)) && (is_next || is_end);
            let is_branch = run.beats()[beats..].iter().any(|beat| match &beat.what {
                What::Left { branch, .. } => self.branches.contains(&(beat.place.unwrap(), branch.clone())),
                _ => false,
            });
            if is_action || is_branch {
                return Some(true);
            }
        }
        None
    }
}

#[test]
fn a_run_that_goes_on_stops_where_one_that_is_stepped_meets_a_breakpoint() {
    let mut met = [0; 4];
    for case in 0..cases(300) {
        let mut chance = Chance::new(9_000 + case);
        let (whole, _, _) = random_run(&mut chance);
        let places: BTreeSet<ActionRef> = whole.states().filter_map(|state| state.at).collect();
        let left: Vec<(ActionRef, String)> = whole
            .beats()
            .iter()
            .filter_map(|beat| match &beat.what {
                What::Left { branch, .. } => Some((beat.place?, branch.clone())),
                _ => None,
            })
            .collect();
        let mut stops = Stops::default();
        stops.actions.extend(places.iter().filter(|_| chance.once_in(4)));
        stops.branches.extend(left.iter().filter(|_| chance.once_in(4)).cloned());
        let breakpoints = stops.breakpoints();
        let goal = *chance.pick(&[Goal::Question, Goal::End]);
        let mut by_hand = Run::new(whole.scene.clone());
        let mut run = by_hand.clone();
        for _ in 0..4 {
            let Some(is_met) = stops.by_hand(&mut by_hand, goal) else { break };
            let stopped = run.run_on(goal, &|run| breakpoints.stop(run).is_some());
            assert_eq!(stopped, is_met, "case {case}");
            assert!(
                seen(&run) == seen(&by_hand),
                "case {case}: {} and {} steps",
                run.steps_taken(),
                by_hand.steps_taken()
            );
            match breakpoints.stop(&run).filter(|_| stopped) {
                Some(Stopped::Before(at)) => {
                    met[0] += 1;
                    assert!(stops.actions.contains(&at) && run.state().at == Some(at), "case {case}");
                }
                Some(Stopped::After(at, _)) => {
                    met[1] += 1;
                    assert!(stops.branches.iter().any(|(of, _)| *of == at), "case {case}");
                }
                None => met[2] += 1,
            }
        }
        // Run to here: an action that is passed later is reached, and the run has not entered it yet.
        let Some(target) = places.iter().next_back().copied() else { continue };
        let mut run = Run::new(whole.scene.clone());
        let only = Stops { actions: [target].into(), ..Stops::default() };
        let mut by_hand = run.clone();
        let Some(is_met) = only.by_hand(&mut by_hand, Goal::End) else { continue };
        assert_eq!(run.run_on(Goal::End, &|run| run.is_before(target)), is_met, "case {case}");
        assert!(seen(&run) == seen(&by_hand), "case {case}");
        met[3] += usize::from(is_met);
    }
    assert!(met.iter().all(|count| *count > 40), "{met:?}");
}

#[test]
fn a_breakpoint_on_a_branch_that_falls_back_is_met_too() {
    // The overflow has no link of its own, so the link of Unprocessed is followed.
    let lab = Lab::new("start -> queue(support); queue[Unprocessed] -> say(Sorry) -> end")
        .given(|lab| lab.world.users.extend([ANA, BEN].map(|user| (user, UserState::Offline))));
    let whole = lab.run("");
    let left = whole.beats().iter().find_map(|beat| match &beat.what {
        What::Left { branch, taken, label, .. } if branch != taken => {
            Some((beat.place.unwrap(), branch.clone(), taken.clone(), label.clone()))
        }
        _ => None,
    });
    let (queue, followed, taken, label) = left.expect("a fallback is followed");
    assert_eq!(
        (followed.as_str(), taken.as_str(), label.as_str()),
        ("unprocessed", "overflow", "Overflow (any), by Unprocessed")
    );
    for branch in [&followed, &taken] {
        let stops = Stops { branches: [(queue, branch.clone())].into(), ..Stops::default() };
        let breakpoints = stops.breakpoints();
        let mut run = Run::new(lab.scene());
        assert!(run.run_on(Goal::End, &|run| breakpoints.stop(run).is_some()));
        assert_eq!(breakpoints.stop(&run), Some(Stopped::After(queue, label.clone())), "{branch}");
        // Taken back to the first breakpoint on its way, the whole run is there as well.
        let mut back = whole.clone();
        breakpoints.take_back(&mut back);
        assert_eq!((seen(&back), back.steps_taken() + back.steps_ahead()), (seen(&run), whole.steps_taken()));
    }
    let other = Stops { branches: [(queue, "processed".to_owned())].into(), ..Stops::default() };
    let breakpoints = other.breakpoints();
    let mut run = Run::new(lab.scene());
    assert!(!run.run_on(Goal::End, &|run| breakpoints.stop(run).is_some()) && run.is_over());
}

#[test]
fn breakpoints_are_kept_as_text_and_only_where_their_actions_exist() {
    let at = |version: u32, action: u32| ActionRef { version: VersionId(version), action: ActionId(action) };
    let mut breakpoints = Breakpoints::default();
    breakpoints.toggle(at(4, 1), None);
    breakpoints.toggle(at(4, 2), Some("row:1"));
    breakpoints.toggle(at(5, 2), None);
    let text = ron::to_string(&breakpoints).unwrap();
    assert_eq!(ron::from_str::<Breakpoints>(&text).unwrap(), breakpoints);
    let kept = breakpoints.retained(|action| action != at(4, 2));
    assert!(kept.has(at(4, 1)) && kept.has(at(5, 2)) && kept.of(VersionId(4)).branches.is_empty());
    assert_eq!(breakpoints.of(VersionId(4)).branches.len(), 1);
    for (action, branch) in [(at(4, 1), None), (at(4, 2), Some("row:1")), (at(5, 2), None)] {
        breakpoints.toggle(action, branch);
    }
    assert!(breakpoints.is_empty());
}

#[test]
fn a_fork_leaves_its_origin_alone_and_parts_at_the_first_difference() {
    let mut met = [0; 2];
    for case in 0..cases(300) {
        let mut chance = Chance::new(20_000 + case);
        let (origin, done, kept) = random_run(&mut chance);
        let at = chance.below(done.len() + 1);
        let mut fork = origin.clone();
        fork.go_to(at);
        while fork.steps_taken() < MOST_STEPS && one_step(&mut chance, &mut fork).is_some() {}
        let parting = first_difference(fork.beats(), origin.beats());
        // By hand: the first place where both have a beat, and not the same.
        let shorter = fork.beats().len().min(origin.beats().len());
        let mut by_hand = None;
        for place in (0..shorter).rev() {
            if fork.beats()[place] != origin.beats()[place] {
                by_hand = Some(place);
            }
        }
        assert_eq!(parting, by_hand, "case {case}");
        assert!(
            parting.is_none_or(|place| place >= kept[at].1.len()),
            "case {case}: what came before the fork is the same"
        );
        met[usize::from(parting.is_some())] += 1;
        let mut again = origin;
        for (steps, expected) in kept.iter().enumerate() {
            again.go_to(steps);
            assert!(seen(&again) == *expected, "case {case}: the origin has changed");
        }
    }
    assert!(met[0] > 20 && met[1] > 20, "{met:?}");
}

#[test]
fn changes_in_mid_run_are_recorded_and_played_again() {
    let (mut at_questions, mut before_actions) = (0, 0);
    for case in 0..cases(600) {
        let mut chance = Chance::new(40_000 + case);
        let (run, _, _) = random_run(&mut chance);
        let mut call = suite::record(&run);
        at_questions += call.answers.iter().filter(|answer| answer.key == RecordedAnswer::CHANGE).count();
        before_actions += call.answers.iter().filter(|answer| answer.key == RecordedAnswer::CHANGE_BEFORE).count();
        call.expectations.clear();
        let (project, version) = (run.scene.project.clone(), run.scene.version.id);
        let again = suite::run_one(&project, &call, version);
        assert_eq!((again.stale, again.moved), (Vec::new(), Vec::new()), "case {case}: {:?}", run.answers());
        let again = again.run.unwrap();
        assert_eq!(again.answers(), run.answers(), "case {case}");
        // A run that was left in the middle is played on.
        assert!(again.beats().starts_with(run.beats()), "case {case}: {:?}", run.answers());
        assert!(!run.is_over() || again.beats().len() == run.beats().len(), "case {case}");
    }
    assert!(at_questions > 120 && before_actions > 200, "{at_questions} and {before_actions}");
}

#[test]
fn a_variable_has_another_value_from_the_moment_at_which_it_was_changed() {
    let flow = "start -> menu(1 Go); menu[1] -> test(customer.tier = gold); test[gold] -> say(Gold) -> end; rest -> say2(Other) -> end";
    let lab = Lab::new(flow);
    for (script, heard) in [
        ("press 1", "“Other”"),
        ("set customer.tier to gold; press 1", "“Gold”"),
        ("SET Customer.Tier TO  gold ; press 1", "“Gold”"),
        ("set customer.tier to gold; set customer.tier to; press 1", "“Other”"),
        ("press 1; set customer.tier to gold before \"test\"", "“Gold”"),
        ("press 1; set customer.tier to gold before \"say2\"", "“Other”"),
        // Nothing has this title, so the words belong to the value.
        ("set customer.tier to gold before \"noon\"; press 1", "“Other”"),
    ] {
        let run = lab.run(script);
        assert!(prose(&run).contains(heard) && run.is_over(), "{script}\n{}", prose(&run));
    }
    let run = lab.run("set customer.tier to gold before \"noon\"; press 1");
    assert_eq!(run.read("customer.tier"), "gold before \"noon\"");
    // It is an entry of the trace and of the answers, and a step back takes it back.
    let mut run = lab.run("");
    run.answer("set customer.points to 12.50").unwrap();
    assert!(prose(&run).contains("From now on customer.points is \"12.50\" (before: \"10\")."), "{}", prose(&run));
    assert_eq!(
        (run.answers(), run.read("customer.points").as_str()),
        (["set customer.points to 12.50".to_owned()].as_slice(), "12.50")
    );
    assert!(run.waits() && run.back());
    assert_eq!((run.answers().len(), run.read("customer.points").as_str()), (0, "10"));
    // Before an action runs, the answer says which.
    let mut run = Run::new(lab.scene());
    run.answer("set customer.tier to gold").unwrap();
    assert_eq!(run.answers(), ["set customer.tier to gold before \"Start\""]);
    for (wrong, why) in [
        ("set customer.points to many", "does not fit customer.points (number)"),
        ("set call.number to 5", "call.number is read-only."),
        ("set customer.nothing to 5", "changes nothing"),
        ("set customer.tier gold", "changes nothing"),
        ("set customer.tier to gold before \"test\"", "\"test\" is not the action that runs next."),
    ] {
        let before = seen(&run);
        let said = run.answer(wrong).err().unwrap_or_default();
        assert!(said.contains(why), "{wrong}: {said}");
        assert!(seen(&run) == before);
    }
    // After the end nothing can be changed.
    let mut over = lab.run("press 1");
    assert!(over.answer("set customer.tier to gold").is_err() && over.answers() == ["press 1"]);
    let (_, done) = Lab::new("start -> menu(1 Go); menu[1] -> end").try_run("press 1; set customer.tier to gold");
    assert!(done.unwrap_err().contains("comes after the call is over"));
}

#[test]
fn a_test_execution_with_changes_is_replayed() {
    let lab = Lab::new(
        "start -> pause(5s) -> menu(1 Go); menu[1] -> test(customer.tier = gold); test[gold] -> say(Gold) -> end; rest -> end",
    );
    let mut run = Run::new(lab.scene());
    assert!(run.step());
    run.answer("set customer.points to 3").unwrap();
    run.run_on(Goal::Question, &|_| false);
    run.answer("set customer.score to 4").unwrap();
    run.answer("press 1").unwrap();
    run.answer("set customer.tier to gold").unwrap();
    run.to_end();
    assert!(prose(&run).contains("“Gold”"));
    let kept = execution::record(&run, chrono::DateTime::default(), String::new());
    let (again, stale) = execution::replay(&kept, run.scene.project.clone(), run.scene.version.id).unwrap();
    assert_eq!((stale, again.answers()), (None, run.answers()));
    assert_eq!(again.beats(), run.beats());
}
