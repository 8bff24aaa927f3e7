//! Databases whose rows do not fit their columns, and payment modules with impossible amounts.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::Finding;
use crate::catalog::value::{self, Locale};
use crate::model::resource::{Database, PaymentModule};

use super::values::{wrong_cell, wrong_value};

/// Maximum number of findings for the rows of a database: if many rows are wrong, the first ones show why.
const MOST: usize = 3;

pub(super) fn check_database(name: &str, database: &Database, locale: Locale<'_>, found: &mut Vec<Finding>) {
    let Database { columns, rows } = database;
    let mut names = BTreeSet::new();
    for column in columns {
        if column.name.trim().is_empty() {
            let message = format!("Database \"{name}\" has a column without a name. Name the column, or remove it.");
            found.push(Finding::error("database-column-name", message));
        } else if !names.insert(column.name.as_str()) {
            let message =
                format!("Database \"{name}\" has two columns with the name \"{}\". Rename one of them.", column.name);
            found.push(Finding::error("database-column-twice", message));
        }
        if let Some(needed) = wrong_value(column.kind, &column.values, &column.default, locale) {
            let message =
                format!("Database \"{name}\": the default of column \"{}\" does not fit. {needed}", column.name);
            found.push(Finding::error("database-value", message));
        }
    }
    let width = columns.len();
    if let Some(row) = rows.iter().position(|row| row.len() != width) {
        let message = format!("Database \"{name}\": row {} does not have {width} cells, one for each column.", row + 1);
        found.push(Finding::error("database-width", message));
    }
    let cells = rows
        .iter()
        .enumerate()
        .flat_map(|(index, row)| row.iter().zip(columns).map(move |(text, column)| (index + 1, text, column)));
    let wrong = cells.filter_map(|(row, text, column)| Some((row, column, wrong_cell(column, text, locale)?)));
    for (row, column, needed) in wrong.take(MOST) {
        let message = format!("Database \"{name}\": row {row}, \"{}\": {needed}", column.name);
        found.push(Finding::error("database-value", message));
    }
    for (index, column) in columns.iter().enumerate().filter(|(_, column)| column.is_unique) {
        let mut seen = BTreeMap::new();
        let key = |text: &str| value::column_key(column, text, locale);
        let texts = rows.iter().enumerate().filter_map(|(row, cells)| Some((row + 1, cells.get(index)?.trim())));
        let twice = texts
            .filter(|(_, text)| !text.is_empty())
            .find_map(|(row, text)| Some((seen.insert(key(text), row)?, row, text)));
        if let Some((first, second, text)) = twice {
            let message = format!(
                "Database \"{name}\": \"{}\" is unique, but rows {first} and {second} both have \"{text}\".",
                column.name
            );
            found.push(Finding::error("database-unique", message));
        }
    }
}

pub(super) fn check_payment(name: &str, module: &PaymentModule, found: &mut Vec<Finding>) {
    let is_code = module.currency.len() == 3 && module.currency.bytes().all(|byte| byte.is_ascii_uppercase());
    if !is_code {
        let message = format!("Payment module \"{name}\": the currency must be a code of three letters, such as EUR.");
        found.push(Finding::error("bad-currency", message));
    }
    if module.max_amount < 0 {
        let message =
            format!("Payment module \"{name}\": the maximum amount is negative. Enter an amount of 0 or more.");
        found.push(Finding::error("negative-amount", message));
    }
    for invoice in module.invoices.iter().filter(|invoice| invoice.amount < 0) {
        let message = format!(
            "Payment module \"{name}\": the amount of invoice \"{}\" is negative. Enter an amount of 0 or more.",
            invoice.number
        );
        found.push(Finding::error("negative-amount", message));
    }
    let mut numbers: Vec<&str> = module.invoices.iter().map(|invoice| invoice.number.as_str()).collect();
    numbers.sort_unstable();
    if let Some([number, _]) = numbers.windows(2).find(|pair| pair.first() == pair.last()) {
        let message = format!(
            "Payment module \"{name}\" has two invoices with the number \"{number}\". Change one of the numbers."
        );
        found.push(Finding::warning("invoice-twice", message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::resource::{DatabaseColumn, FieldType, Invoice};

    fn codes(found: &[Finding]) -> Vec<&'static str> {
        found.iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn rows_fit_their_columns() {
        let column = |name: &str, kind, is_unique| DatabaseColumn {
            name: name.to_owned(),
            kind,
            is_required: is_unique,
            is_unique,
            ..DatabaseColumn::default()
        };
        let columns = vec![column("id", FieldType::ShortText, true), column("age", FieldType::Number, false)];
        let check = |rows: &[&[&str]]| {
            let rows = rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
            let mut found = Vec::new();
            check_database("d", &Database { columns: columns.clone(), rows }, Locale::default(), &mut found);
            codes(&found)
        };
        assert!(check(&[&["a", "1"], &["b", ""]]).is_empty());
        assert_eq!(check(&[&["a"]]), ["database-width"]);
        assert_eq!(check(&[&["a", "old"], &["", "2"]]), ["database-value", "database-value"]);
        assert_eq!(check(&[&["a", ""], &["a", ""], &["a", ""]]), ["database-unique"]);
        assert_eq!(check(&[&["a", "x"], &["b", "x"], &["c", "x"], &["d", "x"]]).len(), MOST);
    }

    #[test]
    fn amounts_and_currencies_are_checked() {
        let mut found = Vec::new();
        check_payment("p", &PaymentModule::default(), &mut found);
        assert!(found.is_empty());
        let invoice = Invoice { amount: -1, ..Invoice::default() };
        let module = PaymentModule {
            currency: "euro".to_owned(),
            max_amount: -5,
            invoices: vec![invoice.clone(), invoice],
            ..PaymentModule::default()
        };
        check_payment("p", &module, &mut found);
        assert_eq!(
            codes(&found),
            ["bad-currency", "negative-amount", "negative-amount", "negative-amount", "invoice-twice"]
        );
    }
}
