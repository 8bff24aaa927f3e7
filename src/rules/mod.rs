//! The rules by which calls run: their number, and the rules that changed with it (spec: meaning §11). A project of an
//! earlier schema runs by the present rules, and its trees stay as they are. So a tree can mean something else than
//! before, and the table of changed rules says where.

mod asks;
mod changed;
mod seen;
#[cfg(test)]
mod tests;

use crate::actions;
use crate::model::{ActionRef, Project, Version};
use crate::uses;

pub use changed::CHANGED;
use seen::Seen;

/// The number of the rules. It is raised when a call can run differently than before; a test execution keeps the number by which it ran.
pub const NUMBER: u32 = 4;

/// A rule that means something else than in schema 1.
pub struct ChangedRule {
    /// A stable name.
    pub id: &'static str,
    /// What the rule says now, as a sentence.
    pub words: &'static str,
    /// Whether an action does something to which the rule applies.
    applies: fn(&Seen<'_>) -> bool,
}

/// An action to which changed rules apply.
pub struct ChangedPlace {
    /// The action.
    pub action: ActionRef,
    /// The action and its version in words: *"Main menu" in version "v8" of "Claims line"*.
    pub words: String,
    /// The changed rules.
    pub rules: Vec<&'static ChangedRule>,
}

/// The actions to which changed rules apply, of the versions that are read-only or in test: customers or testers reach these versions.
#[must_use]
pub fn changed_places(project: &Project) -> Vec<ChangedPlace> {
    let is_reached = |version: &&Version| version.info.status.is_read_only() || version.info.in_test;
    let versions = project.versions.values().map(|version| &**version).filter(is_reached);
    versions.flat_map(|version| in_version(project, version)).collect()
}

fn in_version(project: &Project, version: &Version) -> Vec<ChangedPlace> {
    let tree = project.tree_type_of(version.id);
    let in_test = if version.info.in_test { ", in test" } else { "" };
    let words = format!("{}{in_test}", uses::version_words(project, version));
    let place = |action| {
        let seen = Seen { project, tree, flow: &version.flow, action };
        let rules: Vec<&ChangedRule> = CHANGED.iter().filter(|rule| (rule.applies)(&seen)).collect();
        let title = actions::title(action);
        (!rules.is_empty()).then(|| ChangedPlace {
            action: ActionRef { version: version.id, action: action.id },
            words: format!("\"{title}\" in {words}"),
            rules,
        })
    };
    version.flow.actions.values().filter_map(|action| place(action)).collect()
}
