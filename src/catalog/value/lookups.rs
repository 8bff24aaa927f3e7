//! What is looked up in a project again and again while calls run: indexes of values tables, declarations of variables, where texts are
//! written. Each is made when it is first needed, and holds for the one project that all calls of a scene share.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher as _;
use std::sync::{Arc, OnceLock};

use chrono_tz::Tz;

use crate::model::resource::{FieldType, ValuesTable};
use crate::model::{ItemRef, Project, Resource, ResourceData, ResourceId, ResourceKind, reference};

use super::super::reserved;
use super::super::skills::Seated;
use super::declared::{Declared, declared_by, kind_in};
use super::table::Tables;
use super::{Locale, Value, known_paths};

/// What is looked up again and again in one project.
#[derive(Debug, Default)]
pub struct Lookups {
    tables: Tables,
    /// The variables by their references of today and by former ones, as keys of references.
    groups: OnceLock<BTreeMap<String, ResourceId>>,
    /// The types of the paths that are written as they are declared.
    plain: OnceLock<Plain>,
    /// The zone and the country of the project.
    place: OnceLock<(Option<Tz>, String)>,
    /// The resources by kind and reference, as keys of references.
    references: OnceLock<BTreeMap<ResourceKind, BTreeMap<String, ResourceId>>>,
    /// The users of each queue.
    queues: OnceLock<BTreeMap<ResourceId, Box<[Seated]>>>,
}

impl Lookups {
    /// Where texts of the project are written.
    #[must_use]
    pub fn locale<'a>(&'a self, project: &'a Project) -> Locale<'a> {
        let found = || {
            let Locale { country, zone, .. } = Locale::of(project);
            (zone, country.to_owned())
        };
        let (zone, country) = self.place.get_or_init(found);
        Locale::at(&project.settings, *zone, country)
    }

    /// What is declared of the variable of a path; none when no variable has it.
    #[must_use]
    pub fn declared<'a>(&self, project: &'a Project, path: &str) -> Option<Declared<'a>> {
        declared_by(path, |group| {
            let groups = self.groups.get_or_init(|| groups(project));
            project.resources.get(by_reference(groups, group)?)
        })
    }

    /// The type of a variable that is written as it is declared: its group has no former reference and is none of the read-only ones. Most
    /// paths are such. None for any other path.
    #[must_use]
    pub fn plain(&self, project: &Project, path: &str) -> Option<FieldType> {
        let found = || {
            let aliases: BTreeSet<&String> =
                project.resources.values().flat_map(|resource| &resource.aliases).collect();
            let is_plain = |path: &String| {
                let group = path.split_once('.').map_or("", |(group, _)| group);
                !reserved::is_reserved(group) && !aliases.contains(&group.to_owned())
            };
            let paths = known_paths(project).into_iter().filter(is_plain);
            Plain::of(paths.filter_map(|path| Some((self.declared(project, &path)?.kind, path))))
        };
        self.plain.get_or_init(found).get(path)
    }

    /// The type of the variable with a path that has this text; none when there is no such variable.
    #[must_use]
    pub fn kind_of(&self, project: &Project, path: &str, text: &str) -> Option<FieldType> {
        let kind = self.declared(project, path)?.kind;
        Some(kind_in(kind, path, text, || self.locale(project)))
    }

    /// The resource of a kind that a constant item names: what [`Project::resolve`] finds.
    #[must_use]
    pub fn resolve<'a>(&self, project: &'a Project, kind: ResourceKind, item: &ItemRef) -> Option<&'a Arc<Resource>> {
        let ItemRef::Reference(reference) = item else { return project.resolve(kind, item) };
        let found = || {
            let mut found: BTreeMap<ResourceKind, BTreeMap<String, ResourceId>> = BTreeMap::new();
            let today = project.resources.values().map(|it| (it, &it.reference));
            let former = project.resources.values().flat_map(|it| it.aliases.iter().map(move |alias| (it, alias)));
            for (it, reference) in today.chain(former) {
                found.entry(it.data.kind()).or_default().entry(reference::key(reference)).or_insert(it.id);
            }
            found
        };
        let of_kind = self.references.get_or_init(found).get(&kind)?;
        project.resources.get(by_reference(of_kind, reference)?)
    }

    /// The users of a queue, each once, by priority; nobody of anything else.
    #[must_use]
    pub fn seated(&self, project: &Project, queue: ResourceId) -> &[Seated] {
        let found = || {
            let queues = project.resources.values().filter_map(|resource| match &resource.data {
                ResourceData::Queue(queue) => Some((resource.id, Seated::all(project, queue))),
                _ => None,
            });
            queues.collect()
        };
        self.queues.get_or_init(found).get(&queue).map_or(&[], |seated| seated)
    }

    /// The place of the row of a values table for these values.
    #[must_use]
    pub fn find_row(
        &self,
        id: ResourceId,
        table: &ValuesTable,
        wanted: &[Value<'_>],
        locale: Locale<'_>,
    ) -> Option<usize> {
        self.tables.find(id, table, wanted, locale)
    }
}

