//! Creating, changing and deleting resources (spec: domain §2).

use std::sync::Arc;

use crate::catalog::{ItemKind, reserved};
use crate::model::reference::is_same;
use crate::model::resource::DistributionGroup;
use crate::model::{Place, Project, Resource, ResourceData, ResourceId};
use crate::uses::{self, ItemId, Known, Use};

use super::checks::{check_phone, check_reference, checked_name};
use super::slot::Slot;
use super::test_call;
use super::tx::{Refusal, Tx};

pub(super) fn store(tx: &mut Tx, resource: &Resource) -> Result<(), Refusal> {
    let (mut stored, old) = checked(tx, resource)?;
    match old {
        None => {
            stored.id = ResourceId(tx.new_id());
            tx.applied.resource = Some(stored.id);
        }
        Some(old) => {
            // Uses of the old reference stay valid (spec: domain §2).
            let former = kept_names(&tx.project, old.id.into());
            add_aliases(&mut stored.aliases, &stored.reference, former);
        }
    }
    tx.put(Slot::Resource(stored.id, Some(Arc::new(stored))));
    Ok(())
}

/// A valid resource to store, and the existing one with its id.
pub(super) fn checked(tx: &Tx, resource: &Resource) -> Result<(Resource, Option<Arc<Resource>>), Refusal> {
    let mut stored = resource.clone();
    let kind = stored.data.kind();
    stored.name = checked_name(&stored.name)?;
    let old = tx.project.resources.get(&stored.id).cloned();
    if stored.id != ResourceId(0) && old.is_none() {
        return Err(Refusal::Missing("This resource".to_owned()));
    }
    if let Some(old) = old.as_ref().filter(|old| old.data.kind() != kind) {
        let (was, wanted) = (old.data.kind().in_sentence(), kind.in_sentence());
        let why = format!("\"{}\" is a {was} and cannot become a {wanted}. Create a new {wanted}.", old.name);
        return Err(Refusal::Invalid(why));
    }
    check_references(tx, stored.id.into(), ItemKind::Resource(kind), (&stored.reference, &stored.aliases))?;
    if let ResourceData::Variable(variable) = &stored.data {
        if variable.fields.is_empty() {
            return Err(Refusal::Invalid("A variable needs at least one field.".to_owned()));
        }
        // One that a file came with keeps its reference until somebody renames it.
        let is_new = old.as_ref().is_none_or(|old| old.reference != stored.reference);
        if is_new && reserved::is_reserved(&stored.reference) {
            let group = &stored.reference;
            let why =
                format!("\"{group}\" is a read-only group that every interaction brings. Choose another reference.");
            return Err(Refusal::Invalid(why));
        }
    }
    if let ResourceData::DistributionGroup(group) = &stored.data {
        let before = match old.as_ref().map(|old| &old.data) {
            Some(ResourceData::DistributionGroup(before)) => before.queues.len(),
            _ => 0,
        };
        // A file can hold more: then queues can only be removed.
        if group.queues.len() > before.max(DistributionGroup::MAX_QUEUES) {
            let most = DistributionGroup::MAX_QUEUES;
            return Err(Refusal::Invalid(format!("A distribution group can have at most {most} queues.")));
        }
    }
    if let ResourceData::ExternalNumber(external) = &stored.data {
        let before = old.as_ref().and_then(|old| match &old.data {
            ResourceData::ExternalNumber(before) => Some(before.number.as_str()),
            _ => None,
        });
        check_phone(tx, &external.number, before)?;
    }
    Ok((stored, old))
}

/// A reference with former references, all valid and not taken.
pub(super) fn check_references(
    tx: &Tx,
    item: ItemId,
    kind: ItemKind,
    (reference, aliases): (&str, &[String]),
) -> Result<(), Refusal> {
    let is_taken = |name: &str| item.is_taken(&tx.project, kind, name);
    check_reference(kind, reference, is_taken(reference))?;
    let Some(alias) = aliases.iter().find(|alias| is_taken(alias)) else { return Ok(()) };
    let noun = match item {
        ItemId::Resource(_) => "resource",
        ItemId::Routing(_) => "routing",
        ItemId::EntryPoint(_) => "entry point",
    };
    Err(Refusal::Invalid(format!("The former reference \"{alias}\" now belongs to another {noun}.")))
}

/// The former names that stay valid: the current reference, and aliases that a read-only version uses.
pub(super) fn kept_names(project: &Project, item: ItemId) -> Vec<String> {
    let Some(Known { reference, aliases, .. }) = item.known(project) else { return Vec::new() };
    let mut kept = vec![reference.to_owned()];
    if !aliases.is_empty() {
        let written = uses::of(project, item);
        let is_written = |alias: &&String| {
            let names_it = |used: &&Use| used.written.has_reference(alias);
            written.iter().filter(names_it).any(|used| used.is_read_only(project))
        };
        kept.extend(aliases.iter().filter(is_written).cloned());
    }
    kept
}

