//! The banner below the menus about planned productions: their results, and those that are due but have to wait (spec: domain §5).

use egui::{Align, Frame, Label, Layout, Margin, Panel, RichText, Role, Ui, WidgetInfo};

use crate::lifecycle::{Act, may, plan};
use crate::model::VersionId;
use crate::release::due_words;

use super::{Production, waits_for_saving};
use crate::app::command::{Command, PageCommand, Tab};
use crate::app::cx::Cx;
use crate::app::kit::theme;

/// Draws the banner.
pub fn due_ui(ui: &mut Ui, cx: &Cx<'_>, production: &Production, commands: &mut Vec<Command>) {
    let now = cx.now;
    let due = plan::due(cx.project(), now);
    if due.is_empty() && production.notices.is_empty() {
        return;
    }
    let frame = Frame::new().fill(theme::of(ui).selected).inner_margin(Margin::symmetric(16, 8));
    Panel::top("planned productions").frame(frame).resizable(false).show(ui, |ui| {
        notices_ui(ui, cx, production, commands);
        let mut is_first = true;
        for (version, words) in due.into_iter().zip(due_words(cx.project(), now)) {
            is_first &= !pending_ui(ui, cx, version, words, is_first, commands);
        }
    });
}

/// Draws text at the left and buttons at the right. The buttons come first, so that the text leaves room for them.
fn line_ui(ui: &mut Ui, words: RichText, buttons: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            buttons(ui);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| ui.add(Label::new(words).wrap()));
        });
    });
}

/// Draws the results, each in its own colour.
fn notices_ui(ui: &mut Ui, cx: &Cx<'_>, production: &Production, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    for (place, notice) in production.notices.iter().enumerate() {
        let color = if notice.is_missed { palette.warning } else { palette.text };
        line_ui(ui, RichText::new(theme::for_display(&notice.words)).color(color), |ui| {
            if place == 0 && ui.button("Close").on_hover_text("I have read it").clicked() {
                commands.push(Command::ReleasesRead);
            }
            show_ui(ui, cx, notice.version, Command::open_tab(Tab::Version(notice.version)), commands);
        });
    }
}

fn show_ui(ui: &mut Ui, cx: &Cx<'_>, version: VersionId, show: Command, commands: &mut Vec<Command>) {
    let name = cx.project().versions.get(&version).map_or("", |version| version.info.name.as_str());
    let button = ui.button("Show");
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Show {name}")));
    if button.clicked() {
        commands.push(show);
    }
}

/// The reason that keeps a due version out of production, and the command that shows it.
fn obstacle(cx: &Cx<'_>, version: VersionId) -> Option<(String, Command)> {
    let it = cx.project().versions.get(&version)?;
    if let Err(why) = may(it, Act::PutInProduction) {
        return Some((why, Command::open_tab(Tab::Version(version))));
    }
    let mut blocking = cx.problems_of(version).filter(|problem| problem.blocks);
    let first = blocking.next()?;
    let words = match blocking.count() {
        0 => first.message.clone(),
        more => format!("{} And {more} more.", first.message),
    };
    Some((words, Command::Page(PageCommand::RevealPlace(first.place))))
}

/// Draws a due production. Returns whether it has the button that saves, which appears only once.
fn pending_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    version: VersionId,
    mut words: String,
    may_save: bool,
    commands: &mut Vec<Command>,
) -> bool {
    let obstacle = obstacle(cx, version);
    let is_waiting = waits_for_saving(cx) && obstacle.is_none() && may_save;
    if let Some((why, _)) = &obstacle {
        words = format!("{words} It cannot be put in production: {why}");
    } else if let Some(why) = cx.read_only_because() {
        words = format!("{words} It cannot be done in this window: {why}");
    } else if cx.file.older_format.is_some() {
        words = format!("{words} It waits until the file, which has an older format, is saved.");
    }
    let color = if obstacle.is_some() { theme::of(ui).warning } else { theme::of(ui).text };
    line_ui(ui, RichText::new(theme::for_display(words)).color(color), |ui| {
        // After saving, nothing else prevents the production.
        if is_waiting && ui.add(theme::primary_button(ui, "Save and put in production")).clicked() {
            commands.push(Command::save());
        }
        if let Some((_, show)) = obstacle {
            show_ui(ui, cx, version, show, commands);
        }
    });
    is_waiting
}
