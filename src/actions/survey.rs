//! Survey: asks the customer the questions of a survey, one by one (spec: actions §1).

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::catalog::branch::{ERROR, REFERENCE_NOT_FOUND, ResultKind};
use crate::catalog::fold;
use crate::catalog::kept;
use crate::catalog::question::{Answer, AnswerInput, Choices};
use crate::catalog::spec::nothing_to_check;
use crate::catalog::system_phrases::Phrase;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Event, Example, Field, Icon, Question,
    QuestionChoice, Step, WayOn, language, survey, yes_no,
};
use crate::model::resource::{QuestionKind, Survey, SurveyQuestion};
use crate::model::{Channel, ItemRef, OutsideSystem, ResourceData, ResourceKind};

use super::shared_mail::{attach_choice, channel, customer_attaches, customer_writes, is_up};
use super::shared_window::{
    NOT_DELIVERED, OUTSIDE_WINDOW, fails_choice, given_closed_window, is_window_closed, note_list, note_outside,
};

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

pub(super) const SURVEY: Field<Option<ItemRef>> =
    Field::item("survey", "Survey", ResourceKind::Survey).help("The questions that are asked.").required();
const TRIES: Field<i64> = Field::int("tries", "Tries per question", (1, 9), 3)
    .help("After so many wrong or missing answers to a question the survey ends.");

