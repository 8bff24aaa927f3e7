//! The simple editors: a checkbox, a number, a choice from a fixed list, an action of the tree.

use egui::{Checkbox, DragValue, RichText, Ui, vec2};

use crate::actions;
use crate::catalog::FieldKind;
use crate::catalog::field::FromValue as _;
use crate::model::{Action, ActionId, Value, Version};

use super::cx::Editor;
use super::outbox::{Change, ParamChange, typing_session};
use super::widgets::{SHORT, info, segments};
use crate::app::kit::name::Name;
use crate::app::kit::pick::{Choice, Pick};
use crate::app::kit::theme;

/// Maximum total length of choices that are shown side by side.
const SEGMENT_LETTERS: usize = 32;

/// A checkbox with its label.
pub(super) fn bool_ui(ui: &mut Ui, editor: &Editor<'_>) -> Option<ParamChange> {
    let field = editor.field;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let mut is_on = bool::from_value(editor.value, field);
        let response = ui.add_enabled(editor.is_enabled(), Checkbox::new(&mut is_on, field.label));
        editor.name(Name::plain(field.label, field.help)).give(&response);
        let is_changed = response.changed();
        if !field.help.is_empty() {
            response.on_hover_text(field.help);
            info(ui, field.help);
        }
        is_changed.then(|| Change::at_once(Some(Value::Bool(is_on))))
    })
    .inner
}

/// A checkbox without a label.
pub(super) fn tick_ui(ui: &mut Ui, editor: &Editor<'_>, name: &Name) -> Option<ParamChange> {
    let mut is_on = bool::from_value(editor.value, editor.field);
    let response = ui.add_enabled(editor.is_enabled(), Checkbox::without_text(&mut is_on));
    name.give(&response);
    response.changed().then(|| Change::at_once(Some(Value::Bool(is_on))))
}

/// A whole number between two bounds.
pub(super) fn int_ui(
    ui: &mut Ui,
    editor: &Editor<'_>,
    name: &Name,
    (min, max): (i64, i64),
    unit: &str,
) -> Option<ParamChange> {
    let mut number = i64::from_value(editor.value, editor.field);
    let old = number;
    let suffix = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let width = ui.available_width().min(SHORT);
    let speed = if max - min > 1_000 { 1.0 } else { 0.1 };
    let drag = DragValue::new(&mut number).range(min..=max).clamp_existing_to_range(false).speed(speed).suffix(suffix);
    let response = ui.add_enabled(editor.is_enabled(), drag.min_size(vec2(width, ui.spacing().interact_size.y)));
    name.give(&response);
    let typing = Some(typing_session(ui, &response));
    response.on_hover_text(format!("{min} to {max}"));
    (number != old).then_some(Change { value: Some(Value::Int(number)), typing })
}

/// A choice from a fixed list: side by side if the options are few and short.
pub(super) fn choice_ui(
    ui: &mut Ui,
    editor: &Editor<'_>,
    name: &Name,
    options: &[(&'static str, &'static str)],
) -> Option<ParamChange> {
    let stored = editor.text();
    // An unknown key means the first option.
    let first = options.first().map_or("", |(key, _)| *key);
    let current = options.iter().find(|(key, _)| *key == stored).map_or(first, |(key, _)| *key);
    let letters: usize = options.iter().map(|(_, words)| words.chars().count() + 3).sum();
    let chosen = if options.len() <= 3 && letters <= SEGMENT_LETTERS && ui.available_width() > 200.0 {
        segments(ui, editor.is_enabled(), Some(current), options)
    } else {
        let words = options.iter().find(|(key, _)| *key == current).map_or("", |(_, words)| *words);
        let width = ui.available_width();
        let current_text = RichText::new(words);
        let pick = Pick { salt: "choice", name, current: current_text, width, is_enabled: editor.is_enabled() };
        pick.show(ui, || options.iter().map(|(key, words)| (*key, (*words).to_owned(), *key == current)).collect())
    };
    chosen.map(|key| Change::at_once(Some(Value::Text(key.to_owned()))))
}

/// An action of the same tree, or none.
pub(super) fn action_ui(ui: &mut Ui, editor: &Editor<'_>, name: &Name) -> Option<ParamChange> {
    debug_assert_eq!(editor.field.kind, FieldKind::Action);
    let version = editor.cx.version;
    let current = match editor.value {
        Some(Value::Action(id)) => Some(*id),
        _ => None,
    };
    let words = match current {
        Some(id) => match version.flow.actions.get(&id) {
            Some(action) => RichText::new(theme::for_display(action_words(action))),
            None => RichText::new(format!("Action {id}, which does not exist")).color(theme::of(ui).error),
        },
        None => theme::weak(ui, "Choose an action", theme::BODY),
    };
    let width = ui.available_width();
    let pick = Pick { salt: "action", name, current: words, width, is_enabled: editor.is_enabled() };
    let chosen = pick.show(ui, || {
        let none = (None, "None".to_owned(), current.is_none());
        std::iter::once(none).chain(actions_of(version, current, Some, |_| true)).collect()
    })?;
    Some(Change::at_once(chosen.map(Value::Action)))
}

/// The name of an action in lists.
pub(super) fn action_words(action: &Action) -> String {
    format!("{} · {}", actions::title(action), action.id)
}

/// The actions of a tree as options, in order of their ids.
pub(super) fn actions_of<'a, T>(
    version: &'a Version,
    current: Option<ActionId>,
    option: impl Fn(ActionId) -> T + 'a,
    is_offered: impl Fn(&Action) -> bool + 'a,
) -> impl Iterator<Item = Choice<T>> + 'a {
    version
        .flow
        .actions
        .values()
        .filter(move |action| is_offered(action))
        .map(move |action| (option(action.id), action_words(action), current == Some(action.id)))
}
