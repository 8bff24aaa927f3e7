//! Fields: what can be entered in the form of an action. A field is declared once, as a constant with its type,
//! and from that come the form, the reading at run time, the checks and the documentation. Reading never fails: a missing or wrong
//! value reads as the default, and Problems says so (spec: actions §6).

use std::collections::BTreeMap;
use std::marker::PhantomData;

use crate::model::{ActionId, Condition, Criterion, ItemRef, Operand, Params, ResourceKind, Row, Value};

/// What an item field points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// A resource of a kind.
    Resource(ResourceKind),
    /// A smart routing.
    Routing,
}

impl ItemKind {
    /// The singular that a supervisor reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Resource(kind) => kind.words().0,
            Self::Routing => "Smart routing",
        }
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
            Self::Item(ItemKind::Resource(_)) => "item",
            Self::Action => "action",
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
        match (self, value) {
            (Self::Int { min, max, .. } | Self::Duration { min_s: min, max_s: max }, Value::Int(number)) => {
                (min..=max).contains(number)
            }
            (Self::Choice(options), Value::Text(key)) => options.iter().any(|(known, _)| known == key),
            (Self::Key, Value::Text(key)) => is_key(key),
            (Self::Rows { columns, max }, Value::Rows(rows)) => {
                rows.len() <= max
                    && rows.iter().all(|row| {
                        columns
                            .iter()
                            .all(|column| row.cells.value(column.key).is_none_or(|it| column.kind.accepts(it)))
                    })
            }
            (Self::Bool, Value::Bool(_))
            | (Self::Text | Self::LongText | Self::Variable | Self::JsonPath, Value::Text(_))
            | (Self::Texts, Value::Texts(_))
            | (Self::Item(_), Value::Item(_))
            | (Self::Action, Value::Action(_))
            | (Self::Operand, Value::Operand(_))
            | (Self::Condition, Value::Condition(_))
            | (Self::Criteria, Value::Criteria(_)) => true,
            _ => false,
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
    /// Whether Problems asks for a value.
    pub is_required: bool,
    /// Shown only while the choice field of this key has one of these keys.
    pub shown_if: Option<(&'static str, &'static [&'static str])>,
}

impl FieldSpec {
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

/// A field with the type that it reads as.
pub struct Field<T> {
    spec: FieldSpec,
    _reads_as: PhantomData<fn() -> T>,
}

impl<T> Field<T> {
    const fn make(key: &'static str, label: &'static str, kind: FieldKind, default: DefaultValue) -> Self {
        Self {
            spec: FieldSpec { key, label, help: "", kind, default, is_required: false, shown_if: None },
            _reads_as: PhantomData,
        }
    }

    /// The field without its type.
    #[must_use]
    pub const fn spec(&self) -> &FieldSpec {
        &self.spec
    }

    /// Its key in the parameters.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        self.spec.key
    }

    /// With a sentence that says what it means.
    #[must_use]
    pub const fn help(mut self, help: &'static str) -> Self {
        self.spec.help = help;
        self
    }

    /// With a value asked for.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.spec.is_required = true;
        self
    }

    /// Shown only while the choice (or tick: `yes`, `no`) of this key has one of these keys.
    #[must_use]
    pub const fn shown_if(mut self, key: &'static str, wanted: &'static [&'static str]) -> Self {
        self.spec.shown_if = Some((key, wanted));
        self
    }
}

impl Field<bool> {
    /// A tick.
    #[must_use]
    pub const fn yes_no(key: &'static str, label: &'static str, default: bool) -> Self {
        Self::make(key, label, FieldKind::Bool, DefaultValue::Bool(default))
    }
}

impl Field<i64> {
    /// A whole number.
    #[must_use]
    pub const fn int(key: &'static str, label: &'static str, bounds: (i64, i64), default: i64) -> Self {
        Self::make(key, label, FieldKind::Int { min: bounds.0, max: bounds.1, unit: "" }, DefaultValue::Int(default))
    }

    /// A whole number of a unit, such as `%`.
    #[must_use]
    pub const fn int_of(
        key: &'static str,
        label: &'static str,
        unit: &'static str,
        bounds: (i64, i64),
        default: i64,
    ) -> Self {
        Self::make(key, label, FieldKind::Int { min: bounds.0, max: bounds.1, unit }, DefaultValue::Int(default))
    }

    /// A duration in seconds. A bound of 0 below means that it may be left out.
    #[must_use]
    pub const fn duration(key: &'static str, label: &'static str, bounds_s: (i64, i64), default_s: i64) -> Self {
        let kind = FieldKind::Duration { min_s: bounds_s.0, max_s: bounds_s.1 };
        Self::make(key, label, kind, DefaultValue::Int(default_s))
    }
}

impl Field<String> {
    /// One line of text.
    #[must_use]
    pub const fn text(key: &'static str, label: &'static str) -> Self {
        Self::make(key, label, FieldKind::Text, DefaultValue::Text(""))
    }

    /// Several lines of text.
    #[must_use]
    pub const fn long_text(key: &'static str, label: &'static str) -> Self {
        Self::make(key, label, FieldKind::LongText, DefaultValue::Text(""))
    }

    /// One key of the telephone keypad; `default` may be empty for none.
    #[must_use]
    pub const fn keypad_key(key: &'static str, label: &'static str, default: &'static str) -> Self {
        Self::make(key, label, FieldKind::Key, DefaultValue::Text(default))
    }

    /// The path of a variable that is written.
    #[must_use]
    pub const fn variable(key: &'static str, label: &'static str) -> Self {
        Self::make(key, label, FieldKind::Variable, DefaultValue::Text(""))
    }

    /// A `JSONPath`.
    #[must_use]
    pub const fn json_path(key: &'static str, label: &'static str) -> Self {
        Self::make(key, label, FieldKind::JsonPath, DefaultValue::Text("$"))
    }
}

/// A text for each language, by language code.
pub type Texts = BTreeMap<String, String>;

impl Field<Texts> {
    /// A text for each language.
    #[must_use]
    pub const fn texts(key: &'static str, label: &'static str) -> Self {
        Self::make(key, label, FieldKind::Texts, DefaultValue::None)
    }
}

impl Field<Option<ItemRef>> {
    /// A resource of a kind.
    #[must_use]
    pub const fn item(key: &'static str, label: &'static str, kind: ResourceKind) -> Self {
        Self::make(key, label, FieldKind::Item(ItemKind::Resource(kind)), DefaultValue::None)
    }

    /// A smart routing.
    #[must_use]
    pub const fn routing(key: &'static str, label: &'static str) -> Self {
        Self::make(key, label, FieldKind::Item(ItemKind::Routing), DefaultValue::None)
    }
}

impl Field<Option<ActionId>> {
    /// An action of the same tree.
    #[must_use]
    pub const fn action(key: &'static str, label: &'static str) -> Self {
        Self::make(key, label, FieldKind::Action, DefaultValue::None)
    }
}

impl Field<Operand> {
    /// A literal, a variable or an expression.
    #[must_use]
    pub const fn operand(key: &'static str, label: &'static str) -> Self {
        Self::make(key, label, FieldKind::Operand, DefaultValue::None)
    }
}

impl Field<Condition> {
    /// And/or terms.
    #[must_use]
    pub const fn condition(key: &'static str, label: &'static str) -> Self {
        Self::make(key, label, FieldKind::Condition, DefaultValue::None)
    }
}

impl Field<Vec<Criterion>> {
    /// Criteria that must all hold.
    #[must_use]
    pub const fn criteria(key: &'static str, label: &'static str) -> Self {
        Self::make(key, label, FieldKind::Criteria, DefaultValue::None)
    }
}

impl Field<Vec<Row>> {
    /// Rows of columns, at most `max`.
    #[must_use]
    pub const fn rows(
        key: &'static str,
        label: &'static str,
        columns: &'static [&'static FieldSpec],
        max: usize,
    ) -> Self {
        Self::make(key, label, FieldKind::Rows { columns, max }, DefaultValue::None)
    }
}

/// The options of a choice field, made by the macro `choice!`.
pub trait Choice: Copy + 'static {
    /// Key and label of every option; the first is the default.
    const ALL: &'static [(&'static str, &'static str)];
    /// The option of a key; an unknown key reads as the first option.
    fn from_key(key: &str) -> Self;
}

