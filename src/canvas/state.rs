//! What the canvas remembers between frames: the viewport, the gesture under way, the keyboard focus and caches.
//! One for every tab. None of it is part of the document, and all of it may be thrown away.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use egui::{Pos2, Rect, Vec2};

use super::index::SceneIndex;
use super::minimap::MinimapCache;
use super::scene::{CanvasScene, CardId};
use super::text::TextCache;
use super::viewport::Viewport;

/// Screen points left free around the content by `fit`.
pub const FIT_MARGIN: f32 = 32.0;

/// State of one canvas.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "two are settings, two are about the keyboard")]
pub struct CanvasState {
    pub(super) viewport: Viewport,
    pub(super) pending: Option<Pending>,
    pub(super) drag: Option<Drag>,
    pub(super) focus: Focus,
    pub(super) wants_focus: Option<Focus>,
    pub(super) shows_focus: bool,
    pub(super) space_armed: bool,
    pub(super) hovered_wire: Option<usize>,
    pub(super) cache: Cache,
    /// Whether the wheel zooms and Ctrl with the wheel pans, rather than the other way round.
    pub wheel_zooms: bool,
    /// Whether the minimap may show itself.
    pub minimap: bool,
    /// How high it was drawn last, unless its viewport was set since.
    drawn: Option<f32>,
}

impl Default for CanvasState {
    fn default() -> Self {
        Self {
            viewport: Viewport::default(),
            pending: Some(Pending::Fit),
            drag: None,
            focus: Focus::None,
            wants_focus: None,
            shows_focus: false,
            space_armed: false,
            hovered_wire: None,
            cache: Cache::default(),
            wheel_zooms: false,
            minimap: true,
            drawn: None,
        }
    }
}

/// Something to do as soon as the size of the canvas is known.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pending {
    Fit,
    FitSelection,
    Reveal(CardId),
    Centre(CardId),
}

/// What has the keyboard focus, if it is the canvas's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Focus {
    #[default]
    None,
    Canvas,
    Card(CardId),
    Port(CardId, Arc<str>),
}

/// A gesture under way. Cards are kept by identity, since the scene may change meanwhile.
#[derive(Clone, Debug)]
pub(super) enum Drag {
    Pan,
    Minimap,
    Cards { grabbed: CardId, cards: Arc<BTreeSet<CardId>>, origin: Pos2, delta: Vec2, guides: Vec<[Pos2; 2]> },
    Box { origin: Pos2, base: BTreeSet<CardId> },
    Wire { from: CardId, port: usize, moves_end: bool, over: Option<CardId> },
}

/// What is worked out once and used for many frames.
#[derive(Debug, Default)]
pub(super) struct Cache {
    pub index: SceneIndex,
    pub text: TextCache,
    pub minimap: MinimapCache,
    /// Lines of wires in scene units, by the place of the wire in the index.
    pub lines: HashMap<usize, WireLine>,
}

/// A flattened wire.
#[derive(Clone, Debug)]
pub(super) struct WireLine {
    pub points: Vec<Pos2>,
    pub bounds: Rect,
}

impl Cache {
    /// Forgets what is about another revision of the scene.
    pub fn refresh(&mut self, scene: &CanvasScene) {
        if self.index.refresh(scene) {
            self.lines.clear();
        }
    }
}

impl CanvasState {
    /// Starts with the whole scene in view.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Screen points a scene unit.
    #[must_use]
    pub fn zoom(&self) -> f32 {
        self.viewport.zoom
    }

    /// The visible part of the scene, to be kept with the tab.
    #[must_use]
    pub fn viewport(&self) -> Viewport {
        self.viewport
    }

    /// Takes the room that there is now. What stands in the middle of the height stays there: a pane that opens below takes as
    /// much from the top as from the bottom.
    pub(super) fn resize(&mut self, rect: Rect) {
        if let Some(before) = self.drawn.replace(rect.height()) {
            self.viewport.origin.y += (before - rect.height()) / 2.0 / self.viewport.zoom;
        }
        self.viewport.rect = rect;
    }

    /// Goes back to a viewport that was kept.
    pub fn set_viewport(&mut self, viewport: Viewport) {
        self.drawn = None;
        self.viewport.zoom = 1.0;
        self.viewport.origin = super::scene::finite(viewport.origin);
        let corner = self.viewport.rect.min;
        self.viewport.zoom_to(viewport.zoom, corner);
        self.pending = None;
    }

