//! Parses the bytes of a file to a project. Everything is parsed with types. Only if that fails, the parameters of actions
//! are read as raw text, so that an action of a newer program is kept and everything else is still read strictly.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use ron::Deserializer;
use ron::error::{Error, SpannedError};
use serde::Deserialize;

use super::error::{Fault, LoadError};
use super::fault::fault;
use super::format::{ActionRecord, Document, EXTENSIONS, RawParams, SCHEMA};
use super::limits::LISTED;
use super::newer;
use super::repair::repair;
use super::sniff::{Schema, schema_of, text_of};
use crate::digest::changed_outside;
use crate::model::persist::TWICE;
use crate::model::{
    Action, ActionId, Caller, EntryPoint, Params, Project, ResourceData, Routing, RoutingId, Version, VersionId, World,
    invariants,
};

/// A loaded file.
#[derive(Debug)]
pub struct Loaded {
    /// The project.
    pub project: Project,
    /// Notes for the user, as sentences.
    pub notes: Vec<String>,
    /// Why the file must not be overwritten, if so.
    pub read_only_because: Option<String>,
    /// The repairs, as sentences; they are unsaved changes.
    pub repairs: Vec<String>,
}

/// Reads a project from the bytes of its file.
///
/// # Errors
/// If the bytes are not a project of a readable schema, or are inconsistent.
pub fn read(bytes: &[u8]) -> Result<Loaded, LoadError> {
    read_with(bytes, false)
}

/// Reads a project and repairs inconsistencies where possible.
///
/// # Errors
/// If the bytes are not a project of a readable schema, or cannot be repaired.
pub fn read_repaired(bytes: &[u8]) -> Result<Loaded, LoadError> {
    match read_with(bytes, false) {
        Err(LoadError::Broken(_)) => read_with(bytes, true),
        whole => whole,
    }
}

fn read_with(bytes: &[u8], mends: bool) -> Result<Loaded, LoadError> {
    let text = text_of(bytes)?;
    let schema = schema_of(text)?;
    let (mut notes, mut repairs) = (Vec::new(), Vec::new());
    let (text, left_out) = match schema {
        Schema::Ours => (Cow::Borrowed(text), Vec::new()),
        Schema::Newer(_) => known_part(text),
    };
    let repairs_wanted = mends.then_some(&mut repairs);
    let project = match (parse_project(&text, &mut notes, repairs_wanted), &schema) {
        (Err(LoadError::Fault(fault)), Schema::Newer(found)) => {
            return Err(LoadError::Newer { found: found.clone(), fault });
        }
        (project, _) => project?,
    };
    if !left_out.is_empty() {
        notes.push(format!(
            "This version of Signalbox does not know these fields and leaves them out: {}.",
            left_out.join(", ")
        ));
    }
    for version in changed_outside(&project).iter().filter_map(|id| project.versions.get(id)) {
        notes.push(format!(
            "Version \"{}\" is read-only ({}), but it was changed outside of Signalbox.",
            version.info.name,
            version.info.status.words().to_lowercase()
        ));
    }
    let read_only_because = match schema {
        Schema::Ours => None,
        Schema::Newer(found) => Some(format!(
            "A newer Signalbox wrote this file (format \"{found}\"; this version writes {SCHEMA}). You can view and \
             test the project, but not save it here. To change it, save it under another name."
        )),
    };
    Ok(Loaded { project, notes, read_only_because, repairs })
}

/// Maximum number of unknown kinds of fields to remove; a file with more is a different format.
const MOST_LEFT_OUT: usize = 64;

/// The text of a newer program without unknown fields, and the names of these fields.
fn known_part(text: &str) -> (Cow<'_, str>, Vec<String>) {
    let (mut known, mut left_out) = (Cow::Borrowed(text), Vec::new());
    while left_out.len() < MOST_LEFT_OUT {
        let unknown = match parse::<Document<RawParams>>(&known, &known) {
            Err(refusal) => match refusal.error {
                SpannedError { code: Error::NoSuchStructField { found, .. }, span } => (found, span.end),
                _ => break,
            },
            Ok(_) => break,
        };
        let (name, end) = unknown;
        let before = newer::byte_at(&known, end.line, end.col) + 1;
        let Some(rest) = newer::without(&known, &name, before) else { break };
        known = Cow::Owned(rest);
        if !left_out.contains(&name) {
            left_out.push(name);
        }
    }
    (known, left_out)
}

/// The parameters of an action: parsed, or as text of another program.
type Settled = (Params, Option<Arc<str>>);

