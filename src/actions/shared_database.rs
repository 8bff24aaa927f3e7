//! What the kinds that read and write databases share: filters, the run's own copy of the rows, and whether a value fits its
//! column. Databases of the project never change by a run.

use std::collections::BTreeSet;

use crate::catalog::compare::Comparison;
use crate::catalog::fold::{self, Fold};
use crate::catalog::interaction::MAX_VALUE_BYTES;
use crate::catalog::value::{self, Locale, Value};
use crate::catalog::{CheckCx, Cx, Field, Finding};
use crate::choice;
use crate::model::resource::{Database, DatabaseColumn};
use crate::model::{ItemRef, Operand, Operator, OutsideSystem, Resource, ResourceData, ResourceId, ResourceKind, Row};

use super::shared::VALUE;

choice! {
    /// How a filter compares.
    Test {
        Equals = "equals" "equals", Differs = "differs" "differs from", Contains = "contains" "contains",
        StartsWith = "starts_with" "starts with", Less = "less" "is less than", AtMost = "at_most" "is at most",
        More = "more" "is more than", AtLeast = "at_least" "is at least", IsOneOf = "is_one_of" "is one of",
        IsEmpty = "is_empty" "is empty", IsNotEmpty = "is_not_empty" "is not empty",
    }
}

impl Test {
    fn operator(self) -> Operator {
        match self {
            Self::Equals => Operator::Equals,
            Self::Differs => Operator::Differs,
            Self::Contains => Operator::Contains,
            Self::StartsWith => Operator::StartsWith,
            Self::Less => Operator::Less,
            Self::AtMost => Operator::AtMost,
            Self::More => Operator::More,
            Self::AtLeast => Operator::AtLeast,
            Self::IsOneOf => Operator::IsOneOf,
            Self::IsEmpty => Operator::IsEmpty,
            Self::IsNotEmpty => Operator::IsNotEmpty,
        }
    }
}

/// The database.
pub(super) const DATABASE: Field<Option<ItemRef>> = Field::item("database", "Database", ResourceKind::Database)
    .help("The database. Runs work on a copy of their own, so nothing in the project changes.")
    .required();
/// The name of a column.
pub(super) const COLUMN: Field<String> =
    Field::text("column", "Column").help("The name of a column of the database.").required();
const TEST: Field<Test> = Field::choice("test", "Comparison").help("How the column is compared with the value.");
/// Which rows.
pub(super) const FILTERS: Field<Vec<Row>> =
    Field::rows("filters", "Filters", &[COLUMN.spec(), TEST.spec(), VALUE.spec()], 10)
        .help("A row must pass all of them. Without a filter every row counts.");
/// What is written.
pub(super) const VALUES: Field<Vec<Row>> = Field::rows("values", "Values", &[COLUMN.spec(), VALUE.spec()], 20)
    .help("Columns and the values that they get.")
    .required();

/// The database of the action; none is noted.
pub(super) fn database(cx: &mut Cx<'_>) -> Option<std::sync::Arc<Resource>> {
    cx.item(&DATABASE).filter(|resource| matches!(resource.data, ResourceData::Database(_)))
}

/// Whether databases can be reached; if not, that is noted.
pub(super) fn is_up(cx: &mut Cx<'_>) -> bool {
    let is_down = !cx.is_up(OutsideSystem::Databases);
    if is_down {
        cx.note("The databases cannot be reached.");
    }
    !is_down
}

/// The rows as the run has them.
pub(super) fn rows(cx: &Cx<'_>, id: ResourceId, database: &Database) -> Vec<Vec<String>> {
    cx.rows(id, &database.rows).to_vec()
}

/// The place of a column, by its name.
pub(super) fn place(database: &Database, column: &str) -> Result<usize, String> {
    let is_it = |known: &DatabaseColumn| fold::same(&known.name, column);
    database.columns.iter().position(is_it).ok_or_else(|| format!("There is no column \"{column}\"."))
}

/// What a row has at a place.
pub(super) fn cell(row: &[String], place: usize) -> &str {
    row.get(place).map_or("", String::as_str)
}

/// The places of the rows that pass every filter.
pub(super) fn matching(cx: &mut Cx<'_>, database: &Database, rows: &[Vec<String>]) -> Result<Vec<usize>, String> {
    let locale = cx.locale();
    let mut filters = Vec::new();
    for row in cx.get(&FILTERS) {
        let place = place(database, &row.cells.get(&COLUMN))?;
        let value = cx.typed_value(row.cells.get(&VALUE))?;
        let column = database.columns.get(place);
        let fold = Fold::of(column.is_some_and(|column| column.exact_spelling));
        let comparison = Comparison::new(row.cells.get(&TEST).operator(), value, fold, locale);
        filters.push((place, column.map(|column| column.kind), comparison));
    }
    let passes = |row: &Vec<String>| {
        filters.iter().all(|(place, kind, comparison)| {
            comparison.of(&Value { text: cell(row, *place).into(), kind: *kind }).holds
        })
    };
    Ok((0..).zip(rows).filter(|(_, row)| passes(row)).map(|(place, _)| place).collect())
}

