//! Fields: what can be entered in the form of an action. A field is declared once, as a constant with its type,
//! and from that come the form, the reading at run time, the checks and the documentation. Reading never fails: a missing or wrong
//! value reads as the default, and Problems says so (spec: actions §6).

mod kind;
mod read;

use std::marker::PhantomData;

use crate::model::{ActionId, Condition, Criterion, EntryPointKind, ItemRef, Operand, ResourceKind, Row};

use super::channels::Channels;

pub use crate::model::Texts;
pub use kind::{DefaultValue, FieldKind, FieldSpec, ItemKind, KEYPAD, Named, TextUse, is_key};
pub use read::{Choice, FromValue};

/// A field with the type that it reads as.
pub struct Field<T> {
    spec: FieldSpec,
    _reads_as: PhantomData<fn() -> T>,
}

impl<T> Field<T> {
    const fn make(key: &'static str, label: &'static str, kind: FieldKind, default: DefaultValue) -> Self {
        Self {
            spec: FieldSpec {
                key,
                label,
                help: "",
                kind,
                default,
                initial: DefaultValue::None,
                is_required: false,
                shown_if: None,
                channels: Channels::ALL,
                text_use: TextUse::Said,
            },
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

    /// With another value than the default in new actions.
    #[must_use]
    pub const fn initially(mut self, initial: DefaultValue) -> Self {
        self.spec.initial = initial;
        self
    }

    /// Shown only in routings of these channels.
    #[must_use]
    pub const fn only(mut self, channels: Channels) -> Self {
        self.spec.channels = channels;
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

    /// One line of text; the form offers what the project knows that fits, such as its tags.
    #[must_use]
    pub const fn known(key: &'static str, label: &'static str) -> Self {
        Self::make(key, label, FieldKind::Known, DefaultValue::Text(""))
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

impl Field<Texts> {
    /// A text for each language.
    #[must_use]
    pub const fn texts(key: &'static str, label: &'static str) -> Self {
        Self::make(key, label, FieldKind::Texts, DefaultValue::None)
    }

    /// As a text that is written, in calls too.
    #[must_use]
    pub const fn written(mut self) -> Self {
        self.spec.text_use = TextUse::Written;
        self
    }

    /// As a text that is recognised in what the customer says.
    #[must_use]
    pub const fn recognised(mut self) -> Self {
        self.spec.text_use = TextUse::Recognised;
        self
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

    /// An entry point of a kind.
    #[must_use]
    pub const fn entry_point(key: &'static str, label: &'static str, kind: EntryPointKind) -> Self {
        Self::make(key, label, FieldKind::Item(ItemKind::EntryPoint(kind)), DefaultValue::None)
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
