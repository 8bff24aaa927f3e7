//! Values table: looks values up in a table, and takes a branch by what is found (spec: actions §1). A result
//! without a row of its own is *By default*, so that an edit of the table adds no branch.

use std::cmp::Reverse;

use crate::catalog::branch::{BY_DEFAULT, REFERENCE_NOT_FOUND};
use crate::catalog::phone::{Begun, Prefix};
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Example, Field, Finding, Step, WayOn, compare,
};
use crate::model::resource::{TableMatch, ValuesTable};
use crate::model::{ItemRef, Operator, ResourceData, ResourceKind, Row};

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
        match cx.value(&row.cells.get(&VALUE)) {
            Ok(value) => wanted.push(value),
            Err(why) => {
                cx.note(why);
                return Step::go(&BY_DEFAULT);
            }
        }
    }
    let wanted: Vec<Wanted<'_>> = wanted.iter().map(|value| Wanted::of(value, table.matching, cx.country())).collect();
    let Some(found) = find(table, &wanted) else {
        let wanted: Vec<&str> = wanted.iter().map(|wanted| wanted.value).collect();
        cx.note(format!("{} has no row for {}.", resource.name, wanted.join(", ")));
        return Step::go(&BY_DEFAULT);
    };
    for row in cx.get(&OUTPUTS) {
        let column = row.cells.get(&COLUMN);
        match output(table, found, &column) {
            Some(value) => drop(cx.assign_if_named(&row.cells.get(&VARIABLE), value.to_owned())),
            None => cx.note(format!("{} has no output column \"{column}\".", resource.name)),
        }
    }
    let result = output(table, found, &cx.get(&RESULT_COLUMN)).unwrap_or_default();
    cx.note(format!("{} says: {result}", resource.name));
    let row = cx.get(&RESULTS).into_iter().find(|row| compare::same(&row.cells.get(&RESULT), result, false));
    row.map_or(Step::go(&BY_DEFAULT), |row| Step::go_row(&row))
}

/// A value that is looked up.
struct Wanted<'a> {
    value: &'a str,
    /// The value as a phone number, where prefixes are prefixes of numbers and not of spellings.
    number: Option<Begun<'a>>,
}

impl<'a> Wanted<'a> {
    fn of(value: &'a str, matching: TableMatch, country: &'a str) -> Self {
        // A plus at the beginning is the mark of a phone number; other digits may be an order or a code.
        let is_number = matching == TableMatch::Prefix && value.trim().starts_with('+');
        Self { value, number: if is_number { Begun::read(value, country) } else { None } }
    }
}

/// The row for these values: the first one, or, by prefix, the one with the longest keys.
fn find<'a>(table: &'a ValuesTable, wanted: &[Wanted<'_>]) -> Option<&'a [String]> {
    let nothing = Wanted { value: "", number: None };
    let fitting = |row: &Vec<String>| {
        let columns = 0..table.keys.len();
        let length = |place: usize| {
            let key = row.get(place).map_or("", String::as_str);
            fits(table.matching, key, wanted.get(place).unwrap_or(&nothing))
        };
        columns.map(length).sum::<Option<usize>>()
    };
    let mut found = table.rows.iter().filter_map(|row| Some((row, fitting(row)?)));
    let found = match table.matching {
        TableMatch::Prefix => found.min_by_key(|(_, length)| Reverse(*length)),
        TableMatch::Exact | TableMatch::Range => found.next(),
    };
    found.map(|(row, _)| row.as_slice())
}

/// How long the part of a value is that a key fits; none when the key does not fit.
fn fits(matching: TableMatch, key: &str, wanted: &Wanted<'_>) -> Option<usize> {
    match (matching, wanted.number.as_ref().map_or(Prefix::NoNumber, |number| number.prefix(key))) {
        (TableMatch::Prefix, Prefix::Fits(length)) => Some(length),
        (TableMatch::Prefix, Prefix::Differs) => None,
        _ => fits_text(matching, key, wanted.value).then_some(key.len()),
    }
}

fn fits_text(matching: TableMatch, key: &str, value: &str) -> bool {
    let holds = |op, bound: &str| compare::compare(value, op, bound, false).unwrap_or(false);
    match (matching, key.split_once("..")) {
        (TableMatch::Prefix, _) => holds(Operator::StartsWith, key),
        (TableMatch::Range, Some((low, high))) => {
            (low.trim().is_empty() || holds(Operator::AtLeast, low))
                && (high.trim().is_empty() || holds(Operator::AtMost, high))
        }
        (TableMatch::Exact | TableMatch::Range, _) => compare::same(value, key, false),
    }
}

/// What a row says in an output column; an empty name means the first.
fn output<'a>(table: &ValuesTable, row: &'a [String], column: &str) -> Option<&'a str> {
    let place = match column.trim() {
        "" => 0,
        name => table.outputs.iter().position(|output| output == name)?,
    };
    row.get(table.keys.len() + place).map(String::as_str)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let results = params.get(&RESULTS).into_iter().map(|row| row.cells.get(&RESULT));
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
        named.filter(|column| !column.trim().is_empty() && !table.outputs.iter().any(|it| it == column.trim()))
    {
        findings.push(Finding::warning(
            "table-column",
            format!("{} has no output column \"{column}\"; choose one of {}.", found.name, table.outputs.join(", ")),
        ));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_match_by_value_by_the_longest_prefix_or_by_range() {
        let table = |matching, keys: &[&str]| ValuesTable {
            keys: vec!["key".to_owned()],
            outputs: vec!["out".to_owned()],
            matching,
            rows: keys.iter().map(|key| vec![(*key).to_owned(), format!("<{key}>")]).collect(),
        };
        for (matching, keys, wanted, expected) in [
            (TableMatch::Exact, ["Gold", "7.0"], "7", Some("<7.0>")),
            (TableMatch::Exact, ["Gold", "gold"], "GOLD", Some("<Gold>")),
            (TableMatch::Prefix, ["+33", "+336"], "+33612345678", Some("<+336>")),
            (TableMatch::Prefix, ["+33", "+336"], "+44", None),
            (TableMatch::Prefix, ["+33 6", "+33612"], "+33612345678", Some("<+33612>")),
            (TableMatch::Prefix, ["0033 (0)6", "+33"], "+33612345678", Some("<0033 (0)6>")),
            (TableMatch::Prefix, ["07", "06"], "+33612345678", Some("<06>")),
            (TableMatch::Prefix, ["+33\u{a0}6", "+44"], "+33 6 12 34 56 78", Some("<+33\u{a0}6>")),
            (TableMatch::Prefix, ["FR-", "FR-7"], "fr-75", Some("<FR-7>")),
            (TableMatch::Prefix, ["33", "0"], "336", Some("<33>")),
            (TableMatch::Range, ["1..9", "10.."], "9", Some("<1..9>")),
            (TableMatch::Range, ["1..9", "10.."], "400", Some("<10..>")),
            (TableMatch::Range, ["1..9", "10.."], "many", None),
        ] {
            let table = table(matching, &keys);
            let value = Wanted::of(wanted, matching, "FR");
            let found = find(&table, &[value]).and_then(|row| output(&table, row, ""));
            assert_eq!(found, expected, "{matching:?} {wanted}");
        }
    }
}
