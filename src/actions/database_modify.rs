//! Modify the values of a database: changes the first row that passes the filters, or all of them, in the run's own
//! copy (spec: actions §1). It changes all that it was asked to, or nothing.

use crate::catalog::branch::{ERROR, OK, REFERENCE_NOT_FOUND};
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn,
};
use crate::choice;
use crate::model::resource::Database;
use crate::model::{OutsideSystem, ResourceData, ResourceId};

use super::shared::check_doubled;
use super::shared_database::{
    DATABASE, FILTERS, VALUES, cell, check_columns, check_values, columns_of, database, duplicate, is_up, matching,
    misfit, rows, written,
};

choice! {
    /// How many rows are changed.
    Which { First = "first" "The first row", All = "all" "All rows" }
}

const WHICH: Field<Which> =
    Field::choice("which", "Rows changed").help("The first row that passes the filters, or all of them.");

const NOT_FOUND: BranchSpec = BranchSpec::new("not_found", "Not found");

/// Most changes of rows that the ledger shows one by one.
const MAX_SHOWN: usize = 20;

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "database_modify",
    title: "Modify the values of a database",
    short_title: "Modify a database",
    category: Category::Data,
    icon: Icon::NotePencil,
    words: "update row, change a record, edit record, update database",
    channels: Channels::ALL,
    doc: "Changes columns of the first row found in a database, or of all rows found. When a value does not fit, or would be there \
          twice in a unique column, nothing is changed.",
    card: "{database} · {which} · {filters:filters} · {values:values}",
    fields: &[DATABASE.spec(), FILTERS.spec(), WHICH.spec(), VALUES.spec()],
    branches: &[
        BranchPart::One(&OK),
        BranchPart::One(&NOT_FOUND),
        BranchPart::One(&ERROR),
        BranchPart::One(&REFERENCE_NOT_FOUND),
    ],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("One point more", POINT, "", "ok").ledger(&["Database: Clients: row 1: points 12 → 11"]),
        Example::new("A number that the database lacks", POINT, "", "not_found").given(|stage| {
            "+33611111111".clone_into(&mut stage.caller.number);
        }),
        Example::new(
            "All rows with the same unique number",
            r#"{"database": Item(Reference("clients")), "which": Text("all"),
    "filters": Rows([(id: 1, cells: {"column": Text("points"), "test": Text("at_least"), "value": Operand(Text("0"))})]),
    "values": Rows([(id: 2, cells: {"column": Text("number"), "value": Operand(Text("+33611111111"))})])}"#,
            "",
            "error",
        ),
        Example::new("The databases are down", POINT, "", "error").given(|stage| {
            stage.world.systems_down.insert(OutsideSystem::Databases);
        }),
        Example::new("No such database", r#"{"database": Item(Reference("nothing"))}"#, "", "reference_not_found"),
    ],
};

const POINT: &str = r#"{"database": Item(Reference("clients")),
    "filters": Rows([(id: 1, cells: {"column": Text("number"), "value": Operand(Variable("call.number"))})]),
    "values": Rows([(id: 2, cells: {"column": Text("points"), "value": Operand(Expression("customer.points + 1"))})])}"#;

fn run(cx: &mut Cx<'_>) -> Step {
    let Some(resource) = database(cx) else { return Step::go(&REFERENCE_NOT_FOUND) };
    let ResourceData::Database(data) = &resource.data else { return Step::go(&REFERENCE_NOT_FOUND) };
    if !is_up(cx) {
        return Step::go(&ERROR);
    }
    match modify(cx, resource.id, data) {
        Ok(changes) if changes.is_empty() => {
            cx.note(format_args!("{} has no such row.", resource.name));
            Step::go(&NOT_FOUND)
        }
        Ok(changes) => {
            for change in changes.iter().take(MAX_SHOWN) {
                cx.ledger("Database", format_args!("{}: {change}", resource.name));
            }
            let count = changes.len();
            if count > MAX_SHOWN {
                cx.ledger("Database", format_args!("{}: {} rows more", resource.name, count - MAX_SHOWN));
            }
            cx.note(if count == 1 { "1 row is changed.".to_owned() } else { format!("{count} rows are changed.") });
            Step::go(&OK)
        }
        Err(why) => {
            cx.note(why);
            Step::go(&ERROR)
        }
    }
}

/// Changes the rows found; for each of them in words what changed.
fn modify(cx: &mut Cx<'_>, id: ResourceId, database: &Database) -> Result<Vec<String>, String> {
    let mut rows = rows(cx, id, database);
    let mut found = matching(cx, database, &rows)?;
    if cx.get(&WHICH) == Which::First {
        found.truncate(1);
    }
    let values = written(cx, database)?;
    for (place, value) in &values {
        if let Some(why) = database.columns.get(*place).and_then(|column| misfit(column, value, cx.locale())) {
            return Err(why);
        }
    }
    let mut changes = Vec::new();
    for at in found.iter().copied() {
        let Some(row) = rows.get_mut(at) else { continue };
        let mut words = Vec::new();
        for (place, value) in &values {
            let name = database.columns.get(*place).map_or("", |column| column.name.as_str());
            words.push(format!("{name} {} → {value}", shown(cell(row, *place))));
            if row.len() <= *place {
                row.resize(place.saturating_add(1), String::new());
            }
            if let Some(cell) = row.get_mut(*place) {
                cell.clone_from(value);
            }
        }
        changes.push(format!("row {}: {}", at.saturating_add(1), words.join(", ")));
    }
    if let Some(why) = duplicate(database, &rows, &found, cx.locale()) {
        return Err(why);
    }
    if !changes.is_empty() {
        cx.set_rows(id, rows);
    }
    Ok(changes)
}

fn shown(value: &str) -> &str {
    if value.is_empty() { "(empty)" } else { value }
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let (filters, values) = (params.get(&FILTERS), params.get(&VALUES));
    let mut named = columns_of(filters);
    named.extend(columns_of(values));
    let mut findings = check_columns(cx, &named);
    findings.extend(check_values(cx));
    findings.extend(check_doubled("column-twice", columns_of(values).into_iter(), |column| {
        format!("The column \"{column}\" gets a value twice.")
    }));
    if params.get(&WHICH) == Which::All && filters.is_empty() {
        findings.push(Finding::warning("database-all", "Without a filter it changes every row of the database."));
    }
    findings
}
