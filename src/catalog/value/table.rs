//! Values tables searched by keys: which row fits some values (spec: domain §2, meaning §1). The first row that fits wins; by prefix it is
//! the one with the longest keys, and of these the first. Tables with one key column, and those that are searched for the same value,
//! get an index, which is made once and kept as long as its table stays.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use crate::model::ResourceId;
use crate::model::resource::{FieldType, TableMatch, ValuesTable};

use super::super::fold::{self, Fold};
use super::super::phone;
use super::held::{order, same};
use super::order::{Key, key, read_as};
use super::readers::{may_be_phone, phone_key, time};
use super::{Decimal, Locale, Value};

/// The place of the row of a table for these values, found row by row. [`Index`] finds the same one faster.
#[must_use]
pub fn find_row(table: &ValuesTable, wanted: &[Value<'_>], locale: Locale<'_>) -> Option<usize> {
    let empty = Value::default();
    let length = |row: &Vec<String>| {
        let fitting = |place: usize| {
            let cell = row.get(place).map_or("", String::as_str);
            fits(table, cell, wanted.get(place).unwrap_or(&empty), locale)
        };
        (0..table.keys.len()).map(fitting).sum::<Option<usize>>()
    };
    let mut found = table.rows.iter().enumerate().filter_map(|(place, row)| Some((place, length(row)?)));
    match table.matching {
        TableMatch::Prefix => found.min_by_key(|(_, length)| std::cmp::Reverse(*length)).map(|(place, _)| place),
        TableMatch::Exact | TableMatch::Range => found.next().map(|(place, _)| place),
    }
}

/// The number that a value is where prefixes are looked for; none where it is none.
fn number_of(value: &Value<'_>, locale: Locale<'_>) -> Option<String> {
    if may_be_phone(value) { phone_key(value.text.trim(), locale) } else { None }
}

/// How long the part of a value is that a cell fits; none where the cell does not fit.
fn fits(table: &ValuesTable, cell: &str, value: &Value<'_>, locale: Locale<'_>) -> Option<usize> {
    let fold = Fold::of(table.exact_spelling);
    let ordered = |bound: &str, holds: fn(std::cmp::Ordering) -> bool| {
        order(value, &bound.into(), fold, locale).is_some_and(holds)
    };
    let is_fitting = match (table.matching, range_of(table, cell)) {
        (TableMatch::Prefix, _) => return begins(cell, value, fold, locale),
        (TableMatch::Range, Some((low, high))) => {
            (low.is_empty() || ordered(&low, std::cmp::Ordering::is_ge))
                && (high.is_empty() || ordered(&high, std::cmp::Ordering::is_le))
        }
        (TableMatch::Exact | TableMatch::Range, _) => same(value, &cell.into(), fold, locale),
    };
    is_fitting.then_some(0)
}

/// The length of the prefix of a value that equals a cell: a prefix of the number for phone numbers, else of the folded text.
fn begins(cell: &str, value: &Value<'_>, fold: Fold, locale: Locale<'_>) -> Option<usize> {
    let numbers = number_of(value, locale).zip(phone::beginnings(cell, locale.country));
    if let Some((number, beginnings)) = numbers {
        return beginnings.iter().filter(|begin| number.starts_with(begin.as_str())).map(String::len).max();
    }
    let start = fold.text(cell);
    (!start.is_empty() && fold.text(&value.text).starts_with(&start)).then_some(start.len())
}

/// The two ends of a range, both included: `10..20`, `10-20`, `10–20`; with two points one end may be open. With a dash both ends are
/// numbers or times, since a text may hold dashes.
#[must_use]
pub fn range(cell: &str) -> Option<(String, String)> {
    if let Some((low, high)) = cell.split_once("..") {
        return Some((low.trim().to_owned(), high.trim().to_owned()));
    }
    let folded = Fold::USUAL.text(cell);
    let dashes = folded.match_indices('-').map(|(place, _)| place).filter(|place| *place > 0);
    let is_end = |text: &str| Decimal::read_plain(text).is_some() || text.contains(':') && time(text).is_some();
    dashes.into_iter().find_map(|place| {
        let (low, high) = (folded.get(..place)?.trim(), folded.get(place + 1..)?.trim());
        (is_end(low) && is_end(high)).then(|| (low.to_owned(), high.to_owned()))
    })
}

/// The ends of a cell that is a range; only a table of ranges has such cells.
fn range_of(table: &ValuesTable, cell: &str) -> Option<(String, String)> {
    if table.matching == TableMatch::Range { range(cell) } else { None }
}

/// An index of the key column of a table, for values of one type.
#[derive(Debug)]
pub struct Index {
    fold: Fold,
    matching: TableMatch,
    exact: BTreeMap<Key, usize>,
    /// The rows by the beginnings of texts.
    texts: Beginnings,
    /// The rows by the beginnings of phone numbers, and those whose cells are no part of a number by the beginnings of texts.
    numbers: Beginnings,
    no_numbers: Beginnings,
    /// Ranges, for each kind of keys.
    ranges: Vec<Ranges>,
    /// A range without ends.
    any: Option<usize>,
}

impl Index {
    /// Makes the index of a table with one key column, for values of a type.
    #[must_use]
    pub fn new(table: &ValuesTable, kind: Option<FieldType>, locale: Locale<'_>) -> Self {
        let fold = Fold::of(table.exact_spelling);
        let mut index = Self {
            fold,
            matching: table.matching,
            exact: BTreeMap::new(),
            texts: Beginnings::default(),
            numbers: Beginnings::default(),
            no_numbers: Beginnings::default(),
            ranges: Vec::new(),
            any: None,
        };
        let may_hold_numbers = matches!(kind, None | Some(FieldType::Phone));
        let mut ranges: Vec<Range> = Vec::new();
        let read = |text: &str| read_as(kind, text, fold, locale);
        for (row, cells) in table.rows.iter().enumerate() {
            let cell = cells.first().map_or("", String::as_str);
            match (table.matching, range_of(table, cell)) {
                (TableMatch::Prefix, _) => {
                    index.texts.add(fold.text(cell), row);
                    match phone::beginnings(cell, locale.country).filter(|_| may_hold_numbers) {
                        Some(begins) => begins.into_iter().for_each(|begin| index.numbers.add(begin, row)),
                        None => index.no_numbers.add(fold.text(cell), row),
                    }
                }
                (TableMatch::Range, Some((low, high))) if low.is_empty() && high.is_empty() => {
                    index.any = index.any.or(Some(row));
                }
                (TableMatch::Range, Some((low, high))) => {
                    let end = |text: &str| if text.is_empty() { Some(None) } else { read(text).map(Some) };
                    if let (Some(low), Some(high)) = (end(&low), end(&high)) {
                        ranges.push(Range { low, high, row });
                    }
                }
                (TableMatch::Exact | TableMatch::Range, _) => {
                    if let Some(key) = read(cell) {
                        index.exact.entry(key).or_insert(row);
                    }
                }
            }
        }
        index.ranges = Ranges::of(ranges);
        index
    }

    /// The place of the row for a value of the type of this index.
    #[must_use]
    pub fn find(&self, value: &Value<'_>, locale: Locale<'_>) -> Option<usize> {
        if self.matching == TableMatch::Prefix {
            let folded = self.fold.text(&value.text);
            let Some(number) = number_of(value, locale) else { return self.texts.longest(&folded).map(|(_, row)| row) };
            let found = [self.numbers.longest(&number), self.no_numbers.longest(&folded)];
            let longest = found.into_iter().flatten().min_by_key(|(length, row)| (std::cmp::Reverse(*length), *row));
            return longest.map(|(_, row)| row);
        }
        let key = key(value, self.fold, locale);
        let exact = self.exact.get(&key).copied();
        if self.matching == TableMatch::Exact {
            return exact;
        }
        let among = self.ranges.iter().find(|ranges| ranges.is_about(&key)).and_then(|ranges| ranges.find(&key));
        [exact, among, self.any].into_iter().flatten().min()
    }
}

/// The first row for each beginning, and how long the beginnings are.
#[derive(Debug, Default)]
struct Beginnings {
    rows: BTreeMap<String, usize>,
    lengths: BTreeSet<usize>,
}

impl Beginnings {
    fn add(&mut self, start: String, row: usize) {
        if !start.is_empty() {
            self.lengths.insert(start.len());
            self.rows.entry(start).or_insert(row);
        }
    }

    /// The row with the longest beginning of a text, and how long that is.
    fn longest(&self, text: &str) -> Option<(usize, usize)> {
        let row =
            |length: &usize| text.get(..*length).and_then(|start| self.rows.get(start)).map(|row| (*length, *row));
        self.lengths.iter().rev().find_map(row)
    }
}

/// A range of a row; an end may be open.
#[derive(Debug)]
struct Range {
    low: Option<Key>,
    high: Option<Key>,
    row: usize,
}

impl Range {
    /// A key of the kind that the range is about; none where it is about nothing.
    fn kind(&self) -> Option<&Key> {
        match (&self.low, &self.high) {
            (Some(low), Some(high)) => (low.is_like(high) && low <= high && low.has_order()).then_some(low),
            (low, high) => low.as_ref().or(high.as_ref()).filter(|key| key.has_order()),
        }
    }
}

/// Ranges over one kind of keys.
#[derive(Debug)]
struct Ranges {
    /// The ends in order.
    bounds: Vec<Key>,
    /// The first row that fits below the first bound, at it, between it and the next, and so on.
    first: Vec<Option<usize>>,
}

impl Ranges {
    /// All ranges, by the kind of their keys.
    fn of(ranges: Vec<Range>) -> Vec<Self> {
        let mut kinds: Vec<Vec<Range>> = Vec::new();
        for range in ranges {
            let Some(kind) = range.kind() else { continue };
            let alike =
                |others: &&mut Vec<Range>| others.first().and_then(Range::kind).is_some_and(|it| it.is_like(kind));
            match kinds.iter_mut().find(alike) {
                Some(others) => others.push(range),
                None => kinds.push(vec![range]),
            }
        }
        kinds.iter().map(|ranges| Self::of_one_kind(ranges)).collect()
    }

    fn of_one_kind(ranges: &[Range]) -> Self {
        let bounds: BTreeSet<&Key> = ranges.iter().flat_map(|range| range.low.iter().chain(&range.high)).collect();
        let bounds: Vec<Key> = bounds.into_iter().cloned().collect();
        let at = |key: &Key| 2 * bounds.binary_search(key).unwrap_or_default() + 1;
        let (mut begins, mut ends) = (BTreeMap::<usize, Vec<usize>>::new(), BTreeMap::<usize, Vec<usize>>::new());
        for range in ranges {
            begins.entry(range.low.as_ref().map_or(0, at)).or_default().push(range.row);
            ends.entry(range.high.as_ref().map_or(2 * bounds.len(), at)).or_default().push(range.row);
        }
        let mut open = BTreeSet::new();
        let mut first = Vec::with_capacity(2 * bounds.len() + 1);
        for place in 0..=2 * bounds.len() {
            open.extend(begins.remove(&place).into_iter().flatten());
            first.push(open.first().copied());
            for row in ends.remove(&place).into_iter().flatten() {
                open.remove(&row);
            }
        }
        Self { bounds, first }
    }

    fn is_about(&self, key: &Key) -> bool {
        self.bounds.first().is_some_and(|bound| bound.is_like(key))
    }

    fn find(&self, key: &Key) -> Option<usize> {
        let place = self.bounds.binary_search(key).map_or_else(|gap| 2 * gap, |at| 2 * at + 1);
        self.first.get(place).copied().flatten()
    }
}

/// The indexes of the tables of a project, each made when it is first needed.
#[derive(Clone, Debug, Default)]
pub struct Tables(Arc<Mutex<Known>>);

type Known = BTreeMap<(ResourceId, Option<FieldType>), Arc<Index>>;

impl Tables {
    /// The place of the row of a table for these values.
    #[must_use]
    pub fn find(&self, id: ResourceId, table: &ValuesTable, wanted: &[Value<'_>], locale: Locale<'_>) -> Option<usize> {
        let ([value], 1) = (wanted, table.keys.len()) else { return find_row(table, wanted, locale) };
        let made = || Arc::new(Index::new(table, value.kind, locale));
        let index = match self.0.lock() {
            Ok(mut known) => known.entry((id, value.kind)).or_insert_with(made).clone(),
            // Whoever held it panicked; an index is soon made.
            Err(_) => made(),
        };
        index.find(value, locale)
    }
}

/// The rows of a table that never count, since an earlier one has keys that say the same, by the places of both.
#[must_use]
pub fn shadowed(table: &ValuesTable) -> Vec<(usize, usize)> {
    let fold = Fold::of(table.exact_spelling);
    let mut first: BTreeMap<Vec<Key>, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for (row, cells) in table.rows.iter().enumerate() {
        let Some(cells) = cells.get(..table.keys.len()) else { continue };
        let keys = cells.iter().map(|cell| match (table.matching, range_of(table, cell)) {
            (TableMatch::Prefix, _) => {
                Key::Text(phone::beginnings(cell, "").map_or_else(|| fold.text(cell), |begins| begins.join(" ")))
            }
            (TableMatch::Range, Some((low, high))) => Key::Text(format!("{}..{}", fold.text(&low), fold.text(&high))),
            _ => key(&Value::untyped(fold::one_line(cell)), fold, Locale::default()),
        });
        match first.entry(keys.collect()) {
            std::collections::btree_map::Entry::Occupied(earlier) => found.push((row, *earlier.get())),
            std::collections::btree_map::Entry::Vacant(place) => drop(place.insert(row)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(matching: TableMatch, keys: &[&str]) -> ValuesTable {
        ValuesTable {
            keys: vec!["key".to_owned()],
            outputs: vec!["out".to_owned()],
            matching,
            rows: keys.iter().map(|key| vec![(*key).to_owned(), format!("<{key}>")]).collect(),
            ..ValuesTable::default()
        }
    }

    #[test]
    fn rows_are_found_by_value_by_the_longest_prefix_or_by_range() {
        use FieldType::{Number, Phone, ShortText};
        use TableMatch::{Exact, Prefix, Range};
        for (matching, keys, kind, wanted, expected) in [
            (Exact, &["Gold", "7.0"][..], None, "7", Some(1)),
            (Exact, &["Gold", "gold"], None, "GOLD", Some(0)),
            (Exact, &["7.0", "7"], Some(ShortText), "7", Some(1)),
            (Exact, &["many", "7.00"], Some(Number), "7", Some(1)),
            (Exact, &["7615917337495251232", "7615917337495251231"], None, "7615917337495251231", Some(1)),
            (Exact, &["+33 6 12 34 56 78"], Some(Phone), "0033612345678", Some(0)),
            (Exact, &["", "x"], None, "", Some(0)),
            (Prefix, &["+33", "+336"], Some(Phone), "+33612345678", Some(1)),
            (Prefix, &["0033", "00 33 6"], Some(Phone), "+33 6 12 34 56 78", Some(1)),
            (Prefix, &["+33\u{a0}6"], Some(Phone), "+33612345678", Some(0)),
            (Prefix, &["+33 6", "+33612"], None, "+33612345678", Some(1)),
            (Prefix, &["0033 (0)6", "+33"], None, "+33612345678", Some(0)),
            (Prefix, &["+33\u{a0}6", "+44"], None, "+33 6 12 34 56 78", Some(0)),
            (Prefix, &["FR-", "FR-7"], None, "fr-75", Some(1)),
            (Prefix, &["33", "0"], None, "336", Some(0)),
            (Prefix, &["+33", "+336"], None, "+44", None),
            (Prefix, &["", "CA"], None, "café", Some(1)),
            (Prefix, &[""], None, "anything", None),
            (Range, &["1..9", "10.."], None, "9", Some(0)),
            (Range, &["1-9", "10–20"], None, "10", Some(1)),
            (Range, &["1..9", "10.."], None, "400", Some(1)),
            (Range, &["1..9", "10.."], None, "many", None),
            (Range, &["1..9", "10.."], None, "", None),
            (Range, &["1..5", "3..9", "4"], None, "4", Some(0)),
            (Range, &["4", "3..9"], None, "4", Some(0)),
            (Range, &["9..1"], None, "4", None),
            (Range, &["10..", "08:00..12:00", ".."], None, "07:00", Some(2)),
            (Range, &["08:00-12:00"], None, "12:00:00", Some(0)),
            (Range, &["-5--1", "-1-3"], None, "0", Some(1)),
            (Range, &["2026-01-01..2026-01-31"], None, "2026-01-31 00:00", Some(0)),
            (Range, &["a..f"], None, "Dora", Some(0)),
        ] {
            let table = table(matching, keys);
            let value = Value { text: wanted.into(), kind };
            let locale = Locale::default();
            assert_eq!(
                find_row(&table, std::slice::from_ref(&value), locale),
                expected,
                "{matching:?} {keys:?} {wanted}"
            );
            let index = Index::new(&table, kind, locale);
            assert_eq!(index.find(&value, locale), expected, "index: {matching:?} {keys:?} {wanted}");
        }
        let exact = ValuesTable { exact_spelling: true, ..table(TableMatch::Exact, &["ab", "AB"]) };
        let value = Value::of(FieldType::ShortText, "AB");
        assert_eq!(find_row(&exact, std::slice::from_ref(&value), Locale::default()), Some(1));
        assert_eq!(Index::new(&exact, value.kind, Locale::default()).find(&value, Locale::default()), Some(1));
    }

    #[test]
    fn national_prefixes_are_those_of_the_country() {
        let locale = Locale { country: "FR", ..Locale::default() };
        let table = table(TableMatch::Prefix, &["07", "06"]);
        for kind in [None, Some(FieldType::Phone)] {
            let value = Value { text: "+33612345678".into(), kind };
            assert_eq!(find_row(&table, std::slice::from_ref(&value), locale), Some(1), "{kind:?}");
            assert_eq!(Index::new(&table, kind, locale).find(&value, locale), Some(1), "{kind:?}");
        }
    }

    #[test]
    fn rows_that_say_the_same_never_count() {
        let found = |matching, keys: &[&str]| shadowed(&table(matching, keys));
        assert_eq!(found(TableMatch::Exact, &["Gold", "x", " gold", "1.0", "1"]), [(2, 0), (4, 3)]);
        assert_eq!(found(TableMatch::Prefix, &["+33 6", "00336", "06"]), [(1, 0)]);
        assert_eq!(found(TableMatch::Range, &["1..9", "1 - 9", "1..8"]), [(1, 0)]);
        let two = ValuesTable { keys: vec!["a".to_owned(), "b".to_owned()], ..table(TableMatch::Exact, &["x", "x"]) };
        assert_eq!(shadowed(&two), [(1, 0)]);
        let apart = ValuesTable { rows: vec![two.rows[0].clone(), vec!["x".to_owned(), "y".to_owned()]], ..two };
        assert_eq!(shadowed(&apart), []);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_500))]

        #[test]
        fn an_index_finds_what_is_found_row_by_row(
            matching in prop_oneof![Just(TableMatch::Exact), Just(TableMatch::Prefix), Just(TableMatch::Range)],
            kind in prop::option::of(prop::sample::select(vec![
                FieldType::Number, FieldType::Phone, FieldType::ShortText, FieldType::Time, FieldType::Date,
                FieldType::DateTime, FieldType::YesNo, FieldType::Email,
            ])),
            exact_spelling in any::<bool>(),
            country in prop::sample::select(vec!["", "FR", "US"]),
            keys in prop::collection::vec(
                r"[0-9]{1,2}|[0-9]{0,2}\.\.[0-9]{0,2}|[abé]{0,3}|[ab]\.\.[ab]|0[0-9]:00\.\.0[0-9]:00|\+336?1?|-?[0-9]-[0-9]|0[0-9]:00|06 ?1?|2026-11-2[0-3]|2026-11-2[0-3]\.\.2026-11-2[0-3]|yes|Non|0",
                0..12,
            ),
            wanted in r"[0-9]{1,2}|[abÉ]{0,4}|0[0-9]:00|\+33612345678|0033 6 12 34 56 78|06 12 34 56 78|-[0-9]|2026-11-2[0-3]( 09:00)?|YES|no",
        ) {
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            let table = ValuesTable { exact_spelling, ..table(matching, &keys) };
            let value = Value { text: wanted.as_str().into(), kind };
            let locale = Locale { country, ..Locale::default() };
            let slow = find_row(&table, std::slice::from_ref(&value), locale);
            let fast = Index::new(&table, kind, locale).find(&value, locale);
            prop_assert_eq!(fast, slow, "{:?} {:?} {:?} {} {}", matching, kind, keys, wanted, country);
        }
    }
}
