//! The Problems pane: errors, warnings and hints, worst first, with their places and one-click fixes (spec: designer §4). `lint` decides what
//! counts as a problem.

use egui::{Button, Pos2, Rect, Response, RichText, ScrollArea, Stroke, Ui, UiBuilder, Vec2};

use crate::catalog::Severity;
use crate::lifecycle::{Act, may};
use crate::lint::{self, Diagnostic};
use crate::model::{Project, VersionId};

use crate::app::command::{Command, PageCommand};
use crate::app::kit::row::{Cell, row_ui};
use crate::app::kit::severity;
use crate::app::kit::theme;
use crate::app::services::problems::Problems;

/// The height of a row.
const ROW: f32 = 28.0;
/// Severities, worst first, with singular and plural.
const SEVERITIES: [(Severity, &str, &str); 3] = [
    (Severity::Error, "error", "errors"),
    (Severity::Warning, "warning", "warnings"),
    (Severity::Hint, "hint", "hints"),
];

/// The problems that are hidden.
#[derive(Clone, Debug)]
struct Filter {
    hidden: Vec<Severity>,
    is_version_only: bool,
}

impl Default for Filter {
    fn default() -> Self {
        Self { hidden: Vec::new(), is_version_only: true }
    }
}

/// Draws the pane. The pane fills its space up to the edges, so the panel around it needs no margin.
pub fn problems_ui(
    ui: &mut Ui,
    problems: &Problems,
    project: &Project,
    version_shown: Option<VersionId>,
    commands: &mut Vec<Command>,
) {
    let filter_id = ui.make_persistent_id("problems filter");
    let mut filter = ui.ctx().data(|data| data.get_temp::<Filter>(filter_id)).unwrap_or_default();
    let whole = ui.available_rect_before_wrap();
    let mut area = ui.new_child(UiBuilder::new().id_salt("problems").max_rect(whole.shrink2(Vec2::new(12.0, 8.0))));
    let ui_of_area = &mut area;
    let all = problems.all();
    let of_version = version_shown.filter(|_| filter.is_version_only);
    let mut found: Vec<&Diagnostic> =
        all.iter().filter(|problem| of_version.is_none() || problem.version() == of_version).collect();
    let elsewhere = all.len() - found.len();
    header_ui(ui_of_area, &found, version_shown.is_some(), &mut filter);
    let counted = found.len();
    found.retain(|problem| !filter.hidden.contains(&problem.severity));
    found.sort_by_key(|problem| std::cmp::Reverse(problem.severity));
    ui_of_area.add_space(4.0);
    if counted == 0 {
        let words = if of_version.is_some() && elsewhere > 0 {
            format!("No problems found in this version; {elsewhere} elsewhere in the project.")
        } else {
            "No problems found.".to_owned()
        };
        ui_of_area.label(RichText::new(words).color(theme::of(ui_of_area).ok));
    } else if found.is_empty() {
        ui_of_area.label(theme::weak(ui_of_area, "All problems are hidden by the filter.", theme::BODY));
    } else {
        list_ui(ui_of_area, &found, project, commands);
    }
    ui.ctx().data_mut(|data| data.insert_temp(filter_id, filter));
    ui.advance_cursor_after_rect(whole);
}

/// Draws the counts; a click on one shows or hides its severity.
fn header_ui(ui: &mut Ui, found: &[&Diagnostic], can_be_version_only: bool, filter: &mut Filter) {
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::strong("Problems", theme::BODY));
        ui.add_space(4.0);
        for (severity, one, several) in SEVERITIES {
            let count = found.iter().filter(|problem| problem.severity == severity).count();
            let is_shown = !filter.hidden.contains(&severity);
            let words = format!("{count} {}", if count == 1 { one } else { several });
            let chip = chip_ui(ui, severity, &words, is_shown && count > 0, is_shown);
            let hover = if is_shown { format!("Hides {several}.") } else { format!("Shows {several} again.") };
            if chip.on_hover_text(hover).clicked() {
                if is_shown {
                    filter.hidden.push(severity);
                } else {
                    filter.hidden.retain(|hidden| *hidden != severity);
                }
            }
        }
        if can_be_version_only {
            ui.add_space(4.0);
            ui.checkbox(&mut filter.is_version_only, "This version only");
        }
    });
}

