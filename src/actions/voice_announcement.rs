//! Voice announcement: says something, and, as a menu or an entry, listens to the keypad (spec: actions §1;
//! simulation §3, Keypad).

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::catalog::branch::{ERROR, OK, row_key};
use crate::catalog::field::Texts;
use crate::catalog::question::{Answer, Choices};
use crate::catalog::template::Template;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Event, Example, Field, Finding, Icon,
    Question, Step, WayOn,
};
use crate::choice;
use crate::model::{ItemRef, Params, ResourceData, ResourceKind, Row};

use super::shared_keys::{self as keys, Entry};
use super::shared_playing::{choices_of_keys, while_playing};
use super::shared_prompts::{check_keys, check_prompts};

choice! {
    /// What the announcement listens to.
    Mode { Message = "message" "Message: only say it", Menu = "menu" "Menu: one key chooses", Entry = "entry" "Entry: several keys" }
}
choice! {
    /// Where the words come from.
    Source { Text = "text" "Text, spoken by a voice", Sound = "sound" "Sound file" }
}

const LISTENS: &[&str] = &["menu", "entry"];

const MODE: Field<Mode> = Field::choice("mode", "Mode").help("Only say it, offer a menu of keys, or take a number.");
const SOURCE: Field<Source> =
    Field::choice("source", "What is played").help("A text read by a voice, or a recorded sound.");
const TEXT: Field<Texts> = Field::texts("text", "Text")
    .help("What is said, in each language. Variables go in double braces: {{customer.name}}.")
    .required()
    .shown_if("source", &["text"]);
const VOICE: Field<Option<ItemRef>> = Field::item("voice", "Voice", ResourceKind::TtsVoice)
    .help("The voice that reads the text.")
    .shown_if("source", &["text"]);
const SOUND: Field<Option<ItemRef>> = Field::item("sound", "Sound file", ResourceKind::SoundFile)
    .help("The sound that is played.")
    .required()
    .shown_if("source", &["sound"]);
const BARGE_IN: Field<bool> = Field::yes_no("barge_in", "A key cuts it short", true)
    .help("Whether the caller may press a key before the end.")
    .shown_if("mode", LISTENS);
const KEY: Field<String> = Field::keypad_key("key", "Key", "").help("The key of the telephone keypad.").required();
const LABEL: Field<String> = Field::text("label", "Meaning").help("What the key stands for; shown at the port.");
const KEYS: Field<Vec<Row>> = Field::rows("keys", "Keys in use", &[KEY.spec(), LABEL.spec()], 12)
    .help("Each key in use is a branch. Any other key is invalid.")
    .required()
    .shown_if("mode", &["menu"]);
const MIN_DIGITS: Field<i64> = Field::int("min_digits", "Fewest keys", (1, 32), 1)
    .help("An entry of fewer keys is invalid.")
    .shown_if("mode", &["entry"]);
const MAX_DIGITS: Field<i64> = Field::int("max_digits", "Most keys", (1, 32), 16)
    .help("The entry ends with this many keys.")
    .shown_if("mode", &["entry"]);
const TERMINATOR: Field<String> = Field::keypad_key("terminator", "Key that ends the entry", "#")
    .help("Pressed after the last key. Leave it empty to use the time between keys alone.")
    .shown_if("mode", &["entry"]);
const TARGET: Field<String> = Field::variable("target", "Put the entry into")
    .help("The variable that gets the keys entered.")
    .required()
    .shown_if("mode", &["entry"]);
const FIRST_KEY_S: Field<i64> = Field::duration("first_key", "Wait for the first key", (1, 60), 5)
    .help("Nothing pressed in this time counts as no input.")
    .shown_if("mode", LISTENS);
const BETWEEN_KEYS_S: Field<i64> = Field::duration("between_keys", "Wait between keys", (1, 60), 3)
    .help("The entry ends when no further key comes in this time.")
    .shown_if("mode", &["entry"]);
const TRIES: Field<i64> = Field::int("tries", "Tries", (1, 9), 3)
    .help("No input and invalid keys count together; the last failure names the branch.")
    .shown_if("mode", LISTENS);
const NO_INPUT_TEXT: Field<Texts> = Field::texts("no_input_text", "Said after no input")
    .help("Said before the announcement is repeated.")
    .shown_if("mode", LISTENS);
