//! Save values to a database: adds a row to the run's own copy (spec: actions §1).

use crate::catalog::branch::{ERROR, OK, REFERENCE_NOT_FOUND};
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Example, Finding, Icon, Step, WayOn,
};
use crate::model::resource::Database;
use crate::model::{OutsideSystem, ResourceData};

use super::shared::check_doubled;
use super::shared_database::{
    DATABASE, VALUES, cell, check_columns, check_values, columns_of, database, duplicate, is_up, misfit, row_words,
    rows, written,
};

const DUPLICATE: BranchSpec = BranchSpec::new("duplicate", "Duplicate");
const INVALID: BranchSpec = BranchSpec::new("invalid", "Invalid");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "database_save",
    title: "Save values to a database",
    short_title: "Save to a database",
    category: Category::Data,
    icon: Icon::FloppyDisk,
    words: "insert row, add a record, write to database, save record, store",
    channels: Channels::ALL,
    doc: "Adds a row to a database. A column without a value gets its default. Values must fit the types of their columns, and no two \
          rows may share the value of a unique column.",
    card: "{database} · {values:values}",
    fields: &[DATABASE.spec(), VALUES.spec()],
    branches: &[
        BranchPart::One(&OK),
        BranchPart::One(&DUPLICATE),
        BranchPart::One(&INVALID),
        BranchPart::One(&ERROR),
        BranchPart::One(&REFERENCE_NOT_FOUND),
    ],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("A new client", CALLER, "", "ok")
            .ledger(&["Database: Clients: adds number +33611111111, name Camille"])
            .given(|stage| {
                "+33611111111".clone_into(&mut stage.caller.number);
            }),
        Example::new("A client who is there already", CALLER, "", "duplicate"),
        Example::new(
            "Points that are no number",
            r#"{"database": Item(Reference("clients")), "values": Rows([
    (id: 1, cells: {"column": Text("number"), "value": Operand(Text("+33611111111"))}),
    (id: 2, cells: {"column": Text("points"), "value": Operand(Variable("call.name"))})])}"#,
            "",
            "invalid",
        ),
        Example::new("The databases are down", CALLER, "", "error").given(|stage| {
            stage.world.systems_down.insert(OutsideSystem::Databases);
        }),
        Example::new("No such database", r#"{"database": Item(Reference("nothing"))}"#, "", "reference_not_found"),
    ],
};

const CALLER: &str = r#"{"database": Item(Reference("clients")), "values": Rows([
    (id: 1, cells: {"column": Text("number"), "value": Operand(Variable("call.number"))}),
    (id: 2, cells: {"column": Text("name"), "value": Operand(Variable("call.name"))})])}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(resource) = database(cx) else { return Step::go(&REFERENCE_NOT_FOUND) };
    let ResourceData::Database(data) = &resource.data else { return Step::go(&REFERENCE_NOT_FOUND) };
    if !is_up(cx) {
        return Step::go(&ERROR);
    }
    let row = match written(cx, data) {
        Ok(values) => new_row(data, &values),
        Err(why) => {
            cx.note(why);
            return Step::go(&ERROR);
        }
    };
    let wrong = (0..).zip(&data.columns).find_map(|(place, column)| misfit(column, cell(&row, place), cx.locale()));
    if let Some(why) = wrong {
        cx.note(why);
        return Step::go(&INVALID);
    }
    let mut rows = rows(cx, resource.id, data);
    let words = row_words(data, &row);
    rows.push(row);
    if let Some(why) = duplicate(data, &rows, &[rows.len().saturating_sub(1)], cx.locale()) {
        cx.note(why);
        return Step::go(&DUPLICATE);
    }
    cx.set_rows(resource.id, rows);
    cx.ledger("Database", format_args!("{}: adds {words}", resource.name));
    Step::go(&OK)
}

/// A row with these values, and the defaults of the other columns.
fn new_row(database: &Database, values: &[(usize, String)]) -> Vec<String> {
    let cell = |(place, column): (usize, &crate::model::resource::DatabaseColumn)| {
        let given = values.iter().rev().find(|(at, _)| *at == place).map(|(_, value)| value);
        given.unwrap_or(&column.default).clone()
    };
    database.columns.iter().enumerate().map(cell).collect()
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let named = columns_of(cx.action.params.get(&VALUES));
    let mut findings = check_columns(cx, &named);
    findings.extend(check_values(cx));
    findings.extend(check_doubled("column-twice", named.into_iter(), |column| {
        format!("The column \"{column}\" gets a value twice.")
    }));
    findings
}
