//! What the form of an action reads, and what the editor of a field reads.

use crate::catalog::FieldSpec;
use crate::catalog::field::DefaultValue;
use crate::lint::Diagnostic;
use crate::model::{Action, Project, Value, Version};

use crate::app::kit::name::Name;

/// What the form of an action sees.
#[derive(Clone, Copy)]
pub struct FormCx<'a> {
    /// The project.
    pub project: &'a Project,
    /// The version.
    pub version: &'a Version,
    /// The action.
    pub action: &'a Action,
    /// The problems of this action.
    pub problems: &'a [Diagnostic],
    /// Whether nothing may be changed.
    pub is_read_only: bool,
}

/// What the editor of a field sees.
#[derive(Clone, Copy)]
pub(super) struct Editor<'a> {
    /// The form.
    pub cx: &'a FormCx<'a>,
    /// The field.
    pub field: &'a FieldSpec,
    /// What is stored.
    pub value: Option<&'a Value>,
    /// The row that the field is a column of, for screen readers.
    pub row: Option<&'a str>,
}

impl<'a> Editor<'a> {
    /// The stored text, or the default.
    pub fn text(&self) -> &'a str {
        match (self.value, self.field.default) {
            (Some(Value::Text(text)), _) => text,
            (_, DefaultValue::Text(default)) => default,
            _ => "",
        }
    }

    /// The name of its input, where its label stands beside it. In a row the label alone would not tell which row.
    pub fn name(&self, label: Name) -> Name {
        match self.row {
            Some(row) => Name::plain(format!("{row}, {}", self.field.label), self.field.help),
            None => label,
        }
    }

    /// Whether it can be changed.
    pub fn is_enabled(&self) -> bool {
        !self.cx.is_read_only
    }
}
