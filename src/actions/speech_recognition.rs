//! Speech recognition (ASR): asks a question and listens to what is said: one of some choices, or any text (spec: actions §1). Tries
//! are counted as in a menu of keys (simulation §3, Keypad).

use std::collections::BTreeSet;

use crate::catalog::branch::{BY_DEFAULT, ERROR};
use crate::catalog::field::Texts;
use crate::catalog::fold::Fold;
use crate::catalog::phrase;
use crate::catalog::question::{Answer, AnswerInput};
use crate::catalog::text::speaking_ms;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Event, Example, Field, Finding, Icon,
    Question, QuestionChoice, Step, WayOn, language,
};
use crate::choice;
use crate::model::{ItemRef, OutsideSystem, Params, ResourceKind, Row};

use super::shared::{check_doubled, ms};
use super::shared_language::{LANGUAGE, check_language, text_in_language};
use super::shared_sending::{is_down, listed};

choice! {
    /// What is listened for.
    Mode { Choices = "choices" "One of some choices", Free = "free" "Any text" }
}

const MODE: Field<Mode> = Field::choice("mode", "Listens for").help("One of some choices, or whatever is said.");
const PROMPT: Field<Texts> = Field::texts("prompt", "Question")
    .help("What is asked, in each language. Variables go in double braces: {{customer.name}}.")
    .required();
const VOICE: Field<Option<ItemRef>> =
    Field::item("voice", "Voice", ResourceKind::TtsVoice).help("The voice that reads the question.");
const NAME: Field<Texts> = Field::texts("name", "Choice")
    .help("Its name in each language, which is recognised as well.")
    .recognised()
    .required();
const PHRASES: Field<Texts> = Field::texts("phrases", "Phrases")
    .help("What else people say for it in each language, separated by commas: claim, an accident.")
    .recognised();
const KEY: Field<String> =
    Field::keypad_key("key", "Key", "").help("A key that may be pressed instead. It may stay empty.");
const CHOICES: Field<Vec<Row>> = Field::rows("choices", "Choices", &[NAME.spec(), PHRASES.spec(), KEY.spec()], 10)
    .help("Each choice is a branch. It is taken when one of its phrases is heard, anywhere in what is said.")
    .required()
    .shown_if("mode", &["choices"]);
const CONFIDENCE: Field<i64> = Field::int_of("confidence", "Least confidence", "%", (1, 100), 50)
    .help("What is recognised with less confidence counts as not understood.");
const NO_SPEECH_S: Field<i64> =
    Field::duration("no_speech", "Wait for speech", (1, 60), 5).help("Nothing said in this time counts as no input.");
const TRIES: Field<i64> = Field::int("tries", "Tries", (1, 9), 3).help(
    "Silence and what is not understood count together; after the last try silence leaves by No input, the rest By default.",
);
const NO_INPUT_TEXT: Field<Texts> =
    Field::texts("no_input_text", "Said after silence").help("Said before the question is repeated.");
const INVALID_TEXT: Field<Texts> =
    Field::texts("invalid_text", "Said when not understood").help("Said before the question is repeated.");
const TARGET: Field<String> = Field::variable("target", "Put it into")
    .help("The variable that gets the name of the choice, or the text that was said. It is emptied when nothing is understood.");

fn mode_of(params: &Params) -> Mode {
    params.get(&MODE)
}

