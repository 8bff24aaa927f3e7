//! The kinds of fields, each with one editor in the form, and a field without its type.

use super::super::channels::Channels;
use crate::model::reference::Referenced;
use crate::model::{EntryPointKind, ItemRef, Params, Project, ResourceKind, Value};

/// What an item field points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// A resource of a kind.
    Resource(ResourceKind),
    /// A smart routing.
    Routing,
    /// An entry point of a kind.
    EntryPoint(EntryPointKind),
}

/// An object that an item names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// Its id, which nothing else in the project has.
    pub id: u32,
    /// Its name.
    pub name: &'a str,
    /// Its reference.
    pub reference: &'a str,
}

impl ItemKind {
    /// The object of this kind that a constant item names; a variable is resolved only while a call runs.
    #[must_use]
    pub fn resolve<'a>(self, project: &'a Project, item: &ItemRef) -> Option<Named<'a>> {
        match self {
            Self::Resource(kind) => {
                project.resolve(kind, item).map(|it| Named { id: it.id.0, name: &it.name, reference: &it.reference })
            }
            Self::Routing => {
                project.resolve_routing(item).map(|it| Named { id: it.id.0, name: &it.name, reference: &it.reference })
            }
            Self::EntryPoint(kind) => project.resolve_entry_point(kind, item).map(|it| Named {
                id: it.id.0,
                name: &it.name,
                reference: &it.reference,
            }),
        }
    }

    /// The singular that a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Resource(kind) => kind.words().0,
            Self::Routing => "Smart routing",
            Self::EntryPoint(kind) => kind.words(),
        }
    }

    /// The singular in the middle of a sentence; what is written in capitals stays so.
    #[must_use]
    pub fn in_sentence(self) -> String {
        match self {
            Self::Resource(kind) => kind.in_sentence(),
            Self::Routing | Self::EntryPoint(EntryPointKind::Mailbox) => self.words().to_lowercase(),
            Self::EntryPoint(kind) if kind.is_number() => "phone number".to_owned(),
            // The others are called by the names of what they belong to.
            Self::EntryPoint(kind) => kind.words().to_owned(),
        }
    }

    /// What the reference of such an object may be made of.
    #[must_use]
    pub fn referenced(self) -> Referenced {
        match self {
            Self::Resource(kind) => kind.into(),
            Self::Routing | Self::EntryPoint(_) => Referenced::Other,
        }
    }

    /// Whether two objects of these kinds never have the same reference: it is unique among all entry points, whatever their kind.
    #[must_use]
    pub fn shares_references_with(self, other: Self) -> bool {
        self == other || matches!((self, other), (Self::EntryPoint(_), Self::EntryPoint(_)))
    }
}

/// The kinds of fields. Each has one editor in the form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FieldKind {
    /// A tick.
    Bool,
    /// A whole number between two bounds, with its unit (or an empty text).
    Int {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
        /// Such as `%`, or empty.
        unit: &'static str,
    },
    /// A duration in seconds between two bounds.
    Duration {
        /// Shortest.
        min_s: i64,
        /// Longest.
        max_s: i64,
    },
    /// One line of text, with placeholders.
    Text,
    /// Several lines of text, with placeholders.
    LongText,
    /// A text for each language, with placeholders.
    Texts,
    /// One of a fixed list: key and label.
    Choice(&'static [(&'static str, &'static str)]),
    /// One key of the telephone keypad.
    Key,
    /// A resource or routing ("I know" selector).
    Item(ItemKind),
    /// An action of the same tree.
    Action,
    /// One line of text; the form offers what the project knows that fits, such as its tags.
    Known,
    /// The path of a variable that is written.
    Variable,
    /// A literal, a variable or an expression.
    Operand,
    /// And/or terms.
    Condition,
    /// Criteria of responsive routing.
    Criteria,
    /// A `JSONPath` (RFC 9535).
    JsonPath,
    /// Rows of columns, at most so many.
    Rows {
        /// The columns.
        columns: &'static [&'static FieldSpec],
        /// Most rows.
        max: usize,
    },
}

impl FieldKind {
    /// The kind's name in `signalbox actions --json` and in the documentation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "yes_no",
            Self::Int { .. } => "number",
            Self::Duration { .. } => "duration",
            Self::Text => "text",
            Self::LongText => "long_text",
            Self::Texts => "text_per_language",
            Self::Choice(_) => "choice",
            Self::Key => "key",
            Self::Item(ItemKind::Routing) => "routing",
            Self::Item(ItemKind::Resource(_) | ItemKind::EntryPoint(_)) => "item",
            Self::Action => "action",
            Self::Known => "tag",
            Self::Variable => "variable",
            Self::Operand => "value",
            Self::Condition => "condition",
            Self::Criteria => "criteria",
            Self::JsonPath => "json_path",
            Self::Rows { .. } => "rows",
        }
    }

    /// Whether a stored value is of the kind and within its bounds.
    #[must_use]
    pub fn accepts(self, value: &Value) -> bool {
        match self {
            Self::Int { min, max, .. } | Self::Duration { min_s: min, max_s: max } => {
                matches!(value, Value::Int(number) if (min..=max).contains(number))
            }
            Self::Choice(options) => {
                matches!(value, Value::Text(key) if options.iter().any(|(known, _)| known == key))
            }
            Self::Key => matches!(value, Value::Text(key) if is_key(key)),
            Self::Rows { columns, max } => {
                let Value::Rows(rows) = value else { return false };
                rows.len() <= max
                    && rows.iter().all(|row| {
                        columns
                            .iter()
                            .all(|column| row.cells.value(column.key).is_none_or(|it| column.kind.accepts(it)))
                    })
            }
            Self::Bool => matches!(value, Value::Bool(_)),
            Self::Text | Self::LongText | Self::Known | Self::Variable | Self::JsonPath => {
                matches!(value, Value::Text(_))
            }
            // One text is that of the default language.
            Self::Texts => matches!(value, Value::Texts(_) | Value::Text(_)),
            Self::Item(_) => matches!(value, Value::Item(_)),
            Self::Action => matches!(value, Value::Action(_)),
            Self::Operand => matches!(value, Value::Operand(_)),
            Self::Condition => matches!(value, Value::Condition(_)),
            Self::Criteria => matches!(value, Value::Criteria(_)),
        }
    }
}