const INVALID_TEXT: Field<Texts> = Field::texts("invalid_text", "Said after an invalid key")
    .help("Said before the announcement is repeated.")
    .shown_if("mode", LISTENS);

fn mode_of(params: &Params) -> Mode {
    params.get(&MODE)
}

const MESSAGE_OK: BranchSpec = OK.shown_if(|params| mode_of(params) == Mode::Message);
const MESSAGE_ERROR: BranchSpec = ERROR.shown_if(|params| mode_of(params) == Mode::Message);
const ENTRY_OK: BranchSpec = OK.shown_if(|params| mode_of(params) == Mode::Entry);
const NO_INPUT: BranchSpec =
    BranchSpec::new("no_input", "No input").shown_if(|params| mode_of(params) != Mode::Message);
const INVALID: BranchSpec = BranchSpec::new("invalid", "Invalid").shown_if(|params| mode_of(params) != Mode::Message);

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "voice_announcement",
    title: "Voice announcement",
    short_title: "",
    category: Category::Voice,
    icon: Icon::Megaphone,
    words: "menu, ivr, ivr menu, auto attendant, digital receptionist, keypad, dtmf, press 1, say, play, \
            play prompt, prompt, greeting, message, welcome, announcement, tts, text to speech, gather, \
            gather input, get digits, keypad entry, enter a number, pin, digits, sound, audio, recording, \
            hang up, directory, language choice, language menu",
    channels: Channels::VOICE,
    doc: "Says a text or plays a sound. As a menu it then waits for one key, and each key in use is a branch. As an entry \
          it takes several keys into a variable.",
    card: "“{text}{sound}” · {tries:tries}",
    fields: &[
        MODE.spec(),
        SOURCE.spec(),
        TEXT.spec(),
        VOICE.spec(),
        SOUND.spec(),
        BARGE_IN.spec(),
        KEYS.spec(),
        MIN_DIGITS.spec(),
        MAX_DIGITS.spec(),
        TERMINATOR.spec(),
        TARGET.spec(),
        FIRST_KEY_S.spec(),
        BETWEEN_KEYS_S.spec(),
        TRIES.spec(),
        NO_INPUT_TEXT.spec(),
        INVALID_TEXT.spec(),
    ],
    branches: &[
        BranchPart::PerRow {
            field: KEYS.key(),
            label: key_label,
            shown_if: Some(|params| mode_of(params) == Mode::Menu),
        },
        BranchPart::One(&MESSAGE_OK),
        BranchPart::One(&MESSAGE_ERROR),
        BranchPart::One(&ENTRY_OK),
        BranchPart::One(&NO_INPUT),
        BranchPart::One(&INVALID),
    ],
    way_on: WayOn::FirstRow,
    caller_may_leave: true,
    run,
    check,
    examples: &[
        Example::new("Says a message", r#"{"text": Texts({"": "Hello"})}"#, "", "ok").after_ms(400),
        Example::new(
            "The sound cannot be played",
            r#"{"source": Text("sound"), "sound": Item(Reference("nothing"))}"#,
            "",
            "error",
        ),
        Example::new("A key in use", MENU, "press 9; press 1", "row:1").after_ms(4_000),
        Example::new("No key at all, three times", MENU, "silence; silence; silence", "no_input").after_ms(21_000),
        Example::new("A wrong key is the last failure", MENU, "silence; silence; press 9", "invalid").after_ms(16_000),
        Example::new("A number ended by #", ENTRY, "press 1234#", "ok").after_ms(2_800),
        Example::new("No number", ENTRY, "silence; silence; silence", "no_input").after_ms(19_800),
        Example::new("Too short a number", ENTRY, "press 12#; silence; press 1#", "invalid").after_ms(10_200),
    ],
};

const MENU: &str = r#"{"mode": Text("menu"), "text": Texts({"": "For a claim, press 1."}), "keys": Rows([(id: 1, cells: {"key": Text("1"), "label": Text("Claim")})])}"#;
const ENTRY: &str = r#"{"mode": Text("entry"), "text": Texts({"": "Please enter your number."}), "min_digits": Int(3), "max_digits": Int(6), "target": Text("customer.number")}"#;

fn key_label(row: &Row) -> String {
    format!("{} {}", row.cells.get(&KEY), row.cells.get(&LABEL)).trim().to_owned()
}

