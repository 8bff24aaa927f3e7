//! The History pane: the changes of the project, with time and user, newest first (spec: domain §5).

use egui::{ScrollArea, Ui, UiBuilder, Vec2};

use crate::catalog::interaction::zone;
use crate::model::{Activity, Project};

use crate::app::kit::row::{Cell, row_ui};
use crate::app::kit::text_input::{MAX_NAME, one_line};
use crate::app::kit::theme;

/// The height of a row.
const ROW: f32 = 24.0;
/// The left edges of the second and third columns.
const AFTER_WHEN: f32 = 140.0;
const AFTER_WHO: f32 = 260.0;

/// The own state of the History pane.
#[derive(Clone, Debug, Default)]
pub struct HistoryPane {
    /// The text in the search field.
    pub search: String,
}

/// Draws the pane. The pane fills its space up to the edges, so the panel around it needs no margin.
pub fn history_ui(ui: &mut Ui, project: &Project, own: &mut HistoryPane) {
    let whole = ui.available_rect_before_wrap();
    let mut area = ui.new_child(UiBuilder::new().id_salt("history").max_rect(whole.shrink2(Vec2::new(12.0, 8.0))));
    let ui_of_area = &mut area;
    ui_of_area.horizontal_wrapped(|ui| {
        ui.label(theme::strong("History", theme::BODY));
        ui.add_space(4.0);
        let name = "Find in the history";
        let edit = ui.add(one_line(&mut own.search, MAX_NAME).hint_text(name).desired_width(240.0));
        edit.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, name));
        ui.label(theme::weak(ui, format!("Times are in the zone {}.", project.settings.time_zone), theme::SMALL));
    });
    ui_of_area.add_space(4.0);
    let lines = lines(project, &own.search);
    if lines.is_empty() {
        let words = if project.activity.is_empty() {
            "No entries yet. Versions and routings that are created, put in test, put in production or deleted are listed here."
        } else {
            "No entries match"
        };
        ui_of_area.label(theme::weak(ui_of_area, words, theme::BODY));
    } else {
        list_ui(ui_of_area, &lines);
    }
    ui.advance_cursor_after_rect(whole);
}

/// The time and the entry of each line that contains a text, newest first.
fn lines<'a>(project: &'a Project, search: &str) -> Vec<(String, &'a Activity)> {
    let zone = zone(&project.settings.time_zone, "UTC");
    let search = search.trim().to_lowercase();
    let dated = |line: &'a Activity| (line.at.with_timezone(&zone).format("%-d %b %Y, %H:%M").to_string(), line);
    let has = |text: &str| text.to_lowercase().contains(&search);
    let fits = |(when, line): &(String, &Activity)| has(when) || has(&line.who) || has(&line.what);
    project.activity.iter().rev().map(dated).filter(|line| search.is_empty() || fits(line)).collect()
}

fn list_ui(ui: &mut Ui, lines: &[(String, &Activity)]) {
    let palette = theme::of(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    let width = ui.available_width() - 8.0;
    ScrollArea::vertical().id_salt("list").auto_shrink(false).show_rows(ui, ROW, lines.len(), |ui, shown| {
        for (place, (when, line)) in lines.iter().enumerate().take(shown.end).skip(shown.start) {
            let cells = [
                Cell { text: when, color: palette.weak, left: 4.0, width: AFTER_WHEN - 12.0 },
                Cell { text: &line.who, color: palette.weak, left: AFTER_WHEN, width: AFTER_WHO - AFTER_WHEN - 8.0 },
                Cell { text: &line.what, color: palette.text, left: AFTER_WHO, width: width - AFTER_WHO },
            ];
            let name = format!("{when} {} {}", line.who, line.what);
            ui.push_id(place, |ui| row_ui(ui, &name, ROW, false, &cells));
        }
    });
}
