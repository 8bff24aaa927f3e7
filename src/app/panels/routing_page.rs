//! A smart routing: its versions in three sections, a card a version, each with the actions allowed for its status and no
//! others (spec: designer §1, domain §5).

use std::sync::Arc;

use egui::{CornerRadius, Frame, Margin, Stroke, Ui};

use crate::catalog::Severity;
use crate::edit::Edit;
use crate::lifecycle::{Act, offered, promotion_words};
use crate::model::gate::Gate;
use crate::model::{Project, ReachedStatus, Routing, RoutingId, Status, Version, VersionId};

use super::super::command::{Command, Tab};
use super::super::dialogs::{Button, Confirm, Dialog, RoutingDraft, VersionDraft, Weight};
use super::super::problems::Problems;
use super::super::theme;

/// Draws it.
pub fn routing_ui(
    ui: &mut Ui,
    project: &Project,
    routing: RoutingId,
    problems: &Problems,
    deleted: &[Arc<Version>],
    commands: &mut Vec<Command>,
) {
    let Some(routing) = project.routings.get(&routing) else { return };
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        Frame::new().inner_margin(Margin::symmetric(28, 20)).show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(980.0));
            head(ui, project, routing, commands);
            let has_none = project.versions_of(routing.id).next().is_none();
            for status in Status::ALL {
                section(ui, project, routing, status, has_none, problems, commands);
            }
            deleted_section(ui, routing, deleted, commands);
        });
    });
}

fn head(ui: &mut Ui, project: &Project, routing: &Routing, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    ui.horizontal(|ui| {
        // The buttons come first, so that a long name leaves room for them.
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.button("Delete…").clicked() {
                commands.push(ask_to_delete_routing(routing));
            }
            if ui.button("Copy").on_hover_text("Copies the version in production, else the newest").clicked() {
                // Ids are never given twice, so that neither is the reference.
                let number = project.last_id + 1;
                commands.push(Command::edit(Edit::CopyRouting {
                    routing: routing.id,
                    name: name_of_copy(&routing.name),
                    reference: format!("{}_{number}", routing.reference),
                }));
            }
            if ui.button("Edit…").clicked() {
                let draft = RoutingDraft { routing: routing.clone(), follows_name: false };
                commands.push(Command::Dialog(Box::new(Dialog::Routing(draft))));
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                theme::name_before(ui, theme::strong(&routing.name, 20.0), 220.0);
                ui.add_space(4.0);
                theme::chip(ui, routing.channel.words(), palette.weak);
                theme::chip(ui, routing.kind.words(), palette.weak);
            });
        });
    });
    ui.label(theme::weak(ui, format!("Reference {}", routing.reference), theme::SMALL));
    if !routing.description.is_empty() {
        ui.add_space(2.0);
        ui.label(&routing.description);
    }
}

fn ask_to_delete_routing(routing: &Routing) -> Command {
    Command::Dialog(Box::new(Dialog::Confirm(Confirm {
        title: format!("Delete \"{}\" with all its versions?", routing.name),
        lines: vec!["You can undo this until the project is closed.".to_owned()],
        buttons: vec![
            Button::close("Cancel"),
            Button::new("Delete", Command::edit(Edit::DeleteRouting { routing: routing.id }), Weight::Danger),
        ],
    })))
}

fn section(
    ui: &mut Ui,
    project: &Project,
    routing: &Routing,
    status: Status,
    has_none: bool,
    problems: &Problems,
    commands: &mut Vec<Command>,
) {
    ui.add_space(20.0);
    let versions: Vec<_> = project.versions_of(routing.id).filter(|version| version.info.status == status).collect();
    ui.horizontal(|ui| {
        ui.label(theme::strong(status.words(), theme::TITLE));
        if !versions.is_empty() {
            ui.label(theme::weak(ui, versions.len().to_string(), theme::BODY));
        }
        if status == Status::InDevelopment {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.add(theme::primary_button(ui, "Create a version…")).clicked() {
                    commands.push(create_version(routing, None, ""));
                }
            });
        }
    });
    ui.add_space(4.0);
    for version in &versions {
        card(ui, project, version, problems, commands);
    }
    let words = match status {
        _ if !versions.is_empty() => return,
        Status::InDevelopment if has_none => {
            "Create a version of this smart routing to manage your incoming interactions. You can then place it in production."
        }
        Status::InDevelopment => "Nothing in development. Create a version, or duplicate one, to make changes.",
        Status::InProduction => "No version in production: interactions that come in here are not handled.",
        Status::InBackup => "When a version replaces the one in production, the former one waits here.",
    };
    ui.label(theme::weak(ui, words, theme::BODY));
}

