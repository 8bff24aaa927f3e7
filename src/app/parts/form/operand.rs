//! A literal, a variable or an expression: the mode at the left, the text at the right.

use egui::{RichText, Ui};

use crate::catalog::field::FromValue as _;
use crate::model::{Operand, Value};

use super::cx::{Editor, FormCx};
use super::outbox::{Change, ParamChange};
use super::text::TextInput;
use crate::app::kit::completion::Completes;
use crate::app::kit::name::Name;
use crate::app::kit::pick::Pick;
use crate::app::kit::text_input::MAX_TEXT;
use crate::app::kit::theme;

/// Width of the list of modes.
const MODE_WIDTH: f32 = 100.0;

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Text,
    Variable,
    Expression,
}

const MODES: [(Mode, &str); 3] = [(Mode::Text, "Text"), (Mode::Variable, "Variable"), (Mode::Expression, "Expression")];

/// A small list of modes of entry. Returns the chosen mode.
pub(super) fn mode_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    cx: &FormCx<'_>,
    name: &Name,
    current: T,
    modes: &[(T, &str)],
) -> Option<T> {
    let words = modes.iter().find(|(mode, _)| *mode == current).map_or("", |(_, words)| *words);
    let name = name.part("entered as");
    let shown = RichText::new(words).size(theme::SMALL);
    let pick = Pick { salt: "mode", name: &name, current: shown, width: MODE_WIDTH, is_enabled: !cx.is_read_only };
    let options = || modes.iter().map(|(mode, words)| (*mode, (*words).to_owned(), *mode == current)).collect();
    pick.show(ui, options).filter(|mode| *mode != current)
}

/// The field.
pub(super) fn field_ui(ui: &mut Ui, editor: &Editor<'_>, name: &Name) -> Option<ParamChange> {
    let operand = Operand::from_value(editor.value, editor.field);
    let change = led_operand_ui(ui, editor.cx, name, ("operand", operand), |ctx| editor.lead_focus(ctx))?;
    Some(change.map(|operand| Some(Value::Operand(operand))))
}

/// An operand in one line.
pub(super) fn operand_ui(
    ui: &mut Ui,
    cx: &FormCx<'_>,
    name: &Name,
    salt: &'static str,
    operand: &Operand,
) -> Option<Change<Operand>> {
    led_operand_ui(ui, cx, name, (salt, operand), |_| {})
}

/// An operand in one line; `lead` is called between the list of modes and the text.
fn led_operand_ui(
    ui: &mut Ui,
    cx: &FormCx<'_>,
    name: &Name,
    (salt, operand): (&'static str, &Operand),
    lead: impl FnOnce(&egui::Context),
) -> Option<Change<Operand>> {
    let (mode, text) = match operand {
        Operand::Text(text) => (Mode::Text, text),
        Operand::Variable(text) => (Mode::Variable, text),
        Operand::Expression(text) => (Mode::Expression, text),
    };
    let in_mode = |mode: Mode, text: String| match mode {
        Mode::Text => Operand::Text(text),
        Mode::Variable => Operand::Variable(text),
        Mode::Expression => Operand::Expression(text),
    };
    let line = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        if let Some(mode) = mode_ui(ui, cx, name, mode, &MODES) {
            return Some(Change::at_once(in_mode(mode, text.clone())));
        }
        lead(ui.ctx());
        let input = match mode {
            Mode::Text => TextInput::prose("text", name, 1),
            Mode::Variable => TextInput::path("text", name, Completes::Readable),
            Mode::Expression => {
                let line = TextInput::line("text", name);
                TextInput { is_code: true, hint: "menu.tries + 1", limit: MAX_TEXT, ..line }
            }
        };
        Some(input.show(ui, cx, text)?.map(|text| in_mode(mode, text)))
    };
    ui.push_id(salt, |ui| ui.horizontal(line).inner).inner
}