    /// The screen point of a scene point, as of the last frame.
    #[must_use]
    pub fn screen_from_scene(&self, scene: Pos2) -> Pos2 {
        self.viewport.screen_from_scene(scene)
    }

    /// The scene point of a screen point, as of the last frame.
    #[must_use]
    pub fn scene_from_screen(&self, screen: Pos2) -> Pos2 {
        self.viewport.scene_from_screen(screen)
    }

    /// The scene point in the middle of the view: where a new card goes when no place was pointed at.
    #[must_use]
    pub fn centre(&self) -> Pos2 {
        self.viewport.scene_rect().center()
    }

    /// Shows all cards in `rect`, no larger than life.
    pub fn fit(&mut self, scene: &CanvasScene, rect: Rect) {
        self.viewport.rect = rect;
        self.fit_cards(scene, |_| true);
    }

    /// Shows all cards at the next frame, when the size of the canvas is known.
    pub fn request_fit(&mut self) {
        self.pending = Some(Pending::Fit);
    }

    /// Shows the selected cards at the next frame, or all of them when none is selected.
    pub fn fit_selection(&mut self) {
        self.pending = Some(Pending::FitSelection);
    }

    /// Sets the zoom about a screen point, or about the middle.
    pub fn zoom_to(&mut self, zoom: f32, about: Option<Pos2>) {
        let about = about.unwrap_or_else(|| self.viewport.rect.center());
        self.viewport.zoom_to(zoom, about);
    }

    /// At the next frame, pans so that this card is in view, if it is not.
    pub fn reveal(&mut self, card: CardId) {
        self.pending = Some(Pending::Reveal(card));
    }

    /// At the next frame, puts this card in the middle.
    pub fn centre_on(&mut self, card: CardId) {
        self.pending = Some(Pending::Centre(card));
    }

    /// At the next frame, gives this card the keyboard focus and shows it.
    pub fn focus_card(&mut self, card: CardId) {
        self.wants_focus = Some(Focus::Card(card));
        self.shows_focus = true;
        self.reveal(card);
    }

    /// The card with the keyboard focus, or whose port has it.
    #[must_use]
    pub fn focused_card(&self) -> Option<CardId> {
        match &self.focus {
            Focus::Card(id) | Focus::Port(id, _) => Some(*id),
            Focus::None | Focus::Canvas => None,
        }
    }

    /// Whether the keyboard focus is in the canvas, so that commands such as *Copy* are about cards.
    #[must_use]
    pub fn has_focus(&self) -> bool {
        self.focus != Focus::None
    }

    /// Whether a gesture is under way.
    #[must_use]
    pub fn is_dragging(&self) -> bool {
        self.drag.is_some()
    }

    /// Drops the gesture under way without any effect.
    pub fn cancel_drag(&mut self) {
        self.drag = None;
    }

    pub(super) fn apply_pending(&mut self, scene: &CanvasScene, selection: &BTreeSet<CardId>) {
        let area = |state: &Self, id| state.cache.index.place(id).map(|at| state.cache.index.rect(at));
        match self.pending.take() {
            None => {}
            Some(Pending::Fit) => self.fit_cards(scene, |_| true),
            Some(Pending::FitSelection) if selection.is_empty() => self.fit_cards(scene, |_| true),
            Some(Pending::FitSelection) => self.fit_cards(scene, |id| selection.contains(&id)),
            Some(Pending::Reveal(id)) => {
                if let Some(rect) = area(self, id) {
                    self.viewport.reveal(rect, FIT_MARGIN);
                }
            }
            Some(Pending::Centre(id)) => {
                if let Some(rect) = area(self, id) {
                    self.viewport.centre(rect.center());
                }
            }
        }
    }

    fn fit_cards(&mut self, scene: &CanvasScene, wanted: impl Fn(CardId) -> bool) {
        let mut cards = scene.cards.iter().filter(|card| wanted(card.id)).map(super::scene::Card::rect);
        if let Some(first) = cards.next() {
            let all = cards.fold(first, Rect::union);
            self.viewport.fit(all, FIT_MARGIN);
        }
    }
}
