//! How fast values are compared and found, as ratios to what the machine needs for a plain comparison of texts:
//! `cargo bench --bench values`.

#![allow(clippy::indexing_slicing, clippy::cast_precision_loss, reason = "a program of known small numbers")]

use std::hint::black_box;
use std::time::Instant;

use signalbox::catalog::compare;
use signalbox::catalog::value::{Index, Locale, Value};
use signalbox::model::resource::{FieldType, TableMatch, ValuesTable};

const PAIRS: usize = 20_000;
const ROUNDS: usize = 20;
const ROWS: usize = 100_000;

struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound
    }

    fn text(&mut self, letters: &[char]) -> String {
        let length = 10 + self.below(11);
        (0..length).map(|_| letters[self.below(letters.len())]).collect()
    }
}

/// Nanoseconds for one call, the best of some rounds.
fn time<T>(count: usize, mut work: impl FnMut(usize) -> T) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for at in 0..count {
            black_box(work(at));
        }
        best = best.min(start.elapsed().as_secs_f64() * 1e9 / count as f64);
    }
    best
}

fn row(what: &str, figure: &str, bar: &str, holds: bool) {
    println!("{what:<44} {figure:>16}   {bar:<14} {}", if holds { "" } else { "TOO SLOW" });
}

fn main() {
    let mut chance = Chance(7);
    let ascii: Vec<char> = ('a'..='z').chain('A'..='Z').chain('0'..='9').collect();
    let accented: Vec<char> = "aeéèêëàâçîïôöùûüÿñÄÖÜÉÈÀÇœæ".chars().collect();
    let locale = Locale::default();
    for (what, letters, most) in [("ASCII letters and digits", &ascii, 10.0), ("accented letters", &accented, 60.0)] {
        let pairs: Vec<(String, String)> = (0..PAIRS).map(|_| (chance.text(letters), chance.text(letters))).collect();
        let plain = time(PAIRS, |at| black_box(pairs[at].0.as_str()) == black_box(pairs[at].1.as_str()));
        let ours = time(PAIRS, |at| compare::same(black_box(&pairs[at].0), black_box(&pairs[at].1)));
        let ratio = ours / plain;
        row(&format!("equality, {what}"), &format!("{ratio:.1} ×"), &format!("at most {most} ×"), ratio <= most);
    }
    let table = |matching, key: &dyn Fn(usize) -> String| ValuesTable {
        keys: vec!["key".to_owned()],
        outputs: vec!["out".to_owned()],
        matching,
        rows: (0..ROWS).map(|at| vec![key(at), at.to_string()]).collect(),
        ..ValuesTable::default()
    };
    let tables = [
        ("exact", table(TableMatch::Exact, &|at| format!("Contract {at}")), None),
        ("prefix", table(TableMatch::Prefix, &|at| format!("+{}", 33_000_000 + at * 7)), Some(FieldType::Phone)),
        ("range", table(TableMatch::Range, &|at| format!("{}..{}", at * 10, at * 10 + 9)), Some(FieldType::Number)),
    ];
    for (what, table, kind) in tables {
        let index = Index::new(&table, kind, locale);
        let wanted: Vec<String> = (0..1_000)
            .map(|_| match what {
                "exact" => format!("CONTRACT {}", chance.below(ROWS * 2)),
                "prefix" => format!("+{}123", 33_000_000 + chance.below(ROWS * 14)),
                _ => chance.below(ROWS * 20).to_string(),
            })
            .collect();
        let values: Vec<Value<'_>> = wanted.iter().map(|text| Value { text: text.as_str().into(), kind }).collect();
        let taken = time(values.len(), |at| index.find(black_box(&values[at]), locale));
        let figure = format!("{:.2} µs", taken / 1_000.0);
        row(&format!("{what} lookup in {ROWS} rows"), &figure, "at most 2 µs", taken <= 2_000.0);
    }
}
