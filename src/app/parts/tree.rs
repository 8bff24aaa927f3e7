//! The project tree: routings by channel, entry points, resources, callers and worlds, with a search field.

use egui::{Align2, Button, CollapsingHeader, Color32, FontId, Label, Response, RichText, Sense, Ui, Vec2, pos2};
use strum::IntoEnumIterator;

use crate::model::{Channel, EntryPointId, Project, ResourceKind, Routing, Status, Version};

use crate::app::command::{Command, New, ResourceDrag, SimCommand, Tab};
use crate::app::cx::Cx;
use crate::app::kit::channel_words::words;
use crate::app::kit::text_input::{MAX_NAME, one_line};
use crate::app::kit::theme;

const ROW: f32 = 26.0;
/// In a tree that is narrower, a version has a dot instead of a word, so that there is room for its name.
const NARROW: f32 = 190.0;
/// The room for the number of a section and the signs after it, and for the signs alone.
const ROOM_FOR_NUMBER: f32 = 54.0;
const ROOM_FOR_SIGN: f32 = 40.0;
/// The most versions of a routing that are listed without being opened.
const FEW: usize = 6;

/// The own state of the project tree.
#[derive(Clone, Debug, Default)]
pub struct TreePane {
    /// The text in the search field.
    pub search: String,
}

/// Draws the project tree.
pub fn tree_ui(ui: &mut Ui, cx: &Cx<'_>, own: &mut TreePane, commands: &mut Vec<Command>) {
    let project = cx.project().clone();
    let edit =
        ui.add(one_line(&mut own.search, MAX_NAME).hint_text("Find in the project").desired_width(f32::INFINITY));
    edit.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Find in the project"));
    ui.add_space(4.0);
    let search = own.search.trim().to_lowercase();
    let current = cx.tab;
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut tree = Tree { ui, project: &project, search: &search, current, commands };
        tree.routings(&project);
        tree.entry_points(&project);
        let is_used = |kind: &ResourceKind| project.resources_of(*kind).next().is_some();
        for kind in ResourceKind::iter().filter(is_used) {
            tree.resources(&project, kind);
        }
        let callers: Vec<_> = project.callers.values().map(|it| (Tab::Caller(it.id), it.name.as_str())).collect();
        tree.section("Callers", "New caller", New::Caller, &callers);
        let worlds: Vec<_> = project.worlds.values().map(|it| (Tab::World(it.id), it.name.as_str())).collect();
        tree.section("Worlds", "New world", New::World, &worlds);
        let scenarios: Vec<_> = project.scenarios.values().map(|it| (Tab::Scenario(it.id), it.name.as_str())).collect();
        tree.section("Scenarios", "New scenario", New::Scenario, &scenarios);
        tree.unused(ResourceKind::iter().filter(|kind| !is_used(kind)).collect());
        tree.row("Map of the project", 0.0, Some(Tab::Map));
        tree.row("Phrases", 0.0, Some(Tab::Phrases));
        tree.row("Project settings", 0.0, Some(Tab::Settings));
    });
}

/// What the things below a heading are, where the heading alone does not say it.
fn about(new: New) -> Option<&'static str> {
    match new {
        New::EntryPoint => Some("The telephone numbers, mailboxes and chat channels by which customers come in."),
        New::Caller => Some("People who call or write in a simulation."),
        New::World => Some(
            "What is around a simulated call: the time, who is there, how full queues are, and which systems answer.",
        ),
        New::Scenario => Some("What happens when many call: a busy Monday, two people ill, a campaign."),
        New::Routing | New::Resource(_) => None,
    }
}

struct Tree<'a> {
    ui: &'a mut Ui,
    project: &'a Project,
    search: &'a str,
    current: Tab,
    commands: &'a mut Vec<Command>,
}