fn chip_ui(ui: &mut Ui, severity: Severity, words: &str, is_lit: bool, is_shown: bool) -> Response {
    let palette = theme::of(ui);
    let color = if is_lit { palette.severity(severity) } else { palette.weak };
    let mut text = RichText::new(words).size(theme::SMALL).color(color);
    if !is_shown {
        text = text.strikethrough();
    }
    let fill = if is_shown { palette.card } else { palette.panel };
    let button = Button::new(text).fill(fill).stroke(Stroke::new(1.0, palette.line)).corner_radius(11.0);
    // As wide with every number of two digits, so that nothing moves when problems come.
    let widest = words.trim_start_matches(|letter: char| letter.is_ascii_digit()).trim_end_matches('s');
    let width = theme::tag_width(ui, &format!("00{widest}s")) - ui.spacing().item_spacing.x;
    let chip = ui.add(button.min_size(Vec2::new(width, 22.0)));
    chip.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_shown, words));
    chip
}

fn list_ui(ui: &mut Ui, found: &[&Diagnostic], project: &Project, commands: &mut Vec<Command>) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let scroll = ScrollArea::vertical().id_salt("list").auto_shrink(false);
    scroll.show_rows(ui, ROW, found.len(), |ui, shown| {
        for (place, problem) in found.iter().enumerate().take(shown.end).skip(shown.start) {
            ui.push_id(place, |ui| problem_ui(ui, problem, project, commands));
        }
    });
}

/// Draws a row: mark, message, place, fix.
fn problem_ui(ui: &mut Ui, problem: &Diagnostic, project: &Project, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    let place = lint::place_words(project, problem.place);
    let width = ui.available_width() - 8.0;
    let fix_width = problem.fix.as_ref().map_or(0.0, |(words, _)| button_width(ui, words) + 8.0);
    let place_width = (width * 0.3).min(280.0);
    let place_left = width - fix_width.max(160.0).min(width * 0.3) - place_width;
    let message_cell = Cell { text: &problem.message, color: palette.text, left: 24.0, width: place_left - 36.0 };
    let place_cell = Cell { text: &place, color: palette.weak, left: place_left, width: place_width - 12.0 };
    let name = format!("{}: {} {place}", problem.severity.words(), problem.message);
    let row = row_ui(ui, &name, ROW, true, &[message_cell, place_cell]);
    severity::mark(ui, Pos2::new(row.rect.left() + 12.0, row.rect.center().y), problem.severity);
    let mut is_fixed = false;
    if let Some((words, edits)) = &problem.fix {
        let left = row.rect.left() + width - fix_width;
        let rect =
            Rect::from_x_y_ranges(left..=left + fix_width - 4.0, row.rect.shrink2(Vec2::new(0.0, 3.0)).y_range());
        is_fixed = fix_ui(ui, rect, words, problem, project);
        if is_fixed {
            // Several edits of one fix are one undo step.
            let tag = (edits.len() > 1).then(|| ui.ctx().cumulative_pass_nr());
            commands.extend(edits.iter().map(|edit| Command::Edit(Box::new(edit.clone()), tag)));
        }
    }
    let blocks = if problem.blocks { "Keeps the version out of production. " } else { "" };
    if row.on_hover_text(format!("{blocks}Click to show it.")).clicked() && !is_fixed {
        commands.push(Command::Page(PageCommand::RevealPlace(problem.place)));
    }
}

/// Draws the button of a fix. Returns whether it was clicked.
fn fix_ui(ui: &mut Ui, rect: Rect, words: &str, problem: &Diagnostic, project: &Project) -> bool {
    let version = problem.version().and_then(|id| project.versions.get(&id));
    let can_change = version.is_none_or(|version| may(version, Act::Edit).is_ok());
    let mut child = ui.new_child(UiBuilder::new().id_salt("fix").max_rect(rect));
    child.spacing_mut().button_padding = Vec2::new(8.0, 0.0);
    child.spacing_mut().interact_size.y = rect.height();
    let button = Button::new(RichText::new(words).size(theme::SMALL)).truncate();
    let response = child
        .add_enabled_ui(can_change, |ui| ui.add_sized(rect.size(), button))
        .inner
        .on_hover_text(format!("{words}. You can undo this in one step."))
        .on_disabled_hover_text("This version is read-only. Duplicate it to edit it.");
    response.clicked()
}

fn button_width(ui: &Ui, words: &str) -> f32 {
    let font = egui::FontId::proportional(theme::SMALL);
    ui.painter().layout_no_wrap(words.to_owned(), font, theme::of(ui).text).size().x.ceil() + 20.0
}