impl<C: Choice> Field<C> {
    /// One of a fixed list.
    #[must_use]
    pub const fn choice(key: &'static str, label: &'static str) -> Self {
        let default = match C::ALL.first() {
            Some((first, _)) => DefaultValue::Text(first),
            None => DefaultValue::None,
        };
        Self::make(key, label, FieldKind::Choice(C::ALL), default)
    }
}

/// Declares the options of a choice field: `choice!(Mode { Message = "message" "Message", … })`.
#[macro_export]
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $first:ident = $first_key:literal $first_label:literal $(, $option:ident = $key:literal $label:literal)* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum $name { $first, $($option),* }

        impl $crate::catalog::Choice for $name {
            const ALL: &'static [(&'static str, &'static str)] = &[($first_key, $first_label), $(($key, $label)),*];
            fn from_key(key: &str) -> Self {
                match key {
                    $($key => Self::$option,)*
                    _ => Self::$first,
                }
            }
        }
    };
}

/// Reads a stored value as a type; a missing or wrong one as the field's default.
pub trait FromValue: Sized {
    /// Reads it.
    fn from_value(value: Option<&Value>, spec: &FieldSpec) -> Self;
}

impl FromValue for bool {
    fn from_value(value: Option<&Value>, spec: &FieldSpec) -> Self {
        match (value, spec.default) {
            (Some(Value::Bool(yes)), _) => *yes,
            (_, DefaultValue::Bool(default)) => default,
            _ => false,
        }
    }
}