/// Deleted versions wait here until the project closes.
fn deleted_section(ui: &mut Ui, routing: &Routing, deleted: &[Arc<Version>], commands: &mut Vec<Command>) {
    let own: Vec<_> = deleted.iter().filter(|version| version.info.routing == routing.id).collect();
    if own.is_empty() {
        return;
    }
    ui.add_space(20.0);
    ui.label(theme::strong("Deleted versions", theme::TITLE));
    ui.label(theme::weak(ui, "They can be brought back until the project is closed.", theme::SMALL));
    ui.add_space(4.0);
    for version in own {
        ui.horizontal(|ui| {
            if ui.button("Restore").on_hover_text(format!("Bring \"{}\" back", version.info.name)).clicked() {
                commands.push(Command::edit(Edit::RestoreVersion { version: Arc::clone(version) }));
            }
            ui.label(&version.info.name);
        });
    }
}

fn create_version(routing: &Routing, from: Option<VersionId>, name: &str) -> Command {
    let draft = VersionDraft { routing: routing.id, from, name: name.to_owned(), description: String::new() };
    Command::Dialog(Box::new(Dialog::CreateVersion(draft)))
}

fn card(ui: &mut Ui, project: &Project, version: &Version, problems: &Problems, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    let frame = Frame::new()
        .fill(palette.card)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(8))
        .inner_margin(Margin::symmetric(16, 12));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            let words = crate::catalog::text::shorten(&version.info.name, 80);
            let name = ui.link(theme::strong(words, theme::BODY + 1.0).color(palette.text));
            if name.clicked() {
                commands.push(Command::OpenTab(Tab::Version(version.id)));
            }
            if version.info.in_test {
                theme::chip(ui, "In test", palette.ok);
            }
            counts(ui, version, problems);
        });
        if !version.info.description.is_empty() {
            ui.label(&version.info.description);
        }
        ui.label(theme::weak(ui, facts(project, version), theme::SMALL));
        ui.add_space(6.0);
        ui.horizontal_wrapped(|ui| {
            for act in offered(version) {
                let button = if act == Act::Edit {
                    theme::primary_button(ui, act.words())
                } else {
                    egui::Button::new(act.words())
                };
                if ui.add(button).clicked() {
                    commands.push(command_of(project, version, act));
                }
            }
            if version.info.status.is_read_only() && ui.button("Look at it").clicked() {
                commands.push(Command::OpenTab(Tab::Version(version.id)));
            }
            super::compare::menu::button_ui(ui, "Compare with…", project, version, commands);
        });
    });
    ui.add_space(6.0);
}

fn counts(ui: &mut Ui, version: &Version, problems: &Problems) {
    let palette = theme::of(ui);
    let count = |severity| {
        problems.all().iter().filter(|it| it.version() == Some(version.id) && it.severity == severity).count()
    };
    for (severity, noun) in [(Severity::Error, "error"), (Severity::Warning, "warning")] {
        let count = count(severity);
        if count > 0 {
            let plural = if count == 1 { "" } else { "s" };
            theme::chip(ui, format!("{count} {noun}{plural}"), palette.severity(severity));
        }
    }
}

