//! Variables that are read where nothing can have given them a value: the field has no value at the start, no caller brings one, and no
//! action on any way to the place writes it (spec: domain §8). What other smart routings write counts where the flow may come from them.

use std::collections::{BTreeMap, BTreeSet};

use crate::actions;
use crate::catalog::field::{FieldKind, FieldSpec};
use crate::catalog::{Finding, expression, template};
use crate::model::resource::Variable;
use crate::model::walk::items;
use crate::model::{
    Action, ActionRef, ItemRef, Operand, Params, Place, Project, ResourceData, ResourceKind, Routing, RoutingId,
    RoutingType, Value, Version,
};

use super::Diagnostic;
use super::data_flow::{Bits, Facts as _, Paths};

/// What the variables of a project get outside of a tree.
pub(super) struct Variables<'a> {
    /// The variables by their references, former ones included.
    groups: BTreeMap<&'a str, (&'a str, &'a Variable)>,
    /// The paths that callers bring.
    brought: BTreeSet<String>,
    /// The paths that actions write, in all versions.
    written: BTreeSet<String>,
    /// The smart routings that actions lead to.
    entered: BTreeSet<RoutingId>,
    /// Whether an action may lead to any smart routing, since a variable says which.
    is_any_entered: bool,
}

impl<'a> Variables<'a> {
    /// The variables of a project.
    pub(super) fn new(project: &'a Project) -> Self {
        let mut found = Self {
            groups: BTreeMap::new(),
            brought: BTreeSet::new(),
            written: BTreeSet::new(),
            entered: BTreeSet::new(),
            is_any_entered: false,
        };
        // References of today come last, so that they win over former ones.
        for is_former in [true, false] {
            for resource in project.resources_of(ResourceKind::Variable) {
                let ResourceData::Variable(variable) = &resource.data else { continue };
                let names =
                    if is_former { resource.aliases.as_slice() } else { std::slice::from_ref(&resource.reference) };
                found.groups.extend(names.iter().map(|name| (name.as_str(), (resource.reference.as_str(), variable))));
            }
        }
        let brought = project.callers.values().flat_map(|caller| caller.variables.keys());
        found.brought = brought.filter_map(|path| found.empty(path)).collect();
        for action in project.versions.values().flat_map(|version| version.flow.actions.values()) {
            let Some(spec) = actions::spec_of(action) else { continue };
            let mut paths = Vec::new();
            written(&action.params, spec.fields, &mut |path| paths.extend(found.empty(path)));
            found.written.extend(paths);
            if leads_elsewhere(action) {
                for (_, item) in items(action) {
                    found.is_any_entered |= matches!(item, ItemRef::Variable(_));
                    found.entered.extend(project.resolve_routing(item).map(|routing| routing.id));
                }
            }
        }
        found
    }

    /// The path of today of a field that has no value at the start; none for any other.
    fn empty(&self, path: &str) -> Option<String> {
        let (group, field) = path.split_once('.')?;
        let (reference, variable) = self.groups.get(group)?;
        let field = variable.fields.iter().find(|it| it.name == field)?;
        field.default.trim().is_empty().then(|| format!("{reference}.{}", field.name))
    }

    /// The paths that may have a value when a tree begins.
    fn at_start(&self, routing: &Routing) -> impl Iterator<Item = &String> {
        let is_entered =
            routing.kind == RoutingType::InteractionEnd || self.is_any_entered || self.entered.contains(&routing.id);
        let written = self.written.iter().filter(move |_| is_entered);
        self.brought.iter().chain(written)
    }
}

/// Whether an action leads to another smart routing.
fn leads_elsewhere(action: &Action) -> bool {
    matches!(action.kind.as_str(), "to_routing" | "call_routing")
}

pub(super) fn check(
    variables: &Variables<'_>,
    routing: &Routing,
    version: &Version,
    paths: &Paths<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let knows = |path: &str| variables.empty(path).is_some();
    let steps: Vec<Vec<Step>> = paths.actions().map(|action| steps(action, &knows)).collect();
    // Numbers for the paths that are read: only these matter.
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for path in steps.iter().flatten().flat_map(|step| &step.reads).filter_map(|(_, path)| variables.empty(path)) {
        let next = numbers.len();
        numbers.entry(path).or_insert(next);
    }
    if numbers.is_empty() {
        return;
    }
    let number = |path: &str| numbers.get(&variables.empty(path)?).copied();
    let set_of = |paths: &mut dyn Iterator<Item = &String>| {
        let mut set = Bits::below(numbers.len());
        paths.filter_map(|path| numbers.get(path)).for_each(|number| set.insert(*number));
        set
    };
    let elsewhere = set_of(&mut variables.written.iter());
    let places: BTreeMap<_, usize> = paths.actions().map(|action| action.id).zip(0..).collect();
    let writes = |steps: &[Step], set: &mut Bits| {
        steps
            .iter()
            .flat_map(|step| &step.writes)
            .filter_map(|path| number(path))
            .for_each(|number| set.insert(number));
    };
    let leave = |action: &Action, _: &str, held: &Bits| {
        let mut after = held.clone();
        let own = places.get(&action.id).and_then(|place| steps.get(*place));
        writes(own.map_or(&[], Vec::as_slice), &mut after);
        if leads_elsewhere(action) {
            after.join(&elsewhere);
        }
        Some(after)
    };
    let held = paths.walk(set_of(&mut variables.at_start(routing)), &leave);
    for ((action, steps), held) in paths.actions().zip(&steps).zip(held) {
        let Some(mut held) = held else { continue };
        let place = Place::Action(ActionRef { version: version.id, action: action.id });
        let mut told = BTreeSet::new();
        for step in steps {
            for (label, path) in &step.reads {
                if number(path).is_some_and(|number| !held.has(number)) && told.insert(path) {
                    found.push(Diagnostic::new(place, unset(label, path)));
                }
            }
            writes(std::slice::from_ref(step), &mut held);
        }
    }
}

