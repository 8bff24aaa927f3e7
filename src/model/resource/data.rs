//! Variables and values tables (spec: domain §2).

use serde::{Deserialize, Serialize};
use strum::EnumIter;

/// The type of a variable's field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, EnumIter)]
pub enum FieldType {
    /// One line.
    #[default]
    ShortText,
    /// Several lines.
    LongText,
    /// A number.
    Number,
    /// Yes or no.
    YesNo,
    /// A day.
    Date,
    /// A day and a time.
    DateTime,
    /// A time of day.
    Time,
    /// A phone number.
    Phone,
    /// An email address.
    Email,
    /// A web address.
    Url,
    /// One of a list.
    List,
}

impl FieldType {
    /// The words a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::ShortText => "Short text",
            Self::LongText => "Long text",
            Self::Number => "Number",
            Self::YesNo => "Yes or no",
            Self::Date => "Date",
            Self::DateTime => "Date and time",
            Self::Time => "Time",
            Self::Phone => "Phone",
            Self::Email => "Email",
            Self::Url => "URL",
            Self::List => "List of values",
        }
    }
}

/// A field of a variable. Its path is `<reference of the variable>.<name of the field>`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct VariableField {
    /// The name, made of the same characters as the reference of a variable.
    pub name: String,
    /// The type.
    pub kind: FieldType,
    /// The value at the start of an interaction.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub default: String,
    /// The values of a list; without any, every text is one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
}

/// A variable: at least one field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Variable {
    /// The fields.
    pub fields: Vec<VariableField>,
}

/// How the keys of a values table are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, EnumIter)]
pub enum TableMatch {
    /// Same value.
    #[default]
    Exact,
    /// The value begins with the key; the longest wins.
    Prefix,
    /// The key is a range `low..high`, both included.
    Range,
}

/// A values table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ValuesTable {
    /// Names of the key columns.
    pub keys: Vec<String>,
    /// Names of the output columns.
    pub outputs: Vec<String>,
    /// How keys are compared.
    pub matching: TableMatch,
    /// Whether keys count as they are spelt; else capital letters, blanks and kinds of dashes make no difference.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub exact_spelling: bool,
    /// Rows: the keys, then the outputs. Stored apart in the file, a row a line.
    #[serde(skip)]
    pub rows: Vec<Vec<String>>,
}
