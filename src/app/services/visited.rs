//! The places seen: pages, and the selected card of a page. *Go back* and *Go forward* walk along them.

use crate::app::command::Tab;
use crate::model::ActionId;

/// The most places that are kept.
const MOST: usize = 100;
/// A card that was selected for less than this many seconds before the next one on its page is passed over.
const SHORT_S: f64 = 1.0;

/// A place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The page.
    pub tab: Tab,
    /// The selected action, where one is selected.
    pub action: Option<ActionId>,
}

/// The places seen, the oldest first.
#[derive(Debug, Default)]
pub struct Visited {
    places: Vec<Seen>,
    at: usize,
    since_s: f64,
}

impl Visited {
    /// Notes the present place. A new place ends the way forward.
    pub fn note(&mut self, seen: Seen, now_s: f64) {
        let Some(present) = self.places.get_mut(self.at) else {
            (self.places, self.at, self.since_s) = (vec![seen], 0, now_s);
            return;
        };
        // Selecting nothing, or several actions, is no other place.
        if *present == seen || (present.tab == seen.tab && seen.action.is_none()) {
            return;
        }
        let is_passed = present.tab == seen.tab && (present.action.is_none() || now_s - self.since_s < SHORT_S);
        self.since_s = now_s;
        if is_passed {
            *present = seen;
            self.places.truncate(self.at + 1);
            return;
        }
        self.places.truncate(self.at + 1);
        self.places.push(seen);
        if self.places.len() > MOST {
            self.places.remove(0);
        }
        self.at = self.places.len() - 1;
    }

    /// The place before or after the present one that still exists.
    #[must_use]
    pub fn next(&self, is_back: bool, exists: impl Fn(&Seen) -> bool) -> Option<(usize, Seen)> {
        let present = self.places.get(self.at);
        let wanted = |at: &usize| self.places.get(*at).is_some_and(|seen| Some(seen) != present && exists(seen));
        let at = if is_back { (0..self.at).rev().find(wanted) } else { (self.at + 1..self.places.len()).find(wanted) }?;
        Some((at, *self.places.get(at)?))
    }

    /// Goes to a place that [`Self::next`] has found.
    pub fn go(&mut self, at: usize, now_s: f64) {
        (self.at, self.since_s) = (at, now_s - SHORT_S);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::VersionId;

    fn seen(version: u32, action: u32) -> Seen {
        Seen { tab: Tab::Version(VersionId(version)), action: (action > 0).then_some(ActionId(action)) }
    }

    fn visited(places: &[(u32, u32)]) -> Visited {
        let mut visited = Visited::default();
        for (time, (version, action)) in (0_u32..).zip(places) {
            visited.note(seen(*version, *action), f64::from(time) * 10.0);
        }
        visited
    }

    fn back(visited: &mut Visited, is_back: bool) -> Option<Seen> {
        let (at, found) = visited.next(is_back, |_| true)?;
        visited.go(at, 1000.0);
        visited.note(found, 1000.0);
        Some(found)
    }

    #[test]
    fn places_are_walked_back_and_forward() {
        let mut visited = visited(&[(1, 0), (1, 5), (2, 0), (2, 7), (2, 8)]);
        // A page and the first card selected on it are one place.
        assert_eq!(back(&mut visited, true), Some(seen(2, 7)));
        assert_eq!(back(&mut visited, true), Some(seen(1, 5)));
        assert_eq!(back(&mut visited, true), None);
        assert_eq!(back(&mut visited, false), Some(seen(2, 7)));
        assert_eq!(back(&mut visited, false), Some(seen(2, 8)));
        assert_eq!(back(&mut visited, false), None);
        // Another way ends the way forward.
        back(&mut visited, true);
        visited.note(seen(3, 0), 2000.0);
        assert_eq!(back(&mut visited, false), None);
        assert_eq!(back(&mut visited, true), Some(seen(2, 7)));
    }

    #[test]
    fn what_is_passed_quickly_or_is_gone_does_not_count() {
        let mut quick = visited(&[(1, 5)]);
        for (at, time) in [(6, 10.0), (7, 10.2), (8, 10.4)] {
            quick.note(seen(1, at), time);
        }
        quick.note(seen(1, 0), 30.0);
        assert_eq!(
            back(&mut quick, true),
            Some(seen(1, 5)),
            "6 and 7 are passed over, and selecting nothing is no place"
        );
        let gone = visited(&[(1, 5), (2, 6), (3, 7)]);
        let (_, found) = gone.next(true, |seen| seen.tab != Tab::Version(VersionId(2))).unwrap();
        assert_eq!(found, seen(1, 5));
        let mut many = Visited::default();
        for at in 0..500_u32 {
            many.note(seen(at, 1), f64::from(at));
        }
        assert_eq!(many.places.len(), MOST);
    }
}
