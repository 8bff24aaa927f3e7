//! The state of a canvas between frames: the viewport, the gesture under way, the keyboard focus and caches. Each tab has one. None of it is
//! part of the document, and all of it may be discarded.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use egui::{Pos2, Rect, Vec2};

use super::annotation::Part;
use super::event::{Carried, Target};
use super::glide::Glide;
use super::index::SceneIndex;
use super::minimap::MinimapCache;
use super::region::Region;
use super::scene::{CanvasScene, CardId};
use super::text::TextCache;
use super::viewport::Viewport;
use super::wire::line_bounds;

/// The margin around the content after `fit`, in screen points.
pub const FIT_MARGIN: f32 = 32.0;

/// The state of one canvas.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "two are settings, two are about the keyboard")]
pub struct CanvasState {
    pub(super) viewport: Viewport,
    pub(super) pending: Option<Pending>,
    pub(super) drag: Option<Drag>,
    /// What is carried over which target.
    pub(super) carried: Option<(Carried, Target)>,
    pub(super) focus: Focus,
    pub(super) wants_focus: Option<Focus>,
    pub(super) shows_focus: bool,
    pub(super) space_armed: bool,
    pub(super) hovered_wire: Option<usize>,
    pub(super) cache: Cache,
    /// The glide under way.
    pub(super) glide: Option<Glide>,
    /// The cards that were drawn elsewhere in the last frame, by a drag.
    pub(super) dragged: Option<(Arc<BTreeSet<CardId>>, Vec2)>,
    /// Whether the wheel zooms and Ctrl with the wheel pans, rather than the other way round.
    pub wheel_zooms: bool,
    /// Whether the minimap may be shown.
    pub minimap: bool,
    /// The height of the last drawing, unless the viewport was set since.
    drawn: Option<f32>,
}

