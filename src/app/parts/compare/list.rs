//! The list of differences: each action with its changes, to step through with F8. Only visible entries are laid out.

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align, Color32, FontId, Frame, Layout, Margin, Pos2, Rect, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder,
    WidgetInfo, vec2,
};

use crate::diff::{Difference, VersionDiff};

use super::comparison::{CompareResult, Comparison};
use super::entry::{Entry, Excerpt, Line};
use super::scenes::standing;
use crate::app::command::{Command, PageCommand};
use crate::app::kit::scene::canvas_style;
use crate::app::kit::theme::{self, Palette};

/// The space on either side of an entry.
const SIDE: f32 = 12.0;
/// The left edge of the text of an entry, after the sign.
const INDENT: f32 = 22.0;

/// Draws the list into the whole panel.
pub(super) fn list_ui(ui: &mut Ui, comparison: &mut Comparison, shows_moved: bool, commands: &mut Vec<Command>) {
    let place = comparison.place();
    let Some(result) = comparison.made.take() else {
        let words = theme::weak(ui, "Comparing the two versions…", theme::SMALL);
        Frame::new().inner_margin(Margin::same(12)).show(ui, |ui| ui.label(words));
        return;
    };
    let head = Frame::new().inner_margin(Margin { left: 12, right: 12, top: 10, bottom: 6 });
    head.show(ui, |ui| {
        ui.horizontal(|ui| walk_ui(ui, place, result.entries.len(), commands));
        hint_ui(ui, comparison, &result, shows_moved);
    });
    entries_ui(ui, comparison, &result, place);
    comparison.made = Some(result);
}

fn walk_ui(ui: &mut Ui, place: Option<usize>, count: usize, commands: &mut Vec<Command>) {
    ui.label(theme::strong("Differences", theme::BODY));
    let words = match place {
        Some(place) => format!("{} of {count}", place + 1),
        None => count.to_string(),
    };
    ui.label(theme::weak(ui, words, theme::SMALL));
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        for (words, command) in [
            ("Next", Command::Page(PageCommand::NextDifference)),
            ("Previous", Command::Page(PageCommand::PreviousDifference)),
        ] {
            let keys = if command == Command::Page(PageCommand::NextDifference) { "F8" } else { "Shift F8" };
            if ui.add_enabled(count > 0, egui::Button::new(words)).on_hover_text(keys).clicked() {
                commands.push(command);
            }
        }
    });
}

/// Explains an empty list, or a current action that is not in the list.
fn hint_ui(ui: &mut Ui, comparison: &Comparison, result: &CompareResult, shows_moved: bool) {
    let moved = result.diff.count(Difference::Moved);
    let words = if result.diff.actions.is_empty() {
        "The trees are the same: no action, no field and no link differs.".to_owned()
    } else if result.entries.is_empty() {
        let noun = if moved == 1 { "One action is" } else { "Actions are" };
        format!("The trees work the same. {noun} at another position on the canvas: tick Also moved to see which.")
    } else {
        let is_listed = |result: &CompareResult| result.entries.iter().any(|it| Some(it.pick) == comparison.current);
        let Some(current) = comparison.current.filter(|_| !is_listed(result)) else { return };
        let [before, after] = &result.scenes.sides;
        let ids = [(before, current.before), (after, current.after)];
        let found = ids.into_iter().find_map(|(scene, id)| {
            let card = crate::app::kit::scene::card_id(id?);
            scene.cards.iter().find(|it| it.id == card)
        });
        let Some(card) = found else { return };
        let same = if shows_moved { "is the same in both" } else { "works the same in both" };
        format!("“{}” {same}.", crate::catalog::text::shorten(&card.title, 80))
    };
    ui.add_space(4.0);
    ui.label(theme::weak(ui, words, theme::SMALL));
}

/// Draws the visible entries, each with the height measured last.
fn entries_ui(ui: &mut Ui, comparison: &mut Comparison, result: &CompareResult, place: Option<usize>) {
    let mut area = ScrollArea::vertical().id_salt("differences").auto_shrink([false, false]);
    let top_of = |heights: &[f32], place: usize| heights.iter().take(place).sum::<f32>();
    if std::mem::take(&mut comparison.wants_scroll)
        && let Some(place) = place
    {
        let top = top_of(&comparison.heights, place + 1);
        let bottom = top + comparison.heights.get(place + 1).copied().unwrap_or(0.0);
        let seen = comparison.list_seen;
        if top < seen.min || bottom > seen.max {
            area = area.vertical_scroll_offset((top - 48.0).max(0.0));
        }
    }
    let mut clicked = None;
    area.show_viewport(ui, |ui, view| {
        let whole: f32 = comparison.heights.iter().sum();
        comparison.list_seen = view.y_range();
        let corner = ui.cursor().min;
        ui.set_min_size(vec2(ui.available_width(), whole));
        let mut top = 0.0;
        for (number, height) in comparison.heights.iter_mut().enumerate() {
            if top > view.bottom() {
                break;
            }
            if top + *height >= view.top() {
                let area = Rect::from_min_size(corner + vec2(0.0, top), vec2(ui.available_width(), *height));
                let entry = number.checked_sub(1).and_then(|it| Some((it, result.entries.get(it)?)));
                let found = match entry {
                    None => texts_ui(ui, area, &result.diff),
                    Some((it, entry)) => {
                        let (is_clicked, found) = entry_ui(ui, area, it, entry, place == Some(it));
                        clicked = clicked.or(is_clicked.then_some(entry.pick));
                        found
                    }
                };
                if (found - *height).abs() > 0.5 {
                    *height = found;
                    ui.ctx().request_repaint();
                }
            }
            top += *height;
        }
    });
    if clicked.is_some() {
        comparison.choose(clicked);
        // The entry is in view: nothing must jump under the pointer.
        comparison.wants_scroll = false;
    }
}

