//! The state of a comparison of two versions: the differences, the scenes, the canvases, and the current entry of the list. The result is
//! computed again when the project or the mode changes, in the background, since that takes long for large trees.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use egui::Pos2;

use crate::canvas::{CanvasScene, CanvasState, CardId, Viewport};
use crate::diff::{self, Difference, Side, VersionDiff};
use crate::model::{ActionId, Project, VersionId};

use super::entry::{Entry, Pick};
use super::scenes::{self, Scenes, Style};
use crate::app::kit::scene::{action_id, card_id};
use crate::app::kit::theme::Palette;
use crate::app::services::job::{Job, Progress};

/// The two versions of a comparison: before and after.
pub type Pair = (VersionId, VersionId);

/// How long a frame waits for a comparison: most are done sooner, so that nothing flickers.
pub const BLINK: Duration = Duration::from_millis(12);
/// Below this zoom, a shown card is zoomed in.
const READABLE: f32 = 0.62;
const NEAR: f32 = 0.8;
/// Below this zoom cards have no titles.
const RECOGNISABLE: f32 = 0.25;

/// The open comparisons and how they are shown.
pub struct Comparing {
    /// How long a frame waits for a comparison.
    pub patience: Duration,
    /// Whether the behaviour of the versions is shown instead of their trees.
    pub shows_behaviour: bool,
    /// Whether there are two canvases instead of one.
    pub is_side_by_side: bool,
    /// Whether actions that only moved on the canvas are shown.
    pub shows_moved: bool,
    /// The comparisons by their versions.
    pub open: BTreeMap<Pair, Comparison>,
}

impl Default for Comparing {
    fn default() -> Self {
        Self {
            patience: BLINK,
            shows_behaviour: false,
            is_side_by_side: false,
            shows_moved: false,
            open: BTreeMap::new(),
        }
    }
}

impl Comparing {
    /// Compares two versions again if anything has changed.
    pub fn refresh(&mut self, project: &Arc<Project>, pair: Pair, palette: &'static Palette, ctx: &egui::Context) {
        if [pair.0, pair.1].iter().any(|id| !project.versions.contains_key(id)) {
            return;
        }
        let request = CompareRequest { project: project.clone(), pair, palette, shows_moved: self.shows_moved };
        self.open.entry(pair).or_default().refresh(request, self.patience, ctx);
    }

    /// Replaces one comparison by another. Where only the sides are swapped, the current entry stays in view.
    pub fn turn(&mut self, from: Pair, to: Pair) {
        let Some(was) = self.open.remove(&from) else { return };
        if from == (to.1, to.0) {
            let current = was.current.map(|it| Pick { before: it.after, after: it.before });
            self.open.insert(to, Comparison { current, wants_scroll: true, ..Comparison::default() });
        }
    }
}

/// A comparison of two versions.
pub struct Comparison {
    /// The last result.
    pub made: Option<CompareResult>,
    /// The shared canvas.
    pub one: CanvasState,
    /// The canvases before and after.
    pub sides: [CanvasState; 2],
    /// The last viewports of both canvases, to detect which of them was moved.
    pub seen: [Option<Viewport>; 2],
    /// The current action.
    pub current: Option<Pick>,
    /// Whether the list should scroll to the current action.
    pub wants_scroll: bool,
    /// The known heights of the texts at the top of the list and of its entries.
    pub heights: Vec<f32>,
    /// The visible range of the list, from its top.
    pub list_seen: egui::Rangef,
    /// Whether the first view was chosen, of the shared canvas and of the two canvases.
    pub is_placed: [bool; 2],
    making: Option<(CompareRequest, Job<Option<CompareResult>>)>,
    revision: u64,
}

impl Default for Comparison {
    fn default() -> Self {
        Self {
            made: None,
            one: CanvasState::default(),
            sides: Default::default(),
            seen: [None, None],
            current: None,
            wants_scroll: false,
            heights: Vec::new(),
            list_seen: egui::Rangef::NOTHING,
            is_placed: [false, false],
            making: None,
            revision: 0,
        }
    }
}