/// A parser error of a part of the text. Its position in the whole text is computed only for the message.
struct Refusal<'a> {
    text: &'a str,
    part: &'a str,
    error: SpannedError,
    path: serde_path_to_error::Path,
}

impl Refusal<'_> {
    /// A duplicate key is never a sign of a newer program.
    fn is_repeated_key(&self) -> bool {
        matches!(&self.error.code, Error::Message(words) if words.ends_with(TWICE))
    }

    fn fault(&self) -> Fault {
        fault(self.text, self.part, &self.error, &self.path)
    }
}

impl From<Box<Refusal<'_>>> for LoadError {
    fn from(refusal: Box<Refusal<'_>>) -> Self {
        Self::Fault(Box::new(refusal.fault()))
    }
}

fn parse_project(text: &str, notes: &mut Vec<String>, repairs: Option<&mut Vec<String>>) -> Result<Project, LoadError> {
    let mut broken = Vec::new();
    let mut project = match parse::<Document<Params>>(text, text) {
        Ok(document) => assemble(document, &mut broken, &mut |_, params| Ok((params, None)))?,
        Err(refusal) if refusal.is_repeated_key() => return Err(refusal.into()),
        Err(typed) => match parse::<Document<RawParams>>(text, text) {
            Ok(document) => {
                let mut foreign = Foreign { text, notes: Vec::new(), more: 0 };
                let project = assemble(document, &mut broken, &mut |place, params| foreign.settle(place, params))?;
                notes.extend(foreign.into_notes());
                project
            }
            // The typed attempt has the better message for a value that is cut off or not closed.
            Err(raw)
                if raw.error.code == Error::ExpectedRawValue
                    && raw.error.span.end.line >= typed.error.span.end.line =>
            {
                return Err(typed.into());
            }
            Err(raw) => return Err(raw.into()),
        },
    };
    if let Some(repairs) = repairs {
        repairs.extend(broken.drain(..).map(|why| why + " It is left out."));
        repairs.extend(repair(&mut project));
    }
    broken.extend(invariants::check(&project));
    if broken.is_empty() { Ok(project) } else { Err(LoadError::Broken(broken)) }
}

/// Parses the whole text, or the parameters of one action.
fn parse<'de, T: Deserialize<'de>>(text: &'de str, part: &'de str) -> Result<T, Box<Refusal<'de>>> {
    let options = ron::Options::default().with_default_extension(EXTENSIONS);
    let mut track = serde_path_to_error::Track::new();
    let refuse = |error: SpannedError, track: serde_path_to_error::Track| {
        Box::new(Refusal { text, part, error, path: track.path() })
    };
    let mut input = match Deserializer::from_str_with_options(part, &options) {
        Ok(input) => input,
        Err(error) => return Err(refuse(error, track)),
    };
    let value = match T::deserialize(serde_path_to_error::Deserializer::new(&mut input, &mut track)) {
        Ok(value) => value,
        Err(code) => return Err(refuse(input.span_error(code), track)),
    };
    match input.end() {
        Ok(()) => Ok(value),
        Err(code) => Err(refuse(input.span_error(code), track)),
    }
}

/// Parses raw parameters, and reports parameters that stay as text.
struct Foreign<'a> {
    text: &'a str,
    notes: Vec<String>,
    more: usize,
}

impl<'a> Foreign<'a> {
    fn settle(
        &mut self,
        (version, action): (VersionId, ActionId),
        RawParams(raw): RawParams<'a>,
    ) -> Result<Settled, LoadError> {
        let Some(raw) = raw else { return Ok(Settled::default()) };
        let refusal = match parse::<Params>(self.text, raw) {
            Ok(params) => return Ok((params, None)),
            Err(refusal) if refusal.is_repeated_key() => {
                let mut fault = refusal.fault();
                fault.place = format!("actions.({version}, {action}).params");
                return Err(LoadError::Fault(Box::new(fault)));
            }
            Err(refusal) => refusal,
        };
        if self.notes.len() < LISTED {
            let Fault { line, column, what, .. } = refusal.fault();
            self.notes.push(format!(
                "Action {action} of version {version} has parameters that this version of Signalbox cannot read (line {line}, column \
                 {column}: {what}). They are kept as they are."
            ));
        } else {
            self.more += 1;
        }
        Ok((Params::default(), Some(Arc::from(raw))))
    }

    fn into_notes(mut self) -> Vec<String> {
        if self.more > 0 {
            self.notes.push(format!("{} more actions have such parameters.", self.more));
        }
        self.notes
    }
}

