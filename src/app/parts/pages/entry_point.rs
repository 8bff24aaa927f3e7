//! The page of an entry point: its address, and the smart routing that its interactions reach.

use std::sync::Arc;

use egui::Ui;

use crate::catalog::{ItemKind, country};
use crate::edit::Edit;
use crate::lint::Diagnostic;
use crate::model::{Channel, EntryPoint, EntryPointKind, Place, Project, ReachedStatus, RoutingId, RoutingType};
use crate::uses::{ItemId, reference_for_name};

use super::changes::Changes;
use super::head;
use super::input::{Input, Name, choice, choice_of_groups};
use super::used::used_ui;
use super::widgets::{note, row, section, text, warn};
use crate::app::command::{Command, SimCommand, Tab};
use crate::app::kit::channel_words::words;
use crate::app::kit::read;

/// The page of an entry point.
pub fn page_ui(
    ui: &mut Ui,
    entry_point: &Arc<EntryPoint>,
    project: &Arc<Project>,
    problems: &[Diagnostic],
    commands: &mut Vec<Command>,
) {
    let subject = Place::EntryPoint(entry_point.id);
    let delete = Command::edit(Edit::DeleteEntryPoint { entry_point: entry_point.id });
    head::title_ui(
        ui,
        &entry_point.name,
        "Entry point",
        head::Acts { delete: Some(delete), duplicate: None },
        commands,
    );
    head::problems_ui(ui, problems, subject, commands);
    let has = |code: &str| problems.iter().any(|problem| problem.place == subject && problem.code == code);
    let mut changes = Changes::default();
    let mut copy = (**entry_point).clone();
    section(ui, "General", |ui| {
        head::name_ui(ui, &mut changes, &mut copy.name);
        let (item, kind) = (ItemId::from(entry_point.id), ItemKind::EntryPoint(entry_point.kind));
        let is_taken = |reference: &str| item.is_taken(project, kind, reference);
        let own = (kind.referenced(), copy.aliases.as_slice());
        head::reference_ui(ui, &mut changes, &mut copy.reference, own, is_taken);
        row(ui, "Kind", |ui, label| {
            kind_ui(ui, &mut changes, Name::Label(label), &mut copy);
            if has("needs-website-pool") {
                warn(ui, "The flow uses data that only a website-pool number provides.");
            }
        });
        let (label, hint) = address_words(copy.kind);
        if copy.kind.is_number() {
            let read = |text: &str| read::phone_number(text, country::of(&project.settings));
            let typed =
                row(ui, label, |ui, label| Input::of(label).hint(hint).checked(ui, &mut changes, &copy.address, read));
            if let Some(number) = typed {
                copy.address = number;
            }
        } else {
            row(ui, label, |ui, label| Input::of(label).hint(hint).text(ui, &mut changes, &mut copy.address));
        }
        if copy.kind == EntryPointKind::SourceNumber {
            text(ui, &mut changes, "Source", "As the caller: this number names none", &mut copy.source);
        }
    });
    section(ui, "Where it leads", |ui| {
        assigned_ui(ui, &mut changes, &mut copy, project, has("dead-entry-point"), commands);
        end_ui(ui, &mut changes, &mut copy, project, has("dead-end-routing"));
        note(ui, "Assigning takes effect at once.");
    });
    section(ui, "Try it", |ui| try_ui(ui, entry_point, project, commands));
    follow_name(&mut copy, entry_point, project);
    changes.send(|| Edit::StoreEntryPoint { entry_point: copy }, commands);
    used_ui(ui, entry_point.id.into(), project, commands);
}

/// Lets the reference follow a new name.
fn follow_name(copy: &mut EntryPoint, entry_point: &EntryPoint, project: &Project) {
    if copy.name != entry_point.name && copy.reference == entry_point.reference {
        let kind = ItemKind::EntryPoint(entry_point.kind);
        if let Some(reference) = reference_for_name(project, entry_point.id.into(), kind, &copy.name) {
            copy.reference = reference;
        }
    }
}

/// The button that simulates an interaction from this entry point, or the reason why that is not possible.
fn try_ui(ui: &mut Ui, entry_point: &EntryPoint, project: &Project, commands: &mut Vec<Command>) {
    let reached = project.reached(entry_point);
    let try_out = format!("{} here", words(entry_point.kind.channel()).try_out);
    if ui.add_enabled(reached.is_ok(), egui::Button::new(try_out)).clicked() {
        commands.push(Command::Sim(SimCommand::StartAt(entry_point.id)));
    }
    match reached {
        Ok(version) => {
            let routing = project.routings.get(&version.info.routing).map_or("", |routing| routing.name.as_str());
            note(
                ui,
                &format!("Opens version \"{}\" of \"{routing}\" and simulates what arrives here.", version.info.name),
            );
        }
        Err(why) => warn(ui, &why),
    }
}

