//! The formulas of queueing theory for one queue whose people do nothing else: Poisson arrivals, exponential handling times, and patience that
//! is endless (Erlang C) or exponential (Erlang A). Sources: Gans, Koole and Mandelbaum, *Telephone call centers*, 2003, §4; for the
//! wait with patience Baccelli and Hébuterne, *On queues with impatient customers*, 1981 (spec: load §4, §6).

/// Most people of a queue.
const MOST_PEOPLE: u32 = 5_000;

/// Steps of an integral; even.
const STEPS: u32 = 400;

/// Most customers of a line that are summed; far beyond, the weights are 0.
const MOST_IN_LINE: u32 = 200_000;

/// A queue in a time in which nothing changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Contacts a second.
    pub per_s: f64,
    /// How long a talk lasts with the work after it, on average, in seconds.
    pub handling_s: f64,
    /// How long a customer waits before giving up, on average, in seconds; none for as long as it takes.
    pub patience_s: Option<f64>,
}

/// What a line comes to with a number of people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// The share of contacts for which nobody is free at once.
    pub waits: f64,
    /// The mean wait of all, in seconds; infinite where the line grows without end.
    pub wait_s: f64,
    /// The share that gives up.
    pub gives_up: f64,
    /// The share of the time for which people are busy.
    pub occupancy: f64,
}

/// Erlang B: the share of contacts that find everybody busy where nobody waits. The load is arrivals times handling time.
#[must_use]
pub fn erlang_b(people: u32, load: f64) -> f64 {
    (1..=people).fold(1.0, |blocked, person| load * blocked / (f64::from(person) + load * blocked))
}

/// Erlang C: the share of contacts that wait, where everybody waits as long as it takes; 1 where people are too few for the load.
#[must_use]
pub fn erlang_c(people: u32, load: f64) -> f64 {
    if load >= f64::from(people) {
        return 1.0;
    }
    let blocked = erlang_b(people, load);
    blocked / (1.0 - load / f64::from(people) * (1.0 - blocked))
}

impl Line {
    /// Arrivals times handling time.
    #[must_use]
    pub fn load(self) -> f64 {
        self.per_s * self.handling_s
    }

    /// What the line comes to with so many people.
    #[must_use]
    pub fn with(self, people: u32) -> Expected {
        let (load, staff) = (self.load(), f64::from(people));
        let Some(patience_s) = self.patience_s else {
            let must_wait = erlang_c(people, load);
            let left = staff - load;
            let wait_s = if left > 0.0 { must_wait * self.handling_s / left } else { f64::INFINITY };
            let occupancy = if people > 0 { (load / staff).min(1.0) } else { 0.0 };
            return Expected { waits: must_wait, wait_s, gives_up: 0.0, occupancy };
        };
        let (must_wait, line, _) = self.line_with(people, patience_s);
        let wait_s = if self.per_s > 0.0 { line / self.per_s } else { 0.0 };
        let gives_up = wait_s / patience_s;
        let occupancy = if people > 0 { load * (1.0 - gives_up) / staff } else { 0.0 };
        Expected { waits: must_wait, wait_s, gives_up, occupancy }
    }

    /// The share of contacts that somebody answers within so many seconds.
    #[must_use]
    pub fn answered_within(self, people: u32, within_s: f64) -> f64 {
        if people == 0 || self.handling_s <= 0.0 {
            return if people == 0 { 0.0 } else { 1.0 };
        }
        let Some(patience_s) = self.patience_s else {
            let left = f64::from(people) - self.load();
            if left <= 0.0 {
                return 0.0;
            }
            return 1.0 - erlang_c(people, self.load()) * (-left * within_s / self.handling_s).exp();
        };
        // The wait that a customer of endless patience would have has, at x, the density λ·p·exp(λ∫G − nμx), where G is the share of patience
        // beyond x, and p the probability that all but one are busy. Who is answered at x is still there: G(x).
        let (waits, _, all_busy) = self.line_with(people, patience_s);
        let served_per_s = f64::from(people) / self.handling_s;
        let all_but_one = all_busy * served_per_s / self.per_s;
        let density = |x: f64| {
            let inner = patience_s * (1.0 - (-x / patience_s).exp());
            self.per_s * all_but_one * (self.per_s * inner - served_per_s * x - x / patience_s).exp()
        };
        let step = within_s / f64::from(STEPS);
        let part = |place: u32| {
            let x = step * f64::from(place);
            step / 6.0 * (density(x) + 4.0 * density(x + step / 2.0) + density(x + step))
        };
        (1.0 - waits + (0..STEPS).map(part).sum::<f64>()).clamp(0.0, 1.0)
    }