const NO_INPUT: BranchSpec = BranchSpec::new("no_input", "No input");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "speech_recognition",
    title: "Speech recognition (ASR)",
    short_title: "Speech recognition",
    category: Category::Voice,
    icon: Icon::Microphone,
    words: "asr, voice bot, voicebot, say your choice, speech, speech menu, voice input, lex, \
            get customer input, natural language, listen",
    channels: Channels::VOICE,
    doc: "Asks a question and recognises what is said. Each choice is a branch; any text goes into a variable and leaves by \
          By default.",
    card: "“{prompt}” · {choices:choices} · {tries:tries}",
    fields: &[
        MODE.spec(),
        PROMPT.spec(),
        VOICE.spec(),
        LANGUAGE.spec(),
        CHOICES.spec(),
        CONFIDENCE.spec(),
        NO_SPEECH_S.spec(),
        TRIES.spec(),
        NO_INPUT_TEXT.spec(),
        INVALID_TEXT.spec(),
        TARGET.spec(),
    ],
    branches: &[
        BranchPart::PerRow {
            field: CHOICES.key(),
            label: name_of,
            shown_if: Some(|params| mode_of(params) == Mode::Choices),
        },
        BranchPart::One(&BY_DEFAULT),
        BranchPart::One(&NO_INPUT),
        BranchPart::One(&ERROR),
    ],
    way_on: WayOn::FirstRow,
    caller_may_leave: true,
    run,
    check,
    examples: &[
        Example::new("A phrase of a choice", REASON, "say I had an accident yesterday", "row:1").after_ms(4_000),
        Example::new("A choice by its name", REASON, "silence; say contract at 80 %", "row:2").after_ms(10_000),
        Example::new("A phrase of another language", IN_FRENCH, "say c'est pour un sinistre", "row:1")
            .after_ms(3_600)
            .given(|stage| {
                "fr-CA".clone_into(&mut stage.caller.language);
            }),
        Example::new("A key instead", REASON, "press 1", "row:1").after_ms(3_000),
        Example::new(
            "Not understood, three times",
            REASON,
            "say the weather; say unclearly claims; say contract at 30 %",
            "default",
        )
        .after_ms(9_000),
        Example::new("Nothing said at last", REASON, "press 9; say hello; silence", "no_input").after_ms(13_000),
        Example::new("Any text", FREE, "say my name is Camille", "default").after_ms(3_200),
        Example::new("The recogniser fails", REASON, "recognition fails", "error").after_ms(2_000),
        Example::new("Speech recognition is down in this world", REASON, "", "error").given(|stage| {
            stage.world.systems_down.insert(OutsideSystem::Speech);
        }),
    ],
};

const REASON: &str = r#"{"prompt": Texts({"": "How can we help you?"}), "choices": Rows([
    (id: 1, cells: {"name": Text("Claims"), "phrases": Text("claim, an accident"), "key": Text("1")}),
    (id: 2, cells: {"name": Text("Contract")})])}"#;
const IN_FRENCH: &str = r#"{"prompt": Texts({"": "How can we help you?"}), "choices": Rows([
    (id: 1, cells: {"name": Texts({"": "Claims", "fr": "Sinistres"}), "phrases": Texts({"": "claim", "fr": "un sinistre"})}),
    (id: 2, cells: {"name": Text("Contract")})])}"#;
const FREE: &str =
    r#"{"mode": Text("free"), "prompt": Texts({"": "What is your name?"}), "target": Text("customer.name")}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Event::Answer(answer) = cx.event else { return listen(cx) };
    match answer.key {
        "say" => hear(cx, answer),
        "unclear" => understand(cx, &answer.value, cx.get(&CONFIDENCE) - 1),
        "press" => hear_key(cx, &answer.value),
        "fails" => {
            cx.note("The recogniser failed.");
            Step::go(&ERROR)
        }
        _ => {
            cx.spend(ms(cx.get(&NO_SPEECH_S)));
            cx.did("stays silent");
            fail(cx, &NO_INPUT)
        }
    }
}

/// Asks the question and listens.
fn listen(cx: &mut Cx<'_>) -> Step {
    if is_down(cx, OutsideSystem::Speech) {
        return Step::go(&ERROR);
    }
    let prompt = text_in_language(cx, &cx.get(&PROMPT));
    let prompt_ms = cx.say(prompt);
    cx.spend(prompt_ms);
    let mut question =
        Question::new("waits for speech").detail(format!("try {} of {}", cx.visit.tries + 1, cx.get(&TRIES)));
    let choices = choices(cx);
    for row in choices {
        if let Some(phrase) = phrases(cx, row).into_iter().next() {
            let said = Fold::USUAL.text(&phrase);
            let choice = QuestionChoice::new("say", format!("say {said}"), format!("Say “{phrase}”"));
            question = question.choice(choice.value(said));
        }
    }
    let any = QuestionChoice::new("say", "say", "Say something; how clearly may follow: at 60 %");
    let unclear = QuestionChoice::new("unclear", "say unclearly", "Say something unclearly");
    question = question.choice(any.input(AnswerInput::Text)).choice(unclear.input(AnswerInput::Text));
    let keys: Vec<String> = choices.iter().map(|row| row.cells.get(&KEY)).filter(|key| !key.is_empty()).collect();
    for key in &keys {
        question =
            question.choice(QuestionChoice::new("press", format!("press {key}"), key.clone()).value(key.clone()));
    }
    if !keys.is_empty() {
        question = question.choice(QuestionChoice::new("press", "press", "Another key").input(AnswerInput::Keys));
    }
    let question = question
        .choice(QuestionChoice::new("silence", "silence", "Stay silent"))
        .choice(QuestionChoice::new("fails", "recognition fails", "The recogniser fails").danger().system());
    Step::Ask(question.hang_up())
}

