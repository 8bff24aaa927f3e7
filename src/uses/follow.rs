//! References that follow names (spec: ease §1): as long as a reference is the one that the program made from the name, and is written nowhere, it
//! is made again when the name changes.

use crate::catalog::ItemKind;
use crate::catalog::reserved::is_reserved;
use crate::model::project::{self, numbered_reference, reference_from_name};
use crate::model::{Project, ResourceKind};

use super::{ItemId, of};

/// A free reference for an item of a kind with a name: the name in small letters, with a number where that is taken.
#[must_use]
pub fn free_reference(project: &Project, item: ItemId, kind: ItemKind, name: &str) -> String {
    let base = reference_from_name(name);
    let is_taken = |reference: &str| {
        let is_kept = kind == ItemKind::Resource(ResourceKind::Variable) && is_reserved(reference);
        is_kept || item.is_taken(project, kind, reference)
    };
    if is_taken(&base) { project::free_reference(&base, is_taken) } else { base }
}

/// The reference that an item gets with a new name; none where a person has chosen the present one, or it is written somewhere.
#[must_use]
pub fn reference_for_name(project: &Project, item: ItemId, kind: ItemKind, name: &str) -> Option<String> {
    let known = item.known(project)?;
    let is_made = is_from_name(known.reference, known.name) && known.aliases.is_empty();
    // What is written in a reference or a path would have to be written again.
    let is_free = || of(project, item).iter().all(|it| it.written.reference().is_none());
    (is_made && known.name != name && is_free()).then(|| free_reference(project, item, kind, name))
}

/// Whether the program makes such a reference from a name.
fn is_from_name(reference: &str, name: &str) -> bool {
    let base = reference_from_name(name);
    let Some((_, number)) = reference.rsplit_once('_') else { return reference == base };
    let is_numbered = |number: u32| number > 1 && reference == numbered_reference(&base, number);
    reference == base || number.parse().is_ok_and(is_numbered)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::catalog::sample;
    use crate::model::{Resource, ResourceData, ResourceId, Value};

    const CALENDAR: ItemKind = ItemKind::Resource(ResourceKind::Calendar);

    fn with(project: &mut Project, id: u32, name: &str, reference: &str) -> ItemId {
        let resource = Resource {
            id: ResourceId(id),
            name: name.to_owned(),
            reference: reference.to_owned(),
            description: String::new(),
            aliases: Vec::new(),
            data: ResourceData::new(ResourceKind::Calendar),
        };
        project.resources.insert(resource.id, Arc::new(resource));
        ResourceId(id).into()
    }

    #[test]
    fn a_reference_follows_until_a_person_chooses_or_something_names_it() {
        let table = [
            // Name, reference, new name: the new reference.
            ("New calendar", "new_calendar", "Clinic hours", Some("clinic_hours")),
            ("New calendar 2", "new_calendar_2", "Clinic hours", Some("clinic_hours")),
            ("New calendar", "new_calendar_3", "Clinic hours", Some("clinic_hours")),
            ("New calendar", "new_calendar_1", "Clinic hours", None),
            ("New calendar", "hours", "Clinic hours", None),
            ("New calendar", "new_calendar", "New calendar", None),
            // The name of another calendar is taken, as it is written or with other letters.
            ("New calendar", "new_calendar", "Taken", Some("taken_2")),
            ("New calendar", "new_calendar", "TAKEN!", Some("taken_2")),
        ];
        for (name, reference, new, wanted) in table {
            let mut project = sample::project();
            with(&mut project, 900, "Taken", "taken");
            let item = with(&mut project, 901, name, reference);
            assert_eq!(reference_for_name(&project, item, CALENDAR, new).as_deref(), wanted, "{name}, {reference}");
        }
    }

    #[test]
    fn a_written_reference_stays_and_a_choice_by_id_does_not_count() {
        let mut project = sample::project();
        let item = with(&mut project, 901, "New calendar", "new_calendar");
        let (id, version) = project.versions.iter().next().map(|(id, it)| (*id, Arc::clone(it))).unwrap();
        for (value, wanted) in [
            (crate::model::ItemRef::Item(901), Some("clinic_hours")),
            (crate::model::ItemRef::Reference("New_Calendar".to_owned()), None),
        ] {
            let mut version = (*version).clone();
            let action = crate::model::ActionId(777);
            let mut new = crate::model::Action::new(action, "test_schedule");
            new.params.0.insert("calendar".to_owned(), Value::Item(value));
            version.flow.actions.insert(action, Arc::new(new));
            project.versions.insert(id, Arc::new(version));
            assert_eq!(reference_for_name(&project, item, CALENDAR, "Clinic hours").as_deref(), wanted);
        }
    }
}
