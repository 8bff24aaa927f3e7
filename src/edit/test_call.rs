//! Creating, changing and deleting test calls, and what a deletion does to them (spec: testing §1).

use std::sync::Arc;

use crate::catalog::text::number_words;
use crate::model::limits::{MAX_ANSWERS, MAX_EXPECTATIONS, MAX_TEST_CALLS};
use crate::model::{CallerId, Place, RoutingId, TestCall, TestCallId, TestCaller, TestWorld, WorldId};
use crate::uses::{self, Target};

use super::checks::{checked_name, routing};
use super::scenario;
use super::slot::Slot;
use super::tx::{Refusal, Tx};

pub(super) fn store(tx: &mut Tx, wanted: &TestCall) -> Result<(), Refusal> {
    let mut stored = wanted.clone();
    stored.name = checked_name(&stored.name)?;
    routing(tx, stored.routing)?;
    let old = tx.project.test_calls.get(&stored.id).cloned();
    if stored.id != TestCallId(0) && old.is_none() {
        return Err(Refusal::Missing("This test call".to_owned()));
    }
    check_counts(tx, &stored, old.as_deref())?;
    // The file keeps no id for what belongs to the test call alone.
    match &mut stored.caller {
        TestCaller::Own(caller) => caller.id = CallerId(0),
        TestCaller::Unknown | TestCaller::Saved(_) => {}
    }
    match &mut stored.world {
        TestWorld::Own(world) => world.id = WorldId(0),
        TestWorld::Usual | TestWorld::Saved(_) => {}
    }
    uses::remember_names(&tx.project, &mut stored);
    if old.is_none() {
        stored.id = TestCallId(tx.new_id());
        tx.applied.test_call = Some(stored.id);
    }
    tx.put(Slot::TestCall(stored.id, Some(Arc::new(stored))));
    Ok(())
}

/// Refuses more than there may be. A file can hold more: then they can only become fewer.
fn check_counts(tx: &Tx, wanted: &TestCall, old: Option<&TestCall>) -> Result<(), Refusal> {
    let count = |call: Option<&TestCall>| call.map_or((0, 0), |it| (it.answers.len(), it.expectations.len()));
    let (answers, expectations) = count(Some(wanted));
    let (answers_before, expectations_before) = count(old);
    if answers > MAX_ANSWERS.max(answers_before) {
        return Err(Refusal::Invalid(format!(
            "A test call may have {} answers at most; this one has {}. Remove some.",
            number_words(MAX_ANSWERS),
            number_words(answers)
        )));
    }
    if expectations > MAX_EXPECTATIONS.max(expectations_before) {
        return Err(Refusal::Invalid(format!(
            "A test call may have {} expectations at most; this one has {}. Remove some.",
            number_words(MAX_EXPECTATIONS),
            number_words(expectations)
        )));
    }
    if old.is_none() && tx.project.test_calls.len() >= MAX_TEST_CALLS {
        return Err(Refusal::Invalid(format!(
            "A project may have {} test calls at most. Delete some first.",
            number_words(MAX_TEST_CALLS)
        )));
    }
    Ok(())
}

/// Writes the current name of what is about to be deleted into the test calls and scenarios that name it.
pub(super) fn remember(tx: &mut Tx, target: Target) {
    let mut places: Vec<Place> = uses::of_target(&tx.project, target).into_iter().map(|it| it.place).collect();
    places.dedup();
    for place in places {
        let Place::TestCall(id) = place else { continue };
        let Some(call) = tx.project.test_calls.get(&id) else { continue };
        let mut changed = (**call).clone();
        uses::remember_names(&tx.project, &mut changed);
        if changed != **call {
            tx.put(Slot::TestCall(id, Some(Arc::new(changed))));
        }
    }
    scenario::remember(tx, target);
}

/// Deletes the test calls of a routing, and adds to the notice how many they were. Other test calls keep the titles of its actions.
pub(super) fn delete_of(tx: &mut Tx, routing: RoutingId) {
    remember(tx, routing.into());
    let own: Vec<TestCallId> =
        tx.project.test_calls.values().filter(|call| call.routing == routing).map(|call| call.id).collect();
    if own.is_empty() {
        return;
    }
    let words = match own.len() {
        1 => "Its test call was deleted too.".to_owned(),
        count => format!("Its {} test calls were deleted too.", number_words(count)),
    };
    let before = tx.applied.notice.take().map_or_else(String::new, |notice| format!("{notice} "));
    tx.applied.notice = Some(format!("{before}{words}"));
    for id in own {
        tx.put(Slot::TestCall(id, None));
    }
}
