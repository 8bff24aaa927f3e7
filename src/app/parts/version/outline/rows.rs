//! The rows of the outline: the scene of the canvas as an indented list. An action that alone follows another one goes on at the same level,
//! as in the numbers of the call sheet; where several follow, each is below its branch. Notes and frames come last.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::canvas::{Annotation, CanvasScene, Card, CardId, Port, PortState, Target, WireKind};

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A card.
    Card(CardId),
    /// A branch of a card.
    Branch(CardId, Arc<str>),
    /// A note or a frame.
    Annotation(CardId),
}

impl Key {
    /// The row of a card, a note or a frame.
    #[must_use]
    pub fn of(scene: &CanvasScene, id: CardId) -> Self {
        if scene.annotations.iter().any(|it| it.id == id) { Self::Annotation(id) } else { Self::Card(id) }
    }

    /// The card, the note or the frame of the row.
    #[must_use]
    pub const fn card(&self) -> CardId {
        match self {
            Self::Card(card) | Self::Branch(card, _) | Self::Annotation(card) => *card,
        }
    }

    /// The same as a target of the canvas.
    #[must_use]
    pub fn target(&self) -> Target {
        match self {
            Self::Card(card) => Target::Card(*card),
            Self::Annotation(card) => Target::Annotation(*card),
            Self::Branch(card, port) => Target::Port(*card, port.clone()),
        }
    }
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the row is about.
    pub key: Key,
    /// The index in the scene of the card, or of the note or the frame among these.
    pub card: usize,
    /// The index of the port in the card; none in the row of a card.
    pub port: Option<usize>,
    /// The index of the card to which the branch leads.
    pub to: Option<usize>,
    /// How deep the row is; 0 is not indented.
    pub level: usize,
    /// The index of the row that it is below.
    pub parent: Option<usize>,
    /// Whether the rows below it are shown; none where there are none.
    pub is_open: Option<bool>,
    /// Its place among the rows with the same parent, and how many of these there are.
    pub place: (usize, usize),
}

impl Row {
    /// The card.
    #[must_use]
    pub fn card_of<'a>(&self, scene: &'a CanvasScene) -> Option<&'a Card> {
        scene.cards.get(self.card).filter(|_| !matches!(self.key, Key::Annotation(_)))
    }

    /// The note or the frame.
    #[must_use]
    pub fn annotation_of<'a>(&self, scene: &'a CanvasScene) -> Option<&'a Annotation> {
        scene.annotations.get(self.card).filter(|_| matches!(self.key, Key::Annotation(_)))
    }

    /// The port; none in the row of a card.
    #[must_use]
    pub fn port_of<'a>(&self, scene: &'a CanvasScene) -> Option<&'a Port> {
        self.card_of(scene)?.ports.get(self.port?)
    }
}

/// A row still to be listed.
enum Next {
    Card { card: usize, level: usize, parent: Option<usize> },
    Branch { card: usize, port: usize, level: usize, parent: usize, is_alone: bool },
}

/// The tree of a scene: what each branch leads to, and whether it is the home of that card.
struct Tree<'a> {
    scene: &'a CanvasScene,
    places: BTreeMap<CardId, usize>,
    arrows: BTreeMap<(CardId, usize), (usize, WireKind)>,
}

impl<'a> Tree<'a> {
    fn new(scene: &'a CanvasScene) -> Self {
        let places: BTreeMap<_, _> = scene.cards.iter().enumerate().map(|(place, card)| (card.id, place)).collect();
        let arrows = scene.wires.iter().filter_map(|wire| {
            let to = *places.get(&wire.to)?;
            Some(((wire.from, wire.port), (to, wire.kind)))
        });
        let arrows = arrows.collect();
        Self { scene, places, arrows }
    }

    fn arrow(&self, card: usize, port: usize) -> Option<(usize, WireKind)> {
        self.arrows.get(&(self.scene.cards.get(card)?.id, port)).copied()
    }

    /// The card below a branch, if the branch is the home of that card.
    fn child(&self, card: usize, port: usize) -> Option<usize> {
        self.arrow(card, port).filter(|(_, kind)| *kind == WireKind::Tree).map(|(to, _)| to)
    }

    fn children(&self, card: usize) -> Vec<usize> {
        let ports = self.scene.cards.get(card).map_or(0, |card| card.ports.len());
        (0..ports).filter_map(|port| self.child(card, port)).collect()
    }

    /// The cards that no arrow of the tree enters, in reading order.
    fn roots(&self) -> Vec<usize> {
        let entered: BTreeSet<CardId> =
            self.scene.wires.iter().filter(|wire| wire.kind == WireKind::Tree).map(|wire| wire.to).collect();
        let cards = self.scene.cards.iter().enumerate();
        cards.filter(|(_, card)| !entered.contains(&card.id)).map(|(place, _)| place).collect()
    }
}

