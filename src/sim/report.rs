//! The result of a run as data: what `signalbox simulate --json` prints, the same bytes for the same run.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::actions;
use crate::catalog::Effect;
use crate::catalog::text::{clock_words, shorten};
use crate::model::ActionRef;

use super::outside_words;
use super::run::Run;
use super::trace::{Beat, What};

/// The result of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The outcome in words; none while the call is still going on.
    pub outcome: Option<String>,
    /// How it ended, in a sentence.
    pub ending: String,
    /// How long the interaction took by the virtual clock, in milliseconds, with the *interaction end* routing; how long so far, while it is still going on.
    pub duration_ms: u64,
    /// Every action left, in order.
    pub steps: Vec<StepLine>,
    /// Recorded passages.
    pub events: Vec<EventLine>,
    /// What would have gone to outside systems.
    pub ledger: Vec<LedgerLine>,
    /// Variables at the end, by path.
    pub variables: BTreeMap<String, String>,
    /// What was said, written and done, in order.
    pub transcript: Vec<TranscriptLine>,
    /// Why decisions were made, and other remarks, in order.
    pub reasons: Vec<ReasonLine>,
    /// Who served the customer, in order.
    pub served_by: Vec<ServedLine>,
    /// The action in which the customer left, if the customer did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_in: Option<PlaceLine>,
    /// What the call waits for, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<WaitLine>,
}

/// Where an action is: two routings have actions of the same number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlaceLine {
    /// The reference of the routing.
    pub routing: String,
    /// The name of the version.
    pub version: String,
    /// The action's id in the routing.
    pub action: u32,
    /// The action's title.
    pub title: String,
}

/// Something said, written or done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TranscriptLine {
    /// When, in milliseconds since the call began.
    pub at_ms: u64,
    /// Who: `system`, `customer` or `others`.
    pub by: &'static str,
    /// What.
    pub what: String,
}

/// Why a decision was made, or a remark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReasonLine {
    /// When, in milliseconds since the call began.
    pub at_ms: u64,
    /// The reference of the routing.
    pub routing: String,
    /// The action's id in the routing.
    pub action: u32,
    /// The reason.
    pub what: String,
}

/// A person took the interaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServedLine {
    /// When, in milliseconds since the call began.
    pub at_ms: u64,
    /// The reference of the user.
    pub user: String,
    /// The name of the user.
    pub name: String,
}

/// An action left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepLine {
    /// The reference of its routing.
    pub routing: String,
    /// The name of its version.
    pub version: String,
    /// Its id in the routing.
    pub action: u32,
    /// Its kind.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// The key of the branch whose link was followed; empty when it was left without a branch.
    pub branch: String,
    /// The label of the branch that was taken; where the link of another branch was followed, both: `Message left, by No answer`. Empty when it was left without a branch.
    pub label: String,
    /// How it was left: by a `branch`, by a `jump` into another routing, because a called routing `comes_back`, or because the interaction ended in it: `customer_left`,
    /// `closed`, `waiting` in the pool, `taken` from the pool, `error`.
    pub left: &'static str,
    /// When it was left, in milliseconds since the call began.
    pub at_ms: u64,
}

/// A recorded passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventLine {
    /// When, in milliseconds since the call began.
    pub at_ms: u64,
    /// The reference of the routing.
    pub routing: String,
    /// The name of the version.
    pub version: String,
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
    /// The reference of the routing.
    pub routing: String,
    /// The name of the version.
    pub version: String,
    /// The action's id.
    pub action: u32,
    /// What it waits for.
    pub prompt: String,
    /// What can be answered.
    pub answers: Vec<String>,
    /// What was read at an earlier moment and may be changed now, each as it is written among the answers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<String>,
}

impl Report {
    /// Reads the report off a run.
    #[must_use]
    pub fn new(run: &Run) -> Self {
        let mut report = Self {
            outcome: run.outcome().map(|outcome| outcome.words().to_owned()),
            ending: run.state().ending.clone().into_owned(),
            duration_ms: run.state().interaction.at_ms,
            steps: Vec::new(),
            events: Vec::new(),
            ledger: Vec::new(),
            variables: run.variables(),
            transcript: Vec::new(),
            reasons: Vec::new(),
            served_by: Vec::new(),
            left_in: None,
            waits_for: None,
        };
        run.beats().iter().for_each(|beat| report.add(run, beat));
        if let (Some(question), Some(at)) = (&run.state().question, run.state().at) {
            let place = place_line(run, at);
            report.waits_for = Some(WaitLine {
                routing: place.routing,
                version: place.version,
                action: place.action,
                prompt: question.prompt.clone().into_owned(),
                answers: question.choices.iter().map(|choice| choice.text.clone().into_owned()).collect(),
                changes: run.changes_offered(),
            });
        }
        report
    }

    fn add(&mut self, run: &Run, beat: &Beat) {
        let at_ms = beat.at_ms;
        match &beat.what {
            What::Left { branch, label, .. } => self.steps.extend(step_line(run, beat, (branch, label), "branch")),
            // Control went elsewhere and does not come back: no branch was taken.
            What::Jumped(_) => self.steps.extend(step_line(run, beat, NO_BRANCH, "jump")),
            What::CameBack(_) => self.steps.extend(step_line(run, beat, NO_BRANCH, "comes_back")),
            What::Stopped(stop) => self.steps.extend(step_line(run, beat, NO_BRANCH, stop.key())),
            What::Ended(..) if run.state().interaction.ended_by == "customer" => {
                self.left_in = beat.place.map(|place| place_line(run, place));
            }
            What::Effect(effect) => self.add_effect(run, beat, effect),
            What::Set(fact, value) => {
                let what = outside_words::changed(&run.scene.project, *fact, value);
                self.transcript.push(TranscriptLine { at_ms, by: "others", what });
            }
            What::SetVariable(assigned) => {
                let what = outside_words::variable_changed(assigned);
                self.transcript.push(TranscriptLine { at_ms, by: "others", what });
            }
            What::Began(_) | What::Called(_) | What::Returned(_) | What::Ended(..) | What::EndRoutingOver(_) => {}
        }
    }