impl FromValue for i64 {
    fn from_value(value: Option<&Value>, spec: &FieldSpec) -> Self {
        match (value, spec.default) {
            (Some(found @ Value::Int(number)), _) if spec.kind.accepts(found) => *number,
            (_, DefaultValue::Int(default)) => default,
            _ => 0,
        }
    }
}

impl FromValue for String {
    fn from_value(value: Option<&Value>, spec: &FieldSpec) -> Self {
        match (value, spec.default) {
            (Some(Value::Text(text)), _) => text.clone(),
            (_, DefaultValue::Text(default)) => default.to_owned(),
            _ => Self::new(),
        }
    }
}

impl<C: Choice> FromValue for C {
    fn from_value(value: Option<&Value>, _: &FieldSpec) -> Self {
        match value {
            Some(Value::Text(key)) => C::from_key(key),
            _ => C::from_key(""),
        }
    }
}

macro_rules! from_value {
    ($($type:ty, $variant:ident => $read:expr);* $(;)?) => { $(
        impl FromValue for $type {
            fn from_value(value: Option<&Value>, _: &FieldSpec) -> Self {
                match value { Some(Value::$variant(found)) => ($read)(found), _ => Self::default() }
            }
        }
    )* };
}

from_value! {
    Texts, Texts => Clone::clone;
    Option<ItemRef>, Item => |item: &ItemRef| Some(item.clone());
    Option<ActionId>, Action => |id: &ActionId| Some(*id);
    Operand, Operand => Clone::clone;
    Condition, Condition => Clone::clone;
    Vec<Criterion>, Criteria => Clone::clone;
    Vec<Row>, Rows => Clone::clone;
}

impl Params {
    /// Reads a field.
    #[must_use]
    pub fn get<T: FromValue>(&self, field: &Field<T>) -> T {
        T::from_value(self.value(field.key()), field.spec())
    }
}
