//! Stop a recording: what is said from here on is not kept (spec: actions §1).

use crate::catalog::branch::{ERROR, OK};
use crate::catalog::{ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Example, Finding, Icon, Step, WayOn};
use crate::model::{OutsideSystem, Recording};

use super::shared_sending::is_down;

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "stop_recording",
    title: "Stop a recording",
    short_title: "",
    category: Category::Voice,
    icon: Icon::StopCircle,
    words: "stop record, pause recording, end recording, pci, call recording off",
    channels: Channels::VOICE,
    doc: "Stops the recording of the call, such as before card numbers are spoken. Error is taken when none runs.",
    card: "",
    fields: &[],
    branches: &[BranchPart::One(&OK), BranchPart::One(&ERROR)],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("After a recording was started", "{}", "", "ok")
            .ledger(&["Recorder: stops"])
            .given(|stage| stage.passes_before("start_recording", [])),
        Example::new("No recording runs", "{}", "", "error"),
    ],
};

fn run(cx: &mut Cx<'_>) -> Step {
    if !cx.is_recording() {
        cx.note("No recording runs.");
        return Step::go(&ERROR);
    }
    if is_down(cx, OutsideSystem::Recorder) {
        return Step::go(&ERROR);
    }
    cx.ledger("Recorder", "stops");
    cx.set_recording(false);
    Step::go(&OK)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let is_start = |action: &crate::model::Action| action.kind == "start_recording";
    let starts = cx.version.flow.actions.values().any(|action| is_start(action));
    match cx.routing.recording {
        Recording::AsActionsSay if !starts && cx.version.flow.actions.len() > 1 => {
            vec![Finding::hint("recording-none", "No action of this tree starts a recording, so none may be running.")]
        }
        Recording::AsActionsSay | Recording::On => Vec::new(),
        Recording::Off => {
            vec![Finding::hint("recording-off", "This routing is set to record no call, so none may be running.")]
        }
    }
}