/// Draws name and description, where they differ, and the texts of notes and frames. Returns their height.
fn texts_ui(ui: &mut Ui, area: Rect, diff: &VersionDiff) -> f32 {
    let annotations = diff.annotations.iter().flat_map(crate::diff::AnnotationDiff::changes);
    let texts: Vec<_> = diff.texts.iter().chain(annotations).collect();
    if texts.is_empty() {
        return 0.0;
    }
    let mut child = child_ui(ui, area, SIDE, 0.0);
    for text in texts {
        change_ui(&mut child, &Line::new(text));
    }
    child.min_rect().bottom() - area.top() + 10.0
}

/// A child area that is as high as its content.
fn child_ui(ui: &mut Ui, area: Rect, left: f32, top: f32) -> Ui {
    let inside = Rect::from_min_max(area.min + vec2(left, top), Pos2::new(area.right() - SIDE, area.top() + 4_000.0));
    let salt = ("entry", area.top().to_bits());
    let mut child = ui.new_child(UiBuilder::new().id_salt(salt).max_rect(inside).layout(Layout::top_down(Align::Min)));
    child.spacing_mut().item_spacing.y = 2.0;
    child
}

/// Draws an entry at its position. Returns whether it was clicked, and its height.
fn entry_ui(ui: &mut Ui, area: Rect, number: usize, entry: &Entry, is_current: bool) -> (bool, f32) {
    let palette = theme::of(ui);
    let id = ui.scope_id().with(("difference", number));
    let response = ui.interact(area, id, Sense::click());
    let name = format!("{}: {}", entry.difference.words(), entry.title);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_current, &name));
    if is_current || response.hovered() {
        let fill = if is_current { palette.selected } else { palette.background };
        ui.painter().rect_filled(area.shrink2(vec2(4.0, 1.0)), theme::RADIUS, fill);
    }
    sign(ui, area.min + vec2(SIDE + 7.0, 18.0), entry.difference, palette);
    let mut child = child_ui(ui, area, SIDE + INDENT, 8.0);
    let title = theme::strong(crate::catalog::text::shorten(&entry.title, 200), theme::BODY);
    child.add(egui::Label::new(title).selectable(false).wrap());
    child.add(egui::Label::new(theme::weak(&child, kind_words(entry), theme::CAPTION)).selectable(false));
    for line in &entry.lines {
        change_ui(&mut child, line);
    }
    (response.clicked(), child.min_rect().bottom() - area.top() + 10.0)
}

fn kind_words(entry: &Entry) -> String {
    let words = entry.difference.words();
    if entry.is_moved && entry.difference == Difference::Changed { format!("{words}, moved") } else { words.to_owned() }
}

/// Draws the sign of a difference in a disc, as on the canvas.
fn sign(ui: &Ui, centre: Pos2, difference: Difference, palette: &Palette) {
    let standing = standing(difference, true);
    crate::canvas::sign_ui(ui.painter(), &canvas_style(palette), standing, centre, 7.0);
}

/// Draws the name of a value, with the values before and after below it.
fn change_ui(ui: &mut Ui, line: &Line) {
    ui.add_space(4.0);
    ui.add(egui::Label::new(theme::weak(ui, &line.label, theme::CAPTION)).selectable(false).wrap());
    ui.add(egui::Label::new(change_job(line, theme::of(ui))).selectable(false).wrap());
}

fn change_job(line: &Line, palette: &Palette) -> LayoutJob {
    let mut job = LayoutJob::default();
    let plain = |color: Color32| TextFormat::simple(FontId::proportional(theme::SMALL), color);
    if let Some(before) = &line.before {
        let gone = TextFormat { strikethrough: Stroke::new(1.0, palette.error), ..plain(palette.error) };
        excerpt(&mut job, before, &gone, palette);
    }
    let arrow = match (&line.before, &line.after) {
        (Some(_), Some(_)) if line.is_long() => "\n→ ",
        (Some(_), Some(_)) => "  →  ",
        (None, Some(_)) => "→ ",
        (_, None) => "",
    };
    job.append(arrow, 0.0, plain(palette.weak));
    if let Some(after) = &line.after {
        excerpt(&mut job, after, &plain(palette.ok), palette);
    }
    job
}

fn excerpt(job: &mut LayoutJob, text: &Excerpt, differing: &TextFormat, palette: &Palette) {
    let weak = TextFormat::simple(FontId::proportional(theme::SMALL), palette.weak);
    if text.is_empty() {
        job.append("nothing", 0.0, TextFormat { italics: true, ..weak });
        return;
    }
    let same = TextFormat { color: palette.text, ..weak };
    job.append(&text.head, 0.0, same.clone());
    job.append(&text.middle, 0.0, differing.clone());
    job.append(&text.tail, 0.0, same);
}
