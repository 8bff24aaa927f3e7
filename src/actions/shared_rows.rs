//! The rows by which actions decide and that have no branch of their own: rows of values tables, and exceptions of calendars (spec: testing
//! §3). An action says by which of them it has decided with `Effect::Decided`. The hours of a week are counted by *Open*, *Closed* and the
//! branches of schedules.

use crate::catalog::check::DecidingRows;
use crate::catalog::{CheckCx, fold, value};
use crate::model::{Resource, ResourceData};

use super::{schedule_branches, test_schedule, values_table};

/// The rows by which an action decides and that have no branch of their own, by table or calendar. What a variable names is not known before
/// a call.
#[must_use]
pub fn deciding_rows(cx: &CheckCx<'_>) -> Vec<DecidingRows> {
    let kind = cx.action.kind.as_str();
    if kind == values_table::SPEC.id {
        values_table::table_of(cx).map(of_table).into_iter().collect()
    } else if kind == test_schedule::SPEC.id {
        let with_branch = test_schedule::named(&cx.action.params);
        test_schedule::calendar_of(cx).map(|it| of_calendar(it, &with_branch)).into_iter().collect()
    } else if kind == schedule_branches::SPEC.id {
        let mut found: Vec<DecidingRows> = Vec::new();
        for calendar in schedule_branches::calendars_of(cx) {
            if found.iter().all(|known| known.of != calendar.id) {
                found.push(of_calendar(calendar, &[]));
            }
        }
        found
    } else {
        Vec::new()
    }
}

/// The rows that count: where two have keys that say the same, the first one.
fn of_table(resource: &Resource) -> DecidingRows {
    let mut found = DecidingRows { of: resource.id, name: resource.name.clone(), rows: Vec::new() };
    if let ResourceData::ValuesTable(table) = &resource.data {
        let never: Vec<usize> = value::shadowed(table).into_iter().map(|(row, _)| row).collect();
        let rows = table.rows.iter().enumerate().filter(|(place, _)| never.binary_search(place).is_err());
        found.rows = rows.map(|(_, row)| values_table::keys_of(table, row)).collect();
    }
    found
}

/// The exceptions that have no branch, each by its name.
fn of_calendar(resource: &Resource, with_branch: &[String]) -> DecidingRows {
    let mut found = DecidingRows { of: resource.id, name: resource.name.clone(), rows: Vec::new() };
    if let ResourceData::Calendar(calendar) = &resource.data {
        for exception in &calendar.exceptions {
            let row = vec![exception.name.clone()];
            let has_branch = with_branch.iter().any(|name| fold::same(name, &exception.name));
            if !has_branch && !found.rows.contains(&row) {
                found.rows.push(row);
            }
        }
    }
    found
}
