//! Parses the bytes of a file to a project. Everything is parsed with types. Only if that fails, the parameters of actions
//! are read as raw text, so that an action of a newer program is kept and everything else is still read strictly.

use std::borrow::Cow;
use std::sync::Arc;

use ron::Deserializer;
use ron::error::{Error, SpannedError};
use serde::Deserialize;

use super::assemble::{Settled, assemble};
use super::convert::convert;
use super::error::{Fault, LoadError};
use super::fault::fault;
use super::format::{Document, EXTENSIONS, RawParams, SCHEMA};
use super::limits::LISTED;
use super::newer;
use super::repair::repair;
use super::sniff::{Schema, schema_of, text_of};
use crate::digest::changed_outside;
use crate::model::persist::TWICE;
use crate::model::{ActionId, Params, Project, VersionId, invariants};

/// The conversion of a project from an older schema. The file keeps its schema until it is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converted {
    /// The number of the file's schema.
    pub from: u32,
    /// What the conversion changed, as sentences. It never changes a tree.
    pub changes: Vec<String>,
}

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
    /// The conversion, if the file has an older schema.
    pub converted: Option<Converted>,
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
    let (read, left_out) = match &schema {
        Schema::Older(_) => (parse_whole(text, mends)?, Vec::new()),
        Schema::Ours => match parse_whole(text, mends) {
            // A later version of the program adds fields without a new number.
            Err(LoadError::Fault(fault)) => known_part_of_ours(text, fault, mends)?,
            read => (read?, Vec::new()),
        },
        Schema::Newer(found) => {
            let (known, left_out) = known_part(text);
            match parse_whole(&known, mends) {
                Err(LoadError::Fault(fault)) => return Err(LoadError::Newer { found: found.clone(), fault }),
                read => (read?, left_out),
            }
        }
    };
    let Parsed { mut project, mut notes, repairs } = read;
    let read_only_because = why_read_only(&schema, &left_out);
    if !left_out.is_empty() {
        notes.push(format!(
            "This version of Signalbox does not know these fields and leaves them out: {}.",
            left_out.join(", ")
        ));
    }
    let converted = match schema {
        Schema::Older(from) => Some(Converted { from, changes: convert(from, &mut project) }),
        Schema::Ours | Schema::Newer(_) => None,
    };
    for version in changed_outside(&project).iter().filter_map(|id| project.versions.get(id)) {
        notes.push(format!(
            "Version \"{}\" is read-only ({}), but it was changed outside of Signalbox.",
            version.info.name,
            version.info.status.words().to_lowercase()
        ));
    }
    Ok(Loaded { project, notes, read_only_because, repairs, converted })
}

/// Why the file must not be overwritten, if so: this program does not know all of it.
fn why_read_only(schema: &Schema, left_out: &[String]) -> Option<String> {
    let why = match schema {
        Schema::Newer(found) => {
            format!(
                "A newer Signalbox wrote this file (format \"{found}\"; this version writes {SCHEMA}). You can view and \
                 test the project, but not save it here."
            )
        }
        Schema::Ours if !left_out.is_empty() => format!(
            "This file has fields that this version of Signalbox does not know ({}): a newer Signalbox may have written \
             them, or their names are misspelt. You can view and test the project, but not save it here, since these fields \
             would be lost.",
            left_out.join(", ")
        ),
        Schema::Ours | Schema::Older(_) => return None,
    };
    Some(format!("{why} To change it, save it under another name."))
}

/// The project of a file of our own number without the fields that this program does not know, and their names with their lines. Where
/// there is more that cannot be read, the first fault counts.
fn known_part_of_ours(text: &str, fault: Box<Fault>, mends: bool) -> Result<(Parsed, Vec<String>), LoadError> {
    let (known, left_out) = known_part(text);
    if left_out.is_empty() {
        return Err(LoadError::Fault(fault));
    }
    match parse_whole(&known, mends) {
        Err(LoadError::Fault(_)) => Err(LoadError::Fault(fault)),
        read => Ok((read?, left_out)),
    }
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

/// What a text holds.
struct Parsed {
    project: Project,
    notes: Vec<String>,
    repairs: Vec<String>,
}

/// Parses a text, and repairs the project where this is wanted.
fn parse_whole(text: &str, mends: bool) -> Result<Parsed, LoadError> {
    let (mut notes, mut repairs) = (Vec::new(), Vec::new());
    let project = parse_project(text, &mut notes, mends.then_some(&mut repairs))?;
    Ok(Parsed { project, notes, repairs })
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
