//! The scenes of a comparison: each version with its differences marked, and both on a shared canvas. On the shared canvas, an action in both
//! versions is at its position after; a removed action is at its position before, or next to it where that is occupied.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Rect, vec2};

use crate::canvas::{Annotation, CARD_WIDTH, CanvasScene, Card, CardId, Port, PortState, Standing, Wire, WireKind};
use crate::diff::{ActionDiff, AnnotationDiff, Difference, LinkChange, VersionDiff};
use crate::model::{ActionId, Link, Project, Version};

use crate::app::kit::scene::{action_id, annotation_card, card_id, scene};
use crate::app::kit::theme::Palette;

/// Added to the id of a removed action, since an action of the other version may have the same id.
const REMOVED: CardId = 1 << 32;
/// The least space between a removed card and others.
const GAP: f32 = 24.0;
/// The number of attempts to find a free position before a card goes below everything.
const TRIES: usize = 24;
const CELL: f32 = 512.0;

/// The scenes of a comparison.
#[derive(Clone, Default)]
pub struct Scenes {
    /// Both versions on a shared canvas.
    pub one: Arc<CanvasScene>,
    /// Before and after.
    pub sides: [Arc<CanvasScene>; 2],
}

/// The card of a removed action on the shared canvas.
#[must_use]
pub fn removed_card(action: ActionId) -> CardId {
    REMOVED | card_id(action)
}

/// The removed action of a card on the shared canvas, if the card is one of a removed action.
#[must_use]
pub fn removed_action(card: CardId) -> Option<ActionId> {
    (card & REMOVED != 0).then(|| action_id(card & !REMOVED))
}

/// How scenes are drawn.
#[derive(Clone, Copy)]
pub struct Style {
    /// The colours.
    pub palette: &'static Palette,
    /// Whether cards that only moved are marked too.
    pub shows_moved: bool,
    /// The revision of the scenes: the canvas uses it as the key of its caches.
    pub revision: u64,
}

