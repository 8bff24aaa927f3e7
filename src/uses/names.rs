//! The names in the parameters of an action, found through its fields. The catalogue defines the
//! fields, so a new kind of action needs no change here.

use std::fmt;

use crate::actions;
use crate::catalog::{FieldKind, FieldSpec, ItemKind};
use crate::model::{Action, ItemRef, Operand, Params, Value};

/// A value in a parameter that can name an item or a variable.
#[derive(Clone, Copy, Debug)]
pub enum Name<'a> {
    /// An item; without a kind if the field is unknown.
    Item(Option<ItemKind>, &'a ItemRef),
    /// The path of a variable.
    Path(&'a str),
    /// A text with placeholders.
    Text(&'a str),
    /// An expression.
    Expression(&'a str),
    /// A text in an unknown field: it can be a path.
    Loose(&'a str),
    /// Parameters that this program cannot read.
    Foreign(&'a str),
}

/// A mutable [`Name`].
pub(super) enum NameMut<'a> {
    Item(Option<ItemKind>, &'a mut ItemRef),
    Path(&'a mut String),
    Text(&'a mut String),
    Expression(&'a mut String),
    #[expect(dead_code, reason = "unknown values are never changed")]
    Loose(&'a mut String),
}

/// The label of the field that contains a name.
#[derive(Clone, Copy, Debug)]
pub struct Label<'a> {
    rows: Option<&'a str>,
    field: &'a str,
}

impl<'a> Label<'a> {
    /// A field that is not a column of rows.
    #[must_use]
    pub fn of(field: &'a str) -> Self {
        Self { rows: None, field }
    }
}

impl fmt::Display for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rows {
            Some(rows) => write!(f, "{rows}: {}", self.field),
            None => f.write_str(self.field),
        }
    }
}

/// Every name in an action's parameters.
pub(super) fn in_action<'a>(action: &'a Action, see: &mut dyn FnMut(&Label<'_>, Name<'a>)) {
    params(&action.params, fields_of(action), None, see);
    if let Some(text) = &action.foreign_params {
        see(&Label::of("values of a newer program"), Name::Foreign(text));
    }
}

/// A mutable [`Name`].
pub(super) fn in_action_mut(action: &mut Action, see: &mut dyn FnMut(&Label<'_>, NameMut<'_>)) {
    let fields = fields_of(action);
    params_mut(&mut action.params, fields, None, see);
}

fn fields_of(action: &Action) -> &'static [&'static FieldSpec] {
    actions::spec_of(action).map_or(&[], |spec| spec.fields)
}

/// One walk for reading and for changing.
macro_rules! walk {
    ($params:ident, $value:ident, $operand:ident, $Name:ident, $iter:ident $(, $mutable:tt)?) => {
        fn $params<'a>(
            params: &'a $($mutable)? Params,
            fields: &[&'static FieldSpec],
            rows: Option<&str>,
            see: &mut dyn FnMut(&Label<'_>, $Name<'a>),
        ) {
            for (key, value) in params.0.$iter() {
                let field = fields.iter().find(|field| field.key == key);
                let label = Label { rows, field: field.map_or(key.as_str(), |field| field.label) };
                $value(value, field.map(|field| field.kind), &label, see);
            }
        }

        fn $value<'a>(
            value: &'a $($mutable)? Value,
            kind: Option<FieldKind>,
            label: &Label<'_>,
            see: &mut dyn FnMut(&Label<'_>, $Name<'a>),
        ) {
            match value {
                Value::Item(item) => {
                    let kind = match kind {
                        Some(FieldKind::Item(kind)) => Some(kind),
                        _ => None,
                    };
                    see(label, $Name::Item(kind, item));
                }
                Value::Text(text) => match kind {
                    Some(FieldKind::Variable) => see(label, $Name::Path(text)),
                    Some(FieldKind::Choice(_) | FieldKind::Key | FieldKind::JsonPath) => {}
                    Some(_) => see(label, $Name::Text(text)),
                    None if text.contains("{{") => see(label, $Name::Text(text)),
                    None => see(label, $Name::Loose(text)),
                },
                Value::Texts(texts) => {
                    for (_, text) in texts.$iter() {
                        see(label, $Name::Text(text));
                    }
                }
                Value::Operand(operand) => $operand(operand, label, see),
                Value::Condition(condition) => {
                    for term in condition.terms.$iter() {
                        $operand(& $($mutable)? term.left, label, see);
                        $operand(& $($mutable)? term.right, label, see);
                    }
                }
                Value::Criteria(criteria) => {
                    for criterion in criteria.$iter() {
                        see(label, $Name::Text(& $($mutable)? criterion.value));
                    }
                }
                Value::Rows(rows) => {
                    let columns = match kind {
                        Some(FieldKind::Rows { columns, .. }) => columns,
                        _ => &[],
                    };
                    for row in rows.$iter() {
                        $params(& $($mutable)? row.cells, columns, Some(label.field), see);
                    }
                }
                Value::Bool(_) | Value::Int(_) | Value::Action(_) => {}
            }
        }

        fn $operand<'a>(
            operand: &'a $($mutable)? Operand,
            label: &Label<'_>,
            see: &mut dyn FnMut(&Label<'_>, $Name<'a>),
        ) {
            match operand {
                Operand::Text(text) => see(label, $Name::Text(text)),
                Operand::Variable(path) => see(label, $Name::Path(path)),
                Operand::Expression(text) => see(label, $Name::Expression(text)),
            }
        }
    };
}

walk!(params, value, operand, Name, iter);
walk!(params_mut, value_mut, operand_mut, NameMut, iter_mut, mut);
