//! Shifts that cover the people needed in each half hour of a day (spec: load §4). Greedy from the morning on: who is there stays as long as
//! somebody is needed, else somebody comes for the shortest shift. That is not always the fewest hours.

use serde::Serialize;

/// People who come and go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Shift {
    /// The half hour in which they come, from midnight on.
    pub from: usize,
    /// The half hour at whose beginning they go.
    pub to: usize,
    /// How many.
    pub people: u32,
}

/// Shifts of at least so many half hours that cover what is needed, in the order of their beginnings. A shift does not pass midnight, so that the
/// last ones begin early enough.
#[must_use]
pub fn cover(needed: &[u32], shortest: usize) -> Vec<Shift> {
    let shortest = shortest.clamp(1, needed.len().max(1));
    let mut shifts: Vec<Shift> = Vec::new();
    for (half, needed_now) in needed.iter().enumerate() {
        let is_there = |it: &Shift| (it.from..it.to).contains(&half);
        let there: u32 = shifts.iter().filter(|it| is_there(it)).map(|it| it.people).sum();
        let mut missing = needed_now.saturating_sub(there);
        let mut begun = Vec::new();
        for shift in shifts.iter_mut().filter(|it| it.to == half) {
            let stay = shift.people.min(missing);
            missing -= stay;
            if stay == 0 {
                continue;
            }
            if stay < shift.people {
                begun.push(Shift { people: shift.people - stay, ..*shift });
            }
            *shift = Shift { to: half + 1, people: stay, ..*shift };
        }
        shifts.extend(begun);
        if missing > 0 {
            let from = half.min(needed.len() - shortest);
            shifts.push(Shift { from, to: from + shortest, people: missing });
        }
    }
    shifts.sort_unstable_by_key(|it| (it.from, it.to));
    shifts.dedup_by(|next, before| {
        let is_same = (next.from, next.to) == (before.from, before.to);
        before.people += if is_same { next.people } else { 0 };
        is_same
    });
    shifts
}

/// How many are there in each of so many half hours.
#[must_use]
pub fn there(shifts: &[Shift], halves: usize) -> Vec<u32> {
    let at = |half: usize| shifts.iter().filter(|it| (it.from..it.to).contains(&half)).map(|it| it.people).sum();
    (0..halves).map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(shifts: &[Shift]) -> u64 {
        shifts.iter().map(|it| u64::from(it.people) * u64::try_from(it.to - it.from).unwrap()).sum()
    }

    /// The fewest half hours of work, by trying every way: shifts of the shortest length and of every longer one.
    fn fewest(needed: &[u32], shortest: usize, half: usize) -> u64 {
        let Some(half) = (half..needed.len()).find(|half| needed[*half] > 0) else { return 0 };
        let mut best = u64::MAX;
        for from in 0..=half {
            for to in (half + 1).max(from + shortest)..=needed.len() {
                let mut rest = needed.to_vec();
                rest[from..to].iter_mut().for_each(|count| *count = count.saturating_sub(1));
                best = best.min(u64::try_from(to - from).unwrap() + fewest(&rest, shortest, half));
            }
        }
        best
    }

    #[test]
    fn shifts_cover_what_is_needed_and_are_long_enough() {
        let (mut seed, mut worst) = (1_u64, 0.0_f64);
        for _ in 0..60 {
            let mut next = || {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                u32::try_from(seed >> 62).unwrap() % 3
            };
            let needed: Vec<u32> = (0..5).map(|_| next()).collect();
            for shortest in 1..=4 {
                let shifts = cover(&needed, shortest);
                let there = there(&shifts, needed.len());
                assert!(there.iter().zip(&needed).all(|(there, needed)| there >= needed), "{needed:?} {shifts:?}");
                assert!(shifts.iter().all(|it| it.to - it.from >= shortest && it.to <= needed.len() && it.people > 0));
                let (found, fewest) = (hours(&shifts), fewest(&needed, shortest, 0));
                assert!(found >= fewest, "{needed:?} {shortest}");
                if shortest == 1 {
                    assert_eq!(found, fewest, "{needed:?}");
                }
                worst = worst
                    .max(f64::from(u32::try_from(found).unwrap()) / f64::from(u32::try_from(fewest.max(1)).unwrap()));
            }
        }
        // Never more than twice of what every way that was tried needs.
        assert!(worst <= 2.0, "{worst}");
    }

    #[test]
    fn a_morning_is_covered_as_on_paper() {
        // Two come first, and two more in the third half hour. In the fifth, one of the first two is still needed, and from the sixth on the two
        // who came later are enough.
        let needed = [2, 2, 4, 4, 3, 2, 2, 0];
        let shifts = cover(&needed, 4);
        let shift = |from, to, people| Shift { from, to, people };
        assert_eq!(shifts, [shift(0, 4, 1), shift(0, 5, 1), shift(2, 7, 2)]);
        assert_eq!(there(&shifts, 8), needed);
        // The last shift begins early enough.
        assert_eq!(cover(&[0, 0, 0, 1], 3), [Shift { from: 1, to: 4, people: 1 }]);
        assert!(cover(&[], 3).is_empty() && cover(&[0, 0], 9).is_empty());
    }
}
