//! Maps the kind of a field to its editor, and reports stored values that do not fit the field.

use egui::Ui;

use crate::catalog::{FieldKind, FieldSpec};
use crate::model::Value;

use super::cx::{Editor, FormCx};
use super::outbox::{Outbox, ParamChange};
use super::rows::{self, CellEditors};
use super::text::TextInput;
use super::widgets::{error_note, field_label, label_and, side_by_side, warning_note};
use super::{basic, condition, criteria, duration, item, json_path, key, operand, texts};
use crate::app::kit::completion::Completes;
use crate::app::kit::name::Name;

/// The editors of the cells of a row.
const CELLS: CellEditors = CellEditors { labelled: labelled_ui, bare: editor_ui };

/// A field of the action, with its label.
pub(super) fn param_ui(ui: &mut Ui, cx: &FormCx<'_>, field: &FieldSpec, out: &mut Outbox<'_>) {
    let editor = Editor::of(cx, field);
    let change = ui.push_id(field.key, |ui| labelled_ui(ui, &editor, out)).inner;
    if let Some(change) = change {
        out.param(field.key, change);
    }
    ui.add_space(6.0);
}

/// The editor of a field under its label, or next to the label if the input is short.
pub(super) fn labelled_ui(ui: &mut Ui, editor: &Editor<'_>, out: &mut Outbox<'_>) -> Option<ParamChange> {
    let field = editor.field;
    let change = match field.kind {
        FieldKind::Bool => basic::bool_ui(ui, editor),
        FieldKind::Int { .. } | FieldKind::Key => {
            side_by_side(ui, field, |ui, name| editor_ui(ui, editor, &editor.name(name), out))
        }
        FieldKind::Rows { columns, max } => rows::rows_ui(ui, editor, (columns, max), CELLS, out),
        FieldKind::Duration { min_s, max_s } => {
            let input = |ui: &mut Ui, name| duration::duration_ui(ui, editor, &editor.name(name), (min_s, max_s));
            let (change, remark) = side_by_side(ui, field, input);
            if let Some(remark) = remark {
                warning_note(ui, &remark);
            }
            change
        }
        FieldKind::Texts => {
            let (label, added) = label_and(ui, field, |ui, name| texts::add_ui(ui, editor, name));
            editor_ui(ui, editor, &editor.name(label), out).or(added)
        }
        _ => {
            let name = editor.name(field_label(ui, field));
            editor_ui(ui, editor, &name, out)
        }
    };
    misfit_ui(ui, editor);
    change
}

/// The editor of a field without a label.
pub(super) fn editor_ui(ui: &mut Ui, editor: &Editor<'_>, name: &Name, out: &mut Outbox<'_>) -> Option<ParamChange> {
    if !has_mode(editor.field.kind) {
        editor.lead_focus(ui.ctx());
    }
    match editor.field.kind {
        FieldKind::Bool => basic::tick_ui(ui, editor, name),
        FieldKind::Int { min, max, unit } => basic::int_ui(ui, editor, name, (min, max), unit),
        FieldKind::Duration { min_s, max_s } => duration::duration_ui(ui, editor, name, (min_s, max_s)).0,
        FieldKind::Text => text_ui(ui, editor, &TextInput::prose("text", name, 1)),
        FieldKind::LongText => text_ui(ui, editor, &TextInput::prose("text", name, 3)),
        FieldKind::Texts => texts::texts_ui(ui, editor, name),
        FieldKind::Choice(options) => basic::choice_ui(ui, editor, name, options),
        FieldKind::Key => key::key_ui(ui, editor, name),
        FieldKind::Item(kind) => item::item_ui(ui, editor, name, kind, out),
        FieldKind::Action => basic::action_ui(ui, editor, name),
        FieldKind::Known => {
            let completes = Completes::Known(editor.cx.action);
            text_ui(ui, editor, &TextInput { completes, ..TextInput::line("text", name) })
        }
        FieldKind::Variable => text_ui(ui, editor, &TextInput::path("text", name, Completes::Writable)),
        FieldKind::Operand => operand::field_ui(ui, editor, name),
        FieldKind::Condition => condition::condition_ui(ui, editor, name),
        FieldKind::Criteria => criteria::criteria_ui(ui, editor, name),
        FieldKind::JsonPath => json_path::path_ui(ui, editor, name),
        FieldKind::Rows { columns, max } => rows::rows_ui(ui, editor, (columns, max), CELLS, out),
    }
}

/// Whether the editor begins with a list of modes of entry, which never takes the focus.
fn has_mode(kind: FieldKind) -> bool {
    matches!(kind, FieldKind::Item(_) | FieldKind::Operand)
}

fn text_ui(ui: &mut Ui, editor: &Editor<'_>, input: &TextInput<'_>) -> Option<ParamChange> {
    let change = input.show(ui, editor.cx, editor.text())?;
    Some(change.map(|text| Some(Value::Text(text))))
}

/// Reports that the stored value does not fit. Rows report their own cells.
fn misfit_ui(ui: &mut Ui, editor: &Editor<'_>) {
    let Some(value) = editor.value else { return };
    let fits = match (editor.field.kind, value) {
        (FieldKind::Rows { max, .. }, Value::Rows(rows)) => rows.len() <= max,
        (FieldKind::Key, Value::Text(text)) if text.is_empty() => true,
        (kind, value) => kind.accepts(value),
    };
    if !fits {
        error_note(ui, "The stored value is not valid, so the default is used. Enter the value again.");
    }
}
