//! The country of a project: the one of its settings, else the one of its time zone. National phone numbers and dates that people
//! type are read by it. It is no list of countries; which of them have a numbering plan is known by [`super::phone`].

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::Settings;

/// The zones of each country. The file names its source and date.
const ZONES: &str = include_str!("../../assets/zone_countries.txt");

static BY_ZONE: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = ZONES.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| line.split_once(' '));
    pairs.flat_map(|(country, zones)| zones.split(' ').map(move |zone| (zone, country))).collect()
});

/// Which number of a date with slashes or dots is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// The first: 23/11/2026.
    DayFirst,
    /// The second: 11/23/2026.
    MonthFirst,
    /// Both are usual, or no country is known.
    Either,
}

/// The default country of a project, in two capital letters; empty where it has none.
#[must_use]
pub fn of(settings: &Settings) -> &str {
    match settings.default_country.as_str() {
        "" => of_zone(&settings.time_zone),
        country => country,
    }
}

/// The country of a time zone; empty for zones of no single country, such as UTC.
#[must_use]
pub fn of_zone(zone: &str) -> &'static str {
    BY_ZONE.get(zone).copied().unwrap_or_default()
}

/// How people of a country write dates.
#[must_use]
pub fn date_order(country: &str) -> DateOrder {
    match country {
        "US" | "AS" | "FM" | "GU" | "MH" | "MP" | "PH" | "PR" | "PW" | "UM" | "VI" => DateOrder::MonthFirst,
        // Canada and Panama write both; an empty text is no country.
        "" | "CA" | "PA" => DateOrder::Either,
        _ => DateOrder::DayFirst,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_proposes_its_country() {
        for (zone, country) in [
            ("Europe/Paris", "FR"),
            ("Europe/Amsterdam", "NL"),
            ("America/New_York", "US"),
            ("US/Eastern", "US"),
            ("Asia/Calcutta", "IN"),
            ("Europe/Kiev", "UA"),
            ("Atlantic/Azores", "PT"),
            ("America/Santiago", "CL"),
            ("Africa/Cairo", "EG"),
            ("America/Toronto", "CA"),
            ("UTC", ""),
            ("Etc/GMT+1", ""),
            ("CET", ""),
            ("Mars/Olympus", ""),
        ] {
            assert_eq!(of_zone(zone), country, "{zone}");
        }
        assert!(BY_ZONE.len() > 500);
        assert!(ZONES.contains("zone.tab") && ZONES.contains("2025b"));
    }

    #[test]
    fn zones_of_the_table_exist_and_places_of_all_continents_are_in_it() {
        for zone in BY_ZONE.keys() {
            assert!(zone.parse::<chrono_tz::Tz>().is_ok(), "{zone}");
        }
        let places = ["Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"];
        let is_place = |name: &&str| places.iter().any(|start| name.starts_with(start));
        let zones = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        let without: Vec<_> = zones.filter(is_place).filter(|name| of_zone(name).is_empty()).collect();
        assert_eq!(without, Vec::<&str>::new());
    }

    #[test]
    fn the_setting_wins_over_the_zone() {
        let settings = Settings { time_zone: "Europe/Paris".to_owned(), ..Settings::default() };
        assert_eq!(of(&settings), "FR");
        assert_eq!(of(&Settings { default_country: "BE".to_owned(), ..settings }), "BE");
    }
}
