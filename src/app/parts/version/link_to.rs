//! The search box that links a branch to an action of the tree.

use egui::Ui;

use crate::actions;
use crate::edit::Edit;
use crate::model::{Action, ActionId, Link, VersionId};

use crate::app::command::Command;
use crate::app::cx::Cx;
use crate::app::kit::icon::KindIcon;
use crate::app::kit::search_list::{Found, SearchBox, list_ui, matches};

/// The search for the action to which a branch leads.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetFinder {
    /// The version.
    version: VersionId,
    /// The action with the branch.
    from: ActionId,
    /// The branch.
    branch: String,
    /// The typed text.
    text: String,
    /// The current row, which Enter chooses.
    line: usize,
}

impl TargetFinder {
    /// A search for the target of a branch.
    #[must_use]
    pub fn new(version: VersionId, from: ActionId, branch: String) -> Self {
        Self { version, from, branch, text: String::new(), line: 0 }
    }
}

/// Draws the search box. Returns whether it stays open.
pub fn target_ui(ui: &Ui, finder: &mut TargetFinder, cx: &Cx<'_>, commands: &mut Vec<Command>) -> bool {
    let Some(version) = cx.project().versions.get(&finder.version) else { return false };
    let kind_of =
        |action: &Action| actions::spec_of(action).map_or(action.kind.as_str(), |spec| spec.short()).to_owned();
    let shape = actions::shape(&version.flow, cx.project().tree_type_of(finder.version));
    let others = shape.order.iter().filter_map(|id| version.flow.actions.get(id)).filter(|action| !action.is_start());
    let found: Vec<Found> = others
        .filter(|action| matches(&finder.text, &format!("{} {}", actions::title(action), kind_of(action))))
        .map(|action| {
            let link = Some(Link::To(action.id));
            let (from, branch) = (finder.from, finder.branch.clone());
            let edit = Command::edit(Edit::SetLink { version: finder.version, from, branch, link });
            let icon = actions::spec_of(action).map(KindIcon::of);
            Found {
                icon,
                ..Found::spoken(actions::title(action), format!("{}, no. {}", kind_of(action), action.id), edit)
            }
        })
        .collect();
    let search = SearchBox::new("find-target", "Link to which action");
    list_ui(ui, &search, (&mut finder.text, &mut finder.line), &found, |_| {}, commands)
}
