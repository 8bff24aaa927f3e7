//! A call that is played in time (spec: testing §2).

use crate::model::VersionId;
use crate::sim::Run;

use super::support::Desk;
use crate::app::command::{Command, SimCommand};
use crate::app::services::in_time::{InTime, SPEEDS};
use crate::app::services::open_runs::Origin;
use crate::app::services::simulation::Simulation;

/// The example with a call at its beginning.
fn call() -> (Desk, VersionId, Run) {
    let mut desk = Desk::new();
    desk.click("Try a call");
    let state = desk.state();
    let version = state.parts.simulation.version().unwrap();
    let begin = Run::new(state.parts.simulation.run().unwrap().scene.clone());
    (desk, version, begin)
}

fn ms(ms: u64) -> f64 {
    f64::from(u32::try_from(ms).unwrap())
}

#[test]
fn a_call_takes_its_time_and_waits_for_answers() {
    let (desk, version, begin) = call();
    let mut whole = begin.clone();
    whole.to_next_question();
    let asked_ms = ms(whole.state().interaction.at_ms);
    assert!(asked_ms > 3_000.0, "something is said before the first question");
    for speed in SPEEDS {
        let factor = f64::from(speed) * 1_000.0;
        let mut simulation = Simulation::default();
        simulation.runs.add(version, begin.clone(), Origin::Own).unwrap();
        simulation.in_time = Some(InTime::at(speed, 1, &begin));
        let mut now_s = 100.0;
        let mut looks = 0;
        while let Some(wake_s) = simulation.play_in_time(now_s) {
            let clock_ms = simulation.in_time.unwrap().clock_ms;
            assert!((clock_ms - (now_s - 100.0) * factor).abs() < 1.0, "{clock_ms} at {now_s}");
            // Every step but the last has taken its time.
            let run = simulation.run().unwrap();
            let before = run.state_after(run.steps_taken().saturating_sub(1)).unwrap();
            assert!(ms(before.interaction.at_ms) <= clock_ms + 1.0);
            now_s += wake_s;
            looks += 1;
            assert!(looks < 10_000);
        }
        // The question is there when its text has been said, as soon as the clock is looked at.
        assert!(
            (now_s - 100.0) * factor >= asked_ms - 1.0 && (now_s - 100.0) * factor <= asked_ms + 0.1 * factor + 1.0
        );
        let steps = simulation.run().unwrap().steps_taken();
        assert_eq!((simulation.run().unwrap().waits(), steps), (true, whole.steps_taken()));
        // While nobody answers, the clock stands still.
        assert_eq!(simulation.play_in_time(now_s + 3_600.0), None);
        assert_eq!((simulation.run().unwrap().steps_taken(), simulation.in_time.unwrap().clock_ms), (steps, asked_ms));
        // After the answer the call goes on step by step, to its end.
        simulation.act(SimCommand::Answer("hang up".to_owned()), desk.project()).unwrap();
        assert_eq!(simulation.run().unwrap().steps_taken(), steps + 1);
        let mut now_s = now_s + 3_600.0;
        while let Some(wake_s) = simulation.play_in_time(now_s) {
            now_s += wake_s;
        }
        assert!(simulation.run().unwrap().is_over() && simulation.in_time.is_none());
    }
}

#[test]
fn the_window_plays_and_pauses_a_call() {
    let (mut desk, ..) = call();
    desk.command_at_once(Command::Sim(SimCommand::Restart));
    desk.empty_frame();
    assert_eq!(desk.state().parts.simulation.run().unwrap().steps_taken(), 0);
    desk.command_at_once(Command::Sim(SimCommand::PlayInTime(Some(1))));
    desk.empty_frame();
    assert!(desk.has("Pause") && desk.has("Speed: 1×"));
    let first = desk.state().parts.simulation.run().unwrap().steps_taken();
    assert!(first > 0 && !desk.state().parts.simulation.run().unwrap().waits(), "the first words are being said");
    desk.command_at_once(Command::Sim(SimCommand::PlayInTime(None)));
    desk.empty_frame();
    assert!(desk.has("Play in time") && !desk.has("Speed: 1×"));
    let before = desk.state().parts.simulation.run().unwrap().steps_taken();
    desk.settle();
    assert_eq!(desk.state().parts.simulation.run().unwrap().steps_taken(), before, "it rests while paused");
}
