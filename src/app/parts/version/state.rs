//! The own state of the version pages: the view of each version.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use egui::Pos2;

use crate::actions;
use crate::canvas::{CanvasScene, CanvasState, CardId, Heat, PortMark, Target};
use crate::digest::fits;
use crate::layout::room::Ground;
use crate::layout::tree::placed;
use crate::model::{ActionId, AnnotationId, TreeType, Version, VersionId};
use crate::sim::coverage::Coverage;
use crate::sim::hours::OpenNow;

use super::outline::state::Outline;
use super::plan::{Choice, Plan};
use crate::app::command::Way;
use crate::app::cx::{Arrangements, Selected};
use crate::app::kit::scene::{TwoWays, annotation_id, card_id};

/// What the figures of a load run on the arrows are made from: the run, how it was played, and the half hour.
pub type HeatKey = ((u64, Way), Option<u32>);

/// The own state of the version pages.
#[derive(Default)]
pub struct Versions {
    /// The view of each version shown so far.
    pub views: BTreeMap<VersionId, VersionView>,
    /// The versions whose test history is shown instead of their tree.
    pub histories: BTreeMap<VersionId, HistoryShown>,
    /// The number of steps of the run when the canvas last followed it.
    pub followed_steps: usize,
    /// The two ways of the test call that is shown, while it does not pass.
    pub two_ways: Option<TwoWays>,
}

impl Versions {
    /// The view of a version, made on first use.
    pub fn view(&mut self, version: VersionId) -> &mut VersionView {
        self.views.entry(version).or_default()
    }
}

/// The cards that collapsed ones hide, each with the card that hides it.
pub type Hidden = BTreeMap<CardId, CardId>;

/// A revision of the document, and how many steps a run has taken.
pub type ReachKey = (u64, usize);

/// A revision of the scene, and a card.
pub type WayDownKey = (u64, CardId);

/// Cards with their titles.
pub type WayDown = Vec<(CardId, String)>;

/// A revision of the document, and an action.
pub type WayKey = (u64, ActionId);

/// The marks of ports: the card, and the place of the port in it.
pub type PortMarks = BTreeMap<(CardId, usize), PortMark>;

/// What the canvas shows of a moment: the cards to which a call can come, and the marks of the ports of schedules.
pub type Lit = (BTreeSet<CardId>, PortMarks);

/// What was made for a key; it is made again when the key is another one.
pub fn kept<K: PartialEq, V>(slot: &mut Option<(K, Arc<V>)>, key: K, make: impl FnOnce() -> V) -> Arc<V> {
    if let Some((_, known)) = slot.as_ref().filter(|(known, _)| *known == key) {
        return known.clone();
    }
    let new = Arc::new(make());
    *slot = Some((key, new.clone()));
    new
}

/// The view of a version.
#[derive(Default)]
pub struct VersionView {
    /// Pan, zoom and drags of the canvas.
    pub canvas: CanvasState,
    /// The selected cards, notes and frames.
    pub selection: BTreeSet<CardId>,
    /// The scene and its key.
    pub scene: Option<(SceneKey, Arc<CanvasScene>)>,
    /// The action to which the way is highlighted.
    pub way_to: Option<ActionId>,
    /// The cards on the way to an action, and the revision for which they were looked for.
    pub way: Option<(WayKey, Arc<BTreeSet<CardId>>)>,
    /// The way down to the selected card, and the revision of the scene for which it was looked for.
    pub way_down: Option<(WayDownKey, Arc<WayDown>)>,
    /// The cards that the call can still reach, and the revision and step for which they were computed.
    pub reachable: Option<(ReachKey, Arc<BTreeSet<CardId>>)>,
    /// The marks of ports by what the test calls pass, and the count that they were made of.
    pub coverage: Option<(Arc<Coverage>, Arc<PortMarks>)>,
    /// How many pass each port in the load run shown, by the run and the half hour.
    pub heat: Option<(HeatKey, Arc<Heat>)>,
    /// The cards and the marks of ports by what is open at the moment shown, and what they were made from.
    pub lit: Option<(Arc<OpenNow>, Arc<Lit>)>,
    /// The text in the search field of the palette.
    pub palette_search: String,
    /// The outline.
    pub outline: Outline,
    /// Whether the form of the selected action gets the keyboard focus when it is drawn next.
    pub form_takes_focus: bool,
    /// The action whose form is shown although there is little room.
    pub unfolded_form: Option<ActionId>,
    /// The action that was added last, until something was typed into its form.
    pub new: Option<ActionId>,
    /// What was typed on the canvas right after an action was added: it goes into the form of the action.
    pub typed: Option<String>,
    /// The open context menu.
    pub menu: Option<OpenMenu>,
    /// What the release of what is carried over the canvas would do.
    pub plan: Option<Arc<Plan>>,
    /// The open choice of a branch to insert in.
    pub choice: Option<Choice>,
    /// The cards of the tree, and the revision of the document for which they were read.
    pub ground: Option<(u64, Arc<Ground>)>,
    /// The cards whose subtrees are collapsed.
    pub collapsed: BTreeSet<CardId>,
    /// The cards that they hide.
    pub hidden: Hidden,
    /// The scene without hidden cards, and what it was made from: the whole scene and the collapsed cards, as one number each.
    pub folded: Option<((u64, u64), Arc<CanvasScene>)>,
    /// Whether the first view was chosen: the whole tree, or its beginning where the whole would be too small to read.
    pub was_placed: bool,
    arranged: RefCell<Option<Arranged>>,
}

