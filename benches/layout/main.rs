//! Time of `layout` for 1,000, 10,000 and 100,000 cards in several shapes, and its growth; fails if 10,000 cards take over 100 ms. Then what the
//! drawings are like, beside those of dagre, a published layered layout (spec: ease §2).

mod dagre;
mod drawing;
mod trees;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use signalbox::layout::{LayoutEdge, LayoutNode, LayoutRequest, layout};

const BUDGET: Duration = Duration::from_millis(100);

/// The parent of a card, by index.
type ParentOf = fn(usize) -> usize;

fn main() -> ExitCode {
    let shapes: [(&str, ParentOf); 5] = [
        ("random", |index| usize::try_from(scramble(index)).unwrap_or(0) % index),
        ("flow", |index| index - 1 - usize::try_from(scramble(index) % 6).unwrap_or(0).min(index - 1)),
        ("chain", |index| index - 1),
        ("fan", |_| 0),
        ("comb", |index| if index % 2 == 0 { index.saturating_sub(2) } else { index - 1 }),
    ];
    println!("{:<8} {:>10} {:>10} {:>10}   growth per tenfold", "shape", "1k", "10k", "100k");
    let mut is_in_budget = true;
    for (name, parent_of) in shapes {
        let [small, middle, large] =
            [(1_000, 40), (10_000, 10), (100_000, 4)].map(|(count, runs)| best_time(&request(count, parent_of), runs));
        is_in_budget &= middle <= BUDGET;
        let millis = |time: Duration| time.as_secs_f64() * 1e3;
        println!(
            "{name:<8} {:>7.2} ms {:>7.2} ms {:>7.2} ms   x{:.1} x{:.1}",
            millis(small),
            millis(middle),
            millis(large),
            millis(middle) / millis(small),
            millis(large) / millis(middle)
        );
    }
    table();
    if is_in_budget {
        ExitCode::SUCCESS
    } else {
        println!("10,000 cards took over {BUDGET:?}");
        ExitCode::FAILURE
    }
}

/// What the drawings of trees are like, ours and those of dagre.
fn table() {
    println!();
    let sets = trees::sets();
    let others = dagre::drawings(&sets.iter().flat_map(|(_, trees)| trees).collect::<Vec<_>>());
    if let Err(why) = &others {
        println!("dagre is skipped: {why}");
    }
    let mut others = others.ok().map(Vec::into_iter);
    println!("{}", drawing::Facts::head());
    for (name, trees) in &sets {
        let ours: drawing::Facts = trees.iter().map(|tree| drawing::Drawing::ours(tree).facts(tree)).sum();
        println!("{}", ours.row(name));
        if let Some(others) = &mut others {
            let theirs: drawing::Facts = trees.iter().zip(others).map(|(tree, other)| other.facts(tree)).sum();
            println!("{}", theirs.row("  dagre"));
        }
    }
}

/// A tree from the parent of each card, with a link on every fifth card.
fn request(count: usize, parent_of: ParentOf) -> LayoutRequest {
    let mut nodes: Vec<_> = (0_u64..)
        .take(count)
        .map(|id| LayoutNode { id, width: 196.0, height: if id % 3 == 0 { 72.0 } else { 150.0 }, out: Vec::new() })
        .collect();
    let mut connect = |from: usize, to: usize, is_tree| {
        if let Some(node) = nodes.get_mut(from) {
            node.out.push(LayoutEdge { port_y: 59.0, to, is_tree });
        }
    };
    for index in 1..count {
        connect(parent_of(index), index, true);
        if index % 5 == 0 {
            connect(index, usize::try_from(scramble(index + count)).unwrap_or(0) % count, false);
        }
    }
    LayoutRequest { nodes, gap_x: 48.0, gap_y: 24.0, grid: 4.0 }
}

fn best_time(request: &LayoutRequest, runs: usize) -> Duration {
    let once = |_| {
        let start = Instant::now();
        black_box(layout(black_box(request)));
        start.elapsed()
    };
    (0..runs).map(once).min().unwrap_or_default()
}

fn scramble(index: usize) -> u64 {
    let mut state = 0x9e37_79b9_7f4a_7c15 ^ (index as u64).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state ^= state << 13;
    state ^= state >> 7;
    state ^ (state << 17)
}
