//! Answers of a test call that somebody types: a text is read against the question that is open in the call (spec: testing §1).

use std::sync::Arc;

use crate::model::{Project, RecordedAnswer, TestCall, VersionId};

use super::{play, record};

/// The answers of a test call after the one at a place is given in other words; without a place, after one is added where the call stops.
///
/// # Errors
/// A sentence with what can be answered, where the text answers nothing.
pub fn with_answer(
    project: &Arc<Project>,
    call: &TestCall,
    version: VersionId,
    place: Option<usize>,
    text: &str,
) -> Result<Vec<RecordedAnswer>, String> {
    let count = place.unwrap_or(call.answers.len());
    let scene = play::scene(project, call, version)?;
    let (played, left) = play::play_first(scene, call, count);
    if let (Some(_), Some(why)) = (place, played.stale.first()) {
        return Err(format!("An earlier answer does not fit this version, so this one cannot be read. {why}"));
    }
    let mut run = played.run;
    run.play(&[text.to_owned()]).map_err(|why| match why.strip_prefix("Answer 1: ") {
        Some(why) => why.to_owned(),
        None => format!("\"{}\" answers nothing: the call is over before that.", text.trim()),
    })?;
    let answer = record::answers(&run).pop().ok_or_else(|| "This answers no question.".to_owned())?;
    let mut answers = call.answers.clone();
    let is_for_it = |other: &RecordedAnswer| {
        let question = |it: &RecordedAnswer| (it.routing, it.action, it.question, it.key == RecordedAnswer::CHANGE);
        question(other) == question(&answer) && answer.key != RecordedAnswer::CHANGE
    };
    let place = place.or_else(|| answers.iter().position(is_for_it));
    match place.and_then(|place| answers.get_mut(place)) {
        Some(old) => *old = answer,
        None => answers.insert(count.saturating_sub(left).min(answers.len()), answer),
    }
    Ok(answers)
}
