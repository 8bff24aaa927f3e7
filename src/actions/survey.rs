//! Survey: asks the customer the questions of a survey, one by one (spec: actions §1).

use crate::catalog::branch::{ERROR, REFERENCE_NOT_FOUND, ResultKind};
use crate::catalog::fold;
use crate::catalog::question::{Answer, AnswerInput};
use crate::catalog::spec::nothing_to_check;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, Cx, Event, Example, Field, Question, QuestionChoice, Step,
    WayOn,
};
use crate::model::resource::{QuestionKind, Survey, SurveyQuestion};
use crate::model::{Channel, ItemRef, ResourceData, ResourceKind};

use super::shared_mail::{channel, customer_writes};

/// How long a customer thinks: on the telephone, and in writing, by a button or with words.
const ANSWERS_AFTER_MS: u64 = 2_000;
const CHOOSES_AFTER_MS: u64 = 5_000;
const WRITES_AFTER_MS: u64 = 30_000;
/// How long one is waited for: on the telephone, in a chat, and by email.
const SILENCE_MS: u64 = 5_000;
const CHAT_MS: u64 = 10 * 60_000;
const EMAIL_MS: u64 = 24 * 3_600_000;

/// The answers that are none.
const SILENCE: &str = "silence";
const NO_ANSWER: &str = "timeout";

const SURVEY: Field<Option<ItemRef>> =
    Field::item("survey", "Survey", ResourceKind::Survey).help("The questions that are asked.").required();
const TRIES: Field<i64> = Field::int("tries", "Tries per question", (1, 9), 3)
    .help("After so many wrong or missing answers to a question the survey ends.");

const COMPLETED: BranchSpec = BranchSpec::new("completed", "Completed").result(ResultKind::SelfService);
const PARTLY: BranchSpec = BranchSpec::new("partially_completed", "Partially completed");
const REFUSED: BranchSpec = BranchSpec::new("refused", "Refused");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "survey",
    title: "Survey",
    short_title: "",
    category: Category::Survey,
    channels: Channels::ALL,
    doc: "Asks the customer a few questions and keeps the answers: by keys and voice on the telephone, in writing in chats and \
          emails. A customer who answers none has refused.",
    card: "{survey} · {tries:tries}",
    fields: &[SURVEY.spec(), TRIES.spec()],
    branches: &[
        BranchPart::One(&COMPLETED),
        BranchPart::One(&PARTLY),
        BranchPart::One(&REFUSED),
        BranchPart::One(&REFERENCE_NOT_FOUND),
        BranchPart::One(&ERROR),
    ],
    way_on: WayOn::Key("completed"),
    caller_may_leave: true,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new("Both questions answered", SATISFACTION, "press 9; press 3; press 1", "completed"),
        Example::new("Only the first", SATISFACTION, "press 7; silence; press 9; silence", "partially_completed"),
        Example::new("No, thank you", SATISFACTION, "refuse", "refused"),
        Example::new("Nothing said", SATISFACTION, "silence; silence; silence", "refused"),
        Example::new("No such survey", r#"{"survey": Item(Reference("nothing"))}"#, "", "reference_not_found"),
        Example::new("A survey without questions", SATISFACTION, "", "error").given(|stage| {
            let project = &mut stage.project;
            for resource in project.resources.values_mut() {
                if let ResourceData::Survey(survey) = &mut std::sync::Arc::make_mut(resource).data {
                    survey.questions.clear();
                }
            }
        }),
    ],
};

const SATISFACTION: &str = r#"{"survey": Item(Reference("satisfaction"))}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(resource) = cx.item(&SURVEY) else { return Step::go(&REFERENCE_NOT_FOUND) };
    let ResourceData::Survey(survey) = &resource.data else { return Step::go(&REFERENCE_NOT_FOUND) };
    let Event::Answer(answer) = cx.event else {
        let introduction = cx.fill(&survey.introduction);
        let introduction_ms = cx.say(introduction);
        cx.spend(introduction_ms);
        return ask(cx, survey);
    };
    let Some(question) = survey.questions.get(cx.visit.answers.len()) else { return Step::go(&COMPLETED) };
    if answer.key == "refuse" {
        cx.did("refuses");
        return give_up(cx);
    }
    match heard(question, answer) {
        Some(kept) => {
            take(cx, question, answer);
            cx.ledger("Survey", format!("{}: {} {kept}", resource.name, question.text));
            cx.visit.answers.push(kept);
            cx.visit.tries = 0;
            if cx.visit.answers.len() >= survey.questions.len() { Step::go(&COMPLETED) } else { ask(cx, survey) }
        }
        None => fail(cx, survey, answer),
    }
}

