//! The ends of all calls that an exploration has found while what is outside is held, the bad ones and the good ones (spec: testing §5).

use std::collections::BTreeMap;

use super::held::End;
use super::parts::Values;
use super::proof::Proof;
use super::search::{First, Graph};
use super::witness::Witness;

/// An end of a call that was found.
#[derive(Clone, Debug)]
pub struct Ended {
    /// The end.
    pub end: End,
    /// How the call ends, as a sentence.
    pub how: String,
    /// How many steps lead there.
    pub steps: usize,
    /// The shortest call that ends so.
    pub witness: Witness,
}

impl Proof {
    /// Every end of a call, the nearest first, each with the shortest call that ends so. A call that goes round for ever has none.
    #[must_use]
    pub fn ends(&self) -> Vec<Ended> {
        let mut nearest: BTreeMap<&End, (&Graph, First, &String)> = BTreeMap::new();
        for graph in &self.graphs {
            for (end, first, how) in graph.ends() {
                let known = nearest.entry(end).or_insert((graph, first, how));
                if first.depth < known.1.depth {
                    *known = (graph, first, how);
                }
            }
        }
        let ended = |(end, (graph, first, how)): (&End, (&Graph, First, &String))| {
            let witness = Witness::to(graph, self.version, first.step, &Values::new());
            Ended { end: end.clone(), how: how.clone(), steps: first.depth, witness }
        };
        let mut all: Vec<Ended> = nearest.into_iter().map(ended).collect();
        all.sort_by_key(|ended| ended.steps);
        all
    }

    /// The limit that was met, also where it is not known of something whether it can happen.
    #[must_use]
    pub fn limit_met(&self) -> Option<String> {
        let is_open = self.graphs.iter().any(|graph| graph.open > 0);
        let open = || {
            is_open.then(|| "of some ends and branches it was not found out whether a call comes to them".to_owned())
        };
        self.limit.clone().or_else(open)
    }
}