/// What a map by keys of references has for a reference.
fn by_reference<'m>(map: &'m BTreeMap<String, ResourceId>, reference: &str) -> Option<&'m ResourceId> {
    let is_key = !reference.bytes().any(|letter| letter.is_ascii_uppercase());
    if is_key { map.get(reference) } else { map.get(&reference::key(reference)) }
}

/// Types by path, in order of the hashes of the paths, each before its path.
#[derive(Debug)]
struct Plain(Vec<(u64, String, FieldType)>);

impl Plain {
    fn of(all: impl Iterator<Item = (FieldType, String)>) -> Self {
        let mut all: Vec<_> = all.map(|(kind, path)| (Self::hash(&path), path, kind)).collect();
        all.sort();
        Self(all)
    }

    /// Only hashes of one program are compared, so that a fixed seed does.
    fn hash(path: &str) -> u64 {
        foldhash::fast::FixedState::default().hash_one(path)
    }

    fn get(&self, path: &str) -> Option<FieldType> {
        let wanted = Self::hash(path);
        let first = self.0.partition_point(|(hash, ..)| *hash < wanted);
        let alike = self.0.get(first..)?.iter().take_while(|(hash, ..)| *hash == wanted);
        alike.into_iter().find(|(_, known, _)| known == path).map(|(.., kind)| *kind)
    }
}

/// References of today win over former ones, and the first of several wins.
fn groups(project: &Project) -> BTreeMap<String, ResourceId> {
    let mut found = BTreeMap::new();
    for resource in project.resources_of(ResourceKind::Variable) {
        found.entry(reference::key(&resource.reference)).or_insert(resource.id);
    }
    for resource in project.resources_of(ResourceKind::Variable) {
        for alias in &resource.aliases {
            found.entry(reference::key(alias)).or_insert(resource.id);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::value::{declared, kind_of, known_paths};
    use crate::catalog::{sample, skills};

    #[test]
    fn an_index_declares_what_the_project_declares() {
        let mut project = sample::project();
        let ids: Vec<ResourceId> = project.resources_of(ResourceKind::Variable).map(|it| it.id).collect();
        let first = std::sync::Arc::make_mut(project.resources.get_mut(&ids[0]).unwrap());
        first.aliases = vec!["former".to_owned(), "Older".to_owned()];
        let lookups = Lookups::default();
        let mut paths: Vec<String> = known_paths(&project).into_iter().collect();
        paths.extend(paths.clone().iter().map(|path| path.to_uppercase()));
        paths.extend(["", "x", "x.y", "call", "call.", "older.name"].map(str::to_owned));
        assert!(paths.len() > 20);
        for path in &paths {
            assert_eq!(lookups.declared(&project, path), declared(&project, path), "{path}");
            for text in ["", "ana@example.com", "+33155001010", "12"] {
                assert_eq!(lookups.kind_of(&project, path, text), kind_of(&project, path, text), "{path} {text}");
            }
        }
        assert_eq!(lookups.locale(&project), Locale::of(&project));
        assert!(project.resources.len() > 20);
        for resource in project.resources.values() {
            let names = [&resource.reference].into_iter().chain(&resource.aliases);
            let names = names.flat_map(|name| [name.clone(), name.to_uppercase(), format!("{name}x")]);
            for name in names.map(ItemRef::Reference).chain([ItemRef::Item(resource.id.0)]) {
                for kind in [resource.data.kind(), ResourceKind::Queue] {
                    assert_eq!(lookups.resolve(&project, kind, &name), project.resolve(kind, &name), "{name:?}");
                }
            }
            let of_queue = match &resource.data {
                ResourceData::Queue(queue) => skills::members(&project, queue),
                _ => Vec::new(),
            };
            let seated = lookups.seated(&project, resource.id).iter();
            assert!(seated.map(|it| (it.member.who, it.resource.id)).eq(of_queue.iter().map(|it| (it.who, it.who))));
        }
        // The first variable has former references, and no path of a read-only group is plain.
        let first = format!("{}.", project.resources[&ids[0]].reference);
        let plain: Vec<&String> = paths.iter().filter(|path| lookups.plain(&project, path).is_some()).collect();
        for path in &plain {
            assert_eq!(lookups.plain(&project, path), declared(&project, path).map(|it| it.kind), "{path}");
            assert!(!path.starts_with("call.") && !path.starts_with("former."), "{path}");
        }
        assert!(plain.iter().any(|path| path.starts_with(&first)), "{plain:?}");
    }
}
