//! What is looked up in a project again and again while calls run: indexes of values tables, declarations of variables, where texts are
//! written. Each is made when it is first needed, and holds for the one project that all calls of a scene share.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono_tz::Tz;

use crate::model::resource::{FieldType, ValuesTable};
use crate::model::{Project, ResourceId, ResourceKind, reference};

use super::declared::{Declared, declared_by, kind_in};
use super::table::Tables;
use super::{Locale, Value};

/// What is looked up again and again in one project.
#[derive(Debug, Default)]
pub struct Lookups {
    tables: Tables,
    /// The variables by their references of today and by former ones, as keys of references.
    groups: OnceLock<BTreeMap<String, ResourceId>>,
    /// The zone and the country of the project.
    place: OnceLock<(Option<Tz>, String)>,
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
            let is_key = !group.bytes().any(|letter| letter.is_ascii_uppercase());
            let id = if is_key { groups.get(group) } else { groups.get(&reference::key(group)) };
            project.resources.get(id?)
        })
    }

    /// The type of the variable with a path that has this text; none when there is no such variable.
    #[must_use]
    pub fn kind_of(&self, project: &Project, path: &str, text: &str) -> Option<FieldType> {
        let kind = self.declared(project, path)?.kind;
        Some(kind_in(kind, path, text, || self.locale(project)))
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
    use crate::catalog::sample;
    use crate::catalog::value::{declared, kind_of, known_paths};

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
    }
}
