//! A question about places: each is a link that jumps there. Where something is used and cannot be deleted, another one
//! can be named in its place everywhere.

use egui::{ComboBox, Label, Link, ScrollArea, Ui};

use crate::edit::Edit;
use crate::model::Project;
use crate::uses::{Site, Target};

use super::super::command::{Command, Tab};
use super::super::theme;
use super::confirm::{Button, Confirm, Weight, buttons_ui};

/// Height of a place, which is also its target under the pointer.
const PLACE: f32 = 24.0;
/// Most height of the list of places.
const LIST: f32 = 264.0;

/// A question about places.
#[derive(Clone, Debug, PartialEq)]
pub struct Places {
    /// What is asked. The first line stands above the places, the others below.
    pub question: Confirm,
    /// The places in words, and where each leads.
    pub places: Vec<(Site, String)>,
    /// What can be named in the place of what.
    pub replace: Option<Replace>,
}

/// Something that is used, and what can be named in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Replace {
    from: Target,
    noun: String,
    to: Option<Target>,
    options: Vec<(Target, String)>,
    /// Whether versions that may not be edited name it: then it cannot be deleted.
    is_stuck: bool,
}

impl Replace {
    /// The choice among all others of the kind.
    #[must_use]
    pub fn new(project: &Project, from: Target, is_stuck: bool) -> Option<Self> {
        let kind = from.known(project)?.kind;
        let others = from.others(project, kind).filter(|(_, it)| it.kind == kind);
        let mut options: Vec<(Target, String)> =
            others.map(|(target, it)| (target, format!("{} ({})", it.name, it.reference))).collect();
        options.sort_by(|(_, one), (_, other)| one.cmp(other));
        Some(Self { from, noun: kind.in_sentence(), to: None, options, is_stuck })
    }
}

/// Shows the place: its page, its card, its form.
#[must_use]
pub fn shown(site: Site) -> Command {
    match site {
        Site::Action(place) => Command::Reveal(place),
        Site::Resource(id) => Command::OpenTab(Tab::Resource(id)),
        Site::EntryPoint(id) => Command::OpenTab(Tab::EntryPoint(id)),
        Site::Caller(id) => Command::OpenTab(Tab::Caller(id)),
        Site::World(id) => Command::OpenTab(Tab::World(id)),
    }
}

/// Whether it stays open.
pub(super) fn places_ui(ui: &Ui, dialog: &mut Places, commands: &mut Vec<Command>) -> bool {
    let mut is_answered = false;
    let stays = super::modal(ui, "places", &dialog.question.title, 560.0, |ui| {
        let mut lines = dialog.question.lines.iter();
        if let Some(first) = lines.next() {
            ui.add(Label::new(theme::read(first)).wrap());
        }
        is_answered |= list_ui(ui, &dialog.places, commands);
        for line in lines {
            ui.add(Label::new(theme::read(line)).wrap());
        }
        let mut buttons = dialog.question.buttons.clone();
        if let Some(replace) = &mut dialog.replace {
            replace_ui(ui, replace);
            buttons.extend(replace_buttons(replace));
        }
        ui.add_space(10.0);
        is_answered |= buttons_ui(ui, &buttons, commands);
    });
    stays && !is_answered
}

/// The places; whether one of them was chosen.
fn list_ui(ui: &mut Ui, places: &[(Site, String)], commands: &mut Vec<Command>) -> bool {
    let mut is_chosen = false;
    ui.add_space(4.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().max_height(LIST).auto_shrink([false, true]).show_rows(
        ui,
        PLACE,
        places.len(),
        |ui, seen| {
            for (index, (site, words)) in places.iter().enumerate().skip(seen.start).take(seen.len()) {
                ui.push_id(index, |ui| {
                    ui.allocate_ui_with_layout(
                        egui::Vec2::new(ui.available_width(), PLACE),
                        egui::Layout::left_to_right(egui::Align::Center),
                        |ui| {
                            ui.set_min_height(PLACE);
                            if ui.add(Link::new(words)).clicked() {
                                commands.push(shown(*site));
                                is_chosen = true;
                            }
                        },
                    );
                });
            }
        },
    );
    ui.add_space(8.0);
    ui.spacing_mut().item_spacing.y = 4.0;
    is_chosen
}

fn replace_ui(ui: &mut Ui, replace: &mut Replace) {
    ui.add_space(4.0);
    if replace.options.is_empty() {
        let words = format!("There is no other {} to name in its place. Create one first.", replace.noun);
        ui.add(Label::new(theme::weak(ui, words, theme::SMALL)).wrap());
        return;
    }
    let words = |id: Target| replace.options.iter().find(|(option, _)| *option == id).map(|(_, words)| words.as_str());
    let chosen = replace.to.and_then(words).map_or_else(|| format!("Choose another {}", replace.noun), str::to_owned);
    let mut to = replace.to;
    let label = ui.label(theme::weak(ui, "Name in its place", theme::SMALL));
    ComboBox::from_id_salt("replace")
        .width(ui.available_width())
        .selected_text(chosen)
        .show_ui(ui, |ui| {
            for (id, words) in &replace.options {
                ui.selectable_value(&mut to, Some(*id), words);
            }
        })
        .response
        .labelled_by(label.id);
    replace.to = to;
    if replace.is_stuck {
        let words = "Versions that may not be edited go on naming it, so it cannot be deleted yet.";
        ui.add(Label::new(theme::weak(ui, words, theme::SMALL)).wrap());
    }
}

fn replace_buttons(replace: &Replace) -> Vec<Button> {
    if replace.options.is_empty() {
        return Vec::new();
    }
    let button = |label: &str, delete: bool, weight| {
        let edit = |to| Command::edit(Edit::ReplaceEverywhere { from: replace.from, to, delete });
        Button { label: label.to_owned(), command: replace.to.map(edit), weight, is_enabled: replace.to.is_some() }
    };
    let main = if replace.is_stuck { Weight::Primary } else { Weight::Plain };
    let mut buttons = vec![button("Replace everywhere", false, main)];
    if !replace.is_stuck {
        buttons.push(button("Replace everywhere and delete", true, Weight::Primary));
    }
    buttons
}
