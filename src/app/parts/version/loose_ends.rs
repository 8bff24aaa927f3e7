//! The dialog for branches that lead nowhere: it ends the ticked ones on purpose, or leads them all to one action, in one undo step (spec: ease §3).

use egui::Ui;

use crate::actions;
use crate::edit::Edit;
use crate::lint::{self, Diagnostic};
use crate::model::{ActionId, Link, Project, Version, VersionId};

use super::annotations::joined;
use crate::app::command::Command;
use crate::app::cx::Cx;
use crate::app::kit::modal::{ClickOutside, height_in, modal, takes_first_focus};
use crate::app::kit::name::Name;
use crate::app::kit::pick::Pick;
use crate::app::kit::question::{buttons, field};
use crate::app::kit::theme;

/// A branch that leads nowhere, so that customers are dropped there.
#[derive(Clone, Debug, PartialEq, Eq)]
struct LooseEnd {
    from: ActionId,
    branch: String,
    /// The title of the action and the label of the branch.
    words: String,
    is_technical: bool,
    is_ticked: bool,
}

/// The draft of the dialog.
#[derive(Clone, Debug, PartialEq)]
pub struct LooseEndsDraft {
    version: VersionId,
    ends: Vec<LooseEnd>,
    /// The action to which the ticked branches lead; none ends them on purpose.
    to: Option<ActionId>,
}

impl LooseEndsDraft {
    /// The branches of a version that lead nowhere, all ticked.
    #[must_use]
    pub fn new(project: &Project, version: &Version) -> Self {
        Self { version: version.id, ends: loose_ends(project, version), to: None }
    }

    fn ticked(&self) -> impl Iterator<Item = &LooseEnd> {
        self.ends.iter().filter(|end| end.is_ticked)
    }

    fn tick(&mut self, is_wanted: impl Fn(&LooseEnd) -> bool) {
        for end in &mut self.ends {
            end.is_ticked = is_wanted(end);
        }
    }

    /// The edits for the ticked branches.
    fn edits(&self) -> impl Iterator<Item = Edit> {
        let link = self.to.map_or(Link::EndsHere, Link::To);
        self.ticked().map(move |end| Edit::SetLink {
            version: self.version,
            from: end.from,
            branch: end.branch.clone(),
            link: Some(link),
        })
    }
}

/// Whether a problem is a branch that leads nowhere.
#[must_use]
pub fn is_loose_end(problem: &Diagnostic) -> bool {
    problem.code == "dropped-branch"
}

fn loose_ends(project: &Project, version: &Version) -> Vec<LooseEnd> {
    let tree = project.tree_type_of(version.id);
    let fixes = lint::check_version(project, version).into_iter().filter(is_loose_end);
    let found = fixes.filter_map(|problem| problem.fix?.1.into_iter().next()).filter_map(|edit| {
        let Edit::SetLink { from, branch, .. } = edit else { return None };
        let action = version.flow.actions.get(&from)?;
        let all = actions::spec_of(action)?.branches(action, tree);
        let known = all.into_iter().find(|it| *it.key == *branch)?;
        let words = format!("{}: {}", actions::title(action), known.label);
        Some(LooseEnd { from, branch, words, is_technical: known.is_technical, is_ticked: true })
    });
    found.collect()
}

/// The height of the list, and of what is around it, in points.
const LIST: f32 = 260.0;
const AROUND: f32 = 220.0;

/// Draws the dialog. Returns whether it stays open.
pub fn loose_ends_ui(ui: &Ui, draft: &mut LooseEndsDraft, cx: &Cx<'_>, commands: &mut Vec<Command>) -> bool {
    let Some(version) = cx.project().versions.get(&draft.version) else { return false };
    let mut pressed = (false, false);
    let stays = modal(ui, "loose-ends", "Branches that lead nowhere", 480.0, ClickOutside::Ignored, |ui| {
        if draft.ends.is_empty() {
            pressed.0 = nothing_ui(ui);
            return;
        }
        ticks_ui(ui, draft);
        target_ui(ui, draft, cx, version);
        let count = draft.ticked().count();
        let branches = if count == 1 { "1 branch".to_owned() } else { format!("{count} branches") };
        let words = match draft.to {
            None => format!("End {branches} on purpose"),
            Some(_) => format!("Lead {branches} there"),
        };
        pressed = buttons(ui, &words, count > 0);
    });
    if pressed.1 {
        let tag = Some(joined(cx.document.revision()));
        commands.extend(draft.edits().map(|edit| Command::Edit(Box::new(edit), tag)));
    }
    stays && !pressed.0
}

/// Draws that there is nothing to choose. Returns whether the button was pressed.
fn nothing_ui(ui: &mut Ui) -> bool {
    ui.label("Every branch of this version leads somewhere or is ended on purpose.");
    ui.add_space(6.0);
    let close = ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| ui.button("Close")).inner;
    if takes_first_focus(ui) {
        close.request_focus();
    }
    close.clicked()
}

/// Draws the branches with their ticks.
fn ticks_ui(ui: &mut Ui, draft: &mut LooseEndsDraft) {
    ui.add(egui::Label::new("Customers are dropped at the end of these branches. Tick those that you mean.").wrap());
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        if ui.button("All").clicked() {
            draft.tick(|_| true);
        }
        if ui.button("Technical ones").on_hover_text("Branches by which something fails").clicked() {
            draft.tick(|end| end.is_technical);
        }
        if ui.button("None").clicked() {
            draft.tick(|_| false);
        }
    });
    ui.add_space(4.0);
    let most = height_in(ui.ctx(), LIST, AROUND);
    egui::ScrollArea::vertical().max_height(most).auto_shrink([false, true]).show(ui, |ui| {
        for end in &mut draft.ends {
            ui.checkbox(&mut end.is_ticked, theme::for_display(end.words.as_str()));
        }
    });
    ui.add_space(8.0);
}

/// Draws the choice of what becomes of the ticked branches.
fn target_ui(ui: &mut Ui, draft: &mut LooseEndsDraft, cx: &Cx<'_>, version: &Version) {
    const ENDS: &str = "End there on purpose";
    field(ui, "What becomes of them", |ui, _| {
        let name = Name::plain("What becomes of them", "");
        let title = |id: ActionId| version.flow.actions.get(&id).map(|action| actions::title(action).to_owned());
        let current = draft.to.and_then(title).map_or_else(|| ENDS.to_owned(), |title| format!("Lead to {title}"));
        let pick = Pick {
            salt: "target",
            name: &name,
            current: theme::for_display(current.as_str()).into(),
            width: ui.available_width(),
            is_enabled: true,
        };
        let shape = actions::shape(&version.flow, cx.project().tree_type_of(version.id));
        let options = || {
            let actions = shape.order.iter().filter_map(|id| version.flow.actions.get(id)).filter(|it| !it.is_start());
            let leads =
                actions.map(|it| (Some(it.id), format!("Lead to {}", actions::title(it)), draft.to == Some(it.id)));
            std::iter::once((None, ENDS.to_owned(), draft.to.is_none())).chain(leads).collect()
        };
        if let Some(chosen) = pick.show(ui, options) {
            draft.to = chosen;
        }
    });
}
