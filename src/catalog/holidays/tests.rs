//! The list against the laws: each country by rules that are written here by hand, with Easter from the anonymous Gregorian algorithm.

use std::collections::BTreeSet;

use chrono::{Days, Weekday};

use super::*;

/// A rule by which a law gives a holiday.
#[derive(Clone, Copy)]
enum Rule {
    /// Month and day.
    On(u32, u32),
    /// Days after Easter Sunday.
    Easter(i64),
    /// The weekday of a month, counted from its beginning.
    Nth(u8, Weekday, u32),
    /// The last weekday of a month.
    Last(Weekday, u32),
}
use Rule::{Easter, Last, Nth, On};
use Weekday::{Fri, Mon, Sat, Sun, Thu};

const GOOD_FRIDAY: Rule = Easter(-2);
const EASTER: Rule = Easter(0);
const EASTER_MONDAY: Rule = Easter(1);
const ASCENSION: Rule = Easter(39);
const WHIT_SUNDAY: Rule = Easter(49);
const WHIT_MONDAY: Rule = Easter(50);
const CORPUS_CHRISTI: Rule = Easter(60);

/// What the laws of each country say, without what depends on the year.
#[rustfmt::skip]
const LAWS: [(&str, &[Rule]); 14] = [
    ("FR", &[On(1, 1), EASTER_MONDAY, On(5, 1), On(5, 8), ASCENSION, WHIT_MONDAY, On(7, 14), On(8, 15), On(11, 1), On(11, 11), On(12, 25)]),
    ("BE", &[On(1, 1), EASTER_MONDAY, On(5, 1), ASCENSION, WHIT_MONDAY, On(7, 21), On(8, 15), On(11, 1), On(11, 11), On(12, 25)]),
    ("CH", &[On(1, 1), ASCENSION, On(8, 1), On(12, 25)]),
    ("LU", &[On(1, 1), EASTER_MONDAY, On(5, 1), On(5, 9), ASCENSION, WHIT_MONDAY, On(6, 23), On(8, 15), On(11, 1), On(12, 25), On(12, 26)]),
    ("DE", &[On(1, 1), GOOD_FRIDAY, EASTER_MONDAY, On(5, 1), ASCENSION, WHIT_MONDAY, On(10, 3), On(12, 25), On(12, 26)]),
    ("AT", &[On(1, 1), On(1, 6), EASTER_MONDAY, On(5, 1), ASCENSION, WHIT_MONDAY, CORPUS_CHRISTI, On(8, 15), On(10, 26), On(11, 1), On(12, 8), On(12, 25), On(12, 26)]),
    ("GB", &[On(1, 1), GOOD_FRIDAY, Nth(1, Mon, 5), Last(Mon, 5), On(12, 25), On(12, 26)]),
    ("IE", &[On(1, 1), On(3, 17), EASTER_MONDAY, Nth(1, Mon, 5), Nth(1, Mon, 6), Nth(1, Mon, 8), Last(Mon, 10), On(12, 25), On(12, 26)]),
    ("ES", &[On(1, 1), On(1, 6), GOOD_FRIDAY, On(5, 1), On(8, 15), On(10, 12), On(11, 1), On(12, 6), On(12, 8), On(12, 25)]),
    ("PT", &[On(1, 1), GOOD_FRIDAY, EASTER, On(4, 25), On(5, 1), CORPUS_CHRISTI, On(6, 10), On(8, 15), On(10, 5), On(11, 1), On(12, 1), On(12, 8), On(12, 25)]),
    ("IT", &[On(1, 1), On(1, 6), EASTER, EASTER_MONDAY, On(4, 25), On(5, 1), On(6, 2), On(8, 15), On(10, 4), On(11, 1), On(12, 8), On(12, 25), On(12, 26)]),
    ("NL", &[On(1, 1), GOOD_FRIDAY, EASTER, EASTER_MONDAY, ASCENSION, WHIT_SUNDAY, WHIT_MONDAY, On(12, 25), On(12, 26)]),
    ("US", &[On(1, 1), Nth(3, Mon, 1), Nth(3, Mon, 2), Last(Mon, 5), On(6, 19), On(7, 4), Nth(1, Mon, 9), Nth(2, Mon, 10), On(11, 11), Nth(4, Thu, 11), On(12, 25)]),
    ("CA", &[On(1, 1), GOOD_FRIDAY, On(7, 1), Nth(1, Mon, 9), On(12, 25)]),
];

