//! Where used (spec: domain §2): every place of a project that names a resource or a routing, by item, by reference, by
//! a former reference, or by the path of a variable. Used by deletion, renaming and replacement, and by the window.

mod dependencies;
mod follow;
mod holders;
mod item;
mod leads;
mod names;
mod rewrite;
mod scenarios;
mod test_calls;

use std::sync::Arc;

use crate::actions;
use crate::catalog::value::declared;
use crate::catalog::{ItemKind, expression, template};
use crate::model::reference::{self, is_same};
use crate::model::{Action, ActionRef, ItemRef, Place, Project, RoutingId, Status, Version};

pub use dependencies::dependencies_of;
pub use follow::{free_reference, reference_for_name};
pub use holders::item_words;
pub use item::{ItemId, Known};
pub use leads::{Lead, leads_of};
pub use names::{Label, Name};
pub use rewrite::Rewrite;
pub use scenarios::{remember_names_of_scenario, texts_of_scenario};
pub use test_calls::{Target, remember_names, texts_of_test_call};

/// How an item is named in a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Written {
    /// By id.
    Item,
    /// By its current or a former reference.
    Reference(String),
    /// By the path of a field of a variable.
    Path(String),
}

impl Written {
    /// The written reference: of the item, or of the variable before its field.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        match self {
            Self::Item => None,
            Self::Reference(reference) => Some(reference),
            Self::Path(path) => path.split('.').next(),
        }
    }

    /// Whether this reference is written, in whatever case.
    #[must_use]
    pub fn has_reference(&self, reference: &str) -> bool {
        self.reference().is_some_and(|written| is_same(written, reference))
    }

    /// The written field of a variable.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Path(path) => path.split_once('.').map(|(_, field)| field),
            _ => None,
        }
    }
}

/// A use of an item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// The object that names the item.
    pub place: Place,
    /// The label of the field on the form or the page.
    pub field: String,
    /// How the item is named there.
    pub written: Written,
}

impl Use {
    /// Whether the use prevents that what is used is deleted. A test call and a scenario keep the name of what is deleted.
    #[must_use]
    pub fn prevents_deletion(&self) -> bool {
        !matches!(self.place, Place::TestCall(_) | Place::Scenario(_))
    }

    /// Whether the use is in a read-only version.
    #[must_use]
    pub fn is_read_only(&self, project: &Project) -> bool {
        version_of(project, self.place).is_some_and(|version| version.info.status.is_read_only())
    }
}

fn version_of(project: &Project, place: Place) -> Option<&Version> {
    project.versions.get(&place.version()?).map(|version| &**version)
}

/// Every use of a resource, a routing or an entry point: resources, entry points, callers and worlds first, then actions, then test calls.
#[must_use]
pub fn of(project: &Project, item: ItemId) -> Vec<Use> {
    let Some(wanted) = Wanted::new(project, item) else { return Vec::new() };
    let mut found = Vec::new();
    holders::uses(project, &wanted, &mut found);
    for version in project.versions.values() {
        for action in version.flow.actions.values() {
            let place = Place::Action(ActionRef { version: version.id, action: action.id });
            wanted.in_action(action, &mut |field, written| {
                found.push(Use { place, field: field.to_string(), written });
            });
        }
    }
    test_calls::uses(project, &wanted, &mut found);
    scenarios::uses(project, item.into(), &mut found);
    // Two terms of one condition count as one place.
    found.dedup();
    found
}

/// Every use of an item, or of a caller, a world or an action in test calls and scenarios.
#[must_use]
pub fn of_target(project: &Project, target: Target) -> Vec<Use> {
    match target {
        Target::Item(item) => of(project, item),
        Target::Caller(_) | Target::World(_) | Target::Action(..) => {
            let mut found = test_calls::of_target(project, target);
            scenarios::uses(project, target, &mut found);
            found
        }
    }
}

/// Every use that prevents that a routing is deleted: its own versions and test calls are deleted with it, and other test calls keep its name.
#[must_use]
pub fn from_outside(project: &Project, routing: RoutingId) -> Vec<Use> {
    let is_own = |it: &Use| version_of(project, it.place).is_some_and(|version| version.info.routing == routing);
    let mut used = of(project, ItemId::Routing(routing));
    used.retain(|it| it.prevents_deletion() && !is_own(it));
    used
}

/// Whether an action reads the reference of an item of this kind from a variable: then a former reference can still occur
/// at run time, even if the project does not contain it.
#[must_use]
pub fn may_come_from_a_variable(project: &Project, kind: ItemKind) -> bool {
    let mut is_read = false;
    for action in project.versions.values().flat_map(|version| version.flow.actions.values()) {
        names::in_action(action, &mut |_, name| {
            is_read |= matches!(name, Name::Item(Some(of), ItemRef::Variable(_)) if of.shares_references_with(kind));
        });
    }
    is_read
}

/// The wanted item: its id and its references.
struct Wanted<'a> {
    project: &'a Project,
    id: u32,
    kind: ItemKind,
    names: Vec<&'a str>,
}

impl<'a> Wanted<'a> {
    fn new(project: &'a Project, item: ItemId) -> Option<Self> {
        let known = item.known(project)?;
        Some(Self { project, id: item.id(), kind: known.kind, names: known.references().collect() })
    }