    fn add_effect(&mut self, run: &Run, beat: &Beat, effect: &Effect) {
        let at_ms = beat.at_ms;
        let mut say = |by, what: String| self.transcript.push(TranscriptLine { at_ms, by, what });
        match effect {
            Effect::Heard(text) => say("system", text.clone()),
            Effect::Offered(words) => say("system", format!("[{}]", words.join("] ["))),
            Effect::Mailed(mail) => say("system", mail.text.clone()),
            Effect::Did(what) => say("customer", what.clone()),
            Effect::Wrote(text) => say("customer", format!("writes “{text}”")),
            Effect::OthersDid(what) => say("others", what.clone()),
            Effect::Whispered { who, text } => say("others", format!("only {who} hears “{text}”")),
            Effect::Note(what) => {
                let place = beat.place.map(|place| place_line(run, place));
                let (routing, action) = place.map_or_else(Default::default, |place| (place.routing, place.action));
                self.reasons.push(ReasonLine { at_ms, routing, action, what: what.clone() });
            }
            Effect::Ledger { system, what } => {
                self.ledger.push(LedgerLine { at_ms, system: system.clone(), what: what.clone() });
            }
            Effect::ServedBy(user) => {
                let found = run.scene.project.resources.get(user);
                self.served_by.extend(found.map(|user| ServedLine {
                    at_ms,
                    user: user.reference.clone(),
                    name: user.name.clone(),
                }));
            }
            Effect::Passage { branch, .. } => {
                self.events.extend(beat.place.map(|at| {
                    let place = place_line(run, at);
                    EventLine {
                        at_ms,
                        routing: place.routing,
                        version: place.version,
                        action: place.action,
                        title: place.title,
                        branch: branch.clone(),
                    }
                }));
            }
            Effect::Assigned { .. } | Effect::Decided { .. } => {}
        }
    }
}

fn place_line(run: &Run, at: ActionRef) -> PlaceLine {
    let version = run.scene.version(at.version);
    let routing = version.and_then(|version| run.scene.project.routings.get(&version.info.routing));
    PlaceLine {
        routing: routing.map_or_else(String::new, |routing| routing.reference.clone()),
        version: version.map_or_else(String::new, |version| version.info.name.clone()),
        action: at.action.0,
        title: run.scene.title(at).to_owned(),
    }
}

/// The key and the label of an action that was left without a branch.
const NO_BRANCH: (&str, &str) = ("", "");

fn step_line(run: &Run, beat: &Beat, (branch, label): (&str, &str), left: &'static str) -> Option<StepLine> {
    let at = beat.place?;
    let kind = run.scene.action(at)?.kind.clone();
    let PlaceLine { routing, version, action, title } = place_line(run, at);
    let (branch, label) = (branch.to_owned(), label.to_owned());
    Some(StepLine { routing, version, action, kind, title, branch, label, left, at_ms: beat.at_ms })
}

/// The run as prose, a line a beat: what `signalbox simulate` prints.
#[must_use]
pub fn prose(run: &Run) -> String {
    run.beats()
        .iter()
        .filter_map(|beat| Some(format!("{:>7}  {}\n", clock_words(beat.at_ms), line(run, beat)?)))
        .collect()
}

/// A beat as a line of prose; none where another line says it.
#[must_use]
pub fn line(run: &Run, beat: &Beat) -> Option<String> {
    let title = || run.scene.action(beat.place?).map(actions::title);
    Some(match &beat.what {
        What::Began(sentence)
        | What::Jumped(sentence)
        | What::Called(sentence)
        | What::CameBack(sentence)
        | What::Returned(sentence)
        | What::EndRoutingOver(sentence) => sentence.clone(),
        What::Set(fact, value) => outside_words::changed(&run.scene.project, *fact, value),
        What::SetVariable(assigned) => outside_words::variable_changed(assigned),
        What::Left { label, .. } => format!("{} → {label}", title()?),
        What::Stopped(stop) => format!("{} → {}", title()?, stop.words()),
        What::Ended(outcome, how) => format!("Outcome: {}. {how}", outcome.words()),
        What::Effect(Effect::Heard(text)) => format!("  “{text}”"),
        What::Effect(Effect::Offered(words)) => format!("  [{}]", words.join("] [")),
        What::Effect(Effect::Did(what) | Effect::OthersDid(what)) => format!("  > {what}"),
        What::Effect(Effect::Whispered { who, text }) => format!("  > only {who} hears “{text}”"),
        What::Effect(Effect::Wrote(text)) => format!("  > writes “{}”", shorten(text, 200)),
        // The ledger, and a note, have said it.
        What::Effect(Effect::Mailed(_) | Effect::Decided { .. }) => return None,
        What::Effect(Effect::Note(note)) => format!("  {note}"),
        What::Effect(Effect::Ledger { system, what }) => format!("  [{system}] {what}"),
        What::Effect(Effect::Assigned { path, before, after }) => format!("  {path}: {before:?} → {after:?}"),
        What::Effect(Effect::ServedBy(user)) => {
            format!("  Served by {}", run.scene.project.resources.get(user).map_or("", |found| found.name.as_str()))
        }
        What::Effect(Effect::Passage { branch, .. }) => format!("  Passage recorded: {} → {branch}", title()?),
    })
}
