//! Numbers for each half hour of a day as text: *8:30 12, 9:00 24, 17:00 0* says that from half past eight on there are 12 in each half hour,
//! from nine on 24, and from five in the afternoon on none (spec: load §1).

use crate::model::scenario::{Amount, HALF_HOURS};

/// The numbers as text; empty where there are none.
#[must_use]
pub fn words(counts: &[Amount]) -> String {
    let mut parts = Vec::new();
    let mut last = Amount::default();
    for half in 0..HALF_HOURS {
        let count = counts.get(half).copied().unwrap_or_default();
        if count != last {
            parts.push(format!("{}:{:02} {}", half / 2, half % 2 * 30, count.number()));
        }
        last = count;
    }
    parts.join(", ")
}

/// Reads the numbers from text.
///
/// # Errors
/// A sentence that names the part that is not understood, and says how it is written.
pub fn read(text: &str) -> Result<Vec<Amount>, String> {
    let mut counts = vec![Amount::default(); HALF_HOURS];
    for part in text.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let wrong = || format!("\"{part}\" is not understood. Write a time and a number, such as 8:30 12.");
        let (time, count) = part.split_once(char::is_whitespace).ok_or_else(wrong)?;
        let from = half_hour(time)
            .ok_or_else(|| format!("\"{time}\" is no beginning of a half hour. Write a time such as 8:30 or 14:00."))?;
        let count: f64 = count
            .trim()
            .replace(',', ".")
            .parse()
            .ok()
            .filter(|it| (0.0..=100_000.0).contains(it))
            .ok_or_else(wrong)?;
        counts.iter_mut().skip(from).for_each(|it| *it = Amount::nearest(count));
    }
    while counts.last() == Some(&Amount::default()) {
        counts.pop();
    }
    Ok(counts)
}

/// The half hour that begins at a time: `8`, `8:30`, `08.30`.
fn half_hour(time: &str) -> Option<usize> {
    let (hour, minute) = time.split_once([':', '.', 'h']).unwrap_or((time, "0"));
    let hour: usize = hour.parse().ok().filter(|hour| *hour < 24)?;
    match minute {
        "" | "0" | "00" => Some(hour * 2),
        "30" => Some(hour * 2 + 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let day = read("8:30 12, 9:00 24.5; 17 0").unwrap();
        assert_eq!(day.len(), 34);
        assert_eq!((day[16], day[17], day[18], day[33]), (Amount(0), Amount(1200), Amount(2450), Amount(2450)));
        assert_eq!(words(&day), "8:30 12, 9:00 24.5, 17:00 0");
        assert_eq!(read(&words(&day)).unwrap(), day);
        assert_eq!((read(" ").unwrap(), words(&[])), (Vec::new(), String::new()));
        let night = read("0:00 3").unwrap();
        assert_eq!((night.len(), words(&night).as_str()), (48, "0:00 3"));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (text, wanted) in [
            ("8:15 12", "\"8:15\" is no beginning"),
            ("24:00 1", "\"24:00\" is no beginning"),
            ("8:30", "\"8:30\" is not understood"),
            ("9:00 24, 10:00 many", "\"10:00 many\" is not understood"),
            ("9:00 -1", "\"9:00 -1\" is not understood"),
            ("9:00 NaN", "\"9:00 NaN\" is not understood"),
        ] {
            assert!(read(text).unwrap_err().contains(wanted), "{text}");
        }
    }
}
