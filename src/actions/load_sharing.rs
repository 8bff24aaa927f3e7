//! Load sharing: chance sends each interaction to one of several shares (spec: actions §1, §5). Weights are
//! percent; what is missing to 100 goes to *No link*.

use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Draw, Event, Example, Field, Finding, Icon,
    Lot, Purpose, Step, WayOn,
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
    icon: Icon::ChartPieSlice,
    words: "percentage, distribute by percentage, split, a/b test, random, share, weights, traffic split, \
            percent",
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
fn shares<'a>(cx: &Cx<'a>) -> Vec<(&'a Row, u64)> {
    let mut left: u64 = 100;
    let shares = cx.get(&SHARES).iter().map(|row| {
        let percent = u64::try_from(row.cells.get(&WEIGHT)).unwrap_or(0).min(left);
        left -= percent;
        (row, percent)
    });
    shares.collect()
}

fn run(cx: &mut Cx<'_>) -> Step {
    let Event::Drawn { value, is_forced } = cx.event else { return Step::Draw(draw(&shares(cx))) };
    let shares = shares(cx);
    let taken = shares.iter().find(|(row, _)| row.id.to_string() == *value);
    if !is_forced {
        let missing = missing(&shares);
        let (label, percent) =
            taken.map_or((NO_LINK.label.to_owned(), missing), |(row, percent)| (share_label(row), *percent));
        cx.note(format_args!("Chance takes {label} ({percent} %)."));
    }
    taken.map_or_else(|| Step::go(&NO_LINK), |(row, _)| Step::go_row(row))
}

/// What is missing to 100 %.
fn missing(shares: &[(&Row, u64)]) -> u64 {
    100 - shares.iter().map(|(_, percent)| percent).sum::<u64>().min(100)
}

/// Each share with its weight, and what is missing to 100 %.
fn draw(shares: &[(&Row, u64)]) -> Draw {
    let lot = |(row, weight): &(&Row, u64)| {
        let label = share_label(row);
        Lot { value: row.id.to_string(), weight: *weight, text: format!("take {label}"), label }
    };
    let rest = Lot {
        value: NO_LINK.key.to_owned(),
        weight: missing(shares),
        text: "take no link".to_owned(),
        label: NO_LINK.label.to_owned(),
    };
    let lots = shares.iter().map(lot).chain([rest]).collect();
    Draw { purpose: Purpose::Share, prompt: "shares the load".to_owned(), lots }
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let names = params.get(&SHARES).iter().map(|row| row.cells.get(&NAME));
    let mut findings = check_doubled("share-twice", names, |name| {
        format!("Two shares are called \"{name}\"; give them names that differ.")
    });
    let total = total(params);
    if total > 100 {
        findings.push(Finding::error("shares-over-100", format!("The shares add up to {total} %, more than 100 %.")));
    }
    findings
}
