//! The dialog for a new routing, a copy of a routing, or the settings of one.

use egui::{DragValue, Ui};

use crate::catalog::text::name_of_copy;
use crate::edit::Edit;
use crate::model::project::{free_reference, reference_from_name};
use crate::model::{Channel, PathsRule, Project, Recording, Routing, RoutingId, RoutingRules, RoutingType};

use crate::app::command::Command;
use crate::app::kit::modal::{ClickOutside, height_in, modal, takes_first_focus};
use crate::app::kit::question::{buttons, field};
use crate::app::kit::text_input::{self, MAX_NAME, MAX_TEXT};
use crate::app::kit::theme;

/// A routing to be created, copied or changed.
#[derive(Clone, Debug, PartialEq)]
pub struct RoutingDraft {
    /// The routing that is copied.
    pub copy_of: Option<RoutingId>,
    /// The routing; id 0 means a new one.
    pub routing: Routing,
    /// Whether the reference still follows the name.
    pub follows_name: bool,
}

impl RoutingDraft {
    /// A new routing.
    #[must_use]
    pub fn new() -> Self {
        Self { copy_of: None, routing: Routing::default(), follows_name: true }
    }
}

impl RoutingDraft {
    /// The settings of a routing.
    #[must_use]
    pub fn settings(routing: &Routing) -> Self {
        Self { copy_of: None, routing: routing.clone(), follows_name: false }
    }

    /// A copy of a routing, under a free name and reference.
    #[must_use]
    pub fn copying(project: &Project, routing: &Routing) -> Self {
        let is_name = |name: &str| project.routings.values().any(|it| it.name == name);
        let is_reference = |name: &str| project.routing_by_reference(name).is_some();
        let copy = Routing {
            id: RoutingId(0),
            name: name_of_copy(&routing.name, is_name),
            reference: free_reference(&routing.reference, is_reference),
            aliases: Vec::new(),
            ..routing.clone()
        };
        Self { copy_of: Some(routing.id), routing: copy, follows_name: false }
    }
}

impl Default for RoutingDraft {
    fn default() -> Self {
        Self::new()
    }
}

/// The most height of the fields, and the height of what is around them, in points.
const FIELDS: f32 = 520.0;
const AROUND: f32 = 96.0;

/// Draws the dialog. Returns whether it stays open.
pub fn routing_ui(ui: &Ui, draft: &mut RoutingDraft, commands: &mut Vec<Command>) -> bool {
    let is_new = draft.routing.id == RoutingId(0);
    let title = match draft.copy_of {
        Some(_) => "Copy the smart routing",
        None if is_new => "New smart routing",
        None => "Smart routing",
    };
    let mut pressed = (false, false);
    let stays = modal(ui, "routing", title, 420.0, ClickOutside::Ignored, |ui| {
        let most = height_in(ui.ctx(), FIELDS, AROUND);
        egui::ScrollArea::vertical().max_height(most).auto_shrink([false, true]).show(ui, |ui| {
            fields_ui(ui, draft, is_new);
        });
        let is_ready = !draft.routing.name.trim().is_empty() && !draft.routing.reference.is_empty();
        let do_it = match draft.copy_of {
            Some(_) => "Create the copy",
            None if is_new => "Create the smart routing",
            None => "Apply",
        };
        pressed = buttons(ui, do_it, is_ready);
    });
    if pressed.1 {
        let routing = draft.routing.clone();
        commands.push(Command::edit(match draft.copy_of {
            Some(of) => Edit::CopyRouting { routing: of, name: routing.name, reference: routing.reference },
            None => Edit::StoreRouting { routing },
        }));
    }
    stays && !pressed.0
}

/// Draws the name, the reference, and what the routing is.
fn fields_ui(ui: &mut Ui, draft: &mut RoutingDraft, is_new: bool) {
    field(ui, "Name", |ui, label| {
        let edit = text_input::show(ui, &mut draft.routing.name, MAX_NAME, 1).labelled_by(label);
        if takes_first_focus(ui) {
            edit.request_focus();
        }
        if edit.changed() && draft.follows_name && is_new {
            draft.routing.reference = reference_from_name(&draft.routing.name);
        }
    });
    field(ui, "Reference", |ui, label| {
        let edit = text_input::show(ui, &mut draft.routing.reference, MAX_NAME, 1).labelled_by(label);
        draft.follows_name &= !edit.changed();
    });
    if draft.copy_of.is_some() {
        let words =
            "It starts with a copy, in development, of the version in production, or else of the newest version.";
        ui.label(theme::weak(ui, words, theme::SMALL));
    } else {
        kind_ui(ui, draft, is_new);
    }
}

