//! The tabs of the open pages.

use egui::{Align2, FontId, Rect, Response, Sense, Ui, Vec2, pos2};

use crate::app::command::{Command, PageCommand, Tab};
use crate::app::cx::{Cx, tab_title};
use crate::app::kit::name::Name;
use crate::app::kit::pick::Pick;
use crate::app::kit::theme;

const HEIGHT: f32 = 34.0;
/// The most width of a tab; it is as wide as its title, within its share of the row.
const MAX_WIDTH: (f32, f32) = (180.0, 380.0);

/// The width of the list of all pages, in points.
const LIST: f32 = 58.0;

/// Draws the tabs in one row that scrolls, and beside them a list of all pages where there is no room for all tabs. The tab of the page shown is
/// scrolled into view when another page is shown.
pub fn tabs_ui(ui: &mut Ui, cx: &Cx<'_>, commands: &mut Vec<Command>) {
    let (cut, seen) = (ui.scope_id().with("tabs are cut"), ui.scope_id().with("tab seen"));
    let is_cut = ui.data(|data| data.get_temp::<bool>(cut)).unwrap_or_default();
    let is_new = ui.data_mut(|data| data.get_temp_mut_or(seen, None).replace(cx.tab)) != Some(cx.tab);
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        ui.set_height(HEIGHT);
        if is_cut {
            list_ui(ui, cx, commands);
        }
        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
            // The wheel scrolls the row, which has no other direction.
            ui.style_mut().always_scroll_the_only_direction = true;
            let area = egui::ScrollArea::horizontal()
                .scroll_bar_visibility(egui::scroll_area::ScrollBarVisibility::AlwaysHidden);
            let shown = area.show(ui, |ui| {
                ui.spacing_mut().item_spacing = Vec2::new(2.0, 0.0);
                let count = f32::from(u16::try_from(cx.tabs.len().max(1)).unwrap_or(u16::MAX));
                let most = (ui.available_width() / count).clamp(MAX_WIDTH.0, MAX_WIDTH.1);
                for tab in cx.tabs {
                    let response = tab_ui(ui, cx, *tab, most, commands);
                    if is_new && *tab == cx.tab {
                        response.scroll_to_me(None);
                    }
                }
            });
            let room = shown.inner_rect.width() + if is_cut { LIST } else { 0.0 };
            let is_cut_now = shown.content_size.x > room + 0.5;
            if is_cut_now != is_cut {
                // The list takes room from the row, so the tab of the page shown may have to be scrolled again.
                ui.data_mut(|data| {
                    data.insert_temp(cut, is_cut_now);
                    data.insert_temp::<Option<Tab>>(seen, None);
                });
                ui.request_repaint();
            }
        });
    });
}

/// Draws the list of all open pages.
fn list_ui(ui: &mut Ui, cx: &Cx<'_>, commands: &mut Vec<Command>) {
    let name = Name::plain("All open pages", "");
    let current = theme::weak(ui, cx.tabs.len().to_string(), theme::SMALL);
    let pick = Pick { salt: "pages", name: &name, current, width: LIST - 8.0, is_enabled: true };
    let pages = || cx.tabs.iter().map(|tab| (*tab, tab_title(cx.project(), *tab), *tab == cx.tab)).collect();
    commands.extend(pick.show(ui, pages).map(Command::open_tab));
}

fn tab_ui(ui: &mut Ui, cx: &Cx<'_>, tab: Tab, most: f32, commands: &mut Vec<Command>) -> Response {
    let (title, is_current) = (tab_title(cx.project(), tab), tab == cx.tab);
    let palette = theme::of(ui);
    let font = FontId::new(theme::BODY, if is_current { theme::medium() } else { egui::FontFamily::Proportional });
    let color = if is_current { palette.text } else { palette.weak };
    let is_preview = cx.preview == Some(tab);
    let format = egui::TextFormat { italics: is_preview, ..egui::TextFormat::simple(font, color) };
    let mut job = egui::text::LayoutJob::single_section(title.clone(), format);
    job.wrap = egui::text::TextWrapping::truncate_at_width(most - 46.0);
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let width = (galley.size().x + 46.0).min(most);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, HEIGHT), Sense::click());
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Tab, true, is_current, &title));
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
    } else if response.double_clicked() {
        commands.push(Command::Page(PageCommand::Keep(tab)));
    } else if response.clicked() {
        commands.push(Command::open_tab(tab));
    }
    let more = if is_preview {
        "\nThe next page takes this place, unless you change something here or double-click."
    } else {
        ""
    };
    response.on_hover_text(format!("{title}{more}"))
}
