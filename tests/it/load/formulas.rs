//! Waits and abandonment against the formulas of queueing theory, which share no code with load runs (spec: load §6).
//!
//! `SIGNALBOX_CASES=1000` plays what the requirement asks for: 20 seeds, 30 replications each, 20,000 contacts in each replication.

use signalbox::load::run;
use signalbox::load::sums::{QueueSums, Sums, share};
use signalbox::model::Scenario;

use super::{QUEUE, TARGET_S, assert_conserved, exponential, fixed, line, scenario, support};
use crate::support::cases;

/// Erlang C: the probability of waiting, by the recursion of Erlang B.
fn erlang_c(servers: u32, load: f64) -> f64 {
    let blocked = (1..=servers).fold(1.0, |blocked, server| load * blocked / (f64::from(server) + load * blocked));
    blocked / (1.0 - load / f64::from(servers) * (1.0 - blocked))
}

/// Erlang C again, by its sum.
fn erlang_c_by_sum(servers: u32, load: f64) -> f64 {
    let term = |count: u32| (1..=count).map(|number| load / f64::from(number)).product::<f64>();
    let last = term(servers) / (1.0 - load / f64::from(servers));
    last / ((0..servers).map(term).sum::<f64>() + last)
}

/// Erlang A: abandonment, mean wait in seconds and the probability of waiting, by the balance of births and deaths.
fn erlang_a(servers: u32, per_s: f64, handling_s: f64, patience_s: f64) -> (f64, f64, f64) {
    let (mut weight, mut all, mut waiting, mut line) = (1.0_f64, 1.0_f64, 0.0, 0.0);
    for number in 1..2_000_u32 {
        let served = f64::from(number.min(servers)) / handling_s;
        let given_up = f64::from(number.saturating_sub(servers)) / patience_s;
        weight *= per_s / (served + given_up);
        all += weight;
        if number >= servers {
            waiting += weight;
            line += f64::from(number - servers) * weight;
        }
    }
    let wait_s = line / all / per_s;
    (wait_s / patience_s, wait_s, waiting / all)
}

/// Erlang A again, by the formula of Palm: an incomplete gamma function, which is integrated, and the blocking of Erlang, which is summed.
fn erlang_a_by_palm(servers: u32, per_s: f64, handling_s: f64, patience_s: f64) -> (f64, f64, f64) {
    let (load, shape, rate) = (per_s * handling_s, f64::from(servers) * patience_s / handling_s, per_s * patience_s);
    // The sum of rate^j / ((shape + 1) … (shape + j)) is shape times the integral of t^(shape - 1) e^(rate (1 - t)) from 0 to 1.
    let steps = 20_000_u32;
    let at = |step: u32| {
        let time = f64::from(step) / f64::from(steps);
        time.powf(shape - 1.0) * (rate * (1.0 - time)).exp()
    };
    let inside: f64 = (1..steps).map(|step| if step % 2 == 1 { 4.0 * at(step) } else { 2.0 * at(step) }).sum();
    let busy_line = shape * (at(0) + inside + at(steps)) / (3.0 * f64::from(steps));
    let log_term = |count: u32| (1..=count).map(|number| (load / f64::from(number)).ln()).sum::<f64>();
    let blocked = 1.0 / (0..=servers).map(|count| (log_term(count) - log_term(servers)).exp()).sum::<f64>();
    let must_wait = busy_line * blocked / (1.0 + (busy_line - 1.0) * blocked);
    let used = load / f64::from(servers);
    let abandoned = (1.0 / (used * busy_line) + 1.0 - 1.0 / used) * must_wait;
    (abandoned, abandoned * patience_s, must_wait)
}