fn unset(label: &str, path: &str) -> Finding {
    let message = format!(
        "\"{label}\" reads {path}, which has no value at the start, and no action on the way to here gives it one. Fill it in before, or \
         give the field a value at the start."
    );
    Finding::warning("variable-unset", message)
}

/// What an action reads and then writes: a row of rows is a step, and so is all that is not in rows.
#[derive(Default)]
struct Step {
    /// The labels of fields with the paths that they read.
    reads: Vec<(&'static str, String)>,
    /// The paths that are written.
    writes: Vec<String>,
}

/// The steps of an action, in order.
fn steps(action: &Action, knows: &dyn Fn(&str) -> bool) -> Vec<Step> {
    let Some(spec) = actions::spec_of(action) else { return Vec::new() };
    let mut all = vec![Step::default()];
    let mut own_writes = Vec::new();
    written_here(&action.params, spec.fields, &mut |path| own_writes.push(path.to_owned()));
    for field in spec.fields.iter().filter(|field| field.is_shown(&action.params, spec.fields)) {
        let Some(value) = action.params.value(field.key) else { continue };
        if let (FieldKind::Rows { columns, .. }, Value::Rows(rows)) = (field.kind, value) {
            for row in rows {
                let mut step = Step::default();
                reads(&row.cells, columns, knows, &mut step.reads);
                written(&row.cells, columns, &mut |path| step.writes.push(path.to_owned()));
                all.push(step);
            }
        } else if let Some(first) = all.first_mut() {
            read(field, value, knows, &mut first.reads);
        }
    }
    all.push(Step { reads: Vec::new(), writes: own_writes });
    all
}

/// What the fields of parameters read, rows included.
fn reads(
    params: &Params,
    fields: &[&'static FieldSpec],
    knows: &dyn Fn(&str) -> bool,
    found: &mut Vec<(&'static str, String)>,
) {
    for field in fields.iter().filter(|field| field.is_shown(params, fields)) {
        let Some(value) = params.value(field.key) else { continue };
        match (field.kind, value) {
            (FieldKind::Rows { columns, .. }, Value::Rows(rows)) => {
                for row in rows {
                    reads(&row.cells, columns, knows, found);
                }
            }
            _ => read(field, value, knows, found),
        }
    }
}

/// What a value reads, outside of rows.
fn read(
    field: &'static FieldSpec,
    value: &Value,
    knows: &dyn Fn(&str) -> bool,
    found: &mut Vec<(&'static str, String)>,
) {
    let mut add = |path: &str| found.push((field.label, path.to_owned()));
    let mut operand = |operand: &Operand| match operand {
        Operand::Text(text) => template::paths(text).for_each(&mut add),
        Operand::Variable(path) => add(path),
        Operand::Expression(text) => {
            let named = expression::names(text, knows).into_iter().filter(|named| named.is_known);
            named.for_each(|named| add(text.get(named.place).unwrap_or_default()));
        }
    };
    match (field.kind, value) {
        (FieldKind::Text | FieldKind::LongText | FieldKind::Known, Value::Text(text)) => {
            template::paths(text).for_each(add);
        }
        (FieldKind::Texts, Value::Texts(texts)) => {
            texts.values().flat_map(|text| template::paths(text)).for_each(add);
        }
        (FieldKind::Item(_), Value::Item(ItemRef::Variable(path))) => add(path),
        (FieldKind::Operand, Value::Operand(value)) => operand(value),
        (FieldKind::Condition, Value::Condition(condition)) => {
            for term in &condition.terms {
                operand(&term.left);
                if !term.op.is_unary() {
                    operand(&term.right);
                }
            }
        }
        _ => {}
    }
}

/// The paths that parameters write, rows included.
fn written(params: &Params, fields: &[&'static FieldSpec], see: &mut dyn FnMut(&str)) {
    written_here(params, fields, see);
    for field in fields.iter().filter(|field| field.is_shown(params, fields)) {
        if let (FieldKind::Rows { columns, .. }, Some(Value::Rows(rows))) = (field.kind, params.value(field.key)) {
            for row in rows {
                written(&row.cells, columns, see);
            }
        }
    }
}

/// The paths that parameters write outside of rows.
fn written_here(params: &Params, fields: &[&'static FieldSpec], see: &mut dyn FnMut(&str)) {
    for field in fields.iter().filter(|field| field.is_shown(params, fields)) {
        if let (FieldKind::Variable, Some(Value::Text(path))) = (field.kind, params.value(field.key)) {
            see(path.trim());
        }
    }
}
