//! A project: everything a supervisor needs to design, test and hand over the customer routing of one company
//! (spec: domain §1). One project is one file.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::activity::Activity;
use super::caller::Caller;
use super::entry_point::{EntryPoint, EntryPointKind, ReachedStatus};
use super::flow::Action;
use super::id::{CallerId, EntryPointId, ResourceId, RoutingId, ScenarioId, TestCallId, VersionId, WorldId};
use super::params::ItemRef;
use super::place::ActionRef;
use super::reference::{MAX_REFERENCE, is_same};
use super::resource::{Resource, ResourceKind};
use super::routing::{Channel, Routing, TreeType};
use super::scenario::Scenario;
use super::test_call::TestCall;
use super::texts::Phrases;
use super::version::{Status, Version, VersionInfo};
use super::world::World;

/// Settings of a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The company's or the project's name.
    pub name: String,
    /// IANA name of the project's time zone.
    pub time_zone: String,
    /// Language code of texts without one.
    pub default_language: String,
    /// Most actions that one simulated interaction may run (spec: simulation §3).
    pub step_limit: u32,
    /// Code of the country in which national phone numbers and typed dates are read, such as `FR`; empty means the time zone's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub default_country: String,
    /// The texts of phrases that the project changes or adds, by key of the phrase and language code; the keys and the other texts
    /// are in `catalog::system_phrases`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "super::persist::map_of_maps")]
    pub phrases: Phrases,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "New project".to_owned(),
            time_zone: "Europe/Paris".to_owned(),
            default_language: "en".to_owned(),
            step_limit: 500,
            default_country: String::new(),
            phrases: Phrases::new(),
        }
    }
}

/// A project. Objects are shared by `Arc`, so that a snapshot costs pointers and not data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Project {
    /// What recovery files and the like are keyed by; given at creation, kept for ever.
    pub uid: String,
    /// Settings.
    pub settings: Settings,
    /// The last id handed out to an object.
    pub last_id: u32,
    /// Resources of all kinds.
    pub resources: BTreeMap<ResourceId, Arc<Resource>>,
    /// Entry points.
    pub entry_points: BTreeMap<EntryPointId, Arc<EntryPoint>>,
    /// Routings.
    pub routings: BTreeMap<RoutingId, Arc<Routing>>,
    /// Versions of all routings.
    pub versions: BTreeMap<VersionId, Arc<Version>>,
    /// Callers (personas).
    pub callers: BTreeMap<CallerId, Arc<Caller>>,
    /// Worlds.
    pub worlds: BTreeMap<WorldId, Arc<World>>,
    /// Test calls.
    pub test_calls: BTreeMap<TestCallId, Arc<TestCall>>,
    /// Scenarios of load runs.
    pub scenarios: BTreeMap<ScenarioId, Arc<Scenario>>,
    /// What was done, oldest first.
    pub activity: Vec<Activity>,
}

impl Project {
    /// The versions of a routing, oldest first.
    pub fn versions_of(&self, routing: RoutingId) -> impl Iterator<Item = &Arc<Version>> {
        self.versions.values().filter(move |version| version.info.routing == routing)
    }

    /// The other versions of a version's routing that are planned for a date: no two may be (spec: domain §5).
    pub fn also_planned(&self, version: &Version, date: NaiveDate) -> impl Iterator<Item = &Arc<Version>> {
        let id = version.id;
        let is_that_day =
            move |info: &VersionInfo| info.is_pending() && info.planned.as_ref().is_some_and(|it| it.at.date() == date);
        self.versions_of(version.info.routing).filter(move |other| other.id != id && is_that_day(&other.info))
    }

    /// Why the plan of a version cannot stay: another version of its routing is planned for the same date, and earlier in the day (at the
    /// same time, the older version keeps its plan). This is the one rule for files, repairs and Problems; a new plan is refused with
    /// [`Self::also_planned`].
    #[must_use]
    pub fn plan_clash(&self, version: &Version) -> Option<String> {
        let at = version.info.planned.as_ref().filter(|_| version.info.is_pending())?.at;
        let is_first = |other: &&Arc<Version>| {
            other.info.planned.as_ref().is_some_and(|plan| (plan.at, other.id) < (at, version.id))
        };
        let first = self.also_planned(version, at.date()).find(is_first)?;
        Some(format!(
            "Versions \"{}\" and \"{}\" are both planned for {}; a smart routing can change once a day.",
            version.info.name,
            first.info.name,
            at.date()
        ))
    }

    /// The routing's version in production.
    #[must_use]
    pub fn in_production(&self, routing: RoutingId) -> Option<&Arc<Version>> {
        self.versions_of(routing).find(|version| version.info.status == Status::InProduction)
    }

    /// The routing's version in test.
    #[must_use]
    pub fn in_test(&self, routing: RoutingId) -> Option<&Arc<Version>> {
        self.versions_of(routing).find(|version| version.info.in_test)
    }

    /// The routing that a version belongs to.
    #[must_use]
    pub fn routing_of(&self, version: VersionId) -> Option<&Arc<Routing>> {
        self.routings.get(&self.versions.get(&version)?.info.routing)
    }

    /// The action at a place.
    #[must_use]
    pub fn action(&self, at: ActionRef) -> Option<&Arc<Action>> {
        self.versions.get(&at.version)?.flow.actions.get(&at.action)
    }

    /// The channel of the routing that a version belongs to.
    #[must_use]
    pub fn channel_of(&self, version: VersionId) -> Channel {
        self.routing_of(version).map_or_else(Channel::default, |routing| routing.channel)
    }

