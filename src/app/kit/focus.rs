//! Keyboard focus: one mark around the focused widget, a widget focused by a key scrolls into view, and *Tab* follows the reading order.
//! This is a plugin of egui, so widgets need not know about it. egui still decides whether *Tab* moves the focus at all (a sheet uses *Tab*
//! itself). Only the next widget is chosen here: egui uses the order in which widgets are made, which would walk right-aligned rows
//! backwards and visit the panels at the edges before the page.

use std::ops::Range;

use egui::accesskit::{Action, ActionRequest, TreeId};
use egui::text::{CCursor, CCursorRange};
use egui::{
    Context, CornerRadius, Event, Id, Key, LayerId, Plugin, RawInput, Rect, StrokeKind, TextEdit, Ui, WidgetRect,
};

use super::theme;

/// A widget with at least this much in view, in points, or all of it, need not scroll.
const SEEN: f32 = 120.0;
/// A widget thinner than this, in points, is a splitter, which keys cannot move: *Tab* skips it.
const STOP: f32 = 8.0;

/// For how many passes it counts where a pressed button was: its edit is carried out after this one.
const PRESS_COUNTS: u8 = 4;
/// The most distance, in points, between a button and what is in its place.
const NEAR: f32 = 80.0;

/// A part of the window with its own place in the order of *Tab*, or with its own focus handling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zone {
    /// Has its own order and its own mark, like the canvas.
    Own,
    /// Follows the page.
    Right,
    /// Follows everything else.
    Bottom,
}

/// Draws a zone. Widgets outside of every zone come first, in reading order.
pub fn zone<R>(ctx: &Context, zone: Zone, draw: impl FnOnce() -> R) -> R {
    let begin = count(ctx);
    let result = draw();
    let widgets = begin..count(ctx);
    ctx.with_plugin(|stops: &mut Stops| stops.zones.push((widgets, zone)));
    result
}

/// The first widget made from now on that can have the keyboard focus gets it, at the end of this pass.
pub fn take_next(ctx: &Context) {
    let next = count(ctx);
    ctx.with_plugin(|stops: &mut Stops| stops.taker = Some(next));
}

/// As [`take_next`], and what was typed before the widget has the focus is typed into the widget.
pub fn take_next_with(ctx: &Context, typed: &str) {
    take_next(ctx);
    type_too(ctx, typed);
}

/// Whether a dialog is open.
pub fn has_dialog(ctx: &Context) -> bool {
    ctx.memory(egui::Memory::top_modal_layer).is_some()
}

/// Whether the form of an action has the keyboard focus.
pub fn is_in_form(ctx: &Context) -> bool {
    ctx.with_plugin(|stops: &mut Stops| stops.zone == Some(Zone::Right)).unwrap_or_default()
}

/// Whether a widget is about to take the keyboard focus.
pub fn is_taking(ctx: &Context) -> bool {
    ctx.with_plugin(|stops: &mut Stops| stops.taker.is_some() || !stops.typed.is_empty()).unwrap_or_default()
}

/// Adds to what is typed into the widget that is about to take the focus.
pub fn type_too(ctx: &Context, typed: &str) {
    ctx.with_plugin(|stops: &mut Stops| stops.typed.push_str(typed));
}

/// Something was created: the name on its page gets the keyboard focus, and typing replaces the name.
pub fn expect_new_page(ctx: &Context) {
    ctx.with_plugin(|stops: &mut Stops| stops.is_new_page = true);
}

/// Gives the keyboard focus to the next widget, the name of an object, where the object was just created.
pub fn take_name(ctx: &Context) {
    if ctx.with_plugin(|stops: &mut Stops| std::mem::take(&mut stops.is_new_page)).unwrap_or_default() {
        take_next(ctx);
    }
}

/// The number of widgets in the panels so far.
fn count(ctx: &Context) -> usize {
    ctx.viewport(|viewport| {
        let mut layers = viewport.this_pass.widgets.layers();
        layers.find(|(layer, _)| **layer == LayerId::background()).map_or(0, |(_, widgets)| widgets.len())
    })
}

