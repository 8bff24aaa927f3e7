//! The Time pane: the time machine of the version shown. A line for each branch of each schedule shows when the branch is taken; the canvas
//! above lights what is open at the moment that the pane shows (spec: testing §6).

mod band;
mod head;
mod lines;
mod scale;

use egui::{Align, ScrollArea, Ui, UiBuilder, Vec2};

use crate::app::command::Command;
use crate::app::cx::Cx;
use crate::app::kit::channel_words::words;
use crate::app::kit::theme;
use crate::app::services::time::Strip;
use scale::Scale;

/// The height of a line.
const LINE: f32 = 24.0;
/// The width of the names at the left of the lines, at most, and its share of the pane.
const NAMES: f32 = 350.0;
const NAMES_SHARE: f32 = 0.34;

/// The own state of the pane.
#[derive(Default)]
pub struct TimePane {
    /// The number of the question whose line was scrolled into view last.
    scrolled: u64,
    /// The moment, while it is typed.
    typed: Option<head::Typed>,
}

/// Draws the pane. The pane fills its space up to the edges, so the panel around it needs no margin.
pub fn time_ui(ui: &mut Ui, cx: &Cx<'_>, own: &mut TimePane, commands: &mut Vec<Command>) {
    let whole = ui.available_rect_before_wrap();
    let mut area = ui.new_child(UiBuilder::new().id_salt("time").max_rect(whole.shrink2(Vec2::new(12.0, 8.0))));
    if let Some(version) = cx.version_shown() {
        let strip = cx.time.strip((cx.document.revision(), version), cx.now);
        head::head_ui(&mut area, cx, own, version, strip.map(|strip| &**strip), commands);
        match strip {
            Some(strip) if strip.lines.is_empty() => {
                let words = "No action of this version asks for the time, so it is the same at every moment.";
                area.label(theme::weak(&area, words, theme::BODY));
            }
            Some(strip) => strip_ui(&mut area, cx, own, strip, commands),
            None => {
                area.label(theme::weak(&area, "Looking for hours…", theme::BODY));
            }
        }
    } else {
        let words = "Open a version to see when its schedules are open.";
        area.label(theme::weak(&area, words, theme::BODY));
    }
    ui.advance_cursor_after_rect(whole);
}

/// What the buttons do at a moment: *Start a call*, *Start a conversation*, *Send the email*.
fn start_words(cx: &Cx<'_>) -> &'static str {
    let channel = cx.version_shown().map(|version| cx.project().channel_of(version));
    words(channel.unwrap_or_default()).start
}

/// Draws the scale with the moment, and the lines below it.
fn strip_ui(ui: &mut Ui, cx: &Cx<'_>, own: &mut TimePane, strip: &Strip, commands: &mut Vec<Command>) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let names = (ui.available_width() * NAMES_SHARE).min(NAMES);
    let scale = Scale::of(ui, cx, names);
    let beside = scale.ruler_ui(ui, cx, commands);
    band::legend_ui(ui, beside, strip);
    let top = ui.cursor().top();
    let shown = ScrollArea::vertical().id_salt("lines").auto_shrink(false).show(ui, |ui| {
        for line in &strip.lines {
            let response = lines::line_ui(ui, cx, &scale, line, commands);
            if own.scrolled != cx.time.questions() && lines::is_asked(cx, line) {
                own.scrolled = cx.time.questions();
                response.scroll_to_me(Some(Align::Center));
            }
        }
    });
    let bottom = shown.inner_rect.bottom().min(top + shown.content_size.y);
    scale.moment_ui(ui, cx, (top, bottom));
}
