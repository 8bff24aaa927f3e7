//! The tabs of the open pages.

use egui::{Align2, FontId, Rect, Sense, Ui, Vec2, pos2};

use crate::app::command::{Command, PageCommand, Tab};
use crate::app::cx::{Cx, tab_title};
use crate::app::kit::theme;

const HEIGHT: f32 = 34.0;
/// The most width of a tab; it is as wide as its title, within its share of the row.
const MAX_WIDTH: (f32, f32) = (180.0, 380.0);

/// Draws the tabs.
pub fn tabs_ui(ui: &mut Ui, cx: &Cx<'_>, commands: &mut Vec<Command>) {
    egui::ScrollArea::horizontal().scroll_bar_visibility(egui::scroll_area::ScrollBarVisibility::AlwaysHidden).show(
        ui,
        |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing = Vec2::new(2.0, 0.0);
                let count = f32::from(u16::try_from(cx.tabs.len().max(1)).unwrap_or(u16::MAX));
                let most = (ui.available_width() / count).clamp(MAX_WIDTH.0, MAX_WIDTH.1);
                for tab in cx.tabs {
                    tab_ui(ui, &tab_title(cx.project(), *tab), *tab, *tab == cx.tab, most, commands);
                }
            });
        },
    );
}

fn tab_ui(ui: &mut Ui, title: &str, tab: Tab, is_current: bool, most: f32, commands: &mut Vec<Command>) {
    let palette = theme::of(ui);
    let font = FontId::new(theme::BODY, if is_current { theme::medium() } else { egui::FontFamily::Proportional });
    let color = if is_current { palette.text } else { palette.weak };
    let mut job = egui::text::LayoutJob::simple_singleline(title.to_owned(), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(most - 46.0);
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let width = (galley.size().x + 46.0).min(most);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, HEIGHT), Sense::click());
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Tab, true, is_current, title));
    if is_current {
        ui.painter().rect_filled(rect, egui::CornerRadius { nw: 6, ne: 6, sw: 0, se: 0 }, palette.panel);
        let line = Rect::from_min_max(rect.left_top(), pos2(rect.right(), rect.top() + 2.0));
        ui.painter().rect_filled(line, 1, palette.accent);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 6, palette.card);
    }
    ui.painter().galley(pos2(rect.left() + 14.0, rect.center().y - galley.size().y / 2.0), galley, color);
    let close = Rect::from_center_size(pos2(rect.right() - 16.0, rect.center().y), Vec2::splat(18.0));
    let cross = ui.interact(close, response.id.with("close"), Sense::click());
    cross.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Close {title}")));
    if is_current || response.hovered() || cross.hovered() {
        if cross.hovered() {
            ui.painter().rect_filled(close, 4, palette.line);
        }
        ui.painter().text(close.center(), Align2::CENTER_CENTER, "×", FontId::proportional(theme::BODY), palette.weak);
    }
    if cross.clicked() || response.middle_clicked() {
        commands.push(Command::Page(PageCommand::Close(tab)));
    } else if response.clicked() {
        commands.push(Command::open_tab(tab));
    }
    response.on_hover_text(title);
}
