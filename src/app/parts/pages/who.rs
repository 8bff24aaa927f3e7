//! Who would get an interaction now by a queue, a routing rule or a distribution policy, and why the others would not (spec: load §5).

use chrono::{DateTime, Utc};
use egui::{Label, RichText, Ui};

use super::changes::Changes;
use super::input::{Name, choice};
use super::widgets::{note, section};
use crate::app::kit::theme;
use crate::catalog::text::number_words;
use crate::dist::who::{Answer, Asked, request_of, who};
use crate::model::{Caller, CallerId, Channel, Project, Resource, ResourceData, World, WorldId};

/// Most reasons that are shown.
const MOST_SHOWN: usize = 60;

/// What is chosen on the page.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Chosen {
    world: Option<WorldId>,
    caller: Option<CallerId>,
    channel: Channel,
}

/// Draws who would get an interaction; nothing for a resource that decides nothing.
pub(super) fn who_ui(ui: &mut Ui, resource: &Resource, project: &Project, now: DateTime<Utc>) {
    if request_of(project, resource.id).is_none() {
        return;
    }
    section(ui, "Who would get it now?", |ui| {
        let id = ui.scope_id().with(("who", resource.id));
        let usual = if matches!(resource.data, ResourceData::Queue(_)) { Channel::Voice } else { Channel::Messaging };
        let first = Chosen { world: None, caller: None, channel: usual };
        let mut chosen = ui.data(|data| data.get_temp::<Chosen>(id)).unwrap_or(first);
        chosen_ui(ui, &mut chosen, project);
        ui.data_mut(|data| data.insert_temp(id, chosen));
        let world = chosen.world.and_then(|id| project.worlds.get(&id)).cloned().unwrap_or_default();
        let caller = chosen.caller.and_then(|id| project.callers.get(&id)).cloned().unwrap_or_default();
        let (caller, world): (&Caller, &World) = (&caller, &world);
        let asked = Asked { of: resource.id, channel: chosen.channel, caller, world, now };
        if let Some(answer) = who(project, &asked) {
            answer_ui(ui, &answer);
        }
    });
}

fn chosen_ui(ui: &mut Ui, chosen: &mut Chosen, project: &Project) {
    let now = (None, "Now, by work schedules".to_owned());
    let worlds = project.worlds.values().map(|it| (Some(it.id), it.name.clone()));
    let worlds: Vec<(Option<WorldId>, String)> = std::iter::once(now).chain(worlds).collect();
    let callers = project.callers.values().map(|it| (Some(it.id), it.name.clone()));
    let callers: Vec<(Option<CallerId>, String)> =
        std::iter::once((None, "A new customer".to_owned())).chain(callers).collect();
    let channels = Channel::ALL.map(|channel| (channel, channel.words().to_owned()));
    let mut changes = Changes::default();
    ui.horizontal_wrapped(|ui| {
        choice(ui, &mut changes, Name::Words("Channel"), 120.0, &mut chosen.channel, &channels);
        choice(ui, &mut changes, Name::Words("People as in"), 220.0, &mut chosen.world, &worlds);
        choice(ui, &mut changes, Name::Words("Customer"), 220.0, &mut chosen.caller, &callers);
    });
}

fn answer_ui(ui: &mut Ui, answer: &Answer) {
    let palette = theme::of(ui);
    let color = if answer.is_given { palette.ok } else { palette.warning };
    ui.add_space(4.0);
    ui.add(Label::new(RichText::new(theme::for_display(&answer.words)).color(color)).wrap());
    for reason in answer.reasons.iter().take(MOST_SHOWN) {
        ui.add(Label::new(theme::weak(ui, theme::for_display(reason), theme::BODY)).wrap());
    }
    let more = answer.reasons.len().saturating_sub(MOST_SHOWN);
    if more > 0 {
        note(ui, &format!("And {} more.", number_words(more)));
    }
}
