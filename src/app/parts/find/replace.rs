//! Find and replace: a text in the titles, comments and texts of actions, with what each place would say (spec: designer §2).

use std::sync::Arc;

use egui::{ScrollArea, Ui};

use super::excerpt;
use crate::actions;
use crate::edit::{Edit, TextHit, TextHits, text_hits};
use crate::model::{ActionRef, Project, VersionId};

use crate::app::command::Command;
use crate::app::cx::Cx;
use crate::app::kit::modal::{ClickOutside, height_in, modal, takes_first_focus};
use crate::app::kit::question::field;
use crate::app::kit::text_input::{MAX_TEXT, one_line};
use crate::app::kit::theme;

/// The height of the list, and of what is around it, in points.
const LIST: f32 = 320.0;
const AROUND: f32 = 230.0;
/// The most places that are listed.
const MOST: usize = 100;

/// The inputs of a list of places.
type MadeOf = (String, String, Option<VersionId>, u64);

/// What is typed into the dialog, and what was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReplaceDraft {
    /// The text to replace.
    pub from: String,
    /// What takes its place.
    pub to: String,
    /// The version shown when the dialog opened.
    version: Option<VersionId>,
    /// Whether all versions are searched.
    is_everywhere: bool,
    known: Option<(MadeOf, Arc<TextHits>)>,
}

impl ReplaceDraft {
    /// The dialog with a text to replace.
    #[must_use]
    pub fn new(cx: &Cx<'_>, from: String) -> Self {
        Self { from, version: cx.version_shown(), ..Self::default() }
    }

    fn hits(&mut self, cx: &Cx<'_>) -> Arc<TextHits> {
        let scope = self.version.filter(|_| !self.is_everywhere);
        let key = (self.from.clone(), self.to.clone(), scope, cx.document.revision());
        if let Some((_, hits)) = self.known.as_ref().filter(|(of, _)| *of == key) {
            return hits.clone();
        }
        let hits = Arc::new(text_hits(cx.project(), scope, &self.from, &self.to));
        self.known = Some((key, hits.clone()));
        hits
    }

    fn edit(&self, actions: Vec<ActionRef>) -> Command {
        Command::edit(Edit::ReplaceText { from: self.from.clone(), to: self.to.clone(), actions })
    }
}

/// Draws the dialog. Returns whether it stays open.
pub fn replace_ui(ui: &Ui, draft: &mut ReplaceDraft, cx: &Cx<'_>, commands: &mut Vec<Command>) -> bool {
    let mut is_closed = false;
    let stays = modal(ui, "replace", "Find and replace", 640.0, ClickOutside::Ignored, |ui| {
        fields_ui(ui, draft);
        let hits = draft.hits(cx);
        ScrollArea::vertical().max_height(height_in(ui.ctx(), LIST, AROUND)).auto_shrink([false, true]).show(
            ui,
            |ui| {
                for hit in hits.hits.iter().take(MOST) {
                    hit_ui(ui, draft, cx.project(), hit, commands);
                }
            },
        );
        for words in remarks(cx.project(), draft, &hits) {
            ui.label(theme::weak(ui, words, theme::SMALL));
        }
        ui.add_space(6.0);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let words = match hits.hits.len() {
                0 | 1 => "Replace".to_owned(),
                count => format!("Replace all {count}"),
            };
            if ui.add_enabled(!hits.hits.is_empty(), theme::primary_button(ui, &words)).clicked() {
                let actions = hits.hits.iter().map(|hit| hit.place).collect();
                commands.push(draft.edit(actions));
            }
            is_closed = ui.button("Close").clicked();
        });
    });
    stays && !is_closed
}

fn fields_ui(ui: &mut Ui, draft: &mut ReplaceDraft) {
    ui.columns(2, |columns| {
        let [left, right] = columns else { return };
        field(left, "Find", |ui, label| {
            let edit = one_line(&mut draft.from, MAX_TEXT).desired_width(f32::INFINITY);
            let input = ui.add(edit).labelled_by(label);
            if takes_first_focus(ui) {
                input.request_focus();
            }
        });
        field(right, "Replace with", |ui, label| {
            ui.add(one_line(&mut draft.to, MAX_TEXT).desired_width(f32::INFINITY)).labelled_by(label);
        });
    });
    ui.horizontal(|ui| {
        let has_version = draft.version.is_some();
        for (everywhere, words) in [(false, "In this version"), (true, "In all versions")] {
            let is_current = (draft.is_everywhere || !has_version) == everywhere;
            let label = egui::Button::selectable(is_current, words);
            if ui.add_enabled(has_version || everywhere, label).clicked() {
                draft.is_everywhere = everywhere;
            }
        }
    });
    ui.add_space(4.0);
}

/// Draws a place: what it says now, what it would say, and a button.
fn hit_ui(ui: &mut Ui, draft: &ReplaceDraft, project: &Project, hit: &TextHit, commands: &mut Vec<Command>) {
    let Some(version) = project.versions.get(&hit.place.version) else { return };
    let Some(action) = version.flow.actions.get(&hit.place.action) else { return };
    let title = theme::for_display(actions::title(action));
    ui.horizontal(|ui| {
        let button = ui.button("Replace");
        let spoken = format!("Replace in {title}, {}", version.info.name);
        button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, spoken.clone()));
        if button.clicked() {
            commands.push(draft.edit(vec![hit.place]));
        }
        ui.vertical(|ui| {
            ui.horizontal(|ui| {
                ui.label(theme::strong(title.clone(), theme::BODY));
                ui.label(theme::weak(ui, version.info.name.as_str(), theme::SMALL));
            });
            for text in &hit.texts {
                let (before, after) = (excerpt(&text.before, &draft.from), excerpt(&text.after, &draft.to));
                let before = theme::for_display(format!("{}: {before}", text.label));
                ui.add(egui::Label::new(theme::weak(ui, before, theme::SMALL)).truncate());
                ui.add(egui::Label::new(theme::for_display(after)).truncate());
            }
        });
    });
    ui.add_space(4.0);
}

/// What is said below the list.
fn remarks(project: &Project, draft: &ReplaceDraft, hits: &TextHits) -> Vec<String> {
    let mut said = Vec::new();
    if draft.from.is_empty() {
        let words = "Titles, comments and texts of actions are searched. Placeholders such as {{customer.name}} stay as they are.";
        said.push(words.to_owned());
    } else if hits.hits.is_empty() && hits.read_only.is_empty() {
        said.push("No matches".to_owned());
    }
    if hits.hits.len() > MOST {
        let more = hits.hits.len() - MOST;
        said.push(format!("{more} more actions are not listed; the button below changes them, too."));
    }
    let names: Vec<String> = hits
        .read_only
        .iter()
        .filter_map(|id| project.versions.get(id))
        .map(|version| format!("\"{}\" ({})", version.info.name, version.info.status.words().to_lowercase()))
        .collect();
    if !names.is_empty() {
        said.push(format!("Left out, since read-only: {}.", names.join(", ")));
    }
    said
}