fn run(cx: &mut Cx<'_>) -> Step {
    let read = cx.once(Read::of);
    match (read.mode, cx.event) {
        (_, Event::Decided(_) | Event::Drawn { .. } | Event::Floor(_)) => Step::go(&ERROR),
        (Mode::Message, Event::Enter) => say_message(cx, &read),
        (Mode::Message, Event::Answer(answer)) => {
            cx.spend(answer.ms());
            Step::go(&OK)
        }
        (_, Event::Enter) => listen(cx, &read),
        (Mode::Menu | Mode::Entry, Event::Answer(answer)) => hear(cx, &read, answer),
    }
}

/// What is read from the parameters once.
struct Read {
    mode: Mode,
    source: Source,
    /// The text, where there is one alone for all languages.
    only: Option<Template>,
    barge_in: bool,
    tries: i64,
    /// The keys in use, each with its branch.
    keys: Vec<(String, Cow<'static, str>)>,
    choices: Choices,
}

impl Read {
    fn of(params: &Params) -> Self {
        let texts = params.get(&TEXT);
        let labels = || params.get(&KEYS).iter().map(|row| (row.cells.get(&KEY), key_label(row)));
        Self {
            mode: params.get(&MODE),
            source: params.get(&SOURCE),
            only: texts.values().next().filter(|_| texts.len() == 1).map(|only| Template::of(only)),
            barge_in: params.get(&BARGE_IN),
            tries: params.get(&TRIES),
            keys: params.get(&KEYS).iter().map(|row| (row.cells.get(&KEY), row_key(row.id))).collect(),
            choices: choices_of_keys((mode_of(params) == Mode::Menu).then(labels)),
        }
    }
}

/// The words and their length, or none when the sound does not exist.
fn words<'t>(cx: &mut Cx<'_>, read: &'t Read) -> Option<(Cow<'t, str>, u64)> {
    match (read.source, &read.only) {
        (Source::Text, Some(only)) => Some(cx.spoken(only)),
        (Source::Text, None) => {
            let text = cx.text_for(&TEXT).into_owned();
            let length_ms = crate::catalog::text::speaking_ms(&text);
            Some((text.into(), length_ms))
        }
        (Source::Sound, _) => {
            let (text, length_ms) = cx.item(&SOUND).map(|sound| cx.sound(&sound))?;
            Some((text.into(), length_ms))
        }
    }
}

fn say_message(cx: &mut Cx<'_>, read: &Read) -> Step {
    let Some((text, length_ms)) = words(cx, read) else { return Step::go(&ERROR) };
    cx.say(text);
    Step::Ask(while_playing(length_ms))
}

/// Says the announcement and asks for keys. The time it takes is spent with the answer, which may cut it short. Keys that were pressed
/// before are the answer where one need not hear the announcement out; otherwise they are lost.
fn listen(cx: &mut Cx<'_>, read: &Read) -> Step {
    let (text, length_ms) = words(cx, read).unwrap_or_default();
    let ahead = cx.take_keys_ahead();
    if !ahead.is_empty() && read.barge_in {
        cx.note(format_args!("{ahead} was pressed before, so nothing is said here."));
        cx.visit.since_ms = 0;
        return hear_keys(cx, read, &ahead, true);
    }
    if !ahead.is_empty() {
        cx.note(format_args!("{ahead} was pressed before the announcement was over, which does not count here."));
    }
    cx.say(text);
    cx.visit.since_ms = length_ms;
    ask(cx, read)
}

fn ask(cx: &Cx<'_>, read: &Read) -> Step {
    let prompt = if read.mode == Mode::Menu { "waits for a key" } else { "waits for keys" };
    let question = Question::of(prompt, read.choices.clone());
    let detail = cx.is_told().then(|| format!("try {} of {}", cx.visit.tries + 1, read.tries));
    Step::Ask(question.detail(detail.unwrap_or_default()))
}

/// The announcement plays to its end, unless a key may cut it short; then the customer listens to half of it.
fn spend_prompt(cx: &mut Cx<'_>, read: &Read, is_key: bool) {
    let length_ms = std::mem::take(&mut cx.visit.since_ms);
    cx.spend(if is_key && read.barge_in { length_ms / 2 } else { length_ms });
}

