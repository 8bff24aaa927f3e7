//! Assign values to variables (spec: actions §1), row by row, so that a later row sees what an earlier one wrote.

use crate::catalog::branch::{ERROR, OK};
use crate::catalog::few::Few;
use crate::catalog::spec::nothing_to_check;
use crate::catalog::{ActionSpec, BranchPart, Category, Channels, Cx, Example, Field, Icon, Step, WayOn};
use crate::model::{Operand, Row};

use super::shared::{VALUE, VARIABLE, assign_value};

const ROWS: Field<Vec<Row>> = Field::rows("values", "Values", &[VARIABLE.spec(), VALUE.spec()], 30)
    .help("Each row gives a variable its value, from the top.")
    .required();

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "assign_values",
    title: "Assign values to variables",
    short_title: "Assign values",
    category: Category::Data,
    icon: Icon::Equals,
    words: "set variable, set contact attributes, variable, formula, calculate, expression, save a value",
    channels: Channels::ALL,
    doc: "Gives variables their values: a text, another variable, or an expression. When a row fails, the rows above \
          it keep their effect and Error is taken.",
    card: "{values:values}",
    fields: &[ROWS.spec()],
    branches: &[BranchPart::One(&OK), BranchPart::One(&ERROR)],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new(
            "A text and a sum",
            r#"{"values": Rows([
    (id: 1, cells: {"variable": Text("customer.tier"), "value": Operand(Text("gold"))}),
    (id: 2, cells: {"variable": Text("customer.points"), "value": Operand(Expression("customer.points + 5"))})])}"#,
            "",
            "ok",
        ),
        Example::new(
            "A sum that has no value",
            r#"{"values": Rows([(id: 1, cells: {"variable": Text("customer.points"), "value": Operand(Expression("1 / 0"))})])}"#,
            "",
            "error",
        ),
    ],
};

fn run(cx: &mut Cx<'_>) -> Step {
    let rows = cx.once(|params| {
        let row = |row: &Row| (row.cells.text(&VARIABLE).to_owned(), row.cells.get(&VALUE).clone());
        params.get(&ROWS).iter().map(row).collect::<Few<(String, Operand)>>()
    });
    let is_well = rows.iter().all(|(path, value)| assign_value(cx, path, value));
    Step::go(if is_well { &OK } else { &ERROR })
}
