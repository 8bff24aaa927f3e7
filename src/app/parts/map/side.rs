//! The side of the map: the findings in words, of which a click shows the node, and the chosen node with what leads there and where it leads.

use egui::text::LayoutJob;
use egui::{FontId, Frame, Margin, Response, Role, ScrollArea, Sense, TextFormat, Ui, Vec2, WidgetInfo, pos2};

use super::{MapPane, tab_of};
use crate::app::command::{Command, PageCommand};
use crate::app::cx::Cx;
use crate::app::kit::severity;
use crate::app::kit::theme;
use crate::catalog::Severity;
use crate::map::{Edge, Map, Shown, Why};
use crate::uses::ItemId;

/// The left edge of the text of a line, after its mark.
const INDENT: f32 = 24.0;
/// The most of the side that the findings take while a node is chosen.
const SHARE: f32 = 0.5;
/// The space above and below the text of a line.
const AROUND: f32 = 4.0;

/// Draws the side: the findings, and below them the chosen node, so that no finding moves when its node is chosen.
pub(super) fn side_ui(ui: &mut Ui, cx: &Cx<'_>, own: &mut MapPane, map: &Map, commands: &mut Vec<Command>) {
    let chosen = own.chosen.and_then(|item| map.place(item));
    let share = if chosen.is_some() { SHARE } else { 1.0 };
    let most = ui.available_height() * share;
    let findings = ScrollArea::vertical().id_salt("map findings").max_height(most).auto_shrink([false, true]);
    findings.show(ui, |ui| inset_ui(ui, |ui| findings_ui(ui, own, map)));
    let Some(place) = chosen else { return };
    ui.separator();
    let node = ScrollArea::vertical().id_salt("map node").auto_shrink([false, false]);
    node.show(ui, |ui| inset_ui(ui, |ui| chosen_ui(ui, cx, own, map, place, commands)));
}

fn inset_ui(ui: &mut Ui, draw: impl FnOnce(&mut Ui)) {
    Frame::new().inner_margin(Margin { left: 8, right: 8, top: 8, bottom: 8 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        draw(ui);
    });
}

/// Draws the chosen node, what leads there, and where it leads.
fn chosen_ui(ui: &mut Ui, cx: &Cx<'_>, own: &mut MapPane, map: &Map, place: usize, commands: &mut Vec<Command>) {
    let Some(node) = map.node(place) else { return };
    ui.horizontal(|ui| {
        ui.add_space(4.0);
        ui.add(egui::Label::new(theme::strong(theme::for_display(&node.name), theme::BODY)).wrap());
    });
    ui.horizontal(|ui| {
        ui.add_space(4.0);
        ui.label(theme::weak(ui, node.kind.words(), theme::SMALL));
    });
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.add_space(4.0);
        if ui.button("Open").on_hover_text("Or double-click the card").clicked() {
            commands.push(Command::open_tab(tab_of(node.item)));
        }
        if let Some(version) = node.version
            && ui.button("Open the version").clicked()
        {
            commands.push(Command::open_tab(crate::app::command::Tab::Version(version)));
        }
    });
    let entering: Vec<&Edge> = map.entering(place).collect();
    edges_ui(ui, own, map, "What leads here", &entering, |edge| edge.from);
    let leaving: Vec<&Edge> = map.leaving(place).collect();
    edges_ui(ui, own, map, "Where it leads", &leaving, |edge| edge.to);
    actions_ui(ui, cx, map, place, commands);
}

/// Draws the other ends of edges; a click shows one.
fn edges_ui(ui: &mut Ui, own: &mut MapPane, map: &Map, title: &str, edges: &[&Edge], other: impl Fn(&Edge) -> usize) {
    if edges.is_empty() {
        return;
    }
    heading_ui(ui, title, None);
    for (number, edge) in edges.iter().enumerate() {
        let Some(node) = map.node(other(edge)) else { continue };
        let times = if edge.actions.len() > 1 { format!(" ×{}", edge.actions.len()) } else { String::new() };
        let words = theme::for_display(format!("{} · {}{times}", node.name, edge.how.words()));
        let line = ui.push_id((title, number), |ui| line_ui(ui, &words, &words, None, false)).inner;
        if line.clicked() {
            own.reveal(node.item);
        }
    }
}

