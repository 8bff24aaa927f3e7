//! Values table: looks values up in a table, and takes a branch by what is found (spec: actions §1). A result
//! without a row of its own is *By default*, so that an edit of the table adds no branch.

use crate::catalog::branch::{BY_DEFAULT, REFERENCE_NOT_FOUND};
use crate::catalog::fold;
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Effect, Example, Field, Finding, Icon, Step, WayOn,
    compare,
};
use crate::model::resource::ValuesTable;
use crate::model::{ItemRef, Resource, ResourceData, ResourceKind, Row};

use super::shared::{VALUE, VARIABLE, check_doubled};

const TABLE: Field<Option<ItemRef>> =
    Field::item("table", "Values table", ResourceKind::ValuesTable).help("The table that is searched.").required();
const KEYS: Field<Vec<Row>> = Field::rows("keys", "Looked up", &[VALUE.spec()], 10)
    .help("A value for each key column of the table, in its order.")
    .required();
const COLUMN: Field<String> =
    Field::text("column", "Output column").help("The name of an output column of the table.").required();
const OUTPUTS: Field<Vec<Row>> = Field::rows("outputs", "Outputs", &[COLUMN.spec(), VARIABLE.spec()], 20)
    .help("Variables that get what the table says.");
const RESULT_COLUMN: Field<String> = Field::text("result_column", "Column of the results")
    .help("The output column that decides the branch. Leave it empty for the first.");
const RESULT: Field<String> =
    Field::text("result", "Result").help("A value of that column; shown at the port.").required();
const RESULTS: Field<Vec<Row>> = Field::rows("results", "Results", &[RESULT.spec()], 20)
    .help("Each result is a branch. Any other result, or none, is By default.");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "values_table",
    title: "Values table",
    short_title: "",
    category: Category::Data,
    icon: Icon::Table,
    words: "lookup table, mapping, map, spreadsheet, excel, dialled number table, postcode, zip code, \
            translation table",
    channels: Channels::ALL,
    doc: "Looks values up in a table, puts what is found into variables, and takes the branch of the result.",
    card: "{table} · {results:results}",
    fields: &[TABLE.spec(), KEYS.spec(), OUTPUTS.spec(), RESULT_COLUMN.spec(), RESULTS.spec()],
    branches: &[
        BranchPart::PerRow { field: RESULTS.key(), label: |row| row.cells.get(&RESULT), shown_if: None },
        BranchPart::One(&BY_DEFAULT),
        BranchPart::One(&REFERENCE_NOT_FOUND),
    ],
    way_on: WayOn::Key("default"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("A listed result", TIERS, "", "row:1"),
        Example::new("A result without a row", TIERS, "", "default").given(|stage| {
            "+33699999999".clone_into(&mut stage.caller.number);
        }),
        Example::new("A number that the table lacks", TIERS, "", "default").given(|stage| {
            "+33611111111".clone_into(&mut stage.caller.number);
        }),
        Example::new("No such table", r#"{"table": Item(Reference("nothing"))}"#, "", "reference_not_found"),
    ],
};

const TIERS: &str = r#"{"table": Item(Reference("tiers")), "keys": Rows([(id: 2, cells: {"value": Operand(Variable("call.number"))})]),
    "outputs": Rows([(id: 3, cells: {"column": Text("tier"), "variable": Text("customer.tier")})]),
    "results": Rows([(id: 1, cells: {"result": Text("vip")})])}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(resource) = cx.item(&TABLE) else { return Step::go(&REFERENCE_NOT_FOUND) };
    let ResourceData::ValuesTable(table) = &resource.data else { return Step::go(&REFERENCE_NOT_FOUND) };
    let mut wanted = Vec::new();
    for row in cx.get(&KEYS) {
        match cx.typed_value(row.cells.get(&VALUE)) {
            Ok(value) => wanted.push(value),
            Err(why) => {
                cx.note(why);
                return Step::go(&BY_DEFAULT);
            }
        }
    }
    let place = cx.find_row(resource.id, table, &wanted);
    let Some(found) = place.and_then(|place| table.rows.get(place)) else {
        let words = |value: &str| if value.is_empty() { "an empty value".to_owned() } else { value.to_owned() };
        let wanted: Vec<String> = wanted.iter().map(|value| words(&value.text)).collect();
        cx.note(format_args!("{} has no row for {}.", resource.name, wanted.join(", ")));
        return Step::go(&BY_DEFAULT);
    };
    cx.emit(Effect::Decided { by: resource.id, row: keys_of(table, found) });
    for row in cx.get(&OUTPUTS) {
        let column = row.cells.get(&COLUMN);
        match output(table, found, &column) {
            Some(value) => drop(cx.assign_if_named(&row.cells.get(&VARIABLE), value.to_owned())),
            None => cx.note(format_args!("{} has no output column \"{column}\".", resource.name)),
        }
    }
    let result = output(table, found, &cx.get(&RESULT_COLUMN)).unwrap_or_default();
    cx.note(format_args!("{} says: {result}", resource.name));
    let row = cx.get(&RESULTS).iter().find(|row| compare::same(&row.cells.get(&RESULT), result));
    row.map_or(Step::go(&BY_DEFAULT), Step::go_row)
}

/// The keys of a row.
pub(super) fn keys_of(table: &ValuesTable, row: &[String]) -> Vec<String> {
    row.iter().take(table.keys.len()).cloned().collect()
}

/// The table that an action names, where it is not a variable that names it.
pub(super) fn table_of<'a>(cx: &CheckCx<'a>) -> Option<&'a Resource> {
    let item = cx.action.params.get(&TABLE)?;
    cx.project.resolve(ResourceKind::ValuesTable, &item).map(|it| &**it)
}

/// What a row says in an output column; an empty name means the first.
fn output<'a>(table: &ValuesTable, row: &'a [String], column: &str) -> Option<&'a str> {
    let place = match column.trim() {
        "" => 0,
        name => table.outputs.iter().position(|output| fold::same(output, name))?,
    };
    row.get(table.keys.len() + place).map(String::as_str)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let results = params.get(&RESULTS).iter().map(|row| row.cells.get(&RESULT));
    let mut findings = check_doubled("result-twice", results, |result| {
        format!("The result \"{result}\" is listed twice; the second can never be taken.")
    });
    let keys = params.get(&KEYS);
    let outputs = params.get(&OUTPUTS);
    let item = params.get(&TABLE);
    let Some(found) = item.and_then(|item| cx.project.resolve(ResourceKind::ValuesTable, &item)) else {
        return findings;
    };
    let ResourceData::ValuesTable(table) = &found.data else { return findings };
    if keys.len() != table.keys.len() {
        findings.push(Finding::error(
            "table-keys",
            format!("{} has {} key columns, but {} values are looked up.", found.name, table.keys.len(), keys.len()),
        ));
    }
    let named = outputs.iter().map(|row| row.cells.get(&COLUMN)).chain([params.get(&RESULT_COLUMN)]);
    for column in
        named.filter(|column| !column.trim().is_empty() && !table.outputs.iter().any(|it| fold::same(it, column)))
    {
        findings.push(Finding::warning(
            "table-column",
            format!("{} has no output column \"{column}\"; choose one of {}.", found.name, table.outputs.join(", ")),
        ));
    }
    findings
}