    fn is_variable(&self) -> bool {
        self.kind == ItemKind::Resource(crate::model::ResourceKind::Variable)
    }

    fn has_path(&self, path: &str) -> bool {
        self.is_variable() && path.split_once('.').is_some_and(|(group, _)| self.names.contains(&group))
    }

    /// A quick check: most texts name nothing and need no parsing.
    fn may_be_in(&self, text: &str) -> bool {
        self.names.iter().any(|name| text.contains(name))
    }

    fn in_action(&self, action: &Action, see: &mut dyn FnMut(&Label<'_>, Written)) {
        names::in_action(action, &mut |label, name| self.in_name(&name, &mut |written| see(label, written)));
    }

    fn in_name(&self, name: &Name<'_>, see: &mut dyn FnMut(Written)) {
        let mut path = |path: &str| see(Written::Path(path.to_owned()));
        match name {
            Name::Item(_, ItemRef::Item(id)) if *id == self.id => see(Written::Item),
            Name::Item(kind, ItemRef::Reference(reference))
                if kind.is_none_or(|kind| kind.shares_references_with(self.kind))
                    && self.names.iter().any(|name| is_same(name, reference)) =>
            {
                see(Written::Reference(reference.clone()));
            }
            Name::Item(_, ItemRef::Variable(found)) if self.has_path(found) => path(found),
            Name::Path(found) | Name::Loose(found) if self.has_path(found.trim()) => path(found.trim()),
            Name::Text(text) if self.is_variable() && self.may_be_in(text) => {
                template::paths(text).filter(|found| self.has_path(found)).for_each(path);
            }
            Name::Expression(text) if self.is_variable() && self.may_be_in(text) => {
                for named in expression::names(text, &|path| declared(self.project, path).is_some()) {
                    if self.names.contains(&named.group.as_str()) {
                        path(&format!("{}.{}", named.group, named.field));
                    }
                }
            }
            Name::Foreign(text) => self.in_foreign(text, see),
            _ => {}
        }
    }

    /// In unreadable parameters, anything that looks like a name counts as a use.
    fn in_foreign(&self, text: &str, see: &mut dyn FnMut(Written)) {
        if text.contains(&format!("Item({})", self.id)) {
            see(Written::Item);
        }
        let folded = reference::key(text);
        for name in &self.names {
            if folded.contains(&reference::key(&format!("Reference(\"{name}\")"))) {
                see(Written::Reference((*name).to_owned()));
            }
            let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
            let path = format!("{name}.");
            let mut starts = text.match_indices(&path).map(|(at, _)| text.get(..at).unwrap_or_default());
            if self.is_variable() && starts.any(|before| !before.ends_with(is_part)) {
                see(Written::Path(path.clone()));
            }
        }
    }
}

/// A use in words: *"Main menu" in version "v8" of "Claims line" (Queue)*, *team "Front desk" (Members)*.
#[must_use]
pub fn words(project: &Project, used: &Use) -> String {
    format!("{} ({})", place_words(project, used.place), used.field)
}

fn place_words(project: &Project, place: Place) -> String {
    let named = |noun: &str, name: Option<&str>| format!("{noun} \"{}\"", name.unwrap_or_default());
    let in_version = |version: Option<&Arc<Version>>| version.map_or_else(String::new, |it| version_words(project, it));
    match place {
        Place::Action(at) => {
            let version = project.versions.get(&at.version);
            let action = version.and_then(|version| version.flow.actions.get(&at.action));
            let title = action.map_or("", |action| actions::title(action));
            format!("\"{title}\" in {}", in_version(version))
        }
        Place::Version(id) => in_version(project.versions.get(&id)),
        Place::EntryPoint(id) => named("entry point", project.entry_points.get(&id).map(|it| it.name.as_str())),
        Place::Resource(id) => {
            let found = project.resources.get(&id);
            let noun = found.map_or_else(String::new, |it| it.data.kind().in_sentence());
            named(&noun, found.map(|it| it.name.as_str()))
        }
        Place::Caller(id) => named("caller", project.callers.get(&id).map(|it| it.name.as_str())),
        Place::World(id) => named("world", project.worlds.get(&id).map(|it| it.name.as_str())),
        Place::TestCall(id) => named("test call", project.test_calls.get(&id).map(|it| it.name.as_str())),
        Place::Scenario(id) => named("scenario", project.scenarios.get(&id).map(|it| it.name.as_str())),
        Place::Phrases(_) => "the phrases".to_owned(),
        Place::Settings => "the settings".to_owned(),
    }
}

/// *version "v8" of "Claims line"*, with its status if it is read-only.
#[must_use]
pub fn version_words(project: &Project, version: &Version) -> String {
    let status = match version.info.status {
        Status::InDevelopment => String::new(),
        status => format!(", {}", status.words().to_lowercase()),
    };
    format!("{}{status}", named(project, version))
}

/// *version "v8" of "Claims line"*: versions of several routings can have the same name.
#[must_use]
pub fn named(project: &Project, version: &Version) -> String {
    let routing = project.routings.get(&version.info.routing).map_or("", |routing| routing.name.as_str());
    format!("version \"{}\" of \"{routing}\"", version.info.name)
}