    /// The type of the tree of a version.
    #[must_use]
    pub fn tree_type_of(&self, version: VersionId) -> TreeType {
        self.routing_of(version).map_or_else(TreeType::default, |routing| routing.tree_type())
    }

    /// The version that an entry point reaches.
    ///
    /// # Errors
    /// Why it reaches none, as a sentence.
    pub fn reached(&self, entry_point: &EntryPoint) -> Result<&Arc<Version>, String> {
        let Some((routing, status)) = entry_point.assigned else {
            return Err(format!("\"{}\" leads to no smart routing.", entry_point.name));
        };
        let version = match status {
            ReachedStatus::InProduction => self.in_production(routing),
            ReachedStatus::InTest => self.in_test(routing),
        };
        version.ok_or_else(|| {
            let name = self.routings.get(&routing).map_or("", |routing| routing.name.as_str());
            let (entry_point, status) = (&entry_point.name, status.words());
            format!("\"{entry_point}\" is dead: \"{name}\" has no version {status}. Callers would hear nothing.")
        })
    }

    /// The entry points that reach a version.
    pub fn reaching(&self, version: VersionId) -> impl Iterator<Item = &Arc<EntryPoint>> {
        let all = self.entry_points.values();
        all.filter(move |entry_point| self.reached(entry_point).is_ok_and(|reached| reached.id == version))
    }

    /// The resources of a kind, in order of their ids.
    pub fn resources_of(&self, kind: ResourceKind) -> impl Iterator<Item = &Arc<Resource>> {
        self.resources.values().filter(move |resource| resource.data.kind() == kind)
    }

    /// The resource of a kind with a reference, or with that former reference.
    #[must_use]
    pub fn resource_by_reference(&self, kind: ResourceKind, reference: &str) -> Option<&Arc<Resource>> {
        self.resources_of(kind).find(|resource| is_same(&resource.reference, reference)).or_else(|| {
            self.resources_of(kind).find(|resource| resource.aliases.iter().any(|alias| is_same(alias, reference)))
        })
    }

    /// The routing with a reference, or with that former reference.
    #[must_use]
    pub fn routing_by_reference(&self, reference: &str) -> Option<&Arc<Routing>> {
        let has_alias = |routing: &&Arc<Routing>| routing.aliases.iter().any(|alias| is_same(alias, reference));
        let of_today = self.routings.values().find(|routing| is_same(&routing.reference, reference));
        of_today.or_else(|| self.routings.values().find(has_alias))
    }

    /// The entry point with a reference, or with that former reference.
    #[must_use]
    pub fn entry_point_by_reference(&self, reference: &str) -> Option<&Arc<EntryPoint>> {
        let has_alias = |it: &&Arc<EntryPoint>| it.aliases.iter().any(|alias| is_same(alias, reference));
        let of_today = self.entry_points.values().find(|it| is_same(&it.reference, reference));
        of_today.or_else(|| self.entry_points.values().find(has_alias))
    }

    /// The resource that a constant item names; a variable is resolved only while a call runs.
    #[must_use]
    pub fn resolve(&self, kind: ResourceKind, item: &ItemRef) -> Option<&Arc<Resource>> {
        match item {
            ItemRef::Item(id) => self.resources.get(&ResourceId(*id)).filter(|found| found.data.kind() == kind),
            ItemRef::Reference(reference) => self.resource_by_reference(kind, reference),
            ItemRef::Variable(_) => None,
        }
    }

    /// The routing that a constant item names.
    #[must_use]
    pub fn resolve_routing(&self, item: &ItemRef) -> Option<&Arc<Routing>> {
        match item {
            ItemRef::Item(id) => self.routings.get(&RoutingId(*id)),
            ItemRef::Reference(reference) => self.routing_by_reference(reference),
            ItemRef::Variable(_) => None,
        }
    }

    /// The entry point of a kind that a constant item names.
    #[must_use]
    pub fn resolve_entry_point(&self, kind: EntryPointKind, item: &ItemRef) -> Option<&Arc<EntryPoint>> {
        match item {
            ItemRef::Item(id) => self.entry_points.get(&EntryPointId(*id)),
            ItemRef::Reference(reference) => self.entry_point_by_reference(reference),
            ItemRef::Variable(_) => None,
        }
        .filter(|found| found.kind == kind)
    }
}

/// A reference like another one, with a number behind it, that nothing has yet.
#[must_use]
pub fn free_reference(reference: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut all = (2..).map(|number: u32| numbered_reference(reference, number));
    all.find(|it| !is_taken(it)).unwrap_or_default()
}

/// A reference with a number behind it.
#[must_use]
pub fn numbered_reference(reference: &str, number: u32) -> String {
    const ROOM: usize = 56;
    let base = reference.get(..reference.len().min(ROOM)).unwrap_or(reference);
    format!("{base}_{number}")
}

/// A reference made from a name: *Head office* becomes `head_office`. It may belong to anything, also to a variable.
#[must_use]
pub fn reference_from_name(name: &str) -> String {
    let mut reference = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' => reference.push(letter),
            _ if reference.ends_with('_') || reference.is_empty() => {}
            _ => reference.push('_'),
        }
        if reference.len() == MAX_REFERENCE {
            break;
        }
    }
    let trimmed = reference.trim_end_matches('_');
    if trimmed.is_empty() { "item".to_owned() } else { trimmed.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reference::Referenced;

    #[test]
    fn references_are_made_from_names() {
        assert_eq!(reference_from_name("Head office – Paris"), "head_office_paris");
        assert_eq!(reference_from_name("!!"), "item");
        assert!(Referenced::Variable.accepts(&reference_from_name(&"Très long ".repeat(30))));
    }
}
