//! Matches the actions of two versions.

use std::collections::{BTreeMap, VecDeque};

use crate::actions;
use crate::catalog::ActionSpec;
use crate::model::{Action, ActionId, Params, Row, RowId};

use super::Side;

/// The prefix of the branch keys of rows.
const ROW: &str = "row:";

/// The matched actions of two versions.
pub(super) struct Pairs {
    to_after: BTreeMap<ActionId, ActionId>,
    to_before: BTreeMap<ActionId, ActionId>,
    is_one_routing: bool,
}

impl Pairs {
    pub(super) fn find(before: Side<'_>, after: Side<'_>) -> Self {
        let is_one_project = before.project.uid == after.project.uid;
        let is_one_routing = is_one_project && before.version.info.routing == after.version.info.routing;
        let mut pairs = Self { to_after: BTreeMap::new(), to_before: BTreeMap::new(), is_one_routing };
        let (old, new) = (&before.version.flow.actions, &after.version.flow.actions);
        if is_one_routing {
            for (id, action) in old {
                if new.get(id).is_some_and(|other| other.kind == action.kind) {
                    pairs.join(*id, *id);
                }
            }
        }
        if let (Some(one), Some(other)) = (before.version.flow.start(), after.version.flow.start()) {
            pairs.join(one.id, other.id);
        }
        // Actions without a match by id can have a match by place.
        let mut queue: VecDeque<(ActionId, ActionId)> = pairs.to_after.iter().map(|(a, b)| (*a, *b)).collect();
        while let Some((a, b)) = queue.pop_front() {
            let (Some(one), Some(other)) = (old.get(&a), new.get(&b)) else { continue };
            for key in actions::branch_keys(one, before.tree_type()) {
                let twin = pairs.branch(one, other, &key);
                let from = one.links.get(&key).and_then(|link| link.target());
                let to = twin.and_then(|key| other.links.get(&key)).and_then(|link| link.target());
                let (Some(from), Some(to)) = (from, to) else { continue };
                let is_free = pairs.after(from).is_none() && pairs.before(to).is_none();
                let is_one_kind = old.get(&from).map(|it| &it.kind) == new.get(&to).map(|it| &it.kind);
                if is_free && is_one_kind {
                    pairs.join(from, to);
                    queue.push_back((from, to));
                }
            }
        }
        pairs
    }

    /// Whether both versions belong to one routing, so that equal ids mean the same.
    pub(super) fn is_one_routing(&self) -> bool {
        self.is_one_routing
    }

    fn join(&mut self, before: ActionId, after: ActionId) {
        if self.after(before).is_none() && self.before(after).is_none() {
            self.to_after.insert(before, after);
            self.to_before.insert(after, before);
        }
    }

    /// The matched actions: the id after by the id before.
    pub(super) fn into_twins(self) -> BTreeMap<ActionId, ActionId> {
        self.to_after
    }

    /// The matching action after.
    pub(super) fn after(&self, before: ActionId) -> Option<ActionId> {
        self.to_after.get(&before).copied()
    }

    /// The matching action before.
    pub(super) fn before(&self, after: ActionId) -> Option<ActionId> {
        self.to_before.get(&after).copied()
    }

    /// Whether the rows of two actions are matched by id.
    fn has_ids(&self, one: &Action, other: &Action) -> bool {
        self.is_one_routing && one.id == other.id
    }

    /// The matched rows of a field: by id if ids are comparable, else by order.
    pub(super) fn rows<'a>(
        &self,
        (one, rows): (&Action, &'a [Row]),
        (other, others): (&Action, &'a [Row]),
    ) -> Vec<(Option<&'a Row>, Option<&'a Row>)> {
        if self.has_ids(one, other) {
            let of = |rows: &'a [Row], id: RowId| rows.iter().find(|row| row.id == id);
            let gone = rows.iter().filter(|row| of(others, row.id).is_none()).map(|row| (Some(row), None));
            others.iter().map(|row| (of(rows, row.id), Some(row))).chain(gone).collect()
        } else {
            (0..rows.len().max(others.len())).map(|place| (rows.get(place), others.get(place))).collect()
        }
    }

    /// The key in the version after for a branch of the version before.
    pub(super) fn branch(&self, one: &Action, other: &Action, key: &str) -> Option<String> {
        if !key.starts_with(ROW) || self.has_ids(one, other) {
            return Some(key.to_owned());
        }
        let keys = |params: &Params| -> Vec<String> {
            let rows = actions::spec_of(one).and_then(ActionSpec::branches_per_row).map(|field| params.rows(field));
            rows.unwrap_or_default().iter().map(|row| row.id.branch_key()).collect()
        };
        let place = keys(&one.params).iter().position(|it| it == key)?;
        keys(&other.params).into_iter().nth(place)
    }
}