#[test]
fn the_formulas_are_those_of_the_textbook() {
    // One server: the probability of waiting is the load. Two servers with a load of 1: one third.
    assert!((erlang_c(1, 0.7) - 0.7).abs() < 1e-12 && (erlang_c(2, 1.0) - 1.0 / 3.0).abs() < 1e-12);
    let known = |(abandoned, wait_s, must_wait): (f64, f64, f64)| {
        (abandoned - 0.0915).abs() < 5e-5 && (wait_s - 10.98).abs() < 5e-3 && (must_wait - 0.5015).abs() < 5e-5
    };
    assert!(known(erlang_a(48, 10.0 / 60.0, 300.0, 120.0)) && known(erlang_a_by_palm(48, 10.0 / 60.0, 300.0, 120.0)));
    for servers in [1, 2, 6, 20, 48] {
        for used in [0.3, 0.5, 0.8, 0.95, 1.04, 1.3] {
            let load = used * f64::from(servers);
            if used < 1.0 {
                let (one, other) = (erlang_c(servers, load), erlang_c_by_sum(servers, load));
                assert!((one - other).abs() < 1e-9, "{servers} {used}: {one} {other}");
            }
            for patience_s in [120.0, 400.0] {
                let of = (servers, load / 60.0, 60.0, patience_s);
                let (one, other) = (erlang_a(of.0, of.1, of.2, of.3), erlang_a_by_palm(of.0, of.1, of.2, of.3));
                let pairs = [(one.0, other.0), (one.1, other.1), (one.2, other.2)];
                assert!(
                    pairs.iter().all(|(one, other)| (one - other).abs() < 1e-5 * one.max(0.1)),
                    "{of:?}: {pairs:?}"
                );
            }
        }
    }
}

/// So many servers, a share of their capacity that is used, and how long talks and patience last, in seconds; nobody gives up without patience.
#[derive(Clone, Copy)]
struct Point {
    servers: u32,
    used: f64,
    handling_s: f64,
    patience_s: Option<f64>,
}

