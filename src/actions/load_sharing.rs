//! Load sharing: chance sends each interaction to one of several shares (spec: actions §1, §5). Weights are
//! percent; what is missing to 100 goes to *No link*.

use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Event, Example, Field, Finding, Question,
    QuestionChoice, Step, WayOn,
};
use crate::model::{Params, Row};

use super::shared::check_doubled;

const NAME: Field<String> = Field::text("name", "Share").help("What the share is called; shown at the port.");
const WEIGHT: Field<i64> =
    Field::int_of("weight", "Weight", "%", (0, 100), 0).help("How many of a hundred interactions go here.").required();
const SHARES: Field<Vec<Row>> = Field::rows("shares", "Shares", &[NAME.spec(), WEIGHT.spec()], 10)
    .help("Each share is a branch. What is missing to 100 % goes to No link.")
    .required();

const NO_LINK: BranchSpec = BranchSpec::new("no_link", "No link").shown_if(|params| total(params) < 100);

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "load_sharing",
    title: "Load sharing",
    short_title: "",
    category: Category::Flow,
    channels: Channels::ALL,
    doc: "Spreads interactions over several shares by chance, such as 60 % to one site and 40 % to another.",
    card: "{shares:shares}",
    fields: &[SHARES.spec()],
    branches: &[
        BranchPart::PerRow { field: SHARES.key(), label: share_label, shown_if: None },
        BranchPart::One(&NO_LINK),
    ],
    way_on: WayOn::FirstRow,
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("Chance decides", r#"{"shares": Rows([(id: 1, cells: {"weight": Int(100)})])}"#, "", "row:1"),
        Example::new("The second share is forced", TWO, "take Lyon", "row:2"),
        Example::new("What is missing to 100 %", TWO, "take no link", "no_link"),
    ],
};

const TWO: &str = r#"{"shares": Rows([
    (id: 1, cells: {"name": Text("Paris"), "weight": Int(60)}), (id: 2, cells: {"name": Text("Lyon"), "weight": Int(30)})])}"#;

fn share_label(row: &Row) -> String {
    let name = row.cells.get(&NAME);
    if name.is_empty() { format!("{} %", row.cells.get(&WEIGHT)) } else { name }
}

fn total(params: &Params) -> i64 {
    params.rows(SHARES.key()).iter().map(|row| row.cells.get(&WEIGHT)).sum()
}

/// The shares with their probabilities in percent. Weights beyond 100 % in all get what is left.
fn shares(cx: &Cx<'_>) -> Vec<(Row, u64)> {
    let mut left: u64 = 100;
    let shares = cx.get(&SHARES).into_iter().map(|row| {
        let percent = u64::try_from(row.cells.get(&WEIGHT)).unwrap_or(0).min(left);
        left -= percent;
        (row, percent)
    });
    shares.collect()
}

fn run(cx: &mut Cx<'_>) -> Step {
    let shares = shares(cx);
    match cx.event {
        Event::Answer(answer) if answer.key == "no_link" => Step::go(&NO_LINK),
        Event::Answer(answer) if answer.key == "take" => {
            let forced = shares.iter().find(|(row, _)| row.id.to_string() == answer.value);
            forced.map_or_else(|| draw(cx, &shares), |(row, _)| Step::go_row(row))
        }
        Event::Answer(_) => draw(cx, &shares),
        Event::Enter | Event::Decided(_) => Step::Ask(ask(&shares)),
    }
}

/// Offers what chance can decide, and nothing that it cannot.
fn ask(shares: &[(Row, u64)]) -> Question {
    let possible = shares.iter().filter(|(_, percent)| *percent > 0);
    let missing = 100 - shares.iter().map(|(_, percent)| percent).sum::<u64>().min(100);
    let mut odds: Vec<String> = possible
        .clone()
        .map(|(row, percent)| format!("{} {percent} %", row.cells.get(&NAME)).trim().to_owned())
        .collect();
    if missing > 0 {
        odds.push(format!("{} {missing} %", NO_LINK.label));
    }
    let mut question = Question::new("shares the load")
        .detail(odds.join(", "))
        .passing(QuestionChoice::new("draw", "let chance decide", "Let chance decide").others());
    for (row, _) in possible {
        let label = share_label(row);
        question = question
            .choice(QuestionChoice::new("take", format!("take {label}"), label).value(row.id.to_string()).others());
    }
    if missing > 0 {
        question = question.choice(QuestionChoice::new("no_link", "take no link", NO_LINK.label).others());
    }
    question
}

fn draw(cx: &mut Cx<'_>, shares: &[(Row, u64)]) -> Step {
    let drawn = cx.interaction.draw(100);
    let mut below = 0;
    for (row, percent) in shares {
        below += percent;
        if drawn < below {
            cx.note(format!("Chance takes {} ({percent} %).", share_label(row)));
            return Step::go_row(row);
        }
    }
    cx.note(format!("Chance takes {} ({} %).", NO_LINK.label, 100 - below));
    Step::go(&NO_LINK)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let names = params.get(&SHARES).into_iter().map(|row| row.cells.get(&NAME));
    let mut findings = check_doubled("share-twice", names, |name| {
        format!("Two shares are called \"{name}\"; give them names that differ.")
    });
    let total = total(params);
    if total > 100 {
        findings.push(Finding::error("shares-over-100", format!("The shares add up to {total} %, more than 100 %.")));
    }
    findings
}
