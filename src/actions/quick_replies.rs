//! Quick replies: a question with buttons in a chat (spec: actions §4).

use crate::catalog::branch::BY_DEFAULT;
use crate::catalog::field::Texts;
use crate::catalog::fold::{self, one_line};
use crate::catalog::question::{Answer, AnswerInput};
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Effect, Event, Example, Field, Finding, Icon,
    Question, QuestionChoice, Step, WayOn, language,
};
use crate::model::{Channel, OutsideSystem, Row};

use super::shared::ms_words;
use super::shared_language::check_doubled_in_languages;
use super::shared_mail::{attach_choice, customer_attaches, customer_writes, is_up, left_ms, wait, with_waiting};
use super::shared_window::{
    NOT_DELIVERED, OUTSIDE_WINDOW, fails_choice, given_closed_window, is_window_closed, note_list, note_outside,
};

/// How long a customer takes to choose, where nobody says so.
const CHOOSES_AFTER_MS: u64 = 5_000;

const TEXT: Field<Texts> = Field::texts("text", "Text")
    .help("What is written above the buttons, in each language. Variables go in double braces: {{customer.name}}.")
    .required();
const LABEL: Field<Texts> =
    Field::texts("label", "Choice").help("The words on the button, in each language.").required();
const CHOICES: Field<Vec<Row>> =
    Field::rows("choices", "Choices", &[LABEL.spec()], 10).help("Each choice is a button and a branch.").required();
const FREE_TEXT: Field<bool> = Field::yes_no("free_text", "Free text allowed", true)
    .help("Whether other words go on by default. Otherwise the question is repeated.");
const TIMEOUT_S: Field<i64> = Field::duration("timeout", "Wait for the reply", (5, 7 * 86_400), 600)
    .help("Nothing chosen in this time counts as response time exceeded.");

const OTHER_WORDS: BranchSpec = BY_DEFAULT.shown_if(|params| params.get(&FREE_TEXT));
const TOO_LATE: BranchSpec = BranchSpec::new("timeout", "Response time exceeded");
const DELIVERY_FAILURE: BranchSpec = NOT_DELIVERED.else_by(&["timeout"]);
const OUTSIDE: BranchSpec = OUTSIDE_WINDOW.else_by(&["timeout"]);

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "quick_replies",
    title: "Quick replies",
    short_title: "",
    category: Category::Messaging,
    icon: Icon::ListBullets,
    words: "buttons, menu, choices, options, chat menu, suggestions, show view, list message, language choice",
    channels: Channels(&[Channel::Messaging]),
    doc: "Offers the customer buttons to choose from. The words of a button may also be typed.",
    card: "“{text}” · {choices:choices}",
    fields: &[TEXT.spec(), CHOICES.spec(), FREE_TEXT.spec(), TIMEOUT_S.spec()],
    branches: &[
        BranchPart::PerRow { field: CHOICES.key(), label, shown_if: None },
        BranchPart::One(&OTHER_WORDS),
        BranchPart::One(&TOO_LATE),
        BranchPart::One(&DELIVERY_FAILURE),
        BranchPart::One(&OUTSIDE),
    ],
    way_on: WayOn::FirstRow,
    caller_may_leave: true,
    run,
    check,
    examples: &[
        Example::new("A button", SERVICE, "choose refund", "row:1").after_ms(5_000),
        Example::new("The words of a button, typed", SERVICE, "reply ORDER LOOKUP", "row:2").after_ms(5_000),
        Example::new("A button in French", IN_FRENCH, "reply remboursement", "row:1").after_ms(5_000).given(|stage| {
            "fr-CA".clone_into(&mut stage.caller.language);
        }),
        Example::new("Other words", SERVICE, "reply I lost my bag", "default").after_ms(5_000),
        Example::new("Only the buttons count", ONLY, "reply my bag; reply my bag!; choose yes", "row:1")
            .after_ms(15_000),
        Example::new("Nothing chosen", SERVICE, "time passes", "timeout").after_ms(600_000),
        Example::new("A photo instead of words", SERVICE, "attach bag.jpg", "default").after_ms(5_000),
        Example::new("The buttons do not arrive", SERVICE, "delivery fails", "delivery_failure"),
        Example::new("The customer wrote 30 hours ago", SERVICE, "", "outside_window").given(given_closed_window),
        Example::new("Messages cannot be sent", SERVICE, "", "delivery_failure").given(|stage| {
            stage.world.systems_down.insert(OutsideSystem::Messages);
        }),
    ],
};

