//! The data that the form of an action reads, and the data that the editor of a field reads.

use crate::catalog::FieldSpec;
use crate::catalog::field::DefaultValue;
use crate::lint::Diagnostic;
use crate::model::{Action, Project, Value, Version};

use crate::app::kit::name::Name;

/// The data that the form of an action reads.
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
    /// Whether the form is read-only.
    pub is_read_only: bool,
    /// Whether the first input gets the keyboard focus now.
    pub takes_focus: bool,
}

/// The data that the editor of a field reads.
#[derive(Clone, Copy)]
pub(super) struct Editor<'a> {
    /// The form.
    pub cx: &'a FormCx<'a>,
    /// The field.
    pub field: &'a FieldSpec,
    /// The stored value.
    pub value: Option<&'a Value>,
    /// The name of the row if the field is a column, for screen readers.
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

    /// The name of the input next to a visible label. In a row, the name includes the row, because the label alone is ambiguous.
    pub fn name(&self, label: Name) -> Name {
        match self.row {
            Some(row) => Name::plain(format!("{row}, {}", self.field.label), self.field.help),
            None => label,
        }
    }

    /// Whether the field can be changed.
    pub fn is_enabled(&self) -> bool {
        !self.cx.is_read_only
    }
}
