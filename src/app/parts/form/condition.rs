//! A condition: terms with a left side, an operator and a right side, joined by *and* or by *or*.

use egui::{RichText, Ui};

use crate::catalog::field::FromValue as _;
use crate::model::{Condition, Join, Operand, Operator, Term, Value};

use super::cx::{Editor, FormCx};
use super::operand::operand_ui;
use super::outbox::{Change, ParamChange};
use super::widgets::{add_button, hint, icon_button, segments};
use crate::app::kit::name::Name;
use crate::app::kit::pick::Pick;
use crate::app::kit::theme;

/// Maximum number of terms in a condition.
const MOST: usize = 20;
const JOINS: [(Join, &str); 2] = [(Join::All, "All are true"), (Join::Any, "Any is true")];

/// The terms, one block per term.
pub(super) fn condition_ui(ui: &mut Ui, editor: &Editor<'_>, name: &Name) -> Option<ParamChange> {
    let condition = Condition::from_value(editor.value, editor.field);
    let mut change = None;
    if condition.terms.len() > 1
        && let Some(join) = segments(ui, editor.is_enabled(), Some(condition.join), &JOINS)
    {
        change = Some(Change::at_once(Condition { join, ..condition.clone() }));
    }
    for (place, term) in condition.terms.iter().enumerate() {
        if place > 0 {
            let word = if condition.join == Join::All { "and" } else { "or" };
            ui.label(theme::weak(ui, word, theme::CAPTION));
        }
        let own = name.part(&format!("term {}", place + 1));
        let edited = ui.push_id(place, |ui| term_ui(ui, editor.cx, &own, term)).inner;
        if let Some(edited) = edited {
            change = Some(edited.map(|term| replaced(condition, place, term)));
        }
    }
    if condition.terms.is_empty() {
        hint(ui, "A condition without terms is never true.");
    }
    if editor.is_enabled() && condition.terms.len() < MOST && add_button(ui, true, "Add a term", "Add a term") {
        let mut longer = condition.clone();
        longer.terms.push(Term { left: Operand::Variable(String::new()), ..Term::default() });
        change = Some(Change::at_once(longer));
    }
    Some(change?.map(|condition| Some(Value::Condition(condition))))
}

/// The condition with a term changed or removed.
fn replaced(condition: &Condition, place: usize, term: Option<Term>) -> Condition {
    let mut changed = condition.clone();
    match (changed.terms.get_mut(place), term) {
        (Some(slot), Some(term)) => *slot = term,
        (Some(_), None) => drop(changed.terms.remove(place)),
        (None, _) => {}
    }
    changed
}

/// A term; a change to nothing removes it.
fn term_ui(ui: &mut Ui, cx: &FormCx<'_>, name: &Name, term: &Term) -> Option<Change<Option<Term>>> {
    let left = operand_ui(ui, cx, &name.part("left side"), "left", &term.left)
        .map(|change| change.map(|left| Some(Term { left, ..term.clone() })));
    let middle = ui
        .horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            operator_line(ui, cx, name, term)
        })
        .inner;
    let right = (!term.op.is_unary())
        .then(|| operand_ui(ui, cx, &name.part("right side"), "right", &term.right))
        .flatten()
        .map(|change| change.map(|right| Some(Term { right, ..term.clone() })));
    left.or(middle).or(right)
}

fn operator_line(ui: &mut Ui, cx: &FormCx<'_>, name: &Name, term: &Term) -> Option<Change<Option<Term>>> {
    let is_enabled = !cx.is_read_only;
    let op_name = name.part("operator");
    let current = RichText::new(term.op.words());
    let width = (ui.available_width() - 62.0).max(60.0);
    let pick = Pick { salt: "operator", name: &op_name, current, width, is_enabled };
    let options = || Operator::ALL.iter().map(|(op, words)| (*op, (*words).to_owned(), *op == term.op)).collect();
    let chosen = pick.show(ui, options).map(|op| Term { op, ..term.clone() });
    let case = case_ui(ui, is_enabled, name, term);
    let removed = is_enabled && icon_button(ui, true, "×", &format!("Remove {}", name.text));
    match (removed, chosen.or(case)) {
        (true, _) => Some(Change::at_once(None)),
        (false, Some(term)) => Some(Change::at_once(Some(term))),
        (false, None) => None,
    }
}

/// Whether the comparison is case-sensitive.
fn case_ui(ui: &mut Ui, is_enabled: bool, name: &Name, term: &Term) -> Option<Term> {
    let palette = theme::of(ui);
    let color = if term.match_case { palette.accent } else { palette.weak };
    let button = egui::Button::new(RichText::new("Aa").size(theme::SMALL).color(color))
        .selected(term.match_case)
        .frame_when_inactive(term.match_case)
        .min_size(egui::vec2(28.0, 22.0));
    let response = ui.scope(|ui| {
        ui.spacing_mut().button_padding = egui::vec2(4.0, 2.0);
        ui.add_enabled(is_enabled && !term.op.is_unary(), button)
    });
    let response = response.inner;
    name.part("match case").give(&response);
    let response = response.on_hover_text("Match case");
    response.clicked().then(|| Term { match_case: !term.match_case, ..term.clone() })
}