/// Builds the scenes of a comparison.
#[must_use]
pub fn scenes(project: &Project, before: &Version, after: &Version, diff: &VersionDiff, style: Style) -> Scenes {
    let Style { palette, shows_moved, revision } = style;
    let [mut left, mut right] = [before, after].map(|version| {
        let routing = project.routings.get(&version.info.routing);
        let none = std::iter::empty();
        routing.map(|it| scene(project, it, version, none, palette, revision)).unwrap_or_default()
    });
    mark(&mut left, diff, Side::Before, shows_moved);
    mark(&mut right, diff, Side::After, shows_moved);
    mark_annotations(&mut left, diff, Side::Before, shows_moved);
    mark_annotations(&mut right, diff, Side::After, shows_moved);
    let one = union(&left, &right, diff);
    Scenes { one: Arc::new(one), sides: [Arc::new(left), Arc::new(right)] }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

impl Side {
    fn action(self, diff: &ActionDiff) -> Option<ActionId> {
        if self == Self::Before { diff.before } else { diff.after }
    }

    /// The key of the branch on this side.
    fn branch_key(self, link: &LinkChange) -> Option<&String> {
        let (key, to) =
            if self == Self::Before { (&link.key_before, link.before) } else { (&link.key_after, link.after) };
        key.as_ref().filter(|_| matches!(to, Some(Link::To(_))))
    }
}

/// The standing of a card with a difference.
pub(super) fn standing(difference: Difference, shows_moved: bool) -> Standing {
    match difference {
        Difference::Added => Standing::Added,
        Difference::Removed => Standing::Removed,
        Difference::Changed => Standing::Changed,
        Difference::Moved if shows_moved => Standing::Moved,
        Difference::Moved => Standing::Same,
    }
}

/// Marks the cards and arrows of one version.
fn mark(scene: &mut CanvasScene, diff: &VersionDiff, side: Side, shows_moved: bool) {
    let mut cards: BTreeMap<CardId, (Standing, Difference)> = BTreeMap::new();
    let mut ways: BTreeMap<CardId, Vec<&str>> = BTreeMap::new();
    for action in &diff.actions {
        let Some(card) = side.action(action).map(card_id) else { continue };
        cards.insert(card, (standing(action.difference, shows_moved), action.difference));
        let keys = action.links.iter().filter_map(|link| side.branch_key(link)).map(String::as_str);
        ways.insert(card, keys.collect());
    }
    let differing = if side == Side::Before { Standing::Removed } else { Standing::Added };
    let places: BTreeMap<CardId, usize> = scene.cards.iter().zip(0..).map(|(card, place)| (card.id, place)).collect();
    for wire in &mut scene.wires {
        let card = places.get(&wire.from).and_then(|place| scene.cards.get(*place));
        let key = card.and_then(|card| card.ports.get(wire.port)).map(|port| &*port.key);
        let differs = key.is_some_and(|key| ways.get(&wire.from).is_some_and(|ways| ways.contains(&key)));
        wire.standing = if differs { differing } else { Standing::Same };
    }
    for card in &mut scene.cards {
        card.standing = cards.get(&card.id).map_or(Standing::Same, |(standing, _)| *standing);
        let words = cards.get(&card.id).filter(|_| card.standing != Standing::Same).map(|(_, it)| it.words());
        // Part of the accessible name, since not every user can see colours and signs.
        if let Some(words) = words {
            card.kind_label = format!("{}, {}", card.kind_label, words.to_lowercase());
        }
    }
}

/// Marks the notes and frames of one version.
fn mark_annotations(scene: &mut CanvasScene, diff: &VersionDiff, side: Side, shows_moved: bool) {
    let id = |it: &AnnotationDiff| if side == Side::Before { it.before } else { it.after };
    let of = |it: &AnnotationDiff| Some((annotation_card(id(it)?), standing(it.difference, shows_moved)));
    let known: BTreeMap<CardId, Standing> = diff.annotations.iter().filter_map(of).collect();
    for annotation in &mut scene.annotations {
        annotation.standing = known.get(&annotation.id).copied().unwrap_or(Standing::Same);
    }
}

/// Builds the scene of the shared canvas.
fn union(left: &CanvasScene, right: &CanvasScene, diff: &VersionDiff) -> CanvasScene {
    let mut one = right.clone();
    let gone = left.annotations.iter().filter(|it| it.standing == Standing::Removed);
    one.annotations.extend(gone.map(|it| Annotation { id: REMOVED | it.id, ..it.clone() }));
    let old: BTreeMap<CardId, &Card> = left.cards.iter().map(|card| (card.id, card)).collect();
    let mut places: BTreeMap<CardId, usize> = one.cards.iter().zip(0..).map(|(card, place)| (card.id, place)).collect();
    let removed: Vec<Card> = diff
        .actions
        .iter()
        .filter(|action| action.after.is_none())
        .filter_map(|action| {
            let card = old.get(&card_id(action.before?))?;
            Some(Card { id: removed_card(action.before?), ..(*card).clone() })
        })
        .collect();
    for card in removed {
        places.insert(card.id, one.cards.len());
        one.cards.push(card);
    }
    let here = |before: ActionId| diff.twins.get(&before).map_or_else(|| removed_card(before), |it| card_id(*it));
    for action in &diff.actions {
        let Some(before) = action.before else { continue };
        let from = here(before);
        for link in &action.links {
            let (Some(key), Some(Link::To(to))) = (&link.key_before, link.before) else { continue };
            let Some(port) = old.get(&card_id(before)).and_then(|card| port_of(card, key)) else { continue };
            let label = old.get(&card_id(before)).and_then(|card| card.ports.get(port)).map(|port| port.label.as_str());
            let Some(card) = places.get(&from).and_then(|place| one.cards.get_mut(*place)) else { continue };
            let key = if action.after.is_none() { Some(key) } else { link.key_after.as_ref() };
            let port = key.and_then(|key| port_of(card, key)).unwrap_or_else(|| {
                // A removed branch gets a row of its own.
                let label = format!("− {}", label.unwrap_or_default());
                let key = Arc::from(format!("removed {label}"));
                card.ports.push(Port { key, label, state: PortState::Linked });
                card.ports.len() - 1
            });
            if let Some(port) = card.ports.get_mut(port) {
                port.state = PortState::Linked;
            }
            // Routed around the cards that are now in its way.
            let (to, kind) = (here(to), WireKind::Link);
            one.wires.push(Wire { from, port, to, kind, standing: Standing::Removed });
        }
    }
    make_room(&mut one.cards, right.cards.len());
    one
}

fn port_of(card: &Card, key: &str) -> Option<usize> {
    card.ports.iter().position(|port| &*port.key == key)
}

/// Moves cards aside where they overlap others, starting at the index `from`.
fn make_room(cards: &mut [Card], from: usize) {
    let (fixed, free) = cards.split_at_mut(from.min(cards.len()));
    let mut taken = Taken::default();
    for card in &*fixed {
        taken.add(card.rect());
    }
    let mut below = fixed.iter().map(|card| card.rect().bottom()).fold(f32::NEG_INFINITY, f32::max) + 2.0 * GAP;
    for card in free {
        for _ in 0..TRIES {
            match taken.over(card.rect()) {
                Some(other) => card.pos.y = other.bottom() + GAP,
                None => break,
            }
        }
        if taken.over(card.rect()).is_some() {
            card.pos.y = below;
            while let Some(other) = taken.over(card.rect()) {
                card.pos.y = other.bottom() + GAP;
            }
            below = below.max(card.pos.y);
        }
        taken.add(card.rect());
    }
}

/// The occupied areas, by cells.
#[derive(Default)]
struct Taken(BTreeMap<(i32, i32), Vec<Rect>>);

impl Taken {
    fn cells(area: Rect) -> impl Iterator<Item = (i32, i32)> {
        #[expect(clippy::cast_possible_truncation, reason = "positions are bounded")]
        let cell = |v: f32| (v / CELL).floor() as i32;
        let (rows, columns) = (cell(area.top())..=cell(area.bottom()), cell(area.left())..=cell(area.right()));
        columns.flat_map(move |column| rows.clone().map(move |row| (column, row)))
    }

    fn add(&mut self, area: Rect) {
        for cell in Self::cells(area) {
            self.0.entry(cell).or_default().push(area);
        }
    }

    /// An occupied area that overlaps the given one, with the gap around it.
    fn over(&self, area: Rect) -> Option<Rect> {
        let area = area.expand2(vec2(CARD_WIDTH / 16.0, GAP / 2.0));
        Self::cells(area).filter_map(|cell| self.0.get(&cell)).flatten().find(|it| it.intersects(area)).copied()
    }
}