/// Whether the branches of a card are listed unless the user turns the row: where several actions follow, or one is still missing.
fn shows_branches(card: &Card, children: usize) -> bool {
    children > 1 || card.ports.iter().any(|port| port.state == PortState::Open)
}

/// Lists a scene. What is below a branch is shown, and the branches of a card where they matter; `turned` holds the rows for which it is the
/// other way round.
#[must_use]
pub fn rows(scene: &CanvasScene, turned: &BTreeSet<Key>) -> Vec<Row> {
    let tree = Tree::new(scene);
    let mut rows: Vec<Row> = Vec::new();
    let mut seen = BTreeSet::new();
    let card_at = |card: usize, level: usize, parent: Option<usize>| Next::Card { card, level, parent };
    let mut next: Vec<Next> = tree.roots().into_iter().rev().map(|root| card_at(root, 0, None)).collect();
    while let Some(one) = next.pop() {
        let at = rows.len();
        match one {
            Next::Card { card, level, parent } => {
                let Some(found) = scene.cards.get(card).filter(|_| seen.insert(card)) else { continue };
                let key = Key::Card(found.id);
                let children = tree.children(card);
                let is_open = shows_branches(found, children.len()) != turned.contains(&key);
                if let [only] = children.as_slice() {
                    next.push(card_at(*only, level, parent));
                }
                if is_open {
                    let is_alone = children.len() == 1;
                    let branch = |port| Next::Branch { card, port, level: level + 1, parent: at, is_alone };
                    next.extend((0..found.ports.len()).rev().map(branch));
                }
                let is_open = Some(is_open).filter(|_| !found.ports.is_empty());
                rows.push(Row { key, card, port: None, to: None, level, parent, is_open, place: (0, 0) });
            }
            Next::Branch { card, port, level, parent, is_alone } => {
                let Some(found) = scene.cards.get(card) else { continue };
                let Some(key) = found.ports.get(port).map(|it| Key::Branch(found.id, it.key.clone())) else { continue };
                let child = tree.child(card, port).filter(|_| !is_alone);
                let is_open = child.map(|_| !turned.contains(&key));
                if let Some(child) = child.filter(|_| is_open == Some(true)) {
                    next.push(card_at(child, level + 1, Some(at)));
                }
                let to = tree.arrow(card, port).map(|(to, _)| to);
                let (port, parent) = (Some(port), Some(parent));
                rows.push(Row { key, card, port, to, level, parent, is_open, place: (0, 0) });
            }
        }
    }
    rows.extend(scene.annotations.iter().enumerate().map(|(at, annotation)| Row {
        key: Key::Annotation(annotation.id),
        card: at,
        port: None,
        to: None,
        level: 0,
        parent: None,
        is_open: None,
        place: (0, 0),
    }));
    count(&mut rows);
    rows
}

/// Fills in the places among rows with the same parent.
fn count(rows: &mut [Row]) {
    let mut sizes: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    for row in rows.iter_mut() {
        let size = sizes.entry(row.parent).or_default();
        row.place.0 = *size;
        *size += 1;
    }
    for row in rows {
        row.place.1 = sizes.get(&row.parent).copied().unwrap_or(1);
    }
}