const SERVICE: &str = r#"{"text": Texts({"": "What service support do you need?"}), "choices": Rows([(id: 1, cells: {"label": Text("Refund")}), (id: 2, cells: {"label": Text("Order lookup")})])}"#;
const IN_FRENCH: &str = r#"{"text": Texts({"": "What do you need?"}), "choices": Rows([(id: 1, cells: {"label": Texts({"": "Refund", "fr": "Remboursement"})})])}"#;
const ONLY: &str = r#"{"text": Texts({"": "Shall we go on?"}), "free_text": Bool(false), "choices": Rows([(id: 1, cells: {"label": Text("Yes")})])}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    match cx.event {
        Event::Answer(answer) => match answer.key {
            "timeout" => give_up(cx),
            "fails" => {
                cx.note("The buttons were not delivered.");
                Step::go(&DELIVERY_FAILURE)
            }
            "wait" if wait(cx, cx.get(&TIMEOUT_S), answer.ms()) => await_choice(cx),
            "wait" => Step::go(&TOO_LATE),
            _ => hear(cx, answer),
        },
        Event::Enter | Event::Decided(_) | Event::Drawn { .. } | Event::Floor(_) => {
            cx.visit.since_ms = cx.at_ms();
            if is_window_closed(cx) {
                note_outside(cx);
                return Step::go(&OUTSIDE);
            }
            if is_up(cx, OutsideSystem::Messages) { ask(cx) } else { Step::go(&DELIVERY_FAILURE) }
        }
    }
}

fn give_up(cx: &mut Cx<'_>) -> Step {
    cx.spend(left_ms(cx, cx.get(&TIMEOUT_S)));
    Step::go(&TOO_LATE)
}

/// The choices with the words on their buttons, filled in. A choice without words has no button.
fn buttons<'a>(cx: &Cx<'a>) -> Vec<(&'a Row, String)> {
    let rows = cx.get(&CHOICES).iter();
    let labelled = rows.map(|row| {
        let label = one_line(&cx.text_in_language(&row.cells.get(&LABEL)));
        (row, label)
    });
    labelled.filter(|(_, label)| !label.is_empty()).collect()
}

/// The words of a choice at its port: those of the default language.
fn label(row: &Row) -> String {
    language::text(&row.cells.get(&LABEL), "", "").to_owned()
}

fn ask(cx: &mut Cx<'_>) -> Step {
    let buttons = buttons(cx);
    let text = cx.text_for(&TEXT);
    cx.say(text);
    if !buttons.is_empty() {
        note_list(cx, buttons.len());
        cx.emit(Effect::Offered(buttons.iter().map(|(_, label)| label.clone()).collect()));
    }
    await_choice(cx)
}

/// Waits for as long as the customer may still take.
fn await_choice(cx: &Cx<'_>) -> Step {
    let left_ms = left_ms(cx, cx.get(&TIMEOUT_S));
    let mut question = Question::new("waits for a choice").detail(format!("for {}", ms_words(left_ms)));
    for (row, label) in buttons(cx) {
        let choice = QuestionChoice::new("choose", format!("choose {label}"), label);
        question = question.choice(choice.value(row.id.branch_key()));
    }
    let question = question
        .choice(QuestionChoice::new("reply", "reply", "Type something").input(AnswerInput::Text))
        .choice(attach_choice());
    Step::Ask(with_waiting(question, left_ms).choice(fails_choice()).hang_up())
}

fn hear(cx: &mut Cx<'_>, answer: &Answer) -> Step {
    cx.spend(CHOOSES_AFTER_MS.min(left_ms(cx, cx.get(&TIMEOUT_S))));
    let mut buttons = buttons(cx);
    let place = match answer.key {
        "choose" => buttons.iter().position(|(row, _)| row.id.branch_key() == answer.value),
        "attach" => None,
        _ => fold::choice(buttons.iter().map(|(_, label)| label.as_str()), &answer.value),
    };
    let chosen = place.map(|place| buttons.swap_remove(place));
    if answer.key == "attach" {
        customer_attaches(cx, &answer.value);
    } else {
        customer_writes(cx, chosen.as_ref().map_or(&answer.value, |(_, label)| label));
    }
    match chosen {
        Some((row, _)) => Step::go_row(row),
        None if cx.get(&FREE_TEXT) => Step::go(&OTHER_WORDS),
        None => {
            cx.visit.since_ms = cx.at_ms();
            ask(cx)
        }
    }
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let labels: Vec<Texts> =
        cx.action.params.get(&CHOICES).iter().map(|row| row.cells.get(&LABEL).into_owned()).collect();
    check_doubled_in_languages("choice-twice", cx, &labels, |label| {
        format!("The choice \"{label}\" is offered twice; the second can never be taken by its words.")
    })
}