/// How many actions, when, and which entry points lead here.
fn facts(project: &Project, version: &Version) -> String {
    let count = version.flow.actions.len();
    let mut facts = vec![if count == 1 { "1 action".to_owned() } else { format!("{count} actions") }];
    let day = |moment: chrono::DateTime<chrono::Utc>| {
        let zone = crate::catalog::interaction::zone(&project.settings.time_zone, "UTC");
        moment.with_timezone(&zone).format("%-d %b %Y, %H:%M").to_string()
    };
    facts.extend(version.info.created.map(|created| format!("created {}", day(created))));
    facts.extend(version.info.promoted.map(|promoted| format!("put in production {}", day(promoted))));
    let entry_points = entry_points(project, version);
    if !entry_points.is_empty() {
        facts.push(entry_points.join(", "));
    }
    facts.join(" · ")
}

/// The entry points that reach a version, in words.
#[must_use]
pub fn entry_points(project: &Project, version: &Version) -> Vec<String> {
    let reaches = |status: ReachedStatus| match status {
        ReachedStatus::InProduction => version.info.status == Status::InProduction,
        ReachedStatus::InTest => version.info.in_test,
    };
    let leads_here = |assigned: Option<(RoutingId, ReachedStatus)>| {
        assigned.is_some_and(|(routing, status)| routing == version.info.routing && reaches(status))
    };
    let found = project.entry_points.values().filter(|entry_point| leads_here(entry_point.assigned));
    found.map(|entry_point| entry_point.address.clone()).collect()
}

/// A copy is called after what it is a copy of; a name has its limit, so a long one is cut.
fn name_of_copy(name: &str) -> String {
    const ROOM: usize = 190;
    format!("{} (copy)", crate::catalog::text::shorten(name, ROOM))
}

/// What a button of a version sends.
#[must_use]
pub fn command_of(project: &Project, version: &Version, act: Act) -> Command {
    let id = version.id;
    let name = &version.info.name;
    match act {
        Act::Edit => Command::OpenTab(Tab::Version(id)),
        Act::PutInTest => Command::edit(Edit::PutInTest { version: id }),
        Act::RemoveFromTest => Command::edit(Edit::RemoveFromTest { version: id }),
        Act::RemoveFromSchedule => Command::edit(Edit::RemoveFromSchedule { version: id }),
        Act::Accept => Command::edit(Edit::AcceptChange { version: id }),
        Act::Schedule => Command::OpenTab(Tab::Routing(version.info.routing)),
        Act::Duplicate => Command::edit(Edit::CreateVersion {
            routing: version.info.routing,
            from: Some(id),
            name: name_of_copy(name),
            description: version.info.description.clone(),
        }),
        Act::PutInProduction => Command::Dialog(Box::new(Dialog::Confirm(Confirm {
            title: format!("Put \"{name}\" in production?"),
            lines: promotion_words(project, version),
            buttons: vec![
                Button::close("Cancel"),
                Button::new(
                    "Put in production",
                    Command::edit(Edit::PutInProduction { version: id, gate: Gate::default() }),
                    Weight::Primary,
                ),
            ],
        }))),
        Act::PutBack => {
            let mut lines = promotion_words(project, version);
            let blocking = crate::lint::blocking(project, version);
            if !blocking.is_empty() {
                lines.push("Problems finds this today, and a backup cannot be mended:".to_owned());
                lines.extend(blocking.into_iter().map(|reason| format!("– {reason}")));
            }
            Command::Dialog(Box::new(Dialog::Confirm(Confirm {
                title: format!("Put \"{name}\" back into production?"),
                lines,
                buttons: vec![
                    Button::close("Cancel"),
                    Button::new("Put it back", Command::edit(Edit::PutBack { version: id }), Weight::Primary),
                ],
            })))
        }
        Act::Delete => Command::Dialog(Box::new(Dialog::Confirm(Confirm {
            title: format!("Delete version \"{name}\"?"),
            lines: vec!["You can undo this until the project is closed.".to_owned()],
            buttons: vec![
                Button::close("Cancel"),
                Button::new("Delete", Command::edit(Edit::DeleteVersion { version: id }), Weight::Danger),
            ],
        }))),
    }
}