impl Default for CanvasState {
    fn default() -> Self {
        Self {
            viewport: Viewport::default(),
            pending: Some(Pending::Fit),
            drag: None,
            carried: None,
            focus: Focus::None,
            wants_focus: None,
            shows_focus: false,
            space_armed: false,
            hovered_wire: None,
            cache: Cache::default(),
            glide: None,
            dragged: None,
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

/// The item with the keyboard focus, if it is in the canvas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Focus {
    #[default]
    None,
    Canvas,
    Card(CardId),
    Port(CardId, Arc<str>),
}

/// A gesture under way. Cards are kept by id, since the scene may change meanwhile.
#[derive(Clone, Debug)]
pub(super) enum Drag {
    Pan,
    /// A card or a port of a read-only canvas: pans.
    Held,
    Minimap,
    Cards {
        grabbed: CardId,
        cards: Arc<BTreeSet<CardId>>,
        origin: Pos2,
        delta: Vec2,
        guides: Vec<[Pos2; 2]>,
    },
    Box {
        origin: Pos2,
        base: BTreeSet<CardId>,
    },
    /// An edge of a note or a frame.
    Resize {
        id: CardId,
        part: Part,
        /// From the pointer to the bottom right corner, in scene units.
        offset: Vec2,
        size: Vec2,
    },
    Wire {
        from: CardId,
        port: usize,
        moves_end: bool,
        over: Option<CardId>,
    },
}

/// Computed once and used for many frames.
#[derive(Debug, Default)]
pub(super) struct Cache {
    pub index: SceneIndex,
    pub text: TextCache,
    pub minimap: MinimapCache,
    /// The lines of wires in scene units, by the position of the wire in the index.
    pub lines: HashMap<usize, WireLine>,
    /// The named parts of the tree, once they were needed.
    pub regions: Option<Vec<Region>>,
}

/// A flattened wire.
#[derive(Clone, Debug)]
pub(super) struct WireLine {
    pub points: Vec<Pos2>,
    /// Whether it is a curve, of which some points can be left out when it is small.
    pub is_curve: bool,
    pub bounds: Rect,
}

impl WireLine {
    /// A line that was routed around cards, or else a curve.
    pub fn new(points: Vec<Pos2>, is_routed: bool) -> Self {
        let bounds = line_bounds(&points);
        Self { points, is_curve: !is_routed, bounds }
    }
}

impl Cache {
    /// Discards data of another revision of the scene. Returns the tables of that scene, where they were discarded.
    pub fn refresh(&mut self, scene: &CanvasScene) -> Option<SceneIndex> {
        let former = self.index.refresh(scene);
        if former.is_some() {
            self.lines.clear();
            self.regions = None;
        }
        former
    }
}

impl CanvasState {
    /// Starts with the whole scene in view.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Screen points per scene unit.
    #[must_use]
    pub fn zoom(&self) -> f32 {
        self.viewport.zoom
    }

    /// The visible part of the scene, to be saved with the tab.
    #[must_use]
    pub fn viewport(&self) -> Viewport {
        self.viewport
    }

    /// Adapts to a new size. The vertical centre stays in place: a pane that opens below takes as much from the top as from the bottom.
    /// The size of a pass that is discarded does not count.
    pub(super) fn resize(&mut self, rect: Rect, is_discarded: bool) {
        if is_discarded {
            self.viewport.rect = rect;
            return;
        }
        if let Some(before) = self.drawn.replace(rect.height()) {
            self.viewport.origin.y += (before - rect.height()) / 2.0 / self.viewport.zoom;
        }
        self.viewport.rect = rect;
    }

    /// Returns to a saved viewport.
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

    /// The scene point at the centre of the view: the position of a new card without a given one.
    #[must_use]
    pub fn centre(&self) -> Pos2 {
        self.viewport.scene_rect().center()
    }

    /// Shows all cards, notes and frames in `rect`, at most at 100 %.
    pub fn fit(&mut self, scene: &CanvasScene, rect: Rect) {
        self.viewport.rect = rect;
        self.fit_cards(scene, |_| true);
    }

    /// Shows all cards in the next frame, when the size of the canvas is known.
    pub fn request_fit(&mut self) {
        self.pending = Some(Pending::Fit);
    }

    /// Shows the selected cards in the next frame, or all cards when none is selected.
    pub fn fit_selection(&mut self) {
        self.pending = Some(Pending::FitSelection);
    }

    /// Sets the zoom about a screen point, or about the centre.
    pub fn zoom_to(&mut self, zoom: f32, about: Option<Pos2>) {
        let about = about.unwrap_or_else(|| self.viewport.rect.center());
        self.viewport.zoom_to(zoom, about);
    }

    /// Scrolls this card into view in the next frame, if necessary.
    pub fn reveal(&mut self, card: CardId) {
        self.pending = Some(Pending::Reveal(card));
    }

    /// Centres this card in the next frame.
    pub fn centre_on(&mut self, card: CardId) {
        self.pending = Some(Pending::Centre(card));
    }

    /// Focuses this card and shows it in the next frame.
    pub fn focus_card(&mut self, card: CardId) {
        self.wants_focus = Some(Focus::Card(card));
        self.shows_focus = true;
        self.reveal(card);
    }

    /// Focuses the canvas in the next frame.
    pub fn take_focus(&mut self) {
        self.wants_focus = Some(Focus::Canvas);
        self.shows_focus = true;
    }

    /// The focused card, or the card of the focused port.
    #[must_use]
    pub fn focused_card(&self) -> Option<CardId> {
        match &self.focus {
            Focus::Card(id) | Focus::Port(id, _) => Some(*id),
            Focus::None | Focus::Canvas => None,
        }
    }

    /// The focused port: its card, and the key of its branch.
    #[must_use]
    pub fn focused_port(&self) -> Option<(CardId, &str)> {
        match &self.focus {
            Focus::Port(id, key) => Some((*id, key)),
            Focus::None | Focus::Canvas | Focus::Card(_) => None,
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

    /// What is carried in this frame, and the target under the pointer.
    #[must_use]
    pub fn carried(&self) -> Option<&(Carried, Target)> {
        self.carried.as_ref()
    }

    /// Cancels the gesture under way without any effect.
    pub fn cancel_drag(&mut self) {
        self.drag = None;
        self.carried = None;
    }

    pub(super) fn apply_pending(&mut self, scene: &CanvasScene, selection: &BTreeSet<CardId>) {
        let area = |state: &Self, id| state.cache.index.area(id);
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
        let cards = scene.cards.iter().map(|card| (card.id, card.rect()));
        let all = cards.chain(scene.annotations.iter().map(|it| (it.id, it.rect())));
        let mut areas = all.filter(|(id, _)| wanted(*id)).map(|(_, rect)| rect);
        if let Some(first) = areas.next() {
            let all = areas.fold(first, Rect::union);
            self.viewport.fit(all, FIT_MARGIN);
        }
    }
}
