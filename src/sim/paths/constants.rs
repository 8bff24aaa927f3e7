//! The constants of a flow: what its conditions compare with, and the texts, keys and numbers that are written in it. The values that the
//! explorer tries are made of them (spec: testing §4).

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::fold;
use crate::model::{
    Action, Criterion, ItemRef, Operand, Operator, Params, Project, ResourceData, RoutingId, Term, Value, Version,
    VersionId,
};

/// Longest text that is taken for a constant, in bytes.
const LONGEST: usize = 60;

/// What a flow, and the routings that it leads to, compare with.
#[derive(Clone, Debug, Default)]
pub(super) struct Constants {
    /// What each variable is compared with, by its path.
    pub compared: BTreeMap<String, BTreeSet<(Operator, String)>>,
    /// Variables that are compared with something that is not fixed.
    pub open: BTreeSet<String>,
    /// Parameters that may name a variable, comparisons with something fixed and what is said left out.
    used: BTreeSet<String>,
    /// Short texts in parameters.
    pub texts: BTreeSet<String>,
    /// Numbers in parameters.
    pub numbers: BTreeSet<i64>,
    /// Numbers with which the state of a queue is compared.
    pub queue_numbers: BTreeSet<i64>,
    /// Variables that *Assign values* only sets to a number or raises by one, by their paths.
    counters: BTreeSet<String>,
    /// The highest number of passages that an action asks for.
    pub most_passages: u32,
    /// Versions of the flow.
    pub versions: BTreeSet<VersionId>,
}

impl Constants {
    /// Reads them off a version, the *interaction end* routings, and every routing that these lead to.
    pub(super) fn of(project: &Project, version: &Version, end_routings: &[RoutingId]) -> Self {
        let mut found = Self::default();
        let mut next: Vec<&Version> = vec![version];
        for routing in end_routings {
            next.extend(versions_that_run(project, *routing));
        }
        while let Some(version) = next.pop() {
            if !found.versions.insert(version.id) {
                continue;
            }
            for action in version.flow.actions.values() {
                found.action(action);
                action.params.visit(&mut |_, value| {
                    if let Value::Item(item) = value {
                        let routing = match item {
                            ItemRef::Item(id) => project.routings.get(&RoutingId(*id)),
                            ItemRef::Reference(_) => project.resolve_routing(item),
                            ItemRef::Variable(_) => None,
                        };
                        next.extend(routing.into_iter().flat_map(|it| versions_that_run(project, it.id)));
                    }
                });
            }
        }
        found
    }

    fn action(&mut self, action: &Action) {
        let mut numbers = Vec::new();
        let rows = action.params.value("values").filter(|_| action.kind == "assign_values");
        let rows = if let Some(Value::Rows(rows)) = rows { rows.as_slice() } else { &[] };
        if !rows.is_empty() && rows.iter().all(|row| counter_of(&row.cells).is_some()) {
            self.counters.extend(rows.iter().filter_map(|row| counter_of(&row.cells)).map(str::to_owned));
            return;
        }
        action.params.visit(&mut |_, value| match value {
            Value::Condition(condition) => condition.terms.iter().for_each(|term| self.term(term)),
            Value::Criteria(criteria) => criteria.iter().map(Criterion::term).for_each(|term| self.term(&term)),
            Value::Int(number) => numbers.push(*number),
            Value::Text(text) | Value::Operand(Operand::Text(text)) => {
                self.text(text);
                self.uses(text);
            }
            Value::Operand(Operand::Variable(text) | Operand::Expression(text))
            | Value::Item(ItemRef::Variable(text)) => self.uses(text),
            Value::Texts(_) | Value::Bool(_) | Value::Item(_) | Value::Action(_) | Value::Rows(_) => {}
        });
        if action.kind == "check_passages" {
            let most = numbers.iter().copied().max().and_then(|most| u32::try_from(most).ok()).unwrap_or(1);
            self.most_passages = self.most_passages.max(most);
        }
        if action.kind == "test_queue" {
            self.queue_numbers
                .extend(numbers.iter().copied().filter(|number| (0..i64::from(u32::MAX)).contains(number)));
        }
        self.numbers.extend(numbers);
    }

    fn term(&mut self, term: &Term) {
        let is_fixed = |text: &str| !text.contains("{{");
        match (&term.left, &term.right) {
            (Operand::Variable(path), _) if term.op.is_unary() => self.compares(path, term.op, ""),
            (Operand::Variable(path), Operand::Text(text)) | (Operand::Text(text), Operand::Variable(path))
                if is_fixed(text) =>
            {
                self.compares(path, term.op, text);
            }
            (left, right) => {
                for side in [left, right] {
                    if let Operand::Variable(path) = side {
                        self.open.insert(path.clone());
                    }
                    if let Operand::Text(text) | Operand::Expression(text) = side {
                        self.text(text);
                    }
                    let (Operand::Text(text) | Operand::Variable(text) | Operand::Expression(text)) = side;
                    self.uses(text);
                }
            }
        }
    }

