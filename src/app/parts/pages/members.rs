//! An ordered list of members: rows are dragged to reorder them; next to the list are non-members to drag in or click.
//! Dragging a row out removes the member; buttons do the same by keyboard. Each gesture is one change.

use egui::{
    Align, CursorIcon, DragAndDrop, Id, Label, Layout, Pos2, Rect, Role, Sense, Stroke, Ui, UiBuilder, Vec2,
    WidgetInfo, pos2, vec2,
};

use crate::model::{Project, ResourceId, ResourceKind};

use super::changes::Changes;
use super::input::Input;
use super::names::name_of;
use super::widgets::{self, section, sign_button};
use crate::app::command::ResourceDrag;
use crate::app::kit::{read, theme};

/// Height of a row.
const HEIGHT: f32 = 32.0;
/// Width of the list of non-members.
pub(super) const OTHERS: f32 = 200.0;
/// Width of the drag handle of a row.
pub(super) const HANDLE: f32 = 20.0;
/// A pointer this far outside a list still counts as over the list.
const NEAR: f32 = 12.0;

/// A list of members.
#[derive(Clone, Copy)]
pub struct Members<'a, T> {
    /// The note above the list.
    pub note: &'a str,
    /// The title of the list of non-members.
    pub others: &'a str,
    /// Everything that can be a member.
    pub pool: &'a [T],
    /// The name of a member.
    pub name: &'a dyn Fn(&T) -> String,
    /// The resource of a member, if it is a resource.
    pub resource: &'a dyn Fn(&T) -> Option<ResourceId>,
    /// The text for a position, and its width.
    pub place: (&'a dyn Fn(usize) -> String, f32),
    /// The caption of the extra cell, and its width.
    pub cell: (&'a str, f32),
}

/// What is dragged: a row of the list, or a non-member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dragged {
    Row(Id, usize),
    Other(Id, usize),
}

/// A change of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Act<T> {
    Move(usize, usize),
    Add(T, usize),
    Remove(usize),
}

/// The position of a member, counted from 1.
#[must_use]
pub fn number(index: usize) -> String {
    (index + 1).to_string()
}

/// All resources of some kinds.
#[must_use]
pub fn pool(project: &Project, kinds: &[ResourceKind]) -> Vec<ResourceId> {
    kinds.iter().flat_map(|kind| project.resources_of(*kind)).map(|it| it.id).collect()
}

/// The extra cell of a member with a priority.
pub fn priority_ui(ui: &mut Ui, changes: &mut Changes, project: &Project, who: ResourceId, priority: &mut u8) {
    let input = format!("Priority of {}", name_of(project, who));
    let read = |text: &str| read::number(text, &(1..=99));
    let typed = Input::named(&input).width(48.0).checked(ui, changes, &priority.to_string(), read);
    *priority = typed.unwrap_or(*priority);
}

