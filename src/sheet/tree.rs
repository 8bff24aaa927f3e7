//! The actions of the sheet: what is entered, what is heard, and where each branch leads.

use std::collections::BTreeMap;

use crate::actions;
use crate::catalog::branch::IF_SOMETHING_FAILS;
use crate::catalog::field::TextUse;
use crate::catalog::lead::{self, Lead};
use crate::catalog::{ActionSpec, Branch, CheckCx, FieldKind, FieldSpec, Outcome, language, words};
use crate::model::{Action, ActionId, Channel, Link, Params, Value};

use super::source::Source;
use super::{Fact, SheetStep, Way, WayEnd, script};

impl<'a> Source<'a> {
    /// The action as a step, without the actions that lead to it.
    pub(super) fn step(&self, action: &'a Action, number: String) -> SheetStep {
        let spec = actions::spec_of(action);
        let Self { project, routing, version, .. } = *self;
        let heard = actions::heard(&CheckCx { project, routing, version, action });
        SheetStep {
            id: action.id,
            number,
            title: actions::title(action).to_owned(),
            kind: spec.map_or_else(|| action.kind.clone(), |spec| spec.short().to_owned()),
            comment: action.comment.trim().to_owned(),
            from: Vec::new(),
            details: spec.map(|spec| self.details(spec, action)).unwrap_or_default(),
            lines: heard.iter().flat_map(|heard| script::lines(self, heard)).collect(),
            ways: self.ways(spec, action),
        }
    }

    fn details(&self, spec: &ActionSpec, action: &Action) -> Vec<Fact> {
        let fields = spec.shown_fields(action, self.routing.channel);
        let fields = fields.filter(|field| spec.branches_per_row() != Some(field.key));
        let facts = fields.filter_map(|field| {
            let value = action.params.value(field.key)?;
            let values = match (field.kind, value) {
                (FieldKind::Rows { columns: [column], .. }, Value::Rows(rows)) if column.kind != FieldKind::Known => {
                    let cells = rows.iter().filter_map(|row| row.cells.value(column.key));
                    cells.map(|value| self.value_words(column, value)).collect()
                }
                (FieldKind::Rows { columns: columns @ [_, _, ..], .. }, Value::Rows(rows)) => {
                    rows.iter().map(|row| self.row_words(columns, &row.cells, "")).collect()
                }
                _ => vec![self.value_words(field, value)],
            };
            let fact = Fact::new(field.label, values.into_iter().filter(|words| !words.is_empty()));
            (!fact.values.is_empty()).then_some(fact)
        });
        facts.collect()
    }

    /// A value in words; nothing for what is said, since the script has it.
    fn value_words(&self, field: &FieldSpec, value: &Value) -> String {
        match (field.kind, field.text_use, value) {
            (FieldKind::Texts, TextUse::Said | TextUse::Written, _) => String::new(),
            (FieldKind::Texts, TextUse::Recognised, Value::Texts(texts)) => {
                let default = self.project.settings.default_language.as_str();
                let written = texts.iter().filter(|(_, text)| !text.trim().is_empty());
                let words = written.map(|(code, text)| {
                    let code = if code.is_empty() { default } else { code };
                    if self.languages.len() == 1 { text.clone() } else { format!("{text} ({})", language::words(code)) }
                });
                words.collect::<Vec<_>>().join(" / ")
            }
            _ => words::whole_value_words(self.project, &self.version.flow, field, value),
        }
    }

    /// The cells of a row in words, without those that a label says already.
    fn row_words(&self, columns: &[&'static FieldSpec], cells: &Params, label: &str) -> String {
        let shown = columns.iter().filter(|column| column.is_shown(cells, columns));
        let words = shown.filter_map(|column| {
            let words = self.value_words(column, cells.value(column.key)?);
            let is_said = words.is_empty() || label.contains(&words);
            (!is_said).then(|| format!("{}: {words}", column.label))
        });
        words.collect::<Vec<_>>().join("; ")
    }

    fn ways(&self, spec: Option<&'static ActionSpec>, action: &Action) -> Vec<Way> {
        let flow = &self.version.flow;
        let Some(spec) = spec else {
            let way = |(key, link): (&String, &Link)| {
                let ends = vec![WayEnd { by: None, to: link.target(), words: ends_here(*link) }];
                Way { label: key.clone(), more: String::new(), ends }
            };
            return action.links.iter().map(way).collect();
        };
        let branches = spec.branches(action, self.routing.tree_type());
        let is_net =
            |branch: &&Branch| branch.key != IF_SOMETHING_FAILS.key || action.links.contains_key(branch.key.as_ref());
        let way = |branch: &Branch| {
            let leads = lead::leads(flow, action, &branches, branch);
            let (label, more) = self.branch_words(spec, action, branch);
            Way { label, more, ends: leads.iter().map(|lead| way_end(lead, &branches)).collect() }
        };
        branches.iter().filter(is_net).map(way).collect()
    }

    /// The label of a branch, and what its row says beside it.
    fn branch_words(&self, spec: &ActionSpec, action: &Action, branch: &Branch) -> (String, String) {
        let row = spec.branches_per_row().and_then(|field| {
            let row = action.params.rows(field).iter().find(|row| row.id.branch_key() == branch.key)?;
            match spec.field(field)?.kind {
                FieldKind::Rows { columns, .. } => Some((columns, row)),
                _ => None,
            }
        });
        let Some((columns, row)) = row else { return (branch.label.clone(), String::new()) };
        let key = columns.iter().find(|column| column.kind == FieldKind::Key);
        let begins_with_key = key.is_some_and(|key| match row.cells.value(key.key) {
            Some(Value::Text(key)) => !key.is_empty() && branch.label.split(' ').next() == Some(key),
            _ => false,
        });
        let is_pressed = begins_with_key && self.routing.channel == Channel::Voice;
        let label = if is_pressed { format!("press {}", branch.label) } else { branch.label.clone() };
        (label, self.row_words(columns, &row.cells, &branch.label))
    }
}

fn ends_here(link: Link) -> String {
    if link == Link::EndsHere { "ends here".to_owned() } else { String::new() }
}

fn way_end(lead: &Lead, branches: &[Branch]) -> WayEnd {
    let words = match (lead.link(), lead.ending) {
        (Some(link), _) => ends_here(link),
        (None, Some(result)) => format!("ends here: {}", Outcome::Reached(result).words()),
        (None, None) if lead.may_rest => "may rest here".to_owned(),
        (None, None) => "leads nowhere".to_owned(),
    };
    WayEnd { by: lead.by_words(branches).map(str::to_owned), to: lead.link().and_then(Link::target), words }
}

/// Fills in the actions that lead to each step.
pub(super) fn fill_in_from(steps: &mut [SheetStep]) {
    let mut from: BTreeMap<ActionId, Vec<ActionId>> = BTreeMap::new();
    for step in steps.iter() {
        for to in step.ways.iter().flat_map(|way| &way.ends).filter_map(|end| end.to) {
            let known = from.entry(to).or_default();
            if !known.contains(&step.id) {
                known.push(step.id);
            }
        }
    }
    for step in steps {
        step.from = from.remove(&step.id).unwrap_or_default();
    }
}
