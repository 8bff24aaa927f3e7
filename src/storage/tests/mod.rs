//! Tests of the whole of storage: kept data, refusals, and effects on disk.

mod canvas;
mod clips;
mod converted;
mod disk;
mod executions;
mod faults;
mod frozen;
mod hostile;
mod kept;
mod lines;
mod meaning;
mod meaning_more;
mod nesting;
mod power;
mod recovered;
mod refused;
mod scenarios;
mod test_calls;
mod testing;
mod together;

use super::samples::{Dice, large, small};
use super::*;

/// The number of generated cases of a test: `SIGNALBOX_CASES` multiplies the quick number.
pub(super) fn cases(quick: u64) -> u64 {
    quick * std::env::var("SIGNALBOX_CASES").ok().and_then(|times| times.parse().ok()).unwrap_or(1)
}

/// The names in a folder, in order.
pub(super) fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn opened(text: &str) -> Loaded {
    read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
}

fn refusal(text: &str) -> String {
    read(text.as_bytes()).unwrap_err().to_string()
}

/// The text of the small project with one change.
fn edited(from: &str, to: &str) -> String {
    let text = write(&small()).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from} in\n{text}");
    text.replace(from, to)
}