/// Assembles the flat maps. Entries without an owner go to `broken`, as sentences.
fn assemble<P>(
    document: Document<P>,
    broken: &mut Vec<String>,
    settle: &mut dyn FnMut((VersionId, ActionId), P) -> Result<Settled, LoadError>,
) -> Result<Project, LoadError> {
    let mut resources: BTreeMap<_, _> = document.resources.into_iter().map(|(id, it)| (id, it.into_owned())).collect();
    for (id, resource) in &mut resources {
        resource.id = *id;
    }
    for ((id, number), row) in document.table_rows {
        match resources.get_mut(&id).map(|resource| &mut resource.data) {
            Some(ResourceData::ValuesTable(table)) => table.rows.push(row.into_owned()),
            Some(ResourceData::Database(database)) => database.rows.push(row.into_owned()),
            _ => broken.push(format!("Table row ({id}, {number}) belongs to no values table.")),
        }
    }
    let mut versions: BTreeMap<VersionId, Version> = document
        .versions
        .into_iter()
        .map(|(id, info)| (id, Version { id, info: info.into_owned(), ..Version::default() }))
        .collect();
    for (place, record) in document.actions {
        let at = record.at;
        let action = action(place, record, settle)?;
        match versions.get_mut(&place.0) {
            Some(version) => {
                version.flow.positions.extend(at.map(|at| (place.1, at)));
                version.flow.actions.insert(place.1, Arc::new(action));
            }
            None => broken.push(format!("Action ({}, {}) belongs to no version.", place.0, place.1)),
        }
    }
    for ((version, action), pos) in document.positions {
        match versions.get_mut(&version) {
            Some(version) if !version.flow.positions.contains_key(&action) => {
                version.flow.positions.insert(action, pos);
            }
            Some(_) => {
                broken.push(format!(
                    "Action ({version}, {action}) has a position both in its entry and in the section positions."
                ));
            }
            None => broken.push(format!("Position ({version}, {action}) belongs to no version.")),
        }
    }
    let mut routings = document.routings;
    let highest = highest_actions(versions.values());
    for (id, routing) in routings.iter_mut().filter(|(_, routing)| routing.last_action == ActionId(0)) {
        routing.to_mut().last_action = highest.get(id).copied().unwrap_or_default();
    }
    Ok(Project {
        uid: document.uid.into_owned(),
        settings: document.settings.into_owned(),
        last_id: document.last_id,
        resources: shared(resources),
        entry_points: with_ids(document.entry_points, |it: &mut EntryPoint, id| it.id = id),
        routings: with_ids(routings, |it: &mut Routing, id| it.id = id),
        versions: shared(versions),
        callers: with_ids(document.callers, |it: &mut Caller, id| it.id = id),
        worlds: with_ids(document.worlds, |it: &mut World, id| it.id = id),
        activity: document.activity.into_owned(),
    })
}

/// The highest id of an action in the versions of each routing.
pub(super) fn highest_actions<'a>(versions: impl Iterator<Item = &'a Version>) -> BTreeMap<RoutingId, ActionId> {
    let mut highest = BTreeMap::new();
    for version in versions {
        let last = version.flow.actions.keys().next_back().copied().unwrap_or_default();
        let known: &mut ActionId = highest.entry(version.info.routing).or_default();
        *known = last.max(*known);
    }
    highest
}

fn action<P>(
    place: (VersionId, ActionId),
    record: ActionRecord<P>,
    settle: &mut dyn FnMut((VersionId, ActionId), P) -> Result<Settled, LoadError>,
) -> Result<Action, LoadError> {
    let (params, foreign_params) = settle(place, record.params)?;
    Ok(Action {
        id: place.1,
        kind: record.kind.into_owned(),
        title: record.title.into_owned(),
        comment: record.comment.into_owned(),
        params,
        record_passage: record.record_passage,
        links: record.links.into_iter().map(|(branch, link)| (branch.into_owned(), link)).collect(),
        last_row: record.last_row,
        foreign_params,
    })
}

/// Objects with their ids, which the file stores only as keys.
fn with_ids<K: Copy + Ord, V: Clone>(
    entries: BTreeMap<K, Cow<'_, V>>,
    mut set_id: impl FnMut(&mut V, K),
) -> BTreeMap<K, Arc<V>> {
    let own = |(id, it): (K, Cow<'_, V>)| {
        let mut it = it.into_owned();
        set_id(&mut it, id);
        (id, Arc::new(it))
    };
    entries.into_iter().map(own).collect()
}

fn shared<K: Ord, V>(entries: BTreeMap<K, V>) -> BTreeMap<K, Arc<V>> {
    entries.into_iter().map(|(id, it)| (id, Arc::new(it))).collect()
}
