//! Checks the cells of a database against the types of their columns.

use std::collections::BTreeMap;

use crate::catalog::value::{self, Key, Locale};
use crate::model::resource::{Database, DatabaseColumn, FieldType, ValuesTable};

/// Why a text is not a value of a type; an empty text is valid for every type.
#[must_use]
pub fn wrong_value(kind: FieldType, listed: &[String], text: &str, locale: Locale<'_>) -> Option<&'static str> {
    value::fit(kind, listed, text, locale).err()
}

/// Errors in cells, by row and column.
pub type WrongCells = BTreeMap<(usize, usize), String>;

/// The wrong cells of a database: values of a wrong type, missing required values, and
/// repeated unique values.
#[must_use]
pub fn wrong_cells(database: &Database, locale: Locale<'_>) -> WrongCells {
    let Database { columns, rows } = database;
    let mut wrong = WrongCells::new();
    for (place, column) in columns.iter().enumerate() {
        let mut first: BTreeMap<Key, usize> = BTreeMap::new();
        for (row, cells) in rows.iter().enumerate() {
            let text = cells.get(place).map_or("", |cell| cell.trim());
            if let Some(needed) = wrong_cell(column, text, locale) {
                wrong.insert((row, place), needed.to_owned());
            } else if column.is_unique && !text.is_empty() {
                let key = value::column_key(column, text, locale);
                match first.get(&key) {
                    Some(other) => drop(wrong.insert((row, place), format!("Row {other} already has this value."))),
                    None => drop(first.insert(key, row + 1)),
                }
            }
        }
    }
    wrong
}

/// The rows of a values table that never match, because an earlier row has equal keys.
#[must_use]
pub fn shadowed_keys(table: &ValuesTable) -> WrongCells {
    let words = |other: usize| format!("Row {} has the same key; the first one wins.", other + 1);
    value::shadowed(table).into_iter().map(|(row, other)| ((row, 0), words(other))).collect()
}

/// Why a cell of a column is wrong, without the check for duplicates.
#[must_use]
pub fn wrong_cell(column: &DatabaseColumn, text: &str, locale: Locale<'_>) -> Option<&'static str> {
    if column.is_required && text.trim().is_empty() {
        return Some("A value is needed.");
    }
    wrong_value(column.kind, &column.values, text, locale)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRANCE: Locale<'_> = Locale { language: "fr", country: "FR", zone: None, phrases: None };

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
            assert_eq!(wrong_value(kind, &[], right, FRANCE), None, "{kind:?}");
            assert!(wrong_value(kind, &[], wrong, FRANCE).is_some(), "{kind:?}");
            assert_eq!(wrong_value(kind, &[], "", FRANCE), None, "{kind:?}");
        }
        let column = DatabaseColumn { is_required: true, ..DatabaseColumn::default() };
        assert_eq!(wrong_cell(&column, " ", FRANCE), Some("A value is needed."));
    }

    #[test]
    fn what_a_cell_may_hold_depends_on_the_project() {
        let with = |language, country| Locale { language, country, ..Locale::default() };
        let phone = |locale| wrong_value(FieldType::Phone, &[], "01 55 00 10 10", locale);
        assert_eq!((phone(FRANCE), phone(with("en", "")).is_some()), (None, true), "a national number needs a country");
        // The same number in two spellings is a duplicate where the country is known.
        let column = DatabaseColumn { kind: FieldType::Phone, is_unique: true, ..DatabaseColumn::default() };
        let rows = vec![vec!["01 55 00 10 10".to_owned()], vec!["+33155001010".to_owned()]];
        let wrong = wrong_cells(&Database { columns: vec![column], rows }, FRANCE);
        assert_eq!(wrong.keys().copied().collect::<Vec<_>>(), [(1, 0)]);
    }

    #[test]
    fn cells_are_checked_by_their_column_and_for_duplicates() {
        let column =
            |kind, is_required, is_unique| DatabaseColumn { kind, is_required, is_unique, ..DatabaseColumn::default() };
        let columns = vec![column(FieldType::ShortText, true, true), column(FieldType::Number, false, false)];
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let rows = vec![row(&["a", "1"]), row(&["", "many"]), row(&["a ", "1"]), row(&["b"])];
        let wrong = wrong_cells(&Database { columns, rows }, FRANCE);
        assert_eq!(wrong.keys().copied().collect::<Vec<_>>(), [(1, 0), (1, 1), (2, 0)]);
        assert_eq!(wrong[&(2, 0)], "Row 1 already has this value.");

        let rows = vec![row(&["a", "1"]), row(&["b", "1"]), row(&["a", "2"]), Vec::new()];
        let table = ValuesTable { keys: row(&["key"]), outputs: row(&["value"]), rows, ..ValuesTable::default() };
        assert_eq!(shadowed_keys(&table).keys().copied().collect::<Vec<_>>(), [(2, 0)]);
    }
}