/// What is measured: its name, its exact value, and the measure.
type Measure = (&'static str, f64, fn(&QueueSums) -> f64);

fn waited(sums: &QueueSums) -> f64 {
    share(sums.waited, sums.offered).unwrap()
}

fn mean_wait_s(sums: &QueueSums) -> f64 {
    sums.mean_wait_s().unwrap()
}

fn level(sums: &QueueSums) -> f64 {
    sums.service_level().unwrap()
}

fn abandoned(sums: &QueueSums) -> f64 {
    share(sums.abandoned, sums.offered).unwrap()
}

impl Point {
    const fn of(servers: u32, used: f64, handling_s: f64, patience_s: Option<f64>) -> Self {
        Self { servers, used, handling_s, patience_s }
    }

    fn per_s(self) -> f64 {
        self.used * f64::from(self.servers) / self.handling_s
    }

    fn measures(self) -> [Measure; 3] {
        let load = self.used * f64::from(self.servers);
        if let Some(patience_s) = self.patience_s {
            let (gone, wait_s, must_wait) = erlang_a(self.servers, self.per_s(), self.handling_s, patience_s);
            return [("abandoned", gone, abandoned), ("mean wait", wait_s, mean_wait_s), ("waits", must_wait, waited)];
        }
        let (waits, left) = (erlang_c(self.servers, load), f64::from(self.servers) - load);
        let in_time = 1.0 - waits * (-left * f64::from(TARGET_S) / self.handling_s).exp();
        let mean_s = waits * self.handling_s / left;
        [("waits", waits, waited), ("mean wait", mean_s, mean_wait_s), ("service level", in_time, level)]
    }

    /// At least so many contacts after the warm-up, in each of so many replications.
    fn scenario(self, seed: u64, replications: u32, contacts: f64) -> Scenario {
        let per_half_hour = self.per_s() * 1_800.0;
        let service_times = if self.used > 0.9 && self.patience_s.is_none() { 200.0 } else { 20.0 };
        let warm_up_s = service_times * self.handling_s;
        // A few more, since arrivals are drawn: 4 standard deviations.
        let half_hours = (contacts + 4.0 * contacts.sqrt()) / per_half_hour + warm_up_s / 1_800.0;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and positive")]
        let (half_hours, warm_up_s) = (half_hours.ceil() as usize, warm_up_s.ceil() as u32);
        let mut asked = scenario(per_half_hour, half_hours, self.servers, exponential(self.handling_s));
        asked.queues[0].patience = self.patience_s.map(exponential);
        Scenario { seed, replications, warm_up_s, ..asked }
    }
}

/// Erlang C at three loads, Erlang A at four; the last is the known point.
const POINTS: [Point; 7] = [
    Point::of(6, 0.5, 60.0, None),
    Point::of(6, 0.8, 60.0, None),
    Point::of(6, 0.95, 60.0, None),
    Point::of(6, 0.5, 60.0, Some(40.0)),
    Point::of(6, 0.8, 60.0, Some(40.0)),
    Point::of(6, 0.95, 60.0, Some(40.0)),
    Point::of(48, 50.0 / 48.0, 300.0, Some(120.0)),
];

/// The half of a 99 % t-interval of so many values, through their spread.
fn half_of_interval(values: &[f64], mean: f64) -> f64 {
    let count = f64::from(u32::try_from(values.len()).unwrap());
    let spread = (values.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / (count - 1.0)).sqrt();
    let quantile = match values.len() {
        10 => 3.2498,
        20 => 2.8609,
        30 => 2.7564,
        other => panic!("the quantile for {other} values is missing"),
    };
    quantile * spread / count.sqrt()
}

#[test]
fn waits_and_abandonment_are_those_of_the_formulas() {
    let is_whole = cases(1) >= 1_000;
    let (seeds, replications, contacts) = if is_whole { (20, 30, 20_000.0) } else { (cases(1).min(20), 10, 300.0) };
    let mut all_misses = 0;
    for point in POINTS {
        let mut misses = [0; 3];
        for seed in 1..=seeds {
            let found = run(&line(QUEUE, |_| {}), &point.scenario(seed, replications, contacts)).unwrap();
            assert_conserved(&found);
            let has_enough = |sums: &Sums| f64::from(u32::try_from(sums.contacts).unwrap()) >= contacts;
            assert!(found.replications.iter().all(has_enough), "too few contacts");
            for (miss, (what, exact, measure)) in misses.iter_mut().zip(point.measures()) {
                let values: Vec<f64> = found.replications.iter().map(|sums| measure(support(sums))).collect();
                let mean = values.iter().sum::<f64>() / f64::from(replications);
                let half = half_of_interval(&values, mean);
                *miss += u64::from((mean - exact).abs() > half);
                let patience = point.patience_s.map_or("C", |_| "A");
                println!(
                    "Erlang {patience}, {:.2} of {}, seed {seed}, {what}: {mean:.5} ± {half:.5}, exact {exact:.5}",
                    point.used, point.servers
                );
                assert!(half < if is_whole { 0.2 * exact } else { 2.0 * exact + 0.1 }, "{what}: {half} is too wide");
            }
        }
        println!("misses: {misses:?} of {seeds}");
        assert!(misses.iter().all(|count| *count <= 3), "{misses:?} of {seeds}");
        all_misses += misses.iter().sum::<u64>();
    }
    let most = if is_whole { 13 } else { seeds };
    assert!(all_misses <= most, "{all_misses} misses, {most} at most");
}

#[test]
fn fixed_talks_of_one_person_wait_as_pollaczek_and_khinchine_say() {
    for used in [0.5, 0.8] {
        let point = Point::of(1, used, 30.0, None);
        let contacts = if cases(1) >= 1_000 { 20_000.0 } else { 500.0 };
        let asked = point.scenario(3, 20, contacts);
        let mut asked = Scenario { warm_up_s: 3_600, ..asked };
        asked.queues[0].handling = Some(fixed(30.0));
        let found = run(&line(QUEUE, |_| {}), &asked).unwrap();
        // The mean wait is half of that of exponential talks, and the share of those who wait is the load.
        let measures: [Measure; 2] =
            [("mean wait", used * 30.0 / (2.0 * (1.0 - used)), mean_wait_s), ("waits", used, waited)];
        for (what, exact, measure) in measures {
            let values: Vec<f64> = found.replications.iter().map(|sums| measure(support(sums))).collect();
            let mean = values.iter().sum::<f64>() / 20.0;
            let half = half_of_interval(&values, mean);
            println!("M/D/1, {used}, {what}: {mean:.4} ± {half:.4}, exact {exact:.4}");
            assert!((mean - exact).abs() <= half && half < 0.5 * exact, "{what}: {mean} ± {half}, exact {exact}");
        }
    }
}
