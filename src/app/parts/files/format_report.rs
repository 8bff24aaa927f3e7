//! The report on a project whose file has an older format: what the first save does, and where changed rules apply (spec: meaning §11).

use crate::app::command::{Ask, Button, Command, Emphasis, FileCommand, Listing, ListingRow, PageCommand};
use crate::app::services::files::conversion::{Changed, Conversion};

/// The most places that are listed.
const MOST_PLACES: usize = 200;

/// The most sentences of one kind that are listed.
const MOST_LINES: usize = 6;

/// The report. `converts` says whether the first save of the file converts it, and `waits` whether a planned production waits for that
/// save.
#[must_use]
pub fn format_report(name: &str, conversion: &Conversion, repairs: &[String], (converts, waits): (bool, bool)) -> Ask {
    let Conversion { from, to, changes, places } = conversion;
    let mut lines = Vec::new();
    if converts {
        lines.push(format!(
            "It has format {from}. The first save converts the file to format {to}, and earlier versions of Signalbox then open it \
             read-only. Until you save, the file stays as it is."
        ));
    } else {
        lines.push(format!("It was opened from format {from}, and is saved in format {to}."));
    }
    if waits {
        lines.push("A planned production waits for that save.".to_owned());
    }
    if !repairs.is_empty() {
        lines.push("Its content was inconsistent, as after a manual merge, and was repaired:".to_owned());
        list(&mut lines, repairs);
    }
    list(&mut lines, changes);
    lines.push(places_words(places.len()));
    let mut buttons = vec![Button::close("Continue")];
    if converts {
        let copy = FileCommand::CopyFile(None).into();
        buttons.push(Button::new("Save a copy first…", copy, Emphasis::Primary));
    }
    let rows = places.iter().take(MOST_PLACES).map(row).collect();
    Ask::Listing(Listing { title: format!("{name} has an older format"), lines, rows, buttons })
}

/// Adds sentences to the lines; many are counted, so that the dialog fits the window.
fn list(lines: &mut Vec<String>, sentences: &[String]) {
    lines.extend(sentences.iter().take(MOST_LINES).map(|it| format!("– {it}")));
    let more = sentences.len().saturating_sub(MOST_LINES);
    if more > 0 {
        lines.push(format!("– and {more} more."));
    }
}

fn places_words(count: usize) -> String {
    let again = "File › What the new format changes… opens this list again.";
    match count {
        0 => "No rule that has changed applies to a version that is in production, in backup or in test.".to_owned(),
        1..=MOST_PLACES => format!(
            "Rules have changed that apply to these actions of versions in production, in backup or in test. The trees stay as they are. {again}"
        ),
        more => format!(
            "Rules have changed that apply to {more} actions of versions in production, in backup or in test; these are the first \
             {MOST_PLACES}. The trees stay as they are. {again}"
        ),
    }
}

fn row(changed: &Changed) -> ListingRow {
    let show = Command::Page(PageCommand::RevealPlace(changed.place));
    ListingRow {
        title: changed.words.clone(),
        lines: changed.rules.iter().map(|rule| (*rule).to_owned()).collect(),
        buttons: vec![Button::new("Show", show, Emphasis::Plain)],
    }
}
