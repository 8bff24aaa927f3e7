//! Test executions: what is kept of a run that has ended, and the run that is made of it again (spec: domain §5).

use std::cmp::Ordering;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::catalog::text::mask_cards;
use crate::model::{Caller, CallerId, Execution, Project, TimedAnswer, VersionId, World, WorldId};
use crate::rules;

use super::report::{Report, prose};
use super::run::Run;
use super::scene::{NO_ENTRY_POINT, Scene, SceneRequest};

/// What is kept of a run. Whatever was typed and may be a payment card is masked.
#[must_use]
pub fn record(run: &Run, at: DateTime<Utc>, digest: String) -> Execution {
    let scene = &run.scene;
    let report = Report::new(run);
    let path: Vec<String> = report.steps.into_iter().map(|step| step.title).collect();
    Execution {
        at,
        caller: masked((*scene.caller).clone()),
        world: World { id: WorldId::default(), ..(*scene.world).clone() },
        entry_point: Some(scene.entry_point.as_ref().map_or(NO_ENTRY_POINT, |entry_point| entry_point.id)),
        seed: scene.seed,
        rules: rules::NUMBER,
        answers: run.timed_answers().map(|(at_ms, text)| TimedAnswer { at_ms, text: mask_cards(text) }).collect(),
        digest,
        path,
        outcome: report.outcome.unwrap_or_default(),
        duration_ms: run.state().interaction.at_ms,
        passages: report.events.iter().map(|event| format!("{} → {}", event.title, event.branch)).collect(),
        trace: mask_cards(&prose(run)),
    }
}

/// A copy that belongs to no project, with what may be a payment card masked.
fn masked(caller: Caller) -> Caller {
    let mut caller = Caller { id: CallerId::default(), ..caller };
    caller.first_message = mask_cards(&caller.first_message);
    for value in caller.variables.values_mut() {
        *value = mask_cards(value);
    }
    if let Some(email) = &mut caller.email {
        email.subject = mask_cards(&email.subject);
        email.body = mask_cards(&email.body);
    }
    caller
}

/// Whether a test execution ran by the rules of this program, so that it can be replayed (spec: meaning §11).
///
/// # Errors
/// Why it cannot be replayed, as a sentence.
pub fn may_replay(execution: &Execution) -> Result<(), &'static str> {
    match execution.rules.cmp(&rules::NUMBER) {
        Ordering::Equal => Ok(()),
        Ordering::Less => Err("Recorded by the rules of an earlier version of Signalbox: this is what happened then."),
        Ordering::Greater => Err("Recorded by the rules of a later version of Signalbox: this is what happened then."),
    }
}

/// The same caller, world, answers and seed over the version as it is now. With the run, why it went no further, if an answer
/// does not fit any more.
///
/// # Errors
/// A sentence, when the version no longer exists, or the execution ran by other rules.
pub fn replay(
    execution: &Execution,
    project: Arc<Project>,
    version: VersionId,
) -> Result<(Run, Option<String>), String> {
    may_replay(execution)?;
    let request = SceneRequest {
        version,
        entry_point: execution.entry_point.filter(|id| *id == NO_ENTRY_POINT || project.entry_points.contains_key(id)),
        caller: execution.caller.clone(),
        world: execution.world.clone(),
        seed: execution.seed,
    };
    let mut run = Run::new(Arc::new(Scene::new(project, request)?));
    let stale = execution.answers.iter().find_map(|answer| give(&mut run, answer).err());
    if stale.is_none() {
        run.to_next_question();
    }
    Ok((run, stale))
}

/// Gives an answer when its time has come: by then, what happens by itself has passed.
fn give(run: &mut Run, answer: &TimedAnswer) -> Result<(), String> {
    loop {
        let is_time = run.state().interaction.at_ms >= answer.at_ms;
        if (is_time && run.fits(&answer.text)) || !run.step() {
            return run.answer(&answer.text);
        }
    }
}