/// *Shift Tab*, which takes effect one pass later.
#[derive(Clone, Copy, Debug)]
struct Back {
    /// The widget that egui focuses.
    usual: Id,
    /// The widget to focus instead.
    to: Id,
}

/// The tab stops.
#[derive(Debug, Default)]
pub struct Stops {
    /// The widgets of the zones, by their index in the layer of the panels.
    zones: Vec<(Range<usize>, Zone)>,
    /// The focused widget when *Tab* was pressed in this pass, and whether *Shift* was held.
    from: Option<(Id, bool)>,
    back: Option<Back>,
    /// From which index in the layer of the panels a widget gets the focus.
    taker: Option<usize>,
    /// The widget that a key has pressed, where it was, and in how many passes from now its place still counts.
    pressed: Option<(WidgetRect, u8)>,
    /// Whether something was created, and its page was not drawn yet.
    is_new_page: bool,
    /// The focused widget at the end of the previous pass, and its zone.
    before: Option<Id>,
    zone: Option<Zone>,
    /// Whether the last press was on a key, rather than a pointer button.
    is_by_key: bool,
    /// What was typed before the widget that takes the focus has it.
    typed: String,
    /// Requests to egui for the next pass.
    asks: Vec<(Action, Id)>,
}

impl Plugin for Stops {
    fn debug_name(&self) -> &'static str {
        "tab stops"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        for event in &input.events {
            match event {
                Event::Key { pressed: true, .. } => self.is_by_key = true,
                Event::PointerButton { pressed: true, .. } => self.is_by_key = false,
                _ => {}
            }
        }
        if !ctx.text_edit_focused() {
            // A key held down too long must not answer the question that it opened.
            let is_held = |event: &Event| {
                matches!(event, Event::Key { key: Key::Enter | Key::Space, pressed: true, repeat: true, .. })
            };
            input.events.retain(|event| !is_held(event));
        }
        if self.taker.is_none() && !self.typed.is_empty() {
            input.events.insert(0, Event::Text(std::mem::take(&mut self.typed)));
        }
        input.events.extend(self.asks.drain(..).map(|(action, widget)| {
            let target_node = widget.accesskit_id();
            Event::AccessKitActionRequest(ActionRequest { action, target_node, target_tree: TreeId::ROOT, data: None })
        }));
    }

    fn on_begin_pass(&mut self, ui: &mut Ui) {
        self.zones.clear();
        let focused = ui.memory(egui::Memory::focused);
        let is_pressed = ui.input(|input| input.key_pressed(Key::Enter) || input.key_pressed(Key::Space));
        if is_pressed {
            let place = |id| ui.ctx().viewport(|viewport| viewport.prev_pass.widgets.get(id).copied());
            self.pressed = focused.and_then(place).map(|widget| (widget, PRESS_COUNTS));
        }
        if let Some(back) = self.back.take().filter(|back| focused == Some(back.usual)) {
            ui.memory_mut(|memory| memory.request_focus(back.to));
        }
        let pressed = ui.input(|input| {
            input.events.iter().find_map(|event| match event {
                Event::Key { key: Key::Tab, pressed: true, modifiers, .. } if !modifiers.any() => Some(false),
                Event::Key { key: Key::Tab, pressed: true, modifiers, .. } if modifiers.shift_only() => Some(true),
                _ => None,
            })
        });
        self.from = focused.zip(pressed);
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        let mut focused = ui.memory(egui::Memory::focused);
        if let Some(id) =
            self.taker.take().and_then(|from| stops(ui.ctx(), LayerId::background(), from).first().copied())
        {
            ui.memory_mut(|memory| memory.request_focus(id));
            select_all(ui.ctx(), id);
            focused = Some(id);
            ui.request_repaint();
        }
        if let Some(id) = self.in_place_of_pressed(ui.ctx(), focused) {
            ui.memory_mut(|memory| memory.request_focus(id));
            select_all(ui.ctx(), id);
            focused = Some(id);
            ui.request_repaint();
        }
        if let Some((from, is_back)) = self.from.take() {
            focused = self.move_focus(ui, from, is_back, focused);
        }
        if let Some(id) = focused
            && let Some(widget) = ui.ctx().viewport(|viewport| viewport.this_pass.widgets.get(id).copied())
        {
            if self.is_by_key && self.before != focused && !is_seen(&widget) {
                self.asks.push((Action::ScrollIntoView, id));
            }
            self.mark(ui, &widget);
        }
        self.before = focused;
        self.zone = focused.and_then(|id| self.zone_of_widget(ui.ctx(), id));
        if !self.asks.is_empty() {
            ui.ctx().request_repaint();
        }
    }
}

