//! Cards glide to their new places when a change moves several of them at once, as *Tidy* does. Only what is drawn glides: the scene has the
//! new places at once, and hit tests follow what is drawn.

use std::collections::{BTreeSet, HashMap};

use egui::{Context, Pos2, Vec2};

use super::frame::{Moving, Shift};
use super::index::SceneIndex;
use super::scene::{CanvasScene, CardId};
use super::viewport::Viewport;

/// How long cards glide, in seconds.
const SECONDS: f64 = 0.2;
/// The fewest cards that glide.
const LEAST: usize = 2;
/// The most cards that glide; more would not be drawn in time.
const MOST: usize = 1000;
/// A shorter way, in scene units, cannot be seen.
const SHORT: f32 = 1.5;

/// Cards on their way.
#[derive(Clone, Debug)]
pub(super) struct Glide {
    cards: BTreeSet<CardId>,
    /// The way from the new place of each card back to where it was drawn when the glide began.
    ways: HashMap<CardId, Vec2>,
    began: f64,
    /// How much of the way is left, between 0 and 1.
    left: f32,
    /// Where the view begins and ends, and where the glide has put it last.
    view: Option<[Viewport; 3]>,
}

impl Glide {
    /// The glide from what was drawn to a new scene. `former` are the tables of the former scene, and `drawn` are the cards that were drawn
    /// elsewhere. `None` where too few or too many cards move, or the style has no animations.
    pub fn to(scene: &CanvasScene, former: &SceneIndex, drawn: Option<Moving<'_>>, ctx: &Context) -> Option<Self> {
        if ctx.global_style().animation_time <= 0.0 {
            return None;
        }
        let mut ways = HashMap::new();
        let cards = scene.cards.iter().map(|card| (card.id, card.rect()));
        for (id, rect) in cards.chain(scene.annotations.iter().map(|it| (it.id, it.rect()))) {
            let Some(area) = former.area(id) else { continue };
            let shift = drawn.and_then(|moving| moving.of(id)).unwrap_or_default();
            let way = area.min + shift - rect.min;
            if way.length() >= SHORT {
                ways.insert(id, way);
            }
        }
        let cards = ways.keys().copied().collect();
        let began = ctx.input(|input| input.time);
        (LEAST..=MOST).contains(&ways.len()).then_some(Self { cards, ways, began, left: 1.0, view: None })
    }

    /// The view moves along, from a former position to the present one.
    pub fn with_view(&mut self, from: Viewport, to: Viewport) {
        let is_moved = from.origin != to.origin || (from.zoom - to.zoom).abs() > f32::EPSILON;
        self.view = is_moved.then_some([from, to, to]);
    }

    /// Goes on. Returns whether the glide is still under way.
    pub fn goes_on(&mut self, viewport: &mut Viewport, ctx: &Context) -> bool {
        // While a button is down, nothing moves away under the pointer.
        if ctx.input(|input| input.pointer.any_down()) {
            self.began += f64::from(ctx.input(|input| input.unstable_dt));
        }
        #[expect(clippy::cast_possible_truncation, reason = "a part of a second")]
        let passed = ((ctx.input(|input| input.time) - self.began) / SECONDS).clamp(0.0, 1.0) as f32;
        self.left = (1.0 - passed).powi(3);
        if let Some([from, to, last]) = &mut self.view {
            // Whoever pans or zooms meanwhile has the view.
            if viewport.origin == last.origin && (viewport.zoom - last.zoom).abs() <= f32::EPSILON {
                *last = between(from, to, viewport, self.left);
                *viewport = *last;
            } else {
                self.view = None;
            }
        }
        ctx.request_repaint();
        self.left > 0.0
    }

    /// The cards, and how far each is from its place.
    pub fn moving(&self) -> Moving<'_> {
        Moving { cards: &self.cards, shift: Shift::Each(&self.ways, self.left) }
    }
}

/// A view between two, `left` of the way before its end. The size is that of the present one.
fn between(from: &Viewport, to: &Viewport, present: &Viewport, left: f32) -> Viewport {
    let size = present.rect.size();
    let centre = |view: &Viewport| view.origin + size / view.zoom / 2.0;
    let zoom = to.zoom * (from.zoom / to.zoom).powf(left);
    let middle: Pos2 = centre(to).lerp(centre(from), left);
    Viewport { origin: if left > 0.0 { middle - size / zoom / 2.0 } else { to.origin }, zoom, rect: present.rect }
}