impl Tree<'_> {
    fn matches(&self, name: &str) -> bool {
        self.search.is_empty() || name.to_lowercase().contains(self.search)
    }

    fn routings(&mut self, project: &Project) {
        self.heading("Smart routings", None, "New smart routing", New::Routing);
        for channel in Channel::ALL {
            let found: Vec<_> =
                project.routings.values().filter(|it| it.channel == channel && self.matches(&it.name)).collect();
            if found.is_empty() {
                continue;
            }
            self.caption(channel.words());
            for routing in found {
                let row = self.row(&routing.name, 28.0, Some(Tab::Routing(routing.id)));
                let is_near = match self.current {
                    Tab::Routing(id) => id == routing.id,
                    Tab::Version(id) => project.routing_of(id).is_some_and(|it| it.id == routing.id),
                    _ => false,
                };
                let has_few = project.versions.len() <= FEW;
                if self.unfolds(&row, routing, is_near || has_few) || !self.search.is_empty() {
                    for version in project.versions_of(routing.id) {
                        self.version(version);
                    }
                }
            }
        }
    }

    /// Whether the versions of a routing are listed: as last clicked, else as `usual`.
    fn unfolds(&mut self, row: &Response, routing: &Routing, usual: bool) -> bool {
        let id = egui::Id::unique(("routing unfolds", routing.id));
        let chosen: Option<bool> = self.ui.data(|data| data.get_temp(id));
        let is_open = chosen.unwrap_or(usual);
        let center = pos2(row.rect.left() + 16.0, row.rect.center().y);
        let sign = self.ui.interact(egui::Rect::from_center_size(center, Vec2::splat(20.0)), id, Sense::click());
        let words = if is_open { "Hide the versions" } else { "Show the versions" };
        sign.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Button, true, format!("{words} of {}", routing.name))
        });
        theme::chevron(self.ui, center, is_open);
        if sign.on_hover_text(words).clicked() {
            self.ui.data_mut(|data| data.insert_temp(id, !is_open));
            return !is_open;
        }
        is_open
    }

    /// Draws a version and, at the right, the most important fact about it.
    fn version(&mut self, version: &Version) {
        let palette = theme::of(self.ui);
        let info = &version.info;
        let (mark, color) = match info.status {
            Status::InProduction => ("production", palette.ok),
            Status::InBackup => ("backup", palette.weak),
            Status::InDevelopment if info.in_test => ("test", palette.ok),
            Status::InDevelopment => match &info.planned {
                Some(plan) if plan.missed.is_some() => ("missed", palette.warning),
                Some(_) => ("planned", palette.accent),
                None => ("", palette.weak),
            },
        };
        self.marked_row(&info.name, (mark, color), 44.0, Some(Tab::Version(version.id)));
    }

    fn entry_points(&mut self, project: &Project) {
        let found: Vec<_> =
            project.entry_points.values().map(|it| (Tab::EntryPoint(it.id), it.name.as_str())).collect();
        self.section("Entry points", "New entry point", New::EntryPoint, &found);
    }

    /// Draws the kinds of resources that the project does not use yet under one closed heading, to keep the list short.
    fn unused(&mut self, kinds: Vec<ResourceKind>) {
        if kinds.is_empty() || !self.search.is_empty() {
            return;
        }
        let palette = theme::of(self.ui);
        let title = RichText::new("More resources").color(palette.weak);
        let weak = palette.weak;
        let header = CollapsingHeader::new(title).id_salt("not used yet").icon(move |ui, openness, response| {
            theme::chevron(ui, response.rect.center(), openness > 0.5);
        });
        let header = header.show_unindented(self.ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for kind in kinds {
                let many = kind.words().1;
                let add = Button::new(RichText::new(many).color(weak)).right_text("+").frame_when_inactive(false);
                let add = ui.add_sized(Vec2::new(ui.available_width(), ROW), add);
                let new_words = New::Resource(kind).words();
                add.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &new_words));
                if add.on_hover_text(&new_words).clicked() {
                    self.commands.push(Command::New(New::Resource(kind)));
                }
            }
        });
        header.header_response.on_hover_text("The kinds of resources of which this project has none yet.");
    }

    fn resources(&mut self, project: &Project, kind: ResourceKind) {
        let found: Vec<_> = project.resources_of(kind).map(|it| (Tab::Resource(it.id), it.name.as_str())).collect();
        let new_words = New::Resource(kind).words();
        self.section(kind.words().1, &new_words, New::Resource(kind), &found);
    }

    /// Draws a section that can be closed, with the number of its items.
    fn section(&mut self, title: &str, new_words: &str, new: New, items: &[(Tab, &str)]) {
        let found: Vec<_> = items.iter().filter(|(_, name)| self.matches(name)).collect();
        if found.is_empty() && !self.search.is_empty() {
            return;
        }
        // Of the session: another project begins with its sections closed.
        let id = self.ui.scope_id().with(("tree section", title));
        let mut is_open = self.ui.data_mut(|data| *data.get_temp_mut_or(id, false));
        // The section of a page opens with the page, and then stays as it is: nothing moves when another page is shown.
        if found.iter().any(|(tab, _)| *tab == self.current) {
            let seen = self.ui.data_mut(|data| data.get_temp_mut_or(id.with("page"), None).replace(self.current));
            is_open |= seen != Some(self.current);
        }
        let is_searched = !self.search.is_empty();
        if self.heading(title, Some((items.len(), is_open || is_searched)), new_words, new) {
            is_open = !is_open;
        }
        self.ui.data_mut(|data| data.insert_temp(id, is_open));
        let is_shown = is_open || is_searched;
        if is_shown {
            for (tab, name) in found {
                let row = self.row(name, 28.0, Some(*tab));
                if let Tab::EntryPoint(id) = tab {
                    self.try_menu(&row, *id);
                }
            }
        }
    }

    /// The context menu of an entry point: starts a test there, or says why that is not possible.
    fn try_menu(&mut self, row: &Response, id: EntryPointId) {
        let Some(entry_point) = self.project.entry_points.get(&id) else { return };
        let reached = self.project.reached(entry_point);
        row.context_menu(|ui| {
            let try_out = format!("{} here", words(entry_point.kind.channel()).try_out);
            if ui.add_enabled(reached.is_ok(), Button::new(try_out)).clicked() {
                self.commands.push(Command::Sim(SimCommand::StartAt(id)));
                ui.close();
            }
            if let Err(why) = &reached {
                ui.set_max_width(260.0);
                ui.add(Label::new(theme::weak(ui, why, theme::SMALL)).wrap());
            }
        });
    }

    /// Draws a heading with an add button. Returns whether the heading was clicked.
    fn heading(&mut self, title: &str, counted: Option<(usize, bool)>, new_words: &str, new: New) -> bool {
        let palette = theme::of(self.ui);
        let (rect, response) = self.ui.allocate_exact_size(Vec2::new(self.ui.available_width(), ROW), Sense::click());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, title));
        if response.hovered() {
            self.ui.painter().rect_filled(rect, 4, palette.card);
        }
        let font = FontId::new(theme::BODY, theme::medium());
        let at = pos2(rect.left() + 8.0, rect.center().y);
        let words = self.ui.painter().text(at, Align2::LEFT_CENTER, title, font, palette.text);
        if let Some((count, is_open)) = counted
            && count > 0
        {
            let font = FontId::proportional(theme::SMALL);
            let at = pos2(words.right() + 8.0, rect.center().y);
            // In a narrow tree the number leaves the room to the sign.
            let has_room = words.right() + ROOM_FOR_NUMBER < rect.right();
            let number = if has_room { count.to_string() } else { String::new() };
            let number = self.ui.painter().text(at, Align2::LEFT_CENTER, number, font, palette.weak);
            if words.right() + ROOM_FOR_SIGN < rect.right() {
                theme::chevron(self.ui, pos2(number.right() + 10.0, rect.center().y), is_open);
            }
        }
        let plus = egui::Rect::from_center_size(pos2(rect.right() - 14.0, rect.center().y), Vec2::splat(20.0));
        let add = self.ui.interact(plus, response.id.with("add"), Sense::click()).on_hover_text(new_words);
        add.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, new_words));
        let color = if add.hovered() { palette.accent } else { palette.weak };
        self.ui.painter().text(plus.center(), Align2::CENTER_CENTER, "+", FontId::proportional(theme::TITLE), color);
        if add.clicked() {
            self.commands.push(Command::New(new));
            return false;
        }
        let is_clicked = response.clicked();
        if let Some(about) = about(new) {
            response.on_hover_text(about);
        }
        is_clicked
    }

    fn caption(&mut self, title: &str) {
        let palette = theme::of(self.ui);
        let (rect, _) = self.ui.allocate_exact_size(Vec2::new(self.ui.available_width(), ROW - 2.0), Sense::hover());
        let at = pos2(rect.left() + 20.0, rect.center().y);
        self.ui.painter().text(
            at,
            Align2::LEFT_CENTER,
            title,
            FontId::new(theme::SMALL, theme::semibold()),
            palette.weak,
        );
    }

    fn row(&mut self, name: &str, indent: f32, tab: Option<Tab>) -> Response {
        self.marked_row(name, ("", Color32::TRANSPARENT), indent, tab)
    }

    /// Draws a row with a short label at its right.
    fn marked_row(&mut self, name: &str, mark: (&'static str, Color32), indent: f32, tab: Option<Tab>) -> Response {
        let palette = theme::of(self.ui);
        let is_current = tab == Some(self.current);
        // A resource can be dragged to a place where it is used, such as the members of a queue.
        let resource = tab.and_then(|tab| match tab {
            Tab::Resource(id) => Some(ResourceDrag(id)),
            _ => None,
        });
        let sense = if resource.is_some() { Sense::click_and_drag() } else { Sense::click() };
        let (rect, response) = self.ui.allocate_exact_size(Vec2::new(self.ui.available_width(), ROW), sense);
        if let Some(resource) = resource {
            response.dnd_set_drag_payload(resource);
            if egui::DragAndDrop::payload::<ResourceDrag>(self.ui.ctx()).is_some_and(|held| *held == resource) {
                theme::ghost(self.ui, name);
            }
        }
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::TreeItem, true, is_current, name));
        let color = if is_current { palette.accent } else { palette.text };
        if is_current {
            self.ui.painter().rect_filled(rect, 4, palette.selected);
        } else if response.hovered() {
            self.ui.painter().rect_filled(rect, 4, palette.card);
        }
        let family = if indent > 0.0 { egui::FontFamily::Proportional } else { theme::medium() };
        let mut job =
            egui::text::LayoutJob::simple_singleline(theme::for_display(name), FontId::new(theme::BODY, family), color);
        let (mark, mark_color) = mark;
        let caption = FontId::proportional(theme::CAPTION);
        let mark_at = pos2(rect.right() - 8.0, rect.center().y);
        // In a narrow tree a dot leaves the room to the name.
        let shown = if mark.is_empty() || rect.width() > NARROW { mark } else { "●" };
        let marked = self.ui.painter().text(mark_at, Align2::RIGHT_CENTER, shown, caption, mark_color);
        if !mark.is_empty() {
            response.ctx.accesskit_node_builder(response.id, |node| node.set_description(mark));
        }
        let room = rect.width() - indent - 16.0 - marked.width();
        job.wrap = egui::text::TextWrapping::truncate_at_width(room.max(20.0));
        let galley = self.ui.fonts_mut(|fonts| fonts.layout_job(job));
        let is_cut = galley.elided;
        let at = pos2(rect.left() + indent.max(8.0), rect.center().y - galley.size().y / 2.0);
        self.ui.painter().galley(at, galley, color);
        if response.clicked()
            && let Some(tab) = tab
        {
            self.commands.push(Command::open_tab(tab));
        }
        match (is_cut, shown == mark) {
            (false, true) => response,
            (_, true) => response.on_hover_text(theme::for_display(name)),
            (_, false) => response.on_hover_text(format!("{}: {mark}", theme::for_display(name))),
        }
    }
}
