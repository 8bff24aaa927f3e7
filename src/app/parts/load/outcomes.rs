//! How contacts end, what people do, where customers give up, and what was assumed (spec: load §3).

use egui::{Grid, Label, Rect, Ui, vec2};

use super::shown::Shown;
use crate::actions;
use crate::app::command::{Command, LoadCommand, PageCommand, Way};
use crate::app::kit::theme;
use crate::app::parts::pages::widgets::section;
use crate::catalog::Outcome;
use crate::load::sums::{PersonSums, percent_words, share};
use crate::load::{ContactId, Load};
use crate::model::{ActionRef, Project, Scenario};

/// The width of a bar.
const BAR: f32 = 160.0;
/// The most rows of people.
const MOST_PEOPLE: usize = 200;
/// The most actions at which customers give up.
const MOST_ACTIONS: usize = 8;
/// The most examples of contacts beside an action.
const MOST_EXAMPLES: usize = 5;

/// Draws how contacts end.
pub(super) fn outcomes_ui(ui: &mut Ui, shown: &Shown<'_>) {
    section(ui, "How contacts end", |ui| {
        Grid::new("outcomes").spacing([18.0, 6.0]).show(ui, |ui| {
            let counted = &shown.load.total.outcomes;
            let in_order = Outcome::ALL.iter().map(Outcome::words).filter_map(|words| counted.get_key_value(words));
            for (outcome, count) in in_order {
                ui.label(*outcome);
                let of_all = share(*count, shown.load.total.contacts).unwrap_or(0.0);
                bar_ui(ui, of_all);
                ui.label(percent_words(of_all));
                if let Some((other, _)) = &shown.other {
                    let count = other.total.outcomes.get(outcome).copied().unwrap_or(0);
                    let words = percent_words(share(count, other.total.contacts).unwrap_or(0.0));
                    ui.label(theme::weak(ui, format!("what if: {words}"), theme::BODY));
                }
                ui.end_row();
            }
        });
    });
}

/// A share as a bar.
pub(super) fn bar_ui(ui: &mut Ui, share: f64) {
    let palette = theme::of(ui);
    let (_, rect) = ui.allocate_space(vec2(BAR, 12.0));
    ui.painter().rect_filled(rect, 3, palette.background);
    #[allow(clippy::cast_possible_truncation, reason = "a share")]
    let width = share.clamp(0.0, 1.0) as f32 * rect.width();
    let filled = Rect::from_min_size(rect.min, vec2(width, rect.height()));
    ui.painter().rect_filled(filled, 3, palette.accent.gamma_multiply(0.8));
}

/// Draws what people do.
pub(super) fn people_ui(ui: &mut Ui, shown: &Shown<'_>) {
    let total: u64 = shown.load.total.people.values().map(|it| it.contacts).sum();
    if total == 0 {
        return;
    }
    section(ui, "People", |ui| {
        Grid::new("people").spacing([18.0, 6.0]).show(ui, |ui| {
            for title in ["", "Contacts", "Share", "Busy", ""] {
                ui.label(theme::weak(ui, title, theme::SMALL));
            }
            ui.end_row();
            let has_had = |it: &&PersonSums| it.contacts > 0;
            let people = shown.load.total.people.iter().filter(|(_, it)| has_had(it));
            for (who, sums) in people.take(MOST_PEOPLE) {
                let name = shown.load.people.get(who).map_or("", String::as_str);
                ui.label(theme::for_display(crate::catalog::text::shorten(name, 28)));
                ui.label(format!("{:.0}", shown.load.average(sums.contacts)));
                ui.label(percent_words(share(sums.contacts, total).unwrap_or(0.0)));
                let busy = share(sums.busy_ms, sums.there_ms).unwrap_or(0.0);
                bar_ui(ui, busy);
                ui.label(percent_words(busy));
                ui.end_row();
            }
        });
    });
}

/// Draws where customers give up, each with some of them to play.
pub(super) fn busy_actions_ui(
    ui: &mut Ui,
    project: &Project,
    scenario: &Scenario,
    shown: &Shown<'_>,
    commands: &mut Vec<Command>,
) {
    let mut all: Vec<(ActionRef, u64)> = shown.load.total.gave_up.iter().map(|(at, count)| (*at, *count)).collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    if all.is_empty() {
        return;
    }
    section(ui, "Where customers give up", |ui| {
        for (at, count) in all.into_iter().take(MOST_ACTIONS) {
            ui.push_id((at.version, at.action), |ui| {
                ui.horizontal_wrapped(|ui| {
                    let title = project.action(at).map_or("", |action| actions::title(action));
                    if ui.link(theme::for_display(title)).on_hover_text("Shows the action on the canvas.").clicked() {
                        commands.push(Command::Page(PageCommand::Reveal(at)));
                    }
                    let of_all = percent_words(share(count, shown.load.total.contacts).unwrap_or(0.0));
                    ui.label(theme::weak(ui, format!("{of_all} of all"), theme::BODY));
                    for (place, contact) in examples(shown.load, at).into_iter().enumerate() {
                        let name = format!("Play customer {} at {title}", place + 1);
                        let play = ui.button(format!("Play {}", place + 1));
                        let play = play.on_hover_text("Plays this very customer in the simulation.");
                        play.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
                        if play.clicked() {
                            commands.push(Command::Load(LoadCommand::Play(scenario.id, Way::Planned, contact)));
                        }
                    }
                });
            });
        }
    });
}

/// Some of the contacts that left an action without a branch, as those do who give up.
fn examples(load: &Load, at: ActionRef) -> Vec<ContactId> {
    let passages = load.total.passages.get(&(at, None));
    let contacts = passages.into_iter().flat_map(|it| &it.examples).map(|(_, contact)| *contact);
    contacts.take(MOST_EXAMPLES).collect()
}

/// Draws what was assumed.
pub(super) fn assumed_ui(ui: &mut Ui, shown: &Shown<'_>) {
    section(ui, "Assumed", |ui| {
        for (clause, count) in &shown.load.assumed {
            let times = count.map_or_else(String::new, |count| format!(" ({count} times)"));
            ui.add(Label::new(theme::weak(ui, format!("{clause}{times}"), theme::SMALL)).wrap());
        }
    });
}