/// The versions to compare, and how to draw them.
#[derive(Clone)]
struct CompareRequest {
    project: Arc<Project>,
    pair: Pair,
    palette: &'static Palette,
    shows_moved: bool,
}

impl CompareRequest {
    fn is_of(&self, project: &Arc<Project>) -> bool {
        Arc::ptr_eq(&self.project, project)
    }

    fn is(&self, other: &Self) -> bool {
        let is_drawn_so = self.palette.is_dark == other.palette.is_dark && self.shows_moved == other.shows_moved;
        self.is_of(&other.project) && self.pair == other.pair && is_drawn_so
    }

    /// Compares the versions; `known` contains the differences where they are known already. None where a version no longer exists.
    fn make(self, known: Option<Arc<VersionDiff>>, revision: u64) -> Option<CompareResult> {
        let (project, shows_moved) = (&self.project, self.shows_moved);
        let [one, other] = [self.pair.0, self.pair.1].map(|id| project.versions.get(&id));
        let (one, other) = (one?, other?);
        let diff = known.unwrap_or_else(|| {
            Arc::new(diff::versions(Side { project, version: one }, Side { project, version: other }))
        });
        let scenes = scenes::scenes(project, one, other, &diff, Style { palette: self.palette, shows_moved, revision });
        let shown = diff.actions.iter().filter(|it| shows_moved || it.difference != Difference::Moved);
        let entries: Vec<Entry> = shown.map(|it| Entry::new(it, shows_moved)).collect();
        let twins = twins(&diff, &scenes);
        Some(CompareResult { request: self, diff, entries, scenes, twins })
    }
}

/// The result of a comparison, with its request.
pub struct CompareResult {
    request: CompareRequest,
    /// The differences.
    pub diff: Arc<VersionDiff>,
    /// The entries of the list.
    pub entries: Vec<Entry>,
    /// The scenes to draw.
    pub scenes: Scenes,
    /// The actions in both versions, with their positions on the canvas.
    pub twins: Vec<(ActionId, ActionId, [Pos2; 2])>,
}

impl Comparison {
    /// Compares again if anything has changed. The former result is shown until then.
    fn refresh(&mut self, request: CompareRequest, patience: Duration, ctx: &egui::Context) {
        self.take(Duration::ZERO);
        if self.is_making() || self.made.as_ref().is_some_and(|result| result.request.is(&request)) {
            return;
        }
        let known = self
            .made
            .as_ref()
            .filter(|result| result.request.is_of(&request.project))
            .map(|result| result.diff.clone());
        self.revision += 1;
        let (requested, revision) = (request.clone(), self.revision);
        let Some(job) = Job::start("comparison", ctx, move || requested.make(known, revision)) else { return };
        self.making = Some((request, job));
        self.take(patience);
    }

    fn take(&mut self, at_most: Duration) {
        let Some((request, job)) = self.making.take() else { return };
        let result = match job.wait(at_most) {
            Progress::UnderWay => {
                self.making = Some((request, job));
                return;
            }
            Progress::Done(result) => result,
            // Compute it here again, so that the user learns about a panic.
            Progress::Failed => request.make(None, self.revision),
        };
        if let Some(result) = result {
            self.heights = std::iter::once(0.0).chain(result.entries.iter().map(Entry::likely_height)).collect();
            self.made = Some(result);
        }
    }

    /// Whether a comparison is running.
    #[must_use]
    pub fn is_making(&self) -> bool {
        self.making.is_some()
    }

    /// Makes an action the current one: the list and the canvases show it.
    pub fn choose(&mut self, pick: Option<Pick>) {
        self.current = pick;
        self.wants_scroll = true;
        if let Some(pick) = pick {
            self.show_on_one(pick);
            self.show_on_sides(pick);
        }
    }

    /// Makes the action clicked on the shared canvas the current one; it is in view there already.
    pub fn choose_on_one(&mut self, card: Option<CardId>) {
        self.current = card.map(|card| self.pick_of_one(card));
        self.wants_scroll = true;
        if let Some(pick) = self.current {
            self.show_on_sides(pick);
        }
    }