    fn compares(&mut self, path: &str, op: Operator, text: &str) {
        if op == Operator::Matches {
            self.open.insert(path.to_owned());
        }
        let of_path = self.compared.entry(path.to_owned()).or_default();
        if op == Operator::IsOneOf {
            of_path.extend(fold::entries(text).map(|entry| (Operator::Equals, entry.to_owned())));
        } else {
            of_path.insert((op, text.to_owned()));
        }
    }

    /// A text that may name variables.
    fn uses(&mut self, text: &str) {
        if text.contains('.') {
            self.used.insert(text.to_owned());
        }
    }

    /// Whether a variable is used elsewhere than in a comparison with something fixed, or in what is said.
    pub(super) fn is_used(&self, path: &str) -> bool {
        self.open.contains(path) || self.used.iter().any(|text| text.contains(path))
    }

    fn text(&mut self, text: &str) {
        let text = text.trim();
        if !text.is_empty() && text.len() <= LONGEST && !text.contains("{{") {
            self.texts.insert(text.to_owned());
        }
    }

    /// The value of a variable, as far as it makes a difference: a counter that is only compared with numbers stays one above the highest of
    /// them (spec: testing §4, loops).
    pub(super) fn capped(&self, path: &str, text: &str) -> String {
        let most = self.most_counted(path);
        let count = text.parse::<i64>().ok();
        match (most, count) {
            (Some(most), Some(count)) if count > most.saturating_add(1) => most.saturating_add(1).to_string(),
            _ => text.to_owned(),
        }
    }

    /// The highest number with which a counter is compared.
    fn most_counted(&self, path: &str) -> Option<i64> {
        if !self.counters.contains(path) || self.is_used(path) {
            return None;
        }
        let compares_numbers = |op: Operator| {
            use Operator::{AtLeast, AtMost, Differs, Equals, Less, More};
            matches!(op, Equals | Differs | Less | AtMost | More | AtLeast)
        };
        let compared = self.compared.get(path).into_iter().flatten();
        let numbers = compared.map(|(op, text)| text.trim().parse::<i64>().ok().filter(|_| compares_numbers(*op)));
        numbers.collect::<Option<Vec<i64>>>().map(|numbers| numbers.into_iter().max().unwrap_or(0))
    }

    /// Values on both sides of everything that a variable is compared with.
    pub(super) fn around<'a>(&'a self, path: &'a str) -> impl Iterator<Item = String> + 'a {
        self.compared.get(path).into_iter().flatten().flat_map(|(op, text)| around(*op, text))
    }
}

/// The variable that a row of *Assign values* sets to a whole number, or raises by a positive one.
fn counter_of(cells: &Params) -> Option<&str> {
    let Some(Value::Text(path)) = cells.value("variable") else { return None };
    let path = path.trim();
    let is_whole = |text: &str| text.trim().parse::<i64>().is_ok();
    let raises = |text: &str| {
        let (left, right) = text.split_once('+')?;
        let is_own = left.trim() == path && right.trim().parse::<i64>().is_ok_and(|more| more > 0);
        is_own.then_some(())
    };
    let is_counted = match cells.value("value") {
        Some(Value::Operand(Operand::Text(text))) => is_whole(text),
        Some(Value::Operand(Operand::Expression(text))) => is_whole(text) || raises(text).is_some(),
        _ => false,
    };
    is_counted.then_some(path)
}

/// The versions that run when a call comes to a routing.
fn versions_that_run(project: &Project, routing: RoutingId) -> impl Iterator<Item = &Version> {
    project.in_production(routing).into_iter().chain(project.in_test(routing)).map(|version| &**version)
}

/// Values on both sides of a comparison.
fn around(op: Operator, text: &str) -> Vec<String> {
    match op {
        Operator::IsEmpty | Operator::IsNotEmpty => vec![String::new()],
        Operator::IsTrue | Operator::IsFalse => vec!["yes".to_owned(), "no".to_owned()],
        Operator::Less | Operator::AtMost | Operator::More | Operator::AtLeast => match text.trim().parse::<i64>() {
            Ok(number) => [number.saturating_sub(1), number, number.saturating_add(1)].map(|it| it.to_string()).into(),
            Err(_) => vec![text.to_owned()],
        },
        _ => vec![text.to_owned()],
    }
}

/// Keys and texts in the resources of a project by which a caller may be found: the columns of tables and databases.
pub(super) fn listed(project: &Project, most: usize) -> (Vec<String>, bool) {
    let mut found = BTreeSet::new();
    let mut rows = 0;
    for resource in project.resources.values() {
        if let ResourceData::Database(database) = &resource.data {
            rows += database.rows.len();
            found.extend(database.rows.iter().take(most).flatten().filter(|it| it.len() <= LONGEST).cloned());
        }
    }
    let is_all = rows <= most && found.len() <= most;
    (found.into_iter().take(most).collect(), is_all)
}
