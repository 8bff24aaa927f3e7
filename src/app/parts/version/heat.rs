//! The last load run on the canvas: how many pass each arrow, and where customers give up (spec: load §3).

use std::sync::Arc;

use egui::{Slider, Ui};

use crate::canvas::{Card, Heat, Mark, MarkKind, Warmth};
use crate::load::sums::{percent_words, share};
use crate::load::{ContactId, Load};
use crate::model::{ActionRef, VersionId};

use super::Page;
use super::state::{Versions, kept};
use crate::app::command::{Command, LoadCommand, Way};
use crate::app::cx::Cx;
use crate::app::kit::scene::card_id;
use crate::app::kit::theme;
use crate::app::services::loads::OnCanvas;

/// The most customers of an arrow that can be played.
const MOST_EXAMPLES: usize = 5;

/// A load run that is shown on the canvas of a version, through which its contacts pass.
pub(super) struct Shown<'a> {
    pub load: &'a Load,
    pub way: Way,
    /// Which run it is.
    number: u64,
    pub on: OnCanvas,
}

/// The load run that is shown on the canvas of a version.
pub(super) fn shown<'a>(cx: &Cx<'a>, version: VersionId) -> Option<Shown<'a>> {
    let on = cx.loads.on_canvas?;
    let played = cx.loads.of(on.scenario)?;
    let passes = |load: &Load| load.total.passages.keys().any(|(at, _)| at.version == version);
    // A version that runs only in what is different is shown as it ran there.
    let ways = [Way::Planned, Way::WhatIf].into_iter().filter_map(|way| Some((way, played.in_way(way)?)));
    let (way, load) = ways.into_iter().find(|(_, load)| passes(load))?;
    Some(Shown { load, way, number: played.number, on })
}

/// The figures of that run on the arrows, kept until another run or another half hour is shown.
pub(super) fn figures(cx: &Cx<'_>, own: &mut Versions, version: VersionId) -> Option<Arc<Heat>> {
    let shown = shown(cx, version)?;
    Some(kept(&mut own.view(version).heat, (shown.run(), shown.on.half), || shown.heat(version)))
}

impl Shown<'_> {
    /// How much passes each port of a version.
    fn heat(&self, version: VersionId) -> Heat {
        let count = |count: u64, halves: &[u32]| match self.on.half {
            None => count,
            Some(half) => usize::try_from(half).ok().and_then(|half| halves.get(half)).copied().unwrap_or(0).into(),
        };
        let passages = &self.load.total.passages;
        let of_version = || passages.iter().filter(|((at, _), _)| at.version == version);
        let most = of_version().map(|(_, it)| count(it.count, &it.halves)).max().unwrap_or(0);
        let warmth = of_version().filter_map(|((at, branch), it)| {
            let passed = count(it.count, &it.halves);
            let average = self.load.average(passed);
            #[allow(clippy::cast_possible_truncation, reason = "a share")]
            let share = share(passed, most)? as f32;
            let figure = if average < 9.95 { format!("{average:.1}") } else { format!("{average:.0}") };
            Some(((card_id(at.action), usize::from((*branch)?)), Warmth { share, figure }))
        });
        warmth.collect()
    }

    /// Some of the contacts that left an action by the branch at a place.
    pub fn examples(&self, at: ActionRef, place: usize) -> Vec<ContactId> {
        let place = u16::try_from(place).ok();
        let passages = self.load.total.passages.get(&(at, place));
        let contacts = passages.into_iter().flat_map(|it| &it.examples).map(|(_, contact)| *contact);
        contacts.take(MOST_EXAMPLES).collect()
    }

    /// Marks a card at which customers give up.
    pub fn mark(&self, version: VersionId, card: &mut Card) {
        let given_up = self.load.total.gave_up.iter();
        let here = given_up.filter(|(at, _)| at.version == version && card_id(at.action) == card.id);
        let count: u64 = here.map(|(_, count)| *count).sum();
        if count > 0 {
            let of_all = share(count, self.load.total.contacts).unwrap_or(0.0);
            let hover = format!("{} of all customers give up here", percent_words(of_all));
            card.marks.push(Mark { kind: MarkKind::Dropped, hover });
        }
    }

    /// What the marks on the canvas depend on.
    pub fn run(&self) -> (u64, Way) {
        (self.number, self.way)
    }
}

/// Draws what is shown of the load run, with the time of day.
pub(super) fn strip_ui(ui: &mut Ui, page: &Page<'_>, shown: &Shown<'_>, commands: &mut Vec<Command>) {
    let name = page.project.scenarios.get(&shown.on.scenario).map_or("", |it| it.name.as_str());
    ui.horizontal(|ui| {
        ui.label(theme::strong(crate::catalog::text::shorten(name, 40), theme::BODY));
        let halves = shown.load.span.halves();
        // 0 is the whole day.
        let mut place = shown.on.half.map_or(0, |half| half + 1);
        let span = shown.load.span.clone();
        let words = move |place: f64, _: std::ops::RangeInclusive<usize>| {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a half hour")]
            match (place as u32).checked_sub(1) {
                None => "all day".to_owned(),
                Some(half) => span.local(half).format(if halves > 50 { "%a %H:%M" } else { "%H:%M" }).to_string(),
            }
        };
        let before = place;
        ui.spacing_mut().slider_width = 240.0;
        let slider = Slider::new(&mut place, 0..=halves).trailing_fill(true).custom_formatter(words);
        let slider = slider.custom_parser(|_| None);
        ui.add(slider).on_hover_text("The half hour that is shown");
        if place != before {
            let on = OnCanvas { half: place.checked_sub(1), ..shown.on };
            commands.push(Command::Load(LoadCommand::ShowOnCanvas(Some((on.scenario, on.half)))));
        }
        let words = match shown.on.half {
            None => "The figures are contacts in a replication, on average.",
            Some(_) => "The figures are contacts in this half hour, on average.",
        };
        ui.label(theme::weak(ui, words, theme::SMALL));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.button("Hide the load run").on_hover_text("Shows the tree without the load run.").clicked() {
                commands.push(Command::Load(LoadCommand::ShowOnCanvas(None)));
            }
            if ui.button("Show the scenario").clicked() {
                commands.push(Command::open_tab(crate::app::command::Tab::Scenario(shown.on.scenario)));
            }
        });
    });
}
