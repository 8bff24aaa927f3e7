//! What a call looked like at the actions it entered, kept so that many states can hold it. What looks are made of is decided in
//! `round.rs`.

use std::fmt;
use std::sync::Arc;

/// How many entries share a page.
const PAGE: usize = 64;

/// What the call looked like at each action entered since the clock stood still. Copies share their full pages, since every step
/// of a run keeps a copy.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Entered {
    /// Time, draws and answers: what is different here is different for ever.
    since: (u64, u64, u64),
    full: Vec<Arc<[u64]>>,
    last: Vec<u64>,
}

/// Without the looks themselves: their digits mean nothing to a reader, and may be those of anything.
impl fmt::Debug for Entered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = self.full.len() * PAGE + self.last.len();
        f.debug_struct("Entered").field("since", &self.since).field("entries", &entries).finish_non_exhaustive()
    }
}

impl Entered {
    /// Notes what the call looks like. Whether it looked like that before.
    pub(super) fn is_again(&mut self, since: (u64, u64, u64), looks: u64) -> bool {
        if self.since != since {
            self.since = since;
            self.full.clear();
            self.last.clear();
        }
        if self.last.contains(&looks) || self.full.iter().any(|page| page.contains(&looks)) {
            return true;
        }
        self.last.push(looks);
        if self.last.len() == PAGE {
            self.full.push(std::mem::take(&mut self.last).into());
        }
        false
    }
}
