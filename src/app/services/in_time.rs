//! Playing a run in time: what happens takes as long as it would take on the telephone, or a part of that (spec: testing §2). The clock
//! stands still while somebody must answer.

use crate::sim::Run;
use crate::sim::breakpoints::Breakpoints;

/// How many times as fast as in reality a run can be played.
pub const SPEEDS: [u32; 4] = [1, 5, 10, 60];
/// Most steps at one moment: a run that goes on without any time does not hold up the window.
const MOST_STEPS: usize = 200;
/// What is so near counts as reached, in milliseconds: seconds of the window are not exact.
const CLOSE_MS: f64 = 0.5;
/// How often the clock is drawn, in seconds.
const TICK_S: f64 = 0.1;

/// A run that is played in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InTime {
    /// How many times as fast as in reality.
    pub speed: u32,
    /// The time since the call began, in milliseconds.
    pub clock_ms: f64,
    /// When that was read, in seconds of the window; none before the first frame.
    read_s: Option<f64>,
    /// The tab of the run, and how many steps it had taken then. Where they are others, somebody has gone elsewhere.
    of: (u32, usize),
}

/// What follows from playing on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Next {
    /// Draw again after so many seconds.
    After(f64),
    /// Somebody must answer.
    Waits,
    /// The run is over, or at a breakpoint.
    Ends,
}

impl InTime {
    /// Begins at the moment at which a run is.
    #[must_use]
    pub fn at(speed: u32, number: u32, run: &Run) -> Self {
        Self { speed: speed.max(1), clock_ms: at_ms(run), read_s: None, of: (number, run.steps_taken()) }
    }

    /// The same at another speed.
    #[must_use]
    pub fn with_speed(self, speed: u32) -> Self {
        Self { speed: speed.max(1), ..self }
    }

    /// The clock in whole milliseconds since the call began.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the clock never goes below zero")]
    pub fn whole_ms(&self) -> u64 {
        self.clock_ms as u64
    }

    /// Lets the clock go on to a moment of the window, in seconds, and takes the steps that are due by then.
    pub fn play(&mut self, number: u32, run: &mut Run, breakpoints: &Breakpoints, now_s: f64) -> Next {
        if self.of != (number, run.steps_taken()) {
            *self = Self { read_s: self.read_s, ..Self::at(self.speed, number, run) };
        }
        let passed_s = (now_s - self.read_s.unwrap_or(now_s)).max(0.0);
        self.read_s = Some(now_s);
        self.clock_ms += passed_s * 1_000.0 * f64::from(self.speed);
        let next = self.take_steps(run, breakpoints);
        self.of = (number, run.steps_taken());
        next
    }

    fn take_steps(&mut self, run: &mut Run, breakpoints: &Breakpoints) -> Next {
        for _ in 0..MOST_STEPS {
            // What an action says or does is shown when it begins; then the clock catches up.
            if self.clock_ms + CLOSE_MS < at_ms(run) {
                return self.wait_until(at_ms(run));
            }
            if run.is_over() {
                return Next::Ends;
            }
            let Some(due_ms) = run.next_ms() else {
                self.clock_ms = at_ms(run);
                return Next::Waits;
            };
            // What passes by itself, such as a talk, is over when its time has passed.
            let passes = run.state().question.is_some();
            if passes && self.clock_ms + CLOSE_MS < ms(due_ms) {
                return self.wait_until(ms(due_ms));
            }
            if !run.step() || breakpoints.stop(run).is_some() {
                return Next::Ends;
            }
        }
        Next::After(TICK_S)
    }

    fn wait_until(&self, ms: f64) -> Next {
        Next::After(((ms - self.clock_ms) / 1_000.0 / f64::from(self.speed)).min(TICK_S))
    }
}

fn at_ms(run: &Run) -> f64 {
    ms(run.state().interaction.at_ms)
}

/// Milliseconds of a run; one of thousands of years would lose some.
#[expect(clippy::cast_precision_loss, reason = "no run lasts so long that a millisecond of it matters here")]
fn ms(ms: u64) -> f64 {
    ms as f64
}