/// Adds former names without duplicates and without the reference.
pub(super) fn add_aliases(aliases: &mut Vec<String>, reference: &str, former: Vec<String>) {
    for name in former {
        if !aliases.iter().any(|alias| is_same(alias, &name)) {
            aliases.push(name);
        }
    }
    aliases.retain(|alias| !is_same(alias, reference));
}

pub(super) fn delete(tx: &mut Tx, id: ResourceId) -> Result<(), Refusal> {
    let item = ItemId::Resource(id);
    if !tx.project.resources.contains_key(&id) {
        return Err(Refusal::Missing("This resource".to_owned()));
    }
    refuse_used(&tx.project, item, &uses::of(&tx.project, item))?;
    test_call::remember(tx, item.into());
    tx.put(Slot::Resource(id, None));
    Ok(())
}

/// Refuses to delete an item in use, with the places that prevent it.
pub(super) fn refuse_used(project: &Project, item: ItemId, used: &[Use]) -> Result<(), Refusal> {
    let used: Vec<Use> = used.iter().filter(|it| it.prevents_deletion()).cloned().collect();
    if used.is_empty() {
        return Ok(());
    }
    let is_stuck = used.iter().all(|it| it.is_read_only(project));
    let why = if is_stuck {
        "is still used by read-only versions and cannot be deleted before them"
    } else {
        "is used and cannot be deleted"
    };
    Err(Refusal::Used {
        what: uses::item_words(project, item),
        why: why.to_owned(),
        item,
        places: place_words(project, &used),
    })
}

/// Distinct places with their descriptions.
#[must_use]
pub fn place_words(project: &Project, used: &[Use]) -> Vec<(Place, String)> {
    let mut places: Vec<(Place, String)> = Vec::new();
    for it in used {
        let place = (it.place, uses::words(project, it));
        if places.last() != Some(&place) {
            places.push(place);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::sample;
    use crate::edit::{Context, Document, Edit};
    use crate::model::resource::Campaign;

    #[test]
    fn a_group_gets_at_most_50_queues_and_keeps_more_that_a_file_has() {
        use crate::model::resource::GroupQueue;
        let mut document = Document::new(sample::project());
        let with = |count: usize| {
            let queues = vec![GroupQueue { queue: sample::SUPPORT, weight: 2 }; count];
            ResourceData::DistributionGroup(DistributionGroup { queues })
        };
        let mut group = Resource {
            id: ResourceId(0),
            name: "Big".to_owned(),
            reference: "big".to_owned(),
            description: String::new(),
            aliases: Vec::new(),
            data: with(51),
        };
        let store = |document: &mut Document, group: &Resource| {
            let stored =
                document.apply(&Edit::StoreResource { resource: Box::new(group.clone()) }, &Context::default());
            stored.map(|applied| applied.resource).map_err(|why| why.to_string())
        };
        let refused = Err("A distribution group can have at most 50 queues.".to_owned());
        assert_eq!(store(&mut document, &group), refused);
        group.data = with(50);
        group.id = store(&mut document, &group).unwrap().unwrap();
        group.data = with(51);
        assert_eq!(store(&mut document, &group), refused);
        // A file with 60 queues: fewer are fine, more are not.
        let mut project = (**document.project()).clone();
        Arc::make_mut(project.resources.get_mut(&group.id).unwrap()).data = with(60);
        let mut document = Document::new(project);
        group.data = with(61);
        assert_eq!(store(&mut document, &group), refused);
        group.data = with(59);
        assert_eq!(store(&mut document, &group), Ok(None));
    }

    #[test]
    fn a_resource_used_by_other_resources_is_not_deleted() {
        let mut project = sample::project();
        let campaign = project.resources.get_mut(&ResourceId(70)).map(Arc::make_mut).unwrap();
        campaign.data = ResourceData::Campaign(Campaign { template: Some(ResourceId(62)), ..Campaign::default() });
        let mut document = Document::new(project);
        let mut delete = |id| document.apply(&Edit::DeleteResource { resource: ResourceId(id) }, &Context::default());
        let places = |refusal| match refusal {
            Err(Refusal::Used { places, .. }) => {
                places.into_iter().map(|(_, words)| words).collect::<Vec<_>>().join(", ")
            }
            other => panic!("{other:?}"),
        };
        let of_ana =
            "team \"Front desk\" (Members), queue \"Support\" (Members), distribution policy \"Shared out\" (Members)";
        assert_eq!(places(delete(sample::ANA.0)), of_ana);
        assert_eq!(places(delete(3)), "routing rule \"Owner first\" (Targets)");
        assert_eq!(places(delete(62)), "campaign \"SMS news\" (Template)");
        for id in [70, 62, 74, 3] {
            assert!(delete(id).is_ok(), "{id}");
        }
    }
}
