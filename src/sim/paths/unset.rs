//! Variables that a call reads before it has given them a value, with the shortest call that does so (spec: testing §4).

use std::collections::BTreeMap;

use crate::model::{Action, ActionRef, Condition, Operand, Operator, Value};

use super::back::{Back, Begin, Looked, WayFrom};
use super::flow::Flow;
use super::followed::Followed;
use super::parts::{Held, Part, Values, bit};
use super::search::{First, UnsetRead, Walk};

/// Most reads that are looked for.
const MOST_READS: usize = 500;
/// Most places that are looked at for one of them.
const MOST_PLACES: usize = 2_000;

/// Most states of a search in which the shortest call is looked for.
const MOST_NODES: usize = 5_000;

/// Looks for reads of variables that have no value yet.
pub(super) fn find(walk: &mut Walk, back: &mut Back) {
    let mut reads: BTreeMap<(ActionRef, usize), Vec<Begin>> = BTreeMap::new();
    let flow = &walk.graph.flow;
    for (number, edge) in flow.edges.iter().enumerate() {
        let Some(place) = flow.frames.get(edge.from).and_then(|frame| frame.place) else { continue };
        let needed = edge.needs.iter().filter(|(_, mask)| mask & 1 != 0).map(|(part, _)| *part);
        for part in needed.chain(edge.any.iter().copied()) {
            let Some(path) = without_value(flow, part).filter(|_| flow.may(edge.from, part) & 1 != 0) else { continue };
            let action = walk.graph.scene.action(place);
            if !action.is_some_and(|action| reads_first(action, path)) {
                continue;
            }
            let mut needs: Values = edge.needs.iter().copied().filter(|(other, _)| *other != part).collect();
            needs.push((part, bit(0)));
            needs.sort_unstable();
            if let Some(needs) = flow.reduced(edge.from, needs) {
                reads.entry((place, part)).or_default().push((edge.from, needs, Some(number)));
            }
        }
    }
    // The shortest call is looked for where that is cheap.
    let is_small = walk.graph.nodes.len() <= MOST_NODES;
    let from = if is_small { WayFrom::Arrival(Followed::All) } else { WayFrom::Known };
    for ((at, part), starts) in reads.into_iter().take(MOST_READS) {
        let Looked::Way(state, way) = back.look(&walk.graph.flow, &starts, MOST_PLACES, from) else { continue };
        let Some(Part::Variable(path)) = walk.graph.flow.parts.part(part) else { continue };
        let path = path.clone();
        if let Some(step) = walk.chain(&state, &way) {
            let depth = walk.graph.nodes.get(step.from).map_or(0, |node| node.depth) + 1;
            walk.graph.unset.push(UnsetRead { at, path, first: First { step, depth } });
        }
    }
}

/// The path of a variable that has no value at the arrival.
fn without_value(flow: &Flow, part: usize) -> Option<&str> {
    let Some(Part::Variable(path)) = flow.parts.part(part) else { return None };
    match flow.parts.held(part, 0) {
        Some(Held::Text(text)) if text.as_deref().unwrap_or("").trim().is_empty() => Some(path),
        _ => None,
    }
}

/// Whether an action reads a variable otherwise than to ask whether it has a value, and before it writes the variable itself.
fn reads_first(action: &Action, path: &str) -> bool {
    let names = |text: &str| text.contains(path);
    let mut is_read = false;
    let condition = |condition: &Condition| {
        condition.terms.iter().any(|term| {
            let asks_whether = matches!(term.op, Operator::IsEmpty | Operator::IsNotEmpty);
            let of_side = |side: &Operand| {
                let (Operand::Text(text) | Operand::Variable(text) | Operand::Expression(text)) = side;
                names(text)
            };
            (of_side(&term.left) && !asks_whether) || of_side(&term.right)
        })
    };
    if action.kind == "assign_values" {
        for row in action.params.rows("values") {
            if let Some(Value::Operand(Operand::Text(text) | Operand::Variable(text) | Operand::Expression(text))) =
                row.cells.value("value")
                && names(text)
            {
                return true;
            }
            if matches!(row.cells.value("variable"), Some(Value::Text(written)) if written.trim() == path) {
                return false;
            }
        }
        return false;
    }
    action.params.visit(&mut |_, value| {
        is_read |= match value {
            Value::Condition(all) => condition(all),
            Value::Criteria(all) => all.iter().any(|criterion| {
                let term = criterion.term();
                condition(&Condition { terms: vec![term], ..Condition::default() })
            }),
            Value::Text(text) | Value::Operand(Operand::Text(text)) => text.contains(&format!("{{{{{path}")),
            Value::Texts(texts) => texts.values().any(|text| text.contains(&format!("{{{{{path}"))),
            Value::Operand(Operand::Variable(text) | Operand::Expression(text)) => names(text),
            Value::Item(crate::model::ItemRef::Variable(of)) => names(of),
            Value::Item(_) | Value::Int(_) | Value::Bool(_) | Value::Action(_) | Value::Rows(_) => false,
        };
    });
    is_read
}
