//! Collapsed subtrees (spec: designer §2): the cards below a collapsed card are left out of the scene, arrows to them end at that card, and the
//! card says what it hides. What is collapsed is part of the view and not of the project.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::canvas::{CanvasScene, CardId, Mark, MarkKind, WireKind};
use crate::lint::Diagnostic;
use crate::model::{Action, ActionId, Flow, Place, Pos, Project, Version};

use super::Page;
use super::canvas::stamp;
use super::state::{Hidden, VersionView};
use crate::app::kit::scene::{action_id, card_id};

/// Leaves the cards below collapsed ones out of a scene. Returns them, each with the outermost collapsed card above it.
fn fold(scene: &mut CanvasScene, collapsed: &BTreeSet<CardId>) -> Hidden {
    let mut hidden = Hidden::new();
    if collapsed.is_empty() {
        return hidden;
    }
    let trees = scene.wires.iter().filter(|wire| wire.kind == WireKind::Tree);
    let home: BTreeMap<CardId, CardId> = trees.map(|wire| (wire.to, wire.from)).collect();
    // Cards are in reading order, so each comes after the one that it has its home below.
    for card in &scene.cards {
        let Some(parent) = home.get(&card.id) else { continue };
        let by = hidden.get(parent).copied().or_else(|| collapsed.contains(parent).then_some(*parent));
        hidden.extend(by.map(|by| (card.id, by)));
    }
    scene.cards.retain(|card| !hidden.contains_key(&card.id));
    scene.wires.retain_mut(|wire| {
        if hidden.contains_key(&wire.from) {
            return false;
        }
        let Some(by) = hidden.get(&wire.to) else { return true };
        (wire.to, wire.kind) = (*by, WireKind::Link);
        wire.from != *by
    });
    hidden
}

/// What a collapsed card hides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    actions: usize,
    problems: usize,
    test_calls: usize,
}

