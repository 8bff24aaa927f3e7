//! Check the number of passages: how often this interaction passed an action (spec: actions §1). An action that it
//! stands at counts as passed, so that *itself, at least 3* is the third time round.

use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn,
};
use crate::model::{ActionId, Row};

use super::shared::check_doubled;

const ACTION: Field<Option<ActionId>> = Field::action("action", "Action counted")
    .help("The action or checkpoint whose passages are counted. Leave it empty to count this action itself.");
const AT_LEAST: Field<i64> = Field::int("at_least", "At least", (1, 1_000), 1)
    .help("The number of passages from which the branch is taken.")
    .required();
const THRESHOLDS: Field<Vec<Row>> = Field::rows("thresholds", "Thresholds", &[AT_LEAST.spec()], 10)
    .help("Each threshold is a branch. The highest one reached is taken.")
    .required();

const BELOW: BranchSpec = BranchSpec::new("below", "Below");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "check_passages",
    title: "Check the number of passages",
    short_title: "Passages",
    category: Category::Data,
    icon: Icon::Footprints,
    words: "loop counter, count, how many times, attempts, tries, loop prompts",
    channels: Channels::ALL,
    doc: "Counts how often this interaction passed an action, this one included when it counts itself, and takes the \
          branch of the highest threshold reached.",
    card: "{action} · {thresholds:thresholds}",
    fields: &[ACTION.spec(), THRESHOLDS.spec()],
    branches: &[
        BranchPart::PerRow { field: THRESHOLDS.key(), label: row_label, shown_if: None },
        BranchPart::One(&BELOW),
    ],
    way_on: WayOn::Key("below"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new(
            "The first pass reaches one",
            r#"{"thresholds": Rows([(id: 1, cells: {"at_least": Int(1)})])}"#,
            "",
            "row:1",
        ),
        Example::new(
            "The first pass does not reach two",
            r#"{"thresholds": Rows([(id: 1, cells: {"at_least": Int(2)})])}"#,
            "",
            "below",
        ),
    ],
};

fn row_label(row: &Row) -> String {
    format!("At least {}", row.cells.get(&AT_LEAST))
}

fn run(cx: &mut Cx<'_>) -> Step {
    let action = cx.get(&ACTION).unwrap_or(cx.action.id);
    let before = cx.passages(action);
    // An action is counted when it is left; this pass of its own counts already.
    let count = before.saturating_add(u32::from(action == cx.action.id));
    cx.note(format_args!("Passed {count} times."));
    let reached = cx.get(&THRESHOLDS).iter().filter(|row| row.cells.get(&AT_LEAST) <= i64::from(count));
    let highest = reached.max_by_key(|row| row.cells.get(&AT_LEAST));
    highest.map_or(Step::go(&BELOW), Step::go_row)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let thresholds = cx.action.params.get(&THRESHOLDS).iter().map(|row| row.cells.get(&AT_LEAST).to_string());
    check_doubled("threshold-twice", thresholds, |count| {
        format!("The threshold {count} is listed twice; only one of them can be taken.")
    })
}
