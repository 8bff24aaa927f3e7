//! Reading a stored value as the type of its field. Never fails: a missing or wrong value reads as the field's default (spec:
//! actions §6).

use std::borrow::Cow;

use crate::model::{ActionId, Condition, Criterion, ItemRef, Join, Operand, Params, Row, Value};

use super::{DefaultValue, Field, FieldSpec, Texts};

/// The options of a choice field, made by the macro `choice!`.
pub trait Choice: Copy + 'static {
    /// Key and label of every option; the first is the default.
    const ALL: &'static [(&'static str, &'static str)];
    /// The option of a key; an unknown key reads as the first option.
    fn from_key(key: &str) -> Self;
}

/// Declares the options of a choice field: `choice!(Mode { Message = "message" "Message", … })`.
#[macro_export]
macro_rules! choice {
    ($(#[$doc:meta])* $vis:vis $name:ident { $first:ident = $first_key:literal $first_label:literal $(, $option:ident = $key:literal $label:literal)* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $vis enum $name { $first, $($option),* }

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
pub trait FromValue {
    /// What is read: rows, conditions and criteria are not copied.
    type Read<'v>;
    /// Reads it.
    fn from_value<'v>(value: Option<&'v Value>, spec: &FieldSpec) -> Self::Read<'v>;
}

impl FromValue for bool {
    type Read<'v> = Self;
    fn from_value(value: Option<&Value>, spec: &FieldSpec) -> Self {
        match (value, spec.default) {
            (Some(Value::Bool(yes)), _) => *yes,
            (_, DefaultValue::Bool(default)) => default,
            _ => false,
        }
    }
}

impl FromValue for i64 {
    type Read<'v> = Self;
    fn from_value(value: Option<&Value>, spec: &FieldSpec) -> Self {
        match (value, spec.default) {
            (Some(found @ Value::Int(number)), _) if spec.kind.accepts(found) => *number,
            (_, DefaultValue::Int(default)) => default,
            _ => 0,
        }
    }
}

impl FromValue for String {
    type Read<'v> = Self;
    fn from_value(value: Option<&Value>, spec: &FieldSpec) -> Self {
        text(value, spec).to_owned()
    }
}

fn text<'v>(value: Option<&'v Value>, spec: &FieldSpec) -> &'v str {
    match (value, spec.default) {
        (Some(Value::Text(text)), _) => text,
        (_, DefaultValue::Text(default)) => default,
        _ => "",
    }
}

impl<C: Choice> FromValue for C {
    type Read<'v> = Self;
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
            type Read<'v> = Self;
            fn from_value(value: Option<&Value>, _: &FieldSpec) -> Self {
                match value { Some(Value::$variant(found)) => ($read)(found), _ => Self::default() }
            }
        }
    )* };
}

/// One text is the text of the default language: a field that had one text before it had one for each language.
impl FromValue for Texts {
    type Read<'v> = Cow<'v, Self>;
    fn from_value<'v>(value: Option<&'v Value>, _: &FieldSpec) -> Cow<'v, Self> {
        match value {
            Some(Value::Texts(texts)) => Cow::Borrowed(texts),
            Some(Value::Text(text)) if !text.is_empty() => Cow::Owned(Self::from([(String::new(), text.clone())])),
            _ => Cow::Owned(Self::new()),
        }
    }
}

impl FromValue for Operand {
    type Read<'v> = &'v Self;
    fn from_value<'v>(value: Option<&'v Value>, _: &FieldSpec) -> &'v Self {
        static NONE: Operand = Operand::Text(String::new());
        if let Some(Value::Operand(operand)) = value { operand } else { &NONE }
    }
}

from_value! {
    Option<ItemRef>, Item => |item: &ItemRef| Some(item.clone());
    Option<ActionId>, Action => |id: &ActionId| Some(*id);
}

impl FromValue for Condition {
    type Read<'v> = &'v Self;
    fn from_value<'v>(value: Option<&'v Value>, _: &FieldSpec) -> &'v Self {
        static NONE: Condition = Condition { join: Join::All, terms: Vec::new() };
        if let Some(Value::Condition(condition)) = value { condition } else { &NONE }
    }
}

impl FromValue for Vec<Criterion> {
    type Read<'v> = &'v [Criterion];
    fn from_value<'v>(value: Option<&'v Value>, _: &FieldSpec) -> &'v [Criterion] {
        if let Some(Value::Criteria(criteria)) = value { criteria } else { &[] }
    }
}

impl FromValue for Vec<Row> {
    type Read<'v> = &'v [Row];
    fn from_value<'v>(value: Option<&'v Value>, _: &FieldSpec) -> &'v [Row] {
        if let Some(Value::Rows(rows)) = value { rows } else { &[] }
    }
}

impl Params {
    /// Reads a field.
    #[must_use]
    pub fn get<T: FromValue>(&self, field: &Field<T>) -> T::Read<'_> {
        T::from_value(self.value(field.key()), field.spec())
    }

    /// Reads a text field without a copy.
    #[must_use]
    pub fn text(&self, field: &Field<String>) -> &str {
        text(self.value(field.key()), field.spec())
    }
}