impl Stops {
    /// The widget that is now where a pressed button was, if the button is gone and nothing else got the focus: the first input of a row that
    /// the button has added, or the button below one that has removed its row.
    fn in_place_of_pressed(&mut self, ctx: &Context, focused: Option<Id>) -> Option<Id> {
        let (pressed, passes) = self.pressed.take()?;
        let is_there = |id: Id| ctx.viewport(|viewport| viewport.this_pass.widgets.get(id).is_some());
        if is_there(pressed.id) || focused.is_some_and(is_there) {
            self.pressed = Some((pressed, passes - 1)).filter(|(_, passes)| *passes > 0);
            return None;
        }
        ctx.viewport(|viewport| {
            let widgets = viewport.this_pass.widgets.get_layer(pressed.layer_id);
            let stops = widgets.filter(|it| it.enabled && it.sense.is_focusable() && it.rect.size().min_elem() >= STOP);
            let far = |widget: &WidgetRect| widget.rect.left_center().distance(pressed.rect.left_center());
            // What is new comes first.
            let is_old = |widget: &WidgetRect| viewport.prev_pass.widgets.get(widget.id).is_some();
            let near = stops.filter(|widget| far(widget) <= NEAR);
            let rank = |one: &&WidgetRect, other: &&WidgetRect| {
                is_old(one).cmp(&is_old(other)).then(far(one).total_cmp(&far(other)))
            };
            near.min_by(rank).map(|widget| widget.id)
        })
    }

    /// Moves the focus to the next widget in reading order, where *Tab* moved it within a layer. Returns the focused widget.
    fn move_focus(&mut self, ui: &Ui, from: Id, is_back: bool, focused: Option<Id>) -> Option<Id> {
        let (usual, read) = ui.ctx().viewport(|viewport| {
            let widgets = &viewport.this_pass.widgets;
            let layer = widgets.get(from)?.layer_id;
            let zones = if layer == LayerId::background() { self.zones.as_slice() } else { &[] };
            let all: Vec<_> =
                widgets.get_layer(layer).enumerate().filter(|(_, it)| it.enabled && it.sense.is_focusable()).collect();
            let usual: Vec<Id> = all.iter().map(|(_, it)| it.id).collect();
            let stops: Vec<_> = all
                .into_iter()
                .filter(|(at, it)| zone_of(zones, *at) == Some(Zone::Own) || it.rect.size().min_elem() >= STOP)
                .collect();
            Some((usual, in_reading_order(&stops, zones)))
        })?;
        let (usual_next, next) = (neighbour(&usual, from, is_back), neighbour(&read, from, is_back));
        let (Some(usual), Some(to)) = (usual_next, next) else { return focused };
        if is_back {
            self.back = Some(Back { usual, to });
            return focused;
        }
        // At the end of the order, egui clears the focus, and the first widget of the next pass takes it.
        if to != from && (focused == Some(usual) || focused.is_none()) {
            self.asks.push((Action::Focus, to));
            return Some(to);
        }
        focused
    }

    /// The zone that a widget of the panels is in.
    fn zone_of_widget(&self, ctx: &Context, id: Id) -> Option<Zone> {
        let (layer, at) = ctx.viewport(|viewport| viewport.this_pass.widgets.order(id))?;
        zone_of(&self.zones, at).filter(|_| layer == LayerId::background())
    }

