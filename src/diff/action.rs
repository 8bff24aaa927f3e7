//! Compares two actions: captions, parameters field by field, and the links of branches.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::actions;
use crate::catalog::field::{FieldKind, FieldSpec};
use crate::catalog::words::whole_value_words;
use crate::model::{Action, ActionId, Link, Params, Value};

use super::pair::Pairs;
use super::{ActionDiff, Change, Difference, LinkChange, Side, change};

/// A removed action.
pub(super) fn removed(before: Side<'_>, id: ActionId) -> Option<ActionDiff> {
    let action = before.version.flow.actions.get(&id)?;
    let links = all_links(before, action, |link| (Some(link), None));
    Some(ActionDiff { before: Some(id), after: None, ..alone(action, Difference::Removed, links) })
}

/// An added action.
pub(super) fn added(after: Side<'_>, id: ActionId) -> Option<ActionDiff> {
    let action = after.version.flow.actions.get(&id)?;
    let links = all_links(after, action, |link| (None, Some(link)));
    Some(ActionDiff { before: None, after: Some(id), ..alone(action, Difference::Added, links) })
}

fn alone(action: &Action, difference: Difference, links: Vec<LinkChange>) -> ActionDiff {
    let title = actions::title(action).to_owned();
    ActionDiff { before: None, after: None, title, difference, fields: Vec::new(), links, is_moved: false }
}

fn all_links(side: Side<'_>, action: &Action, when: impl Fn(Link) -> (Option<Link>, Option<Link>)) -> Vec<LinkChange> {
    let known = actions::branch_keys(action, side.tree_type());
    let linked = known.into_iter().filter_map(|key| Some((action.links.get(&key).copied()?, key)));
    let change = |(link, branch): (Link, String)| {
        let (before, after) = when(link);
        let words = |link: Option<Link>| link_words(side, link);
        let words = Change { label: label(side, action, &branch), before: words(before), after: words(after) };
        let keys = (before.map(|_| branch.clone()), after.map(|_| branch.clone()));
        LinkChange { key_before: keys.0, key_after: keys.1, before, after, words }
    };
    linked.map(change).collect()
}

/// An action in both versions, if it differs.
pub(super) fn changed(
    before: Side<'_>,
    after: Side<'_>,
    pairs: &Pairs,
    id: ActionId,
    twin: ActionId,
) -> Option<ActionDiff> {
    let one = before.version.flow.actions.get(&id)?;
    let other = after.version.flow.actions.get(&twin)?;
    let is_moved = before.version.flow.positions.get(&id) != after.version.flow.positions.get(&twin);
    if !is_moved && id == twin && Arc::ptr_eq(one, other) {
        return None;
    }
    let cx = Both { before, after, pairs, one, other };
    let fields = cx.fields();
    let links = cx.links();
    let difference = if fields.is_empty() && links.is_empty() { Difference::Moved } else { Difference::Changed };
    let title = actions::title(other).to_owned();
    (is_moved || difference == Difference::Changed).then_some(ActionDiff {
        before: Some(id),
        after: Some(twin),
        title,
        difference,
        fields,
        links,
        is_moved,
    })
}

/// Both sides of an action.
struct Both<'a> {
    before: Side<'a>,
    after: Side<'a>,
    pairs: &'a Pairs,
    one: &'a Action,
    other: &'a Action,
}

