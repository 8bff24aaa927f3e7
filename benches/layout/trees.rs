//! The trees that are drawn: shipped projects, a clinic, larger trees of the same kind, and random ones.

use std::path::Path;

use signalbox::actions;
use signalbox::model::{Flow, TreeType};
use signalbox::storage;

/// The branches of each action, in reading order.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// For each action its branches; a branch leads to an action, or nowhere.
    pub cards: Vec<Vec<Option<To>>>,
}

/// Where a branch leads.
#[derive(Clone, Copy, Debug)]
pub struct To {
    /// The action, by its place.
    pub card: usize,
    /// Whether the action has its home there; else the branch is a link.
    pub is_tree: bool,
}

impl Tree {
    fn of(flow: &Flow, tree: TreeType) -> Self {
        let shape = actions::shape(flow, tree);
        let place = |id| shape.order.iter().position(|other| *other == id);
        let card = |id| {
            let Some(action) = flow.actions.get(id) else { return Vec::new() };
            let to = |key: &String| {
                let to = action.links.get(key)?.target()?;
                Some(To { card: place(to)?, is_tree: shape.is_home(to, *id, key) })
            };
            actions::branch_keys(action, tree).iter().map(to).collect()
        };
        Self { cards: shape.order.iter().map(card).collect() }
    }
}

/// The sets of trees, each with its name.
pub fn sets() -> Vec<(String, Vec<Tree>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = std::fs::read_dir(root.join("projects"))
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|it| it == "ron"))
        .collect();
    files.sort();
    let shipped: Vec<Tree> = files.iter().flat_map(|path| of_file(path)).collect();
    let clinic = of_file(&root.join("tests/data/clinic.ron"));
    let four = clinic.first().map(|clinic| repeated(clinic, 4)).unwrap_or_default();
    let many = clinic.first().map(|clinic| repeated(clinic, 33)).unwrap_or_default();
    let random = (1..=1_000).map(random).collect();
    let mut sets: Vec<(String, Vec<Tree>)> = vec![
        ("the shipped projects".to_owned(), shipped),
        ("a clinic".to_owned(), clinic),
        (String::new(), vec![four]),
        (String::new(), vec![many]),
        ("1,000 random trees".to_owned(), random),
    ];
    for (name, trees) in &mut sets {
        let count: usize = trees.iter().map(|tree| tree.cards.len()).sum();
        *name = if name.is_empty() { format!("a tree of {count} actions") } else { format!("{name}, {count} actions") };
    }
    sets
}

fn of_file(path: &Path) -> Vec<Tree> {
    let Ok((loaded, _)) = storage::load(path) else { return Vec::new() };
    let project = loaded.project;
    project.versions.values().map(|version| Tree::of(&version.flow, project.tree_type_of(version.id))).collect()
}

/// A menu whose options lead to copies of a tree without its start; links to the first actions lead to those of the first copy.
fn repeated(tree: &Tree, copies: usize) -> Tree {
    let own = tree.cards.len();
    let mut cards = vec![Vec::new()];
    for copy in 0..copies {
        let first = 1 + copy * own;
        if let Some(menu) = cards.first_mut() {
            menu.push(Some(To { card: first, is_tree: true }));
        }
        for branches in &tree.cards {
            let moved = |to: &Option<To>| {
                let to = (*to)?;
                // Every third link leads to the same action of the first copy, as an announcement that all share.
                let is_shared = !to.is_tree && to.card % 3 == 0;
                Some(To { card: if is_shared { 1 + to.card } else { first + to.card }, ..to })
            };
            cards.push(branches.iter().map(moved).collect());
        }
    }
    Tree { cards }
}

/// A random tree of 2 to 60 actions, about a third of whose branches are links.
fn random(seed: u64) -> Tree {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut below = |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap_or(0) % bound.max(1)
    };
    let count = 2 + below(59);
    let mut cards: Vec<Vec<Option<To>>> = vec![Vec::new(); count];
    for card in 1..count {
        let parent = card - 1 - below(card.min(6));
        for (from, to, is_tree) in [(parent, card, true), (below(count), below(count), false)] {
            let is_kept = is_tree || (to > 0 && to != from && below(2) == 0);
            if let Some(branches) = cards.get_mut(from).filter(|_| is_kept) {
                branches.push(Some(To { card: to, is_tree }));
            }
        }
        if below(3) == 0 {
            cards.get_mut(parent).into_iter().for_each(|branches| branches.push(None));
        }
    }
    Tree { cards }
}