/// The keys of the telephone keypad, in order.
pub const KEYPAD: &str = "1234567890*#";

/// Whether a text is one key of the telephone keypad.
#[must_use]
pub fn is_key(text: &str) -> bool {
    text.chars().count() == 1 && KEYPAD.contains(text)
}

/// The value that a field reads as when nothing is stored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DefaultValue {
    /// Nothing.
    None,
    /// Yes or no.
    Bool(bool),
    /// A number.
    Int(i64),
    /// A text or the key of a choice.
    Text(&'static str),
}

impl DefaultValue {
    /// The value, if there is one.
    #[must_use]
    pub fn value(self) -> Option<Value> {
        match self {
            Self::None => None,
            Self::Bool(yes) => Some(Value::Bool(yes)),
            Self::Int(number) => Some(Value::Int(number)),
            Self::Text(text) => Some(Value::Text(text.to_owned())),
        }
    }
}

/// What becomes of a text in several languages. It matters for fields of the kind [`FieldKind::Texts`] alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextUse {
    /// It is said in a call, and written in emails and chats.
    #[default]
    Said,
    /// It is written, in calls too: in an email, an SMS or a message.
    Written,
    /// It is recognised in what the customer says; nobody hears it.
    Recognised,
}

/// A field without its type: what forms, checks and documentation walk over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FieldSpec {
    /// Its key in the parameters, stable for ever.
    pub key: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What it means, in a sentence.
    pub help: &'static str,
    /// Its kind.
    pub kind: FieldKind,
    /// What it reads as when nothing is stored.
    pub default: DefaultValue,
    /// What is stored in a new action, where that is something else than the default; so a default keeps its meaning in older trees.
    pub initial: DefaultValue,
    /// Whether Problems asks for a value.
    pub is_required: bool,
    /// Shown only while the choice field of this key has one of these keys.
    pub shown_if: Option<(&'static str, &'static [&'static str])>,
    /// The channels of the routings in which the field is shown.
    pub channels: Channels,
    /// What becomes of its texts.
    pub text_use: TextUse,
}

impl FieldSpec {
    /// The value that stands for itself when nothing is stored, if there is one.
    #[must_use]
    pub fn default_value(&self) -> Option<Value> {
        self.default.value()
    }

    /// Whether the field is shown beside these parameters. `siblings` are the fields of the same action or row.
    #[must_use]
    pub fn is_shown(&self, params: &Params, siblings: &[&FieldSpec]) -> bool {
        let Some((key, wanted)) = self.shown_if else { return true };
        let stored = match params.value(key) {
            Some(Value::Text(text)) => Some(text.as_str()),
            Some(Value::Bool(yes)) => Some(yes_no_key(*yes)),
            _ => None,
        };
        let current =
            stored.unwrap_or_else(|| match siblings.iter().find(|field| field.key == key).map(|it| it.default) {
                Some(DefaultValue::Text(text)) => text,
                Some(DefaultValue::Bool(yes)) => yes_no_key(yes),
                _ => "",
            });
        wanted.contains(&current)
    }
}

/// The key that stands for a tick in `shown_if`.
fn yes_no_key(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

#[cfg(test)]
mod tests {
    use super::super::Field;
    use super::*;
    use crate::model::Row;

    const TRIES: Field<i64> = Field::int("tries", "Tries", (1, 9), 3);

    const COLUMNS: &[&FieldSpec] = &[TRIES.spec()];

    #[test]
    fn rows_are_neither_too_many_nor_wrong() {
        let kind = FieldKind::Rows { columns: COLUMNS, max: 2 };
        let row =
            |tries: i64| Row { cells: Params([("tries".to_owned(), Value::Int(tries))].into()), ..Row::default() };
        for (tries, expected) in
            [(&[] as &[i64], true), (&[1, 9], true), (&[1, 2, 3], false), (&[1, 10], false), (&[0], false)]
        {
            let rows = Value::Rows(tries.iter().copied().map(row).collect());
            assert_eq!(kind.accepts(&rows), expected, "{tries:?}");
        }
        assert!(kind.accepts(&Value::Rows(vec![Row::default()])), "a cell that is not stored reads as its default");
        assert!(!kind.accepts(&Value::Int(1)));
    }
}