    /// The smallest number of people, 1 to 5,000, with whom so many percent are answered within so many seconds; 0 where nothing arrives.
    #[must_use]
    pub fn people_for(self, percent: u8, within_s: u32) -> u32 {
        if self.per_s <= 0.0 {
            return 0;
        }
        let wanted = f64::from(percent.min(99)) / 100.0;
        let is_enough = |people: u32| self.answered_within(people, f64::from(within_s)) >= wanted;
        let (mut few, mut enough) = (0, 1);
        while enough < MOST_PEOPLE && !is_enough(enough) {
            (few, enough) = (enough, (enough * 2).min(MOST_PEOPLE));
        }
        while enough - few > 1 {
            let middle = few + (enough - few) / 2;
            if is_enough(middle) { enough = middle } else { few = middle }
        }
        enough
    }

    /// With patience: the share of contacts that wait, the mean number of those who wait, and the probability that everybody is busy and nobody
    /// waits. The weights of the numbers of contacts are those against the last.
    fn line_with(self, people: u32, patience_s: f64) -> (f64, f64, f64) {
        let served_per_s = 1.0 / self.handling_s;
        let (mut waiting, mut line, mut weight) = (0.0, 0.0, 1.0);
        for number in 0..MOST_IN_LINE {
            waiting += weight;
            line += f64::from(number) * weight;
            weight *= self.per_s / (f64::from(people) * served_per_s + f64::from(number + 1) / patience_s);
            if weight < waiting * 1e-18 {
                break;
            }
        }
        let (mut free, mut weight) = (0.0, 1.0);
        for number in (1..=people).rev() {
            weight *= f64::from(number) * served_per_s / self.per_s;
            free += weight;
            if weight < free * 1e-18 {
                break;
            }
        }
        let all = waiting + free;
        if all.is_finite() { (waiting / all, line / all, 1.0 / all) } else { (0.0, 0.0, 0.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `tests/oracle/erlang.py` prints: people, contacts an hour, handling time, patience (0 for endless), target, then the share that waits,
    /// the mean wait, the share that gives up and the share answered within the target.
    type Row = (u32, f64, f64, f64, f64, f64, f64, f64, f64);
    #[allow(clippy::unreadable_literal, reason = "as they were printed")]
    const CHAIN: [Row; 10] = [
        (1, 10.0, 240.0, 0.0, 20.0, 0.666667, 480.0000, 0.000000, 0.351597),
        (3, 30.0, 240.0, 0.0, 30.0, 0.444444, 106.6667, 0.000000, 0.607779),
        (11, 200.0, 180.0, 0.0, 20.0, 0.682118, 122.7813, 0.000000, 0.389614),
        (14, 200.0, 180.0, 0.0, 20.0, 0.174132, 7.8359, 0.000000, 0.888350),
        (2, 40.0, 200.0, 120.0, 20.0, 0.600881, 40.2411, 0.335343, 0.455750),
        (6, 60.0, 300.0, 60.0, 10.0, 0.279993, 8.9465, 0.149108, 0.750860),
        (6, 90.0, 300.0, 180.0, 20.0, 0.689103, 50.1592, 0.278662, 0.380304),
        (14, 200.0, 180.0, 90.0, 20.0, 0.120623, 2.3325, 0.025916, 0.937618),
        (48, 600.0, 300.0, 120.0, 20.0, 0.501541, 10.9817, 0.091514, 0.713598),
        (1, 60.0, 300.0, 30.0, 60.0, 0.887803, 24.6732, 0.822439, 0.168567),
    ];

    fn line(an_hour: f64, handling_s: f64, patience_s: f64) -> Line {
        Line { per_s: an_hour / 3_600.0, handling_s, patience_s: (patience_s > 0.0).then_some(patience_s) }
    }

    #[test]
    fn the_formulas_are_the_chain_that_is_solved_without_them() {
        for (people, an_hour, handling_s, patience_s, within_s, must_wait, wait_s, gives_up, within) in CHAIN {
            let line = line(an_hour, handling_s, patience_s);
            let found = line.with(people);
            let is_near = |found: f64, wanted: f64, by: f64| (found - wanted).abs() < by;
            assert!(is_near(found.waits, must_wait, 2e-6), "{people} {an_hour} {found:?}");
            assert!(is_near(found.wait_s, wait_s, 2e-4), "{people} {an_hour} {found:?}");
            assert!(is_near(found.gives_up, gives_up, 2e-6), "{people} {an_hour} {found:?}");
            let level = line.answered_within(people, within_s);
            assert!(is_near(level, within, 2e-6), "{people} {an_hour} {level}");
            let busy = line.load() * (1.0 - gives_up) / f64::from(people);
            assert!(is_near(found.occupancy, busy, 2e-6), "{found:?}");
        }
    }

    #[test]
    fn the_formulas_are_those_of_published_tables() {
        // Erlang B, in any table of traffic: 10 erlangs on 10 lines lose 21.46 %, on 15 lines 3.65 %; 1 erlang on 5 lines 0.31 %.
        for (people, load, lost) in [(10, 10.0, 0.2146), (15, 10.0, 0.0365), (5, 1.0, 0.0031)] {
            assert!((erlang_b(people, load) - lost).abs() < 5e-5, "{people} {load}");
        }
        // The worked example of Call Centre Helper: 200 calls an hour of 3 min, 80 % within 20 s. With 11 people 68 % wait, 39 % within 20 s; 14 are
        // the first who are enough, with 88.8 % and an average wait of 7.8 s.
        let example = line(200.0, 180.0, 0.0);
        assert!(
            (example.with(11).waits - 0.682).abs() < 5e-4 && (example.answered_within(11, 20.0) - 0.39).abs() < 5e-3
        );
        assert!(
            (example.answered_within(14, 20.0) - 0.888).abs() < 5e-4 && (example.with(14).wait_s - 7.8).abs() < 0.05
        );
        assert_eq!(example.people_for(80, 20), 14);
    }

    #[test]
    fn the_fewest_people_are_enough_and_one_less_is_not() {
        for an_hour in [0.5, 3.0, 40.0, 200.0, 6_000.0] {
            for patience_s in [0.0, 40.0, 400.0] {
                for (percent, within_s) in [(50, 5), (80, 20), (95, 60)] {
                    let line = line(an_hour, 240.0, patience_s);
                    let people = line.people_for(percent, within_s);
                    let level = |people| line.answered_within(people, f64::from(within_s)) * 100.0;
                    assert!(level(people) >= f64::from(percent), "{an_hour} {patience_s} {percent} {people}");
                    assert!(level(people - 1) < f64::from(percent), "{an_hour} {patience_s} {percent} {people}");
                }
            }
        }
        assert_eq!(line(0.0, 240.0, 0.0).people_for(80, 20), 0);
        assert!(line(10.0, 240.0, 0.0).with(0).wait_s.is_infinite());
        assert!((line(10.0, 240.0, 60.0).with(0).gives_up - 1.0).abs() < 1e-9);
        // Nothing overflows with many people and few contacts.
        assert!(line(0.01, 10.0, 100.0).answered_within(5_000, 10.0) > 0.999_999);
    }
}
