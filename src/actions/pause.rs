//! Pause: lets time pass before the flow goes on (spec: actions §1).

use crate::catalog::branch::OK;
use crate::catalog::text::duration_words;
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Event, Example, Field, Finding, Icon, Step, WayOn,
};
use crate::model::{Channel, ItemRef, Params, ResourceKind};

use super::shared::{optional_item, play_music};
use super::shared_playing::while_pausing;

/// The longest pause of an email, and of anybody who holds the line.
const MAX_S: i64 = 30 * 86_400;
const MAX_ON_THE_LINE_S: i64 = 3_600;

const DURATION_S: Field<i64> = Field::duration("duration", "Duration", (1, MAX_S), 5)
    .help("How long the flow waits: up to an hour for a call or a chat, up to 30 days for an email.");
const MUSIC: Field<Option<ItemRef>> = Field::item("music", "Music", ResourceKind::SoundFile)
    .help("What the caller hears meanwhile; none means silence.")
    .only(Channels::VOICE);

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "pause",
    title: "Pause",
    short_title: "",
    category: Category::Flow,
    icon: Icon::Pause,
    words: "wait, delay, hold, sleep, hold music, music on hold, moh",
    channels: Channels::ALL,
    doc: "Waits for some time and then goes on. A caller can hear music meanwhile.",
    card: "{duration} · {music}",
    fields: &[DURATION_S.spec(), MUSIC.spec()],
    branches: &[BranchPart::One(&OK)],
    way_on: WayOn::Key("ok"),
    caller_may_leave: true,
    run,
    check,
    examples: &[Example::new(
        "Ten seconds of music",
        r#"{"duration": Int(10), "music": Item(Reference("welcome"))}"#,
        "",
        "ok",
    )
    .after_ms(10_000)],
};

fn run(cx: &mut Cx<'_>) -> Step {
    if let Event::Answer(answer) = cx.event {
        cx.spend(answer.ms());
        return Step::go(&OK);
    }
    let pause = cx.once(Pause::of);
    if pause.has_music {
        let music = optional_item(cx, &MUSIC);
        play_music(cx, music);
    }
    let detail = if cx.is_told() { duration_words(pause.seconds) } else { String::new() };
    Step::Ask(while_pausing(pause.seconds).detail(detail))
}

/// What is read from the parameters once.
struct Pause {
    has_music: bool,
    seconds: i64,
}

impl Pause {
    fn of(params: &Params) -> Self {
        Self { has_music: params.get(&MUSIC).is_some(), seconds: params.get(&DURATION_S) }
    }
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    if cx.routing.channel == Channel::Email || cx.action.params.get(&DURATION_S) <= MAX_ON_THE_LINE_S {
        return Vec::new();
    }
    vec![Finding::error("pause-long", "A customer who is on the line can wait for an hour at most.")]
}
