//! The parameters of an action: a map from field key to value, dumb and uniform. Which keys mean something,
//! and what a missing value reads as, is the catalogue's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::condition::{Condition, Criterion, Operand};
use super::id::{ActionId, RowId};

/// A field that points at a resource or a routing: the "I know" selector (spec: domain §1).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ItemRef {
    /// The item itself, by its id.
    Item(u32),
    /// The item's reference.
    Reference(String),
    /// A variable that holds the reference, resolved while the call runs.
    Variable(String),
}

/// One value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A whole number: a count, a percentage, or seconds.
    Int(i64),
    /// A text, the key of a choice, a variable's path, or a set of keys.
    Text(String),
    /// A text for each language, by language code; the empty code is the default language.
    #[serde(deserialize_with = "super::persist::map")]
    Texts(BTreeMap<String, String>),
    /// A resource or a routing.
    Item(ItemRef),
    /// An action of the same tree.
    Action(ActionId),
    /// A literal, a variable, or an expression.
    Operand(Operand),
    /// A condition of terms.
    Condition(Condition),
    /// Criteria that must all hold.
    Criteria(Vec<Criterion>),
    /// Rows of further values.
    Rows(Vec<Row>),
}

/// A row of a parameter. Its id stays when rows are reordered, so a branch made by it keeps its link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Unique in the action, never reused; 0 asks the editing layer for a new one.
    pub id: RowId,
    /// The row's values by column key.
    #[serde(default, skip_serializing_if = "Params::is_empty")]
    pub cells: Params,
}

/// Most levels of rows in rows that may be entered. No kind of action has more than one; the file can hold a few
/// more than this.
pub const MAX_ROW_LEVELS: usize = 8;

impl Value {
    /// How many levels of rows stand in each other; 0 for what is no list of rows.
    #[must_use]
    pub fn row_levels(&self) -> usize {
        let Self::Rows(rows) = self else { return 0 };
        let cells = rows.iter().flat_map(|row| row.cells.0.values());
        1 + cells.map(Self::row_levels).max().unwrap_or(0)
    }
}

/// Values by field key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Params(#[serde(deserialize_with = "super::persist::map")] pub BTreeMap<String, Value>);

impl Params {
    /// The stored value, if any.
    #[must_use]
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// The stored rows, or none.
    #[must_use]
    pub fn rows(&self, key: &str) -> &[Row] {
        match self.0.get(key) {
            Some(Value::Rows(rows)) => rows,
            _ => &[],
        }
    }

    /// Whether nothing is stored.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every value in here and in the rows below, with its field key, in order of the keys.
    pub fn visit<'a>(&'a self, see: &mut dyn FnMut(&'a str, &'a Value)) {
        for (key, value) in &self.0 {
            see(key, value);
            if let Value::Rows(rows) = value {
                for row in rows {
                    row.cells.visit(see);
                }
            }
        }
    }

    /// The same, for changing them in place.
    pub fn visit_mut(&mut self, change: &mut dyn FnMut(&str, &mut Value)) {
        for (key, value) in &mut self.0 {
            change(key, value);
            if let Value::Rows(rows) = value {
                for row in rows {
                    row.cells.visit_mut(change);
                }
            }
        }
    }
}