/// How many days each country has, 2026 to 2032.
const COUNTS: [(&str, [usize; 7]); 14] = [
    ("FR", [11; 7]),
    ("BE", [10; 7]),
    ("CH", [4; 7]),
    ("LU", [11; 7]),
    ("DE", [9; 7]),
    ("AT", [13; 7]),
    ("GB", [7, 8, 7, 6, 6, 6, 8]),
    ("IE", [10; 7]),
    ("ES", [8, 9, 10, 10, 8, 9, 9]),
    ("PT", [13; 7]),
    ("IT", [13; 7]),
    ("NL", [10, 10, 10, 10, 11, 10, 10]),
    ("US", [12, 15, 12, 12, 11, 11, 15]),
    ("CA", [5, 6, 6, 6, 5, 5, 6]),
];

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Easter Sunday (the anonymous Gregorian algorithm of Nature, 20 April 1876).
#[allow(clippy::many_single_char_names, reason = "the letters of the published algorithm")]
fn easter(year: i32) -> NaiveDate {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    date(year, u32::try_from(n / 31).unwrap(), u32::try_from(n % 31 + 1).unwrap())
}

fn day_of(rule: Rule, year: i32) -> NaiveDate {
    match rule {
        On(month, day) => date(year, month, day),
        Easter(days) => easter(year) + chrono::TimeDelta::days(days),
        Nth(n, weekday, month) => NaiveDate::from_weekday_of_month_opt(year, month, weekday, n).unwrap(),
        Last(weekday, month) => (1..=31)
            .rev()
            .filter_map(|day| NaiveDate::from_ymd_opt(year, month, day))
            .find(|day| day.weekday() == weekday)
            .unwrap(),
    }
}

fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap()
}

/// The days by law, with those that depend on the year.
fn by_law(country: &str, year: i32) -> BTreeSet<NaiveDate> {
    let (_, rules) = LAWS.into_iter().find(|(code, _)| *code == country).unwrap();
    let mut days: BTreeSet<NaiveDate> = rules.iter().map(|rule| day_of(*rule, year)).collect();
    match country {
        // The first Monday of February, or its first day where that is a Friday.
        "IE" if date(year, 2, 1).weekday() == Fri => days.extend([date(year, 2, 1)]),
        "IE" => days.extend([day_of(Nth(1, Mon, 2), year)]),
        // Each region may move what falls on a Sunday.
        "ES" => days.retain(|day| day.weekday() != Sun),
        "NL" => {
            let king = date(year, 4, 27);
            days.insert(if king.weekday() == Sun { king.pred_opt().unwrap() } else { king });
            // The day of the liberation is free every five years.
            days.extend((year % 5 == 0).then_some(date(year, 5, 5)));
        }
        // A Saturday is observed on the Friday before it, and a Sunday on the Monday after it.
        "US" => {
            for fixed in [
                date(year, 1, 1),
                date(year, 6, 19),
                date(year, 7, 4),
                date(year, 11, 11),
                date(year, 12, 25),
                date(year + 1, 1, 1),
            ] {
                days.extend(match fixed.weekday() {
                    Sat => fixed.pred_opt(),
                    Sun => fixed.succ_opt(),
                    _ => None,
                });
            }
            days.retain(|day| day.year() == year);
        }
        // Days that fall on a weekend are also given on the next working days.
        "GB" | "CA" => {
            let is_british = country == "GB";
            let mut moved = vec![date(year, 1, 1), date(year, 12, 25)];
            moved.extend(is_british.then(|| date(year, 12, 26)));
            for day in moved.into_iter().filter(|day| [Sat, Sun].contains(&day.weekday())) {
                let free = (1..7)
                    .map(|more| after(day, more))
                    .find(|it| ![Sat, Sun].contains(&it.weekday()) && !days.contains(it));
                days.extend(free);
            }
            let canada = date(year, 7, 1);
            days.extend((!is_british && canada.weekday() == Sun).then(|| after(canada, 1)));
        }
        _ => {}
    }
    days
}

