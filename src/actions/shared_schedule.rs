//! The kinds that take their branch by the clock (spec: testing §6), and each schedule of an action with several as an action of its own.
//! It is no kind of its own.

use crate::model::{Action, Row, Value};

use super::{schedule_branches, test_schedule, test_week};

/// Whether an action takes its branch by the clock. A variable may still say which hours or which moment count.
#[must_use]
pub fn is_schedule(action: &Action) -> bool {
    [test_schedule::SPEC.id, schedule_branches::SPEC.id, test_week::SPEC.id].contains(&action.kind.as_str())
}

/// Each schedule of an action with several: the key of its branch, and the action with this schedule alone.
#[must_use]
pub fn alone(action: &Action) -> Vec<(String, Action)> {
    if action.kind != schedule_branches::SPEC.id {
        return Vec::new();
    }
    let rows = schedule_branches::ROWS.key();
    let with = |row: &Row| {
        let mut alone = action.clone();
        alone.params.0.insert(rows.to_owned(), Value::Rows(vec![row.clone()]));
        (row.id.branch_key(), alone)
    };
    action.params.rows(rows).iter().map(with).collect()
}
