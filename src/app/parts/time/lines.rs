//! A line of the strip: the name of the branch, and a band for each time at which the branch is taken or covered by an earlier one.

use egui::{Color32, Rect, Response, Sense, Stroke, Ui, vec2};

use crate::model::ActionRef;
use crate::sim::hours::{Shows, Taken};

use super::scale::Scale;
use super::{LINE, band};
use crate::app::command::{Command, PageCommand};
use crate::app::cx::Cx;
use crate::app::kit::row::{Cell, row_ui};
use crate::app::kit::theme;
use crate::app::services::time::StripLine;

/// Draws a line. A click on its name shows the action.
pub(super) fn line_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    scale: &Scale,
    line: &StripLine,
    commands: &mut Vec<Command>,
) -> Response {
    let (whole, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
    if !ui.is_rect_visible(whole) {
        return response;
    }
    let palette = theme::of(ui);
    if is_asked(cx, line) {
        ui.painter().rect_filled(whole, 4, palette.selected);
    }
    if line.is_first {
        ui.painter().hline(whole.x_range(), whole.top(), Stroke::new(1.0, palette.line));
    }
    ui.push_id((line.action, line.line.shows.key()), |ui| {
        name_ui(ui, cx, scale, whole, line, commands);
        let room = Rect::from_x_y_ranges(scale.left..=scale.right, whole.y_range()).shrink2(vec2(0.0, 3.0));
        ui.painter().rect_filled(room, 2, palette.canvas);
        for (place, shown) in line.bands.iter().enumerate() {
            band::band_ui(ui, cx, scale, room, (line, place, shown), commands);
        }
    });
    response
}

/// Whether somebody asked when the branch of a line is open.
pub(super) fn is_asked(cx: &Cx<'_>, line: &StripLine) -> bool {
    cx.time.asked().is_some_and(|(action, branch)| {
        Some(action.version) == cx.version_shown()
            && action.action == line.action
            && line.line.shows.key() == Some(branch)
    })
}

/// Draws the title of the action, on its first line, and the label of the branch with a dot that is full while the branch is taken.
fn name_ui(ui: &mut Ui, cx: &Cx<'_>, scale: &Scale, whole: Rect, line: &StripLine, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    let is_taken = match (&line.line.shows, cx.time.taken(line.action)) {
        (Shows::Unknown, taken) => taken == Some(&Taken::Depends),
        (shows, Some(taken)) => shows.key().is_some_and(|key| taken.is(key)),
        (_, None) => false,
    };
    let label = match line.line.shows {
        Shows::Gap(_) => format!("{} (gap)", line.line.label),
        Shows::Branch(_) | Shows::Unknown => line.line.label.clone(),
    };
    let rect = Rect::from_min_max(whole.min, egui::pos2(scale.left - 8.0, whole.bottom()));
    let title_width = rect.width() * 0.44;
    let title = if line.is_first { theme::for_display(&line.title) } else { String::new() };
    let label = theme::for_display(label);
    let color = if is_taken { palette.text } else { palette.weak };
    let cells = [
        Cell { text: &title, color: palette.text, left: 4.0, width: title_width - 8.0 },
        Cell { text: &label, color, left: title_width + 18.0, width: rect.width() - title_width - 20.0 },
    ];
    let state = if is_taken { "taken at this moment" } else { "not taken at this moment" };
    let name = format!("{}, {label}: {state}", theme::for_display(&line.title));
    let mut area = ui.new_child(egui::UiBuilder::new().id_salt("name").max_rect(rect));
    let row = row_ui(&mut area, &name, LINE, true, &cells);
    dot(ui, egui::pos2(rect.left() + title_width + 8.0, rect.center().y), is_taken, color);
    if row.clicked()
        && let Some(version) = cx.version_shown()
    {
        commands.push(Command::Page(PageCommand::Reveal(ActionRef { version, action: line.action })));
    }
}

fn dot(ui: &Ui, centre: egui::Pos2, is_full: bool, color: Color32) {
    if is_full {
        ui.painter().circle_filled(centre, 4.0, theme::of(ui).ok);
    } else {
        ui.painter().circle_stroke(centre, 3.4, Stroke::new(1.2, color));
    }
}
