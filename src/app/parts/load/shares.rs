//! Who gets how many contacts by a policy, a rule, a queue, a team or a group, whether that is chance, and why (spec: load §5).

use std::sync::Arc;

use egui::{Grid, Label, Ui};

use super::LoadPane;
use crate::app::command::{Command, LoadCommand};
use crate::app::cx::Cx;
use crate::app::kit::theme;
use crate::app::parts::pages::changes::Changes;
use crate::app::parts::pages::input::{Name, choice};
use crate::app::parts::pages::widgets::{error, section};
use crate::app::services::load_checks::AUDITED;
use crate::catalog::text::number_words;
use crate::load::audit::Audit;
use crate::load::sums::percent_words;
use crate::model::{Project, ResourceId, ResourceKind, Scenario};

/// What can be audited.
const KINDS: [ResourceKind; 5] = [
    ResourceKind::Queue,
    ResourceKind::DistributionPolicy,
    ResourceKind::RoutingRule,
    ResourceKind::Team,
    ResourceKind::DistributionGroup,
];

/// Draws who gets how many.
pub(super) fn shares_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    own: &mut LoadPane,
    scenario: &Arc<Scenario>,
    commands: &mut Vec<Command>,
) {
    let project = cx.project();
    let options = options(project);
    let Some((first, _)) = options.first() else { return };
    section(ui, "Is it fair?", |ui| {
        let mut of = own.audited.get(&scenario.id).copied().unwrap_or(*first);
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::weak(ui, "Who gets how many by", theme::BODY));
            choice(ui, &mut Changes::default(), Name::Words("What is audited"), 220.0, &mut of, &options);
            own.audited.insert(scenario.id, of);
            let words = format!("Give {} contacts", number_words(AUDITED as usize));
            if ui.button(words).clicked() {
                commands.push(Command::Load(LoadCommand::FindShares(scenario.id, of)));
            }
        });
        match cx.load_checks.audit(cx.document.revision(), scenario.id, of).map(|found| &**found) {
            Some(Ok(found)) => audit_ui(ui, found),
            Some(Err(why)) => {
                error(ui, why);
            }
            None => {}
        }
    });
}

fn options(project: &Project) -> Vec<(ResourceId, String)> {
    let of = |kind: ResourceKind| {
        let words = kind.in_sentence();
        project.resources_of(kind).map(move |it| (it.id, format!("{} ({words})", it.name)))
    };
    KINDS.into_iter().flat_map(of).collect()
}

fn audit_ui(ui: &mut Ui, found: &Audit) {
    let palette = theme::of(ui);
    let color = if found.p < 0.05 { palette.warning } else { palette.ok };
    ui.add_space(4.0);
    let sentence = crate::catalog::text::capitalised(found.words);
    ui.add(Label::new(egui::RichText::new(sentence).color(color)).wrap());
    Grid::new("shares").spacing([18.0, 6.0]).show(ui, |ui| {
        for title in ["", "Contacts", "Share", "Due", "", "Longest without"] {
            ui.label(theme::weak(ui, title, theme::SMALL));
        }
        ui.end_row();
        for person in &found.people {
            ui.label(crate::catalog::text::shorten(&person.name, 28)).on_hover_text(person.why());
            ui.label(person.contacts.to_string());
            ui.label(percent_words(person.share));
            ui.label(percent_words(person.expected));
            super::outcomes::bar_ui(ui, person.share);
            ui.label(format!("{} contacts", person.starvation));
            ui.end_row();
        }
    });
    for why in found.why() {
        ui.add(Label::new(theme::weak(ui, why, theme::SMALL)).wrap());
    }
    for effect in &found.effects {
        let words = format!("Without {}: {}", effect.without, effect.words);
        ui.add(Label::new(theme::weak(ui, words, theme::SMALL)).wrap());
    }
    if found.nobody > 0 {
        ui.label(theme::weak(ui, format!("For {} contacts nobody was free.", found.nobody), theme::SMALL));
    }
}
