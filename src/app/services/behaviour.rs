//! The behaviour of two versions, compared in the background on a snapshot (spec: testing §7). A result belongs to a known revision and is
//! never shown as that of another one.

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::model::{Project, VersionId};
use crate::sim::Watch;
use crate::sim::behaviour::{Apart, Behaviour, Request, Side, compare, log};
use crate::storage::csv::CsvRows;

use super::latest::Latest;

/// Most states that are looked at for each version in the search for calls; the command line looks at more.
const MOST_STATES: usize = 20_000;

/// Two versions: before and after.
type Pair = (VersionId, VersionId);

/// Two versions in a revision of the document, and the number of the log that is played to them; 0 for none.
type Of = (u64, Pair, usize);

/// What a comparison gives.
type Found = Result<Compared, String>;

/// Past contacts that were read from a file (spec: load §1). They stay as they were read, whatever becomes of the file.
pub struct PastContacts {
    /// The name of the file.
    pub file: String,
    /// Columns of the file that are not read, as a sentence.
    pub unread: Option<String>,
    rows: Vec<Vec<String>>,
}

impl PastContacts {
    /// The contacts of a file, by the rows that were read from it.
    #[must_use]
    pub fn new(path: &Path, rows: CsvRows) -> Self {
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self { file, unread: rows.unread_words(&log::COLUMNS), rows: rows.rows }
    }
}

/// The comparison of two versions.
pub struct Compared {
    /// The calls that end differently.
    pub behaviour: Behaviour,
    /// What became of the past contacts, where these were played.
    pub replayed: Option<Replayed>,
}

/// What became of past contacts.
pub struct Replayed {
    /// How many were played, and how many of their outcomes the first version repeats.
    pub words: String,
    /// Contacts that could not be played to the first version: a sentence each.
    pub left: Vec<String>,
}

/// The comparison that is looked at.
#[derive(Default)]
pub struct Behaviours {
    found: Latest<Of, Found>,
    watch: Arc<Watch>,
    log: Option<Arc<PastContacts>>,
    /// How many logs were read; the number of the newest one.
    logs: usize,
}

impl Behaviours {
    /// What was found for two versions in a revision; none while they are being compared.
    #[must_use]
    pub fn of(&self, revision: u64, pair: Pair) -> Option<&Found> {
        self.found.of(self.key((revision, pair))).map(|found| &**found)
    }

    /// A call that ends differently, by the place of its group and its own place there.
    #[must_use]
    pub fn call(&self, revision: u64, pair: Pair, group: usize, call: usize) -> Option<&Apart> {
        self.of(revision, pair)?.as_ref().ok()?.behaviour.groups.get(group)?.calls.get(call)
    }

    /// The past contacts that are played, where they are.
    #[must_use]
    pub fn log(&self) -> Option<&PastContacts> {
        self.log.as_deref()
    }

    /// Plays past contacts from now on, instead of the test calls and a call for each branch.
    pub fn replay(&mut self, log: PastContacts) {
        self.log = Some(Arc::new(log));
        self.logs += 1;
    }

    /// Plays the test calls and a call for each branch again.
    pub fn leave_log(&mut self) {
        self.log = None;
    }

    /// Whether two versions are being compared.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.found.running().is_some()
    }

    /// How many calls were played so far.
    #[must_use]
    pub fn done(&self) -> usize {
        self.watch.progress().0
    }

    /// Takes the result of the background job, and compares again where the revision, a version or the log is another one.
    pub fn update(&mut self, project: &Arc<Project>, of: Option<(u64, Pair)>, from: NaiveDate, ctx: &egui::Context) {
        let of = of.map(|of| self.key(of));
        if self.found.running().is_some_and(|running| of != Some(running)) {
            self.watch.stop();
        }
        if !self.found.take() {
            return;
        }
        // A comparison that was stopped has not played every call.
        if self.watch.is_stopped() {
            self.found.forget();
        }
        let Some(of) = of.filter(|of| !self.found.is_known(*of)) else { return };
        self.watch = Arc::default();
        let (project, watch, log) = (project.clone(), self.watch.clone(), self.log.clone());
        let work = move || {
            let side = |version| Side { project: project.clone(), version };
            Some(compared(&side(of.1.0), &side(of.1.1), log.as_deref(), from, &watch))
        };
        self.found.start("behaviour", of, ctx, work);
    }

    fn key(&self, (revision, pair): (u64, Pair)) -> Of {
        (revision, pair, if self.log.is_some() { self.logs } else { 0 })
    }
}

/// Compares two versions by past contacts, or by the test calls and a call for each branch.
fn compared(one: &Side, other: &Side, contacts: Option<&PastContacts>, from: NaiveDate, watch: &Watch) -> Found {
    let past = contacts.map(|contacts| log::calls(one, &contacts.rows, watch));
    let replayed = past.as_ref().map(|past| Replayed { words: past.words(), left: past.left.clone() });
    let only_log = past.is_some();
    let request =
        Request { from, most_states: MOST_STATES, log: past.map(|past| past.calls).unwrap_or_default(), only_log };
    Ok(Compared { behaviour: compare(one, other, &request, watch)?, replayed })
}
