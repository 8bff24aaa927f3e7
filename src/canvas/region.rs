//! Named regions of a large tree: what each option of a menu leads to. They are drawn where the cards are too small for their titles
//! (spec: ease §2).

use egui::Rect;

use super::index::SceneIndex;
use super::scene::{CanvasScene, WireKind};

/// The smallest number of cards of a region.
const FEWEST: usize = 3;
/// A region with more cards is divided further, where its tree divides.
const MOST: usize = 120;
/// The space around the cards of a region, in scene units.
const MARGIN: f32 = 10.0;

/// A part of the tree with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// The label of the branch that leads there.
    pub name: String,
    /// The area of its cards, in scene units.
    pub area: Rect,
}

/// The regions of a scene, in reading order. A tree that does not divide has none.
#[must_use]
pub fn regions(scene: &CanvasScene, index: &SceneIndex) -> Vec<Region> {
    // A card has one home, whatever the scene says.
    let home = |place: usize| index.entering(place).find(|wire| wire.kind == WireKind::Tree).map(|wire| wire.wire);
    let below = |place: usize| index.leaving(place).filter(move |wire| home(wire.to) == Some(wire.wire));
    let is_root = |place: &usize| home(*place).is_none();
    let count = scene.cards.len();
    // Parents come before what is below them, so that sums run backwards.
    let mut order = Vec::with_capacity(count);
    let mut open: Vec<usize> = (0..count).filter(is_root).collect();
    while let Some(place) = open.pop().filter(|_| order.len() < count) {
        order.push(place);
        open.extend(below(place).map(|wire| wire.to));
    }
    let mut sizes = vec![1_usize; count];
    let mut areas: Vec<Rect> = index.rects().to_vec();
    for place in order.iter().rev() {
        for wire in below(*place) {
            let (more, area) = (sizes.get(wire.to).copied().unwrap_or(0), area_at(&areas, wire.to));
            sizes.get_mut(*place).into_iter().for_each(|size| *size += more);
            areas.get_mut(*place).into_iter().for_each(|own| *own = own.union(area));
        }
    }
    let size = |place: usize| sizes.get(place).copied().unwrap_or(0);
    let mut found = Vec::new();
    let mut open: Vec<usize> = (0..count).filter(is_root).collect();
    open.reverse();
    while let Some(place) = open.pop() {
        let large: Vec<_> = below(place).filter(|wire| size(wire.to) >= FEWEST).collect();
        let is_divided = large.len() > 1;
        for wire in large.iter().rev().filter(|wire| !is_divided || size(wire.to) > MOST) {
            open.push(wire.to);
        }
        for wire in large.iter().filter(|wire| is_divided && size(wire.to) <= MOST) {
            let label = scene.cards.get(place).and_then(|card| card.ports.get(wire.port));
            let name = label.map_or_else(String::new, |port| port.label.clone());
            found.push(Region { name, area: area_at(&areas, wire.to).expand(MARGIN) });
        }
    }
    found
}

fn area_at(areas: &[Rect], place: usize) -> Rect {
    areas.get(place).copied().unwrap_or(Rect::NOTHING)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{card, scene, tree};
    use super::super::scene::Wire;
    use super::*;

    fn names(cards: u8, wires: Vec<Wire>) -> Vec<(String, Rect)> {
        let cards = (1..=cards).map(|id| card(u64::from(id), f32::from(id) * 300.0, 0.0, 3)).collect();
        let scene = scene(cards, wires);
        regions(&scene, &SceneIndex::new(&scene)).into_iter().map(|it| (it.name, it.area)).collect()
    }

    #[test]
    fn each_large_option_of_the_first_menu_is_a_region() {
        // 1 leads to 2, whose options lead to 3 and 4, and to 6 to 8; the third leads to a single card.
        let wires = vec![
            tree(1, 0, 2),
            tree(2, 0, 3),
            tree(3, 0, 4),
            tree(4, 0, 5),
            tree(2, 1, 6),
            tree(6, 0, 7),
            tree(6, 1, 8),
            tree(2, 2, 9),
        ];
        let found = names(9, wires);
        assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        let (first, second) = (found[0].1, found[1].1);
        assert_eq!((first.left(), first.right()), (900.0 - MARGIN, 1500.0 + 208.0 + MARGIN));
        assert_eq!((second.left(), second.right()), (1800.0 - MARGIN, 2400.0 + 208.0 + MARGIN));
    }

    #[test]
    fn a_card_with_two_branches_of_the_tree_counts_once() {
        // A lattice: without one home for each card, the sums would double from column to column.
        let mut wires = Vec::new();
        for column in 0..80_u64 {
            for (port, row) in [(0, 0), (1, 1)] {
                wires.extend([
                    tree(column * 2 + 1, port, column * 2 + 3 + row),
                    tree(column * 2 + 2, port, column * 2 + 3 + row),
                ]);
            }
        }
        assert!(names(162, wires).len() < 10);
    }

    #[test]
    fn a_tree_that_does_not_divide_has_no_regions() {
        assert!(names(5, (1..5).map(|id| tree(id, 0, id + 1)).collect()).is_empty());
        assert!(names(0, Vec::new()).is_empty());
        // A circle without a root.
        assert!(names(3, vec![tree(1, 0, 2), tree(2, 0, 3), tree(3, 0, 1)]).is_empty());
    }
}
