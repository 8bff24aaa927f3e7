//! Fill in the variables from a database: looks for a row and reads its columns into variables (spec: actions §1).

use std::cmp::Ordering;

use crate::catalog::branch::{ERROR, OK, REFERENCE_NOT_FOUND};
use crate::catalog::fold::Fold;
use crate::catalog::value::{self, Key, Value};
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn,
};
use crate::choice;
use crate::model::resource::Database;
use crate::model::{OutsideSystem, ResourceData, Row};

use super::shared::VARIABLE;
use super::shared_database::{
    COLUMN, DATABASE, FILTERS, cell, check_columns, columns_of, database, is_up, matching, place, rows,
};

choice! {
    /// Which row comes first.
    Direction { Ascending = "ascending" "smallest first", Descending = "descending" "largest first" }
}

const ORDER: Field<String> = Field::text("order", "Order by").help(
    "The column by which the rows are ordered; the first one is read. Leave it empty for the order of the database.",
);
const DIRECTION: Field<Direction> = Field::choice("direction", "Direction").help("Which row comes first.");
const OUTPUTS: Field<Vec<Row>> = Field::rows("outputs", "Outputs", &[COLUMN.spec(), VARIABLE.spec()], 20)
    .help("Columns and the variables that get what stands there.")
    .required();

const NOT_FOUND: BranchSpec = BranchSpec::new("not_found", "Not found");
const SEVERAL: BranchSpec = BranchSpec::new("several_found", "Several found");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "database_read",
    title: "Fill in the variables from a database",
    short_title: "Read a database",
    category: Category::Data,
    icon: Icon::Database,
    words: "lookup, look up, data dip, query, sql, search a table, read a record, database lookup",
    channels: Channels::ALL,
    doc: "Looks for a row of a database and puts its columns into variables. When several rows are found, the first one in order is \
          read all the same.",
    card: "{database} · {filters:filters} · {outputs:outputs}",
    fields: &[DATABASE.spec(), FILTERS.spec(), ORDER.spec(), DIRECTION.spec(), OUTPUTS.spec()],
    branches: &[
        BranchPart::One(&OK),
        BranchPart::One(&NOT_FOUND),
        BranchPart::One(&SEVERAL),
        BranchPart::One(&ERROR),
        BranchPart::One(&REFERENCE_NOT_FOUND),
    ],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("The caller's row", BY_NUMBER, "", "ok"),
        Example::new("A number that the database lacks", BY_NUMBER, "", "not_found").given(|stage| {
            "+33611111111".clone_into(&mut stage.caller.number);
        }),
        Example::new(
            "Who has most points",
            r#"{"database": Item(Reference("clients")), "order": Text("points"), "direction": Text("descending"),
    "outputs": Rows([(id: 1, cells: {"column": Text("name"), "variable": Text("customer.name")})])}"#,
            "",
            "several_found",
        ),
        Example::new("The databases are down", BY_NUMBER, "", "error").given(|stage| {
            stage.world.systems_down.insert(OutsideSystem::Databases);
        }),
        Example::new("No such database", r#"{"database": Item(Reference("nothing"))}"#, "", "reference_not_found"),
    ],
};

const BY_NUMBER: &str = r#"{"database": Item(Reference("clients")),
    "filters": Rows([(id: 1, cells: {"column": Text("number"), "value": Operand(Variable("call.number"))})]),
    "outputs": Rows([(id: 2, cells: {"column": Text("points"), "variable": Text("customer.points")})])}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(resource) = database(cx) else { return Step::go(&REFERENCE_NOT_FOUND) };
    let ResourceData::Database(data) = &resource.data else { return Step::go(&REFERENCE_NOT_FOUND) };
    if !is_up(cx) {
        return Step::go(&ERROR);
    }
    let rows = rows(cx, resource.id, data);
    match read(cx, data, &rows) {
        Ok(0) => {
            cx.note(format_args!("{} has no such row.", resource.name));
            Step::go(&NOT_FOUND)
        }
        Ok(1) => Step::go(&OK),
        Ok(count) => {
            cx.note(format_args!("{}: {count} rows found.", resource.name));
            Step::go(&SEVERAL)
        }
        Err(why) => {
            cx.note(why);
            Step::go(&ERROR)
        }
    }
}

/// Reads the first row found into the variables. How many were found.
fn read(cx: &mut Cx<'_>, database: &Database, rows: &[Vec<String>]) -> Result<usize, String> {
    let mut found = matching(cx, database, rows)?;
    let row = |at: &usize| rows.get(*at).map_or(&[][..], Vec::as_slice);
    let order = cx.get(&ORDER);
    if !order.trim().is_empty() {
        let by = place(database, &order)?;
        let is_descending = cx.get(&DIRECTION) == Direction::Descending;
        let kind = database.columns.get(by).map(|column| column.kind);
        let key = |at: &usize| {
            let value = Value { text: cell(row(at), by).into(), kind };
            value::key(&value, Fold::USUAL, cx.locale())
        };
        let mut keyed: Vec<(Key, usize)> = found.iter().map(|at| (key(at), *at)).collect();
        keyed.sort_by(|(a, _), (b, _)| ordering(a, b, is_descending));
        found = keyed.into_iter().map(|(_, at)| at).collect();
    }
    let mut values = Vec::new();
    for output in cx.get(&OUTPUTS) {
        let column = place(database, &output.cells.get(&COLUMN))?;
        values.push((output.cells.get(&VARIABLE), column));
    }
    if let Some(first) = found.first() {
        for (variable, column) in values {
            if !cx.assign_if_named(&variable, cell(row(first), column).to_owned()) {
                return Err("Not every variable could be filled in.".to_owned());
            }
        }
    }
    Ok(found.len())
}

/// Empty values come last, whatever the direction. What is of the type of the column comes before what is not, so that the order is whole.
fn ordering(a: &Key, b: &Key, is_descending: bool) -> Ordering {
    match (a, b) {
        (Key::Empty, Key::Empty) => Ordering::Equal,
        (Key::Empty, _) => Ordering::Greater,
        (_, Key::Empty) => Ordering::Less,
        (a, b) if a.is_like(b) && is_descending => b.cmp(a),
        (a, b) => a.cmp(b),
    }
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let mut named = columns_of(params.get(&FILTERS));
    named.extend(columns_of(params.get(&OUTPUTS)));
    named.push(params.get(&ORDER));
    check_columns(cx, &named)
}
