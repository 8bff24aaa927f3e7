//! The Paths pane: whether any caller can get stuck in the version shown, with the shortest call to each bad end, what is assumed, and the
//! branches that no call takes (spec: testing §4).

use egui::{Button, RichText, ScrollArea, Ui, UiBuilder, Vec2};

use crate::catalog::text::capitalised;
use crate::model::{ActionRef, Version, VersionId};
use crate::sim::paths::{BadEnd, Proof, Unset};

use crate::app::command::{Command, PageCommand, PathsCommand};
use crate::app::cx::Cx;
use crate::app::kit::theme;
use crate::app::kit::verdict::color_of;
use crate::app::services::paths::words;

/// Most branches that are listed.
const MOST_LISTED: usize = 200;

/// Draws the pane. The pane fills its space up to the edges, so the panel around it needs no margin.
pub fn paths_ui(ui: &mut Ui, cx: &Cx<'_>, commands: &mut Vec<Command>) {
    let whole = ui.available_rect_before_wrap();
    let mut area = ui.new_child(UiBuilder::new().id_salt("paths").max_rect(whole.shrink2(Vec2::new(12.0, 8.0))));
    if let Some(version) = cx.version_shown().and_then(|id| cx.project().versions.get(&id)) {
        version_ui(&mut area, cx, version, commands);
    } else {
        let words = "Open a version to see whether a caller can get stuck.";
        area.label(theme::weak(&area, words, theme::BODY));
    }
    ui.advance_cursor_after_rect(whole);
}

fn version_ui(ui: &mut Ui, cx: &Cx<'_>, version: &Version, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    let proof = cx.paths.of(cx.document.revision(), version.id);
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::strong("Every path", theme::BODY));
        ui.add_space(4.0);
        match proof {
            Some(proof) => {
                theme::chip(ui, words(proof.verdict), color_of(palette, proof.verdict));
                let states = format!("{} states of a call were looked at.", proof.states);
                ui.label(theme::weak(ui, states, theme::SMALL));
            }
            None => _ = theme::chip(ui, "Looking at every path…", palette.weak),
        }
    });
    let Some(proof) = proof else { return };
    ui.add_space(4.0);
    ScrollArea::vertical().id_salt("found").auto_shrink(false).show(ui, |ui| {
        if let Some(limit) = &proof.limit {
            ui.label(format!("The search stopped: {limit}. What it found until then is listed."));
        }
        for (place, bad) in proof.bad.iter().enumerate() {
            bad_ui(ui, proof, bad, place, commands);
        }
        for (place, unset) in proof.unset.iter().take(MOST_LISTED).enumerate() {
            unset_ui(ui, proof, unset, place, commands);
        }
        for (place, far) in proof.too_far.iter().take(MOST_LISTED).enumerate() {
            let words = far.words();
            ui.push_id(("far", place), |ui| {
                ui.horizontal(|ui| {
                    show_ui(ui, Some(far.at), &words, commands);
                    ui.add(egui::Label::new(theme::for_display(&words)).truncate());
                });
            });
        }
        repeats_ui(ui, proof, commands);
        assumed_ui(ui, proof);
        not_taken_ui(ui, version.id, proof, commands);
    });
}

fn bad_ui(ui: &mut Ui, proof: &Proof, bad: &BadEnd, place: usize, commands: &mut Vec<Command>) {
    let title = bad.at.map(|at| proof.title(at)).unwrap_or_default();
    let at = if title.is_empty() { String::new() } else { format!(" at \"{}\"", theme::for_display(&title)) };
    ui.push_id(("bad", place), |ui| {
        ui.horizontal(|ui| {
            let hover = "Plays the shortest call that ends so in the simulation.";
            play_ui(ui, &format!("{}{at}", bad.outcome), hover, PathsCommand::PlayBad(place), commands);
            show_ui(ui, bad.at, &format!("{}{at}", bad.outcome), commands);
            let palette = theme::of(ui);
            ui.label(RichText::new(format!("{}{at}", bad.outcome)).color(palette.error));
            ui.add(egui::Label::new(theme::weak(ui, theme::for_display(&bad.how), theme::BODY)).truncate());
        });
    });
}

fn unset_ui(ui: &mut Ui, proof: &Proof, unset: &Unset, place: usize, commands: &mut Vec<Command>) {
    let title = theme::for_display(proof.title(unset.at));
    let what = format!("{} is read without a value at \"{title}\"", unset.path);
    ui.push_id(("unset", place), |ui| {
        ui.horizontal(|ui| {
            let hover = "Plays the shortest call that reads the variable before it has a value in the simulation.";
            play_ui(ui, &what, hover, PathsCommand::PlayUnset(place), commands);
            show_ui(ui, Some(unset.at), &what, commands);
            ui.add(egui::Label::new(theme::for_display(&what)).truncate());
        });
    });
}

/// A button that plays a call.
fn play_ui(ui: &mut Ui, what: &str, hover: &str, command: PathsCommand, commands: &mut Vec<Command>) {
    let name = format!("Play {what}");
    let play = ui.add(theme::primary_button(ui, "Play"));
    play.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    if play.on_hover_text(hover).clicked() {
        commands.push(Command::Paths(command));
    }
}

/// A button that shows an action.
fn show_ui(ui: &mut Ui, at: Option<ActionRef>, what: &str, commands: &mut Vec<Command>) {
    let Some(at) = at else { return };
    let name = format!("Show {what}");
    let show = ui.add(Button::new("Show"));
    show.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    if show.clicked() {
        commands.push(Command::Page(PageCommand::Reveal(at)));
    }
}

fn repeats_ui(ui: &mut Ui, proof: &Proof, commands: &mut Vec<Command>) {
    if proof.repeats.is_empty() {
        return;
    }
    ui.add_space(6.0);
    ui.label(theme::strong("Rounds that a caller may leave", theme::BODY));
    for (place, round) in proof.repeats.iter().take(MOST_LISTED).enumerate() {
        let words = proof.words_of_round(round);
        ui.push_id(("round", place), |ui| {
            ui.horizontal(|ui| {
                show_ui(ui, round.first().copied(), &words, commands);
                ui.add(egui::Label::new(theme::weak(ui, theme::for_display(&words), theme::BODY)).truncate());
            });
        });
    }
}

fn assumed_ui(ui: &mut Ui, proof: &Proof) {
    if proof.assumed.is_empty() {
        return;
    }
    ui.add_space(6.0);
    ui.label(theme::strong("What is assumed", theme::BODY));
    for (clause, title) in &proof.assumed {
        let at = if title.is_empty() { String::new() } else { format!(", at \"{title}\"") };
        ui.label(theme::weak(ui, theme::for_display(capitalised(&format!("{clause}{at}."))), theme::BODY));
    }
}

fn not_taken_ui(ui: &mut Ui, version: VersionId, proof: &Proof, commands: &mut Vec<Command>) {
    if proof.not_taken.is_empty() {
        return;
    }
    ui.add_space(6.0);
    let heading =
        if proof.is_exact() { "Branches that no call takes" } else { "Branches that no call was found to take" };
    ui.label(theme::strong(heading, theme::BODY));
    for not_taken in proof.not_taken.iter().take(MOST_LISTED) {
        let (branch, words) = (&not_taken.branch, not_taken.words());
        ui.push_id((branch.action, &branch.branch), |ui| {
            ui.horizontal(|ui| {
                show_ui(ui, Some(ActionRef { version, action: branch.action }), &branch.words(), commands);
                ui.add(egui::Label::new(theme::for_display(&words)).truncate());
            });
        });
    }
}
