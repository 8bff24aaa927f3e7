//! The result of a run as data: what `signalbox simulate --json` prints, the same bytes for the same run.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::actions;
use crate::catalog::Effect;
use crate::catalog::text::{clock_words, shorten};

use super::outside_words;
use super::run::Run;
use super::trace::What;

/// The result of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The outcome in words; none while the call is still going on.
    pub outcome: Option<String>,
    /// How it ended, in a sentence.
    pub ending: String,
    /// Every action left, in order.
    pub steps: Vec<StepLine>,
    /// Recorded passages.
    pub events: Vec<EventLine>,
    /// What would have gone to outside systems.
    pub ledger: Vec<LedgerLine>,
    /// Variables at the end, by path.
    pub variables: BTreeMap<String, String>,
    /// What the call waits for, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<WaitLine>,
}

/// An action left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepLine {
    /// Its id in the routing.
    pub action: u32,
    /// Its kind.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// The key of the branch; empty when control moved to another routing.
    pub branch: String,
    /// When it was left, in milliseconds since the call began.
    pub at_ms: u64,
}

/// A recorded passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventLine {
    /// When, in milliseconds since the call began.
    pub at_ms: u64,
    /// The action's id.
    pub action: u32,
    /// The action's title.
    pub title: String,
    /// The branch's label.
    pub branch: String,
}

/// Something for an outside system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LedgerLine {
    /// When, in milliseconds since the call began.
    pub at_ms: u64,
    /// The system.
    pub system: String,
    /// What.
    pub what: String,
}

/// What a call waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaitLine {
    /// The action's id.
    pub action: u32,
    /// What it waits for.
    pub prompt: String,
    /// What can be answered.
    pub answers: Vec<String>,
}

impl Report {
    /// Reads the report off a run.
    #[must_use]
    pub fn new(run: &Run) -> Self {
        let mut report = Self {
            outcome: run.outcome().map(|outcome| outcome.words().to_owned()),
            ending: run.state().ending.clone(),
            steps: Vec::new(),
            events: Vec::new(),
            ledger: Vec::new(),
            variables: run.variables(),
            waits_for: None,
        };
        for beat in run.beats() {
            let action = beat.place.and_then(|place| run.scene.version(place.version)?.flow.actions.get(&place.action));
            let step = |action: &crate::model::Action, branch: &str| StepLine {
                action: action.id.0,
                kind: action.kind.clone(),
                title: actions::title(action).to_owned(),
                branch: branch.to_owned(),
                at_ms: beat.at_ms,
            };
            match (&beat.what, action) {
                (What::Left { branch, .. }, Some(action)) => report.steps.push(step(action, branch)),
                // Control went elsewhere and does not come back: no branch was taken.
                (What::Jumped(_) | What::CameBack(_), Some(action)) => report.steps.push(step(action, "")),
                (What::Effect(Effect::Passage { branch, .. }), Some(action)) => report.events.push(EventLine {
                    at_ms: beat.at_ms,
                    action: action.id.0,
                    title: actions::title(action).to_owned(),
                    branch: branch.clone(),
                }),
                (What::Effect(Effect::Ledger { system, what }), _) => {
                    report.ledger.push(LedgerLine { at_ms: beat.at_ms, system: system.clone(), what: what.clone() });
                }
                _ => {}
            }
        }
        if let (Some(question), Some(place)) = (&run.state().question, run.state().at) {
            report.waits_for = Some(WaitLine {
                action: place.action.0,
                prompt: question.prompt.clone(),
                answers: question.choices.iter().map(|choice| choice.text.clone()).collect(),
            });
        }
        report
    }
}

/// The run as prose, a line a beat: what `signalbox simulate` prints.
#[must_use]
pub fn prose(run: &Run) -> String {
    run.beats()
        .iter()
        .filter_map(|beat| Some(format!("{:>7}  {}\n", clock_words(beat.at_ms), line(run, beat)?)))
        .collect()
}

fn line(run: &Run, beat: &super::trace::Beat) -> Option<String> {
    let title = || {
        let place = beat.place?;
        Some(actions::title(run.scene.version(place.version)?.flow.actions.get(&place.action)?).to_owned())
    };
    Some(match &beat.what {
        What::Began(sentence)
        | What::Jumped(sentence)
        | What::Called(sentence)
        | What::CameBack(sentence)
        | What::Returned(sentence)
        | What::EndRoutingOver(sentence) => sentence.clone(),
        What::Set(fact, value) => outside_words::changed(&run.scene.project, *fact, value),
        What::Left { label, .. } => format!("{} → {label}", title()?),
        What::Ended(outcome, how) => format!("Outcome: {}. {how}", outcome.words()),
        What::Effect(Effect::Heard(text)) => format!("  “{text}”"),
        What::Effect(Effect::Offered(words)) => format!("  [{}]", words.join("] [")),
        What::Effect(Effect::Did(what) | Effect::OthersDid(what)) => format!("  > {what}"),
        What::Effect(Effect::Whispered { who, text }) => format!("  > only {who} hears “{text}”"),
        What::Effect(Effect::Wrote(text)) => format!("  > writes “{}”", shorten(text, 200)),
        // The ledger has said it.
        What::Effect(Effect::Mailed(_)) => return None,
        What::Effect(Effect::Note(note)) => format!("  {note}"),
        What::Effect(Effect::Ledger { system, what }) => format!("  [{system}] {what}"),
        What::Effect(Effect::Assigned { path, before, after }) => format!("  {path}: {before:?} → {after:?}"),
        What::Effect(Effect::ServedBy(user)) => {
            format!("  Served by {}", run.scene.project.resources.get(user).map_or("", |found| found.name.as_str()))
        }
        What::Effect(Effect::Passage { branch, .. }) => format!("  Passage recorded: {} → {branch}", title()?),
    })
}
