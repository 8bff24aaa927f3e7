//! Past contacts as calls: *Replay a log* (spec: testing §7, load §1). A contact is played once to the first version, which tells what its
//! answers belong to; from then on it is a call like any other.

use std::sync::Arc;

use crate::catalog::interaction::zone;
use crate::catalog::{dates, fold};
use crate::model::{Caller, EntryPointId, TestCall, World};

use super::super::basis::Basis;
use super::super::run::Run;
use super::super::scene::{NO_ENTRY_POINT, Scene, SceneRequest};
use super::super::suite::{judge, record};
use super::Side;

/// The columns of a file of past contacts; only the first must be there.
pub const COLUMNS: [&str; 9] =
    ["time", "entry_point", "number", "language", "tags", "answers", "outcome", "handling_s", "wait_s"];

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

/// Makes calls of the rows of a file, each with the cells of [`COLUMNS`]. The first row is the first contact.
#[must_use]
pub fn calls(side: &Side, rows: &[Vec<String>]) -> Log {
    let basis = Basis::of(side.project.clone());
    let mut log = Log::default();
    for (place, row) in rows.iter().enumerate() {
        let cell = |column: usize| row.get(column).map_or("", |cell| cell.trim());
        match contact(side, &basis, &cell) {
            Ok(run) => {
                let wanted = cell(6);
                log.outcomes.0 += usize::from(!wanted.is_empty());
                log.outcomes.1 += usize::from(!wanted.is_empty() && fold::same(&judge::outcome(&run), wanted));
                let name = format!("Contact {} of {}", place + 1, cell(0));
                log.calls.push(TestCall { name, expectations: Vec::new(), ..record(&run) });
            }
            Err(why) => log.left.push(format!("Contact {} was not played: {why}", place + 1)),
        }
    }
    log
}

/// Plays a contact to the version.
fn contact<'r>(side: &Side, basis: &Arc<Basis>, cell: &impl Fn(usize) -> &'r str) -> Result<Run, String> {
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
        named => Some(entry_point(side, named)?),
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
fn entry_point(side: &Side, named: &str) -> Result<EntryPointId, String> {
    let found = side
        .project
        .entry_points
        .values()
        .find(|it| it.reference == named || fold::same(&it.name, named) || fold::same(&it.address, named));
    found.map(|it| it.id).ok_or_else(|| {
        format!("no entry point has the reference, the name or the address \"{named}\". Leave it empty for the usual one, or write none.")
    })
}