/// How the selected cards can be arranged, which is found out once for a selection, and not in each frame.
struct Arranged {
    revision: u64,
    selection: BTreeSet<CardId>,
    arrangements: Arrangements,
}

/// The inputs of a scene; the scene is built again when its key changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SceneKey {
    /// The document's revision.
    pub revision: u64,
    /// The revision of the problems.
    pub problems: u64,
    /// Whether the dark mode was on.
    pub is_dark: bool,
    /// The breakpoints of the version, as one number.
    pub breakpoints: u64,
    /// The two ways that are marked, as one number.
    pub two_ways: u64,
    /// Whether it is marked where callers are dropped while something fails.
    pub has_failures: bool,
    /// The load run that is shown, if one is.
    pub load: Option<(u64, Way)>,
}

impl VersionView {
    /// Selects exactly these cards.
    pub fn select(&mut self, selection: BTreeSet<CardId>) {
        self.selection = selection;
        self.way_to = self.way_to.filter(|_| !self.selection.is_empty());
        // The form opens and makes the canvas narrower: the selected card stays in view.
        if let Some(action) = self.only_selected().filter(|_| !self.canvas.is_dragging()) {
            self.canvas.reveal(card_id(action));
        }
    }

    /// The selected actions, in order of their ids.
    pub fn selected(&self) -> impl Iterator<Item = ActionId> + '_ {
        self.selection.iter().filter_map(|card| Some(ActionId(u32::try_from(*card).ok()?)))
    }

    /// The selected notes and frames, in order of their ids.
    pub fn selected_annotations(&self) -> impl Iterator<Item = AnnotationId> + '_ {
        self.selection.iter().copied().filter_map(annotation_id)
    }

    /// What is selected, for commands, at a revision of the document.
    #[must_use]
    pub fn selected_of(&self, version: &Version, tree: TreeType, revision: u64) -> Selected {
        let of = |id: ActionId| version.flow.actions.get(&id);
        let one = self.only_selected().and_then(of);
        let selected = Selected {
            can_be_removed: self.selected().filter_map(of).any(|action| !action.is_start()),
            is_one: one.is_some(),
            is_schedule: one.is_some_and(|action| actions::is_schedule(action)),
            can_collapse: self.selected().filter_map(of).any(|action| self.can_collapse(action)),
            can_expand: self.selection.iter().any(|card| self.collapsed.contains(card)),
            annotations: self.selected_annotations().filter(|id| version.flow.annotations.contains_key(id)).count(),
            ..Selected::default()
        };
        let mut known = self.arranged.borrow_mut();
        if known.as_ref().is_none_or(|known| known.revision != revision || known.selection != self.selection) {
            let ids: Vec<ActionId> = self.selected().collect();
            let arrangements = Arrangements::of(&placed(&version.flow, tree, &ids));
            *known = Some(Arranged { revision, selection: self.selection.clone(), arrangements });
        }
        let arrangements = known.as_ref().map(|known| known.arrangements).unwrap_or_default();
        Selected { count: arrangements.count, arrangements, ..selected }
    }

    /// The one selected action, if exactly one is.
    #[must_use]
    pub fn only_selected(&self) -> Option<ActionId> {
        let mut selected = self.selected();
        let first = selected.next()?;
        selected.next().is_none().then_some(first)
    }
}

/// An open context menu.
#[derive(Clone, Debug)]
pub struct OpenMenu {
    /// The target of the menu.
    pub target: Target,
    /// The position on the canvas.
    pub pos: Pos2,
    /// The position on the screen.
    pub screen: Pos2,
}

/// The test history of a version, while it is shown instead of the tree.
#[derive(Clone, Debug, Default)]
pub struct HistoryShown {
    /// The chosen test execution, by its time.
    pub chosen: Option<DateTime<Utc>>,
    /// Its replay.
    pub replay: Option<Replay>,
    /// Whether the version is still as a stamp says, and the revision of the document for which this was computed.
    compared: Option<(u64, String, bool)>,
}

impl HistoryShown {
    /// Whether the version, at a revision of the document, is still as it was when it got a stamp.
    pub fn is_unchanged(&mut self, version: &Version, revision: u64, stamp: &str) -> bool {
        match &self.compared {
            Some((of, known, fits)) if *of == revision && known == stamp => *fits,
            _ => self.compared.insert((revision, stamp.to_owned(), fits(stamp, version))).2,
        }
    }
}

/// The result of a replay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replay {
    /// The revision of the document that was replayed.
    pub revision: u64,
    /// The first line of the stored trace that differs now.
    pub differs_at: Option<usize>,
    /// Why the replay stopped early, where an answer no longer fits.
    pub stale: Option<String>,
}
