//! Recordings and cards: a card that is entered while a recording runs, a recording that nobody was told of, and one that runs on after
//! the talk (spec: actions §1). What may run where is found by the walk of [`super::data_flow`].

use std::collections::{BTreeMap, BTreeSet};

use crate::actions;
use crate::catalog::{Finding, ResultKind, spoken_recording};
use crate::edit::Edit;
use crate::model::{
    Action, ActionId, ActionRef, Channel, ItemRef, Place, Project, Recording, ResourceData, ResourceKind, Routing,
    TreeType, Value, Version, VersionId,
};

use super::data_flow::{Bits, Paths};
use super::{Diagnostic, quoted};

/// What may be the case when an action is entered: which of the four states the call may be in, and which actions may have started a
/// recording that runs and of which the customer has not been told.
type Held = (u8, Bits);

/// The states: whether a recording runs, and whether the customer was told of a recording.
const SILENT: u8 = 1;
const TOLD: u8 = 2;
const RUNS_UNTOLD: u8 = 4;
const RUNS_TOLD: u8 = 8;

/// All states in which a recording runs.
const RUNS: u8 = RUNS_UNTOLD | RUNS_TOLD;

pub(super) fn check(
    project: &Project,
    routing: &Routing,
    version: &Version,
    paths: &Paths<'_>,
    found: &mut Vec<Diagnostic>,
) {
    if routing.channel != Channel::Voice {
        return;
    }
    let walk = Walk::new(project, routing, paths);
    let held = walk.from(if routing.recording == Recording::On { RUNS_UNTOLD } else { SILENT });
    let place = |action: ActionId| Place::Action(ActionRef { version: version.id, action });
    // The first talk that an unannounced recording keeps, for each action that starts one.
    let mut untold: Vec<Option<&Action>> = vec![None; walk.starts.len()];
    for (action, held) in paths.actions().zip(&held) {
        let Some((states, running)) = held else { continue };
        if states & RUNS != 0
            && let Some(finding) = card_finding(project, routing, action, &mut BTreeSet::from([version.id]))
        {
            found.push(Diagnostic::new(place(action.id), finding));
        }
        if is_talk(action, routing.tree_type()) {
            let kept = untold.iter_mut().enumerate().filter(|(number, _)| running.has(*number));
            kept.for_each(|(_, first)| *first = first.or(Some(action)));
        }
    }
    for (start, talk) in walk.starts.iter().zip(untold) {
        if let Some(talk) = talk {
            found.push(unannounced(version.id, start, talk));
        }
        if walk.runs_on(start) {
            let message = format!(
                "Nothing that follows {} stops the recording, so it runs until the call ends. Stop it where it is no longer needed.",
                quoted(start)
            );
            found.push(Diagnostic::new(place(start.id), Finding::hint("recording-unstopped", message)));
        }
    }
}

/// A recording of a talk of which the customer is not told. It can be announced at once where an announcement is written already.
fn unannounced(version: VersionId, start: &Action, talk: &Action) -> Diagnostic {
    let message = format!(
        "{} records what is said in {}, and on a way to there nobody tells the customer. Announce the recording first.",
        quoted(start),
        quoted(talk)
    );
    let place = Place::Action(ActionRef { version, action: start.id });
    let problem = Diagnostic::new(place, Finding::warning("recording-unannounced", message));
    match start.params.value("text") {
        Some(Value::Texts(texts)) if texts.values().any(|text| !text.trim().is_empty()) => {
            let (key, value) = ("announce".to_owned(), Some(Value::Bool(true)));
            problem.fix("Announce it first", Edit::SetParam { version, action: start.id, key, value })
        }
        _ => problem,
    }
}

/// Why a card would be recorded in an action where a recording may run: it is entered there, or in a smart routing to which the action
/// leads, before the recording is stopped.
fn card_finding(
    project: &Project,
    routing: &Routing,
    action: &Action,
    seen: &mut BTreeSet<VersionId>,
) -> Option<Finding> {
    let why = if routing.recording == Recording::On {
        "this smart routing records every call"
    } else {
        "a recording may run here"
    };
    let message = if takes_card(action) {
        format!(
            "{} takes a card, and {why}, which would keep it. Stop the recording before the card is entered.",
            quoted(action)
        )
    } else {
        let target = card_ahead(project, action, seen)?;
        format!(
            "{} leads to \"{target}\", where a card is entered, and {why}, which would keep the card. Stop the recording before.",
            quoted(action)
        )
    };
    Some(Finding::error("card-while-recording", message))
}

/// The smart routing in which a card is entered while a recording that runs at a jump still runs.
fn card_ahead<'a>(project: &'a Project, jump: &Action, seen: &mut BTreeSet<VersionId>) -> Option<&'a str> {
    let target = actions::routing_target(project, jump).filter(|target| seen.insert(target.id))?;
    let routing = project.routings.get(&target.info.routing)?;
    let paths = Paths::new(&target.flow, routing.tree_type());
    let held = Walk::new(project, routing, &paths).from(RUNS_TOLD);
    paths.actions().zip(held).find_map(|(action, held)| {
        if held.is_none_or(|(states, _)| states & RUNS == 0) {
            return None;
        }
        if takes_card(action) { Some(routing.name.as_str()) } else { card_ahead(project, action, seen) }
    })
}

/// Whether the customer enters a card.
fn takes_card(action: &Action) -> bool {
    action.kind == "pay_invoice"
}

/// Whether the customer speaks with a person: a branch says that somebody served them or that they were put through.
fn is_talk(action: &Action, tree: TreeType) -> bool {
    let branches = actions::spec_of(action).map(|spec| spec.branches(action, tree)).unwrap_or_default();
    branches.iter().any(|branch| is_served(branch.result))
}