/// The values to be written, by the place of their column, as their columns store them. An empty one takes the default of its column.
pub(super) fn written(cx: &Cx<'_>, database: &Database) -> Result<Vec<(usize, String)>, String> {
    let value = |row: &Row| {
        let place = place(database, &row.cells.get(&COLUMN))?;
        let value = cx.value(row.cells.get(&VALUE))?;
        Ok((place, database.columns.get(place).map_or(value.clone(), |column| stored(column, value, cx.locale()))))
    };
    cx.get(&VALUES).iter().map(value).collect()
}

/// Why a value does not fit its column; none when it does.
pub(super) fn misfit(column: &DatabaseColumn, value: &str, locale: Locale<'_>) -> Option<String> {
    let DatabaseColumn { name, kind, is_required, .. } = column;
    if value.trim().is_empty() {
        return is_required.then(|| format!("{name} must have a value."));
    }
    if value.len() > MAX_VALUE_BYTES {
        return Some(format!("The value for {name} is longer than {MAX_VALUE_BYTES} bytes."));
    }
    let needed = value::fit(*kind, &column.values, value, locale).err()?;
    Some(value::misfit_words(name, *kind, value, needed))
}

/// A value as its column stores it: an empty one takes the default. One that does not fit stays as it is.
fn stored(column: &DatabaseColumn, value: String, locale: Locale<'_>) -> String {
    let value = if fold::is_blank(&value) { column.default.clone() } else { value };
    value::stored(column.kind, &column.values, &value, locale)
}

/// Why rows that were added or changed cannot stand beside the others: the column and the value that another row has already.
pub(super) fn duplicate(
    database: &Database,
    rows: &[Vec<String>],
    changed: &[usize],
    locale: Locale<'_>,
) -> Option<String> {
    for (place, column) in database.columns.iter().enumerate().filter(|(_, column)| column.is_unique) {
        let key = |row: &Vec<String>| value::column_key(column, cell(row, place), locale);
        let is_changed = |at: usize| changed.contains(&at);
        let others = rows.iter().enumerate().filter(|(at, _)| !is_changed(*at)).map(|(_, row)| key(row));
        let mut known: BTreeSet<value::Key> = others.collect();
        for row in changed.iter().filter_map(|at| rows.get(*at)) {
            let key = key(row);
            if key != value::Key::Empty && !known.insert(key) {
                return Some(format!("There is another row whose {} is {}.", column.name, cell(row, place)));
            }
        }
    }
    None
}

/// Columns that the database lacks.
pub(super) fn check_columns(cx: &CheckCx<'_>, named: &[String]) -> Vec<Finding> {
    let item = cx.action.params.get(&DATABASE);
    let Some(found) = item.and_then(|item| cx.project.resolve(ResourceKind::Database, &item)) else {
        return Vec::new();
    };
    let ResourceData::Database(database) = &found.data else { return Vec::new() };
    let unknown = named.iter().filter(|name| !name.trim().is_empty() && place(database, name).is_err());
    unknown.map(|name| Finding::error("database-column", format!("{} has no column \"{name}\".", found.name))).collect()
}

/// Fixed values that do not fit their columns.
pub(super) fn check_values(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let item = params.get(&DATABASE);
    let Some(found) = item.and_then(|item| cx.project.resolve(ResourceKind::Database, &item)) else {
        return Vec::new();
    };
    let ResourceData::Database(database) = &found.data else { return Vec::new() };
    let wrong = params.get(&VALUES).iter().filter_map(|row| {
        let Operand::Text(text) = row.cells.get(&VALUE) else { return None };
        let column = database.columns.get(place(database, &row.cells.get(&COLUMN)).ok()?)?;
        if text.contains("{{") { None } else { misfit(column, text, Locale::of(cx.project)) }
    });
    wrong.map(|why| Finding::error("database-value", why)).collect()
}

/// The columns that rows of a field name.
pub(super) fn columns_of(rows: &[Row]) -> Vec<String> {
    rows.iter().map(|row| row.cells.get(&COLUMN)).collect()
}

/// A row in words: *number +33…, name Camille*.
pub(super) fn row_words(database: &Database, row: &[String]) -> String {
    let cells = (0..).zip(&database.columns).map(|(place, column)| (column, cell(row, place)));
    let words = cells.filter(|(_, value)| !value.is_empty()).map(|(column, value)| format!("{} {value}", column.name));
    words.collect::<Vec<_>>().join(", ")
}