/// The choices, where some are listened for.
fn choices<'a>(cx: &Cx<'a>) -> &'a [Row] {
    if cx.get(&MODE) == Mode::Choices { cx.get(&CHOICES) } else { &[] }
}

/// What is said for a choice in the language of the question: its name, and its phrases.
fn phrases(cx: &Cx<'_>, row: &Row) -> Vec<String> {
    let said = |field: &Field<Texts>| text_in_language(cx, &row.cells.get(field));
    said_for(&said(&NAME), &said(&PHRASES))
}

fn said_for(name: &str, phrases: &str) -> Vec<String> {
    let all = std::iter::once(name.trim().to_owned()).chain(listed(phrases));
    all.filter(|phrase| !normal(phrase).is_empty()).collect()
}

/// The name of a choice in the default language, which is shown at its port and kept.
fn name_of(row: &Row) -> String {
    language::text(&row.cells.get(&NAME), "", "").trim().to_owned()
}

/// A text as it is compared: folded, and no signs between its words.
fn normal(text: &str) -> String {
    phrase::words(&Fold::USUAL.text(text)).join(" ")
}

/// What was said, with the confidence that may stand behind it: `claims at 60 %`.
fn hear(cx: &mut Cx<'_>, answer: &Answer) -> Step {
    let with_confidence = answer.value.rsplit_once(" at ").and_then(|(said, confidence)| {
        let number = confidence.trim().strip_suffix('%')?.trim().parse::<i64>().ok()?;
        (0..=100).contains(&number).then_some((said, number))
    });
    let (said, confidence) = with_confidence.unwrap_or((&answer.value, 100));
    understand(cx, said, confidence)
}

fn understand(cx: &mut Cx<'_>, said: &str, confidence: i64) -> Step {
    cx.spend_by_person(speaking_ms(said));
    cx.did(format_args!("says {said}"));
    let least = cx.get(&CONFIDENCE);
    if confidence < least {
        cx.note(format_args!("Not understood: {confidence} % is less than {least} %."));
        return fail(cx, &BY_DEFAULT);
    }
    if cx.get(&MODE) == Mode::Free {
        cx.note(format_args!("Recognised with {confidence} %."));
        let target = cx.get(&TARGET);
        let is_kept = cx.assign_if_named(&target, said.trim().to_owned());
        return Step::go(if is_kept { &BY_DEFAULT } else { &ERROR });
    }
    let choices: Vec<(&Row, Vec<String>)> = choices(cx).iter().map(|row| (row, phrases(cx, row))).collect();
    if let Some(row) = find(&choices, said) {
        cx.note(format_args!("Recognised as {} with {confidence} %.", name_of(row)));
        take(cx, row)
    } else {
        cx.note("It is none of the choices.");
        fail(cx, &BY_DEFAULT)
    }
}

/// The choice that is meant: of all the phrases heard the longest one counts, and among equals the first.
fn find<'r>(choices: &[(&'r Row, Vec<String>)], said: &str) -> Option<&'r Row> {
    let said = format!(" {} ", normal(said));
    let mut best: Option<(usize, &'r Row)> = None;
    for (row, phrases) in choices {
        let heard = phrases.iter().map(|phrase| normal(phrase)).filter(|it| said.contains(&format!(" {it} ")));
        if let Some(length) = heard.map(|phrase| phrase.chars().count()).max()
            && best.is_none_or(|(longest, _)| length > longest)
        {
            best = Some((length, row));
        }
    }
    best.map(|(_, row)| row)
}