impl Both<'_> {
    fn fields(&self) -> Vec<Change> {
        let (one, other) = (self.one, self.other);
        let recorded = |action: &Action| if action.record_passage { "yes" } else { "no" };
        let mut found: Vec<Change> = [
            change("Title", actions::title(one), actions::title(other)),
            change("Comment", &one.comment, &other.comment),
        ]
        .into_iter()
        .flatten()
        .collect();
        match actions::spec_of(other).filter(|_| one.foreign_params.is_none() && other.foreign_params.is_none()) {
            Some(spec) => self.params("", spec.fields, &one.params, &other.params, &mut found),
            None if (&one.params, &one.foreign_params) != (&other.params, &other.foreign_params) => {
                found.push(Change {
                    label: "Parameters".to_owned(),
                    before: "unchanged values".to_owned(),
                    after: "changed values that this version of Signalbox cannot read".to_owned(),
                });
            }
            None => {}
        }
        found.extend(change("Record the passage in this action", recorded(one), recorded(other)));
        found
    }

    fn params(
        &self,
        prefix: &str,
        fields: &[&'static FieldSpec],
        one: &Params,
        other: &Params,
        found: &mut Vec<Change>,
    ) {
        for field in fields {
            let label = format!("{prefix}{}", field.label);
            if let FieldKind::Rows { columns, .. } = field.kind {
                self.rows(&label, columns, (one, other), field.key, found);
                continue;
            }
            let read = |params: &Params| params.value(field.key).cloned().or_else(|| field.default_value());
            let (from, to) = (read(one), read(other));
            if self.is_same(from.as_ref(), to.as_ref()) {
                continue;
            }
            if let (Some(Value::Texts(from)), Some(Value::Texts(to))) = (&from, &to) {
                let mut languages: Vec<&String> = from.keys().chain(to.keys()).collect();
                languages.sort();
                languages.dedup();
                for language in languages {
                    let of = |texts: &std::collections::BTreeMap<String, String>| {
                        texts.get(language).cloned().unwrap_or_default()
                    };
                    let label = if language.is_empty() { label.clone() } else { format!("{label} ({language})") };
                    found.extend(change(label, &of(from), &of(to)));
                }
                continue;
            }
            let words = [words(self.before, field, from.as_ref()), words(self.after, field, to.as_ref())];
            let [before, mut after] = words;
            if before == after {
                after.push_str(" (another one with that name)");
            }
            found.push(Change { label, before, after });
        }
        // Parameters that this kind does not read, such as those of a former mode or of a hand-edited file.
        let is_known = |key: &str| fields.iter().any(|field| field.key == key);
        let unread = |params: &Params| params.0.iter().filter(|(key, _)| !is_known(key)).count();
        let is_in = |params: &Params, key: &str, value: &Value| params.value(key) == Some(value);
        let differs =
            |one: &Params, other: &Params| one.0.iter().any(|(key, value)| !is_known(key) && !is_in(other, key, value));
        if differs(one, other) || differs(other, one) {
            let words = |params: &Params| match unread(params) {
                0 => String::new(),
                1 => "1 value".to_owned(),
                count => format!("{count} values"),
            };
            let [before, mut after] = [words(one), words(other)];
            if before == after {
                after.push_str(", changed");
            }
            found.push(Change { label: format!("{prefix}Parameters that are not read"), before, after });
        }
    }

    fn rows(
        &self,
        label: &str,
        columns: &[&'static FieldSpec],
        (one, other): (&Params, &Params),
        key: &str,
        found: &mut Vec<Change>,
    ) {
        let (rows, others) = (one.rows(key), other.rows(key));
        let twins = self.pairs.rows((self.one, rows), (self.other, others));
        let number = |rows: &[crate::model::Row], row: &crate::model::Row| {
            rows.iter().position(|it| it.id == row.id).map_or(0, |place| place + 1)
        };
        let row_words = |side: Side<'_>, row: &crate::model::Row| {
            let cells = columns.iter().map(|column| words(side, column, row.cells.value(column.key)));
            cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" · ")
        };
        let mut kept = Vec::new();
        for (row, twin) in twins {
            match (row, twin) {
                (Some(row), Some(twin)) => {
                    kept.push(number(rows, row));
                    let prefix = format!("{label} {}, ", number(others, twin));
                    self.params(&prefix, columns, &row.cells, &twin.cells, found);
                }
                (Some(row), None) => found.push(Change {
                    label: format!("{label} {}", number(rows, row)),
                    before: row_words(self.before, row),
                    after: String::new(),
                }),
                (None, Some(twin)) => found.push(Change {
                    label: format!("{label} {}", number(others, twin)),
                    before: String::new(),
                    after: row_words(self.after, twin),
                }),
                (None, None) => {}
            }
        }
        if !kept.is_sorted() {
            let order: Vec<String> = kept.iter().map(ToString::to_string).collect();
            let mut was: Vec<usize> = kept;
            was.sort_unstable();
            let was: Vec<String> = was.iter().map(ToString::to_string).collect();
            found.push(Change { label: format!("{label}, order"), before: was.join(", "), after: order.join(", ") });
        }
    }

    fn is_same(&self, one: Option<&Value>, other: Option<&Value>) -> bool {
        match (one, other) {
            (Some(Value::Action(id)), Some(Value::Action(twin))) => self.pairs.after(*id) == Some(*twin),
            (None | Some(Value::Bool(false)), None | Some(Value::Bool(false))) => true,
            (None, Some(Value::Texts(texts))) | (Some(Value::Texts(texts)), None) => {
                texts.values().all(String::is_empty)
            }
            (one, other) => one == other,
        }
    }

    fn links(&self) -> Vec<LinkChange> {
        let mut found = Vec::new();
        let mut seen = Vec::new();
        let of = |action: &Action, side: Side<'_>| actions::branch_keys(action, side.tree_type());
        let now = of(self.other, self.after);
        for key in of(self.one, self.before) {
            let twin = self.pairs.branch(self.one, self.other, &key).filter(|twin| now.contains(twin));
            let before = self.one.links.get(&key).copied();
            let after = twin.as_ref().and_then(|twin| self.other.links.get(twin)).copied();
            seen.extend(twin.clone());
            if !self.is_same_link(before, after) {
                let label = match &twin {
                    Some(twin) => label(self.after, self.other, twin),
                    None => label(self.before, self.one, &key),
                };
                found.push(self.link((Some(key), twin), label, before, after));
            }
        }
        for key in now.into_iter().filter(|key| !seen.contains(key)) {
            if let Some(after) = self.other.links.get(&key).copied() {
                let label = label(self.after, self.other, &key);
                found.push(self.link((None, Some(key)), label, None, Some(after)));
            }
        }
        self.inactive_links(&mut found);
        found
    }

    /// Links of branches that are switched off: they are inactive and become active again with the branch.
    fn inactive_links(&self, found: &mut Vec<LinkChange>) {
        let active = [(self.one, self.before), (self.other, self.after)]
            .map(|(action, side)| actions::branch_keys(action, side.tree_type()));
        let is_inactive = |key: &&String| !active.iter().any(|keys| keys.contains(*key));
        let keys: BTreeSet<&String> =
            self.one.links.keys().chain(self.other.links.keys()).filter(is_inactive).collect();
        for key in keys {
            let (before, after) = (self.one.links.get(key).copied(), self.other.links.get(key).copied());
            if !self.is_same_link(before, after) {
                let label = format!("{}, switched off", label(self.after, self.other, key));
                found.push(self.link((None, None), label, before, after));
            }
        }
    }

    fn is_same_link(&self, before: Option<Link>, after: Option<Link>) -> bool {
        match (before, after) {
            (Some(Link::To(id)), Some(Link::To(twin))) => self.pairs.after(id) == Some(twin),
            (before, after) => before == after,
        }
    }

    fn link(
        &self,
        (key_before, key_after): (Option<String>, Option<String>),
        label: String,
        before: Option<Link>,
        after: Option<Link>,
    ) -> LinkChange {
        let words = Change { label, before: link_words(self.before, before), after: link_words(self.after, after) };
        LinkChange { key_before, key_after, before, after, words }
    }
}

fn words(side: Side<'_>, field: &FieldSpec, value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        Some(value) => whole_value_words(side.project, &side.version.flow, field, value),
    }
}

fn link_words(side: Side<'_>, link: Option<Link>) -> String {
    match link {
        None => String::new(),
        Some(Link::EndsHere) => "ends here on purpose".to_owned(),
        Some(Link::To(id)) => match side.version.flow.actions.get(&id) {
            Some(action) => format!("{id} {}", actions::title(action)),
            None => id.to_string(),
        },
    }
}

fn label(side: Side<'_>, action: &Action, key: &str) -> String {
    let branches = actions::spec_of(action).map(|spec| spec.branches(action, side.tree_type()));
    let found = branches.into_iter().flatten().find(|branch| branch.key == key);
    let label = found.map_or_else(|| key.to_owned(), |branch| branch.label);
    format!("Branch {label}")
}