impl<T: Clone> Members<'_, T> {
    /// Draws the list and applies the user's change to it. `cell` draws the extra cell of a member.
    pub fn show(
        self,
        ui: &mut Ui,
        changes: &mut Changes,
        title: &str,
        items: &mut Vec<T>,
        mut cell: impl FnMut(&mut Ui, &mut Changes, &mut T),
    ) {
        section(ui, title, |ui| {
            widgets::note(ui, self.note);
            ui.add_space(4.0);
            let list = ui.make_persistent_id("members");
            let others: Vec<&T> =
                self.pool.iter().filter(|one| !items.iter().any(|it| self.is_same(it, one))).collect();
            let mut act = None;
            ui.horizontal_top(|ui| {
                let width = ui.available_width() - OTHERS - 16.0;
                ui.vertical(|ui| {
                    ui.set_width(width);
                    let mut cell = |ui: &mut Ui, item: &mut T| cell(ui, changes, item);
                    let room = self.rows_ui(ui, list, items, &mut cell, &mut act);
                    act = self.drop_ui(ui, list, items, &others, &room).or(act.take());
                });
                ui.add_space(8.0);
                self.others_ui(ui, list, items.len(), &others, &mut act);
            });
            if let Some(act) = act
                && apply(items, act)
            {
                changes.step();
            }
        });
    }

    fn is_same(&self, one: &T, other: &T) -> bool {
        match ((self.resource)(one), (self.resource)(other)) {
            (None, None) => (self.name)(one) == (self.name)(other),
            (one, other) => one == other,
        }
    }

    /// The rows, or a hint if there are none. Returns the rectangle of the list and of each row.
    fn rows_ui(
        &self,
        ui: &mut Ui,
        list: Id,
        items: &mut [T],
        cell: &mut dyn FnMut(&mut Ui, &mut T),
        act: &mut Option<Act<T>>,
    ) -> (Rect, Vec<Rect>) {
        ui.spacing_mut().item_spacing = vec2(4.0, 0.0);
        if items.is_empty() {
            return (empty_ui(ui), Vec::new());
        }
        let top = ui.cursor().min;
        if self.cell.1 > 0.0 {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 16.0), Sense::hover());
            let left = rect.right() - 3.0 * 28.0 - self.cell.1;
            let font = egui::FontId::proportional(theme::CAPTION);
            let (at, weak) = (pos2(left, rect.center().y), theme::of(ui).weak);
            ui.painter().text(at, egui::Align2::LEFT_CENTER, self.cell.0, font, weak);
        }
        let count = items.len();
        let mut rows = Vec::with_capacity(count);
        let mut seen: Vec<(Option<ResourceId>, String)> = Vec::with_capacity(count);
        for (index, item) in items.iter_mut().enumerate() {
            // The ids follow the member, not the position: the focus stays on the buttons of a member who moves.
            let key = ((self.resource)(item), (self.name)(item));
            let nth = seen.iter().filter(|other| **other == key).count();
            let row = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), HEIGHT));
            ui.scope_builder(UiBuilder::new().scope_id(list.with((&key, nth))), |ui| {
                let done = self.row_ui(ui, (list, index, count), row, item, cell);
                *act = done.or(act.take());
            });
            rows.push(row.union(Rect::from_min_max(row.min, pos2(row.right(), ui.cursor().top()))));
            seen.push(key);
        }
        let zone = Rect::from_min_max(top, pos2(top.x + ui.available_width(), ui.cursor().top()));
        (zone, rows)
    }

    fn row_ui(
        &self,
        ui: &mut Ui,
        (list, index, count): (Id, usize, usize),
        row: Rect,
        item: &mut T,
        cell: &mut dyn FnMut(&mut Ui, &mut T),
    ) -> Option<Act<T>> {
        let palette = theme::of(ui);
        let name = (self.name)(item);
        let buttons = 3.0 * 28.0 + if self.cell.1 > 0.0 { self.cell.1 + 4.0 } else { 0.0 };
        let grip = Rect::from_min_max(row.min, pos2(row.right() - buttons - 4.0, row.bottom()));
        // The keyboard uses the buttons.
        let handle = ui.interact(grip, ui.make_persistent_id("grip"), Sense::DRAG);
        handle.widget_info(|| WidgetInfo::labeled(Role::Image, ui.is_enabled(), format!("Drag {name}")));
        handle.dnd_set_drag_payload(Dragged::Row(list, index));
        let is_held = DragAndDrop::payload::<Dragged>(ui.ctx()).is_some_and(|it| *it == Dragged::Row(list, index));
        let is_hovered = ui.rect_contains_pointer(row) && !DragAndDrop::has_any_payload(ui.ctx());
        if is_held || is_hovered {
            ui.painter().rect_filled(row, 4, if is_held { palette.selected } else { palette.card });
        }
        ui.painter().hline(row.x_range(), row.bottom() - 0.5, Stroke::new(1.0, palette.line.gamma_multiply(0.6)));
        dots(ui, row.left_center() + vec2(10.0, 0.0), is_held || handle.hovered());
        ui.horizontal_top(|ui| {
            ui.set_min_height(HEIGHT);
            ui.add_space(HANDLE);
            let middle = |ui: &mut Ui, width: f32, content: &mut dyn FnMut(&mut Ui)| {
                let layout = Layout::left_to_right(Align::Center);
                ui.allocate_ui_with_layout(vec2(width, HEIGHT), layout, |ui| {
                    ui.set_min_size(vec2(width, HEIGHT));
                    ui.set_max_width(width);
                    content(ui);
                });
            };
            let (place, place_width) = self.place;
            let label = |text: egui::RichText| Label::new(text).truncate().selectable(false);
            middle(ui, place_width, &mut |ui| {
                ui.add(label(theme::weak(ui, place(index), theme::SMALL)));
            });
            let width = (grip.right() - ui.cursor().left()).max(40.0);
            middle(ui, width, &mut |ui| {
                ui.add(label(egui::RichText::new(theme::for_display(name.as_str()))));
            });
            let acts = |ui: &mut Ui| {
                ui.add_space(3.0);
                ui.horizontal_top(|ui| self.row_buttons_ui(ui, (index, count), &name, item, cell)).inner
            };
            ui.vertical(acts).inner
        })
        .inner
    }

    /// The extra cell of a row, and its buttons.
    fn row_buttons_ui(
        &self,
        ui: &mut Ui,
        (index, count): (usize, usize),
        name: &str,
        item: &mut T,
        cell: &mut dyn FnMut(&mut Ui, &mut T),
    ) -> Option<Act<T>> {
        let mut act = None;
        if self.cell.1 > 0.0 {
            widgets::cell(ui, self.cell.1, |ui| cell(ui, item));
        }
        if sign_button(ui, "↑", &format!("Move {name} up"), index > 0) {
            act = Some(Act::Move(index, index.saturating_sub(1)));
        }
        if sign_button(ui, "↓", &format!("Move {name} down"), index + 1 < count) {
            act = Some(Act::Move(index, index + 1));
        }
        if widgets::remove_button(ui, name) {
            act = Some(Act::Remove(index));
        }
        act
    }

    /// Handles a drag: a line at the drop position, a text next to the pointer, and the change on release.
    fn drop_ui(
        &self,
        ui: &Ui,
        list: Id,
        items: &[T],
        others: &[&T],
        (zone, rows): &(Rect, Vec<Rect>),
    ) -> Option<Act<T>> {
        let at = ui.input(|input| input.pointer.interact_pos()).filter(|_| ui.is_enabled())?;
        let is_over = zone.expand(NEAR).contains(at) && ui.clip_rect().contains(at);
        let to = rows.iter().filter(|row| row.center().y < at.y).count();
        let carried = DragAndDrop::payload::<Dragged>(ui.ctx()).map(|carried| *carried);
        let dragged = DragAndDrop::payload::<ResourceDrag>(ui.ctx());
        let done = match (carried, dragged) {
            (Some(Dragged::Row(of, index)), _) if of == list => {
                let item = items.get(index)?;
                let name = (self.name)(item);
                theme::ghost(ui, &if is_over { name } else { format!("Release to remove {name}") });
                // A drop directly above or below the row itself changes nothing.
                Some(if is_over { Act::Move(index, to - usize::from(to > index)) } else { Act::Remove(index) })
            }
            (Some(Dragged::Other(of, index)), _) if of == list => {
                let item = others.get(index)?;
                theme::ghost(ui, &(self.name)(item));
                is_over.then(|| Act::Add((*item).clone(), to))
            }
            (_, Some(dragged)) => {
                let item = others.iter().find(|item| (self.resource)(item) == Some(dragged.0));
                item.filter(|_| is_over).map(|item| Act::Add((*item).clone(), to))
            }
            _ => return None,
        };
        scroll_near_edges(ui, at);
        if is_over && done.is_some() {
            let y = rows.get(to).map_or(zone.bottom(), Rect::top).clamp(zone.top() + 1.0, zone.bottom());
            ui.painter().hline(zone.x_range(), y, Stroke::new(2.0, theme::of(ui).accent));
        } else if carried.is_some() {
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        }
        let done = done.filter(|_| ui.input(|input| input.pointer.any_released()));
        if done.is_some() {
            DragAndDrop::clear_payload(ui.ctx());
        }
        done
    }
}

