//! Campaigns: the channel, the message template, the number of attempts, and how attempts can end.

use egui::Ui;
use strum::IntoEnumIterator as _;

use crate::model::resource::{Campaign, CampaignChannel};
use crate::model::{Project, ResourceId, ResourceKind};

use super::changes::Changes;
use super::input::{Input, Name, choice};
use super::templates;
use super::widgets::{self, note, section, warn};
use crate::app::kit::read;

/// The card of a campaign.
pub fn campaign_ui(ui: &mut Ui, changes: &mut Changes, campaign: &mut Campaign, project: &Project) {
    section(ui, "Campaign", |ui| {
        let channels: Vec<(CampaignChannel, String)> =
            CampaignChannel::iter().map(|channel| (channel, channel_words(channel).to_owned())).collect();
        widgets::row(ui, "Channel", |ui, label| {
            choice(ui, changes, Name::Label(label), 240.0, &mut campaign.channel, &channels);
        });
        template_ui(ui, changes, campaign, project);
        let read = |text: &str| read::number(text, &(1..=100));
        let shown = campaign.max_attempts.to_string();
        let typed = widgets::row(ui, "Attempts per target", |ui, label| {
            Input::of(label).width(72.0).checked(ui, changes, &shown, read)
        });
        campaign.max_attempts = typed.unwrap_or(campaign.max_attempts);
    });
    section(ui, "Result codes", |ui| {
        note(ui, "How an attempt can end.");
        templates::texts_ui(ui, changes, &mut campaign.result_codes, "result code", "Code, such as answered");
    });
}

fn template_ui(ui: &mut Ui, changes: &mut Changes, campaign: &mut Campaign, project: &Project) {
    let wanted = template_kind(campaign.channel);
    if wanted.is_none() && campaign.template.is_none() {
        return;
    }
    let fits = wanted.into_iter().flat_map(|kind| project.resources_of(kind));
    let mut options: Vec<(Option<ResourceId>, String)> = vec![(None, "None".to_owned())];
    options.extend(fits.map(|it| (Some(it.id), it.name.clone())));
    let is_offered = options.iter().any(|(option, _)| *option == campaign.template);
    if !is_offered && let Some(found) = campaign.template.and_then(|id| project.resources.get(&id)) {
        options.push((Some(found.id), format!("{} ({})", found.name, found.data.kind().words().0)));
    }
    widgets::row(ui, "Template", |ui, label| {
        choice(ui, changes, Name::Label(label), 320.0, &mut campaign.template, &options);
        if !is_offered {
            warn(ui, "This channel cannot send the template.");
        }
    });
}

/// The kind of template that a channel sends; calls send none.
fn template_kind(channel: CampaignChannel) -> Option<ResourceKind> {
    match channel {
        CampaignChannel::Voice => None,
        CampaignChannel::Sms => Some(ResourceKind::SmsTemplate),
        CampaignChannel::WhatsApp => Some(ResourceKind::MessageTemplate),
    }
}

fn channel_words(channel: CampaignChannel) -> &'static str {
    match channel {
        CampaignChannel::Voice => "Voice",
        CampaignChannel::Sms => "SMS",
        CampaignChannel::WhatsApp => "WhatsApp",
    }
}
