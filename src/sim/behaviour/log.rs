//! Past contacts as calls: *Replay a log* (spec: testing §7, load §1). A contact is played once to the first version, which tells what its
//! answers belong to; from then on it is a call like any other.

use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::interaction::zone;
use crate::catalog::{dates, fold};
use crate::model::{Caller, EntryPointId, Project, TestCall, World};

use super::super::basis::Basis;
use super::super::run::Run;
use super::super::scene::{NO_ENTRY_POINT, Scene, SceneRequest};
use super::super::suite::{judge, record};
use super::super::watch::Watch;
use super::Side;

/// The column that a file of past contacts must have.
pub const NEEDED: &str = "time";

/// The columns of a file of past contacts; only [`NEEDED`] must be there.
pub const COLUMNS: [&str; 9] =
    [NEEDED, "entry_point", "number", "language", "tags", "answers", "outcome", "handling_s", "wait_s"];

/// What a file of past contacts gives.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// The contacts as calls.
    pub calls: Vec<TestCall>,
    /// Contacts that could not be played to the first version: a sentence each.
    pub left: Vec<String>,
    /// How many contacts have an outcome in the file, and how many of these end so with the first version.
    pub outcomes: (usize, usize),
}

impl Log {
    /// How many contacts were played, and how many of their outcomes the first version repeats, as a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let played = match self.calls.len() {
            1 => "1 past contact was played".to_owned(),
            played => format!("{played} past contacts were played"),
        };
        match self.outcomes {
            (0, _) if self.calls.len() == 1 => format!("{played}; the file has no outcome of it."),
            (0, _) => format!("{played}; the file has no outcome of them."),
            (1, 0) => format!("{played}; the one outcome in the file is not that of the first version."),
            (1, _) => format!("{played}; the one outcome in the file is that of the first version."),
            (all, same) => format!("{played}; {same} of {all} outcomes in the file are those of the first version."),
        }
    }
}

/// Makes calls of the rows of a file, each with the cells of [`COLUMNS`]. The first row is the first contact. Rows that nobody waits for
/// any more are skipped once the watch is stopped.
#[must_use]
pub fn calls(side: &Side, rows: &[Vec<String>], watch: &Watch) -> Log {
    let basis = Basis::of(side.project.clone());
    let played: Vec<Result<(TestCall, Option<bool>), String>> = rows
        .par_iter()
        .enumerate()
        .filter(|_| !watch.is_stopped())
        .map(|(place, row)| {
            call(side, &basis, place + 1, row).map_err(|why| format!("Contact {} was not played: {why}", place + 1))
        })
        .collect();
    let mut log = Log::default();
    for contact in played {
        match contact {
            Ok((call, is_as_logged)) => {
                log.outcomes.0 += usize::from(is_as_logged.is_some());
                log.outcomes.1 += usize::from(is_as_logged == Some(true));
                log.calls.push(call);
            }
            Err(why) => log.left.push(why),
        }
    }
    log
}

/// A contact as a call, and whether the outcome in the file is that of the version; none where the file has no outcome.
fn call(side: &Side, basis: &Arc<Basis>, number: usize, row: &[String]) -> Result<(TestCall, Option<bool>), String> {
    let cell = |column: usize| row.get(column).map_or("", |cell| cell.trim());
    let run = played(side, basis, row)?;
    let name = format!("Contact {number} of {}", cell(0));
    let wanted = Some(cell(6)).filter(|wanted| !wanted.is_empty());
    let is_as_logged = wanted.map(|wanted| fold::same(&judge::outcome(&run), wanted));
    Ok((TestCall { name, expectations: Vec::new(), ..record(&run) }, is_as_logged))
}

/// Plays a contact, by its cells of [`COLUMNS`], to the version.
///
/// # Errors
/// A clause that says which cell cannot be read, or which answer does not fit.
pub fn played(side: &Side, basis: &Arc<Basis>, row: &[String]) -> Result<Run, String> {
    let cell = |column: usize| row.get(column).map_or("", |cell| cell.trim());
    let time = dates::read(cell(0)).ok_or_else(|| {
        format!(
            "\"{}\" is not a date and time. Write it like 2026-11-23T10:00:00, in the time zone of the project.",
            cell(0)
        )
    })?;
    let start = time.local(zone(&side.project.settings.time_zone, "UTC"));
    let entry_point = match cell(1) {
        "" => None,
        "none" => Some(NO_ENTRY_POINT),
        named => Some(entry_point(&side.project, named)?),
    };
    let caller = Caller { number: cell(2).to_owned(), language: cell(3).to_owned(), ..Caller::default() };
    let world = World { start: Some(start), ..World::default() };
    let request = SceneRequest { version: side.version, entry_point, caller, world, seed: 0 };
    let mut run = Run::new(Arc::new(Scene::on(basis, request)?));
    let answers: Vec<String> =
        cell(5).split(';').map(|text| text.trim().to_owned()).filter(|it| !it.is_empty()).collect();
    run.play(&answers)?;
    Ok(run)
}

/// The entry point of a reference, a name or an address.
///
/// # Errors
/// A clause that says that there is none.
pub fn entry_point(project: &Project, named: &str) -> Result<EntryPointId, String> {
    let found = project
        .entry_points
        .values()
        .find(|it| it.reference == named || fold::same(&it.name, named) || fold::same(&it.address, named));
    found.map(|it| it.id).ok_or_else(|| {
        format!("no entry point has the reference, the name or the address \"{named}\". Leave it empty for the usual one, or write none.")
    })
}