/// Draws the actions by which a routing is left; a click shows one in its tree.
fn actions_ui(ui: &mut Ui, cx: &Cx<'_>, map: &Map, place: usize, commands: &mut Vec<Command>) {
    let known = map.leaving(place).map(|edge| {
        let to = map.node(edge.to).map_or("", |node| node.name.as_str());
        (&edge.actions, to.to_owned())
    });
    let loose = map.loose.iter().filter(|loose| loose.from == place).map(|loose| {
        let to = match &loose.why {
            Why::Variable(path) => format!("decided by {path}"),
            Why::Missing => "does not exist".to_owned(),
        };
        (&loose.actions, to)
    });
    let all = known.chain(loose).flat_map(|(actions, to)| actions.iter().map(move |at| (*at, to.clone())));
    for (number, (at, to)) in all.enumerate() {
        if number == 0 {
            heading_ui(ui, "The actions that lead away", None);
        }
        let title = cx.project().action(at).map_or("", |action| crate::actions::title(action));
        let words = theme::for_display(format!("{title} → {to}"));
        let line = ui.push_id(("action", number), |ui| line_ui(ui, &words, &words, None, false)).inner;
        if line.clicked() {
            commands.push(Command::Page(PageCommand::Reveal(at)));
        }
    }
}

/// Draws the findings.
fn findings_ui(ui: &mut Ui, own: &mut MapPane, map: &Map) {
    heading_ui(ui, "What stands out", Some(map.findings.len()));
    if map.findings.is_empty() {
        let words = match own.shown {
            Shown::Production => "Every entry point leads to a smart routing, and everything is in use.",
            Shown::Development => "Everything is in use.",
        };
        ui.horizontal(|ui| {
            ui.add_space(4.0);
            ui.add(egui::Label::new(theme::weak(ui, words, theme::SMALL)).wrap());
        });
    }
    for (number, finding) in map.findings.iter().enumerate() {
        let items: Vec<ItemId> = finding.nodes.iter().filter_map(|place| Some(map.node(*place)?.item)).collect();
        let is_chosen = own.chosen.is_some_and(|chosen| items.contains(&chosen));
        let words = theme::for_display(&finding.text);
        let name = format!("{}: {words}", finding.severity.words());
        let line = ui.push_id(("finding", number), |ui| line_ui(ui, &words, &name, Some(finding.severity), is_chosen));
        if line.inner.clicked()
            && let Some(item) = items.first()
        {
            own.reveal(*item);
        }
    }
}

fn heading_ui(ui: &mut Ui, title: &str, count: Option<usize>) {
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        ui.add_space(4.0);
        ui.label(theme::strong(title, theme::BODY));
        if let Some(count) = count.filter(|count| *count > 0) {
            ui.label(theme::weak(ui, count.to_string(), theme::SMALL));
        }
    });
    ui.add_space(2.0);
}

/// Draws a line that can be clicked, wrapped to the width.
fn line_ui(ui: &mut Ui, words: &str, name: &str, severity: Option<Severity>, is_chosen: bool) -> Response {
    let palette = theme::of(ui);
    let left = if severity.is_some() { INDENT } else { 12.0 };
    let width = ui.available_width();
    let mut job = LayoutJob::single_section(
        crate::catalog::text::shorten(words, 400),
        TextFormat::simple(FontId::proportional(theme::SMALL), palette.text),
    );
    job.wrap.max_width = (width - left - 8.0).max(40.0);
    let galley = ui.painter().layout_job(job);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, galley.size().y + 2.0 * AROUND), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, name));
    if is_chosen || response.hovered() || response.has_focus() {
        let fill = if is_chosen { palette.selected } else { palette.background };
        ui.painter().rect_filled(rect, 4, fill);
    }
    if let Some(severity) = severity {
        severity::mark(ui, pos2(rect.left() + 12.0, rect.top() + AROUND + theme::SMALL * 0.65), severity);
    }
    ui.painter().galley(pos2(rect.left() + left, rect.top() + AROUND), galley, palette.text);
    response
}