    fn mark(&self, ui: &Ui, widget: &WidgetRect) {
        let ctx = ui.ctx();
        let is_own = self.zone_of_widget(ctx, widget.id) == Some(Zone::Own);
        // Mouse users see the mark only in text fields and dialogs.
        let is_asked = has_dialog(ctx);
        let is_wanted = self.is_by_key || is_asked || ctx.text_edit_focused();
        if !is_wanted || !ctx.input(|input| input.focused) || is_own {
            return;
        }
        let clip = if is_whole(widget) { Rect::EVERYTHING } else { widget.interact_rect };
        let painter = ctx.layer_painter(widget.layer_id).with_clip_rect(clip);
        let radius = CornerRadius::same(theme::RADIUS + 2);
        painter.rect_stroke(mark_of(widget.rect), radius, theme::focus(ui), StrokeKind::Outside);
    }
}

/// Whether the last press was on a key, rather than a pointer button.
pub fn is_by_key(ctx: &Context) -> bool {
    ctx.with_plugin(|stops: &mut Stops| stops.is_by_key).unwrap_or_default()
}

/// Selects the whole text of a widget that is a text field, so that typing replaces it.
pub fn select_all(ctx: &Context, id: Id) {
    let mut state = TextEdit::load_state(ctx, id).unwrap_or_default();
    let whole = CCursorRange::two(CCursor::new(0), CCursor::new(usize::from(u16::MAX)));
    state.cursor.set_char_range(Some(whole));
    state.store(ctx, id);
}

/// The widgets of a layer, from an index on, that can have the keyboard focus.
pub fn stops(ctx: &Context, layer: LayerId, from: usize) -> Vec<Id> {
    ctx.viewport(|viewport| {
        let widgets = viewport.this_pass.widgets.get_layer(layer).skip(from);
        widgets.filter(|widget| widget.enabled && widget.sense.is_focusable()).map(|widget| widget.id).collect()
    })
}

/// The zone of the widget at an index in the layer of the panels.
fn zone_of(zones: &[(Range<usize>, Zone)], at: usize) -> Option<Zone> {
    zones.iter().find(|(widgets, _)| widgets.contains(&at)).map(|(_, zone)| *zone)
}

/// The rectangle of the mark around a widget.
#[must_use]
pub fn mark_of(widget: Rect) -> Rect {
    widget.expand(2.0)
}

/// Whether the widget is entirely in view.
fn is_whole(widget: &WidgetRect) -> bool {
    widget.interact_rect.expand(0.5).contains_rect(widget.rect)
}

/// Whether enough of the widget is in view.
fn is_seen(widget: &WidgetRect) -> bool {
    let (seen, whole) = (widget.interact_rect.size(), widget.rect.size());
    seen.x + 1.0 >= whole.x.min(SEEN) && seen.y + 1.0 >= whole.y.min(SEEN)
}

/// The widget after `from`, or before it; the order wraps around.
fn neighbour(all: &[Id], from: Id, is_back: bool) -> Option<Id> {
    let at = all.iter().position(|id| *id == from)?;
    let step = if is_back { all.len() - 1 } else { 1 };
    all.get((at + step) % all.len()).copied()
}

/// Sorts widgets by zone. Widgets made one after the other in one row are sorted from left to right.
fn in_reading_order(all: &[(usize, &WidgetRect)], zones: &[(Range<usize>, Zone)]) -> Vec<Id> {
    let turn_of = |zone: Option<Zone>| zone.filter(|zone| *zone != Zone::Own);
    let mut sorted: Vec<_> = all.iter().map(|(at, widget)| (zone_of(zones, *at), *widget)).collect();
    sorted.sort_by_key(|(zone, _)| turn_of(*zone));
    for row in sorted.chunk_by_mut(|(one_zone, one), (zone, other)| {
        one_zone == zone && *zone != Some(Zone::Own) && is_one_row(one.rect, other.rect)
    }) {
        row.sort_by(|(_, one), (_, other)| one.rect.left().total_cmp(&other.rect.left()));
    }
    sorted.into_iter().map(|(_, widget)| widget.id).collect()
}

fn is_one_row(one: Rect, other: Rect) -> bool {
    let (low, high) = if one.height() < other.height() { (one, other) } else { (other, one) };
    high.y_range().contains(low.center().y)
}