/// The kinds, grouped by channel. A routing of another channel than the new kind is no longer assigned.
fn kind_ui(ui: &mut Ui, changes: &mut Changes, name: Name<'_>, entry_point: &mut EntryPoint) {
    let before = entry_point.kind.channel();
    let of = |channel: Channel| -> Vec<(EntryPointKind, String)> {
        let kinds = EntryPointKind::ALL.into_iter().filter(|kind| kind.channel() == channel);
        kinds.map(|kind| (kind, kind.words().to_owned())).collect()
    };
    let kinds = Channel::ALL.map(|channel| (channel.words(), of(channel)));
    let groups: Vec<(&str, &[_])> = kinds.iter().map(|(words, kinds)| (*words, kinds.as_slice())).collect();
    choice_of_groups(ui, changes, name, 240.0, &mut entry_point.kind, &groups);
    if entry_point.kind.channel() != before {
        entry_point.assigned = None;
        entry_point.end_routing = None;
    }
}

/// The label and hint for the address of a kind.
fn address_words(kind: EntryPointKind) -> (&'static str, &'static str) {
    match kind {
        EntryPointKind::SourceNumber | EntryPointKind::WebsitePoolNumber | EntryPointKind::WhatsApp => {
            ("Number", "In international form, such as +33155001010")
        }
        EntryPointKind::VoiceCampaign => ("Campaign", "Name of the campaign"),
        EntryPointKind::Mailbox => ("Address", "support@example.com"),
        EntryPointKind::ChatWidget => ("Widget", "Name of the widget, such as www.example.com"),
        EntryPointKind::Messenger | EntryPointKind::FacebookComments => ("Page", "Name of the page"),
        EntryPointKind::InstagramPosts
        | EntryPointKind::InstagramMessages
        | EntryPointKind::Line
        | EntryPointKind::WeChat => ("Account", "Name of the account"),
        EntryPointKind::Telegram => ("Bot", "Name of the bot"),
        EntryPointKind::Slack => ("Workspace", "Name of the workspace and the channel"),
    }
}

fn assigned_ui(
    ui: &mut Ui,
    changes: &mut Changes,
    entry_point: &mut EntryPoint,
    project: &Project,
    is_dead: bool,
    commands: &mut Vec<Command>,
) {
    let mut routing = entry_point.assigned.map(|(routing, _)| routing);
    let mut status = entry_point.assigned.map_or_else(ReachedStatus::default, |(_, status)| status);
    row(ui, "Smart routing", |ui, label| {
        let options = routings(project, entry_point, RoutingType::InteractionStart, "None: leads nowhere");
        ui.horizontal(|ui| {
            choice(ui, changes, Name::Label(label), 320.0, &mut routing, &options);
            if let Some(id) = routing
                && ui.link("Open").on_hover_text("Open the smart routing").clicked()
            {
                commands.push(Command::open_tab(Tab::Routing(id)));
            }
        });
    });
    if routing.is_some() {
        row(ui, "Version", |ui, label| {
            let statuses = [ReachedStatus::InProduction, ReachedStatus::InTest]
                .map(|status| (status, format!("The one {}", status.words())));
            choice(ui, changes, Name::Label(label), 240.0, &mut status, &statuses);
            if is_dead {
                warn(ui, "Dead end: no version has this status, so callers would hear nothing.");
            }
        });
    }
    entry_point.assigned = routing.map(|routing| (routing, status));
}

fn end_ui(ui: &mut Ui, changes: &mut Changes, entry_point: &mut EntryPoint, project: &Project, is_dead: bool) {
    row(ui, "When it ends", |ui, label| {
        let options = routings(project, entry_point, RoutingType::InteractionEnd, "Nothing runs");
        choice(ui, changes, Name::Label(label), 320.0, &mut entry_point.end_routing, &options);
        if is_dead {
            warn(ui, "The smart routing has no version in production, so nothing would run.");
        }
    });
}

/// An option for no routing, then the routings of a type and of the entry point's channel.
fn routings(
    project: &Project,
    entry_point: &EntryPoint,
    kind: RoutingType,
    none: &str,
) -> Vec<(Option<RoutingId>, String)> {
    let fits = project
        .routings
        .values()
        .filter(|routing| routing.kind == kind && routing.channel == entry_point.kind.channel())
        .map(|routing| (Some(routing.id), routing.name.clone()));
    std::iter::once((None, none.to_owned())).chain(fits).collect()
}
