//! Start a recording: from here on the call is kept, after the customer has been told so (spec: actions §1).

use crate::catalog::branch::{ERROR, OK};
use crate::catalog::field::Texts;
use crate::catalog::system_phrases::{Phrase, RECORDING};
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Event, Example, Field, Finding, Icon, Question,
    QuestionChoice, Step, WayOn,
};
use crate::choice;
use crate::model::{OutsideSystem, Recording};

use super::shared_sending::is_down;

choice! {
    /// How many tracks are kept.
    Tracks { Mono = "mono" "One track with both sides", Dual = "dual" "Two tracks, one for each side" }
}

const TRACKS: Field<Tracks> =
    Field::choice("tracks", "Tracks").help("Two tracks tell the customer from the agent; one takes less room.");
const ANNOUNCE: Field<bool> = Field::yes_no("announce", "Announce it first", false)
    .help("Whether the customer is told before the recording starts.");
const TEXT: Field<Texts> = Field::texts("text", "Announcement")
    .help("What is said, in each language. Leave it empty for the phrase of the project: This call is recorded.")
    .shown_if("announce", &["yes"]);

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "start_recording",
    title: "Start a recording",
    short_title: "",
    category: Category::Voice,
    icon: Icon::Record,
    words: "record, record call, call recording, set recording behavior, monitor",
    channels: Channels::VOICE,
    doc: "Starts the recording of the call, if none runs yet. The customer can be told first.",
    card: "{tracks} · “{text}”",
    fields: &[TRACKS.spec(), ANNOUNCE.spec(), TEXT.spec()],
    branches: &[BranchPart::One(&OK), BranchPart::One(&ERROR)],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("The recorder starts", "{}", "", "ok").ledger(&["Recorder: starts, one track"]),
        Example::new(
            "Two tracks, after an announcement",
            r#"{"tracks": Text("dual"), "announce": Bool(true), "text": Texts({"": "This call is recorded."})}"#,
            "recorder starts",
            "ok",
        )
        .after_ms(1_600)
        .ledger(&["Recorder: starts, two tracks"]),
        Example::new("Announced by the phrase of the project", r#"{"announce": Bool(true)}"#, "", "ok")
            .after_ms(1_600)
            .ledger(&["Recorder: starts, one track"]),
        Example::new("The recorder fails", "{}", "recorder fails", "error"),
        Example::new("The recorder is down in this world", "{}", "", "error").given(|stage| {
            stage.world.systems_down.insert(OutsideSystem::Recorder);
        }),
        Example::new("A recording runs already", "{}", "", "ok")
            .given(|stage| stage.passes_before("start_recording", [])),
    ],
};

fn run(cx: &mut Cx<'_>) -> Step {
    if let Event::Answer(answer) = cx.event {
        if answer.key == "fails" {
            cx.note("The recorder did not start.");
            return Step::go(&ERROR);
        }
        let tracks = if cx.get(&TRACKS) == Tracks::Dual { "two tracks" } else { "one track" };
        cx.ledger("Recorder", format_args!("starts, {tracks}"));
        cx.set_recording(true);
        return Step::go(&OK);
    }
    if cx.own_routing().is_some_and(|it| it.recording == Recording::Off) {
        cx.note("The routing is set to record no call.");
        return Step::go(&ERROR);
    }
    if cx.is_recording() {
        cx.note("A recording runs already.");
        return Step::go(&OK);
    }
    if cx.get(&ANNOUNCE) {
        let own = cx.text_for(&TEXT);
        let announcement = if own.is_empty() { cx.phrase(&RECORDING, &[]).into() } else { own };
        let announcement_ms = cx.say(announcement);
        cx.spend(announcement_ms);
    }
    if is_down(cx, OutsideSystem::Recorder) {
        return Step::go(&ERROR);
    }
    Step::Ask(
        Question::new("starts the recorder")
            .passing(QuestionChoice::new("starts", "recorder starts", "It starts").system())
            .choice(QuestionChoice::new("fails", "recorder fails", "It fails").danger().system()),
    )
}

/// The phrase that the action says where it announces the recording without a text of its own.
pub(super) fn says(cx: &CheckCx<'_>) -> Vec<&'static Phrase> {
    let params = &cx.action.params;
    let has_text = params.get(&TEXT).values().any(|text| !text.is_empty());
    if params.get(&ANNOUNCE) && !has_text { vec![&RECORDING] } else { Vec::new() }
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    match cx.routing.recording {
        Recording::AsActionsSay => Vec::new(),
        Recording::On => {
            vec![Finding::hint("recording-on", "This routing records every call, so the action starts nothing new.")]
        }
        Recording::Off => vec![Finding::warning(
            "recording-off",
            "This routing is set to record no call; let its actions decide, or remove this one.",
        )],
    }
}