/// Says the question that is next and waits for its answer.
fn ask(cx: &mut Cx<'_>, survey: &Survey) -> Step {
    let place = cx.visit.answers.len();
    let Some(asked) = survey.questions.get(place) else {
        cx.note("The survey has no questions.");
        return Step::go(&ERROR);
    };
    let text = cx.fill(&asked.text);
    let text_ms = cx.say(text);
    cx.spend(text_ms);
    let mut question = Question::new(format!("asks question {} of {}", place + 1, survey.questions.len()))
        .detail(format!("try {} of {}", cx.visit.tries + 1, cx.get(&TRIES)));
    if is_written(cx) {
        for (key, label) in keys(&asked.kind) {
            let choice = QuestionChoice::new("choose", format!("choose {label}"), label);
            question = question.choice(choice.value(key));
        }
        question = question.choice(QuestionChoice::new("reply", "reply", "Reply").input(AnswerInput::Text));
    } else if asked.kind == QuestionKind::Comment {
        question = question.choice(QuestionChoice::new("say", "say", "Say").input(AnswerInput::Text));
    } else {
        for (key, label) in keys(&asked.kind) {
            question = question.choice(QuestionChoice::new("press", format!("press {key}"), label).value(key));
        }
        question = question.choice(QuestionChoice::new("press", "press", "Another key").input(AnswerInput::Keys));
    }
    question = question.choice(if is_written(cx) {
        QuestionChoice::new(NO_ANSWER, "time passes", "No answer comes").time()
    } else {
        QuestionChoice::new(SILENCE, "silence", "Stay silent")
    });
    if place == 0 {
        question = question.choice(QuestionChoice::new("refuse", "refuse", "Refuse"));
    }
    Step::Ask(question.hang_up())
}

/// The keys that answer a question, with the words of their buttons, which are also what is kept of the answer.
fn keys(kind: &QuestionKind) -> impl Iterator<Item = (String, String)> {
    kind.keys().into_iter().map(|(key, stands_for)| {
        let words = if stands_for.is_empty() && *kind == QuestionKind::Scale {
            key.clone()
        } else {
            format!("{key} {stands_for}")
        };
        (key, words)
    })
}

/// What is kept of an answer; none when it is no answer to the question.
fn heard(question: &SurveyQuestion, answer: &Answer) -> Option<String> {
    match (answer.key, &question.kind) {
        ("say" | "reply", QuestionKind::Comment) => {
            Some(answer.value.trim().to_owned()).filter(|text| !text.is_empty())
        }
        ("press" | "choose", kind) => keys(kind).find(|(key, _)| *key == answer.value).map(|(_, label)| label),
        ("reply", kind) => {
            let words = |key: &str| kind.keys().into_iter().find(|(known, _)| known == key).map(|(_, words)| words);
            let is_meant = |key: &str, label: &str| {
                let said = [Some(key.to_owned()), Some(label.to_owned()), words(key)];
                said.into_iter().flatten().any(|said| !said.is_empty() && fold::same(&said, &answer.value))
            };
            keys(kind).find(|(key, label)| is_meant(key, label)).map(|(_, label)| label)
        }
        _ => None,
    }
}

/// Whether the customer writes or clicks, instead of pressing keys.
fn is_written(cx: &Cx<'_>) -> bool {
    channel(cx) != Channel::Voice
}

/// What the customer does, and how long it takes.
fn take(cx: &mut Cx<'_>, question: &SurveyQuestion, answer: &Answer) {
    let after_ms = match answer.key {
        SILENCE => SILENCE_MS,
        NO_ANSWER if channel(cx) == Channel::Email => EMAIL_MS,
        NO_ANSWER => CHAT_MS,
        "choose" => CHOOSES_AFTER_MS,
        "reply" => WRITES_AFTER_MS,
        _ => ANSWERS_AFTER_MS,
    };
    cx.spend(after_ms);
    match answer.key {
        SILENCE => cx.did("stays silent"),
        NO_ANSWER => cx.did("does not answer"),
        "say" => cx.did(format!("says {}", answer.value)),
        "reply" => customer_writes(cx, &answer.value),
        "choose" => {
            let label = keys(&question.kind).find(|(key, _)| *key == answer.value).map(|(_, label)| label);
            customer_writes(cx, &label.unwrap_or_default());
        }
        _ => cx.did(format!("presses {}", answer.value)),
    }
}

fn fail(cx: &mut Cx<'_>, survey: &Survey, answer: &Answer) -> Step {
    if let Some(question) = survey.questions.get(cx.visit.answers.len()) {
        take(cx, question, answer);
    }
    cx.visit.tries += 1;
    if i64::from(cx.visit.tries) < cx.get(&TRIES) { ask(cx, survey) } else { give_up(cx) }
}

fn give_up(cx: &Cx<'_>) -> Step {
    Step::go(if cx.visit.answers.is_empty() { &REFUSED } else { &PARTLY })
}
