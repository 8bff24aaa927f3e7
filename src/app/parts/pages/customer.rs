//! A caller's lead and opportunities with their owners, and what the customer writes.

use egui::Ui;

use crate::model::{Attachment, Caller, Email, EmailPriority, Opportunity, Project};

use super::changes::Changes;
use super::input::{Input, Name, choice, toggle};
use super::people::users_or;
use super::widgets::{self, List, captions, cell, note, row, section};
use crate::app::kit::read;

/// Maximum size of an attachment, in bytes.
const MAX_BYTES: u64 = 1_000_000_000_000;

/// The owner of the lead, the opportunities, and the opportunity that the conversation is about.
pub fn owners_ui(ui: &mut Ui, changes: &mut Changes, caller: &mut Caller, project: &Project) {
    let owners = users_or(project, "Nobody");
    section(ui, "Lead and opportunities", |ui| {
        row(ui, "Lead owner", |ui, label| {
            choice(ui, changes, Name::Label(label), 240.0, &mut caller.lead_owner, &owners);
        });
        let Caller { opportunities, opportunity: chosen, .. } = caller;
        if opportunities.is_empty() {
            note(ui, "No opportunities.");
        } else {
            captions(ui, &[("Opportunity", 240.0), ("Owner", 200.0)]);
        }
        let name = |index: usize, _: &Opportunity| format!("opportunity {}", index + 1);
        List { least: 0, is_ordered: false }.show(ui, changes, opportunities, name, |ui, changes, index, it| {
            let number = index + 1;
            ui.horizontal_top(|ui| {
                let name = format!("Name of opportunity {number}");
                if let Some(typed) = Input::named(&name).short().width(240.0).checked(ui, changes, &it.name, read::name)
                {
                    if *chosen == it.name {
                        // The chosen one stays chosen under its new name.
                        chosen.clone_from(&typed);
                    }
                    it.name = typed;
                }
                let name = format!("Owner of opportunity {number}");
                cell(ui, 200.0, |ui| choice(ui, changes, Name::Words(&name), 200.0, &mut it.owner, &owners));
            });
        });
        if ui.button("Add an opportunity").clicked() {
            let name = (1..).map(|number| format!("Opportunity {number}"));
            let free = name.take(1000).find(|name| opportunities.iter().all(|it| it.name != *name));
            opportunities.push(Opportunity { name: free.unwrap_or_default(), owner: None });
            changes.step();
        }
        if !opportunities.is_empty() || !chosen.is_empty() {
            let named = opportunities.iter().map(|it| (it.name.clone(), it.name.clone()));
            let options: Vec<(String, String)> =
                std::iter::once((String::new(), "None".to_owned())).chain(named).collect();
            row(ui, "Chosen opportunity", |ui, label| choice(ui, changes, Name::Label(label), 240.0, chosen, &options));
        }
    });
}

/// The first message of a chat, and the incoming email.
pub fn writing_ui(ui: &mut Ui, changes: &mut Changes, caller: &mut Caller) {
    section(ui, "Chat", |ui| {
        widgets::long_text(ui, changes, "First message", "none", &mut caller.first_message);
    });
    section(ui, "Email", |ui| {
        let mut is_there = caller.email.is_some();
        toggle(ui, changes, "An email comes in", &mut is_there);
        if is_there != caller.email.is_some() {
            caller.email = is_there.then(Email::default);
        }
        if let Some(email) = &mut caller.email {
            email_ui(ui, changes, email);
        }
    });
}

/// A form for an email and its sender.
pub fn letter_ui(ui: &mut Ui, from: &mut String, email: &mut Email) {
    let mut changes = Changes::default();
    row(ui, "From", |ui, label| Input::of(label).hint("camille@example.com").text(ui, &mut changes, from));
    email_ui(ui, &mut changes, email);
}

fn email_ui(ui: &mut Ui, changes: &mut Changes, email: &mut Email) {
    let shown = email.to.join(", ");
    let typed = row(ui, "To", |ui, label| {
        let read = |text: &str| Ok(read::list(text));
        Input::of(label).hint("support@example.com, sales@example.com").checked(ui, changes, &shown, read)
    });
    if let Some(to) = typed {
        email.to = to;
    }
    widgets::text(ui, changes, "Subject", "empty", &mut email.subject);
    widgets::long_text(ui, changes, "Text", "empty", &mut email.body);
    let priorities = [
        (EmailPriority::Normal, "Normal".to_owned()),
        (EmailPriority::High, "High".to_owned()),
        (EmailPriority::Low, "Low".to_owned()),
    ];
    row(ui, "Priority", |ui, label| {
        choice(ui, changes, Name::Label(label), 120.0, &mut email.priority, &priorities);
    });
    row(ui, "Kind of email", |ui, _| {
        toggle(ui, changes, "Replies in a thread", &mut email.is_reply);
        toggle(ui, changes, "Sent automatically, such as an auto-reply or a mailing list", &mut email.is_automatic);
    });
    row(ui, "Attachments", |ui, _| attachments_ui(ui, changes, &mut email.attachments));
}

fn attachments_ui(ui: &mut Ui, changes: &mut Changes, attachments: &mut Vec<Attachment>) {
    let name = |index: usize, _: &Attachment| format!("attachment {}", index + 1);
    List { least: 0, is_ordered: false }.show(ui, changes, attachments, name, |ui, changes, index, attachment| {
        let number = index + 1;
        ui.horizontal_top(|ui| {
            // The inputs after the name have fixed widths.
            let name_width = (ui.available_width() - 190.0).clamp(64.0, 240.0);
            let name = format!("Name of attachment {number}");
            Input::named(&name).short().hint("Name, such as photo.jpg").width(name_width).text(
                ui,
                changes,
                &mut attachment.name,
            );
            let name = format!("Bytes of attachment {number}");
            let read = |text: &str| read::number(text, &(0..=MAX_BYTES));
            let typed = Input::named(&name).width(104.0).checked(ui, changes, &attachment.bytes.to_string(), read);
            attachment.bytes = typed.unwrap_or(attachment.bytes);
            cell(ui, 40.0, |ui| note(ui, "bytes"));
        });
    });
    if ui.button("Add an attachment").clicked() {
        attachments.push(Attachment { name: String::new(), bytes: 1000 });
        changes.step();
    }
}