/// Applies a change. Returns whether anything changed.
fn apply<T>(items: &mut Vec<T>, act: Act<T>) -> bool {
    match act {
        Act::Move(from, to) if from != to && from < items.len() && to < items.len() => {
            let item = items.remove(from);
            items.insert(to, item);
        }
        Act::Add(item, at) => items.insert(at.min(items.len()), item),
        Act::Remove(index) if index < items.len() => drop(items.remove(index)),
        Act::Move(..) | Act::Remove(_) => return false,
    }
    true
}

/// The area of a list without members, with a hint.
fn empty_ui(ui: &mut Ui) -> Rect {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 3.0 * HEIGHT), Sense::hover());
    let palette = theme::of(ui);
    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    ui.painter().extend(egui::Shape::dashed_line(&corners, Stroke::new(1.0, palette.line), 4.0, 4.0));
    let inner = UiBuilder::new().max_rect(rect.shrink(8.0)).layout(Layout::top_down(Align::Center));
    ui.scope_builder(inner, |ui| {
        ui.add_space(HEIGHT / 2.0 + 8.0);
        ui.label(theme::weak(ui, "No members yet: drag a name here, or click one.", theme::SMALL));
    });
    rect
}

/// The drag handle of a row: six dots.
pub(super) fn dots(ui: &Ui, centre: Pos2, is_strong: bool) {
    let color = if is_strong { theme::of(ui).text } else { theme::of(ui).weak.gamma_multiply(0.7) };
    for (x, y) in [(-2.0, -4.0), (2.0, -4.0), (-2.0, 0.0), (2.0, 0.0), (-2.0, 4.0), (2.0, 4.0)] {
        ui.painter().circle_filled(centre + vec2(x, y), 1.2, color);
    }
}

/// Scrolls the page while a drag is near its upper or lower edge.
fn scroll_near_edges(ui: &Ui, at: Pos2) {
    let seen = ui.clip_rect();
    if !seen.x_range().contains(at.x) {
        return;
    }
    let up = f32::from(u8::from(at.y < seen.top() + HEIGHT));
    let down = f32::from(u8::from(at.y > seen.bottom() - HEIGHT));
    if (up - down).abs() > 0.0 {
        ui.scroll_with_delta(Vec2::new(0.0, 8.0 * (up - down)));
        ui.ctx().request_repaint();
    }
}
