//! Test values: the first row whose condition holds is taken (spec: actions §1, §5).

use std::borrow::Cow;

use crate::catalog::branch::{BY_DEFAULT, row_key};
use crate::catalog::few::Few;
use crate::catalog::text::shorten;
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn, compare,
};
use crate::model::{Condition, Operand, Operator, Row};

use super::shared::condition_words;

const NAME: Field<String> =
    Field::text("name", "Name").help("What the branch is called. Leave it empty to show the condition.");
const CONDITION: Field<Condition> =
    Field::condition("condition", "Condition").help("What must hold, all of it or one of it.").required();
const ROWS: Field<Vec<Row>> = Field::rows("tests", "Tests", &[NAME.spec(), CONDITION.spec()], 10)
    .help("Each row is a branch. The first row that holds is taken.")
    .required();

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "test_values",
    title: "Test a value(s)",
    short_title: "Test a value",
    category: Category::Data,
    icon: Icon::GitFork,
    words: "if, condition, check contact attributes, split, compare, decision, switch, else, branch, vip, \
            test variable, split based on, blacklist, block caller",
    channels: Channels::ALL,
    doc: "Compares values and takes the branch of the first row that holds. Values that cannot be compared, such as a \
          word and a number, do not hold, and the log says so.",
    card: "{tests:tests}",
    fields: &[ROWS.spec()],
    branches: &[
        BranchPart::PerRow { field: ROWS.key(), label: row_label, shown_if: None },
        BranchPart::One(&BY_DEFAULT),
    ],
    way_on: WayOn::FirstRow,
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("The second row holds", TWO, "", "row:2"),
        Example::new("The first row holds", TWO, "", "row:1").given(|stage| {
            stage.caller.variables.insert("customer.tier".to_owned(), "Gold".to_owned());
        }),
        Example::new("No row holds", TWO, "", "default").given(|stage| {
            stage.caller.variables.insert("customer.points".to_owned(), "none".to_owned());
        }),
    ],
};

const TWO: &str = r#"{"tests": Rows([
    (id: 1, cells: {"name": Text("Gold"), "condition": Condition((terms: [(left: Variable("customer.tier"), op: Equals, right: Text("gold"))]))}),
    (id: 2, cells: {"condition": Condition((join: Any, terms: [
        (left: Variable("customer.points"), op: AtLeast, right: Text("10")),
        (left: Variable("customer.name"), op: StartsWith, right: Text("A"))]))})])}"#;

fn row_label(row: &Row) -> String {
    let name = row.cells.get(&NAME);
    if name.is_empty() { shorten(&condition_words(row.cells.get(&CONDITION)), 40) } else { name }
}

fn run(cx: &mut Cx<'_>) -> Step {
    let rows = cx.once(|params| {
        let row = |row: &Row| (row_key(row.id), row.cells.get(&CONDITION).clone());
        params.get(&ROWS).iter().map(row).collect::<Few<(Cow<'static, str>, Condition)>>()
    });
    for (key, condition) in rows.iter() {
        if cx.holds(condition) {
            cx.note(|| format!("It holds: {}.", condition_words(condition)));
            return Step::Go(key.clone());
        }
    }
    Step::go(&BY_DEFAULT)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let mut seen: Vec<&Condition> = Vec::new();
    let mut findings = Vec::new();
    for row in cx.action.params.get(&ROWS) {
        let condition = row.cells.get(&CONDITION);
        if seen.contains(&condition) && !condition.terms.is_empty() {
            let words = condition_words(condition);
            findings.push(Finding::error(
                "test-shadowed",
                format!("The test \"{words}\" stands there twice; the second can never be taken."),
            ));
        }
        for term in &condition.terms {
            if let (Operator::Matches, Operand::Text(pattern)) = (term.op, &term.right)
                && !pattern.contains("{{")
                && let Err(why) = compare::pattern(pattern, false)
            {
                findings.push(Finding::error("regular-expression", why));
            }
        }
        seen.push(condition);
    }
    findings
}
