//! Banners below the menus: what became of the file, who else has it, and a way round a file dialog that does not come.

use egui::{Frame, Margin, RichText, Stroke, Ui};

use super::super::command::Command;
use super::super::state::State;
use super::super::theme;
use super::{KeeperCommand, Seen};

/// How long the desktop's file dialog is waited for before our own is offered, in seconds: two seconds after a click one that
/// works is open (spec: quality, Part 2 §4).
pub const PATIENCE_S: f64 = 1.0;

/// A sentence, and the buttons beside it.
type Banner = (String, Vec<(&'static str, Command)>);

/// Draws those that there are.
pub fn banner_ui(ui: &mut Ui, state: &State, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    let banners = banners(state, ui.ctx());
    for (number, (text, buttons)) in banners.into_iter().enumerate() {
        let frame = Frame::new()
            .fill(palette.card)
            .stroke(Stroke::new(1.0, palette.warning))
            .inner_margin(Margin::symmetric(12, 6));
        egui::Panel::top(format!("banner {number}")).frame(frame).resizable(false).show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(text));
                for (label, command) in buttons {
                    if ui.button(label).clicked() {
                        commands.push(command);
                    }
                }
            });
        });
    }
}

fn banners(state: &State, ctx: &egui::Context) -> Vec<Banner> {
    let command = |it: KeeperCommand| Command::Keeper(it);
    let mut banners: Vec<Banner> = Vec::new();
    match &state.keeper.outside {
        Some(Seen::Changed(_)) => banners.push((
            "This file was changed by another program, or by somebody else.".to_owned(),
            vec![
                ("Reload", command(KeeperCommand::Reload)),
                ("Keep mine", command(KeeperCommand::KeepMine)),
                ("Show differences", command(KeeperCommand::Differences)),
            ],
        )),
        Some(Seen::Gone) => banners.push((
            "This file was removed, moved or renamed. Your work is still in this window.".to_owned(),
            vec![
                ("Save", Command::Save),
                ("Save as…", Command::SaveAs),
                ("Keep mine", command(KeeperCommand::KeepMine)),
            ],
        )),
        Some(Seen::Same) | None => {}
    }
    let is_taken = state.keeper.taken.is_some();
    if let Some(why) = state.read_only_because() {
        let mut buttons = vec![("Save as…", Command::SaveAs)];
        if is_taken {
            buttons.push(("Try again", command(KeeperCommand::AskForLock { may_take_over: false })));
        }
        let what_next = match (is_taken && state.files.read_only_because.is_none(), state.document.is_changed()) {
            (false, _) => "",
            (true, false) => " What you change here can only be saved under another name.",
            (true, true) => " Your changes are in this window only. Save them under another name to keep them.",
        };
        banners.push((format!("Read-only. {why}{what_next}"), buttons));
    }
    if let Some(asked_at) = state.files.asked_at() {
        let waited = ctx.input(|input| input.time) - asked_at;
        if waited >= PATIENCE_S {
            banners.push((
                "A file dialog of the desktop is open. If it does not show, there is another one.".to_owned(),
                vec![("Use Signalbox's own dialog", command(KeeperCommand::OwnDialog))],
            ));
        } else {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64((PATIENCE_S - waited).max(0.05)));
        }
    }
    banners
}
