//! Rows of keys of the keypad: the next free key, and the keys that the spoken text names (spec: ease §3).

use crate::catalog::spoken_keys::spoken_menu;
use crate::catalog::{FieldKind, FieldSpec};
use crate::model::{Action, Params, Row, RowId, Value};

use super::cx::FormCx;
use crate::actions;

/// The keys in the order in which menus use them.
const KEYS: [&str; 12] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "*", "#"];

/// The columns of a menu: the key, and what it is for.
#[derive(Clone, Copy)]
pub(super) struct MenuColumns {
    key: &'static str,
    meaning: &'static str,
}

impl MenuColumns {
    /// The columns of rows that are a menu: one has a key, and one a text.
    pub(super) fn of(columns: &[&'static FieldSpec]) -> Option<Self> {
        let column = |is_it: fn(&FieldKind) -> bool| columns.iter().find(|column| is_it(&column.kind)).map(|it| it.key);
        let key = column(|kind| matches!(kind, FieldKind::Key))?;
        Some(Self { key, meaning: column(|kind| matches!(kind, FieldKind::Text))? })
    }

    /// The first key that no row has.
    fn free(self, rows: &[Row]) -> Option<&'static str> {
        let is_taken =
            |key: &str| rows.iter().any(|row| row.cells.value(self.key) == Some(&Value::Text(key.to_owned())));
        KEYS.into_iter().find(|key| !is_taken(key))
    }

    /// A new row, with the next free key.
    pub(super) fn new_row(self, rows: &[Row]) -> Row {
        let cells = self.free(rows).map(|key| (self.key.to_owned(), Value::Text(key.to_owned())));
        Row { id: RowId(0), cells: Params(cells.into_iter().collect()) }
    }

    /// The rows for the keys that the texts of an action name and that no row has, as far as there is room.
    pub(super) fn spoken(self, cx: &FormCx<'_>, rows: &[Row], max: usize) -> Vec<Row> {
        let spoken = texts(cx.action).into_iter().flat_map(|text| spoken_menu(&text));
        let mut found: Vec<Row> = Vec::new();
        for (key, meaning) in spoken {
            let key = Value::Text(key.to_string());
            let has_key = |row: &Row| row.cells.value(self.key) == Some(&key);
            if rows.len() + found.len() < max && !rows.iter().chain(&found).any(has_key) {
                let cells = [(self.key.to_owned(), key), (self.meaning.to_owned(), Value::Text(meaning))];
                found.push(Row { id: RowId(0), cells: Params(cells.into_iter().collect()) });
            }
        }
        found
    }
}

/// The texts that are said at an action, in every language.
fn texts(action: &Action) -> Vec<String> {
    let Some(spec) = actions::spec_of(action) else { return Vec::new() };
    let fields = spec.fields.iter().filter(|field| matches!(field.kind, FieldKind::Texts));
    let values = fields.take(1).filter_map(|field| action.params.value(field.key));
    values
        .flat_map(|value| match value {
            Value::Texts(texts) => texts.values().cloned().collect(),
            Value::Text(text) => vec![text.clone()],
            _ => Vec::new(),
        })
        .collect()
}
