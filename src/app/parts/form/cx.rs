//! The data that the form of an action reads, and the data that the editor of a field reads.

use crate::actions;
use crate::catalog::field::DefaultValue;
use crate::catalog::{FieldKind, FieldSpec};
use crate::lint::Diagnostic;
use crate::lint::is_blank;
use crate::model::{Action, Params, Project, TreeType, Value, Version};

use crate::app::kit::focus;
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
    /// What gets the keyboard focus now.
    pub focus: FormFocus<'a>,
}

/// What of a form gets the keyboard focus when it is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FormFocus<'a> {
    /// Nothing new.
    #[default]
    Stays,
    /// The title, which is the first input.
    Title,
    /// The first field that needs a value, into which this text is then typed (spec: ease §1).
    Needed(&'a str),
}

impl FormCx<'_> {
    /// The type of the version's routing.
    #[must_use]
    pub fn tree_type(&self) -> TreeType {
        self.project.routings.get(&self.version.info.routing).map(|routing| routing.tree_type()).unwrap_or_default()
    }

    /// The field that one types in first: the first one shown that needs a value and has none, else the first one into which something can be
    /// typed or chosen and that has no value.
    #[must_use]
    pub(super) fn needed_field(&self) -> Option<&'static FieldSpec> {
        let spec = actions::spec_of(self.action)?;
        let is_open =
            |field: &&FieldSpec| is_typed(field.kind) && self.action.params.value(field.key).is_none_or(is_blank);
        let open: Vec<_> = spec.shown_fields(self.action, self.tree_type().channel).filter(is_open).collect();
        open.iter().find(|field| field.is_required).or(open.first()).copied()
    }
}

/// The first column in which something is typed or chosen and that a row leaves empty.
pub(super) fn empty_column(columns: &'static [&'static FieldSpec], cells: &Params) -> Option<&'static FieldSpec> {
    let is_empty = |column: &&&FieldSpec| {
        column.is_shown(cells, columns) && is_typed(column.kind) && cells.value(column.key).is_none_or(is_blank)
    };
    columns.iter().find(is_empty).copied()
}

/// Whether a field of a kind has one input, in which something is typed or chosen.
fn is_typed(kind: FieldKind) -> bool {
    match kind {
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Texts
        | FieldKind::Item(_)
        | FieldKind::Known
        | FieldKind::Variable
        | FieldKind::Operand
        | FieldKind::JsonPath => true,
        FieldKind::Bool
        | FieldKind::Int { .. }
        | FieldKind::Duration { .. }
        | FieldKind::Choice(_)
        | FieldKind::Key
        | FieldKind::Action
        | FieldKind::Condition
        | FieldKind::Criteria
        | FieldKind::Rows { .. } => false,
    }
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
    /// Whether the input gets the keyboard focus now.
    pub takes_focus: bool,
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

    /// The editor of a field of the action.
    pub fn of(cx: &'a FormCx<'a>, field: &'a FieldSpec) -> Self {
        let is_needed = || cx.needed_field().is_some_and(|needed| needed.key == field.key);
        let takes_focus = matches!(cx.focus, FormFocus::Needed(_)) && is_needed();
        Self { cx, field, value: cx.action.params.value(field.key), row: None, takes_focus }
    }

    /// Gives the next widget the keyboard focus, and what was typed already, if this input takes it.
    pub fn lead_focus(&self, ctx: &egui::Context) {
        match self.cx.focus {
            FormFocus::Needed(typed) if self.takes_focus => focus::take_next_with(ctx, typed),
            _ if self.takes_focus => focus::take_next(ctx),
            _ => {}
        }
    }

    /// Whether the field can be changed.
    pub fn is_enabled(&self) -> bool {
        !self.cx.is_read_only
    }
}
