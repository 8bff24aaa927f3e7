//! Edits of the lifecycle status of a version (spec: domain §5). They are outside undo: to revert a
//! promotion, put the backup back.

use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::digest::{digest, is_changed_outside};
use crate::lifecycle::{Act, may, plan};
use crate::model::gate::Gate;
use crate::model::{Plan, Status, Version, VersionId};
use crate::uses::named;

use super::tx::{Context, Refusal, Tx};

fn allowed(tx: &Tx, id: VersionId, act: Act) -> Result<Arc<Version>, Refusal> {
    let version = tx.project.versions.get(&id).cloned();
    let version = version.ok_or_else(|| Refusal::Missing("This version".to_owned()))?;
    may(&version, act).map_err(Refusal::NotAllowed)?;
    Ok(version)
}

fn change(tx: &mut Tx, id: VersionId, change: impl FnOnce(&mut Version)) {
    if let Some(version) = tx.project.versions.get_mut(&id) {
        change(Arc::make_mut(version));
    }
}

pub(super) fn put_in_test(tx: &mut Tx, id: VersionId) -> Result<(), Refusal> {
    let version = allowed(tx, id, Act::PutInTest)?;
    let mut activity = format!("Put {} in test.", named(&tx.project, &version));
    if let Some(current) = tx.project.in_test(version.info.routing).cloned() {
        change(tx, current.id, |version| version.info.in_test = false);
        let notice = format!("Version \"{}\" is no longer in test.", current.info.name);
        activity = format!("{activity} {notice}");
        tx.applied.notice = Some(format!("\"{}\" is in test now. {notice}", version.info.name));
    }
    change(tx, id, |version| version.info.in_test = true);
    tx.activity = Some(activity);
    Ok(())
}

pub(super) fn remove_from_test(tx: &mut Tx, id: VersionId) -> Result<(), Refusal> {
    let version = allowed(tx, id, Act::RemoveFromTest)?;
    change(tx, id, |version| version.info.in_test = false);
    tx.activity = Some(format!("Removed {} from test.", named(&tx.project, &version)));
    Ok(())
}

pub(super) fn put_in_production(
    tx: &mut Tx,
    context: &Context,
    id: VersionId,
    gate: &Gate,
    revision: u64,
) -> Result<(), Refusal> {
    let version = allowed(tx, id, Act::PutInProduction)?;
    if gate.revision != revision {
        return Err(Refusal::StaleGate);
    }
    let reasons = gate.reasons();
    if !reasons.is_empty() {
        return Err(Refusal::HeldBack { version: version.info.name.clone(), reasons });
    }
    promote(tx, context, &version);
    tx.activity = Some(format!("Put {} in production.", named(&tx.project, &version)));
    tx.applied.notice = Some(format!("\"{}\" is in production now.", version.info.name));
    Ok(())
}

pub(super) fn schedule(tx: &mut Tx, context: &Context, id: VersionId, at: NaiveDateTime) -> Result<(), Refusal> {
    let version = allowed(tx, id, Act::Schedule)?;
    plan::may_plan(&tx.project, &version, at, context.now).map_err(Refusal::NotAllowed)?;
    change(tx, id, |version| version.info.planned = Some(Plan { at, missed: None }));
    let words = plan::at_words(at);
    tx.activity = Some(format!("Scheduled the production of {} for {words}.", named(&tx.project, &version)));
    Ok(())
}

pub(super) fn remove_from_schedule(tx: &mut Tx, id: VersionId) -> Result<(), Refusal> {
    let version = allowed(tx, id, Act::RemoveFromSchedule)?;
    change(tx, id, |version| version.info.planned = None);
    tx.activity = Some(format!("Removed {} from the schedule.", named(&tx.project, &version)));
    Ok(())
}

/// Carries out a planned production at its time (spec: domain §5).
pub(super) fn put_due_in_production(
    tx: &mut Tx,
    context: &Context,
    id: VersionId,
    gate: &Gate,
    revision: u64,
) -> Result<(), Refusal> {
    let version = allowed(tx, id, Act::RemoveFromSchedule)?;
    let name = &version.info.name;
    let for_when = version.info.planned.as_ref().map(|plan| plan::at_words(plan.at)).unwrap_or_default();
    if !plan::due(&tx.project, context.now).contains(&id) {
        return Err(Refusal::NotAllowed(format!("The planned production of version \"{name}\" is not due.")));
    }
    if gate.revision != revision {
        return Err(Refusal::StaleGate);
    }
    let reasons = match may(&version, Act::PutInProduction) {
        Err(why) => vec![why],
        Ok(()) => gate.reasons(),
    };
    if reasons.is_empty() {
        promote(tx, context, &version);
        tx.activity = Some(format!("Put {} in production, as planned for {for_when}.", named(&tx.project, &version)));
    } else {
        let why = reasons.join(" ");
        tx.applied.notice =
            Some(format!("The planned production of {} was missed: {why}", named(&tx.project, &version)));
        tx.activity.clone_from(&tx.applied.notice);
        change(tx, id, |version| {
            if let Some(plan) = &mut version.info.planned {
                plan.missed = Some(why);
            }
        });
    }
    Ok(())
}

pub(super) fn accept_change(tx: &mut Tx, id: VersionId) -> Result<(), Refusal> {
    let version = allowed(tx, id, Act::Accept)?;
    change(tx, id, |version| version.info.digest = Some(digest(version)));
    tx.activity = Some(format!("Accepted {} as it was changed outside.", named(&tx.project, &version)));
    Ok(())
}

pub(super) fn put_back(tx: &mut Tx, context: &Context, id: VersionId) -> Result<(), Refusal> {
    let version = allowed(tx, id, Act::PutBack)?;
    promote(tx, context, &version);
    let as_it_is = if is_changed_outside(&version) { ", as it was changed outside" } else { "" };
    tx.activity = Some(format!("Put {} back into production{as_it_is}.", named(&tx.project, &version)));
    tx.applied.notice = Some(format!("\"{}\" is back in production now.", version.info.name));
    Ok(())
}

fn promote(tx: &mut Tx, context: &Context, version: &Version) {
    if let Some(current) = tx.project.in_production(version.info.routing).cloned() {
        change(tx, current.id, |version| version.info.status = Status::InBackup);
    }
    // A version that was changed outside stays marked until a user accepts the change.
    let is_marked = is_changed_outside(version);
    change(tx, version.id, |version| {
        version.info.status = Status::InProduction;
        version.info.in_test = false;
        version.info.planned = None;
        version.info.promoted = Some(context.now);
        if !is_marked {
            version.info.digest = Some(digest(version));
        }
    });
    tx.fence = Some(version.id);
}