const COMPLETED: BranchSpec = BranchSpec::new("completed", "Completed").result(ResultKind::SelfService);
const PARTLY: BranchSpec = BranchSpec::new("partially_completed", "Partially completed");
const REFUSED: BranchSpec = BranchSpec::new("refused", "Refused");
const DELIVERY_FAILURE: BranchSpec = NOT_DELIVERED.only(Channels::MESSAGING).else_by(&["error"]);
const OUTSIDE: BranchSpec = OUTSIDE_WINDOW.only(Channels::MESSAGING).else_by(&["error"]);

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "survey",
    title: "Survey",
    short_title: "",
    category: Category::Survey,
    icon: Icon::Star,
    words: "rating, csat, nps, feedback, satisfaction, questionnaire, stars, review",
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
        BranchPart::One(&DELIVERY_FAILURE),
        BranchPart::One(&OUTSIDE),
    ],
    way_on: WayOn::Key("completed"),
    caller_may_leave: true,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new("Both questions answered", SATISFACTION, "press 9; press 3; press 1", "completed")
            .after_ms(19_600)
            .ledger(&[
                "Survey: Satisfaction: How satisfied are you, from 0 to 9? 9",
                "Survey: Satisfaction: Was it solved? Press 1 for yes, 2 for no. 1 Yes",
            ]),
        Example::new("Only the first", SATISFACTION, "press 7; silence; press 9; silence", "partially_completed")
            .after_ms(31_600)
            .ledger(&["Survey: Satisfaction: How satisfied are you, from 0 to 9? 7"]),
        Example::new("No, thank you", SATISFACTION, "refuse", "refused").after_ms(6_600),
        Example::new("Nothing said", SATISFACTION, "silence; silence; silence", "refused").after_ms(27_000),
        Example::new("No such survey", r#"{"survey": Item(Reference("nothing"))}"#, "", "reference_not_found"),
        Example::new("In a chat, by buttons and in words", SATISFACTION, "choose 9; reply no", "completed")
            .after_ms(35_000)
            .ledger(&[
                "Survey: Satisfaction: How satisfied are you, from 0 to 9? 9",
                "Survey: Satisfaction: Was it solved? Press 1 for yes, 2 for no. 2 No",
            ])
            .over(Channel::Messaging),
        Example::new("In a chat, the question does not arrive", SATISFACTION, "delivery fails", "delivery_failure")
            .over(Channel::Messaging),
        Example::new("The customer wrote 30 hours ago", SATISFACTION, "", "outside_window")
            .over(Channel::Messaging)
            .given(given_closed_window),
        Example::new("Messages cannot be sent", SATISFACTION, "", "delivery_failure")
            .over(Channel::Messaging)
            .given(|stage| _ = stage.world.systems_down.insert(OutsideSystem::Messages)),
        Example::new("Emails cannot be sent", SATISFACTION, "", "error")
            .over(Channel::Email)
            .given(|stage| _ = stage.world.systems_down.insert(OutsideSystem::Email)),
        Example::new("A survey without questions", SATISFACTION, "", "error").after_ms(2_400).given(|stage| {
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
        if let Some(branch) = cannot_write(cx) {
            return Step::go(branch);
        }
        let introduction = cx.text_in_language(&survey.introduction);
        let introduction_ms = cx.say(introduction);
        cx.spend(introduction_ms);
        return ask(cx, survey);
    };
    let Some(question) = survey.questions.get(cx.visit.answers.len()) else { return Step::go(&COMPLETED) };
    if answer.key == "fails" {
        cx.note("The question was not delivered.");
        return Step::go(&DELIVERY_FAILURE);
    }
    if answer.key == "refuse" {
        cx.did("refuses");
        return give_up(cx);
    }
    match heard(cx, question, answer) {
        Some(kept) => {
            take(cx, question, answer);
            let asked = language::text(&question.text, "", cx.default_language());
            cx.ledger("Survey", format_args!("{}: {asked} {kept}", resource.name));
            cx.visit.answers.push(kept);
            cx.visit.tries = 0;
            if cx.visit.answers.len() >= survey.questions.len() { Step::go(&COMPLETED) } else { ask(cx, survey) }
        }
        None => fail(cx, survey, answer),
    }
}

/// The branch where the customer cannot be written to; none on the telephone.
fn cannot_write(cx: &mut Cx<'_>) -> Option<&'static BranchSpec> {
    match channel(cx) {
        Channel::Voice => None,
        Channel::Email => (!is_up(cx, OutsideSystem::Email)).then_some(&ERROR),
        Channel::Messaging if is_window_closed(cx) => {
            note_outside(cx);
            Some(&OUTSIDE)
        }
        Channel::Messaging => (!is_up(cx, OutsideSystem::Messages)).then_some(&DELIVERY_FAILURE),
    }
}

/// Says the question that is next and waits for its answer.
fn ask(cx: &mut Cx<'_>, survey: &Survey) -> Step {
    let place = cx.visit.answers.len();
    let Some(asked) = survey.questions.get(place) else {
        cx.note("The survey has no questions.");
        return Step::go(&ERROR);
    };
    say(cx, asked);
    let is_first = place == 0;
    let mut question = if !is_written(cx) && asked.kind == QuestionKind::Scale {
        Question::of("", Choices::kept(scale(is_first)))
    } else {
        Question { choices: choices(cx, &asked.kind, is_first).into(), ..Question::default() }
    };
    if cx.is_told() {
        question.prompt = format!("asks question {} of {}", place + 1, survey.questions.len()).into();
        question.detail = format!("try {} of {}", cx.visit.tries + 1, cx.get(&TRIES)).into();
    }
    Step::Ask(question)
}

/// The choices at a question on a scale on the telephone, the first of the survey or another one. They are the same everywhere.
fn scale(is_first: bool) -> &'static [QuestionChoice] {
    static KEPT: [OnceLock<Vec<QuestionChoice>>; 2] = [const { OnceLock::new() }; 2];
    let kept = KEPT.get(usize::from(is_first));
    kept.map_or(&[], |kept| {
        kept.get_or_init(|| {
            let keys = (0..=9).map(|key| press(kept::number(key), kept::number(key)));
            keys.chain([another_key()]).chain(others(false, is_first)).collect()
        })
    })
}

/// The choices at a question.
fn choices(cx: &mut Cx<'_>, kind: &QuestionKind, is_first: bool) -> Vec<QuestionChoice> {
    let mut choices = Vec::new();
    if is_written(cx) {
        let answers = answers(cx, kind);
        note_list(cx, answers.len());
        for answer in answers {
            let choice = QuestionChoice::new("choose", format!("choose {}", answer.shown), answer.shown);
            choices.push(choice.also(format!("choose {}", answer.kept)).value(answer.key));
        }
        choices.push(QuestionChoice::new("reply", "reply", "Reply").input(AnswerInput::Text));
        choices.push(attach_choice());
        if channel(cx) == Channel::Messaging {
            choices.push(fails_choice());
        }
    } else if *kind == QuestionKind::Comment {
        choices.push(QuestionChoice::new("say", "say", "Say").input(AnswerInput::Text));
    } else {
        choices.extend(answers(cx, kind).into_iter().map(|answer| press(answer.key, answer.shown)));
        choices.push(another_key());
    }
    choices.extend(others(is_written(cx), is_first));
    choices
}

fn press(key: Cow<'static, str>, shown: impl Into<Cow<'static, str>>) -> QuestionChoice {
    QuestionChoice::new("press", format!("press {key}"), shown).value(key)
}

fn another_key() -> QuestionChoice {
    QuestionChoice::new("press", "press", "Another key").input(AnswerInput::Keys)
}

/// What may happen at every question.
fn others(is_written: bool, is_first: bool) -> impl Iterator<Item = QuestionChoice> {
    let nothing = if is_written {
        QuestionChoice::new(NO_ANSWER, "time passes", "No answer comes").time()
    } else {
        QuestionChoice::new(SILENCE, "silence", "Stay silent")
    };
    let refuse = is_first.then(|| QuestionChoice::new("refuse", "refuse", "Refuse"));
    [nothing].into_iter().chain(refuse).chain([QuestionChoice::hanging_up()])
}

/// Says a question in the customer's language, and how to answer it, where it does that.
fn say(cx: &mut Cx<'_>, asked: &SurveyQuestion) {
    let mut texts = vec![cx.text_in_language(&asked.text)];
    let sentences = survey::how_to_answer(cx.settings(), asked, &cx.language(), is_written(cx));
    texts.extend(sentences.iter().map(|sentence| cx.fill(sentence)));
    for text in texts {
        let text_ms = cx.say(text);
        cx.spend(text_ms);
    }
}

/// One of the answers that a question offers.
struct Offered {
    /// The key that gives it.
    key: Cow<'static, str>,
    /// Its words without the key, in the customer's language and in the project's default language.
    words: [String; 2],
    /// The words of its button.
    shown: String,
    /// What is kept of it: the words of its button in the project's default language.
    kept: String,
}

/// The answers that a question offers.
fn answers(cx: &Cx<'_>, kind: &QuestionKind) -> Vec<Offered> {
    let kept = survey::keys(cx.settings(), kind, cx.default_language());
    let shown = survey::keys(cx.settings(), kind, &cx.language()).into_iter().zip(kept);
    let offered = shown.map(|((key, words), (_, kept))| {
        let words = cx.fill(&words);
        Offered { shown: label(&key, &words), kept: label(&key, &kept), key, words: [words, kept] }
    });
    offered.collect()
}

/// A key with what it stands for.
fn label(key: &str, words: &str) -> String {
    format!("{key} {words}").trim().to_owned()
}

/// What is kept of an answer; none when it is no answer to the question.
fn heard(cx: &Cx<'_>, question: &SurveyQuestion, answer: &Answer) -> Option<String> {
    let of_key = |wanted: &str| {
        let keys = survey::keys(cx.settings(), &question.kind, cx.default_language());
        keys.into_iter().find(|(key, _)| key == wanted).map(|(key, words)| label(&key, &words))
    };
    match (answer.key, &question.kind) {
        ("say" | "reply" | "attach", QuestionKind::Comment) => {
            Some(answer.value.trim().to_owned()).filter(|text| !text.is_empty())
        }
        ("press" | "choose", _) => of_key(&answer.value),
        ("reply", kind) => {
            let is_meant = |it: &&Offered| {
                let [shown, kept] = &it.words;
                let said: [&str; 5] = [&it.key, &it.shown, &it.kept, shown, kept];
                said.into_iter().any(|said| !said.is_empty() && fold::same(said, &answer.value))
            };
            let yes_or_no = || {
                let yes = yes_no::read(&answer.value, cx.customer_locale(&cx.language()))?;
                of_key(if yes { "1" } else { "2" }).filter(|_| *kind == QuestionKind::YesNo)
            };
            let offered = answers(cx, kind);
            offered.iter().find(is_meant).map(|it| it.kept.clone()).or_else(yes_or_no)
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
        "reply" | "attach" => WRITES_AFTER_MS,
        _ => ANSWERS_AFTER_MS,
    };
    cx.spend(after_ms);
    match answer.key {
        SILENCE => cx.did("stays silent"),
        NO_ANSWER => cx.did("does not answer"),
        "say" => cx.did(format_args!("says {}", answer.value)),
        "reply" => customer_writes(cx, &answer.value),
        "attach" => customer_attaches(cx, &answer.value),
        "choose" => {
            let chosen = answers(cx, &question.kind).into_iter().find(|it| it.key == answer.value);
            customer_writes(cx, &chosen.map(|it| it.shown).unwrap_or_default());
        }
        _ => cx.did(format_args!("presses {}", answer.value)),
    }
}

/// The phrases that the questions of the survey need.
pub(super) fn says(cx: &CheckCx<'_>) -> Vec<&'static Phrase> {
    let item = cx.action.params.get(&SURVEY);
    let found = item.and_then(|item| cx.project.resolve(ResourceKind::Survey, &item));
    let Some(ResourceData::Survey(survey)) = found.map(|it| &it.data) else { return Vec::new() };
    let is_written = cx.routing.channel != Channel::Voice;
    survey.questions.iter().flat_map(|question| survey::phrases(question, is_written)).collect()
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
