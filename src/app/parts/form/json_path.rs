//! A `JSONPath`, with the values that it finds in the canned answers of the action's web service.

use egui::Ui;

use crate::actions;
use crate::catalog::field::FromValue as _;
use crate::catalog::text::shorten;
use crate::catalog::{FieldKind, FieldSpec, ItemKind, json_path};
use crate::model::resource::CannedResponse;
use crate::model::{ItemRef, ResourceData, ResourceKind, Value};

use super::cx::{Editor, FormCx};
use super::outbox::ParamChange;
use super::text::TextInput;
use super::widgets::{error_note, hint, warning_note};
use crate::app::kit::name::Name;

/// Maximum number of answers shown.
const MOST: usize = 6;
/// Maximum number of characters shown of a found value.
const LETTERS: usize = 60;

/// The field.
pub(super) fn path_ui(ui: &mut Ui, editor: &Editor<'_>, name: &Name) -> Option<ParamChange> {
    let input = TextInput { is_code: true, hint: "$.field", ..TextInput::line("text", name) };
    let path = editor.text();
    let change = input.show(ui, editor.cx, path);
    if let Err(why) = json_path::parse(path) {
        error_note(ui, "This is not a JSONPath. A JSONPath begins with $, such as $.customer.name.");
        error_note(ui, &why);
    } else {
        for answer in canned(editor.cx).unwrap_or_default().iter().take(MOST) {
            found_ui(ui, path, answer);
        }
    }
    Some(change?.map(|text| Some(Value::Text(text))))
}

fn found_ui(ui: &mut Ui, path: &str, answer: &CannedResponse) {
    let CannedResponse { name, status, body, .. } = answer;
    match json_path::json(body).and_then(|json| json_path::find(path, &json)) {
        Ok(value) => hint(ui, &format!("{name}: {}", shorten(&format!("\"{value}\""), LETTERS))),
        // Nothing is read from an answer with an error status.
        Err(_) if !(200..=299).contains(status) => hint(ui, &format!("{name}: status {status}, nothing is read")),
        Err(why) => warning_note(ui, &format!("{name}: {why}")),
    }
}

/// The canned answers of the action's web service, if the action has one.
fn canned<'a>(cx: &FormCx<'a>) -> Option<&'a [CannedResponse]> {
    let kind = ResourceKind::WebService;
    let is_service = |field: &&&FieldSpec| matches!(field.kind, FieldKind::Item(ItemKind::Resource(it)) if it == kind);
    let field = actions::spec_of(cx.action)?.fields.iter().find(is_service)?;
    let item = Option::<ItemRef>::from_value(cx.action.params.value(field.key), field)?;
    match &cx.project.resolve(kind, &item)?.data {
        ResourceData::WebService(service) => Some(&service.canned),
        _ => None,
    }
}