fn is_served(result: Option<ResultKind>) -> bool {
    matches!(result, Some(ResultKind::Person | ResultKind::TransferredOut))
}

/// The walk over the recordings of a tree.
struct Walk<'a, 'p> {
    project: &'a Project,
    routing: &'a Routing,
    paths: &'p Paths<'a>,
    /// The actions that start a recording.
    starts: Vec<&'a Action>,
}

impl<'a, 'p> Walk<'a, 'p> {
    fn new(project: &'a Project, routing: &'a Routing, paths: &'p Paths<'a>) -> Self {
        let starts = paths.actions().filter(|action| action.kind == "start_recording").map(|action| &**action);
        Self { project, routing, paths, starts: starts.collect() }
    }

    /// What may be the case at each action if the call begins in one of these states.
    fn from(&self, states: u8) -> Vec<Option<Held>> {
        if states == SILENT && self.starts.is_empty() {
            return vec![None; self.paths.actions().count()];
        }
        let at_start = (states, Bits::below(self.starts.len()));
        self.paths.walk(at_start, &|action, branch, held| self.leave(action, branch, held))
    }

    /// The states after an action. A branch that a state cannot take keeps nothing of it.
    fn leave(&self, action: &Action, branch: &str, (states, running): &Held) -> Option<Held> {
        let mut after = (0, running.clone());
        for state in [SILENT, TOLD, RUNS_UNTOLD, RUNS_TOLD].into_iter().filter(|state| states & state != 0) {
            after.0 |= match action.kind.as_str() {
                "start_recording" => self.started(action, branch, state),
                "stop_recording" => stopped(branch, state),
                _ if branch != "error" && self.tells(action) => told(state),
                _ => state,
            };
        }
        if after.0 & RUNS_UNTOLD == 0 {
            after.1.clear();
        } else if action.kind == "start_recording"
            && branch == "ok"
            && states & SILENT != 0
            && !announces(action)
            && let Some(number) = self.starts.iter().position(|start| start.id == action.id)
        {
            after.1.insert(number);
        }
        (after.0 != 0).then_some(after)
    }

    /// The state after an action that starts a recording: a recording that runs goes on without a word.
    fn started(&self, action: &Action, branch: &str, state: u8) -> u8 {
        let is_off = self.routing.recording == Recording::Off;
        let announces = announces(action);
        match branch {
            "ok" if state & RUNS != 0 && !is_off => state,
            "ok" if is_off => 0,
            "ok" if announces || state == TOLD => RUNS_TOLD,
            "ok" => RUNS_UNTOLD,
            // The recorder fails, after the announcement.
            _ if state & RUNS != 0 && !is_off => 0,
            _ if announces && !is_off => told(state),
            _ => state,
        }
    }

    /// Whether an action tells the customer of a recording. What is said in a language that is not understood may do so.
    fn tells(&self, action: &Action) -> bool {
        if action.kind != "voice_announcement" {
            return false;
        }
        let default = self.project.settings.default_language.as_str();
        let is_told = |texts: &BTreeMap<String, String>| {
            texts.iter().any(|(language, text)| {
                spoken_recording::tells_of_recording(if language.is_empty() { default } else { language }, text)
            })
        };
        let sound = || match action.params.value("sound") {
            Some(Value::Item(item @ (ItemRef::Item(_) | ItemRef::Reference(_)))) => {
                let sound = self.project.resolve(ResourceKind::SoundFile, item);
                match sound.map(|sound| &sound.data) {
                    Some(ResourceData::SoundFile(sound)) => sound.texts.is_empty() || is_told(&sound.texts),
                    _ => false,
                }
            }
            _ => true,
        };
        match action.params.value("source") {
            Some(Value::Text(source)) if source == "sound" => sound(),
            _ => matches!(action.params.value("text"), Some(Value::Texts(texts)) if is_told(texts)),
        }
    }

    /// Whether a recording runs on although it is no longer for a talk: nothing that follows stops it, no other smart routing can, and no
    /// talk follows with which the call ends.
    fn runs_on(&self, start: &Action) -> bool {
        if self.routing.recording != Recording::AsActionsSay {
            return false;
        }
        let after = self.paths.after(start.id, "ok");
        let ends_with_talk = |action: &Action| {
            let branches = actions::spec_of(action).map(|spec| spec.branches(action, self.routing.tree_type()));
            let mut served = branches.into_iter().flatten().filter(|branch| is_served(branch.result)).peekable();
            served.peek().is_some()
                && served.all(|branch| action.links.get(branch.key.as_ref()).is_none_or(|link| link.target().is_none()))
        };
        let leads_elsewhere = |action: &Action| matches!(action.kind.as_str(), "to_routing" | "call_routing");
        !after.iter().any(|it| it.kind == "stop_recording" || leads_elsewhere(it) || ends_with_talk(it))
    }
}

/// Whether an action that starts a recording announces it first.
fn announces(start: &Action) -> bool {
    matches!(start.params.value("announce"), Some(Value::Bool(true)))
}

/// The state after the customer has been told of a recording.
fn told(state: u8) -> u8 {
    match state {
        SILENT => TOLD,
        RUNS_UNTOLD => RUNS_TOLD,
        other => other,
    }
}

/// The state after an action that stops the recording: without one it fails, and with one it can fail, too.
fn stopped(branch: &str, state: u8) -> u8 {
    match (branch, state) {
        ("ok", RUNS_UNTOLD) => SILENT,
        ("ok", RUNS_TOLD) => TOLD,
        ("ok", _) => 0,
        (_, state) => state,
    }
}
