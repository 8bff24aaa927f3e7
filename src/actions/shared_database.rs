//! What the kinds that read and write databases share: filters, the run's own copy of the rows, and whether a value fits its
//! column. Databases of the project never change by a run.

use chrono::{NaiveDate, NaiveTime};

use crate::catalog::interaction::MAX_VALUE_BYTES;
use crate::catalog::{CheckCx, Cx, Field, Finding, compare};
use crate::choice;
use crate::model::resource::{Database, DatabaseColumn, FieldType};
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
    let is_it = |known: &DatabaseColumn| known.name.trim().to_lowercase() == column.trim().to_lowercase();
    database.columns.iter().position(is_it).ok_or_else(|| format!("There is no column \"{column}\"."))
}

/// What a row has at a place.
pub(super) fn cell(row: &[String], place: usize) -> &str {
    row.get(place).map_or("", String::as_str)
}

/// The places of the rows that pass every filter.
pub(super) fn matching(cx: &mut Cx<'_>, database: &Database, rows: &[Vec<String>]) -> Result<Vec<usize>, String> {
    let mut filters = Vec::new();
    for row in cx.get(&FILTERS) {
        let place = place(database, &row.cells.get(&COLUMN))?;
        filters.push((place, row.cells.get(&TEST).operator(), cx.value(&row.cells.get(&VALUE))?));
    }
    let passes = |row: &Vec<String>| {
        filters.iter().all(|(place, op, value)| compare::compare(cell(row, *place), *op, value, false).unwrap_or(false))
    };
    Ok((0..).zip(rows).filter(|(_, row)| passes(row)).map(|(place, _)| place).collect())
}

/// The values to be written, by the place of their column.
pub(super) fn written(cx: &Cx<'_>, database: &Database) -> Result<Vec<(usize, String)>, String> {
    let value = |row: Row| {
        let place = place(database, &row.cells.get(&COLUMN))?;
        Ok((place, cx.value(&row.cells.get(&VALUE))?))
    };
    cx.get(&VALUES).into_iter().map(value).collect()
}

/// Why a value does not fit its column; none when it does.
pub(super) fn misfit(column: &DatabaseColumn, value: &str) -> Option<String> {
    let DatabaseColumn { name, kind, is_required, .. } = column;
    if value.trim().is_empty() {
        return is_required.then(|| format!("{name} must have a value."));
    }
    if value.len() > MAX_VALUE_BYTES {
        return Some(format!("The value for {name} is longer than {MAX_VALUE_BYTES} bytes."));
    }
    (!is_of(*kind, value.trim())).then(|| format!("\"{value}\" does not fit {name} ({}).", kind.words().to_lowercase()))
}

fn is_of(kind: FieldType, value: &str) -> bool {
    match kind {
        FieldType::LongText | FieldType::List => true,
        FieldType::ShortText => !value.contains(['\n', '\r']),
        FieldType::Number => compare::number(value).is_some(),
        FieldType::YesNo => ["yes", "no", "true", "false"].contains(&value.to_lowercase().as_str()),
        FieldType::Date => NaiveDate::parse_from_str(value, "%Y-%m-%d").is_ok(),
        FieldType::DateTime => compare::moment(value).is_some(),
        FieldType::Time => ["%H:%M", "%H:%M:%S"].iter().any(|form| NaiveTime::parse_from_str(value, form).is_ok()),
        FieldType::Phone => {
            let digits = value.chars().filter(char::is_ascii_digit).count();
            let rest = value.strip_prefix('+').unwrap_or(value);
            (3..=15).contains(&digits) && rest.chars().all(|c| c.is_ascii_digit() || " .-()/".contains(c))
        }
        FieldType::Email => value.split_once('@').is_some_and(|(name, host)| {
            let is_host = host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty());
            !name.is_empty() && is_host && !host.contains('@') && !value.contains(char::is_whitespace)
        }),
        FieldType::Url => ["http://", "https://"].iter().any(|start| {
            let rest =
                value.get(..start.len()).filter(|it| it.eq_ignore_ascii_case(start)).and(value.get(start.len()..));
            rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
        }),
    }
}

/// Why rows that were added or changed cannot stand beside the others: the column and the value that another row has already.
pub(super) fn duplicate(database: &Database, rows: &[Vec<String>], changed: &[usize]) -> Option<String> {
    for (place, column) in database.columns.iter().enumerate().filter(|(_, column)| column.is_unique) {
        for at in changed {
            let value = rows.get(*at).map_or("", |row| cell(row, place));
            let is_other =
                |(other, row): (usize, &Vec<String>)| other != *at && compare::same(cell(row, place), value, false);
            if !value.trim().is_empty() && rows.iter().enumerate().any(is_other) {
                return Some(format!("There is another row whose {} is {value}.", column.name));
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
    let wrong = params.get(&VALUES).into_iter().filter_map(|row| {
        let Operand::Text(text) = row.cells.get(&VALUE) else { return None };
        let column = database.columns.get(place(database, &row.cells.get(&COLUMN)).ok()?)?;
        if text.contains("{{") { None } else { misfit(column, &text) }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fit_their_columns() {
        use FieldType as T;
        for (kind, fits, misfits) in [
            (T::ShortText, &["a"][..], &["a\nb"][..]),
            (T::Number, &["12", "-1.5"], &["twelve", "1,5"]),
            (T::YesNo, &["Yes", "false"], &["maybe"]),
            (T::Date, &["2026-11-23"], &["2026-02-30", "2026-11-23 10:00"]),
            (T::DateTime, &["2026-11-23 10:00"], &["10:00"]),
            (T::Time, &["09:30", "09:30:15"], &["25:00"]),
            (T::Phone, &["+33 6 12 34 56 78", "0612345678"], &["+33x", "12", "6+1234"]),
            (T::Email, &["a@b.fr"], &["a@b", "a b@c.fr", "@b.fr", "a@@b.fr"]),
            (T::Url, &["https://a.fr"], &["a.fr", "http://", "éé"]),
        ] {
            assert!(fits.iter().all(|value| is_of(kind, value)), "{kind:?}");
            assert!(!misfits.iter().any(|value| is_of(kind, value)), "{kind:?}");
        }
    }
}
