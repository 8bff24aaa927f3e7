//! How fast values are compared and found, as ratios to what the machine needs in the same run for a plain comparison of texts, or for a
//! lookup with the means of the standard library: `cargo bench --bench values`.

#![allow(clippy::indexing_slicing, clippy::cast_precision_loss, reason = "a program of known small numbers")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::ops::Bound;
use std::time::Instant;

use signalbox::catalog::compare;
use signalbox::catalog::fold::Fold;
use signalbox::catalog::value::{self, Held, Index, Locale, Value};
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
        row(&format!("equality, {what}"), &format!("{ratio:.1} × plain"), &format!("at most {most} ×"), ratio <= most);
    }
    filters(locale);
    lookups(&mut chance, locale);
}

/// A filter over the rows of a column: the value is read once, and not again for each row.
fn filters(locale: Locale<'_>) {
    println!();
    let cells: Vec<String> = (0..ROWS).map(|at| format!("+336{:08}", at * 37)).collect();
    let numbers: Vec<String> = (0..ROWS).map(|at| format!("{}.{:02}", at / 100, at % 100)).collect();
    let wanted = [(FieldType::Phone, &cells, "06 00 00 37 37"), (FieldType::Number, &numbers, "500.50")];
    for (kind, column, wanted) in wanted {
        let value = || Value::untyped(wanted);
        let locale = Locale { country: "FR", ..locale };
        let cell = |at: usize| Value::of(kind, column[(at * 7919) % ROWS].as_str());
        let held = Held::new(value(), Fold::USUAL, locale);
        let once = time(PAIRS, |at| held.same(black_box(&cell(at))));
        let again = time(PAIRS, |at| value::same(black_box(&cell(at)), &value(), Fold::USUAL, locale));
        let plain = time(PAIRS, |at| black_box(column[(at * 7919) % ROWS].as_str()) == black_box(wanted));
        let figure = format!("{:.1} × plain", once / plain);
        row(&format!("filter, a column of the type {}", kind.words().to_lowercase()), &figure, "faster", once < again);
        println!("{:<44} {:>16}", "  the value read again for each row", format!("{:.1} × plain", again / plain));
    }
}

/// The key column of a table, for values of a type, and what the same lookup costs with the means of the standard library.
struct Lookup {
    what: &'static str,
    matching: TableMatch,
    kind: Option<FieldType>,
    key: fn(usize) -> String,
    wanted: fn(&mut Chance) -> String,
}

const LOOKUPS: [Lookup; 3] = [
    Lookup {
        what: "exact",
        matching: TableMatch::Exact,
        kind: None,
        key: |at| format!("Contract {at}"),
        wanted: |chance| format!("CONTRACT {}", chance.below(ROWS * 2)),
    },
    Lookup {
        what: "prefix",
        matching: TableMatch::Prefix,
        kind: Some(FieldType::Phone),
        key: |at| format!("+{}", 33_000_000 + at * 7),
        wanted: |chance| format!("+{}123", 33_000_000 + chance.below(ROWS * 14)),
    },
    Lookup {
        what: "range",
        matching: TableMatch::Range,
        kind: Some(FieldType::Number),
        key: |at| format!("{}..{}", at * 10, at * 10 + 9),
        wanted: |chance| chance.below(ROWS * 20).to_string(),
    },
];

fn lookups(chance: &mut Chance, locale: Locale<'_>) {
    println!();
    for Lookup { what, matching, kind, key, wanted } in LOOKUPS {
        let table = ValuesTable {
            keys: vec!["key".to_owned()],
            outputs: vec!["out".to_owned()],
            matching,
            rows: (0..ROWS).map(|at| vec![key(at), at.to_string()]).collect(),
            ..ValuesTable::default()
        };
        let start = Instant::now();
        let index = Index::new(&table, kind, locale);
        let built = start.elapsed().as_secs_f64() * 1e3;
        let wanted: Vec<String> = (0..1_000).map(|_| wanted(chance)).collect();
        let values: Vec<Value<'_>> = wanted.iter().map(|text| Value { text: text.as_str().into(), kind }).collect();
        let taken = time(values.len(), |at| index.find(black_box(&values[at]), locale));
        let keys: BTreeMap<String, usize> = (0..ROWS).map(|at| (key(at), at)).collect();
        let peer = time(wanted.len(), |at| {
            keys.range::<str, _>((Bound::Unbounded, Bound::Included(black_box(wanted[at].as_str())))).next_back()
        });
        let figure = format!("{:.2} µs", taken / 1_000.0);
        row(&format!("{what} lookup in {ROWS} rows"), &figure, "at most 2 µs", taken <= 2_000.0);
        let ratio = format!("{:.1} ×", taken / peer);
        println!(
            "{:<44} {ratio:>16}   the index is built in {built:.0} ms",
            "  of a BTreeMap of the texts as they are"
        );
    }
}
