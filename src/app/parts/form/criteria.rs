//! Criteria of responsive routing, all of which must match: a subject, an operator and a value.

use egui::{RichText, Ui};

use crate::model::{Criterion, CriterionKind, Value};

use super::cx::{Editor, FormCx};
use super::outbox::{Change, ParamChange};
use super::text::TextInput;
use super::widgets::{add_button, hint, icon_button};
use crate::app::kit::name::Name;
use crate::app::kit::pick::Pick;

/// Maximum number of criteria in a branch.
const MOST: usize = 20;

/// The criteria, one block per criterion.
pub(super) fn criteria_ui(ui: &mut Ui, editor: &Editor<'_>, name: &Name) -> Option<ParamChange> {
    let criteria: &[Criterion] = match editor.value {
        Some(Value::Criteria(criteria)) => criteria,
        _ => &[],
    };
    let mut change: Option<Change<Vec<Criterion>>> = None;
    for (place, criterion) in criteria.iter().enumerate() {
        if place > 0 {
            ui.add_space(4.0);
        }
        let own = name.part(&format!("criterion {}", place + 1));
        let edited = ui.push_id(place, |ui| criterion_ui(ui, editor.cx, &own, criterion)).inner;
        if let Some(edited) = edited {
            change = Some(edited.map(|criterion| replaced(criteria, place, criterion.as_ref())));
        }
    }
    if criteria.is_empty() {
        hint(ui, "Without criteria there is never a match.");
    }
    if editor.is_enabled() && criteria.len() < MOST && add_button(ui, true, "Add a criterion", "Add a criterion") {
        let mut longer = criteria.to_vec();
        longer.push(Criterion::default());
        change = Some(Change::at_once(longer));
    }
    Some(change?.map(|criteria| Some(Value::Criteria(criteria))))
}

fn replaced(criteria: &[Criterion], place: usize, criterion: Option<&Criterion>) -> Vec<Criterion> {
    let kept = |(at, old): (usize, &Criterion)| if at == place { criterion.cloned() } else { Some(old.clone()) };
    criteria.iter().enumerate().filter_map(kept).collect()
}

/// A criterion; a change to nothing removes it.
fn criterion_ui(ui: &mut Ui, cx: &FormCx<'_>, name: &Name, criterion: &Criterion) -> Option<Change<Option<Criterion>>> {
    let is_enabled = !cx.is_read_only;
    let top = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let width = (ui.available_width() - 28.0).max(60.0);
        let own = name.part("subject");
        let current = RichText::new(criterion.kind.words());
        let pick = Pick { salt: "kind", name: &own, current, width, is_enabled };
        let kinds = CriterionKind::ALL.iter();
        let options = || kinds.map(|(kind, words, _)| (*kind, (*words).to_owned(), *kind == criterion.kind)).collect();
        let chosen = pick.show(ui, options).map(|kind| Some(of_kind(criterion, kind)));
        let removed = is_enabled && icon_button(ui, true, "×", &format!("Remove {}", name.text));
        if removed { Some(None) } else { chosen }
    });
    let top = top.inner.map(Change::at_once);
    if criterion.kind.is_plain() {
        return top;
    }
    let bottom = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let own = name.part("operator");
        let current = RichText::new(criterion.op.words());
        let pick = Pick { salt: "operator", name: &own, current, width: 108.0, is_enabled };
        let ops = criterion.kind.operators().iter();
        let options = || ops.map(|op| (*op, op.words().to_owned(), *op == criterion.op)).collect();
        if let Some(op) = pick.show(ui, options) {
            return Some(Change::at_once(Some(Criterion { op, ..criterion.clone() })));
        }
        let own = name.part("value");
        let typed = TextInput::line("value", &own).show(ui, cx, &criterion.value)?;
        Some(typed.map(|value| Some(Criterion { value, ..criterion.clone() })))
    });
    top.or(bottom.inner)
}

/// The criterion with another subject, and an operator that suits the subject.
fn of_kind(criterion: &Criterion, kind: CriterionKind) -> Criterion {
    let ops = kind.operators();
    let op = if ops.contains(&criterion.op) { criterion.op } else { ops.first().copied().unwrap_or_default() };
    let value = if kind.is_plain() { String::new() } else { criterion.value.clone() };
    Criterion { kind, op, value }
}
