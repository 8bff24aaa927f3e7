//! What a screen reader announces of a run: the lines that have come, and the question that is open.

use crate::sim::Run;

use super::lines::lines;

/// The most answers that are read out.
const MOST_ANSWERS: usize = 12;

/// The lines of a run after the first `earlier` beats, and the open question with its answers.
#[must_use]
pub fn spoken(run: &Run, earlier: usize) -> String {
    let told = lines(run, earlier, None);
    let mut words: Vec<String> = told.iter().map(|line| sentence(&line.spoken())).collect();
    if let Some(question) = run.state().question.as_ref().filter(|_| !run.is_over()) {
        words.push(sentence(&question.prompt));
        let answers = question.choices.iter().take(MOST_ANSWERS).map(|choice| choice.text.to_string());
        words.push(sentence(&format!("Answers: {}", answers.collect::<Vec<_>>().join(", "))));
    }
    words.retain(|words| !words.is_empty());
    words.join(" ")
}

/// A text with a stop at its end, where a listener needs one.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '?', '!', ':', '…']) { text.to_owned() } else { format!("{text}.") }
}