/// The rows that must be open for the row of a card to be shown, from the top.
#[must_use]
pub fn above(scene: &CanvasScene, card: CardId) -> Vec<Key> {
    let tree = Tree::new(scene);
    let homes: BTreeMap<CardId, (CardId, usize)> = scene
        .wires
        .iter()
        .filter(|wire| wire.kind == WireKind::Tree)
        .map(|wire| (wire.to, (wire.from, wire.port)))
        .collect();
    let mut found = Vec::new();
    let mut seen = BTreeSet::from([card]);
    let mut here = card;
    while let Some((from, port)) = homes.get(&here).copied().filter(|(from, _)| seen.insert(*from)) {
        let place = tree.places.get(&from).copied().unwrap_or(usize::MAX);
        if tree.children(place).len() > 1
            && let Some(port) = scene.cards.get(place).and_then(|card| card.ports.get(port))
        {
            found.extend([Key::Branch(from, port.key.clone()), Key::Card(from)]);
        }
        here = from;
    }
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvas::{Standing, Wire};

    /// A scene of cards with so many ports, and of arrows: from, port, to, and whether it is of the tree.
    fn scene(cards: &[(CardId, usize)], arrows: &[(CardId, usize, CardId, bool)]) -> CanvasScene {
        let port = |at: usize| Port { key: format!("b{at}").into(), label: format!("B{at}"), state: PortState::Quiet };
        let card = |(id, ports): &(CardId, usize)| Card {
            id: *id,
            title: id.to_string(),
            ports: (0..*ports).map(port).collect(),
            ..Card::default()
        };
        let wire = |(from, port, to, is_tree): &(CardId, usize, CardId, bool)| Wire {
            from: *from,
            port: *port,
            to: *to,
            kind: if *is_tree { WireKind::Tree } else { WireKind::Link },
            standing: Standing::Plain,
        };
        let (cards, wires) = (cards.iter().map(card).collect(), arrows.iter().map(wire).collect());
        CanvasScene { cards, wires, ..CanvasScene::default() }
    }

    fn listed(scene: &CanvasScene, turned: &[Key]) -> Vec<String> {
        let words = |row: &Row| {
            let label = row.port_of(scene).map_or_else(|| row.key.card().to_string(), |port| port.label.clone());
            let to = row.to.map(|to| format!(" > {}", scene.cards[to].title)).unwrap_or_default();
            let sign = row.is_open.map_or(' ', |is_open| if is_open { '-' } else { '+' });
            let (place, count) = row.place;
            format!("{}{sign}{label}{to} {}/{count}", ".".repeat(row.level), place + 1)
        };
        rows(scene, &turned.iter().cloned().collect()).iter().map(words).collect()
    }

    /// 1 leads to 2, which offers 3 and 4; 3 has two branches and leads on to 5, and both 4 and 3 link to 5's follower 6. 7 is apart, and its branch is open.
    fn menu() -> CanvasScene {
        let mut scene = scene(
            &[(1, 1), (2, 3), (3, 2), (5, 1), (6, 0), (4, 1), (7, 1)],
            &[
                (1, 0, 2, true),
                (2, 0, 3, true),
                (2, 1, 4, true),
                (3, 0, 5, true),
                (3, 1, 6, false),
                (5, 0, 6, true),
                (4, 0, 6, false),
            ],
        );
        scene.cards[6].ports[0].state = PortState::Open;
        scene
    }

    #[test]
    fn what_follows_alone_goes_on_at_the_same_level_and_several_are_below_their_branches() {
        let expected = [
            "+1 1/3",
            "-2 2/3",
            ".-B0 > 3 1/3",
            "..+3 1/3",
            "..+5 2/3",
            ".. 6 3/3",
            ".-B1 > 4 2/3",
            "..+4 1/1",
            ". B2 3/3",
            "-7 3/3",
            ". B0 1/1",
        ];
        assert_eq!(listed(&menu(), &[]), expected);
    }

    #[test]
    fn a_row_that_is_turned_shows_or_hides_what_is_below() {
        let branch = |card, port: &str| Key::Branch(card, port.into());
        let turned = [Key::Card(3), branch(2, "b1")];
        let expected = [
            "+1 1/3",
            "-2 2/3",
            ".-B0 > 3 1/3",
            "..-3 1/3",
            "... B0 > 5 1/2",
            "... B1 > 6 2/2",
            "..+5 2/3",
            ".. 6 3/3",
            ".+B1 > 4 2/3",
            ". B2 3/3",
            "-7 3/3",
            ". B0 1/1",
        ];
        assert_eq!(listed(&menu(), &turned), expected);
        assert_eq!(above(&menu(), 6), [Key::Card(2), branch(2, "b0")]);
        assert_eq!(above(&menu(), 7), []);
    }

    #[test]
    fn notes_and_frames_come_last() {
        let mut scene = menu();
        let note = |id, text: &str| Annotation { id, text: text.to_owned(), ..Annotation::default() };
        scene.annotations = vec![note(100, "First"), note(101, "Second")];
        let all = rows(&scene, &BTreeSet::new());
        let last: Vec<_> = all.iter().rev().take(2).collect();
        assert_eq!([&last[1].key, &last[0].key], [&Key::Annotation(100), &Key::Annotation(101)]);
        assert_eq!((last[0].level, last[0].place, last[0].parent), (0, (4, 5), None));
        assert_eq!(last[0].annotation_of(&scene).map(|it| it.text.as_str()), Some("Second"));
        assert!(last[0].card_of(&scene).is_none() && all[0].annotation_of(&scene).is_none());
        assert_eq!((Key::of(&scene, 100), Key::of(&scene, 1)), (Key::Annotation(100), Key::Card(1)));
        assert_eq!(last[0].key.target(), Target::Annotation(101));
    }

    #[test]
    fn a_long_chain_of_menus_is_listed_whole() {
        let count: CardId = 20_000;
        let cards: Vec<_> = (0..count).map(|id| (id, 2)).collect();
        let arrow = |id: CardId| ((id - 1) / 2, usize::try_from((id - 1) % 2).unwrap(), id, true);
        let scene = scene(&cards, &(1..count).map(arrow).collect::<Vec<_>>());
        let found = rows(&scene, &BTreeSet::new());
        assert_eq!(found.iter().filter(|row| row.port.is_none()).count(), 20_000);
    }
}