impl Count {
    fn words(self) -> String {
        let count = |number: usize, one: &str| match number {
            0 => None,
            1 => Some(format!("1 {one}")),
            _ => Some(format!("{number} {one}s")),
        };
        let parts =
            [count(self.actions, "action"), count(self.problems, "problem"), count(self.test_calls, "test call")];
        format!("Hides {}", parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

/// Says on each collapsed card what it hides.
fn mark_collapsed<'a>(
    scene: &mut CanvasScene,
    hidden: &Hidden,
    project: &Project,
    version: &Version,
    problems: impl Iterator<Item = &'a Diagnostic>,
) {
    let mut counts: BTreeMap<CardId, Count> = BTreeMap::new();
    for by in hidden.values() {
        counts.entry(*by).or_default().actions += 1;
    }
    let by = |action: ActionId| hidden.get(&card_id(action)).copied();
    for problem in problems {
        if let Place::Action(place) = problem.place
            && let Some(by) = by(place.action)
        {
            counts.entry(by).or_default().problems += 1;
        }
    }
    let routing = version.info.routing;
    for call in project.test_calls.values() {
        let answered = call.answers.iter().filter(|answer| answer.routing == routing).map(|answer| answer.action);
        let expected = call.expectations.iter().flat_map(crate::model::Expectation::actions);
        let expected = expected.filter(|tested| tested.routing == routing).map(|tested| tested.action);
        let named: BTreeSet<CardId> = answered.chain(expected).filter_map(by).collect();
        for by in named {
            counts.entry(by).or_default().test_calls += 1;
        }
    }
    for card in &mut scene.cards {
        let Some(count) = counts.get(&card.id) else { continue };
        card.summary = count.words();
        let hover = format!("{}. Press + to show them.", card.summary);
        card.marks.insert(0, Mark { kind: MarkKind::Text(format!("+{}", count.actions)), hover });
    }
}

impl VersionView {
    /// A scene without what is collapsed; made again when the scene or what is collapsed is another one.
    pub fn folded(&mut self, page: &Page<'_>, whole: &Arc<CanvasScene>) -> Arc<CanvasScene> {
        if self.collapsed.is_empty() {
            self.hidden.clear();
            self.folded = None;
            return whole.clone();
        }
        let key = (whole.revision, stamp(&self.collapsed));
        if let Some((_, scene)) = self.folded.as_ref().filter(|(of, _)| *of == key) {
            return scene.clone();
        }
        // The canvas uses the number as the key of its caches.
        let mut made = CanvasScene { revision: stamp(&key), ..(**whole).clone() };
        self.hidden = fold(&mut made, &self.collapsed);
        mark_collapsed(&mut made, &self.hidden, page.project, page.version, page.cx.problems_of(page.version.id));
        let made = Arc::new(made);
        self.folded = Some((key, made.clone()));
        made
    }

    /// Whether there may be something to collapse below the card of an action.
    #[must_use]
    pub fn can_collapse(&self, action: &Action) -> bool {
        !self.collapsed.contains(&card_id(action.id)) && action.links.values().any(|link| link.target().is_some())
    }

    /// Collapses what is below the selected cards, or shows it again. Returns whether that changes anything.
    pub fn collapse(&mut self, tree: &BTreeMap<ActionId, ActionId>, collapses: bool) -> bool {
        let before = self.collapsed.clone();
        for card in &self.selection {
            let id = action_id(*card);
            if !collapses {
                self.collapsed.remove(card);
            } else if tree.values().any(|parent| *parent == id) {
                self.collapsed.insert(*card);
            }
        }
        // What is hidden is not selected, or it would be shown again at once.
        let is_hidden = |card: &CardId| {
            let mut above = tree.get(&action_id(*card));
            while let Some(parent) = above {
                if self.collapsed.contains(&card_id(*parent)) {
                    return true;
                }
                above = tree.get(parent);
            }
            false
        };
        let kept: BTreeSet<CardId> = self.selection.iter().copied().filter(|card| !is_hidden(card)).collect();
        self.selection = kept;
        self.collapsed != before
    }

    /// Opens what hides a card. Returns whether the card was hidden.
    pub fn open_to(&mut self, card: CardId) -> bool {
        let by = self.hidden.get(&card).copied();
        by.is_some_and(|by| self.collapsed.remove(&by))
    }

    /// Opens what hides the first hidden card of the selection. Returns whether one was hidden.
    pub fn open_to_selection(&mut self) -> bool {
        let selected: Vec<CardId> = self.selection.iter().copied().collect();
        selected.into_iter().any(|card| self.open_to(card))
    }

    /// The positions of cards that move, with those of the cards that they hide.
    #[must_use]
    pub fn with_hidden(&self, flow: &Flow, mut cards: Vec<(ActionId, Pos)>) -> Vec<(ActionId, Pos)> {
        let way = |(id, to): &(ActionId, Pos)| {
            let from = flow.positions.get(id)?;
            Some((card_id(*id), (to.0.saturating_sub(from.0), to.1.saturating_sub(from.1))))
        };
        let ways: BTreeMap<CardId, (i32, i32)> = cards.iter().filter_map(way).collect();
        let moving: BTreeSet<ActionId> = cards.iter().map(|(id, _)| *id).collect();
        let hidden = self.hidden.iter().filter_map(|(card, by)| {
            let (id, way) = (action_id(*card), ways.get(by)?);
            let from = flow.positions.get(&id).filter(|_| !moving.contains(&id))?;
            Some((id, Pos(from.0.saturating_add(way.0), from.1.saturating_add(way.1))))
        });
        cards.extend(hidden);
        cards
    }
}

#[cfg(test)]
mod tests {
    use crate::canvas::{Card, Port, PortState, Standing, Wire};

    use super::*;

    /// Cards 1 to `count` with three ports each, and arrows `(from, port, to, kind)`.
    fn scene(count: u64, arrows: &[(u64, usize, u64, WireKind)]) -> CanvasScene {
        let port = |key: &str| Port { key: key.into(), label: key.to_owned(), state: PortState::Open };
        let card = |id| Card { id, ports: ["a", "b", "c"].map(port).to_vec(), ..Card::default() };
        let wire = |(from, port, to, kind): &(u64, usize, u64, WireKind)| Wire {
            from: *from,
            port: *port,
            to: *to,
            kind: *kind,
            standing: Standing::Plain,
        };
        let (cards, wires) = ((1..=count).map(card).collect(), arrows.iter().map(wire).collect());
        CanvasScene { revision: 1, cards, wires, ..CanvasScene::default() }
    }

    #[test]
    fn what_is_below_is_left_out_and_arrows_to_it_end_at_the_card() {
        use WireKind::{Link, Tree};
        // 1 leads to 2 and 6; 2 to 3 and 4; 4 to 5. Links: 6 to 5, 5 back to 2, 5 to 6, 2 to itself and to 5.
        let arrows = [
            (1, 0, 2, Tree),
            (2, 0, 3, Tree),
            (2, 1, 4, Tree),
            (4, 0, 5, Tree),
            (1, 1, 6, Tree),
            (6, 0, 5, Link),
            (5, 0, 2, Link),
            (5, 1, 6, Link),
            (2, 2, 2, Link),
            (2, 2, 5, Link),
        ];
        let mut folded = scene(6, &arrows);
        let hidden = fold(&mut folded, &[2].into());
        assert_eq!(hidden, [(3, 2), (4, 2), (5, 2)].into());
        assert_eq!(folded.cards.iter().map(|card| card.id).collect::<Vec<_>>(), [1, 2, 6]);
        let left: Vec<_> = folded.wires.iter().map(|wire| (wire.from, wire.port, wire.to, wire.kind)).collect();
        assert_eq!(left, [(1, 0, 2, Tree), (1, 1, 6, Tree), (6, 0, 2, Link), (2, 2, 2, Link)]);
        // The outermost of two collapsed cards hides everything.
        let mut folded = scene(6, &arrows);
        assert_eq!(fold(&mut folded, &[1, 4].into()).into_values().collect::<BTreeSet<_>>(), [1].into());
        assert_eq!(folded.cards.len(), 1);
        // A card that hides nothing changes nothing.
        let mut folded = scene(6, &arrows);
        assert!(fold(&mut folded, &[5].into()).is_empty() && folded.wires.len() == arrows.len());
    }
}