/// Draws the description, the channel and type, and whether calls are recorded.
fn kind_ui(ui: &mut Ui, draft: &mut RoutingDraft, is_new: bool) {
    field(ui, "Description (optional)", |ui, label| {
        text_input::show(ui, &mut draft.routing.description, MAX_TEXT, 2).labelled_by(label);
    });
    ui.add_enabled_ui(is_new, |ui| {
        ui.horizontal(|ui| {
            for channel in Channel::ALL {
                ui.selectable_value(&mut draft.routing.channel, channel, channel.words());
            }
        });
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            for kind in [RoutingType::InteractionStart, RoutingType::InteractionEnd] {
                ui.selectable_value(&mut draft.routing.kind, kind, kind.words());
            }
        });
        ui.label(theme::weak(ui, "Channel and type are fixed after creation.", theme::CAPTION));
    });
    ui.add_space(6.0);
    if draft.routing.channel == Channel::Voice {
        field(ui, "Call recording", |ui, _| {
            ui.horizontal(|ui| {
                ui.selectable_value(&mut draft.routing.recording, Recording::AsActionsSay, "As the actions say");
                ui.selectable_value(&mut draft.routing.recording, Recording::On, "On");
                ui.selectable_value(&mut draft.routing.recording, Recording::Off, "Off");
            });
        });
    }
    coverage_ui(ui, &mut draft.routing.rules.coverage);
    paths_ui(ui, &mut draft.routing.rules);
}

/// Draws what every path of a version must be like before the version goes in production.
fn paths_ui(ui: &mut Ui, rules: &mut RoutingRules) {
    field(ui, "Every path", |ui, _| {
        ui.horizontal(|ui| {
            ui.selectable_value(&mut rules.paths, PathsRule::Off, "Any verdict");
            ui.selectable_value(&mut rules.paths, PathsRule::NobodyStuck, "No caller can get stuck");
            ui.selectable_value(&mut rules.paths, PathsRule::Proven, "It is proven");
        });
        ui.checkbox(&mut rules.nobody_rests, "No conversation may rest in the pool");
        let mut menus = rules.menus.map(u16::from);
        most_ui(ui, &mut menus, 3, "menus before a person");
        rules.menus = menus.map(|most| u8::try_from(most).unwrap_or(u8::MAX));
        most_ui(ui, &mut rules.seconds, 60, "seconds before a person");
    });
}

/// Draws a limit that can be switched on, with the number that it has at first.
fn most_ui(ui: &mut Ui, most: &mut Option<u16>, first: u16, of_what: &str) {
    ui.horizontal(|ui| {
        let mut is_limited = most.is_some();
        let check = ui.checkbox(&mut is_limited, format!("At most this many {of_what}"));
        if check.changed() {
            *most = is_limited.then_some(first);
        }
        ui.add_enabled_ui(is_limited, |ui| {
            let mut count = most.unwrap_or(first);
            let highest = if first < 10 { u16::from(u8::MAX) } else { u16::MAX };
            let drag = DragValue::new(&mut count).range(1..=highest).clamp_existing_to_range(false);
            if ui.add(drag).labelled_by(check.id).changed() {
                *most = Some(count);
            }
        });
    });
}

/// Draws the share of branches that test calls must pass before a version goes in production.
fn coverage_ui(ui: &mut Ui, demanded: &mut Option<u8>) {
    field(ui, "Before production", |ui, _| {
        ui.horizontal(|ui| {
            let mut is_demanded = demanded.is_some();
            if ui.checkbox(&mut is_demanded, "Test calls must pass").changed() {
                *demanded = is_demanded.then_some(100);
            }
            ui.add_enabled_ui(is_demanded, |ui| {
                let mut percent = demanded.unwrap_or(100);
                let drag = DragValue::new(&mut percent).range(1..=100).clamp_existing_to_range(false).suffix(" %");
                if ui.add(drag).changed() {
                    *demanded = Some(percent);
                }
                ui.label("of the branches");
            });
        });
    });
}
