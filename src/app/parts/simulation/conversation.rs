//! The conversation: the company at the left, the customer at the right, and between them, in small letters, the steps of the flow. Only
//! visible lines are painted, and of a long run only the last lines are laid out.

use egui::{
    Align, Button, CornerRadius, CursorIcon, Id, Label, Layout, Pos2, Rect, Role, ScrollArea, Sense, Stroke,
    StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo,
};

use crate::catalog::text::{clock_words, shorten};
use crate::model::Channel;
use crate::sim::Run;

use super::laid_out::{LaidOutLine, PADDING};
use super::lines::{Line, Look, lines, local_time};
use super::{composer, header_row, title_at};
use crate::app::command::{Command, PageCommand, SimCommand};
use crate::app::kit::channel_words::words;
use crate::app::kit::theme;
use crate::app::services::open_runs::Parting;
use crate::app::services::simulation::Simulation;

/// The number of lines shown at first, and added each time the user asks for earlier ones.
const LINES: usize = 400;
/// The room for the button that forks the run.
const FORK: f32 = 48.0;
/// The room for quick replies below the last line; they take as much as they need.
const MOST_BELOW: f32 = 10_000.0;

/// Draws the title, the virtual time and the duration so far, and the button that forks the run.
pub(super) fn header_ui(ui: &mut Ui, simulation: &Simulation, commands: &mut Vec<Command>) {
    header_row(ui, |ui| {
        let Some(run) = simulation.run() else { return };
        let title = ui.label(theme::strong(words(run.scene.channel()).title, theme::BODY));
        title.on_hover_text(format!("Through version “{}”. {}.", run.scene.version.info.name, run.scene.arrival()));
        let interaction = &run.state().interaction;
        let now = local_time(run, interaction.at_ms);
        let clock = format!("{} · {}", now.format("%a %-d %b %Y, %H:%M:%S"), clock_words(interaction.at_ms));
        let zone = &run.scene.project.settings.time_zone;
        let size = Vec2::new((ui.available_width() - FORK).max(0.0), ui.spacing().interact_size.y);
        let layout = Layout::left_to_right(Align::Center);
        let label = Label::new(theme::weak(ui, clock, theme::SMALL)).truncate();
        let clock = ui.allocate_ui_with_layout(size, layout, |ui| {
            ui.set_min_size(size);
            ui.add(label)
        });
        let clock = clock.inner;
        clock.on_hover_text(format!("The virtual time in the zone {zone}, and the duration so far."));
        let fork = ui.add(Button::new(theme::weak(ui, "Fork", theme::SMALL)).frame_when_inactive(false));
        if fork.on_hover_text("Keeps this run, and goes on with a copy of it in a tab of its own.").clicked() {
            commands.push(Command::Sim(SimCommand::Fork(None)));
        }
    });
}

/// Draws the conversation, scrolled to its end unless the user scrolled up.
pub(super) fn conversation_ui(ui: &mut Ui, run: &Run, parting: Option<&Parting>, commands: &mut Vec<Command>) {
    let wanted_id = ui.make_persistent_id("lines");
    let wanted = ui.ctx().data(|data| data.get_temp::<usize>(wanted_id)).unwrap_or(LINES).max(LINES);
    let beats = run.beats();
    let earlier = beats.len().saturating_sub(wanted);
    let lines = lines(run, earlier, parting);
    let is_chat = run.scene.channel() == Channel::Messaging;
    let scroll = ScrollArea::vertical().id_salt("conversation").auto_shrink(false).stick_to_bottom(true);
    scroll.show_viewport(ui, |ui, viewport| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let (left, width) = (ui.max_rect().left(), ui.available_width() - 4.0);
        let start = ui.max_rect().top();
        let mut top = 0.0;
        if earlier > 0 {
            let words = format!("Show earlier lines ({earlier} more)");
            if ui.button(theme::weak(ui, words, theme::CAPTION)).clicked() {
                ui.ctx().data_mut(|data| data.insert_temp(wanted_id, wanted + LINES));
            }
            top = ui.min_rect().height() + 8.0;
        }
        for (place, line) in lines.iter().enumerate() {
            let set = LaidOutLine::new(ui, run, line, width);
            // A bubble keeps the same distance from small lines above it as from other bubbles.
            let follows_small = place.checked_sub(1).and_then(|it| lines.get(it)).is_some_and(Line::is_small);
            top += if follows_small && !line.is_small() { 4.0 } else { 0.0 };
            let (from, to) = (top, top + set.height);
            top = to + set.gap;
            if to >= viewport.top() && from <= viewport.bottom() {
                let rect = Rect::from_min_size(Pos2::new(left, start + from), Vec2::new(width, set.height));
                let id = wanted_id.with(earlier + place);
                line_ui(ui, run, line, &set, (rect, id), commands);
            }
        }
        if is_chat {
            let rest = Rect::from_min_size(Pos2::new(left, start + top), Vec2::new(width, MOST_BELOW));
            let mut below = ui.new_child(UiBuilder::new().max_rect(rest));
            composer::replies_ui(&mut below, run, commands);
            top += below.min_rect().height();
        }
        ui.set_min_height(top);
    });
}

