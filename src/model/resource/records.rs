//! What other systems keep: databases, cases, CRM cards and tasks by their types (spec: domain §2).

use serde::{Deserialize, Serialize};
use strum::EnumIter;

use super::data::FieldType;

/// A column of a database.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DatabaseColumn {
    /// Its name.
    pub name: String,
    /// The type of its values.
    pub kind: FieldType,
    /// Whether a row must have a value.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_required: bool,
    /// Whether no two rows may have the same value.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_unique: bool,
    /// The value of a new row that names none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub default: String,
    /// The values of a list; without any, every text is one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Whether texts count as they are spelt; else capital letters, blanks and kinds of dashes make no difference.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub exact_spelling: bool,
}

/// A database: typed columns and rows. A run works on a copy of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// The columns.
    pub columns: Vec<DatabaseColumn>,
    /// Rows, a cell a column. Stored apart in the file, a row a line.
    #[serde(skip)]
    pub rows: Vec<Vec<String>>,
}

/// A field of a case, a card or a task.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RecordField {
    /// Its name.
    pub name: String,
    /// The type of its values.
    pub kind: FieldType,
    /// Whether it must have a value.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_required: bool,
    /// The values of a list; without any, every text is one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
}

/// A type of case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CaseType {
    /// Its fields.
    pub fields: Vec<RecordField>,
}

/// The generation of a CRM card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, EnumIter)]
pub enum CrmGeneration {
    /// CRM card.
    #[default]
    V1,
    /// CRM V2 card (an object).
    V2,
}

/// A type of CRM card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CrmCardType {
    /// Its generation.
    pub generation: CrmGeneration,
    /// Its fields.
    pub fields: Vec<RecordField>,
}

/// A type of task.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TaskType {
    /// Its fields.
    pub fields: Vec<RecordField>,
}
