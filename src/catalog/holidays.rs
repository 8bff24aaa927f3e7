//! Public holidays of countries, as exceptions of calendars (spec: ease §3). They come from a file that ends with a year.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike as _, NaiveDate};

use crate::model::resource::CalendarException;

/// The days of each country. The file names its source and its years.
const LIST: &str = include_str!("../../assets/public_holidays.txt");

/// The countries that the list has: their codes (ISO 3166-1 alpha-2) and names, in the order of the names.
pub const COUNTRIES: [(&str, &str); 14] = [
    ("AT", "Austria"),
    ("BE", "Belgium"),
    ("CA", "Canada"),
    ("FR", "France"),
    ("DE", "Germany"),
    ("IE", "Ireland"),
    ("IT", "Italy"),
    ("LU", "Luxembourg"),
    ("NL", "Netherlands"),
    ("PT", "Portugal"),
    ("ES", "Spain"),
    ("CH", "Switzerland"),
    ("GB", "United Kingdom"),
    ("US", "United States"),
];

/// The first year of the list.
pub const FIRST_YEAR: i32 = 2026;
/// The last year of the list.
pub const LAST_YEAR: i32 = 2032;

/// A day and its name in English.
pub type Holiday = (NaiveDate, &'static str);

static BY_YEAR: LazyLock<BTreeMap<(&'static str, i32), Vec<Holiday>>> = LazyLock::new(|| {
    let mut found: BTreeMap<_, Vec<Holiday>> = BTreeMap::new();
    for (country, day, name) in LIST.lines().filter_map(entry) {
        found.entry((country, day.year())).or_default().push((day, name));
    }
    found
});

/// The country, the day and the name in a line.
fn entry(line: &'static str) -> Option<(&'static str, NaiveDate, &'static str)> {
    let (country, rest) = line.split_once(' ')?;
    let (day, name) = rest.split_once(' ')?;
    Some((country, day.parse().ok()?, name))
}

/// The holidays of a whole country in a year, in order.
///
/// # Errors
/// If the list lacks the year or the country: a sentence.
pub fn of(country: &str, year: i32) -> Result<&'static [Holiday], String> {
    let lacks = |why: String| Err(format!("The list has no holidays of {why}."));
    match BY_YEAR.iter().find(|(key, _)| **key == (country, year)) {
        Some((_, days)) => Ok(days),
        None if year > LAST_YEAR => lacks(format!("{year}; it ends in {LAST_YEAR}")),
        None if year < FIRST_YEAR => lacks(format!("{year}; it begins in {FIRST_YEAR}")),
        None => lacks("this country".to_owned()),
    }
}

/// The name of the exception that has the holidays of a country and a year.
#[must_use]
pub fn exception_name(country: &str, year: i32) -> String {
    let name = COUNTRIES.iter().find(|(code, _)| *code == country).map_or(country, |(_, name)| name);
    format!("Public holidays {name} {year}")
}

/// A closed exception with these days, which are in order. Days that follow each other are one range.
#[must_use]
pub fn exception(name: String, days: impl IntoIterator<Item = NaiveDate>) -> CalendarException {
    let mut dates: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for day in days {
        match dates.last_mut() {
            Some((_, last)) if last.succ_opt() == Some(day) => *last = day,
            _ => dates.push((day, day)),
        }
    }
    CalendarException { name, dates, ..CalendarException::default() }
}

#[cfg(test)]
mod tests;
