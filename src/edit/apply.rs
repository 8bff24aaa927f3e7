//! Applies one edit: checks whether the edit is allowed, then calls the module for its kind.

use std::sync::Arc;

use crate::catalog::phone;
use crate::lifecycle::{Act, may};
use crate::model::limits::MAX_STEP_LIMIT;
use crate::model::{CallerId, Settings, WorldId};

use super::checks::checked_name;
use super::command::Edit;
use super::slot::Slot;
use super::tx::{Context, Refusal, Tx};
use super::{
    annotation, entry_point, lifecycle_edits, paste, phrase, references, remove, replace_text, resource, scenario,
    test_call, tree, version,
};

pub(super) fn apply(tx: &mut Tx, edit: &Edit, context: &Context, revision: u64) -> Result<(), Refusal> {
    let Some(id) = edit.changes_version() else { return change(tx, edit, context, revision) };
    let version = tx.project.versions.get(&id).ok_or_else(|| Refusal::Missing("This version".to_owned()))?;
    may(version, Act::Edit).map_err(Refusal::NotAllowed)?;
    let before = version.clone();
    change(tx, edit, context, revision)?;
    if edit.makes_room() {
        annotation::follow(tx, id, &before.flow, edit.arrives())?;
    }
    Ok(())
}

fn change(tx: &mut Tx, edit: &Edit, context: &Context, revision: u64) -> Result<(), Refusal> {
    match edit {
        Edit::AddAction { version, kind, spot, pos } => tree::add(tx, *version, kind, spot, *pos),
        Edit::RemoveActions { version, actions } => remove::remove(tx, *version, actions),
        Edit::RemoveBelow { version, action } => remove::remove_below(tx, *version, *action),
        Edit::Reposition { version, action, spot } => tree::reposition(tx, *version, *action, spot),
        Edit::MoveCards { version, cards } => tree::move_cards(tx, *version, cards),
        Edit::SetLink { version, from, branch, link } => tree::set_link(tx, *version, *from, branch, *link),
        Edit::SetParam { version, action, key, value } => tree::set_param(tx, *version, *action, key, value.clone()),
        Edit::SetCaption { version, action, title, comment, record_passage } => {
            tree::change(tx, *version, *action, |action| {
                action.title.clone_from(title);
                action.comment.clone_from(comment);
                action.record_passage = *record_passage;
            })
        }
        Edit::Paste { version, clip, spot, pos } => paste::paste(tx, *version, clip, spot, *pos),
        Edit::AddAnnotation { version, annotation } => annotation::add(tx, *version, annotation),
        Edit::SetAnnotation { version, annotation, text, color } => {
            annotation::set(tx, *version, *annotation, text, *color)
        }
        Edit::MoveAnnotations { version, areas } => annotation::place(tx, *version, areas),
        Edit::ResizeAnnotation { version, annotation, size } => annotation::resize(tx, *version, *annotation, *size),
        Edit::RemoveAnnotations { version, annotations } => annotation::remove(tx, *version, annotations),
        Edit::ReplaceText { from, to, actions } => replace_text::replace(tx, from, to, actions),
        Edit::DescribeVersion { version, name, description } => version::describe(tx, *version, name, description),
        Edit::CreateVersion { routing, from, name, description } => {
            version::create(tx, context, *routing, *from, name, description)
        }
        Edit::DeleteVersion { version } => version::delete(tx, *version),
        Edit::RestoreVersion { version } => version::restore(tx, version),
        Edit::PutInTest { version } => lifecycle_edits::put_in_test(tx, *version),
        Edit::RemoveFromTest { version } => lifecycle_edits::remove_from_test(tx, *version),
        Edit::PutInProduction { version, gate } => {
            lifecycle_edits::put_in_production(tx, context, *version, gate, revision)
        }
        Edit::PutBack { version } => lifecycle_edits::put_back(tx, context, *version),
        Edit::Schedule { version, at } => lifecycle_edits::schedule(tx, context, *version, *at),
        Edit::RemoveFromSchedule { version } => lifecycle_edits::remove_from_schedule(tx, *version),
        Edit::PutDueInProduction { version, gate } => {
            lifecycle_edits::put_due_in_production(tx, context, *version, gate, revision)
        }
        Edit::AcceptChange { version } => lifecycle_edits::accept_change(tx, *version),
        Edit::StoreRouting { routing } => version::store_routing(tx, routing),
        Edit::CopyRouting { routing, name, reference } => version::copy_routing(tx, context, *routing, name, reference),
        Edit::DeleteRouting { routing } => version::delete_routing(tx, *routing),
        Edit::RenameRouting { routing } => references::rename_routing(tx, routing),
        Edit::StoreResource { resource } => resource::store(tx, resource),
        Edit::RenameResource { resource } => references::rename_resource(tx, resource),
        Edit::ReplaceEverywhere { from, to, delete } => references::replace_everywhere(tx, *from, *to, *delete),
        Edit::DeleteResource { resource } => resource::delete(tx, *resource),
        Edit::StoreEntryPoint { entry_point } => entry_point::store(tx, entry_point),
        Edit::RenameEntryPoint { entry_point } => references::rename_entry_point(tx, entry_point),
        Edit::DeleteEntryPoint { entry_point } => entry_point::delete(tx, *entry_point),
        Edit::StoreCaller { caller } => {
            let mut stored = (**caller).clone();
            stored.name = checked_name(&stored.name)?;
            if stored.id == CallerId(0) {
                stored.id = CallerId(tx.new_id());
                tx.applied.caller = Some(stored.id);
            } else if !tx.project.callers.contains_key(&stored.id) {
                return Err(Refusal::Missing("This caller".to_owned()));
            }
            tx.put(Slot::Caller(stored.id, Some(Arc::new(stored))));
            Ok(())
        }
        Edit::DeleteCaller { caller } => {
            test_call::remember(tx, (*caller).into());
            tx.put(Slot::Caller(*caller, None));
            Ok(())
        }
        Edit::StoreWorld { world } => {
            let mut stored = (**world).clone();
            stored.name = checked_name(&stored.name)?;
            if stored.id == WorldId(0) {
                stored.id = WorldId(tx.new_id());
                tx.applied.world = Some(stored.id);
            } else if !tx.project.worlds.contains_key(&stored.id) {
                return Err(Refusal::Missing("This world".to_owned()));
            }
            tx.put(Slot::World(stored.id, Some(Arc::new(stored))));
            Ok(())
        }
        Edit::DeleteWorld { world } => {
            test_call::remember(tx, (*world).into());
            tx.put(Slot::World(*world, None));
            Ok(())
        }
        Edit::StoreTestCall { test_call } => test_call::store(tx, test_call),
        Edit::StoreScenario { scenario } => scenario::store(tx, scenario),
        Edit::DeleteScenario { scenario } => {
            tx.put(Slot::Scenario(*scenario, None));
            Ok(())
        }
        Edit::DeleteTestCall { test_call } => {
            tx.put(Slot::TestCall(*test_call, None));
            Ok(())
        }
        Edit::SetSettings { settings } => set_settings(tx, settings),
        Edit::SetPhrase(text) => phrase::set(tx, text),
    }
}

fn set_settings(tx: &mut Tx, settings: &Settings) -> Result<(), Refusal> {
    let mut stored = settings.clone();
    stored.name = checked_name(&stored.name)?;
    if stored.time_zone.parse::<chrono_tz::Tz>().is_err() {
        let why = format!("\"{}\" is not a time zone. Enter a time zone such as Europe/Paris.", stored.time_zone);
        return Err(Refusal::Invalid(why));
    }
    stored.default_country = stored.default_country.trim().to_uppercase();
    let country = &stored.default_country;
    if !country.is_empty() && *country != tx.project.settings.default_country && !phone::is_country(country) {
        return Err(Refusal::Invalid(format!("\"{country}\" is no country. Write its two letters, such as FR.")));
    }
    stored.step_limit = stored.step_limit.clamp(1, MAX_STEP_LIMIT);
    tx.put(Slot::Settings(stored));
    Ok(())
}
