//! The actions that test calls name, as the newest version of their routing has them.

use crate::catalog::Branch;
use crate::model::named::name_or_deleted;
use crate::model::{Action, Project, TestedAction, Version};

use super::{spec_of, title};

impl TestedAction {
    /// The action in the newest version of the routing that has it, if there is one.
    fn newest_in<'a>(&self, project: &'a Project) -> Option<(&'a Version, &'a Action)> {
        let versions = project.versions_of(self.routing);
        let found = versions.filter_map(|version| Some((&**version, &**version.flow.actions.get(&self.action)?)));
        found.max_by_key(|(version, _)| version.id)
    }

    /// The title in the newest version of the routing that has the action, if there is one.
    #[must_use]
    pub fn title_in<'a>(&self, project: &'a Project) -> Option<&'a str> {
        self.newest_in(project).map(|(_, action)| title(action))
    }

    /// The label of a branch of the action in that version; the key where there is no such branch.
    #[must_use]
    pub fn branch_words(&self, project: &Project, key: &str) -> String {
        let label = self.branches(project).into_iter().find(|branch| branch.key == key).map(|branch| branch.label);
        label.unwrap_or_else(|| key.to_owned())
    }

    /// The branches of the action in that version; none where there is no such action.
    #[must_use]
    pub fn branches(&self, project: &Project) -> Vec<Branch> {
        let found = self.newest_in(project);
        let branches =
            found.and_then(|(version, it)| Some(spec_of(it)?.branches(it, project.tree_type_of(version.id))));
        branches.unwrap_or_default()
    }

    /// The current title of the action, or *Main menu, deleted*.
    #[must_use]
    pub fn words(&self, project: &Project) -> String {
        name_or_deleted(self.title_in(project), &self.title, self.action)
    }

    /// Remembers the current title. A deleted action keeps the title that was remembered last.
    pub fn remember(&mut self, project: &Project) {
        if let Some(title) = self.title_in(project).filter(|title| *title != self.title) {
            self.title = title.to_owned();
        }
    }
}
