//! What a sheet is made of.

use crate::actions;
use crate::catalog::{FieldKind, FieldSpec};
use crate::model::{Action, Project, Routing, Row, Value, Version};

/// What the sheet is made of.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) project: &'a Project,
    pub(super) routing: &'a Routing,
    pub(super) version: &'a Version,
    /// The codes of the languages that the version speaks, the project's first.
    pub(super) languages: &'a [String],
}

/// Sees a field that is in force, the row that it is in, and its value.
type See<'s, 'a> = dyn FnMut(&'static FieldSpec, Option<&'a Row>, &'a Value) + 's;

impl<'a> Source<'a> {
    /// Sees every stored value of the fields that are in force, rows included.
    pub(super) fn each_shown(&self, action: &'a Action, see: &mut See<'_, 'a>) {
        let Some(spec) = actions::spec_of(action) else { return };
        for field in spec.shown_fields(action, self.routing.channel) {
            let Some(value) = action.params.value(field.key) else { continue };
            see(field, None, value);
            if let (FieldKind::Rows { columns, .. }, Value::Rows(rows)) = (field.kind, value) {
                for row in rows {
                    for column in columns.iter().filter(|column| column.is_shown(&row.cells, columns)) {
                        if let Some(value) = row.cells.value(column.key) {
                            see(column, Some(row), value);
                        }
                    }
                }
            }
        }
    }
}