fn hear(cx: &mut Cx<'_>, read: &Read, answer: &Answer) -> Step {
    if answer.key != "press" {
        return fail(cx, read, &NO_INPUT);
    }
    spend_prompt(cx, read, true);
    hear_keys(cx, read, &answer.value, false)
}

/// What the caller presses. Keys that were pressed before take no time now.
fn hear_keys(cx: &mut Cx<'_>, read: &Read, keys: &str, is_ahead: bool) -> Step {
    if read.mode == Mode::Menu { hear_menu(cx, read, keys, is_ahead) } else { hear_entry(cx, read, keys, is_ahead) }
}

/// The first key decides; what follows it is for the next question.
fn hear_menu(cx: &mut Cx<'_>, read: &Read, keys: &str, is_ahead: bool) -> Step {
    let (key, rest) = keys::first(keys);
    if !is_ahead {
        cx.spend(1_000);
        cx.did(format_args!("presses {keys}"));
    }
    cx.set_keys_ahead(rest);
    match read.keys.iter().find(|(known, _)| key == known) {
        Some((_, branch)) => Step::Go(branch.clone()),
        None => fail(cx, read, &INVALID),
    }
}

fn hear_entry(cx: &mut Cx<'_>, read: &Read, keys: &str, is_ahead: bool) -> Step {
    let terminator = cx.get(&TERMINATOR);
    let most = usize::try_from(cx.get(&MAX_DIGITS)).unwrap_or(1);
    let Entry { kept, rest, is_ended } = keys::entry(keys, &terminator, most);
    let silence_after_ms = if is_ended { 0 } else { u64::try_from(cx.get(&BETWEEN_KEYS_S)).unwrap_or(0) * 1000 };
    if is_ahead {
        cx.spend(silence_after_ms);
    } else {
        cx.did(format_args!("presses {keys}"));
        cx.spend_by_person(kept.len() as u64 * 500 + silence_after_ms);
    }
    cx.set_keys_ahead(rest);
    if kept.chars().count() < usize::try_from(cx.get(&MIN_DIGITS)).unwrap_or(1) {
        return fail(cx, read, &INVALID);
    }
    let target = cx.get(&TARGET);
    if cx.assign_if_named(&target, kept.to_owned()) { Step::go(&ENTRY_OK) } else { fail(cx, read, &INVALID) }
}

/// One counter of tries for both failures; the last one names the branch.
fn fail(cx: &mut Cx<'_>, read: &Read, failure: &'static BranchSpec) -> Step {
    let is_silence = failure.key == NO_INPUT.key;
    if is_silence {
        spend_prompt(cx, read, false);
        cx.spend(u64::try_from(cx.get(&FIRST_KEY_S)).unwrap_or(0) * 1000);
        cx.did("stays silent");
    }
    cx.visit.tries += 1;
    if i64::from(cx.visit.tries) >= read.tries {
        return Step::go(failure);
    }
    let complaint = cx.text_in_language(&cx.get(if is_silence { &NO_INPUT_TEXT } else { &INVALID_TEXT }));
    let complaint_ms = cx.say(complaint);
    cx.spend(complaint_ms);
    listen(cx, read)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let mut findings = Vec::new();
    match mode_of(params) {
        Mode::Menu => check_menu(cx, &mut findings),
        Mode::Entry if params.get(&MIN_DIGITS) > params.get(&MAX_DIGITS) => {
            findings
                .push(Finding::error("entry-length", "Fewest keys is more than most keys, so every entry is invalid."));
        }
        Mode::Message | Mode::Entry => {}
    }
    findings
}

fn check_menu(cx: &CheckCx<'_>, findings: &mut Vec<Finding>) {
    let params = &cx.action.params;
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for row in params.get(&KEYS) {
        *uses.entry(row.cells.get(&KEY)).or_default() += 1;
    }
    check_keys(&uses, findings);
    match params.get(&SOURCE) {
        Source::Text => check_prompts(cx, &params.get(&TEXT), &uses, findings),
        Source::Sound => {
            let sound = params.get(&SOUND).and_then(|item| cx.project.resolve(ResourceKind::SoundFile, &item));
            if let Some(ResourceData::SoundFile(sound)) = sound.map(|sound| &sound.data) {
                check_prompts(cx, &sound.texts, &uses, findings);
            }
        }
    }
}
