//! The commands of the simulation, carried out on its runs.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::model::{ActionRef, Channel, Project, VersionId};
use crate::sim::breakpoints::Breakpoints;
use crate::sim::run_on::Goal;
use crate::sim::{Run, suite};

use super::in_time::InTime;
use super::open_runs::Origin;
use super::simulation::Simulation;
use crate::app::command::SimCommand;

impl Simulation {
    /// Carries out a command. What is remarkable about it is returned as a sentence for the user.
    ///
    /// # Errors
    /// The reason, as a sentence for the user.
    pub fn act(&mut self, command: SimCommand, project: &Arc<Project>) -> Result<Option<String>, String> {
        match command {
            SimCommand::Start(version) => self.begin(version, None, project)?,
            SimCommand::StartOn(version, at) => self.begin(version, Some(at), project)?,
            SimCommand::Restart => {
                if let Some(version) = self.version() {
                    let run = Run::new(self.scene(project, version)?);
                    self.choosing = None;
                    self.runs.replace(version, run, Origin::Own);
                }
            }
            SimCommand::Replay => return self.replay(project),
            SimCommand::RunTo(place) => self.run_to(place, project)?,
            SimCommand::SetCaller(caller) => {
                self.caller = caller;
                self.letter = None;
                self.begin_again(project)?;
            }
            SimCommand::SetWorld(world) => {
                (self.world, self.start) = (world, None);
                (self.own.start, self.own.typed) = (None, None);
                self.begin_again(project)?;
            }
            SimCommand::SetNumber(number) => self.own.number = number,
            SimCommand::TypeWhen(typed) => self.own.typed = typed,
            SimCommand::ToggleDifferent(different) => self.own.toggle(different),
            SimCommand::SetSeed(seed) => {
                self.seed = seed;
                self.begin_again(project)?;
            }
            SimCommand::SetEntryPoint(entry_point) => {
                self.entry_point = entry_point;
                self.begin_again(project)?;
            }
            SimCommand::Choose(is_choosing) => {
                (self.choosing, self.is_beside) = (self.version().filter(|_| is_choosing), false);
            }
            SimCommand::Beside => (self.choosing, self.is_beside) = (self.version(), true),
            SimCommand::ToggleBreakpoint(place, branch) => self.breakpoints.toggle(place, branch.as_deref()),
            SimCommand::RemoveBreakpoints => self.breakpoints = Breakpoints::default(),
            SimCommand::Pin(path) => {
                if !self.pinned.remove(&path) {
                    self.pinned.insert(path);
                }
            }
            SimCommand::Fork(steps) => {
                let now = self.run().map_or(0, Run::steps_taken);
                self.runs.fork(steps.unwrap_or(now))?;
            }
            SimCommand::ShowRun(number) => {
                self.choosing = None;
                self.runs.show(number);
            }
            SimCommand::PlayInTime(speed) => self.in_time = self.in_time_at(speed),
            SimCommand::CloseRun(number) => self.close(Some(number)),
            SimCommand::Stop => self.close(None),
            other => self.drive(other)?,
        }
        Ok(None)
    }

    /// The run shown as it is played at a speed; none without a speed, and where the run is over.
    fn in_time_at(&self, speed: Option<u32>) -> Option<InTime> {
        let (open, speed) = self.runs.shown().filter(|open| !open.run.is_over()).zip(speed)?;
        Some(
            self.in_time.map_or_else(|| InTime::at(speed, open.number, &open.run), |in_time| in_time.with_speed(speed)),
        )
    }

    /// Closes a run; the one shown without a number.
    fn close(&mut self, number: Option<u32>) {
        if let Some(number) = number.or_else(|| self.runs.shown().map(|open| open.number)) {
            self.runs.close(number);
        }
        self.choosing = None;
    }

    /// Starts a run at a moment, or when the world says. Where an email comes in and nobody wrote it yet, asks for it first.
    fn begin(&mut self, version: VersionId, at: Option<DateTime<Utc>>, project: &Arc<Project>) -> Result<(), String> {
        self.start = at;
        if self.has_something_to_say(project, version) {
            return self.start(version, project);
        }
        self.choosing = Some(version);
        Ok(())
    }

    /// Starts a run: in a tab of its own where the run shown is of another version, or where that was asked for.
    fn start(&mut self, version: VersionId, project: &Arc<Project>) -> Result<(), String> {
        let mut run = Run::new(self.scene(project, version)?);
        let breakpoints = &self.breakpoints;
        if breakpoints.stop(&run).is_none() {
            go_on(&mut run, breakpoints);
        }
        let is_other = self.version().is_some_and(|shown| shown != version);
        if is_other || (self.is_beside && self.version().is_some()) {
            self.runs.add(version, run, Origin::Own)?;
        } else {
            self.runs.replace(version, run, Origin::Own);
        }
        (self.choosing, self.is_beside) = (None, false);
        Ok(())
    }