    /// Makes the action clicked on one side the current one. The other side shows it at the same position, if it has it.
    pub fn choose_on_side(&mut self, side: usize, card: Option<CardId>) {
        self.current = card.map(|card| self.pick_of_side(side, action_id(card)));
        self.wants_scroll = true;
        if let Some(pick) = self.current {
            self.show_on_one(pick);
        }
        if let Some(seen) = self.seen.get_mut(side) {
            *seen = None;
        }
    }

    fn show_on_one(&mut self, pick: Pick) {
        if let Some(card) = pick.after.map(card_id).or(pick.before.map(scenes::removed_card)) {
            show(&mut self.one, card);
        }
    }

    fn show_on_sides(&mut self, pick: Pick) {
        let [left, right] = &mut self.sides;
        match (pick.before, pick.after) {
            (_, Some(id)) => show(right, card_id(id)),
            (Some(id), None) => show(left, card_id(id)),
            (None, None) => {}
        }
    }

    /// Chooses the first view once the size of the canvas is known: the whole tree, or the first difference where the whole tree would be too
    /// small to read.
    pub fn place_first_view(&mut self, is_side_by_side: bool) -> bool {
        let [_, right] = &self.sides;
        let zoom = if is_side_by_side { right.zoom() } else { self.one.zoom() };
        let Some(is_placed) = self.is_placed.get_mut(usize::from(is_side_by_side)) else { return false };
        if std::mem::replace(is_placed, true) || zoom >= RECOGNISABLE {
            return false;
        }
        let first = self.made.as_ref().and_then(|result| result.entries.first()).map(|entry| entry.pick);
        match self.current.or(first) {
            Some(pick) if is_side_by_side => self.show_on_sides(pick),
            Some(pick) => self.show_on_one(pick),
            None => return false,
        }
        true
    }

    /// The action of a card on the shared canvas.
    #[must_use]
    pub fn pick_of_one(&self, card: CardId) -> Pick {
        match scenes::removed_action(card) {
            Some(id) => Pick { before: Some(id), after: None },
            None => self.pick_of_side(1, action_id(card)),
        }
    }

    /// The action of one side.
    #[must_use]
    pub fn pick_of_side(&self, side: usize, id: ActionId) -> Pick {
        let twins = self.made.iter().flat_map(|result| &result.twins);
        let found = twins.into_iter().find(|(before, after, _)| id == if side == 0 { *before } else { *after });
        match found {
            Some((before, after, _)) => Pick { before: Some(*before), after: Some(*after) },
            None if side == 0 => Pick { before: Some(id), after: None },
            None => Pick { before: None, after: Some(id) },
        }
    }

    /// The index of the current action in the list.
    #[must_use]
    pub fn place(&self) -> Option<usize> {
        let (result, current) = (self.made.as_ref()?, self.current?);
        result.entries.iter().position(|entry| entry.pick == current)
    }

    /// Goes to the next difference, or the previous one; the list wraps around. Returns whether there is a difference.
    pub fn walk(&mut self, is_forwards: bool) -> bool {
        let count = self.made.as_ref().map_or(0, |result| result.entries.len());
        if count == 0 {
            return false;
        }
        let next = match (self.place(), is_forwards) {
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(place), true) => (place + 1) % count,
            (Some(place), false) => (place + count - 1) % count,
        };
        let pick = self.made.as_ref().and_then(|result| result.entries.get(next)).map(|entry| entry.pick);
        self.choose(pick);
        true
    }
}

/// Centres a card, at a zoom at which it can be read.
fn show(canvas: &mut CanvasState, card: CardId) {
    if canvas.zoom() < READABLE {
        canvas.zoom_to(NEAR, None);
    }
    canvas.centre_on(card);
}

fn twins(diff: &VersionDiff, scenes: &Scenes) -> Vec<(ActionId, ActionId, [Pos2; 2])> {
    let places = |scene: &CanvasScene| scene.cards.iter().map(|card| (card.id, card.pos)).collect::<BTreeMap<_, _>>();
    let [before, after] = scenes.sides.each_ref().map(|scene| places(scene));
    let place = |(one, other): (&ActionId, &ActionId)| {
        Some((*one, *other, [*before.get(&card_id(*one))?, *after.get(&card_id(*other))?]))
    };
    diff.twins.iter().filter_map(place).collect()
}
