//! Banners below the menus: changes of the file, who else has it open, and an alternative to a file dialog that does not appear.

use egui::{Frame, Margin, RichText, Stroke, Ui};

use crate::app::command::{Command, FileCommand};
use crate::app::cx::Cx;
use crate::app::kit::theme;
use crate::app::services::files::watch::FileChange;

/// How many seconds to wait for the desktop's file dialog before offering the built-in one. A working dialog is open two seconds after the
/// click (spec: quality, Part 2 §4).
pub const PATIENCE_S: f64 = 1.0;

/// A sentence and its buttons.
type Banner = (String, Vec<(&'static str, Command)>);

/// Draws the banners.
pub fn banner_ui(ui: &mut Ui, cx: &Cx<'_>, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    let banners = banners(cx, ui.ctx());
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

fn banners(cx: &Cx<'_>, ctx: &egui::Context) -> Vec<Banner> {
    let command = |it: FileCommand| Command::File(it);
    let mut banners: Vec<Banner> = Vec::new();
    match &cx.keeper.outside {
        Some(FileChange::Changed(_)) => banners.push((
            "This file was changed by another program or by somebody else.".to_owned(),
            vec![
                ("Reload", command(FileCommand::Reload)),
                ("Keep mine", command(FileCommand::KeepMine)),
                ("Show differences", command(FileCommand::Differences)),
            ],
        )),
        Some(FileChange::Gone) => banners.push((
            "This file was removed, moved or renamed. Your work is still in this window.".to_owned(),
            vec![
                ("Save", Command::save()),
                ("Save as…", Command::save_as()),
                ("Hide this", command(FileCommand::KeepMine)),
            ],
        )),
        Some(FileChange::Same) | None => {}
    }
    let is_taken = cx.keeper.held_by_other.is_some();
    if let Some(why) = cx.read_only_because() {
        let mut buttons = vec![("Save as…", Command::save_as())];
        if is_taken {
            buttons.push(("Try again", command(FileCommand::AskForLock { may_take_over: false })));
        }
        let what_next = match (is_taken && cx.file.read_only_because.is_none(), cx.document.is_changed()) {
            (false, _) => "",
            (true, false) => " Changes can only be saved under another name.",
            (true, true) => " Your changes are in this window only. Save them under another name to keep them.",
        };
        banners.push((format!("Read-only. {why}{what_next}"), buttons));
    }
    if let Some(asked_at) = cx.files.asked_at() {
        let waited = ctx.input(|input| input.time) - asked_at;
        if waited >= PATIENCE_S {
            banners.push((
                "A file dialog of the desktop is open. If you cannot see it, use the built-in one.".to_owned(),
                vec![("Use Signalbox's own dialog", command(FileCommand::OwnDialog))],
            ));
        } else {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64((PATIENCE_S - waited).max(0.05)));
        }
    }
    banners
}