    /// Plays the run again through the trees as they are now, with the same answers.
    fn replay(&mut self, project: &Arc<Project>) -> Result<Option<String>, String> {
        let Some(open) = self.runs.shown() else { return Ok(None) };
        let (version, earlier) = (open.version, open.run.clone());
        let played = suite::again(&earlier, project)?;
        self.runs.replace(version, played.run, Origin::Earlier(Box::new(earlier)));
        let parting = self.parting();
        if let Some(open) = self.runs.shown_mut() {
            open.steps_before = open.run.steps_taken().saturating_sub(1);
            self.breakpoints.take_back(&mut open.run);
        }
        let remarks: Vec<String> = played.stale.into_iter().chain(played.moved).collect();
        Ok(Some(match parting {
            _ if !remarks.is_empty() => remarks.join(" "),
            Some(_) => "The run goes another way now. The conversation marks where.".to_owned(),
            None => "The run goes the same way as before.".to_owned(),
        }))
    }

    /// Runs on from where the run is until an action is about to run, or to a breakpoint; a run that is over begins again, and without a
    /// run one is started. Where the action is not reached, nothing changes.
    fn run_to(&mut self, place: ActionRef, project: &Arc<Project>) -> Result<(), String> {
        if self.run().is_none() && !self.has_something_to_say(project, place.version) {
            self.choosing = Some(place.version);
            return Ok(());
        }
        let mut run = match self.run() {
            Some(run) if run.is_over() => Run::new(run.scene.clone()),
            Some(run) => run.clone(),
            None => Run::new(self.scene(project, place.version)?),
        };
        let steps_before = run.steps_taken();
        let breakpoints = &self.breakpoints;
        if !run.run_on(Goal::End, &|run| run.is_before(place) || breakpoints.stop(run).is_some()) {
            let title = run.scene.title(place);
            return Err(format!("“{title}” is not reached from here by the first answers. The run is where it was."));
        }
        match self.runs.shown_mut() {
            Some(open) => (open.run, open.steps_before) = (run, steps_before),
            None => self.runs.replace(place.version, run, Origin::Own),
        }
        Ok(())
    }

    /// Restarts after a choice, unless the user is still choosing.
    fn begin_again(&mut self, project: &Arc<Project>) -> Result<(), String> {
        if self.choosing.is_some() { Ok(()) } else { self.act(SimCommand::Restart, project).map(drop) }
    }

    fn drive(&mut self, command: SimCommand) -> Result<(), String> {
        let breakpoints = &self.breakpoints;
        let is_in_time = self.in_time.is_some();
        let Some(open) = self.runs.shown_mut() else { return Ok(()) };
        let run = &mut open.run;
        open.steps_before = run.steps_taken();
        let is_stopped = |run: &Run| breakpoints.stop(run).is_some();
        match command {
            SimCommand::Step if !run.step() && run.waits() => {
                return Err("The run is waiting for an answer. Choose one.".to_owned());
            }
            SimCommand::Answer(answer) => {
                let is_change = run.is_change(&answer);
                run.answer(&answer)?;
                // The next question, or the end, is shown at once, unless time passes until then.
                if !is_change && !is_in_time && !is_stopped(run) {
                    go_on(run, breakpoints);
                }
            }
            SimCommand::ToNextQuestion => {
                run.run_on(Goal::Question, &is_stopped);
            }
            SimCommand::ToEnd => {
                run.run_on(Goal::End, &is_stopped);
            }
            SimCommand::Back => {
                run.back();
                open.steps_before = run.steps_taken().saturating_sub(1);
            }
            SimCommand::Forward => {
                run.forward();
            }
            SimCommand::GoTo(steps) => {
                run.go_to(steps);
                open.steps_before = run.steps_taken().saturating_sub(1);
            }
            _ => {}
        }
        Ok(())
    }
}

/// Runs until somebody must act, or to a breakpoint. In a chat, time passes step by step, since the customer may write meanwhile.
fn go_on(run: &mut Run, breakpoints: &Breakpoints) {
    let goal = if run.scene.channel() == Channel::Messaging { Goal::Wait } else { Goal::Question };
    run.run_on(goal, &|run| breakpoints.stop(run).is_some());
}