/// Paints a line at its position; a click shows its action, and its context menu goes to the moment.
fn line_ui(ui: &Ui, run: &Run, line: &Line, set: &LaidOutLine, (row, id): (Rect, Id), commands: &mut Vec<Command>) {
    let rect = set.rect(line, row);
    let sense = if line.place.is_some() { Sense::click() } else { Sense::hover() };
    let response = ui.interact(rect, id, sense);
    let role = if line.place.is_some() { Role::Button } else { Role::Label };
    response.widget_info(|| WidgetInfo::labeled(role, true, line.spoken()));
    let is_lit = line.place.is_some() && (response.hovered() || response.has_focus());
    paint(ui, line, set, rect, row, is_lit);
    let moment = local_time(run, line.at_ms).format("%a %-d %b %Y, %H:%M:%S");
    let mut words = format!("{moment} · {}", clock_words(line.at_ms));
    if let Some(title) = line.place.and_then(|place| title_at(run, place)) {
        words.push_str(" · click to show “");
        words.push_str(title);
        words.push('”');
    }
    if set.is_cut {
        words = format!("{}\n{words}", shorten(&line.text, 2_000));
    }
    let response = response.on_hover_text_at_pointer(words);
    let Some(place) = line.place else { return };
    if response.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    }
    if response.clicked() {
        commands.push(Command::Page(PageCommand::Reveal(place)));
    }
    response.context_menu(|ui| {
        let steps = run.steps_at_beat(line.beat);
        let go = ui.add_enabled(steps < run.steps_taken(), Button::new("Go back to this step"));
        let go = go.on_hover_text("The later steps are kept, and Forward takes them again.");
        if go.on_disabled_hover_text("The run is at this step.").clicked() {
            commands.push(Command::Sim(SimCommand::GoTo(steps)));
        }
        let fork = ui.button("Fork the run at this step");
        if fork.on_hover_text("Keeps this run, and goes on with a copy from here in a tab of its own.").clicked() {
            commands.push(Command::Sim(SimCommand::Fork(Some(steps))));
        }
    });
}

fn paint(ui: &Ui, line: &Line, set: &LaidOutLine, rect: Rect, row: Rect, is_lit: bool) {
    let palette = theme::of(ui);
    let painter = ui.painter();
    let corner = CornerRadius::same(8);
    // In the light mode a white bubble would be invisible on white.
    let raised = if palette.is_dark { palette.card } else { palette.canvas };
    let mut text = rect.min;
    match &line.look {
        Look::Heard => {
            painter.rect_filled(rect, CornerRadius { sw: 2, ..corner }, raised);
            text += PADDING;
        }
        Look::Did => {
            painter.rect_filled(rect, CornerRadius { se: 2, ..corner }, palette.accent);
            text += PADDING;
        }
        Look::Mail(letter) => {
            let edge = if letter.is_incoming { palette.accent } else { palette.line };
            painter.rect(rect, corner, raised, Stroke::new(1.0, palette.line), StrokeKind::Inside);
            let stripe = Rect::from_min_size(rect.min + Vec2::new(0.0, 8.0), Vec2::new(3.0, rect.height() - 16.0));
            painter.rect_filled(stripe, 1, edge);
            text += PADDING + Vec2::new(2.0, 2.0);
        }
        Look::Offered(_) => return set.paint_pills(ui, rect),
        Look::Later | Look::Parts => {
            let half = set.galley.size().x / 2.0 + 10.0;
            let (left, right) = (row.left()..=rect.center().x - half, rect.center().x + half..=row.right());
            for range in [left, right] {
                painter.hline(range, rect.center().y, Stroke::new(1.0, palette.line));
            }
        }
        Look::Passage => {
            let dot = Pos2::new(rect.left() + 4.0, text.y + set.galley.size().y / 2.0);
            painter.circle_filled(dot, 3.0, palette.warning);
            text.x += 12.0;
        }
        Look::Ended(_) => text.y += 4.0,
        Look::Name { .. } => text.x += 2.0,
        Look::System | Look::Path | Look::Others => {}
    }
    if is_lit && line.is_small() {
        painter.galley_with_override_text_color(text, set.galley.clone(), palette.text);
    } else {
        painter.galley(text, set.galley.clone(), palette.text);
    }
    if let Some(time) = &set.time {
        painter.galley(set.time_at(line, rect, row, time.size()), time.clone(), palette.weak);
    }
}