fn hear_key(cx: &mut Cx<'_>, key: &str) -> Step {
    cx.spend(1_000);
    cx.did(format_args!("presses {key}"));
    match choices(cx).iter().find(|row| row.cells.get(&KEY) == key) {
        Some(row) => take(cx, row),
        None => fail(cx, &BY_DEFAULT),
    }
}

fn take(cx: &mut Cx<'_>, row: &Row) -> Step {
    let target = cx.get(&TARGET);
    if cx.assign_if_named(&target, name_of(row)) { Step::go_row(row) } else { Step::go(&ERROR) }
}

/// One counter of tries for both failures; the last one names the branch.
fn fail(cx: &mut Cx<'_>, failure: &'static BranchSpec) -> Step {
    cx.visit.tries += 1;
    if i64::from(cx.visit.tries) >= cx.get(&TRIES) {
        let target = cx.get(&TARGET);
        cx.assign_if_named(&target, String::new());
        return Step::go(failure);
    }
    let texts = cx.get(if failure.key == NO_INPUT.key { &NO_INPUT_TEXT } else { &INVALID_TEXT });
    let complaint = text_in_language(cx, &texts);
    let complaint_ms = cx.say(complaint);
    cx.spend(complaint_ms);
    listen(cx)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let mut findings: Vec<Finding> = check_language(cx).into_iter().collect();
    if mode_of(params) == Mode::Free {
        if params.get(&TARGET).trim().is_empty() {
            findings.push(Finding::warning("speech-lost", "No variable gets what is said, so it is lost."));
        }
        return findings;
    }
    let rows = params.get(&CHOICES);
    check_phrases(cx, rows, &mut findings);
    findings.extend(check_doubled("speech-key-twice", rows.iter().map(|row| row.cells.get(&KEY)), |key| {
        format!("Key {key} stands for two choices; the second can never be taken by it.")
    }));
    findings
}

/// An error for each phrase that means two choices in some language.
fn check_phrases(cx: &CheckCx<'_>, rows: &[Row], findings: &mut Vec<Finding>) {
    let texts: Vec<[Texts; 2]> =
        rows.iter().map(|row| [row.cells.get(&NAME).into_owned(), row.cells.get(&PHRASES).into_owned()]).collect();
    let default = cx.project.settings.default_language.as_str();
    let codes: BTreeSet<&str> = texts.iter().flatten().flat_map(Texts::keys).map(String::as_str).chain([""]).collect();
    for code in codes {
        let of = |[name, phrases]: &[Texts; 2]| {
            let said = said_for(language::text(name, code, default), language::text(phrases, code, default));
            // A phrase twice in one choice is harmless.
            said.iter().map(|phrase| normal(phrase)).collect::<BTreeSet<_>>()
        };
        let new = check_doubled("phrase-twice", texts.iter().flat_map(of), |phrase| {
            format!("The phrase \"{phrase}\" stands for two choices; the second can never be taken by it.")
        });
        let new: Vec<Finding> = new.into_iter().filter(|it| !findings.contains(it)).collect();
        findings.extend(new);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_that_is_heard_counts() {
        let params: Params = ron::from_str(
            r#"{"choices": Rows([(id: 1, cells: {"name": Text("Card"), "phrases": Text("my card")}),
                (id: 2, cells: {"name": Text("Lost"), "phrases": Text("lost card; lost my card")}),
                (id: 3, cells: {"name": Text("!")})])}"#,
        )
        .unwrap();
        let words = |row: &Row, field: &Field<Texts>| language::text(&row.cells.get(field), "", "").to_owned();
        let rows = params.get(&CHOICES).iter();
        let rows: Vec<(&Row, Vec<String>)> =
            rows.map(|row| (row, said_for(&words(row, &NAME), &words(row, &PHRASES)))).collect();
        for (said, expected) in [
            ("Card!", Some(1)),
            ("I've LOST my  card.", Some(2)),
            ("a lost card", Some(2)),
            ("cards", None),
            ("!", None),
            ("", None),
        ] {
            assert_eq!(find(&rows, said).map(|row| row.id.0), expected, "{said}");
        }
    }
}
