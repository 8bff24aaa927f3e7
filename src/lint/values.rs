//! Checks the cells of a database against the types of their columns.

use std::collections::BTreeMap;

use chrono::NaiveTime;

use crate::catalog::compare::{moment, number};
use crate::catalog::text::is_e164;
use crate::model::resource::{Database, DatabaseColumn, FieldType, ValuesTable};

/// Why a text is not a value of a type; an empty text is valid for every type.
#[must_use]
pub fn wrong_value(kind: FieldType, text: &str) -> Option<&'static str> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let day = text.len() == 10;
    let (is_right, needed) = match kind {
        FieldType::ShortText => (!text.contains('\n'), "One line is needed."),
        FieldType::LongText | FieldType::List => (true, ""),
        FieldType::Number => (number(text).is_some(), "A number is needed, such as 12 or 9.5."),
        FieldType::YesNo => (matches!(text, "yes" | "no" | "true" | "false"), "\"yes\" or \"no\" is needed."),
        FieldType::Date => (day && moment(text).is_some(), "A date is needed, such as 2026-12-25."),
        FieldType::DateTime => {
            (!day && moment(text).is_some(), "A date and a time are needed, such as 2026-12-25 14:30.")
        }
        FieldType::Time => (NaiveTime::parse_from_str(text, "%H:%M").is_ok(), "A time is needed, such as 08:30."),
        FieldType::Phone => (is_e164(text), "A number in international form is needed, such as +33155001010."),
        FieldType::Email => (is_address(text), "An email address is needed, such as ana@example.com."),
        FieldType::Url => (is_url(text), "A web address is needed, such as https://example.com."),
    };
    (!is_right).then_some(needed)
}

/// Errors in cells, by row and column.
pub type WrongCells = BTreeMap<(usize, usize), String>;

/// The wrong cells of a database: values of a wrong type, missing required values, and
/// repeated unique values.
#[must_use]
pub fn wrong_cells(database: &Database) -> WrongCells {
    let Database { columns, rows } = database;
    let mut wrong = WrongCells::new();
    for (place, column) in columns.iter().enumerate() {
        let mut first = BTreeMap::new();
        for (row, cells) in rows.iter().enumerate() {
            let text = cells.get(place).map_or("", |cell| cell.trim());
            if let Some(needed) = wrong_cell(column, text) {
                wrong.insert((row, place), needed.to_owned());
            } else if column.is_unique && !text.is_empty() {
                match first.get(text) {
                    Some(other) => drop(wrong.insert((row, place), format!("Row {other} already has this value."))),
                    None => drop(first.insert(text, row + 1)),
                }
            }
        }
    }
    wrong
}

/// The rows of a values table that never match, because an earlier row has the same keys.
#[must_use]
pub fn shadowed_keys(table: &ValuesTable) -> WrongCells {
    let mut first = BTreeMap::new();
    let mut wrong = WrongCells::new();
    for (row, cells) in table.rows.iter().enumerate() {
        let Some(keys) = cells.get(..table.keys.len()) else { continue };
        match first.get(keys) {
            Some(other) => drop(wrong.insert((row, 0), format!("Row {other} has the same key; the first one wins."))),
            None => drop(first.insert(keys, row + 1)),
        }
    }
    wrong
}

/// Why a cell of a column is wrong, without the check for duplicates.
#[must_use]
pub fn wrong_cell(column: &DatabaseColumn, text: &str) -> Option<&'static str> {
    if column.is_required && text.trim().is_empty() {
        return Some("A value is needed.");
    }
    wrong_value(column.kind, text)
}

fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains('@') && !text.contains(char::is_whitespace)
    })
}

fn is_url(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.starts_with('/') && !text.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_checked_by_their_type() {
        let cases = [
            (FieldType::Number, "9.5", "nine"),
            (FieldType::YesNo, "yes", "perhaps"),
            (FieldType::Date, "2026-12-25", "2026-12-25 10:00"),
            (FieldType::DateTime, "2026-12-25 10:00", "2026-12-25"),
            (FieldType::Time, "08:30", "8 h"),
            (FieldType::Phone, "+33155001010", "12"),
            (FieldType::Email, "ana@example.com", "ana@here"),
            (FieldType::Url, "https://example.com/a", "example.com"),
            (FieldType::ShortText, "one", "one\ntwo"),
        ];
        for (kind, right, wrong) in cases {
            assert_eq!(wrong_value(kind, right), None, "{kind:?}");
            assert!(wrong_value(kind, wrong).is_some(), "{kind:?}");
            assert_eq!(wrong_value(kind, ""), None, "{kind:?}");
        }
        let column = DatabaseColumn { is_required: true, ..DatabaseColumn::default() };
        assert_eq!(wrong_cell(&column, " "), Some("A value is needed."));
    }

    #[test]
    fn cells_are_checked_by_their_column_and_for_duplicates() {
        let column =
            |kind, is_required, is_unique| DatabaseColumn { kind, is_required, is_unique, ..DatabaseColumn::default() };
        let columns = vec![column(FieldType::ShortText, true, true), column(FieldType::Number, false, false)];
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let rows = vec![row(&["a", "1"]), row(&["", "many"]), row(&["a ", "1"]), row(&["b"])];
        let wrong = wrong_cells(&Database { columns, rows });
        assert_eq!(wrong.keys().copied().collect::<Vec<_>>(), [(1, 0), (1, 1), (2, 0)]);
        assert_eq!(wrong[&(2, 0)], "Row 1 already has this value.");

        let rows = vec![row(&["a", "1"]), row(&["b", "1"]), row(&["a", "2"]), Vec::new()];
        let table = ValuesTable { keys: row(&["key"]), outputs: row(&["value"]), rows, ..ValuesTable::default() };
        assert_eq!(shadowed_keys(&table).keys().copied().collect::<Vec<_>>(), [(2, 0)]);
    }
}
