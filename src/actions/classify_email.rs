//! Classify: which category an email or a message belongs to, by the phrases found in it (spec: actions §3). A real
//! classifier may judge differently, so a simulation can say what it finds.

use crate::catalog::branch::BY_DEFAULT;
use crate::catalog::eml::quoted;
use crate::catalog::fold::{self, Fold, one_line};
use crate::catalog::phrase::{Likeness, Searched};
use crate::catalog::question::{Answer, AnswerInput};
use crate::catalog::text::shorten;
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Event, Example, Field, Finding, Icon, Question,
    QuestionChoice, Step, WayOn,
};
use crate::model::{Channel, Row};

use super::shared::check_doubled;
use super::shared_mail::email_unless_chat;

const NAME: Field<String> = Field::text("name", "Category").help("Shown at the port.").required();
const PHRASES: Field<String> = Field::long_text("phrases", "Phrases")
    .help("Words or phrases that speak for the category, with commas or on lines of their own.")
    .required();
const QUOTED: Field<bool> = Field::yes_no("in_quoted", "In quoted emails", false).help(
    "Also looks in what an email quotes of earlier ones: lines that begin with >, and what follows \"On … wrote:\".",
);
const CATEGORIES: Field<Vec<Row>> = Field::rows("categories", "Categories", &[NAME.spec(), PHRASES.spec()], 10)
    .help("Each category is a branch. The share of its phrases that are found is its confidence; the highest wins.")
    .required();
const THRESHOLD: Field<i64> = Field::int_of("threshold", "Confidence at least", "%", (1, 100), 50)
    .help("A category below this is not taken; then it goes on by default.");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "classify_email",
    title: "Classify",
    short_title: "",
    category: Category::Email,
    icon: Icon::Stack,
    words: "categorise, categorize, topic, intent, category, sort emails, subject",
    channels: Channels(&[Channel::Email, Channel::Messaging]),
    doc: "Finds the category of an email, by its subject and text, or of the customer's last message of a chat. Phrases \
          count as whole words, without regard to capital letters and accents.",
    card: "{categories:categories} · {threshold}",
    fields: &[CATEGORIES.spec(), THRESHOLD.spec(), QUOTED.spec()],
    branches: &[
        BranchPart::PerRow { field: CATEGORIES.key(), label: |row| row.cells.get(&NAME), shown_if: None },
        BranchPart::One(&BY_DEFAULT),
    ],
    way_on: WayOn::Key("default"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("Half of the phrases are found", CLAIMS, "", "row:1").over(Channel::Messaging).given(|stage| {
            "I want a refund for my order".clone_into(&mut stage.caller.first_message);
        }),
        Example::new("Found with confidence", CLAIMS, "category delivery", "row:2"),
        Example::new("Found, but not surely enough", CLAIMS, "category delivery 40%", "default"),
        Example::new("No phrase is found", CLAIMS, "as found", "default"),
    ],
};

const CLAIMS: &str = r#"{"categories": Rows([(id: 1, cells: {"name": Text("Refund"), "phrases": Text("refund, money back")}), (id: 2, cells: {"name": Text("Delivery"), "phrases": Text("parcel, delivery")})])}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let rows = cx.get(&CATEGORIES);
    let (best, confidence) = match cx.event {
        Event::Answer(answer) if answer.key != "found" => hear(rows, answer),
        Event::Answer(_) => find(cx, rows),
        Event::Enter | Event::Decided(_) | Event::Drawn { .. } | Event::Floor(_) => return ask(cx, rows),
    };
    let Some(row) = best else {
        cx.note("No category is found.");
        return Step::go(&BY_DEFAULT);
    };
    let threshold = cx.get(&THRESHOLD);
    cx.note(format_args!("{}, with a confidence of {confidence}%; at least {threshold}% is asked for.", name(row)));
    if confidence >= threshold { Step::go_row(row) } else { Step::go(&BY_DEFAULT) }
}

fn ask(cx: &mut Cx<'_>, rows: &[Row]) -> Step {
    let label = match find(cx, rows) {
        (Some(row), confidence) => format!("As found: {}, {confidence}%", name(row)),
        (None, _) => "As found: no category".to_owned(),
    };
    let mut question = Question::new("classifies what the customer wrote")
        .passing(QuestionChoice::new("found", "as found", shorten(&label, 60)).system());
    for row in rows.iter().filter(|row| !name(row).is_empty()) {
        let choice = QuestionChoice::new("category", format!("category {}", name(row)), name(row));
        question = question.choice(choice.value(row.id.branch_key()).system());
    }
    let typed = QuestionChoice::new("typed", "category", "A category and its confidence, such as Claim 40%");
    Step::Ask(question.choice(typed.input(AnswerInput::Text).system()))
}

fn name(row: &Row) -> String {
    one_line(&row.cells.get(&NAME))
}

/// The category with the highest share of phrases found, the first of equals, and its share in percent.
fn find<'a>(cx: &mut Cx<'_>, rows: &'a [Row]) -> (Option<&'a Row>, i64) {
    let texts = match email_unless_chat(cx) {
        Some(email) => {
            let parts = quoted::split(&email.body);
            let history = if cx.get(&QUOTED) { parts.quoted } else { String::new() };
            vec![email.subject.clone(), parts.text, history]
        }
        None => vec![cx.last_message()],
    };
    let texts: Vec<Searched> = texts.iter().map(|text| Searched::new(text, Fold::LOOSE)).collect();
    let mut best = (None, 0);
    for row in rows {
        let phrases = cx.fill(&row.cells.get(&PHRASES));
        let wanted: Vec<&str> = fold::entries(&phrases).collect();
        let is_there = |phrase: &str| texts.iter().any(|text| text.has(phrase, Likeness::WholeWords));
        let found = wanted.iter().filter(|phrase| is_there(phrase)).count();
        let share = (found * 100).checked_div(wanted.len()).and_then(|share| i64::try_from(share).ok()).unwrap_or(0);
        if share > best.1 {
            best = (Some(row), share);
        }
    }
    best
}

/// What a simulation says is found: a category for certain, or one with its confidence.
fn hear<'a>(rows: &'a [Row], answer: &Answer) -> (Option<&'a Row>, i64) {
    if answer.key == "category" {
        return (rows.iter().find(|row| row.id.branch_key() == answer.value), 100);
    }
    let typed = answer.value.trim();
    let (wanted, confidence) =
        match typed.rsplit_once(' ').map(|(name, last)| (name, last.trim_end_matches('%').parse())) {
            Some((name, Ok(confidence))) => (name, confidence),
            _ => (typed, 100),
        };
    (rows.iter().find(|row| fold::same(&name(row), wanted)), confidence)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let names = cx.action.params.get(&CATEGORIES).iter().map(|row| row.cells.get(&NAME));
    check_doubled("category-twice", names, |name| format!("The category \"{name}\" is listed twice."))
}
