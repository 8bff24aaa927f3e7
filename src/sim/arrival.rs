//! How an interaction arrives: its state, and in words who it is from and where it comes in.

use crate::catalog::Interaction;
use crate::catalog::text::shorten;
use crate::model::Channel;

use super::play::start_of;
use super::scene::Scene;
use super::state::CallState;
use super::variables::{fill_in, is_recorded};

impl Scene {
    /// How the interaction arrives, such as *Camille writes to Website chat (www.example.com)*.
    #[must_use]
    pub fn arrival(&self) -> String {
        let channel = self.channel();
        let who = match (&self.caller.name, self.caller.is_hidden) {
            (name, _) if !name.is_empty() => name.clone(),
            (_, false) if !self.caller.number.is_empty() => self.caller.number.clone(),
            _ if channel == Channel::Voice => "A caller".to_owned(),
            _ => "A customer".to_owned(),
        };
        if let Some(campaign) = self.entry_point.as_ref().filter(|_| self.is_campaign()) {
            let whom = if who == "A caller" { "somebody" } else { who.as_str() };
            return format!("The campaign {} calls {whom}", campaign.name);
        }
        let (does, to) = if channel == Channel::Voice { ("calls", "") } else { ("writes", "to ") };
        match &self.entry_point {
            Some(entry_point) => {
                let source = entry_point.own_source().map_or_else(String::new, |source| format!(", source {source}"));
                format!("{who} {does} {to}{} ({}{source})", entry_point.name, entry_point.address)
            }
            None => format!("{who} {does}"),
        }
    }

    /// The sentence with which a run begins: how the interaction arrives, and the first words of an email or a chat.
    pub(super) fn arrival_words(&self) -> String {
        let begins_with = match self.channel() {
            Channel::Voice => "",
            Channel::Email => self.caller.email.as_ref().map_or("", |email| email.subject.trim()),
            Channel::Messaging => self.caller.first_message.trim(),
        };
        let end =
            if begins_with.is_empty() { ".".to_owned() } else { format!(": “{}”", shorten(begins_with, 200)) };
        format!("{}{end}", self.arrival())
    }
}

/// The state of an interaction that has just come in.
pub(super) fn fresh(scene: &Scene) -> CallState {
    let routing = scene.basis.flow(scene.version.id).map(|flow| &flow.routing);
    let mut state = CallState {
        interaction: Interaction {
            channel: routing.map_or_else(Channel::default, |routing| routing.channel),
            entry_point: scene.entry_point.as_ref().map(|entry_point| entry_point.id),
            ..Interaction::default()
        },
        at: start_of(&scene.version),
        ..CallState::default()
    };
    fill_in(scene, &mut state.interaction);
    state.interaction.routing = routing.map_or_else(String::new, |routing| routing.name.clone());
    state.interaction.is_recording = routing.is_some_and(|routing| is_recorded(routing));
    state
}