#[test]
fn easter_is_that_of_the_almanac() {
    let almanac =
        [(2026, 4, 5), (2027, 3, 28), (2028, 4, 16), (2029, 4, 1), (2030, 4, 21), (2031, 4, 13), (2032, 3, 28)];
    for (year, month, day) in almanac {
        assert_eq!(easter(year), date(year, month, day));
    }
}

#[test]
fn each_country_and_year_is_as_by_law() {
    for (country, counts) in COUNTS {
        for (year, count) in (FIRST_YEAR..=LAST_YEAR).zip(counts) {
            let listed = of(country, year).unwrap();
            let days: Vec<NaiveDate> = listed.iter().map(|(day, _)| *day).collect();
            assert_eq!(days, by_law(country, year).into_iter().collect::<Vec<_>>(), "{country} {year}");
            assert_eq!(days.len(), count, "{country} {year}");
            assert!(listed.iter().all(|(_, name)| !name.trim().is_empty() && name.len() < 70));
        }
    }
}

#[test]
fn known_days_have_their_names() {
    for (country, day, name) in [
        ("FR", "2027-05-17", "Pentecost Monday"),
        ("US", "2026-11-26", "Thanksgiving Day"),
        ("US", "2026-07-03", "Independence Day (observed)"),
        ("US", "2027-12-31", "New Year's Day (observed)"),
        ("GB", "2026-12-28", "Boxing Day (observed)"),
        ("CA", "2029-07-02", "Canada Day (observed)"),
        ("NL", "2031-04-26", "King's Day"),
        ("IE", "2030-02-01", "Saint Brigid's Day"),
        ("IT", "2026-11-01", "All Saints' Day"),
    ] {
        let day: NaiveDate = day.parse().unwrap();
        assert!(of(country, day.year()).unwrap().contains(&(day, name)), "{country} {day}");
    }
}

#[test]
fn the_file_has_these_countries_and_years_and_names_its_source() {
    let lines = LIST.lines().filter(|line| !line.starts_with('#'));
    assert_eq!(lines.clone().count(), lines.filter_map(entry).count());
    let years = FIRST_YEAR..=LAST_YEAR;
    let expected: BTreeSet<_> =
        COUNTRIES.iter().flat_map(|(country, _)| years.clone().map(move |year| (*country, year))).collect();
    assert_eq!(BY_YEAR.keys().copied().collect::<BTreeSet<_>>(), expected);
    assert!(COUNTRIES.is_sorted_by_key(|(_, name)| *name));
    for words in ["vacanza/holidays", "version 0.109", "MIT", "2026 to 2032"] {
        assert!(LIST.contains(words), "{words}");
    }
}

#[test]
fn what_the_list_lacks_is_said() {
    assert_eq!(of("FR", 2034).unwrap_err(), "The list has no holidays of 2034; it ends in 2032.");
    assert_eq!(of("FR", 2025).unwrap_err(), "The list has no holidays of 2025; it begins in 2026.");
    assert_eq!(of("JP", 2027).unwrap_err(), "The list has no holidays of this country.");
}

#[test]
fn days_become_one_closed_exception() {
    let days = of("DE", 2027).unwrap().iter().map(|(day, _)| *day);
    let found = exception(exception_name("DE", 2027), days);
    assert_eq!(found.name, "Public holidays Germany 2027");
    assert!(found.hours.is_empty() && found.yearly.is_empty());
    assert_eq!(found.dates.len(), 8);
    assert_eq!(found.dates.last(), Some(&(date(2027, 12, 25), date(2027, 12, 26))));
}
